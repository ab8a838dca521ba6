//! Markdown, code, templated content.

use crate::harness::{Built, Site};

fn body(settings: &str, text: &str) -> Built {
    Site::new()
        .file("zola.toml", &format!("base_url = \"https://e.test\"\n{settings}\n"))
        .file("content/a.md", &format!("+++\ntitle = \"A\"\n+++\n{text}"))
        .file("content/b.md", "+++\ntitle = \"B\"\n+++\n# There\n")
        .file("templates/page.html", "{{ page.content | safe }}")
        .build()
}

#[track_caller]
fn html(settings: &str, text: &str) -> String {
    body(settings, text).text("a/index.html").trim().to_owned()
}

// checklist: MD-1, MD-2
#[test]
fn commonmark_with_tables_notes_and_attributes() {
    let text =
        html("", "| a |\n|---|\n| b |\n\n~~x~~\n\n- [x] done\n\n# H {#own .c}\n\n<b>raw</b>\n\nn[^1]\n\n[^1]: note\n");
    for part in [
        "<table>",
        "<del>x</del>",
        "type=\"checkbox\"",
        "<h1 id=\"own\" class=\"c\">H</h1>",
        "<b>raw</b>",
        "footnote-definition",
    ] {
        assert!(text.contains(part), "no {part} in {text}");
    }
    let on = html(
        "[markdown]\nsmart_punctuation = true\ndefinition_list = true\ngithub_alerts = true\nrender_emoji = true",
        "\"x\" :smile: `:smile:`\n\na\n: b\n\n> [!NOTE]\n> y\n",
    );
    for part in ["“x” 😄 <code>:smile:</code>", "<dl>", "markdown-alert-note"] {
        assert!(on.contains(part), "no {part} in {on}");
    }
    let off = html("", "\"x\" :smile:\n\na\n: b\n\n> [!NOTE]\n> y\n");
    assert!(off.contains("\"x\" :smile:") && !off.contains("<dl>") && !off.contains("markdown-alert"), "{off}");
}

// checklist: MD-3, MD-4, MD-9
#[test]
fn links_to_other_sites_and_pictures_carry_what_the_settings_say() {
    assert_eq!(html("", "[x](https://o.test)"), "<p><a rel=\"external\" href=\"https://o.test\">x</a></p>");
    let all = "[markdown]\nexternal_links_class = \"out\"\nexternal_links_target_blank = true\nexternal_links_no_follow = true\nexternal_links_no_referrer = true";
    assert_eq!(
        html(all, "[x](https://o.test \"t\") [y](/in)"),
        "<p><a class=\"out\" rel=\"noopener nofollow noreferrer external\" target=\"_blank\" title=\"t\" href=\"https://o.test\">x</a> <a href=\"/in\">y</a></p>"
    );
    assert_eq!(
        html("[markdown]\nexternal_links_external = false", "[x](http://o.test)"),
        "<p><a href=\"http://o.test\">x</a></p>"
    );
    let lazy = html("[markdown]\nlazy_async_image = true", "![a *b*](pic.jpg) ![c](../up.jpg)");
    assert!(lazy.contains("src=\"https://e.test/a/pic.jpg\"") && lazy.contains("alt=\"a b\""), "{lazy}");
    assert!(lazy.contains("src=\"../up.jpg\"") && lazy.matches("loading=\"lazy\" decoding=\"async\"").count() == 2);
}

// checklist: MD-5
#[test]
fn notes_are_gathered_at_the_bottom_on_demand() {
    let text = html("[markdown]\nbottom_footnotes = true", "a[^x] b[^x]\n\n[^x]: note\n[^unused]: gone\n");
    for part in [
        "<section class=\"footnotes\">",
        "footnotes-list",
        "id=\"fn-x\"",
        "id=\"fr-x-1\"",
        "id=\"fr-x-2\"",
        "[1]",
        "↩2",
    ] {
        assert!(text.contains(part), "no {part} in {text}");
    }
    assert!(!text.contains("gone"));
}

// checklist: MD-6, MD-7, THM-5
#[test]
fn headings_have_ids_and_anchor_links() {
    assert_eq!(
        html("", "# Same\n# Same\n# X {#same-1}\n# 中文\n# !\n# !\n"),
        "<h1 id=\"same\">Same</h1>\n<h1 id=\"same-2\">Same</h1>\n<h1 id=\"same-1\">X</h1>\n<h1 id=\"zhong-wen\">中文</h1>\n<h1 id=\"\">!</h1>\n<h1 id=\"-1\">!</h1>"
    );
    assert_eq!(html("[slugify]\nanchors = \"safe\"", "# A b: 中"), "<h1 id=\"A_b:_中\">A b: 中</h1>");
    let right = html("[markdown]\ninsert_anchor_links = \"right\"", "# H");
    assert!(right.starts_with("<h1 id=\"h\">H<a") && right.contains("href=\"#h\""), "{right}");
    let own = Site::new()
        .file("zola.toml", "base_url = \"https://e.test\"\n[markdown]\ninsert_anchor_links = \"left\"\n")
        .file("content/a.md", "+++\n+++\n## H\n")
        .file("templates/anchor-link.html", "[{{ id }} {{ level }} {{ lang }}]");
    assert!(own.build().text("a/index.html").contains("<h2 id=\"h\">[h 2 en]H</h2>"));
    let twice = body("", "# A {#x}\n# B {#x}\n");
    assert_eq!(twice.warnings().len(), 1, "{:?}", twice.warnings());
}

// checklist: MD-8, LNK-1, ERR-3
#[test]
fn links_are_resolved_and_checked() {
    let text = html(
        "",
        "[a](@/b.md) [b](@/b.md#there) [c](rel) [d](../up) [e](/abs) [f](#own) [g](#) [h](mailto:x@y.z) [i](@/%62.md#top)\n\n# Own\n",
    );
    for part in [
        "href=\"https://e.test/b/\"",
        "href=\"https://e.test/b/#there\"",
        "href=\"https://e.test/a/rel\"",
        "href=\"../up\"",
        "href=\"/abs\"",
        "href=\"https://e.test/a/#own\"",
        "href=\"#\"",
        "href=\"mailto:x@y.z\"",
        "href=\"https://e.test/b/#top\"",
    ] {
        assert!(text.contains(part), "no {part} in {text}");
    }
    let wrong = body("", "[a](@/no.md) [b](@/b.md#no) [c](#no) [d]()");
    assert_eq!(wrong.errors().len(), 4, "all at once: {:?}", wrong.errors());
    assert!(wrong.errors().iter().all(|told| told.starts_with("content/a.md:4")));
    let warned = body("[link_checker]\ninternal_level = \"warn\"", "[a](@/no.md)");
    assert!(warned.text("a/index.html").contains("href=\"@/no.md\"") && warned.warnings().len() == 1);
}

// checklist: MD-10, MD-11, FL-1
#[test]
fn the_markdown_filter_is_near_its_page() {
    let built = Site::new()
        .file("content/a.md", "+++\n+++\n")
        .file("templates/page.html", "{{ '*x* [y](z) {{ 1 }}' | markdown | safe }}|{{ '*x*' | markdown(inline=true) | safe }}|{{ '# H' | markdown | safe }}")
        .build();
    assert_eq!(
        built.text("a/index.html"),
        "<p><em>x</em> <a href=\"https://example.test/a/z\">y</a> {{ 1 }}</p>\n|<em>x</em>|<h1 id=\"h\">H</h1>\n"
    );
}

// checklist: MD-11
#[test]
fn an_inline_text_of_several_blocks_loses_the_paragraph_it_begins_with() {
    // As a published site has it: the excerpt of a manual page, a line and a list.
    let built = Site::new()
        .file("content/a.md", "+++\n+++\n")
        .file("templates/page.html", "{% set x = \"One:\n1. two\" %}[{{ x | markdown(inline=true) | safe }}]")
        .build();
    assert_eq!(built.text("a/index.html"), "[One:</p>\n<ol>\n<li>two</li>\n</ol>\n]");
    // As another has it: a summary, which is a paragraph already.
    let built = Site::new()
        .file("zola.toml", "base_url = \"https://e.test\"\n[compat]\nzola = \"0.22\"\n")
        .file("content/a.md", "+++\n+++\nOne.\n\n<!-- more -->\n\nTwo.")
        .file("templates/page.html", "[{{ page.summary | markdown(inline=true) | safe }}]")
        .build();
    assert_eq!(built.text("a/index.html"), "[One.</p>]");
}

const COLOURS: &str = "[markdown.highlighting]\ntheme = \"catppuccin-mocha\"\n";

// checklist: HL-1, HL-7, HL-8, HL-9
#[test]
fn code_has_the_documented_structure() {
    assert_eq!(html("", "```rust,linenos\na < b\n```"), "<pre><code data-lang=\"rust\">a &lt; b\n</code></pre>");
    assert_eq!(html("", "    plain"), "<pre><code>plain</code></pre>");
    let text = html(
        COLOURS,
        "```rust,linenos,linenostart=5,hl_lines=2-1,hide_lines=3,name=mod.rs,copy\none\ntwo\nthree\nfour\n```",
    );
    for part in [
        "<pre class=\"giallo\"",
        "data-lang=\"rust\"",
        "data-name=\"mod.rs\"",
        "class=\"giallo-l\"",
        "giallo-ln",
        "> 5<",
        "> 8<",
    ] {
        assert!(text.contains(part), "no {part} in {text}");
    }
    // Numbers stand under one another, as published pages have them: eight lines are as wide as nine.
    let numbered = |count: usize| html(COLOURS, &format!("```toml,linenos\n{}```", "# x\n".repeat(count)));
    assert!(numbered(7).contains(">1<") && numbered(8).contains("> 1<") && numbered(8).contains("> 8<"));
    assert!(numbered(10).contains("> 9<") && numbered(10).contains(">10<"));
    assert!(!text.contains("three") && !text.contains("data-copy") && !text.contains("7<"), "{text}");
    assert_eq!(text.matches("giallo-l\"").count() + text.matches("giallo-l ").count(), 3, "{text}");
}

// checklist: HL-3, HL-4, HL-5, HL-6, MC-4
#[test]
fn code_in_classes_has_style_sheets() {
    let classes = body(
        "[markdown.highlighting]\nlight_theme = \"github-light\"\ndark_theme = \"github-dark\"\nstyle = \"class\"\n",
        "```rust\nfn f() {}\n```",
    );
    assert!(classes.text("a/index.html").contains("class=\"z-"));
    assert!(classes.text("giallo-light.css").contains(".z-") && classes.text("giallo-dark.css").contains(".giallo"));
    let one = body("[markdown.highlighting]\ntheme = \"nord\"\nstyle = \"class\"\n", "");
    assert!(one.has("giallo.css") && !one.has("giallo-light.css"));
    let dual = html(
        "[markdown.highlighting]\nlight_theme = \"github-light\"\ndark_theme = \"github-dark\"\n",
        "```rust\nfn f() {}\n```",
    );
    assert!(dual.contains("light-dark("), "{dual}");
    let strict = body(&format!("{COLOURS}error_on_missing_language = true\n"), "```nosuch\nx\n```");
    assert!(strict.errors()[0].starts_with("content/a.md:4"), "{:?}", strict.errors());
    assert_eq!(body(COLOURS, "```nosuch\nx\n```").warnings().len(), 1);
    for (position, pre, code) in
        [("pre", true, false), ("both", true, true), ("none", false, false), ("Code", false, true)]
    {
        let text = html(&format!("{COLOURS}data_attr_position = \"{position}\"\n"), "```rust\nx\n```");
        let tags = |tag: &str| {
            text.split(tag)
                .nth(1)
                .and_then(|rest| rest.split('>').next())
                .is_some_and(|rest| rest.contains("data-lang"))
        };
        assert_eq!((tags("<pre"), tags("<code")), (pre, code), "{position}: {text}");
    }
}

fn content(text: &str) -> Site {
    Site::new()
        .file("zola.toml", "base_url = \"https://e.test\"\ntitle = \"T\"\nskip_content_templating = [\"raw/*\"]\n[extra]\nn = 3\n")
        .file("content/a.md", &format!("+++\ntitle = \"A <b>\"\n[extra]\nk = 1\n+++\n{text}"))
        .file("templates/page.html", "{{ page.content | safe }}")
        .file("templates/parts.html", "{% component ui.box(title: string, size = 1, ...rest) %}<b>{{ title }}{{ size }}{{ body | default(value=\"\") }}{{ rest }}</b>{% endcomponent ui.box %}")
}

// checklist: CT-1, CT-2, CT-3, CT-4, CFG-11
#[test]
fn content_is_a_template_where_it_holds_a_tag() {
    let page = |text: &str| content(text).build().text("a/index.html").trim().to_owned();
    assert_eq!(page("{{ page.title }} {{ config.extra.n + page.extra.k }} {{ lang }}"), "<p>A <b> 4 en</p>");
    assert_eq!(page("# H {#own}\n"), "<h1 id=\"own\">H</h1>");
    assert_eq!(page("{# stays #}"), "<p>{# stays #}</p>");
    assert_eq!(page("{% raw %}{{ x }}{% endraw %}"), "<p>{{ x }}</p>");
    assert_eq!(
        page("{% set p = get_page(path=\"a.md\") %}{{ p.title }} {{ page.content }}{{ page.toc }}"),
        "<p>A <b> []</p>"
    );
    let code = "`{{ x }}`";
    assert!(content(code).build().errors()[0].contains("content/a.md:6"), "code is no exception");
    let skipped = content("").file("content/raw/c.md", "+++\n+++\n{{ nothing }}").build();
    assert_eq!(skipped.text("raw/c/index.html").trim(), "<p>{{ nothing }}</p>");
}

#[test]
fn code_can_be_kept_out_of_templating() {
    let settings = "base_url = \"https://e.test\"\n[markdown]\ntemplate_code = false\n";
    let text = "`{{ x }}`\n\n```\n{% y %}\n```\n\n{{ 1 + 1 }}";
    let kept = content(text).file("zola.toml", settings).build();
    assert_eq!(
        kept.text("a/index.html").trim(),
        "<p><code>{{ x }}</code></p>\n<pre><code>{% y %}\n</code></pre>\n<p>2</p>"
    );
    // Without it the error says how to have it so.
    let shown = content("```\n{{ secrets.TOKEN }}\n```").build().shown(lianluo::diagnostic::Locale::En);
    assert!(shown.contains("template_code"), "{shown}");
    let elsewhere = content("{{ secrets.TOKEN }}").build().shown(lianluo::diagnostic::Locale::En);
    assert!(!elsewhere.contains("template_code"), "{elsewhere}");
}

// checklist: CT-5, CT-6, CT-7, CT-8, ERR-2
#[test]
fn components_have_typed_parameters() {
    let page = |text: &str| content(text).build().text("a/index.html").trim().to_owned();
    assert_eq!(page("{{ <ui.box title=\"x\" /> }}"), "<p><b>x1{}</b></p>");
    assert_eq!(page("{{ <ui.box title={\"y\"} size={1 + 1} more=\"z\" /> }}"), "<p><b>y2{\"more\": \"z\"}</b></p>");
    assert_eq!(page("{% <ui.box title=\"x\"> %}in{% </ui.box> %}"), "<p><b>x1in{}</b></p>");
    assert_eq!(page("    {{ <ui.box title=\"x\" /> }}").matches("<pre>").count(), 1, "components come before Markdown");
    for (call, word) in [
        ("{{ <ui.box /> }}", "title"),
        ("{{ <ui.box title={1} /> }}", "title"),
        ("{{ <ui.bax title=\"x\" /> }}", "ui.bax"),
        ("{{ 1 | nosuch }}", "nosuch"),
        ("{{ nosuch() }}", "nosuch"),
    ] {
        let errors = content(call).build().errors();
        assert!(
            errors.len() == 1 && errors[0].starts_with("content/a.md:6") && errors[0].contains(word),
            "{call}: {errors:?}"
        );
    }
    let unused = content("").file("templates/unused.html", "{{ 1 | nosuch }}").build();
    assert!(unused.errors()[0].starts_with("templates/unused.html:1"), "{:?}", unused.errors());
}
