"""What the Python tests share: the project's own article, annotated once."""

from pathlib import Path

import pytest

import rawi

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def article() -> str:
    return (ROOT / "examples" / "article.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def doc(article: str) -> rawi.Document:
    doc = rawi.annotate(article)
    assert doc.attributions and doc.chains, "the article has sources to test with"
    return doc
