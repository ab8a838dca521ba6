//! Sites that went wrong in small ways: the recorded sites with lines taken away, doubled, cut and mixed up, at random but the
//! same each time. Whatever comes out, the program ends in time and tells it; it never panics.
//!
//! `LIANLUO_MUTANTS` says how many, `LIANLUO_SEED` from where.
#![expect(clippy::disallowed_methods, reason = "the tests look at the disk and at the clock")]

mod harness;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use harness::Site;
use lianluo::diagnostic::Locale;
use walkdir::WalkDir;

/// How many without being told.
const MUTANTS: u64 = 1500;

/// How long one may take in a build without optimisation on a busy machine.
const LONGEST: Duration = Duration::from_secs(30);

/// Endings of files whose lines are changed.
const TEXTS: [&str; 7] = ["md", "html", "toml", "xml", "scss", "yaml", "json"];

/// Numbers that look random (SplitMix64, public domain, Sebastiano Vigna).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end.max(1) as u64) as usize
    }
}

/// The recorded sites, each with its name.
fn sites() -> Vec<(String, Site)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance");
    let mut found = Vec::new();
    for dialect in ["zola-0.22", "zola-0.23"] {
        let mut cases: Vec<_> = fs::read_dir(folder.join(dialect)).expect("the cases").flatten().collect();
        cases.sort_by_key(|case| case.file_name());
        for case in cases {
            let root = case.path().join("site");
            let mut site = Site::bare();
            for entry in WalkDir::new(&root).sort_by_file_name().into_iter().flatten() {
                let Ok(path) = entry.path().strip_prefix(&root) else { continue };
                let (Some(path), true) = (path.to_str(), entry.file_type().is_file()) else { continue };
                site = site.bytes(path, &fs::read(entry.path()).expect("a file of the case"));
            }
            site.options.overrides.dialect = Some(match dialect {
                "zola-0.22" => lianluo::config::Dialect::V1,
                _ => lianluo::config::Dialect::V2,
            });
            found.push((format!("{dialect}/{}", case.file_name().to_string_lossy()), site));
        }
    }
    found
}

/// The site with some lines of one of its texts changed, and which.
fn mutant(site: &Site, chance: &mut Chance) -> Option<(Site, String)> {
    let is_text = |path: &str| path.rsplit_once('.').is_some_and(|(_, ending)| TEXTS.contains(&ending));
    let texts: Vec<String> = site.world.files.keys().map(ToString::to_string).filter(|path| is_text(path)).collect();
    let path = texts.get(chance.below(texts.len()))?;
    let text = String::from_utf8(site.bytes_of(path)).ok()?;
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for _ in 0..=chance.below(3) {
        if lines.is_empty() {
            break;
        }
        let at = chance.below(lines.len());
        let other = chance.below(lines.len());
        match chance.below(7) {
            0 => drop(lines.remove(at)),
            1 => lines.insert(at, lines[other].clone()),
            2 => lines.swap(at, other),
            3 => {
                let cut = chance.below(lines[at].chars().count() + 1);
                lines[at] = lines[at].chars().take(cut).collect();
            }
            4 => {
                // Two characters change places.
                let mut all: Vec<char> = lines[at].chars().collect();
                let (a, b) = (chance.below(all.len()), chance.below(all.len()));
                if a < all.len() && b < all.len() {
                    all.swap(a, b);
                }
                lines[at] = all.into_iter().collect();
            }
            5 => lines[at] = lines[at].replace(|c: char| c.is_ascii_digit(), "-9"),
            _ => {
                lines[at].push_str(["{{", "%}", "\"", "+++", "]", "{% if x %}", "{#", "\u{0}", "é文"][chance.below(9)])
            }
        }
    }
    let changed = lines.join("\n");
    let told = format!("{path}\n{changed}");
    Some((site.clone().file(path, &changed), told))
}

#[test]
fn sites_that_went_wrong_end_in_time_and_tell_it() {
    let number = |name: &str, default| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default);
    let (count, seed) = (number("LIANLUO_MUTANTS", MUTANTS), number("LIANLUO_SEED", 20_261_126));
    let sites = sites();
    assert!(sites.len() > 100, "the recorded sites are not found");
    let (mut built, mut refused) = (0, 0);
    for round in 0..count {
        let mut chance = Chance(seed.wrapping_add(round.wrapping_mul(0x51_7cc1)));
        let (name, site) = &sites[chance.below(sites.len())];
        let Some((site, changed)) = mutant(site, &mut chance) else { continue };
        let start = Instant::now();
        let made = catch_unwind(AssertUnwindSafe(|| site.build()));
        let taken = start.elapsed();
        let Ok(made) = made else { panic!("round {round}: a panic in {name}, changed in {changed}") };
        assert!(taken < LONGEST, "round {round}: {name} took {taken:?}, changed in {changed}");
        // What is told can be shown in both languages, with its places.
        let shown = [Locale::En, Locale::Zh].map(|locale| made.shown(locale));
        let is_refused = !made.errors().is_empty();
        assert!(!is_refused || shown.iter().all(|shown| !shown.is_empty()), "round {round}: {name} fails in silence");
        (built, refused) = (built + u32::from(!is_refused), refused + u32::from(is_refused));
    }
    // Neither are all changes harmless nor all fatal.
    assert!(count < 100 || (built > 10 && refused > 10), "{built} built, {refused} were refused");
}
