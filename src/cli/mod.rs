//! The `rawi` command, as a function: the binary and `python -m rawi` both call [`run`].
//!
//! Bad input ends with a message on standard error that names the file and the place, and exit
//! code 2. A document is written when it is complete, or not at all; a JSON array or an HTML page
//! when all its documents are.

mod annotate;
mod input;
mod output;
mod text;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::error::Error;
use crate::normalize::{Form, Normalizer};

use annotate::Annotate;
use output::Output;

/// Exit codes of the command.
const OK: u8 = 0;
const OUTPUT_FAILED: u8 = 1;
const BAD_INPUT: u8 = 2;

/// Reads Arabic news and says who said what, and how well we know them.
#[derive(Parser)]
#[command(name = "rawi", version, max_term_width = 100)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Find who said what, and the entities, in articles
    Annotate(Annotate),
    /// Write the normalized text, and not a byte more
    Normalize(Normalize),
}

#[derive(clap::Args)]
struct Normalize {
    /// UTF-8 text files, written one after the other; `-` or none for standard input
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The rules to apply: repair, news, search or key
    #[arg(long)]
    form: Form,
    /// Write to this file, which appears when it is complete
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Runs the command line `args`, the program's name first, and gives the exit code: 0 when all
/// went well, 1 when the output could not be written, 2 for bad options or bad input.
pub fn run(args: impl IntoIterator<Item = OsString>) -> u8 {
    let args = match Args::try_parse_from(args) {
        Ok(args) => args,
        Err(error) => {
            // Help and version go to standard output with code 0, mistakes to standard error.
            let failed = error.print().is_err();
            return if failed { OUTPUT_FAILED } else { error.exit_code().try_into().unwrap_or(2) };
        }
    };
    let result = match args.command {
        Command::Annotate(options) => options.run(),
        Command::Normalize(options) => options.run(),
    };
    match result {
        Ok(()) => OK,
        Err(Failure::Input(error)) => {
            report(&error);
            BAD_INPUT
        }
        // A reader that has seen enough (`rawi ... | head`) is no failure.
        Err(Failure::Output(_, error)) if error.kind() == io::ErrorKind::BrokenPipe => OK,
        Err(Failure::Output(name, error)) => {
            report(&format_args!("cannot write {name}: {error}"));
            OUTPUT_FAILED
        }
    }
}

/// Says on standard error what is wrong. When even that is closed there is nobody to tell.
fn report(message: &dyn std::fmt::Display) {
    let _ = writeln!(io::stderr(), "rawi: {message}");
}

/// Why a command stopped: its input, or its output and the output's name.
enum Failure {
    Input(Error),
    Output(String, io::Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure::Input(error)
    }
}

impl Normalize {
    fn run(&self) -> Result<(), Failure> {
        input::check(&self.files)?;
        let normalizer = Normalizer::new(self.form);
        let mut out = Output::new(self.output.as_deref())?;
        for item in input::files(&self.files) {
            out.write(&normalizer.normalize(&item?.text))?;
        }
        out.finish()
    }
}
