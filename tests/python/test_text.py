"""Strings of every kind that Python has, against slices of the original."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rawi

# Words that make attributions, and everything that could shift an offset.
PIECES = [
    "قال",
    "وأضاف",
    "مصدر مطلع",
    "إن",
    "أن",
    "الوزير",
    "«",
    "»",
    "، ",
    ". ",
    ": ",
    "\n",
    "\r\n",
    "\0",
    "🙂",
    "👨‍👩‍👧",
    "𝔘",
    "قَالَ",
    "ـــ",
    "\u200f",
    "\u202e",
    "é",
    "e\u0301",
    "abc ",
    "٣٫٥",
    "لا",
    "\ufeff",
]
texts = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join),
)  # fmt: skip
surrogates = st.characters(min_codepoint=0xD800, max_codepoint=0xDFFF, categories=["Cs"])


def spans(doc: rawi.Document) -> list[tuple[int, int, str]]:
    found: list[rawi.Span | rawi.Token | rawi.Cue | rawi.Source | rawi.Entity | None] = []
    found += [*doc.sentences, *doc.tokens, *(t.stem for t in doc.tokens), *doc.entities]
    for a in doc.attributions:
        found += [a.cue, a.source, a.source and a.source.head, *a.content, *a.via]
        found += [a.complementizer, a.negation, a.recipient, a.medium]
    return [(s.start, s.end, s.text) for s in found if s is not None]


@given(texts)
def test_every_span_is_a_slice_of_the_original(text: str) -> None:
    doc = rawi.annotate(text)
    assert doc.text == text
    for start, end, covered in spans(doc):
        assert 0 <= start <= end <= len(text)
        assert text[start:end] == covered


@given(texts)
def test_documents_survive_json(text: str) -> None:
    doc = rawi.annotate(text)
    assert rawi.Document.from_json(doc.to_json()) == doc
    assert rawi.Document.from_json(doc.to_json("utf16")) == doc


@given(texts, texts, surrogates)
def test_a_lone_surrogate_is_refused_with_its_index(before: str, after: str, half: str) -> None:
    text = before + half + after
    for read in (rawi.annotate, rawi.normalize, rawi.Normalizer().normalize_aligned):
        with pytest.raises(ValueError, match=rf"U\+{ord(half):04X}\) at index {len(before)}:"):
            read(text)


@given(texts, st.sampled_from(rawi.Normalizer.forms))
def test_normalizing_is_the_same_alone_aligned_and_in_a_list(text: str, form: str) -> None:
    normalizer = rawi.Normalizer(form)
    once = normalizer.normalize(text)
    assert rawi.normalize(text, form) == once == normalizer(text)
    assert rawi.normalize([text, text], form=form) == [once, once]
    assert normalizer.normalize_aligned(text).text == once
    if once == text:
        assert once is text, "nothing is copied when nothing changes"


@given(texts, st.sampled_from(["repair", "news", "search", "key"]), st.data())
def test_alignment_stays_inside_and_covers(text: str, form: str, data: st.DataObject) -> None:
    aligned = rawi.Normalizer(form).normalize_aligned(text)
    assert aligned.original == text
    n = len(aligned.text)
    start = data.draw(st.integers(0, n))
    end = data.draw(st.integers(start, n))
    a, b = aligned.to_original(start, end)
    assert 0 <= a <= b <= len(text)
    back = aligned.to_normalized(a, b)
    if start < end:
        assert back[0] <= start and end <= back[1]
    with pytest.raises(IndexError, match="past the end"):
        aligned.to_original(0, n + 1)


def test_wrong_types_and_names_are_named() -> None:
    with pytest.raises(ValueError, match="unknown form 'serach'"):
        rawi.normalize("x", form="serach")
    with pytest.raises(ValueError, match="unknown form"):
        rawi.Normalizer("")
    with pytest.raises(TypeError, match="item 1"):
        rawi.normalize(["a", 1])  # type: ignore[list-item]
    wrong: list[object] = [None, 1, b"bytes", {"a": "b"}, {"a"}]
    for value in wrong:
        with pytest.raises(TypeError):
            rawi.normalize(value)  # type: ignore[call-overload]
        with pytest.raises(TypeError):
            rawi.annotate(value)  # type: ignore[arg-type]


def test_kinds_of_python_strings() -> None:
    """One, two and four bytes a character are three ways through the bridge."""
    for text in ("plain", "café", "قال", "قال 🙂 قال", "", "é" * 1000, "ا" * 1000, "🙂" * 1000):
        assert rawi.annotate(text).text == text
        assert rawi.normalize(text, form="repair") == text


def test_normalizers_of_ones_own() -> None:
    shadda = rawi.Normalizer(None, marks=True, keep="\u0651")
    assert shadda("مُدَرِّسَةٌ") == "مدرّسة" and shadda.form is None
    assert rawi.Normalizer("news", digits="arabic_indic")("سَنة 2024") == "سنة ٢٠٢٤"
    assert rawi.Normalizer(None)("إِلَى") == "إِلَى"
    assert rawi.Normalizer(None, elongation=(3, 1))("جميييييل") == "جميل"
    one, same = rawi.Normalizer("news", tatweel=False), rawi.Normalizer("news", tatweel=False)
    assert one == same and hash(one) == hash(same) and one != rawi.Normalizer("news")
    assert repr(one) == "Normalizer('news', tatweel=False)"
    with pytest.raises(TypeError, match="no option 'tatwil'"):
        rawi.Normalizer("news", tatwil=True)
    with pytest.raises(ValueError, match="unknown digits 'roman'"):
        rawi.Normalizer("news", digits="roman")
    with pytest.raises(ValueError, match="no options to change"):
        rawi.Normalizer("lucene", tatweel=True)
    with pytest.raises(ValueError, match="elongation"):
        rawi.Normalizer(None, elongation=(1, 3))
