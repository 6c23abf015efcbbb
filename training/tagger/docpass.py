"""The document pass: a name in one sentence is likely the same name in another (mirror of `Reading::agree`)."""
import collections

import torch

from features import strip


def marginals(crf, emissions):
    out = [None] * len(emissions)
    order = sorted(range(len(out)), key=lambda i: len(emissions[i]))
    for k in range(0, len(order), 64):
        idx = order[k : k + 64]
        n = torch.tensor([len(emissions[i]) for i in idx])
        e = torch.zeros(len(idx), int(n.max()), emissions[0].shape[1])
        for b, i in enumerate(idx):
            e[b, : n[b]] = emissions[i]
        p = crf.marginals(e, n)
        for b, i in enumerate(idx):
            out[i] = p[b, : n[b]]
    return out


def agree(sentences, emissions, crf, group, weight):
    """Emissions with `weight` times the highest posterior of the same stem in another sentence of the document."""
    kinds = [p[:, 1:].reshape(len(p), -1, 4).sum(2) for p in marginals(crf, emissions)]
    seen = collections.defaultdict(list)
    for i, words in enumerate(sentences):
        for t, w in enumerate(words):
            if float(kinds[i][t].max()) > 0.05 and w[0].isalpha():
                seen[group[i], strip(w)[0]].append((i, kinds[i][t]))
    out = []
    for i, words in enumerate(sentences):
        e = emissions[i].clone()
        for t, w in enumerate(words):
            other = [p for j, p in seen.get((group[i], strip(w)[0]), ()) if j != i]
            if other:
                e[t, 1:] += weight * torch.stack(other).max(0)[0].repeat_interleave(4)
        out.append(e)
    return out
