//! What the world answered to a build: while it would answer the same, the build would end the same.

use std::collections::BTreeMap;

use bytes::Bytes;
use jiff::Timestamp;
use rustc_hash::{FxHashMap, FxHashSet};

use super::files::Files;
use super::listing::{Held, Listing};
use crate::fingerprint::Fingerprint;
use crate::path::SourcePath;
use crate::source::{self, FileStamp};
use crate::wire::{Reader, Writer};

/// What the world answered.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers {
    /// Folders that were listed, and what was found.
    pub(super) lists: BTreeMap<String, Held>,
    /// Folders that were listed with the stamps of their files: each file counts as asked for.
    pub(super) stamped: BTreeMap<String, Listing>,
    /// Other files that were read or asked for; none for those that were not there.
    pub(super) files: FxHashMap<SourcePath, Option<FileStamp>>,
    /// Paths whose mere existence was asked for.
    pub(super) exist: BTreeMap<SourcePath, bool>,
    /// Variables of the environment.
    pub(super) variables: BTreeMap<String, Option<String>>,
    /// Time zones, and the day it was there.
    pub(super) days: BTreeMap<String, String>,
    /// The files of fonts that were found.
    pub(super) fonts: BTreeMap<String, Option<FileStamp>>,
    /// What was read of files that had changed a moment before.
    pub(super) recent: FxHashMap<SourcePath, Fingerprint>,
    /// Files and listed folders that had changed a moment before, and were found unchanged a while later.
    pub(super) settled: FxHashSet<String>,
}

/// The stamp that a file has in a listing of the folder it lies in.
pub(super) fn listed_stamp(lists: &BTreeMap<String, Listing>, path: &str, near: &mut usize) -> Option<FileStamp> {
    let inside =
        |folder: &str| path.strip_prefix(folder).is_some_and(|rest| folder.is_empty() || rest.starts_with('/'));
    lists.iter().filter(|(folder, _)| inside(folder)).find_map(|(_, listing)| listing.stamp(path, near))
}

impl Answers {
    /// The stamp of a file when it was first looked at. `near` is where the last one was found: files in their order are
    /// found at once.
    pub fn stamp(&self, path: &SourcePath, near: &mut usize) -> Option<FileStamp> {
        self.known(path, near).flatten()
    }

    /// The stamp of a file, if it was looked at.
    pub(super) fn known(&self, path: &SourcePath, near: &mut usize) -> Option<Option<FileStamp>> {
        let single = self.files.get(path).copied();
        single.or_else(|| listed_stamp(&self.stamped, path.as_str(), near).map(Some))
    }

    /// All files that were looked at, sorted.
    fn all_files(&self) -> Vec<(&str, Option<FileStamp>)> {
        let listed = self.stamped.values().flat_map(Listing::files);
        let listed = listed.filter(|(path, stamp)| stamp.is_some() && !self.files.contains_key(*path));
        let mut all: Vec<_> = listed.chain(&self.files).map(|(path, stamp)| (path.as_str(), *stamp)).collect();
        // Stable, since that is quick where most of it is sorted.
        all.sort();
        all.dedup();
        all
    }

    /// Forgets the stamps that cannot be trusted because the file or folder changed a moment before `now`, when it was looked at.
    pub fn distrust_recent(&mut self, now: Timestamp) {
        let now = now.as_nanosecond();
        let listed = self.stamped.values().flat_map(Listing::files);
        let recent = listed.filter(|(_, stamp)| stamp.is_some_and(|stamp| !is_settled(stamp, now)));
        for (path, stamp) in recent {
            self.files.entry(path.clone()).or_insert(*stamp);
        }
        let distrust = |stamp: &mut FileStamp| {
            if !is_settled(*stamp, now) {
                stamp.1 = -1;
            }
        };
        let settled = &self.settled;
        let files = self.files.iter_mut().filter(|(path, _)| !settled.contains(path.as_str()));
        files.filter_map(|(_, stamp)| stamp.as_mut()).for_each(distrust);
        let lists = self.lists.iter_mut().filter(|(folder, _)| !settled.contains(*folder));
        lists.for_each(|(_, held)| held.each_stamp(distrust));
    }

    /// In bytes.
    pub fn bytes(&self) -> Bytes {
        self.keep(&Files::collect(&self.all_files()))
    }

    /// The same with what an earlier record `before` holds, where this one knows nothing newer; `None` for damage.
    pub fn bytes_upon(&self, before: &Bytes) -> Option<Bytes> {
        let (known, mut answers) = Answers::recall(before)?;
        let new = self.all_files();
        let files = known.with(&new).unwrap_or_else(|| known.and(&new));
        let Answers { lists, exist, variables, days, fonts, .. } = self.clone();
        answers.lists.extend(lists);
        answers.exist.extend(exist);
        answers.variables.extend(variables);
        answers.days.extend(days);
        answers.fonts.extend(fonts);
        Some(answers.keep(&files))
    }

    /// Writes it, its files as they are given.
    fn keep(&self, files: &Files) -> Bytes {
        let mut writer = Writer::with_capacity(files.len() * 80 + 4096);
        files.keep(&mut writer);
        writer.size(self.lists.len());
        for (folder, held) in &self.lists {
            writer.text(folder);
            held.keep(&mut writer);
        }
        writer.size(self.exist.len());
        for (path, there) in &self.exist {
            writer.text(path.as_str());
            writer.flag(*there);
        }
        writer.size(self.variables.len());
        for (name, value) in &self.variables {
            writer.text(name);
            writer.maybe_text(value.as_deref());
        }
        writer.size(self.days.len());
        for (zone, day) in &self.days {
            writer.text(zone);
            writer.text(day);
        }
        writer.size(self.fonts.len());
        for (place, mark) in &self.fonts {
            writer.text(place);
            keep_stamp(*mark, &mut writer);
        }
        writer.into_bytes().into()
    }

    /// The files of what `bytes` made, which stay where they lie, and all else; `None` for damage.
    pub(super) fn recall(bytes: &Bytes) -> Option<(Files, Answers)> {
        let reader = &mut Reader::new(bytes);
        let files = Files::recall(reader, bytes)?;
        let mut answers = Answers::default();
        for _ in 0..reader.count()? {
            answers.lists.insert(reader.text()?.to_owned(), Held::recall(reader)?);
        }
        for _ in 0..reader.count()? {
            answers.exist.insert(SourcePath::new(reader.text()?)?, reader.flag()?);
        }
        for _ in 0..reader.count()? {
            answers.variables.insert(reader.text()?.to_owned(), reader.maybe_text()?.map(str::to_owned));
        }
        for _ in 0..reader.count()? {
            answers.days.insert(reader.text()?.to_owned(), reader.text()?.to_owned());
        }
        for _ in 0..reader.count()? {
            answers.fonts.insert(reader.text()?.to_owned(), recall_stamp(reader)?);
        }
        reader.is_done().then_some((files, answers))
    }
}

/// Writes a stamp that may be absent.
pub fn keep_stamp(stamp: Option<FileStamp>, writer: &mut Writer) {
    writer.flag(stamp.is_some());
    if let Some((size, mark)) = stamp {
        writer.number(size);
        writer.wide(mark.cast_unsigned());
    }
}

/// What `keep_stamp` wrote; `None` for damage.
pub fn recall_stamp(reader: &mut Reader<'_>) -> Option<Option<FileStamp>> {
    if !reader.flag()? {
        return Some(None);
    }
    Some(Some((reader.number()?, reader.wide()?.cast_signed())))
}

/// Whether a file with this stamp, looked at after `now`, cannot have changed before that look and after it under the same
/// stamp.
pub(super) fn is_settled((_, mark): FileStamp, now: i128) -> bool {
    /// So far ahead no clock goes: such a mark is no time.
    const NO_TIME: i64 = 1_000_000 * 1_000_000_000;
    let now = i64::try_from(now).unwrap_or(i64::MAX);
    let (modified, changed) = (mark as i64, (mark >> 64) as i64);
    let is_old = |time: i64| time == 0 || source::is_settled(time, now);
    // A mark that is no time (a world in memory) is the content's own.
    mark < 0 || modified < 0 || modified > now.saturating_add(NO_TIME) || is_old(modified) && is_old(changed)
}

#[cfg(test)]
mod tests {
    use super::is_settled;

    #[test]
    fn what_changed_a_moment_ago_is_not_trusted() {
        let at = |modified: i128, changed: i128| (1, modified | changed << 64);
        let now = 1_764_000_000_000_000_000;
        assert!(is_settled(at(now - 30_000_000, now - 30_000_001), now));
        assert!(!is_settled(at(now - 5_000_001, now - 30_000_001), now));
        assert!(!is_settled(at(now - 30_000_001, now - 5_000_001), now));
        assert!(!is_settled(at(now - 1_000_000_000, 0), now));
        assert!(is_settled(at(now - 3_000_000_000, 0), now));
    }
}
