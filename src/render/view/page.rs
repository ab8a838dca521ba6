//! A page as templates see it (checklist VAR-3).

use jiff::civil::Date;
use tera::value::Key;
use tera::{Map, Value};

use super::fields::{assets, map, texts, toc};
use super::{PageShape, Seen, Views};
use crate::content::{Body, PageFront, Place};
use crate::graph::{NodeId, Page, PageId};
use crate::path::as_address;
use crate::template::Fields;

/// How a key's value is made.
type Make = for<'a> fn(&Facts<'a>) -> Value;

/// A key of pages.
pub(super) type Field = (&'static str, Make);

/// The keys of a page, in their order.
const FIELDS: [Field; 30] = [
    ("relative_path", |of| of.place.relative.as_str().into()),
    ("colocated_path", |of| of.place.colocated.as_deref().into()),
    ("content", |of| of.body().map_or_else(|| Value::from(""), |body| body.html.clone())),
    ("permalink", |of| of.page.permalink.as_str().into()),
    ("slug", |of| of.page.slug.as_str().into()),
    ("ancestors", |of| of.views.section_paths(&of.page.ancestors)),
    ("title", |of| of.front.title.as_deref().into()),
    ("description", |of| of.front.description.as_deref().into()),
    ("updated", |of| of.front.updated.as_ref().map(|date| date.text.as_str()).into()),
    ("date", |of| of.front.date.as_ref().map(|date| date.text.as_str()).into()),
    ("year", |of| of.day().map(|day| i64::from(day.year())).into()),
    ("month", |of| of.day().map(|day| i64::from(day.month())).into()),
    ("day", |of| of.day().map(|day| i64::from(day.day())).into()),
    ("taxonomies", |of| of.views.taxonomies(&of.front.taxonomies)),
    ("authors", |of| texts(of.front.authors.iter().map(String::as_str))),
    ("extra", |of| of.front.extra.clone()),
    ("path", |of| (&*as_address(&of.page.path)).into()),
    ("components", |of| texts(of.page.components.iter().map(String::as_str))),
    ("summary", |of| of.body().and_then(|body| body.summary.as_deref()).into()),
    ("toc", |of| toc(of.body().map_or(&[], |body| &body.toc), &of.page.permalink, of.views.config.dialect)),
    ("word_count", |of| of.body().map(|body| body.word_count).into()),
    ("reading_time", |of| of.body().map(|body| body.reading_time).into()),
    ("assets", |of| assets(&of.page.assets)),
    ("draft", |of| of.front.draft.into()),
    ("lang", |of| of.views.code(of.place.language).into()),
    ("lower", |_| Value::none()),
    ("higher", |_| Value::none()),
    ("translations", |of| of.views.translations(NodeId::Page(of.id))),
    ("aliases", |of| texts(of.front.aliases.iter().map(String::as_str))),
    ("backlinks", |of| {
        of.views.backlinks(of.views.site.as_ref().and_then(|site| site.page_backlinks.get(of.id.0 as usize)))
    }),
];

/// The keys that hold the pages before and after.
const NEIGHBOURS: [&str; 2] = ["lower", "higher"];

/// What values are made of.
pub(super) struct Facts<'a> {
    views: &'a Views,
    id: PageId,
    page: &'a Page,
    front: &'a PageFront,
    place: &'a Place,
}

impl<'a> Facts<'a> {
    /// Its body. One that is kept from the last build is read when it is first looked at.
    fn body(&self) -> Option<&'a Body> {
        self.views.site.as_ref().map(|site| &**site.page_body(self.id))
    }

    /// Whether the key below `extra` may be true for a template; what else is true than `true` differs between the dialects.
    fn may_be_true(&self, key: &Key<'static>) -> bool {
        let value = self.front.extra.as_map().and_then(|extra| extra.get(key));
        value.is_some_and(|value| !value.is_none() && value.as_bool() != Some(false))
    }

    fn day(&self) -> Option<Date> {
        self.front.date.as_ref().map(|date| date.day)
    }
}

/// The keys that are among `shown`.
pub(super) fn fields(shown: &Fields) -> Vec<Field> {
    FIELDS.into_iter().filter(|(name, _)| shown.uses(name)).collect()
}

impl Seen<'_> {
    /// The page as its own template sees it.
    pub(super) fn make_own_page(&self, id: PageId) -> Value {
        let page = self.views.graph.page(id);
        // What other templates see of it too is made once.
        let of_own = &self.made.of_own;
        let shared = of_own.iter().any(Option::is_some).then(|| self.neighbour(id));
        let shared = shared.as_ref().and_then(Value::as_map);
        let facts = self.facts(id);
        let fields = self.views.own.fields.iter().zip(of_own).zip(&self.views.own_guards);
        let fields = fields.filter_map(|(((name, make), place), guards)| {
            if !guards.is_empty() && !guards.iter().any(|key| facts.may_be_true(key)) {
                return None;
            }
            let known = place.and_then(|place| shared?.get_index(place));
            let value = match *name {
                "lower" => self.maybe_neighbour(page.lower),
                "higher" => self.maybe_neighbour(page.higher),
                _ => known.map_or_else(|| make(&facts), |(_, value)| value.clone()),
            };
            Some((*name, value))
        });
        map(fields.chain(self.annotated(id, &self.views.own)))
    }

    /// The page with its neighbours, as other templates see it.
    pub(super) fn make_page(&self, id: PageId) -> Value {
        // Made once without neighbours, as its own neighbours show it: a copy shares all values.
        let alone = self.neighbour(id);
        if !NEIGHBOURS.iter().any(|name| self.made.shape.shown.uses(name)) {
            return alone;
        }
        let page = self.views.graph.page(id);
        let mut map = alone.as_map().cloned().unwrap_or_default();
        for (name, neighbour) in NEIGHBOURS.into_iter().zip([page.lower, page.higher]) {
            if self.made.shape.shown.uses(name) {
                // The key is there already: its place in the order stays.
                map.insert(name.into(), self.maybe_neighbour(neighbour));
            }
        }
        Value::from(map)
    }

    /// The page as its neighbours show it, without neighbours of its own.
    pub(super) fn make_neighbour(&self, id: PageId) -> Value {
        let shape = &self.made.shape;
        let facts = self.facts(id);
        let fields = shape.fields.iter().map(|(name, make)| (*name, make(&facts)));
        map(fields.chain(self.annotated(id, shape)))
    }

    fn facts(&self, id: PageId) -> Facts<'_> {
        let page = self.views.graph.page(id);
        Facts { views: self.views, id, page, front: page.front(), place: &page.document.place }
    }

    /// The further keys, from layers above.
    fn annotated<'a>(&'a self, id: PageId, shape: &'a PageShape) -> impl Iterator<Item = (&'static str, Value)> + 'a {
        let annotations = self.views.annotations.get(id.0 as usize).into_iter().flatten();
        let annotations = annotations.filter(|(name, _)| shape.shown.uses(name));
        annotations.map(|(name, value)| (*name, value.clone()))
    }

    fn maybe_neighbour(&self, neighbour: Option<PageId>) -> Value {
        neighbour.map(|neighbour| self.neighbour(neighbour)).into()
    }
}

impl Views {
    /// Terms by the names of their taxonomies.
    fn taxonomies(&self, taxonomies: &[(String, Vec<String>)]) -> Value {
        let mut map = Map::with_capacity(taxonomies.len());
        for (name, terms) in taxonomies {
            let known = self.taxonomy_keys.iter().find(|key| key.as_str() == Some(name.as_str()));
            let key = known.cloned().unwrap_or_else(|| Key::from(name.clone()));
            map.insert(key, texts(terms.iter().map(String::as_str)));
        }
        Value::from(map)
    }
}
