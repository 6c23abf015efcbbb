"""``import rawi.spacy`` makes rawi a spaCy component.

>>> import spacy, rawi.spacy
>>> nlp = spacy.blank("ar")
>>> _ = nlp.add_pipe("rawi")
>>> doc = nlp("قال مصدر مطلع إن الجلسة تأجلت.")
>>> [(span.text, span.label_) for span in doc.spans["rawi"]]
[('مصدر مطلع', 'SOURCE'), ('قال', 'CUE'), ('الجلسة تأجلت', 'CONTENT')]
>>> doc.spans["rawi"][0]._.attribution.source.anonymity
'anon'
>>> doc._.rawi.profile.anonymous
1

``nlp.add_pipe("rawi", config={...})`` takes ``spans_key``, ``set_ents`` (whether to set
``doc.ents``), and ``lexicon`` (paths) and ``model`` as `rawi.Analyzer` does.

spaCy's tokens are not rawi's: a span is widened to whole tokens. The exact characters are in
``doc._.rawi``, the `rawi.Document`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from ._rawi import Analyzer, Attribution, Document

__all__ = ["RawiComponent"]

Doc.set_extension("rawi", default=None, force=True)
Span.set_extension("attribution", getter=lambda span: _attribution(span), force=True)


def _attribution(span: Span) -> Attribution | None:
    document: Document | None = span.doc._.rawi
    if document is None or not span.id_.startswith("rawi:"):
        return None
    return document.attributions[int(span.id_.removeprefix("rawi:"))]


class RawiComponent:
    """Sets `doc._.rawi`, a span group of sources, cues and contents, and the entities."""

    def __init__(self, spans_key: str, set_ents: bool, analyzer: Analyzer) -> None:
        self.analyzer = analyzer
        self.spans_key = spans_key
        self.set_ents = set_ents

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one document."""
        return self._attach(doc, self.analyzer.annotate(doc.text))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Annotate many, on all cores."""
        pairs = ((doc.text, doc) for doc in stream)
        for document, doc in self.analyzer.pipe(pairs, as_tuples=True, batch_size=batch_size):
            yield self._attach(doc, document)

    def _attach(self, doc: Doc, document: Document) -> Doc:
        doc._.rawi = document
        spans = []
        for i, a in enumerate(document.attributions):
            parts: list[tuple[Any, str]] = [(a.source, "SOURCE"), (a.cue, "CUE")]
            parts += [(content, "CONTENT") for content in a.content]
            spans += [_span(doc, part, label, f"rawi:{i}") for part, label in parts if part]
        doc.spans[self.spans_key] = [span for span in spans if span is not None]
        if self.set_ents:
            found = (_span(doc, e, e.kind.upper(), "") for e in document.entities)
            doc.set_ents(_apart(span for span in found if span is not None))
        return doc


def _span(doc: Doc, part: Any, label: str, span_id: str) -> Span | None:
    span = doc.char_span(part.start, part.end, label=label, alignment_mode="expand")
    if span is None:
        return None
    return Span(doc, span.start, span.end, label=label, span_id=span_id)


def _apart(spans: Iterable[Span]) -> list[Span]:
    """Leave out what overlaps once widened to tokens: spaCy's entities may not."""
    kept: list[Span] = []
    for span in spans:
        if not kept or kept[-1].end <= span.start:
            kept.append(span)
    return kept


_DEFAULTS = {"spans_key": "rawi", "set_ents": True, "lexicon": [], "model": True}


@Language.factory("rawi", default_config=_DEFAULTS)
def _make(
    nlp: Language, name: str, spans_key: str, set_ents: bool, lexicon: list[str], model: bool
) -> RawiComponent:
    return RawiComponent(spans_key, set_ents, Analyzer(lexicon=lexicon, model=model))
