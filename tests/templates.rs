//! Templates of whole sites: what is told about them, and that the site builds the same whatever the threads do.

mod harness;

use harness::Site;

#[test]
fn what_stands_outside_the_blocks_of_a_child_is_told_and_left_out() {
    let built = Site::new()
        .file("templates/base.html", "<{% block b %}x{% endblock b %}>")
        .file(
            "templates/page.html",
            "{% extends \"base.html\" %}\nstray\n{% set y = 1 %}{% block b %}{{ page.title }}{% endblock b %}",
        )
        .file("content/a.md", "+++\ntitle = \"t\"\n+++\n")
        .build();
    assert_eq!(built.text("a/index.html"), "<t>");
    let places: Vec<String> =
        built.warnings().iter().map(|warning| warning.split(": ").next().unwrap_or_default().to_owned()).collect();
    assert_eq!(places, ["templates/page.html:2 template-unreachable", "templates/page.html:3 template-unreachable"]);
}

#[test]
fn the_same_world_gives_the_same_bytes() {
    let mut site = Site::group();
    for number in 0..60 {
        let page = format!(
            "+++\ntitle = \"第{number}篇\"\ndate = 2026-0{}-01\n[extra]\nkind = \"activity\"\ntype = \"学习\"\nplace = \"甲镇\"\nsource = \"本组\"\nmembers = [\"wang\"]\n+++\n正文 [去](@/activity/p{}.md)\n",
            number % 9 + 1,
            (number + 7) % 60
        );
        site = site.file(&format!("content/activity/p{number}.md"), &page);
    }
    let first = site.build();
    first.expect_no_errors();
    for _ in 0..3 {
        assert_eq!(site.build().files, first.files);
    }
}
