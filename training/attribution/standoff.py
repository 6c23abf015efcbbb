"""Join annotation that is kept without its texts with the corpus it is of.

usage: standoff.py news.tsv CORPUS.jsonl OUT     OUT.jsonl is gold for weigh.py, OUT/ has its documents

`news.tsv` has articles by the id that the corpus (lines of `id` and `text`) gives them, with a checksum, and below each its attributions in
characters: cue, source, content, content_max (spans `start-end`, several with a comma), kind, tier, anonymity, polarity,
stance (`?` where it is not known), `e` for a left-out source, chain.
"""
import hashlib
import json
import pathlib
import sys

FIELDS = ("cue", "source", "content", "content_max", "kind", "tier", "anonymity", "polarity", "stance", "elided", "chain")


def checksum(text):
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def spans(text, written):
    pairs = [tuple(map(int, s.split("-"))) for s in written.split(",") if s]
    return [{"start": a, "end": b, "text": text[a:b]} for a, b in pairs]


def main():
    table, corpus, out = sys.argv[1:]
    records, sums, doc = {}, {}, None
    for line in open(table, encoding="utf-8"):
        row = line.rstrip("\n").split("\t")
        if line.startswith("#"):
            continue
        if row[0] == "doc":
            doc = row[1]
            sums[doc], records[doc] = row[2], []
        else:
            records[doc].append(dict(zip(FIELDS, row)))
    folder = pathlib.Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    missing = set(records)
    with open(f"{out}.jsonl", "w", encoding="utf-8") as gold:
        for line in open(corpus, encoding="utf-8"):
            article = json.loads(line)
            doc, text = article["id"], article["text"].strip()
            if doc not in missing:
                continue
            if checksum(text) != sums[doc]:
                print(f"{doc}: the text is another", file=sys.stderr)
                continue
            missing.discard(doc)
            (folder / f"{doc}.txt").write_text(text, encoding="utf-8")
            for n, r in enumerate(records[doc]):
                one = lambda name: (spans(text, r[name]) or [None])[0]
                g = {"doc": doc, "id": f"{doc}-{n + 1:02}", "cue": one("cue"), "source": one("source"), "content": spans(text, r["content"])}
                g["content_max"] = spans(text, r["content_max"]) or None
                g |= {k: r[k] for k in ("kind", "tier", "anonymity", "polarity", "stance", "chain")}
                gold.write(json.dumps(g | {"elided": r["elided"] == "e"}, ensure_ascii=False) + "\n")
            if not records[doc]:
                gold.write(json.dumps({"doc": doc, "none": True}) + "\n")
    print(f"{len(records) - len(missing)} of {len(records)} articles", file=sys.stderr)


if __name__ == "__main__":
    main()
