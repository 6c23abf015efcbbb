#!/usr/bin/env python3
"""Packs word classes: pack.py classes.tsv classes.bin   65,536 slots of sixteen bits of a hash and the class plus one"""
import struct, sys

SLOTS = 1 << 16


def fnv(word):
    h = 0x811C9DC5
    for b in word.encode():
        h = ((h ^ b) * 0x01000193) & 0xFFFFFFFF
    return h


def main():
    slots = [None] * SLOTS
    for line in open(sys.argv[1], encoding="utf-8"):
        word, number = line.rstrip("\n").split("\t")
        h = fnv(word)
        at, mark = h & (SLOTS - 1), h >> 16
        while slots[at] is not None and slots[at][0] != mark:
            at = (at + 1) & (SLOTS - 1)
        slots[at] = slots[at] or (mark, int(number) + 1)
    with open(sys.argv[2], "wb") as out:
        out.write(b"".join(struct.pack("<HB", *(s or (0, 0))) for s in slots))


main()
