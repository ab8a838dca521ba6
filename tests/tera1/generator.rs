//! Random templates: expressions of every kind and tags in one another.
//!
//! Most of what is made runs without an error: names, values and arguments are drawn so that they fit more often than not.
//! The rest is what the reference refuses, and ours must refuse it, too.

use super::arguments;
use super::oracle::Case;
use super::values::{PLAIN_FILTERS, TEXT_FILTERS, changed};

/// Numbers by chance that a seed repeats (SplitMix64).
pub struct Chance(u64);

impl Chance {
    /// The row of numbers that `seed` begins.
    pub fn new(seed: u64) -> Chance {
        Chance(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, 0 where that is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    /// True once in `times`.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

const TEXTS: [&str; 8] = ["s", "html", "path", "empty", "zh", "lines", "key", "slash"];
const NUMBERS: [&str; 10] = ["n", "zero", "neg", "f", "whole", "big", "huge", "far", "tiny", "stamp"];
const ARRAYS: [&str; 6] = ["numbers", "floats", "words", "mixed", "nothing", "pages"];
const OTHERS: [&str; 8] = ["yes", "no", "nil", "map", "bare", "place", "page", "unknown"];
const PATHS: [&str; 36] = [
    "map['d'][0]",
    "mixed.6.k",
    "nested[0].1",
    "nested.0[1]",
    "place[\"d e\"]",
    "words.0",
    "map[`a`]",
    "page['extra'][\"list\"][1]",
    "numbers[-1]",
    "numbers[neg]",
    "pages[numbers.1].title",
    "unknown[unknown]",
    "map[words[0]]",
    "odd",
    "map.a",
    "map[\"a\"]",
    "map[key]",
    "map.e.f.g",
    "map.c",
    "map.nope",
    "map.d[1]",
    "map['a.b']",
    "numbers[0]",
    "numbers.1",
    "numbers[n]",
    "pages[0].title",
    "pages.1.extra.w",
    "page.title",
    "page.extra.list[zero]",
    "place[slash]",
    "place[key][map.a]",
    "unknown.x",
    "s.x",
    "page.path",
    "map[\"0\"]",
    "pages[zero].date",
];
const LITERALS: [&str; 17] = [
    "\"a\"",
    "'<b>'",
    "`x/y`",
    "\"\"",
    "0",
    "1",
    "-3",
    "2.5",
    "7",
    "10",
    "true",
    "false",
    "\"a\\\"",
    "'\\n'",
    "`\"'`",
    "\"two\nlines\"",
    "True",
];
const BOUND: [&str; 8] = ["x", "y", "z", "i", "k", "v", "p", "loop"];

/// Writes one template.
pub struct Writer<'c> {
    /// What decides.
    pub chance: &'c mut Chance,
    /// Namespaces of macros that may be called, with the macros.
    pub macros: Vec<(&'static str, &'static str)>,
    /// Templates that may be included: none that includes this one.
    pub includes: Vec<&'static str>,
    /// How deep it is already: deeper bodies and expressions are shorter.
    pub depth: usize,
}

impl Writer<'_> {
    fn variable(&mut self) -> String {
        match self.chance.below(12) {
            0..=2 => self.chance.pick(&TEXTS).to_owned(),
            3..=4 => self.chance.pick(&NUMBERS).to_owned(),
            5 => self.chance.pick(&ARRAYS).to_owned(),
            6 => self.chance.pick(&OTHERS).to_owned(),
            7..=9 => self.chance.pick(&PATHS).to_owned(),
            10 => self
                .chance
                .pick(&["loop.index", "loop.index0", "loop.first", "loop.last", "p.title", "v.w", "x.a"])
                .to_owned(),
            _ => self.chance.pick(&BOUND).to_owned(),
        }
    }

    fn number(&mut self) -> String {
        self.depth += 1;
        let number = match self.chance.below(if self.depth > 4 { 5 } else { 9 }) {
            0..=2 => self.chance.pick(&NUMBERS).to_owned(),
            3 => self
                .chance
                .pick(&[
                    "0",
                    "1",
                    "-3",
                    "2.5",
                    "7",
                    "10",
                    "0.5",
                    "100",
                    "9223372036854775807",
                    "0.1",
                    "-0.0",
                    "third",
                    "min",
                ])
                .to_owned(),
            4 => self.chance.pick(&["loop.index", "map.b", "pages[0].year", "numbers[0]", "unknown", "s"]).to_owned(),
            5..=6 => {
                let operator = self.chance.pick(&["+", "-", "*", "/", "%", " + ", " - ", " * ", " / ", " % "]);
                format!("{}{operator}{}", self.number(), self.number())
            }
            7 => format!("({})", self.number()),
            _ => format!(
                "{} | {}",
                self.chance.pick(&["s", "words", "numbers"]),
                self.chance.pick(&["length", "first", "last"])
            ),
        };
        self.depth -= 1;
        number
    }

    fn concatenation(&mut self) -> String {
        let count = 2 + self.chance.below(3);
        let parts: Vec<String> = (0..count)
            .map(|_| match self.chance.below(6) {
                0..=1 => self.chance.pick(&TEXTS).to_owned(),
                2 => self.chance.pick(&["\"a\"", "'<'", "\"/\"", "1", "-2.50", "\"\""]).to_owned(),
                3 => self.chance.pick(&NUMBERS).to_owned(),
                4 => format!("{}(v={})", self.chance.pick(&["echo", "safe_echo"]), self.chance.pick(&TEXTS)),
                _ => self.variable(),
            })
            .collect();
        parts.join(self.chance.pick(&[" ~ ", "~"]))
    }

    fn filter(&mut self) -> String {
        if self.chance.once_in(2) {
            return arguments::filter(self.chance);
        }
        match self.chance.below(24) {
            0..=6 => self.chance.pick(&TEXT_FILTERS).to_owned(),
            7..=10 => self.chance.pick(&PLAIN_FILTERS).to_owned(),
            11 => format!("default(value={})", self.operand()),
            12 => format!(
                "replace(from={}, to={})",
                self.chance.pick(&["\"o\"", "\"/\"", "key", "empty"]),
                self.operand()
            ),
            13 => format!(
                "truncate(length={}{})",
                self.chance.below(9),
                self.chance.pick(&["", ", end=\"\"", ", end='<'"])
            ),
            14 => format!("split(pat={})", self.chance.pick(&["\" \"", "\",\"", "\"\\n\"", "\"o\"", "\"/\""])),
            15 => format!("join(sep={})", self.chance.pick(&["\", \"", "\"<br>\"", "\"\\n\"", "n"])),
            16 => {
                let attribute = self.chance.pick(&["title", "year", "extra.w", "extra.tag", "date", "ok", "nope", ""]);
                let name = self.chance.pick(&["sort", "unique", "group_by", "map", "filter"]);
                format!("{name}(attribute=\"{attribute}\")")
            }
            17 => format!("filter(attribute=\"year\", value={})", self.operand()),
            18 => format!(
                "slice(start={}, end={})",
                self.chance.pick(&["0", "1", "-1", "n", "-n"]),
                self.chance.pick(&["1", "2", "-1", "9"])
            ),
            19 => format!("concat(with={})", self.value()),
            20 => format!("nth(n={})", self.chance.pick(&["0", "1", "n", "zero", "9", "neg"])),
            21 => {
                let method = self.chance.pick(&["common", "ceil", "floor", "x"]);
                format!("round(method=\"{method}\", precision={})", self.chance.pick(&["0", "1", "2", "-1", "f"]))
            }
            22 => {
                let format = self.chance.pick(&["%Y", "%d.%m.%y %H:%M", "%+", "%A %B", "%-d", "%!"]);
                let zone =
                    self.chance.pick(&["", ", timezone=\"Asia/Tokyo\"", ", locale=\"fr_FR\"", ", locale=\"zh_CN\""]);
                format!("date(format=\"{format}\"{zone})")
            }
            _ => self
                .chance
                .pick(&[
                    "get(key=\"a\")",
                    "get(key=key, default=1)",
                    "int(base=16)",
                    "int(default=5)",
                    "float(default=1.5)",
                    "trim_start_matches(pat=\"/\")",
                    "trim_end_matches(pat=\"/\")",
                    "indent(prefix=\"> \", first=true)",
                    "pluralize(plural=\"en\")",
                    "json_encode(pretty=true)",
                    "filesizeformat(binary=true)",
                    "nosuch",
                    "unique(case_sensitive=true)",
                    "indent(blank=yes)",
                    "truncate(length=n)",
                ])
                .to_owned(),
        }
    }

    fn filtered(&mut self, value: String) -> String {
        let mut value = value;
        for _ in 0..self.chance.pick(&[0, 0, 0, 1, 1, 2, 3]) {
            value.push_str(self.chance.pick(&[" | ", "|"]));
            value.push_str(&self.filter());
        }
        value
    }

    fn macro_call(&mut self) -> Option<String> {
        let (namespace, name) = *self.macros.get(self.chance.below(self.macros.len()))?;
        let arguments = match self.chance.below(5) {
            0 => String::new(),
            1 => format!("a={}", self.value()),
            2 => format!("a={}, b={}", self.operand(), self.value()),
            3 => format!("b={}, extra=unknown", self.operand()),
            _ => format!("a={},", self.operand()),
        };
        Some(format!("{namespace}::{name}({arguments})"))
    }

    /// Something that may be compared or filtered.
    fn operand(&mut self) -> String {
        self.depth += 1;
        let value = match self.chance.below(if self.depth > 3 { 6 } else { 15 }) {
            12..=13 => arguments::filtered(self.chance),
            14 => arguments::function(self.chance),
            0..=2 => self.variable(),
            3 => self.chance.pick(&LITERALS).to_owned(),
            4 => self.chance.pick(&TEXTS).to_owned(),
            5 => self.chance.pick(&NUMBERS).to_owned(),
            6..=7 => self.number(),
            8 => self.concatenation(),
            9 => format!("{}(v={})", self.chance.pick(&["echo", "safe_echo", "echo"]), self.value()),
            10 => match self.macro_call() {
                Some(call) if self.chance.once_in(2) => call,
                _ => self.variable(),
            },
            _ => format!("range(end={})", self.chance.pick(&["3", "n", "zero", "neg", "0"])),
        };
        let value = self.filtered(value);
        self.depth -= 1;
        value
    }

    fn array(&mut self) -> String {
        let elements: Vec<String> = (0..self.chance.below(4)).map(|_| self.logic_value()).collect();
        let array =
            format!("[{}{}]", elements.join(", "), if elements.is_empty() { "" } else { self.chance.pick(&["", ","]) });
        self.filtered(array)
    }

    fn test(&mut self) -> String {
        if self.chance.once_in(2) {
            return arguments::tested(self.chance);
        }
        let variable = self.variable();
        let not = self.chance.pick(&["", "", "not "]);
        let test = match self.chance.below(10) {
            0..=4 => self
                .chance
                .pick(&["defined", "undefined", "string", "number", "odd", "even", "iterable", "object", "nosuch"])
                .to_owned(),
            5 => format!("divisibleby({})", self.chance.pick(&["2", "n", "0.5", "zero", "s"])),
            6..=7 => {
                let name = self.chance.pick(&["starting_with", "ending_with", "containing"]);
                format!("{name}({})", self.operand())
            }
            8 => format!("matching({})", self.chance.pick(&["\"^h\"", "\"[0-9]+\"", "\"(\"", "s"])),
            _ => format!("containing({}, 1)", self.operand()),
        };
        format!("{variable} is {not}{test}")
    }

    fn logic_value(&mut self) -> String {
        self.depth += 1;
        let not = if self.chance.once_in(5) { "not " } else { "" };
        let value = match self.chance.below(if self.depth > 3 { 4 } else { 10 }) {
            0..=2 => self.operand(),
            3 => self.test(),
            4..=5 => {
                let operator = self.chance.pick(&["==", "!=", " == ", " != ", " < ", " > ", "<=", ">="]);
                format!("{}{operator}{}", self.operand(), self.operand())
            }
            6 => format!("{} < {}", self.number(), self.number()),
            7 => {
                let container = match self.chance.below(4) {
                    0 => self.array(),
                    1 => self.chance.pick(&TEXTS).to_owned(),
                    2 => self.chance.pick(&["numbers", "words", "mixed", "map", "page"]).to_owned(),
                    _ => self.variable(),
                };
                format!("{} {}in {container}", self.operand(), self.chance.pick(&["", "", "not "]))
            }
            _ => {
                let inner = self.logic();
                self.depth -= 1;
                return format!("({inner})");
            }
        };
        self.depth -= 1;
        format!("{not}{value}")
    }

    fn logic(&mut self) -> String {
        let mut value = self.logic_value();
        for _ in 0..self.chance.pick(&[0, 0, 0, 1, 2]) {
            let operator = self.chance.pick(&[" and ", " or "]);
            value = format!("{value}{operator}{}", self.logic_value());
        }
        value
    }

    fn value(&mut self) -> String {
        if self.chance.once_in(8) { self.array() } else { self.logic() }
    }

    fn open(&mut self) -> &'static str {
        self.chance.pick(&["{% ", "{% ", "{% ", "{% ", "{%- ", "{%- ", "{%", "{%-", "{%\n  ", "{%\t"])
    }

    fn close(&mut self) -> &'static str {
        self.chance.pick(&[" %}", " %}", " %}", " %}", " -%}", " -%}", "%}", "-%}", "\n%}", "\t-%}"])
    }

    /// A tag, with and without what takes blanks away on either side.
    pub fn tag(&mut self, inner: &str) -> String {
        format!("{}{inner}{}", self.open(), self.close())
    }

    /// Some nodes in a row; `kind` says what they stand in.
    pub fn body(&mut self, kind: Kind) -> String {
        self.depth += 1;
        let count = if self.depth > 4 { 1 } else { 1 + self.chance.below(3) };
        let nodes: Vec<String> = (0..count).map(|_| self.node(kind)).collect();
        self.depth -= 1;
        nodes.concat()
    }

    fn node(&mut self, kind: Kind) -> String {
        let simple = self.depth > 4;
        match self.chance.below(if simple { 9 } else { 18 }) {
            0..=1 => self
                .chance
                .pick(&["text", " ", "\n", " a\n", "<b> ", "\n\n", "{ ", "　", "\t", " \r\n", "} }", "%", "é中"])
                .to_owned(),
            2..=5 => {
                let open = self.chance.pick(&["{{ ", "{{ ", "{{ ", "{{- ", "{{", "{{\n"]);
                let close = self.chance.pick(&[" }}", " }}", " }}", " -}}", "}}", "-}}", "\r\n}}"]);
                let depth = std::mem::replace(&mut self.depth, 0);
                let value = if self.chance.once_in(3) { self.value() } else { self.operand() };
                self.depth = depth;
                format!("{open}{value}{close}")
            }
            6 => {
                let (word, name) = (
                    self.chance.pick(&["set", "set", "set_global"]),
                    self.chance.pick(&["x", "y", "z", "s", "map", "page", "loop"]),
                );
                let value = self.value();
                self.tag(&format!("{word} {name} = {value}"))
            }
            7 => self
                .chance
                .pick(&[
                    "{# c #}",
                    "{#- c -#}",
                    "{#- c #}",
                    "{# {{ x }} {% if %} -#}",
                    "{% raw %} {{ x }} {% endraw %}",
                    "{%- raw -%} r {%- endraw -%}",
                    "{% raw -%} {# c #} {%- endraw %}",
                    "{%- raw %}{% if s %}\n{%- endraw -%}",
                    "{% raw %}{% endraw %}",
                    "{##}",
                    "{#--#}",
                    "{#\n-#}\n",
                    "{%raw%}{#{%endraw%}",
                    "{{ __tera_context | length }}",
                    "{{ __tera_context }}",
                ])
                .to_owned(),
            8 => match self.chance.below(4) {
                0 if kind == Kind::Loop => {
                    let word = self.chance.pick(&["break", "continue"]);
                    self.tag(word)
                }
                1 if kind == Kind::Block => self.chance.pick(&["{{ super() }}", "{{- super() -}}"]).to_owned(),
                _ => match self.macro_call() {
                    Some(call) => format!("{{{{ {call} }}}}"),
                    None => "t".to_owned(),
                },
            },
            9..=11 => self.choice(kind),
            12..=14 => self.for_loop(),
            15 => {
                let filter =
                    if self.chance.once_in(2) { self.chance.pick(&TEXT_FILTERS).to_owned() } else { self.filter() };
                let (open, body, close) =
                    (self.tag(&format!("filter {filter}")), self.body(Kind::Filter), self.tag("endfilter"));
                format!("{open}{body}{close}")
            }
            16 if matches!(kind, Kind::Template | Kind::Block | Kind::Filter) => {
                let name = self.chance.pick(&["one", "two", "three", "four", "five", "six"]);
                let end = self.chance.pick(&["endblock", "endblock", "endblock", name]);
                let end = if end == name { format!("endblock {name}") } else { end.to_owned() };
                let (open, body, close) = (self.tag(&format!("block {name}")), self.body(Kind::Block), self.tag(&end));
                format!("{open}{body}{close}")
            }
            _ => match self.includes.get(self.chance.below(self.includes.len() * 2)) {
                Some(name) => {
                    let list = match self.chance.below(5) {
                        0 => format!("include ['no.html', `{name}`,]"),
                        1 => format!("include [\"{name}\", \"nope.html\"] ignore missing"),
                        _ => format!("include \"{name}\""),
                    };
                    self.tag(&list)
                }
                None => {
                    let word = self.missing();
                    self.tag(word)
                }
            },
        }
    }

    fn missing(&mut self) -> &'static str {
        self.chance.pick(&[
            "include \"nope.html\" ignore missing",
            "include [\"nope.html\", \"no.html\"] ignore missing",
            "set z = 1",
            "set_global y = x",
        ])
    }

    fn choice(&mut self, kind: Kind) -> String {
        let condition = self.logic();
        let mut text = self.tag(&format!("if {condition}")) + &self.body(kind);
        while self.chance.once_in(4) {
            let condition = self.logic();
            text += &self.tag(&format!("elif {condition}"));
            text += &self.body(kind);
        }
        if self.chance.once_in(2) {
            text += &self.tag("else");
            text += &self.body(kind);
        }
        text + &self.tag("endif")
    }

    fn for_loop(&mut self) -> String {
        let container = match self.chance.below(8) {
            0..=2 => self.chance.pick(&ARRAYS).to_owned(),
            3 => self.filtered("numbers".to_owned()),
            4 => self.array(),
            5 => "range(end=3)".to_owned(),
            6 => self
                .chance
                .pick(&[
                    "s",
                    "key",
                    "echo(v=numbers)",
                    "pages | group_by(attribute=\"year\")",
                    "nil",
                    "nested",
                    "zh",
                    "s | split(pat=\" \")",
                    "range(start=1, end=n)",
                    "words | sort | reverse",
                    "unknown | default(value=numbers)",
                    "[1, s, n > 2]",
                    "numbers | concat(with=words)",
                    "lines | trim | split(pat=\"\\n\")",
                ])
                .to_owned(),
            _ => self.chance.pick(&["map", "page", "bare", "map.e"]).to_owned(),
        };
        let keyed = container.starts_with("map")
            || container == "page"
            || container == "bare"
            || container.contains("group_by");
        let head = match keyed != self.chance.once_in(12) {
            true => {
                format!("for {}, {} in {container}", self.chance.pick(&["k", "i"]), self.chance.pick(&["v", "x", "p"]))
            }
            false => format!("for {} in {container}", self.chance.pick(&["x", "p", "s", "loop", "v"])),
        };
        let mut text = self.tag(&head) + &self.body(Kind::Loop);
        if self.chance.once_in(4) {
            text += &self.tag("else");
            text += &self.body(Kind::Loop);
        }
        text + &self.tag("endfor")
    }
}

/// What nodes stand in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Nothing.
    Template,
    /// A macro.
    Macro,
    /// A block.
    Block,
    /// A loop.
    Loop,
    /// A filter.
    Filter,
}

/// A template of one expression.
pub fn expression(chance: &mut Chance) -> Case {
    let name = chance.pick(&["t.html", "t.html", "t.txt"]);
    let mut writer = Writer { chance, macros: Vec::new(), includes: Vec::new(), depth: 0 };
    let text = match writer.chance.below(4) {
        0 => format!("{{% if {} %}}a{{% else %}}b{{% endif %}}", writer.logic()),
        1 => format!("{{% set x = {} %}}{{{{ x }}}}", writer.value()),
        _ => format!("{{{{ {} }}}}", writer.value()),
    };
    let variables = changed(writer.chance);
    Case { variables, ..Case::single(name, &text) }
}
