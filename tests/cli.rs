//! The `rawi` command, run as a program.
#![cfg(feature = "cli")]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// Runs `rawi` in an empty folder of the test's own.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Folder {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli").join(test);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Folder {
        fs::write(self.0.join(name), bytes).unwrap();
        self
    }

    fn rawi(&self, args: &[&str]) -> Run {
        self.rawi_reading(args, b"")
    }

    fn rawi_reading(&self, args: &[&str], stdin: &[u8]) -> Run {
        let mut child = Command::new(env!("CARGO_BIN_EXE_rawi"))
            .args(args)
            .current_dir(&self.0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(stdin).unwrap();
        Run::new(child.wait_with_output().unwrap())
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(&self.0)
            .unwrap()
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

struct Run {
    code: i32,
    out: String,
    err: String,
}

impl Run {
    fn new(output: Output) -> Run {
        Run {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// What a successful run wrote.
    #[track_caller]
    fn ok(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (0, ""));
        self.out
    }

    /// A refusal: exit code 2, nothing on standard output, one message that says all of `parts`.
    #[track_caller]
    fn refused(self, parts: &[&str]) {
        assert_eq!((self.code, self.out.as_str()), (2, ""), "{}", self.err);
        for part in parts {
            assert!(self.err.contains(part), "'{part}' is not in: {}", self.err);
        }
    }
}

const ARTICLE: &str = include_str!("../examples/article.txt");

#[test]
fn every_format_carries_the_article() {
    let dir = Folder::new("formats");
    dir.file("a.txt", ARTICLE);
    let text = dir.rawi(&["annotate", "a.txt"]).ok();
    assert!(text.starts_with("a.txt: "), "{text}");
    assert!(!text.contains('\x1b'), "no colour in a pipe");

    let json: Value =
        serde_json::from_str(&dir.rawi(&["annotate", "--format", "json", "a.txt"]).ok()).unwrap();
    assert_eq!(json["text"], ARTICLE);
    assert_eq!(json["offsets"], "byte");

    let line = dir.rawi(&["annotate", "--format", "jsonl", "a.txt"]).ok();
    assert_eq!(line.matches('\n').count(), 1);
    assert_eq!(serde_json::from_str::<Value>(&line).unwrap(), json);

    let page = dir.rawi(&["annotate", "--format", "html", "a.txt"]).ok();
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("dir=\"rtl\""));
}

#[test]
fn the_readme_shows_what_the_command_says() {
    let dir = Folder::new("readme");
    dir.file("article.txt", ARTICLE);
    let account = dir.rawi(&["annotate", "article.txt"]).ok();
    let readme = include_str!("../README.md");
    let shown = readme.split("```text\n").nth(1).unwrap().split("```").next().unwrap();
    for block in shown.split("\n\n") {
        assert!(account.contains(block.trim_end()), "the README shows\n{block}\nbut:\n{account}");
    }
}

#[test]
fn offsets_are_counted_in_the_unit_asked_for() {
    let dir = Folder::new("offsets");
    let text = "🙂 نص. نص";
    for (unit, len) in [("byte", text.len()), ("char", 8), ("utf16", 9)] {
        let args = ["annotate", "--format", "jsonl", "--offsets", unit];
        let json: Value =
            serde_json::from_str(&dir.rawi_reading(&args, text.as_bytes()).ok()).unwrap();
        assert_eq!(json["offsets"], unit);
        assert_eq!(json["sentences"].as_array().unwrap().last().unwrap()["end"], len);
    }
}

#[test]
fn colour_when_asked_for() {
    let dir = Folder::new("colour");
    let args = ["annotate", "--color", "always"];
    assert!(dir.rawi_reading(&args, ARTICLE.as_bytes()).ok().contains("\x1b["));
    // An article cannot colour the account itself, or worse.
    let out =
        dir.rawi_reading(&["annotate", "--color", "never"], "قال \x1b[31mمصدر إن x".as_bytes());
    assert!(!out.ok().contains('\x1b'));
}

#[test]
fn many_files_come_in_order() {
    let dir = Folder::new("many");
    let names: Vec<String> = (0..600).map(|i| format!("{i:03}.txt")).collect();
    for (i, name) in names.iter().enumerate() {
        dir.file(name, format!("النص رقم {i}"));
    }
    let mut args = vec!["annotate", "--format", "jsonl", "-j", "2"];
    args.extend(names.iter().map(String::as_str));
    let out = dir.rawi(&args).ok();
    assert_eq!(out.lines().count(), 600);
    for (i, line) in out.lines().enumerate() {
        let json: Value = serde_json::from_str(line).unwrap();
        assert_eq!(json["text"], format!("النص رقم {i}"));
    }
    args[2] = "json";
    let array: Value = serde_json::from_str(&dir.rawi(&args).ok()).unwrap();
    assert_eq!(array.as_array().unwrap().len(), 600);
}

#[test]
fn json_lines_in_json_lines_out() {
    let dir = Folder::new("jsonl");
    dir.file("c.jsonl", "{\"id\": 1, \"body\": \"نص أول\"}\n\n{\"body\": \"نص\\nثان\"}");
    let args = ["annotate", "--input", "jsonl", "--field", "body", "--format", "jsonl", "c.jsonl"];
    let out = dir.rawi(&args).ok();
    let texts: Vec<Value> =
        out.lines().map(|l| serde_json::from_str::<Value>(l).unwrap()["text"].clone()).collect();
    assert_eq!(texts, ["نص أول", "نص\nثان"]);
    assert_eq!(dir.rawi_reading(&args[..args.len() - 1], b"").ok(), "", "no lines, no documents");
}

#[test]
fn a_bad_line_is_named_and_can_be_passed_over() {
    let dir = Folder::new("bad-line");
    dir.file(
        "c.jsonl",
        "{\"text\": \"نص\"}\n{\"text\": 3}\nnope\n{\"texte\": \"\"}\n{\"text\": \"آخر\"}\n",
    );
    let base = ["annotate", "--input", "jsonl", "--format", "jsonl", "c.jsonl"];
    let stopped = dir.rawi(&base);
    assert_eq!(stopped.code, 2);
    assert_eq!(stopped.out.lines().count(), 1, "the document before the mistake is whole");
    assert!(stopped.err.contains("c.jsonl:2: the field 'text' is no string"), "{}", stopped.err);

    let skipped = dir.rawi(&[&base[..], &["--errors", "skip"]].concat());
    assert_eq!((skipped.code, skipped.out.lines().count()), (0, 2));
    assert!(skipped.err.contains("c.jsonl:3: not a JSON object"), "{}", skipped.err);
    assert!(skipped.err.contains("c.jsonl:4: there is no field 'text'"), "{}", skipped.err);

    let recorded = dir.rawi(&[&base[..], &["--errors", "record"]].concat());
    let lines: Vec<Value> =
        recorded.out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(lines.len(), 5);
    assert!(lines[1]["error"].as_str().unwrap().contains("c.jsonl:2"));
}

#[test]
fn what_is_no_text_is_refused() {
    let dir = Folder::new("refused");
    dir.file("empty.txt", "")
        .file("latin1.txt", b"sch\xF6n")
        .file("cut.txt", "سطر\nسط\u{631}".as_bytes().split_last().unwrap().1)
        .file("binary.bin", b"\x7fELF\x00\x01")
        .file("utf16.txt", b"\xFF\xFE\x42\x06");
    fs::create_dir(dir.0.join("folder")).unwrap();
    for command in [&["annotate"][..], &["normalize", "--form", "search"]] {
        let run = |file: &str| dir.rawi(&[command, &[file]].concat());
        run("empty.txt").refused(&["empty.txt", "is empty"]);
        run("latin1.txt").refused(&["latin1.txt:1", "UTF-8", "byte 3"]);
        run("cut.txt").refused(&["cut.txt:2", "UTF-8", "byte 11"]);
        run("binary.bin").refused(&["binary.bin", "binary"]);
        run("utf16.txt").refused(&["utf16.txt", "UTF-16"]);
        run("folder").refused(&["folder", "directory"]);
        run("none.txt").refused(&["none.txt", "No such file"]);
        run("-").refused(&["standard input", "empty"]);
    }
}

#[test]
fn options_that_do_not_exist_are_refused() {
    let dir = Folder::new("options");
    dir.file("a.txt", ARTICLE);
    dir.rawi(&["normalize", "--form", "serach", "a.txt"]).refused(&["--form", "serach", "search"]);
    dir.rawi(&["normalize", "a.txt"]).refused(&["--form"]);
    dir.rawi(&["annotate", "--format", "xml", "a.txt"]).refused(&["--format", "xml", "jsonl"]);
    dir.rawi(&["annotate", "--offsets", "word", "a.txt"]).refused(&["--offsets", "word", "utf16"]);
    dir.rawi(&["annotate", "--colour", "a.txt"]).refused(&["--colour"]);
    dir.rawi(&["anotate", "a.txt"]).refused(&["anotate"]);
    dir.rawi(&[]).refused(&["Usage"]);
}

#[test]
fn a_wrong_name_at_the_end_of_the_list_is_found_first() {
    let dir = Folder::new("first");
    dir.file("a.txt", ARTICLE);
    dir.rawi(&["annotate", "a.txt", "b.txt"]).refused(&["b.txt"]);
}

#[test]
fn nothing_is_half_written() {
    let dir = Folder::new("half");
    dir.file("a.txt", ARTICLE).file("bad.txt", b"\xFF");
    for format in ["json", "html"] {
        dir.rawi(&["annotate", "--format", format, "a.txt", "bad.txt"]).refused(&["bad.txt"]);
    }
    dir.file("out.jsonl", "old");
    let args = ["annotate", "--format", "jsonl", "-o", "out.jsonl", "a.txt"];
    let failed = dir.rawi(&[&args[..], &["bad.txt"]].concat());
    assert_eq!(failed.code, 2);
    assert_eq!(fs::read_to_string(dir.0.join("out.jsonl")).unwrap(), "old");
    assert_eq!(dir.names(), ["a.txt", "bad.txt", "out.jsonl"]);

    assert_eq!(dir.rawi(&args).ok(), "");
    assert!(fs::read_to_string(dir.0.join("out.jsonl")).unwrap().starts_with("{\"text\""));
    assert_eq!(dir.names(), ["a.txt", "bad.txt", "out.jsonl"]);
}

#[test]
fn output_that_cannot_be_written_is_a_failure_of_its_own() {
    let dir = Folder::new("unwritable");
    dir.file("a.txt", ARTICLE);
    let run = dir.rawi(&["annotate", "-o", "no/such/folder", "a.txt"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("no/such/folder"), "{}", run.err);
}

#[test]
fn normalize_writes_the_text_and_not_a_byte_more() {
    let dir = Folder::new("normalize");
    for (text, form, expected) in [
        ("قَالَ\r\n", "news", "قال\r\n"),
        ("إلى القاهرة", "search", "الي القاهره"),
        ("plain", "repair", "plain"),
    ] {
        assert_eq!(
            dir.rawi_reading(&["normalize", "--form", form], text.as_bytes()).ok(),
            expected
        );
    }
    dir.file("a.txt", "أ").file("b.txt", "إ");
    assert_eq!(dir.rawi(&["normalize", "--form", "search", "a.txt", "b.txt"]).ok(), "اا");
}

#[test]
fn a_text_without_arabic_is_an_empty_document() {
    let dir = Folder::new("latin");
    let out = dir.rawi_reading(&["annotate", "--format", "json"], b"Nothing said here.\n").ok();
    let json: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["attributions"], serde_json::json!([]));
}

#[test]
fn a_reader_that_leaves_early_is_no_failure() {
    let dir = Folder::new("pipe");
    dir.file("a.txt", ARTICLE.repeat(400));
    let mut child = Command::new(env!("CARGO_BIN_EXE_rawi"))
        .args(["annotate", "--format", "json", "a.txt"])
        .current_dir(&dir.0)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let run = Run::new(child.wait_with_output().unwrap());
    assert_eq!((run.code, run.err.as_str()), (0, ""));
}

#[test]
fn own_lexicons_are_merged_and_their_mistakes_placed() {
    let folder = Folder::new("lexicon");
    folder.file("a.txt", "وسولف منسق الميناء أن السفن راسية.");
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/lexicon.toml");
    let run = folder.rawi(&["annotate", "--lexicon", example, "--format", "jsonl", "a.txt"]);
    let doc: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(doc["attributions"][0]["cue"]["id"], "house.1");

    folder.file("mine.toml", "[[cue]]\nid = \"a\"\n\n[[cues]]\n");
    let run = folder.rawi(&["annotate", "--lexicon", "mine.toml", "a.txt"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("mine.toml:"), "{}", run.err);
}

#[test]
fn names_inside_of_others_and_their_style_are_options() {
    let folder = Folder::new("entities");
    folder.file("a.txt", "أعلنت جامعة القاهرة موعد القبول.");
    let count = |options: &[&str]| {
        let run = folder.rawi(&[&["annotate", "--format", "jsonl", "a.txt"], options].concat());
        let doc: Value = serde_json::from_str(&run.out).unwrap();
        doc["entities"].as_array().unwrap().len()
    };
    assert_eq!(count(&[]), 1);
    assert_eq!(count(&["--nested-entities"]), 2);
    assert_eq!(count(&["--name-style", "1"]), 1);
    let run = folder.rawi(&["annotate", "--name-style", "2", "a.txt"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("name style"), "{}", run.err);
}

#[test]
fn parts_that_are_not_wanted_are_left_out() {
    let folder = Folder::new("parts");
    folder.file("a.txt", "قال مسؤول إن الأهالي عادوا إلى بلدة عين الزرقة وإلى بغداد.");
    folder.file("names.tsv", "location\tعين الزرقة\n");
    let counts = |options: &[&str]| {
        let run = folder.rawi(&[&["annotate", "--format", "jsonl", "a.txt"], options].concat());
        let doc: Value = serde_json::from_str(&run.out).unwrap();
        ["attributions", "entities"].map(|part| doc[part].as_array().unwrap().len())
    };
    assert_eq!(counts(&[]), [1, 2]);
    assert_eq!(counts(&["--no-attribution"]), [0, 2]);
    assert_eq!(counts(&["--no-model"]), [1, 1]);
    assert_eq!(counts(&["--no-model", "--gazetteer", "names.tsv"]), [1, 2]);
}
