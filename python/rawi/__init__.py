"""Reads Arabic news and says who said what, and how well we know them.

>>> import rawi
>>> doc = rawi.annotate("قال مصدر مطلع إن الجلسة تأجلت.")
>>> doc.attributions[0].source.text
'مصدر مطلع'
>>> rawi.normalize("إلى القَاهِرة", form="search")
'الي القاهره'

Offsets are Python characters everywhere: ``doc.text[span.start:span.end] == span.text``.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

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

if TYPE_CHECKING:
    from . import display as display
    from . import labels as labels
    from . import tables as tables

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


def __getattr__(name: str) -> Any:
    # `rawi.display.compare` needs no import of its own, and `import rawi` does not wait for it.
    if name in ("display", "labels", "tables"):
        return import_module(f"rawi.{name}")
    if name in ("pandas", "polars", "spacy"):
        # These register something with the library they adapt to, which is not done in passing.
        raise AttributeError(f"write `import rawi.{name}` first")
    raise AttributeError(f"module 'rawi' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted({*globals(), "display", "labels", "tables"})
