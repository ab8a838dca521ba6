//! Variables of Tera 1 taken apart: `a.b[0]["c"][d.e]`.

/// A step from a value to a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step<'t> {
    /// `.name`, also `.0`.
    Field(&'t str),
    /// `[…]`: what stands between the brackets.
    Index(&'t str),
}

impl<'t> Step<'t> {
    /// The name it leads to, where it is written down.
    pub fn name(self) -> Option<&'t str> {
        match self {
            Step::Field(name) => Some(name),
            Step::Index(inner) => inner.strip_prefix(['"', '\'', '`']).map(|inner| &inner[..inner.len() - 1]),
        }
    }
}

/// The first name of a variable and the steps after it.
pub(super) fn steps(text: &str) -> (&str, Vec<Step<'_>>) {
    let end = text.find(['.', '[']).unwrap_or(text.len());
    let (root, mut rest) = text.split_at(end);
    let mut steps = Vec::new();
    while let Some(first) = rest.chars().next() {
        if first == '.' {
            let end = rest[1..].find(['.', '[']).map_or(rest.len(), |at| at + 1);
            steps.push(Step::Field(&rest[1..end]));
            rest = &rest[end..];
        } else {
            let close = closing(rest);
            steps.push(Step::Index(&rest[1..close]));
            rest = rest.get(close + 1..).unwrap_or_default();
        }
    }
    (root, steps)
}

/// Where the bracket at the start of `text` closes.
fn closing(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut quote = None;
    for (at, character) in text.char_indices() {
        match (quote, character) {
            (Some(open), _) if open == character => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'' | '`') => quote = Some(character),
            (None, '[') => depth += 1,
            (None, ']') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at;
                }
            }
            (None, _) => {}
        }
    }
    text.len()
}

/// The names of all variables in it: the first one's, and those in brackets.
pub(super) fn names<'t>(text: &'t str, found: &mut impl FnMut(&'t str)) {
    let (root, steps) = steps(text);
    found(root);
    for step in steps {
        if let Step::Index(inner) = step
            && inner.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        {
            names(inner, found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Step::{Field, Index};
    use super::{names, steps};

    #[test]
    fn steps_are_told_apart() {
        assert_eq!(steps("a"), ("a", vec![]));
        assert_eq!(steps("a.b.0"), ("a", vec![Field("b"), Field("0")]));
        assert_eq!(steps("a[b[\"]\"].c].d"), ("a", vec![Index("b[\"]\"].c"), Field("d")]));
        assert_eq!(steps("a['x'][1]").1.iter().map(|step| step.name()).collect::<Vec<_>>(), [Some("x"), None]);
        let mut found = Vec::new();
        names("a.b[c[d.e].f][\"g\"][0]", &mut |name| found.push(name));
        assert_eq!(found, ["a", "c", "d"]);
    }
}
