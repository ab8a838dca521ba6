//! Random templates: mostly of the right kinds, so that many render, with some of any kind.

/// Numbers that look random, the same for the same seed.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d);
        (0..8).for_each(|_| _ = random.below(2));
        random
    }

    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % end
    }

    pub fn one_in(&mut self, of: usize) -> bool {
        self.below(of) == 0
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

/// What an expression is meant to give.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Document,
    List,
    /// Lists by key.
    Group,
    Scalar,
}

type Names = Vec<(&'static str, Kind)>;

const KINDS: [Kind; 4] = [Kind::Document, Kind::List, Kind::Group, Kind::Scalar];
const FEW: [&str; 7] = ["x", "y", "page", "pages", "section", "year", "thing"];
const SCALARS: [&str; 7] = ["title", "content", "summary", "permalink", "year", "draft", "extra.a"];
const ATTRIBUTES: [&str; 5] = ["year", "title", "extra.a", "permalink", "draft"];
const FORMATS: [&str; 7] = ["%Y", "%B", "%Y-%m-%d", "%H", "%H:%M", "%T", "%Y %.f"];
const PLAIN_FILTERS: [&str; 5] = ["upper", "str", "json_encode", "length", "default(value=\"-\")"];

/// A site's templates: an entry, its parents, includes, components. `root` is the variable of the own document.
pub fn site(random: &mut Random, root: &'static str) -> Vec<(&'static str, String)> {
    let roots = vec![(root, Kind::Document)];
    let mut files = Vec::new();
    let tame = !random.one_in(4);
    let mut writer =
        Writer { random, tame, names: Vec::new(), loops: 0, captures: 0, block: false, parts: &[], components: &[] };

    let mut components = String::new();
    for (name, head, names, parts, inner) in [
        ("three", "pages, y=none", vec![("pages", Kind::List)], &["rest.html"][..], &[][..]),
        ("two", "@page=none, @y=none, ...x", vec![("page", Kind::Document)], &[], &["three"]),
        (
            "one",
            "page, x=\"d\"",
            vec![("page", Kind::Document), ("x", Kind::Scalar)],
            &["rest.html"],
            &["two", "three"],
        ),
    ] {
        let body = writer.part(names, parts, inner, 3);
        components.push_str(&format!(
            "{{% component {name}({head}) %}}{body}{{{{ body | default(value=\"\") }}}}{{% endcomponent %}}"
        ));
    }
    files.push(("components.html", components));

    let all = &["one", "two", "three"][..];
    let rest = writer.part(roots.clone(), &[], &[], 3);
    files.push(("rest.html", rest));
    let part = writer.part(roots.clone(), &["rest.html"], all, 4);
    files.push(("part.html", part));

    let parts = &["part.html", "rest.html"][..];
    let head = writer.part(roots.clone(), parts, all, 3);
    let blocks: Vec<String> = (0..3).map(|_| writer.block(&roots, parts, all)).collect();
    files.push((
        "base.html",
        format!(
            "{head}{{% block a %}}{}{{% endblock %}}{{% block b %}}{}{{% block c %}}{}{{% endblock c %}}{{% endblock b %}}",
            blocks[0], blocks[1], blocks[2]
        ),
    ));
    let mut child = |parent: &str| {
        let mut text = format!("{{% extends \"{parent}\" %}}");
        for name in ["a", "b", "c"] {
            if !writer.random.one_in(3) {
                let body = writer.block(&roots, parts, all);
                text.push_str(&format!("{{% block {name} %}}{body}{{% endblock {name} %}}"));
            }
        }
        text
    };
    files.push(("middle.html", child("base.html")));
    let entry = match child("middle.html") {
        _ if writer.random.one_in(3) => writer.part(roots, parts, all, 8),
        text => text,
    };
    files.push(("entry.html", entry));
    files
}

/// The writer of one file or component.
struct Writer<'r> {
    random: &'r mut Random,
    /// Whether documents are seldom taken whole, so that something is left to be changed.
    tame: bool,
    /// Names that are probably bound here.
    names: Names,
    loops: usize,
    /// How many of the bodies around this place are captured: loops cannot be left from there.
    captures: usize,
    block: bool,
    /// The includes and components that may be used here, so that none is in itself.
    parts: &'static [&'static str],
    components: &'static [&'static str],
}

impl Writer<'_> {
    fn part(
        &mut self,
        names: Names,
        parts: &'static [&'static str],
        components: &'static [&'static str],
        size: usize,
    ) -> String {
        (self.names, self.parts, self.components) = (names, parts, components);
        self.body(size)
    }

    fn block(&mut self, roots: &Names, parts: &'static [&'static str], components: &'static [&'static str]) -> String {
        self.block = true;
        let body = self.part(roots.clone(), parts, components, 3);
        self.block = false;
        body
    }

    /// Some statements. What they bind is forgotten after them, sometimes.
    fn body(&mut self, size: usize) -> String {
        let bound = self.names.len();
        let count = 1 + self.random.below(size);
        let text = (0..count).map(|_| self.statement(size)).collect();
        if !self.random.one_in(4) {
            self.names.truncate(bound);
        }
        text
    }

    fn captured(&mut self, size: usize) -> String {
        self.captures += 1;
        let body = self.body(size);
        self.captures -= 1;
        body
    }

    fn statement(&mut self, size: usize) -> String {
        let size = size / 2;
        match self.random.below(if size == 0 { 10 } else { 19 }) {
            0..=4 => format!("{{{{ {} }}}};", self.scalar(3)),
            5 | 6 => {
                let (name, kind) = (self.random.pick(&FEW), self.random.pick(&KINDS));
                let value = self.expression(kind, 2);
                self.names.push((name, kind));
                let tag = self.random.pick(&["set", "set", "set_global"]);
                format!("{{% {tag} {name} = {value} %}}")
            }
            7 => match self.parts {
                [] => "text".to_owned(),
                parts => format!("{{% include \"{}\" %}}", self.random.pick(parts)),
            },
            8 => match self.components {
                [] => "text".to_owned(),
                _ => {
                    let call = self.component();
                    format!("{{{{ <{call} /> }}}}")
                }
            },
            9 if self.block && self.random.one_in(2) => "{{ super() }}".to_owned(),
            9 if self.loops > 0 && self.captures == 0 => {
                let word = self.random.pick(&["break", "continue"]);
                format!("{{% if {} %}}{{% {word} %}}{{% endif %}}", self.condition(2))
            }
            9 => "{{ loop.index }}".replace("loop.index", if self.loops > 0 { "loop.index" } else { "1" }),
            10..=12 => {
                let condition = self.condition(2);
                let (then, other) = (self.body(size), self.body(size));
                match self.random.below(3) {
                    0 => format!("{{% if {condition} %}}{then}{{% endif %}}"),
                    1 => format!("{{% if {condition} %}}{then}{{% else %}}{other}{{% endif %}}"),
                    _ => format!("{{% if {condition} %}}{then}{{% elif {} %}}{other}{{% endif %}}", self.condition(1)),
                }
            }
            13..=15 => self.repeat(size),
            16 => match self.components {
                [] => "text".to_owned(),
                _ => {
                    let call = self.component();
                    let name = call.split(' ').next().unwrap_or_default().to_owned();
                    format!("{{% <{call}> %}}{}{{% </{name}> %}}", self.captured(size))
                }
            },
            17 => format!("{{% filter upper %}}{}{{% endfilter %}}", self.captured(size)),
            _ => {
                let body = self.captured(size);
                let name = self.random.pick(&FEW);
                self.names.push((name, Kind::Scalar));
                format!("{{% set {name} | upper %}}{body}{{% endset %}}")
            }
        }
    }

    fn repeat(&mut self, size: usize) -> String {
        let (value, key) = (self.random.pick(&FEW), self.random.pick(&["y", "year", "k"]));
        let bound = self.names.len();
        let (head, kind) = match self.random.below(if self.tame { 20 } else { 6 }) {
            0 | 6..=9 => (format!("{key}, {value} in {}", self.expression(Kind::Group, 2)), Kind::List),
            1 => {
                let of = self.document(1);
                (format!("{key}, {value} in {of}"), Kind::Scalar)
            }
            2 => (format!("{value} in {}", self.document(1)), Kind::Scalar),
            _ => (format!("{value} in {}", self.expression(Kind::List, 2)), Kind::Document),
        };
        self.names.push((value, kind));
        self.loops += 1;
        let captures = std::mem::take(&mut self.captures);
        let body = self.body(size);
        self.captures = captures;
        self.loops -= 1;
        self.names.truncate(bound);
        match self.random.one_in(3) {
            true => format!("{{% for {head} %}}{body}{{% else %}}{}{{% endfor %}}", self.body(size)),
            false => format!("{{% for {head} %}}{body}{{% endfor %}}"),
        }
    }

    /// A component's name and arguments.
    fn component(&mut self) -> String {
        let name = self.random.pick(self.components);
        match (name, self.random.below(8)) {
            (_, 0) if !self.tame => format!("{name} {{...{}}}", self.expression(Kind::Document, 1)),
            ("one", 1) => format!("{name} page={{{}}} x={{{}}}", self.document(2), self.expression(Kind::Document, 1)),
            ("one", _) => format!("{name} page={{{}}} x={{{} ~ \"\"}}", self.document(2), self.scalar(1)),
            ("two", 1..=3) => name.to_owned(),
            ("two", _) => format!("{name} page={{{}}} z={{{}}}", self.document(2), self.any(1)),
            (_, 1) => format!("{name} pages={{{}}} y={{{}}}", self.list(2), self.any(1)),
            _ => format!("{name} pages={{{}}}", self.list(2)),
        }
    }

    fn any(&mut self, depth: usize) -> String {
        let kind = self.random.pick(&KINDS);
        self.expression(kind, depth)
    }

    fn expression(&mut self, kind: Kind, depth: usize) -> String {
        let kind = if self.random.one_in(if self.tame { 200 } else { 40 }) { self.random.pick(&KINDS) } else { kind };
        match kind {
            Kind::Document => self.document(depth),
            Kind::List => self.list(depth),
            Kind::Group => self.group(depth),
            Kind::Scalar => self.scalar(depth),
        }
    }

    /// A name bound to that kind; now and then any.
    fn name(&mut self, kind: Kind) -> Option<&'static str> {
        if self.random.one_in(if self.tame { 400 } else { 50 }) {
            return Some(self.random.pick(&FEW));
        }
        let fitting: Vec<&str> = self.names.iter().filter(|(_, known)| *known == kind).map(|(name, _)| *name).collect();
        // The latest binding of a name counts.
        let latest = |name: &str| self.names.iter().rev().find(|(known, _)| *known == name).map(|(_, kind)| *kind);
        let fitting: Vec<&'static str> = self
            .names
            .iter()
            .map(|(name, _)| *name)
            .filter(|name| fitting.contains(name) && latest(name) == Some(kind))
            .collect();
        (!fitting.is_empty()).then(|| self.random.pick(&fitting))
    }

    fn document(&mut self, depth: usize) -> String {
        let simple = match self.name(Kind::Document) {
            Some(name) => name.to_owned(),
            None => self.random.pick(&["get_page(path=\"p\")", "get_section(path=\"s\")"]).to_owned(),
        };
        if depth == 0 || self.random.one_in(3) {
            return simple;
        }
        let depth = depth - 1;
        match self.random.below(16) {
            0 => format!("{}[0]", self.list(depth)),
            1 => format!("({} | first)", self.list(depth)),
            2 => format!("({} | nth(n=1))", self.list(depth)),
            3 => format!("({} | last)", self.list(depth)),
            4 => format!("({}).lower", self.document(depth)).replace(").lower", ")[\"lower\"]"),
            5 => format!("{{\"p\": {}}}[\"p\"]", self.document(depth)),
            6 => format!("({} or {})", self.document(depth), self.document(depth)),
            7 => format!("({} and {})", self.document(depth), self.document(depth)),
            8 => format!("({} if {} else {})", self.document(depth), self.condition(depth), self.document(depth)),
            9 => "get_page(path=\"p\")".to_owned(),
            10 => format!("get_thing(n={})", self.random.below(4)),
            11 => format!("({} | get(key=\"lower\"))", self.document(depth)),
            12 => format!("({} | default(value={}))", self.document(depth), self.document(depth)),
            13 => format!("([{}, {}] | reverse | last)", self.document(depth), self.document(depth)),
            14 => format!("({})[\"odd\"]", self.document(depth)),
            _ => format!("({} | values | first | first)", self.group(depth)),
        }
    }

    fn list(&mut self, depth: usize) -> String {
        let simple = match self.name(Kind::List) {
            Some(name) => name.to_owned(),
            None => "get_section(path=\"s\")[\"pages\"]"
                .replace("get_section(path=\"s\")", &format!("({})", self.document(0))),
        };
        if depth == 0 || self.random.one_in(3) {
            return simple;
        }
        let depth = depth - 1;
        match self.random.below(15) {
            0 => format!("({} | reverse)", self.list(depth)),
            1 => format!("({} | sort(attribute=\"{}\"))", self.list(depth), self.random.pick(&ATTRIBUTES)),
            2 => format!("{}[:2]", self.list(depth)),
            3 => format!("{}[::-1]", self.list(depth)),
            4 => format!("({} | unique)", self.list(depth)),
            5 => format!("[{}, ...{}]", self.document(depth), self.list(depth)),
            6 => format!("[{}]", self.document(depth)),
            7 => {
                let name = self.random.pick(&FEW);
                let of = self.list(depth);
                self.names.push((name, Kind::Document));
                let text = format!("[{} for {name} in {of} if {}]", self.document(depth), self.condition(depth));
                self.names.pop();
                text
            }
            8 => format!("({} | shuffle(seed=\"s\"))", self.list(depth)),
            9 => format!("({})[\"pages\"]", self.document(depth)),
            10 => format!("({} | values | last)", self.group(depth)),
            11 => format!("({} if {} else {})", self.list(depth), self.condition(depth), self.list(depth)),
            12 => format!("({} | get(key=\"pages\", default=[]))", self.document(depth)),
            13 => "get_thing(n=0)".to_owned(),
            _ => format!("[{}, {}]", self.document(depth), self.document(depth)),
        }
    }

    fn group(&mut self, depth: usize) -> String {
        match (self.name(Kind::Group), self.random.below(3)) {
            (Some(name), 0 | 1) => name.to_owned(),
            (_, 0) => format!("{{\"k\": {}, \"l\": {}}}", self.list(depth.saturating_sub(1)), self.list(0)),
            _ => {
                let list = self.list(depth.saturating_sub(1));
                format!("({list} | group_by(attribute=\"{}\"))", self.random.pick(&ATTRIBUTES))
            }
        }
    }

    fn condition(&mut self, depth: usize) -> String {
        let depth = depth.saturating_sub(1);
        if self.random.one_in(5) {
            return format!("page.extra.{}", self.random.pick(&["on", "off", "gone"]));
        }
        match self.random.below(if self.tame { 7 } else { 12 }) {
            0 => self.document(depth),
            1 => self.list(depth),
            2 => format!("not {}", self.document(depth)),
            3 => format!("({}) is defined", self.any(depth)),
            4 => format!("({}) is string", self.any(depth)),
            5 => format!("{} == {}", self.scalar(depth), self.scalar(depth)),
            6 => format!("({}) != \"x\"", self.any(depth)),
            7 => format!("({}) == ({})", self.document(depth), self.document(depth)),
            8 => format!("\"t\" in {}", self.any(depth)),
            9 => format!("({}) in ({})", self.document(depth), self.list(depth)),
            10 => format!("({} | str) is containing(pat=\"e\")", self.scalar(depth)),
            _ => format!("{} and {}", self.scalar(depth), self.scalar(depth)),
        }
    }

    fn scalar(&mut self, depth: usize) -> String {
        if depth == 0 {
            return self.random.pick(&["\"t\"", "1", "config.title", "none", "true"]).to_owned();
        }
        let depth = depth - 1;
        match self.random.below(if self.tame { 34 } else { 40 }) {
            0..=9 => match self.name(Kind::Document) {
                Some(name) => format!("{name}{}{}", self.random.pick(&[".", "?."]), self.random.pick(&SCALARS)),
                None => "\"none\"".to_owned(),
            },
            10..=15 => self.scalar_field(depth),
            16 | 17 => format!("({} | {})", self.scalar(depth), self.random.pick(&PLAIN_FILTERS)),
            18 => format!("({} | length)", self.list(depth)),
            19 => format!("({} | length)", self.any(depth)),
            20..=22 => {
                let name = self.random.pick(&FEW);
                let of = self.list(depth);
                self.names.push((name, Kind::Document));
                let text = format!("([{} for {name} in {of}] | join(sep=\",\"))", self.scalar(depth));
                self.names.pop();
                text
            }
            23 => format!("({} if {} else {})", self.scalar(depth), self.condition(depth), self.scalar(depth)),
            24 => format!("({} or {})", self.scalar(depth), self.scalar(depth)),
            25 => format!("({} ~ {})", self.scalar(depth), self.scalar(depth)),
            26 => format!("({})", self.condition(depth)),
            27 => format!("({} | keys | join(sep=\"/\"))", self.group(depth)),
            28 | 29 => match self.name(Kind::Scalar) {
                Some(name) => name.to_owned(),
                None => "2".to_owned(),
            },
            30..=33 => format!("(now() | date(format=\"{}\"))", self.random.pick(&FORMATS)),
            34 => self
                .random
                .pick(&["now()", "(now() | length)", "(now())[:10]", "(now() | date)", "now() > \"2025\""])
                .to_owned(),
            35 => {
                let field = self.random.pick(&["title", "year", "lower"]);
                format!("({})[\"{field}\" if {} else \"content\"]", self.document(depth), self.condition(depth))
            }
            36 => format!("({} | {})", self.document(depth), self.random.pick(&PLAIN_FILTERS)),
            37 => self.document(depth),
            38 => format!("({} | pairs | first | first)", self.group(depth)),
            _ => self.any(depth),
        }
    }

    fn scalar_field(&mut self, depth: usize) -> String {
        let document = self.document(depth);
        match self.random.below(5) {
            0 => format!("({document})[\"{}\"]", self.random.pick(&["title", "year", "permalink"])),
            1 => format!("({document} | get(key=\"title\", default=\"no\"))"),
            2 => format!("({document})[\"taxonomies\"][\"tags\"][0]"),
            3 => format!("({document})[\"extra\"][\"list\"] | first"),
            _ => format!("({document} or {{\"title\": 3}})[\"title\"]"),
        }
    }
}
