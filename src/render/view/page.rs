//! A page as templates see it (checklist VAR-3).

use tera::{Map, Value};

use super::Views;
use super::fields::{Fields, assets, texts, toc};
use crate::graph::{NodeId, PageId};

/// How many keys a page has, the neighbours included.
const KEYS: usize = 29;

impl Views {
    /// The page with its neighbours.
    pub(super) fn make_page(&self, id: PageId) -> Value {
        let page = self.graph.page(id);
        // Made once without neighbours, as its own neighbours show it: a copy shares all values.
        let mut map = self.neighbour(id).as_map().cloned().unwrap_or_default();
        // The keys are there already: their places in the order stay.
        map.insert("lower".into(), page.lower.map(|lower| self.neighbour(lower)).into());
        map.insert("higher".into(), page.higher.map(|higher| self.neighbour(higher)).into());
        Value::from(map)
    }

    /// Its keys, those of the neighbours null.
    pub(super) fn page_fields(&self, id: PageId) -> Map {
        let page = self.graph.page(id);
        let front = page.front();
        let place = &page.document.place;
        let node = NodeId::Page(id);
        let annotations = self.annotations.get(id.0 as usize);
        let body = self.site.as_ref().map(|site| site.page_body(id));
        let backlinks = self.site.as_ref().and_then(|site| site.page_backlinks.get(id.0 as usize));
        let day = front.date.as_ref().map(|date| date.day);

        let mut fields = Fields::with_capacity(KEYS + annotations.map_or(0, Vec::len));
        fields.put("relative_path", place.relative.as_str());
        fields.put("colocated_path", place.colocated.as_deref());
        fields.put("content", body.map_or_else(|| Value::from(""), |body| body.html.clone()));
        fields.put("permalink", page.permalink.as_str());
        fields.put("slug", page.slug.as_str());
        fields.put("ancestors", self.section_paths(&page.ancestors));
        fields.put("title", front.title.as_deref());
        fields.put("description", front.description.as_deref());
        fields.put("updated", front.updated.as_ref().map(|date| date.text.as_str()));
        fields.put("date", front.date.as_ref().map(|date| date.text.as_str()));
        fields.put("year", day.map(|day| i64::from(day.year())));
        fields.put("month", day.map(|day| i64::from(day.month())));
        fields.put("day", day.map(|day| i64::from(day.day())));
        fields.put("taxonomies", taxonomies(&front.taxonomies));
        fields.put("authors", texts(front.authors.iter().map(String::as_str)));
        fields.put("extra", front.extra.clone());
        fields.put("path", page.path.as_str());
        fields.put("components", texts(page.components.iter().map(String::as_str)));
        fields.put("summary", body.and_then(|body| body.summary.as_deref()));
        fields.put("toc", toc(body.map_or(&[], |body| &body.toc), self.config.dialect));
        fields.put("word_count", body.map(|body| body.word_count));
        fields.put("reading_time", body.map(|body| body.reading_time));
        fields.put("assets", assets(&page.assets));
        fields.put("draft", front.draft);
        fields.put("lang", self.code(place.language));
        fields.put("lower", Value::none());
        fields.put("higher", Value::none());
        fields.put("translations", self.translations(node));
        fields.put("backlinks", self.backlinks(backlinks));
        for (name, value) in annotations.into_iter().flatten() {
            fields.put(name, value.clone());
        }
        fields.into_map()
    }
}

fn taxonomies(taxonomies: &[(String, Vec<String>)]) -> Value {
    let one = |(name, terms): &(String, Vec<String>)| (name.clone().into(), texts(terms.iter().map(String::as_str)));
    Value::from(taxonomies.iter().map(one).collect::<Map>())
}
