"""The card as a browser builds it: the text is the article, and every part is marked."""

import shutil
import subprocess
import tempfile
from html.parser import HTMLParser
from pathlib import Path

import pytest

import rawi

BROWSER = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
TRICKY = (
    "قال مصدر مطلع: «<b>لا</b> & 'نعم' \"لا\"»، <script>alert(1)</script>\r\n"
    "وأضاف الوزير أن المصدر ذاته نفى ذلك، و\u202eقال\u202c 🙂 إن &amp; ليست علامة.\n"
)


class Card(HTMLParser):
    """What stands in the text part of the first card, and what is marked there."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.tags, self.marks = "", set[str](), list[dict[str, str]]()
        self._depth = self._open = 0
        self._marked: list[dict[str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        values = {name: value or "" for name, value in attrs}
        if tag == "div":
            self._depth += 1
            if values.get("class") == "text" and not self.text:
                self._open = self._depth
        elif tag == "mark" and self._open:
            self._marked.append({**values, "text": ""})
            self.marks.append(self._marked[-1])

    def handle_endtag(self, tag: str) -> None:
        if tag == "div":
            if self._depth == self._open:
                self._open = 0
            self._depth -= 1
        elif tag == "mark" and self._open:
            self._marked.pop()

    def handle_data(self, data: str) -> None:
        if self._open:
            self.text += data
            for mark in self._marked:
                mark["text"] += data


def check(card: Card, doc: rawi.Document) -> None:
    assert card.text == doc.text
    assert "script" not in card.tags and "b" not in card.tags
    cues = [m for m in card.marks if m["class"].startswith("cue") and "first" in m["class"].split()]
    expected = sorted((a.cue.start, a.cue.text, i) for i, a in enumerate(doc.attributions) if a.cue)
    assert sorted((m["data-label"], m["text"]) for m in cues) == sorted(
        (str(i + 1), text) for _, text, i in expected
    )
    for i, a in enumerate(doc.attributions, start=1):
        parts = [m for m in card.marks if str(i) in m.get("data-n", "").split()]
        kinds = {m["class"].split()[0] for m in parts}
        assert kinds >= {name for name in ("source", "cue", "content") if getattr(a, name)}, (
            "every part lights up with the others"
        )
        for part in parts:
            assert a.rule in part["title"] and f"{a.confidence:.2f}" in part["title"]
        pieces = [
            m["text"]
            for m in card.marks
            if m["class"].startswith("content") and m["data-label"] == str(i)
        ]
        assert "".join(pieces) == "".join(span.text for span in a.content)


@pytest.mark.parametrize("which", ["article", "tricky"])
def test_the_card(which: str, article: str) -> None:
    doc = rawi.annotate(article if which == "article" else TRICKY)
    check(Card(doc.to_html()), doc)


@pytest.mark.skipif(BROWSER is None, reason="no browser here")
@pytest.mark.parametrize("which", ["article", "tricky"])
def test_the_page_in_a_browser(which: str, article: str, tmp_path: Path) -> None:
    doc = rawi.annotate(article if which == "article" else TRICKY)
    page = tmp_path / "page.html"
    page.write_bytes(doc.to_html("عنوان").encode())
    with tempfile.TemporaryDirectory() as profile:
        command = [str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
                   "--no-first-run", "--disable-background-networking", "--disable-sync",
                   "--disable-component-update", f"--user-data-dir={profile}", "--dump-dom",
                   page.as_uri()]  # fmt: skip
        out = subprocess.run(command, capture_output=True, timeout=120, check=True)
    # The browser writes the carriage returns of its DOM as they are; universal newlines, which
    # `text=True` means, would lose them.
    check(Card(out.stdout.decode()), doc)


def test_parts_of_one_attribution_point_at_each_other(doc: rawi.Document) -> None:
    html = doc.to_html()
    style = html[: html.index("</style>")]
    for i in range(1, len(doc.attributions) + 1):
        assert f'.rawi:has([data-n~="{i}"]:hover) [data-n~="{i}"]' in style
    assert 'class="show-entities" checked' in html and 'class="show-contents" checked' in html
    assert 'type="checkbox"' not in rawi.annotate("نص").to_html()


def test_fragments_of_a_content_are_joined() -> None:
    doc = rawi.annotate("الجلسة، بحسب مصدر مطلع، تأجلت إلى الغد.")
    fragments = [len(a.content) for a in doc.attributions]
    card = Card(doc.to_html())
    joins = [m["data-joins"] for m in card.marks if "data-joins" in m]
    expected = [j for n in fragments for j in (["on"] + ["back on"] * (n - 2) + ["back"]) if n > 1]
    assert joins == expected and joins, "a content around its cue"


def test_unnamed_sources_are_set_apart_by_more_than_colour(doc: rawi.Document) -> None:
    html = doc.to_html()
    style = html[: html.index("</style>")]
    assert ".source.k-anon," in style and "dashed" in style
    assert "light-dark(" in style and 'data-jp-theme-light="false"' in style
    labels = [m["data-label"] for m in Card(html).marks if m["class"].startswith("source k-anon")]
    assert labels and all("anon" in label for label in labels)
