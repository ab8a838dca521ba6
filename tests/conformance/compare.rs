//! Two output trees: the set of files, and each file by the rules of its kind.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Cursor;
use std::path::Path;

use image::ImageReader;
use walkdir::WalkDir;

use crate::case::{Case, Rules};
use crate::listing::{difference, without_hash};
use crate::{css, html, index, xml};

/// The files of a folder by their paths with `/`.
pub type Tree = BTreeMap<String, Vec<u8>>;

/// Reads a folder; an absent one has no files.
pub fn tree(folder: &Path) -> Tree {
    let files = WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).expect("inside");
            let parts: Vec<String> = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
            (parts.join("/"), fs::read(entry.path()).expect("readable"))
        })
        .collect()
}

/// Everything in which the trees differ.
pub fn compare_trees(case: &Case, expected: &Tree, got: &Tree) -> Vec<String> {
    let made = |name: &str| name.starts_with("processed_images/");
    let names = |tree: &Tree| -> BTreeSet<String> {
        tree.keys().filter(|name| !made(name) && !case.ignore.is_match(name.as_str())).cloned().collect()
    };
    // Their names hold fingerprints, so they stand for themselves: by name, format and size.
    let pictures = |tree: &Tree| -> Vec<String> {
        let mut pictures: Vec<String> = tree
            .iter()
            .filter(|(name, _)| made(name) && !case.ignore.is_match(name.as_str()))
            .map(|(name, bytes)| format!("{} {}", without_hash(name), picture(bytes).unwrap_or_else(|error| error)))
            .collect();
        pictures.sort();
        pictures
    };
    let (expected_names, got_names) = (names(expected), names(got));
    let mut faults: Vec<String> = Vec::new();
    faults.extend(expected_names.difference(&got_names).map(|name| format!("{name}: missing from the output")));
    faults.extend(got_names.difference(&expected_names).map(|name| format!("{name}: not expected in the output")));
    faults.extend(difference(&pictures(expected), &pictures(got)).map(|told| format!("made pictures differ {told}")));
    for name in expected_names.intersection(&got_names) {
        let source = ["static", "content"].map(|folder| fs::read(case.folder.join("site").join(folder).join(name)));
        let copied = source.iter().any(|source| source.as_ref().is_ok_and(|bytes| *bytes == expected[name]));
        if let Err(fault) = compare(name, &expected[name], &got[name], copied, &case.rules) {
            faults.push(format!("{name}: {fault}"));
        }
    }
    faults
}

/// Compares a file with the recorded one; `copied` if it is one the site brings itself.
pub fn compare(name: &str, expected: &[u8], got: &[u8], copied: bool, rules: &Rules) -> Result<(), String> {
    let is_sheet = ["giallo.css", "giallo-light.css", "giallo-dark.css"].contains(&name);
    if name == "elasticlunr.min.js" {
        return says(got, "elasticlunr", "does not look like the library elasticlunr");
    }
    if is_sheet {
        return says(got, "{", "holds no rule of a style sheet");
    }
    if expected.starts_with(b"<!-- placeholder:") {
        assert!(rules.builtin_pages, "{name}: recorded as a placeholder, but the case does not say `builtin-pages`");
        return says(got, "<", "is empty");
    }
    if copied || expected == got {
        let told = || format!("a copied file changed: {} bytes became {}", expected.len(), got.len());
        return if expected == got { Ok(()) } else { Err(told()) };
    }
    let file = name.rsplit('/').next().unwrap_or(name);
    let extension = file.rsplit_once('.').map_or("", |(_, extension)| extension).to_lowercase();
    if ["png", "jpg", "jpeg", "gif", "webp", "avif"].contains(&extension.as_str()) {
        return same(&[picture(expected)?], &[picture(got)?]);
    }
    let Ok(expected) = std::str::from_utf8(expected) else { return Err("the bytes differ".to_owned()) };
    let got = std::str::from_utf8(got).map_err(|error| error.to_string())?;
    match extension.as_str() {
        "html" | "htm" => {
            same(&html::lines(expected), &html::lines(got))?;
            let most = expected.len() * 115 / 100 + 16;
            if rules.minified && got.len() > most {
                return Err(format!("not minified: {} bytes, recorded with {}", got.len(), expected.len()));
            }
            Ok(())
        }
        "xml" if xml::lines(expected, rules).is_ok() => same(&xml::lines(expected, rules)?, &xml::lines(got, rules)?),
        _ if file.starts_with("search_index") => same(&index::lines(expected, rules)?, &index::lines(got, rules)?),
        "json" if serde_json::from_str::<serde_json::Value>(expected).is_ok() => {
            let parse = |text| serde_json::from_str(text).map_err(|error| format!("no JSON: {error}"));
            same(&index::json_lines(&parse(expected)?), &index::json_lines(&parse(got)?))
        }
        "css" => same(&css::lines(expected), &css::lines(got)),
        _ => same(&text_lines(expected), &text_lines(got)),
    }
}

fn same(expected: &[String], got: &[String]) -> Result<(), String> {
    difference(expected, got).map_or(Ok(()), |told| Err(format!("differs {told}")))
}

fn says(got: &[u8], word: &str, otherwise: &str) -> Result<(), String> {
    let said = String::from_utf8_lossy(got).contains(word);
    if said { Ok(()) } else { Err(otherwise.to_owned()) }
}

fn text_lines(text: &str) -> Vec<String> {
    text.trim().lines().map(|line| line.trim_end().to_owned()).collect()
}

/// Format and size.
fn picture(bytes: &[u8]) -> Result<String, String> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|error| error.to_string())?;
    let format = reader.format().ok_or("no picture of a known format")?;
    let (width, height) = reader.into_dimensions().map_err(|error| error.to_string())?;
    Ok(format!("{format:?} {width}x{height}"))
}
