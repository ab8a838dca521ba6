//! Components that use one another in a circle, read from their texts: the engine only says that it went too deep.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::tags::tags;
use crate::diagnostic::SourceText;

/// The message of an engine that went too deep.
pub const TOO_DEEP: &str = "Maximum render recursion depth for components exceeded";

/// A circle of components.
#[derive(Debug, PartialEq, Eq)]
pub struct Circle<'a> {
    /// Their names in the order they use one another, the first one again at the end.
    pub names: Vec<&'a str>,
    /// The file and the place where the first one uses the next.
    pub place: (&'a SourceText, Range<usize>),
}

/// A component's uses of others: the name, and where.
struct Component<'a> {
    file: &'a SourceText,
    uses: Vec<(&'a str, Range<usize>)>,
}

/// The first circle there is, by name.
pub fn circle<'a>(files: impl Iterator<Item = &'a SourceText>) -> Option<Circle<'a>> {
    let mut components: BTreeMap<&str, Component> = BTreeMap::new();
    for file in files {
        read(file, &mut components);
    }
    components.keys().find_map(|start| {
        let mut path = vec![*start];
        let mut seen = BTreeSet::new();
        follow(start, &components, &mut path, &mut seen).then(|| {
            let component = &components[start];
            let next = path.get(1).copied().unwrap_or(start);
            let at = component.uses.iter().find(|(name, _)| *name == next).map_or(0..0, |(_, at)| at.clone());
            Circle { names: path, place: (component.file, at) }
        })
    })
}

/// Goes on from the end of `path` until it meets its start again.
fn follow<'a>(
    start: &str,
    components: &BTreeMap<&'a str, Component<'a>>,
    path: &mut Vec<&'a str>,
    seen: &mut BTreeSet<&'a str>,
) -> bool {
    let Some(component) = path.last().and_then(|last| components.get(last)) else { return false };
    for (next, _) in &component.uses {
        if *next == start {
            path.push(next);
            return true;
        }
        if components.contains_key(next) && seen.insert(next) {
            path.push(next);
            if follow(start, components, path, seen) {
                return true;
            }
            path.pop();
        }
    }
    false
}

fn read<'a>(file: &'a SourceText, components: &mut BTreeMap<&'a str, Component<'a>>) {
    let text = &*file.text;
    let mut open: Option<(&str, Component)> = None;
    for tag in tags(text) {
        let inner = &text[tag.inner.clone()];
        let words = inner.trim_start_matches('-').trim_start();
        if let Some(name) = words.strip_prefix("component ").filter(|_| tag.is_statement) {
            open = Some((name_at(name.trim_start()), Component { file, uses: Vec::new() }));
        } else if words.starts_with("endcomponent") && tag.is_statement {
            components.extend(open.take());
        } else if let Some((_, component)) = &mut open {
            for (at, _) in inner.match_indices('<') {
                let name = name_at(&inner[at + 1..]);
                if !name.is_empty() {
                    let start = tag.inner.start + at + 1;
                    component.uses.push((name, start..start + name.len()));
                }
            }
        }
    }
}

/// The component's name at the start of `text`.
fn name_at(text: &str) -> &str {
    let end = text.find(|letter: char| !(letter.is_alphanumeric() || matches!(letter, '_' | '.')));
    &text[..end.unwrap_or(text.len())]
}

#[cfg(test)]
mod tests {
    use super::super::testing::text;
    use super::circle;

    #[test]
    fn circles_are_found_over_files_and_named_in_order() {
        let files = [
            text("templates/a.html", "{% component a(x) %}{{ <b /> }}{% endcomponent a %}{{ <a /> }}"),
            text(
                "templates/b.html",
                "{% component b() %}1{% if 1 < 2 %}{% <ui.c> %}{% </ui.c> %}{% endif %}{% endcomponent b %}",
            ),
            text(
                "templates/c.html",
                "{% component ui.c() %}{{ <d/> }}{{ <b/> }}{% endcomponent ui.c %}{% component d() %}{% endcomponent %}",
            ),
        ];
        let found = circle(files.iter()).unwrap();
        assert_eq!(found.names, ["b", "ui.c", "b"]);
        assert_eq!(&found.place.0.text[found.place.1], "ui.c");
        assert_eq!(circle(files[..1].iter().chain(&files[2..])), None);
    }
}
