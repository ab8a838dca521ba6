//! Mistakes and faults as diagnostics at the author's place.

use super::call::Calls;
use super::fault::{Failed, Known};
use super::load::Directory;
use super::program::TemplateId;
use super::syntax::code::{
    BLANK_IN_DEFAULT, BLOCK_INSIDE, COMMENT_WITHOUT_END, COMPARISON_CHAIN, EMPTY_COMMENT, EMPTY_TAG, EXPECTED,
    FILTER_AFTER_IN, FOREIGN_LETTER, FOREIGN_OPERATOR, MACRO_INSIDE, NESTED_ARRAY, NOT_AT_START, NOT_BEFORE_BRACKET,
    NUMBER_TOO_BIG, OPENED_HERE, OTHER_SYNTAX, OUTSIDE_LOOP, POSITIONAL_ARGUMENT, SINGLE_EQUALS, STRAY_END,
    STRING_WITHOUT_END, TOO_DEEP, TRUTH_IN_NAME, UNCLOSED, UNKNOWN_TAG, WRONG_END,
};
use super::syntax::{Expected, Mistake, Problem, Span, TAGS};
use crate::diagnostic::{Diagnostic, SourceText, suggest};
use crate::template::code::DID_YOU_MEAN;

/// A mistake in how a template is written.
pub fn syntax_error(problem: Problem, source: &SourceText) -> Diagnostic {
    let text = &source.text;
    let problem = problem.named(text);
    let marked = problem.span.of(text);
    let named = |code| Diagnostic::new(code).arg("name", marked);
    let diagnostic = match &problem.mistake {
        Mistake::Expected(all) => expected(all),
        Mistake::UnknownTag => match suggest(marked, TAGS) {
            Some(near) => named(&UNKNOWN_TAG).arg("near", near).hint(DID_YOU_MEAN),
            None => named(&UNKNOWN_TAG),
        },
        Mistake::Unclosed(word) => {
            Diagnostic::new(&UNCLOSED).arg("name", word).arg("end", format_args!("{{% end{word} %}}"))
        }
        Mistake::WrongEnd { open } => named(&WRONG_END).arg("open", open).arg("end", format_args!("{{% end{open} %}}")),
        Mistake::EndWithoutStart => named(&STRAY_END),
        Mistake::NotAtStart => named(&NOT_AT_START),
        Mistake::MacroInside => Diagnostic::new(&MACRO_INSIDE),
        Mistake::BlockInside => Diagnostic::new(&BLOCK_INSIDE),
        Mistake::OutsideLoop => named(&OUTSIDE_LOOP),
        Mistake::EmptyComment => Diagnostic::new(&EMPTY_COMMENT),
        Mistake::CommentWithoutEnd => Diagnostic::new(&COMMENT_WITHOUT_END),
        Mistake::StringWithoutEnd => Diagnostic::new(&STRING_WITHOUT_END),
        Mistake::NumberTooBig => named(&NUMBER_TOO_BIG),
        Mistake::TooDeep => Diagnostic::new(&TOO_DEEP),
        Mistake::TruthInName => {
            let name = problem.related.map_or("", |name| name.of(text));
            let word = &name[..name.len() - marked.len().min(name.len())];
            Diagnostic::new(&TRUTH_IN_NAME).arg("name", name).arg("word", word)
        }
        Mistake::BlankInDefault => Diagnostic::new(&BLANK_IN_DEFAULT),
        Mistake::PositionalArgument => named(&POSITIONAL_ARGUMENT),
        Mistake::SingleEquals => Diagnostic::new(&SINGLE_EQUALS),
        Mistake::ForeignOperator(operator) => {
            let word = match *operator {
                "&&" => "and",
                "||" => "or",
                _ => "not",
            };
            named(&FOREIGN_OPERATOR).arg("word", word)
        }
        Mistake::ComparisonChain => Diagnostic::new(&COMPARISON_CHAIN),
        Mistake::NotBeforeBracket => Diagnostic::new(&NOT_BEFORE_BRACKET),
        Mistake::NestedArray => Diagnostic::new(&NESTED_ARRAY),
        Mistake::FilterAfterIn => Diagnostic::new(&FILTER_AFTER_IN),
        Mistake::ForeignLetter => named(&FOREIGN_LETTER),
        Mistake::EmptyTag => Diagnostic::new(&EMPTY_TAG),
        Mistake::OtherDialect(what) => Diagnostic::new(&OTHER_SYNTAX).arg("what", what),
    };
    let diagnostic = diagnostic.at(source, problem.span.range());
    match (&problem.mistake, problem.related) {
        (Mistake::TruthInName, _) | (_, None) => diagnostic,
        (_, Some(open)) => diagnostic.see(source, open.range(), OPENED_HERE),
    }
}

/// The most alternatives that are named.
const MOST_NAMED: usize = 4;

fn expected(all: &[Expected]) -> Diagnostic {
    // Ends and values first: they are what was meant most often.
    let rank = |expected: &Expected| match expected {
        Expected::Close(_) => 0,
        Expected::Value | Expected::Name | Expected::String | Expected::Filter | Expected::Test => 1,
        Expected::Argument | Expected::Tag => 1,
        Expected::Literal(text) if text.len() > 1 || matches!(*text, "=" | "(" | ")" | "]") => 2,
        Expected::Comparison | Expected::Arithmetic => 3,
        Expected::Literal(_) | Expected::Blank => 4,
    };
    let mut all: Vec<Expected> = all.to_vec();
    all.sort_by_key(rank);
    all.truncate(MOST_NAMED);
    let words: Vec<(String, String)> = all.into_iter().map(Expected::words).collect();
    let list = |texts: Vec<&str>, comma: &str, or: &str| match texts.split_last() {
        None => String::new(),
        Some((last, [])) => (*last).to_owned(),
        Some((last, first)) => format!("{}{or}{last}", first.join(comma)),
    };
    let zh = list(words.iter().map(|(zh, _)| zh.as_str()).collect(), "、", "或");
    let en = list(words.iter().map(|(_, en)| en.as_str()).collect(), ", ", " or ");
    Diagnostic::new(&EXPECTED).arg("expected_zh", zh).arg("expected", en)
}

/// A failed render, with places that `locate` gives.
pub fn failed(
    failed: Failed,
    directory: &Directory,
    calls: &Calls,
    locate: impl Fn(TemplateId, Span) -> (SourceText, std::ops::Range<usize>),
) -> Diagnostic {
    let mut diagnostic = Diagnostic::new(failed.fault.code);
    let available = failed.fault.args.iter().find(|(name, _)| *name == "available").map(|(_, names)| names.clone());
    diagnostic.args = failed.fault.args;
    if let Some((wrong, known)) = failed.fault.wrong_name {
        let available = available.unwrap_or_default();
        let near = match known {
            Known::Templates => suggest(&wrong, directory.names()).map(str::to_owned),
            Known::Available => suggest(&wrong, available.split(", ")).map(str::to_owned),
            _ => suggest(&wrong, calls.known(known)).map(str::to_owned),
        };
        if let Some(near) = near {
            diagnostic = diagnostic.arg("near", near).hint(DID_YOU_MEAN);
        }
    }
    let (source, span) = locate(failed.template, failed.span);
    diagnostic = diagnostic.at(&source, span);
    for (template, span, note) in failed.trail {
        let (source, span) = locate(template, span);
        diagnostic = diagnostic.see(&source, span, note);
    }
    diagnostic
}
