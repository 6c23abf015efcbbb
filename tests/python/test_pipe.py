"""`Analyzer.pipe`: order, laziness, errors with their positions, threads, Ctrl-C."""

import itertools
import operator
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import rawi

analyzer = rawi.Analyzer()


@pytest.mark.parametrize("threads", [None, 1, 2, 5])
@pytest.mark.parametrize("batch_size", [1, 3, 64, 1000])
def test_the_same_documents_in_the_same_order(
    article: str, threads: int | None, batch_size: int
) -> None:
    texts = [article[i:] for i in range(0, 300, 2)]
    docs = list(analyzer.pipe(texts, threads=threads, batch_size=batch_size))
    assert docs == [analyzer.annotate(text) for text in texts]
    assert all(doc.text is text for doc, text in zip(docs, texts, strict=True))


def test_any_iterable_will_do() -> None:
    for texts in (["نص"], ("نص",), {"نص": 1}, iter(["نص"]), (t for t in ["نص"])):
        assert [doc.text for doc in analyzer.pipe(texts)] == ["نص"]
    assert list(analyzer.pipe([])) == []
    with pytest.raises(TypeError):
        analyzer.pipe(None)  # type: ignore[call-overload,unused-ignore]


def test_tuples_keep_their_context() -> None:
    pairs = [("نص", 1), ("آخر", {"id": 2}), ("ثالث", None)]
    out = list(analyzer.pipe(pairs, as_tuples=True, batch_size=2))
    assert [(doc.text, context) for doc, context in out] == pairs


def test_reading_is_lazy() -> None:
    read = []

    def source() -> Iterator[str]:
        for i in itertools.count():
            read.append(i)
            yield f"نص {i}"

    pipe = analyzer.pipe(source(), batch_size=2)
    assert read == []
    assert next(pipe).text == "نص 0"
    assert len(read) <= 8, "at most three batches ahead, and the one handed out"


BAD = ["أول", 2, "ثان", "\ud83d", None, "ثالث"]


def test_a_bad_item_is_raised_in_its_place_and_nothing_is_lost() -> None:
    pipe = analyzer.pipe(BAD, batch_size=2)
    seen: list[object] = []
    while True:
        try:
            seen.append(next(pipe).text)
        except StopIteration:
            break
        except rawi.ItemError as error:
            seen.append((error.position, error.item))
            assert str(error).startswith(f"item {error.position}: ")
    assert seen == ["أول", (1, 2), "ثان", (3, "\ud83d"), (4, None), "ثالث"]


def test_bad_items_can_be_skipped_or_recorded() -> None:
    skipped = analyzer.pipe(BAD, errors="skip")
    assert [doc.text for doc in skipped] == ["أول", "ثان", "ثالث"]
    recorded = list(analyzer.pipe(BAD, errors="record", batch_size=1))
    assert len(recorded) == len(BAD)
    errors = [r for r in recorded if isinstance(r, rawi.ItemError)]
    assert [e.position for e in errors] == [1, 3, 4]
    assert "surrogate" in str(errors[1]) and "int" in str(errors[0])


def test_tuples_that_are_none_are_bad_items() -> None:
    pairs = [("نص", "a"), "no pair", ("نص",), (3, "b")]
    out = list(analyzer.pipe(pairs, as_tuples=True, errors="record"))
    assert [context for _, context in out] == ["a", None, None, "b"]
    assert [getattr(result, "position", None) for result, _ in out] == [None, 1, 2, 3]


def test_options_are_checked_at_once() -> None:
    with pytest.raises(ValueError, match="unknown errors 'ignore'"):
        analyzer.pipe([], errors="ignore")  # type: ignore[call-overload]
    for options in ({"batch_size": 0}, {"threads": 0}):
        with pytest.raises(ValueError, match="at least 1"):
            analyzer.pipe([], **options)  # type: ignore[call-overload]


def test_a_source_that_fails_does_so_after_what_came_before() -> None:
    def source() -> Iterator[str]:
        yield "نص"
        yield "آخر"
        raise RuntimeError("the database went away")

    pipe = analyzer.pipe(source())
    assert [next(pipe).text, next(pipe).text] == ["نص", "آخر"]
    with pytest.raises(RuntimeError, match="went away"):
        next(pipe)
    with pytest.raises(StopIteration):
        next(pipe)


def test_a_pipe_dropped_half_way_stops_quietly(article: str) -> None:
    for _ in range(20):
        pipe = analyzer.pipe(itertools.repeat(article), batch_size=8)
        next(pipe)
        del pipe


def test_a_source_may_not_read_its_own_pipe() -> None:
    def source() -> Iterator[str]:
        yield next(pipe).text

    pipe = analyzer.pipe(source())
    with pytest.raises(ValueError, match="already being read"):
        next(pipe)


def test_python_runs_while_rust_works(article: str) -> None:
    """The interpreter is released: a Python thread makes progress during one long call."""
    beats = []
    stop = threading.Event()

    def beat() -> None:
        while not stop.wait(0.001):
            beats.append(time.perf_counter())

    thread = threading.Thread(target=beat)
    thread.start()
    start = time.perf_counter()
    analyzer.annotate(article * 300)
    end = time.perf_counter()
    stop.set()
    thread.join()
    assert sum(start < at < end for at in beats) >= 3


def test_many_threads_share_one_analyzer(article: str) -> None:
    expected = analyzer.annotate(article)
    wrong = []

    def work() -> None:
        for _ in range(20):
            doc = analyzer.annotate(article)
            if doc != expected or doc.attributions != expected.attributions:
                wrong.append(doc)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_progress_is_of_items_and_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("tqdm")
    pipe = analyzer.pipe(BAD, progress=True, batch_size=2)
    seen = 0
    while True:
        try:
            next(pipe)
        except StopIteration:
            break
        except rawi.ItemError:
            pass
        seen += 1
    assert seen == len(BAD), "an error under the bar loses nothing either"
    assert "6/6" in capsys.readouterr().err
    assert len(list(analyzer.pipe(BAD, progress=True, errors="skip"))) == 3
    assert "6/6" in capsys.readouterr().err
    assert len(list(analyzer.pipe((text for text in ["نص"]), progress=True))) == 1
    assert "1doc" in capsys.readouterr().err


def test_tqdm_around_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    tqdm = pytest.importorskip("tqdm")
    texts = ["نص"] * 5
    assert len(list(tqdm.tqdm(analyzer.pipe(texts), total=len(texts)))) == 5
    assert "5/5" in capsys.readouterr().err


def test_no_bar_without_tqdm(tmp_path: Path) -> None:
    (tmp_path / "tqdm.py").write_text("raise ImportError('not here')")
    program = "import rawi; print(len(list(rawi.Analyzer().pipe(['a', 'b'], progress=True))))"
    out = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert out.stdout.strip() == "2" and not out.stderr


def test_a_pipe_knows_how_much_is_left() -> None:
    pipe = analyzer.pipe(["نص"] * 5, batch_size=2)
    assert operator.length_hint(pipe) == 5
    next(pipe)
    assert operator.length_hint(pipe) == 4
    assert operator.length_hint(analyzer.pipe(iter(["نص"])), -1) == -1
    assert [*pipe] and operator.length_hint(pipe) == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing forks here")
def test_forked_processes_have_threads_of_their_own() -> None:
    """A pool that was inherited would wait for threads that did not come along."""
    pytest.importorskip("pyarrow")
    program = (
        "import multiprocessing, pyarrow, rawi\n"
        "analyzer, normalizer = rawi.Analyzer(), rawi.Normalizer()\n"
        "def work(n):\n"
        "    column = pyarrow.array(['قال مصدر إن الجلسة تأجلت.'] * n)\n"
        "    docs = list(analyzer.pipe(column.to_pylist()))\n"
        "    return len(analyzer.attributions(column)), len(normalizer.column(column)), len(docs)\n"
        "assert work(3) == (3, 3, 3)\n"
        "with multiprocessing.get_context('fork').Pool(2) as pool:\n"
        "    print(pool.map(work, [4, 5]))\n"
    )
    out = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert out.stdout.strip() == "[(4, 4, 4), (5, 5, 5)]"


WAITS = {
    "pipe": ("text * 600_000", "next(rawi.Analyzer().pipe([given]))"),
    "column": ("pyarrow.array([text] * 1_000_000)", "rawi.Analyzer().profiles(given)"),
}


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent the POSIX way")
@pytest.mark.parametrize("wait", WAITS)
def test_ctrl_c_ends_a_long_wait(wait: str) -> None:
    given, work = WAITS[wait]
    if wait == "column":
        pytest.importorskip("pyarrow")
    program = (
        f"import os, rawi{', pyarrow' if wait == 'column' else ''}\n"
        "text = 'قال المصدر إن الجلسة تأجلت. '\n"
        f"given = {given}\n"
        "print('ready', flush=True)\n"
        "try:\n"
        f"    {work}\n"
        "except KeyboardInterrupt:\n"
        "    print('interrupted', flush=True)\n"
        "    os._exit(0)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", program], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(0.5)
        sent = time.perf_counter()
        child.send_signal(signal.SIGINT)
        assert child.stdout.readline() == "interrupted\n"
        assert time.perf_counter() - sent < 5
