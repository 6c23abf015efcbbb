"""Make the shipped files of tuned models.

usage: retable.py --from tagger.bin --models a/tuned_0.pt,b/tuned_1.pt --out DIR [--share 0.16]

Models that were tuned from one file with different seeds are averaged, weight by weight. Writes
tagger.bin, evidence.tsv and parity.tsv. What words there are, and their slots, stay as they were.
"""
import argparse
import struct
from pathlib import Path

import numpy as np
import torch

from compact import LIMIT, NAME_FLAGS, STEP, WIDTH, gram_ids, integers, mixed, readings, run
from shipped import COMMON, Shipped
from text import key, type_of
from tune import UNIT

HEADER = """# What a proposal adds to the label scores of its tokens; made by training/tagger, see proposals.rs.
# rule, kind, confidence, token of the proposal, scores by ANERcorp's guidelines, by rawi's
# Labels: none, then begin, inside, end, single of event, location, organization, person.
"""


def average(paths):
    saved = [torch.load(p) for p in paths]
    assert all(s["features"] == saved[0]["features"] for s in saved)
    state = {k: torch.stack([s["model"][k].float() for s in saved]).mean(0).numpy() for k in saved[0]["model"]}
    return state, saved[0]["features"]


def tables(state, n, grams):
    """(word rows, n-gram rows, extra rows, gain)"""
    clip = lambda x: np.clip(np.round(x), -127, 127).astype(np.int8)
    steps = state["table"] * UNIT
    T, G, extras = steps[:n], steps[n : n + grams], steps[n + grams :]
    gain = round(float(np.quantile(np.abs(G), 0.9998)) / 127 * 4096)
    return clip(T / STEP), clip(G * 4096 / gain), clip(extras / STEP), gain


def network(state, old):
    layers = []
    for i, (_, _, _, gap) in enumerate(old.layers):
        W = state[f"W.{i}"].reshape(3, WIDTH, WIDTH).transpose(2, 0, 1)
        q, shift = integers(W)
        layers.append((q, np.round(state[f"b.{i}"] * UNIT * 2.0**shift).astype(np.int32), shift, gap))
    heads = [state[f"heads.{k}"].T for k in (0, 1)]
    _, shift = integers(np.stack(heads))
    ints = [np.round(h * 2.0**shift).astype(np.int16) for h in heads]
    return layers, (ints, [state[f"bias.{k}"].astype(np.float32) for k in (0, 1)], 1 / (2.0**shift * UNIT))


def write(path, old, T, G, extras, gain, layers, heads, state):
    with open(path, "wb") as f:
        f.write(b"rawi-ner" + struct.pack("<6I", 1, old.n, old.log_words, old.log_names, old.log, gain))
        f.write(struct.pack("<6I", *(l[2] for l in layers), *(l[3] for l in layers)) + struct.pack("<f", heads[2]))
        f.write(old.word_slots.tobytes() + T.tobytes() + old.name_slots.tobytes() + G.tobytes() + extras.tobytes())
        for W, b, _, _ in layers:
            f.write(W.astype("<i2").tobytes() + b.astype("<i4").tobytes())
        for W, b in zip(*heads[:2]):
            f.write(W.astype("<i2").tobytes() + b.astype("<f4").tobytes())
        f.write(state["crf.trans"].astype("<f4").tobytes() + state["crf.start"].astype("<f4").tobytes())


def row(s, w):
    """What the Rust side computes for a vocabulary entry, in activation steps."""
    arabic = "\u0600" <= w[0] <= "\u06ff" and w[0].isalpha()
    r = s.rank(w)
    if r is not None:
        return STEP * s.T[r].astype(np.int32)
    if not arabic:
        return np.zeros(WIDTH, np.int32)
    for rest, sign, prep in readings(w):
        r = s.rank(rest)
        if r is not None and (r < COMMON or prep == 0):
            return STEP * (s.T[r].astype(np.int32) + s.extras[sign])
    ids, _ = gram_ids([w], s.log)
    x = (s.G[ids].astype(np.int32).sum(0) * (s.gain // len(ids))) >> 12
    f = s.flags(w)
    for b in range(8):
        if f >> b & 1:
            x = x + STEP * s.extras[NAME_FLAGS + b].astype(np.int32)
    return np.clip(x, -LIMIT, LIMIT)


def evidence(path, features, state):
    number = lambda x: f"{x:.2f}".rstrip("0").rstrip(".").replace("-0", "0" if abs(x) < 0.005 else "-0")
    lines = []
    for f, (rule, kind, confidence) in enumerate(features):
        for p, name in enumerate(("first", "inside", "last", "only")):
            sides = [" ".join(number(x) for x in state[f"evidence.{k}"][f * 4 + p]) for k in (0, 1)]
            lines.append("\t".join([rule, kind, f"{confidence:.2f}", name, *sides]))
    Path(path).write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--from", dest="source", required=True)
    p.add_argument("--models", required=True)
    p.add_argument("--out", required=True)
    p.add_argument("--share", type=float, default=0.16, help="NAME_STYLE of the Rust side, for parity.tsv")
    a = p.parse_args()
    old = Shipped(a.source)
    state, features = average(a.models.split(","))
    T, G, extras, gain = tables(state, old.n, len(old.G))
    layers, heads = network(state, old)
    write(f"{a.out}/tagger.bin", old, T, G, extras, gain, layers, heads, state)
    evidence(f"{a.out}/evidence.tsv", features, state)
    s, out = Shipped(f"{a.out}/tagger.bin"), mixed(heads, a.share)
    with open(f"{a.out}/parity.tsv", "w", encoding="utf-8") as f:
        sentences = Path(__file__).with_name("parity.txt").read_text(encoding="utf-8").splitlines()
        blocks = []
        for line in sentences:
            words = line.split()
            scores = run(layers, out, np.stack([row(s, type_of(key(w))) for w in words]))
            blocks.append("".join(w + "\t" + "\t".join(f"{x:.3f}" for x in e) + "\n" for w, e in zip(words, scores)))
        f.write("\n".join(blocks))


if __name__ == "__main__":
    main()
