"""Spark and Ray, the real engines: the same answers as one process, and nothing lost on the way.

Run by scripts/test-cluster; skipped where the engines are not installed. `RAWI_CLUSTER_ROWS` sets
how many articles go through Spark (100,000 unless told).
"""

import os
import signal
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

import rawi

pytestmark = pytest.mark.cluster

ARTICLES = [
    path.read_text(encoding="utf-8")
    for path in sorted((Path(__file__).parents[1] / "data" / "articles").glob("*.txt"))
]
ROWS = int(os.environ.get("RAWI_CLUSTER_ROWS", "100000"))


def summary(attributions: list[Any]) -> list[tuple[Any, ...]]:
    """What must be the same whichever way the texts went."""
    return [(a["kind"], a["rule"], (a["cue"] or {}).get("start"), a["chain"]) for a in attributions]


@pytest.fixture(scope="module")
def expected() -> list[list[tuple[Any, ...]]]:
    docs = rawi.Analyzer().pipe(ARTICLES)
    return [summary([a.to_dict() for a in doc.attributions]) for doc in docs]


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    pyspark = pytest.importorskip("pyspark.sql")
    session = (
        pyspark.SparkSession.builder.master("local[2]")
        .appName("rawi-tests")
        .config("spark.ui.enabled", "false")
        .config("spark.task.maxFailures", "4")
        .config("spark.driver.memory", "2g")
        .config("spark.sql.shuffle.partitions", "8")
        .getOrCreate()
    )
    yield session
    session.stop()


def rows(spark: Any, n: int, partitions: int) -> Any:
    """`n` articles, made from the few by their number, so that nothing large is sent."""
    from pyspark.sql import functions as f

    texts = spark.sparkContext.broadcast(ARTICLES)
    pick = f.udf(lambda i: texts.value[i % len(texts.value)])
    return spark.range(0, n, 1, partitions).withColumn("text", pick("id"))


def test_spark_answers_as_pipe_does(spark: Any, expected: list[Any]) -> None:
    from rawi.tables import spark_batches

    frame = rows(spark, ROWS, 16)
    said = frame.mapInArrow(spark_batches("text"), spark_batches.schema(frame.schema))
    counts: dict[int, int] = {}
    seen = 0
    for row in said.select("id", "attributions").toLocalIterator(prefetchPartitions=True):
        i = row["id"] % len(ARTICLES)
        assert summary([a.asDict(recursive=True) for a in row["attributions"]]) == expected[i]
        counts[i] = counts.get(i, 0) + 1
        seen += 1
    assert seen == ROWS and len(counts) == min(ROWS, len(ARTICLES))


def test_a_killed_worker_loses_nothing(spark: Any, expected: list[Any], tmp_path: Path) -> None:
    from rawi.tables import spark_batches

    mark = tmp_path / "killed"
    annotate = spark_batches("text")

    def kill_once(batches: Iterable[Any]) -> Iterator[Any]:
        for n, batch in enumerate(annotate(batches)):
            if n == 0:
                try:
                    mark.touch(exist_ok=False)
                except FileExistsError:
                    pass
                else:
                    os.kill(os.getpid(), signal.SIGKILL)
            yield batch

    # Spark tries a failed task again only where more than one failure is allowed: in local mode
    # that is said in the master's name, so this is a session of its own.
    import pyspark.sql

    session = spark.newSession()
    if session.sparkContext.master != "local[2,4]":
        spark.stop()
        session = pyspark.sql.SparkSession.builder.master("local[2,4]").getOrCreate()
    n = min(ROWS, 2000)
    frame = rows(session, n, 4)
    said = frame.mapInArrow(kill_once, spark_batches.schema(frame.schema)).select(
        "id", "attributions"
    )
    found = {row["id"]: row["attributions"] for row in said.collect()}
    assert mark.exists(), "a worker was killed"
    assert sorted(found) == list(range(n))
    for i, attributions in found.items():
        whole = [a.asDict(recursive=True) for a in attributions]
        assert summary(whole) == expected[i % len(ARTICLES)]


def test_ray_answers_as_pipe_does(expected: list[Any]) -> None:
    ray = pytest.importorskip("ray")
    pytest.importorskip("ray.data")
    from rawi.tables import ray_batches

    ray.init(num_cpus=2, include_dashboard=False, ignore_reinit_error=True, log_to_driver=False)
    try:
        items = [{"id": i, "text": text} for i, text in enumerate(ARTICLES * 4)]
        dataset = ray.data.from_items(items).map_batches(
            ray_batches, batch_format="pyarrow", batch_size=32, concurrency=2
        )
        found = {row["id"]: row["attributions"] for row in dataset.take_all()}
        assert sorted(found) == list(range(len(items)))
        for i, attributions in found.items():
            assert summary(list(attributions)) == expected[i % len(ARTICLES)]
    finally:
        ray.shutdown()
