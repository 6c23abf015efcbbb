"""The shipped file, read back: tables, network and chain, and the rows a word is made of."""
import struct

import numpy as np

from compact import EXTRAS, NAME_FLAGS, STEP, WIDTH, gram_ids, readings, word_hash

COMMON = 24_000
LABELS = 17


class Shipped:
    """`tagger.bin` as arrays; the layout is described in src/entity/model/weights.rs."""

    def __init__(self, path):
        data = open(path, "rb").read()
        assert data[:8] == b"rawi-ner"
        version, self.n, self.log_words, self.log_names, self.log, self.gain = struct.unpack_from("<6I", data, 8)
        shifts_gaps = struct.unpack_from("<6I", data, 32)
        (self.scale,) = struct.unpack_from("<f", data, 56)
        at = 60

        def take(dtype, *shape):
            nonlocal at
            n = int(np.prod(shape))
            out = np.frombuffer(data, dtype, n, at).reshape(shape)
            at += out.nbytes
            return out

        self.word_slots = take("<u4", 1 << self.log_words)
        self.T = take("i1", self.n, WIDTH)
        self.name_slots = take("<u4", 1 << self.log_names)
        self.G = take("i1", 1 << self.log, WIDTH)
        self.extras = take("i1", EXTRAS, WIDTH)
        self.layers = []
        for i in range(3):
            W, b = take("<i2", WIDTH, 3, WIDTH), take("<i4", WIDTH)
            self.layers.append((W, b, shifts_gaps[i], shifts_gaps[3 + i]))
        self.heads = [(take("<i2", LABELS, WIDTH), take("<f4", LABELS)) for _ in range(2)]
        self.trans, self.start = take("<f4", LABELS, LABELS), take("<f4", LABELS)
        assert at == len(data)
        # Everything before the layers that training does not change.
        self.words_at, self.names_at = 60, 60 + self.word_slots.nbytes + self.T.nbytes

    def probe(self, slots, h):
        mask = len(slots) - 1
        i = (h >> 32) & mask
        while True:
            yield int(slots[i])
            i = (i + 1) & mask

    def rank(self, w):
        h = word_hash(w)
        for slot in self.probe(self.word_slots, h):
            if slot == 0xFFFFFFFF:
                return None
            if slot >> 16 == (h >> 16) & 0xFFFF:
                return slot & 0xFFFF

    def flags(self, w):
        for x in [w, *(r[0] for r in readings(w))]:
            h = word_hash(x)
            for slot in self.probe(self.name_slots, h):
                if slot == 0:
                    break
                if slot >> 8 == (h >> 8) & 0xFFFFFF:
                    if slot & 0xFF:
                        return slot & 0xFF
                    break
        return 0

    def parts(self, w):
        """Rows of n-grams and name flags, as (index, weight) into words + n-grams + extras."""
        ids, _ = gram_ids([w], self.log)
        out = [(self.n + int(i), 1 / len(ids)) for i in ids]
        f = self.flags(w)
        return out + [(self.n + len(self.G) + NAME_FLAGS + b, 1.0) for b in range(8) if f >> b & 1]

    def row(self, w, arabic):
        """(rows of a vocabulary entry, rows it would have were it rare)."""
        r = self.rank(w)
        parts = self.parts(w) if arabic else None
        if r is not None:
            return [(r, 1.0)], parts if arabic and len(w) > 2 else None
        if not arabic:
            return [], None
        for rest, sign, prep in readings(w):
            r = self.rank(rest)
            if r is not None and (r < COMMON or prep == 0):
                return [(r, 1.0), (self.n + len(self.G) + sign, 1.0)], parts
        return parts, None
