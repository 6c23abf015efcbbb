#!/usr/bin/env python3
"""Rebuild the pieces of newspaper articles that `anercorp.tsv` annotates from the tokens of ANERcorp.

usage: anercorp.py anercorp_train.conll anercorp.tsv > texts.jsonl     then standoff.py anercorp.tsv texts.jsonl OUT

ANERcorp (Benajiba, Rosso and Benedí Ruiz 2007; the train part of the split of Obeid et al. 2020; CC BY-SA 4.0) has sentences of
tokens, without the spaces that were between them and without the beginnings of articles.  A line `doc` of the table says in
its fifth column which sentences a piece is made of (`first-last`, from 0) and after how many of them each line ends.
"""
import json
import re
import sys

OPEN, CLOSE = "([«", ".،,؛:؟!)]»…"


def sentences(path):
    blocks = open(path, encoding="utf-8").read().split("\n\n")
    return [[line.split("\t")[0] for line in block.split("\n") if line] for block in blocks if block.strip()]


def join(tokens):
    """The sentence as it may have been printed."""
    out, quoted = "", False
    for t in tokens:
        t = t.replace("&#0", "")
        if t == '"':
            out = out.rstrip() + '" ' if quoted else out + '"'
            quoted = not quoted
        elif t == "..." or t in CLOSE:
            out = out.rstrip() + t + " "
        elif t in OPEN:
            out += t
        else:
            out += t + " "
    return re.sub(" +", " ", out).strip()


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    every = sentences(sys.argv[1])
    for row in open(sys.argv[2], encoding="utf-8"):
        row = row.rstrip("\n").split("\t")
        if row[0] != "doc":
            continue
        where, ends = row[4].split(" ")
        first, last = map(int, where.split("-"))
        parts, begin = [join(s) for s in every[first : last + 1]], 0
        lines = []
        for end in map(int, ends.split(",")):
            lines.append(" ".join(parts[begin:end]))
            begin = end
        print(json.dumps({"id": row[1], "text": "\n".join(lines)}, ensure_ascii=False))


if __name__ == "__main__":
    main()
