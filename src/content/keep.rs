//! Documents and bodies as they are kept for the next build.
//!
//! What is written here is read by the same program only: the cache's version changes with it.

use jiff::Timestamp;
use jiff::civil::Date;
use tera::Value;

use super::body::{Body, Heading, InternalLink, LinkTarget};
use super::date::DateText;
use super::document::{Document, Front, Prints};
use super::front_matter::{FrontMatter, Syntax};
use super::page::PageFront;
use super::place::Place;
use super::section::{SectionFront, SortBy};
use crate::config::AnchorPlace;
use crate::diagnostic::{SourceText, Text};
use crate::fingerprint::Fingerprint;
use crate::wire::{Reader, Writer};

const ANCHORS: [AnchorPlace; 4] = [AnchorPlace::None, AnchorPlace::Left, AnchorPlace::Right, AnchorPlace::Heading];

/// How deep headings nest at most.
const LEVELS: usize = 6;

impl Document {
    /// Writes all but its place, which its path gives, and its text, which its file gives.
    pub fn keep(&self, writer: &mut Writer) {
        let Document { source, place: _, matter, front, body, prints } = self;
        writer.size(source.text.len());
        writer.fingerprint(prints.matter);
        writer.fingerprint(prints.body);
        let FrontMatter { syntax, span, renamed } = matter;
        writer.flag(*syntax == Syntax::Toml);
        writer.range(span);
        writer.size(renamed.len());
        for (canonical, written) in renamed {
            writer.text(canonical);
            writer.text(written);
        }
        writer.range(body);
        match front {
            Front::Page(front) => keep_page(front, writer),
            Front::Section(front) => keep_section(front, writer),
        }
    }

    /// The document at `place` from what `keep` wrote; `text` makes its text of its length in bytes. `None` for damage.
    pub fn recall(place: Place, reader: &mut Reader<'_>, text: impl FnOnce(usize) -> Text) -> Option<Document> {
        let length = reader.size()?;
        let prints = Prints { matter: reader.fingerprint()?, body: reader.fingerprint()? };
        let syntax = if reader.flag()? { Syntax::Toml } else { Syntax::Yaml };
        let span = reader.range()?;
        let renamed = (0..reader.count()?).map(|_| Some((reader.text()?.to_owned(), reader.text()?.to_owned())));
        let renamed = renamed.collect::<Option<Vec<_>>>()?;
        let body = reader.range()?;
        let front = match place.is_section() {
            false => Front::Page(Box::new(recall_page(reader)?)),
            true => Front::Section(Box::new(recall_section(reader)?)),
        };
        if span.end > length || body.end > length {
            return None;
        }
        let source = SourceText { path: place.file.clone(), text: text(length) };
        Some(Document { source, place, matter: FrontMatter { syntax, span, renamed }, front, body, prints })
    }
}

fn keep_page(front: &PageFront, writer: &mut Writer) {
    let PageFront {
        title,
        description,
        date,
        updated,
        weight,
        draft,
        render,
        slug,
        path,
        aliases,
        template,
        taxonomies,
        authors,
        in_search_index,
        include_in_feeds,
        hidden,
        extra,
    } = front;
    for text in [title, description, slug, path, template] {
        writer.maybe_text(text.as_deref());
    }
    for date in [date, updated] {
        keep_date(date.as_ref(), writer);
    }
    writer.flag(weight.is_some());
    writer.number(weight.unwrap_or_default());
    for flag in [draft, render, in_search_index, include_in_feeds, hidden] {
        writer.flag(*flag);
    }
    writer.texts(aliases.iter().map(String::as_str));
    writer.texts(authors.iter().map(String::as_str));
    writer.size(taxonomies.len());
    for (name, terms) in taxonomies {
        writer.text(name);
        writer.texts(terms.iter().map(String::as_str));
    }
    writer.value(extra);
}

fn recall_page(reader: &mut Reader<'_>) -> Option<PageFront> {
    let mut text = || reader.maybe_text().map(|text| text.map(str::to_owned));
    let (title, description, slug, path, template) = (text()?, text()?, text()?, text()?, text()?);
    let (date, updated) = (recall_date(reader)?, recall_date(reader)?);
    let weight = reader.flag()?.then_some(());
    let number = reader.number()?;
    let weight = weight.map(|()| number);
    let mut flag = || reader.flag();
    let (draft, render, in_search_index) = (flag()?, flag()?, flag()?);
    let (include_in_feeds, hidden) = (flag()?, flag()?);
    let (aliases, authors) = (reader.texts()?, reader.texts()?);
    let taxonomies = (0..reader.count()?).map(|_| Some((reader.text()?.to_owned(), reader.texts()?)));
    let taxonomies = taxonomies.collect::<Option<Vec<_>>>()?;
    let extra = reader.value()?;
    Some(PageFront {
        title,
        description,
        date,
        updated,
        weight,
        draft,
        render,
        slug,
        path,
        aliases,
        template,
        taxonomies,
        authors,
        in_search_index,
        include_in_feeds,
        hidden,
        extra,
    })
}

/// The moment and the day follow from the text, but to read that again takes longer than all the rest of a page.
fn keep_date(date: Option<&DateText>, writer: &mut Writer) {
    writer.maybe_text(date.map(|date| date.text.as_str()));
    if let Some(DateText { text: _, moment, day }) = date {
        writer.number(moment.as_second().cast_unsigned());
        writer.number(u64::from(moment.subsec_nanosecond().cast_unsigned()));
        writer.number(u64::from(day.year().cast_unsigned()));
        writer.number(u64::from(day.month().cast_unsigned()));
        writer.number(u64::from(day.day().cast_unsigned()));
    }
}

fn recall_date(reader: &mut Reader<'_>) -> Option<Option<DateText>> {
    let Some(text) = reader.maybe_text()? else { return Some(None) };
    let (second, nanosecond) = (reader.number()?.cast_signed(), u32::try_from(reader.number()?).ok()?.cast_signed());
    let moment = Timestamp::new(second, nanosecond).ok()?;
    let year = u16::try_from(reader.number()?).ok()?.cast_signed();
    let mut small = || u8::try_from(reader.number()?).ok().map(u8::cast_signed);
    let day = Date::new(year, small()?, small()?).ok()?;
    Some(Some(DateText { text: text.to_owned(), moment, day }))
}

fn keep_section(front: &SectionFront, writer: &mut Writer) {
    let SectionFront {
        title,
        description,
        sort_by,
        weight,
        draft,
        render,
        template,
        page_template,
        paginate_by,
        paginate_path,
        paginate_reversed,
        insert_anchor_links,
        in_search_index,
        redirect_to,
        transparent,
        aliases,
        generate_feeds,
        hidden,
        extra,
    } = front;
    for text in [title, description, template, page_template, redirect_to] {
        writer.maybe_text(text.as_deref());
    }
    writer.size(SortBy::WORDS.iter().position(|(_, word)| word == sort_by).unwrap_or_default());
    writer.number(*weight);
    writer.flag(paginate_by.is_some());
    writer.size(paginate_by.unwrap_or_default());
    writer.text(paginate_path);
    for flag in [draft, render, paginate_reversed, in_search_index, transparent, generate_feeds, hidden] {
        writer.flag(*flag);
    }
    let anchors = insert_anchor_links.map(|place| ANCHORS.iter().position(|known| *known == place).unwrap_or_default());
    writer.size(anchors.map_or(0, |place| place + 1));
    writer.texts(aliases.iter().map(String::as_str));
    writer.value(extra);
}

fn recall_section(reader: &mut Reader<'_>) -> Option<SectionFront> {
    let mut text = || reader.maybe_text().map(|text| text.map(str::to_owned));
    let (title, description, template, page_template, redirect_to) = (text()?, text()?, text()?, text()?, text()?);
    let sort_by = SortBy::WORDS.get(reader.size()?)?.1;
    let weight = reader.number()?;
    let (paginated, by) = (reader.flag()?, reader.size()?);
    let paginate_path = reader.text()?.to_owned();
    let mut flag = || reader.flag();
    let (draft, render, paginate_reversed) = (flag()?, flag()?, flag()?);
    let (in_search_index, transparent) = (flag()?, flag()?);
    let (generate_feeds, hidden) = (flag()?, flag()?);
    let insert_anchor_links = match reader.size()? {
        0 => None,
        place => Some(*ANCHORS.get(place - 1)?),
    };
    let aliases = reader.texts()?;
    let extra = reader.value()?;
    Some(SectionFront {
        title,
        description,
        sort_by,
        weight,
        draft,
        render,
        template,
        page_template,
        paginate_by: paginated.then_some(by),
        paginate_path,
        paginate_reversed,
        insert_anchor_links,
        in_search_index,
        redirect_to,
        transparent,
        aliases,
        generate_feeds,
        hidden,
        extra,
    })
}

impl Body {
    /// Writes it.
    pub fn keep(&self, writer: &mut Writer) {
        writer.text(self.html.as_str().unwrap_or_default());
        self.keep_rest(writer);
    }

    /// Its fingerprint.
    pub fn print(&self) -> Fingerprint {
        let mut rest = Writer::with_capacity(512);
        self.keep_rest(&mut rest);
        let html = self.html.as_str().unwrap_or_default();
        Fingerprint::combine([Fingerprint::of(html.as_bytes()), Fingerprint::of(rest.bytes())])
    }

    /// Writes all but the HTML.
    fn keep_rest(&self, writer: &mut Writer) {
        let Body { html: _, summary, toc, anchors, internal_links, external_links, word_count, reading_time } = self;
        writer.maybe_text(summary.as_deref());
        keep_headings(toc, writer);
        writer.texts(anchors.iter().map(String::as_str));
        keep_links(internal_links, writer);
        writer.size(external_links.len());
        for (url, span) in external_links {
            writer.text(url);
            writer.flag(span.is_some());
            writer.range(span.as_ref().unwrap_or(&(0..0)));
        }
        writer.size(*word_count);
        writer.size(*reading_time);
    }

    /// A body from what `keep` wrote; `None` for damage.
    pub fn recall(reader: &mut Reader<'_>) -> Option<Body> {
        let html = Value::safe_string(reader.text()?);
        let summary = reader.maybe_text()?.map(str::to_owned);
        let toc = recall_headings(reader, LEVELS)?;
        let anchors = reader.texts()?;
        let internal_links = recall_links(reader)?;
        let external_links = (0..reader.count()?).map(|_| Some((reader.text()?.to_owned(), recall_span(reader)?)));
        let external_links = external_links.collect::<Option<Vec<_>>>()?;
        let (word_count, reading_time) = (reader.size()?, reader.size()?);
        Some(Body { html, summary, toc, anchors, internal_links, external_links, word_count, reading_time })
    }
}

/// Writes links to documents.
pub fn keep_links(links: &[InternalLink], writer: &mut Writer) {
    writer.size(links.len());
    for InternalLink { target: LinkTarget { path, anchor }, span } in links {
        writer.text(path);
        writer.maybe_text(anchor.as_deref());
        writer.flag(span.is_some());
        writer.range(span.as_ref().unwrap_or(&(0..0)));
    }
}

/// What `keep_links` wrote; `None` for damage.
pub fn recall_links(reader: &mut Reader<'_>) -> Option<Vec<InternalLink>> {
    let links = (0..reader.count()?).map(|_| {
        let target = LinkTarget { path: reader.text()?.to_owned(), anchor: reader.maybe_text()?.map(str::to_owned) };
        Some(InternalLink { target, span: recall_span(reader)? })
    });
    links.collect()
}

fn recall_span(reader: &mut Reader<'_>) -> Option<Option<std::ops::Range<usize>>> {
    let there = reader.flag()?;
    let range = reader.range()?;
    Some(there.then_some(range))
}

fn keep_headings(headings: &[Heading], writer: &mut Writer) {
    writer.size(headings.len());
    for Heading { level, id, title, children } in headings {
        writer.size(usize::from(*level));
        writer.text(id);
        writer.text(title);
        keep_headings(children, writer);
    }
}

fn recall_headings(reader: &mut Reader<'_>, depth: usize) -> Option<Vec<Heading>> {
    let count = reader.count()?;
    if count > 0 && depth == 0 {
        return None;
    }
    let one = |_| {
        Some(Heading {
            level: u8::try_from(reader.size()?).ok()?,
            id: reader.text()?.to_owned(),
            title: reader.text()?.to_owned(),
            children: recall_headings(reader, depth - 1)?,
        })
    };
    (0..count).map(one).collect()
}

#[cfg(test)]
mod tests {
    use tera::Value;

    use super::super::body::{Body, Heading, InternalLink, LinkTarget};
    use super::super::document::Document;
    use crate::config::testing::config;
    use crate::content::load;
    use crate::diagnostic::{Sink, Text};
    use crate::source::{MemoryWorld, SourceTree};
    use crate::wire::{Reader, Writer};

    #[test]
    fn documents_come_back_as_they_were() {
        let page = "---\ntitle: 甲\ndate: 2026-1-2 3:04:05 +8\nupdated: 2026-02-03\nweight: 0\naliases: [x, y]\n\
                    taxonomies: {tags: [a, b]}\nauthors: [z]\nextra: {b: [1, {c: 2.5}], a: no}\n---\nbody\n";
        let section = "+++\ntitle = \"s\"\nsort_by = \"weight\"\npaginate_by = 0\npaginate_path = \"p\"\n\
                       insert_anchor_links = \"none\"\ntransparent = true\nextra.x = 1979-05-27\n+++\n";
        let files = [("content/a.md", page), ("content/_index.md", section)];
        let mut world = MemoryWorld::default();
        files.iter().for_each(|(path, text)| world.put(path, *text));
        let sink = Sink::new();
        let config = config("taxonomies = [{ name = \"tags\" }]");
        let content =
            load(&SourceTree::new(std::sync::Arc::new(world)), &config, &[], false, &|_, _, _, _| None, &sink);
        assert_eq!((content.documents.len(), sink.finish()), (2, vec![]));
        for document in &content.documents {
            let mut writer = Writer::new();
            document.keep(&mut writer);
            let bytes = writer.into_bytes();
            let mut reader = Reader::new(&bytes);
            let text = document.source.text.clone();
            let back = Document::recall(document.place.clone(), &mut reader, |length| {
                assert_eq!(length, text.len());
                Text::from(&*text)
            });
            assert_eq!(format!("{:?}", back.unwrap()), format!("{document:?}"));
            assert!(reader.is_done());
            for end in 0..bytes.len() {
                let cut = Document::recall(document.place.clone(), &mut Reader::new(&bytes[..end]), |_| Text::from(""));
                assert!(cut.is_none());
            }
        }
    }

    #[test]
    fn bodies_come_back_as_they_were() {
        let heading = |level, children| Heading { level, id: format!("h{level}"), title: "<b>".to_owned(), children };
        let link = InternalLink {
            target: LinkTarget { path: "a.md".to_owned(), anchor: Some("x".to_owned()) },
            span: Some(3..9),
        };
        let body = Body {
            html: Value::safe_string("<p>你</p>"),
            summary: Some("<p>".to_owned()),
            toc: vec![heading(1, vec![heading(2, Vec::new())]), heading(1, Vec::new())],
            anchors: vec!["h1".to_owned(), "x".to_owned()],
            internal_links: vec![link],
            external_links: vec![("https://y.test/".to_owned(), None)],
            word_count: 7,
            reading_time: 1,
        };
        let mut writer = Writer::new();
        body.keep(&mut writer);
        let bytes = writer.into_bytes();
        let back = Body::recall(&mut Reader::new(&bytes)).unwrap();
        assert_eq!(format!("{back:?}"), format!("{body:?}"));
        assert!(back.html.is_safe());
    }
}
