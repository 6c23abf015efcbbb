#!/usr/bin/env python3
"""Learns what each fact is worth: weigh.py --out weights.bin --set GOLD.jsonl DOCS [--set ...] [--folds K --fold I] [--hold PREFIX,...]

For every cue the grammar proposes readings (`evidence dump`); the gold says which of them is right, or that
there is none.  Five questions are learned apart, each a table of 262,144 hashed facts:
  frame       softmax over the readings of a cue and "no attribution", right readings taken together
  phrase      at each place where a source can end: does it?
  content     at each place where a content can end: does it?
  antecedent  softmax over those who could be meant where the subject is left out
  label       softmax over the kinds, stances and anonymities of an attribution, over the chains its source can belong to,
              and over what a device behind its clause covers
L2-regularised, by L-BFGS; seeded by nothing, since nothing is random.  Needs numpy and scipy."""
import argparse, array, collections, hashlib, json, pathlib, subprocess, sys
import numpy as np, scipy.sparse as sp
from scipy.optimize import minimize

SLOTS, UNIT = 1 << 18, 24.0
TABLES = ("frame", "phrase", "content", "antecedent", "label", "article")
LABELS = ("kind", "stance", "anonymity")
NEAR = 4  # bytes: a clitic or a quotation mark more or less


def dice(a, b):
    o = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return 2 * o / (a[1] - a[0] + b[1] - b[0]) if o else 0.0


def gold_of(path):
    by = collections.defaultdict(list)
    for line in open(path, encoding="utf-8"):
        g = json.loads(line)
        by[g["doc"]] += [] if g.get("none") else [g]
    return by


def to_bytes(text, records):
    at = np.zeros(len(text) + 1, dtype=int)
    at[1:] = np.cumsum([len(c.encode()) for c in text])
    sp_ = lambda s: (int(at[s["start"]]), int(at[s["end"]]))
    for g in records:
        g["b"] = {"cue": sp_(g["cue"]) if g["cue"] else None, "source": sp_(g["source"]) if g["source"] else None,
                  "content": [sp_(s) for s in g["content"] or []], "max": [sp_(s) for s in g["content_max"] or []]}
    return records


def fold(doc, k):
    return int(hashlib.md5(doc.encode()).hexdigest(), 16) % k


class Rows:
    """Sparse rows, grown one by one; a hundred million facts are ten gigabytes as a list."""
    def __init__(self): self.i, self.p = array.array("i"), [0]
    def add(self, facts): self.i.extend(facts); self.p.append(len(self.i)); return len(self.p) - 2
    def matrix(self):
        d = np.ones(len(self.i), dtype=np.float64)
        m = sp.csr_matrix((d, np.frombuffer(self.i, dtype=np.int32), np.array(self.p)), shape=(len(self.p) - 1, SLOTS))
        m.sum_duplicates(); return m


class Learner:
    def __init__(self):
        # A reading is a complement and a subject: what only the complement says is kept once.
        self.frame, self.complements, self.complement_of = Rows(), Rows(), []
        self.groups, self.right, self.weight = [], [], []
        self.phrase, self.phrase_y, self.content, self.content_y = Rows(), [], Rows(), []
        self.phrase_w, self.content_w = [], []
        self.who, self.who_groups, self.who_y, self.who_w = Rows(), [], [], []
        self.label, self.label_groups, self.label_y, self.label_w, self.label_what = Rows(), [], [], [], []
        self.n = collections.Counter()

    def document(self, found, gold, weight):
        chains = collections.defaultdict(list)
        for g in gold:
            if g["b"]["source"]: chains[g["chain"]].append(g["b"]["source"])
        for d in found["devices"]:
            for g in gold:
                b = g["b"]
                if b["cue"] and b["source"] and not g["elided"] and dice(b["cue"], d["at"]) > .5:
                    self.ends(d["phrase"], b["source"][0], [b["source"][1]], [], self.phrase, self.phrase_y, self.phrase_w, weight)
        for e in found["elided"]:
            for g in gold:
                if e["at"] and g["b"]["cue"] and g["elided"] and dice(e["at"], g["b"]["cue"]) > .5:
                    ys = [any(dice(c["source"], x) >= .5 for x in chains[g["chain"]]) for c in e["choices"]]
                    self.n["elided"] += 1
                    if not any(ys):
                        self.n["elided, not among the choices"] += 1
                        if self.verbose: print("not met", g["doc"], g["cue"]["text"], "|", g["source"]["text"], file=sys.stderr)
                        continue
                    start = len(self.who.p) - 1
                    for c in e["choices"]: self.who.add(c["facts"])
                    self.who_groups.append((start, len(ys))); self.who_y.append(ys); self.who_w.append(weight)
        self.labels(found, gold, weight)
        used = set()
        for c in found["candidates"]:
            hits = [n for n, g in enumerate(gold) if g["b"]["cue"] and dice(g["b"]["cue"], c["at"]) > 0]
            self.candidate(c, gold[hits[0]] if hits else None, chains, weight)
            used.update(hits)
        for n, g in enumerate(gold):
            if g["tier"] == "core" and g["b"]["cue"] and n not in used:
                if not any(dice(g["b"]["cue"], d) > 0 for d in found["taken"] if d):
                    self.n["core cue never a candidate"] += 1
                    if self.verbose: print("no candidate", g["doc"], g["cue"]["text"], file=sys.stderr)
    verbose = False
    questions = ()  # which questions the labels are learned from; all, if none

    def labels(self, found, gold, weight):
        at = lambda cue: next((g for g in gold if cue and g["b"]["cue"] and dice(g["b"]["cue"], cue) > .5), None)

        def group(what, options, right):
            if not any(right) or all(right) or self.questions and what not in self.questions: return
            start = len(self.label.p) - 1
            for o in options: self.label.add(o)
            self.label_groups.append((start, len(right))); self.label_y.append(right); self.label_w.append(weight); self.label_what.append(what)
        credits = self.credits([q for q in found["asked"] if q["what"] == "credit"], gold)
        for q in found["asked"]:
            g = at(q["at"])
            if q["what"] == "headline":
                speaks = g and g["source"] and not g["elided"] and "from" in q and abs(g["b"]["source"][0] - q["from"][0]) <= NEAR
                group("headline", q["answers"].values(), [name == ("yes" if speaks else "no") for name in q["answers"]])
                continue
            if q["what"] == "credit":
                answer = credits[id(q)]
                if answer: group("credit", q["answers"].values(), [name == answer for name in q["answers"]])
                continue
            if q["what"] == "device":
                group("device", q["answers"].values(), [name == ("yes" if g else "no") for name in q["answers"]])
                continue
            if not g or "source" in q and (g["elided"] or not g["b"]["source"] or dice(q["source"], g["b"]["source"]) < .5): continue
            group(q["what"], q["answers"].values(), [g[q["what"]] == name for name in q["answers"]])
        for q in found["scopes"]:
            g = at(q["at"])
            if not g or not g["b"]["content"]: continue
            first = g["b"]["content"][0][0]
            near = [abs(o["content"][0][0] - first) if o["content"] else 9999 for o in q["options"]]
            group("scope", [o["facts"] for o in q["options"]], [n <= 3 and n == min(near) for n in near])
        said = collections.defaultdict(list)
        for g in gold:
            if g["b"]["source"]: said[g["chain"]].append(g["b"]["source"])
        for q in found["same"]:
            g = at(q["at"])
            if not g or g["elided"] or not g["b"]["source"] or dice(q["source"], g["b"]["source"]) < .5: continue
            right = [bool(o["source"]) and any(dice(o["source"], x) >= .5 for x in said[g["chain"]]) for o in q["options"]]
            if not any(right): right[0] = True
            group("same", [o["facts"] for o in q["options"]], right)

    def credits(self, asked, gold):
        """The answer about each stretch: whichever fits a credit best is it; of what only overlaps one nothing is learned."""
        out = {id(q): "neither" for q in asked}
        for g in gold:
            if g["kind"] != "credit" or not g["b"]["source"] or g["b"]["content"]: continue
            fits = [(dice(q["at"], g["b"]["source"]), n) for n, q in enumerate(asked)]
            for fit, n in fits:
                if fit: out[id(asked[n])] = None
            fit, n = max(fits, default=(0, 0))
            if fit >= .6: out[id(asked[n])] = "outlet" if g["tier"] == "core" else "author"
            self.n["credit" if fit >= .6 else "credit, not asked about"] += 1
        return out

    def candidate(self, c, g, chains, weight):
        rows, right = [], []
        gc = g["b"]["content"] if g else None
        # Where one reading begins as the content does, one that begins a word later is wrong.
        exact = gc and any(r["content"] and abs(r["content"][0][0] - gc[0][0]) <= 3 for r in c["readings"])
        for n_reading, r in enumerate(c["readings"]):
            content_ok = False
            if g:
                xc = r["content"]
                if gc and xc:
                    near = abs(xc[0][0] - gc[0][0]) <= 3 or abs(xc[-1][0] - gc[-1][0]) <= 3 and dice(xc[-1], gc[-1]) > .5
                    content_ok = near or not exact and len(gc) == len(xc) and all(dice(a, b) > .85 for a, b in zip(gc, xc))
            for s in r["subjects"]:
                if not s["ok"]: continue
                ok = content_ok and self.subject_ok(s, g, chains)
                rows.append((n_reading, s["facts"])); right.append(ok)
                if ok and s["phrase"] and g["b"]["source"] and not g["elided"]:
                    src = g["b"]["source"]
                    if abs(s["phrase"]["span"][0] - src[0]) <= NEAR:
                        self.ends(s["phrase"], src[0], [src[1]], [], self.phrase, self.phrase_y, self.phrase_w, weight)
            if content_ok and r["edge"] and g["b"]["content"]:
                last, gm = g["b"]["content"][-1], g["b"]["max"]
                if abs(r["edge"]["span"][0] - last[0]) <= 3:
                    top = max([m[1] for m in gm] + [last[1]])
                    self.ends(r["edge"], last[0], [last[1]], [(last[1], top)], self.content, self.content_y, self.content_w, weight)
        if not rows: 
            if g and g["tier"] == "core": self.n["core without a reading"] += 1
            return
        if g and not any(right):
            if g["tier"] == "core":
                self.n["core, none right"] += 1
                if self.verbose: print("none right", g["doc"], g["cue"]["text"], "|", g["source"] and g["source"]["text"], g["elided"], "|", [x["text"] for x in g["content"] or []], file=sys.stderr)
            return
        if g: self.n["right " + g["tier"]] += 1
        else: self.n["none"] += 1
        start = len(self.frame.p) - 1
        at = {}
        for n, f in rows:
            if n not in at: at[n] = self.complements.add(c["readings"][n]["facts"])
            self.complement_of.append(at[n]); self.frame.add(f)
        self.groups.append((start, len(rows))); self.right.append(right)
        self.weight.append(weight * (0.5 if g and g["tier"] != "core" else 1.0))

    def subject_ok(self, s, g, chains):
        if g["b"]["source"] is None: return s["nobody"]
        if s["nobody"]: return False
        if g["elided"]:
            return s["elided"] or bool(s["source"]) and any(dice(s["source"], x) >= .5 for x in chains[g["chain"]])
        if s["elided"] or not s["source"]: return False
        src = g["b"]["source"]
        return abs(s["phrase"]["span"][0] - src[0]) <= NEAR if s["phrase"] else dice(s["source"], src) >= .5

    def ends(self, edge, start, right, free, rows, ys, ws, weight):
        """Places passed are 0, the right end is 1; between content and content_max nothing is learned."""
        target, top = right[0], max([f[1] for f in free] + [right[0]])
        places = edge["places"]
        for end, facts in places:
            if end < target - 3: rows.add(facts); ys.append(0); ws.append(weight)
            elif end <= target + 3:
                rows.add(facts); ys.append(1); ws.append(weight)
                if top <= target + 3: return
            elif top > target + 3 and end >= top - 3:
                # An end anywhere up to the longer one is right: there at the latest.
                rows.add(facts); ys.append(1); ws.append(weight * .5); return
            elif end > top: return

    def solve(self, tables, l2, who_l2, label_l2, prior):
        out = [self.readings(l2, prior[0]) if "frame" in tables else prior[0]]
        for p, name, rows, ys, ws in ((prior[1], "phrase", self.phrase, self.phrase_y, self.phrase_w), (prior[2], "content", self.content, self.content_y, self.content_w)):
            if name not in tables:
                out.append(p)
                continue
            M, y, cw = rows.matrix(), np.array(ys, dtype=float), np.array(ws)
            MT = M.T.tocsr()

            def logistic(w):
                s = M @ w
                return (cw * (np.logaddexp(0, s) - y * s)).sum() + l2 * ((w - p) @ (w - p)) / 2, MT @ (cw * (1 / (1 + np.exp(-s)) - y)) + l2 * (w - p)
            res = minimize(logistic, p, jac=True, method="L-BFGS-B", options={"maxiter": 120})
            out.append(res.x)
            print(f"{name}: {M.shape[0]} places, {y.sum():.0f} ends, loss {res.fun:.0f}", file=sys.stderr)
        for p, name, rows, groups, ys, ws, what in ((prior[3], "antecedent", self.who, self.who_groups, self.who_y, self.who_w, None),
                                                    (prior[4], "label", *self.asked(lambda what: what in LABELS)),
                                                    (prior[5], "article", *self.asked(lambda what: what not in LABELS))):
            out.append(self.choice(name, rows, groups, ys, ws, what, who_l2 if name == "antecedent" else label_l2, p) if groups and name in tables else p)
        return out

    def asked(self, of):
        """The questions of one table."""
        chosen = [i for i, what in enumerate(self.label_what) if of(what)]
        pick = lambda values: [values[i] for i in chosen]
        return self.label, pick(self.label_groups), pick(self.label_y), pick(self.label_w), pick(self.label_what)

    def readings(self, l2, p):
        X = self.frame.matrix()
        C, of = self.complements.matrix(), np.array(self.complement_of)
        XT, CT = X.T.tocsr(), C.T.tocsr()
        sizes = np.array([n for _, n in self.groups]); starts = np.array([s for s, _ in self.groups])
        ok = np.array([y for ys in self.right for y in ys], dtype=bool)
        group = np.repeat(np.arange(len(sizes)), sizes)
        gold = np.array([any(ys) for ys in self.right])
        gw = np.array(self.weight)

        def loss(w):
            s = X @ w + (C @ w)[of]
            m = np.maximum(np.maximum.reduceat(s, starts), 0)
            e = np.exp(s - m[group])
            z = np.add.reduceat(e, starts) + np.exp(-m)
            r = np.add.reduceat(np.where(ok, e, 0), starts)
            num = np.where(gold, r, np.exp(-m))
            f = (gw * (np.log(z) - np.log(num + 1e-300))).sum() + l2 * ((w - p) @ (w - p)) / 2
            y = e / z[group]
            q = np.where(ok, e / (r[group] + 1e-300), 0)
            g = gw[group] * (y - q)
            return f, XT @ g + CT @ np.bincount(of, g, C.shape[0]) + l2 * (w - p)
        res = minimize(loss, p, jac=True, method="L-BFGS-B", options={"maxiter": 120, "maxcor": 12})
        print(f"frame: {X.shape[0]} readings of {len(sizes)} cues, loss {res.fun:.0f}, {res.nit} steps", file=sys.stderr)
        return res.x

    def choice(self, name, rows, groups, ys, ws, what, l2, p):
        M = rows.matrix()[np.concatenate([np.arange(s, s + n) for s, n in groups])]
        MT = M.T.tocsr()
        counts = np.array([n for _, n in groups])
        begin = np.cumsum(counts) - counts
        yes = np.array([y for y_ in ys for y in y_], dtype=bool)
        which, gw = np.repeat(np.arange(len(begin)), counts), np.array(ws)

        def loss(w):
            s = M @ w
            m = np.maximum.reduceat(s, begin)
            e = np.exp(s - m[which])
            z, r = np.add.reduceat(e, begin), np.add.reduceat(np.where(yes, e, 0), begin)
            f = (gw * (np.log(z) - np.log(r + 1e-300))).sum() + l2 * ((w - p) @ (w - p)) / 2
            return f, MT @ (gw[which] * (e / z[which] - np.where(yes, e / (r[which] + 1e-300), 0))) + l2 * (w - p)
        res = minimize(loss, p, jac=True, method="L-BFGS-B", options={"maxiter": 120})
        score = M @ res.x
        best = [y[int(np.argmax(score[s:s + n]))] for s, n, y in zip(begin, counts, ys)]
        by = collections.defaultdict(list)
        for w, ok in zip(what or [name] * len(best), best): by[w].append(ok)
        for w, oks in by.items(): print(f"{w}: {len(oks)} choices, {np.mean(oks):.3f} right", file=sys.stderr)
        return res.x


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--set", nargs=2, action="append", metavar=("GOLD", "DOCS"), required=True)
    a.add_argument("--evidence", default="target/quick/examples/evidence")
    a.add_argument("--out", required=True); a.add_argument("--l2", type=float, default=1.0)
    a.add_argument("--who-l2", type=float, default=8.0); a.add_argument("--label-l2", type=float, default=2.0)
    a.add_argument("--folds", type=int, default=0); a.add_argument("--fold", type=int, default=-1)
    a.add_argument("--hold", default="", help="documents never learned from, comma separated")
    a.add_argument("--weights", default="", help="weights of an earlier round: who is heard before a gap depends on them")
    a.add_argument("--tables", default=",".join(TABLES), help="which tables are learned; the others stay as in --prior")
    a.add_argument("--questions", default="", help="which questions the labels are learned from: kind, stance, anonymity, same, headline, credit, device, scope")
    a.add_argument("--prior", default="", help="weights to stay near to: learns a new set further instead of from nothing")
    a.add_argument("--context", default="", help="what training/context wrote: every document is read by a network that has not learned from it")
    a.add_argument("--rules", action="store_true", help="weights for rules alone, without tagger and context")
    a.add_argument("--verbose", action="store_true")
    a = a.parse_args()
    hold = set(a.hold.split(","))
    learner = Learner(); learner.verbose = a.verbose; learner.questions = tuple(filter(None, a.questions.split(",")))
    folds = json.loads((pathlib.Path(a.context) / "folds.json").read_text()) if a.context else {}
    def context_of(d):
        if not a.context: return "rules" if a.rules else "-"
        return str(pathlib.Path(a.context) / (f"context_{folds[d]}.bin" if d in folds else "context.bin"))
    for gold, docs in a.set:
        weight = 1.0
        if "*" in docs: docs, weight = docs.split("*")[0], float(docs.split("*")[1])
        by = gold_of(gold)
        names = [d for d in sorted(by) if d not in hold and not (a.folds and fold(d, a.folds) == a.fold)]
        paths = {d: str(pathlib.Path(docs) / f"{d}.txt") for d in names}
        by_context = collections.defaultdict(list)
        for d in names: by_context[context_of(d)].append(d)
        for context, some in sorted(by_context.items()):
            # Line by line: what a thousand documents give is gigabytes.
            with subprocess.Popen([a.evidence, "dump", a.weights or "-", context, *(paths[d] for d in some)], stdout=subprocess.PIPE) as dump:
                for d, line in zip(some, dump.stdout):
                    text = open(paths[d], encoding="utf-8").read()
                    learner.document(json.loads(line.decode().split("\t", 1)[1]), to_bytes(text, by[d]), weight)
            if dump.returncode: sys.exit(f"{a.evidence} failed")
    print(dict(learner.n), file=sys.stderr)
    prior = np.fromfile(a.prior, np.int8).reshape(len(TABLES), SLOTS) / UNIT if a.prior else np.zeros((len(TABLES), SLOTS))
    tables = learner.solve(a.tables.split(","), a.l2, a.who_l2, a.label_l2, prior)
    data = b"".join(np.clip(np.rint(w * UNIT), -127, 127).astype(np.int8).tobytes() for w in tables)
    pathlib.Path(a.out).write_bytes(data)


if __name__ == "__main__":
    main()
