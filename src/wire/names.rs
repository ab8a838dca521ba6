//! Texts in ascending order, read where they lie.

use bytes::Bytes;
use bytestring::ByteString;

use super::place_of;

/// How many bytes say where a text ends.
const END: usize = 4;

/// Texts in ascending order, no two the same: one after the other, and where each ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Where each ends in `text`: 32 bits each, little-endian.
    ends: Bytes,
    text: ByteString,
}

impl Names {
    /// These texts, which must be in ascending order.
    pub fn collect<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> Names {
        let (mut ends, mut text) = (Vec::with_capacity(names.len() * END), String::with_capacity(names.len() * 32));
        for name in names {
            text.push_str(name);
            ends.extend_from_slice(&(text.len() as u32).to_le_bytes());
        }
        Names { ends: ends.into(), text: text.into() }
    }

    /// The texts in the bytes of others ([`ends`](Names::ends), [`text`](Names::text)); `None` for damage.
    pub fn open(ends: Bytes, text: Bytes) -> Option<Names> {
        let (rows, rest) = ends.as_chunks::<END>();
        // All at once, so that it need not be done whenever somebody asks for one.
        let all = ByteString::try_from(text).ok()?;
        let (mut start, mut before) = (0, None);
        for row in rows {
            let end = u32::from_le_bytes(*row) as usize;
            let name = all.get(start..end)?;
            if before.is_some_and(|before| before >= name) {
                return None;
            }
            (start, before) = (end, Some(name));
        }
        (rest.is_empty() && start == all.len()).then(|| Names { ends, text: all })
    }

    /// Where the texts end, for [`open`](Names::open).
    pub fn ends(&self) -> &[u8] {
        &self.ends
    }

    /// All texts, for [`open`](Names::open).
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len() / END
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// A text by its number, which must be less than [`len`](Names::len).
    pub fn get(&self, at: usize) -> &str {
        let end = |at: usize| u32::from_le_bytes(self.ends.as_chunks::<END>().0[at]) as usize;
        &self.text[at.checked_sub(1).map_or(0, end)..end(at)]
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|at| self.get(at))
    }

    /// The number of a text. `near` is where the last one was found: the next is most often the next.
    pub fn find(&self, name: &str, near: &mut usize) -> Option<usize> {
        place_of(self.len(), |at| self.get(at), name, near)
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use proptest::prelude::*;

    use super::Names;

    fn opened(names: &Names) -> Option<Names> {
        Names::open(Bytes::copy_from_slice(names.ends()), Bytes::copy_from_slice(names.text().as_bytes()))
    }

    #[test]
    fn only_ascending_texts_are_opened() {
        for (texts, is_whole) in
            [(&["a", "b"][..], true), (&["", "a"], true), (&["b", "a"], false), (&["a", "a"], false)]
        {
            assert_eq!(opened(&Names::collect(texts.iter().copied())).is_some(), is_whole, "{texts:?}");
        }
        let names = Names::collect(["甲", "甲a"].into_iter());
        assert!(Names::open(names.ends.slice(..4), names.text.as_bytes().clone()).is_none(), "more text");
        assert!(Names::open(names.ends.slice(..7), names.text.as_bytes().clone()).is_none(), "half an end");
        assert!(Names::open(names.ends.clone(), names.text.as_bytes().slice(..5)).is_none(), "less text");
        let end = Bytes::copy_from_slice(&1u32.to_le_bytes());
        assert!(Names::open(end, Bytes::from_static("é".as_bytes())).is_none(), "half a character");
    }

    proptest! {
        #[test]
        fn all_are_found(texts in prop::collection::btree_set(".{0,4}", 0..20), other in ".{0,4}") {
            let names = Names::collect(texts.iter().map(String::as_str));
            prop_assert_eq!(opened(&names), Some(names.clone()));
            prop_assert!(names.iter().eq(texts.iter().map(String::as_str)));
            let mut near = 0;
            for (at, text) in texts.iter().enumerate() {
                prop_assert_eq!(names.find(text, &mut near), Some(at));
            }
            prop_assert_eq!(names.find(&other, &mut near).is_some(), texts.contains(&other));
        }

        #[test]
        fn any_bytes_are_opened_without_panic(ends in prop::collection::vec(any::<u8>(), 0..40), text in prop::collection::vec(any::<u8>(), 0..40)) {
            if let Some(names) = Names::open(ends.into(), text.into()) {
                names.iter().for_each(|name| drop(name.to_owned()));
            }
        }
    }
}
