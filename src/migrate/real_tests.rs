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

// What is none where it is not set is none in the macro it is given to, and `default` stands in for that.
#[test]
fn macros_are_given_what_is_none() {
    let migration = stays(&[
        (
            "templates/macros.html",
            "{% macro inner(txt) %}{{ txt | default(value=\"\") | replace(from=\"a\", to=\"b\") }}{% endmacro %}\
             {% macro outer(txt, other) %}{{ self::inner(txt=txt) }}{{ other | default(value=\"x\") | upper }}{% endmacro %}",
        ),
        ("templates/page.html", "{% import \"macros.html\" as m %}{{ m::outer(txt=page.description, other=\"o\") }}"),
    ]);
    let macros = becomes(&migration, "templates/macros.html");
    assert!(
        macros.contains("txt | default(value=\"\", boolean=true)") && macros.contains("other | default(value=\"x\")"),
        "{macros}"
    );
}

// A macro that stands in for the page where there is a section looks at the page where there is none.
#[test]
fn what_only_a_branch_sets_is_what_is_shown_otherwise() {
    let macros = "{% macro trail() %}{% if section %}{% set page = section %}{% endif %}{{ page.title }}: {{ page.ancestors | length }}{% endmacro %}";
    let shown = "{% import \"macros.html\" as m %}{{ m::trail() }}";
    let migration =
        stays(&[("templates/macros.html", macros), ("templates/page.html", shown), ("templates/index.html", shown)]);
    assert!(becomes(&migration, "templates/macros.html").contains("@page=none"));
}

// Tera 2 keeps some names for itself.
#[test]
fn parameters_under_names_that_are_kept_get_others() {
    let migration = stays(&[
        (
            "templates/macros.html",
            "{% macro video(src, loop=true, none=\"n\") %}<video{% if loop %} loop{% endif %}>{{ none }}{% for x in [src] %}{{ loop.index }}{{ x }}{% endfor %}</video>{% endmacro %}",
        ),
        (
            "templates/index.html",
            "{% import \"macros.html\" as m %}{{ m::video(src=\"a\") }}{{ m::video(src=\"b\", loop=section.extra.no is defined) }}\
             {% for x in [1, 2] %}{{ m::video(src=x, loop=loop.first, none=\"\") }}{% endfor %}",
        ),
        ("templates/page.html", "{{ page.content | safe }}{% set null = 1 %}{{ null }}"),
        (
            "templates/shortcodes/film.html",
            "<i>{% if loop %}again{% endif %}{% for x in [7, 8] %}{{ loop.index }}{% endfor %}</i>",
        ),
        ("content/a.md", "+++\n+++\n{{ film(loop=true) }} and {{ film() }}\n"),
    ]);
    assert_eq!(migration.notes, []);
    assert!(becomes(&migration, "content/a.md").contains("{{ <film loop_given={true} /> }} and {{ <film /> }}"));
}

// What a shortcode shows by a macro is put together for Markdown as what it shows itself.
#[test]
fn shortcodes_that_only_call_macros_bring_no_blank_lines() {
    let migration = stays(&[
        (
            "templates/macros/figures.html",
            "{% macro image(src, caption, class=\"\") %}\n{% set size = 3 %}\n\n<figure class=\"{{ class }}\">\n  <img src=\"{{ src }}\" width=\"{{ size }}\">\n\n\
             {% if caption %}\n    <figcaption>{{ caption | markdown() | safe }}</figcaption>\n{% endif %}\n</figure>\n{% endmacro %}\n",
        ),
        ("templates/page.html", "{{ page.content | safe }}"),
        (
            "templates/shortcodes/image.html",
            "{% import \"macros/figures.html\" as figures %}\n{{ figures::image(src=\"a/\" ~ src, caption=caption) }}",
        ),
        (
            "content/a.md",
            "+++\n+++\nText.\n\n{{ image(src=\"a.png\", caption=\"an *a*\") }}\n\n{{ image(src=\"b.png\", caption=\"\") }}\n\nmore\n",
        ),
    ]);
    assert!(becomes(&migration, "content/a.md").contains("\n{{ <image src=\"a.png\""));
}

// The settings of the old highlighter are none of 0.23's, and templates asked for them.
#[test]
fn sheets_of_the_old_highlighter_stay_known_to_templates() {
    let migration = stays(&[
        (
            "config.toml",
            "base_url = \"https://e.test\"\ncompile_sass = true\n[markdown]\nhighlight_code = true\nhighlight_theme = \"css\"\n\
             highlight_themes_css = [{ theme = \"base16-ocean-light\", filename = \"l.css\" }]\n",
        ),
        (
            "templates/index.html",
            "{% if config.markdown.highlight_themes_css | length > 0 %}{% for sheet in config.markdown.highlight_themes_css %}\
             <link href=\"{{ get_url(path=sheet.filename) }}\">{% endfor %}{% else %}none{% endif %}",
        ),
    ]);
    assert!(becomes(&migration, "templates/index.html").contains("\"filename\": \"giallo.css\""));
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
        (
            "templates/shortcodes/styled.html",
            "<style>\n  .a { top: 0; }\n\n  .b { top: 1px; }\n</style>\n<pre>{{ body | safe }}</pre>\n",
        ),
        ("content/b.md", "+++\n+++\n{% styled() %}\na\n\n    b\n{% end %}\n"),
        ("content/a.md", "+++\n+++\n{% graph(wide=true) %}\na\n\n    b\n{% end %}\n"),
    ]);
    let graph = becomes(&migration, "templates/components/graph.html");
    assert!(graph.contains("  one();\n  {%"), "{graph}");
}

// checklist: MT-11
#[test]
fn numbers_are_shown_without_an_empty_fraction() {
    let migration = stays(&[
        (
            "templates/macros.html",
            "{% macro time(s) %}{% set m = (s / 60) | round(method=\"floor\") %}{% set r = (s % 60) | round(precision=2) %}\
             {{ m }}:{{ r }}{% endmacro %}",
        ),
        (
            "templates/index.html",
            "{% import \"macros.html\" as m %}{{ m::time(s=78) }} {{ m::time(s=78.25) }} {{ 10 / 5 }} {{ 10/4 }}\
             {% set half = 300 / 2 %}{{ half }} {{ \"w\" ~ half }} {{ half + 1 }} {{ 2.0 }} {{ -1.50 }} {{ 1.5 * 2 }}\
             {{ 7 | float }} {{ 100 / 1 }}{% for i in range(end=6 / 2) %}{{ i }}{% endfor %}{% set half = 3 %}{{ half }}",
        ),
    ]);
    assert_eq!(migration.notes, []);
    let given = stays(&[
        ("templates/macros.html", "{% macro width(w) %}{{ w }}{% endmacro %}"),
        ("templates/index.html", "{% import \"macros.html\" as m %}{{ m::width(w=5 / 2) }}"),
    ]);
    assert_eq!(given.notes.iter().map(|note| note.code.id).collect::<Vec<_>>(), ["migrate-division"]);
}

// checklist: MT-11
#[test]
fn lists_and_maps_of_the_settings_are_shown_as_they_were() {
    let settings = "base_url = \"https://e.test\"\n[extra]\nwords = [\"a\", \"b\"]\nrows = [[\"x\", \"y\"], [\"z\"]]\n\
                    [extra.deep]\ntags = [\"c\"]\n";
    stays(&[
        ("config.toml", settings),
        (
            "templates/index.html",
            "{{ config.extra.words }} {{ config.extra.deep }} {{ config.extra.deep.tags }} {{ config.extra[\"words\"] }}\
             {{ config.extra.rows | map(attribute=\".0\") | join(sep=\",\") }}\
             {{ [1, 2] | filter(attribute=\"\", value=2) | length }}{{ config.extra.words | filter(attribute=\"\") | length }}",
        ),
    ]);
}

// checklist: MT-10
#[test]
fn an_empty_text_needs_no_default() {
    let migration = stays(&[
        ("content/a.md", "+++\ntitle = \"A\"\ndescription = \"\"\n+++\n"),
        (
            "templates/page.html",
            "[{{ page.description | default(value=\"none\") }}]{% set d = page.description | default(value=config.title) %}{{ d }}\
             {{ page.title | default(value=\"no title\") }}",
        ),
    ]);
    let page = becomes(&migration, "templates/page.html");
    assert!(page.contains("page.title | default(value=\"no title\", boolean=true)"), "{page}");
}

// checklist: MT-2
#[test]
fn macros_hand_on_what_those_they_call_need() {
    stays(&[
        (
            "templates/macros.html",
            "{% macro inner(n) %}{{ config.title }} {{ page.title }} {{ lang }} {{ n }}{% endmacro %}\
             {% macro outer(page) %}{{ self::inner(n=1) }}{% endmacro %}{% macro outest() %}[{{ self::inner(n=2) }}]{% endmacro %}",
        ),
        ("templates/page.html", "{% import \"macros.html\" as m %}{{ m::outest() }}{{ m::outer(page=page) }}"),
    ]);
}

// checklist: MF-1
#[test]
fn macros_look_up_in_the_language_that_a_path_names() {
    let settings = "base_url = \"https://e.test\"\ntitle = \"T\"\n[languages.fr]\ntitle = \"F\"\n";
    stays(&[
        ("config.toml", settings),
        ("content/_index.fr.md", "+++\ntitle = \"Accueil\"\n+++\n"),
        ("content/s/_index.md", "+++\ntitle = \"S\"\n+++\n"),
        ("content/s/_index.fr.md", "+++\ntitle = \"S fr\"\n+++\n"),
        ("content/s/a.md", "+++\ntitle = \"A\"\n+++\n"),
        ("content/s/a.fr.md", "+++\ntitle = \"A fr\"\n+++\n"),
        ("templates/section.html", "x"),
        (
            "templates/macros.html",
            "{% macro path() %}{% for above in page.ancestors %}{% set s = get_section(path=above) %}{{ s.title }} {{ s.permalink }}\
             {% endfor %}{% endmacro %}{% macro outer() %}{{ self::path() }}{% endmacro %}",
        ),
        ("templates/page.html", "{% import \"macros.html\" as m %}{{ m::outer() }}"),
    ]);
}

// checklist: FEED-4
#[test]
fn feeds_of_other_languages_stay() {
    for (flag, settings) in
        [("", "generate_feeds = true\n"), ("generate_feeds = false # no\n", "generate_feeds = true # no\n")]
    {
        let text = format!(
            "base_url = \"https://e.test\"\n{flag}default_language = \"ko\"\n\n[languages.en]\ngenerate_feeds = true\n"
        );
        let world =
            world(&[("config.toml", &text), ("content/p.en.md", "+++\ntitle = \"E\"\ndate = 2024-01-01\n+++\n")]);
        let migration = migration(&world);
        let now = becomes(&migration, &migration.settings);
        assert!(now.starts_with(&format!("base_url = \"https://e.test\"\n{settings}default_language")), "{now}");
        let verified = verify(&world, &migration, &Options::default());
        let comparison = verified.comparison.expect("both were built");
        assert_eq!((comparison.different, comparison.missing), (vec![], vec![]));
        assert_eq!(comparison.added.iter().map(|route| route.as_str()).collect::<Vec<_>>(), ["atom.xml"]);
        assert!(migration.notes.iter().any(|note| note.code.id == "migrate-feeds"));
    }
}

// checklist: MT-15
#[test]
fn blocks_of_one_name_get_names_of_their_own() {
    let files = [
        (
            "templates/base.html",
            "{% if section %}{% block head -%} a {%- endblock head %}{% else %}{% block head %}b{% endblock %}{% endif %}\
             {% if page %}{%- block head %}c{% endblock other %}{% endif %}{% block head_2 %}{% endblock %}",
        ),
        ("templates/index.html", "{% extends \"base.html\" %}{% block head_2 %}!{% endblock %}"),
        ("templates/mid.html", "{% extends \"base.html\" %}{% block head -%} m{{ 4 / 2 }} {%- endblock %}"),
        ("templates/page.html", "{% extends \"mid.html\" %}{% block head %}{{ page.title }}{% endblock head %}"),
        ("templates/section.html", "{% extends \"mid.html\" %}"),
        ("content/s/_index.md", "+++\n+++\n"),
    ];
    let migration = stays(&files);
    assert_eq!(migration.notes, []);
    let base = becomes(&migration, "templates/base.html");
    assert!(base.contains("{% block head_2_ %}b{% endblock %}") && base.contains("c{% endblock head_3 %}"), "{base}");
    let page = becomes(&migration, "templates/page.html");
    let again = "{% block head_2_ %}{{ page.title }}{% endblock head_2_ %}{% block head_3 %}{{ page.title }}{% endblock head_3 %}";
    assert!(page.ends_with(&format!("{{% endblock head %}}{again}")), "{page}");
    // What takes their place cannot be written twice where it holds blocks itself.
    let nested = world(&[
        (
            "templates/base.html",
            "{% if section %}{% block a %}{% endblock %}{% else %}{% block a %}{% endblock %}{% endif %}",
        ),
        ("templates/index.html", "{% extends \"base.html\" %}{% block a %}{% block b %}{% endblock %}{% endblock %}"),
    ]);
    let notes: Vec<&str> = super::tests::migration(&nested).notes.iter().map(|note| note.code.id).collect();
    assert_eq!(notes, ["migrate-two-blocks"]);
}

// checklist: MT-10
#[test]
fn what_a_variable_hides_is_found_where_it_has_what_the_variable_has_not() {
    let migration = stays(&[
        (
            "config.toml",
            "base_url = \"https://e.test\"\n[[extra.links]]\nname = \"Home\"\nlink = \"/\"\n[[extra.links]]\nname = \"Deep\"\n\
             link = { link = \"/deep\", name = \"Inner\" }\n[[extra.links]]\nlink = \"/bare\"\n",
        ),
        (
            "templates/index.html",
            "{% for link in config.extra.links %}{% set link = link.link | default(value=link) %}\
             {% set name = link.name | default(value=\"none\") %}{{ name }}{% if link.link %}!{% endif %} {% endfor %}\
             {% for x in config.extra.links %}{% set x = x.name | default(value=\"\") | upper %}{{ x }}{% if x.link is string %}{{ x.link }}{% endif %} {% endfor %}\
             {% for p in section.pages %}{% set p = get_page(path=p.relative_path) %}{{ p.title }}{% endfor %}",
        ),
    ]);
    let index = becomes(&migration, "templates/index.html");
    assert!(index.contains("{% set link_now = link.link | default(value=link) %}"), "{index}");
    assert!(index.ends_with("{% set p = get_page(path=p.relative_path) %}{{ p.title }}{% endfor %}"), "{index}");
}

// checklist: FM-3, PG-8
#[test]
fn keys_that_had_no_effect_get_none() {
    let toml = "+++\ntitle = \"A\"\ndate = 2024-01-01\nhidden = true\n[extra]\nhidden = true\n+++\nhidden = x\n";
    let migration = stays(&[
        ("zola.toml", "base_url = \"https://e.test\"\ngenerate_feeds = true\n"),
        ("content/a.md", toml),
        ("content/b.md", "---\ntitle: B\ndate: 2024-01-02\ninclude_in_feeds: false\nextra:\n  hidden: true\n---\n"),
        (
            "templates/index.html",
            "{% for p in section.pages %}{{ p.title }}{% if p.extra.hidden %}!{% endif %}{% endfor %}",
        ),
    ]);
    assert_eq!(becomes(&migration, "content/a.md"), toml.replacen("hidden", "# hidden", 1));
    assert!(becomes(&migration, "content/b.md").contains("\n# include_in_feeds: false\nextra:\n  hidden: true\n"));
    let codes: Vec<&str> = migration.notes.iter().map(|note| note.code.id).collect();
    assert_eq!(codes, ["migrate-later-key"; 2]);
}

// checklist: MC-1
#[test]
fn feeds_of_sections_get_their_present_name_with_those_of_the_settings() {
    let section = "+++\ngenerate_feed = true\n[extra]\ngenerate_feed = true\n+++\n";
    let migration = stays(&[
        ("config.toml", "base_url = \"https://e.test\"\ngenerate_feed = true\n"),
        ("content/news/_index.md", section),
        ("content/news/a.md", "+++\ntitle = \"A\"\ndate = 2024-01-01\n+++\n"),
        ("templates/section.html", "{{ section.title }}"),
    ]);
    assert_eq!(becomes(&migration, "content/news/_index.md"), section.replacen("feed", "feeds", 1));
}

// checklist: MT-15
#[test]
fn a_block_whose_parent_has_it_in_vain_is_as_dead() {
    let migration = stays(&[
        ("content/_index.md", "+++\n+++\n"),
        ("templates/base.html", "{% block main %}{% block inner %}{% endblock %}{% endblock %}"),
        ("templates/simple.html", "{% extends \"base.html\" %}{% block content %}simple{% endblock %}"),
        (
            "templates/index.html",
            "{% extends \"simple.html\" %}{% block content %}{{ macros::m() }}{% endblock %}{% block inner %}i{% endblock %}",
        ),
    ]);
    let expected = "{% extends \"simple.html\" %}{% block inner %}i{% endblock %}";
    assert_eq!(becomes(&migration, "templates/index.html"), expected);
    let codes: Vec<&str> = migration.notes.iter().map(|note| note.code.id).collect();
    assert_eq!(codes, ["migrate-dead-block"; 2]);
}
