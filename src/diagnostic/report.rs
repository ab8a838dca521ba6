//! One diagnostic: its kind, the arguments of its wording, the places it points at.

use std::ops::Range;

use super::code::{Code, Locale, Severity, Wording};
use super::text::Text;
use crate::path::SourcePath;

/// A file's decoded text together with its path: what a label points into. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceText {
    /// Where the file lies in the site.
    pub path: SourcePath,
    /// Its text, in UTF-8, without a byte order mark.
    pub text: Text,
}

impl SourceText {
    /// The line and column of the byte at `offset`, both from 1; the column counts characters.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let mut end = offset.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &self.text[..end];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        (before.bytes().filter(|byte| *byte == b'\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}

/// A place a diagnostic points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The file.
    pub path: SourcePath,
    /// Its text and the marked bytes, where a place in the file is known.
    pub mark: Option<(SourceText, Range<usize>)>,
    /// What the mark says, beyond the message; filled with the diagnostic's arguments.
    pub note: Option<Wording>,
}

impl Label {
    /// Line and column, both from 1, where a place in the file is known.
    pub fn position(&self) -> Option<(usize, usize)> {
        self.mark.as_ref().map(|(text, span)| text.position(span.start))
    }
}

/// Something wrong with the site. The first label is the place to mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its kind.
    pub code: &'static Code,
    /// The arguments of the wording.
    pub args: Vec<(&'static str, String)>,
    /// The places it points at, the one to mend first.
    pub labels: Vec<Label>,
    /// A further hint, such as the nearest known name; filled with the arguments.
    pub hint: Option<Wording>,
    /// Whether it stops the build; the code's unless a setting changed it.
    pub severity: Severity,
    /// Whether it is for the terminal alone: what it is about must not be shown on any page, not even a preview's.
    pub concealed: bool,
}

impl Diagnostic {
    /// A diagnostic of the kind `code`.
    pub fn new(code: &'static Code) -> Diagnostic {
        Diagnostic { code, args: Vec::new(), labels: Vec::new(), hint: None, severity: code.severity, concealed: false }
    }

    /// Gives the wording's `{name}` its value.
    pub fn arg(mut self, name: &'static str, value: impl ToString) -> Diagnostic {
        self.args.push((name, value.to_string()));
        self
    }

    /// Points at the bytes `span` of `text`.
    pub fn at(mut self, text: &SourceText, span: Range<usize>) -> Diagnostic {
        self.labels.push(Label { path: text.path.clone(), mark: Some((text.clone(), span)), note: None });
        self
    }

    /// Points at further bytes, with a note of their own.
    pub fn see(mut self, text: &SourceText, span: Range<usize>, note: Wording) -> Diagnostic {
        self.labels.push(Label { path: text.path.clone(), mark: Some((text.clone(), span)), note: Some(note) });
        self
    }

    /// Points at a file as a whole.
    pub fn in_file(mut self, path: &SourcePath) -> Diagnostic {
        self.labels.push(Label { path: path.clone(), mark: None, note: None });
        self
    }

    /// Points at a file as a whole, if it points at nothing yet.
    pub fn or_in_file(self, path: &SourcePath) -> Diagnostic {
        if self.labels.is_empty() { self.in_file(path) } else { self }
    }

    /// Adds a hint beyond the code's help.
    pub fn hint(mut self, hint: Wording) -> Diagnostic {
        self.hint = Some(hint);
        self
    }

    /// Makes it an error or a warning, where a setting decides.
    pub fn severity(mut self, severity: Severity) -> Diagnostic {
        self.severity = severity;
        self
    }

    /// The message in `locale`.
    pub fn message(&self, locale: Locale) -> String {
        shortened(self.code.message.fill(locale, &self.args))
    }

    /// What to do, in `locale`, most specific first.
    pub fn helps(&self, locale: Locale) -> Vec<String> {
        let help = Some(self.code.help).filter(|help| !help.en.is_empty());
        self.hint.into_iter().chain(help).map(|wording| wording.fill(locale, &self.args)).collect()
    }
}

/// A message longer than this, in bytes, is cut: names and errors of others can be of any length.
const LONGEST: usize = 4_000;
/// How much of its end stays, where the reason often stands.
const END: usize = 500;

/// The text, without its middle if it is too long to be read.
fn shortened(text: String) -> String {
    if text.len() <= LONGEST {
        return text;
    }
    let boundary = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    format!("{} … {}", &text[..boundary(LONGEST - END)], &text[boundary(text.len() - END)..])
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn long_messages_keep_their_ends() {
        assert_eq!(shortened("短".to_owned()), "短");
        let long = format!("begin{}end", "字".repeat(10_000));
        let short = shortened(long);
        assert!(short.len() < 4_100 && short.starts_with("begin") && short.ends_with("end"), "{short}");
    }
}
