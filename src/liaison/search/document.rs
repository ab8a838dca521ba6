//! What can be found: the public pages of a language, oldest first, so that a new one changes no other's number.

use std::sync::OnceLock;

use jiff::civil::Date;
use regex::Regex;

use crate::config::Config;
use crate::content::LanguageId;
use crate::fingerprint::Fingerprint;
use crate::graph::{PageId, Site, SiteGraph};
use crate::liaison::entry::{tables, text};
use crate::liaison::group::Group;
use crate::render::{TextFor, plain_text};

/// A page that can be found; its body is looked at only when its text is asked for.
#[derive(Debug)]
pub struct Document {
    /// Its page.
    pub page: PageId,
    /// Its title; its address's last part where it has none.
    pub title: String,
    /// Its address below the base URL.
    pub path: String,
    /// Its day.
    pub date: Option<Date>,
    /// Which of the kinds it is, counted from 1; 0 for none.
    pub kind: usize,
    /// The members named in it, as indices into the group's.
    pub members: Vec<usize>,
    /// What a reader sees of it beside its body: facts, captions.
    beside: String,
    /// All it is made of but its body.
    pub print: Fingerprint,
}

/// The pages of a language that can be found, in the order of their days.
pub fn documents(group: &Group, graph: &SiteGraph, config: &Config, language: LanguageId) -> Vec<Document> {
    let base = config.base_url.trim_end_matches('/');
    let pages = graph.pages.iter().enumerate().filter(|(_, page)| {
        let own = page.section.is_none_or(|own| graph.section(own).front().in_search_index);
        page.language() == language && page.is_rendered() && page.front().in_search_index && own
    });
    let mut documents: Vec<Document> = pages
        .map(|(at, page)| {
            let id = PageId(at as u32);
            let front = page.front();
            let entry = group.entry_of(id);
            let title = front.title.as_deref().filter(|title| !title.trim().is_empty()).unwrap_or(&page.slug);
            let kinds = &group.settings.kinds.all;
            let kind = entry.and_then(|entry| kinds.iter().position(|kind| kind.id == entry.entry.kind.id));
            let named = entry.into_iter().flat_map(|entry| &entry.entry.members);
            let mut members: Vec<usize> =
                named.filter_map(|id| group.members.iter().position(|member| member.id == *id)).collect();
            // A member's own page is found under the member too.
            members.extend(group.members.iter().position(|member| member.page == id));
            members.sort_unstable();
            members.dedup();
            let mut beside = String::new();
            for fact in entry.into_iter().flat_map(|entry| &entry.entry.facts) {
                beside.push_str(&format!("{} ", fact.value));
            }
            let extra = front.extra.as_map().filter(|_| entry.is_some());
            for caption in
                extra.into_iter().flat_map(|extra| tables(extra, "images")).filter_map(|one| text(one, "caption"))
            {
                beside.push_str(&format!("{caption} "));
            }
            let path = page.permalink.strip_prefix(base).unwrap_or(&page.permalink);
            let date = entry.and_then(|entry| entry.entry.date).or(front.date.as_ref().map(|date| date.day));
            let path = path.trim_start_matches('/').to_owned();
            let print = Fingerprint::of(format!("{title}\0{path}\0{date:?} {kind:?} {members:?}\0{beside}").as_bytes());
            let kind = kind.map_or(0, |kind| kind + 1);
            Document { page: id, title: one_line(title), path, date, kind, members, beside: one_line(&beside), print }
        })
        .collect();
    documents.sort_by(|a, b| (a.date, &a.path).cmp(&(b.date, &b.path)));
    documents
}

impl Document {
    /// The year of its day; 0 for none.
    pub fn year(&self) -> i16 {
        self.date.map_or(0, Date::year)
    }

    /// Its text: the title, and all the rest, each ending its line.
    pub fn text(&self, site: &Site) -> String {
        let html = site.page_body(self.page).html.as_str().unwrap_or_default();
        let body = one_line(&plain_text(html, TextFor::Reader));
        let shown = one_line(&pictures(html));
        let rest = [body.as_str(), &shown, &self.beside].into_iter().filter(|part| !part.is_empty());
        format!("{}\n{}\n", self.title, rest.collect::<Vec<_>>().join(" "))
    }
}

/// What the pictures of a body are said to show: their titles, and what is read to those who cannot see them.
fn pictures(html: &str) -> String {
    static PICTURE: OnceLock<Option<Regex>> = OnceLock::new();
    static SAID: OnceLock<Option<Regex>> = OnceLock::new();
    let picture = PICTURE.get_or_init(|| Regex::new(r#"<img(?:[^>"']|"[^"]*"|'[^']*')*>"#).ok());
    let said = SAID.get_or_init(|| Regex::new(r#"\s(?:alt|title)\s*=\s*(?:"([^"]*)"|'([^']*)')"#).ok());
    let (Some(picture), Some(said)) = (picture, said) else { return String::new() };
    let mut texts: Vec<&str> = Vec::new();
    for tag in picture.find_iter(html) {
        let mut of_picture: Vec<&str> = Vec::new();
        for found in said.captures_iter(tag.as_str()) {
            let text = found.get(1).or(found.get(2)).map_or("", |text| text.as_str());
            if !of_picture.contains(&text) {
                of_picture.push(text);
            }
        }
        texts.extend(of_picture);
    }
    plain_text(&texts.join(" "), TextFor::Reader)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::pictures;

    #[test]
    fn what_pictures_show_is_said_once() {
        let html = "<p title=\"x\">字</p><img src=\"a.jpg\" alt=\"走访 &lt;甲&gt;\" title='走访 &lt;甲&gt;' /><img alt=\"b > c\"><img src=\"d\">";
        assert_eq!(pictures(html), "走访 <甲> b > c");
    }
}
