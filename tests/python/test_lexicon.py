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


def test_pickling_keeps_the_lexicon() -> None:
    analyzer = rawi.Analyzer(lexicon=EXAMPLE)
    again = pickle.loads(pickle.dumps(analyzer))
    assert again == analyzer != rawi.Analyzer()
    assert len(again.annotate(TEXT).attributions) == 1


def test_attributions_explain_themselves() -> None:
    (said,) = rawi.annotate("كشف مصدر مطلع أن الجلسة تأجلت.").attributions
    reason = said.explain()
    assert reason.startswith(f"{said.rule}: ") and "\n" not in reason
    assert "«مصدر مطلع»" in reason
