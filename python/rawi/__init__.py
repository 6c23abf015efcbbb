"""Reads Arabic news and says who said what, and how well we know them.

>>> import rawi
>>> doc = rawi.annotate("قال مصدر مطلع إن الجلسة تأجلت.")
>>> doc.attributions[0].source.text
'مصدر مطلع'
>>> rawi.normalize("إلى القَاهِرة", form="search")
'الي القاهره'

Offsets are Python characters everywhere: ``doc.text[span.start:span.end] == span.text``.
"""

from ._rawi import (
    Aligned,
    Analyzer,
    Attribution,
    Chain,
    Chains,
    Column,
    Cue,
    Document,
    Entity,
    ItemError,
    Normalizer,
    Pipe,
    Profile,
    Source,
    Span,
    Token,
    __version__,
    annotate,
    normalize,
)
from .frames import rows, to_frame

__all__ = [
    "Aligned",
    "Analyzer",
    "Attribution",
    "Chain",
    "Chains",
    "Column",
    "Cue",
    "Document",
    "Entity",
    "ItemError",
    "Normalizer",
    "Pipe",
    "Profile",
    "Source",
    "Span",
    "Token",
    "__version__",
    "annotate",
    "normalize",
    "rows",
    "to_frame",
]
