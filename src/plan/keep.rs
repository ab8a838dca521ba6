//! What targets are made of, as it is kept for the next build.

use super::target::{FeedOf, PagerOf, Subject};
use crate::content::LanguageId;
use crate::graph::{PageId, SectionId, TaxonomyId, TermId};
use crate::wire::{Reader, Writer};

impl Subject {
    /// Writes it; false, with nothing written, for what only the build that planned it can make.
    pub fn keep(&self, writer: &mut Writer) -> bool {
        match self {
            Subject::Page(PageId(id)) => put(writer, 0, &[u64::from(*id)]),
            Subject::Section(SectionId(id)) => put(writer, 1, &[u64::from(*id)]),
            Subject::Pager { of: PagerOf::Section(SectionId(id)), number, count } => {
                put(writer, 2, &[u64::from(*id), *number as u64, *count as u64])
            }
            Subject::Pager { of: PagerOf::Term(term), number, count } => {
                put(writer, 3, &[kind(*term), index(*term), *number as u64, *count as u64])
            }
            Subject::Taxonomy(TaxonomyId(id)) => put(writer, 4, &[u64::from(*id)]),
            Subject::Term(term) => put(writer, 5, &[kind(*term), index(*term)]),
            Subject::Redirect { to } => {
                put(writer, 6, &[]);
                writer.text(to);
            }
            Subject::Feed { of, template } => {
                match of {
                    FeedOf::Site(LanguageId(id)) => put(writer, 7, &[u64::from(*id)]),
                    FeedOf::Section(SectionId(id)) => put(writer, 8, &[u64::from(*id)]),
                    FeedOf::Term(term) => put(writer, 9, &[kind(*term), index(*term)]),
                }
                writer.text(template);
            }
            Subject::Sitemap { part } => put(writer, 10, &[part.map_or(0, |part| part as u64)]),
            Subject::Robots => put(writer, 11, &[]),
            Subject::NotFound => put(writer, 12, &[]),
            Subject::SearchIndex(LanguageId(id)) => put(writer, 13, &[u64::from(*id)]),
            Subject::SearchScript => put(writer, 14, &[]),
            Subject::HighlightCss { dark } => put(writer, 15, &[u64::from(*dark)]),
            Subject::Copy(_) | Subject::Bytes(_) | Subject::Recipe(_) | Subject::Layer { .. } => return false,
        }
        true
    }

    /// What `keep` wrote; `None` for damage.
    pub fn recall(reader: &mut Reader<'_>) -> Option<Subject> {
        let tag = reader.number()?;
        let mut number = || reader.number();
        let mut id = || u32::try_from(number()?).ok();
        Some(match tag {
            0 => Subject::Page(PageId(id()?)),
            1 => Subject::Section(SectionId(id()?)),
            2 => {
                let of = PagerOf::Section(SectionId(id()?));
                Subject::Pager { of, number: id()? as usize, count: id()? as usize }
            }
            3 => {
                let of = PagerOf::Term(TermId(TaxonomyId(id()?), id()?));
                Subject::Pager { of, number: id()? as usize, count: id()? as usize }
            }
            4 => Subject::Taxonomy(TaxonomyId(id()?)),
            5 => Subject::Term(TermId(TaxonomyId(id()?), id()?)),
            6 => Subject::Redirect { to: reader.text()?.to_owned() },
            7..=9 => {
                let of = match tag {
                    7 => FeedOf::Site(LanguageId(u16::try_from(id()?).ok()?)),
                    8 => FeedOf::Section(SectionId(id()?)),
                    _ => FeedOf::Term(TermId(TaxonomyId(id()?), id()?)),
                };
                Subject::Feed { of, template: reader.text()?.to_owned() }
            }
            10 => Subject::Sitemap { part: Some(id()? as usize).filter(|part| *part > 0) },
            11 => Subject::Robots,
            12 => Subject::NotFound,
            13 => Subject::SearchIndex(LanguageId(u16::try_from(id()?).ok()?)),
            14 => Subject::SearchScript,
            15 => Subject::HighlightCss { dark: id()? == 1 },
            _ => return None,
        })
    }
}

fn put(writer: &mut Writer, tag: u64, numbers: &[u64]) {
    writer.number(tag);
    numbers.iter().for_each(|number| writer.number(*number));
}

fn kind(TermId(TaxonomyId(kind), _): TermId) -> u64 {
    u64::from(kind)
}

fn index(TermId(_, index): TermId) -> u64 {
    u64::from(index)
}

#[cfg(test)]
mod tests {
    use super::{FeedOf, LanguageId, PageId, PagerOf, Reader, SectionId, Subject, TaxonomyId, TermId, Writer};

    #[test]
    fn a_subject_comes_back_as_it_was() {
        let term = TermId(TaxonomyId(2), 300);
        let (section, text) = (SectionId(7), || "atom.xml".to_owned());
        let subjects = [
            Subject::Page(PageId(70_000)),
            Subject::Section(section),
            Subject::Pager { of: PagerOf::Section(section), number: 3, count: 900 },
            Subject::Pager { of: PagerOf::Term(term), number: 1, count: 1 },
            Subject::Taxonomy(TaxonomyId(1)),
            Subject::Term(term),
            Subject::Redirect { to: "/走访/".to_owned() },
            Subject::Feed { of: FeedOf::Site(LanguageId(1)), template: text() },
            Subject::Feed { of: FeedOf::Section(section), template: text() },
            Subject::Feed { of: FeedOf::Term(term), template: text() },
            Subject::Sitemap { part: None },
            Subject::Sitemap { part: Some(2) },
            Subject::Robots,
            Subject::NotFound,
            Subject::SearchIndex(LanguageId(1)),
            Subject::SearchScript,
            Subject::HighlightCss { dark: true },
            Subject::HighlightCss { dark: false },
        ];
        for subject in subjects {
            let mut writer = Writer::new();
            assert!(subject.keep(&mut writer));
            let mut reader = Reader::new(writer.bytes());
            let back = Subject::recall(&mut reader).unwrap();
            assert_eq!((format!("{back:?}"), reader.is_done()), (format!("{subject:?}"), true));
            assert!(Subject::recall(&mut Reader::new(&writer.bytes()[..writer.len() - 1])).is_none());
        }
        assert!(!Subject::Bytes([].into()).keep(&mut Writer::new()));
    }
}
