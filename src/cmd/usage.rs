//! Mistakes in the command line, told in the reader's language: clap knows English only.
#![expect(clippy::disallowed_methods, reason = "reads the command line that clap could not")]
#![expect(clippy::print_stderr, reason = "tells what was wrong where no printer can be made")]

use clap::CommandFactory;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use lianluo::Locale;

use super::args::Arguments;
use super::print::locale;

/// Prints help or version where those were asked for, else what was wrong; the exit code.
pub fn told(error: &Error) -> u8 {
    let asked = std::env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned());
    match chinese(error).filter(|_| locale(said(asked)) == Locale::Zh) {
        Some(text) => {
            eprintln!("{text}");
            super::USAGE
        }
        None => {
            // Where nobody listens nothing can be told.
            let _ = error.print();
            u8::try_from(error.exit_code()).unwrap_or(super::USAGE)
        }
    }
}

/// The language the command line asks for, as far as it can be read.
fn said(mut arguments: impl Iterator<Item = String>) -> Option<Locale> {
    let of = |value: &str| match value {
        "zh" => Some(Locale::Zh),
        "en" => Some(Locale::En),
        _ => None,
    };
    while let Some(argument) = arguments.next() {
        match argument.strip_prefix("--lang") {
            Some("") => return arguments.next().as_deref().and_then(of),
            Some(rest) => return rest.strip_prefix('=').and_then(of),
            None => {}
        }
    }
    None
}

/// What was wrong; nothing for help and the like.
fn chinese(error: &Error) -> Option<String> {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        _ => String::new(),
    };
    let (argument, value) = (context(ContextKind::InvalidArg), context(ContextKind::InvalidValue));
    let told = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            return None;
        }
        ErrorKind::InvalidSubcommand => format!("没有“{}”这个命令", context(ContextKind::InvalidSubcommand)),
        ErrorKind::UnknownArgument => format!("没有“{argument}”这个选项"),
        ErrorKind::MissingRequiredArgument => format!("还要写：{argument}"),
        ErrorKind::MissingSubcommand => "还要写是哪个命令".to_owned(),
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} 后面还要写内容"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => format!("{argument} 不能是“{value}”"),
        ErrorKind::ArgumentConflict => format!("{argument} 不能和 {} 一起用", context(ContextKind::PriorArg)),
        ErrorKind::TooManyValues => format!("{argument} 后面多写了“{value}”"),
        _ => "命令写得不对".to_owned(),
    };
    let words = context(ContextKind::ValidValue);
    let words = if words.is_empty() { words } else { format!("；可以写：{words}") };
    let meant = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    let meant = meant.map(context).into_iter().find(|meant| !meant.is_empty());
    let meant = meant.map_or(String::new(), |meant| format!("；是不是想写 {meant}？"));
    let command = Arguments::command();
    let all: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
    let known = match error.kind() {
        ErrorKind::InvalidSubcommand | ErrorKind::MissingSubcommand => format!("\n命令有：{}", all.join("、")),
        _ => String::new(),
    };
    Some(format!("{told}{words}{meant}{known}\n用法见 lianluo 命令 --help"))
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use lianluo::Locale;

    use super::{chinese, said};
    use crate::cmd::Arguments;

    #[test]
    fn mistakes_are_told_in_chinese() {
        let told = |arguments: &[&str]| {
            let all = [&["lianluo"], arguments].concat();
            Arguments::try_parse_from(all).err().and_then(|error| chinese(&error)).unwrap_or_default()
        };
        assert!(
            told(&["biuld"]).starts_with("没有“biuld”这个命令；是不是想写 build？\n命令有：build、"),
            "{}",
            told(&["biuld"])
        );
        assert!(
            told(&["build", "--tody"]).starts_with("没有“--tody”这个选项；是不是想写 --today？"),
            "{}",
            told(&["build", "--tody"])
        );
        assert!(told(&["submit", "a"]).starts_with("还要写：--to <PRESET>"), "{}", told(&["submit", "a"]));
        assert!(
            told(&["build", "--lang", "fr"]).contains("不能是“fr”；可以写：zh、en"),
            "{}",
            told(&["build", "--lang", "fr"])
        );
        assert_eq!(told(&["--help"]), "");
    }

    #[test]
    fn the_language_is_found_where_arguments_are_wrong() {
        let of = |arguments: &[&str]| said(arguments.iter().map(|argument| (*argument).to_owned()));
        assert_eq!(of(&["foo", "--lang", "zh"]), Some(Locale::Zh));
        assert_eq!(of(&["--lang=en", "foo"]), Some(Locale::En));
        assert_eq!(of(&["foo", "--lang"]), None);
    }
}
