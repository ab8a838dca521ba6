//! `fit_pictures(html, path, sizes="100vw")`: the pictures of a body with their sides, so that text does not
//! jump while they load, loaded late but for the first, and with smaller copies for narrow screens. An addition of ours.

use percent_encoding::percent_decode_str;
use tera::Value;

use crate::asset::image::{Order, Want};
use crate::path::{file_address, join_url};
use crate::render::environment::Environment;
use crate::template::Args;

/// The body `html` of the document at `path` (as `page.relative_path` has it). Pictures of other sites, and those whose tag
/// says already what would be added, stay as they are.
pub fn call(environment: &Environment, args: &Args) -> Result<Value, String> {
    let html = args.required_text("html")?;
    let path = args.required_text("path")?;
    let sizes = args.text("sizes")?.unwrap_or("100vw");
    let folder = folder_of(path);
    let mut fitted = String::with_capacity(html.len());
    let mut rest = html;
    let mut is_first = true;
    while let Some(start) = rest.find("<img") {
        let (before, tag) = rest.split_at(start);
        fitted.push_str(before);
        let end = end_of_tag(tag);
        let (tag, after) = tag.split_at(end);
        rest = after;
        let attributes = attributes(tag);
        let source = attributes.iter().find(|(name, _)| name == "src").map(|(_, value)| value.as_str());
        let added = match source {
            Some(source) => additions(environment, &folder, source, &attributes, sizes, is_first)?,
            None => String::new(),
        };
        // What is seen first is not waited for, even where the settings have all pictures loaded late.
        let tag = if is_first { tag.replace(" loading=\"lazy\"", "") } else { tag.to_owned() };
        is_first = false;
        let close = if tag.ends_with("/>") { 2 } else { usize::from(tag.ends_with('>')) };
        let (head, close) = tag.split_at(tag.len() - close);
        fitted.push_str(head.trim_end());
        fitted.push_str(&added);
        fitted.push_str(if close == "/>" { " />" } else { close });
    }
    fitted.push_str(rest);
    Ok(Value::from(fitted))
}

/// The folder that addresses in a document are relative to: its own, or the one a page that is a single file becomes.
fn folder_of(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    match name.split('.').next() {
        None | Some("index" | "_index") => folder.to_owned(),
        Some(stem) => format!("{folder}/{stem}"),
    }
}

/// The widths of the smaller copies, in pixels: a telephone, and one of finer dots or a tablet.
const WIDTHS: [u32; 2] = [480, 960];

/// What is added to a picture's tag.
fn additions(
    environment: &Environment,
    folder: &str,
    source: &str,
    attributes: &[(String, String)],
    sizes: &str,
    is_first: bool,
) -> Result<String, String> {
    let has = |wanted: &str| attributes.iter().any(|(name, _)| name == wanted);
    let mut added = String::new();
    if let Some(file) =
        place(environment, folder, source).and_then(|place| environment.files.find(&place).ok().flatten())
        && let Ok(picture) = environment.files.picture(&file)
    {
        let (facts, fingerprint) = &*picture;
        if facts.width > 0 && facts.height > 0 && !has("width") && !has("height") {
            added.push_str(&format!(" width=\"{}\" height=\"{}\"", facts.width, facts.height));
        }
        let has_copies = matches!(facts.format, "jpg" | "png" | "webp") && facts.width > WIDTHS[0];
        if has_copies && !has("srcset") {
            let mut set = String::new();
            for width in WIDTHS.into_iter().filter(|width| *width < facts.width) {
                let order = Order { width: Some(width), operation: Some("fit_width"), ..Order::default() };
                let want = Want::plan(&file, facts, *fingerprint, &order)?;
                let url = join_url(&environment.config.base_url, &file_address(want.route.as_str()));
                set.push_str(&format!("{} {width}w, ", escaped(&url)));
                environment.files.want(want);
            }
            set.push_str(&format!("{} {}w", escaped(source), facts.width));
            added.push_str(&format!(" srcset=\"{set}\" sizes=\"{}\"", sizes.replace('"', "&quot;")));
        }
    }
    if !is_first && !has("loading") {
        added.push_str(" loading=\"lazy\"");
    }
    Ok(added)
}

/// Where the file of an address may lie, as templates name files; none if on another site.
fn place(environment: &Environment, folder: &str, address: &str) -> Option<String> {
    let address = address.split(['?', '#']).next().unwrap_or_default();
    let decoded = |text: &str| percent_decode_str(text).decode_utf8().ok().map(|text| text.into_owned());
    let base = environment.config.base_url.trim_end_matches('/');
    if let Some(path) = address.strip_prefix(base).and_then(|path| path.strip_prefix('/')) {
        return decoded(path);
    }
    if address.contains("://") || address.starts_with("//") || address.starts_with("data:") || address.is_empty() {
        return None;
    }
    match address.strip_prefix('/') {
        Some(path) => decoded(path),
        None => decoded(address).map(|address| format!("@/{folder}/{address}")),
    }
}

/// Where a tag ends: at the first `>` outside of quotation marks.
fn end_of_tag(tag: &str) -> usize {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            (None, b'>') => return at + 1,
            _ => {}
        }
    }
    tag.len()
}

/// The attributes of a tag, names in lower case, values with their entities resolved.
fn attributes(tag: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = tag.trim_start_matches('<').trim_start_matches(|c: char| c.is_ascii_alphanumeric());
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/')).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        if name.is_empty() {
            return found;
        }
        let (value, after) = match after.trim_start().strip_prefix('=').map(str::trim_start) {
            Some(value) => match value.chars().next() {
                Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
                _ => value.split_at(value.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(value.len())),
            },
            None => ("", after),
        };
        let value = value.replace("&quot;", "\"").replace("&#39;", "'").replace("&lt;", "<").replace("&amp;", "&");
        found.push((name.to_ascii_lowercase(), value));
        rest = after;
    }
}

/// A text as an attribute's value; in a list of copies commas and blanks would part it.
fn escaped(text: &str) -> String {
    text.replace(' ', "%20").replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::{attributes, end_of_tag, folder_of};

    #[test]
    fn addresses_are_relative_to_the_page() {
        let of = ["a/b/index.md", "a/b/index.en.md", "a/_index.md", "a/b.md", "_index.md"].map(folder_of);
        assert_eq!(of, ["a/b", "a/b", "a", "a/b", ""]);
    }

    #[test]
    fn tags_are_read_as_browsers_do() {
        let tag = "<img src=\"a&amp;b>.jpg\" ALT='c \"d\"' width=3 hidden/>x";
        let end = end_of_tag(tag);
        assert_eq!(&tag[end..], "x");
        let read = attributes(&tag[..end]);
        let read: Vec<(&str, &str)> = read.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(read, [("src", "a&b>.jpg"), ("alt", "c \"d\""), ("width", "3"), ("hidden", "")]);
        for broken in ["<img", "<img src", "<img src=\"x", "<img src=", "<img =>"] {
            assert!(end_of_tag(broken) <= broken.len());
            attributes(broken);
        }
    }
}
