//! What sites on GitHub were found to rely on: each is moved and shows the same pages.

use super::tests::{becomes, migration, world};
use super::{Migration, verify};
use crate::pipeline::Options;

/// Moves the site and holds that all its pages stay; gives the move.
#[track_caller]
fn stays(files: &[(&str, &str)]) -> Migration {
    let world = world(files);
    let migration = migration(&world);
    let verified = verify(&world, &migration, &Options::default());
    assert_eq!((verified.old_errors, verified.new_errors), (vec![], vec![]));
    let comparison = verified.comparison.expect("both were built");
    assert_eq!((comparison.different, comparison.missing, comparison.added), (vec![], vec![], vec![]));
    migration
}

#[test]
fn files_included_from_loops_see_the_loop() {
    let migration = stays(&[
        (
            "templates/index.html",
            "{% for p in [1, 2, 3] %}{% if p != 2 %} {%- include \"a.html\" %}{% endif %}{% endfor %}\n\
             {% for p in [1, 2] %}{% include \"plain.html\" %}{% endfor %}",
        ),
        ("templates/a.html", "<i>{% include \"b.html\" %}{% if loop.first %}first{% endif %}</i>"),
        ("templates/b.html", "{{ loop.index }}{% for x in [1] %}{% if loop.last %}!{% endif %}{% endfor %}"),
        ("templates/plain.html", "<b>{{ p }}</b>"),
    ]);
    let index = becomes(&migration, "templates/index.html");
    let sets = "{%- set loop_index = loop.index %}{%- set loop_first = loop.first %}{%- include \"a.html\" %}";
    assert!(index.contains(sets) && index.contains("{% for p in [1, 2] %}{% include"), "{index}");
    assert!(
        becomes(&migration, "templates/b.html").starts_with("{{ loop_index }}{% for x in [1] %}{% if loop.last %}")
    );
    assert_eq!(migration.notes, []);
}

#[test]
fn what_tera_1_let_pass_is_let_pass() {
    stays(&[
        (
            "config.toml",
            "base_url = \"https://e.test\"\ntitle = \"T\"\ngenerate_rss = true\ngenerate_feed = true\n[markdown]\nhighlight_code = true\n\
             highlight_theme = \"css\"\n[extra]\na = [\"x\"]\nwords = { k = \"v\" }\n",
        ),
        (
            "templates/macros.html",
            "{% macro look(words=\"\", key) %}{{ words[key] | default(value=\"none\") }}{% endmacro %}\
             {% macro what() %}{% if page %}page{% else %}no page{% endif %}{% endmacro %}\
             {% macro time(at=\"2020-01-01\") %}({{ at }}){% if at %}yes{% endif %}{% endmacro %}",
        ),
        (
            "templates/index.html",
            "{% import \"macros.html\" as m %}{{ m::what() }}{% for page in section.pages %}{{ m::what() }}{% endfor %}{{ m::look(key=\"k\") }}{{ m::look(words=config.extra.words, key=\"k\") }}\
             {{ m::look(words=config.extra.words, key=\"no\") }}\
             {% if false %}{{ m::nobody(a=1) }}{% endif %}{{ (5 * 1.3) | int }} {{ (7 / 2) | int }}\
             {{ section.extra | get(key=\"no\", default=\"d\") }}{% set name = \"k\" %}\
             {% for p in section.pages | filter(attribute=\"extra.\" ~ name, value=1) %}{{ p.title }}{% endfor %}\
             {% for x in config.extra.a | default(value=[]) | concat(with=config.extra.b | default(value=[])) | concat(with=\"y\") %}{{ x }}{% endfor %}\
             {% if config.markdown.highlight_theme == \"css\" %}{{ config.markdown.highlight_code }}{% endif %}",
        ),
        (
            "templates/page.html",
            "{% import \"macros.html\" as m %}<i title=\"{{ page.authors }}{{page}}\">{{- page.components }}</i>{% set at = page.updated %}{{ m::time(at=at) }}{{ m::time(at=page.updated) }}{{ m::time() }}\
             {% set about = page.extra.no | default(value=page.description) | default(value=\"never\") %}{% include \"about.html\" %}\
             {{ page.extra.no | default(value=page.description) | default(value=\"never\") }}{{ now() }}",
        ),
        ("templates/about.html", "<meta content=\"{{ about | default(value=config.title) | default(value=\"?\") }}\">"),
        ("templates/shortcodes/pull-quote.html", "<q>{{ body }}</q>"),
    ]);
}

// checklist: PATH-20, MF-4
#[test]
fn pages_that_a_term_hides_stay_hidden_and_sections_of_taxonomies_of_drafts_do_not() {
    let migration = stays(&[
        ("config.toml", "base_url = \"https://e.test\"\ntaxonomies = [{ name = \"authors\" }, { name = \"tags\" }]\n"),
        ("content/authors/_index.md", "+++\n+++\n"),
        ("content/authors/ann-lee.md", "+++\ntitle = \"Ann\"\n+++\n"),
        ("content/authors/other.md", "+++\ntitle = \"Other\"\n+++\n"),
        ("content/tags/_index.md", "+++\ntitle = \"Tags\"\n+++\n"),
        ("content/a.md", "+++\n[taxonomies]\nauthors = [\"Ann Lee\"]\n+++\n"),
        ("content/b.md", "+++\ndraft = true\n[taxonomies]\ntags = [\"x\"]\n+++\n"),
        ("templates/section.html", "section"),
        ("templates/taxonomy_list.html", "list"),
        ("templates/taxonomy_single.html", "{{ term.name }}"),
    ]);
    assert_eq!(becomes(&migration, "content/authors/ann-lee.md"), "+++\nrender = false\ntitle = \"Ann\"\n+++\n");
    assert_eq!(becomes(&migration, "content/authors/other.md"), "(unchanged)");
    assert_eq!(becomes(&migration, "content/tags/_index.md"), "(unchanged)");
}

// What shows a note in a line has its paragraph taken away where it stands alone, body or not.
#[test]
fn calls_with_bodies_that_are_paragraphs_become_none() {
    stays(&[
        ("templates/page.html", "{{ page.content | safe }}"),
        ("templates/shortcodes/todo.html", "<span class=\"todo\">{{ body }}</span>"),
        (
            "templates/shortcodes/aside.html",
            "<label class=\"note\">\n  <input type=\"checkbox\"/>\n\n  <span>{{ body | markdown(inline=true) | safe }}</span>\n</label>\n",
        ),
        (
            "content/a.md",
            "+++\n+++\n\n# One\n\n{% todo() %}*TODO*{% end %}\n\ntext {% todo() %}in{% end %} it\n\n\
             {% aside() %}\nlong *note*,\ntwo lines\n{% end %}\n\n{% todo() %}last{% end %}\n",
        ),
    ]);
}

// checklist: SC-4
#[test]
fn an_argument_named_page_counts_where_there_is_no_page() {
    let migration = stays(&[
        ("templates/index.html", "{{ section.content | safe }}"),
        ("templates/page.html", "{{ page.content | safe }}"),
        ("templates/shortcodes/std.html", "<a href=\"/std/{{page}}\">STD</a>\n"),
        ("templates/shortcodes/here.html", "<i>{{ page.title }}</i>"),
        ("content/_index.md", "+++\n+++\nSee {{ std(page=\"vec/index\") }} and {{ std(page=\"\") }}.\n"),
        ("content/a.md", "+++\ntitle = \"A\"\n+++\n{{ here(page=\"x\") }}\n"),
    ]);
    let std = becomes(&migration, "templates/components/std.html");
    assert!(std.starts_with("{% component std(page_given=none, @page=none) -%}"), "{std}");
    assert_eq!(migration.notes.len(), 1, "{:?}", migration.notes);
}

#[test]
fn a_child_calls_what_its_parent_imports_as_its_own() {
    let migration = stays(&[
        ("templates/index.html", "{% import \"macros.html\" as macros %}<i>{% block content %}{% endblock %}</i>"),
        (
            "templates/page.html",
            "{% extends \"index.html\" %}{% block content %}{{ self::info(page=page) }}{% endblock %}",
        ),
        ("templates/macros.html", "{% macro info(page) %}{{ page.title }}{% endmacro %}"),
        ("content/a.md", "+++\ntitle = \"A\"\n+++\n"),
    ]);
    assert!(becomes(&migration, "templates/page.html").contains("<macros.info page={page} />"));
    assert_eq!(migration.notes, []);
}

// `<!-- -->` in place of a blank line would be a mistake in a script that is a module.
#[test]
fn scripts_of_shortcodes_get_no_comments() {
    let migration = stays(&[
        ("templates/page.html", "{{ page.content | safe }}"),
        (
            "templates/shortcodes/graph.html",
            "<pre class=\"graph\">{{ body | safe }}</pre>\n<script type=\"module\">\n  one();\n\n  {% if wide %}two();{% endif %}\n</script>\n",
        ),
        ("content/a.md", "+++\n+++\n{% graph(wide=true) %}\na\n\n    b\n{% end %}\n"),
    ]);
    let graph = becomes(&migration, "templates/components/graph.html");
    assert!(graph.contains("  one();\n  {%"), "{graph}");
}
