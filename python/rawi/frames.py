"""Long-form tables of what was found: one row an attribution, or one row an entity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from ._rawi import Attribution, Document, ItemError

if TYPE_CHECKING:
    import pandas
    import polars

__all__ = ["rows", "to_frame"]

What: TypeAlias = Literal["attributions", "entities"]
Found: TypeAlias = Document | ItemError


def rows(
    docs: Iterable[Found | tuple[Found, Any]], what: What = "attributions"
) -> Iterator[dict[str, Any]]:
    """Give the rows of `to_frame` as dicts, without any table library.

    An `ItemError`, which `pipe(..., errors="record")` gives in the place of a document, has a
    number and no rows.

    >>> doc = rawi.annotate("قال مصدر مطلع إن الجلسة تأجلت.")
    >>> next(rawi.rows([doc]))["source"]
    'مصدر مطلع'
    """
    if what not in ("attributions", "entities"):
        raise ValueError(f"unknown rows '{what}': expected attributions or entities")
    if isinstance(docs, (Document, str)):
        raise TypeError(f"expected documents in a list or another iterable, not one {_kind(docs)}")
    for number, item in enumerate(docs):
        doc, key = item if isinstance(item, tuple) else (item, number)
        if isinstance(doc, ItemError):
            continue
        if not isinstance(doc, Document):
            raise TypeError(f"item {number}: expected a Document, not {_kind(doc)}")
        if what == "attributions":
            for i, attribution in enumerate(doc.attributions):
                yield {"doc": key, "attribution": i, **_attribution(doc, attribution)}
        else:
            for i, entity in enumerate(doc.entities):
                yield {"doc": key, "entity": i, **entity.to_dict()}


def _kind(value: object) -> str:
    return type(value).__name__


def _attribution(doc: Document, a: Attribution) -> dict[str, Any]:
    source, cue, content = a.source, a.cue, a.content
    return {
        "source": source and source.text,
        "cue": cue and cue.text,
        "content": a.content_text if content else None,
        "anonymity": source.anonymity if source else "implicit",
        "source_type": source and source.type,
        "descriptors": ", ".join(source.descriptors) if source else "",
        "number": source and source.number,
        "elided": source and source.elided,
        "kind": a.kind,
        "tier": a.tier,
        "stance": a.stance,
        "polarity": a.polarity,
        "tense": a.tense,
        "recipient": a.recipient and a.recipient.text,
        "chain": a.chain,
        "chain_label": None if a.chain is None else doc.chains[a.chain].label,
        "source_start": source and source.start,
        "source_end": source and source.end,
        "cue_start": cue and cue.start,
        "cue_end": cue and cue.end,
        "content_start": content[0].start if content else None,
        "content_end": content[-1].end if content else None,
        "rule": a.rule,
        "cue_id": cue and cue.id,
        "confidence": a.confidence,
    }


# The columns of each table, so that a table without rows has them too.
_COLUMNS = {
    "attributions": """
        doc attribution source cue content anonymity source_type descriptors number elided kind
        tier stance polarity tense recipient chain chain_label source_start source_end cue_start
        cue_end content_start content_end rule cue_id confidence
    """.split(),
    "entities": """
        doc entity start end text kind subkind name name_en id value rule confidence
    """.split(),
}


def to_frame(
    docs: Iterable[Found | tuple[Found, Any]],
    what: What = "attributions",
    *,
    backend: Literal["pandas", "polars"] = "pandas",
) -> pandas.DataFrame | polars.DataFrame:
    """Make a data frame with one row an attribution, or one row an entity.

    `docs` are documents, or `(document, key)` pairs as `Analyzer.pipe(..., as_tuples=True)` gives
    them; the column `doc` holds the key, or the number of the document.

    >>> doc = rawi.annotate("قال مصدر مطلع إن الجلسة تأجلت.")
    >>> rawi.to_frame([(doc, "a1")], backend="polars").select("doc", "source", "rule").rows()
    [('a1', 'مصدر مطلع', 'V.said.comp')]
    """
    found = list(rows(docs, what))
    columns = _COLUMNS[what]
    if backend == "pandas":
        import pandas

        return pandas.DataFrame(found, columns=columns)
    if backend == "polars":
        import polars

        return polars.DataFrame(
            {c: [row[c] for row in found] for c in columns}, infer_schema_length=None, strict=False
        )
    raise ValueError(f"unknown backend '{backend}': expected pandas or polars")
