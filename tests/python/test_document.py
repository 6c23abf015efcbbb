"""Documents and their parts: fields, equality, hashes, pickles, JSON."""

import json
import pickle
import typing

import pytest

import rawi
from rawi import _rawi, labels


def parts(doc: rawi.Document) -> list[typing.Any]:
    """One of everything a document hands out, and the document itself."""
    attribution = doc.attributions[0]
    found = [doc, attribution, attribution.cue, attribution.source, doc.chains[0], doc.profile]
    found += [doc.sentences[0], attribution.content[0], doc.tokens[0], *doc.entities[:1]]
    assert None not in found
    return found


def test_the_json_is_the_documents(doc: rawi.Document) -> None:
    as_dict = doc.to_dict()
    assert as_dict == json.loads(doc.to_json())
    assert as_dict["offsets"] == "char"
    assert as_dict["text"] == doc.text
    for i, attribution in enumerate(doc.attributions):
        assert attribution.to_dict() == as_dict["attributions"][i]
        assert json.loads(attribution.to_json()) == attribution.to_dict()
    for i, entity in enumerate(doc.entities):
        assert entity.to_dict() == as_dict["entities"][i]
    for i, chain in enumerate(doc.chains):
        assert chain.to_dict() == as_dict["chains"][i]
        assert chain.id == i
    assert doc.profile.to_dict() == as_dict["profile"]
    for part in parts(doc)[1:]:
        assert json.loads(part.to_json()) == part.to_dict()


def test_json_and_dict_round_trip(doc: rawi.Document) -> None:
    for offsets in typing.cast(
        "list[typing.Literal['char', 'byte', 'utf16']]", ["char", "byte", "utf16"]
    ):
        assert rawi.Document.from_json(doc.to_json(offsets)) == doc
    again = rawi.Document.from_dict(doc.to_dict())
    assert again == doc and hash(again) == hash(doc)
    assert again.tokens == doc.tokens
    with pytest.raises(ValueError, match="offset unit 'words'"):
        doc.to_json("words")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="not a rawi document"):
        rawi.Document.from_json("{}")


def test_attributes_say_what_the_json_says(doc: rawi.Document) -> None:
    for a in doc.attributions:
        d = a.to_dict()
        for field in ("kind", "tier", "stance", "polarity", "tense", "chain", "parent", "rule"):
            assert getattr(a, field) == d[field]
        assert a.confidence == d["confidence"] and a.note == d["note"]
        assert [c.to_dict() for c in a.content] == d["content"]
        assert [v.to_dict() for v in a.via] == d["via"]
        for field in ("complementizer", "negation", "recipient", "medium"):
            span = getattr(a, field)
            assert (span and span.to_dict()) == d[field]
        if a.cue:
            assert (a.cue.lemma, a.cue.class_, a.cue.id) == tuple(
                d["cue"][k] for k in ("lemma", "class", "id")
            )
        if a.source:
            s = d["source"]
            assert (a.source.type, a.source.anonymity, a.source.number, a.source.elided) == (
                s["type"],
                s["anonymity"],
                s["number"],
                s["elided"],
            )
            assert a.source.head.to_dict() == s["head"]
            assert list(a.source.descriptors) == s["descriptors"]
            assert a.source.entity == s["entity"]
    for e in doc.entities:
        d = e.to_dict()
        for field in ("kind", "subkind", "name", "name_en", "id", "value", "rule", "confidence"):
            assert getattr(e, field) == d[field]


def test_spans_are_slices_of_the_text(doc: rawi.Document) -> None:
    spans: list[typing.Any] = [*doc.sentences, *doc.tokens, *doc.entities]
    for a in doc.attributions:
        spans += [a.cue, a.source, *a.content, a.complementizer, a.negation, a.recipient, *a.via]
    for span in filter(None, spans):
        assert doc.text[span.start : span.end] == span.text


def test_equal_parts_are_equal_and_hash_alike(doc: rawi.Document, article: str) -> None:
    same, other = rawi.annotate(article), rawi.annotate("قالت وزارة الصحة إن اللقاح متوفر.")
    for ours, theirs, unlike in zip(parts(doc), parts(same), parts(other), strict=False):
        assert ours == theirs
        assert not ours != theirs  # noqa: SIM202
        assert hash(ours) == hash(theirs)
        assert ours != unlike and ours != 1
    assert len({*doc.attributions, *same.attributions}) == len(set(doc.attributions))


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_everything_pickles(doc: rawi.Document, protocol: int) -> None:
    others = [rawi.Analyzer(), rawi.Normalizer("news"), rawi.Normalizer(None, marks=True)]
    kinds = {token.kind: token for token in rawi.annotate("قال Reuters 3 ! 🙂").tokens}
    assert len(kinds) == 5
    for part in [*parts(doc), *others, *kinds.values(), doc.chains]:
        again = pickle.loads(pickle.dumps(part, protocol))
        assert again == part and type(again) is type(part)


def test_reprs_are_short_and_say_what_it_is(doc: rawi.Document) -> None:
    for part in [*parts(doc), doc.chains, doc.tokens[0], rawi.Normalizer(), rawi.Analyzer()]:
        assert repr(part).startswith(type(part).__name__ + "(")
        assert len(repr(part)) < 200 or isinstance(part, _rawi.Chains)
    assert repr(rawi.Span(4, 8, "مصدر")) == "Span(4, 8, 'مصدر')"


def test_nothing_can_be_changed(doc: rawi.Document) -> None:
    for part in parts(doc):
        with pytest.raises(AttributeError):
            part.text = "x"
        with pytest.raises(AttributeError):
            part.new_attribute = "x"


def test_chains_are_a_sequence(doc: rawi.Document) -> None:
    chains = list(doc.chains)
    assert len(chains) == len(doc.chains)
    assert doc.chains[-1] == chains[-1]
    assert list(doc.chains[::-1]) == chains[::-1] and list(doc.chains[1:]) == chains[1:]
    for wrong in (len(chains), -len(chains) - 1):
        with pytest.raises(IndexError):
            doc.chains[wrong]
    for chain in chains:
        assert all(doc.attributions[i].chain == chain.id for i in chain.mentions)


def test_labels_are_those_of_the_crate(doc: rawi.Document) -> None:
    for name, values in _rawi._labels():
        assert typing.get_args(getattr(labels, name)) == tuple(values)
    for a in doc.attributions:
        assert a.kind in typing.get_args(labels.AttributionKind)


def test_html(doc: rawi.Document) -> None:
    card = doc._repr_html_()
    assert card == doc.to_html() and 'dir="rtl"' in card and "<script" not in card
    page = doc.to_html("<عنوان>")
    assert page.startswith("<!DOCTYPE html>") and "&lt;عنوان&gt;" in page
    assert "<table" in doc.chains._repr_html_() and "bar" in doc.profile._repr_html_()


def test_empty_documents() -> None:
    for text in ("", "   \n", "No Arabic here.", "123"):
        doc = rawi.annotate(text)
        assert doc.text == text
        assert doc.attributions == () and len(doc.chains) == 0
        assert rawi.Document.from_json(doc.to_json()) == doc
        assert doc.to_html()
