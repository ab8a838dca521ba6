//! Tera's printed error reports, read back: message, file, line, column, and the trail of includes and components.

use std::ops::Range;

/// A place as a report prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// The template's name.
    pub file: &'a str,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// How many characters are marked.
    pub width: usize,
}

impl Place<'_> {
    /// The marked bytes in the file's text.
    pub fn bytes(&self, text: &str) -> Range<usize> {
        let line_start = match self.line {
            0 | 1 => 0,
            line => text.match_indices('\n').nth(line - 2).map_or(text.len(), |(at, _)| at + 1),
        };
        let byte_of = |characters: usize| {
            let line = &text[line_start..];
            line.char_indices().nth(characters).map_or(text.len(), |(at, _)| line_start + at)
        };
        let start = self.column.saturating_sub(1);
        byte_of(start)..byte_of(start + self.width)
    }
}

/// One printed error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report<'a> {
    /// What is wrong.
    pub message: &'a str,
    /// Where.
    pub place: Place<'a>,
}

impl Report<'_> {
    /// All reports in `text`; none if it is no report.
    pub fn all(text: &str) -> Vec<Report<'_>> {
        let lines: Vec<&str> = text.lines().collect();
        let starts = lines.iter().enumerate().filter_map(|(index, line)| Some((index, line.strip_prefix("error: ")?)));
        starts
            .filter_map(|(index, message)| {
                let place = lines.get(index + 1)?.trim_start().strip_prefix("--> ")?;
                Some(Report { message, place: place_of(place, &lines[index + 1..])? })
            })
            .collect()
    }

    /// The places that led to the error, innermost first.
    pub fn trail(text: &str) -> Vec<Place<'_>> {
        let lines: Vec<&str> = text.lines().collect();
        let starts = lines.iter().enumerate();
        starts.filter_map(|(index, line)| place_of(line.strip_prefix("note: called from ")?, &lines[index..])).collect()
    }
}

/// `file:line:column`, with the width of the marks some lines below.
fn place_of<'a>(text: &'a str, lines: &[&str]) -> Option<Place<'a>> {
    let (rest, column) = text.rsplit_once(':')?;
    let (file, line) = rest.rsplit_once(':')?;
    let marks = lines.get(3).map_or(0, |line| line.trim_end().bytes().rev().take_while(|byte| *byte == b'^').count());
    Some(Place { file, line: line.parse().ok()?, column: column.parse().ok()?, width: marks.max(1) })
}

/// The first name in backquotes.
pub fn quoted(message: &str) -> Option<&str> {
    let (_, rest) = message.split_once('`')?;
    rest.split_once('`').map(|(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::{Place, Report};

    #[test]
    fn reports_and_their_trail_are_read_back() {
        let mut tera = tera::Tera::new();
        let error = tera
            .add_raw_templates([("a:b.html", "一\n二 {{ 1 | nope }}{{ 2 | bad }}"), ("c.html", "{{ x | noway }}")])
            .unwrap_err()
            .to_string();
        let reports = Report::all(&error);
        let messages: Vec<&str> = reports.iter().map(|report| report.message).collect();
        assert!(messages.contains(&"Unknown filter `nope`"), "{error}");
        assert!(messages.contains(&"Unknown filter `noway`"), "{error}");
        let text = "一\n二 {{ 1 | nope }}{{ 2 | bad }}";
        let nope = reports.iter().find(|report| report.message.contains("nope")).unwrap();
        assert_eq!(nope.place.file, "a:b.html");
        assert!(text[nope.place.bytes(text)].contains("nope"));

        tera.add_raw_templates([("in.html", "{{ gone }}"), ("out.html", "甲 {% include \"in.html\" %}")]).unwrap();
        let error = tera.render("out.html", &tera::Context::new()).unwrap_err().to_string();
        let trail = Report::trail(&error);
        assert_eq!(trail.len(), 1, "{error}");
        assert_eq!((trail[0].file, trail[0].line), ("out.html", 1));
        assert!("甲 {% include \"in.html\" %}"[trail[0].bytes("甲 {% include \"in.html\" %}")].contains("in.html"));
    }

    #[test]
    fn a_place_beyond_the_text_is_no_panic() {
        let place = Place { file: "x", line: 9, column: 9, width: 3 };
        assert_eq!(place.bytes("一"), 3..3);
    }
}
