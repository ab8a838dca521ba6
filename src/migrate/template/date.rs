//! Patterns of dates: those of chrono to those of jiff, and with a language to those of Unicode (checklist MT-12).

use super::Rewriter;
use super::expression::Want;
use super::filter::{argument, literal};
use crate::migrate::code::DATE_PATTERN;
use crate::template::tera1::syntax::{Call, Span};

/// Directives that are written out.
const WRITTEN_OUT: [(&str, &str); 6] = [
    ("%+", "%Y-%m-%dT%H:%M:%S%.f%:z"),
    ("%v", "%e-%b-%Y"),
    ("%c", "%a %b %e %H:%M:%S %Y"),
    ("%x", "%m/%d/%y"),
    ("%X", "%H:%M:%S"),
    ("%Z", "%:z"),
];

/// Directives as Unicode's patterns (UTS 35).
const UNICODE: [(&str, &str); 30] = [
    ("%Y", "yyyy"),
    ("%y", "yy"),
    ("%m", "MM"),
    ("%-m", "M"),
    ("%B", "MMMM"),
    ("%b", "MMM"),
    ("%h", "MMM"),
    ("%d", "dd"),
    ("%-d", "d"),
    ("%e", "d"),
    ("%A", "EEEE"),
    ("%a", "EEE"),
    ("%H", "HH"),
    ("%-H", "H"),
    ("%k", "H"),
    ("%I", "hh"),
    ("%-I", "h"),
    ("%l", "h"),
    ("%M", "mm"),
    ("%-M", "m"),
    ("%S", "ss"),
    ("%-S", "s"),
    ("%p", "a"),
    ("%P", "a"),
    ("%j", "DDD"),
    ("%F", "yyyy-MM-dd"),
    ("%D", "MM/dd/yy"),
    ("%T", "HH:mm:ss"),
    ("%R", "HH:mm"),
    ("%v", "d-MMM-yyyy"),
];

impl Rewriter<'_> {
    pub fn date(&mut self, call: &Call) -> String {
        let format = argument(self, call, "format");
        let locale = argument(self, call, "locale");
        let pattern = format.map(|format| literal(self, &format.value));
        let mut edits: Vec<(Span, String)> = Vec::new();
        match (format, pattern, locale) {
            (Some(format), Some(Some(pattern)), None) => {
                let now = in_jiff(pattern);
                if now != pattern {
                    edits.push((format.value.span, quoted(self.of(format.value.span), &now)));
                }
            }
            (Some(format), Some(Some(pattern)), Some(_)) => match in_unicode(pattern) {
                Some(now) => edits.push((format.value.span, quoted(self.of(format.value.span), &now))),
                None => {
                    self.note(&DATE_PATTERN, call.span.range());
                }
            },
            (Some(_), Some(None), Some(_)) => {
                self.note(&DATE_PATTERN, call.span.range());
            }
            (None, _, Some(locale)) => {
                let value = self.expr(&locale.value, Want::Value).text;
                return format!("date(format=\"yyyy-MM-dd\", locale={value})");
            }
            _ => {}
        }
        self.arguments(call, edits)
    }
}

/// `text` in the quotes of `before`.
fn quoted(before: &str, text: &str) -> String {
    let quote = before.chars().next().unwrap_or('"');
    format!("{quote}{}{quote}", text.replace('\\', "\\\\"))
}

/// The pieces of a pattern: directives, and what stands between them.
fn pieces(pattern: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = pattern;
    while !rest.is_empty() {
        let end = if let Some(after) = rest.strip_prefix('%') {
            let flags = after.find(|c: char| !matches!(c, '-' | '_' | '0' | ':' | '.' | '3' | '6' | '9'));
            let letter = flags.and_then(|at| after[at..].chars().next().map(|letter| at + letter.len_utf8()));
            1 + letter.unwrap_or(after.len())
        } else {
            rest.find('%').unwrap_or(rest.len())
        };
        pieces.push(&rest[..end]);
        rest = &rest[end..];
    }
    pieces
}

/// The pattern with what jiff does not have, or has otherwise, written out.
fn in_jiff(pattern: &str) -> String {
    let now = |piece: &'_ str| WRITTEN_OUT.iter().find(|(old, _)| *old == piece).map(|(_, new)| *new);
    pieces(pattern).into_iter().map(|piece| now(piece).unwrap_or(piece)).collect()
}

/// The pattern as Unicode's; none if a directive has no counterpart.
fn in_unicode(pattern: &str) -> Option<String> {
    let mut out = String::new();
    for piece in pieces(pattern) {
        if piece == "%%" {
            out.push('%');
        } else if piece.starts_with('%') {
            out.push_str(UNICODE.iter().find(|(old, _)| *old == piece)?.1);
        } else if piece.contains(|c: char| c.is_ascii_alphabetic()) {
            // Letters stand for fields unless they are quoted.
            let text = piece.trim();
            let (before, after) = piece.split_at(piece.find(text).unwrap_or(0));
            out.push_str(before);
            out.push_str(&format!("'{}'", text.replace('\'', "''")));
            out.push_str(&after[text.len()..]);
        } else {
            out.push_str(&piece.replace('\'', "''"));
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::{in_jiff, in_unicode};

    #[test]
    fn patterns_are_written_anew() {
        assert_eq!(in_jiff("%+"), "%Y-%m-%dT%H:%M:%S%.f%:z");
        assert_eq!(in_jiff("%-d %B %Y, %v %% %Z"), "%-d %B %Y, %e-%b-%Y %% %:z");
        assert_eq!(in_unicode("%A %-d. %B %Y").as_deref(), Some("EEEE d. MMMM yyyy"));
        assert_eq!(in_unicode("%d de %B, o'clock").as_deref(), Some("dd 'de' MMMM', o''clock'"));
        assert_eq!(in_unicode("%s"), None);
    }
}
