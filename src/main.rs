//! The program: parses its arguments, runs the command, ends with its exit code.

mod cmd;

use std::process::ExitCode;

use clap::Parser;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cmd::run(&cmd::Arguments::parse())
}
