//! What a plain dependency on rawi brings along, asked of cargo itself.

use std::process::Command;

/// The names of all crates that `cargo tree` lists under `arguments`.
fn crates(arguments: &[&str]) -> Vec<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--edges", "normal", "--prefix", "none", "--format", "{p}", "--locked"])
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .filter_map(|line| line.split_whitespace().next().map(str::to_owned))
        .collect()
}

#[test]
fn a_plain_dependency_stays_light() {
    let plain = crates(&[]);
    assert!(
        plain.contains(&"rawi".to_owned()) && plain.contains(&"unicode-segmentation".to_owned())
    );
    for heavy in ["pyo3", "arrow", "clap", "rayon", "serde_json", "indicatif", "anstyle"] {
        let found: Vec<_> = plain.iter().filter(|name| name.starts_with(heavy)).collect();
        assert!(found.is_empty(), "{found:?}");
    }
}

#[test]
fn the_command_brings_no_python() {
    let cli = crates(&["--features", "cli"]);
    assert!(cli.contains(&"clap".to_owned()), "the question is asked rightly");
    assert!(!cli.iter().any(|name| name.starts_with("pyo3") || name.starts_with("arrow")));
}
