//! Turns of loops over pages as calls of the function: `{% for page in section.pages %}<a href=…>…</a>{% endfor %}`.
//!
//! What the loop shows each time becomes a component of its own, whose arguments are the variables it looks at.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::{Component, FUNCTION};
use crate::template::tags::{Kind, Tag, pieces, tags};
use crate::template::usage::turn;

/// The list that is worth it: the same pages stand in many lists, other things in few.
const LIST: &str = "pages";

/// A turn that does less is made again as quickly as it is looked up.
const LIGHT: usize = 4;

/// What a turn may look at besides its page: these are the same in many outputs. With others it would hardly ever be the same
/// again.
const STEADY: [&str; 5] = ["config", "lang", "section", "term", "zola_version"];

/// What such a turn cannot hold: it reaches out of it.
const LEAVES: [&str; 4] = ["break", "continue", "set_global", "component"];

/// The text with the turns of such loops rewritten, their components added to `components`; none if there are none.
pub fn rewritten(text: &str, repeatable: &FxHashSet<&str>, components: &mut Vec<Component>) -> Option<String> {
    if !text.contains(LIST) {
        return None;
    }
    let mut out = String::new();
    let mut copied = 0;
    for Loop { open, close } in loops(text) {
        let body = open.span.end..close.span.start;
        if open.span.start < copied {
            // It stands in one that is rewritten.
            continue;
        }
        let Some(call) = call(text, &open, body.clone(), &close, repeatable, components) else { continue };
        out.push_str(&text[copied..body.start]);
        out.push_str(&call);
        copied = body.end;
    }
    (copied > 0).then(|| out + &text[copied..])
}

/// A loop without `else`.
struct Loop {
    open: Tag,
    close: Tag,
}

/// The loops, outer ones before those in them.
fn loops(text: &str) -> Vec<Loop> {
    let mut found = Vec::new();
    // Loops and conditions that are open; an `else` belongs to the innermost.
    let mut open: Vec<(Tag, bool)> = Vec::new();
    for tag in tags(text).into_iter().filter(|tag| tag.is_statement) {
        match first_word(text, &tag) {
            "for" | "if" => open.push((tag, false)),
            "else" => {
                if let Some((_, has_else)) = open.last_mut() {
                    *has_else = true;
                }
            }
            "endif" => drop(open.pop()),
            "endfor" => {
                if let Some((opening, false)) = open.pop()
                    && first_word(text, &opening) == "for"
                {
                    found.push(Loop { open: opening, close: tag });
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

/// The call that stands for a turn, if it can; its component is added to `components`.
fn call(
    text: &str,
    open: &Tag,
    body: Range<usize>,
    close: &Tag,
    repeatable: &FxHashSet<&str>,
    components: &mut Vec<Component>,
) -> Option<String> {
    let head = pieces(text, open.inner.clone());
    let is_of_values = head.get(2).is_some_and(|piece| piece.text == "in");
    let is_of_pages = head.iter().skip(3).any(|piece| piece.kind == Kind::Word && piece.text == LIST);
    let inside = &text[body];
    let leaves = || tags(inside).iter().any(|tag| LEAVES.contains(&first_word(inside, tag)));
    if !is_of_values || !is_of_pages || leaves() {
        return None;
    }
    let turn = turn(inside, repeatable)?;
    let variables: Vec<&str> = turn.variables.iter().map(String::as_str).collect();
    let page = head.get(1)?.text;
    let is_steady = variables.iter().all(|name| *name == page || STEADY.contains(name));
    if turn.weight < LIGHT || !is_steady || !variables.contains(&page) || is_one_call(inside) {
        return None;
    }
    let name = Component::name(components);
    let (before, after) = (&text[open.inner.end..open.span.end], &text[close.span.start..close.inner.start]);
    // The hyphens that take away blanks beside the loop's tags do so beside the component's.
    components.push(Component::new(&name, &variables, (before, inside, after)));
    let arguments: String = variables.iter().map(|name| format!(", {name}={name}")).collect();
    Some(format!("{{{{ {FUNCTION}({FUNCTION}=\"{name}\"{arguments}) }}}}"))
}

/// Whether it is nothing but the call of a component, which is remembered by itself.
fn is_one_call(inside: &str) -> bool {
    let tags = tags(inside);
    let is_call = |tag: &Tag| !tag.is_statement && inside[tag.inner.clone()].trim_start().starts_with('<');
    let is_all = |tag: &Tag| tag.span == (inside.len() - inside.trim_start().len()..inside.trim_end().len());
    tags.len() == 1 && is_call(&tags[0]) && is_all(&tags[0])
}

#[cfg(test)]
mod tests {
    use super::rewritten;

    fn of(text: &str) -> (Option<String>, Vec<String>) {
        let mut components = Vec::new();
        let repeatable = ["card"].into_iter().collect();
        let text = rewritten(text, &repeatable, &mut components);
        (text, components.into_iter().map(|component| component.text).collect())
    }

    #[test]
    fn a_turn_becomes_a_component() {
        let text =
            "a {%- for p in section.pages -%} <{{ p.url }}{{ p.title | upper }}{{ config.title }}> {%- endfor %} b";
        let (text, components) = of(text);
        let wanted = "a {%- for p in section.pages -%}{{ lianluo_component(lianluo_component=\"lianluo_part_0\", config=config, p=p) }}{%- endfor %} b";
        assert_eq!(text.as_deref(), Some(wanted));
        let wanted = "{% component lianluo_part_0(config, p) -%} <{{ p.url }}{{ p.title | upper }}{{ config.title }}> {%- endcomponent lianluo_part_0 %}";
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
            "{% for p in x.pages %} {{ <card page={p} /> }} {% endfor %}".to_owned(),
            format!("{{% for p in x.pages %}}{shows}"),
        ] {
            assert_eq!(of(&text), (None, vec![]), "{text}");
        }
        let (text, _) =
            of(&format!("{{% for p in x.pages %}}{{% if p.a %}}1{{% else %}}2{{% endif %}}{shows}{{% endfor %}}"));
        assert!(text.is_some(), "an `else` of a condition");
    }
}
