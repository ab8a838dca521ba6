//! What a render can look at beyond its own variables, one by one.

use std::fmt;

use jiff::Timestamp;

use crate::content::LanguageId;
use crate::wire::{Reader, Writer};

/// Something that a function or filter looked at for a render.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Read {
    /// A document by its path from `content/`, or that there is none.
    Document(String, LanguageId),
    /// Only where that document leads.
    Address(String, LanguageId),
    /// A taxonomy with all in it, by the name asked for.
    Taxonomy(String, LanguageId),
    /// Only where a taxonomy's term leads.
    TermAddress(String, String, LanguageId),
    /// A file by the path a template gave: which one it is, and its content.
    File(String),
    /// Anything at all of the site's documents.
    Site,
    /// The clock.
    Time,
    /// A variable of the environment.
    Variable(String),
    /// What cannot be compared, such as an answer from the network: made anew each time.
    Once,
}

impl Read {
    /// Whether it shows nothing but documents and how they belong together.
    pub fn is_of_documents(&self) -> bool {
        match self {
            Read::Document(..) | Read::Address(..) | Read::Taxonomy(..) | Read::TermAddress(..) | Read::Site => true,
            Read::File(_) | Read::Time | Read::Variable(_) | Read::Once => false,
        }
    }

    /// Writes it.
    pub fn keep(&self, writer: &mut Writer) {
        let (tag, texts, language): (u64, &[&str], _) = match self {
            Read::Document(path, language) => (0, &[path], Some(language)),
            Read::Address(path, language) => (1, &[path], Some(language)),
            Read::Taxonomy(name, language) => (2, &[name], Some(language)),
            Read::TermAddress(kind, term, language) => (3, &[kind, term], Some(language)),
            Read::File(path) => (4, &[path], None),
            Read::Site => (5, &[], None),
            Read::Time => (6, &[], None),
            Read::Variable(name) => (7, &[name], None),
            Read::Once => (8, &[], None),
        };
        writer.number(tag);
        texts.iter().for_each(|text| writer.text(text));
        if let Some(LanguageId(language)) = language {
            writer.number(u64::from(*language));
        }
    }

    /// What `keep` wrote; `None` for damage.
    pub fn recall(reader: &mut Reader<'_>) -> Option<Read> {
        let tag = reader.number()?;
        let mut text = || reader.text().map(str::to_owned);
        let read = match tag {
            0..=2 => {
                let (text, language) = (text()?, language(reader)?);
                match tag {
                    0 => Read::Document(text, language),
                    1 => Read::Address(text, language),
                    _ => Read::Taxonomy(text, language),
                }
            }
            3 => Read::TermAddress(text()?, text()?, language(reader)?),
            4 => Read::File(text()?),
            5 => Read::Site,
            6 => Read::Time,
            7 => Read::Variable(text()?),
            8 => Read::Once,
            _ => return None,
        };
        Some(read)
    }
}

impl fmt::Display for Read {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Read::Document(path, _) => write!(f, "content/{path}"),
            Read::Address(path, _) => write!(f, "content/{path} → address"),
            Read::Taxonomy(name, _) => write!(f, "taxonomy {name}"),
            Read::TermAddress(kind, term, _) => write!(f, "taxonomy {kind}, term {term} → address"),
            Read::File(path) => write!(f, "file {path}"),
            Read::Site => f.write_str("site"),
            Read::Time => f.write_str("now()"),
            Read::Variable(name) => write!(f, "${name}"),
            Read::Once => f.write_str("network"),
        }
    }
}

fn language(reader: &mut Reader<'_>) -> Option<LanguageId> {
    u16::try_from(reader.number()?).ok().map(LanguageId)
}

/// How finely the clock is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grain {
    /// Years.
    Year,
    /// Months.
    Month,
    /// Days.
    Day,
    /// Hours.
    Hour,
    /// Minutes.
    Minute,
    /// Everything: two looks are never the same.
    Exact,
}

impl Grain {
    /// All of them, the coarsest first.
    pub const ALL: [Grain; 6] = [Grain::Year, Grain::Month, Grain::Day, Grain::Hour, Grain::Minute, Grain::Exact];

    /// What a look at the clock shows of `now`, in UTC.
    pub fn of(self, now: Timestamp) -> String {
        let text = now.to_string();
        let length = match self {
            Grain::Year => "2026",
            Grain::Month => "2026-11",
            Grain::Day => "2026-11-25",
            Grain::Hour => "2026-11-25T21",
            Grain::Minute => "2026-11-25T21:09",
            Grain::Exact => return text,
        };
        text.get(..length.len()).unwrap_or(&text).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{Grain, LanguageId, Read};
    use crate::wire::{Reader, Writer};

    #[test]
    fn reads_come_back_as_they_were() {
        let text = || "甲/a.md".to_owned();
        let reads = [
            Read::Document(text(), LanguageId(1)),
            Read::Address(text(), LanguageId(0)),
            Read::Taxonomy(text(), LanguageId(300)),
            Read::TermAddress(text(), String::new(), LanguageId(2)),
            Read::File(text()),
            Read::Site,
            Read::Time,
            Read::Variable(text()),
            Read::Once,
        ];
        let mut writer = Writer::new();
        reads.iter().for_each(|read| read.keep(&mut writer));
        let bytes = writer.into_bytes();
        let mut reader = Reader::new(&bytes);
        reads.iter().for_each(|read| assert_eq!(Read::recall(&mut reader).as_ref(), Some(read)));
        assert!(reader.is_done());
        assert_eq!(Read::recall(&mut Reader::new(&[9])), None);
    }

    #[test]
    fn a_coarse_look_at_the_clock_shows_less() {
        let now = "2026-11-25T21:09:07.5Z".parse().unwrap();
        let shown: Vec<String> = Grain::ALL.map(|grain| grain.of(now)).into();
        assert_eq!(
            shown,
            ["2026", "2026-11", "2026-11-25", "2026-11-25T21", "2026-11-25T21:09", "2026-11-25T21:09:07.5Z"]
        );
    }
}
