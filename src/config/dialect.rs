//! Which Zola a site is written for: the template language, the content rules and the values that go with it.

use crate::diagnostic::Wording;

/// The two dialects of Zola sites. A site is wholly in one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Dialect {
    /// That of Zola 0.22 and before: Tera 1 with macros, shortcodes in content.
    V1,
    /// That of Zola 0.23: Tera 2 with components, content that is itself a template.
    #[default]
    V2,
}

impl Dialect {
    /// The words for it in `[compat] zola` and on the command line: a version of Zola.
    pub const WORDS: [(&str, Dialect); 5] = [
        ("0.22", Dialect::V1),
        ("0.23", Dialect::V2),
        ("0.21", Dialect::V1),
        ("0.20", Dialect::V1),
        ("0.19", Dialect::V1),
    ];

    /// The Zola it is called after.
    pub fn zola(self) -> &'static str {
        match self {
            Dialect::V1 => "0.22",
            Dialect::V2 => "0.23",
        }
    }

    /// The dialect of a version of Zola, such as a theme's `min_version`.
    pub fn of_version(version: &str) -> Option<Dialect> {
        let mut numbers = version.trim().trim_start_matches('v').split('.').map(|part| part.parse::<u32>());
        let (major, minor) = (numbers.next()?.ok()?, numbers.next().map_or(Some(0), Result::ok)?);
        Some(if (major, minor) >= (0, 23) { Dialect::V2 } else { Dialect::V1 })
    }
}

/// Why a site counts as being in a dialect; a text with its arguments, for the build's output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The text.
    pub wording: Wording,
    /// Its arguments.
    pub args: Vec<(&'static str, String)>,
}

/// A dialect with the reason for it, if there is something to say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recognised {
    /// The dialect.
    pub dialect: Dialect,
    /// Why; none where nothing hints at another, such as on a site made by `init`.
    pub reason: Option<Reason>,
}

impl Recognised {
    /// The dialect for this reason.
    pub fn because(dialect: Dialect, wording: Wording, args: Vec<(&'static str, String)>) -> Recognised {
        Recognised { dialect, reason: Some(Reason { wording, args }) }
    }
}

#[cfg(test)]
mod tests {
    use super::Dialect;

    #[test]
    fn versions_tell_the_dialect() {
        for (version, dialect) in [
            ("0.22.1", Some(Dialect::V1)),
            ("0.4", Some(Dialect::V1)),
            ("0.23", Some(Dialect::V2)),
            ("v0.23.6", Some(Dialect::V2)),
            ("1", Some(Dialect::V2)),
            ("0", Some(Dialect::V1)),
            ("latest", None),
            ("", None),
        ] {
            assert_eq!(Dialect::of_version(version), dialect, "{version}");
        }
    }
}
