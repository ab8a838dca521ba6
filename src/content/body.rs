//! What compiling a document's body yields: HTML and what was found on the way. Data only.

use std::ops::Range;

use tera::Value;

/// A heading of the table of contents (checklist CNT-4). Its address is the document's with `#id`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its id, unique in the document.
    pub id: String,
    /// Its text, without markup.
    pub title: String,
    /// The deeper headings that follow.
    pub children: Vec<Heading>,
}

/// What an internal link points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkTarget {
    /// The content file, from `content/`; the document itself for `#anchor`.
    pub path: String,
    /// The anchor, without `#`.
    pub anchor: Option<String>,
}

/// A link to another content file, with its place for diagnostics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InternalLink {
    /// What it points at.
    pub target: LinkTarget,
    /// The link's bytes in the source file; none where templating moved the text.
    pub span: Option<Range<usize>>,
}

/// A compiled body.
#[derive(Clone, Debug)]
pub struct Body {
    /// The HTML, as a shared string that templates get without a copy.
    pub html: Value,
    /// The HTML before `<!-- more -->`, if there is one.
    pub summary: Option<String>,
    /// The headings, nested.
    pub toc: Vec<Heading>,
    /// Every id in the HTML that a link may point at.
    pub anchors: Vec<String>,
    /// Links to content files and to the document's own anchors.
    pub internal_links: Vec<InternalLink>,
    /// Links to other sites, with their places as in `InternalLink`.
    pub external_links: Vec<(String, Option<Range<usize>>)>,
    /// Words (checklist CNT-2).
    pub word_count: usize,
    /// Minutes (checklist CNT-3).
    pub reading_time: usize,
}

impl Body {
    /// The body of a document without text.
    pub fn empty() -> Body {
        Body {
            html: Value::safe_string(""),
            summary: None,
            toc: Vec::new(),
            anchors: Vec::new(),
            internal_links: Vec::new(),
            external_links: Vec::new(),
            word_count: 0,
            reading_time: 0,
        }
    }
}
