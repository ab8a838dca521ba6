//! The search as residents use it, in a real browser: over a site of 3,000 entries, from a server and from files, by
//! keyboard, with filters, and what it moves.
#![expect(clippy::disallowed_methods, reason = "the tests write a site, run the program and start the browser")]
#![allow(clippy::panic, reason = "a test fails by panicking")]

#[allow(dead_code, reason = "each test binary uses its own part")]
#[path = "browser/devtools.rs"]
mod devtools;
#[allow(dead_code, reason = "each test binary uses its own part")]
#[path = "browser/server.rs"]
mod server;
#[path = "search/town.rs"]
mod town;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use devtools::{Chromium, Page};
use serde_json::{Value, json};
use server::Server;
use town::{Chance, Entry, KINDS};

/// How many entries the site has, and how many substrings of them are looked for each way.
const ENTRIES: usize = 3_000;
const TRIALS: usize = 200;

/// The site, built by the program, with a server and a browser.
struct Site {
    entries: Vec<Entry>,
    folder: PathBuf,
    server: Server,
    chromium: Chromium,
}

fn site() -> &'static Site {
    static SITE: OnceLock<Site> = OnceLock::new();
    SITE.get_or_init(|| {
        let temporary = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
        let entries = town::entries(ENTRIES);
        town::write(temporary.path(), &entries);
        let folder = temporary.path().join("public");
        let run = Command::new(env!("CARGO_BIN_EXE_lianluo"))
            .arg("--root")
            .arg(temporary.path())
            .args(["build", "--today", "2026-11-23"])
            .output()
            .expect("the program runs");
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&[run.stdout, run.stderr].concat()));
        let server = Server::start(&folder, "/zx/");
        // The browser sweeps the folder away when it ends: a static is never dropped.
        Site { entries, folder, server, chromium: Chromium::start(&temporary.keep()) }
    })
}

impl Site {
    /// The search page, from the server or as a file.
    fn address(&self, among_files: bool) -> String {
        match among_files {
            true => format!("file://{}/search/index.html", self.folder.display()),
            false => self.server.url("search/index.html"),
        }
    }

    fn open(&self, among_files: bool) -> Page<'_> {
        let page = self.chromium.page();
        page.viewport(1200, 900);
        page.open(&self.address(among_files));
        page
    }
}

/// Puts `words` into the field as typing does, and waits until all results shown are whole.
fn look_for(page: &Page, words: &str) -> Value {
    let script = format!(
        "(() => {{ const form = document.querySelector('[data-search]'); form.setAttribute('data-state', 'typed');\
         form.elements.q.value = {}; form.elements.q.dispatchEvent(new Event('input')); }})()",
        json!(words)
    );
    page.evaluate(&script);
    settled(page, words)
}

fn settled(page: &Page, what: &str) -> Value {
    let end = Instant::now() + Duration::from_secs(20);
    loop {
        let state = page.evaluate("document.querySelector('[data-search]').getAttribute('data-state')");
        match state.as_str() {
            Some("done") => return results(page),
            Some("failed") => panic!("“{what}”: the index could not be read"),
            _ if Instant::now() > end => panic!("“{what}”: no answer; the state is {state}"),
            _ => std::thread::sleep(Duration::from_millis(15)),
        }
    }
}

/// What is shown: the status, and of each result its address, title, marked words and text.
fn results(page: &Page) -> Value {
    page.evaluate(
        "({ status: document.querySelector('[data-search-status]').textContent,\
            rows: [...document.querySelectorAll('[data-search-results] > li')].map(row => ({ href: row.querySelector('a').href,\
                title: row.querySelector('a').textContent, marks: [...row.querySelectorAll('mark')].map(mark => mark.textContent),\
                snippet: row.querySelector('.snippet').textContent })) })",
    )
}

/// How many the status says were found.
fn found(answer: &Value) -> usize {
    let digits: String = text(&answer["status"]).chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(0)
}

/// Shows more and more results until `name` is among them.
fn reach(page: &Page, mut answer: Value, name: &str) -> Value {
    loop {
        let rows = answer["rows"].as_array().cloned().unwrap_or_default();
        if let Some(row) = rows.iter().find(|row| text(&row["href"]).contains(&format!("/{name}/"))) {
            return row.clone();
        }
        let more = page.evaluate(
            "(() => { const more = document.querySelector('[data-search-more]'); if (more.hidden) return false;\
             document.querySelector('[data-search]').setAttribute('data-state', 'typed'); more.click(); return true; })()",
        );
        assert!(more == true, "{name} is not among {} results: {answer}", rows.len());
        answer = settled(page, name);
    }
}

fn every_substring_is_found(among_files: bool, seed: u64) {
    let site = site();
    let page = site.open(among_files);
    let mut chance = Chance(seed);
    for trial in 0..TRIALS {
        let entry = &site.entries[chance.below(site.entries.len())];
        let (words, in_title) = entry.substring(&mut chance, 2 + trial % 3);
        let expected = site.entries.iter().filter(|entry| entry.holds(&words)).count() + town::members_with(&words);
        let answer = look_for(&page, &words);
        assert_eq!(found(&answer), expected, "“{words}”: {answer}");
        let row = reach(&page, answer, &entry.name);
        // Hits side by side are marked as one.
        let marked = row["marks"].as_array().is_some_and(|marks| marks.iter().any(|mark| text(mark).contains(&words)));
        assert!(marked, "“{words}” (in the title: {in_title}) is not marked in {row}");
    }
}

#[test]
fn every_substring_of_a_large_site_is_found_from_a_server() {
    every_substring_is_found(false, 20_261_126);
}

#[test]
fn every_substring_of_a_large_site_is_found_from_files() {
    every_substring_is_found(true, 20_261_127);
}

/// Bytes of everything asked for since the page was opened but the page itself; what the browser had already counts.
fn moved(page: &Page) -> usize {
    let sum = "performance.getEntriesByType('resource').reduce((sum, one) => sum + one.decodedBodySize, 0)";
    page.evaluate(sum).as_f64().unwrap_or(0.0) as usize
}

#[test]
fn nothing_moves_before_use_and_a_query_moves_little() {
    let site = site();
    let mut chance = Chance(7);
    let mut most = 0;
    for trial in 0..13 {
        let page = site.open(false);
        let before = page.evaluate("performance.getEntriesByType('resource').map(one => one.name)");
        let only_script = before.as_array().is_some_and(|asked| {
            asked.iter().all(|one| ["search.js", "favicon.ico"].iter().any(|name| text(one).ends_with(name)))
        });
        assert!(only_script, "before the search is used it asks for {before}");
        // Typed one character after another, each time looked for to the end: more than any reader waits for.
        let entry = &site.entries[chance.below(site.entries.len())];
        let (random, _) = entry.substring(&mut chance, 2 + trial % 3);
        // The last trial: the words with the most places of all.
        let words = if trial == 12 { commonest(&site.entries) } else { random };
        let characters: Vec<char> = words.chars().collect();
        for end in 2..=characters.len() {
            let typed: String = characters[..end].iter().collect();
            let answer = look_for(&page, &typed);
            assert!(found(&answer) > 0 && !answer["rows"][0].is_null(), "“{typed}”: {answer}");
        }
        let bytes = moved(&page);
        most = most.max(bytes);
        assert!(bytes < 300_000, "“{words}” moves {bytes} bytes");
    }
    assert!(most > 20_000, "only {most} bytes: what moves is not seen");
}

/// The two Han characters that stand side by side most often, with the two that follow them there most often.
fn commonest(entries: &[Entry]) -> String {
    let most = |length: usize, start: &str| -> String {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for entry in entries {
            let text: Vec<char> = entry.body.chars().collect();
            for run in text.windows(length).filter(|run| run.iter().all(|c| ('\u{4e00}'..='\u{9fff}').contains(c))) {
                let words: String = run.iter().collect();
                if words.starts_with(start) {
                    *counts.entry(words).or_default() += 1;
                }
            }
        }
        counts.into_iter().max_by_key(|(_, count)| *count).map_or_else(String::new, |(words, _)| words)
    };
    let pair = most(2, "");
    most(4, &pair)
}

#[test]
fn a_first_result_shows_while_the_reader_still_types() {
    let site = site();
    let page = site.open(false);
    let (words, _) = site.entries[17].substring(&mut Chance(3), 4);
    page.evaluate("document.querySelector('[name=q]').focus()");
    let mut typed = String::new();
    for c in words.chars().take(3) {
        page.insert_text(&c.to_string());
        typed.push(c);
        // On a machine that is busy with other tests a keystroke's time says nothing: what counts is that nobody waits for
        // the last one. One character alone is not searched for.
        for _ in 0..if typed.chars().count() < 2 { 1 } else { 200 } {
            let shown = page.evaluate("document.querySelectorAll('[data-search-results] a').length");
            if shown.as_u64() > Some(0) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
    panic!("no result before the last of “{words}” was typed");
}

#[test]
fn words_numbers_and_several_terms_are_found_and_filters_narrow() {
    let site = site();
    let page = site.open(false);
    let of = |words: &[&str]| site.entries.iter().filter(|entry| words.iter().all(|word| entry.holds(word))).count();
    for words in [&["GDP"][..], &["gdp"], &["5G"], &["2024"], &["ＧＤＰ"], &["3.5"], &["GDP", "2024"]] {
        let expected = of(&words.iter().map(|word| if *word == "ＧＤＰ" { "GDP" } else { word }).collect::<Vec<_>>());
        assert!(expected > 0, "{words:?} is in no entry: the test sees nothing");
        assert_eq!(found(&look_for(&page, &words.join(" "))), expected, "{words:?}");
    }
    assert_eq!(found(&look_for(&page, "龘靐")), 0);
    assert!(text(&results(&page)["status"]).contains("没有找到“龘靐”"));
    assert!(text(&look_for(&page, "渠")["status"]).contains("至少输入两个字"));

    let choose = |name: &str, label: &str| {
        page.evaluate(&format!(
            "(() => {{ const form = document.querySelector('[data-search]'), field = form.elements.{name};\
             form.setAttribute('data-state', 'typed');\
             field.value = [...field.options].find(one => one.getAttribute('data-name') === {}).value;\
             field.dispatchEvent(new Event('change')); }})()",
            json!(label)
        ));
        settled(&page, label)
    };
    look_for(&page, "GDP");
    let with =
        |fits: &dyn Fn(&Entry) -> bool| site.entries.iter().filter(|entry| entry.holds("GDP") && fits(entry)).count();
    assert_eq!(found(&choose("kind", KINDS[0].1)), with(&|entry| entry.kind == KINDS[0].0));
    assert_eq!(found(&choose("year", "2025年")), with(&|entry| entry.kind == KINDS[0].0 && entry.year() == 2025));
    let all = with(&|entry| entry.kind == KINDS[0].0 && entry.year() == 2025 && entry.members.contains(&"m3"));
    assert!(all > 0, "the test's filters leave nothing");
    assert_eq!(found(&choose("member", "委员丙")), all);
    // Without words the filters list what there is.
    let listed = site
        .entries
        .iter()
        .filter(|entry| entry.kind == KINDS[0].0 && entry.year() == 2025 && entry.members.contains(&"m3"));
    assert_eq!(found(&look_for(&page, "")), listed.count());
    // The address remembers it all.
    let hash = text(&page.evaluate("location.hash"));
    assert!(hash.contains("kind=") && hash.contains("year=2025") && hash.contains("member="), "{hash}");
}

#[test]
fn the_keyboard_alone_searches_and_opens_a_result() {
    let site = site();
    let page = site.open(true);
    let (words, _) = site.entries[40].substring(&mut Chance(11), 3);
    // The first Tab stops lead to the field.
    for _ in 0..6 {
        page.press_tab();
        if page.evaluate("document.activeElement.name") == "q" {
            break;
        }
    }
    assert_eq!(page.evaluate("document.activeElement.name"), "q");
    page.evaluate("document.querySelector('[data-search]').setAttribute('data-state', 'typed')");
    page.insert_text(&words);
    settled(&page, &words);
    page.press("ArrowDown", 40);
    assert_eq!(page.evaluate("document.activeElement.matches('[data-search-results] li:first-child h2 a')"), true);
    page.press("ArrowUp", 38);
    assert_eq!(page.evaluate("document.activeElement.name"), "q");
    page.press("ArrowDown", 40);
    page.press("Escape", 27);
    assert_eq!(page.evaluate("document.activeElement.name"), "q");
    page.press("ArrowDown", 40);
    let href = text(&page.evaluate("document.activeElement.href"));
    assert!(href.ends_with("/index.html"), "a result opened as a file leads to {href}");
    page.press("Enter", 13);
    let end = Instant::now() + Duration::from_secs(20);
    while text(&page.evaluate("location.href")) != href {
        assert!(Instant::now() < end, "Enter does not open {href}");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(text(&page.evaluate("document.body.innerText")).contains(&words));
}

#[test]
fn without_scripts_the_page_says_so_and_leads_on() {
    let site = site();
    let page = site.chromium.page();
    page.scripts(false);
    page.open(&site.address(true));
    let shown = text(&page.evaluate("document.body.innerText"));
    assert!(shown.contains("JavaScript") && shown.contains("2026年第四季度"), "{shown}");
    assert_eq!(page.evaluate("document.querySelector('form').getBoundingClientRect().height"), 0);
}

#[test]
fn a_part_that_is_missing_is_told() {
    let site = site();
    let page = site.open(false);
    page.evaluate("document.currentScript; lianluoSearch('none', '')");
    page.evaluate(
        "(() => { const add = document.head.appendChild; document.head.appendChild = function (script) {\
         script.src = script.src.replace('catalogue', 'no-such'); return add.call(this, script); }; })()",
    );
    page.evaluate(
        "(() => { const form = document.querySelector('[data-search]'); form.elements.q.value = '会议';\
         form.elements.q.dispatchEvent(new Event('input')); })()",
    );
    let end = Instant::now() + Duration::from_secs(20);
    while page.evaluate("document.querySelector('[data-search]').getAttribute('data-state')") != "failed" {
        assert!(Instant::now() < end, "nothing is told");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(text(&results(&page)["status"]).contains("没有读出来"));
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
