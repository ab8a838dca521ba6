//! Classes named after scopes, as syntect and Zola spell them: `keyword.control.rust` is `z-keyword z-control z-rust`
//! (checklist HL-3).

use std::fmt::Write;

use syntect::highlighting::Theme;
use syntect::html::{ClassStyle, css_for_theme_with_class_style, line_tokens_to_classed_spans};
use syntect::parsing::{ScopeStack, ScopeStackOp};

/// What the classes of code start with.
pub const PREFIX: &str = "z-";

/// Scopes that say where a token lies rather than what it is.
const PLACES: [&str; 3] = ["meta", "source", "text"];

const STYLE: ClassStyle = ClassStyle::SpacedPrefixed { prefix: PREFIX };

/// Names that have a meaning of their own beside scopes: of blocks, marked lines, fonts and, as numbers, of colours.
fn is_ours(atom: &str) -> bool {
    matches!(atom, "code" | "hl" | "b" | "i" | "u") || atom.bytes().all(|byte| byte.is_ascii_digit())
}

/// The classes of what lies in `scopes`: those of the innermost scope that says what it is, each with a blank before it.
/// Nothing if none does.
pub fn names(scopes: &ScopeStack) -> String {
    let mut told = scopes.scopes.iter().rev().map(|scope| scope.build_string());
    let told = told.find(|name| !PLACES.contains(&name.split('.').next().unwrap_or_default()));
    let mut names = String::new();
    for atom in told.iter().flat_map(|name| name.split('.')).filter(|atom| !is_ours(atom)) {
        // Writing to a string does not fail.
        let _ = write!(names, " {PREFIX}{atom}");
    }
    names
}

/// A line as nested elements, one for each scope, as Zola wrote it before 0.22. All are closed at the end of the line and opened
/// again on the next, so that every line is a whole. `scopes` moves on by `changes`.
pub fn nested(line: &str, changes: &[(usize, ScopeStackOp)], scopes: &mut ScopeStack) -> String {
    let mut html = String::new();
    for scope in &scopes.scopes {
        let names: Vec<String> = scope.build_string().split('.').map(|atom| format!("{PREFIX}{atom}")).collect();
        let _ = write!(html, "<span class=\"{}\">", names.join(" "));
    }
    // What does not fit the stack leaves the line plain.
    match line_tokens_to_classed_spans(line, changes, STYLE, scopes) {
        Ok((spans, _)) => html.push_str(&spans),
        Err(_) => {
            html.clear();
            let _ = pulldown_cmark_escape::escape_html(&mut html, line);
            *scopes = ScopeStack::new();
        }
    }
    html.retain(|c| c != '\n' && c != '\r');
    html.push_str(&"</span>".repeat(scopes.scopes.len()));
    html
}

/// The style sheet for nested scopes, as Zola wrote it before 0.22.
pub fn style_sheet(theme: &Theme) -> String {
    css_for_theme_with_class_style(theme, STYLE).unwrap_or_default()
}
