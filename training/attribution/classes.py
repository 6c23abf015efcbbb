#!/usr/bin/env python3
"""Word classes from the company words keep: usage: classes.py KEYTEXT OUT.tsv [--words 32000] [--classes 160]

KEYTEXT is raw news in key form (`rawi normalize --form key`). A word is described by what stands right
before and right after it (the 1,500 commonest words and marks), weighed by pointwise mutual information,
reduced to 64 numbers and put into one of a few classes by k-means; what comes out is close to parts of
speech with a little meaning in them: verbs of saying, ranks and offices, months, verbal nouns.
OUT: word TAB class, commonest first. Only counts and classes leave the text.
Needs numpy, scipy and scikit-learn; seeded."""
import argparse, collections, re
import numpy as np, scipy.sparse as sp
from scipy.sparse.linalg import svds
from sklearn.cluster import MiniBatchKMeans

TOKEN = re.compile(r"[ء-ي]+|[0-9]+|[A-Za-z]+|[^\sء-ي0-9A-Za-z]")


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("text"); a.add_argument("out")
    a.add_argument("--words", type=int, default=32000); a.add_argument("--classes", type=int, default=160)
    a = a.parse_args()
    count = collections.Counter()
    for line in open(a.text, encoding="utf-8"):
        count.update(TOKEN.findall(line))

    def whole(w):
        """Without a conjunction, where the rest is clearly the commoner word."""
        if len(w) > 3 and w[0] in "وف" and count[w[1:]] >= 3 * count[w]:
            return w[1:]
        return w

    bare = collections.Counter()
    for w, n in count.items():
        bare[whole(w)] += n
    arabic = [w for w, n in bare.most_common() if "ء" <= w[0] <= "ي"][: a.words]
    row = {w: i for i, w in enumerate(arabic)}
    context = {w: i for i, (w, _) in enumerate(bare.most_common(1500))}
    number, latin, rare, edge = (len(context) + k for k in range(4))
    width = len(context) + 4

    def ctx(w):
        if w in context: return context[w]
        return number if w[0].isdigit() else latin if w.isascii() and w.isalpha() else rare

    pairs = collections.Counter()
    for line in open(a.text, encoding="utf-8"):
        words = [whole(w) for w in TOKEN.findall(line)]
        ids = [edge] + [ctx(w) for w in words] + [edge]
        for k, w in enumerate(words):
            r = row.get(w)
            if r is not None:
                pairs[r * 2 * width + ids[k]] += 1
                pairs[r * 2 * width + width + ids[k + 2]] += 1
    keys = np.fromiter(pairs.keys(), dtype=np.int64); n = np.fromiter(pairs.values(), dtype=np.float64)
    m = sp.csr_matrix((n, (keys // (2 * width), keys % (2 * width))), shape=(len(arabic), 2 * width))
    total, rows, cols = m.sum(), np.asarray(m.sum(1)).ravel(), np.asarray(m.sum(0)).ravel() ** 0.75
    cols *= total / cols.sum()
    m = m.tocoo()
    pmi = np.log(m.data * total / (rows[m.row] * cols[m.col]))
    keep = pmi > 0
    m = sp.csr_matrix((pmi[keep], (m.row[keep], m.col[keep])), shape=m.shape)
    np.random.seed(1)
    u, s, _ = svds(m, k=64, v0=np.random.rand(min(m.shape)))
    x = u * np.sqrt(s)
    x /= np.linalg.norm(x, axis=1, keepdims=True) + 1e-9
    k = MiniBatchKMeans(a.classes, random_state=1, batch_size=4096, n_init=4, max_iter=200).fit(x, sample_weight=np.sqrt(rows))
    with open(a.out, "w", encoding="utf-8") as out:
        for w, c in zip(arabic, k.labels_):
            out.write(f"{w}\t{c}\n")


main()
