"""The examples in docstrings and in the README run, and the types are what the stubs say."""

import doctest
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import rawi
from rawi import labels

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"


def docstrings() -> list[tuple[str, str]]:
    """Every docstring of the package that has an example, with its name."""
    found: dict[str, str | None] = {"rawi": rawi.__doc__, "rawi.labels": labels.__doc__}
    for name in rawi.__all__:
        value = getattr(rawi, name)
        found[f"rawi.{name}"] = inspect.getdoc(value)
        if inspect.isclass(value):
            for attribute in vars(value):
                # Not out of `vars`: a static method's docstring there is that of `staticmethod`.
                member = getattr(value, attribute)
                found[f"rawi.{name}.{attribute}"] = getattr(member, "__doc__", None)
    return [(name, doc) for name, doc in found.items() if doc and ">>>" in doc]


@pytest.mark.parametrize(("name", "doc"), docstrings())
def test_docstring(name: str, doc: str) -> None:
    test = doctest.DocTestParser().get_doctest(doc, {"rawi": rawi}, name, None, None)
    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test)
    assert result.attempted > 0 and result.failed == 0


def test_everything_public_is_documented() -> None:
    for name in rawi.__all__:
        value = getattr(rawi, name)
        if name != "__version__":
            assert inspect.getdoc(value), name
        if inspect.isclass(value) and value is not rawi.ItemError:
            for attribute in vars(value):
                if not attribute.startswith("_") and attribute != "forms":
                    assert getattr(value, attribute).__doc__, f"{name}.{attribute}"


def readme_examples() -> list[str]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.findall(r"```python\n(.*?)```", text, re.DOTALL)


def test_readme(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    examples = readme_examples()
    assert examples
    for example in examples:
        exec(compile(example, "README.md", "exec"), {})
    assert capsys.readouterr().out.strip(), "the examples print something"


def test_stubs_match_the_module() -> None:
    command = [sys.executable, "-m", "mypy.stubtest", "rawi._rawi", "--ignore-disjoint-bases"]
    out = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert out.returncode == 0, out.stdout + out.stderr


def test_stubs_say_what_the_module_says() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "stub-docs"), "--check"]
    out = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert out.returncode == 0, out.stdout + out.stderr


def test_examples_are_typed_and_run() -> None:
    examples = sorted(EXAMPLES.glob("*.py"))
    assert examples
    command = [sys.executable, "-m", "mypy", "--strict", *map(str, examples)]
    out = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert out.returncode == 0, out.stdout
    for example in examples:
        out = subprocess.run(
            [sys.executable, "-X", "utf8", str(example)],
            capture_output=True, encoding="utf-8", cwd=ROOT, check=False,
        )  # fmt: skip
        assert out.returncode == 0 and out.stdout, out.stderr
