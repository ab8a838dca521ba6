//! Tera 1 templates against the reference: `tera` 1.20.1 renders every case too, and both must agree on every byte and on
//! what fails.
//!
//! Where the reference panics, anything goes but a panic.
#![expect(clippy::disallowed_methods, reason = "how many cases to make is the environment's to say")]

#[path = "tera1/arguments.rs"]
mod arguments;
#[path = "tera1/generator.rs"]
mod generator;
#[path = "tera1/mistakes.rs"]
mod mistakes;
#[path = "tera1/oracle.rs"]
mod oracle;
#[path = "tera1/sets.rs"]
mod sets;
#[path = "tera1/snippets.rs"]
mod snippets;
#[path = "tera1/values.rs"]
mod values;

use lianluo::template::tera1::syntax::parse;
use oracle::{Case, Outcome};

/// How many renders a run compares at least; more by `LIANLUO_TERA1_RENDERS`, another row of them by `LIANLUO_TERA1_SEED`.
const RENDERS: usize = 200_000;

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

/// Writes a case to a file of this thread in the folder that `LIANLUO_TERA1_TRACE` names: a stack that overflows leaves nothing
/// else behind.
fn leave_a_trace(case: &Case) {
    if let Ok(folder) = std::env::var("LIANLUO_TERA1_TRACE") {
        let file = format!("{folder}/{:?}.txt", std::thread::current().id());
        std::fs::write(file, case.to_string()).expect("a folder to write to");
    }
}

/// What became of the renders of some cases.
#[derive(Default)]
struct Tally {
    texts: usize,
    failed: usize,
    panicked: usize,
    differences: Vec<String>,
}

impl Tally {
    fn count(&mut self, case: &Case, name: &str, expected: &Outcome, found: &Outcome) {
        let agrees = match (expected, found) {
            (Outcome::Text(expected), Outcome::Text(found)) => expected == found,
            (Outcome::Failed(_), Outcome::Failed(_)) => true,
            (Outcome::Panicked, Outcome::Text(_) | Outcome::Failed(_)) => true,
            _ => false,
        };
        match expected {
            Outcome::Text(_) => self.texts += 1,
            Outcome::Failed(_) => self.failed += 1,
            Outcome::Panicked => self.panicked += 1,
        }
        if !agrees && self.differences.len() < 20 {
            self.differences.push(format!("{case}rendering {name}\nreference: {expected:?}\nours:      {found:?}\n"));
        }
    }

    /// Makes and renders cases until there are `renders`.
    fn run(&mut self, seed: u64, renders: usize) {
        let mut chance = generator::Chance::new(seed);
        // Chance is not the same on both sides.
        let texts: Vec<String> = snippets::all()
            .into_iter()
            // A macro that calls itself, its condition mutated away, ends in the reference's stack overflow.
            .filter(|case| {
                let text = &case.files[0].1;
                case.files.len() == 1 && !text.contains("get_random") && !text.contains("self::")
                    // Loops over combining letters, where the reference counts wrong.
                    && !text.contains('\u{301}')
            })
            .map(|case| case.files[0].1.clone())
            .collect();
        while self.texts + self.failed + self.panicked < renders {
            for _ in 0..16 {
                let case = generator::expression(&mut chance);
                leave_a_trace(&case);
                self.count(
                    &case,
                    case.main(),
                    &oracle::reference(&case, case.main()),
                    &oracle::ours(&case, case.main()),
                );
            }
            for _ in 0..16 {
                let text = &texts[chance.below(texts.len())];
                let case = sets::mutant(&mut chance, text);
                leave_a_trace(&case);
                self.count(
                    &case,
                    case.main(),
                    &oracle::reference(&case, case.main()),
                    &oracle::ours(&case, case.main()),
                );
            }
            let case = sets::case(&mut chance);
            // A block within a block of its name has no end in the reference.
            if case.files.iter().any(|(_, text)| sets::repeats_a_block(text)) {
                continue;
            }
            leave_a_trace(&case);
            let (reference, ours) = (oracle::Reference::new(&case), oracle::Ours::new(&case));
            for (name, _) in &case.files {
                self.count(&case, name, &reference.render(name), &ours.render(name));
            }
        }
    }
}

#[test]
fn generated_templates_give_what_the_reference_gives() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<usize>().ok());
    let renders = number("LIANLUO_TERA1_RENDERS").unwrap_or(RENDERS);
    let seed = number("LIANLUO_TERA1_SEED").unwrap_or(1) as u64;
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let tallies: Vec<Tally> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads)
            .map(|thread| {
                let run = move || {
                    let mut tally = Tally::default();
                    tally.run(seed * 1000 + thread as u64, renders.div_ceil(threads));
                    tally
                };
                // The reference takes much stack.
                std::thread::Builder::new().stack_size(64 << 20).spawn_scoped(scope, run).expect("a thread")
            })
            .collect();
        running.into_iter().map(|thread| thread.join().expect("no panic of ours")).collect()
    });
    let sum = |of: fn(&Tally) -> usize| tallies.iter().map(of).sum::<usize>();
    let (texts, failed, panicked) = (sum(|t| t.texts), sum(|t| t.failed), sum(|t| t.panicked));
    let differences: Vec<&str> = tallies.iter().flat_map(|t| &t.differences).map(String::as_str).collect();
    assert!(differences.is_empty(), "{} differ:\n{}", differences.len(), differences.join("\n"));
    assert!(texts + failed + panicked >= renders);
    // Most of what chance writes is wrong somewhere, which has to agree as well.
    assert!(texts * 5 > failed, "too few renders succeed: {texts} do, {failed} fail, {panicked} panic");
}
