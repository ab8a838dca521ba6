//! Whether the analysis is right: random templates are rendered by Tera, then again with every field, and the moment,
//! changed that the analysis says they do not look at. The output must be the same, or both must fail. So must it be where
//! what was shown once is remembered (`template::kept`).

mod documents;
mod older;
mod templates;

use std::sync::{Arc, Mutex};

use crate::template::testing::{Everything, engine, set};
use crate::template::{Engine, Fields, Shapes, TimeGrain, Usage, Usages, Variables};
use documents::World;
use templates::Random;

/// How often each thing happened, to see that the test tests something.
#[derive(Debug, Default)]
struct Tally {
    cases: usize,
    rendered: usize,
    /// Of those rendered, how many had something changed in the own document, in others, in the moment.
    own: usize,
    others: usize,
    time: usize,
    /// How many sets had something that is remembered.
    kept: usize,
    /// How many of those rendered look at a field only where a key is true.
    guarded: usize,
}

fn render(engine: &Engine, name: &str, variables: &Variables) -> Option<String> {
    let mut out = Vec::new();
    engine.render(name, variables, &mut out).ok()?;
    Some(String::from_utf8(out).unwrap())
}

/// Checks one set of random templates.
fn check(seed: u64, tally: &mut Tally) {
    let mut random = Random::new(seed);
    let files = templates::site(&mut random, documents::root(seed));
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let plain = World::new(seed, None);
    let answers = Arc::new(Mutex::new(plain.answers()));
    // What Tera refuses to compile is not rendered.
    let compiled = || engine(&files, documents::registry(&answers));
    let Ok(engine) = compiled() else { return };
    let usages = Arc::new(Usages::analyse(&set(&files), Shapes::default()));
    let keeper = Arc::new(Everything::default());
    let keeping = compiled().unwrap().keeping(usages.clone(), keeper.clone(), 0);
    // A name that no table tells of and that templates bind is theirs: no render gives anything under it.
    let given = |world: &World| {
        let mut variables = world.variables();
        variables.retain(|(name, _)| *name != "thing" || !usages.binds(name));
        variables
    };
    let variables = given(&plain);
    let other = if seed.is_multiple_of(2) { "base.html" } else { "part.html" };
    for name in ["entry.html", other] {
        let usage: &Usage = usages.of(name);
        *answers.lock().unwrap() = plain.answers();
        let before = render(&engine, name, &variables);
        for turn in ["first", "second"] {
            let shown = render(&keeping, name, &variables);
            assert_eq!(shown, before, "seed {seed}, {name}, remembered, {turn} time: {files:#?}");
        }
        let changed = World::new(seed, Some(usage));
        *answers.lock().unwrap() = changed.answers();
        let after = render(&engine, name, &given(&changed));
        if before != after {
            let text: Vec<String> = files.iter().map(|(name, text)| format!("=== {name}\n{text}")).collect();
            panic!("seed {seed}, {name}: {usage:#?}\n{}\n--- {before:?}\n+++ {after:?}", text.join("\n"));
        }
        tally.cases += 1;
        if before.is_some() {
            tally.rendered += 1;
            tally.own += usize::from(usage.own != Fields::All);
            tally.guarded += usize::from(!usage.guards.is_empty());
            tally.others += usize::from(usage.others != Fields::All);
            tally.time += usize::from(usage.time.is_none_or(|grain| grain < TimeGrain::Exact));
        }
    }
    tally.kept += usize::from(!keeper.0.lock().unwrap().is_empty());
}

#[test]
fn what_is_not_named_cannot_be_seen() {
    let mut tally = Tally::default();
    // Another range, or more: `USAGE_SEEDS=5000..90000 cargo test --lib usage::soundness`.
    let range = option_env!("USAGE_SEEDS").unwrap_or("0..1000");
    let (first, last) = range.split_once("..").unwrap();
    for seed in first.parse().unwrap()..last.parse().unwrap() {
        check(seed, &mut tally);
    }
    let Tally { cases, rendered, own, others, time, kept, guarded } = tally;
    assert!(
        rendered * 10 > cases * 3
            && own * 3 > rendered
            && others * 5 > rendered
            && time * 2 > rendered
            && kept * 20 > cases
            && guarded * 40 > rendered,
        "{tally:?}"
    );
}
