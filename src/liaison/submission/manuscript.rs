//! An entry made ready to be sent: its text as an article with its pictures found, and who wrote and reviewed it.

use jiff::civil::Date;
use percent_encoding::percent_decode_str;
use tera::Map;

use super::article::{Article, Block, Picture};
use super::code::{ATTACHMENT_MISSING, LEFT_OUT, PHOTO_MISSING, PHOTO_REMOTE};
use super::numbering::number;
use super::preset::REVIEWS;
use super::read_html;
use crate::asset::image::Want;
use crate::config::Config;
use crate::content::{Body, Document};
use crate::diagnostic::{Diagnostic, Sink};
use crate::graph::{PageId, SiteGraph};
use crate::liaison::entry::{Entry, beside, tables, text, value};
use crate::path::SourcePath;
use crate::source::SourceTree;

/// What is attached to an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Its title.
    pub title: String,
    /// Its file.
    pub file: SourcePath,
}

/// An entry to be sent.
#[derive(Clone, Debug)]
pub struct Manuscript {
    /// The entry.
    pub entry: Entry,
    /// Its text.
    pub article: Article,
    /// The unit that sends it.
    pub unit: String,
    /// Who wrote it; empty if it does not say.
    pub author: String,
    /// Who took its photos; empty if it does not say.
    pub photographer: String,
    /// Who reviewed it, in the order of `REVIEWS`; empty where it does not say.
    pub reviewers: [String; 3],
    /// The day of the review, as written.
    pub reviewed: String,
    /// What is attached.
    pub attachments: Vec<Attachment>,
}

/// Where a manuscript's parts come from.
pub struct Desk<'a> {
    /// The documents.
    pub graph: &'a SiteGraph,
    /// Its settings.
    pub config: &'a Config,
    /// Its files.
    pub sources: &'a SourceTree,
    /// The smaller pictures the texts asked for, by which their originals are found.
    pub wants: &'a [Want],
    /// The unit where an entry names none.
    pub unit: &'a str,
    /// Where mistakes go.
    pub sink: &'a Sink,
}

impl Desk<'_> {
    /// The manuscript of an entry that is the page `page` with this body.
    pub fn manuscript(&self, entry: &Entry, page: PageId, body: &Body) -> Manuscript {
        let graph = self.graph;
        let document = &graph.page(page).document;
        let empty = Map::default();
        let extra = entry.extra().unwrap_or(&empty);
        let said = |key| text(extra, key).map(str::trim).unwrap_or_default().to_owned();
        let permalink = &graph.page(page).permalink;
        let mut article = read_html(&entry.title, body.html.as_str().unwrap_or_default(), permalink);
        self.find_pictures(&mut article, document, permalink);
        self.join_front_matter(&mut article, extra, document);
        number(&mut article.blocks);
        let photographer = said("photographer");
        for picture in
            article.pictures.iter_mut().filter(|picture| picture.credit.is_empty() && !photographer.is_empty())
        {
            picture.credit = credit(&photographer);
        }
        if !article.left_out.is_empty() {
            let what = article.left_out.join("、");
            self.sink.push(Diagnostic::new(&LEFT_OUT).arg("what", what).in_file(&entry.path));
        }
        let reviews = value(extra, "reviewers").and_then(tera::Value::as_map);
        let reviewer = |key| reviews.and_then(|table| text(table, key)).map(str::trim).unwrap_or_default().to_owned();
        let source = said("source");
        Manuscript {
            article,
            unit: if source.is_empty() { self.unit.to_owned() } else { source },
            author: said("author"),
            photographer,
            reviewers: REVIEWS.map(|review| reviewer(review.key)),
            reviewed: reviewer("on"),
            attachments: self.attachments(extra, document),
            entry: entry.clone(),
        }
    }

    /// Finds the files of an article's pictures. One that is nowhere is told and stays without.
    fn find_pictures(&self, article: &mut Article, document: &Document, permalink: &str) {
        for picture in &mut article.pictures {
            picture.file = self.find(&picture.address, document, permalink);
            if picture.file.is_some() {
                continue;
            }
            let outside = !picture.address.starts_with(self.config.base_url.trim_end_matches('/'));
            let (code, file) = match outside {
                true => (&PHOTO_REMOTE, picture.address.clone()),
                false => (&PHOTO_MISSING, name_of(&picture.address)),
            };
            let place = document.source.text.find(&file).map(|at| at..at + file.len());
            let diagnostic = Diagnostic::new(code).arg("file", &file);
            self.sink.push(match place {
                Some(span) => diagnostic.at(&document.source, span),
                None => diagnostic.in_file(&document.source.path),
            });
        }
    }

    /// The file behind a picture's address: beside the entry, in `content/` or `static/`, or what a smaller copy was made of.
    fn find(&self, address: &str, document: &Document, permalink: &str) -> Option<SourcePath> {
        let address = address.split(['?', '#']).next().unwrap_or_default();
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let folder = document.place.file.parent();
        let mut places = Vec::new();
        if let Some(rest) = address.strip_prefix(permalink) {
            places.extend(beside(folder, &decoded(rest)));
        }
        if let Some(rest) = address.strip_prefix(self.config.base_url.trim_end_matches('/')) {
            let path = decoded(rest.trim_start_matches('/'));
            if let Some(want) = self.wants.iter().find(|want| want.route.as_str() == path) {
                return Some(want.source.clone());
            }
            let theme = self.config.theme.as_ref().map(|theme| format!("themes/{theme}/static/{path}"));
            let roots = [Some(format!("content/{path}")), Some(format!("static/{path}")), theme];
            places.extend(roots.into_iter().flatten().filter_map(|path| SourcePath::new(&path)));
        }
        places.into_iter().find(|path| self.sources.exists(path))
    }

    /// Gives the pictures what `extra.images` says of them; those that do not stand in the text follow it.
    fn join_front_matter(&self, article: &mut Article, extra: &Map, document: &Document) {
        let folder = document.place.file.parent();
        for image in tables(extra, "images") {
            let Some(file) = text(image, "file").and_then(|name| beside(folder, name)) else { continue };
            let said = |key| text(image, key).map(str::trim).unwrap_or_default().to_owned();
            let at = article.pictures.iter().position(|picture| picture.file.as_ref() == Some(&file));
            let at = at.unwrap_or_else(|| {
                article.pictures.push(Picture { file: Some(file), ..Picture::default() });
                article.blocks.push(Block::Figure(article.pictures.len() - 1));
                article.pictures.len() - 1
            });
            let picture = &mut article.pictures[at];
            for (key, part) in
                [("alt", &mut picture.alt), ("caption", &mut picture.caption), ("credit", &mut picture.credit)]
            {
                let said = said(key);
                if !said.is_empty() {
                    *part = said;
                }
            }
        }
        // A member's portrait.
        if let Some(file) = text(extra, "photo").and_then(|name| beside(folder, name))
            && article.pictures.iter().all(|picture| picture.file.as_ref() != Some(&file))
        {
            article.pictures.push(Picture { file: Some(file), alt: article.title.clone(), ..Picture::default() });
            article.blocks.push(Block::Figure(article.pictures.len() - 1));
        }
    }

    fn attachments(&self, extra: &Map, document: &Document) -> Vec<Attachment> {
        let folder = document.place.file.parent();
        let mut found = Vec::new();
        for (at, table) in tables(extra, "attachments").enumerate() {
            let Some(name) = text(table, "file") else { continue };
            match beside(folder, name).filter(|file| self.sources.exists(file)) {
                Some(file) => {
                    let title = text(table, "title").map_or_else(|| file.file_stem().to_owned(), str::to_owned);
                    found.push(Attachment { title, file });
                }
                None => {
                    let path = format!("extra.attachments.{at}.file");
                    let span = document.matter.locate(&document.source.text, &path);
                    self.sink.push(Diagnostic::new(&ATTACHMENT_MISSING).arg("file", name).at(&document.source, span));
                }
            }
        }
        found
    }
}

/// How a photographer is named under a photo.
fn credit(photographer: &str) -> String {
    if photographer.contains('摄') { photographer.to_owned() } else { format!("{photographer} 摄") }
}

fn name_of(address: &str) -> String {
    let name = address.rsplit('/').next().unwrap_or(address);
    percent_decode_str(name).decode_utf8_lossy().into_owned()
}

impl Manuscript {
    /// The day it happened.
    pub fn date(&self) -> Option<Date> {
        self.entry.date
    }
}
