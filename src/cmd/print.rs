//! What the commands print, in the user's language; diagnostics as text or JSON.
#![expect(clippy::disallowed_methods, reason = "the language, the colours and the terminal are the user's")]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "the command line speaks here and nowhere else")]

use std::io::{self, IsTerminal, Write};

use lianluo::diagnostic::{Severity, Wording, to_json, to_terminal};
use lianluo::{Diagnostic, Locale};

use super::args::{Arguments, Format, Language};

/// Prints in the user's language.
#[derive(Clone, Debug)]
pub struct Printer {
    /// The language.
    pub locale: Locale,
    format: Format,
    colour: bool,
    quiet: bool,
}

impl Printer {
    /// The printer the arguments and the system ask for: `--lang`, else the user's locale; colours on a terminal unless
    /// `NO_COLOR` is set (<https://no-color.org>) or `CLICOLOR` is 0, and always with `CLICOLOR_FORCE` (CLI-10).
    pub fn new(arguments: &Arguments) -> Printer {
        let locale = locale(arguments.lang.map(|language| match language {
            Language::Zh => Locale::Zh,
            Language::En => Locale::En,
        }));
        let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let colour = match (set("CLICOLOR_FORCE"), set("NO_COLOR"), set("CLICOLOR")) {
            (Some(force), None, _) if force != "0" => true,
            (_, Some(_), _) => false,
            (_, None, Some(value)) if value == "0" => false,
            _ => io::stderr().is_terminal(),
        };
        // As far as it goes here: what is no error or warning is left out (CLI-10).
        let quiet = set("RUST_LOG").is_some_and(|level| {
            level.split(',').any(|part| matches!(part.rsplit('=').next(), Some("off" | "error" | "warn")))
        });
        Printer { locale, format: arguments.format, colour, quiet }
    }

    /// Says what a command has to say whatever happens: why it refuses, on standard error; nothing where the output is for
    /// programs.
    pub fn say(&self, wording: Wording, args: &[(&'static str, String)]) {
        if self.format != Format::Json {
            eprintln!("{}", wording.fill(self.locale, args));
        }
    }

    /// Tells how things stand, unless the user wants to hear of errors only (`RUST_LOG`).
    pub fn tell(&self, wording: Wording, args: &[(&'static str, String)]) {
        if !self.quiet {
            self.say(wording, args);
        }
    }

    /// Shows a result on standard output, lines that begin so in colours on a terminal; nothing where that is for programs.
    pub fn show(&self, text: &str, colours: &[(&str, &str)]) {
        if self.format == Format::Json {
            return;
        }
        let mut out = String::with_capacity(text.len());
        let coloured = self.colour && io::stdout().is_terminal();
        for line in text.split_inclusive('\n') {
            let colour = colours.iter().find(|(start, _)| coloured && line.starts_with(start));
            match colour {
                Some((_, code)) => {
                    let plain = line.trim_end_matches('\n');
                    out.push_str(&format!("\x1b[{code}m{plain}\x1b[0m{}", &line[plain.len()..]));
                }
                None => out.push_str(line),
            }
        }
        // Who reads may have seen enough.
        let _ = io::stdout().write_all(out.as_bytes());
    }

    /// Whether the user wants to hear how things stand.
    pub fn is_chatty(&self) -> bool {
        !self.quiet && self.format == Format::Text
    }

    /// Asks a question and reads the answer; the default for an empty one or the end of the input.
    pub fn ask(&self, wording: Wording, default: &str) -> String {
        eprint!("{} [{default}] ", wording.fill(self.locale, &[]));
        let mut answer = String::new();
        match io::stdin().read_line(&mut answer) {
            Ok(_) if !answer.trim().is_empty() => answer.trim().to_owned(),
            _ => default.to_owned(),
        }
    }

    /// Why a file could not be read or written: the system says it in a language of its own.
    pub fn reason(&self, error: &io::Error) -> String {
        let wording = match error.kind() {
            io::ErrorKind::NotFound => {
                Wording { zh: "没有这个文件或文件夹", en: "there is no such file or folder" }
            }
            io::ErrorKind::PermissionDenied => Wording {
                zh: "没有权限，或者它正被 Word、WPS 等程序打开着",
                en: "it may not be touched, or another program has it open",
            },
            io::ErrorKind::AlreadyExists => {
                Wording { zh: "已经有同名的了", en: "there is one of this name already" }
            }
            io::ErrorKind::StorageFull => Wording { zh: "磁盘满了", en: "the disk is full" },
            io::ErrorKind::IsADirectory => {
                Wording { zh: "它是文件夹，不是文件", en: "it is a folder, not a file" }
            }
            io::ErrorKind::NotADirectory => {
                Wording { zh: "它是文件，不是文件夹", en: "it is a file, not a folder" }
            }
            _ => return error.to_string(),
        };
        wording.fill(self.locale, &[])
    }

    /// Prints diagnostics on standard error, whatever the output is.
    pub fn mistakes(&self, diagnostics: &[Diagnostic]) {
        eprint!("{}", to_terminal(diagnostics, self.locale, self.colour));
    }

    /// Prints diagnostics: text on standard error, JSON on standard output. Returns whether one is an error.
    pub fn diagnostics(&self, diagnostics: &[Diagnostic]) -> bool {
        let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
        match self.format {
            Format::Json => println!("{}", to_json(diagnostics, self.locale)),
            _ => eprint!("{}", to_terminal(diagnostics, self.locale, self.colour)),
        }
        let warnings = diagnostics.len() - errors;
        let counts = [("errors", errors.to_string()), ("warnings", warnings.to_string())];
        if errors > 0 {
            let zh = "共 {errors} 处错误、{warnings} 处提醒；网站没有改动";
            self.say(Wording { zh, en: "{errors} errors, {warnings} warnings; nothing was written" }, &counts);
        }
        errors > 0
    }
}

/// The language that was asked for, else the system's, else English.
pub fn locale(asked: Option<Locale>) -> Locale {
    asked.unwrap_or_else(|| match sys_locale::get_locale() {
        Some(name) if name.to_lowercase().starts_with("zh") => Locale::Zh,
        _ => Locale::En,
    })
}
