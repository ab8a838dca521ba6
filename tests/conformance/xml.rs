//! XML as a tree with namespaces: blanks between elements do not count, dates are moments, HTML within is HTML.

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::fmt::rfc2822;
use jiff::tz::TimeZone;
use regex::Regex;
use roxmltree::{Document, Node};

use crate::case::Rules;
use crate::html;
use crate::listing::{Lines, quote, squeeze, without_hash};

const DATES: [&str; 5] = ["updated", "published", "pubDate", "lastBuildDate", "lastmod"];
const HTML: [&str; 4] = ["content", "summary", "description", "encoded"];

/// What is compared of a document.
pub fn lines(text: &str, rules: &Rules) -> Result<Lines, String> {
    static SHEET: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"<\?xml-stylesheet[^?]*\?>").expect("a valid pattern"));
    let text = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    let document = Document::parse(text).map_err(|error| format!("no XML: {error}"))?;
    let mut lines: Lines = SHEET.find(text).map(|sheet| squeeze(sheet.as_str())).into_iter().collect();
    element(document.root_element(), 0, rules, &mut lines);
    Ok(lines)
}

fn element(node: Node, depth: usize, rules: &Rules, lines: &mut Lines) {
    let name = node.tag_name().name();
    let own =
        rules.feed_self_link && ((depth <= 2 && node.attribute("rel") == Some("self")) || (depth == 1 && name == "id"));
    if name == "generator" || own || (rules.ignore_timestamps && DATES.contains(&name)) {
        return;
    }
    let indent = "  ".repeat(depth);
    let full = |namespace: Option<&str>, name: &str| match namespace {
        Some(namespace) => format!("{{{namespace}}}{name}"),
        None => name.to_owned(),
    };
    let mut attributes: Vec<String> = node
        .attributes()
        .map(|attribute| {
            let name = full(attribute.namespace(), attribute.name());
            format!(" {name}={}", quote(&without_hash(attribute.value())))
        })
        .collect();
    attributes.sort();
    lines.push(format!("{indent}<{}{}>", full(node.tag_name().namespace(), name), attributes.concat()));
    let text: String = node.children().filter(Node::is_text).filter_map(|child| child.text()).collect();
    if node.children().any(|child| child.is_element()) {
        for child in node.children() {
            match child.text().map(str::trim) {
                Some(text) if child.is_text() && !text.is_empty() => lines.push(format!("{indent}  {}", quote(text))),
                _ if child.is_element() => element(child, depth + 1, rules, lines),
                _ => {}
            }
        }
    } else if DATES.contains(&name) {
        lines.push(format!("{indent}  {}", moment(&text)));
    } else if HTML.contains(&name) && text.contains('<') {
        lines.extend(html::lines(&text).iter().map(|line| format!("{indent}  {line}")));
    } else if !text.trim().is_empty() {
        lines.push(format!("{indent}  {}", quote(&without_hash(&squeeze(&text)))));
    }
}

/// A date as the moment it means, whichever form it has; as it is where it has none.
fn moment(text: &str) -> String {
    let text = text.trim();
    if text.len() == 10 && text.parse::<Date>().is_ok() {
        return format!("date {text}");
    }
    let zoned = rfc2822::parse(text).map(|zoned| zoned.timestamp()).ok();
    let stamp = text.parse::<Timestamp>().ok().or(zoned);
    let local =
        || text.parse::<DateTime>().and_then(|local| local.to_zoned(TimeZone::UTC)).map(|zoned| zoned.timestamp());
    match stamp.or_else(|| local().ok()) {
        Some(stamp) => format!("moment {stamp}"),
        None => text.to_owned(),
    }
}
