"""Documents side by side, for notebooks. A document alone shows itself."""

from __future__ import annotations

from html import escape

from ._rawi import Attribution, Document

__all__ = ["Comparison", "compare"]

_STYLE = """<style>
.rawi-compare { display: grid; grid-template-columns: 1fr 1fr; gap: .8em; direction: rtl }
.rawi-compare > .all { grid-column: 1 / -1 }
@media (max-width: 60em) { .rawi-compare { grid-template-columns: 1fr } }
</style>"""


class Comparison:
    """Two documents and what they say differently; shows itself in a notebook.

    `rows` lists the attributions of both: `(index in a, index in b, names of the fields that
    differ)`, with None for the index where only the other has it.
    """

    def __init__(self, a: Document, b: Document) -> None:
        self.a, self.b = a, b
        self.rows = _align(a, b)

    @property
    def differences(self) -> list[tuple[int | None, int | None, tuple[str, ...]]]:
        """The rows that are not the same in both."""
        return [row for row in self.rows if None in row[:2] or row[2]]

    def __repr__(self) -> str:
        same = len(self.rows) - len(self.differences)
        return f"Comparison({same} alike, {len(self.differences)} different)"

    def _repr_html_(self) -> str:
        head = "<tr><th>أ</th><th>ب</th><th>الفعل</th><th>المصدر</th><th>الفرق</th></tr>"
        body = "".join(self._row(*row) for row in self.differences)
        table = f"<table><thead>{head}</thead><tbody>{body}</tbody></table>" if body else ""
        return (
            f'{_STYLE}<div class="rawi-compare"><div>{self.a.to_html()}</div>'
            f'<div>{self.b.to_html()}</div><div class="all rawi" dir="rtl" lang="ar">'
            f"<bdi>{escape(repr(self))}</bdi>{table}</div></div>"
        )

    def _row(self, i: int | None, j: int | None, fields: tuple[str, ...]) -> str:
        one = self.a.attributions[i] if i is not None else self.b.attributions[j or 0]
        if i is None:
            what = "only in ب"
        elif j is None:
            what = "only in أ"
        else:
            other = self.b.attributions[j]
            what = "; ".join(f"{f}: {_value(one, f)} ← {_value(other, f)}" for f in fields)
        cells = ["" if n is None else str(n + 1) for n in (i, j)]
        cells.append(one.cue.text if one.cue else "")
        cells += [one.source.text if one.source else "", what]
        return "<tr>" + "".join(f"<td><bdi>{escape(c)}</bdi></td>" for c in cells) + "</tr>"


def _value(a: Attribution, field: str) -> str:
    value = a.to_dict()[field]
    if isinstance(value, list):
        return " … ".join(part["text"] for part in value)
    return str(value["text"] if isinstance(value, dict) else value)


_FIELDS = ["kind", "tier", "source", "content", "recipient", "stance", "polarity", "tense"]


def _align(a: Document, b: Document) -> list[tuple[int | None, int | None, tuple[str, ...]]]:
    """Pair attributions whose cues, or first contents, stand at the same place."""

    def place(x: Attribution) -> tuple[int, int]:
        spans = [s for s in (x.cue, *x.content, x.source) if s is not None]
        return (spans[0].start, spans[0].end) if spans else (-1, -1)

    theirs: dict[tuple[int, int], list[int]] = {}
    for j, x in enumerate(b.attributions):
        theirs.setdefault(place(x), []).append(j)
    rows: list[tuple[int | None, int | None, tuple[str, ...]]] = []
    for i, x in enumerate(a.attributions):
        at = theirs.get(place(x))
        if not at:
            rows.append((i, None, ()))
            continue
        j = at.pop(0)
        ours, other = x.to_dict(), b.attributions[j].to_dict()
        rows.append((i, j, tuple(f for f in _FIELDS if ours[f] != other[f])))
    rows += [(None, j, ()) for left in theirs.values() for j in left]

    def order(row: tuple[int | None, int | None, tuple[str, ...]]) -> tuple[int, int]:
        i, j, _ = row
        return place(a.attributions[i] if i is not None else b.attributions[j or 0])

    return sorted(rows, key=order)


def compare(a: Document, b: Document) -> Comparison:
    """Show two documents side by side with what they say differently.

    >>> from rawi.display import compare
    >>> a = rawi.annotate("قال مصدر مطلع إن الجلسة تأجلت.")
    >>> b = rawi.annotate("نفى مصدر مطلع إن الجلسة تأجلت.")
    >>> compare(a, b).differences
    [(0, 0, ('stance',))]
    """
    return Comparison(a, b)
