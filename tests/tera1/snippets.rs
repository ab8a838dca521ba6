//! The table of snippets: `snippets.txt`.
//!
//! A line is a case: one template, `t.html`, or after `txt:` one that is not escaped. `⏎` stands for a line break. Several
//! files stand between `<<<` and `>>>`, each after a line `@ name`. Lines beginning with `//` say what the cases are about.

use super::oracle::Case;

/// All cases but those at which the reference panics.
pub fn all() -> Vec<Case> {
    let mut cases = read(include_str!("snippets.txt"));
    cases.extend(panics());
    cases
}

/// Those at which the reference panics.
pub fn panics() -> Vec<Case> {
    read(include_str!("panics.txt"))
}

fn read(text: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.is_empty() || line.starts_with("//") {
            continue;
        }
        if line == "<<<" {
            let mut files: Vec<(String, String)> = Vec::new();
            for line in lines.by_ref().take_while(|line| *line != ">>>") {
                match (line.strip_prefix("@ "), files.last_mut()) {
                    (Some(name), _) => files.push((name.to_owned(), String::new())),
                    (None, Some((_, text))) => {
                        if !text.is_empty() {
                            text.push('\n');
                        }
                        text.push_str(line);
                    }
                    (None, None) => assert!(line.is_empty(), "a case without a file: {line}"),
                }
            }
            cases.push(Case { files, variables: Vec::new() });
            continue;
        }
        let (name, text) = match line.strip_prefix("txt:") {
            Some(text) => ("t.txt", text),
            None => ("t.html", line),
        };
        cases.push(Case::single(name, &text.replace('⏎', "\n")));
    }
    cases
}
