//! What a field of an entry is: its names, its type, whether it must be there.

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// One word of a vocabulary.
    Word(&'static Vocabulary),
    /// Some texts.
    Texts,
    /// Ids of members, each of which must exist.
    Members,
    /// The name of a file beside the entry.
    File,
    /// A table of further fields.
    Table(&'static [Field]),
    /// Several tables of further fields.
    Tables(&'static [Field]),
}

/// Whether a field must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// It must.
    Required,
    /// It may.
    Optional,
    /// It must where another field holds a word.
    RequiredIf(&'static str, &'static str),
}

/// A field: one row of the table of kinds.
#[derive(Debug, PartialEq, Eq)]
pub struct Field {
    /// Its key.
    pub name: &'static str,
    /// Its Chinese name, which is also accepted as its key.
    pub zh: &'static str,
    /// Its English name.
    pub en: &'static str,
    /// Where it stands.
    pub place: Place,
    /// What it holds.
    pub holds: FieldType,
    /// Whether it must be there.
    pub need: Need,
    /// Whether readers see it among the entry's facts.
    pub shown: bool,
    /// What to write, for the clerk: the comment beside it in a new entry.
    pub help: &'static str,
    /// An example in the syntax of TOML.
    pub example: &'static str,
}

impl Field {
    /// A field under `[extra]`, optional and not shown until said otherwise.
    pub const fn extra(name: &'static str, zh: &'static str, en: &'static str, holds: FieldType) -> Field {
        let (place, need) = (Place::Extra, Need::Optional);
        Field { name, zh, en, place, holds, need, shown: false, help: "", example: "" }
    }

    /// The same field among Zola's own keys.
    pub const fn top(mut self) -> Field {
        self.place = Place::Top;
        self
    }

    /// The same field, required.
    pub const fn required(mut self) -> Field {
        self.need = Need::Required;
        self
    }

    /// The same field, required where `field` holds `word`.
    pub const fn required_if(mut self, field: &'static str, word: &'static str) -> Field {
        self.need = Need::RequiredIf(field, word);
        self
    }

    /// The same field, among the facts that readers see.
    pub const fn shown(mut self) -> Field {
        self.shown = true;
        self
    }

    /// The same field with what to write and an example in TOML.
    pub const fn help(mut self, help: &'static str, example: &'static str) -> Field {
        self.help = help;
        self.example = example;
        self
    }

    /// The dotted path of the field in the front matter.
    pub fn path(&self) -> String {
        match self.place {
            Place::Top => self.name.to_owned(),
            Place::Extra => format!("extra.{}", self.name),
        }
    }
}
