//! Random sets of files that include, extend and import one another, and templates with letters changed by chance.

use super::generator::{Chance, Kind, Writer};
use super::oracle::Case;
use super::values::changed;

/// The macros that templates call: some of them are not there, or not everywhere.
const CALLED: [(&str, &str); 8] = [
    ("ns", "m"),
    ("ns", "w"),
    ("ns", "r"),
    ("inner", "m"),
    ("self", "m"),
    ("self", "r"),
    ("other", "w"),
    ("ns", "gone"),
];

/// A file of three macros, one of which calls itself.
fn macro_file(chance: &mut Chance, macros: &[(&'static str, &'static str)], head: &str) -> String {
    let mut text = head.to_owned();
    for name in ["m", "w", "r"] {
        let macros = if name == "r" { Vec::new() } else { macros.to_vec() };
        let mut writer = Writer { chance, macros, includes: vec!["tail.html"], depth: 2 };
        let parameters = writer.chance.pick(&[
            "a",
            "a, b",
            "a=1, b='<'",
            "a=true,b",
            "a, b=2.50",
            "",
            "a=`x/y`, b=-1",
            " a , b=false ",
        ]);
        let mut body = writer.body(Kind::Macro);
        // It calls none but those of its name, which end too, whosever they are.
        if name == "r" {
            let whose = writer.chance.pick(&["self", "self", "inner", "ns", "other"]);
            body += &format!("{{% if a in [1, 2, 3] %}}{{{{ {whose}::r(a=a - 1) }}}}{{% endif %}}");
        }
        let end = if writer.chance.once_in(2) { "endmacro".to_owned() } else { format!("endmacro {name}") };
        text += &(writer.tag(&format!("macro {name}({parameters})")) + &body + &writer.tag(&end));
        text += writer.chance.pick(&["\n", "", "\n\n", "{# c #}"]);
    }
    text
}

/// Some nodes after `head`.
fn part(chance: &mut Chance, head: &str, includes: &[&'static str], kind: Kind) -> String {
    let macros = if head.is_empty() && chance.once_in(2) { Vec::new() } else { CALLED.to_vec() };
    let mut writer = Writer { chance, macros, includes: includes.to_vec(), depth: 1 };
    format!("{head}{}", writer.body(kind))
}

/// A template that extends another and fills some of its blocks.
fn child_of(chance: &mut Chance, parent: &str, head: &str) -> String {
    let before = chance.pick(&["", "", "", "\n", "{# c #}\n"]);
    let (open, close) = (chance.pick(&["{% ", "{%- "]), chance.pick(&[" %}", " -%}", "%}"]));
    let mut text = format!("{before}{open}extends \"{parent}\"{close}{}", chance.pick(&["", head, head, "loose "]));
    if chance.once_in(4) {
        text += &macro_file(chance, &[], "");
    }
    for name in ["one", "two", "three", "four"] {
        if chance.once_in(2) {
            let body = part(chance, "", &["leaf.html", "middle.html"], Kind::Block);
            let (open, close) = (chance.pick(&["{% ", "{%- "]), chance.pick(&[" %}", " -%}"]));
            text += &format!("{open}block {name}{close}{body}{open}endblock{close}");
            text += chance.pick(&["", "\n", "between", "{% set s = 1 %}"]);
        }
    }
    text
}

/// How many blocks of this name a text holds, whatever blanks are around it.
fn blocks(text: &str, name: &str) -> usize {
    let is_one = |at: usize| {
        let rest = text[at + "block".len()..].trim_start();
        let ends = rest.strip_prefix(name).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()));
        ends && !text[..at].ends_with("end")
    };
    text.match_indices("block").filter(|(at, _)| is_one(*at)).count()
}

/// Whether a text holds two blocks of one name.
pub fn repeats_a_block(text: &str) -> bool {
    ["one", "two", "three", "four", "five", "six"].iter().any(|name| blocks(text, name) > 1)
}

/// A set of files, of which each is to be rendered.
pub fn case(chance: &mut Chance) -> Case {
    let suffix = chance.pick(&["html", "html", "html", "txt"]);
    let deep = macro_file(chance, &[], "");
    let shallow = macro_file(chance, &[("inner", "m"), ("inner", "w")], "{% import \"deep.html\" as inner %}");
    let import = "{% import \"macros.html\" as ns %}";
    let both = "{% import \"macros.html\" as ns %}{% import \"deep.html\" as other %}";
    let head = chance.pick(&["", import, import, both]);
    // What macros include calls none and includes nothing.
    let tail = Writer { chance, macros: Vec::new(), includes: Vec::new(), depth: 2 }.body(Kind::Template);
    let leaf = part(chance, "", &[], Kind::Template);
    let middle = part(chance, head, &["leaf.html"], Kind::Template);
    let mut base = part(chance, head, &["leaf.html"], Kind::Template);
    for name in ["one", "two", "three"] {
        if blocks(&base, name) == 0 {
            let body = part(chance, "", &[], Kind::Block);
            base += &format!("{{% block {name} %}}{body}{{% endblock %}}");
        }
    }
    let child = child_of(chance, "base.html", head);
    let grandchild = child_of(chance, "child.html", head);
    let main = part(chance, head, &["leaf.html", "middle.html"], Kind::Template);
    let files = vec![
        (format!("main.{suffix}"), main),
        ("tail.html".to_owned(), tail),
        ("leaf.html".to_owned(), leaf),
        ("middle.html".to_owned(), middle),
        ("base.html".to_owned(), base),
        ("child.html".to_owned(), child),
        ("grandchild.html".to_owned(), grandchild),
        ("macros.html".to_owned(), shallow),
        ("deep.html".to_owned(), deep),
    ];
    Case { files, variables: changed(chance) }
}

/// Letters that mean something in tags. No digits: a number that grows may take the reference for ever.
const MARKS: [&str; 26] = [
    " ", "{", "}", "%", "#", "-", "(", ")", "[", "]", "|", "=", ",", ".", "\"", "'", "~", "not ", " in ", " is ", "a",
    "+", "/", "<", "{{", "%}",
];

/// A template with a few letters taken away, added or doubled: what it is then, the grammar decides.
pub fn mutant(chance: &mut Chance, text: &str) -> Case {
    let mut letters: Vec<String> = text.chars().map(String::from).collect();
    for _ in 0..1 + chance.below(3) {
        let at = chance.below(letters.len());
        match chance.below(4) {
            0 if !letters.is_empty() => {
                letters.remove(at);
            }
            1 => letters.insert(at, chance.pick(&MARKS).to_owned()),
            2 if !letters.is_empty() => letters[at] = chance.pick(&MARKS).to_owned(),
            _ => {
                let end = (at + chance.below(8)).min(letters.len());
                let part: Vec<String> = letters[at.min(end)..end]
                    .iter()
                    .filter(|part| !part.contains(|c: char| c.is_ascii_digit()))
                    .cloned()
                    .collect();
                letters.splice(at..at, part);
            }
        }
    }
    // A name that no text holds: at a file that imports itself the reference overflows its stack.
    Case::single("mutant.html", &letters.concat())
}
