//! One template set on both sides: ours and the reference's.

use std::cell::Cell;
use std::collections::HashMap;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, Once};

use lianluo::config::Dialect;
use lianluo::diagnostic::{Diagnostic, Locale, Sink, SourceText, to_terminal};
use lianluo::path::SourcePath;
use lianluo::template::{Call, Engine, Keeper, Registry, TemplateFile, TemplateSet, Usages, Variables};
use serde_json::{Value as Json, json};
use tera::Value;

/// Template files with the values they are rendered with.
#[derive(Clone, Debug)]
pub struct Case {
    /// Names and texts; the first is rendered where no other is asked for.
    pub files: Vec<(String, String)>,
    /// Further variables.
    pub variables: Vec<(&'static str, Json)>,
}

impl Case {
    /// One template.
    pub fn single(name: &str, text: &str) -> Case {
        Case { files: vec![(name.to_owned(), text.to_owned())], variables: Vec::new() }
    }

    /// The values it is rendered with; of two of one name the last counts.
    fn values(&self) -> Vec<(&'static str, Json)> {
        let mut values = context();
        for (name, value) in &self.variables {
            values.retain(|(known, _)| known != name);
            values.push((name, value.clone()));
        }
        values
    }

    /// The template to render.
    pub fn main(&self) -> &str {
        &self.files[0].0
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, text) in &self.files {
            writeln!(f, "@ {name}\n{text}")?;
        }
        self.variables.iter().try_for_each(|(name, value)| writeln!(f, "with {name} = {value}"))
    }
}

/// What became of a render.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Text.
    Text(String),
    /// An error, while loading or rendering.
    Failed(String),
    /// A panic.
    Panicked,
}

/// The values every case sees.
pub fn context() -> Vec<(&'static str, Json)> {
    vec![
        ("s", json!("hello world")),
        ("html", json!("<a href=\"/x/\">it's & more</a>")),
        ("path", json!("/blog/post/")),
        ("empty", json!("")),
        ("zh", json!("政协 联络组，二〇二六年")),
        ("lines", json!("one\n\n  two\nthree\n")),
        ("n", json!(3)),
        ("zero", json!(0)),
        ("neg", json!(-7)),
        ("f", json!(2.5)),
        ("whole", json!(2.0)),
        ("big", json!(9007199254740993_i64)),
        ("huge", json!(18446744073709551615_u64)),
        ("far", json!(1e21)),
        ("tiny", json!(0.000001)),
        ("yes", json!(true)),
        ("no", json!(false)),
        ("nil", json!(null)),
        ("numbers", json!([3, 1, 2])),
        ("floats", json!([2.5, 1.0, 10.25])),
        ("words", json!(["banana", "Apple", "cherry", "apple"])),
        ("mixed", json!([1, "a", null, true, 2.0, [1], {"k": 1}])),
        ("nothing", json!([])),
        (
            "map",
            json!({"b": 1, "a": "x/y", "c": null, "d": [1, 2], "e": {"f": {"g": "deep"}}, "a.b": "dotted", "0": "nil"}),
        ),
        ("bare", json!({})),
        ("key", json!("a")),
        ("slash", json!("x/y")),
        ("place", json!({"x/y": "slashed", "a": {"x/y": 7}, "d e": 8})),
        (
            "pages",
            json!([
                {"title": "B <1>", "year": 2025, "extra": {"w": 2, "tag": "x"}, "date": "2025-03-04", "ok": true},
                {"title": "a", "year": 2024, "extra": {"w": 1}, "date": "2024-12-31T23:30:00+08:00", "ok": false},
                {"title": "C", "year": 2025, "extra": {"w": 3, "tag": null}, "date": null, "ok": true},
            ]),
        ),
        ("page", json!({"title": "T & t", "extra": {"list": [1, 2, 3]}, "path": "/blog/post/"})),
        ("date", json!("2026-03-02")),
        ("moment", json!("2026-03-02T15:04:05+08:00")),
        ("naive", json!("2026-03-02T15:04:05")),
        ("stamp", json!(1_700_000_000)),
        ("zulu", json!("2026-12-31T23:59:59Z")),
        ("fraction", json!("2026-03-02T15:04:05.123456+05:30")),
        ("spaced", json!("2026-03-02 15:04:05")),
        ("early", json!("0001-01-01")),
        ("wrong", json!("2026-13-45")),
        ("crlf", json!("a\r\nb\rc\n\r\n d\t")),
        ("quoted", json!("say \"hi\" 'there' \\ back")),
        ("entity", json!("&amp; &lt;p&gt; &#x27;")),
        ("markup", json!("<!-- c -->\n<p class='a'>x</p>  <b>y</b> <br/>\n</p\n>")),
        ("query", json!("a=1&b=ü %20/?#+~")),
        ("blanks", json!(" \u{3000}\t x \u{a0}\n")),
        ("digits", json!("42")),
        ("hex", json!("0xFF")),
        ("decimal", json!(" 3.75")),
        ("negative", json!("-12")),
        ("min", json!(i64::MIN)),
        ("half", json!(-0.5)),
        ("third", json!(1.0 / 3.0)),
        ("nested", json!([[1, 2], [3], []])),
        ("nulls", json!([null, null])),
        ("truths", json!([true, false, true])),
        ("odd", json!("👩‍👩‍👧 ǆ İstanbul ﬁn ß\u{200b}\u{ad}\u{202e}e\u{301}x 한국\r\n🇨🇳")),
    ]
}

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs what may panic without a word about it.
fn quietly<T>(run: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                before(info);
            }
        }));
    });
    QUIET.set(true);
    let result = catch_unwind(AssertUnwindSafe(run)).ok();
    QUIET.set(false);
    result
}

/// The reference's templates, loaded.
pub struct Reference {
    tera: Option<Result<tera1::Tera, String>>,
    context: tera1::Context,
}

impl Reference {
    /// Loads a case.
    pub fn new(case: &Case) -> Reference {
        let tera = quietly(|| {
            let mut tera = tera1::Tera::default();
            tera.register_function("echo", |args: &HashMap<String, Json>| echo(args));
            tera.register_function("safe_echo", Safe);
            tera.register_filter("shout", |value: &Json, _: &HashMap<String, Json>| shout(value));
            tera.register_filter("safe_shout", Safe);
            let files = case.files.iter().map(|(name, text)| (name.as_str(), text.as_str()));
            tera.add_raw_templates(files).map(|()| tera).map_err(|error| words(&error))
        });
        let mut context = tera1::Context::new();
        for (name, value) in case.values() {
            context.insert(name, &value);
        }
        Reference { tera, context }
    }

    /// Renders a template of it.
    pub fn render(&self, name: &str) -> Outcome {
        let tera = match &self.tera {
            None => return Outcome::Panicked,
            Some(Err(message)) => return Outcome::Failed(message.clone()),
            Some(Ok(tera)) => tera,
        };
        match quietly(|| tera.render(name, &self.context)) {
            None => Outcome::Panicked,
            Some(Ok(text)) => Outcome::Text(text),
            Some(Err(error)) => Outcome::Failed(words(&error)),
        }
    }
}

/// What the reference makes of a template.
pub fn reference(case: &Case, name: &str) -> Outcome {
    Reference::new(case).render(name)
}

fn words(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(": ");
        text.push_str(&error.to_string());
        source = error.source();
    }
    text
}

fn echo(args: &HashMap<String, Json>) -> tera1::Result<Json> {
    args.get("v").cloned().ok_or_else(|| "no v".into())
}

fn shout(value: &Json) -> tera1::Result<Json> {
    let text = value.as_str().ok_or("no text")?;
    Ok(format!("<{text}>").into())
}

/// A function and a filter whose results are HTML.
struct Safe;

impl tera1::Function for Safe {
    fn call(&self, args: &HashMap<String, Json>) -> tera1::Result<Json> {
        echo(args)
    }

    fn is_safe(&self) -> bool {
        true
    }
}

impl tera1::Filter for Safe {
    fn filter(&self, value: &Json, _: &HashMap<String, Json>) -> tera1::Result<Json> {
        shout(value)
    }

    fn is_safe(&self) -> bool {
        true
    }
}

fn registry() -> Registry {
    let mut registry = Registry::default();
    let echo = |args: &lianluo::template::Args| {
        let given = args.all().into_iter().find(|(name, _)| *name == "v");
        given.map(|(_, value)| value.clone()).ok_or_else(|| "no v".to_owned())
    };
    let shout = |value: &Value, _: &lianluo::template::Args| {
        let text = value.as_str().ok_or_else(|| "no text".to_owned())?;
        Ok(Value::from(format!("<{text}>")))
    };
    registry.function("echo", echo);
    registry.safe_function("safe_echo", echo);
    registry.filter("shout", shout);
    registry.filters.push(("safe_shout", true, Arc::new(shout)));
    registry
}

/// Remembers all that macros show, by what they are given: what is remembered has to be what the reference shows again.
#[derive(Default)]
struct Everything(Mutex<HashMap<String, Value>>);

impl Keeper for Everything {
    fn show(&self, call: &Call<'_>, make: &mut dyn FnMut() -> Option<String>) -> Option<Value> {
        let key = format!("{call:?}");
        if let Some(known) = self.0.lock().expect("nobody panics").get(&key) {
            return Some(known.clone());
        }
        let made = Value::safe_string(&make()?);
        self.0.lock().expect("nobody panics").insert(key, made.clone());
        Some(made)
    }
}

/// Our templates, loaded.
pub struct Ours {
    engine: Result<Engine, Vec<Diagnostic>>,
    variables: Variables,
}

impl Ours {
    /// Loads a case.
    pub fn new(case: &Case) -> Ours {
        let files = case.files.iter().map(|(name, text)| {
            let path = SourcePath::new(&format!("templates/{name}")).expect("a good path");
            TemplateFile { name: name.clone(), source: SourceText { path, text: text.as_str().into() } }
        });
        let set = TemplateSet { files: files.collect(), ..TemplateSet::default() };
        let sink = Sink::new();
        let engine = Engine::load(&set, registry(), Dialect::V1, &sink);
        let keeping =
            |engine: Engine| engine.keeping(Arc::new(Usages::unknown(&set)), Arc::new(Everything::default()), 0);
        let engine = engine.map(keeping).ok_or_else(|| sink.finish());
        let value = |json: Json| Value::try_from_serializable(&json).expect("plain values");
        Ours { engine, variables: case.values().into_iter().map(|(name, json)| (name, value(json))).collect() }
    }

    /// Renders a template of it.
    pub fn render(&self, name: &str) -> Outcome {
        let engine = match &self.engine {
            Ok(engine) => engine,
            Err(told) => return Outcome::Failed(to_terminal(told, Locale::En, false)),
        };
        let mut out = Vec::new();
        match engine.render(name, &self.variables, &mut out) {
            Ok(()) => Outcome::Text(String::from_utf8(out).expect("UTF-8")),
            Err(diagnostic) => Outcome::Failed(to_terminal(&[diagnostic], Locale::En, false)),
        }
    }
}

impl Ours {
    /// What is told about a template; nothing if it renders.
    pub fn told(&self, name: &str, locale: Locale) -> String {
        match &self.engine {
            Err(told) => to_terminal(told, locale, false),
            Ok(engine) => match engine.render(name, &self.variables, &mut Vec::new()) {
                Ok(()) => String::new(),
                Err(diagnostic) => to_terminal(&[diagnostic], locale, false),
            },
        }
    }
}

/// What we make of a template.
pub fn ours(case: &Case, name: &str) -> Outcome {
    Ours::new(case).render(name)
}
