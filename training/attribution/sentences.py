#!/usr/bin/env python3
"""The sentences of tests/data/attribution.toml as gold: sentences.py DIR   writes DIR.jsonl and DIR/ID.txt

Only sentences with one attribution, or none, are taken: the file says nothing of further ones."""
import json, pathlib, re, sys, tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]
LETTER = re.compile(r"[\w\u064b-\u0652\u0670ـ]")


def find(text, words, start=0):
    """Where `words` stand as whole words, proclitics allowed; None where they do not."""
    at = text.find(words, start)
    while at >= 0:
        end = at + len(words)
        if end == len(text) or not LETTER.match(text[end]) or not LETTER.match(text[end - 1]):
            left = at
            while left > 0 and LETTER.match(text[left - 1]): left -= 1
            if all(c in "وفبلكسا" for c in text[left:at]): return {"start": at, "end": end, "text": words}
        at = text.find(words, at + 1)
    return None


def main():
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"): sys.exit(__doc__)
    out = pathlib.Path(sys.argv[1]); out.mkdir(parents=True, exist_ok=True)
    data = tomllib.load(open(ROOT / "tests/data/attribution.toml", "rb"))
    rows = []
    for case in data["none"]:
        rows.append({"doc": case["id"], "none": True}); (out / f"{case['id']}.txt").write_text(case["text"])
    for case in data["case"]:
        if case.get("core", 1) != 1 or "todo" in case: continue
        text, labels = case["text"], case["labels"].split()
        (out / f"{case['id']}.txt").write_text(text)
        cue = find(text, case["cue"]) if case["cue"] else None
        source = find(text, case["source"]) if case["source"] else None
        content = [find(text, c) for c in case["content"]]
        if case["cue"] and not cue or case["source"] and not source or not all(content):
            print("left out:", case["id"], file=sys.stderr); continue
        rows.append({"doc": case["id"], "id": case["id"], "cue": cue, "comp": None, "source": source,
                     "elided": "elided" in labels, "recipient": None, "content": content, "content_max": None,
                     "kind": labels[0], "tier": "extended" if "extended" in labels else "core", "anonymity": labels[1],
                     "polarity": "neg" if "neg" in labels else "pos", "stance": labels[2], "chain": "A" if source else None, "note": ""})
    pathlib.Path(str(out) + ".jsonl").write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows))


main()
