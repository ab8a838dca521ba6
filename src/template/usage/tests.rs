//! What is seen of templates made for the purpose.

mod soundness;

use std::collections::BTreeSet;

use super::{Fields, Shapes, TimeGrain, Usage, Usages};
use crate::template::testing::set;

fn usage(files: &[(&str, &str)]) -> Usage {
    Usages::analyse(&set(files), Shapes::default()).of(files[0].0).clone()
}

fn names(fields: &Fields) -> String {
    match fields {
        Fields::All => "*".to_owned(),
        Fields::Named(names) => names.iter().map(String::as_str).collect::<Vec<_>>().join(" "),
    }
}

/// The own and the other documents' fields that one template sees.
fn fields(text: &str) -> (String, String) {
    let usage = usage(&[("a.html", text)]);
    (names(&usage.own), names(&usage.others))
}

#[test]
fn fields_are_told_by_document() {
    let cases = [
        ("{{ page.title }}{{ config.title }}{{ page.extra.a.b }}", "extra title", ""),
        ("{{ page[\"title\"] }}{{ page | get(key=\"slug\") }}", "slug title", ""),
        ("{{ page?.lower?.title }}", "lower", "title"),
        ("{% if page.lower %}x{% endif %}", "lower", ""),
        ("{% for p in section.pages %}{{ p.title }}{% endfor %}", "pages", "title"),
        ("{% for page in section.pages %}{{ page.title }}{% endfor %}{{ page.slug }}", "pages slug", "title"),
        (
            "{{ section.pages | length }}{{ (section.pages | first)[\"title\"] }}{{ section.pages[0].slug }}",
            "pages",
            "slug title",
        ),
        ("{% set p = get_page(path=page.path) %}{{ p.title }}", "path", "title"),
        ("{% for p in section.pages | sort(attribute=\"extra.weight\") %}{% endfor %}", "pages", "extra"),
        ("{{ [p.title for p in paginator.pages if p.draft] | join }}", "", "draft pages title"),
        (
            "{% for year, posts in section.pages | group_by(attribute=\"year\") %}{{ year }}{% for p in posts %}{{ p.title }}{% endfor %}{% endfor %}",
            "pages",
            "title year",
        ),
        (
            "{% for x in [{\"name\": page.title, \"of\": page.lower}] %}{{ x.name }}{{ x.of.slug }}{% endfor %}",
            "lower title",
            "slug",
        ),
        ("{{ (page if section else page.lower)[\"title\"] }}", "lower title", "title"),
        ("{{ page.lower is defined }}{{ page == none }}{{ \"x\" in page }}", "lower", ""),
        ("{{ term.pages[:3] | length }}{% for t in terms %}{{ t.page_count }}{% endfor %}", "pages", "page_count"),
        ("{% set title = page.title %}{{ title }}", "title", ""),
        (
            "{% for i in range(end=3) %}{{ loop.index }}{% endfor %}{% raw %}{{ page }}{% endraw %}{# {{ page }} #}",
            "",
            "",
        ),
    ];
    for (text, own, others) in cases {
        assert_eq!(fields(text), (own.to_owned(), others.to_owned()), "{text}");
    }
}

#[test]
fn documents_taken_whole_count_as_all_fields() {
    let own = [
        "{{ page }}",
        "{{ page | json_encode }}",
        "{% for k, v in page %}{% endfor %}",
        "{% for v in page %}{% endfor %}",
        "{{ page[config.x] }}",
        "{{ {...page} }}",
        "{{ page == page.lower }}",
        "{{ page in section.pages }}",
        "{{ get_url(path=page) }}",
        "{% for x in [page] %}{{ x | str }}{% endfor %}",
        "{{ page | get(key=config.x) }}",
        "{{ __tera_context }}",
        "{{ <c {...page} /> }}{% component c(...rest) %}{% endcomponent %}",
    ];
    for text in own {
        assert_eq!(fields(text).0, "*", "{text}");
    }
    let others = [
        "{{ section.pages }}",
        "{{ section.pages | unique | length }}",
        "{{ get_page(path=\"a\") }}",
        "{{ unknown_variable }}",
        "{% for x in get_unknown() %}{% endfor %}",
        "{{ section.pages == terms }}",
        "{{ section.pages | sort | length }}",
    ];
    for text in others {
        assert_eq!(fields(text).1, "*", "{text}");
    }
}

#[test]
fn files_are_those_that_are_shown() {
    let files = [
        ("a.html", "{% extends \"base.html\" %}{% block one %}{% include \"part.html\" %}{{ <c /> }}{% endblock %}"),
        (
            "base.html",
            "{{ config.title }}{% block one %}{% include \"hidden.html\" %}{{ page.content }}{% endblock %}{% block two %}{{ page.slug }}{% endblock %}",
        ),
        ("part.html", "{% include \"nested.html\" %}{{ page.title }}"),
        ("nested.html", "{{ page.date }}"),
        ("hidden.html", "{{ page.summary }}"),
        ("c.html", "{% component c(@page) %}{{ page.toc }}{% endcomponent %}{{ page.assets }}"),
    ];
    let found = usage(&files);
    let expected = ["a.html", "base.html", "c.html", "nested.html", "part.html"].map(str::to_owned);
    assert_eq!(found.files, BTreeSet::from(expected));
    assert_eq!(names(&found.own), "date slug title toc");
}

#[test]
fn a_parents_block_is_shown_where_it_is_called() {
    let base = ("base.html", "{% block one %}{{ page.content }}{% endblock %}");
    let child = |text| names(&usage(&[("a.html", text), base]).own);
    assert_eq!(child("{% extends \"base.html\" %}{% block one %}x{% endblock %}"), "");
    assert_eq!(child("{% extends \"base.html\" %}{% block one %}{{ super() }}{% endblock %}"), "content");
    assert_eq!(child("{% extends \"base.html\" %}{% if x %}{% block one %}x{% endblock %}{% endif %}"), "content");
}

#[test]
fn names_mean_what_they_mean_where_they_stand() {
    // An included file sees a loop's variable; a component sees nothing of its caller but what it asks for.
    let part = ("part.html", "{{ page.title }}");
    let included = usage(&[("a.html", "{% for page in section.pages %}{% include \"part.html\" %}{% endfor %}"), part]);
    assert_eq!(names(&included.others), "title");
    let c = ("c.html", "{% component c(x) %}{% set s = x %}{{ s.title }}{% endcomponent %}");
    let called = usage(&[("a.html", "{% for s in section.pages %}{{ s.slug }}{{ <c x={page} /> }}{% endfor %}"), c]);
    assert_eq!((names(&called.own), names(&called.others)), ("pages title".to_owned(), "slug".to_owned()));
    // After a set a name is no longer the render's variable.
    assert_eq!(fields("{% set pages = 1 %}{{ pages }}"), (String::new(), String::new()));
    assert_eq!(fields("{% if x is defined %}{% set pages = 1 %}{% endif %}{{ pages }}").1, "*");
}

#[test]
fn the_clock_is_told_by_its_grain() {
    let cases = [
        ("{{ now() | date(format=\"%Y\") }}", Some(TimeGrain::Year)),
        ("{% set today = now() %}{{ today | date(format=\"%B %Y\") }}", Some(TimeGrain::Month)),
        ("{{ now() | date }}", Some(TimeGrain::Day)),
        ("{{ now() | date(format=\"%Y\", timezone=\"Asia/Shanghai\") }}", Some(TimeGrain::Minute)),
        ("{{ now() | date(format=\"y\", locale=\"fr\") }}", Some(TimeGrain::Exact)),
        ("{{ now() | date(format=config.format) }}", Some(TimeGrain::Exact)),
        ("{{ now() }}", Some(TimeGrain::Exact)),
        ("{{ page.date is before(other=now()) }}", Some(TimeGrain::Exact)),
        ("{{ page.date | date(format=\"%s\") }}", None),
    ];
    for (text, grain) in cases {
        assert_eq!(usage(&[("a.html", text)]).time, grain, "{text}");
    }
    assert!(usage(&[("a.html", "{{ get_random(end=5) }}")]).draws);
    assert!(!usage(&[("a.html", "{{ get_random(end=5, seed=\"a\") }}")]).draws);
}

#[test]
fn what_is_not_understood_is_everything() {
    let files = [
        ("a.html", "{{ page.title }}"),
        ("b.html", "{% macro x() %}{% endmacro %}"),
        ("c.html", "{% include \"b.html\" %}"),
    ];
    let usages = Usages::analyse(&set(&files), Shapes::default());
    for name in ["b.html", "c.html", "missing.html"] {
        assert_eq!(usages.of(name), usages.everything(), "{name}");
    }
    assert_eq!(names(&usages.of("a.html").own), "title");
    assert!(usages.everything().own.uses("anything") && usages.everything().files.contains("b.html"));
}

#[test]
fn names_are_resolved_as_the_engine_does() {
    let files = [
        ("a.html", "{% extends \"t/templates/page.html\" %}{% block x %}{{ super() }}{{ <c /> }}{% endblock %}"),
        ("t/templates/page.html", "{% block x %}{{ page.title }}{% endblock %}{% include \"part.html\" %}"),
        ("t/templates/part.html", "{{ page.date }}"),
        ("t/templates/c.html", "{% component c(@page) %}{{ page.slug }}{% endcomponent %}"),
        ("own.html", "{% component c(@page) %}{{ page.toc }}{% endcomponent %}"),
    ];
    let mut set = set(&files);
    set.theme = Some("t".to_owned());
    let usages = Usages::analyse(&set, Shapes::default());
    assert_eq!(names(&usages.of("a.html").own), "date title toc");
    assert_eq!(names(&usages.of("page.html").own), "date title");
}

#[test]
fn every_built_in_template_is_understood() {
    let set = set(&[]);
    let usages = Usages::analyse(&set, Shapes::default());
    let all: Vec<String> = set
        .files
        .iter()
        .map(|file| {
            let usage = usages.of(&file.name);
            format!(
                "{}: own: {}; others: {}; time: {:?}",
                file.name,
                names(&usage.own),
                names(&usage.others),
                usage.time
            )
        })
        .collect();
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn what_is_seen_only_where_a_key_of_the_page_is_true_is_told() {
    let guards = |files: &[(&str, &str)]| -> String {
        let usage = usage(files);
        let told = usage.guards.iter().map(|(field, keys)| {
            assert!(usage.own.uses(field), "{field} is seen");
            format!("{field}:{}", keys.iter().map(String::as_str).collect::<Vec<_>>().join(","))
        });
        told.collect::<Vec<_>>().join(" ")
    };
    let cases = [
        ("{% if page.extra.toc %}{% for h in page.toc %}{{ h.id }}{% endfor %}{% endif %}{{ page.title }}", "toc:toc"),
        ("{% if page.extra.a %}{{ page.toc }}{% elif page.extra.b %}{{ page.toc }}{% endif %}", "toc:a,b"),
        ("{% if page.extra.a %}{% if page.extra.b %}{{ page.toc }}{% endif %}{% endif %}", "toc:a"),
        ("{% if page.extra.a %}x{% else %}{{ page.toc }}{% endif %}", ""),
        ("{% if page.extra.a %}{{ page.toc }}{% endif %}{{ page.toc }}", ""),
        ("{% if page.extra.a %}{{ page }}{% endif %}", ""),
        ("{% if not page.extra.a %}{{ page.toc }}{% endif %}", ""),
        ("{% if page.extra.a or page.draft %}{{ page.toc }}{% endif %}", ""),
        ("{% if section.extra.a %}{{ section.toc }}{% endif %}", ""),
        ("{% set page = get_page(path=\"x\") %}{% if page.extra.a %}{{ page.toc }}{% endif %}", ""),
        ("{% for page in section.pages %}{% if page.extra.a %}{{ section.toc }}{% endif %}{% endfor %}", ""),
    ];
    for (text, expected) in cases {
        assert_eq!(guards(&[("a.html", text)]), expected, "{text}");
    }
    let of_part =
        |part| guards(&[("a.html", "{% if page.extra.a %}{% include \"b.html\" %}{% endif %}"), ("b.html", part)]);
    assert_eq!(of_part("{{ page.toc }}"), "", "an included file may be shown elsewhere too");
    let base = ("base.html", "{% if page.extra.a %}{% block x %}{% endblock %}{% endif %}");
    assert_eq!(
        guards(&[("a.html", "{% extends \"base.html\" %}{% block x %}{{ page.toc }}{% endblock %}"), base]),
        "toc:a"
    );
}
