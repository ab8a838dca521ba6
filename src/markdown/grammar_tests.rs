//! Grammars of a site: what they cannot do is told, once and with the place; and they may go on in others.

use super::testing::{Bench, Made};
use crate::config::HighlightStyle;
use crate::diagnostic::{Locale, Severity};

/// Text rendered with a grammar of the site's own.
fn rendered(name: &'static str, grammar: &'static str, text: &str) -> Made {
    let mut bench = Bench::default().coloured("nord", None, HighlightStyle::Inline);
    bench.files = vec![(name, grammar)];
    if let Some(settings) = &mut bench.config.markdown.highlighting {
        settings.extra_grammars = vec![name.to_owned()];
    }
    bench.render(text)
}

/// What was told: the code, and the text that is marked.
fn told(made: &Made) -> Vec<(&'static str, String)> {
    let marked = |diagnostic: &crate::diagnostic::Diagnostic| {
        let (text, span) = diagnostic.labels.first()?.mark.as_ref()?;
        Some(text.text.get(span.clone())?.to_owned())
    };
    made.diagnostics.iter().map(|told| (told.code.id, marked(told).unwrap_or_default())).collect()
}

// checklist: HL-4
#[test]
fn a_grammar_that_leads_nowhere_is_told_once_with_its_place() {
    let grammar = "name: Lost\nscope: source.lost\nfile_extensions: [lost]\ncontexts:\n  main:\n    - match: x\n      scope: keyword.x\n    - match: y\n      push: nowhere\n";
    let made = rendered(
        "lost.sublime-syntax",
        grammar,
        "> ```lost\n> x\n>   x y z\n> x\n> ```\n\n```lost\ny\n```\n\n```rust\nlet a = 1;\n```\n",
    );
    assert_eq!(told(&made), [("markdown-code-grammar", ">   x y z".to_owned())]);
    assert_eq!(made.diagnostics[0].severity, Severity::Warning);
    let english = made.diagnostics[0].message(Locale::En);
    assert!(english.contains("Lost") && english.contains("a.md"), "{english}");
    // The code itself is there, and other languages keep their colours.
    assert!(made.html.contains("x y z") && made.html.contains("\">let</span>"), "{}", made.html);
}

#[test]
fn a_line_that_takes_too_long_is_told_with_its_place() {
    let grammar = "name: Slow\nscope: source.slow\nfile_extensions: [slow]\ncontexts:\n  main:\n    - match: 'a+b'\n      scope: keyword.x\n    - match: 'x'\n      scope: keyword.y\n";
    let long = "a".repeat(20_000);
    let made = rendered("slow.sublime-syntax", grammar, &format!("- ```slow\n  x\n  {long}\n  x\n  ```\n"));
    let told = told(&made);
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!((told[0].0, told[0].1.as_str()), ("markdown-code-slow", long.as_str()));
    assert!(made.html.contains(&long));
    let short = "a".repeat(2_000);
    let made = rendered("slow.sublime-syntax", grammar, &format!("```slow\n{short}\n```\n"));
    assert_eq!(made.diagnostics, []);
}

// checklist: HL-4
#[test]
fn rules_that_are_none_are_told_once_for_their_file() {
    let grammar = r##"{"name": "half", "scopeName": "source.half", "patterns": [
        {"match": "(", "name": "keyword.a"},
        {"match": "x", "name": "keyword.control"},
        {"begin": "q", "name": "string.q"},
        {"include": "#none"},
        {"include": "source.css"},
        {"begin": "<", "end": "[", "name": "string.q"}
    ]}"##;
    let made = rendered("half.json", grammar, "```half\nx\n```\n\n```half\nx\n```\n");
    assert_eq!(told(&made), [("markdown-grammar-rule", "\"(\"".to_owned())]);
    let english = made.diagnostics[0].message(Locale::En);
    assert!(english.starts_with('4') && english.contains("half.json"), "{english}");
    assert!(made.html.contains("\">x</span>"), "{}", made.html);
}

// checklist: HL-4
#[test]
fn a_grammar_goes_on_in_others() {
    let json = r##"{"name": "page", "scopeName": "source.page", "fileTypes": ["page"], "patterns": [
        {"begin": "<css>", "end": "</css>", "name": "meta.css", "patterns": [{"include": "source.css"}]},
        {"begin": "<me>", "end": "</me>", "patterns": [{"include": "source.page"}]},
        {"match": "x", "name": "keyword.control"},
        {"include": "source.nobody-has-this"}
    ]}"##;
    let yaml = "name: page\nscope: source.page\nfile_extensions: [page]\ncontexts:\n  main:\n    - match: <css>\n      push: css\n    \
                - match: x\n      scope: keyword.control\n  css:\n    - match: </css>\n      pop: true\n    - include: scope:source.css\n";
    let code = "```page\nx <css> a { color: red } </css> <me> x </me>\n```\n\n```rust\nlet x = 1;\n```\n";
    for (name, grammar) in [("page.json", json), ("page.sublime-syntax", yaml)] {
        let made = rendered(name, grammar, code);
        assert_eq!(made.diagnostics, [], "{name}");
        for word in ["x", "color", "red", "let"] {
            assert!(made.html.contains(&format!("\">{word}</span>")), "{name}, {word}: {}", made.html);
        }
    }
}

#[test]
fn grammars_that_lead_to_one_another_end() {
    let one = r##"{"name": "one", "scopeName": "source.one", "patterns": [{"include": "source.two"}, {"match": "y", "name": "keyword.x"}]}"##;
    let two = r##"{"name": "two", "scopeName": "source.two", "patterns": [{"include": "source.one"}, {"match": "z", "name": "keyword.x"}]}"##;
    let mut bench = Bench::default().coloured("nord", None, HighlightStyle::Inline);
    bench.files = vec![("one.json", one), ("two.json", two)];
    if let Some(settings) = &mut bench.config.markdown.highlighting {
        settings.extra_grammars = vec!["one.json".to_owned(), "two.json".to_owned()];
    }
    let made = bench.render("```one\na y z\n```\n\n```two\na y z\n```\n");
    assert_eq!(made.html.matches("a y z").count(), 2, "all of the code is there: {}", made.html);
}
