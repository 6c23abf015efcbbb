"""Arrow tables, batch by batch: what Spark, Ray and DuckDB call.

Each engine hands over batches of rows with a column of texts and takes them back with a column
more. The work is the same everywhere, so that a cluster answers as one process does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, Literal

import pyarrow as pa

from ._rawi import Analyzer, Normalizer

__all__ = ["What", "add", "duckdb_functions", "ray_batches", "spark_batches", "type_of"]

What = Literal["attributions", "entities", "profile"]


@cache
def _analyzer() -> Analyzer:
    return Analyzer()


def _column(texts: Any, what: What, analyzer: Analyzer | None = None) -> pa.Array:
    analyzer = analyzer or _analyzer()
    methods = {
        "attributions": analyzer.attributions,
        "entities": analyzer.entities,
        "profile": analyzer.profiles,
    }
    if what not in methods:
        raise ValueError(f"unknown column '{what}': expected one of {', '.join(methods)}")
    return pa.array(methods[what](texts))


def type_of(what: What) -> pa.DataType:
    """Give the Arrow type of the column, before there are any texts.

    >>> from rawi import tables
    >>> tables.type_of("profile").field("named").type
    DataType(int32)
    """
    return _column(pa.array([], pa.string()), what).type


def add(
    table: pa.Table | pa.RecordBatch,
    column: str = "text",
    *,
    what: What = "attributions",
    analyzer: Analyzer | None = None,
) -> Any:
    """Give the table or batch back with what was found in `column` as a new column.

    >>> import pyarrow
    >>> from rawi import tables
    >>> table = pyarrow.table({"id": [7], "text": ["قال مصدر مطلع إن الجلسة تأجلت."]})
    >>> tables.add(table)["attributions"].to_pylist()[0][0]["source"]["anonymity"]
    'anon'
    """
    found = _column(table.column(column), what, analyzer)
    if isinstance(table, pa.RecordBatch):
        columns = [*table.columns, found]
        return pa.RecordBatch.from_arrays(columns, names=[*table.schema.names, what])
    return table.append_column(what, found)


class spark_batches:
    """The function for ``DataFrame.mapInArrow``.

    ::

        schema = spark_batches.schema(df.schema, "attributions")
        df.mapInArrow(spark_batches("text", what="attributions"), schema)

    An analyzer of one's own travels with its words: the workers need not have its files. Without
    one, each Python worker makes the built-in analyzer once.
    """

    def __init__(
        self,
        column: str = "text",
        *,
        what: What = "attributions",
        analyzer: Analyzer | None = None,
    ) -> None:
        self.column, self.what, self.analyzer = column, what, analyzer

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Annotate the batches of one partition."""
        for batch in batches:
            yield add(batch, self.column, what=self.what, analyzer=self.analyzer)

    @staticmethod
    def schema(schema: Any, what: What = "attributions") -> Any:
        """Give the Spark schema of a frame with the new column."""
        from pyspark.sql.pandas.types import from_arrow_type
        from pyspark.sql.types import StructType

        return StructType([*schema.fields]).add(what, from_arrow_type(type_of(what)))


class ray_batches:
    """The class for ``Dataset.map_batches`` of Ray Data.

    ::

        ds.map_batches(ray_batches, batch_format="pyarrow", concurrency=2)

    Options are given as Ray gives them: ``fn_constructor_kwargs={"what": "profile"}``.
    """

    def __init__(
        self,
        column: str = "text",
        *,
        what: What = "attributions",
        analyzer: Analyzer | None = None,
    ) -> None:
        self.column, self.what, self.analyzer = column, what, analyzer

    def __call__(self, table: pa.Table) -> pa.Table:
        """Annotate one block."""
        return add(table, self.column, what=self.what, analyzer=self.analyzer)


def duckdb_functions(connection: Any, analyzer: Analyzer | None = None) -> None:
    """Create `rawi_normalize(text, form)`, `rawi_attributions(text)`, `rawi_entities(text)` and
    `rawi_profile(text)` in a DuckDB connection.

    >>> import duckdb
    >>> from rawi import tables
    >>> connection = duckdb.connect()
    >>> tables.duckdb_functions(connection)
    >>> connection.sql("select rawi_normalize('إلى القَاهِرة', 'search')").fetchall()
    [('الي القاهره',)]
    """

    def normalize(texts: pa.ChunkedArray, forms: pa.ChunkedArray) -> pa.Array:
        form = forms[0].as_py() if len(forms) else "search"
        if all(f.as_py() == form for f in forms):
            return pa.array(Normalizer(form).column(texts)).cast(pa.string())
        pairs = zip(texts.to_pylist(), forms.to_pylist(), strict=True)
        return pa.array([t if t is None else Normalizer(f).normalize(t) for t, f in pairs])

    text = "VARCHAR"
    options = {"type": "arrow", "null_handling": "special"}
    connection.create_function("rawi_normalize", normalize, [text, text], text, **options)
    kinds: tuple[What, ...] = ("attributions", "entities", "profile")
    for what in kinds:
        # DuckDB counts the parameters of what it is given, so it is given a function of one.
        connection.create_function(
            f"rawi_{what}", _of_one(what, analyzer), [text], _duckdb_type(type_of(what)), **options
        )


def _of_one(what: What, analyzer: Analyzer | None) -> Callable[[pa.ChunkedArray], pa.Array]:
    return lambda texts: _column(texts, what, analyzer)


def _duckdb_type(kind: pa.DataType) -> str:
    if pa.types.is_struct(kind):
        fields = (f'"{f.name}" {_duckdb_type(f.type)}' for f in kind.fields)
        return f"STRUCT({', '.join(fields)})"
    if pa.types.is_list(kind):
        return _duckdb_type(kind.value_type) + "[]"
    return {"string": "VARCHAR", "int32": "INTEGER", "float": "FLOAT", "bool": "BOOLEAN"}[str(kind)]
