//! The program: parses its arguments, runs the command, ends with its exit code.

mod allocator;
mod cmd;
mod memory;

use clap::Parser;

fn main() {
    memory::keep();
    let code = match cmd::Arguments::try_parse() {
        Ok(arguments) => cmd::run(&arguments),
        Err(error) => cmd::told(&error),
    };
    memory::end(code)
}
