//! A site's own grammars: TextMate's as VS Code writes them in JSON, and Sublime Text's (checklist HL-4).
//!
//! A TextMate grammar is a tree of rules; ours wants named contexts. Each entry of the repository becomes a context, a
//! rule with `begin` and `end` one that is pushed and popped.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use syntect::parsing::{Regex, SyntaxDefinition};

use super::own_theme::plain_json;

/// A grammar that was read.
pub struct Read {
    /// The grammar.
    pub grammar: SyntaxDefinition,
    /// What could not be read of it: expressions, and names of rules that are not there.
    pub left_out: Vec<String>,
    /// Whether it goes on in other grammars here and there.
    pub leads_on: bool,
}

/// Reads the grammar `text` of the file `name`.
///
/// # Errors
/// Why it is no grammar.
pub fn read(text: &str, name: &str) -> Result<Read, String> {
    let load = |text: &str| SyntaxDefinition::load_from_str(text, true, None).map_err(|error| error.to_string());
    if name.ends_with(".sublime-syntax") {
        // What syntect reads it with copies out every alias, and aliases of aliases fill any memory.
        if marks(text, b'&') > 0 && marks(text, b'*') > MOST_ALIASES {
            return Err("too many YAML aliases (*)".to_owned());
        }
        let leads_on = text.contains("scope:source.") || text.contains("scope:text.");
        return Ok(Read { grammar: load(text)?, left_out: Vec::new(), leads_on });
    }
    let json: Value = serde_json::from_str(&plain_json(text)).map_err(|error| error.to_string())?;
    let (grammar, left_out, leads_on) = Grammar::read(&json)?;
    Ok(Read { grammar: load(&grammar)?, left_out, leads_on })
}

/// How many aliases a grammar in YAML may have, where there are anchors. Such files do without; this many can make some hundred copies.
const MOST_ALIASES: usize = 16;

/// How often `mark` stands where YAML takes it for the sign of an anchor or alias: before a name, at the beginning of a value.
fn marks(text: &str, mark: u8) -> usize {
    let bytes = text.as_bytes();
    let stands = |at: usize| {
        let before = bytes[..at].iter().rev().find(|byte| !matches!(**byte, b' ' | b'\t' | b'\r'));
        let begins = before.is_none_or(|before| b"\n:-[,{?".contains(before));
        begins && bytes.get(at + 1).is_some_and(|after| !after.is_ascii_whitespace())
    };
    memchr::memchr_iter(mark, bytes).filter(|at| stands(*at)).count()
}

/// An item of a context, as it will be written.
enum Item {
    Include(String),
    Rule(String),
}

struct Grammar {
    repository: Map<String, Value>,
    /// Names as they stand in the repository, to their contexts.
    contexts: BTreeMap<String, Vec<Item>>,
    /// Expressions that are none, and names of entries that are not there.
    left_out: Vec<String>,
    /// Its own scope.
    scope: String,
    /// Whether it goes on in other grammars.
    leads_on: bool,
}

impl Grammar {
    /// The grammar in the syntax of Sublime Text; all texts in it are JSON, which YAML takes as it is. And what was left out, and
    /// whether it goes on in other grammars.
    fn read(json: &Value) -> Result<(String, Vec<String>, bool), String> {
        let text = |key: &str| json.get(key).and_then(Value::as_str).ok_or_else(|| format!("{key}?"));
        let (name, scope) = (text("name")?, text("scopeName")?);
        let repository = json.get("repository").and_then(Value::as_object).cloned().unwrap_or_default();
        let mut grammar = Grammar {
            repository,
            contexts: BTreeMap::new(),
            left_out: Vec::new(),
            scope: scope.to_owned(),
            leads_on: false,
        };
        let main = grammar.items(json.get("patterns").unwrap_or(&Value::Null));
        grammar.contexts.insert("main".to_owned(), main);
        for (name, rule) in grammar.repository.clone() {
            let mut items = Vec::new();
            grammar.rule(&rule, &mut items);
            grammar.contexts.insert(context(&name), items);
        }
        grammar.cut_circles();
        let extensions =
            json.get("fileTypes").filter(|types| types.is_array()).map_or("[]".to_owned(), Value::to_string);
        let contexts: Vec<String> = grammar
            .contexts
            .iter()
            .map(|(name, items)| {
                format!("{}: [{}]", quoted(name), items.iter().map(written).collect::<Vec<_>>().join(", "))
            })
            .collect();
        let text = format!(
            "{{name: {}, scope: {}, file_extensions: {extensions}, contexts: {{{}}}}}",
            quoted(name),
            quoted(scope),
            contexts.join(", ")
        );
        Ok((text, grammar.left_out, grammar.leads_on))
    }

    fn items(&mut self, patterns: &Value) -> Vec<Item> {
        let mut items = Vec::new();
        for rule in patterns.as_array().into_iter().flatten() {
            self.rule(rule, &mut items);
        }
        items
    }

    fn rule(&mut self, rule: &Value, items: &mut Vec<Item>) {
        let text = |key: &str| rule.get(key).and_then(Value::as_str);
        let left_out = &mut self.left_out;
        let mut regex = |key: &str| {
            let regex = text(key)?;
            let compiles = compiles(regex);
            if !compiles {
                left_out.push(regex.to_owned());
            }
            compiles.then_some(regex)
        };
        if let Some(name) = text("include") {
            match name.strip_prefix('#') {
                Some(name) if self.repository.contains_key(name) => items.push(Item::Include(context(name))),
                Some(_) => self.left_out.push(name.to_owned()),
                None if matches!(name, "$self" | "$base") => items.push(Item::Include("main".to_owned())),
                None => {
                    // Of another grammar all rules are taken: one that names its own is another there, made for Sublime Text.
                    let scope = name.split('#').next().unwrap_or_default();
                    let is_own = scope == self.scope;
                    self.leads_on |= !is_own;
                    items.push(Item::Include(if is_own { "main".to_owned() } else { format!("scope:{scope}") }));
                }
            }
        } else if text("match").is_some() {
            if let Some(regex) = regex("match") {
                let captures = captures(rule, &["captures"]);
                items.push(Item::Rule(format!(
                    "{{match: {}{}{captures}}}",
                    quoted(regex),
                    field("scope", text("name"))
                )));
            }
        } else if text("begin").is_some() {
            let (Some(begin), Some(end)) = (
                regex("begin"),
                regex("end").map(str::to_owned).or_else(|| regex("while").map(|regex| format!("^(?!{regex})"))),
            ) else {
                if let (Some(begin), None, None) = (text("begin"), text("end"), text("while")) {
                    self.left_out.push(begin.to_owned());
                }
                return;
            };
            let mut inside = vec![format!("{{meta_scope: {}}}", quoted(text("name").unwrap_or_default()))];
            inside.push(format!("{{meta_content_scope: {}}}", quoted(text("contentName").unwrap_or_default())));
            let end = format!("{{match: {}, pop: true{}}}", quoted(&end), captures(rule, &["endCaptures", "captures"]));
            let children = self.items(rule.get("patterns").unwrap_or(&Value::Null));
            let children = children.iter().map(written);
            if rule
                .get("applyEndPatternLast")
                .is_some_and(|last| last.as_bool() == Some(true) || last.as_u64() == Some(1))
            {
                inside.extend(children);
                inside.push(end);
            } else {
                inside.push(end);
                inside.extend(children);
            }
            let captures = captures(rule, &["beginCaptures", "captures"]);
            items.push(Item::Rule(format!("{{match: {}{captures}, push: [{}]}}", quoted(begin), inside.join(", "))));
        } else {
            items.extend(self.items(rule.get("patterns").unwrap_or(&Value::Null)));
        }
    }

    /// Takes out includes that lead back to where they stand: they add nothing and would be followed for ever.
    fn cut_circles(&mut self) {
        let mut visits = Visits::new();
        let roots: Vec<String> = std::iter::once("main".to_owned()).chain(self.contexts.keys().cloned()).collect();
        for root in roots {
            if visits.contains_key(&root) {
                continue;
            }
            let mut way = vec![self.enter(root, &mut visits)];
            while let Some((name, next)) = way.last_mut() {
                match next.pop() {
                    Some(to) if visits.contains_key(&to) => {}
                    Some(to) => way.push(self.enter(to, &mut visits)),
                    None => {
                        visits.insert(std::mem::take(name), false);
                        way.pop();
                    }
                }
            }
        }
    }

    /// Takes the includes out of a context that lead back to it or to one it was reached from; gives the others, the first at the end.
    fn enter(&mut self, name: String, visits: &mut Visits) -> (String, Vec<String>) {
        visits.insert(name.clone(), true);
        let mut next = Vec::new();
        if let Some(items) = self.contexts.get_mut(&name) {
            items.retain(|item| !matches!(item, Item::Include(to) if visits.get(to) == Some(&true)));
            let includes = items.iter().rev();
            next.extend(includes.filter_map(|item| if let Item::Include(to) = item { Some(to.clone()) } else { None }));
        }
        (name, next)
    }
}

/// The contexts that were reached, and whether they are on the way to where we are.
type Visits = BTreeMap<String, bool>;

/// The context of a repository entry; never `main`.
fn context(name: &str) -> String {
    format!("r-{name}")
}

fn written(item: &Item) -> String {
    match item {
        Item::Include(name) => format!("{{include: {}}}", quoted(name)),
        Item::Rule(rule) => rule.clone(),
    }
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

fn field(name: &str, value: Option<&str>) -> String {
    value.map_or(String::new(), |value| format!(", {name}: {}", quoted(value)))
}

/// The scopes of groups, from the first of `keys` that is there.
fn captures(rule: &Value, keys: &[&str]) -> String {
    let found = keys.iter().find_map(|key| rule.get(key)).and_then(Value::as_object);
    let group = |(number, what): (&String, &Value)| {
        let scope = what.get("name")?.as_str()?;
        Some(format!("{}: {}", number.parse::<u8>().ok()?, quoted(scope)))
    };
    let groups: Vec<String> = found.into_iter().flatten().filter_map(group).collect();
    if groups.is_empty() { String::new() } else { format!(", captures: {{{}}}", groups.join(", ")) }
}

/// Whether our engine takes the expression; references to groups of a `begin` count as letters.
fn compiles(regex: &str) -> bool {
    let mut plain = String::with_capacity(regex.len());
    let mut rest = regex.chars();
    while let Some(c) = rest.next() {
        match (c, c == '\\') {
            (_, true) => match rest.next() {
                Some(digit) if digit.is_ascii_digit() => plain.push('x'),
                Some(other) => plain.extend(['\\', other]),
                None => plain.push('\\'),
            },
            (c, _) => plain.push(c),
        }
    }
    Regex::try_compile(&plain).is_none()
}

#[cfg(test)]
mod tests {
    use super::{marks, read};
    use syntect::parsing::{ParseState, ScopeStackOp, SyntaxSetBuilder};

    fn scopes(grammar: &str, line: &str) -> Vec<String> {
        let mut builder = SyntaxSetBuilder::new();
        builder.add(read(grammar, "x.json").unwrap().grammar);
        let set = builder.build();
        let ops = ParseState::new(&set.syntaxes()[0]).parse_line(line, &set).unwrap();
        ops.iter()
            .filter_map(|(_, op)| if let ScopeStackOp::Push(scope) = op { Some(scope.to_string()) } else { None })
            .collect()
    }

    #[test]
    fn expressions_may_call_groups() {
        let grammar = r"%YAML 1.2
---
name: Knot
scope: source.knot
file_extensions: [knot]
variables:
  id: '[a-z]+'
contexts:
  main:
    - match: '(?<one>{{id}}) \g<one>'
      scope: keyword.twice
    - match: '\b{{id}}\b'
      scope: keyword.once
    - match: '\('
      push:
        - match: '(?<deep>\((?:[^()]|\g<deep>)*\))'
          scope: string.deep
        - match: '\)'
          pop: true
";
        let read = read(grammar, "x.sublime-syntax").unwrap();
        let mut builder = SyntaxSetBuilder::new();
        builder.add(read.grammar);
        let set = builder.build();
        let ops = ParseState::new(&set.syntaxes()[0]).parse_line("ab ab (x)\n", &set).unwrap();
        let shown = format!("{ops:?}");
        assert!(shown.contains("keyword.twice"), "{shown}");
    }

    #[test]
    fn signs_of_anchors_and_aliases_are_told_from_others() {
        let text = "a: &a [x]\nb: &b [*a, *a,*a]\nc:\n  - *b\n  - {*b : *b}\n? *a\nmatch: a *b &c\nd: 'x*y && z'\n";
        assert_eq!((marks(text, b'&'), marks(text, b'*')), (2, 7));
        let many = format!("name: x\nscope: source.x\na: &a x\nb: [{}]\ncontexts:\n  main: []\n", "*a, ".repeat(20));
        assert!(read(&many, "x.sublime-syntax").err().unwrap().contains("alias"));
        let few = "name: x\nscope: source.x\nvariables: {a: &a 'b', c: *a}\ncontexts:\n  main: []\n";
        assert!(read(few, "x.sublime-syntax").is_ok());
    }

    #[test]
    fn includes_are_followed_however_many_there_are() {
        let entry = |at: usize| format!("\"r{at}\": {{\"patterns\": [{{\"include\": \"#r{}\"}}]}}", at + 1);
        let chain: Vec<String> = (0..3_000).map(entry).collect();
        let grammar = format!(
            "{{\"name\": \"x\", \"scopeName\": \"source.x\", \"patterns\": [{{\"include\": \"#r0\"}}], \"repository\": {{{}, \
             \"r3000\": {{\"patterns\": [{{\"match\": \"a\", \"name\": \"keyword.x\"}}, {{\"include\": \"#r0\"}}]}}}}}}",
            chain.join(", ")
        );
        assert_eq!(scopes(&grammar, "b a\n"), ["source.x", "keyword.x"]);
    }

    // checklist: HL-4
    #[test]
    fn reads_a_grammar_of_vs_code() {
        let grammar = r##"{
          "name": "quipu", "scopeName": "source.quipu", "fileTypes": ["qp"],
          "patterns": [
            {"match": "\\b(knot|cord)\\b", "name": "keyword.quipu", "captures": {"1": {"name": "entity.quipu"}}},
            {"include": "#text"}, {"include": "$self"}, {"include": "#none"}, {"include": "source.js"},
            {"match": "(", "name": "broken.quipu"}
          ],
          "repository": {
            "text": {"patterns": [
              {"begin": "(['\"])", "end": "\\1", "name": "string.quipu", "patterns": [{"match": "\\\\.", "name": "constant.quipu"}]},
              {"include": "#text"}
            ]}
          }
        }"##;
        assert_eq!(
            scopes(grammar, "knot '\\'\"' x\n"),
            ["source.quipu", "keyword.quipu", "entity.quipu", "string.quipu", "constant.quipu"]
        );
    }

    #[test]
    fn what_is_no_grammar_is_refused() {
        for text in ["", "{", "[]", "{}", "{\"name\": \"x\"}", "{\"name\": 1, \"scopeName\": \"a\"}"] {
            assert!(read(text, "x.json").is_err(), "{text}");
        }
        assert!(read("a: [", "x.sublime-syntax").is_err());
    }

    #[test]
    fn circles_end() {
        let grammar = r##"{"name": "c", "scopeName": "source.c", "patterns": [{"include": "#a"}],
          "repository": {"a": {"patterns": [{"include": "#b"}, {"match": "x", "name": "k.c"}]}, "b": {"patterns": [{"include": "#a"}, {"include": "$self"}]}}}"##;
        assert_eq!(scopes(grammar, "x\n"), ["source.c", "k.c"]);
    }
}
