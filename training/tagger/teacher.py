"""Fine-tune teachers from the language model, then label raw news softly.

usage: teacher.py --dir DIR --ner NER --gold GOLD --seeds 0,1 [--silver 2.0]
Writes teacher_SEED.pt, and silver_SEED_{aner,rawi}.npy: marginals of both heads on the sentences of silver.pkl.
"""
import argparse
import copy
import math
import os
import pickle
import random
import sys
import time

import fasttext
import numpy as np
import torch

from data import LABELS, Encoded, batches, datasets, decode, pad, score
from features import Features, Gazetteer
from model import Encoder, Teacher
from torch import nn

a = argparse.ArgumentParser()
a.add_argument("--dir", default=".")
a.add_argument("--ner", required=True)
a.add_argument("--gold", required=True)
a.add_argument("--lm", default="lm.pt")
a.add_argument("--seeds", default="0")
a.add_argument("--epochs", type=int, default=7)
a.add_argument("--threads", type=int, default=1)
a.add_argument("--silver", type=float, default=2.0, help="million raw tokens to label")
a.add_argument("--all-gold", action="store_true", help="train on the held-out parts too (final model)")
a.add_argument("--tag", default="t")
a = a.parse_args()
torch.set_num_threads(a.threads)

WEIGHTS = {"aner": 1.0, "rawi": 1.0, "wojood": 0.3}
REPEAT = {"aner": 1, "rawi": 2, "wojood": 1}

lm = torch.load(f"{a.dir}/{a.lm}")
counts = pickle.load(open(f"{a.dir}/counts.pkl", "rb"))
enc = Encoded(Features(counts, Gazetteer(f"{a.ner}/gazetteers")), fasttext.load_model(f"{a.dir}/ft.bin"))
train, held, _ = datasets(a.ner, a.gold)
E = {k: enc.sentences([w for w, _ in train[k]]) for k in WEIGHTS}
H = {k: enc.sentences([w for w, _ in held[k]]) for k in held}
index = {k: {x: i for i, x in enumerate(LABELS[k])} for k in LABELS}
Y = {k: [[index[k][t] for t in tags] for _, tags in train[k]] for k in WEIGHTS}

silver_path = f"{a.dir}/silver.pkl"
if a.silver and not os.path.exists(silver_path):
    docs, cur = [], []
    for line in open(f"{a.dir}/raw.txt"):
        if line == "#\n":
            docs.append(cur := [])
        else:
            cur.append(line.split())
    random.Random(3).shuffle(docs)
    chosen, n = [], 0
    for d in docs:
        for s in d:
            if 5 <= len(s) <= 70:
                chosen.append(s)
                n += len(s)
        if n > a.silver * 1e6:
            break
    pickle.dump(chosen, open(silver_path, "wb"))
silver = pickle.load(open(silver_path, "rb")) if a.silver else []
S = enc.sentences(silver)
V = enc.vectors(lm["scale"])
print({k: len(v) for k, v in E.items()}, "silver", len(S), "types", len(V), flush=True)


@torch.no_grad()
def emissions(m, E, head):
    m.eval()
    out = [None] * len(E)
    for idx in batches(E, 4000):
        w, f, n, _ = pad(E, idx)
        e = m.emissions(V[w], f, n, head)
        for b, i in enumerate(idx):
            out[i] = e[b, : n[b]].clone()
    return out


def fit(seed, lr=2e-3, lm_lr=1e-3, size=600, ema=0.998):
    torch.manual_seed(seed)
    rng = random.Random(seed)
    encoder = Encoder(lm["dim"], 64, lm["width"], "lstm", drop=0.4, input_drop=0.3)
    encoder.load_state_dict(lm["encoder"])
    m = Teacher(encoder, {k: LABELS[k] for k in WEIGHTS})
    inner = {id(p) for p in encoder.parameters()}
    outer = [p for p in m.parameters() if id(p) not in inner]
    opt = torch.optim.AdamW(
        [{"params": list(encoder.parameters()), "lr": lm_lr}, {"params": outer, "lr": lr}], weight_decay=1e-2, betas=(0.9, 0.99)
    )
    plan = lambda: [(k, b) for k in WEIGHTS for _ in range(REPEAT[k]) for b in batches(E[k], size, rng)]
    total, step, mean = a.epochs * len(plan()), 0, copy.deepcopy(m)
    for epoch in range(a.epochs):
        m.train()
        todo = plan()
        rng.shuffle(todo)
        for k, idx in todo:
            f = max(0.01, min(1, (step + 1) / (0.05 * total)) * 0.5 * (1 + math.cos(math.pi * min(1, step / total))))
            step += 1
            for g, base in zip(opt.param_groups, (lm_lr, lr)):
                g["lr"] = base * f
            w, fe, n, y = pad(E[k], idx, Y[k])
            loss = WEIGHTS[k] * m.crfs[k].nll(m.emissions(V[w], fe, n, k, 0.1, 0.1), y, n).sum() / len(idx)
            opt.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(m.parameters(), 5.0)
            opt.step()
            with torch.no_grad():
                torch._foreach_lerp_(list(mean.parameters()), list(m.parameters()), 1 - min(ema, (1 + step) / (10 + step)))
        print(f"seed {seed} epoch {epoch + 1}/{a.epochs} loss {loss.item():.3f} {time.time() - start:.0f} s", flush=True)
    return mean


for seed in map(int, a.seeds.split(",")):
    start = time.time()
    m = fit(seed)
    for k, head in (("aner", "aner"), ("rawi", "rawi"), ("aner", "rawi"), ("rawi", "aner")):
        e = emissions(m, H[k], head)
        print(f"seed {seed} held-out {k} with head {head}:", score([t for _, t in held[k]], decode(m.crfs[head], e))[0], flush=True)
        pickle.dump(e, open(f"{a.dir}/em_{a.tag}_{seed}_{k}_{head}.pkl", "wb"))
    torch.save(m.state_dict(), f"{a.dir}/teacher_{a.tag}_{seed}.pt")
    m.eval()
    for head in ("aner", "rawi"):
        out = [None] * len(S)
        with torch.no_grad():
            for idx in batches(S, 6000):
                w, f, n, _ = pad(S, idx)
                p = m.crfs[head].marginals(m.emissions(V[w], f, n, head), n)
                for b, i in enumerate(idx):
                    out[i] = p[b, : n[b]].half().numpy()
        np.save(f"{a.dir}/silver_{a.tag}_{seed}_{head}.npy", np.concatenate(out))
    print(f"seed {seed} silver done {time.time() - start:.0f} s", flush=True)
