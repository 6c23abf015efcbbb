"""Write what Python makes of some sentences, for the test that Rust makes the same of them.

usage: parity.py --tagger tagger.bin --context context.bin --texts texts.jsonl --evidence evidence.jsonl > parity.tsv

A line with the text of each row of `--texts` (id and text), `|` for a line break, then one for each token: the word and its levels,
a hexadecimal digit a question.  Where a likely cue stands before a likely beginning, a line `=` with the numbers of the two tokens and how
likely the content is to end with each token from there on.  Python computes with floats, so a level at its limit may differ by one.
"""
import argparse
import json

import numpy as np
import torch

from train import HEADS, Rows, Shipped, Text, Types, read

LEVELS = (-6.0, -5.0, -4.0, -3.0, -2.3, -1.6, -1.0, -0.4, 0.2, 0.8, 1.4, 2.0, 2.8, 3.6, 4.6)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("tagger", "context", "texts", "evidence"):
        p.add_argument(f"--{name}", required=True)
    a = p.parse_args()
    s = Shipped(a.tagger)
    types, m = Types(s), read(a.context)
    for line, row in zip(open(a.texts, encoding="utf-8"), open(a.evidence, encoding="utf-8")):
        text, row = json.loads(line)["text"], json.loads(row)
        t = Text(row, [], text.encode(), types)
        x, own, _, mask = Rows(s, types).batch([t])
        with torch.no_grad():
            h = m.states(x, own, mask)
            o = m.out(h)[0].numpy()
        print(text.replace("\n", "|"))
        for tok, levels in zip(row["tokens"], np.digitize(o, LEVELS)):
            print(tok[0], "".join(f"{level:x}" for level in levels), sep="\t")
        begins = np.flatnonzero(o[:, HEADS.index("content_first")] > -2)
        for cue in np.flatnonzero(o[:, 0] > -2):
            first = begins[begins > cue][:1]
            if len(first):
                print("=", cue, first[0], "".join(f"{level:x}" for level in ends(m, h, cue, first)), sep="\t")


def ends(m, h, cue, first):
    """Log-odds of each token against all behind it, as levels; nothing is behind the last."""
    number = torch.zeros(1, dtype=torch.long)
    with torch.no_grad():
        z = m.ends(h, m.ends.places(h), number, number + cue, number + first[0])[0].numpy()[: h.shape[1] - first[0]]
    behind = np.logaddexp.accumulate(z[::-1])[::-1][1:]
    return [*np.digitize(z[:-1] - behind, LEVELS), len(LEVELS)]


if __name__ == "__main__":
    main()
