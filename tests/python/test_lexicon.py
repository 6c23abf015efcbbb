"""A lexicon of one's own: `Analyzer(lexicon=...)`."""

import pickle
from pathlib import Path

import pytest

import rawi

EXAMPLE = Path(__file__).parents[2] / "examples" / "lexicon.toml"
TEXT = "وسولف منسق الميناء أن السفن راسية."


def test_own_words_are_found() -> None:
    assert rawi.annotate(TEXT).attributions == ()
    given: list[Path | str | list[Path]] = [EXAMPLE, str(EXAMPLE), [EXAMPLE]]
    for lexicon in given:
        (said,) = rawi.Analyzer(lexicon=lexicon).annotate(TEXT).attributions
        assert said.cue is not None and said.cue.id == "house.1"


def test_mistakes_name_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('[[cue]]\nid = "V001"\nlemma = "قال"\nperfect = ["قال"]\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"mine\.toml:2: id 'V001' is taken"):
        rawi.Analyzer(lexicon=path)
    with pytest.raises(OSError, match="missing"):
        rawi.Analyzer(lexicon=tmp_path / "missing.toml")


def test_pickling_keeps_the_words_not_the_path(tmp_path: Path) -> None:
    """A worker on another machine does not have the file."""
    path = tmp_path / "mine.toml"
    path.write_bytes(EXAMPLE.read_bytes())
    analyzer = rawi.Analyzer(lexicon=path)
    pickled = pickle.dumps(analyzer)
    path.unlink()
    again = pickle.loads(pickled)
    assert len(again.annotate(TEXT).attributions) == 1
    assert again == analyzer == rawi.Analyzer(lexicon=EXAMPLE) != rawi.Analyzer()
    assert hash(again) == hash(analyzer) and again.lexicons == (str(path),)
    assert repr(again) == f"Analyzer(lexicon=[{str(path)!r}])"


def test_options_of_the_analyzer() -> None:
    plain, sure = rawi.Analyzer(model=False), rawi.Analyzer(name_bias=-30)
    text = "زار بلدة عين الزرقة مساء."
    assert [e.rule for e in rawi.annotate(text).entities] == ["model"]
    assert plain.annotate(text).entities == () == sure.annotate(text).entities
    assert repr(plain) == "Analyzer(model=False)" and repr(sure) == "Analyzer(name_bias=-30)"
    for analyzer in (plain, sure):
        again = pickle.loads(pickle.dumps(analyzer))
        assert again == analyzer != rawi.Analyzer()
        assert again.annotate(text).entities == ()


def test_entities_inside_of_others() -> None:
    analyzer = rawi.Analyzer(nested_entities=True)
    text = "أعلنت جامعة القاهرة موعد القبول."
    assert [e.text for e in analyzer.annotate(text).entities] == ["جامعة القاهرة", "القاهرة"]
    assert [e.text for e in rawi.annotate(text).entities] == ["جامعة القاهرة"]
    assert repr(analyzer) == "Analyzer(nested_entities=True)"
    again = pickle.loads(pickle.dumps(analyzer))
    assert again == analyzer != rawi.Analyzer()
    assert again.annotate(text) == analyzer.annotate(text)


def test_entities_alone() -> None:
    analyzer = rawi.Analyzer(attribution=False)
    text = "قال مسؤول في بغداد إن الجلسة تأجلت."
    doc, whole = analyzer.annotate(text), rawi.annotate(text)
    assert not doc.attributions and not doc.chains and whole.attributions
    assert doc.entities == whole.entities and doc.tokens == whole.tokens
    assert repr(analyzer) == "Analyzer(attribution=False)"
    assert pickle.loads(pickle.dumps(analyzer)) == analyzer != rawi.Analyzer()


def test_style_of_names() -> None:
    bare, ours = rawi.Analyzer(name_style=0), rawi.Analyzer(name_style=1)
    text = "وصلت فرقة النجوم إلى بلدة الحصن، وقالت شركة الواحة إن الجيش السوري انسحب."
    assert bare.annotate(text).entities != ours.annotate(text).entities
    assert rawi.Analyzer(name_style=0.16) == rawi.Analyzer() != ours
    assert repr(ours) == "Analyzer(name_style=1)"
    assert pickle.loads(pickle.dumps(ours)) == ours
    for wrong in (-0.5, 1.5, float("nan")):
        with pytest.raises(ValueError, match="name style"):
            rawi.Analyzer(name_style=wrong)


def test_attributions_explain_themselves() -> None:
    (said,) = rawi.annotate("كشف مصدر مطلع أن الجلسة تأجلت.").attributions
    reason = said.explain()
    assert reason.startswith(f"{said.rule}: ") and "\n" not in reason
    assert "«مصدر مطلع»" in reason
