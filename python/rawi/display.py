"""Documents side by side, for notebooks. A document alone shows itself."""

from __future__ import annotations

import zlib
from html import escape
from typing import Any, TypeAlias

from ._rawi import Attribution, Document

__all__ = ["Comparison", "compare"]

_STYLE = """
.rawi-compare { display: grid; grid-template-columns: 1fr 1fr; gap: 0 .8em; direction: rtl }
.rawi-compare > .all { grid-column: 1 / -1 }
.rawi-compare .rawi { max-width: none }
.rawi-compare b { font-size: .9em; padding-inline: .4em }
@media (max-width: 60em) { .rawi-compare { grid-template-columns: 1fr } }
"""
_MARK = "outline: 2px dotted currentColor; outline-offset: 3px; border-radius: 2px"


class Comparison:
    """Two documents and what they say differently; shows itself in a notebook.

    `rows` lists the attributions of both: `(index in a, index in b, names of the fields that
    differ)`, with None for the index where only the other has it.
    """

    def __init__(self, a: Document, b: Document) -> None:
        for doc in (a, b):
            if not isinstance(doc, Document):
                raise TypeError(f"expected a Document, not {type(doc).__name__}")
        self.a, self.b = a, b
        self.rows = _align(a, b)

    @property
    def differences(self) -> list[Row]:
        """The rows that are not the same in both."""
        return [row for row in self.rows if None in row[:2] or row[2]]

    def __repr__(self) -> str:
        same = len(self.rows) - len(self.differences)
        return f"Comparison({same} alike, {len(self.differences)} different)"

    def _repr_html_(self) -> str:
        # Outlines are for the cues of this comparison, not for those of the next one on the page.
        name = f"rawi-{zlib.crc32((self.a.to_json() + self.b.to_json()).encode()):08x}"
        n = len(self.differences)
        table = ""
        if n:
            head = "<tr><th>أ</th><th>ب</th><th>المصدر</th><th>الفعل</th><th>الفرق</th></tr>"
            body = "".join(self._row(*row) for row in self.differences)
            table = f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"
        note = "" if self.a.text == self.b.text else " · النصان مختلفان · <bdi>texts differ</bdi>"
        return (
            f"<style>{_STYLE}{self._outlines(name)}</style>"
            f'<div class="rawi-compare {name}">'
            f'<div class="a"><b>أ</b>{self.a.to_html()}</div>'
            f'<div class="b"><b>ب</b>{self.b.to_html()}</div>'
            f'<div class="all rawi" dir="rtl" lang="ar"><b>أ ← ب</b> <span class="dim">'
            f"متفق {len(self.rows) - n} · مختلف {n} · "
            f"<bdi>{len(self.rows) - n} alike, {n} different</bdi>{note}</span>{table}</div></div>"
        )

    def _outlines(self, name: str) -> str:
        """Outline the cues of what differs, on either side."""
        places = [("a", i) for i, _, _ in self.differences]
        places += [("b", j) for _, j, _ in self.differences]
        which = ", ".join(
            f'.{name} > .{side} .text .cue[data-n="{n + 1}"]' for side, n in places if n is not None
        )
        return f"{which} {{ {_MARK} }}" if which else ""

    def _row(self, i: int | None, j: int | None, fields: tuple[str, ...]) -> str:
        ours = self.a.attributions[i] if i is not None else None
        theirs = self.b.attributions[j] if j is not None else None
        shown = ours or theirs
        cells = ["" if n is None else str(n + 1) for n in (i, j)]
        for part in (shown and shown.source, shown and shown.cue):
            cells.append(_bdi(part.text) if part else "")
        if ours and theirs:
            before, after = _comparable(ours), _comparable(theirs)
            what = [
                f"{_bdi(f, 'dim')} {_bdi(_text(before[f]))} ← {_bdi(_text(after[f]))}"
                for f in fields
            ]
            cells.append("<br>".join(what))
        else:
            cells.append(
                "في أ وحده · <bdi>only in a</bdi>" if ours else "في ب وحده · <bdi>only in b</bdi>"
            )
        return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


Row: TypeAlias = tuple[int | None, int | None, tuple[str, ...]]


def _bdi(text: str, name: str = "") -> str:
    return f"<bdi{f' class={name}' if name else ''}>{escape(text)}</bdi>"


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return " … ".join(map(_text, value)) or "—"
    return "—" if value is None else str(value)


def _comparable(a: Attribution) -> dict[str, Any]:
    """Give what two attributions may differ in. Places are compared by their words."""
    source = a.source
    return {
        "kind": a.kind,
        "tier": a.tier,
        "cue": a.cue and a.cue.text,
        "source": source and source.text,
        "anonymity": source and source.anonymity,
        "source_type": source and source.type,
        "descriptors": source.descriptors if source else (),
        "number": source and source.number,
        "elided": source and source.elided,
        "content": tuple(span.text for span in a.content),
        "recipient": a.recipient and a.recipient.text,
        "medium": a.medium and a.medium.text,
        "via": tuple(span.text for span in a.via),
        "stance": a.stance,
        "polarity": a.polarity,
        "tense": a.tense,
    }


def _align(a: Document, b: Document) -> list[Row]:
    """Pair attributions whose cues, or first contents, stand at the same place."""

    def place(x: Attribution) -> tuple[int, int]:
        spans = [s for s in (x.cue, *x.content, x.source) if s is not None]
        return (spans[0].start, spans[0].end) if spans else (-1, -1)

    theirs: dict[tuple[int, int], list[int]] = {}
    for j, x in enumerate(b.attributions):
        theirs.setdefault(place(x), []).append(j)
    rows: list[Row] = []
    for i, x in enumerate(a.attributions):
        at = theirs.get(place(x))
        if not at:
            rows.append((i, None, ()))
            continue
        j = at.pop(0)
        ours, other = _comparable(x), _comparable(b.attributions[j])
        rows.append((i, j, tuple(field for field in ours if ours[field] != other[field])))
    rows += [(None, j, ()) for left in theirs.values() for j in left]

    def order(row: Row) -> tuple[int, int]:
        i, j, _ = row
        return place(a.attributions[i] if i is not None else b.attributions[j or 0])

    return sorted(rows, key=order)


def compare(a: Document, b: Document) -> Comparison:
    """Show two documents side by side with what they say differently.

    They may be of one text, read by two analyzers, or of two versions of it; attributions are
    paired by where their cues stand.

    >>> from rawi.display import compare
    >>> a = rawi.annotate("قال مصدر مطلع إن الجلسة تأجلت.")
    >>> b = rawi.annotate("نفى مصدر مطلع إن الجلسة تأجلت.")
    >>> compare(a, b).differences
    [(0, 0, ('cue', 'stance'))]
    """
    return Comparison(a, b)
