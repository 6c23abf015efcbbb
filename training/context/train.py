"""Train the network that reads a word with the words around it, for attribution.

usage: train.py --tagger tagger.bin --evidence evidence.jsonl --set GOLD.jsonl DOCS ... --out DIR [--base BASE.pt] [--silver SAID DOCS EVIDENCE] [--from PATH] [--hold FILE] [--folds K]

It stands on the rows of the tagger, which do not change, and adds rows of its own; convolutions of
growing reach mix them, and each token gets a log-odds for each of nine questions (`HEADS`).  It is learned in three
steps.  The first layers and the rows learn from annotation (a run with `--layers 8`, which leaves base.pt).  With `--base` they
stay as they are (all learn with `--thaw`), and the layers above them learn from what an earlier rawi said of raw news (`--silver`, kept in
DIR/silver.pt; `--from` takes one that is there), then from annotation.  What it says is a fact among others to `training/attribution`, so those documents must be read by a network that has
not learned from them: with `--folds K` there are K more of them, context_0.bin and on, each without the
documents whose `fold` is its number; folds.json says which that is.  Documents of `--hold` teach none.

A tenth question is asked of a cue and the token its content begins at: where does that content end?  (`Ends`.)  What says where *some* content
ends is of less use where several reports are told into each other.
"""
import argparse
import collections
import hashlib
import json
import pathlib
import random
import struct
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tagger"))
from compact import STEP, WIDTH  # noqa: E402
from evidence import entry  # noqa: E402
from shipped import Shipped  # noqa: E402
from tune import UNIT, Types  # noqa: E402

HEADS = ("core", "extended", "elided", "source_first", "source_last", "source", "content_first", "content_last", "content")
GAPS = (1, 2, 4, 8, 16, 1, 2, 4, 8, 16, 1, 2, 4, 1)
BASE = 8  # layers that are learned first
LOG_ROWS = 14
REACH = 96  # tokens of a content among which its end is sought
FARTHER = (*range(1, 13), 14, 17, 20, 24, 29, 34, 41, 48, 58, 68, 82)  # distances that begin another kind of far
HIDDEN = 64
ENDS = 0.3  # what the question about ends weighs beside the others
LIMIT = 4095 / UNIT  # what an activation can be
OWN_STEP = 2  # one step of an own row, in activation steps
BATCH = 4000  # tokens


def fold(doc, k):
    """As in training/attribution/weigh.py."""
    return int(hashlib.md5(doc.encode()).hexdigest(), 16) % k


def row_hash(tag, letters):
    h = 2166136261
    for c in tag + letters:
        h = ((h ^ ord(c)) * 16777619) & 0xFFFFFFFF
    return (h ^ h >> 15) & ((1 << LOG_ROWS) - 1)


def own_rows(word, gap):
    """The word, it without a conjunction, how it begins and ends, and what stands before it: nothing (0), a blank, a line break."""
    stem = word[1:] if len(word) > 3 and word[0] in "وف" else word
    return [row_hash("w", word), row_hash("s", stem), row_hash("p", stem[:3]), row_hash("e", stem[-2:]), row_hash("n", str(gap))]


class Text:
    """The tokens of a document, and what the gold says of each."""

    def __init__(self, row, gold, raw, types):
        tokens = row["tokens"]
        self.doc = row["id"].partition(":")[2]
        starts, ends = np.array([t[2][0] for t in tokens]), np.array([t[2][1] for t in tokens])
        words = [entry(t[0], t[1]) for t in tokens]
        gaps, before = [], 0
        for a, b in zip(starts, ends):
            between = raw[before:a]
            gaps.append(2 if b"\n" in between else 1 if between else 0)
            before = b
        self.types = np.array([types.id(w, t[1] == "w") for w, t in zip(words, tokens)], np.int32)
        self.own = np.array([own_rows(w, gap) for w, gap in zip(words, gaps)], np.int32)
        self.y = np.zeros((len(tokens), len(HEADS)), np.uint8)
        at = np.zeros(len(raw.decode()) + 1, dtype=int)
        at[1:] = np.cumsum([len(c.encode()) for c in raw.decode()])
        first = lambda p: min(int(np.searchsorted(ends, at[p], side="right")), len(tokens) - 1)
        last = lambda p: max(int(np.searchsorted(starts, at[p], side="left")) - 1, 0)

        def mark(span, head, begins=True):
            a, b = first(span["start"]), last(span["end"])
            if begins:
                self.y[a, head] = 1
            self.y[b, head + 1] = 1
            self.y[a : b + 1, head + 2] = 1

        # Of each report: its cue, where the last piece of its content begins, and the tokens it may end with.
        self.reports = []
        for g in gold:
            core = g["tier"] == "core"
            if core and g["cue"] and g["content"]:
                piece = g["content"][-1]
                cue, begins, end = first(g["cue"]["start"]), first(piece["start"]), last(piece["end"])
                latest = max([last(span["end"]) for span in g.get("content_max") or []], default=end)
                if cue < begins <= end < begins + REACH:
                    self.reports.append((cue, begins, end, min(max(end, latest), begins + REACH - 1)))
            if g["cue"]:
                i = first(g["cue"]["start"])
                self.y[i, 0 if core else 1] = 1
                self.y[i, 2] = max(self.y[i, 2], bool(g["elided"]))
            if core and g["source"] and not g["elided"]:
                mark(g["source"], 3)
            for n, span in enumerate(g["content"] or [] if core else []):
                mark(span, 6, n == 0)


def texts(sets, evidence, types):
    gold = collections.defaultdict(list)
    raw = {}
    for path, docs in sets:
        for line in open(path, encoding="utf-8"):
            g = json.loads(line)
            if g["doc"] not in raw:
                raw[g["doc"]] = (pathlib.Path(docs) / f"{g['doc']}.txt").read_bytes()
            gold[g["doc"]] += [] if g.get("none") else [g]
    for line in open(evidence, encoding="utf-8"):
        row = json.loads(line)
        doc = row["id"].partition(":")[2]
        if row["tokens"] and doc in raw:
            yield Text(row, gold[doc], raw[doc], types)


class Rows:
    """The tagger's row of every word met, and that of the words it would not know."""

    def __init__(self, s, types):
        grams = s.G.astype(np.float32) * (s.gain / 4096 / UNIT)
        ints = lambda x: x.astype(np.float32) * (STEP / UNIT)
        table = np.concatenate([ints(s.T), grams, ints(s.extras)])
        self.known = np.zeros((len(types.rows), WIDTH), np.float32)
        self.rare = np.zeros_like(self.known)
        self.has_rare = np.zeros(len(types.rows), bool)
        for i, (row, rare) in enumerate(zip(types.rows, types.rare)):
            for j, w in row:
                self.known[i] += table[j] * w
            self.has_rare[i] = bool(rare)
            for j, w in rare or []:
                self.rare[i] += table[j] * w

    def batch(self, some, rng=None, rare=0.0):
        """Rows, numbers of own rows, answers and a mask of some texts, side by side."""
        size = len(some), max(len(t.types) for t in some)
        rows, own = np.zeros((*size, WIDTH), np.float32), np.zeros((*size, 5), np.int64)
        y, mask = np.zeros((*size, len(HEADS)), np.float32), np.zeros((*size, 1), np.float32)
        for b, t in enumerate(some):
            n = len(t.types)
            rows[b, :n], own[b, :n], y[b, :n], mask[b, :n] = self.known[t.types], t.own, t.y, 1
            if rare:
                seldom = self.has_rare[t.types] & (rng.random(n) < rare)
                rows[b, :n][seldom] = self.rare[t.types[seldom]]
        return tuple(torch.from_numpy(x) for x in (rows, own, y, mask))


class Ends(nn.Module):
    """Where the content of a cue ends: each token from its first on is scored by its state and those beside it, the states of
    the cue and of the first, and how far it is."""

    def __init__(self):
        super().__init__()
        self.place = nn.Linear(4 * WIDTH, HIDDEN)
        self.cue = nn.Linear(WIDTH, HIDDEN, bias=False)
        self.first = nn.Linear(WIDTH, HIDDEN, bias=False)
        self.far = nn.Embedding(len(FARTHER) + 1, HIDDEN)
        self.out = nn.Linear(HIDDEN, 1, bias=False)
        nn.init.normal_(self.far.weight, 0, 0.05)
        self.register_buffer("bucket", torch.from_numpy(np.searchsorted(FARTHER, np.arange(REACH), side="right")), persistent=False)

    def places(self, h):
        """What a place is, whoever asks: the token before it, itself and the two behind it."""
        p, n = F.pad(h, (0, 0, 1, 2)), h.shape[1]
        return self.place(torch.cat([p[:, i : i + n] for i in range(4)], -1)).clamp(-LIMIT, LIMIT)

    def forward(self, h, places, text, cue, begins):
        """Scores of the tokens from `begins` on, of reports in the texts of those numbers."""
        at = (begins[:, None] + torch.arange(REACH)).clamp(max=h.shape[1] - 1)
        z = places[text[:, None], at] + self.far(self.bucket) + (self.cue(h[text, cue]) + self.first(h[text, begins]))[:, None]
        return self.out(z.clamp(0, LIMIT))[..., 0]

    def loss(self, h, some):
        asked = [(b, *r) for b, t in enumerate(some) for r in t.reports]
        if not asked:
            return h.sum() * 0, 0, 0
        text, cue, begins, ends, latest = torch.tensor(asked).T
        far = torch.arange(REACH)
        there = begins[:, None] + far < torch.tensor([len(some[b].types) for b in text])[:, None]
        right = (far >= (ends - begins)[:, None]) & (far <= (latest - begins)[:, None])
        z = self(h, self.places(h), text, cue, begins).masked_fill(~there, -1e9)
        found = right[torch.arange(len(z)), z.argmax(1)].sum().item()
        return (z.logsumexp(1) - z.masked_fill(~right, -1e9).logsumexp(1)).mean(), found, len(asked)


class Net(nn.Module):
    def __init__(self, layers=len(GAPS)):
        super().__init__()
        self.own = nn.EmbeddingBag(1 << LOG_ROWS, WIDTH, mode="sum")
        nn.init.normal_(self.own.weight, 0, 0.05)
        self.layers = nn.ModuleList(nn.Linear(3 * WIDTH, WIDTH) for _ in GAPS[:layers])
        self.out = nn.Linear(WIDTH, len(HEADS))
        nn.init.constant_(self.out.bias, -2.0)
        self.ends = Ends()

    def build_on(self, base):
        """Takes rows and first layers from `base`, to be left as they are; the others begin near to nothing."""
        with torch.no_grad():
            for layer in self.layers[BASE:]:
                layer.weight *= 0.15
                layer.bias.zero_()
        own = ("own.", *(f"layers.{i}." for i in range(BASE)), "out.")
        self.load_state_dict({k: v for k, v in base.items() if k.startswith(own)}, strict=False)
        self.freeze()

    def freeze(self):
        for p in (*self.own.parameters(), *self.layers[:BASE].parameters()):
            p.requires_grad_(False)

    def forward(self, rows, own, mask, drop=0.0):
        return self.out(self.states(rows, own, mask, drop))

    def states(self, rows, own, mask, drop=0.0):
        own = self.own(own.flatten(0, 1)).view(*own.shape[:2], WIDTH)
        h = F.dropout(rows + own, drop, self.training) * mask
        for layer, gap in zip(self.layers, GAPS):
            p, n = F.pad(h, (0, 0, gap, gap)), h.shape[1]
            y = F.relu(layer(torch.cat([p[:, :n], h, p[:, 2 * gap :]], -1)))
            h = (h + F.dropout(y, drop, self.training)).clamp(-LIMIT, LIMIT) * mask
        return F.dropout(h, drop, self.training)


def grouped(items, rng=None):
    order = sorted(range(len(items)), key=lambda i: len(items[i].types) + (rng.random() * 40 if rng else 0))
    out, current = [], []
    for i in order:
        if current and (len(current) + 1) * len(items[i].types) > BATCH:
            out.append(current)
            current = []
        current.append(items[i])
    out.append(current)
    if rng:
        rng.shuffle(out)
    return out


def train(m, items, rows, epochs, lr, drop, rare, seed, last=0.02):
    torch.manual_seed(seed)
    rng, noise = random.Random(seed), np.random.default_rng(seed)
    opt = torch.optim.Adam([p for p in m.parameters() if p.requires_grad], lr=lr, betas=(0.9, 0.98))
    total, step = epochs * len(grouped(items)), 0
    for epoch in range(epochs):
        run = []
        for some in grouped(items, rng):
            rate = lr * min(1, (step + 1) / 50) * max(last, 1 - step / total)
            for g in opt.param_groups:
                g["lr"] = rate
            step += 1
            m.train()
            x, own, y, mask = rows.batch(some, noise, rare)
            h = m.states(x, own, mask, drop)
            loss = (F.binary_cross_entropy_with_logits(m.out(h), y, reduction="none") * mask).sum() / mask.sum()
            loss = loss + ENDS * m.ends.loss(h, some)[0]
            opt.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(m.parameters(), 1.0)
            opt.step()
            run.append(loss.item())
        print(f"  epoch {epoch + 1}: {np.mean(run):.4f}, {time.process_time():.0f} s", flush=True)
    return m


@torch.no_grad()
def report(m, items, rows):
    """F1 of each question, token by token, at the best of some thresholds."""
    m.eval()
    out, gold, found, asked = [], [], 0, 0
    for some in grouped(items):
        x, own, y, mask = rows.batch(some)
        keep = mask[..., 0] > 0
        h = m.states(x, own, mask)
        out.append(m.out(h)[keep])
        gold.append(y[keep] > 0)
        _, right, n = m.ends.loss(h, some)
        found, asked = found + right, asked + n
    o, y = torch.cat(out), torch.cat(gold)
    f1 = lambda p, g: 2 * (p & g).sum().item() / max(1, (p.sum() + g.sum()).item())
    best = lambda h: max(f1(o[:, h] > t, y[:, h]) for t in (-1, -0.5, 0, 0.5))
    print("  " + " ".join(f"{name} {best(h):.3f}" for h, name in enumerate(HEADS)), f"ends {found / max(1, asked):.3f}", flush=True)


def write(m, path):
    """The layout is described in src/attribution/context/network.rs."""
    whole = lambda x, limit: np.clip(np.rint(x.detach().numpy()), -limit, limit)
    data = [b"rawi-ctx", struct.pack("<2I", 3, LOG_ROWS)]
    data.append(whole(m.own.weight * UNIT / OWN_STEP, 127).astype("<i1").tobytes())
    for layer, gap in zip(m.layers, GAPS):
        shift = int(np.floor(np.log2(2047 / layer.weight.abs().max().item())))
        weights = layer.weight.view(WIDTH, 3, WIDTH) * 2.0**shift
        data.append(struct.pack("<2I", shift, gap))
        data.append(whole(weights, 2047).astype("<i2").tobytes())
        # A shift to the right rounds down: half a step makes it round to the nearest.
        data.append(whole((layer.bias * UNIT + 0.5) * 2.0**shift, 1 << 28).astype("<i4").tobytes())
    scale = 2047 / m.out.weight.abs().max().item()
    data.append(struct.pack("<f", 1 / scale / UNIT))
    data.append(whole(m.out.weight * scale, 2047).astype("<i2").tobytes())
    data.append(m.out.bias.detach().numpy().astype("<f4").tobytes())
    e = m.ends
    most = max(e.place.weight.abs().max().item(), e.place.weight.abs().sum(1).max().item() / 256)
    shift = int(np.floor(np.log2(2047 / most)))
    data.append(struct.pack("<I", shift))
    data.append(whole(e.place.weight * 2.0**shift, 2047).astype("<i2").tobytes())
    data.append(whole((e.place.bias * UNIT + 0.5) * 2.0**shift, 1 << 20).astype("<i4").tobytes())
    shift = int(np.floor(np.log2(2047 / max(x.weight.abs().max().item() for x in (e.cue, e.first)))))
    data.append(struct.pack("<I", shift))
    data += [whole(x.weight * 2.0**shift, 2047).astype("<i2").tobytes() for x in (e.cue, e.first)]
    scale = 2047 / e.out.weight.abs().max().item()
    data.append(whole(e.far.weight * UNIT, 32767).astype("<i2").tobytes())
    data.append(whole(e.out.weight * scale, 2047).astype("<i2").tobytes())
    data.append(struct.pack("<f", 1 / scale / UNIT))
    pathlib.Path(path).write_bytes(b"".join(data))


def read(path):
    """The network of a context.bin."""
    data, at = open(path, "rb").read(), 16
    assert data[:8] == b"rawi-ctx"

    def take(dtype, *shape):
        nonlocal at
        out = np.frombuffer(data, dtype, int(np.prod(shape)), at).reshape(shape)
        at += out.nbytes
        return torch.from_numpy(out.astype(np.float32))

    m = Net().eval()
    with torch.no_grad():
        m.own.weight.copy_(take("<i1", 1 << LOG_ROWS, WIDTH) * OWN_STEP / UNIT)
        for layer, gap in zip(m.layers, GAPS):
            shift, found = struct.unpack_from("<2I", data, at)
            at += 8
            assert found == gap
            layer.weight.copy_(take("<i2", WIDTH, 3 * WIDTH) / 2.0**shift)
            layer.bias.copy_((take("<i4", WIDTH) / 2.0**shift - 0.5) / UNIT)
        (scale,) = struct.unpack_from("<f", data, at)
        at += 4
        m.out.weight.copy_(take("<i2", len(HEADS), WIDTH) * scale * UNIT)
        m.out.bias.copy_(take("<f4", len(HEADS)))
        (version,) = struct.unpack_from("<I", data, 8)
        if version < 3:
            return m
        (shift,) = struct.unpack_from("<I", data, at)
        at += 4
        m.ends.place.weight.copy_(take("<i2", HIDDEN, 4 * WIDTH) / 2.0**shift)
        m.ends.place.bias.copy_((take("<i4", HIDDEN) / 2.0**shift - 0.5) / UNIT)
        (shift,) = struct.unpack_from("<I", data, at)
        at += 4
        for x in (m.ends.cue, m.ends.first):
            x.weight.copy_(take("<i2", HIDDEN, WIDTH) / 2.0**shift)
        m.ends.far.weight.copy_(take("<i2", len(FARTHER) + 1, HIDDEN) / UNIT)
        weights = take("<i2", 1, HIDDEN)
        (scale,) = struct.unpack_from("<f", data, at)
        at += 4
        m.ends.out.weight.copy_(weights * scale * UNIT)
    assert at == len(data)
    return m


def take(m, state):
    """Takes what an earlier network has learned, which may know nothing of ends."""
    missing, more = m.load_state_dict(state, strict=False)
    assert not more and all(name.startswith("ends.") for name in missing), (missing, more)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--tagger", required=True)
    p.add_argument("--evidence", required=True, help="tokens of the documents, by the test write_evidence")
    p.add_argument("--set", nargs=2, action="append", metavar=("GOLD", "DOCS"), required=True)
    p.add_argument("--silver", nargs=3, metavar=("SAID", "DOCS", "EVIDENCE"), help="the attributions an earlier rawi found in raw news, in the form of gold, with the documents and their tokens")
    p.add_argument("--base", help="rows and first layers, which are left as they are, or with --thaw the whole network: a base.pt, a silver.pt or a context.bin")
    p.add_argument("--from", dest="begun", help="a silver.pt made before")
    p.add_argument("--thaw", action="store_true", help="the layers of the base learn as well: with gold enough they do not forget")
    p.add_argument("--layers", type=int, default=len(GAPS), help="8 makes a base")
    p.add_argument("--hold", help="a file of documents that teach nothing, comma separated")
    p.add_argument("--again", nargs="+", default=[], metavar="PREFIX", help="documents whose names begin so are met twice as often")
    p.add_argument("--folds", type=int, default=0)
    p.add_argument("--only", type=int, nargs="+", help="which folds to train now; K is the network that ships")
    p.add_argument("--silver-epochs", type=int, default=4)
    p.add_argument("--silver-lr", type=float, default=1e-3)
    p.add_argument("--epochs", type=int, default=4, help="8, and --lr 2e-3, for a base")
    p.add_argument("--lr", type=float, default=4e-4)
    p.add_argument("--drop", type=float, default=0.15)
    p.add_argument("--rare", type=float, default=0.1, help="how often a word is read as if it were unknown")
    p.add_argument("--threads", type=int, default=1)
    p.add_argument("--out", required=True)
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    s = Shipped(a.tagger)
    types = Types(s)
    out = pathlib.Path(a.out)
    out.mkdir(parents=True, exist_ok=True)
    begun = torch.load(a.begun) if a.begun else None
    if a.silver:
        said, docs, evidence = a.silver
        items = list(texts([(said, docs)], evidence, types))
        print(f"silver: {len(items)} documents, {sum(len(t.types) for t in items)} tokens", flush=True)
        torch.manual_seed(0)
        base = read(a.base).state_dict() if a.base.endswith(".bin") else torch.load(a.base)
        m = Net()
        if a.thaw:
            take(m, base)
        else:
            m.build_on(base)
        train(m, items, Rows(s, types), a.silver_epochs, a.silver_lr, 0.12, 2 * a.rare, 0, 0.05)
        begun = m.state_dict()
        torch.save(begun, out / "silver.pt")
    hold = set(pathlib.Path(a.hold).read_text().strip().split(",")) if a.hold else set()
    items = list(texts(a.set, a.evidence, types))
    rows = Rows(s, types)
    learn = [t for t in items if t.doc not in hold]
    held = [t for t in items if t.doc in hold]
    print(f"{len(learn)} documents, {sum(len(t.types) for t in learn)} tokens; {len(held)} held out", flush=True)
    folds = {t.doc: fold(t.doc, a.folds) for t in learn} if a.folds else {}
    (out / "folds.json").write_text(json.dumps(folds))
    for n in range(a.folds + 1) if a.only is None else a.only:
        last = n == a.folds
        print("all" if last else f"fold {n}", flush=True)
        torch.manual_seed(n)
        m = Net(a.layers)
        if begun:
            take(m, begun)
            if not a.thaw:
                m.freeze()
        chosen = [t for t in learn if last or fold(t.doc, a.folds) != n]
        chosen += [t for t in chosen if t.doc.startswith(tuple(a.again))]
        train(m, chosen, rows, a.epochs, a.lr, a.drop, a.rare, n)
        unseen = held if last else [t for t in learn if fold(t.doc, a.folds) == n]
        if unseen:
            report(m, unseen, rows)
        if a.layers == BASE:
            torch.save(m.state_dict(), out / ("base.pt" if last else f"base_{n}.pt"))
        else:
            write(m, out / ("context.bin" if last else f"context_{n}.bin"))


if __name__ == "__main__":
    main()
