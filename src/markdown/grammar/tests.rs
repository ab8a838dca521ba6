//! The parser against syntect's.

use std::sync::LazyLock;

use proptest::prelude::*;
use syntect::parsing::{ParseState, ScopeStackOp, SyntaxReference, SyntaxSetBuilder};

use super::{Grammars, Parser};
use crate::markdown::{language, own_grammar};

static GRAMMARS: LazyLock<Grammars> = LazyLock::new(|| Grammars::new(two_face::syntax::extra_newlines()));

/// A little code in many languages; each language stands before its code, behind `###`.
const SNIPPETS: &str = include_str!("snippets.txt");

type Lines = Vec<Option<Vec<(usize, ScopeStackOp)>>>;

/// The changes on each line, `None` where the grammar is broken, and whether the grammar went round.
fn parsed(grammars: &Grammars, syntax: &SyntaxReference, code: &str) -> (Lines, bool) {
    let mut parser = Parser::new(grammars, syntax).unwrap();
    let mut lines = Vec::new();
    for line in code.split_inclusive('\n') {
        let mut changes = Vec::new();
        let done = parser.line(line, &mut changes).is_ok();
        lines.push(done.then_some(changes));
        if !done {
            break;
        }
    }
    (lines, parser.went_round)
}

/// The same by syntect, of code on which it ends.
fn by_syntect(grammars: &Grammars, syntax: &SyntaxReference, code: &str) -> Lines {
    let mut state = ParseState::new(syntax);
    let mut lines = Vec::new();
    for line in code.split_inclusive('\n') {
        lines.push(state.parse_line(line, grammars.set()).ok());
        if lines.last().is_some_and(Option::is_none) {
            break;
        }
    }
    lines
}

fn same(grammars: &Grammars, syntax: &SyntaxReference, code: &str) {
    let (lines, went_round) = parsed(grammars, syntax, code);
    if !went_round {
        assert_eq!(lines, by_syntect(grammars, syntax, code), "{}: {code}", syntax.name);
    }
}

fn syntax(token: &str) -> &'static SyntaxReference {
    let token = language::find(token).map_or(token, |found| found.token);
    GRAMMARS.set().find_syntax_by_token(token).unwrap_or_else(|| panic!("{token}"))
}

fn snippets() -> impl Iterator<Item = (&'static str, &'static str)> {
    SNIPPETS.split("### ").skip(1).filter_map(|snippet| snippet.split_once('\n'))
}

#[test]
fn many_languages_are_parsed_as_by_syntect() {
    assert!(snippets().count() > 40);
    for (language, code) in snippets() {
        same(&GRAMMARS, syntax(language), code);
        let (lines, _) = parsed(&GRAMMARS, syntax(language), code);
        assert!(lines.iter().flatten().flatten().count() > 2, "{language}");
    }
}

#[test]
fn all_grammars_start_and_take_code_of_others() {
    let code: String = snippets().filter_map(|(_, code)| code.lines().next()).collect::<Vec<_>>().join("\n");
    for syntax in GRAMMARS.set().syntaxes() {
        same(&GRAMMARS, syntax, &code);
    }
}

/// Contexts and rules are opened without end or in a ring; syntect would never come back from any of these.
#[test]
fn rings_end() {
    let javascript = GRAMMARS.set().find_syntax_by_name("JavaScript").unwrap();
    let code = "class A extends B<C> {\n  }\n  /* ... */\nlet a = 1;\n";
    let (lines, went_round) = parsed(&GRAMMARS, javascript, code);
    assert!(
        went_round && lines.len() == 4 && lines.iter().all(|line| line.as_ref().is_some_and(|line| line.len() < 200))
    );
    for (open, close) in
        [("<script>\n", "</script>\n<p class=\"a\">x</p>\n"), ("<script type=\"module\">", "\n</script>")]
    {
        let page = format!("{open}{}{close}", code.repeat(50));
        assert_eq!(parsed(&GRAMMARS, syntax("html"), &page).0.len(), page.split_inclusive('\n').count());
    }
    let of = |main: &str| {
        let grammar = format!("name: R\nscope: source.r\nfile_extensions: [r]\ncontexts:\n  main:\n{main}");
        let mut set = SyntaxSetBuilder::new();
        set.add(own_grammar::read(&grammar, "r.sublime-syntax").unwrap().grammar);
        Grammars::new(set.build())
    };
    for rules in [
        // A ring of two.
        "    - match: (?=x)\n      set: b\n  b:\n    - match: (?=x)\n      set: main\n    - match: q\n      scope: keyword.q.r\n",
        // Ever higher, with scopes.
        "    - match: (?=x)\n      set: [main, b]\n  b:\n    - meta_scope: a.r\n    - match: (?=x)\n      set: [b, b]\n",
        // Two are opened, one is closed.
        "    - match: (?=x)\n      push: [b, b]\n  b:\n    - match: (?=x)\n      set: [c, c]\n  c:\n    - match: (?=x)\n      pop: true\n",
        // Includes in a ring.
        "    - include: b\n    - match: (?=x)\n      set: b\n  b:\n    - include: main\n    - match: (?=x)\n      set: main\n",
    ] {
        let grammars = of(rules);
        let text = format!("q xq {}\nq\n", "x".repeat(300));
        let (lines, _) = parsed(&grammars, &grammars.set().syntaxes()[0], &text);
        let count = lines.iter().flatten().flatten().count();
        assert!(!lines.is_empty() && count < 60_000, "{count} {rules}");
    }
}

/// Lines on which an expression is tried from each place to the end, and one that is cut off for it.
#[test]
fn long_lines_end() {
    for language in ["bash", "js", "markdown", "python"] {
        let line = "ab+/9_é".repeat(8_000);
        assert_eq!(parsed(&GRAMMARS, syntax(language), &line).0.len(), 1, "{language}");
    }
    let grammar = "name: L\nscope: source.l\nfile_extensions: [l]\ncontexts:\n  main:\n    - match: (?=(?:x|q)*a)\n      push: b\n    \
                   - match: y\n      scope: keyword.y.l\n  b:\n    - match: a\n      pop: true\n";
    let mut set = SyntaxSetBuilder::new();
    set.add(own_grammar::read(grammar, "l.sublime-syntax").unwrap().grammar);
    let grammars = Grammars::new(set.build());
    let code = format!("y\n{}y\ny\n", "x".repeat(12_000));
    let (lines, _) = parsed(&grammars, &grammars.set().syntaxes()[0], &code);
    let counts: Vec<usize> = lines.iter().flatten().map(Vec::len).collect();
    assert_eq!((counts.len(), &counts[..2]), (3, [3, 0].as_slice()));
}

/// What hangs on where a search began, groups of what opened a context, and stacks that grow too high.
#[test]
fn odd_grammars_are_parsed_as_by_syntect() {
    let grammar = r"
name: O
scope: source.o
file_extensions: [o]
contexts:
  prototype:
    - match: '~(\w)'
      scope: comment.o
      captures: {1: entity.o}
  main:
    - match: '\Gg+'
      scope: keyword.g.o
    - match: 'a\Kb'
      scope: keyword.k.o
    - match: '<(\w+)-(\w)>'
      scope: tag.o
      captures: {2: letter.o, 1: name.o}
      push: inside
    - match: '\('
      scope: open.o
      push: round
    - match: 'y*'
      scope: never.o
    - match: '@'
      embed: other
      embed_scope: embedded.o
      escape: '(?=!)'
    - match: '!'
      scope: end.o
  inside:
    - meta_scope: meta.inside.o
    - meta_content_scope: meta.content.o
    - clear_scopes: 1
    - match: '</\1-\2>'
      scope: tag.o
      pop: true
    - match: '=(?=(.))'
      set: [second, inside]
    - include: main
  second:
    - meta_content_scope: meta.second.o
    - clear_scopes: true
    - match: ';'
      pop: true
  round:
    - meta_scope: meta.round.o
    - match: '\)'
      scope: close.o
      pop: true
    - match: '(?=\])'
      pop: true
    - match: '\['
      push:
        - match: '\]'
          pop: true
        - match: '(?=\()'
          push: round
    - include: main
  other:
    - match: '\w+'
      scope: word.o
    - match: '(?=z)'
      push:
        - match: '(?=z)'
          pop: true
";
    let mut set = SyntaxSetBuilder::new();
    set.add(own_grammar::read(grammar, "o.sublime-syntax").unwrap().grammar);
    let grammars = Grammars::new(set.build());
    let high = format!("{}[{}x{}\n)))\n", "(".repeat(98), "([".repeat(20), ")]".repeat(30));
    for code in [
        "gg g ~a ab (g) yy\n<a.b-c> <ab-c> gg </ab-c> </ab-d>\n",
        "<x.y-z><x-y> a ~z = b </x-y>;</x-y>\n<p-q>\n</p-q> (<r-s>\n(=)\n</r-s>)\n",
        "@ az z! zz ( [ ( ] ) ]\n@<x-y> <q\n!\n",
        "中<文-字>文~中 </文-字> é\n",
        "",
        "\n\n)",
        &high,
        &high.replace('\n', "("),
    ] {
        same(&grammars, &grammars.set().syntaxes()[0], code);
    }
}

/// Text of pieces of code.
fn scraps() -> impl Strategy<Value = String> {
    let pieces: Vec<&str> = snippets()
        .flat_map(|(_, code)| code.split_inclusive([' ', '\n', '(', '"', '<', '{', ';', ',', '\'', '$', '/', '>']))
        .filter(|piece| piece.len() < 40)
        .collect();
    let piece =
        prop_oneof![8 => prop::sample::select(pieces).prop_map(str::to_owned), 1 => "[ -~\n]{1,3}", 1 => "\\PC{1,2}"];
    prop::collection::vec(piece, 1..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn any_text_is_parsed_as_by_syntect(
        language in prop::sample::select(vec![
            "js", "ts", "html", "rust", "ruby", "php", "bash", "markdown", "yaml", "css", "python", "cpp", "perl", "vue", "jinja", "latex",
        ]),
        code in scraps(),
    ) {
        same(&GRAMMARS, syntax(language), &code);
    }
}
