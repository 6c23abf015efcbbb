"""A cloze language model: predict every word from an LSTM over what stands left and one over what stands right.

usage: lm.py --dir DIR --minutes 25 --threads 2      (reads lm_*.npy, lm_types.pkl, ft.bin; writes lm.pt)
"""
import argparse
import math
import pickle
import time

import fasttext
import numpy as np
import torch
import torch.nn.functional as F
from model import Encoder
from torch import nn

a = argparse.ArgumentParser()
a.add_argument("--dir", default=".")
a.add_argument("--minutes", type=float, default=25)
a.add_argument("--threads", type=int, default=2)
a.add_argument("--width", type=int, default=256)
a.add_argument("--batch", type=int, default=4096)
a.add_argument("--lr", type=float, default=2e-3)
a.add_argument("--negatives", type=int, default=2048)
a.add_argument("--classes", type=int, default=40000)
a = a.parse_args()
torch.set_num_threads(a.threads)
torch.manual_seed(0)
rng = np.random.default_rng(0)

types = pickle.load(open(f"{a.dir}/lm_types.pkl", "rb"))
ids, off = np.load(f"{a.dir}/lm_ids.npy"), np.load(f"{a.dir}/lm_off.npy")
feats = torch.from_numpy(np.load(f"{a.dir}/lm_feats.npy").astype(np.int64))
ft = fasttext.load_model(f"{a.dir}/ft.bin")
dim = ft.get_dimension()
vectors = np.zeros((len(types), dim), np.float32)
for i, w in enumerate(types[1:], 1):
    vectors[i] = ft.get_word_vector(w)
vectors = torch.from_numpy(vectors)
scale = float(0.5 / vectors[1:50000].std())
vectors *= scale
del ft

# Class `classes` is "some rarer word".
N = a.classes
target = torch.arange(len(types)).clamp(max=N)
target[0] = N
counts = np.bincount(target.numpy()[ids], minlength=N + 1).astype(np.float64)
noise = counts**0.75
noise /= noise.sum()
log_noise = torch.tensor(np.log(noise + 1e-12), dtype=torch.float32)

encoder = Encoder(dim, 64, a.width, "lstm", drop=0.1, input_drop=0.1)


class Head(nn.Module):
    def __init__(self, width=128):
        super().__init__()
        self.project, self.norm = nn.Linear(encoder.width_out, width), nn.LayerNorm(width)
        self.bias, self.rows = nn.Embedding(N + 1, 1, sparse=True), nn.Embedding(N + 1, width, sparse=True)
        nn.init.zeros_(self.bias.weight)
        nn.init.normal_(self.rows.weight, 0, 0.05)


head = Head()
dense = [*encoder.parameters(), *head.project.parameters(), *head.norm.parameters()]
opts = [
    torch.optim.AdamW(dense, lr=a.lr, weight_decay=0.01, betas=(0.9, 0.98)),
    torch.optim.SparseAdam([*head.rows.parameters(), *head.bias.parameters()], lr=a.lr),
]
lens = np.diff(off)
order = np.lexsort((rng.random(len(lens)), lens))
batches, i = [], 0
while i < len(order):
    longest = lens[order[min(len(order) - 1, i + a.batch // max(1, lens[order[i]]))]]
    k = max(8, a.batch // max(1, longest))
    batches.append(order[i : i + k])
    i += k
rng.shuffle(batches)

start, step, seen, run, last, bi = time.time(), 0, 0, 0.0, 0.0, 0
while (done := (time.time() - start) / 60 / a.minutes) < 1:
    if bi >= len(batches):
        bi = 0
        rng.shuffle(batches)
    b = batches[bi]
    bi += 1
    length = torch.from_numpy(lens[b])
    w = np.zeros((len(b), int(length.max())), np.int64)
    for r, s in enumerate(b):
        w[r, : lens[s]] = ids[off[s] : off[s + 1]]
    w = torch.from_numpy(w)
    real = torch.arange(w.shape[1])[None] < length[:, None]
    lr = a.lr * min(1, (step + 1) / 300) * max(0.02, 1 - done)
    for o in opts:
        for g in o.param_groups:
            g["lr"] = lr
    encoder.train()
    with torch.autocast("cpu", torch.bfloat16):
        x = encoder.embed(vectors[w], feats[w])
        left, right = encoder.lstm(x.bfloat16(), length)
        edge = torch.zeros(len(b), 1, left.shape[-1], dtype=left.dtype)
        h = torch.cat([torch.cat([edge, left[:, :-1]], 1), torch.cat([right[:, 1:], edge], 1)], -1)
        h = head.norm(head.project(encoder.drop(encoder.norm(h))[real]))
        y = target[w[real]]
        if step % 4 == 0:
            neg = torch.from_numpy(rng.choice(N + 1, a.negatives, p=noise))
        wrong = h.bfloat16() @ head.rows(neg).bfloat16().t()
    shift = math.log(a.negatives)
    wrong = wrong.float() + (head.bias(neg)[:, 0] - log_noise[neg] - shift)[None]
    wrong = wrong.masked_fill(neg[None] == y[:, None], -1e4)
    right_ = (h.float() * head.rows(y)).sum(1) + head.bias(y)[:, 0] - log_noise[y] - shift
    loss = F.cross_entropy(torch.cat([right_[:, None], wrong], 1), torch.zeros(len(y), dtype=torch.long))
    for o in opts:
        o.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(dense, 1.0)
    for o in opts:
        o.step()
    seen += int(length.sum())
    run = 0.98 * run + 0.02 * loss.item() if step else loss.item()
    step += 1
    if time.time() - last > 30:
        last = time.time()
        print(f"{(last - start) / 60:.1f} min step {step} {seen / 1e6:.2f} M tokens loss {run:.3f}", flush=True)
        if step % 10 == 0 or last - start > 300:
            torch.save({"encoder": encoder.state_dict(), "width": a.width, "dim": dim, "scale": scale}, f"{a.dir}/lm_part.pt")
torch.save({"encoder": encoder.state_dict(), "width": a.width, "dim": dim, "scale": scale}, f"{a.dir}/lm.pt")
