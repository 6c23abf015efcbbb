"""Texts with the tokens and proposals rawi made of them, aligned with their annotation.

Rows are written by the ignored test `write_evidence`; texts and gold by `texts` below.
"""
import collections
import json

import numpy as np

from data import KINDS, LABELS

NAMES = LABELS["rawi"]
KIND = {k: NAMES.index("B-" + v) for k, v in KINDS.items()}  # the first label of a kind
LONGEST = 90


def entry(word, kind):
    """The vocabulary entry of a token: numbers by their length, Latin words as one, marks by kind."""
    return {"0": "0" * min(len(word.encode()), 5), "a": "a", "w": word}.get(kind, word[:1])


class Sentence:
    __slots__ = ("types", "stems", "allowed", "evidence", "doc", "gold", "optional", "soft")


def positions(first, last):
    return [(t, 3 if last - first == 1 else 0 if t == first else 2 if t == last - 1 else 1) for t in range(first, last)]


class Features:
    """(rule, kind, confidence) → number; each has four positions: first, inside, last, only."""

    def __init__(self, names=None):
        self.index = {tuple(x): i for i, x in enumerate(names or [])}
        self.fixed = names is not None

    def id(self, *x):
        if self.fixed:
            return self.index.get(x)
        return self.index.setdefault(x, len(self.index))


def mentions(tokens, marks):
    """Gold spans in bytes → (first, last, label, optional) in tokens."""
    out, i = [], 0
    for a, b, kind, optional in sorted(marks):
        hit = [t for t, tok in enumerate(tokens) if tok[2][0] < b and a < tok[2][1]]
        if hit:
            out.append((hit[0], hit[-1] + 1, kind, optional))
    return out


def sentences(row, marks, types, features):
    """The sentences of one text, cut where they are too long."""
    tokens, out = row["tokens"], []
    marks = mentions(tokens, marks) if marks is not None else []
    ev = collections.defaultdict(list)
    for first, last, kind, rule, confidence, _ in row["proposals"]:
        f = features.id(rule, kind, round(confidence, 2))
        if f is not None:
            for t, p in positions(first, last):
                ev[t].append((f * 4 + p, first))
    for first, last, kind, rule in row["values"]:
        f = features.id("value", kind, 0.0)
        if f is not None:
            for t, p in positions(first, last):
                ev[t].append((f * 4 + p, -1 - first))
    inside = set()
    for a, b, _, _ in marks:
        inside.update(range(a + 1, b))
    for a, b in row["sentences"]:
        while a < b:
            cut = min(b, a + LONGEST)
            while cut < b and cut in inside and cut > a + 1:
                cut -= 1
            s = Sentence()
            s.doc = row["id"]
            s.types = np.array([types.id(entry(w, k), k == "w") for w, k, _, _ in tokens[a:cut]], np.int32)
            s.stems = [x[3] for x in tokens[a:cut]]
            s.evidence = [(t - a, f, group) for t in range(a, cut) for f, group in ev.get(t, ())]
            s.gold, s.optional = set(), set()
            s.allowed = np.zeros((cut - a, len(NAMES)), bool)
            s.allowed[:, 0] = True
            for x, y, kind, optional in marks:
                x, y = x - a, y - a
                if 0 <= x and y <= cut - a:
                    (s.optional if optional else s.gold).add((x, y, kind))
                    for t, p in positions(x, y):
                        # The labels of NAMES stand in the order begin, inside, end, single.
                        s.allowed[t, 0] = optional
                        s.allowed[t, kind + p] = True
            out.append(s)
            a = cut
    return out


def read(path, marks_of, types, features):
    """[[Sentence]] by text; `marks_of(row)` gives its gold in bytes, or None."""
    out = []
    for line in open(path, encoding="utf-8"):
        row = json.loads(line)
        marks = marks_of(row)
        if marks is not False:
            out.append(sentences(row, marks, types, features))
    return out
