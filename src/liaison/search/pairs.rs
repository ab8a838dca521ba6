//! The places of every two characters that stand side by side, spread over files.

use rustc_hash::{FxHashMap, FxHashSet};

use super::fold::fold;
use super::number;

/// How many bits of a packed pair its place takes: 268 million characters, some hundred times a large site.
const PLACE_BITS: u32 = 28;
/// How many bits a character's number takes: Unicode has fewer characters.
const CHARACTER_BITS: u32 = 18;

/// How many places the room of a document is counted in: it takes up whole ones, so that a document that becomes a little
/// longer moves the places of no other, and only the files change that hold a pair of its own that moved.
pub const SLOT: usize = 512;

/// All pairs of a site, by the file they are in.
#[derive(Debug, Default)]
pub struct Pairs {
    /// For each file its pairs, packed: both characters' numbers, then the place; sorted.
    files: Vec<Vec<u64>>,
    /// The characters by number, in their own order.
    characters: Vec<char>,
}

/// Which of `count` files holds a pair; `search.js` asks the same.
fn file_of(one: char, other: char, count: usize) -> usize {
    (one as usize * 7919 + other as usize) % count.max(1)
}

impl Pairs {
    /// The pairs of `texts`, each in its own room, over `count` files. Blanks and line ends part pairs.
    pub fn new<'t>(texts: impl Iterator<Item = &'t str> + Clone, count: usize) -> Pairs {
        let folded = texts.clone().flat_map(|text| text.chars().map(fold));
        let mut characters: Vec<char> = folded.collect::<FxHashSet<char>>().into_iter().collect();
        characters.sort_unstable();
        let numbers: FxHashMap<char, u64> = characters.iter().enumerate().map(|(at, c)| (*c, at as u64)).collect();
        let mut files = vec![Vec::new(); count.max(1)];
        let mut start = 0_usize;
        for text in texts {
            let (mut before, mut end): (Option<(char, u64)>, usize) = (None, start);
            for (place, c) in (start..1 << PLACE_BITS).zip(text.chars().map(fold)) {
                let here = (!c.is_whitespace()).then(|| (c, numbers[&c]));
                if let (Some((one, first)), Some((other, second))) = (before, here) {
                    let key = first << CHARACTER_BITS | second;
                    files[file_of(one, other, count)].push(key << PLACE_BITS | (place as u64 - 1));
                }
                (before, end) = (here, place + 1);
            }
            start = end.next_multiple_of(SLOT);
        }
        // Not by the build's own pool: its threads wait for this.
        let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let share = files.len().div_ceil(threads);
        std::thread::scope(|scope| {
            for files in files.chunks_mut(share) {
                scope.spawn(|| files.iter_mut().for_each(|file| file.sort_unstable()));
            }
        });
        Pairs { files, characters }
    }

    /// One file: pairs and their places, parted by blanks.
    pub fn file(&self, at: usize) -> String {
        let mut text = String::new();
        let pairs = self.files.get(at).map_or(&[][..], Vec::as_slice);
        for same in pairs.chunk_by(|a, b| a >> PLACE_BITS == b >> PLACE_BITS) {
            let key = same[0] >> PLACE_BITS;
            let character = |number: u64| self.characters[number as usize];
            if !text.is_empty() {
                text.push(' ');
            }
            text.push(character(key >> CHARACTER_BITS));
            text.push(character(key & ((1 << CHARACTER_BITS) - 1)));
            text.push(' ');
            number::push_rising(same.iter().map(|packed| (packed & ((1 << PLACE_BITS) - 1)) as usize), &mut text);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::Pairs;

    #[test]
    fn every_pair_of_neighbours_has_its_places() {
        let pairs = Pairs::new(["渠水渠水\n", "Ｇ7 渠水\n"].into_iter(), 1);
        // 渠水 at 0, 2 and 512 + 3; a line end and a blank part the rest. 512 is `)m`: 56 + 12 * 38.
        assert_eq!(pairs.file(0), "g7 )m 水渠 b 渠水 ac*m");
    }

    #[test]
    fn a_longer_text_moves_no_other() {
        let texts = |first: &'static str| Pairs::new([first, "渠成\n"].into_iter(), 8);
        let (one, other) = (texts("水到\n"), texts("水到这里\n"));
        let changed = (0..8).filter(|at| one.file(*at) != other.file(*at)).count();
        assert!((1..=2).contains(&changed), "the two new pairs are in {changed} files");
    }

    #[test]
    fn files_share_the_pairs_out() {
        let text = "甲乙丙丁戊己庚辛\n";
        let pairs = Pairs::new([text].into_iter(), 4);
        let all: Vec<String> = (0..4).map(|at| pairs.file(at)).collect();
        assert_eq!(all.iter().map(|file| file.split(' ').filter(|part| !part.is_empty()).count()).sum::<usize>(), 14);
        assert!(all.iter().filter(|file| !file.is_empty()).count() > 1, "{all:?}");
    }
}
