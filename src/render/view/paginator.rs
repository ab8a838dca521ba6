//! A paginator as templates see it (checklist PGN-1 to PGN-4).

use tera::Value;

use super::Views;
use super::fields::Fields;
use crate::graph::PageId;
use crate::plan::PagerOf;

impl Views {
    /// A paginator: pager `number` (from 1) of what `of` divides. Pages that are not rendered are not listed (PGN-4); one
    /// that is not divided has a single pager.
    pub fn paginator(&self, of: PagerOf, number: usize) -> Value {
        let (pages, by, path, reversed, permalink) = match of {
            PagerOf::Section(id) => {
                let section = self.graph.section(id);
                let front = section.front();
                let settings = (front.paginate_by, front.paginate_path.as_str(), front.paginate_reversed);
                (&section.pages, settings.0, settings.1, settings.2, section.permalink.as_str())
            }
            PagerOf::Term(id) => {
                let taxonomy = self.graph.taxonomy(id.0);
                let term = &taxonomy.terms[id.1 as usize];
                let config = &taxonomy.config;
                (&term.pages, config.paginate_by, config.paginate_path.as_str(), false, term.permalink.as_str())
            }
        };
        let rendered = || pages.iter().copied().filter(|page| self.graph.page(*page).is_rendered());
        let total = rendered().count();
        let by = by.unwrap_or(0);
        let size = if by == 0 { total.max(1) } else { by };
        let count = total.div_ceil(size).max(1);
        let skip = size.saturating_mul(number.saturating_sub(1));
        let listed: Vec<PageId> = match reversed {
            true => rendered().rev().skip(skip).take(size).collect(),
            false => rendered().skip(skip).take(size).collect(),
        };
        let base = format!("{permalink}{path}{}", if path.is_empty() { "" } else { "/" });
        let pager = |number: usize| match number {
            1 => permalink.to_owned(),
            number => format!("{base}{number}/"),
        };

        let mut fields = Fields::with_capacity(10);
        fields.put("paginate_by", by);
        fields.put("base_url", base.as_str());
        fields.put("number_pagers", count);
        fields.put("first", permalink);
        fields.put("last", pager(count));
        fields.put("pages", self.list(&listed));
        fields.put("current_index", number);
        fields.put("total_pages", total);
        fields.put("previous", (number > 1).then(|| pager(number - 1)));
        fields.put("next", (number < count).then(|| pager(number + 1)));
        fields.into_value()
    }
}
