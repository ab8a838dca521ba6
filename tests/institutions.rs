//! Every institution of a group's year has its place: docs/institutions.md is walked row by row.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "reads the project's documentation and the sections of its site")]

mod harness;

use std::path::Path;

use harness::Site;
use lianluo::liaison::entry::shipped_kinds;
use lianluo::liaison::ledger::{Part, shipped_presets};

/// The words between backquotes.
fn words(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

fn rows(text: &str) -> Vec<Vec<&str>> {
    let rows =
        text.lines().filter(|line| line.starts_with("| ") && line[2..].starts_with(|c: char| c.is_ascii_digit()));
    rows.map(|line| line.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

#[test]
fn every_institution_has_its_kind_fields_page_counter_and_export() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("docs/institutions.md")).unwrap();
    let rows = rows(&text);
    let numbers: Vec<usize> = rows.iter().map(|row| row[0].parse().unwrap()).collect();
    assert_eq!(numbers, (1..=31).collect::<Vec<_>>());
    let kinds = shipped_kinds();
    let presets: String = shipped_presets().map(|(_, text)| text).collect();
    for row in &rows {
        let [number, _, kind, fields, page, targets, export] = row.as_slice() else { panic!("{row:?}") };
        let kind = kinds.find(words(kind)[0]).unwrap_or_else(|| panic!("{number}: no kind {kind}"));
        for field in words(fields) {
            assert!(kind.field(field).is_some(), "{number}: {} has no field {field}", kind.id);
        }
        for target in words(targets) {
            assert!(presets.contains(&format!("id = \"{target}\"")), "{number}: no preset has {target}");
        }
        let export = words(export)[0];
        if let Some(part) = export.strip_prefix("ledger --part ") {
            assert!(Part::ALL.iter().any(|(name, _)| *name == part), "{number}: no part {part}");
        }
        for page in words(page) {
            let top = page.split('/').next().unwrap();
            let made = ["ledger", "archive", "collection"].contains(&top);
            assert!(made || root.join("content").join(top).join("_index.md").is_file(), "{number}: {page}");
        }
    }
}

#[test]
fn an_entry_of_every_kind_with_every_field_is_accepted() {
    // What `new` writes for a kind, with what must be said filled in, is an entry.
    let kinds = shipped_kinds();
    for kind in &kinds.all {
        let draft = lianluo::liaison::entry::Draft {
            kind,
            title: "条目",
            date: jiff::civil::date(2026, 3, 18),
            group: "甲组",
            township: "甲镇",
        };
        let text = draft
            .text()
            .replace("proposer = \"\"", "proposer = \"wang\"")
            .replace("speaker = \"\"", "speaker = \"wang\"");
        let text = text.replace("[taxonomies]\ntags = []\n", "");
        let built = Site::group().file(&format!("content/{}/new.md", kind.id), &text).build();
        assert!(built.errors().is_empty(), "{}: {:?}", kind.id, built.errors());
    }
}
