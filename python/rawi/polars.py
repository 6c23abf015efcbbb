"""``import rawi.polars`` gives polars expressions and Series of texts a ``.rawi``.

>>> import polars, rawi.polars
>>> df = polars.DataFrame({"text": ["قال مصدر مطلع إن الجلسة تأجلت.", None]})
>>> said = polars.col("text").rawi.attributions().alias("said")
>>> df.select(said).explode("said").unnest("said")["kind"].to_list()
['indirect', None]
>>> df.select(polars.col("text").rawi.normalize("search"))["text"].to_list()[0]
'قال مصدر مطلع ان الجلسه تاجلت.'

Columns cross as Arrow; no text is copied on the way in. Type checkers cannot know ``.rawi``:
``RawiExpr(polars.col("text"))`` and ``RawiSeries(series)`` are the same.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import polars as pl

from ._rawi import Analyzer, Normalizer

__all__ = ["RawiExpr", "RawiSeries"]


@cache
def _analyzer() -> Analyzer:
    return Analyzer()


def _normalizer(form: str | Normalizer) -> Normalizer:
    return form if isinstance(form, Normalizer) else Normalizer(form)


@pl.api.register_series_namespace("rawi")
class RawiSeries:
    """What rawi does with a Series of texts; nulls stay null."""

    def __init__(self, series: pl.Series) -> None:
        self._series = series

    def _named(self, column: Any) -> pl.Series:
        return pl.Series(self._series.name, pl.Series(column))

    def normalize(self, form: str | Normalizer = "search") -> pl.Series:
        """Normalize every text, in a form or with a normalizer of your own."""
        return self._named(_normalizer(form).column(self._series))

    def attributions(self, analyzer: Analyzer | None = None) -> pl.Series:
        """Give every text's attributions: a list of structs."""
        return self._named((analyzer or _analyzer()).attributions(self._series))

    def entities(self, analyzer: Analyzer | None = None) -> pl.Series:
        """Give every text's entities: a list of structs."""
        return self._named((analyzer or _analyzer()).entities(self._series))

    def profile(self, analyzer: Analyzer | None = None) -> pl.Series:
        """Say how each text is sourced: a struct of counts."""
        return self._named((analyzer or _analyzer()).profiles(self._series))


@cache
def _dtype(method: str) -> pl.DataType:
    empty = RawiSeries(pl.Series([], dtype=pl.String))
    dtype: pl.DataType = getattr(empty, method)().dtype
    return dtype


@pl.api.register_expr_namespace("rawi")
class RawiExpr:
    """The same for expressions, eager and lazy."""

    def __init__(self, expr: pl.Expr) -> None:
        self._expr = expr

    def _map(self, method: str, *args: Any) -> pl.Expr:
        def run(series: pl.Series) -> pl.Series:
            result: pl.Series = getattr(RawiSeries(series), method)(*args)
            return result

        dtype = pl.String() if method == "normalize" else _dtype(method)
        return self._expr.map_batches(run, return_dtype=dtype, is_elementwise=True)

    def normalize(self, form: str | Normalizer = "search") -> pl.Expr:
        """Normalize every text, in a form or with a normalizer of your own."""
        # Made now: a wrong name is said here, not when the query runs.
        return self._map("normalize", _normalizer(form))

    def attributions(self, analyzer: Analyzer | None = None) -> pl.Expr:
        """Give every text's attributions: a list of structs."""
        return self._map("attributions", analyzer)

    def entities(self, analyzer: Analyzer | None = None) -> pl.Expr:
        """Give every text's entities: a list of structs."""
        return self._map("entities", analyzer)

    def profile(self, analyzer: Analyzer | None = None) -> pl.Expr:
        """Say how each text is sourced: a struct of counts."""
        return self._map("profile", analyzer)
