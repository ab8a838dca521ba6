//! The program: parses its arguments, runs the command, ends with its exit code.

mod cmd;

use std::process::ExitCode;

use clap::Parser;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match cmd::Arguments::try_parse() {
        Ok(arguments) => cmd::run(&arguments),
        Err(error) => cmd::told(&error),
    }
}
