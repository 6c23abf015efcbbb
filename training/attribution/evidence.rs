//! Dumps the facts behind every reading of every cue, or annotates with weights that are being tried.
//!
//! evidence dump WEIGHTS CONTEXT FILES…    one line of JSON a file, for `weigh.py`
//! evidence annotate WEIGHTS CONTEXT FILE  the document as `rawi annotate --format jsonl --offsets char` has it
//!
//! WEIGHTS and CONTEXT are files, or `-` for the built-in ones; as CONTEXT, `rules` is for no model at all.

use std::process::ExitCode;

fn analyzer(weights: &str, context: &str) -> Result<rawi::Analyzer, String> {
    let bytes = |path: &str| std::fs::read(path).map_err(|e| format!("{path}: {e}"));
    let builder = rawi::Analyzer::builder().model(context != "rules");
    let mut analyzer = builder.build().map_err(|e| e.to_string())?;
    if weights != "-" {
        analyzer = analyzer.with_weights(&bytes(weights)?);
    }
    if !matches!(context, "-" | "rules") {
        analyzer = analyzer.with_context(bytes(context)?).map_err(|e| e.to_string())?;
    }
    Ok(analyzer)
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let read = |path: &str| std::fs::read_to_string(path).map_err(|e| format!("{path}: {e}"));
    let run = || -> Result<(), String> {
        match args.split_first() {
            Some((verb, [weights, context, files @ ..])) if verb == "dump" => {
                let analyzer = analyzer(weights, context)?;
                for path in files {
                    let text = read(path)?;
                    println!("{path}\t{}", analyzer.evidence(&text));
                }
                Ok(())
            }
            Some((verb, [weights, context, files @ ..])) if verb == "annotate" => {
                let analyzer = analyzer(weights, context)?;
                for path in files {
                    println!("{}", analyzer.annotate(&read(path)?).to_json(rawi::OffsetUnit::Char));
                }
                Ok(())
            }
            _ => Err("evidence dump|annotate WEIGHTS CONTEXT FILES…".into()),
        }
    };
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("{e}");
            ExitCode::FAILURE
        }
    }
}
