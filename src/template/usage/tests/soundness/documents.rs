//! Small documents that know one another, made twice: as they are, and with all changed that is not looked at.

use std::sync::{Arc, Mutex};

use tera::{Map, Value};

use crate::template::{Args, Fields, Registry, TimeGrain, Usage, Variables};

/// The fields of every document. `odd` stands in no table.
const FIELDS: [&str; 12] = [
    "title",
    "content",
    "summary",
    "permalink",
    "year",
    "draft",
    "extra",
    "taxonomies",
    "pages",
    "lower",
    "higher",
    "odd",
];

/// The variable of the own document: of a page's template, a section's with a pager, or a term's with a list of pages.
pub fn root(seed: u64) -> &'static str {
    ["page", "page", "section", "term"][(seed % 4) as usize]
}

/// What the functions give.
pub struct Answers {
    page: Value,
    section: Value,
    things: [Value; 4],
    now: &'static str,
}

/// Functions that give what `answers` holds when they are called.
pub fn registry(answers: &Arc<Mutex<Answers>>) -> Registry {
    let mut registry = Registry::default();
    let mut add = |name, answer: fn(&Answers, &Args) -> Result<Value, String>| {
        let answers = Arc::clone(answers);
        registry.function(name, move |args| answer(&answers.lock().unwrap(), args));
    };
    add("get_page", |answers, _| Ok(answers.page.clone()));
    add("get_section", |answers, _| Ok(answers.section.clone()));
    add("get_thing", |answers, args| Ok(answers.things[args.number("n")?.unwrap_or_default() as usize % 4].clone()));
    add("now", |answers, _| Ok(Value::from(answers.now)));
    registry
}

/// What a render sees.
pub struct World<'a> {
    seed: u64,
    /// What is looked at; the rest is changed. `None` changes nothing.
    usage: Option<&'a Usage>,
    /// The rest is not there at all.
    bare: bool,
}

impl<'a> World<'a> {
    pub fn new(seed: u64, usage: Option<&'a Usage>) -> World<'a> {
        World { seed, usage, bare: false }
    }

    /// The same with nothing but what is looked at.
    pub fn bare(seed: u64, usage: &'a Usage) -> World<'a> {
        World { seed, usage: Some(usage), bare: true }
    }

    pub fn variables(&self) -> Variables {
        let own = (root(self.seed), self.document(1, 2, true));
        let pages = Value::from(vec![self.document(11, 1, false), self.document(12, 0, false)]);
        let mut variables: Variables = match self.seed % 4 {
            0 | 1 => vec![own],
            2 => vec![own, ("paginator", self.document(20, 1, false))],
            _ => vec![own, ("taxonomy", self.document(21, 1, false)), ("pages", pages.clone())],
        };
        if self.seed.is_multiple_of(5) {
            // A layer's own variable, of which no table tells.
            variables.push(("thing", pages));
        }
        variables.push(("config", map([("title", Value::from("config")), ("extra", extra("c"))])));
        variables.push(("lang", Value::from("zh")));
        variables
    }

    /// What the functions give.
    pub fn answers(&self) -> Answers {
        Answers {
            page: self.document(31, 1, false),
            section: self.document(32, 1, false),
            things: [
                Value::from(vec![self.document(33, 1, false), self.document(34, 0, false)]),
                self.document(35, 1, false),
                map([("a", self.document(36, 0, false)), ("b", self.document(37, 0, false))]),
                Value::from("thing"),
            ],
            now: self.now(),
        }
    }

    fn now(&self) -> &'static str {
        match self.usage.map(|usage| usage.time) {
            None | Some(Some(TimeGrain::Exact)) => "2025-01-01T00:00:00Z",
            Some(None) => "2021-08-09T13:14:15.678Z",
            Some(Some(TimeGrain::Year)) => "2025-12-31T23:59:59.9Z",
            Some(Some(TimeGrain::Month)) => "2025-01-31T23:59:59.9Z",
            Some(Some(TimeGrain::Day)) => "2025-01-01T23:59:59.9Z",
            Some(Some(TimeGrain::Hour)) => "2025-01-01T00:59:59.9Z",
            Some(Some(TimeGrain::Minute)) => "2025-01-01T00:00:59.9Z",
            Some(Some(TimeGrain::Second)) => "2025-01-01T00:00:00.9Z",
        }
    }

    /// The document `id`, whose relations go `depth` levels on.
    fn document(&self, id: u64, depth: u64, own: bool) -> Value {
        let looked_at: Option<&Fields> = self.usage.map(|usage| if own { &usage.own } else { &usage.others });
        let fields = FIELDS.iter().map(|name| {
            let guards = self.usage.filter(|_| own).and_then(|usage| usage.guards.get(*name));
            let is_guarded = guards.is_some_and(|keys| !keys.iter().any(|key| TRUE_KEYS.contains(&key.as_str())));
            let changed = looked_at.is_some_and(|fields| !fields.uses(name)) || is_guarded;
            (*name, self.field(name, id, depth, changed), changed)
        });
        let there = fields.filter(|(.., changed)| !(self.bare && *changed));
        map(there.map(|(name, value, _)| (name, value)))
    }

    fn field(&self, name: &str, id: u64, depth: u64, changed: bool) -> Value {
        let text = |text: &str| Value::from(format!("{text}{id}{}", if changed { "!" } else { "" }));
        let other = |id: u64| match depth.checked_sub(1) {
            Some(depth) => self.document(id, depth, false),
            None => Value::none(),
        };
        let list = |ids: &[u64]| match depth {
            0 => Value::from(Vec::<Value>::new()),
            _ => Value::from(ids.iter().map(|id| other(*id)).collect::<Vec<_>>()),
        };
        let dice = (self.seed / 4 + id) % 4;
        match name {
            "year" => Value::from(2000 + id % 3 + if changed { 50 } else { 0 }),
            "draft" => Value::from(id.is_multiple_of(2) != changed),
            "summary" if dice == 0 => {
                if changed {
                    text("summary")
                } else {
                    Value::none()
                }
            }
            "extra" => extra(if changed { "changed" } else { "e" }),
            "taxonomies" => map([("tags", Value::from(vec![text("tag"), text("other")]))]),
            "pages" if changed => list(&[id * 7 + 3]),
            "pages" => list(&[id * 3 + 1, id * 3 + 2, id]),
            "lower" if changed => other(id + 5),
            "lower" => other(id + 1),
            "higher" => {
                if changed == dice.is_multiple_of(2) {
                    Value::none()
                } else {
                    other(id + 2)
                }
            }
            "odd" if changed => text("odd"),
            "odd" => match dice {
                0 => other(id + 3),
                1 => list(&[id + 4, id + 5]),
                2 => map([("title", other(id + 6)), ("x", text("x"))]),
                _ => text("odd"),
            },
            _ => text(name),
        }
    }
}

/// The keys below `extra` that are true.
const TRUE_KEYS: [&str; 4] = ["a", "on", "list", "lower"];

fn extra(word: &str) -> Value {
    map([
        ("a", Value::from(word)),
        ("on", Value::from(true)),
        ("off", Value::from(false)),
        ("list", Value::from(vec![word, "z"])),
        ("lower", map([("title", Value::from(word))])),
    ])
}

fn map(fields: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    Value::from(fields.into_iter().map(|(name, value)| (name.into(), value)).collect::<Map>())
}
