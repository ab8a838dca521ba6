//! The table of `docs/compatibility.md` is held by tests: each row's id stands in a comment on one of them.

use std::collections::BTreeSet;

use regex::Regex;

use super::{File, finds, hold, project};

/// Rows of the compatibility table that no test names by `checklist: ID`.
fn untested_rows(files: &[File]) -> Vec<String> {
    let row = Regex::new(r"(?m)^\| ([A-Z0-9]+-\d+) \|").expect("a valid pattern");
    let id = Regex::new(r"\b[A-Z0-9]+-\d+\b").expect("a valid pattern");
    let (documents, tests): (Vec<&File>, Vec<&File>) = files.iter().partition(|file| file.path.ends_with(".md"));
    let comments = tests.iter().flat_map(|file| file.text.lines()).filter_map(|line| line.split_once("checklist: "));
    let named: BTreeSet<&str> = comments.flat_map(|(_, rest)| id.find_iter(rest).map(|found| found.as_str())).collect();
    let mut faults = Vec::new();
    for file in documents {
        let untested = row.captures_iter(&file.text).filter(|found| !named.contains(&found[1]));
        faults.extend(untested.map(|found| {
            let at = found.get(0).map_or(0, |whole| whole.start());
            file.fault(
                at,
                format_args!("no test names `{}`: add `// checklist: {0}` to the one that holds it", &found[1]),
            )
        }));
    }
    faults
}

#[test]
fn every_row_of_the_compatibility_table_is_named_by_a_test() {
    let files = project(|path| path == "docs/compatibility.md" || path.ends_with(".rs"));
    assert!(files.iter().any(|file| file.text.contains("\n| FN-1 |")), "the table is not found");
    hold(untested_rows(&files));
}

#[test]
fn a_planted_row_without_a_test_is_found() {
    let table = "| row | what |\n|---|---|\n| XX-1 | one |\n| XX-2 | two |\n| XX-3 | three |\n";
    let planted =
        [("docs/a.md", table), ("src/a.rs", "// checklist: XX-1\n"), ("tests/a.rs", "//! checklist: XX-10, XX-3\n")];
    finds(untested_rows, &planted, &["docs/a.md:4"]);
}
