"""Columns and frames: Arrow, pandas, polars, DuckDB, spaCy, and documents side by side."""

import doctest
import importlib
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import rawi
from rawi.display import compare

SAID = "قال مصدر مطلع إن الجلسة تأجلت."
TEXTS: list[str | None] = [SAID, None, "نص", "🙂 أعلنت وزارة الدفاع أن الهدنة بدأت.", ""]
analyzer = rawi.Analyzer()


@pytest.mark.parametrize(
    "module", ["frames", "pandas", "polars", "spacy", "tables", "display", "labels"]
)
def test_docstrings(module: str) -> None:
    if module in ("pandas", "polars", "spacy"):
        pytest.importorskip(module)
    elif module == "tables":
        pytest.importorskip("pyarrow")
    found = importlib.import_module(f"rawi.{module}")
    result = doctest.testmod(found, extraglobs={"rawi": rawi})
    assert result.attempted > 0 and result.failed == 0


def test_nothing_heavy_is_imported_with_rawi() -> None:
    program = (
        "import sys, rawi, rawi.display, rawi.frames\n"
        "print([m for m in ('numpy', 'pandas', 'polars', 'pyarrow', 'tqdm', 'spacy') "
        "if m in sys.modules])"
    )
    out = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert out.stdout.strip() == "[]"


def test_parts_of_the_package_are_found_by_name() -> None:
    program = (
        "import rawi; d = rawi.annotate('نص')\n"
        "print(rawi.display.compare(d, d), rawi.labels.Tier is not None, 'display' in dir(rawi))\n"
        "print(hasattr(rawi, 'dispaly'))"
    )
    out = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program], capture_output=True, text=True, check=True
    )
    assert out.stdout.split("\n")[:2] == ["Comparison(0 alike, 0 different) True True", "False"]


def test_rows_say_what_the_documents_say(doc: rawi.Document) -> None:
    rows = list(rawi.rows([doc, (doc, "again")]))
    n = len(doc.attributions)
    assert len(rows) == 2 * n and {row["doc"] for row in rows} == {0, "again"}
    for row, a in zip(rows, doc.attributions, strict=False):
        assert (row["kind"], row["rule"], row["chain"]) == (a.kind, a.rule, a.chain)
        if a.source:
            assert row["source"] == doc.text[row["source_start"] : row["source_end"]]
        if a.cue:
            assert row["cue"] == doc.text[row["cue_start"] : row["cue_end"]]
    assert len(list(rawi.rows([doc], "entities"))) == len(doc.entities)
    with pytest.raises(ValueError, match="unknown rows 'cues'"):
        next(rawi.rows([doc], "cues"))  # type: ignore[arg-type]


def test_errors_that_were_recorded_have_no_rows(doc: rawi.Document) -> None:
    mixed: list[Any] = [doc.text, None, doc.text]
    rows = list(rawi.rows(analyzer.pipe(mixed, errors="record")))
    assert {row["doc"] for row in rows} == {0, 2}
    pairs = [(text, key) for text, key in zip(mixed, "abc", strict=True)]
    rows = list(rawi.rows(analyzer.pipe(pairs, as_tuples=True, errors="record")))
    assert {row["doc"] for row in rows} == {"a", "c"}


HOUSE = rawi.Analyzer(lexicon=Path(__file__).parents[2] / "examples" / "lexicon.toml")
OWN = "وسولف منسق الميناء أن السفن راسية."


def test_every_adapter_takes_an_analyzer_of_ones_own() -> None:
    pa, pd, pl = (pytest.importorskip(m) for m in ("pyarrow", "pandas", "polars"))
    duckdb, spacy = pytest.importorskip("duckdb"), pytest.importorskip("spacy")
    for module in ("pandas", "polars", "spacy"):
        importlib.import_module(f"rawi.{module}")
    from rawi import tables

    table = pa.table({"text": [OWN]})
    connection = duckdb.connect()
    tables.duckdb_functions(connection, HOUSE)
    query = "select len(rawi_attributions(text)) from said"
    connection.register("said", table)
    nlp = spacy.blank("ar")
    path = Path(__file__).parents[2] / "examples" / "lexicon.toml"
    nlp.add_pipe("rawi", config={"lexicon": [str(path)]})
    # The functions for clusters go there as pickles.
    spark = pickle.loads(pickle.dumps(tables.spark_batches(analyzer=HOUSE)))
    (batch,) = spark(table.to_batches())
    found = {
        "pandas": len(pd.Series([OWN]).rawi.attributions(HOUSE)),
        "polars": len(pl.Series([OWN]).rawi.attributions(HOUSE)[0]),
        "duckdb": connection.sql(query).fetchall()[0][0],
        "spacy": len(nlp(OWN)._.rawi.attributions),
        "spark": len(batch["attributions"][0]),
        "ray": len(tables.ray_batches(analyzer=HOUSE)(table)["attributions"][0]),
    }
    assert set(found.values()) == {1}, found
    assert rawi.annotate(OWN).attributions == ()


@pytest.mark.parametrize("backend", ["pandas", "polars"])
def test_frames(doc: rawi.Document, backend: Any) -> None:
    pytest.importorskip(backend)
    for what in ("attributions", "entities"):
        frame: Any = rawi.to_frame([doc, rawi.annotate("")], what, backend=backend)
        rows = list(rawi.rows([doc], what))
        assert len(frame) == len(rows) > 0 and list(frame.columns) == list(rows[0])
        assert frame["rule"].to_list() == [row["rule"] for row in rows]
        empty: Any = rawi.to_frame([], what, backend=backend)
        assert len(empty) == 0 and list(empty.columns) == list(rows[0])
    with pytest.raises(ValueError, match="unknown backend"):
        rawi.to_frame([doc], backend="spss")  # type: ignore[arg-type]


def columns() -> list[Any]:
    """The same texts in every kind of column there is."""
    pa, pl, pd = (pytest.importorskip(m) for m in ("pyarrow", "polars", "pandas"))
    return [
        pa.array(TEXTS),
        pa.array(TEXTS, pa.large_string()),
        pa.array(TEXTS, pa.string_view()),
        pa.chunked_array([TEXTS[:2], TEXTS[2:]]),
        pa.array(["x", *TEXTS, "y"])[1:-1],
        pa.table({"text": TEXTS}),
        pa.record_batch({"text": TEXTS}),
        pl.Series(TEXTS),
        pd.Series(TEXTS, dtype="str"),
    ]


def test_columns_answer_as_documents_do() -> None:
    pa = pytest.importorskip("pyarrow")
    docs = [None if text is None else rawi.annotate(text) for text in TEXTS]
    for column in columns():
        said = pa.array(analyzer.attributions(column)).to_pylist()
        named = pa.array(analyzer.entities(column)).to_pylist()
        profiles = pa.array(analyzer.profiles(column)).to_pylist()
        for text, doc, a, e, p in zip(TEXTS, docs, said, named, profiles, strict=True):
            if doc is None or text is None:
                assert a is None and e is None and p is None
                continue
            assert len(a) == len(doc.attributions) and len(e) == len(doc.entities)
            assert p["anonymous"] == doc.profile.anonymous
            for ours, theirs in zip(a, doc.attributions, strict=True):
                expected = theirs.to_dict()
                assert ours["content"] == expected["content"]
                assert ours["cue"] == expected["cue"]
                assert ours["confidence"] == pytest.approx(expected["confidence"])
                for field in ("kind", "tier", "stance", "polarity", "tense", "chain", "rule"):
                    assert ours[field] == expected[field]
                for field in ("start", "end", "text", "type", "anonymity", "number", "elided"):
                    assert ours["source"][field] == expected["source"][field]
            for ours, entity in zip(e, doc.entities, strict=True):
                expected = entity.to_dict()
                expected["confidence"] = pytest.approx(expected["confidence"])
                assert ours == expected


def test_columns_normalize_as_strings_do() -> None:
    pa = pytest.importorskip("pyarrow")
    normalizer = rawi.Normalizer("search")
    expected = [None if text is None else normalizer(text) for text in TEXTS]
    for column in columns():
        assert pa.array(normalizer.column(column)).to_pylist() == expected


def test_columns_that_are_none_are_refused() -> None:
    pa = pytest.importorskip("pyarrow")
    wrongs: list[Any] = [[SAID], SAID, None, pa.array([1, 2])]
    for wrong in (*wrongs, pa.table({"a": ["x"], "b": ["y"]})):
        with pytest.raises(TypeError, match="Arrow column"):
            analyzer.attributions(wrong)
    assert pa.array(analyzer.attributions(pa.array([None, None]))).to_pylist() == [None, None]
    assert len(analyzer.entities(pa.array([], pa.string()))) == 0


def test_pandas() -> None:
    pd = pytest.importorskip("pandas")
    importlib.import_module("rawi.pandas")
    series = pd.Series(TEXTS, index=list("abcda"), name="text")
    normalized = series.rawi.normalize("search")
    assert normalized.isna().tolist() == series.isna().tolist()
    assert normalized.iloc[0] == rawi.normalize(SAID)
    docs = series.rawi.annotate()
    assert docs.iloc[1] is None and docs.iloc[3] == rawi.annotate(series.iloc[3])
    said = series.rawi.attributions()
    assert said.loc[["a"], "source"].tolist() == ["مصدر مطلع"]
    assert set(series.rawi.entities().index) <= set(series.index)
    profile = series.rawi.profile()
    assert profile.index.tolist() == series.index.tolist() and profile["anonymous"].iloc[0] == 1
    strict = rawi.Normalizer("search", digits="keep")
    assert series.rawi.normalize(strict).iloc[0] == strict(SAID)
    broken = pd.Series(["نص", "\ud83d"], dtype=object)
    assert broken.rawi.profile(errors="record")["named"].isna().tolist() == [False, True]
    with pytest.raises(AttributeError, match="for texts"):
        _ = pd.Series([1, 2]).rawi


def test_polars() -> None:
    pl = pytest.importorskip("polars")
    importlib.import_module("rawi.polars")
    frame = pl.DataFrame({"id": range(len(TEXTS)), "text": TEXTS})
    eager = frame.with_columns(said=pl.col("text").rawi.attributions())
    lazy = frame.lazy().with_columns(said=pl.col("text").rawi.attributions()).collect()
    assert eager.equals(lazy) and eager["said"][1] is None
    assert eager["said"].to_list()[0][0]["source"]["text"] == "مصدر مطلع"
    assert frame["text"].rawi.normalize("search")[0] == rawi.normalize(SAID)
    counts = frame.select(pl.col("text").rawi.profile().struct.field("anonymous"))
    assert counts["anonymous"].to_list()[:2] == [1, None]
    assert frame.select(pl.col("text").rawi.entities()).height == len(TEXTS)
    strict = rawi.Normalizer("search", digits="keep")
    assert frame.select(pl.col("text").rawi.normalize(strict))["text"][0] == strict(SAID)
    with pytest.raises(ValueError, match="unknown form"):
        pl.col("text").rawi.normalize("serach")


def test_duckdb() -> None:
    duckdb = pytest.importorskip("duckdb")
    pa = pytest.importorskip("pyarrow")
    from rawi import tables

    connection = duckdb.connect()
    tables.duckdb_functions(connection)
    connection.register("news", pa.table({"id": range(len(TEXTS)), "text": TEXTS}))
    said = connection.sql(
        "select id, a.source.text, a.source.anonymity "
        "from (select id, unnest(rawi_attributions(text)) as a from news) order by id"
    ).fetchall()
    assert said[0] == (0, "مصدر مطلع", "anon") and len(said) >= 2
    forms = connection.sql(
        "select rawi_normalize(text, 'search') from news where id < 2"
    ).fetchall()
    assert forms == [(rawi.normalize(SAID),), (None,)]
    relation = connection.sql("select text from news order by id")
    assert pa.array(analyzer.profiles(relation)).to_pylist()[0]["anonymous"] == 1


def test_spacy() -> None:
    spacy = pytest.importorskip("spacy")
    importlib.import_module("rawi.spacy")
    nlp = spacy.blank("ar")
    nlp.add_pipe("rawi", config={"spans_key": "said"})
    texts = [text for text in TEXTS if text]
    for one, many in zip(map(nlp, texts), nlp.pipe(texts), strict=True):
        document = one._.rawi
        assert document == many._.rawi == rawi.annotate(one.text)
        for span in one.spans["said"]:
            a = span._.attribution
            part = {"SOURCE": a.source, "CUE": a.cue, "CONTENT": a.content[0]}[span.label_]
            assert part.text in span.text
        assert [(e.text, e.label_) for e in one.ents] == [(e.text, e.label_) for e in many.ents]
    again = nlp.from_bytes(nlp.to_bytes())
    assert again(SAID).spans["said"]


def test_compare() -> None:
    a = rawi.annotate(f"{SAID} وأكد الوزير أن الاتفاق قائم.")
    assert compare(a, a).differences == []
    b = rawi.annotate(SAID)
    (only,) = compare(a, b).differences
    assert only[1] is None and compare(b, a).differences[0][0] is None
    html = compare(a, b)._repr_html_()
    assert (
        html.count('<div class="text">') == 2
        and "only in a" in html
        and "different" in html
        and "<script" not in html
    )


def test_batches() -> None:
    pa = pytest.importorskip("pyarrow")
    from rawi import tables

    table = pa.table({"id": range(len(TEXTS)), "text": TEXTS})
    whole = tables.add(table)
    parts = list(tables.spark_batches()(table.to_batches(max_chunksize=2)))
    assert pa.Table.from_batches(parts).combine_chunks().equals(whole.combine_chunks())
    assert tables.ray_batches(what="profile")(table)["profile"].type == tables.type_of("profile")
    with pytest.raises(ValueError, match="unknown column"):
        tables.add(table, what="cues")  # type: ignore[arg-type]


def test_normalize_takes_columns() -> None:
    texts = ["إلى القَاهِرة", "plain"]
    folded = ["الي القاهره", "plain"]
    pa = pytest.importorskip("pyarrow")
    column = rawi.normalize(pa.array([*texts, None]), form="search")
    assert isinstance(column, rawi.Column)
    assert pa.array(column).to_pylist() == [*folded, None]
    chunked = pa.chunked_array([texts, texts], type=pa.large_string())
    assert pa.array(rawi.normalize(chunked)).to_pylist() == folded * 2


def test_normalize_takes_arrays() -> None:
    np = pytest.importorskip("numpy")
    texts = [["إلى القَاهِرة", "plain"], ["ﷺ", ""]]
    fixed = rawi.normalize(np.array(texts), form="repair")
    assert fixed.shape == (2, 2) and fixed.dtype.kind == "U"
    assert fixed.tolist() == [rawi.normalize(row, form="repair") for row in texts]
    objects = rawi.normalize(np.array(["إلى", None], dtype=object), form="search")
    assert objects.tolist() == ["الي", None] and objects.dtype == object
    with pytest.raises(TypeError, match="item 1"):
        rawi.normalize(np.array(["إلى", 7], dtype=object))


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_normalize_takes_series(library: str) -> None:
    series = pytest.importorskip(library).Series
    out = rawi.normalize(series(["إلى القَاهِرة", "plain", None]), form="search")
    assert isinstance(out, series) and len(out) == 3
    assert list(out)[:2] == ["الي القاهره", "plain"]
    assert bool(out.isna()[2] if library == "pandas" else out.is_null()[2])
