"""Encoders (LSTM teacher, convolutional student) and a linear-chain CRF over constrained BIOES labels."""
import torch
import torch.nn.functional as F
from torch import nn


class Conv(nn.Module):
    """x + dropout(relu(conv(norm(x))))"""

    def __init__(self, d, dilation=1, drop=0.3, norm=True):
        super().__init__()
        self.conv = nn.Conv1d(d, d, 3, padding=dilation, dilation=dilation)
        self.norm = nn.LayerNorm(d) if norm else nn.Identity()
        self.drop = nn.Dropout(drop)

    def forward(self, x, mask):
        h = self.conv((self.norm(x) * mask).transpose(1, 2)).transpose(1, 2)
        return (x + self.drop(F.relu(h))) * mask


class Encoder(nn.Module):
    """Word vector (given) + hashed features → contextual states."""

    def __init__(self, dim, fdim=64, d=128, arch="cnn", dilations=(1, 2, 1), drop=0.3, input_drop=0.3, buckets=1 << 14):
        super().__init__()
        self.arch, self.dim, self.fdim = arch, dim, fdim
        self.feats = nn.EmbeddingBag(buckets, fdim, mode="sum", padding_idx=0)
        nn.init.normal_(self.feats.weight, 0, 0.1)
        self.feats.weight.data[0] = 0
        self.input_drop, self.drop = nn.Dropout(input_drop), nn.Dropout(drop)
        if arch == "cnn":
            self.inp = nn.Linear(dim + fdim, d)
            self.layers = nn.ModuleList([Conv(d, q, drop) for q in dilations])
            self.width_out = d
        else:
            self.forwards = nn.LSTM(dim + fdim, d, batch_first=True)
            self.backwards = nn.LSTM(dim + fdim, d, batch_first=True)
            self.width_out = 2 * d
        self.norm = nn.LayerNorm(self.width_out)

    def embed(self, vectors, feats, word_drop=0.0, feat_drop=0.0):
        B, T, _ = vectors.shape
        if self.training and word_drop > 0:
            vectors = vectors * (torch.rand(B, T, 1) > word_drop)
        if self.training and feat_drop > 0:
            feats = feats * (torch.rand(feats.shape) > feat_drop)
        f = self.feats(feats.reshape(B * T, -1)).view(B, T, -1)
        return self.input_drop(torch.cat([vectors, f], -1))

    def forward(self, x, mask, lens):
        if self.arch == "cnn":
            h = self.drop(F.relu(self.inp(x))) * mask
            for layer in self.layers:
                h = layer(h, mask)
            return self.norm(h)
        with torch.autocast("cpu", torch.bfloat16):
            left, right = self.lstm(x.bfloat16(), lens)
        return self.drop(self.norm(torch.cat([left.float(), right.float()], -1)))

    def lstm(self, x, lens):
        left, _ = self.forwards(x)
        index = (lens[:, None] - 1 - torch.arange(x.shape[1])[None]).clamp(min=0)
        right, _ = self.backwards(x.gather(1, index[..., None].expand_as(x)))
        return left, right.gather(1, index[..., None].expand(-1, -1, right.shape[-1]))


class Crf(nn.Module):
    def __init__(self, labels):
        super().__init__()
        n = len(labels)
        self.labels = labels
        ok, first, last = torch.zeros(n, n, dtype=torch.bool), torch.zeros(n, dtype=torch.bool), torch.zeros(n, dtype=torch.bool)
        for i, x in enumerate(labels):
            first[i], last[i] = x[0] in "OBS", x[0] in "OES"
            for j, y in enumerate(labels):
                ok[i, j] = (y[0] in "IE" and x[2:] == y[2:]) if x[0] in "BI" else y[0] in "OBS"
        self.register_buffer("ok", ok)
        self.register_buffer("first", first)
        self.register_buffer("last", last)
        self.trans, self.start = nn.Parameter(torch.zeros(n, n)), nn.Parameter(torch.zeros(n))

    def parts(self):
        t = self.trans.masked_fill(~self.ok, -1e4)
        return t, self.start.masked_fill(~self.first, -1e4), torch.zeros(len(self.labels)).masked_fill(~self.last, -1e4)

    def nll(self, e, y, lens):
        B, T, _ = e.shape
        real = (torch.arange(T)[None] < lens[:, None]).float()
        trans, start, end = self.parts()
        grow, a = trans.exp(), e[:, 0] + start
        for t in range(1, T):
            m = a.max(1, keepdim=True)[0]
            n = ((a - m).exp() @ grow + 1e-30).log() + m + e[:, t]
            q = real[:, t : t + 1]
            a = n * q + a * (1 - q)
        z = torch.logsumexp(a + end, 1)
        gold = (e.gather(2, y[..., None])[..., 0] * real).sum(1) + start[y[:, 0]]
        return z - gold - (trans[y[:, :-1], y[:, 1:]] * real[:, 1:]).sum(1)

    @torch.no_grad()
    def marginals(self, e, lens):
        B, T, n = e.shape
        trans, start, end = self.parts()
        grow, A = trans.exp(), [e[:, 0] + start]
        for t in range(1, T):
            m = A[-1].max(1, keepdim=True)[0]
            A.append(((A[-1] - m).exp() @ grow + 1e-30).log() + m + e[:, t])
        back = torch.zeros(B, T, n)
        back[:, T - 1] = end.expand(B, n)
        for t in range(T - 2, -1, -1):
            x = back[:, t + 1] + e[:, t + 1]
            m = x.max(1, keepdim=True)[0]
            y = ((x - m).exp() @ grow.t() + 1e-30).log() + m
            back[:, t] = torch.where((lens - 1 == t)[:, None], end.expand(B, n), y)
        return torch.softmax(torch.stack(A, 1) + back, -1)

    @torch.no_grad()
    def viterbi(self, e, lens):
        B, T, _ = e.shape
        trans, start, end = self.parts()
        a, back = e[:, 0] + start, []
        final = torch.where((lens == 1)[:, None], a + end, torch.full_like(a, -1e9))
        for t in range(1, T):
            x, b = (a[:, :, None] + trans[None]).max(1)
            a = x + e[:, t]
            back.append(b.tolist())
            final = torch.where((lens - 1 == t)[:, None], a + end, final)
        best, out = final.max(1)[1].tolist(), []
        for i in range(B):
            k = best[i]
            path = [k]
            for t in range(int(lens[i]) - 2, -1, -1):
                k = back[t][i][k]
                path.append(k)
            out.append([self.labels[q] for q in path[::-1]])
        return out


class Teacher(nn.Module):
    """Language model states + the word itself → one convolution → one CRF head for each annotation scheme."""

    def __init__(self, encoder, schemes, d=192, drop=0.4):
        super().__init__()
        self.encoder = encoder
        self.project = nn.Linear(encoder.width_out + encoder.dim + encoder.fdim, d)
        self.drop, self.conv, self.norm = nn.Dropout(drop), Conv(d, 1, drop), nn.LayerNorm(d)
        self.heads = nn.ModuleDict({k: nn.Linear(d, len(v)) for k, v in schemes.items()})
        self.crfs = nn.ModuleDict({k: Crf(v) for k, v in schemes.items()})

    def emissions(self, vectors, feats, lens, head, word_drop=0.0, feat_drop=0.0):
        mask = (torch.arange(vectors.shape[1])[None] < lens[:, None]).float()[..., None]
        x = self.encoder.embed(vectors, feats, word_drop, feat_drop)
        h = self.encoder(x, mask, lens)
        h = self.drop(F.relu(self.project(torch.cat([h, x], -1)))) * mask
        return self.heads[head](self.drop(self.norm(self.conv(h, mask))))


class Student(nn.Module):
    """What ships: a row for each word, residual convolutions without normalization layers, two heads to mix."""

    def __init__(self, dim, fdim, d, labels, dilations=(1, 2, 1), drop=0.1, buckets=1 << 14):
        super().__init__()
        self.feats = nn.EmbeddingBag(buckets, fdim, mode="sum", padding_idx=0)
        self.inp = nn.Linear(dim + fdim, d)
        self.drop = nn.Dropout(drop)
        self.layers = nn.ModuleList([Conv(d, q, drop, norm=False) for q in dilations])
        self.heads = nn.ModuleList([nn.Linear(d, len(labels)) for _ in range(2)])
        self.crf = Crf(labels)

    def rows(self, vectors, feats, word_drop=0.0, feat_drop=0.0):
        B, T, _ = vectors.shape
        if self.training and word_drop > 0:
            vectors = vectors * (torch.rand(B, T, 1) > word_drop)
        if self.training and feat_drop > 0:
            feats = feats * (torch.rand(feats.shape) > feat_drop)
        f = self.feats(feats.reshape(B * T, -1)).view(B, T, -1)
        return self.inp(self.drop(torch.cat([vectors, f], -1)))

    def trunk(self, x, lens):
        mask = (torch.arange(x.shape[1])[None] < lens[:, None]).float()[..., None]
        h = x * mask
        for layer in self.layers:
            h = layer(h, mask)
        return self.drop(h)
