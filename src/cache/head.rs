//! What tells whether anything changed since the last build.

use super::answers::Answers;
use super::read::Grain;
use super::record::Counts;
use crate::fingerprint::Fingerprint;
use crate::wire::{Reader, Writer};
use bytes::Bytes;

/// What tells whether anything changed at all.
#[derive(Clone, Debug, Default)]
pub(super) struct Head {
    /// The program and the options of the build.
    pub key: Fingerprint,
    /// The program, the settings and the options of the build.
    pub base: Fingerprint,
    pub counts: Counts,
    /// Whether it had diagnostics: only a build tells them again.
    pub told: bool,
    /// The finest look at the clock, and what it showed.
    pub clock: Option<(Grain, String)>,
    /// Which heap the bodies lie in, and how long it was.
    pub heap: (u64, u64),
    /// Which file the records lie in.
    pub records: u64,
    /// Which file the looks lie in.
    pub looks: u64,
}

/// What the world answered to the last build.
#[derive(Clone, Debug)]
pub(super) enum KeptAnswers {
    /// In this run of the program.
    Answers(Box<Answers>),
    /// In an earlier one, encoded; shared with the state it was read from.
    Bytes(Bytes),
}

impl KeptAnswers {
    /// In bytes.
    pub fn bytes(&self) -> Bytes {
        match self {
            KeptAnswers::Bytes(bytes) => bytes.clone(),
            KeptAnswers::Answers(answers) => answers.bytes(),
        }
    }
}

impl Head {
    /// Writes it.
    pub fn keep(&self, writer: &mut Writer) {
        writer.fingerprint(self.key);
        writer.fingerprint(self.base);
        for count in [self.counts.pages, self.counts.orphans, self.counts.sections] {
            writer.size(count);
        }
        writer.flag(self.told);
        let grain = self.clock.as_ref().map(|(grain, _)| *grain);
        writer.size(grain.and_then(|grain| Grain::ALL.iter().position(|known| *known == grain)).map_or(0, |at| at + 1));
        writer.text(self.clock.as_ref().map_or("", |(_, text)| text));
        writer.number(self.heap.0);
        writer.number(self.heap.1);
        writer.number(self.records);
        writer.number(self.looks);
    }

    /// What `keep` wrote; `None` for damage.
    pub fn recall(bytes: &[u8]) -> Option<Head> {
        let reader = &mut Reader::new(bytes);
        let (key, base) = (reader.fingerprint()?, reader.fingerprint()?);
        let counts = Counts { pages: reader.size()?, orphans: reader.size()?, sections: reader.size()? };
        let told = reader.flag()?;
        let grain = reader.size()?;
        let shown = reader.text()?.to_owned();
        let clock = match grain.checked_sub(1) {
            None => None,
            Some(at) => Some((*Grain::ALL.get(at)?, shown)),
        };
        let heap = (reader.number()?, reader.number()?);
        let (records, looks) = (reader.number()?, reader.number()?);
        reader.is_done().then_some(Head { key, base, counts, told, clock, heap, records, looks })
    }
}
