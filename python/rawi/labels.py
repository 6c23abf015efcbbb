"""The names the fields of a document can have, as types for annotations.

>>> import typing
>>> from rawi import labels
>>> typing.get_args(labels.Tier)
('core', 'extended')
"""

from typing import Literal, TypeAlias

AttributionKind: TypeAlias = Literal[
    "direct", "indirect", "mixed", "nominal", "anaphoric", "mention", "credit"
]
Tier: TypeAlias = Literal["core", "extended"]
Anonymity: TypeAlias = Literal[
    "named", "role", "org", "anon", "anon_requested", "vague", "implicit"
]
SourceType: TypeAlias = Literal[
    "person", "group", "org", "state", "document", "media", "data", "event", "unknown"
]
Number: TypeAlias = Literal["sing", "dual", "plural", "na"]
Stance: TypeAlias = Literal[
    "neutral",
    "confirm",
    "deny",
    "claim",
    "reveal",
    "warn",
    "criticise",
    "praise",
    "expect",
    "demand",
    "promise",
    "explain",
    "propose",
    "accuse",
    "ask",
    "cite",
    "other",
]
Polarity: TypeAlias = Literal["pos", "neg"]
Tense: TypeAlias = Literal[
    "perfect", "imperfect", "future", "participle", "passive", "masdar", "na"
]
CueClass: TypeAlias = Literal["verb", "noun", "prep", "adverb", "idiom", "punct"]
EntityKind: TypeAlias = Literal[
    "person",
    "organization",
    "location",
    "event",
    "nationality",
    "title",
    "date",
    "time",
    "money",
    "percent",
    "quantity",
    "number",
]
