//! The `rawi` command, as a function: the binary and `python -m rawi` both call [`run`].
//!
//! Bad input ends with a message on standard error that names the file and the place, and exit
//! code 2. A document is written when it is complete, or not at all.

mod input;
mod text;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use rayon::prelude::*;

use crate::analyzer::Analyzer;
use crate::document::Document;
use crate::error::Error;
use crate::normalize::{Form, Normalizer};
use crate::span::OffsetUnit;

use input::Item;

/// Exit codes of the command.
const OK: u8 = 0;
const OUTPUT_FAILED: u8 = 1;
const BAD_INPUT: u8 = 2;

/// How many documents are read before they are annotated side by side. Enough to keep the cores
/// busy on articles, few enough that output starts at once.
const BATCH: usize = 256;

#[derive(Parser)]
#[command(name = "rawi", version, about, max_term_width = 100)]
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
struct Annotate {
    /// UTF-8 text files, one article each; `-` or none for standard input
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What to write for each document
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// What positions in JSON count: byte, char (Python) or utf16 (JavaScript, Java)
    #[arg(long, value_name = "UNIT", default_value_t = OffsetUnit::Byte)]
    offsets: OffsetUnit,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A readable account of who said what
    Text,
    /// One indented JSON document; an array for several
    Json,
    /// One JSON document a line
    Jsonl,
}

#[derive(clap::Args)]
struct Normalize {
    /// A UTF-8 text file; `-` or none for standard input
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The rules to apply: repair, news, search or key
    #[arg(long)]
    form: Form,
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
    let mut out = io::BufWriter::new(io::stdout().lock());
    let result = match args.command {
        Command::Annotate(options) => annotate(&options, &mut out),
        Command::Normalize(options) => normalize(&options, &mut out),
    };
    let result = result.and_then(|()| out.flush().map_err(Failure::Output));
    match result {
        Ok(()) => OK,
        Err(Failure::Input(error)) => {
            // What was complete before the mistake has been asked for; deliver it.
            let _ = out.flush();
            eprintln!("rawi: {error}");
            BAD_INPUT
        }
        // A reader that has seen enough (`rawi ... | head`) is no failure.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => OK,
        Err(Failure::Output(error)) => {
            eprintln!("rawi: cannot write the output: {error}");
            OUTPUT_FAILED
        }
    }
}

/// Why a command stopped: its input, or its output.
enum Failure {
    Input(Error),
    Output(io::Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure::Input(error)
    }
}

fn annotate(options: &Annotate, out: &mut impl Write) -> Result<(), Failure> {
    input::check(&options.files)?;
    let analyzer = Analyzer::new();
    let many = options.files.len() > 1;
    let mut items = input::articles(&options.files);
    let mut written = 0;
    // An array that stops in the middle is no JSON: it is kept until its end is known.
    let mut array = Vec::new();
    loop {
        let mut failure = None;
        let batch: Vec<Item> = items
            .by_ref()
            .take(BATCH)
            .map_while(|item| item.map_err(|e| failure = Some(e)).ok())
            .collect();
        if batch.is_empty() && failure.is_none() {
            break;
        }
        let rendered: Vec<String> = batch
            .par_iter()
            .map(|item| render(&analyzer.annotate(&item.text), &item.name, options))
            .collect();
        for document in rendered {
            if options.format == Format::Json && many {
                array.push(document);
            } else {
                out.write_all(document.as_bytes()).map_err(Failure::Output)?;
            }
            written += 1;
        }
        if let Some(error) = failure {
            return Err(error.into());
        }
    }
    if options.format == Format::Json && many && written > 0 {
        write!(out, "[\n{}]\n", array.join(",\n")).map_err(Failure::Output)?;
    }
    Ok(())
}

fn render(doc: &Document, name: &str, options: &Annotate) -> String {
    let mut out = match options.format {
        Format::Text => return text::account(doc, name),
        Format::Json => doc.to_json_pretty(options.offsets),
        Format::Jsonl => doc.to_json(options.offsets),
    };
    out.push('\n');
    out
}

fn normalize(options: &Normalize, out: &mut impl Write) -> Result<(), Failure> {
    input::check(&options.files)?;
    let normalizer = Normalizer::new(options.form);
    for item in input::articles(&options.files) {
        let item = item?;
        out.write_all(normalizer.normalize(&item.text).as_bytes()).map_err(Failure::Output)?;
    }
    Ok(())
}
