//! What a field of an entry is: its names, its type, whether it must be there.

use std::sync::Arc;

use super::vocabulary::Vocabulary;

/// Where a field stands in the front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Among Zola's own keys.
    Top,
    /// Under `[extra]`.
    Extra,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// Text on one line, not empty.
    Text,
    /// A whole number, not negative.
    Count,
    /// An amount of money in yuan, not negative.
    Yuan,
    /// `true` or `false`.
    Bool,
    /// A day, or a day and time.
    Date,
    /// A quarter: `2026Q3`.
    Quarter,
    /// One word of a vocabulary.
    Word(Arc<Vocabulary>),
    /// Some words of a vocabulary.
    Words(Arc<Vocabulary>),
    /// Some texts.
    Texts,
    /// The id of a member, who must exist.
    Member,
    /// Ids of members, each of which must exist.
    Members,
    /// The name of a file beside the entry.
    File,
    /// Paths of other entries, each of which must exist; one may stand without brackets.
    Entries,
    /// A table of further fields.
    Table(Arc<[Arc<Field>]>),
    /// Several tables of further fields.
    Tables(Arc<[Arc<Field>]>),
}

impl FieldType {
    /// The fields of its tables; none if it holds no tables.
    pub fn inner(&self) -> &[Arc<Field>] {
        match self {
            FieldType::Table(fields) | FieldType::Tables(fields) => fields,
            _ => &[],
        }
    }
}

/// Whether a field must be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Need {
    /// It must: an error without it.
    Required,
    /// It must where another field holds a word.
    RequiredIf(String, String),
    /// It should: a warning without it.
    Wanted,
    /// It should where another field holds a word.
    WantedIf(String, String),
    /// It may.
    Optional,
}

/// A field: one row of the table of kinds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its key.
    pub name: String,
    /// Its Chinese name, which is also accepted as its key.
    pub zh: String,
    /// Its English name.
    pub en: String,
    /// Where it stands.
    pub place: Place,
    /// What it holds.
    pub holds: FieldType,
    /// Whether it must be there.
    pub need: Need,
    /// The fewest items a list should have.
    pub least: usize,
    /// Whether readers see it among the entry's facts.
    pub shown: bool,
    /// Whether its date may lie in the future.
    pub ahead: bool,
    /// Whether the members it names took part, so that the entry counts for them.
    pub link: bool,
    /// What to write, for the clerk: the comment beside it in a new entry.
    pub help: String,
    /// An example in the syntax of TOML.
    pub example: String,
}

impl Field {
    /// The dotted path of the field in the front matter.
    pub fn path(&self) -> String {
        match self.place {
            Place::Top => self.name.clone(),
            Place::Extra => format!("extra.{}", self.name),
        }
    }
}
