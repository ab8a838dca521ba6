//! Turns of loops over pages and terms, each as a filter: `{% for page in section.pages %}<a href=…>…</a>{% endfor %}`.
//!
//! What the loop shows each time becomes a component of its own, whose arguments are the variables it looks at.

use super::{Known, Parts};
use crate::template::tags::{Kind, Tag, pieces, tags};
use crate::template::usage::turn;

/// The lists that are worth it: the same pages and terms stand in many lists, other things in few.
const LISTS: [&str; 2] = ["pages", "taxonomies"];

/// A turn that does less is made again as quickly as it is looked up.
const LIGHT: usize = 4;

/// What such a turn cannot hold: it reaches out of it.
const LEAVES: [&str; 4] = ["break", "continue", "set_global", "component"];

/// The text with the turns of such loops rewritten, their components added to `parts`; none if there are none.
pub fn rewritten(text: &str, known: &Known<'_>, parts: &mut Parts) -> Option<String> {
    if !LISTS.iter().any(|list| text.contains(list)) {
        return None;
    }
    let mut out = String::new();
    let mut copied = 0;
    for each in loops(text) {
        let body = each.open.span.end..each.close.span.start;
        if each.open.span.start < copied {
            // It stands in one that is rewritten.
            continue;
        }
        let Some(call) = call(text, &each, known, parts) else { continue };
        out.push_str(&text[copied..body.start]);
        out.push_str(&format!("{{{{ {call} }}}}"));
        copied = body.end;
    }
    (copied > 0).then(|| out + &text[copied..])
}

/// A loop without `else`.
struct Loop {
    open: Tag,
    close: Tag,
    /// Whether it stands in a component, which sees no variables but its own.
    is_inside: bool,
}

/// The loops, outer ones before those in them.
fn loops(text: &str) -> Vec<Loop> {
    let mut found = Vec::new();
    // Loops and conditions that are open; an `else` belongs to the innermost.
    let mut open: Vec<(Tag, bool)> = Vec::new();
    let mut is_inside = false;
    for tag in tags(text).into_iter().filter(|tag| tag.is_statement) {
        match first_word(text, &tag) {
            "for" | "if" => open.push((tag, false)),
            "else" => {
                if let Some((_, has_else)) = open.last_mut() {
                    *has_else = true;
                }
            }
            "component" => is_inside = true,
            "endcomponent" => is_inside = false,
            "endif" => drop(open.pop()),
            "endfor" => {
                if let Some((opening, false)) = open.pop()
                    && first_word(text, &opening) == "for"
                {
                    found.push(Loop { open: opening, close: tag, is_inside });
                }
            }
            _ => {}
        }
    }
    found.sort_by_key(|found| found.open.span.start);
    found
}

pub fn first_word<'t>(text: &'t str, tag: &Tag) -> &'t str {
    let inside = text[tag.inner.clone()].trim_start();
    let end = inside.find(|letter: char| !(letter.is_alphanumeric() || letter == '_'));
    &inside[..end.unwrap_or(inside.len())]
}

/// What stands in the place of a loop's turns once they are a part, if they can be.
fn call(text: &str, each: &Loop, known: &Known<'_>, parts: &mut Parts) -> Option<String> {
    let Loop { open, close, is_inside } = each;
    let head = pieces(text, open.inner.clone());
    let is_of_values = head.get(2).is_some_and(|piece| piece.text == "in");
    let is_listed = head.iter().skip(3).any(|piece| piece.kind == Kind::Word && LISTS.contains(&piece.text));
    let inside = &text[open.span.end..close.span.start];
    let leaves = || tags(inside).iter().any(|tag| LEAVES.contains(&first_word(inside, tag)));
    if !is_of_values || !is_listed || leaves() {
        return None;
    }
    let turn = turn(inside, &known.repeatable)?;
    let of = head.get(1)?.text;
    let is_steady = |name: &str| !is_inside && known.steady.contains(&name);
    let is_repeatable = turn.variables.iter().all(|name| name == of || is_steady(name));
    if turn.weight < LIGHT || !is_repeatable || !turn.variables.contains(of) {
        return None;
    }
    // The hyphens that take away blanks beside the loop's tags do so beside the component's.
    let (before, after) = (&text[open.inner.end..open.span.end], &text[close.span.start..close.inner.start]);
    Some(parts.take(Some(of), &turn.variables, (before, inside, after)))
}

#[cfg(test)]
mod tests {
    use super::super::tests::rewritten_by;
    use super::rewritten;

    fn of(text: &str) -> (Option<String>, Vec<String>) {
        rewritten_by(rewritten, text)
    }

    #[test]
    fn a_turn_becomes_a_component() {
        let text =
            "a {%- for p in section.pages -%} <{{ p.url }}{{ p.title | upper }}{{ config.title }}> {%- endfor %} b";
        let (text, components) = of(text);
        let wanted = "a {%- for p in section.pages -%}{{ p | lianluo_part_0 }}{%- endfor %} b";
        assert_eq!(text.as_deref(), Some(wanted));
        let wanted = "{% component lianluo_part_0(p, config) -%} <{{ p.url }}{{ p.title | upper }}{{ config.title }}> {%- endcomponent lianluo_part_0 %}";
        assert_eq!(components, [wanted]);
    }

    #[test]
    fn an_inner_loop_goes_with_the_outer_one_or_alone() {
        let inner = "{% for p in y.pages %}{{ p.a }}{{ p.b }}{{ p.c }}{{ p.d }}{% endfor %}";
        let (text, components) = of(&format!("{{% for y in pages %}}{inner}{{% endfor %}}{inner}"));
        assert_eq!(components.len(), 2);
        assert!(components[0].contains("(y)") && components[1].contains("(p)"), "{components:?}");
        assert_eq!(text.unwrap().matches("lianluo_part").count(), 2);
        let (text, components) = of(&format!("{{% for y in pages %}}{{{{ loop.index }}}}{inner}{{% endfor %}}"));
        assert_eq!((text.unwrap().matches("lianluo_part").count(), components.len()), (1, 1));
    }

    #[test]
    fn what_reaches_out_of_a_turn_stays() {
        let shows = "{{ p.a }}{{ p.b }}{{ p.c }}{{ p.d }}";
        for text in [
            format!("{{% for p in tags %}}{shows}{{% endfor %}}"),
            format!("{{% for k, p in x.pages %}}{shows}{{% endfor %}}"),
            format!("{{% for p in x.pages %}}{shows}{{% else %}}none{{% endfor %}}"),
            format!("{{% for p in x.pages %}}{shows}{{{{ loop.index }}}}{{% endfor %}}"),
            format!("{{% for p in x.pages %}}{shows}{{% set_global z = p %}}{{% endfor %}}"),
            format!("{{% for p in x.pages %}}{{% if p.a %}}{{% break %}}{{% endif %}}{shows}{{% endfor %}}"),
            format!("{{% for p in x.pages %}}{shows}{{% include \"a.html\" %}}{{% endfor %}}"),
            format!("{{% for p in x.pages %}}{shows}{{{{ current_path }}}}{{% endfor %}}"),
            format!("{{% for p in x.pages %}}{shows}{{% if p.a == page.a %}}1{{% endif %}}{{% endfor %}}"),
            "{% for p in x.pages %}{{ p.title }}{% endfor %}".to_owned(),
            format!(
                "{{% component c(x) %}}{{% for p in x.pages %}}{shows}{{{{ lang }}}}{{% endfor %}}{{% endcomponent c %}}"
            ),
            format!("{{% for p in x.pages %}}{shows}"),
        ] {
            assert_eq!(of(&text), (None, vec![]), "{text}");
        }
        let (text, _) =
            of(&format!("{{% for p in x.pages %}}{{% if p.a %}}1{{% else %}}2{{% endif %}}{shows}{{% endfor %}}"));
        assert!(text.is_some(), "an `else` of a condition");
    }
}
