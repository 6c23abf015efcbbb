"""Train the shipped tables and network further, beside the evidence they are used with.

usage: tune.py --from tagger.bin --evidence evidence.jsonl --gold gold.jsonl --out DIR [--silver raw.jsonl]

The tagger decides over proposals of gazetteer and patterns, so it is trained with them in view: what a
proposal adds to the scores of its tokens is learned together with rows, convolutions and heads. Writes
tuned_SEED.pt; `retable.py` makes the shipped files of one or more of them.
"""
import argparse
import collections
import copy
import json
import math
import random
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from compact import STEP, WIDTH
from data import RENAME
from evidence import KIND, NAMES, Features, read
from model import Crf
from shipped import Shipped

EVENTS = slice(KIND["event"], KIND["event"] + 4)
UNIT = 256.0  # activation steps that are 1.0 here
AGREE = (2.0, 2.0, 0.75, 3.0)  # event, location, organization, person: as in src/entity/combine.rs
SUPPORT, PROPOSAL = 2.0, 1.0  # where the learned weights of proposals begin, for a confidence of 0.95


class Types:
    """Vocabulary entries and the table rows they are made of."""

    def __init__(self, shipped):
        self.shipped, self.index, self.rows, self.rare, self.words = shipped, {}, [], [], []

    def id(self, w, arabic):
        i = self.index.get(w)
        if i is None:
            i = self.index[w] = len(self.rows)
            row, rare = self.shipped.row(w, arabic)
            self.rows.append(row)
            self.rare.append(rare)
            self.words.append(w)
        return i


class Net(nn.Module):
    def __init__(self, s, features):
        super().__init__()
        grams = s.G.astype(np.float32) * (s.gain / 4096 / UNIT)
        ints = lambda x: x.astype(np.float32) * (STEP / UNIT)
        self.table = nn.Parameter(torch.from_numpy(np.concatenate([ints(s.T), grams, ints(s.extras)])))
        self.W = nn.ParameterList(torch.from_numpy(W.transpose(1, 2, 0).astype(np.float32).reshape(-1, WIDTH) / 2.0**k) for W, _, k, _ in s.layers)
        self.b = nn.ParameterList(torch.from_numpy(b.astype(np.float32) / 2.0**k / UNIT) for _, b, k, _ in s.layers)
        self.gaps = [gap for *_, gap in s.layers]
        self.heads = nn.ParameterList(torch.from_numpy(W.astype(np.float32).T * (s.scale * UNIT)) for W, _ in s.heads)
        self.bias = nn.ParameterList(torch.from_numpy(b.copy()) for _, b in s.heads)
        self.crf = Crf(NAMES)
        self.crf.trans.data.copy_(torch.from_numpy(s.trans.copy()))
        self.crf.start.data.copy_(torch.from_numpy(s.start.copy()))
        begin = np.zeros((len(features) * 4, len(NAMES)), np.float32)
        logit = lambda p: math.log(p / (1 - p))
        for (rule, kind, confidence), f in features.items():
            if rule != "value":
                w = max(0.0, logit(min(0.999, confidence)) / logit(0.95))
                k = KIND[kind]
                for p in range(4):
                    begin[f * 4 + p, k : k + 4] = SUPPORT * w
                    begin[f * 4 + p, k + p] += PROPOSAL * w
        self.register_buffer("begin", torch.from_numpy(begin))
        self.evidence = nn.ParameterList(torch.from_numpy(begin.copy()) for _ in range(2))

    def side(self, k):
        """Head, bias and evidence that follow ANERcorp (0) or rawi (1). ANERcorp has no events: they are rawi's."""
        if k == 1:
            return self.heads[1], self.bias[1], self.evidence[1]
        join = lambda a, b: torch.cat([a[..., :1], b[..., EVENTS], a[..., EVENTS.stop :]], -1)
        return join(self.heads[0], self.heads[1]), join(self.bias[0], self.bias[1]), join(self.evidence[0], self.evidence[1])

    def trunk(self, x, mask, drop=0.0):
        h = x * mask
        for W, b, gap in zip(self.W, self.b, self.gaps):
            p = F.pad(h, (0, 0, gap, gap))
            n = h.shape[1]
            window = torch.cat([p[:, :n], h, p[:, 2 * gap :]], -1)
            y = F.relu(window @ W + b)
            h = (h + (F.dropout(y, drop, self.training))) * mask
        return F.dropout(h, drop, self.training)


class Batch:
    def __init__(self, sents, types, rng=None, rare=0.0, no_evidence=0.0, lost=0.0):
        B, T = len(sents), max(len(s.types) for s in sents)
        ids = np.full((B, T), -1, np.int64)
        allowed = np.zeros((B, T, len(NAMES)), bool)
        allowed[:, :, 0] = True
        at, feature = [], []
        for b, s in enumerate(sents):
            n = len(s.types)
            ids[b, :n] = s.types
            allowed[b, :n] = s.allowed
            if not s.evidence or rng and rng.random() < no_evidence:
                continue
            gone = {g for _, _, g in s.evidence if rng and rng.random() < lost}
            for t, f, g in s.evidence:
                if g not in gone:
                    at.append(b * T + t)
                    feature.append(f)
        self.lens = torch.tensor([len(s.types) for s in sents])
        self.mask = (torch.arange(T)[None] < self.lens[:, None]).float()[..., None]
        self.allowed = torch.from_numpy(allowed)
        self.at, self.feature = torch.tensor(at, dtype=torch.long), torch.tensor(feature, dtype=torch.long)
        used, place = np.unique(ids, return_inverse=True)
        flat, weights, offsets = [], [], []
        for i in used:
            offsets.append(len(flat))
            if i < 0:
                continue
            row = types.rows[i]
            if rare and types.rare[i] and rng.random() < rare:
                row = types.rare[i]
            for j, w in row:
                flat.append(j)
                weights.append(w)
        self.flat, self.weights = torch.tensor(flat, dtype=torch.long), torch.tensor(weights)
        self.offsets, self.place = torch.tensor(offsets), torch.from_numpy(place.reshape(B, T))

    def rows(self, m):
        r = F.embedding_bag(self.flat, m.table, self.offsets, mode="sum", per_sample_weights=self.weights)
        return r[self.place]

    def emissions(self, m, h, k, evidence=True):
        head, bias, added = m.side(k)
        e = h @ head + bias
        if evidence and len(self.at):
            flat = torch.zeros(e.shape[0] * e.shape[1], e.shape[2]).index_add(0, self.at, added[self.feature])
            e = e + flat.view_as(e)
        return e


def nll(crf, e, allowed, lens):
    """-log of the share of the labellings that the annotation allows."""
    B, T, _ = e.shape
    trans, start, end = crf.parts()
    grow = trans.exp()
    e = torch.cat([e, e.masked_fill(~allowed, -1e4)])
    real = (torch.arange(T)[None] < lens[:, None]).float().repeat(2, 1)
    a = e[:, 0] + start
    for t in range(1, T):
        m = a.max(1, keepdim=True)[0]
        n = ((a - m).exp() @ grow + 1e-30).log() + m + e[:, t]
        q = real[:, t : t + 1]
        a = n * q + a * (1 - q)
    z = torch.logsumexp(a + end, 1)
    return z[:B] - z[B:]


def grouped(items, size, rng=None):
    order = sorted(range(len(items)), key=lambda i: len(items[i].types) + (rng.random() * 5 if rng else 0))
    out, cur = [], []
    for i in order:
        if cur and (len(cur) + 1) * len(items[i].types) > size:
            out.append(cur)
            cur = []
        cur.append(i)
    if cur:
        out.append(cur)
    if rng:
        rng.shuffle(out)
    return out


@torch.no_grad()
def scores(m, sents, types, shares, evidence=True):
    """{share: [label scores of each sentence]}"""
    m.eval()
    out = {s: [None] * len(sents) for s in shares}
    for idx in grouped(sents, 4000):
        b = Batch([sents[i] for i in idx], types)
        h = m.trunk(b.rows(m), b.mask)
        a, c = b.emissions(m, h, 0, evidence), b.emissions(m, h, 1, evidence)
        for share in shares:
            e = (1 - share) * a + share * c
            for j, i in enumerate(idx):
                out[share][i] = e[j, : b.lens[j]].clone()
    return out


def batched(crf, e, f):
    out, order = [None] * len(e), sorted(range(len(e)), key=lambda i: len(e[i]))
    for k in range(0, len(order), 64):
        idx = order[k : k + 64]
        n = torch.tensor([len(e[i]) for i in idx])
        x = torch.zeros(len(idx), int(n.max()), len(NAMES))
        for b, i in enumerate(idx):
            x[b, : n[b]] = e[i]
        for b, (i, y) in enumerate(zip(idx, f(x, n))):
            out[i] = y[: n[b]]
    return out


def agree(crf, sents, e, weights=AGREE):
    """The document pass, as `Reading::agree` does it."""
    kinds = [p[:, 1:].reshape(len(p), -1, 4).sum(2) for p in batched(crf, e, crf.marginals)]
    seen = collections.defaultdict(list)
    for i, s in enumerate(sents):
        top = kinds[i].max(1)[0].tolist()
        for t, w in enumerate(s.stems):
            if top[t] > 0.05 and w[:1].isalpha():
                seen[s.doc, w].append((i, kinds[i][t]))
    out, weight = [], torch.tensor(weights).repeat_interleave(4)
    for i, s in enumerate(sents):
        x = e[i].clone()
        for t, w in enumerate(s.stems):
            other = [p for j, p in seen.get((s.doc, w), ()) if j != i]
            if other:
                x[t, 1:] += weight * torch.stack(other).max(0)[0].repeat_interleave(4)
        out.append(x)
    return out


def found(tags):
    out, first = set(), 0
    for t, x in enumerate(tags):
        if x[0] in "BS":
            first = t
        if x[0] in "ES":
            out.add((first, t + 1, NAMES.index("B-" + x[2:])))
    return out


def judge(crf, sents, e, events=True):
    """F1; without `events` for ANERcorp, where nothing is optional."""
    n = collections.defaultdict(lambda: [0, 0, 0])
    for s, tags in zip(sents, batched(crf, e, crf.viterbi)):
        y = found(tags)
        y = {x for x in y if not events or x in s.gold or not any(x[0] < o[1] and o[0] < x[1] for o in s.optional)}
        for i, z in enumerate((y & s.gold, s.gold, y)):
            for x in z:
                if events or x[2] != KIND["event"]:
                    n["all"][i] += 1
                    n[NAMES[x[2]][2:]][i] += 1
    f = lambda t: 200 * t[0] / max(1, t[1] + t[2])
    return f(n["all"]), " ".join(f"{k} {f(n[k]):.1f}" for k in ("PER", "LOC", "ORG", "EVT"))


def report(m, held, types, shares=(0.0, 0.16, 0.5, 1.0)):
    for name, sents in held.items():
        e = scores(m, sents, types, shares)
        line = []
        for share in shares:
            f, kinds = judge(m.crf, sents, agree(m.crf, sents, e[share]), events=name != "aner")
            line.append(f"{share}: {f:.1f} ({kinds})")
        plain = scores(m, sents, types, (1.0 if name != "aner" else 0.0,), False)
        f, kinds = judge(m.crf, sents, *plain.values(), events=name != "aner")
        print(f"   {name} " + " | ".join(line) + f" | no evidence {f:.1f} ({kinds})", flush=True)


@torch.no_grad()
def soft_labels(paths, s, features, silver, types):
    """Marginals of both heads with all evidence and the document pass, averaged over models: they know more than
    the network alone, and teach it."""
    out = [None] * len(silver)
    for path in paths:
        saved = torch.load(path)
        m = Net(s, features)
        m.load_state_dict(saved["model"])
        e = scores(m, silver, types, (0.0, 1.0))
        for k in (0, 1):
            for i, q in enumerate(batched(m.crf, agree(m.crf, silver, e.pop(float(k))), m.crf.marginals)):
                if out[i] is None:
                    out[i] = torch.zeros(2, *q.shape, dtype=torch.float16)
                out[i][k] += (q / len(paths)).half()
    return out


# Annotation.


def aner_marks(row):
    """Gold of a row with the tags of its blank-separated tokens, one list a line."""
    text, out, pos, chars = row["text"], [], 0, 0
    raw = text.encode()
    for line in row["tags"]:
        open_ = None
        for tag in line:
            end = pos
            while end < len(raw) and raw[end] not in b" \n":
                end += 1
            kind = RENAME.get(tag[2:], tag[2:])
            if tag[0] == "I" and open_ and open_[2] == kind:
                open_[1] = end
            else:
                if open_:
                    out.append(open_)
                open_ = [pos, end, kind] if tag != "O" else None
            pos = end + 1
        if open_:
            out.append(open_)
    return [(a, b, NAMES.index("B-" + ("EVT" if k == "MISC" else k)), k == "MISC") for a, b, k in out]


def gold_marks(files):
    """{document: marks in code points}"""
    out = collections.defaultdict(list)
    for f in files:
        for line in open(f, encoding="utf-8"):
            r = json.loads(line)
            out[r["doc"]].append((r["start"], r["end"], KIND[r["kind"]], bool(r.get("optional"))))
    return out


def to_bytes(text, marks):
    at, n = [], 0
    for c in text:
        at.append(n)
        n += len(c.encode())
    at.append(n)
    return [(at[a], at[b], k, o) for a, b, k, o in marks]


def load(a, types, features):
    texts = {}
    for line in open(a.texts, encoding="utf-8"):
        r = json.loads(line)
        texts[r["id"]] = r
    gold = gold_marks(a.gold.split(","))
    aside = set(a.aside.split(",")) if a.aside else set()
    dev = set(a.dev.split(",")) if a.dev else set()
    parts = collections.defaultdict(list)

    def marks(row):
        scheme, _, name = row["id"].partition(":")
        text = texts[row["id"]]
        if scheme == "doc":
            if name in aside or name not in gold:
                return False
            return to_bytes(text["text"], gold[name])
        return aner_marks(text)

    for sents in read(a.evidence, marks, types, features):
        if not sents:
            continue
        scheme, _, name = sents[0].doc.partition(":")
        if scheme == "aner_train":
            # What is nothing for ANERcorp may be an event.
            for x in sents:
                x.allowed[:, EVENTS] |= x.allowed[:, :1]
        part = ("dev" if name in dev else "rawi") if scheme == "doc" else scheme
        parts[part] += sents
    return parts


def train(m, a, parts, silver, types, held, start):
    torch.manual_seed(a.seed)
    rng = random.Random(a.seed)
    table = [m.table]
    evidence = list(m.evidence)
    rest = [p for n, p in m.named_parameters() if n != "table" and not n.startswith("evidence")]
    opt = torch.optim.Adam(
        [{"params": table, "base": a.lr_table}, {"params": evidence, "base": a.lr_evidence}, {"params": rest, "base": a.lr}],
        betas=(0.9, 0.98), lr=a.lr,
    )
    mean = copy.deepcopy(m)
    origin = copy.deepcopy(m).eval()
    queue = {}

    def take(name, data, size):
        if not queue.get(name):
            queue[name] = grouped(data, size, rng)
        return [data[i] for i in queue[name].pop()]

    run = collections.Counter()
    for step in range(a.steps):
        f = min(1, (step + 1) / 100) * max(0.02, 1 - step / a.steps)
        for g in opt.param_groups:
            g["lr"] = g["base"] * f
        m.train()
        loss = 0
        for k, name in enumerate(("aner_train", "rawi")):
            b = Batch(take(name, parts[name], a.size), types, rng, a.rare, a.no_evidence, a.lost)
            h = m.trunk(b.rows(m), b.mask, a.drop)
            both = [b.emissions(m, h, 0), b.emissions(m, h, 1)]
            mixed = (1 - a.share) * both[0] + a.share * both[1]
            own = nll(m.crf, both[k], b.allowed, b.lens).sum() / b.lens.sum()
            mix = nll(m.crf, mixed, b.allowed, b.lens).sum() / b.lens.sum()
            run[name] += own.item()
            run[name + " mixed"] += mix.item()
            loss = loss + a.own * own + (1.0, a.house)[k] * mix
        if silver:
            chosen = take("silver", silver, a.size)
            b = Batch(chosen, types, rng, a.rare, 0.7 if a.soft else 0.0, a.lost)
            real = b.mask[..., 0] > 0
            x = m.trunk(b.rows(m), b.mask, a.drop)
            if not a.soft:
                with torch.no_grad():
                    y = origin.trunk(b.rows(origin), b.mask)
            for k in (0, 1):
                if a.soft:
                    q = torch.cat([s.soft[k] for s in chosen]).float()
                else:
                    with torch.no_grad():
                        q = torch.softmax(b.emissions(origin, y, k, False)[real], -1)
                p = F.log_softmax(b.emissions(m, x, k, bool(a.soft))[real], -1)
                soft = -(q * p).sum(-1).mean()
                run["silver"] += soft.item() / 2
                loss = loss + a.anchor * soft
        for e in m.evidence:
            loss = loss + a.tie * ((e - m.begin) ** 2).sum()
        opt.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(m.parameters(), 5.0)
        opt.step()
        with torch.no_grad():
            torch._foreach_lerp_(list(mean.parameters()), list(m.parameters()), 1 - min(0.995, (1 + step) / (10 + step)))
        if (step + 1) % a.every == 0 or step + 1 == a.steps:
            print(f"step {step + 1}/{a.steps} " + " ".join(f"{k} {v / a.every:.4f}" for k, v in run.items()) + f" {time.time() - start:.0f} s", flush=True)
            run.clear()
            report(mean, held, types)
    return mean


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--from", dest="source", required=True)
    p.add_argument("--texts", required=True)
    p.add_argument("--evidence", required=True)
    p.add_argument("--gold", required=True, help="comma separated")
    p.add_argument("--aside", default="", help="documents never trained on")
    p.add_argument("--dev", default="", help="documents to look at, not trained on")
    p.add_argument("--silver", default="")
    p.add_argument("--soft", default="", help="models whose answers with evidence are the soft labels, comma separated")
    p.add_argument("--resume", default="", help="tuned models to begin with (their mean), comma separated")
    p.add_argument("--out", required=True)
    p.add_argument("--seed", type=int, default=0)
    p.add_argument("--threads", type=int, default=1)
    p.add_argument("--steps", type=int, default=1500)
    p.add_argument("--every", type=int, default=250)
    p.add_argument("--size", type=int, default=900)
    p.add_argument("--lr", type=float, default=1e-3)
    p.add_argument("--lr-table", type=float, default=2e-3)
    p.add_argument("--lr-evidence", type=float, default=2e-2)
    p.add_argument("--drop", type=float, default=0.25)
    p.add_argument("--rare", type=float, default=0.05)
    p.add_argument("--no-evidence", type=float, default=0.15)
    p.add_argument("--lost", type=float, default=0.1)
    p.add_argument("--share", type=float, default=0.5, help="NAME_STYLE of the Rust side")
    p.add_argument("--own", type=float, default=0.3, help="weight of a head on the annotation it follows")
    p.add_argument("--house", type=float, default=0.5, help="weight of rawi's annotation against ANERcorp's in the mixture")
    p.add_argument("--anchor", type=float, default=1.0)
    p.add_argument("--tie", type=float, default=2e-5)
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    start = time.time()
    s = Shipped(a.source)
    types, features = Types(s), Features()
    parts = load(a, types, features)
    silver = []
    if a.silver:
        features.fixed = True
        silver = [x for d in read(a.silver, lambda row: None, types, features) for x in d if len(x.types) >= 5]
    print({k: (len(v), sum(len(x.types) for x in v)) for k, v in parts.items()}, "silver", len(silver), "types", len(types.rows),
          "features", len(features.index), f"{time.time() - start:.0f} s", flush=True)
    held = {"aner": parts["aner_held"], "dev": parts["dev"]}
    held = {k: v for k, v in held.items() if v}
    if a.soft:
        for x, q in zip(silver, soft_labels(a.soft.split(","), s, features.index, silver, types)):
            x.soft = q
        print(f"soft labels {time.time() - start:.0f} s", flush=True)
    m = Net(s, features.index)
    if a.resume:
        # Models of one file with different seeds or labels: their mean.
        states = [torch.load(path) for path in a.resume.split(",")]
        order = [tuple(f) for f in features.index]
        for x in states:
            # Another run may have met the rules in another order.
            was = {tuple(f): i for i, f in enumerate(x["features"])}
            rows = torch.tensor([was[f] * 4 + p for f in order for p in range(4)])
            for name in ("evidence.0", "evidence.1", "begin"):
                x["model"][name] = x["model"][name][rows]
        mean = {k: torch.stack([x["model"][k].float() for x in states]).mean(0) for k in states[0]["model"]}
        m.load_state_dict({k: v.to(m.state_dict()[k].dtype) for k, v in mean.items()})
    report(m, held, types)
    m = train(m, a, parts, silver, types, held, start)
    with torch.no_grad():
        for p, q in zip((m.heads, m.bias, m.evidence), m.side(0)):
            p[0].copy_(q)
    torch.save({"model": m.state_dict(), "features": list(features.index)}, f"{a.out}/tuned_{a.seed}.pt")


if __name__ == "__main__":
    main()
