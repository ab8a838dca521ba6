//! Tera 1 templates against the reference: `tera` 1.20.1 renders every case too, and both must agree on every byte and on
//! what fails.
//!
//! Where the reference panics, anything goes but a panic.

#[path = "tera1/oracle.rs"]
mod oracle;
#[path = "tera1/snippets.rs"]
mod snippets;

use lianluo::template::tera1::syntax::parse;
use oracle::{Case, Outcome};

/// What differs between the two, in words; none if nothing does.
fn difference(case: &Case, name: &str) -> Option<String> {
    let expected = oracle::reference(case, name);
    let found = oracle::ours(case, name);
    let agrees = match (&expected, &found) {
        (Outcome::Text(expected), Outcome::Text(found)) => expected == found,
        (Outcome::Failed(_), Outcome::Failed(_)) => true,
        (Outcome::Panicked, Outcome::Text(_) | Outcome::Failed(_)) => true,
        _ => false,
    };
    (!agrees).then(|| format!("{case}\nreference: {expected:?}\nours:      {found:?}\n"))
}

#[test]
fn every_snippet_gives_what_the_reference_gives() {
    let cases = snippets::all();
    let (mut texts, mut failed, mut panicked) = (0, 0, Vec::new());
    let mut differences = Vec::new();
    for case in &cases {
        match oracle::reference(case, case.main()) {
            Outcome::Text(_) => texts += 1,
            Outcome::Failed(_) => failed += 1,
            Outcome::Panicked => panicked.push(case.to_string()),
        }
        differences.extend(difference(case, case.main()));
    }
    assert!(differences.is_empty(), "{} of {} differ:\n{}", differences.len(), cases.len(), differences.join("\n"));
    assert!(texts >= 300 && failed >= 100, "the table has shrunk: {texts} that render, {failed} that fail");
    let allowed: Vec<String> = snippets::panics().iter().map(ToString::to_string).collect();
    assert_eq!(panicked, allowed, "the reference's panics are listed apart");
}

#[test]
fn the_tokens_of_a_template_are_its_whole_text() {
    let texts = snippets::all().into_iter().flat_map(|case| case.files).map(|(_, text)| text);
    let mut parsed = 0;
    for text in texts {
        let Ok(tree) = parse(&text) else { continue };
        parsed += 1;
        let mut at = 0;
        for token in &tree.tokens {
            assert_eq!(token.span.start, at, "a gap in {text}");
            assert!(token.span.end > at, "an empty token in {text}");
            at = token.span.end;
        }
        assert_eq!(at as usize, text.len(), "the end of {text}");
    }
    assert!(parsed > 300, "{parsed}");
}
