//! Moves of whole sites held in a literal: what each file becomes, and that the pages stay.

use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;

use super::{Migration, Plan, plan, template, verify};
use crate::config::Overrides;
use crate::diagnostic::{Locale, Sink};
use crate::migrate::site::Site;
use crate::path::SourcePath;
use crate::pipeline::Options;
use crate::source::{DiskWorld, MemoryWorld, SourceTree, World};
use crate::template::tera1::syntax::Node;

pub(super) fn world(files: &[(&str, &str)]) -> Arc<dyn World> {
    let mut world = MemoryWorld::default();
    if !files.iter().any(|(path, _)| path.ends_with(".toml") && !path.contains('/')) {
        world.put("config.toml", "base_url = \"https://e.test\"\ntitle = \"T\"\n");
    }
    world.put("content/_index.md", "+++\ntitle = \"Home\"\n+++\n");
    world.put("content/p.md", "+++\ntitle = \"P\"\ndate = 2024-05-06\n[extra]\nk = 1\n+++\nText.\n");
    for name in ["index.html", "page.html"] {
        if !files.iter().any(|(path, _)| path.ends_with(name)) {
            world.put(&format!("templates/{name}"), "x");
        }
    }
    for (path, text) in files {
        world.put(path, text.as_bytes());
    }
    Arc::new(world)
}

pub(super) fn migration(world: &Arc<dyn World>) -> Migration {
    let sink = Sink::new();
    let overrides = Overrides { dialect: Some(crate::config::Dialect::V1), ..Overrides::default() };
    let planned = plan(world, &overrides, &sink);
    assert_eq!(sink.finish(), []);
    match planned {
        Some(Plan::Move(migration)) => *migration,
        other => panic!("no move: {other:?}"),
    }
}

/// What a file becomes.
pub(super) fn becomes(migration: &Migration, path: &str) -> String {
    let change = migration.changes.iter().find(|change| change.to.as_str() == path);
    change.map_or_else(|| "(unchanged)".to_owned(), |change| String::from_utf8(change.after.clone()).unwrap())
}

/// A template in a site of its own, moved.
fn moved(text: &str) -> String {
    let world = world(&[("templates/other.html", text), ("templates/macros.html", MACROS), ("templates/p.html", "")]);
    match becomes(&migration(&world), "templates/other.html").as_str() {
        "(unchanged)" => text.to_owned(),
        other => other.to_owned(),
    }
}

const MACROS: &str = "{% macro card(page, wide=false) %}{{ page.title }}{% endmacro %}";

/// Lines `before => after`.
fn table(texts: &[&str]) -> String {
    texts.iter().map(|text| format!("{text}\n  => {}\n", moved(text))).collect()
}

#[test]
fn variables_and_conditions() {
    insta::assert_snapshot!(table(&[
        "{% if page.extra.a %}{% endif %}",
        "{% if config.extra.a %}{% endif %}",
        "{% if config.extra.a.b and not section.extra.c %}{% endif %}",
        "{% for p in section.pages %}{% if p.extra.a %}{% endif %}{% if p.extra.a.b %}{% endif %}{% endfor %}",
        "{% for m in config.extra.menu %}{% if m.a.b %}{{ m.a.0 }}{% endif %}{% endfor %}",
        "{{ a.0[b.c].d['e'] }}",
        "{% set x = a or b %}{% set y = a is defined or not b %}",
        "{% if a.b is defined and a.b is starting_with('/') %}{% endif %}",
        "{% if a is containing(b.c) or a is not matching(\"\\d\") %}{% endif %}",
        "{% if n is divisibleby(2) or o is object or i is iterable %}{% endif %}",
        "{% if page.title | length > 3 %}{% endif %}",
        "{% if page.extra.a | length %}{% endif %}",
        "{% if a | nonsense %}{% endif %}",
        "{% if (not a) %}{% endif %}",
        "{% if True %}{{ False }}{% endif %}",
    ]));
}

#[test]
fn defaults() {
    insta::assert_snapshot!(table(&[
        "{{ page.title | default(value=config.title) }}",
        "{{ page.extra.a | default(value='x') | upper }}",
        "{{ x | default(value=page.title) }}",
        "{{ x | default(value=get_url(path='a')) }}",
        "{{ page.description | default(value=a ~ b) }}",
        "{% set a = config.extra.b.c | default(value=[]) %}",
        "{{ a | first | default(value=1) }}",
        "{% set d = page.description | default(value=section.description) %}{{ d | default(value=config.description) }}",
    ]));
}

#[test]
fn filters_and_functions() {
    insta::assert_snapshot!(table(&[
        "{{ a | as_str }}{{ a | linebreaksbr }}{{ a | trim_start_matches(pat='\\n') }}",
        "{{ a + b | round }}{{ a | round(method=\"common\", precision=1) }}{{ a | round(method='ceil') }}",
        "{{ a | truncate }}{{ a | truncate(length=3) }}{{ a | filesizeformat }}{{ a | filesizeformat() }}",
        "{{ a | int(default=0) }}{{ a | indent(prefix=\"    \") }}{{ a | addslashes }}",
        "{{ a | unique(attribute=\"x\") }}",
        "{{ a | map(attribute=\"b.c\") }}{{ a | filter(attribute='year') }}",
        "{{ a | filter(attribute=\"extra.x\", value=b) | slice(end=3) | reverse }}",
        "{% for p in section.pages | slice(start=1, end=n + 1) %}{% endfor %}",
        "{% set a = a | concat(with=b) %}{% set a = [] | concat(with='x') %}{% set a = a | concat(with=[1, 2]) %}",
        "{{ a | group_by(attribute='year') }}{{ a | group_by(attribute='extra.x') }}{{ t | sort(attribute='pages') }}",
        "{{ a | safe | striptags }}{% set b = a | safe %}{{ a | upper | safe }}",
        "{{ a | split(pat='\\n') }}{{ a | replace(from=\"\\n\", to='') }}{{ a | regex_replace(pattern=`\\s+`, rep='') }}",
        "{{ get_taxonomy_url(kind='tags', name=t) }}{{ get_random(end=3) }}",
        "{{ get_env(name='A', default='b') }}{{ get_env(name='A') }}{{ nonsense(a=1) }}{{ a | nonsense | upper }}",
        "{{ d | date(format=\"%+\") }}{{ d | date(format='%-d %B %Y') }}{{ d | date(format=\"%d %B\", locale='fr_FR') }}",
        "{% filter upper %}a{% endfilter %}{% filter linebreaksbr %}a{% endfilter %}",
        "{{ a | float(default=1.5) }}{{ page.content | replace(from='<p>', to='') | safe }}{{ a | replace(from='a', to='b') }}",
        "{% filter replace(from='<p>', to=x) %}{% endfilter %}",
        "{{ a ~ b }}{{ 'x' ~ page.permalink }}{{ page.content }}{{ page.content | safe }}",
    ]));
}

#[test]
fn macros_and_includes() {
    insta::assert_snapshot!(table(&[
        "{% import \"macros.html\" as m %}\n\n<p>{{ m::card(page=p) }}</p>",
        "{# first #}\n{% import \"macros.html\" as m %}\n{% macro a(x, y=1, z='') %}{{ self::a(x=x,y=2) }}{{ config.title }}{% if page.title %}{% endif %}{% endmacro a %}",
        "{% import \"macros.html\" as m %}{{ m::card(\n  page=p,\n  wide=true,\n) | trim }}{{ m::card(page=p, more=1) }}",
        "{% import \"macros.html\" as m %}{% if m::card(page=p) == '' %}{% endif %}{% set a = m::card(page=m::card(page=1)) %}",
        "{% macro b(body) -%} {{ body.a }} {%- endmacro %}{{ self::b(body=[1]) }}",
        "{% macro mixed(a=1) -%}{{ a }}{% endmacro %}{{ self::mixed(a='x') }}",
        "{{ nobody::knows() }}",
        "{% include \"p.html\" %}{% include ['q.html', \"p.html\"] ignore missing %}{% include \"q.html\" ignore missing -%} {% include \"q.html\" %}",
        "{% extends \"macros.html\" %}\n<!-- a -->\n{% set a = 1 %}\n{% if x %}{% block b %}{% endblock %}{% endif %}",
    ]));
}

#[test]
fn everything_else_stays_as_it_is() {
    let text = "{#- a -#}\n<p class='x' >\t{{-  page.title -}}\n{% if page.title   ==  'a'  -%} {% raw %}{{ a::b() }}{% endraw %}\r\n\
                {%- elif  loop_ %}{% endif %}{{ get_url( path = 'x' , ) }}{% for a,b in c %}{% break %}{% endfor %}";
    assert_eq!(moved(text), text);
}

/// A site with shortcodes, its pages, and what they become.
const SHORTCODES: [(&str, &str); 10] = [
    ("templates/page.html", "<article>{{ page.content | safe }}</article>"),
    (
        "templates/shortcodes/video.html",
        "<div class=\"v\">\n  {% if auto %}<b>a</b>{% endif %}\n\n  <i title=\"{{ id }}\">{{ nth }} {{ page.title }}</i>\n</div>\n",
    ),
    ("templates/shortcodes/icon.html", "<i class=\"{{ name }}\"></i>"),
    (
        "templates/shortcodes/note.html",
        "<div class=\"{{ kind | default(value=\"info\") }}\">\n  {{ body | markdown | safe }}\n</div>",
    ),
    ("templates/shortcodes/plain.html", "<pre>{{ body }}</pre>"),
    ("templates/shortcodes/bold.md", "**{{ body }}{{ n }}**"),
    (
        "content/a.md",
        "+++\ntitle = \"A\"\n+++\n\n# One {#one}\n\n{{ video(id='a\"b&', auto=true) }}\n\ntext {{ icon(name=\"x\") }} *more*\n\n{{ video(id=\"c\\d\") }}\n",
    ),
    ("content/d.md", "+++\ntitle = \"D\"\n+++\n{{ video(id=\"d\") }}\n*below*\n"),
    (
        "content/b.md",
        "+++\n+++\n{% note(kind=\"warn\") %}\nsome *text* {{ icon(name=\"y\") }}\n\n- a\n{% end %}\n\n{{ icon(name=\"alone\") }}\n\n{% plain() %}\na <b>\n\n  \nc\n{% end %}\n\n{{ bold(body=\"x\", n=2) }} {{ bold(body=\"y\", n=3) }}\n\n`{{ no }}` {{/* icon(name=\"z\") */}} {% raw %} {# c #}\n",
    ),
    ("content/c.md", "+++\n+++\nOnly `{{ braces }}` and {{/* icon() */}}.\n"),
];

#[test]
fn shortcodes_become_components() {
    let world = world(&SHORTCODES);
    let migration = migration(&world);
    let mut told = String::new();
    for change in &migration.changes {
        let from = change.from.as_ref().map(ToString::to_string).unwrap_or_default();
        told.push_str(&format!("--- {from}\n+++ {}\n{}\n", change.to, String::from_utf8_lossy(&change.after)));
    }
    for note in &migration.notes {
        told.push_str(&format!("note: {}\n", note.message(Locale::En)));
    }
    insta::assert_snapshot!(told);
    let verified = verify(&world, &migration, &Options::default());
    assert_eq!((verified.old_errors, verified.new_errors), (vec![], vec![]));
    let comparison = verified.comparison.unwrap();
    assert!(verified.is_recognised);
    assert_eq!((comparison.missing, comparison.added), (vec![], vec![]));
    // Text right below HTML would be a part of it: it becomes a paragraph of its own.
    let different: Vec<&str> = comparison.different.iter().map(|difference| difference.route.as_str()).collect();
    assert_eq!(different, ["d/index.html"]);
}

// Themes show the `body` of a shortcode by a macro, which is not given it; V1 let macros see what is around them.
#[test]
fn what_macros_take_from_shortcodes_is_handed_to_them() {
    let files = [
        (
            "config.toml",
            "base_url = \"https://e.test\"\ngenerate_feed = true\n[markdown]\ninsert_anchor_links = \"right\"\n",
        ),
        (
            "templates/m.html",
            "{% macro box(name) %}<b class=\"{{ name }}\">{{ body | markdown(inline=true) | safe }}</b>{% endmacro %}",
        ),
        ("templates/shortcodes/box.html", "{% import \"m.html\" as m %}<div>{{ m::box(name=\"x\") }}</div>"),
        (
            "templates/shortcodes/parts.html",
            "<div>{% set body = body | split(pat=\"-\") %}{{ body | length }} {{ body | join(sep=\"+\") }}</div>",
        ),
        (
            "templates/page.html",
            "{% for a in [1] %}{% if loop.last and loop.parent.loop.last %}no{% else %}yes{% endif %}{% endfor %}\
             {% if config.generate_feed %}{{ config.feed_filename }}{% endif %}{{ page.content | safe }}",
        ),
        ("templates/anchor-link.html", "{#- About -#}\n<a href=\"#{{ id }}\">#</a>"),
        ("content/a.md", "+++\n+++\n# Title\n\n{% box() %}*in*{% end %}\n\n{% parts() %}1-2-3{% end %}\n"),
    ];
    let world = world(&files);
    let migration = migration(&world);
    let box_of = becomes(&migration, "templates/components/box.html");
    assert!(box_of.contains("<m.box name=\"x\" body_text={body | trim} />"), "{box_of}");
    let verified = verify(&world, &migration, &Options::default());
    assert_eq!((verified.old_errors, verified.new_errors), (vec![], vec![]));
    let comparison = verified.comparison.unwrap();
    assert_eq!((comparison.different, comparison.missing), (vec![], vec![]));
}

// checklist: MC-2, HL-3
#[test]
fn links_to_sheets_of_code_follow_their_names() {
    let files = [
        (
            "config.toml",
            "base_url = \"https://e.test\"\ncompile_sass = true\n[markdown]\nhighlight_code = true\nhighlight_theme = \"css\"\n\
             highlight_themes_css = [{ theme = \"base16-ocean-light\", filename = \"l.css\" }, { theme = \"nord\", filename = \"d.css\" }]\n",
        ),
        (
            "templates/index.html",
            "<link rel=\"stylesheet\" href=\"{{ get_url(path=\"l.css\") }}\"><link href=\"/d.css\">{{ section.content | safe }}",
        ),
        ("sass/a.scss", "@import url(\"d.css\");\n"),
    ];
    let world = world(&files);
    let migration = migration(&world);
    let index = becomes(&migration, "templates/index.html");
    assert!(index.contains("get_url(path=\"giallo-light.css\")") && index.contains("\"/giallo-dark.css\""), "{index}");
    assert_eq!(becomes(&migration, "sass/a.scss"), "@import url(\"giallo-dark.css\");\n");
    let verified = verify(&world, &migration, &Options::default());
    assert_eq!((verified.old_errors, verified.new_errors), (vec![], vec![]));
    let comparison = verified.comparison.unwrap();
    assert_eq!((comparison.different, comparison.missing), (vec![], vec![]));
}

// checklist: PATH-20, MF-4
#[test]
fn sections_that_a_taxonomy_hides_stay_hidden() {
    let files = [
        ("config.toml", "base_url = \"https://e.test\"\ntaxonomies = [{ name = \"tags\" }, { name = \"empty\" }]\n"),
        ("content/tags/_index.md", "+++\ntitle = \"Tags\"\n+++\n"),
        ("content/a.md", "---\ntaxonomies:\n  tags: [x]\n---\n"),
        ("templates/section.html", "section"),
        ("templates/taxonomy_list.html", "list"),
        ("templates/taxonomy_single.html", "single"),
    ];
    let world = world(&files);
    let migration = migration(&world);
    assert_eq!(becomes(&migration, "content/tags/_index.md"), "+++\nrender = false\ntitle = \"Tags\"\n+++\n");
    let verified = verify(&world, &migration, &Options::default());
    assert_eq!((verified.old_errors, verified.new_errors), (vec![], vec![]));
    let comparison = verified.comparison.unwrap();
    assert_eq!((comparison.different, comparison.missing), (vec![], vec![]));
}

// A path put together may name the file of another language.
#[test]
fn lookups_by_paths_put_together_stay_in_their_language() {
    let files = [
        ("config.toml", "base_url = \"https://e.test\"\n[languages.fr]\n"),
        ("content/s/_index.md", "+++\ntitle = \"S\"\n+++\n"),
        ("content/s/_index.fr.md", "+++\ntitle = \"Fr\"\n+++\n"),
        ("content/_index.fr.md", "+++\n+++\n"),
        (
            "templates/index.html",
            "{% for path in section.subsections %}{% set sub = get_section(path=path) %}{{ sub.title }}{% endfor %}\
             {% set p = \"s/_index.\" ~ lang ~ \".md\" %}{% if lang != \"en\" %}{% set sub = get_section(path=p) %}{{ sub.title }}{% endif %}",
        ),
        ("templates/section.html", "s"),
    ];
    let world = world(&files);
    let migration = migration(&world);
    let verified = verify(&world, &migration, &Options::default());
    assert_eq!((verified.old_errors, verified.new_errors), (vec![], vec![]));
    let comparison = verified.comparison.unwrap();
    assert_eq!((comparison.different, comparison.missing), (vec![], vec![]));
}

#[test]
fn settings_get_their_present_names() {
    let old = "# Mine\nbase_url = \"https://e.test\" # here\ngenerate_feed = true\nfeed_filename = \"rss.xml\"\nlanguage_code = \"fr\"\n\
               nonsense = [\n  1,\n]\n\n[markdown]\n# Colours\nhighlight_code = true\nhighlight_theme = \"base16-ocean-dark\"\nrender_emoji = true\n\n\
               [extra]\na = 1 # one\n";
    let world = world(&[("config.toml", old), ("templates/index.html", "{{ section.title }}")]);
    let migration = migration(&world);
    assert_eq!(migration.settings, "zola.toml");
    let notes: Vec<String> = migration.notes.iter().map(|note| note.message(Locale::En)).collect();
    insta::assert_snapshot!(format!("{}\n{}", becomes(&migration, "zola.toml"), notes.join("\n")));
    assert_eq!(verify(&world, &migration, &Options::default()).new_errors, []);
}

#[test]
fn a_theme_is_moved_with_its_site() {
    let files = [
        ("config.toml", "base_url = \"https://e.test\"\ntheme = \"t\"\n"),
        ("themes/t/theme.toml", "name = \"T\"\nmin_version = \"0.17.0\" # long ago\n"),
        (
            "themes/t/templates/base.html",
            "{% import \"m.html\" as m %}<h1>{{ m::h(t=config.title) }}</h1>{% block main %}{% endblock %}",
        ),
        ("themes/t/templates/m.html", "{% macro h(t) %}<b>{{ t }}</b>{% endmacro %}"),
        (
            "themes/t/templates/index.html",
            "{% extends \"base.html\" %}\n{% block main %}{{ m::h(t='x') }}{% endblock mine %}",
        ),
        ("themes/t/templates/page.html", "{% extends \"base.html\" %}"),
        (
            "templates/index.html",
            "{% extends \"t/templates/index.html\" %}{% block main %}{{ super() }}!{% endblock %}",
        ),
    ];
    let world = world(&files);
    let migration = migration(&world);
    insta::assert_snapshot!(
        ["theme.toml", "templates/base.html", "templates/m.html", "templates/index.html"]
            .map(|name| becomes(&migration, &format!("themes/t/{name}")))
            .join("\n")
    );
    let verified = verify(&world, &migration, &Options::default());
    assert_eq!(verified.new_errors, []);
    let comparison = verified.comparison.unwrap();
    assert_eq!(comparison.different, []);
}

#[test]
fn a_second_move_has_nothing_to_do() {
    let world = world(&SHORTCODES);
    let moved = migration(&world).applied(&world);
    let sink = Sink::new();
    assert!(matches!(plan(&moved, &Overrides::default(), &sink), Some(Plan::Already(_))));
}

/// Every fixture site for 0.22.
fn fixtures() -> Vec<Arc<dyn World>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/zola-0.22");
    #[expect(clippy::disallowed_methods, reason = "the fixtures are files")]
    let sites: Vec<_> = {
        let cases = std::fs::read_dir(folder).unwrap().flatten().map(|case| case.path().join("site"));
        cases.filter(|site| site.is_dir()).collect()
    };
    sites.into_iter().map(|site| Arc::new(DiskWorld::new(&site, None)) as Arc<dyn World>).collect()
}

#[test]
fn texts_and_comments_of_every_fixture_template_stay_byte_for_byte() {
    let mut seen = 0;
    for world in fixtures() {
        let sources = SourceTree::new(world);
        let Some(config) = crate::config::resolve(&sources, &Overrides::default(), &Sink::new()) else { continue };
        let site = Site::read(Arc::new(config), sources, &Sink::new());
        for (index, file) in site.templates.iter().enumerate() {
            let spans = template::rewrite(&site, index).edits.spans();
            let text = &*file.source.text;
            let is_child = file.parent().is_some();
            super::visit::nodes(&file.tree.nodes, &mut |node| {
                let span = match node {
                    Node::Text(span) if !is_child && !text[span.range()].trim().is_empty() => span.range(),
                    Node::Raw(open, _, close) => open.span.to(close.span).range(),
                    Node::Comment(tag, _) => tag.span.range(),
                    _ => return,
                };
                seen += 1;
                let touched = spans.iter().find(|edit| edit.start < span.end && span.start < edit.end);
                // Only the blanks an import swallowed may go.
                let touched =
                    touched.filter(|edit| !text[edit.start.max(span.start)..edit.end.min(span.end)].trim().is_empty());
                assert_eq!(touched, None, "{}: {}", file.name, &text[span]);
            });
        }
    }
    assert!(seen > 1000, "{seen}");
}

/// A piece of a template.
fn piece() -> impl Strategy<Value = String> {
    let variable = prop_oneof![
        Just("page.extra.a.b"),
        Just("page.title"),
        Just("x"),
        Just("config.extra.c"),
        Just("x.0[\"k\"]"),
        Just("\"s\\d\""),
        Just("'t'"),
        Just("3"),
        Just("get_url(path=x)"),
        Just("[1, x]"),
    ];
    let filter = prop_oneof![
        Just(""),
        Just(" | upper"),
        Just(" | default(value=page.title)"),
        Just("|slice(end=2)"),
        Just(" | filter(attribute=\"a.b\", value=1)"),
        Just(" | concat(with=x)"),
        Just(" | map(attribute='a') | safe"),
        Just(" | truncate"),
        Just(" | round"),
        Just(" | date(format='%+')"),
    ];
    let value = (variable.clone(), filter, variable).prop_map(|(a, filter, b)| (format!("{a}{filter}"), b));
    (value, 0..9_usize).prop_map(|((value, other), form)| match form {
        0 => format!("{{{{- {value} }}}}"),
        1 => format!("{{% if {value} and not x.y.z %}}é{{% endif %}}"),
        2 => format!("{{% set v = {value} %}}"),
        3 => format!("{{% for i in {value} -%}} {{{{ i.a }}}}{{% endfor %}}"),
        4 => format!("{{{{ x ~ {} }}}}", other.replace('[', "(").replace(']', ")").replace("(1, x)", "1")),
        5 => format!("{{% if {value} == {other} or x is containing({other}) %}}中{{% endif %}}"),
        6 => format!("{{{{ m::card(page={value}, wide=x.y) }}}}"),
        7 => format!("{{# {value} #}}<b>{{% filter upper %}}{{{{ {value} }}}}{{% endfilter %}}"),
        _ => format!("{{% if (x + 2) * 3 > 4 %}}{{{{ (x + 1) | round }}}}{{% elif {value} %}}{{% endif %}}"),
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn whatever_is_moved_is_a_template_of_tera_2(pieces in proptest::collection::vec(piece(), 1..6)) {
        let text = format!("{{% import \"macros.html\" as m %}}{}", pieces.join("-\n"));
        prop_assume!(crate::template::tera1::syntax::parse(&text).is_ok());
        let world = world(&[("templates/other.html", &text), ("templates/macros.html", MACROS)]);
        let migration = migration(&world);
        let verified = verify(&world, &migration, &Options::default());
        prop_assert_eq!(verified.new_errors, vec![]);
        let after = becomes(&migration, "templates/other.html");
        for kept in ["é", "中", "<b>"] {
            prop_assert_eq!(text.matches(kept).count(), after.matches(kept).count());
        }
        let again = SourcePath::new("templates/other.html").map(|path| migration.applied(&world).read(&path).unwrap());
        prop_assert_eq!(again.map(|bytes| String::from_utf8(bytes).unwrap()), Some(after));
    }
}
