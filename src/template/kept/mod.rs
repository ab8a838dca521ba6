//! What templates show once and can show again: `{{ <card page={page} /> }}`.
//!
//! The lists of a site show the same page again and again in the same way. A call of a component that shows the same for
//! the same arguments ([`Usages::repeatable`](super::Usages::repeatable)), a turn of a loop over pages or terms, or a stretch
//! that looks at nothing but the settings becomes a call of a function or filter, which knows what was shown before. Only
//! what Tera sees is rewritten; what a template has wrong is told of it as it was written.

mod call;
mod part;
mod turn;

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock, Weak};

use rustc_hash::{FxHashMap, FxHashSet};
use tera::{Context, Filter, Function, Kwargs, State, Tera, TeraResult, Value};

use super::usage::Usages;
use call::Found;

/// The function, and its argument that names the component; all others are the component's own. A name that no
/// author would choose.
const FUNCTION: &str = "lianluo_component";

/// A call of a component or macro.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// Which.
    pub name: &'a str,
    /// Its arguments by name.
    pub arguments: &'a [(&'a str, &'a Value)],
    /// Whether what it shows is escaped.
    pub escapes: bool,
}

/// Who remembers what components and macros showed.
pub trait Keeper: Send + Sync {
    /// What the call shows: what it showed before for the same arguments, or else what `make` makes. None if that failed.
    fn show(&self, call: &Call<'_>, make: &mut dyn FnMut() -> Option<String>) -> Option<Value>;
}

/// The template that holds the components which parts of others become.
const PARTS: &str = "lianluo:parts";

/// A part of a template that becomes a component of its own. It is shown by a filter, whose value is what it is shown of:
/// a call without arguments, which for Tera are a map each time.
struct Part {
    /// The component and the filter.
    name: String,
    /// What the component shows, with the end of its opening tag before it and the start of its closing one behind.
    inside: String,
    /// The variable it is shown of; none if it is the same in all of a language.
    of: Option<String>,
    /// The further variables it looks at, each the same in all of a language.
    steady: Vec<String>,
}

impl Part {
    /// The component, as it is written.
    fn text(&self) -> String {
        let Part { name, inside, of, steady } = self;
        let parameters: Vec<&str> = of.iter().chain(steady).map(String::as_str).collect();
        format!("{{% component {name}({}) {inside} endcomponent {name} %}}", parameters.join(", "))
    }
}

/// The parts of all templates.
#[derive(Default)]
struct Parts(Vec<Part>);

impl Parts {
    /// Takes out the text in the middle of these three; beside it stand the end of the tag before it and the start of the one
    /// behind. Gives what stands in its place, between the braces. The same text in two templates is one part: a card that the
    /// lists of sections and of terms show is made once.
    fn take(&mut self, of: Option<&str>, variables: &BTreeSet<String>, text: (&str, &str, &str)) -> String {
        let steady: Vec<String> = variables.iter().filter(|name| Some(name.as_str()) != of).cloned().collect();
        let inside = [text.0, text.1, text.2].concat();
        let is_it = |part: &&Part| part.of.as_deref() == of && part.steady == steady && part.inside == inside;
        let name = match self.0.iter().find(is_it) {
            Some(part) => part.name.clone(),
            None => {
                let name = format!("lianluo_part_{}", self.0.len());
                self.0.push(Part { name: name.clone(), inside, of: of.map(str::to_owned), steady });
                name
            }
        };
        format!("{} | {name}", of.unwrap_or("\"\""))
    }

    /// All of them, as they are written. What a part shows is remembered as a whole; a component in it is remembered besides
    /// only if it is called in another text too, of which `calls` counts those outside.
    fn text<'r>(&self, repeatable: &FxHashSet<&'r str>, mut calls: FxHashMap<&'r str, usize>) -> String {
        let with_calls = |text: String| {
            let found = call::found(&text, repeatable);
            count(&mut calls, &found);
            (text, found)
        };
        let texts: Vec<(String, Vec<Found<'_>>)> = self.0.iter().map(Part::text).map(with_calls).collect();
        let is_often = |found: &&Found<'_>| calls.get(found.name).is_some_and(|count| *count > 1);
        let rewritten = |(text, found): (String, Vec<Found<'_>>)| {
            call::rewritten(&text, found.iter().filter(is_often)).unwrap_or(text)
        };
        texts.into_iter().map(rewritten).collect()
    }
}

/// Counts the components that are called in a text, each once.
fn count<'r>(calls: &mut FxHashMap<&'r str, usize>, found: &[Found<'r>]) {
    let names: FxHashSet<&str> = found.iter().map(|found| found.name).collect();
    names.into_iter().for_each(|name| *calls.entry(name).or_default() += 1);
}

/// What parts may look at besides what they are shown of.
const STEADY: [&str; 3] = ["config", "lang", "zola_version"];

/// What is known of all templates together.
struct Known<'u> {
    /// The components that show the same for the same arguments.
    repeatable: FxHashSet<&'u str>,
    /// Those of [`STEADY`] that no template gives another value.
    steady: Vec<&'static str>,
}

/// Compiled templates over `tera` whose calls of repeatable components, and parts that are as repeatable, go by way of
/// `keeper`; none if there are none. `texts` are the names and texts of the templates, as `tera` has them.
pub fn keeping<'t>(
    tera: &Tera,
    texts: impl Iterator<Item = (&'t str, &'t str)>,
    usages: &Usages,
    keeper: Arc<dyn Keeper>,
) -> Option<Arc<Tera>> {
    let steady = STEADY.into_iter().filter(|name| !usages.binds(name)).collect();
    let known = Known { repeatable: usages.repeatable(), steady };
    let mut parts = Parts::default();
    let mut changed: Vec<(&str, String)> = Vec::new();
    let mut calls: FxHashMap<&str, usize> = FxHashMap::default();
    for (name, text) in texts {
        let mut now = None;
        for rewrite in [part::rewritten, turn::rewritten] {
            now = rewrite(now.as_deref().unwrap_or(text), &known, &mut parts).or(now);
        }
        let found = call::found(now.as_deref().unwrap_or(text), &known.repeatable);
        count(&mut calls, &found);
        now = call::rewritten(now.as_deref().unwrap_or(text), found.iter()).or(now);
        changed.extend(now.map(|text| (name, text)));
    }
    if changed.is_empty() {
        return None;
    }
    changed.push((PARTS, parts.text(&known.repeatable, calls)));
    let mut tera = tera.clone();
    let kept = Kept { tera: Arc::default(), keeper };
    let itself = Arc::clone(&kept.tera);
    for part in parts.0 {
        tera.register_filter(part.name.clone(), KeptPart { kept: kept.clone(), part });
    }
    tera.register_function(FUNCTION, kept);
    // What cannot be compiled so stays as it was written.
    tera.add_raw_templates(changed).ok()?;
    let tera = Arc::new(tera);
    // Weak, since the templates hold their functions.
    let _ = itself.set(Arc::downgrade(&tera));
    Some(tera)
}

/// The function that calls of components go to.
#[derive(Clone)]
struct Kept {
    tera: Arc<OnceLock<Weak<Tera>>>,
    keeper: Arc<dyn Keeper>,
}

impl Kept {
    /// What the call shows; where that is not known yet, with these variables beside its arguments.
    fn show(&self, call: &Call<'_>, further: &dyn Fn(&mut Context) -> TeraResult<()>) -> TeraResult<Value> {
        let mut failed = None;
        let shown =
            self.keeper.show(call, &mut || self.render(call, further).map_err(|error| failed = Some(error)).ok());
        shown.ok_or_else(|| failed.unwrap_or_else(|| tera::Error::message("nothing was shown")))
    }

    fn render(&self, call: &Call<'_>, further: &dyn Fn(&mut Context) -> TeraResult<()>) -> TeraResult<String> {
        let tera = self.tera.get().and_then(Weak::upgrade);
        let tera = tera.ok_or_else(|| tera::Error::message("the templates are gone"))?;
        let mut context = Context::new();
        for (name, value) in call.arguments {
            context.insert_value((*name).to_owned(), (*value).clone());
        }
        further(&mut context)?;
        tera.render_component(call.name, &context, None, call.escapes)
    }
}

/// The filter that a part goes to.
struct KeptPart {
    kept: Kept,
    part: Part,
}

impl Filter<&Value, TeraResult<Value>> for KeptPart {
    fn call(&self, value: &Value, _: Kwargs, state: &State) -> TeraResult<Value> {
        let Part { name, of, steady, .. } = &self.part;
        let argument = of.as_deref().map(|of| (of, value));
        let call = Call { name, arguments: argument.as_slice(), escapes: state.autoescaping_enabled() };
        self.kept.show(&call, &|context| {
            for name in steady {
                let value = state.get::<Value>(name)?.ok_or_else(|| tera::Error::message("a variable is gone"))?;
                context.insert_value(name.clone(), value);
            }
            Ok(())
        })
    }

    fn is_safe(&self) -> bool {
        true
    }
}

impl Function<TeraResult<Value>> for Kept {
    fn call(&self, given: Kwargs, state: &State) -> TeraResult<Value> {
        let mut arguments: Vec<(&str, &Value)> =
            given.iter().filter_map(|(name, value)| Some((name.as_str()?, value))).collect();
        // None names a component if an author called the function.
        let place = arguments.iter().position(|(name, _)| *name == FUNCTION);
        let name = place.and_then(|place| arguments.remove(place).1.as_str());
        let name = name.ok_or_else(|| tera::Error::message("no component is named"))?;
        let call = Call { name, arguments: &arguments, escapes: state.autoescaping_enabled() };
        self.show(&call, &|_| Ok(()))
    }

    fn is_safe(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tera::{Map, Value};

    use super::super::testing::{Everything, engine, set, told};
    use super::super::{Engine, Registry, Shapes, Usages};
    use super::{Known, Part, Parts, STEADY};
    use crate::config::Dialect;
    use crate::diagnostic::Sink;

    /// What a rewriting makes of a text, and the components it takes out of it; there is one repeatable component, `card`.
    pub fn rewritten_by(
        rewrite: fn(&str, &Known<'_>, &mut Parts) -> Option<String>,
        text: &str,
    ) -> (Option<String>, Vec<String>) {
        let mut parts = Parts::default();
        let known = Known { repeatable: ["card"].into_iter().collect(), steady: STEADY.to_vec() };
        let text = rewrite(text, &known, &mut parts);
        (text, parts.0.iter().map(Part::text).collect())
    }

    /// The engine as it is, the one that remembers, and what it remembers with.
    fn engines(files: &[(&str, &str)]) -> (Engine, Engine, Arc<Everything>) {
        let keeper = Arc::new(Everything::default());
        let usages = Arc::new(Usages::analyse(&set(files), Shapes::default()));
        let of = || engine(files, Registry::default()).unwrap();
        (of(), of().keeping(usages, keeper.clone(), 0), keeper)
    }

    fn render(engine: &Engine, name: &str) -> Result<String, String> {
        let page = |title: &str| Value::from(Map::from_iter([("title".into(), Value::from(title))]));
        let pages = Value::from(vec![page("<甲>"), page("乙"), page("<甲>")]);
        let mut out = Vec::new();
        let variables = vec![("pages", pages), ("lang", Value::from("zh"))];
        let rendered = engine.render(name, &variables, &mut out);
        rendered.map(|()| String::from_utf8(out).unwrap()).map_err(|error| told([error]))
    }

    #[test]
    fn what_is_remembered_is_what_would_be_shown() {
        let files = [
            ("a.html", "{% for p in pages %}{{- <card page={p} n={1} /> }} {% endfor %}{{ <card page={pages[1]} /> }}"),
            ("a.txt", "{% for p in pages %}{{ <card page={p} /> }}{% endfor %}"),
            ("c.html", "{% component card(page, n = 2) %}{{ <t of={page.title} /> }}:{{ n }}{% endcomponent card %}"),
            ("t.html", "{% component t(of: string) %}[{{ of }}]{% endcomponent t %}"),
            (
                "b.html",
                "{{ lang }}{{ lang | upper }} {{- get_url(path=lang) | safe -}} {% if lang %}{{ lang }}{% endif %}\n1\n{% for p in pages -%}\n {{ p.title }}{% set t = p.title %}{{ t | safe }}{{ t | length }}{{ lang }}{{ p.x?.y or 1 }}\n{% endfor %}\n2",
            ),
        ];
        let (plain, keeping, keeper) = engines(&files);
        for name in ["a.html", "a.txt", "b.html"] {
            assert_eq!(render(&keeping, name).unwrap(), render(&plain, name).unwrap());
        }
        assert_eq!(render(&keeping, "a.html").unwrap(), "[&lt;甲&gt;]:1 [乙]:1 [&lt;甲&gt;]:1 [乙]:2");
        assert_eq!(render(&keeping, "a.txt").unwrap(), "[<甲>]:2[乙]:2[<甲>]:2");
        let made: Vec<String> = keeper.0.lock().unwrap().keys().map(|key| key[..5].to_owned()).collect();
        assert_eq!(made.iter().filter(|key| key.starts_with("card ")).count(), 5, "{made:?}");
        assert_eq!(made.iter().filter(|key| key.starts_with("t ")).count(), 4, "{made:?}");
        assert_eq!(made.iter().filter(|key| key.starts_with("lianl")).count(), 7, "{made:?}");
    }

    #[test]
    fn what_several_templates_show_is_made_once() {
        let card = "{% component card(page) %}[{{ page.title }}{{ page.title | upper }}{{ page.a?.b or 1 }}]{% endcomponent card %}\
                    {% component only(page) %}<{{ page.title }}{{ page.title | upper }}{{ page.a?.b or 1 }}>{% endcomponent only %}";
        let list = |call: &str| format!("{{% for p in pages %}}{call}{{% endfor %}}");
        let same = list("{{ <card page={p} /> }}{{ <only page={p} /> }}");
        let other = list(" {{ <card page={p} /> }}");
        let files = [("a.html", &*same), ("b.html", &same), ("c.html", &other), ("d.html", card)];
        let (plain, keeping, keeper) = engines(&files);
        for name in ["a.html", "b.html", "c.html"] {
            assert_eq!(render(&keeping, name).unwrap(), render(&plain, name).unwrap());
        }
        let keys = keeper.0.lock().unwrap();
        let made = |start: &str| keys.keys().filter(|key| key.starts_with(start)).count();
        // Two pages differ, and two loops.
        assert_eq!((made("lianluo_part"), made("card "), made("only "), keys.len()), (4, 2, 0, 6));
    }

    #[test]
    fn mistakes_are_told_of_what_was_written() {
        for (call, component) in [
            ("{{ <card page={p} /> }}", "card(page) %}{{ page.titel }}{% endcomponent card"),
            ("{{ <card page={p} n=\"x\" /> }}", "card(page, n: integer) %}{% endcomponent card"),
            ("{{ <card page={p.a.b} /> }}", "card(page) %}{% endcomponent card"),
            ("{{ <card /> }}", "card(page) %}{% endcomponent card"),
        ] {
            let list = format!("{{% for p in pages %}}\n{call}{{% endfor %}}");
            let component = format!("{{% component {component} %}}");
            let (plain, keeping, _) = engines(&[("a.html", &list), ("c.html", &component)]);
            let told = render(&plain, "a.html").unwrap_err();
            assert_eq!(render(&keeping, "a.html").unwrap_err(), told);
            assert!(!told.contains("lianluo_component"), "{told}");
        }
    }

    #[test]
    fn macros_are_remembered_where_nothing_around_them_shows() {
        let files = [
            (
                "m.html",
                "{% macro card(page, n=2) %}[{{ page.title }}{% if page.x %}{{ page.x }}{% endif %}{{ n }}{{ config.a }}]{% endmacro card %}\
                 {% macro odd(p) %}{{ now() }}{{ p.title }}{% endmacro odd %}",
            ),
            (
                "a.html",
                "{% import \"m.html\" as m %}{% for p in pages %}{{ m::card(page=p) }}{{ m::odd(p=p) }}{% endfor %}",
            ),
            ("a.txt", "{% import \"m.html\" as m %}{% for p in pages %}{{ m::card(page=p, n=\"<\") }}{% endfor %}"),
        ];
        let page = |title: &str| Value::from(Map::from_iter([("title".into(), Value::from(title))]));
        let pages = || ("pages", Value::from(vec![page("<甲>"), page("乙"), page("<甲>")]));
        let keeper = Arc::new(Everything::default());
        let of = || {
            let mut registry = Registry::default();
            registry.function("now", |_| Ok(Value::from(1)));
            Engine::load(&set(&files), registry, Dialect::V1, &Sink::new()).unwrap()
        };
        let (plain, keeping) = (of(), of().keeping(Arc::new(Usages::unknown(&set(&files))), keeper.clone(), 0));
        let shown = |engine: &Engine, name: &str, page: Option<Value>| {
            let config = Value::from(Map::from_iter([("a".into(), Value::from("&"))]));
            let mut variables = vec![pages(), ("config", config)];
            variables.extend(page.map(|page| ("page", page)));
            let mut out = Vec::new();
            engine.render(name, &variables, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        let made = || keeper.0.lock().unwrap().len();
        for (name, count) in [("a.html", 2), ("a.txt", 4)] {
            assert_eq!(shown(&keeping, name, None), shown(&plain, name, None));
            assert_eq!(made(), count, "{name}");
        }
        // What the macro's page has not is looked for in the page of the render.
        let around = Value::from(Map::from_iter([("x".into(), Value::from("around"))]));
        let text = shown(&keeping, "a.html", Some(around.clone()));
        assert_eq!(text, shown(&plain, "a.html", Some(around)));
        assert!(text.contains("around") && made() == 4, "{text}");
    }
}
