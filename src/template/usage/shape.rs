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
    /// The render's own document.
    Own,
    /// A document, or null.
    Document,
    /// A list of documents.
    Documents,
    /// The moment of the build.
    Moment,
}

impl Shape {
    pub(super) fn value(self) -> Value {
        match self {
            Shape::Plain => Value::PLAIN,
            Shape::Own => Value::OWN,
            Shape::Document => Value::DOCUMENT,
            Shape::Documents => Value::DOCUMENTS,
            Shape::Moment => Value::NOW,
        }
    }
}

/// The shapes of what a layer above adds, by name.
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
    pub fn variable(&self, name: &str) -> Option<Shape> {
        Some(match name {
            "page" | "section" | "term" => Shape::Own,
            "config" | "lang" | "current_url" | "current_path" | "zola_version" => Shape::Plain,
            "feed_url" | "last_updated" | "sitemaps" | "url" | "url_in_script" | "id" | "level" => Shape::Plain,
            "taxonomy" | "paginator" => Shape::Document,
            "pages" | "terms" | "entries" => Shape::Documents,
            _ => return found(self.variables, name),
        })
    }

    /// A field of a document: a page, section, taxonomy, term, paginator, or what the layer counts as one.
    pub fn field(&self, name: &str) -> Option<Shape> {
        Some(match name {
            "relative_path" | "colocated_path" | "content" | "permalink" | "slug" | "ancestors" | "title"
            | "description" | "updated" | "date" | "year" | "month" | "day" | "taxonomies" | "authors" | "extra"
            | "path" | "components" | "summary" | "toc" | "word_count" | "reading_time" | "assets" | "draft"
            | "lang" | "translations" | "backlinks" | "subsections" | "generate_feeds" | "transparent" | "aliases" => {
                Shape::Plain
            }
            "lower" | "higher" => Shape::Document,
            "pages" => Shape::Documents,
            // Of terms and taxonomies.
            "name" | "page_count" | "kind" | "feed" | "render" => Shape::Plain,
            "items" => Shape::Documents,
            // Of paginators.
            "paginate_by" | "paginate_path" | "paginate_reversed" | "base_url" | "number_pagers" | "first" | "last"
            | "current_index" | "total_pages" | "previous" | "next" => Shape::Plain,
            _ => return found(self.fields, name),
        })
    }

    /// What a function gives.
    pub fn function(&self, name: &str) -> Option<Shape> {
        Some(match name {
            "get_url" | "get_taxonomy_url" | "get_hash" | "trans" | "resize_image" | "get_image_metadata"
            | "get_qr_code" | "fit_pictures" | "load_data" | "text_direction" | "get_env" | "range" | "get_random"
            | "throw" | "super" => Shape::Plain,
            "get_page" | "get_section" | "get_taxonomy" | "get_taxonomy_term" => Shape::Document,
            "now" => Shape::Moment,
            _ => return found(self.functions, name),
        })
    }
}

fn found(table: &[(&str, Shape)], name: &str) -> Option<Shape> {
    table.iter().find(|(known, _)| *known == name).map(|(_, shape)| *shape)
}
