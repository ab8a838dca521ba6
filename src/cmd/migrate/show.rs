//! What a move changes, and what came of building both sites, for the terminal.

use lianluo::diagnostic::Wording;
use lianluo::migrate::{Comparison, Migration, Verification};
use similar::TextDiff;

use crate::cmd::print::Printer;

/// Lines of a diff and their colours.
const COLOURS: [(&str, &str); 5] = [("---", "1"), ("+++", "1"), ("@@", "36"), ("-", "31"), ("+", "32")];
/// So many differing outputs are named.
const NAMED: usize = 20;

/// Names the files that change.
pub fn files(migration: &Migration, printer: &Printer) {
    for change in &migration.changes {
        let line = match &change.from {
            None => format!("+ {}\n", change.to),
            Some(from) if *from == change.to => format!("  {from}\n"),
            Some(from) => format!("  {from} -> {}\n", change.to),
        };
        printer.show(&line, &[]);
    }
}

/// Shows every change as a unified diff.
pub fn diff(migration: &Migration, printer: &Printer) {
    for change in &migration.changes {
        let (before, after) = (String::from_utf8_lossy(&change.before), String::from_utf8_lossy(&change.after));
        let from = change.from.as_ref().map_or_else(|| "/dev/null".to_owned(), |from| format!("a/{from}"));
        let to = format!("b/{}", change.to);
        let text = TextDiff::from_lines(&*before, &*after).unified_diff().header(&from, &to).to_string();
        // A file that only moves has nothing else to show.
        let text = if text.is_empty() { format!("--- {from}\n+++ {to}\n") } else { text };
        printer.show(&text, &COLOURS);
    }
}

/// Tells what building both sites found out.
pub fn verification(verified: &Verification, printer: &Printer) {
    if !verified.old_errors.is_empty() {
        printer.mistakes(&verified.old_errors);
        let wording = Wording {
            zh: "网站现在就生成不了（见上），所以没法比较前后的网页",
            en: "the site does not build as it is (see above), so there is nothing to compare with",
        };
        printer.say(wording, &[]);
    }
    if !verified.new_errors.is_empty() {
        printer.mistakes(&verified.new_errors);
        let wording = Wording {
            zh: "改写后还有 {count} 处要动手改（见上）",
            en: "after the move {count} mistakes are left to mend (see above)",
        };
        printer.say(wording, &[("count", verified.new_errors.len().to_string())]);
    }
    if !verified.is_recognised {
        let wording = Wording {
            zh: "改写后还看不出是 0.23 的网站：生成时请加 --compat 0.23",
            en: "nothing shows yet that the moved site is for 0.23: build it with --compat 0.23",
        };
        printer.say(wording, &[]);
    }
    if let Some(comparison) = &verified.comparison {
        compared(comparison, printer);
    }
}

fn compared(found: &Comparison, printer: &Printer) {
    let Comparison { same, alike, numbers, different, missing, added } = found;
    let wording = Wording {
        zh: "改写前后各生成一次：{same} 个文件完全一样，{alike} 个只有空白和转义不同，{numbers} 个只有数字不同（阅读时间算法变了），{different} 个内容不同，少了 {missing} 个，多了 {added} 个",
        en: "both sites were built: {same} files are the same, {alike} differ in blanks and escapes only, {numbers} in numbers only \
             (reading times are counted otherwise), {different} differ, {missing} are gone, {added} are new",
    };
    let args = [
        ("same", same.to_string()),
        ("alike", alike.to_string()),
        ("numbers", numbers.len().to_string()),
        ("different", different.len().to_string()),
        ("missing", missing.len().to_string()),
        ("added", added.len().to_string()),
    ];
    printer.say(wording, &args);
    for difference in different.iter().take(NAMED) {
        let text = format!("  {}\n    - {}\n    + {}", difference.route, difference.old, difference.new);
        printer.say(Wording { zh: "{text}", en: "{text}" }, &[("text", text)]);
    }
    for (mark, routes) in [("-", missing), ("+", added)] {
        for route in routes.iter().take(NAMED) {
            printer.say(Wording { zh: "{text}", en: "{text}" }, &[("text", format!("  {mark} {route}"))]);
        }
    }
}
