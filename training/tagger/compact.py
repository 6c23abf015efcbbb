"""Fold a student into the shipped file: integer tables, integer network.

usage: compact.py --dir DIR --ner NER --gold GOLD --teachers t_0 --student student_0.pt --out tagger.bin
The layout is described in src/entity/model/weights.rs, the features in src/entity/model/features.rs.
"""
import argparse
import collections
import struct
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from data import decode, score
from docpass import agree
from student import NAMES, arguments, distil, emissions, judge, load, tables
from model import Student
from text import key, type_of

WIDTH, STEP, LIMIT = 64, 8, 4095
COMMON, NAME_FLAGS, EXTRAS, LONGEST = 24_000, 32, 40, 30
M64 = (1 << 64) - 1


def word_hash(w):
    h = 0xCBF29CE484222325
    for c in w[:LONGEST]:
        h = ((h ^ ord(c)) * 0x100000001B3) & M64
    h = ((h ^ (h >> 32)) * 0x9E3779B97F4A7C15) & M64
    return h ^ (h >> 29)


def gram_ids(words, log):
    """Row ids of all 2- to 5-grams of each word with its edges, in one flat array with offsets."""
    ids, offsets = [], [0]
    mask = (1 << log) - 1
    for w in words:
        x = [ord(c) for c in "<" + w[:LONGEST] + ">"]
        for i in range(len(x)):
            h = 2166136261
            for n, c in enumerate(x[i : i + 5], 1):
                h = ((h ^ c) * 16777619) & 0xFFFFFFFF
                if n >= 2:
                    ids.append((h ^ (h >> 15)) & mask)
        offsets.append(len(ids))
    return np.array(ids, np.int64), np.array(offsets, np.int64)


def readings(w):
    """(rest, signature) of a word without proclitics, nearest first: see features.rs."""
    out = []
    conj, rest = 0, w
    if w[:1] == "و" and len(w) >= 4:
        conj, rest = 1, w[1:]
    elif w[:1] == "ف" and len(w) >= 4:
        conj, rest = 2, w[1:]
    sign = lambda prep, art: (conj * 5 + prep) * 2 + art
    if conj:
        out.append((rest, sign(0, 0), 0))
    if rest[:2] == "لل" and len(rest) >= 5:
        out += [("ال" + rest[2:], sign(4, 0), 4), (rest[2:], sign(4, 1), 4)]
    elif rest[:1] and rest[0] in "بكل" and len(rest) >= 5:
        prep = "بكل".index(rest[0]) + 1
        out.append((rest[1:], sign(prep, 0), prep))
        if rest[1:3] == "ال":
            out.append((rest[3:], sign(prep, 1), prep))
    elif rest[:2] == "ال" and len(rest) >= 5:
        out.append((rest[2:], sign(0, 1), 0))
    return out[:3]


def name_flags(gaz):
    """{token: flags} of the name lists: given, surname, by how often; other name; place; part of a place."""
    out = collections.Counter()
    for w, n in gaz.given.items():
        out[w] |= 1 if n < 10 else 2
    for w, n in gaz.surname.items():
        out[w] |= 4 if n < 10 else 8
    for w in gaz.names:
        out[w] |= 16
    for phrase, kinds in gaz.phrases.items():
        if kinds & {"GPE", "CITY", "CITYB"}:
            for t in phrase:
                out[t] |= 32 if len(phrase) == 1 else 64
    return {w: f for w, f in out.items() if len(w) > 1 and all("\u0600" <= c <= "\u06ff" for c in w)}


class Tables:
    """The word, name, n-gram and extra rows, fitted to the rows a student gives every type it knows."""

    def __init__(self, types, X, counts, flags, n_words, log, epochs=10):
        self.types, self.flags, self.log = types, flags, log
        order = sorted(range(len(types)), key=lambda i: -counts.get(types[i], 0))
        self.words = [types[i] for i in order[:n_words]]
        self.rank = {w: i for i, w in enumerate(self.words)}
        self.scale = float(np.quantile(np.abs(X[order[:n_words]]), 0.9997) / 127)
        q = lambda x: np.clip(np.round(x / self.scale), -127, 127)
        self.T = q(X[order[:n_words]]).astype(np.int8)
        # Clitics: the mean of what a signature changes.
        by_sign = collections.defaultdict(list)
        rest, plain = [], []
        for i in order:
            w = types[i]
            s = self.stem(w)
            if s and counts.get(w, 0) > 1 and w in self.rank:
                by_sign[s[1]].append(X[i] / self.scale - self.T[s[0]])
            if w not in self.rank and not s:
                rest.append(i)
            elif len(w) > 1 and "\u0600" <= w[0] <= "\u06ff" and self.rank.get(w, n_words) > 3000:
                plain.append(i)
        self.extras = np.zeros((EXTRAS, WIDTH), np.int8)
        for s, d in by_sign.items():
            self.extras[s] = np.clip(np.round(np.mean(d, 0)), -127, 127)
        # n-grams and name flags, for the words with nothing else to go by; common words teach too.
        fit = rest + plain
        weight = torch.tensor([1.0] * len(rest) + [0.3] * len(plain))
        target = torch.tensor(X[fit] / self.scale, dtype=torch.float32)
        ids, off = gram_ids([types[i] for i in fit], log)
        bits = torch.tensor([[self.flag(types[i]) >> b & 1 for b in range(8)] for i in fit], dtype=torch.float32)
        grams = nn.EmbeddingBag(1 << log, WIDTH, mode="mean")
        nn.init.zeros_(grams.weight)
        extra = nn.Parameter(torch.zeros(8, WIDTH))
        opt = torch.optim.Adam([grams.weight, extra], lr=1.0)
        total, step = epochs * (len(fit) // 4096 + 1), 0
        for epoch in range(epochs):
            for b in torch.randperm(len(fit)).split(4096):
                for g in opt.param_groups:
                    g["lr"] = 1.0 * (1 - step / total)
                step += 1
                flat = np.concatenate([ids[off[i] : off[i + 1]] for i in b.tolist()])
                starts = np.cumsum([0] + [off[i + 1] - off[i] for i in b.tolist()[:-1]])
                y = grams(torch.from_numpy(flat), torch.from_numpy(starts)) + bits[b] @ extra
                loss = (((y - target[b]) ** 2).mean(1) * weight[b]).sum() / weight[b].sum()
                opt.zero_grad()
                loss.backward()
                opt.step()
        y = self.mean(grams.weight.detach().numpy(), ids, off) + (bits @ extra).detach().numpy()
        r = len(rest)
        t = target.numpy()
        print(f"n-grams: {r} words rest on them; explained {1 - ((y[:r] - t[:r]) ** 2).mean() / t[:r].var():.3f}")
        g = grams.weight.detach().numpy()
        top = float(np.quantile(np.abs(g), 0.9998) / 127)
        self.G = np.clip(np.round(g / top), -127, 127).astype(np.int8)
        self.gain = round(top * STEP * 4096)
        self.extras[NAME_FLAGS:] = np.clip(np.round(extra.detach().numpy()), -127, 127)

    @staticmethod
    def mean(g, ids, off):
        sums = np.add.reduceat(g[ids], off[:-1], axis=0)
        return sums / np.diff(off)[:, None]

    def stem(self, w):
        if not ("\u0600" <= w[0] <= "\u06ff" and w[0].isalpha()):
            return None
        for rest, sign, prep in readings(w):
            r = self.rank.get(rest)
            if r is not None and (r < COMMON or prep == 0):
                return r, sign
        return None

    def flag(self, w):
        for x in [w, *(r[0] for r in readings(w))]:
            if f := self.flags.get(x, 0):
                return f
        return 0

    def row(self, w):
        """What the Rust side computes for a word, in activation steps."""
        clamp = lambda x: np.clip(x, -LIMIT, LIMIT)
        if w in self.rank:
            return STEP * self.T[self.rank[w]].astype(np.int32)
        if not ("\u0600" <= w[0] <= "\u06ff" and w[0].isalpha()):
            return np.zeros(WIDTH, np.int32)
        if s := self.stem(w):
            return STEP * (self.T[s[0]].astype(np.int32) + self.extras[s[1]])
        ids, _ = gram_ids([w], self.log)
        x = (self.G[ids].astype(np.int32).sum(0) * (self.gain // len(ids))) >> 12
        f = self.flag(w)
        for b in range(8):
            if f >> b & 1:
                x = x + STEP * self.extras[NAME_FLAGS + b].astype(np.int32)
        return clamp(x)


def slots(entries, n, empty):
    """An open table of 2^n slots; `entries` are (hash, value)."""
    out = np.full(1 << n, empty, np.uint32)
    for h, value in entries:
        i = (h >> 32) & ((1 << n) - 1)
        while out[i] != empty:
            i = (i + 1) & ((1 << n) - 1)
        out[i] = value
    return out


def integers(W, top=LIMIT // 2):
    """Weights as integers with a common power of two: (integers, shift)."""
    shift = 0
    while shift < 24 and np.abs(W).max() * 2 ** (shift + 1) <= top:
        shift += 1
    return np.round(W * 2.0**shift).astype(np.int16), shift


def network(m, scale):
    """The trunk and the heads in integers; `scale` is what one step of a table row stands for."""
    unit = scale / STEP
    layers = []
    for layer, gap in zip(m.layers, (1, 2, 1)):
        W = layer.conv.weight.detach().numpy().transpose(0, 2, 1)  # out, tap, in
        q, shift = integers(W)
        layers.append((q, np.round(layer.conv.bias.detach().numpy() / unit * 2.0**shift).astype(np.int32), shift, gap))
    heads = [h.weight.detach().numpy() for h in m.heads]
    _, shift = integers(np.stack(heads))
    heads = [np.round(h * 2.0**shift).astype(np.int16) for h in heads]
    biases = [h.bias.detach().numpy().astype(np.float32) for h in m.heads]
    return layers, (heads, biases, unit / 2.0**shift)


def mixed(heads, share):
    """One head of the two: the share of the second against the first."""
    (a, b), (c, d), scale = heads
    mix = lambda x, y: x.astype(np.float32) + (y.astype(np.float32) - x.astype(np.float32)) * np.float32(share)
    return np.floor(np.abs(mix(a, b)) + 0.5) * np.sign(mix(a, b)), mix(c, d), scale


def run(layers, out, x):
    """The integer network on one sentence of rows: label scores."""
    h = x.astype(np.int64)
    for W, b, shift, gap in layers:
        p = np.pad(h, ((gap, gap), (0, 0)))
        window = np.stack([p[: len(h)], h, p[2 * gap :]], 1)
        s = (np.einsum("tkc,okc->to", window, W.astype(np.int64)) + b) >> shift
        h = np.clip(h + np.maximum(s, 0), -LIMIT, LIMIT)
    return (h @ out[0].astype(np.int64).T).astype(np.float32) * np.float32(out[2]) + out[1]


def write(path, t, layers, heads, crf):
    flags = [(word_hash(w), ((word_hash(w) >> 8) & 0xFFFFFF) << 8 | f) for w, f in sorted(t.flags.items()) if w not in t.rank]
    log_words, log_names = (len(t.words) * 3 // 2).bit_length(), (len(flags) * 5 // 4).bit_length()
    words = [(word_hash(w), ((word_hash(w) >> 16) & 0xFFFF) << 16 | i) for i, w in enumerate(t.words)]
    with open(path, "wb") as f:
        f.write(b"rawi-ner" + struct.pack("<6I", 1, len(t.words), log_words, log_names, t.log, t.gain))
        f.write(struct.pack("<6I", *(l[2] for l in layers), *(l[3] for l in layers)) + struct.pack("<f", heads[2]))
        f.write(slots(words, log_words, 0xFFFFFFFF).astype("<u4").tobytes() + t.T.tobytes())
        f.write(slots(flags, log_names, 0).astype("<u4").tobytes() + t.G.tobytes() + t.extras.tobytes())
        for W, b, _, _ in layers:
            f.write(W.astype("<i2").tobytes() + b.astype("<i4").tobytes())
        for W, b in zip(*heads[:2]):
            f.write(W.astype("<i2").tobytes() + b.astype("<f4").tobytes())
        f.write(crf.trans.detach().numpy().astype("<f4").tobytes() + crf.start.detach().numpy().astype("<f4").tobytes())
        print(path, f.tell(), "bytes,", len(words), "words,", len(flags), "names")


def parity(path, sentences, t, layers, out):
    """What the Rust side must find for sentences of our own."""
    with open(path, "w") as f:
        f.write("\n".join(
            "".join(
                x + "\t" + "\t".join(f"{s:.3f}" for s in e) + "\n"
                for x, e in zip(line.split(), run(layers, out, np.stack([t.row(type_of(key(x))) for x in line.split()])))
            )
            for line in open(sentences, encoding="utf-8")
        ))


def main():
    p = argparse.ArgumentParser()
    arguments(p)
    p.add_argument("--student", default="student_0.pt")
    p.add_argument("--out", default="tagger.bin")
    p.add_argument("--words", type=int, default=32_768)
    p.add_argument("--log", type=int, default=14)
    p.add_argument("--share", type=float, default=0.1, help="NAME_STYLE of the Rust side, for parity.tsv")
    p.add_argument("--passes", type=float, default=0.0, help="train the network on the new rows")
    p.add_argument("--lr", type=float, default=1e-3)
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(0)
    start = time.time()
    d = load(a)
    saved = torch.load(f"{a.dir}/{a.student}")
    m = Student(d.lm["dim"], 64, saved["width"], NAMES)
    m.load_state_dict(saved["model"])
    m.eval()
    flags = name_flags(d.gaz)
    used = d.enc.types
    known = [w for w, n in d.counts.items() if n >= 2 and len(w) <= LONGEST]
    types = list(dict.fromkeys(used + known + [w for w in flags if w not in d.counts]))
    X = []
    with torch.no_grad():
        for k in range(0, len(types), 8192):
            V, feats = tables(d, types[k : k + 8192])
            X.append(m.rows(V[None], feats[None])[0])
    X = torch.cat(X).numpy()
    print(len(types), "types", f"{time.time() - start:.0f} s", flush=True)
    exact = torch.tensor(X[: len(used)])
    judge(m, d, lambda m, w: exact[w])
    t = Tables(types, X, d.counts, flags, a.words, a.log)
    table = torch.tensor(np.stack([t.row(w) for w in used]) * (t.scale / STEP), dtype=torch.float32)
    held = collections.Counter(
        "word" if w in t.rank else "stem" if t.stem(w) else "parts" for k in d.H for ws, _ in d.held[k] for w in ws
    )
    print("held-out tokens by", dict(held), f"{time.time() - start:.0f} s")
    rows = lambda m, w: table[w]
    judge(m, d, rows)
    if a.passes:
        trunk = [*m.layers.parameters(), *m.heads.parameters(), *m.crf.parameters()]
        m = distil(m, d, rows, a.passes, a.lr, a.seed, lambda mean: judge(mean, d, rows), trunk)
    layers, heads = network(m, t.scale)
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        out = mixed(heads, share)
        for k in d.H:
            x = [torch.from_numpy(run(layers, out, np.stack([t.row(w) for w in ws]))) for ws, _ in d.held[k]]
            print(f"integers, share {share}", k, score(d.G[k], decode(m.crf, x))[0])
            y = agree([ws for ws, _ in d.held[k]], x, m.crf, d.groups[k], 3)
            print(f"  and document pass", score(d.G[k], decode(m.crf, y))[0], flush=True)
    write(f"{a.dir}/{a.out}", t, layers, heads, m.crf)
    parity(f"{a.dir}/parity.tsv", Path(__file__).with_name("parity.txt"), t, layers, mixed(heads, a.share))
    torch.save({"model": m.state_dict(), "width": saved["width"]}, f"{a.dir}/compact.pt")


if __name__ == "__main__":
    main()
