//! Bytes told by how they differ, block by block, from others that lie somewhere already: the base.

use std::collections::BTreeMap;

use bytes::Bytes;

use crate::wire::{Reader, Writer, slice};

/// The length of a block: of rows of some fifty bytes one change touches one or two.
const BLOCK: usize = 64;

/// With more than the eighth part of all bytes in it, a delta saves little.
const MUCH: usize = 8;

/// How some bytes differ from their base.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Delta {
    /// How long the base is.
    base: usize,
    /// By where they begin, in the base as in the other bytes, the blocks that differ.
    blocks: BTreeMap<usize, Bytes>,
    /// How much of the base's length the other bytes have.
    common: usize,
    /// What they have beyond that.
    tail: Bytes,
}

impl Delta {
    /// Nothing differs from a base of this length.
    pub fn none(base: usize) -> Delta {
        Delta { base, common: base, ..Delta::default() }
    }

    /// How `after` differs from the base of this delta, which made `before` of it; `None` if that is much.
    pub fn next(&self, before: &[u8], after: &Bytes) -> Option<Delta> {
        let common = self.base.min(after.len());
        let mut room = after.len() / MUCH;
        let mut take = |start: usize, end: usize| {
            room = room.checked_sub(end - start)?;
            Some(after.slice(start..end))
        };
        let tail = take(common, after.len())?;
        let mut blocks = BTreeMap::new();
        for (number, block) in after[..common].chunks(BLOCK).enumerate() {
            let (start, end) = (number * BLOCK, number * BLOCK + block.len());
            if self.blocks.contains_key(&start) || before.get(start..end) != Some(block) {
                blocks.insert(start, take(start, end)?);
            }
        }
        Some(Delta { base: self.base, blocks, common, tail })
    }

    /// How many bytes come to those that both have.
    pub fn more(&self) -> usize {
        self.tail.len()
    }

    /// What the delta makes of its base; `None` if that is another one.
    pub fn apply(&self, mut base: Vec<u8>) -> Option<Bytes> {
        if base.len() != self.base {
            return None;
        }
        self.apply_start(&mut base);
        base.truncate(self.common);
        base.extend_from_slice(&self.tail);
        Some(base.into())
    }

    /// Makes of the first bytes of the base the first ones of what differs, as far as that has the base's length.
    pub fn apply_start(&self, base: &mut [u8]) {
        for (start, block) in &self.blocks {
            let Some(place) = base.get_mut(*start..) else { break };
            let length = place.len().min(block.len());
            place[..length].copy_from_slice(&block[..length]);
        }
    }

    /// Writes it.
    pub fn keep(&self, writer: &mut Writer) {
        writer.size(self.base);
        writer.size(self.common);
        writer.blob(&self.tail);
        writer.size(self.blocks.len());
        for (start, block) in &self.blocks {
            writer.size(*start);
            writer.blob(block);
        }
    }

    /// What `keep` wrote; `None` for damage.
    pub fn recall(bytes: &Bytes) -> Option<Delta> {
        let reader = &mut Reader::new(bytes);
        let (base, common, tail) = (reader.size()?, reader.size()?, slice(reader, bytes)?);
        let mut blocks = BTreeMap::new();
        for _ in 0..reader.count()? {
            blocks.insert(reader.size()?, slice(reader, bytes)?);
        }
        (reader.is_done() && common <= base).then_some(Delta { base, blocks, common, tail })
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use proptest::prelude::*;

    use super::{BLOCK, Delta};
    use crate::wire::Writer;

    fn there_and_back(delta: &Delta) -> Delta {
        let mut writer = Writer::new();
        delta.keep(&mut writer);
        Delta::recall(&writer.into_bytes().into()).unwrap()
    }

    #[test]
    fn little_that_differs_is_little() {
        let base = vec![7u8; 100 * BLOCK];
        let mut after = base.clone();
        after[BLOCK] = 1;
        after.push(2);
        let after = Bytes::from(after);
        let delta = Delta::none(base.len()).next(&base, &after).unwrap();
        assert_eq!((delta.blocks.len(), &delta.tail[..]), (1, &[2][..]));
        assert_eq!(delta.apply(base.clone()), Some(after.clone()));
        assert_eq!(delta.apply(base[1..].to_vec()), None);
        let mut start = base[..BLOCK + 2].to_vec();
        delta.apply_start(&mut start);
        assert_eq!(start, after[..BLOCK + 2]);
        assert_eq!(delta.next(&after, &vec![8; 100 * BLOCK].into()), None);
        assert_eq!(delta.next(&after, &vec![7; 200 * BLOCK].into()), None);
    }

    /// What becomes of bytes: some are others, and there are more or fewer.
    fn edits() -> impl Strategy<Value = Vec<(Vec<(prop::sample::Index, u8)>, isize)>> {
        let others = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..5);
        prop::collection::vec((others, prop_oneof![3 => Just(0isize), 2 => -150..150isize]), 1..8)
    }

    proptest! {
        #[test]
        fn a_delta_upon_a_delta_makes_the_same_bytes(length in 0usize..4000, edits in edits()) {
            let base: Vec<u8> = (0..length).map(|at| (at * 31 / 7) as u8).collect();
            let (mut delta, mut before) = (Delta::none(length), Bytes::from(base.clone()));
            for (others, more) in edits {
                let mut after = before.to_vec();
                after.resize(after.len().saturating_add_signed(more), 9);
                let length = after.len();
                for (at, byte) in others.iter().filter(|_| length > 0) {
                    after[at.index(length)] = *byte;
                }
                let after = Bytes::from(after);
                let Some(next) = delta.next(&before, &after) else { break };
                prop_assert_eq!(next.apply(base.clone()), Some(after.clone()));
                delta = there_and_back(&next);
                prop_assert_eq!(&delta, &next);
                before = after;
            }
        }
    }
}
