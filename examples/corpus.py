"""Many articles: which sources they lean on, from a stream to a table."""

from collections.abc import Iterator
from pathlib import Path

import rawi

folder = Path(__file__).parents[1] / "tests" / "data" / "articles"


def articles() -> Iterator[tuple[str, str]]:
    """Texts with their names, read one by one as they are needed."""
    for path in sorted(folder.glob("*.txt"))[:20]:
        yield path.read_text(encoding="utf-8"), path.stem


analyzer = rawi.Analyzer()
unnamed: dict[str, int] = {}
for doc, name in analyzer.pipe(articles(), as_tuples=True, threads=2):
    unnamed[name] = doc.profile.anonymous
for name, count in sorted(unnamed.items(), key=lambda item: -item[1])[:3]:
    print(f"{name}: {count} attributions to people without a name")

rows = list(rawi.rows(analyzer.pipe(articles(), as_tuples=True)))
by_rule: dict[str, int] = {}
for row in rows:
    by_rule[row["rule"]] = by_rule.get(row["rule"], 0) + 1
print(len(rows), "attributions;", "most by", max(by_rule, key=by_rule.__getitem__))
