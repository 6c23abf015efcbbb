"""``import rawi.pandas`` gives every pandas Series of texts a ``.rawi``.

>>> import pandas, rawi.pandas
>>> texts = pandas.Series(["إلى القَاهِرة", None])
>>> texts.rawi.normalize("search").tolist()[0]
'الي القاهره'
>>> news = pandas.Series(["قال مصدر مطلع إن الجلسة تأجلت."], index=["a"])
>>> news.rawi.attributions()[["source", "anonymity"]].values.tolist()
[['مصدر مطلع', 'anon']]
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from ._rawi import Analyzer, Document, Normalizer
from .frames import to_frame

__all__ = ["RawiAccessor"]


@pd.api.extensions.register_series_accessor("rawi")
class RawiAccessor:
    """What rawi does with a Series of texts; missing texts stay missing."""

    def __init__(self, series: pd.Series[Any]) -> None:
        inferred = pd.api.types.infer_dtype(series, skipna=True)
        if inferred not in ("string", "empty"):
            raise AttributeError(f".rawi is for texts, not {inferred}")
        self._series = series

    def normalize(self, form: str | Normalizer = "search") -> pd.Series[Any]:
        """Normalize every text, in a form or with a normalizer of your own."""
        normalizer = form if isinstance(form, Normalizer) else Normalizer(form)
        return self._series.map(normalizer.normalize, na_action="ignore")

    def annotate(self, analyzer: Analyzer | None = None, **options: Any) -> pd.Series[Any]:
        """Annotate every text: a Series of `rawi.Document`. Options are those of `pipe`."""
        found = {
            key: doc for doc, key in self._pipe(analyzer, positions=True, **options)
        }  # positions, because an index may hold a label twice
        docs = [found.get(i) for i in range(len(self._series))]
        return pd.Series(docs, index=self._series.index, name=self._series.name, dtype=object)

    def attributions(self, analyzer: Analyzer | None = None, **options: Any) -> pd.DataFrame:
        """Give one row an attribution; the index is that of the text."""
        frame = to_frame(self._pipe(analyzer, **options))
        return self._indexed(frame)

    def entities(self, analyzer: Analyzer | None = None, **options: Any) -> pd.DataFrame:
        """Give one row an entity; the index is that of the text."""
        return self._indexed(to_frame(self._pipe(analyzer, **options), "entities"))

    def profile(self, analyzer: Analyzer | None = None, **options: Any) -> pd.DataFrame:
        """Say how each text is sourced: one row a text, one column a count."""
        docs = self.annotate(analyzer, **options)
        rows = [doc.profile.to_dict() if isinstance(doc, Document) else None for doc in docs]
        present = [row for row in rows if row is not None]
        columns = list(present[0]) if present else []
        table = [row or dict.fromkeys(columns) for row in rows]
        return pd.DataFrame(table, index=self._series.index, columns=columns)

    def _pipe(self, analyzer: Analyzer | None, positions: bool = False, **options: Any) -> Any:
        keys = range(len(self._series)) if positions else self._series.index
        pairs = zip(self._series, keys, strict=True)
        known = ((text, key) for text, key in pairs if isinstance(text, str))
        return (analyzer or Analyzer()).pipe(known, as_tuples=True, **options)

    def _indexed(self, frame: Any) -> pd.DataFrame:
        indexed: pd.DataFrame = frame.set_index("doc")
        indexed.index.name = self._series.index.name
        return indexed
