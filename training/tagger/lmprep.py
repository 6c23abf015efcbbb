"""Encode the raw news for the language model: lmprep.py DIR GAZETTEERS."""
import pickle
import sys

import numpy as np

from features import WIDTH, Features, Gazetteer

d, gaz = sys.argv[1:]
counts = pickle.load(open(f"{d}/counts.pkl", "rb"))
types = ["<rare>"] + [w for w, k in counts.most_common() if k >= 2]
index = {w: i for i, w in enumerate(types)}
ids, off = [], [0]
for line in open(f"{d}/plain.txt"):
    s = [index.get(w, 0) for w in line.split()]
    for k in range(0, len(s), 60):
        q = s[k : k + 60]
        if len(q) >= 4:
            ids += q
            off.append(len(ids))
np.save(f"{d}/lm_ids.npy", np.array(ids, np.int32))
np.save(f"{d}/lm_off.npy", np.array(off, np.int64))
feats = Features(counts, Gazetteer(gaz))
rows = np.zeros((len(types), WIDTH), np.int16)
for i, w in enumerate(types[1:], 1):
    f = feats.single(w)
    rows[i, : len(f)] = f
np.save(f"{d}/lm_feats.npy", rows)
pickle.dump(types, open(f"{d}/lm_types.pkl", "wb"))
print(len(types), "types", len(ids), "tokens", len(off) - 1, "sentences")
