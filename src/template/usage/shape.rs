//! What is known of the values templates start from: which hold documents, and where.
//!
//! Variables and fields: <https://www.getzola.org/documentation/templates/pages-sections/>, `…/taxonomies/`,
//! `…/pagination/`, `…/feeds/`, `…/sitemap/`; functions: `…/overview/`. What stands in no table may hold documents
//! anywhere.

use super::value::Value;

/// What a variable, a field of a document or a function's result is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// It holds no document.
    Plain,
    /// A document, or null.
    Document,
    /// A list of documents.
    Documents,
}

impl Shape {
    fn value(self) -> Value {
        match self {
            Shape::Plain => Value::PLAIN,
            Shape::Document => Value::DOCUMENT,
            Shape::Documents => Value::DOCUMENTS,
        }
    }
}

/// The shapes of what a layer above adds: names with what they stand for, sorted in no way.
///
/// A name has one meaning in all documents: a field that is plain in one must be so in each.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shapes {
    /// Variables of its own renders.
    pub variables: &'static [(&'static str, Shape)],
    /// Fields of documents, its own kinds of documents included.
    pub fields: &'static [(&'static str, Shape)],
    /// Results of functions.
    pub functions: &'static [(&'static str, Shape)],
}

impl Shapes {
    /// The variable a render may be given under that name; `None` for a name that is not known.
    pub(super) fn variable(&self, name: &str) -> Option<Value> {
        match name {
            "page" | "section" | "term" => Some(Value::OWN),
            "config" | "lang" | "current_url" | "current_path" | "zola_version" => Some(Value::PLAIN),
            "feed_url" | "last_updated" | "sitemaps" | "url" | "id" | "level" => Some(Value::PLAIN),
            "taxonomy" | "paginator" => Some(Value::DOCUMENT),
            "pages" | "terms" | "entries" => Some(Value::DOCUMENTS),
            _ => found(self.variables, name),
        }
    }

    /// A field of a document.
    pub(super) fn field(&self, name: &str) -> Value {
        match name {
            // Of pages and sections.
            "relative_path" | "colocated_path" | "content" | "permalink" | "slug" | "ancestors" | "title"
            | "description" | "updated" | "date" | "year" | "month" | "day" | "taxonomies" | "authors" | "extra"
            | "path" | "components" | "summary" | "toc" | "word_count" | "reading_time" | "assets" | "draft"
            | "lang" | "translations" | "backlinks" | "subsections" | "generate_feeds" | "transparent" => Value::PLAIN,
            "lower" | "higher" => Value::DOCUMENT,
            "pages" => Value::DOCUMENTS,
            // Of terms and taxonomies.
            "name" | "page_count" | "kind" | "feed" | "render" => Value::PLAIN,
            "items" => Value::DOCUMENTS,
            // Of paginators.
            "paginate_by" | "paginate_path" | "paginate_reversed" | "base_url" | "number_pagers" | "first" | "last"
            | "current_index" | "total_pages" | "previous" | "next" => Value::PLAIN,
            _ => found(self.fields, name).unwrap_or(Value::UNKNOWN),
        }
    }

    /// What a function gives.
    pub(super) fn function(&self, name: &str) -> Value {
        match name {
            "get_url" | "get_taxonomy_url" | "get_hash" | "trans" | "resize_image" | "get_image_metadata"
            | "load_data" | "text_direction" | "range" | "get_random" | "throw" | "super" => Value::PLAIN,
            "get_page" | "get_section" | "get_taxonomy" | "get_taxonomy_term" => Value::DOCUMENT,
            "now" => Value::NOW,
            _ => found(self.functions, name).unwrap_or(Value::UNKNOWN),
        }
    }
}

fn found(table: &[(&str, Shape)], name: &str) -> Option<Value> {
    table.iter().find(|(known, _)| *known == name).map(|(_, shape)| shape.value())
}
