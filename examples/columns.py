"""One column of texts, through pandas, polars and DuckDB."""

import duckdb
import pandas as pd
import polars as pl

import rawi.pandas  # noqa: F401  gives every Series of texts a .rawi
from rawi import tables
from rawi.polars import RawiExpr

texts = ["قال مصدر مطلع إن الجلسة تأجلت.", "نفت الشركة وجود أي خلل."]

said = pd.Series(texts).rawi.attributions()
print(said[["source", "anonymity", "stance"]].to_string())

# pl.col("text").rawi is the same; type checkers do not know it.
frame = pl.DataFrame({"text": texts})
found = frame.select(said=RawiExpr(pl.col("text")).attributions()).explode("said").unnest("said")
print(found["stance"].to_list())

connection = duckdb.connect()
tables.duckdb_functions(connection)
connection.register("news", frame.to_arrow())
query = "select a.stance from (select unnest(rawi_attributions(text)) as a from news)"
print(connection.sql(query).fetchall())
