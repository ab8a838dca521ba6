//! Sites with the output another program gave them: each folder under `tests/conformance/` builds to the tree recorded
//! there, or fails with a message that names the fault. `tests/conformance/README.md` says what counts as equal.
//!
//! `LIANLUO_CASES='4?-*' cargo test --test conformance` runs only the cases so named, and shows all their differences.
#![expect(clippy::disallowed_methods, reason = "the tests start the program and look at the disk")]
#![expect(clippy::panic, reason = "a test fails by panicking")]

#[path = "conformance/case.rs"]
mod case;
#[path = "conformance/compare.rs"]
mod compare;
#[path = "conformance/css.rs"]
mod css;
#[path = "conformance/html.rs"]
mod html;
#[path = "conformance/index.rs"]
mod index;
#[path = "conformance/listing.rs"]
mod listing;
#[path = "conformance/planted.rs"]
mod planted;
#[path = "conformance/run.rs"]
mod run;
#[path = "conformance/xml.rs"]
mod xml;

use std::env;
use std::path::Path;

use globset::Glob;
use rayon::prelude::*;

use case::Case;

/// Runs all cases of a dialect, in parallel, and fails with every difference found. Those that fail as yet are `open`, each
/// with its reason; one that passes must leave that list.
fn dialect(name: &str, open: &[(&str, &str)]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance").join(name);
    let mut cases = Case::all(&folder);
    assert!(!cases.is_empty(), "no case in {}", folder.display());
    let only = env::var("LIANLUO_CASES").ok();
    if let Some(only) = &only {
        let only = Glob::new(only).expect("LIANLUO_CASES is a glob").compile_matcher();
        cases.retain(|case| only.is_match(&case.name));
    }
    let failed: Vec<String> = cases
        .par_iter()
        .filter_map(|case| {
            let differences = run::run(case);
            let shown = if only.is_some() { differences.len() } else { 3 };
            let more = differences.len().saturating_sub(shown);
            let mut told: Vec<String> = differences.into_iter().take(shown).collect();
            if more > 0 {
                told.push(format!("and {more} more"));
            }
            (!told.is_empty()).then(|| format!("{}: {}\n    {}", case.name, case.title, told.join("\n    ")))
        })
        .collect();
    let is_open = |case: &str| open.iter().any(|(name, _)| case.starts_with(name));
    let (known, failed): (Vec<String>, Vec<String>) = failed.into_iter().partition(|case| is_open(case));
    let expected = cases.iter().filter(|case| is_open(&case.name)).count();
    assert_eq!(known.len(), expected, "an open case of {name} passes now: take it off the list");
    assert!(failed.is_empty(), "{} of {} cases of {name} fail\n{}", failed.len(), cases.len(), failed.join("\n"));
}

#[test]
fn sites_of_zola_0_23_build_to_what_was_recorded() {
    dialect("zola-0.23", &[]);
}

#[test]
fn sites_of_zola_0_22_build_to_what_was_recorded() {
    dialect("zola-0.22", &[]);
}
