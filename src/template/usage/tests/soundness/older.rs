//! The same for templates of Zola 0.22 and before, where a field that is not there is looked for in a variable of the same name
//! further out: so what is not looked at is taken away, too.

use std::sync::{Arc, Mutex};

use super::documents::{self, World};
use super::render;
use super::templates::Random;
use crate::config::Dialect;
use crate::diagnostic::Sink;
use crate::template::{Engine, Fields, TemplateSet, Usages};

const NAMES: [&str; 6] = ["x", "page", "pages", "section", "p", "q"];
const SCALARS: [&str; 8] =
    ["title", "content", "summary", "permalink", "year", "draft", "extra.a", "taxonomies.tags.0"];
const ATTRIBUTES: [&str; 4] = ["year", "title", "extra.a", "permalink"];

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Document,
    List,
}

struct Writer<'r> {
    random: &'r mut Random,
    names: Vec<(&'static str, Kind)>,
    includes: bool,
    in_block: bool,
}

impl Writer<'_> {
    fn body(&mut self, size: usize) -> String {
        let bound = self.names.len();
        let text = (0..=self.random.below(size.max(1))).map(|_| self.statement(size / 2)).collect();
        if !self.random.one_in(4) {
            self.names.truncate(bound);
        }
        text
    }

    fn statement(&mut self, size: usize) -> String {
        match self.random.below(if size == 0 { 9 } else { 15 }) {
            0..=3 => format!("{{{{ {} }}}};", self.scalar()),
            4 | 5 => {
                let (name, kind) = (self.random.pick(&NAMES), self.random.pick(&[Kind::Document, Kind::List]));
                let value = if kind == Kind::Document { self.document() } else { self.list() };
                self.names.push((name, kind));
                format!("{{% {} {name} = {value} %}}", self.random.pick(&["set", "set_global"]))
            }
            6 if self.includes => "{% include [\"gone.html\", \"part.html\"] %}".to_owned(),
            7 => {
                let (of, other) = (self.name(Kind::Document), self.scalar_path());
                let called = self.random.pick(&["card", "list"]);
                format!("{{{{ m::{called}(page={of}, x={other}) }}}}")
            }
            8 if self.in_block => "{{ super() }}".to_owned(),
            6 | 8 => "text".to_owned(),
            9 | 10 => {
                let (condition, then, other) = (self.condition(), self.body(size), self.body(size));
                match self.random.one_in(2) {
                    true => format!("{{% if {condition} %}}{then}{{% else %}}{other}{{% endif %}}"),
                    false => {
                        format!("{{% if {condition} %}}{then}{{% elif {} %}}{other}{{% endif %}}", self.condition())
                    }
                }
            }
            11 => format!("{{% filter upper %}}{}{{% endfilter %}}", self.body(size)),
            _ => {
                let (name, bound) = (self.random.pick(&NAMES), self.names.len());
                let list = self.list();
                if self.random.one_in(4) {
                    let attribute = self.random.pick(&ATTRIBUTES);
                    let base = self.name(Kind::Document);
                    self.names.push((name, Kind::List));
                    let body = self.body(size);
                    self.names.truncate(bound);
                    return format!(
                        "{{% for k, {name} in {base}.pages | group_by(attribute=\"{attribute}\") %}}{{{{ k }}}}{body}{{% endfor %}}"
                    );
                }
                self.names.push((name, Kind::Document));
                let body = self.body(size);
                self.names.truncate(bound);
                format!("{{% for {name} in {list} %}}{{{{ loop.index }}}}{body}{{% else %}}none{{% endfor %}}")
            }
        }
    }

    fn name(&mut self, kind: Kind) -> &'static str {
        let latest = |name: &str| self.names.iter().rev().find(|(known, _)| *known == name).map(|(_, kind)| *kind);
        let fitting: Vec<&'static str> =
            self.names.iter().map(|(name, _)| *name).filter(|name| latest(name) == Some(kind)).collect();
        match fitting.is_empty() || self.random.one_in(60) {
            true => self.random.pick(&NAMES),
            false => self.random.pick(&fitting),
        }
    }

    fn document(&mut self) -> String {
        let name = self.name(Kind::Document);
        match self.random.below(13) {
            0..=3 => name.to_owned(),
            4 => format!("{name}.lower"),
            5 => format!("{name}[\"higher\"]"),
            6 => format!("{name}.pages | first"),
            7 => format!("{} | last", self.name(Kind::List)),
            8 => "get_page(path=\"p\")".to_owned(),
            9 => "get_section(path=\"s\")".to_owned(),
            10 => format!("{name} | get(key=\"lower\")"),
            11 => format!("{name}.lower | default(value={})", self.name(Kind::Document)),
            _ => format!("{name}.pages.1"),
        }
    }

    fn list(&mut self) -> String {
        let of = match self.random.one_in(2) {
            true => self.name(Kind::List).to_owned(),
            false => format!("{}.pages", self.name(Kind::Document)),
        };
        match self.random.below(10) {
            0..=2 => of,
            3 => format!("{of} | reverse"),
            4 => format!("{of} | sort(attribute=\"{}\")", self.random.pick(&ATTRIBUTES)),
            5 => format!("{of} | slice(end=2)"),
            6 => format!("{of} | filter(attribute=\"year\", value=2001)"),
            7 => format!("{of} | concat(with={})", self.name(Kind::List)),
            8 => format!("{of} | map(attribute=\"lower\")"),
            _ => format!("{of} | filter(attribute=\"{}\")", self.random.pick(&ATTRIBUTES)),
        }
    }

    fn scalar_path(&mut self) -> String {
        let name = self.name(Kind::Document);
        match self.random.below(12) {
            0..=8 => format!("{name}.{}", self.random.pick(&SCALARS)),
            9 => format!("{name}[\"{}\"]", self.random.pick(&["title", "year", "content"])),
            10 => format!("{name}.lower.{}", self.random.pick(&SCALARS)),
            _ => format!("{name}.pages[0].{}", self.random.pick(&SCALARS)),
        }
    }

    fn scalar(&mut self) -> String {
        match self.random.below(24) {
            0..=13 => self.scalar_path(),
            14 => format!("{} | length", self.list()),
            15 => format!("{}.pages | map(attribute=\"title\") | join(sep=\",\")", self.name(Kind::Document)),
            16 | 17 => format!("{} | upper", self.scalar_path()),
            18 => format!("{} ~ \"t\" ~ {}", self.scalar_path(), self.scalar_path()),
            19 => "config.title".to_owned(),
            20 => "now() | date(format=\"%H:%M\")".to_owned(),
            21 => format!("{} | default(value=\"-\")", self.scalar_path()),
            22 if self.random.one_in(6) => self.name(Kind::Document).to_owned(),
            23 if self.random.one_in(6) => format!("{} | json_encode()", self.name(Kind::Document)),
            _ => "\"text\"".to_owned(),
        }
    }

    fn condition(&mut self) -> String {
        if self.random.one_in(5) {
            return format!("page.extra.{}", self.random.pick(&["on", "off", "gone"]));
        }
        let (path, name) = (self.scalar_path(), self.name(Kind::Document));
        match self.random.below(12) {
            0 | 1 => path,
            2 => format!("not {path}"),
            3 => format!("{path} is defined"),
            4 => format!("{name}.lower is not defined"),
            5 => format!("{path} == {}", self.scalar_path()),
            6 => format!("\"t\" in {path}"),
            7 => format!("{path} is containing(\"e\")"),
            8 => format!("{name}.lower and {name}.higher or {path}"),
            9 if self.random.one_in(4) => format!("{name} == {}", self.name(Kind::Document)),
            10 if self.random.one_in(4) => format!("\"title\" in {name}"),
            11 if self.random.one_in(4) => format!("{name} in {}", self.name(Kind::List)),
            _ => format!("{}.pages", self.name(Kind::Document)),
        }
    }
}

fn site(random: &mut Random, root: &'static str) -> Vec<(&'static str, String)> {
    let own = vec![(root, Kind::Document)];
    let mut writer = Writer { random, names: Vec::new(), includes: false, in_block: false };
    let import = "{% import \"macros.html\" as m %}";
    writer.names = vec![("page", Kind::Document)];
    let mut of_macro = |calls: &str| writer.body(3).replace("m::card", calls).replace("m::list", calls);
    // The one may call the other, which ends.
    let (inner, card) = (of_macro("self::end"), of_macro("self::list"));
    let macros = format!(
        "{{% macro end(page, x) %}}{{{{ page.year }}}}{{% endmacro end %}}\
         {{% macro list(page, x=1) %}}{inner}{{% endmacro list %}}{{% macro card(page, x) %}}{card}{{{{ x }}}}{{% endmacro card %}}"
    );
    writer.names.clone_from(&own);
    let part = format!("{import}{}", writer.body(3));
    writer.includes = true;
    let mut text = |size: usize, in_block: bool| {
        writer.names.clone_from(&own);
        writer.in_block = in_block;
        writer.body(size)
    };
    let base = format!(
        "{import}{}{{% block a %}}{}{{% endblock %}}{{% block b %}}{}{{% endblock %}}",
        text(3, false),
        text(3, false),
        text(2, false)
    );
    let entry = match text(1, false).len() % 3 {
        0 => format!("{import}{}", text(6, false)),
        _ => format!("{{% extends \"base.html\" %}}{import}{{% block a %}}{}{{% endblock %}}", text(6, true)),
    };
    vec![("entry.html", entry), ("base.html", base), ("part.html", part), ("macros.html", macros)]
}

#[test]
fn what_is_not_named_cannot_be_seen() {
    let (mut rendered, mut own, mut others, mut guarded) = (0, 0, 0, 0);
    let range = option_env!("USAGE_SEEDS").unwrap_or("0..2000");
    let (first, last) = range.split_once("..").unwrap();
    for seed in first.parse::<u64>().unwrap()..last.parse().unwrap() {
        let files = site(&mut Random::new(seed), documents::root(seed));
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let set = TemplateSet::of_layer(&files);
        let plain = World::new(seed, None);
        let answers = Arc::new(Mutex::new(plain.answers()));
        let sink = Sink::new();
        let Some(engine) = Engine::load(&set, documents::registry(&answers), Dialect::V1, &sink) else { continue };
        let usages = Usages::of_older(&set);
        let usage = usages.of("entry.html");
        let Some(before) = render(&engine, "entry.html", &plain.variables()) else { continue };
        for world in [World::new(seed, Some(usage)), World::bare(seed, usage)] {
            *answers.lock().unwrap() = world.answers();
            let after = render(&engine, "entry.html", &world.variables());
            if after.as_ref() != Some(&before) {
                let text: Vec<String> = files.iter().map(|(name, text)| format!("=== {name}\n{text}")).collect();
                panic!("seed {seed}: {usage:#?}\n{}\n--- {before:?}\n+++ {after:?}", text.join("\n"));
            }
        }
        rendered += 1;
        let count = |fields: &Fields| matches!(fields, Fields::Named(names) if names.len() < 15);
        own += usize::from(count(&usage.own));
        others += usize::from(count(&usage.others));
        guarded += usize::from(!usage.guards.is_empty());
    }
    let is_telling = own * 2 > rendered && others * 3 > rendered && guarded * 40 > rendered;
    assert!(rendered > 300 && is_telling, "{rendered} {own} {others} {guarded}");
}
