//! How many templates lie in one another by `include` and `extends`. Each costs the engine stack, and a parent of parents
//! more memory than their number, so that there is an end to it.

use rustc_hash::FxHashMap;

use super::code::TOO_LONG_CHAIN;
use super::set::TemplateSet;
use super::tags::{Kind, pieces, tags};
use crate::diagnostic::Diagnostic;

/// How many templates may lie in one another; a site has some five.
const LONGEST: usize = 64;

/// A use of another template: which, and where.
struct Use {
    file: usize,
    span: std::ops::Range<usize>,
}

/// Tells a template that leads too far into others. Circles are the engine's to tell.
pub fn too_long(set: &TemplateSet) -> Option<Diagnostic> {
    let names: FxHashMap<&str, usize> =
        set.files.iter().enumerate().map(|(index, file)| (file.name.as_str(), index)).collect();
    let prefixes = set.prefixes();
    let resolve = |name: &str| {
        let behind = || prefixes.iter().find_map(|prefix| names.get(format!("{prefix}{name}").as_str()));
        names.get(name).or_else(behind).copied()
    };
    let uses: Vec<Vec<Use>> = set.files.iter().map(|file| uses(&file.source.text, &resolve)).collect();
    // How many templates lie in each one; after as many rounds as there may be, every number is right or too large.
    let mut depths = vec![0_usize; uses.len()];
    for _ in 0..=LONGEST {
        let deeper = |uses: &Vec<Use>| uses.iter().map(|used| depths[used.file] + 1).max().unwrap_or(0);
        let next: Vec<usize> = uses.iter().map(deeper).collect();
        if next == depths {
            return None;
        }
        depths = next;
    }
    let first = depths.iter().position(|depth| *depth > LONGEST)?;
    let mut chain = vec![first];
    while chain.len() <= LONGEST {
        let last = &uses[*chain.last()?];
        let next = last.iter().max_by_key(|used| depths[used.file])?.file;
        if chain.contains(&next) {
            return None;
        }
        chain.push(next);
    }
    let used = uses[first].iter().max_by_key(|used| depths[used.file])?;
    let file = &set.files[first];
    let diagnostic = Diagnostic::new(&TOO_LONG_CHAIN).arg("name", &file.name).arg("most", LONGEST);
    Some(diagnostic.at(&file.source, used.span.clone()))
}

fn uses(text: &str, resolve: &impl Fn(&str) -> Option<usize>) -> Vec<Use> {
    let mut found = Vec::new();
    for tag in tags(text).into_iter().filter(|tag| tag.is_statement) {
        let inside = pieces(text, tag.inner.clone());
        let [word, name, ..] = &inside[..] else { continue };
        if word.kind != Kind::Word || !matches!(word.text, "include" | "extends") {
            continue;
        }
        if let Some(file) = resolve(name.text.trim_matches(['"', '\'', '`'])) {
            found.push(Use { file, span: tag.span.clone() });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::testing::set;
    use super::{LONGEST, too_long};

    fn chain(word: &str, length: usize) -> Vec<(String, String)> {
        let mut files: Vec<(String, String)> =
            (1..length).map(|at| (format!("{at}.html"), format!("{{% {word} \"{}.html\" %}}", at + 1))).collect();
        files.push((format!("{length}.html"), "x".to_owned()));
        files
    }

    fn told(files: &[(String, String)]) -> Option<String> {
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        too_long(&set(&files)).map(|diagnostic| diagnostic.message(crate::diagnostic::Locale::En))
    }

    #[test]
    fn long_chains_are_told_and_circles_left_to_the_engine() {
        for word in ["include", "extends"] {
            assert_eq!(told(&chain(word, LONGEST)), None);
            let told = told(&chain(word, 2000)).unwrap();
            assert!(told.contains(".html") && told.contains("64"), "{told}");
        }
        let circle = [("a.html", "{% include 'b.html' %}"), ("b.html", "{%- include 'a.html' -%}")];
        assert_eq!(told(&circle.map(|(name, text)| (name.to_owned(), text.to_owned()))), None);
    }
}
