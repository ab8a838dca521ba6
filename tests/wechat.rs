//! What WeChat's editor gets: the copy button pressed in a real browser, and what lands on the clipboard judged by the
//! editor's rules.
#![expect(clippy::disallowed_methods, reason = "the tests start the program and the browser")]
#![allow(clippy::panic, reason = "a test fails by panicking")]

#[allow(dead_code, reason = "each test binary uses its own part")]
#[path = "browser/devtools.rs"]
mod devtools;

use std::fs;
use std::process::{Command, Stdio};

use devtools::Chromium;
use serde_json::Value;
use tempfile::TempDir;

const BODY: &str = "## 一、走访\n\n委员们**实地察看**了[施工现场](https://example.test/a?b=1&c=2)[^1]，*认真*听取~~汇报~~介绍，H<sub>2</sub>O。\n\n\
    1. 第一项\n   - 小项\n     1. 更小的项\n2. 第二项\n\n- [x] 已办\n- [ ] 未办\n\n> 引用一段话。\n\n![走访现场](01.png)\n\n\
    | 村 | 户数 |\n| :- | -: |\n| 龙潭村 | 8 |\n\n```\nlet a = 1;\n  <b>\n```\n\n<div class=\"x\" id=\"y\" onclick=\"z()\" style=\"position:absolute\">\n\n手写的 <span class=\"c\">HTML</span>\n\n</div>\n\n---\n\n[^1]: 见[说明](https://example.test/note)。\n";

/// What the rules say against the HTML on the clipboard.
const JUDGE: &str = r#"(html => {
    const faults = [], doc = new DOMParser().parseFromString(html, "text/html");
    const tags = ["SECTION", "P", "SPAN", "STRONG", "SUP", "SUB", "BR", "TABLE", "TBODY", "TR", "TD"];
    const rules = ["font-size", "line-height", "color", "text-align", "margin", "padding", "border", "border-left", "border-top",
        "background-color", "letter-spacing", "text-indent", "font-weight", "font-style", "text-decoration", "width", "border-spacing"];
    for (const element of doc.body.querySelectorAll("*")) {
        if (!tags.includes(element.tagName)) faults.push("element " + element.tagName);
        for (const attribute of element.attributes) {
            if (!["style", "colspan", "rowspan"].includes(attribute.name)) faults.push(element.tagName + " " + attribute.name);
        }
        for (const rule of (element.getAttribute("style") || "").split(";")) {
            const name = rule.split(":")[0].trim();
            if (name && !rules.includes(name)) faults.push("style " + name);
        }
    }
    if (html.length >= 1 << 20 || doc.body.textContent.length >= 20000) faults.push("too long");
    return { faults, text: doc.body.textContent, html };
})"#;

#[test]
fn what_lands_on_the_clipboard_is_what_the_editor_keeps() {
    let folder = TempDir::new().expect("a folder");
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("writable");
        fs::write(path, bytes).expect("writable");
    };
    let front = "+++\ntitle = \"委员走访\"\ndate = 2026-05-08\n[extra]\nkind = \"activity\"\ntype = \"走访委员\"\nplace = \"青溪镇\"\n\
        source = \"青溪镇政协联络组\"\nauthor = \"张某某\"\nphotographer = \"刘某某\"\nreviewers = { final = \"周某某\" }\n+++\n";
    write(
        "zola.toml",
        "base_url = \"https://example.test\"\ndefault_language = \"zh-CN\"\n[liaison]\ngroup = \"青溪镇政协联络组\"\n"
            .as_bytes(),
    );
    write("content/_index.md", "+++\n+++\n".as_bytes());
    write("content/activity/_index.md", "+++\n+++\n".as_bytes());
    write("content/activity/zou-fang/index.md", format!("{front}{BODY}").as_bytes());
    let mut picture = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(1000, 600).write_to(&mut picture, image::ImageFormat::Png).expect("written");
    write("content/activity/zou-fang/01.png", &picture.into_inner());
    for template in ["index", "section", "page"] {
        write(&format!("templates/{template}.html"), b"");
    }
    let made = Command::new(env!("CARGO_BIN_EXE_lianluo"))
        .args([
            "--root",
            &folder.path().display().to_string(),
            "submit",
            "zou-fang",
            "--to",
            "wechat",
            "--today",
            "2026-05-09",
        ])
        .stdin(Stdio::null())
        .output()
        .expect("the program starts");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));

    let profile = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder").keep();
    let chromium = Chromium::start(&profile);
    let page = chromium.page();
    let file = folder.path().join("submissions/委员走访/委员走访_微信.html");
    let visit = page.open(&format!("file://{}", file.display()));
    assert_eq!(visit.requests.len(), 1, "the page stands alone: {:?}", visit.requests);
    page.evaluate(
        "window.pasted = new Promise(done => { document.addEventListener('paste', event => \
         done([event.clipboardData.getData('text/html'), event.clipboardData.getData('text/plain')])); \
         setTimeout(() => done(['nothing was pasted', '']), 20000); }); true",
    );
    page.evaluate("document.getElementById('copy').click()");
    assert_eq!(page.evaluate("document.getElementById('told').textContent"), Value::from("已复制，请到公众号后台粘贴"));
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<textarea id=t></textarea>'); document.getElementById('t').focus()");
    page.paste();
    let judged = page
        .evaluate(&format!("window.pasted.then(([html, text]) => Object.assign({JUDGE}(html), {{ plain: text }}))"));
    assert_eq!(judged["faults"], Value::Array(Vec::new()), "{}", judged["html"]);
    let text = judged["text"].as_str().unwrap_or_default();
    for expected in [
        "【图1】走访现场（刘某某 摄）",
        "◦ 小项",
        "1. 更小的项",
        "☑ 已办",
        "[1] 见说明[3]。",
        "[2] https://example.test/a?b=1&c=2",
        "手写的 HTML",
    ] {
        assert!(text.contains(expected), "{expected} is not in\n{text}");
    }
    assert!(judged["plain"].as_str().is_some_and(|plain| plain.contains("第一项")), "{}", judged["plain"]);
}
