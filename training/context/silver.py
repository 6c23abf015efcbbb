"""Turn what rawi says of raw news into the form of gold, for `train.py --silver`.

usage: silver.py texts.jsonl annotated.jsonl > said.jsonl

`texts.jsonl` has lines of id (`doc:NAME`) and text, `annotated.jsonl` what `rawi annotate --input jsonl --format jsonl --offsets char`
makes of them.
"""
import json
import sys


def main():
    texts, annotated = sys.argv[1:]
    for text, line in zip(open(texts, encoding="utf-8"), open(annotated, encoding="utf-8")):
        doc, found = json.loads(text)["id"].partition(":")[2], json.loads(line)["attributions"]
        for a in found:
            source = a["source"] if a["source"] and "start" in a["source"] else None
            elided = bool(a["source"] and a["source"].get("elided"))
            print(json.dumps({"doc": doc, "tier": a["tier"], "cue": a["cue"], "elided": elided, "source": source, "content": a["content"]}))
        if not found:
            print(json.dumps({"doc": doc, "none": True}))


if __name__ == "__main__":
    main()
