//! A paginator as templates see it (checklist PGN-1 to PGN-4).

use tera::Value;

use super::Seen;
use super::fields::Fields;
use crate::config::Dialect;
use crate::graph::PageId;
use crate::plan::{PagerOf, Pagination, pager_path, pagination};

impl Seen<'_> {
    /// A paginator: pager `number` (from 1) of what `of` divides, cut as the plan cuts it. What is not divided has a
    /// single pager.
    pub fn paginator(&self, of: PagerOf, number: usize) -> Value {
        let (permalink, all) = match of {
            PagerOf::Section(id) => {
                let section = self.views.graph.section(id);
                (section.permalink.as_str(), &section.pages)
            }
            PagerOf::Term(id) => {
                let term = self.views.graph.term(id);
                (term.permalink.as_str(), &term.pages)
            }
        };
        let whole = Pagination { by: all.len().max(1), path: "", reversed: false, pages: all };
        let cut = pagination(&self.views.graph, of).unwrap_or(whole);
        let count = cut.count();
        let pages: Vec<PageId> = cut.pages_of(number).collect();
        // Pages that are not rendered are listed, but only V1 counts them (PGN-4).
        let counted =
            |page: &&PageId| self.views.config.dialect == Dialect::V1 || self.views.graph.page(**page).is_rendered();
        let totals = match of {
            PagerOf::Section(id) => &self.views.section_totals[id.0 as usize],
            PagerOf::Term(id) => &self.views.term_totals[id.0.0 as usize][id.1 as usize],
        };
        let total = *totals.get_or_init(|| all.iter().filter(counted).count());
        let path = cut.path.trim_matches('/');
        let base = if path.is_empty() { permalink.to_owned() } else { format!("{permalink}{path}/") };
        let pager = |number: usize| match number {
            1 => permalink.to_owned(),
            number => pager_path(permalink, cut.path, number),
        };

        let mut fields = Fields::with_capacity(10);
        fields.put("paginate_by", cut.by);
        fields.put("base_url", base);
        fields.put("number_pagers", count);
        fields.put("first", permalink);
        fields.put("last", pager(count));
        fields.put("pages", self.list(&pages));
        fields.put("current_index", number);
        fields.put("total_pages", total);
        fields.put("previous", (number > 1).then(|| pager(number - 1)));
        fields.put("next", (number < count).then(|| pager(number + 1)));
        fields.into_value()
    }
}
