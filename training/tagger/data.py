"""Annotated data as sentences of (vocabulary entries, tags), scorer, batches."""
import collections
import json
import os
import random

import numpy as np
import torch

from text import SENTENCE, tokens, tokens_with_offsets, type_of

HELD_OUT = 0.15  # the last part of ANERcorp train: never trained on
SCHEMES = {"aner": ("LOC", "MISC", "ORG", "PER"), "rawi": ("EVT", "LOC", "ORG", "PER"), "wojood": ("EVT", "LOC", "NORP", "OCC", "ORG", "PER"), "aqmar": ("LOC", "MISC", "ORG", "PER")}
LABELS = {k: ["O"] + [p + "-" + t for t in v for p in "BIES"] for k, v in SCHEMES.items()}
RENAME = {"PERS": "PER", "MIS": "MISC", "GPE": "LOC", "FAC": "LOC", "EVENT": "EVT"}


def bioes(tags):
    out = []
    for i, t in enumerate(tags):
        nxt = tags[i + 1] if i + 1 < len(tags) else "O"
        last = nxt != "I-" + t[2:]
        out.append(t if t == "O" else ({"B": "S", "I": "E"}[t[0]] if last else t[0]) + t[1:])
    return out


def spans(tags):
    """Entity spans of a BIOES or BIO sequence, as conlleval reads them."""
    out, open_ = [], None
    for i, t in enumerate([*tags, "O"]):
        kind, begins = t[2:], t[0] in "BS" or (t[0] in "IE" and (open_ is None or open_[1] != t[2:]))
        if (t[0] == "O" or begins) and open_:
            out.append((open_[0], i, open_[1]))
            open_ = None
        if begins:
            open_ = (i, kind)
    return out


def conll(path, kinds):
    """Whitespace tokens and BIO tags → our tokens; a label is spread over the pieces of its token."""
    out, words, tags = [], [], []
    for line in open(path, encoding="utf-8"):
        p = line.split()
        if not p:
            if words:
                out.append((words, bioes(tags)))
            words, tags = [], []
            continue
        tag = p[-1]
        kind = RENAME.get(tag[2:], tag[2:])
        tag = tag[:2] + kind if kind in kinds else "O"
        for i, t in enumerate(tokens(p[0])):
            words.append(type_of(t))
            tags.append(tag if i == 0 or tag == "O" else "I-" + kind)
    if words:
        out.append((words, bioes(tags)))
    return out


KINDS = {"person": "PER", "organization": "ORG", "location": "LOC", "event": "EVT"}


def gold(directory):
    """{document: [(words, tags)]} of the entity gold. Optional mentions are labelled like the others."""
    spans_ = collections.defaultdict(list)
    for f in ("entities", "entities2"):
        for line in open(f"{directory}/{f}.jsonl", encoding="utf-8"):
            r = json.loads(line)
            spans_[r["doc"]].append((r["start"], r["end"], KINDS[r["kind"]]))
    docs = {}
    for doc, marks in spans_.items():
        text = open(f"{directory}/docs/{doc}.txt", encoding="utf-8").read()
        start = 0
        cuts = [m.span() for m in SENTENCE.finditer(text)] + [(len(text), len(text))]
        out = []
        for a, b in cuts:
            toks = tokens_with_offsets(text[start:a])
            words, tags, last = [], [], None
            for t, x, y in toks:
                x, y = x + start, y + start
                hit = next((m for m in marks if x < m[1] and m[0] < y), None)
                words.append(type_of(t))
                tags.append("O" if hit is None else ("I-" if hit == last else "B-") + hit[2])
                last = hit
            if words:
                out.append((words, bioes(tags)))
            start = b
        docs[doc] = out
    return docs


KEPT_ASIDE = {f"d{i}" for i in range(30, 43)} | {"46", "48", "50"}


def datasets(ner, gold_dir):
    """Training sentences of every scheme, and what is held out."""
    aner = conll(f"{ner}/anercorp_train.conll", SCHEMES["aner"])
    k = int(len(aner) * (1 - HELD_OUT))
    docs = gold(gold_dir)
    train = {
        "aner": aner[:k],
        "rawi": [s for d in sorted(docs) if d not in KEPT_ASIDE for s in docs[d]],
        "wojood": [s for p in ("train", "dev") for s in conll(f"{ner}/wojood_sample_{p}.conll", SCHEMES["wojood"])],
        "aqmar": [s for p in ("train", "dev") for s in conll(f"{ner}/aqmar_{p}.conll", SCHEMES["aqmar"])],
    }
    held = {"aner": aner[k:], "rawi": [s for d in sorted(docs) if d in KEPT_ASIDE for s in docs[d]]}
    groups = {
        "aner": [i // 40 for i in range(len(held["aner"]))],
        "rawi": [d for d in sorted(docs) if d in KEPT_ASIDE for _ in docs[d]],
    }
    return train, held, groups


def score(gold_tags, predicted):
    n = collections.defaultdict(lambda: [0, 0, 0])
    for g, p in zip(gold_tags, predicted):
        gs, ps = set(spans(g)), set(spans(p))
        for x in gs:
            n[x[2]][1] += 1
        for x in ps:
            n[x[2]][2] += 1
        for x in gs & ps:
            n[x[2]][0] += 1

    def prf(t):
        p, r = 100 * t[0] / max(1, t[2]), 100 * t[0] / max(1, t[1])
        return p, r, 2 * p * r / max(1e-9, p + r)

    three = prf([sum(n[k][i] for k in ("PER", "ORG", "LOC")) for i in range(3)])
    return "3 types P %.1f R %.1f F %.2f | " % three + " ".join("%s %.1f" % (k, prf(n[k])[2]) for k in sorted(n)), three[2]


class Encoded:
    """Sentences as vector rows and feature rows; `index` maps a type to its row."""

    def __init__(self, features, ft):
        self.features, self.ft, self.index, self.types, self.rows = features, ft, {}, [], []

    def id(self, w):
        i = self.index.get(w)
        if i is None:
            i = self.index[w] = len(self.types)
            self.types.append(w)
        return i

    def sentences(self, data):
        out = []
        for words in data:
            f = np.zeros((len(words), 28), np.int16)
            for t, row in enumerate(self.features.sentence(words)):
                f[t, : len(row)] = row
            out.append((np.array([self.id(w) for w in words], np.int32), f))
        return out

    def vectors(self, scale):
        return torch.tensor(np.stack([self.ft.get_word_vector(w) for w in self.types])) * scale


def pad(E, idx, Y=None):
    T, B = max(len(E[i][0]) for i in idx), len(idx)
    w, f = np.zeros((B, T), np.int64), np.zeros((B, T, E[0][1].shape[1]), np.int64)
    n, y = np.zeros(B, np.int64), np.zeros((B, T), np.int64)
    for b, i in enumerate(idx):
        k = n[b] = len(E[i][0])
        w[b, :k], f[b, :k] = E[i][0], E[i][1]
        if Y is not None:
            y[b, :k] = Y[i]
    return torch.from_numpy(w), torch.from_numpy(f), torch.from_numpy(n), torch.from_numpy(y)


def batches(E, size, rng=None):
    """Sentences of like length together, about `size` tokens each; shuffled when a generator is given."""
    order = sorted(range(len(E)), key=lambda i: len(E[i][0]) + (rng.random() * 5 if rng else 0))
    out, cur = [], []
    for i in order:
        if cur and (len(cur) + 1) * len(E[i][0]) > size:
            out.append(cur)
            cur = []
        cur.append(i)
    if cur:
        out.append(cur)
    if rng:
        rng.shuffle(out)
    return out


def decode(crf, emissions):
    out = [None] * len(emissions)
    order = sorted(range(len(out)), key=lambda i: len(emissions[i]))
    for k in range(0, len(order), 64):
        idx = order[k : k + 64]
        n = torch.tensor([len(emissions[i]) for i in idx])
        e = torch.zeros(len(idx), int(n.max()), emissions[0].shape[1])
        for b, i in enumerate(idx):
            e[b, : n[b]] = emissions[i]
        for i, p in zip(idx, crf.viterbi(e, n)):
            out[i] = p
    return out
