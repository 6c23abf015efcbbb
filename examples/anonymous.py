"""Who in an article remains unnamed, and what rests on them."""

from pathlib import Path

import rawi

article = Path(__file__).with_name("article.txt").read_text(encoding="utf-8")
doc = rawi.annotate(article)

for attribution in doc.attributions:
    source = attribution.source
    if source is not None and source.anonymity in ("anon", "anon_requested", "vague"):
        print(f"{source.text} ({source.anonymity}): {attribution.content_text}")

print(doc.profile)
