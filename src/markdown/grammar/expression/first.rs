//! With which characters a match of an expression can start: where no such character stands, it need not be tried.

use super::class::Class;
use super::node::{Node, Place};

/// What can stand where a match starts. Too much is only slow, too little would be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct First {
    /// A bit for each character of ASCII.
    ascii: u128,
    /// Characters beyond ASCII.
    wide: bool,
    /// The end of the text.
    end: bool,
}

/// The number of kinds of places: each character of ASCII, any other, the end of the text.
pub const KINDS: usize = 130;
const WIDE: usize = 128;
const END: usize = 129;

/// The kind of the place `at`.
pub fn kind(text: &[u8], at: usize) -> usize {
    text.get(at).map_or(END, |byte| usize::from(*byte).min(WIDE))
}

impl First {
    /// Anything.
    pub const ALL: First = First { ascii: u128::MAX, wide: true, end: true };
    const NONE: First = First { ascii: 0, wide: false, end: false };

    /// What `node` can start with.
    pub fn of(node: &Node) -> First {
        let starts = Starts::of(node);
        starts.taking.or(starts.empty)
    }

    /// Whether a place of this kind is in.
    pub fn has(self, kind: usize) -> bool {
        match kind {
            WIDE => self.wide,
            END => self.end,
            ascii => self.ascii >> ascii & 1 != 0,
        }
    }

    fn or(self, other: First) -> First {
        First { ascii: self.ascii | other.ascii, wide: self.wide | other.wide, end: self.end | other.end }
    }

    fn and(self, other: First) -> First {
        First { ascii: self.ascii & other.ascii, wide: self.wide & other.wide, end: self.end & other.end }
    }
}

impl From<Class> for First {
    fn from(class: Class) -> First {
        First { ascii: class.ascii, wide: !class.is_ascii(), end: false }
    }
}

/// What stands at the start of matches of a part.
#[derive(Clone, Copy)]
struct Starts {
    /// Of matches that take a character.
    taking: First,
    /// Of matches that take none.
    empty: First,
}

impl Starts {
    fn of(node: &Node) -> Starts {
        let empty = |first: First| Starts { taking: First::NONE, empty: first };
        match node {
            Node::Class(class) => Starts { taking: First::from(*class), empty: First::NONE },
            Node::Char(_) => Starts { taking: First { wide: true, ..First::NONE }, empty: First::NONE },
            Node::Place(place) => empty(match place {
                Place::LineEnd | Place::LastLineEnd => First { ascii: 1 << b'\n', wide: false, end: true },
                Place::TextEnd => First { end: true, ..First::NONE },
                Place::LineStart | Place::TextStart | Place::WordEdge | Place::NoWordEdge => First::ALL,
            }),
            Node::Ahead { not: false, node } => empty(First::of(node)),
            Node::Ahead { not: true, node } => empty(match **node {
                // Where the set is not known, any character may stand.
                Node::Class(class) => First { wide: !class.has_all_wide(), end: true, ascii: !class.ascii },
                _ => First::ALL,
            }),
            Node::Behind { .. } => empty(First::ALL),
            Node::Atomic(node) => Starts::of(node),
            Node::Sequence(nodes) => nodes.iter().rev().fold(empty(First::ALL), |after, node| {
                let before = Starts::of(node);
                Starts {
                    taking: before.taking.or(before.empty.and(after.taking)),
                    empty: before.empty.and(after.empty),
                }
            }),
            Node::Choice(nodes) => nodes.iter().map(Starts::of).fold(empty(First::NONE), |all, one| Starts {
                taking: all.taking.or(one.taking),
                empty: all.empty.or(one.empty),
            }),
            Node::Repeat { most: Some(0), .. } => empty(First::ALL),
            Node::Repeat { node, least: 0, .. } => Starts { empty: First::ALL, ..Starts::of(node) },
            Node::Repeat { node, .. } => {
                let one = Starts::of(node);
                // Behind an empty round may come one that takes something.
                Starts { taking: one.taking, empty: one.empty }
            }
            Node::Opaque => Starts { taking: First::ALL, empty: First::ALL },
        }
    }
}

/// For each kind of place those of a list that can start there, in their order.
#[derive(Debug)]
pub struct Dispatch {
    /// For each kind the list.
    table: [u16; KINDS],
    lists: Vec<Box<[u16]>>,
}

impl Dispatch {
    /// The greatest length of a list.
    pub const MOST: usize = u16::MAX as usize;

    /// The table of a list, of what is behind [`Dispatch::MOST`] nothing.
    pub fn new(firsts: &[First]) -> Dispatch {
        let mut dispatch = Dispatch { table: [0; KINDS], lists: Vec::new() };
        for kind in 0..KINDS {
            let can = firsts.iter().zip(0u16..).filter(|(first, _)| first.has(kind)).map(|(_, at)| at);
            let list: Box<[u16]> = can.collect();
            let known = dispatch.lists.iter().position(|known| *known == list);
            let at = known.unwrap_or_else(|| {
                dispatch.lists.push(list);
                dispatch.lists.len() - 1
            });
            // There are no more lists than kinds.
            dispatch.table[kind] = at as u16;
        }
        dispatch
    }

    /// Those that can start at a place of this kind.
    pub fn at(&self, kind: usize) -> &[u16] {
        &self.lists[usize::from(self.table[kind])]
    }
}

#[cfg(test)]
mod tests {
    use super::super::read::read;
    use super::{Dispatch, First, KINDS, kind};

    fn first(expression: &str) -> First {
        First::of(&read(expression).unwrap())
    }

    fn starts(expression: &str) -> String {
        let first = first(expression);
        let ascii = (0u8..128).filter(|byte| first.has(usize::from(*byte))).map(char::from);
        let marks = [(super::WIDE, '…'), (super::END, '∎')].into_iter().filter(|(kind, _)| first.has(*kind));
        ascii.chain(marks.map(|(_, mark)| mark)).collect()
    }

    #[test]
    fn starts_of_expressions() {
        for (expression, chars) in [
            ("abc|xyz", "ax"),
            (r"\b(if|else)\b", "ei"),
            ("a?b", "ab"),
            ("a*(?=[cd])", "acd"),
            ("(?=[a-d])[c-f]", "cd"),
            ("(?![^ab])", "ab∎"),
            ("(?<=x)[yz]", "yz"),
            ("(?i:k)", "Kk…"),
            ("$", "\n∎"),
            ("é", "…"),
            (r"(?:x|\z)", "x∎"),
            (r"(?:(?=q)|r)+s", "r"),
            (r"(a)\1", "a"),
        ] {
            assert_eq!(starts(expression), chars, "{expression}");
        }
        assert_eq!(first("a*"), First::ALL);
        assert_eq!(first(r"\w|^"), First::ALL);
    }

    #[test]
    fn lists_keep_their_order() {
        let table = Dispatch::new(&["[ab]", "b", "", "[bc]"].map(first));
        let at = |c: u8| table.at(usize::from(c)).to_vec();
        assert_eq!((at(b'a'), at(b'b'), at(b'c'), at(b'd')), (vec![0, 2], vec![0, 1, 2, 3], vec![2, 3], vec![2]));
        assert_eq!(table.at(kind("é".as_bytes(), 0)), [2]);
        assert_eq!(table.at(KINDS - 1), table.at(kind(b"", 0)));
    }
}
