"""Raw news → one sentence of vocabulary entries a line (`raw.txt`, `#` starts a document), and counts.

usage: prep.py NEWS.jsonl OUTDIR
"""
import collections
import json
import pickle
import sys

from text import SENTENCE, tokens, type_of

source, out = sys.argv[1:]
seen, count, kept = set(), collections.Counter(), 0
with open(f"{out}/raw.txt", "w") as f, open(f"{out}/plain.txt", "w") as g:
    for line in open(source, encoding="utf-8"):
        doc = json.loads(line)
        f.write("#\n")
        for sentence in SENTENCE.split((doc.get("title") or "") + "\n" + (doc.get("text") or "")):
            if hash(sentence) in seen:
                continue
            seen.add(hash(sentence))
            words = [type_of(t) for t in tokens(sentence)][:120]
            if len(words) < 3:
                continue
            count.update(words)
            kept += len(words)
            text = " ".join(words) + "\n"
            f.write(text)
            g.write(text)
pickle.dump(count, open(f"{out}/counts.pkl", "wb"))
print(kept, "tokens", len(count), "types")
