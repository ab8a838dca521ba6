//! What can be wrong with how a template is written, and how an expectation that failed becomes a mistake with a name.

use super::tree::Span;

/// The words tags begin with.
pub const TAGS: [&str; 22] = [
    "if",
    "elif",
    "else",
    "endif",
    "for",
    "endfor",
    "break",
    "continue",
    "set",
    "set_global",
    "include",
    "extends",
    "import",
    "block",
    "endblock",
    "macro",
    "endmacro",
    "filter",
    "endfilter",
    "raw",
    "endraw",
    "endset",
];

/// A mistake and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The place.
    pub span: Span,
    /// What is wrong there.
    pub mistake: Mistake,
    /// What was opened and not closed, or the like.
    pub related: Option<Span>,
}

/// The kinds of mistakes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mistake {
    /// Something else should stand here.
    Expected(Vec<Expected>),
    /// A tag begins with a word nobody knows.
    UnknownTag,
    /// The tag of this word is never closed.
    Unclosed(&'static str),
    /// The tag of the word `open` is closed by another's end.
    WrongEnd {
        /// The open tag's word.
        open: &'static str,
    },
    /// An `endif` or the like closes nothing.
    EndWithoutStart,
    /// `extends` or `import` after something else.
    NotAtStart,
    /// `macro` inside another tag.
    MacroInside,
    /// `block` in a loop or macro.
    BlockInside,
    /// `break` or `continue` outside a loop.
    OutsideLoop,
    /// `{##}`.
    EmptyComment,
    /// `{#` without `#}`.
    CommentWithoutEnd,
    /// A string without its closing quote.
    StringWithoutEnd,
    /// A number that no variable can hold.
    NumberTooBig,
    /// Brackets or blocks in one another beyond all measure.
    TooDeep,
    /// A name that begins with `true` or `false`.
    TruthInName,
    /// A blank beside the `=` of a default.
    BlankInDefault,
    /// An argument without its name.
    PositionalArgument,
    /// `=` in place of `==`.
    SingleEquals,
    /// `&&`, `||` or `!`.
    ForeignOperator(&'static str),
    /// A second comparison in a row.
    ComparisonChain,
    /// `not (…)` around more than arithmetic.
    NotBeforeBracket,
    /// An array in an array.
    NestedArray,
    /// A filter after what follows `in`.
    FilterAfterIn,
    /// A name with letters the language does not know.
    ForeignLetter,
    /// Nothing between the marks of a tag.
    EmptyTag,
    /// Something only Zola 0.23 understands.
    OtherDialect(&'static str),
}

/// What could have stood at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Exactly this.
    Literal(&'static str),
    /// The end of the tag.
    Close(&'static str),
    /// A blank.
    Blank,
    /// A name.
    Name,
    /// A string.
    String,
    /// A value.
    Value,
    /// The name of a filter.
    Filter,
    /// The name of a test.
    Test,
    /// A named argument.
    Argument,
    /// An operator of comparison.
    Comparison,
    /// An operator of arithmetic.
    Arithmetic,
    /// The word of a tag.
    Tag,
}

impl Expected {
    /// In Chinese and English.
    pub fn words(self) -> (String, String) {
        let both = |zh: &str, en: &str| (zh.to_owned(), en.to_owned());
        match self {
            Expected::Literal(text) => (format!("“{text}”"), format!("`{text}`")),
            Expected::Close(mark) => (format!("结尾“{mark}”"), format!("the end `{mark}`")),
            Expected::Blank => both("空格", "a blank"),
            Expected::Name => both("名字", "a name"),
            Expected::String => both("带引号的文字", "a text in quotes"),
            Expected::Value => both("一个值", "a value"),
            Expected::Filter => both("过滤器的名字", "the name of a filter"),
            Expected::Test => both("判断的名字", "the name of a test"),
            Expected::Argument => both("参数（写成 名字=值）", "an argument `name=value`"),
            Expected::Comparison => both("比较符号", "a comparison"),
            Expected::Arithmetic => both("运算符号", "an operator"),
            Expected::Tag => both("标签的名字，如 if、for", "the word of a tag such as `if` or `for`"),
        }
    }
}

impl Problem {
    /// The mistake by its name, where the text around a failed expectation tells it.
    pub fn named(mut self, text: &str) -> Problem {
        let Mistake::Expected(expected) = &self.mistake else { return self };
        let at = self.span.start as usize;
        let (before, rest) = (text.get(..at).unwrap_or_default(), text.get(at..).unwrap_or_default());
        let length = rest.chars().next().map_or(0, char::len_utf8);
        let found = recognise(before.trim_end(), rest, expected);
        let (length, mistake) = match found {
            Some((length, mistake)) => (length, Some(mistake)),
            None => (length, None),
        };
        self.span = Span::new(at, at + length);
        if let Some(mistake) = mistake {
            self.mistake = mistake;
        }
        self
    }
}

/// The mistake that the text before and after the place shows, with how many bytes of it to mark.
fn recognise(before: &str, rest: &str, expected: &[Expected]) -> Option<(usize, Mistake)> {
    let wants = |one: Expected| expected.contains(&one);
    let value = wants(Expected::Value);
    let closes = expected.iter().any(|expected| matches!(expected, Expected::Close(_)));
    let word = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    let foreign = |word: &'static str| Some((word.len(), Mistake::ForeignOperator(word)));
    let dialect = |length: usize, what: &'static str| Some((length, Mistake::OtherDialect(what)));
    let first = rest.chars().next()?;
    match first {
        '?' if rest.starts_with("?.") => dialect(2, "?."),
        '<' if value => dialect(1, "<…/>"),
        '{' if value => dialect(1, "{…}"),
        '.' if rest.starts_with("...") => dialect(3, "..."),
        'i' if closes && &rest[..word] == "if" => dialect(2, "… if … else …"),
        '&' if rest.starts_with("&&") => foreign("&&"),
        '|' if rest.starts_with("||") => foreign("||"),
        '!' if value => foreign("!"),
        '=' if closes && !rest.starts_with("==") => Some((1, Mistake::SingleEquals)),
        '=' | '<' | '>' | '!' if closes => Some((comparison_length(rest), Mistake::ComparisonChain)),
        '[' if value && before.ends_with(['[', ',']) => Some((1, Mistake::NestedArray)),
        '(' if value && before.ends_with("not") => Some((1, Mistake::NotBeforeBracket)),
        '|' if closes => Some((1, Mistake::FilterAfterIn)),
        '}' | '%' if value && (before.ends_with("{{") || before.ends_with("{{-")) => Some((2, Mistake::EmptyTag)),
        _ if !first.is_ascii() && first.is_alphabetic() => {
            let length: usize = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').map(char::len_utf8).sum();
            Some((length, Mistake::ForeignLetter))
        }
        _ if wants(Expected::Argument) && !matches!(first, ')' | ',' | '%' | '}') => {
            Some((word.max(first.len_utf8()), Mistake::PositionalArgument))
        }
        _ => None,
    }
}

fn comparison_length(rest: &str) -> usize {
    1 + usize::from(rest[1..].starts_with('='))
}
