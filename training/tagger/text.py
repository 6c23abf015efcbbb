"""Text as the tagger sees it: a mirror of rawi's `Form::Key` and of its tokens.

The Rust side is the definition; `parity.py` compares the two token by token.
"""
import functools
import re

MARKS = re.compile(
    "[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]"
)
FOLD = str.maketrans(
    "أإآٱىیک" + "٠١٢٣٤٥٦٧٨٩" + "۰۱۲۳۴۵۶۷۸۹", "ااااييك" + "0123456789" + "0123456789"
)
LETTER = "A-Za-z\u00c0-\u024f\u0620-\u064a\u066e-\u066f\u0671-\u06d5\u06ee-\u06ef\u06fa-\u06ff\u0750-\u077f"
TOKEN = re.compile(f"[{LETTER}]+|[0-9]+(?:[.,\u066b\u066c][0-9]+)*|\\S")
SENTENCE = re.compile(r"(?<=[.!؟?])\s+|\n+")


def key(s):
    """No marks or tatweel, one alef, one ya, ASCII digits; ة and hamza seats stay."""
    return MARKS.sub("", s).translate(FOLD)


def tokens(s):
    """Key tokens of a piece of text."""
    return TOKEN.findall(key(s))


@functools.lru_cache(1 << 20)
def type_of(tok):
    """The vocabulary entry a token looks up: numbers by length, Latin words as one."""
    c = tok[0]
    if c.isdigit():
        return "0" * min(len(tok), 5)
    if "a" <= c.lower() <= "z" or "\u00c0" <= c <= "\u024f":
        return "a"
    return tok


def tokens_with_offsets(s):
    """(token, start, end) with code point offsets in the original `s`."""
    chars, pos = [], []
    for i, c in enumerate(s):
        k = key(c)
        for x in k:
            chars.append(x)
            pos.append(i)
    flat = "".join(chars)
    return [(m.group(), pos[m.start()], pos[m.end() - 1] + 1) for m in TOKEN.finditer(flat)]
