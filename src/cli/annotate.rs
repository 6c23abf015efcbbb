//! `rawi annotate`: many documents side by side, written in the order they came.

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;

use super::input::{self, Item, Items};
use super::output::Output;
use super::text::{self, Palette};
use super::{Failure, report};
use crate::analyzer::{Analyzer, AnalyzerBuilder};
use crate::document::Document;
use crate::error::Error;
use crate::html;
use crate::span::OffsetUnit;

/// How many documents are read before they are annotated side by side. Enough to keep the cores
/// busy on articles, few enough that output starts at once.
const BATCH: usize = 256;

#[derive(clap::Args)]
pub(super) struct Annotate {
    /// UTF-8 text files, one article each; `-` or none for standard input
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What to write for each document
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// What positions in JSON count: byte, char (Python) or utf16 (JavaScript, Java)
    #[arg(long, value_name = "UNIT", default_value_t = OffsetUnit::Byte)]
    offsets: OffsetUnit,
    /// How to read the files
    #[arg(long, value_enum, default_value_t = InputFormat::Text)]
    input: InputFormat,
    /// With `--input jsonl`, the field that holds the text
    #[arg(long, value_name = "NAME", default_value = "text")]
    field: String,
    /// What to do with an input that is no text
    #[arg(long, value_enum, default_value_t = OnError::Raise)]
    errors: OnError,
    /// In text format, say under each attribution which rule made it and why
    #[arg(long)]
    explain: bool,
    /// Own cues, sources and names (TOML), over the built-in ones; may come several times
    #[arg(long, value_name = "FILE")]
    lexicon: Vec<PathBuf>,
    /// Own lists of names (TSV: kind, name, English name, id, spellings); may come several times
    #[arg(long, value_name = "FILE")]
    gazetteer: Vec<PathBuf>,
    /// Leave out the networks: faster, blind to names that no list has, a little worse at attributions
    #[arg(long)]
    no_model: bool,
    /// Look for entities alone, in a fraction of the time
    #[arg(long)]
    no_attribution: bool,
    /// What the learned tagger counts to a name: from 0, bare names as ANERcorp marks them, to 1, with
    /// the word that says what they are (شركة، حركة), governments and armies
    #[arg(long, value_name = "SHARE", default_value_t = 0.16)]
    name_style: f32,
    /// Give names and values inside of others too: the town of «جامعة القاهرة»
    #[arg(long)]
    nested_entities: bool,
    /// When to colour the text format
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    color: Color,
    /// How many threads annotate; 0 for one a core
    #[arg(long, short = 'j', value_name = "N", default_value_t = 0)]
    threads: usize,
    /// Write to this file, which appears when it is complete
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A readable account of who said what
    Text,
    /// One indented JSON document; an array for several
    Json,
    /// One JSON document a line
    Jsonl,
    /// A self-contained right-to-left page
    Html,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum InputFormat {
    /// Each file is one article
    Text,
    /// Each line is a JSON object with the article in a field
    Jsonl,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum OnError {
    /// Stop with exit code 2; documents before it have been written
    Raise,
    /// Report it on standard error and go on
    Skip,
    /// Skip, and in jsonl write {"error": ...} in its place
    Record,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    Always,
    Never,
}

impl Annotate {
    pub(super) fn run(&self) -> Result<(), Failure> {
        input::check(&self.files)?;
        let builder = Analyzer::builder()
            .model(!self.no_model)
            .attribution(!self.no_attribution)
            .name_style(self.name_style)
            .nested_entities(self.nested_entities);
        let builder = self.lexicon.iter().fold(builder, AnalyzerBuilder::lexicon);
        let builder = self.gazetteer.iter().fold(builder, AnalyzerBuilder::gazetteer);
        let analyzer = builder.build()?;
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(self.threads)
            .build()
            .map_err(|e| Error::data("--threads", 0, e.to_string()))?;
        let mut items = match self.input {
            InputFormat::Text => input::files(&self.files),
            InputFormat::Jsonl => input::lines(&self.files, &self.field),
        };
        let bar = self.progress(items.bytes);
        let palette = self.palette();
        let mut out = Output::new(self.output.as_deref())?;
        let mut sink = Sink::new(self, palette);
        let annotate =
            |batch: Vec<Result<Item, Error>>, sink: &Sink| -> Vec<Result<Piece, Error>> {
                pool.install(|| {
                    batch
                        .into_par_iter()
                        .map(|item| {
                            item.map(|item| sink.render(&analyzer.annotate(&item.text), item.name))
                        })
                        .collect()
                })
            };
        let result = self.pump(annotate, &mut items, &mut sink, &mut out, &bar);
        bar.finish_and_clear();
        match result {
            Ok(()) => {
                sink.finish(&mut out)?;
                out.finish()
            }
            Err(failure) => {
                // Whole documents that were written before the mistake stay written.
                out.abandon();
                Err(failure)
            }
        }
    }

    /// Moves documents from the input to the output, a batch at a time.
    fn pump(
        &self,
        annotate: impl Fn(Vec<Result<Item, Error>>, &Sink) -> Vec<Result<Piece, Error>>,
        items: &mut Items,
        sink: &mut Sink,
        out: &mut Output,
        bar: &ProgressBar,
    ) -> Result<(), Failure> {
        loop {
            let batch: Vec<_> = items.by_ref().take(BATCH).collect();
            if batch.is_empty() {
                return Ok(());
            }
            for piece in annotate(batch, sink) {
                match piece {
                    Ok(piece) => sink.write(piece, out)?,
                    Err(error) if self.errors == OnError::Raise => return Err(error.into()),
                    Err(error) => {
                        bar.suspend(|| report(&error));
                        if self.errors == OnError::Record && self.format == Format::Jsonl {
                            let record = serde_json::json!({ "error": error.to_string() });
                            out.write(&format!("{record}\n"))?;
                        }
                    }
                }
            }
            bar.set_position(items.read);
        }
    }

    /// Whether a JSON array is due rather than one document.
    fn is_array(&self) -> bool {
        self.files.len() > 1 || self.input == InputFormat::Jsonl
    }

    fn palette(&self) -> Palette {
        let color = match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                self.output.is_none()
                    && anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
            }
        };
        if color { Palette::COLOR } else { Palette::PLAIN }
    }

    /// A bar on standard error when a person is watching and there is something to wait for. Not
    /// while the results themselves scroll by on the same terminal.
    fn progress(&self, bytes: Option<u64>) -> ProgressBar {
        let busy = self.output.is_none() && io::stdout().is_terminal();
        if !self.is_array() || busy || !io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let style = |template: &str| {
            ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
        };
        let bar = match bytes {
            Some(bytes) => ProgressBar::new(bytes)
                .with_style(style("{wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {eta} left")),
            None => ProgressBar::new_spinner()
                .with_style(style("{spinner} {bytes} {bytes_per_sec} {elapsed}")),
        };
        bar.set_draw_target(ProgressDrawTarget::stderr());
        bar
    }
}

/// One document, as far as it can be written alone.
enum Piece {
    Written(String),
    /// A page needs the document itself.
    Whole(String, Box<Document>),
}

/// Puts documents into the output format; keeps what can only be written together.
struct Sink<'a> {
    options: &'a Annotate,
    palette: Palette,
    array: Vec<String>,
    page: Vec<(String, Box<Document>)>,
}

impl<'a> Sink<'a> {
    fn new(options: &'a Annotate, palette: Palette) -> Sink<'a> {
        Sink { options, palette, array: Vec::new(), page: Vec::new() }
    }

    /// Called from many threads.
    fn render(&self, doc: &Document, name: String) -> Piece {
        let offsets = self.options.offsets;
        match self.options.format {
            Format::Text => {
                Piece::Written(text::account(doc, &name, self.options.explain, &self.palette))
            }
            Format::Json => Piece::Written(doc.to_json_pretty(offsets)),
            Format::Jsonl => Piece::Written(doc.to_json(offsets) + "\n"),
            Format::Html => Piece::Whole(name, Box::new(doc.clone())),
        }
    }

    fn write(&mut self, piece: Piece, out: &mut Output) -> Result<(), Failure> {
        match piece {
            Piece::Written(json) if self.options.format == Format::Json => self.array.push(json),
            Piece::Written(text) => out.write(&text)?,
            Piece::Whole(name, doc) => self.page.push((name, doc)),
        }
        Ok(())
    }

    fn finish(self, out: &mut Output) -> Result<(), Failure> {
        match self.options.format {
            Format::Json if self.options.is_array() => {
                out.write(&format!("[\n{}\n]\n", self.array.join(",\n")))
            }
            Format::Json => self.array.iter().try_for_each(|json| out.write(&format!("{json}\n"))),
            Format::Html => {
                let docs: Vec<(&str, &Document)> =
                    self.page.iter().map(|(name, doc)| (name.as_str(), &**doc)).collect();
                let title = docs.first().map_or("rawi", |&(name, _)| name);
                out.write(&html::page(title, &docs))
            }
            Format::Text | Format::Jsonl => Ok(()),
        }
    }
}
