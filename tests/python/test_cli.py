"""`python -m rawi` is the `rawi` command."""

import json
import os
import subprocess
import sys
from pathlib import Path

import rawi


def run(*args: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "rawi", *args]
    return subprocess.run(
        command, input=stdin, capture_output=True, encoding="utf-8", timeout=60, check=False
    )


def test_it_says_what_the_package_says(article: str, doc: rawi.Document) -> None:
    out = run("annotate", "--format", "jsonl", "--offsets", "char", stdin=article)
    assert out.returncode == 0 and json.loads(out.stdout) == doc.to_dict()
    assert rawi.Document.from_json(out.stdout) == doc
    out = run("normalize", "--form", "search", stdin=article)
    assert out.stdout == rawi.normalize(article, form="search")


def test_mistakes_exit_with_2(tmp_path: Path) -> None:
    for args in (["annotate", str(tmp_path)], ["normalize", "--form", "x"], ["nonsense"], []):
        out = run(*args)
        assert out.returncode == 2 and out.stderr and not out.stdout


def test_help_and_version() -> None:
    assert rawi.__version__ in run("--version").stdout
    assert "annotate" in run("--help").stdout


def test_the_installed_command() -> None:
    name = "rawi.exe" if os.name == "nt" else "rawi"
    command = Path(sys.executable).with_name(name)
    out = subprocess.run([command, "--version"], capture_output=True, text=True, check=True)
    assert rawi.__version__ in out.stdout
