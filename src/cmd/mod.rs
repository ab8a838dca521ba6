//! The command line: arguments in, exit code out. The only part that prints.

mod adopt;
mod approve;
mod args;
mod build;
mod bulletin;
mod check;
mod entry_file;
mod explain;
mod import;
mod init;
mod ledger;
mod mask;
mod migrate;
mod new;
mod output;
mod print;
mod progress;
mod root;
mod serve;
mod submit;
mod usage;
mod warm;
mod watch;

pub use args::{Arguments, Command};
pub use usage::told;

use lianluo::diagnostic::Wording;
use print::Printer;

/// The site is fine, or was built.
pub const DONE: u8 = 0;
/// The site holds errors.
pub const ERRORS: u8 = 1;
/// The program was called wrongly.
pub const USAGE: u8 = 2;

/// Runs the command; the exit code.
pub fn run(arguments: &Arguments) -> u8 {
    let printer = Printer::new(arguments);
    let tables = matches!(arguments.format, args::Format::Csv | args::Format::Docx);
    if tables && !matches!(arguments.command, Command::Ledger(_)) {
        let wording = Wording {
            zh: "csv 和 docx 只能用于 lianluo ledger",
            en: "csv and docx are for `lianluo ledger` only",
        };
        printer.say(wording, &[]);
        return USAGE;
    }
    match &arguments.command {
        Command::Build(build) => build::run(arguments, build, &printer),
        Command::Serve(serve) => serve::run(arguments, serve, &printer),
        Command::Explain(explain) => explain::run(arguments, explain, &printer),
        Command::Check(check) => check::run(arguments, check, &printer),
        Command::Init(init) => init::run(init, &printer),
        Command::New(new) => new::run(arguments, new, &printer),
        Command::Ledger(asked) => ledger::run(arguments, asked, &printer),
        Command::Adopt(adopt) => adopt::run(arguments, adopt, &printer),
        Command::Import(import) => import::run(arguments, import, &printer),
        Command::Bulletin(bulletin) => bulletin::run(arguments, bulletin, &printer),
        Command::Submit(submit) => submit::run(arguments, submit, &printer),
        Command::Approve(approve) => approve::run(arguments, approve, &printer),
        Command::Mask(mask) => mask::run(arguments, mask, &printer),
        Command::Migrate(asked) => migrate::run(arguments, asked, &printer),
        Command::Man => match args::manual() {
            Ok(()) => DONE,
            Err(_) => ERRORS,
        },
        Command::Completion { shell } => {
            args::completion(*shell);
            DONE
        }
    }
}
