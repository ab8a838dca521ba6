//! All that rendering one text needs to know of its surroundings.

use std::ops::Range;

use tera::Value;

use crate::config::{AnchorPlace, Config};
use crate::content::LanguageId;
use crate::diagnostic::{Diagnostic, Sink, SourceText};
use crate::graph::{NodeId, SiteGraph};
use crate::template::{Engine, Variables};

use super::highlight::Highlighter;
use super::shortcode::{Inserts, text_of};

/// The templates that HTML of Markdown is made with.
pub trait Snippets {
    /// The anchor link of a heading: `anchor-link.html`.
    fn anchor_link(&self, id: &str, level: u8, language: &str) -> Result<String, Diagnostic>;

    /// What stands for the rest of a paragraph that the summary cuts: `summary-cutoff.html`.
    fn cutoff(&self, summary: &str, language: &str) -> Result<String, Diagnostic>;
}

impl Snippets for Engine {
    fn anchor_link(&self, id: &str, level: u8, language: &str) -> Result<String, Diagnostic> {
        let variables = vec![
            ("id", Value::normal_string(id)),
            ("level", Value::from(u64::from(level))),
            ("lang", Value::normal_string(language)),
        ];
        rendered(self, "anchor-link.html", &variables)
    }

    fn cutoff(&self, summary: &str, language: &str) -> Result<String, Diagnostic> {
        let variables = vec![("summary", Value::safe_string(summary)), ("lang", Value::normal_string(language))];
        rendered(self, "summary-cutoff.html", &variables)
    }
}

fn rendered(engine: &Engine, name: &str, variables: &Variables) -> Result<String, Diagnostic> {
    let mut out = Vec::new();
    engine.render(name, variables, &mut out)?;
    Ok(text_of(out))
}

/// Where the engine is not at hand: the built-in cut-off and no anchor links.
pub struct NoSnippets;

impl Snippets for NoSnippets {
    fn anchor_link(&self, _: &str, _: u8, _: &str) -> Result<String, Diagnostic> {
        Ok(String::new())
    }

    fn cutoff(&self, _: &str, _: &str) -> Result<String, Diagnostic> {
        Ok("&hellip;".to_owned())
    }
}

/// Where a rendered text comes from.
#[derive(Clone, Debug)]
pub enum Places {
    /// It is the body as written.
    Verbatim,
    /// From a template: nobody knows.
    Unknown,
    /// The body as written in these stretches, each with where it starts in the file; other text lies between them.
    Stretches(Vec<(Range<usize>, usize)>),
}

/// The surroundings of a text.
pub struct Setup<'a> {
    /// The settings.
    pub config: &'a Config,
    /// The documents links point at.
    pub graph: &'a SiteGraph,
    /// Colours of code.
    pub highlighter: &'a Highlighter,
    /// The document the text belongs to; relative links are resolved from its address.
    pub node: Option<NodeId>,
    /// The language of the text.
    pub language: LanguageId,
    /// Where headings carry anchor links.
    pub anchors: AnchorPlace,
    /// The templates.
    pub snippets: &'a dyn Snippets,
    /// The file the text is from.
    pub source: Option<&'a SourceText>,
    /// The bytes of the body in `source`.
    pub body: Range<usize>,
    /// Where places in the text are in the file.
    pub places: Places,
    /// HTML that is put where its marks stand in the text.
    pub inserts: &'a Inserts,
    /// Where problems are told.
    pub sink: &'a Sink,
}

impl Setup<'_> {
    /// The address relative links start from.
    pub fn permalink(&self) -> Option<&str> {
        self.node.map(|node| self.graph.permalink(node))
    }

    /// The code of the language.
    pub fn language_code(&self) -> &str {
        let language = self.config.languages.get(usize::from(self.language.0));
        language.map_or("", |language| language.code.as_str())
    }

    /// Place `span` of the text as a place in the file, if it is known.
    pub fn place(&self, span: Range<usize>) -> Option<Range<usize>> {
        match &self.places {
            Places::Verbatim => Some(self.body.start + span.start..self.body.start + span.end),
            Places::Unknown => None,
            Places::Stretches(stretches) => {
                let index = stretches.partition_point(|(made, _)| made.end <= span.start);
                let (first, from) = stretches.get(index).filter(|(made, _)| made.start <= span.start)?;
                let last = stretches[index..].iter().rfind(|(made, _)| made.start < span.end);
                let (made, to) = last.unwrap_or(&stretches[index]);
                Some(from + span.start - first.start..to + span.end.clamp(made.start, made.end) - made.start)
            }
        }
    }

    /// Puts the file and the place into `diagnostic`: the bytes `span` where known, else the one place of the body
    /// that reads `word`, else the file.
    pub fn located(&self, diagnostic: Diagnostic, span: Range<usize>, word: &str) -> Diagnostic {
        let Some(source) = self.source else { return diagnostic.arg("file", "template") };
        let diagnostic = diagnostic.arg("file", &source.path);
        match self.place(span).or_else(|| only_place(source, self.body.clone(), word)) {
            Some(span) => diagnostic.at(source, span),
            None => diagnostic.in_file(&source.path),
        }
    }
}

/// Where `word` stands in the body, if it stands there once.
pub fn only_place(source: &SourceText, body: Range<usize>, word: &str) -> Option<Range<usize>> {
    let text = source.text.get(body.clone())?;
    let mut found = text.match_indices(word).filter(|_| !word.is_empty());
    let (at, _) = found.next()?;
    found.next().is_none().then(|| body.start + at..body.start + at + word.len())
}

#[cfg(test)]
mod tests {
    use crate::markdown::testing::Bench;

    #[test]
    fn stretches_lead_to_places_in_the_file() {
        let bench = Bench { stretches: Some(vec![(0..3, 7), (5..9, 20)]), ..Bench::default() };
        let places = [0..2, 1..3, 1..7, 4..5, 5..9, 2..9, 1..4].map(|span| bench.place(span));
        assert_eq!(places, [Some(7..9), Some(8..10), Some(8..22), None, Some(20..24), Some(9..24), Some(8..10)]);
    }
}
