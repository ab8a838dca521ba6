//! A section as templates see it (checklist VAR-4).

use tera::Value;

use super::fields::{Fields, assets, texts, toc};
use super::{Seen, Views};
use crate::config::Dialect;
use crate::graph::{NodeId, SectionId};
use crate::path::as_address;

impl Seen<'_> {
    pub(super) fn make_section(&self, id: SectionId, pages: bool) -> Value {
        let views = self.views;
        let section = views.graph.section(id);
        let front = section.front();
        let place = &section.document.place;
        let body = views.site.as_ref().map(|site| site.section_body(id));
        let backlinks = views.site.as_ref().and_then(|site| site.section_backlinks.get(id.0 as usize));

        let mut fields = Fields::with_capacity(28);
        fields.put("relative_path", place.relative.as_str());
        fields.put("colocated_path", place.colocated.as_deref());
        fields.put("content", body.map_or_else(|| Value::from(""), |body| body.html.clone()));
        fields.put("permalink", section.permalink.as_str());
        fields.put("draft", front.draft);
        fields.put("ancestors", views.section_paths(&section.ancestors));
        fields.put("title", front.title.as_deref());
        fields.put("description", front.description.as_deref());
        fields.put("extra", front.extra.clone());
        fields.put("path", &*as_address(&section.path));
        fields.put("components", texts(section.components.iter().map(String::as_str)));
        fields.put("toc", toc(body.map_or(&[], |body| &body.toc), &section.permalink, views.config.dialect));
        fields.put("word_count", body.map(|body| body.word_count));
        fields.put("reading_time", body.map(|body| body.reading_time));
        fields.put("lang", views.code(place.language));
        fields.put("assets", assets(&section.assets));
        fields.put("pages", self.list(if pages { &section.pages } else { &[] }));
        fields.put("subsections", views.section_paths(&section.subsections));
        fields.put("translations", views.translations(NodeId::Section(id)));
        fields.put("backlinks", views.backlinks(backlinks));
        fields.put("generate_feeds", front.generate_feeds);
        fields.put("transparent", front.transparent);
        fields.put("paginate_by", front.paginate_by);
        fields.put("paginate_reversed", front.paginate_reversed);
        fields.put("aliases", texts(front.aliases.iter().map(String::as_str)));
        if views.config.dialect == Dialect::V2 {
            fields.put("lower", section.lower.map(|id| neighbour(views, id)));
            fields.put("higher", section.higher.map(|id| neighbour(views, id)));
        }
        fields.into_value()
    }
}

/// A section as those before and after it show it: without neighbours of its own, its body and its pages.
fn neighbour(views: &Views, id: SectionId) -> Value {
    let section = views.graph.section(id);
    let front = section.front();
    let place = &section.document.place;
    let mut fields = Fields::with_capacity(14);
    fields.put("relative_path", place.relative.as_str());
    fields.put("colocated_path", place.colocated.as_deref());
    fields.put("permalink", section.permalink.as_str());
    fields.put("draft", front.draft);
    fields.put("ancestors", views.section_paths(&section.ancestors));
    fields.put("title", front.title.as_deref());
    fields.put("description", front.description.as_deref());
    fields.put("extra", front.extra.clone());
    fields.put("path", &*as_address(&section.path));
    fields.put("components", texts(section.components.iter().map(String::as_str)));
    fields.put("lang", views.code(place.language));
    fields.put("subsections", views.section_paths(&section.subsections));
    fields.put("lower", None::<&str>);
    fields.put("higher", None::<&str>);
    fields.into_value()
}
