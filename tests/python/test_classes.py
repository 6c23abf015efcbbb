"""What every public class has: frozen, equal, hashed, pickled, written and read again."""

import copy
import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import rawi

EXAMPLE = Path(__file__).parents[2] / "examples" / "lexicon.toml"
SHIPS = "organization\tالنورس الأزرق\tBlue Gull\tships:1\n"
# Two attributions of one source, an entity and characters outside the BMP before them.
TEXT = "🙂 كشف مصدر مطلع أن الجلسة في بغداد تأجلت. وأضاف أن الموعد لم يحدد."
OTHER = "قالت وزارة الصحة في القاهرة إن اللقاح متوفر."


def said(text: str) -> rawi.Attribution:
    return rawi.annotate(text).attributions[-1]


# How to make one of each class out of a text: two of one text are equal, of two texts are not.
MAKERS: dict[type, Callable[[str], Any]] = {
    rawi.Analyzer: lambda text: rawi.Analyzer(model=text == TEXT, name_bias=0.25),
    rawi.Document: rawi.annotate,
    rawi.Attribution: said,
    rawi.Source: lambda text: said(text).source,
    rawi.Cue: lambda text: said(text).cue,
    rawi.Entity: lambda text: rawi.annotate(text).entities[-1],
    rawi.Chain: lambda text: rawi.annotate(text).chains[-1],
    rawi.Profile: lambda text: rawi.annotate(text).profile,
    rawi.Span: lambda text: said(text).content[0],
    rawi.Token: lambda text: rawi.annotate(text).tokens[3],
    rawi.Normalizer: lambda text: rawi.Normalizer("news", tatweel=text == TEXT, keep="ّ"),
    rawi.Aligned: rawi.Normalizer("search").normalize_aligned,
}
every_class = pytest.mark.parametrize("cls", MAKERS, ids=lambda cls: cls.__name__)


@every_class
def test_equal_and_hashed_by_what_it_says(cls: Any) -> None:
    one, same, other = (MAKERS[cls](text) for text in (TEXT, TEXT, OTHER))
    assert type(one) is cls
    assert one == same and not one != same  # noqa: SIM202
    assert one is not same and hash(one) == hash(same) and len({one, same, other}) == 2
    assert one != other and not one == other  # noqa: SIM201
    for stranger in (None, 1, "x", object()):
        assert one != stranger and not one == stranger  # noqa: SIM201


@every_class
def test_nothing_can_be_changed_or_added(cls: Any) -> None:
    one = MAKERS[cls](TEXT)
    for name in ("text", "start", "form", "lexicons", "named", "kind", "new_attribute"):
        with pytest.raises(AttributeError):
            setattr(one, name, "x")
    with pytest.raises(TypeError):
        type("Sub", (cls,), {})


@every_class
def test_pickled_and_copied(cls: Any) -> None:
    one = MAKERS[cls](TEXT)
    copies = [pickle.loads(pickle.dumps(one, n)) for n in range(pickle.HIGHEST_PROTOCOL + 1)]
    for again in [*copies, copy.copy(one), copy.deepcopy(one)]:
        assert type(again) is cls and again == one and hash(again) == hash(one)
        assert repr(again) == repr(one) and again.to_dict() == one.to_dict()


@every_class
def test_written_and_read(cls: Any) -> None:
    one = MAKERS[cls](TEXT)
    as_json, as_dict = one.to_json(), one.to_dict()
    assert json.loads(as_json) == json.loads(json.dumps(as_dict)) and "\n" not in as_json
    assert cls.from_json(as_json) == one == cls.from_dict(as_dict)
    assert cls.from_json(json.dumps(as_dict, indent=1)) == one
    assert cls.from_json(as_json).to_json() == as_json


@every_class
def test_what_is_no_json_of_it_is_refused(cls: Any) -> None:
    as_dict = MAKERS[cls](TEXT).to_dict()
    name = "a rawi document" if cls is rawi.Document else f"the JSON of a rawi.{cls.__name__}"
    for wrong in ("", "{", "[]", "null", "3", '"x"', '{"unheard of": 1}'):
        with pytest.raises(ValueError, match=f"not {name}: "):
            cls.from_json(wrong)
    with pytest.raises(ValueError, match="lone surrogate"):
        cls.from_json("\ud800")
    for field in as_dict:
        values: list[Any] = [{"a": {}}, 1e300, "nothing of the kind"]
        for value in values:
            if isinstance(value, str) and isinstance(as_dict[field], (str, type(None))):
                continue  # Another name, another text: it may be right.
            with pytest.raises(ValueError):
                cls.from_dict({**as_dict, field: value})
    no_strings: list[Any] = [None, b"{}", {}]
    for no_string in no_strings:
        with pytest.raises(TypeError):
            cls.from_json(no_string)


@every_class
def test_the_repr_is_one_short_line(cls: Any) -> None:
    long = (
        "\nقالت وزارة الصحة والسكان والتنمية والتعليم والثقافة والإعلام والتجارة إن "
        "اللقاح متوفر في كل مكان من بلادنا وفي القرى البعيدة كلها وفي بغداد."
    )
    for text in (TEXT, OTHER, long):
        shown = repr(MAKERS[cls](text))
        assert shown.startswith(cls.__name__ + "(") and shown.endswith(")")
        assert "\n" not in shown and len(shown) < 200, shown


@every_class
def test_its_docstring_has_an_example(cls: Any) -> None:
    assert ">>> " in cls.__doc__


def test_parts_read_alone_say_what_they_said() -> None:
    """Positions, indices and explanations are those of the document a part comes from."""
    doc = rawi.annotate(TEXT)
    for a in doc.attributions:
        again = rawi.Attribution.from_json(a.to_json())
        assert again.explain() == a.explain() and again.content_text == a.content_text
        assert again.cue == a.cue and again.source == a.source
        assert (again.chain, again.parent) == (a.chain, a.parent)
        spans: list[Any] = [again.cue, again.source, *again.content, again.complementizer]
        for span in filter(None, spans):
            assert doc.text[span.start : span.end] == span.text
    for chain in doc.chains:
        again_chain = rawi.Chain.from_json(chain.to_json())
        assert (again_chain.id, again_chain.start) == (chain.id, chain.start)
        assert again_chain.span == chain.span and again_chain.mentions == chain.mentions
    for entity in doc.entities:
        assert rawi.Entity.from_json(entity.to_json()).explain() == entity.explain()
    profile = rawi.Profile.from_json(doc.profile.to_json())
    assert profile._repr_html_() == doc.profile._repr_html_()


def test_a_part_pickles_without_its_article() -> None:
    short, long = rawi.annotate(TEXT), rawi.annotate(TEXT + " وعاد إلى دمشق أمس." * 200)
    for ours, theirs in [
        (short.attributions[0], long.attributions[0]),
        (short.entities[0], long.entities[0]),
    ]:
        assert len(pickle.dumps(theirs)) == len(pickle.dumps(ours))


def test_false_positions_are_refused() -> None:
    cue = said(TEXT).cue
    assert cue is not None
    for start, end in [(cue.start, cue.end + 1), (cue.end, cue.start), (2**63, 2**63 + 1)]:
        with pytest.raises(ValueError, match=r"not the JSON of a rawi\.Cue: "):
            rawi.Cue.from_dict({**cue.to_dict(), "start": start, "end": end})
    far = said(TEXT).to_dict()
    far["cue"] = {**far["cue"], "start": 10**12, "end": 10**12 + len(far["cue"]["text"])}
    with pytest.raises(ValueError, match="characters apart"):
        rawi.Attribution.from_dict(far)
    for start, end, text in [(4, 3, ""), (4, 9, "مصدر"), (0, 0, "x")]:
        with pytest.raises(ValueError, match=rf"{start}\.\.{end} is no range"):
            rawi.Span(start, end, text)
    with pytest.raises(OverflowError):
        rawi.Span(-1, 0, "x")


@pytest.mark.parametrize("form", rawi.Normalizer.forms)
def test_alignments_come_back(form: str) -> None:
    text = "\u200fقَالَ مصـدرٌ ﷺ لا ٢٠٢٤ ﻻ 🙂 e\u0301  كـــان"
    aligned = rawi.Normalizer(form).normalize_aligned(text)
    again = rawi.Aligned.from_json(aligned.to_json())
    assert again == aligned == pickle.loads(pickle.dumps(aligned))
    assert (again.text, again.original) == (aligned.text, text)
    for i in range(len(text) + 1):
        assert again.to_normalized(0, i) == aligned.to_normalized(0, i)
    covered = 0
    for start, end, first, last in aligned.to_dict()["map"]:
        assert start == covered < end and first <= last <= len(text)
        covered = end
        for i in range(start, end):
            one = (first + i - start, first + i - start + 1)
            stretch = one if end - start == last - first else (first, last)
            assert aligned.to_original(i, i + 1) == stretch
    assert covered == len(aligned.text)
    with pytest.raises(ValueError, match="not what its normalizer makes"):
        rawi.Aligned.from_dict({**aligned.to_dict(), "text": "x"})


def test_alignments_are_equal_when_texts_and_map_are() -> None:
    news, search = (rawi.Normalizer(form).normalize_aligned("قالَ") for form in ("news", "search"))
    assert news == search and hash(news) == hash(search)
    assert news != rawi.Normalizer("news").normalize_aligned("قال") != "قال"
    assert str(news) == "قال" and repr(news) == "Aligned('قال', original='قالَ')"


def test_an_analyzer_takes_gazetteers_of_ones_own(tmp_path: Path) -> None:
    path, text = tmp_path / "ships.tsv", "أبحرت النورس الأزرق أمس."
    path.write_text(SHIPS, encoding="utf-8")
    analyzer = rawi.Analyzer(EXAMPLE, gazetteer=path)
    assert analyzer.gazetteers == (str(path),) and analyzer.lexicons == (str(EXAMPLE),)
    assert [e.id for e in analyzer.annotate(text).entities if e.id] == ["ships:1"]
    assert repr(analyzer) == f"Analyzer(lexicon=[{str(EXAMPLE)!r}], gazetteer=[{str(path)!r}])"
    assert rawi.Analyzer(EXAMPLE) != analyzer != rawi.Analyzer(gazetteer=[path])

    pickled, as_json = pickle.dumps(analyzer), analyzer.to_json()
    elsewhere = path.rename(tmp_path / "moved.tsv")
    for again in (pickle.loads(pickled), rawi.Analyzer.from_json(as_json)):
        assert again == analyzer and hash(again) == hash(analyzer)
        assert again.annotate(text) == analyzer.annotate(text)
    assert rawi.Analyzer(EXAMPLE, gazetteer=[elsewhere]) == analyzer

    elsewhere.write_text("# ships\nship\tالنورس\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"moved\.tsv:2: unknown class 'ship'"):
        rawi.Analyzer(gazetteer=elsewhere)
    with pytest.raises(OSError, match=r"ships\.tsv"):
        rawi.Analyzer(gazetteer=path)


def test_settings_may_be_left_out_but_not_misspelled() -> None:
    assert rawi.Analyzer.from_json("{}") == rawi.Analyzer()
    assert rawi.Analyzer.from_dict({"name_bias": -0.0}) == rawi.Analyzer()
    assert rawi.Normalizer.from_dict({"form": "key"}) == rawi.Normalizer("key")
    own = rawi.Normalizer(None, elongation=(3, 1), digits="ascii", marks=True)
    assert rawi.Normalizer.from_json(own.to_json()) == own
    for wrong in ({"form": "kee"}, {"form": None, "options": {"digits": 3}}, {"from": "key"}):
        with pytest.raises(ValueError):
            rawi.Normalizer.from_dict(wrong)
    for settings in ({"modle": False}, {"name_style": 3}, {"lexicons": [{"name": "x"}]}):
        with pytest.raises(ValueError):
            rawi.Analyzer.from_dict(settings)
    for number in (float("inf"), float("nan")):
        with pytest.raises(ValueError, match="name bias"):
            rawi.Analyzer(name_bias=number)


def mistakes() -> list[tuple[type[Exception], str, Callable[[], Any]]]:
    """What is easily done wrong, and what the exception says about it."""
    analyzer: Any = rawi.Analyzer
    normalizer: Any = rawi.Normalizer
    doc: Any = rawi.annotate(TEXT)
    text: Any = TEXT
    aligned = normalizer().normalize_aligned("قال")
    return [
        (TypeError, "lexicon takes a path or a list of paths, not .*int", lambda: analyzer(3)),
        (TypeError, "gazetteer takes a path .*dict", lambda: analyzer(gazetteer={"a": 1})),
        (TypeError, "'nested'", lambda: analyzer(nested=True)),
        (TypeError, "iterable of texts", lambda: analyzer().pipe(TEXT)),
        (TypeError, "tatweel takes True or False, not yes", lambda: normalizer(tatweel="yes")),
        (TypeError, "digits takes a str, not 3", lambda: normalizer(digits=3)),
        (TypeError, "elongation takes a pair", lambda: normalizer(elongation=3)),
        (TypeError, "keep takes a str", lambda: normalizer(keep=3)),
        (IndexError, "-1 is before", lambda: aligned.to_original(-1, 2)),
        (IndexError, "4 is past", lambda: aligned.to_normalized(0, 4)),
        (TypeError, "not one Document", lambda: rawi.to_frame(doc)),
        (TypeError, "item 1: expected a Document, not str", lambda: rawi.to_frame([doc, text])),
        (TypeError, "expected a Document", lambda: rawi.display.compare(doc, text)),
    ]


@pytest.mark.parametrize("at", range(len(mistakes())))
def test_mistakes_are_named(at: int) -> None:
    error, says, make = mistakes()[at]
    with pytest.raises(error, match=says):
        make()
