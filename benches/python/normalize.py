"""rawi beside other normalizers for Python: articles and single words, in one run.

python benches/python/normalize.py [news.txt]      rawi and the peers of peers.py must be installed

Without a file the articles of tests/data/articles are normalized, one string an article. Every
answer is compared first. Prints a Markdown table: MB/s of UTF-8 of CPU time, the best of several
interleaved rounds, and nanoseconds for one word; then, where pyarrow is installed, how a column
scales from one thread to two.
"""

import importlib.util
import os
import pathlib
import subprocess
import sys
import time

from peers import Normalize, peers

import rawi

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORD = "المدرسة"
ROUNDS = 5
BATCH = "--batch"

# The rules of `arabic_norm_ta_marbuta`.
TABLE = dict.fromkeys(
    [
        *range(0x610, 0x61B),
        0x640,
        *range(0x64B, 0x660),
        0x670,
        *range(0x6D6, 0x6DD),
        *range(0x6DF, 0x6E9),
        *range(0x6EA, 0x6EE),
    ]
) | str.maketrans("آأإٱىة", "ااااي" + "ه")


def articles() -> list[str]:
    """The texts that are measured: about a megabyte, and no text longer than an article."""
    if len(files := [arg for arg in sys.argv[1:] if arg != BATCH]) > 0:
        texts = pathlib.Path(files[0]).read_text(encoding="utf-8").split("\n\n")
    else:
        folder = ROOT / "tests/data/articles"
        texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    few, size = [], 0
    for text in texts:
        if text.strip() and size < 1_000_000:
            few.append(text)
            size += len(text.encode())
    return few


def main() -> None:
    texts = articles()
    size = sum(len(text.encode()) for text in texts)
    rows: list[tuple[str, str, Normalize]] = [
        ("`str.translate`", "arabic_norm_ta_marbuta", lambda text: text.translate(TABLE))
    ]
    rows += [(f"{form} by its peer", form, peer) for form, peer in peers().items()]
    rows += [(f"**rawi**, {form}", form, rawi.Normalizer(form).normalize)
             for form in ["arabic_norm_ta_marbuta", *peers(), "search"]]  # fmt: skip
    # The slow ones get fewer texts.
    shares = []
    for label, form, f in rows:
        ours = rawi.Normalizer(form).normalize
        assert all(f(text) == ours(text) for text in texts[:20]), label
        assert f(WORD) == ours(WORD), label
        start = time.thread_time()
        f(texts[0])
        took = time.thread_time() - start
        shares.append(texts if took < 1e-3 else texts[: max(1, len(texts) // 50)])
    best = [float("inf")] * len(rows)
    word = [float("inf")] * len(rows)
    for _ in range(ROUNDS):
        for i, (_, _, f) in enumerate(rows):
            part = sum(len(text.encode()) for text in shares[i]) / size
            start = time.thread_time()
            for text in shares[i]:
                f(text)
            best[i] = min(best[i], (time.thread_time() - start) / part)
            start = time.thread_time()
            for _ in range(2000):
                f(WORD)
            word[i] = min(word[i], (time.thread_time() - start) / 2000)
    print("|  | articles, MB/s | one word, ns |")
    print("|---|---:|---:|")
    for (label, _, _), seconds, one in zip(rows, best, word, strict=True):
        print(f"| {label} | {size / seconds / 1e6:,.1f} | {one * 1e9:,.0f} |")
    if importlib.util.find_spec("pyarrow") is None:
        return
    # The number of threads is settled when the first one starts, so each in a process of its own.
    best_of = {"1": float("inf"), "2": float("inf")}
    for _ in range(3):
        for threads in best_of:
            env = os.environ | {"RAYON_NUM_THREADS": threads}
            args = [sys.executable, *sys.argv, BATCH]
            printed = subprocess.run(args, env=env, check=True, capture_output=True).stdout
            best_of[threads] = min(best_of[threads], float(printed))
    print(f"\nA column on two threads: {best_of['1'] / best_of['2']:.2f} times as fast as on one.")


def batch() -> None:
    """Prints the seconds a column takes, by the clock."""
    column = importlib.import_module("pyarrow").array(articles() * 20)
    normalizer = rawi.Normalizer("search")
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        normalizer.column(column)
        best = min(best, time.perf_counter() - start)
    print(best)


if BATCH in sys.argv:
    batch()
else:
    main()
