//! Typical mistakes, each with what is told about it: place, marked text, way there, advice.

use lianluo::diagnostic::Locale;

use super::oracle::{self, Case};

/// Mistakes in one file.
const SINGLE: [(&str, &str); 48] = [
    ("an `if` that never ends", "<p>\n{% if page.title %}\n  {{ page.title }}\n</p>"),
    ("the wrong end", "{% for x in numbers %}{{ x }}{% endif %}"),
    ("an end without a start", "a {% endblock %}"),
    ("a misspelt tag", "{% fro x in numbers %}{% endfor %}"),
    ("an output that is not closed", "{{ page.title }\n<p>"),
    ("an empty output", "{{ }}"),
    ("a string without its end", "{{ \"a }} b"),
    ("a comment without its end", "a {# b"),
    ("an empty comment", "{##}"),
    ("one equals sign", "{% if page.title = \"x\" %}a{% endif %}"),
    ("two ampersands", "{% if s && n %}a{% endif %}"),
    ("an exclamation mark", "{% if !s %}a{% endif %}"),
    ("an argument without a name", "{{ echo(1) }}"),
    ("a filter's argument without a name", "{{ words | join(\", \") }}"),
    ("two comparisons", "{% if 1 < n < 5 %}a{% endif %}"),
    ("not before brackets", "{% if not (s and n) %}a{% endif %}"),
    ("an array in an array", "{% set x = [1, [2]] %}"),
    ("a filter after in", "{% if \"a\" in words | sort %}a{% endif %}"),
    ("a Chinese name", "{{ page.标题 }}"),
    ("blanks around the default", "{% macro a(x = 1) %}{% endmacro %}"),
    ("a block in a loop", "{% for x in numbers %}{% block b %}{% endblock %}{% endfor %}"),
    ("a macro in a block", "{% block b %}{% macro m() %}{% endmacro %}{% endblock %}"),
    ("extends after text", "<html>{% extends \"base.html\" %}"),
    ("break outside a loop", "{% if n %}{% break %}{% endif %}"),
    ("a name that begins like a truth value", "{{ true_name }}"),
    ("a component of Zola 0.23", "{{ <card title=\"x\" /> }}"),
    ("optional chaining of Zola 0.23", "{{ page?.title }}"),
    ("a choice of Zola 0.23", "{{ s if n else f }}"),
    ("a number beyond all", "{{ 99999999999999999999 }}"),
    ("the same block twice", "{% block a %}{% endblock %}\n{% block a %}{% endblock %}"),
    ("a missing parent", "{% extends \"tt.html\" %}"),
    ("a missing import", "{% import \"macro.html\" as m %}"),
    ("a missing variable", "a\n  {{ pgae.title }}"),
    ("a missing field", "{{ page.extra.lst }}"),
    ("a missing variable in brackets", "{{ map[kye] }}"),
    ("a filter nobody knows", "{{ s | uper }}"),
    ("a function nobody knows", "{{ ehco(v=1) }}"),
    ("a test nobody knows", "{% if s is strng %}{% endif %}"),
    ("a filter on the wrong value", "{{ n | upper }}"),
    ("a filter without its argument", "{{ s | replace(from=\"a\") }}"),
    ("a filter with a wrong argument", "{{ s | truncate(length=\"3\") }}"),
    ("a loop over nothing", "{% for x in page.title %}{% endfor %}{% for x in n %}{% endfor %}"),
    ("a map without its key", "{% for x in map %}{% endfor %}"),
    ("arithmetic on text", "{{ s + 1 }}"),
    ("a text compared by size", "{% if s > 3 %}{% endif %}"),
    ("a date that is none", "{{ s | date(format=\"%Y\") }}"),
    ("a message of the author's", "{{ throw(message=\"no title\") }}"),
    ("a missing include", "{% include \"part.html\" %}"),
];

/// Mistakes across files.
const SETS: [(&str, &[(&str, &str)]); 8] = [
    (
        "in an include of an include",
        &[
            ("a.html", "{% include \"b.html\" %}"),
            ("b.html", "\n{% include \"c.html\" %}"),
            ("c.html", "{{ s | date }}"),
        ],
    ),
    (
        "in a macro",
        &[
            ("a.html", "{% import \"m.html\" as m %}\n{{ m::a(x=1) }}"),
            ("m.html", "{% macro a(x) %}{{ x | upper }}{% endmacro %}"),
        ],
    ),
    (
        "in a parent",
        &[
            ("a.html", "{% extends \"b.html\" %}{% block x %}{% endblock %}"),
            ("b.html", "{% block x %}{% endblock %}\n{{ nothere }}"),
        ],
    ),
    (
        "in a parent's block by super",
        &[
            ("a.html", "{% extends \"b.html\" %}{% block x %}{{ super() }}{% endblock %}"),
            ("b.html", "{% block x %}{{ nothere }}{% endblock %}"),
        ],
    ),
    (
        "a macro without its argument, and one nobody knows",
        &[("a.html", "{% import \"m.html\" as m %}{{ m::a() }}"), ("m.html", "{% macro a(x) %}{% endmacro %}")],
    ),
    (
        "a namespace nobody knows",
        &[("a.html", "{% import \"m.html\" as macros %}{{ macro::a() }}"), ("m.html", "{% macro a() %}{% endmacro %}")],
    ),
    (
        "a macro nobody knows",
        &[("a.html", "{% import \"m.html\" as m %}{{ m::cards() }}"), ("m.html", "{% macro card() %}{% endmacro %}")],
    ),
    ("parents in a circle", &[("a.html", "{% extends \"b.html\" %}"), ("b.html", "{% extends \"a.html\" %}")]),
];

fn told(title: &str, case: &Case) -> String {
    let engine = oracle::Ours::new(case);
    let tell = |locale| engine.told(case.main(), locale).trim_end().to_owned();
    format!("# {title}\n{}\n{}\n", tell(Locale::En), tell(Locale::Zh).lines().next().unwrap_or_default())
}

#[test]
fn mistakes_are_told_at_their_place() {
    let single = SINGLE.iter().map(|(title, text)| told(title, &Case::single("t.html", text)));
    let sets = SETS.iter().map(|(title, files)| {
        let files = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        told(title, &Case { files, variables: Vec::new() })
    });
    let all: Vec<String> = single.chain(sets).collect();
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn what_calls_itself_without_end_is_told() {
    let endless: [&[(&str, &str)]; 3] = [
        &[("a.html", "{% include \"a.html\" %}")],
        &[
            ("a.html", "{% import \"m.html\" as m %}{{ m::a() }}"),
            (
                "m.html",
                "{% macro a() %}{% if s %}{% for i in numbers %}{{ self::a() }}{% endfor %}{% endif %}{% endmacro %}",
            ),
        ],
        &[
            ("a.html", "{% import \"m.html\" as m %}{{ m::a() }}"),
            ("m.html", "{% import \"a.html\" as a %}{% macro a() %}{% endmacro %}"),
        ],
    ];
    let codes: Vec<String> = endless
        .iter()
        .map(|files| {
            let files = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
            let case = Case { files, variables: Vec::new() };
            // As little stack as worker threads have.
            let run = move || oracle::Ours::new(&case).told("a.html", Locale::En);
            let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(run).expect("a thread");
            let told = thread.join().expect("no panic");
            told.split(':').next().unwrap_or_default().to_owned()
        })
        .collect();
    assert_eq!(
        codes,
        ["error[template-too-deep-calls]", "error[template-too-deep-calls]", "error[template-import-circle]"]
    );
}

#[test]
fn brackets_in_brackets_without_end_are_told() {
    for (open, close) in [("(", ")"), ("{% if s %}", "{% endif %}"), ("[", "]"), ("not (", ")")] {
        let inner = format!("{}1{}", open.repeat(3000), close.repeat(3000));
        let text = if open.starts_with('{') { inner } else { format!("{{{{ {inner} }}}}") };
        let case = Case::single("t.html", &text);
        let run = move || oracle::Ours::new(&case).told("t.html", Locale::En);
        let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(run).expect("a thread");
        assert!(thread.join().expect("no panic").starts_with("error["), "{open}");
    }
}
