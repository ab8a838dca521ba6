//! What HTML becomes of an article.

use super::read;
use crate::liaison::submission::article::{Block, CellAlign, Inline, Marks, plain};

fn blocks(html: &str) -> Vec<Block> {
    read("题", html, "https://x.test/a/").blocks
}

fn text(text: &str) -> Inline {
    Inline::Text(text.to_owned(), Marks::default())
}

#[test]
fn marks_links_and_breaks_are_kept() {
    let found =
        blocks("<p>　　前<strong>重<em>点</em></strong> \n后<br />行 <a href=\"/b/\">链</a><a href=\"#x\">内</a></p>");
    let strong = Marks { strong: true, ..Marks::default() };
    let both = Marks { strong: true, emphasis: true, ..Marks::default() };
    let expected = vec![
        text("前"),
        Inline::Text("重".to_owned(), strong),
        Inline::Text("点".to_owned(), both),
        text(" 后"),
        Inline::Break,
        text("行 "),
        Inline::Link("https://x.test/b/".to_owned(), vec![text("链")]),
        text("内"),
    ];
    assert_eq!(found, [Block::Paragraph(expected)]);
}

#[test]
fn headings_are_lifted_to_the_first_level() {
    let found = blocks("<h2 id=\"a\">一、甲<a class=\"zola-anchor\" href=\"#a\">🔗</a></h2><h4>（1）乙</h4>");
    assert_eq!(found, [Block::Heading(1, vec![text("一、甲")]), Block::Heading(3, vec![text("（1）乙")])]);
}

#[test]
fn pictures_leave_their_paragraph_and_take_the_caption_of_their_figure() {
    let html = "<p>文<img src=\"01.jpg\" alt=\"甲\" title=\"说明\">字</p><figure><img src=\"/s/2.png\" alt=\"乙\"><figcaption>图注 </figcaption></figure>";
    let article = read("题", html, "https://x.test/a/");
    assert_eq!(article.blocks, [Block::Paragraph(vec![text("文字")]), Block::Figure(0), Block::Figure(1)]);
    assert_eq!(article.pictures[0].address, "https://x.test/a/01.jpg");
    assert_eq!((article.pictures[0].caption.as_str(), article.pictures[1].caption.as_str()), ("说明", "图注"));
}

#[test]
fn lists_nest_and_tasks_know_whether_they_are_done() {
    let html = "<ol start=\"3\"><li>甲<ul><li>乙</li></ul></li></ol><ul><li><input disabled type=\"checkbox\" checked>办</li><li><input disabled type=\"checkbox\"/>未</li></ul>";
    let found = blocks(html);
    let Block::List(first) = &found[0] else { panic!("{found:?}") };
    assert_eq!((first.start, first.items[0].blocks.len()), (Some(3), 2));
    let Block::List(second) = &found[1] else { panic!("{found:?}") };
    assert_eq!(second.items.iter().map(|item| item.done).collect::<Vec<_>>(), [Some(true), Some(false)]);
}

#[test]
fn notes_in_place_and_gathered_are_the_same() {
    let in_place = "<p>甲<sup class=\"footnote-reference\"><a href=\"#n\">1</a></sup></p><div class=\"footnote-definition\" id=\"n\"><sup class=\"footnote-definition-label\">1</sup><p>注。</p></div>";
    let gathered = "<p>甲<sup class=\"footnote-reference\" id=\"fr-n-1\"><a href=\"#fn-n\">[1]</a></sup></p><section class=\"footnotes\"><ol class=\"footnotes-list\"><li id=\"fn-n\"><p>注。 <a href=\"#fr-n-1\">↩</a></p></li></ol></section>";
    for html in [in_place, gathered] {
        let article = read("题", html, "https://x.test/a/");
        assert_eq!(article.blocks, [Block::Paragraph(vec![text("甲"), Inline::Note(0)])]);
        assert_eq!(article.notes, [vec![Block::Paragraph(vec![text("注。")])]], "{html}");
    }
}

#[test]
fn tables_have_heads_spans_and_sides() {
    let html = "<table><thead><tr><th style=\"text-align: right\">甲</th><th>乙</th></tr></thead><tbody><tr><td colspan=\"2\" rowspan=2>丙</td></tr></tbody></table>";
    let found = blocks(html);
    let Block::Table(table) = &found[0] else { panic!("{found:?}") };
    assert_eq!((table.head, table.columns(), table.rows[0][0].align), (1, 2, CellAlign::Right));
    assert_eq!((table.rows[1][0].columns, table.rows[1][0].rows), (2, 2));
}

#[test]
fn what_paper_cannot_show_is_named() {
    let article =
        read("题", "<p>甲<video src=\"a\">x</video></p><iframe></iframe><script>1</script>", "https://x.test/a/");
    assert_eq!(article.left_out, ["iframe", "video"]);
    let [Block::Paragraph(inlines)] = article.blocks.as_slice() else { panic!("{article:?}") };
    assert_eq!(plain(inlines), "甲");
}
