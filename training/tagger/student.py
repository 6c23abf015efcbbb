"""Distil the teachers into the student: one 64-wide row a word, three convolutions, two emission heads.

usage: student.py --dir DIR --ner NER --gold GOLD --teachers t_0,t_1 [--seed 0 --passes 2.5]
Writes student_SEED.pt. `compact.py` turns it into the shipped file.
"""
import argparse
import copy
import pickle
import random
import time
from types import SimpleNamespace

import fasttext
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from data import LABELS, Encoded, batches, datasets, decode, pad, score
from features import WIDTH, Features, Gazetteer
from model import Student

NAMES = LABELS["rawi"]


def arguments(parser):
    parser.add_argument("--dir", default=".")
    parser.add_argument("--ner", required=True)
    parser.add_argument("--gold", required=True)
    parser.add_argument("--teachers", required=True, help="comma separated: TAG_SEED")
    parser.add_argument("--lm", default="lm.pt")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--silver", default="silver.pkl")


def targets(q_aner, q_rawi):
    """Marginals of the two teacher heads in the student's labels.

    ANERcorp's MISC is an event as far as the other head agrees, and nothing for the rest.
    """
    out = np.zeros((2, len(q_rawi), len(NAMES)), np.float16)
    out[1] = q_rawi
    for i, x in enumerate(NAMES):
        if x[2:] != "EVT":
            out[0, :, i] = q_aner[:, LABELS["aner"].index(x)]
    for p in "BIES":
        i = NAMES.index(p + "-EVT")
        misc = q_aner[:, LABELS["aner"].index(p + "-MISC")]
        out[0, :, i] = np.minimum(misc, q_rawi[:, i])
        out[0, :, 0] += misc - out[0, :, i]
    return out


def to_student(tags):
    return [0 if t[2:] == "MISC" else NAMES.index(t) for t in tags]


def load(a):
    """Everything a student is trained and judged on, as rows into one list of types."""
    lm = torch.load(f"{a.dir}/{a.lm}")
    counts = pickle.load(open(f"{a.dir}/counts.pkl", "rb"))
    gaz = Gazetteer(f"{a.ner}/gazetteers")
    enc = Encoded(Features(counts, gaz), fasttext.load_model(f"{a.dir}/ft.bin"))
    train, held, groups = datasets(a.ner, a.gold)
    light = lambda data: [(np.array([enc.id(w) for w in s], np.int32), np.zeros((len(s), 1), np.int16)) for s in data]
    d = SimpleNamespace(lm=lm, counts=counts, gaz=gaz, enc=enc, train=train, held=held, groups=groups)
    d.E = {k: light([w for w, _ in train[k]]) for k in ("aner", "rawi")}
    d.H = {k: light([w for w, _ in held[k]]) for k in held}
    d.Y = {k: [to_student(t) for _, t in train[k]] for k in d.E}
    d.G = {k: [["O" if x[2:] == "MISC" else x for x in t] for _, t in held[k]] for k in held}
    d.S = light(pickle.load(open(f"{a.dir}/{a.silver}", "rb")))
    d.off = np.cumsum([0] + [len(s[0]) for s in d.S])
    d.Q = 0
    teachers = a.teachers.split(",")
    for t in teachers:
        d.Q = d.Q + targets(np.load(f"{a.dir}/silver_{t}_aner.npy"), np.load(f"{a.dir}/silver_{t}_rawi.npy")) / np.float16(len(teachers))
    return d


def tables(d, types):
    """Word vectors and feature rows of a list of types."""
    V = torch.tensor(np.stack([d.enc.ft.get_word_vector(w) for w in types])) * d.lm["scale"]
    feats = np.zeros((len(types), WIDTH), np.int64)
    for i, w in enumerate(types):
        f = d.enc.features.single(w)
        feats[i, : len(f)] = f
    return V, torch.from_numpy(feats)


def distil(m, d, rows, passes, lr, seed, report, params=None):
    """Soft labels on raw news and hard labels on annotated sentences in every step; returns the running mean."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    params = params or list(m.parameters())
    opt = torch.optim.AdamW(params, lr=lr, weight_decay=1e-2, betas=(0.9, 0.98))
    mean = copy.deepcopy(m)
    total = int(len(batches(d.S, 1600)) * passes)
    queue = {"silver": [], "aner": [], "rawi": []}

    def take(name, data, size):
        if not queue[name]:
            queue[name] = batches(data, size, rng)
        return queue[name].pop()

    for step in range(total):
        for g in opt.param_groups:
            g["lr"] = lr * max(0.01, min(1, (step + 1) / 200) * (1 - step / total))
        m.train()
        idx = take("silver", d.S, 1600)
        w, _, n, _ = pad(d.S, idx)
        real = torch.arange(w.shape[1])[None] < n[:, None]
        h = m.trunk(rows(m, w), n)[real]
        loss = 0
        for k in (0, 1):
            q = torch.from_numpy(np.concatenate([d.Q[k, d.off[i] : d.off[i + 1]] for i in idx]).astype(np.float32))
            loss = loss - 5 * (q * F.log_softmax(m.heads[k](h), -1)).sum(-1).mean()
        soft = loss.item() / 10
        name = "rawi" if step % 4 == 3 else "aner"
        idx = take(name, d.E[name], 400)
        w, _, n, y = pad(d.E[name], idx, d.Y[name])
        real = torch.arange(w.shape[1])[None] < n[:, None]
        e = m.heads[int(name == "rawi")](m.trunk(rows(m, w), n))
        hard = m.crf.nll(e, y, n).sum() / n.sum() + 0.5 * F.cross_entropy(e[real], y[real])
        loss = loss + 3 * hard
        opt.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(params, 5.0)
        opt.step()
        with torch.no_grad():
            torch._foreach_lerp_(list(mean.parameters()), list(m.parameters()), 1 - min(0.998, (1 + step) / (10 + step)))
        if (step + 1) % 500 == 0 or step + 1 == total:
            print(f"step {step + 1}/{total} soft {soft:.4f} hard {hard.item():.4f}", flush=True)
            report(mean)
    return mean


def judge(m, d, rows, mixes=(0.0, 0.5, 1.0)):
    for k in d.H:
        for mix in mixes:
            print(f"   {k} mix {mix}: {score(d.G[k], decode(m.crf, emissions(m, d.H[k], rows, mix)))[0]}", flush=True)


@torch.no_grad()
def emissions(m, E, rows, mix):
    """Label scores; `mix` is the share of the second head (our guidelines) against the first (ANERcorp's)."""
    m.eval()
    out = [None] * len(E)
    for idx in batches(E, 4000):
        w, _, n, _ = pad(E, idx)
        h = m.trunk(rows(m, w), n)
        e = (1 - mix) * m.heads[0](h) + mix * m.heads[1](h)
        for b, i in enumerate(idx):
            out[i] = e[b, : n[b]].clone()
    return out


def main():
    p = argparse.ArgumentParser()
    arguments(p)
    p.add_argument("--passes", type=float, default=2.5)
    p.add_argument("--width", type=int, default=64)
    p.add_argument("--drop", type=float, default=0.1)
    p.add_argument("--lr", type=float, default=3e-3)
    p.add_argument("--out", default="student")
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    start = time.time()
    d = load(a)
    V, feats = tables(d, d.enc.types)
    print("silver", len(d.S), d.off[-1], "types", len(V), f"{time.time() - start:.0f} s", flush=True)
    torch.manual_seed(a.seed)
    m = Student(d.lm["dim"], 64, a.width, NAMES, drop=a.drop)
    m.feats.weight.data.copy_(d.lm["encoder"]["feats.weight"])

    def rows(m, w):
        return m.rows(V[w], feats[w], 0.03, 0.03)

    def report(mean):
        judge(mean, d, rows)
        print(f"   {time.time() - start:.0f} s", flush=True)
        torch.save({"model": mean.state_dict(), "width": a.width}, f"{a.dir}/{a.out}_{a.seed}.pt")

    distil(m, d, rows, a.passes, a.lr, a.seed, report)


if __name__ == "__main__":
    main()
