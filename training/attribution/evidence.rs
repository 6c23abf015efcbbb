//! Dumps the facts behind every reading of every cue, or annotates with weights that are being tried.
//!
//! evidence dump WEIGHTS FILES…    one line of JSON a file, for `weigh.py` (`-`: the built-in ones)
//! evidence annotate WEIGHTS FILE  the document as `rawi annotate --format jsonl --offsets char` has it

use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let read = |path: &str| std::fs::read_to_string(path).map_err(|e| format!("{path}: {e}"));
    let run = || -> Result<(), String> {
        match args.split_first() {
            Some((verb, [weights, files @ ..])) if verb == "dump" => {
                let mut analyzer = rawi::Analyzer::new();
                if weights != "-" {
                    let bytes = std::fs::read(weights).map_err(|e| format!("{weights}: {e}"))?;
                    analyzer = analyzer.with_weights(&bytes);
                }
                for path in files {
                    let text = read(path)?;
                    println!("{path}\t{}", analyzer.evidence(&text));
                }
                Ok(())
            }
            Some((verb, [weights, files @ ..])) if verb == "annotate" => {
                let bytes = std::fs::read(weights).map_err(|e| format!("{weights}: {e}"))?;
                let analyzer = rawi::Analyzer::new().with_weights(&bytes);
                for path in files {
                    println!("{}", analyzer.annotate(&read(path)?).to_json(rawi::OffsetUnit::Char));
                }
                Ok(())
            }
            _ => Err("evidence dump WEIGHTS FILES… | evidence annotate WEIGHTS FILES…".into()),
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
