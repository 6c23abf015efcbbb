#!/usr/bin/env python3
"""The mean of sets of weights: mean.py --out weights.bin WEIGHTS:SHARE WEIGHTS:SHARE ... [--table NAME WEIGHTS:SHARE ...] ...

The models are linear, so the mean of their weights gives the mean of their scores, at the price of one.  `--table` has one of
the tables (frame, phrase, content, antecedent, label, article) made with other sets or shares.  Needs numpy."""
import argparse, pathlib
import numpy as np

SLOTS = 1 << 18
TABLES = ["frame", "phrase", "content", "antecedent", "label", "article"]


def mean(sets):
    total = 0
    for part in sets:
        path, _, share = part.rpartition(":")
        total = total + float(share) * np.frombuffer(pathlib.Path(path).read_bytes(), dtype=np.int8)
    return total


a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
a.add_argument("sets", nargs="+"); a.add_argument("--out", required=True)
a.add_argument("--table", nargs="+", action="append", default=[], metavar=("NAME", "WEIGHTS:SHARE"))
a = a.parse_args()
out = mean(a.sets)
for name, *sets in a.table:
    at = TABLES.index(name) * SLOTS
    out[at:at + SLOTS] = mean(sets)[at:at + SLOTS]
pathlib.Path(a.out).write_bytes(np.clip(np.rint(out), -127, 127).astype(np.int8).tobytes())
