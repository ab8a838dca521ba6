//! Stretches of a template that look at nothing but the settings and the language, each as a filter: the head and the
//! navigation that every page of a site has.

use std::collections::BTreeSet;
use std::ops::Range;

use super::turn::first_word;
use super::{Known, Parts};
use crate::template::tags::{Tag, tags};
use crate::template::usage::{Turn, turn};

/// A stretch that does less is made again as quickly as it is looked up.
const LIGHT: usize = 4;

/// What ends what.
const PAIRS: [(&str, &str); 6] = [
    ("block", "endblock"),
    ("component", "endcomponent"),
    ("filter", "endfilter"),
    ("for", "endfor"),
    ("if", "endif"),
    ("set", "endset"),
];

/// The text with such stretches rewritten, their components added to `parts`; none if there are none.
pub fn rewritten(text: &str, known: &Known<'_>, parts: &mut Parts) -> Option<String> {
    let all: Vec<Tag> = tags(text);
    let is_child = all.iter().any(|tag| tag.is_statement && first_word(text, tag) == "extends");
    let mut search = Search { text, tags: &all, known, open: None, found: Vec::new() };
    // What stands outside the blocks of a child is not shown.
    search.level(0..all.len(), !is_child);
    let mut out = String::new();
    let mut copied = 0;
    for Stretch { span, variables, .. } in search.found {
        let inside = &text[span.clone()];
        let call = parts.take(None, &variables, ("%}", inside, "{%"));
        let trims = |hyphen: bool| if hyphen { "-" } else { "" };
        let (before, after) = (trims(inside[2..].starts_with('-')), trims(inside[..inside.len() - 2].ends_with('-')));
        out.push_str(&text[copied..span.start]);
        out.push_str(&format!("{{{{{before} {call} {after}}}}}"));
        copied = span.end;
    }
    (copied > 0).then(|| out + &text[copied..])
}

/// A stretch.
struct Stretch {
    span: Range<usize>,
    /// The variables it looks at.
    variables: BTreeSet<String>,
    /// How much it does.
    weight: usize,
}

struct Search<'t> {
    text: &'t str,
    tags: &'t [Tag],
    known: &'t Known<'t>,
    /// The stretch that may go on.
    open: Option<Stretch>,
    found: Vec<Stretch>,
}

impl Search<'_> {
    /// Looks through tags of one level: of the file, or of a block.
    fn level(&mut self, range: Range<usize>, is_shown: bool) {
        let mut at = range.start;
        while at < range.end {
            let tag = &self.tags[at];
            let word = if tag.is_statement { first_word(self.text, tag) } else { "" };
            let last = self.end_of(at, word, range.end);
            let unit = tag.span.start..self.tags[last].span.end;
            let is_unit = !tag.is_statement || matches!(word, "for" | "if" | "filter");
            match self.look(at..last + 1, word).filter(|_| is_unit && is_shown) {
                Some(found) => {
                    let part = Stretch { span: unit.clone(), variables: BTreeSet::new(), weight: 0 };
                    let part = self.open.get_or_insert(part);
                    part.span.end = unit.end;
                    part.variables.extend(found.variables);
                    part.weight += found.weight;
                }
                None => {
                    self.close();
                    if word == "block" {
                        self.level(at + 1..last, true);
                        self.close();
                    }
                }
            }
            at = last + 1;
        }
        self.close();
    }

    /// The last tag of what begins at the tag `at`: itself, or the one that ends it.
    fn end_of(&self, at: usize, word: &str, end: usize) -> usize {
        let inside = |tag: &Tag| self.text[tag.inner.clone()].trim_start();
        let is_body = inside(&self.tags[at]).starts_with('<') && self.tags[at].is_statement;
        let closer = PAIRS.iter().find(|(open, _)| *open == word).map(|(_, close)| *close);
        if closer.is_none() && !is_body || (word == "set" && inside(&self.tags[at]).contains('=')) {
            return at;
        }
        let mut depth = 0usize;
        for next in at..end {
            let tag = &self.tags[next];
            if !tag.is_statement {
                continue;
            }
            let (opens, closes) = match closer {
                Some(closer) => {
                    let found = first_word(self.text, tag);
                    (found == word && !(word == "set" && inside(tag).contains('=')), found == closer)
                }
                None => (inside(tag).starts_with('<') && !inside(tag).starts_with("</"), inside(tag).starts_with("</")),
            };
            depth += usize::from(opens);
            if closes {
                depth -= usize::from(depth > 0);
                if depth == 0 {
                    return next;
                }
            }
        }
        end - 1
    }

    /// What a unit looks at, if it is the same on every page of a language and sets nothing.
    fn look(&self, unit: Range<usize>, word: &str) -> Option<Turn> {
        let tags = &self.tags[unit];
        let sets = |tag: &Tag| {
            let what = if tag.is_statement { first_word(self.text, tag) } else { "" };
            what == "set_global" || (what == "set" && word != "for")
        };
        if tags.iter().any(sets) {
            return None;
        }
        let inside = &self.text[tags.first()?.span.start..tags.last()?.span.end];
        let found = turn(inside, &self.known.repeatable)?;
        found.variables.iter().all(|name| self.known.steady.contains(&name.as_str())).then_some(found)
    }

    fn close(&mut self) {
        self.found.extend(self.open.take().filter(|part| part.weight >= LIGHT));
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::rewritten_by;
    use super::rewritten;

    fn of(text: &str) -> (Option<String>, Vec<String>) {
        rewritten_by(rewritten, text)
    }

    #[test]
    fn a_stretch_that_looks_at_the_settings_becomes_a_component() {
        let head =
            "{{- get_url(path=\"a.css\") | safe }}\">{# c #}<b>{% if lang == \"zh\" %}{{ config.title }}{% endif -%}";
        let text = format!("<a href=\"{head} </b>{{% block main %}}{{{{ page.title }}}}{{% endblock %}}");
        let (text, components) = of(&text);
        let wanted = "<a href=\"{{- \"\" | lianluo_part_0 -}} </b>{% block main %}{{ page.title }}{% endblock %}";
        assert_eq!(text.as_deref(), Some(wanted));
        let wanted = format!("{{% component lianluo_part_0(config, lang) %}}{head}{{% endcomponent lianluo_part_0 %}}");
        assert_eq!(components, [wanted]);
    }

    #[test]
    fn stretches_end_where_something_else_is_looked_at() {
        let one = "{{ get_url(path=\"a\") | safe }}";
        let (text, components) =
            of(&format!("{one}{{{{ page.title }}}}{one}{{% set x = 1 %}}{{% block a %}}{one}{{% endblock %}}"));
        assert_eq!(text.unwrap().matches("lianluo_part_0").count(), 3, "the same text is the same part");
        assert_eq!(components.len(), 1);
        let (text, components) = of(&format!("{{% extends \"b.html\" %}}{one}{{% block a %}}{one}{{% endblock %}}"));
        assert_eq!((text.unwrap().matches("lianluo_part").count(), components.len()), (1, 1));
    }

    #[test]
    fn what_sets_variables_or_sees_others_stays() {
        let one = "{{ get_url(path=\"a\") | safe }}";
        for text in [
            "{{ config.title }}".to_owned(),
            format!("{{% if page %}}{one}{{% endif %}}"),
            format!("{{% if config.a %}}{{% set x = {{\"a\": 1}} %}}{one}{{% endif %}}"),
            format!("{{% set x %}}{one}{{% endset %}}"),
            format!("{{% component c() %}}{one}{{% endcomponent c %}}"),
            format!("{{% <c a={{1}}> %}}{one}{{% </c> %}}"),
            format!("{{% for t in config.a %}}{one}{{% set_global y = t %}}{{% endfor %}}"),
            "{{ now() | date }}{{ now() | date }}".to_owned(),
            "{% if config.a %}{{ config.b".to_owned(),
        ] {
            assert_eq!(of(&text), (None, vec![]), "{text}");
        }
        let text = format!("{{% for t in config.a %}}{{% set y = t %}}{{{{ y }}}}{one}{{% endfor %}}");
        assert_eq!(of(&text).1.len(), 1);
    }
}
