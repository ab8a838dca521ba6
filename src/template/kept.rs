//! Calls of components whose result can stand for that of another call: `{{ <card page={page} /> }}`.
//!
//! The lists of a site show the same page again and again in the same way. A call of a component that shows the same for
//! the same arguments ([`Usages::repeatable`](super::Usages::repeatable)) becomes a call of a function, which knows what was
//! shown before. Only what Tera sees is rewritten; what a template has wrong is told of it as it was written.

use std::sync::{Arc, OnceLock, Weak};

use rustc_hash::FxHashSet;
use tera::{Context, Function, Kwargs, State, Tera, TeraResult, Value};

use super::tags::{Kind, Piece, pieces, tags};

/// The function, and its first argument, which names the component; all others are the component's own. A name that no
/// author would choose.
const FUNCTION: &str = "lianluo_component";

/// A call of a component.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// The component.
    pub name: &'a str,
    /// Whether what it shows is escaped.
    pub escapes: bool,
    given: &'a Kwargs,
}

impl<'a> Call<'a> {
    /// None if the first argument does not name a component: an author called the function.
    fn new(given: &'a Kwargs, escapes: bool) -> Option<Call<'a>> {
        let (first, name) = given.iter().next()?;
        (first.as_str() == Some(FUNCTION)).then_some(Call { name: name.as_str()?, escapes, given })
    }

    /// The names and values of the component's arguments.
    pub fn arguments(&self) -> impl Iterator<Item = (&'a str, &'a Value)> {
        self.given.iter().skip(1).filter_map(|(name, value)| Some((name.as_str()?, value)))
    }
}

/// Who remembers what components showed.
pub trait Keeper: Send + Sync {
    /// What the component shows: what it showed before for the same arguments, or else what `make` makes.
    ///
    /// # Errors
    /// Those of `make`.
    fn show(&self, call: &Call<'_>, make: &dyn Fn() -> TeraResult<String>) -> TeraResult<Value>;
}

/// Compiled templates over `tera` whose calls of `repeatable` components go by way of `keeper`; none if there are no such
/// calls. `texts` are the names and texts of the templates, as `tera` has them.
pub fn keeping<'t>(
    tera: &Tera,
    texts: impl Iterator<Item = (&'t str, &'t str)>,
    repeatable: &FxHashSet<&str>,
    keeper: Arc<dyn Keeper>,
) -> Option<Arc<Tera>> {
    let changed: Vec<(&str, String)> =
        texts.filter_map(|(name, text)| Some((name, rewritten(text, repeatable)?))).collect();
    if changed.is_empty() {
        return None;
    }
    let mut tera = tera.clone();
    let itself = Arc::new(OnceLock::new());
    tera.register_function(FUNCTION, Kept { tera: Arc::clone(&itself), keeper });
    // What cannot be compiled so stays as it was written.
    tera.add_raw_templates(changed).ok()?;
    let tera = Arc::new(tera);
    // Weak, since the templates hold their functions.
    let _ = itself.set(Arc::downgrade(&tera));
    Some(tera)
}

/// The function that such calls go to.
struct Kept {
    tera: Arc<OnceLock<Weak<Tera>>>,
    keeper: Arc<dyn Keeper>,
}

impl Function<TeraResult<Value>> for Kept {
    fn call(&self, given: Kwargs, state: &State) -> TeraResult<Value> {
        let call = Call::new(&given, state.autoescaping_enabled());
        let call = call.ok_or_else(|| tera::Error::message("no component is named"))?;
        self.keeper.show(&call, &|| {
            let tera = self.tera.get().and_then(Weak::upgrade);
            let tera = tera.ok_or_else(|| tera::Error::message("the templates are gone"))?;
            let mut context = Context::new();
            for (name, value) in call.arguments() {
                context.insert_value(name.to_owned(), value.clone());
            }
            tera.render_component(call.name, &context, None, call.escapes)
        })
    }

    fn is_safe(&self) -> bool {
        true
    }
}

/// The text with such calls of these components rewritten; none if there is no such call.
fn rewritten(text: &str, repeatable: &FxHashSet<&str>) -> Option<String> {
    let mut out = String::new();
    let mut copied = 0;
    for tag in tags(text).into_iter().filter(|tag| !tag.is_statement) {
        let Some(call) = call(text, &pieces(text, tag.inner.clone()), repeatable) else { continue };
        out.push_str(&text[copied..tag.inner.start]);
        out.push_str(&call);
        copied = tag.inner.end;
    }
    (copied > 0).then(|| out + &text[copied..])
}

/// The call of the function, if the pieces are one of a component that stands alone and gives each argument by name.
fn call(text: &str, pieces: &[Piece], repeatable: &FxHashSet<&str>) -> Option<String> {
    let mark =
        |at: usize, mark: &str| pieces.get(at).is_some_and(|piece| piece.kind == Kind::Mark && piece.text == mark);
    let word = |at: usize| pieces.get(at).filter(|piece| piece.kind == Kind::Word).map(|piece| piece.text);
    if !mark(0, "<") {
        return None;
    }
    let mut name = word(1)?.to_owned();
    let mut at = 2;
    while mark(at, ".") {
        name = format!("{name}.{}", word(at + 1)?);
        at += 2;
    }
    if !repeatable.contains(name.as_str()) {
        return None;
    }
    let mut out = format!(" {FUNCTION}({FUNCTION}=\"{name}\"");
    while !mark(at, "/") {
        let argument = word(at)?;
        if !mark(at + 1, "=") || argument == FUNCTION {
            return None;
        }
        let value = match pieces.get(at + 2)? {
            piece if piece.kind == Kind::Text => {
                at += 3;
                piece.text
            }
            _ if mark(at + 2, "{") => {
                let close = end_of_value(pieces, at + 2)?;
                let value = &text[pieces[at + 2].start + 1..pieces[close].start];
                at = close + 1;
                value.trim()
            }
            _ => return None,
        };
        out.push_str(&format!(", {argument}={value}"));
    }
    (mark(at + 1, ">") && pieces.len() == at + 2).then(|| out + ") ")
}

/// The piece that closes the brace at the piece `open`.
fn end_of_value(pieces: &[Piece], open: usize) -> Option<usize> {
    let mut depth = 0;
    for (at, piece) in pieces.iter().enumerate().skip(open).filter(|(_, piece)| piece.kind == Kind::Mark) {
        match piece.text {
            "{" => depth += 1,
            "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return (at > open + 1).then_some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::{Arc, Mutex};

    use tera::{Map, TeraResult, Value};

    use super::super::testing::{engine, set, told};
    use super::super::{Engine, Registry, Shapes, Usages};
    use super::{Call, Keeper, rewritten};

    /// Remembers everything, by what it looks like.
    #[derive(Default)]
    struct Everything(Mutex<BTreeMap<String, Value>>);

    impl Keeper for Everything {
        fn show(&self, call: &Call<'_>, make: &dyn Fn() -> TeraResult<String>) -> TeraResult<Value> {
            let key = format!("{} {} {:?}", call.name, call.escapes, call.arguments().collect::<Vec<_>>());
            if let Some(known) = self.0.lock().unwrap().get(&key) {
                return Ok(known.clone());
            }
            let made = Value::safe_string(&make()?);
            self.0.lock().unwrap().insert(key, made.clone());
            Ok(made)
        }
    }

    /// The engine as it is, the one that remembers, and what it remembers with.
    fn engines(files: &[(&str, &str)]) -> (Engine, Engine, Arc<Everything>) {
        let keeper = Arc::new(Everything::default());
        let usages = Usages::analyse(&set(files), Shapes::default());
        let of = || engine(files, Registry::default()).unwrap();
        (of(), of().keeping(&usages, keeper.clone()), keeper)
    }

    fn render(engine: &Engine, name: &str) -> Result<String, String> {
        let page = |title: &str| Value::from(Map::from_iter([("title".into(), Value::from(title))]));
        let pages = Value::from(vec![page("<甲>"), page("乙"), page("<甲>")]);
        let mut out = Vec::new();
        let rendered = engine.render(name, &vec![("pages", pages)], &mut out);
        rendered.map(|()| String::from_utf8(out).unwrap()).map_err(|error| told([error]))
    }

    #[test]
    fn what_is_remembered_is_what_would_be_shown() {
        let files = [
            ("a.html", "{% for p in pages %}{{- <card page={p} n={1} /> }} {% endfor %}{{ <card page={pages[1]} /> }}"),
            ("a.txt", "{% for p in pages %}{{ <card page={p} /> }}{% endfor %}"),
            ("c.html", "{% component card(page, n = 2) %}{{ <t of={page.title} /> }}:{{ n }}{% endcomponent card %}"),
            ("t.html", "{% component t(of: string) %}[{{ of }}]{% endcomponent t %}"),
        ];
        let (plain, keeping, keeper) = engines(&files);
        for name in ["a.html", "a.txt"] {
            assert_eq!(render(&keeping, name), render(&plain, name));
        }
        assert_eq!(render(&keeping, "a.html").unwrap(), "[&lt;甲&gt;]:1[乙]:1[&lt;甲&gt;]:1 [乙]:2");
        assert_eq!(render(&keeping, "a.txt").unwrap(), "[<甲>]:2[乙]:2[<甲>]:2");
        let made: Vec<String> = keeper.0.lock().unwrap().keys().map(|key| key[..5].to_owned()).collect();
        assert_eq!(made.iter().filter(|key| key.starts_with("card ")).count(), 5, "{made:?}");
        assert_eq!(made.iter().filter(|key| key.starts_with("t ")).count(), 4, "{made:?}");
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
    fn calls_that_stand_alone_become_calls_of_the_function() {
        let known = ["card", "ui.tag"].into_iter().collect();
        for (text, wanted) in [
            ("a {{<card page={page} />}} b", "a {{ lianluo_component(lianluo_component=\"card\", page=page) }} b"),
            (
                "{{- <ui.tag name=\"x /> }\" of={ {\"a\": [1, \"}\"]}.a if b < c else {} }/> -}}",
                "{{- lianluo_component(lianluo_component=\"ui.tag\", name=\"x /> }\", of={\"a\": [1, \"}\"]}.a if b < c else {}) -}}",
            ),
            (
                "{{ <card /> }}{{ <card/> }}",
                "{{ lianluo_component(lianluo_component=\"card\") }}{{ lianluo_component(lianluo_component=\"card\") }}",
            ),
        ] {
            assert_eq!(rewritten(text, &known).as_deref(), Some(wanted));
        }
        for text in [
            "{{ <other page={page} /> }}",
            "{{ <card {...page} /> }}",
            "{{ <card {page} /> }}",
            "{{ <card page={} /> }}",
            "{{ <card page=page /> }}",
            "{{ <card page={page} /> | upper }}",
            "{{ [<card page={page} />] }}",
            "{% set x = <card page={page} /> %}",
            "{% <card page={page}> %}{% </card> %}",
            "{% raw %}{{ <card page={page} /> }}{% endraw %}",
            "{{ a < card }}",
        ] {
            assert_eq!(rewritten(text, &known), None, "{text}");
        }
    }
}
