"""The Rust side of rawi. Import from `rawi`, not from here."""

from collections.abc import Iterable, Iterator, Sequence
from os import PathLike
from typing import Any, Literal, Protocol, TypeVar, final, overload

from .labels import (
    Anonymity,
    AttributionKind,
    CueClass,
    EntityKind,
    Number,
    Polarity,
    SourceType,
    Stance,
    Tense,
    Tier,
)

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
    "_labels",
    "_main",
    "annotate",
    "normalize",
]

__version__: str

_T = TypeVar("_T", covariant=True)
_C = TypeVar("_C")
_Errors = Literal["raise", "skip", "record"]
_Offsets = Literal["char", "byte", "utf16"]

class ItemError(ValueError):
    """An item of `Analyzer.pipe` that could not be annotated.

    `position` counts the items from 0; `item` is the item itself.
    """

    position: int
    item: Any

@final
class Span:
    """A range of characters of a text, with the text it covers.

    >>> span = rawi.Span(4, 8, "مصدر")
    >>> len(span), str(span)
    (4, 'مصدر')
    >>> span.to_json()
    '{"start":4,"end":8,"text":"مصدر"}'
    """

    def __new__(cls, start: int, end: int, text: str) -> Span: ...
    @property
    def start(self) -> int:
        """First character."""
    @property
    def end(self) -> int:
        """One past the last character."""
    @property
    def text(self) -> str:
        """The characters themselves."""
    def to_dict(self) -> dict[str, Any]:
        """The span as a dict with `start`, `end` and `text`."""
    def to_json(self) -> str:
        """The same as JSON."""
    @staticmethod
    def from_json(json: str) -> Span:
        """Reads what `to_json` wrote; anything else raises a `ValueError`."""
    @staticmethod
    def from_dict(dict: dict[str, Any]) -> Span:
        """Reads what `to_dict` gave."""
    def __len__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Token:
    """A word, number or mark of the text.

    >>> token = rawi.annotate("وبالمصادر").tokens[0]
    >>> token.text, token.stem.text, token.kind
    ('وبالمصادر', 'مصادر', 'arabic')
    """

    @property
    def start(self) -> int:
        """First character."""
    @property
    def end(self) -> int:
        """One past the last character."""
    @property
    def text(self) -> str:
        """The token with its clitics."""
    @property
    def stem(self) -> Span:
        """The token without the proclitics و ف ب ل ك and the article."""
    @property
    def kind(self) -> Literal["arabic", "foreign", "number", "punct", "symbol"]:
        """`arabic`, `foreign`, `number`, `punct` or `symbol`."""
    @property
    def is_glued(self) -> bool:
        """True for words that lost the blank between them."""
    def to_dict(self) -> dict[str, Any]:
        """The token as a dict; the stem is a dict in it."""
    def to_json(self) -> str:
        """The same as JSON."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...
    @staticmethod
    def from_json(json: str) -> Token:
        """Reads what `to_json` wrote; anything else raises a `ValueError`."""
    @staticmethod
    def from_dict(dict: dict[str, Any]) -> Token:
        """Reads what `to_dict` gave."""

@final
class Attribution:
    """One attribution: a source, a cue and a content.

    >>> said = rawi.annotate("نفى مصدر مطلع أن الجلسة تأجلت.").attributions[0]
    >>> said
    Attribution(indirect, source='مصدر مطلع', cue='نفى', content='الجلسة تأجلت')
    >>> said.stance, said.tense
    ('deny', 'perfect')
    >>> rawi.Attribution.from_json(said.to_json()) == said
    True
    """

    @property
    def kind(self) -> AttributionKind:
        """`direct`, `indirect`, `mixed`, `nominal`, `anaphoric`, `mention` or `credit`."""
    @property
    def tier(self) -> Tier:
        """`core` (speech, sourcing) or `extended` (belief, decision, mere mention)."""
    @property
    def cue(self) -> Cue | None:
        """The cue; None for credits."""
    @property
    def complementizer(self) -> Span | None:
        """أن، إن، بأنه … between cue and content."""
    @property
    def negation(self) -> Span | None:
        """The negation before the cue: لم، لن، لا."""
    @property
    def source(self) -> Source | None:
        """The source; None when the text names none."""
    @property
    def content(self) -> tuple[Span, ...]:
        """What is attributed: one span, or two around a parenthetical cue."""
    @property
    def content_text(self) -> str:
        """The text of the content, its fragments joined by an ellipsis."""
    @property
    def recipient(self) -> Span | None:
        """Whom it was told to."""
    @property
    def medium(self) -> Span | None:
        """The channel: في بيان، عبر تويتر."""
    @property
    def via(self) -> tuple[Span, ...]:
        """Those who relay the source."""
    @property
    def stance(self) -> Stance:
        """What the source does with the content: `neutral`, `confirm`, `deny`, `claim`, …."""
    @property
    def polarity(self) -> Polarity:
        """`pos`, or `neg` when the cue is negated."""
    @property
    def tense(self) -> Tense:
        """The form of the cue: `perfect`, `imperfect`, `participle`, …."""
    @property
    def chain(self) -> int | None:
        """Index into `Document.chains`: the mentions of one source."""
    @property
    def parent(self) -> int | None:
        """Index into `Document.attributions`: the one whose content this one stands in."""
    @property
    def rule(self) -> str:
        """The id of the frame that found it."""
    @property
    def confidence(self) -> float:
        """How sure rawi is, between 0 and 1."""
    @property
    def note(self) -> str | None:
        """What else was considered nearby and why it lost, in one line."""
    def explain(self) -> str:
        """Which rule made it, on which words, and what was passed over nearby, in one line."""
    def to_dict(self) -> dict[str, Any]:
        """The fields as a plain dict, the same as in the document's JSON."""
    def to_json(self) -> str:
        """The fields as JSON; positions are characters."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...
    @staticmethod
    def from_json(json: str) -> Attribution:
        """Reads what `to_json` wrote; anything else raises a `ValueError`."""
    @staticmethod
    def from_dict(dict: dict[str, Any]) -> Attribution:
        """Reads what `to_dict` gave."""

@final
class Cue:
    """The word or words that make the attribution.

    >>> cue = rawi.annotate("وأضافت الوزيرة أن الاتفاق وشيك.").attributions[0].cue
    >>> cue.text, cue.lemma, cue.class_
    ('أضافت', 'أضاف', 'verb')
    """

    @property
    def span(self) -> Span:
        """Where the cue stands."""
    @property
    def start(self) -> int:
        """First character."""
    @property
    def end(self) -> int:
        """One past the last character."""
    @property
    def text(self) -> str:
        """The cue as it stands in the text."""
    @property
    def lemma(self) -> str:
        """Dictionary form: قال for وقالت."""
    @property
    def class_(self) -> CueClass:
        """
        Part of speech: `verb`, `noun`, `prep`, `adverb`, `idiom` or `punct`. In JSON this field is
        called `class`.
        """
    @property
    def id(self) -> str:
        """Lexicon id."""
    def to_dict(self) -> dict[str, Any]:
        """The fields as a plain dict, the same as in the document's JSON."""
    def to_json(self) -> str:
        """The fields as JSON; positions are characters."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...
    @staticmethod
    def from_json(json: str) -> Cue:
        """Reads what `to_json` wrote; anything else raises a `ValueError`."""
    @staticmethod
    def from_dict(dict: dict[str, Any]) -> Cue:
        """Reads what `to_dict` gave."""

@final
class Source:
    """Who is responsible for the content.

    >>> source = rawi.annotate("قال مصدر أمني مطلع إن الجلسة تأجلت.").attributions[0].source
    >>> source
    Source('مصدر أمني مطلع', anon)
    >>> source.head.text, source.descriptors
    ('مصدر', ('security', 'informed'))
    """

    @property
    def span(self) -> Span:
        """The full noun phrase; for an elided source the nearest full mention."""
    @property
    def start(self) -> int:
        """First character."""
    @property
    def end(self) -> int:
        """One past the last character."""
    @property
    def text(self) -> str:
        """The source as it stands in the text."""
    @property
    def head(self) -> Span:
        """The head noun."""
    @property
    def elided(self) -> bool:
        """True when the cue itself has no expressed source (وأضاف)."""
    @property
    def type(self) -> SourceType:
        """`person`, `group`, `org`, `state`, `document`, `media`, `data`, `event` or `unknown`."""
    @property
    def anonymity(self) -> Anonymity:
        """How well the reader gets to know it: `named`, `role`, `org`, `anon`, `anon_requested`,
        `vague` or `implicit`.
        """
    @property
    def descriptors(self) -> tuple[str, ...]:
        """What the text says about an unnamed source: `well_informed`, `security`, …."""
    @property
    def number(self) -> Number:
        """`sing`, `dual`, `plural` or `na`."""
    @property
    def entity(self) -> int | None:
        """Index into `Document.entities` of the entity the source is or belongs to."""
    def to_dict(self) -> dict[str, Any]:
        """The fields as a plain dict, the same as in the document's JSON."""
    def to_json(self) -> str:
        """The fields as JSON; positions are characters."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...
    @staticmethod
    def from_json(json: str) -> Source:
        """Reads what `to_json` wrote; anything else raises a `ValueError`."""
    @staticmethod
    def from_dict(dict: dict[str, Any]) -> Source:
        """Reads what `to_dict` gave."""

@final
class Entity:
    """One mention of an entity.

    >>> entity = rawi.annotate("عاد إلى بغداد.").entities[0]
    >>> entity, entity.name_en, entity.id
    (Entity('بغداد', location), 'Baghdad', 'geonames:98182')
    """

    @property
    def span(self) -> Span:
        """Where the mention stands."""
    @property
    def start(self) -> int:
        """First character."""
    @property
    def end(self) -> int:
        """One past the last character."""
    @property
    def text(self) -> str:
        """The mention as it stands in the text."""
    @property
    def kind(self) -> EntityKind:
        """`person`, `organization`, `location`, `date`, `money`, …."""
    @property
    def subkind(self) -> str | None:
        """A finer kind where rawi knows it: `country`, `city`, `media`, …."""
    @property
    def name(self) -> str:
        """The canonical Arabic name, the same for every mention of one entity in a document."""
    @property
    def name_en(self) -> str | None:
        """The English name, where the gazetteer has one."""
    @property
    def id(self) -> str | None:
        """An identifier: `iso:DZ`, `geonames:2507480`, `wikidata:Q7184`."""
    @property
    def value(self) -> str | None:
        """The normalized value of a date (ISO 8601), amount or number."""
    @property
    def rule(self) -> str:
        """The id of the rule that found it."""
    @property
    def confidence(self) -> float:
        """How sure rawi is, between 0 and 1."""
    def explain(self) -> str:
        """Which rule found it, on which words, and what it was taken for, in one line."""
    def to_dict(self) -> dict[str, Any]:
        """The fields as a plain dict, the same as in the document's JSON."""
    def to_json(self) -> str:
        """The fields as JSON; positions are characters."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...
    @staticmethod
    def from_json(json: str) -> Entity:
        """Reads what `to_json` wrote; anything else raises a `ValueError`."""
    @staticmethod
    def from_dict(dict: dict[str, Any]) -> Entity:
        """Reads what `to_dict` gave."""

@final
class Chain:
    """The mentions of one source through a document.

    >>> doc = rawi.annotate("قال مصدر مطلع إن الجلسة تأجلت. وأضاف أن الموعد لم يحدد.")
    >>> doc.chains[0]
    Chain('مصدر مطلع', anon, 2 mentions)
    >>> [doc.attributions[i].cue.text for i in doc.chains[0].mentions]
    ['قال', 'أضاف']
    """

    @property
    def id(self) -> int:
        """The place of the chain in `Document.chains`."""
    @property
    def span(self) -> Span:
        """Where the fullest mention stands."""
    @property
    def start(self) -> int:
        """First character of the fullest mention."""
    @property
    def end(self) -> int:
        """One past the last character of the fullest mention."""
    @property
    def label(self) -> str:
        """The fullest mention."""
    @property
    def anonymity(self) -> Anonymity:
        """How well the reader gets to know the source, at its best-known mention."""
    @property
    def mentions(self) -> tuple[int, ...]:
        """Indices into `Document.attributions`, in text order."""
    def __len__(self) -> int: ...
    def to_dict(self) -> dict[str, Any]:
        """The fields as a plain dict, the same as in the document's JSON."""
    def to_json(self) -> str:
        """The fields as JSON; positions are characters."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...
    @staticmethod
    def from_json(json: str) -> Chain:
        """Reads what `to_json` wrote; anything else raises a `ValueError`."""
    @staticmethod
    def from_dict(dict: dict[str, Any]) -> Chain:
        """Reads what `to_dict` gave."""

@final
class Profile:
    """How an article is sourced, as counts of its core attributions.

    >>> profile = rawi.annotate("قال مصدر مطلع إن الجلسة تأجلت.").profile
    >>> profile.anonymous, profile.named, profile.single_anonymous_source
    (1, 0, True)
    """

    @property
    def named(self) -> int:
        """Attributions to a named person."""
    @property
    def role(self) -> int:
        """Attributions to an office without a name."""
    @property
    def org(self) -> int:
        """Attributions to organizations, states, outlets and their documents."""
    @property
    def anonymous(self) -> int:
        """Attributions to people without a name, whether or not they asked for it."""
    @property
    def anonymous_on_request(self) -> int:
        """Those of `anonymous` that asked not to be named."""
    @property
    def vague(self) -> int:
        """Attributions to data, rumours or media in general."""
    @property
    def implicit(self) -> int:
        """Attributions without any source."""
    @property
    def distinct_sources(self) -> int:
        """How many different sources the article has."""
    @property
    def single_anonymous_source(self) -> bool:
        """True when everything attributed rests on one unnamed source."""
    @property
    def attributed_share(self) -> float:
        """Share of the article's words that stand inside some content, between 0 and 1."""
    @property
    def anonymous_only_sentences(self) -> tuple[int, ...]:
        """Indices of the sentences whose attributions all go to anonymous or vague sources."""
    def _repr_html_(self) -> str: ...
    def to_dict(self) -> dict[str, Any]:
        """The fields as a plain dict, the same as in the document's JSON."""
    def to_json(self) -> str:
        """The fields as JSON; positions are characters."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...
    @staticmethod
    def from_json(json: str) -> Profile:
        """Reads what `to_json` wrote; anything else raises a `ValueError`."""
    @staticmethod
    def from_dict(dict: dict[str, Any]) -> Profile:
        """Reads what `to_dict` gave."""

@final
class Chains(Sequence[Chain]):
    """The sources of an article: a sequence of `Chain`, and a table in a notebook.

    >>> doc = rawi.annotate("قال مصدر مطلع إن الجلسة تأجلت. وأضاف أن الموعد لم يحدد.")
    >>> [(chain.label, len(chain)) for chain in doc.chains]
    [('مصدر مطلع', 2)]
    """

    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, index: int, /) -> Chain: ...
    @overload
    def __getitem__(self, index: slice, /) -> tuple[Chain, ...]: ...
    def _repr_html_(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...
    @staticmethod
    def _restore(json: str) -> Chains: ...

class _ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...

class _ArrowArray(Protocol):
    def __arrow_c_array__(self, requested_schema: Any = None) -> Any: ...

class _Array(Protocol):
    """A NumPy array, or a Series of pandas."""

    def tolist(self) -> Any: ...

@final
class Column:
    """
    An Arrow array made by rawi: `pyarrow.array(column)`, `polars.Series(column)` and others take it
    without a copy.
    """

    def __len__(self) -> int: ...
    def __arrow_c_array__(self, requested_schema: Any = None) -> tuple[Any, Any]: ...
    def __arrow_c_schema__(self) -> Any: ...

@final
class Document:
    """A text and everything rawi found in it. Positions are Python characters.

    >>> doc = rawi.annotate("قال مصدر مطلع إن الجلسة تأجلت.")
    >>> said = doc.attributions[0]
    >>> said.source.text, said.source.anonymity
    ('مصدر مطلع', 'anon')
    >>> doc.text[said.cue.start:said.cue.end]
    'قال'
    """

    @property
    def text(self) -> str:
        """The text as it came in."""
    @property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences, in text order."""
    @property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens, in text order."""
    @property
    def entities(self) -> tuple[Entity, ...]:
        """The entity mentions, in text order."""
    @property
    def attributions(self) -> tuple[Attribution, ...]:
        """The attributions, in the order of their cues."""
    @property
    def chains(self) -> Chains:
        """The sources of the article, each with its mentions."""
    @property
    def profile(self) -> Profile:
        """How the article is sourced."""
    def to_dict(self) -> dict[str, Any]:
        """The document as plain dicts and lists, the same as its JSON."""
    def to_json(self, offsets: _Offsets = "char") -> str:
        """The document as one line of JSON; `offsets` is `char`, `byte` or `utf16`."""
    @staticmethod
    def from_json(json: str) -> Document:
        """Reads what `to_json` wrote, in any offset unit; anything else raises a `ValueError`.

        >>> doc = rawi.annotate("نفت الشركة وجود أي خلل.")
        >>> rawi.Document.from_json(doc.to_json("utf16")) == doc
        True
        """
    @staticmethod
    def from_dict(dict: dict[str, Any]) -> Document:
        """Reads what `to_dict` gave."""
    def to_html(self, title: str | None = None) -> str:
        """A right-to-left card of the text with everything marked in it: an HTML fragment, or a
        complete page when it is given a title.
        """
    def _repr_html_(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Pipe(Iterator[_T]):
    """A lazy, ordered iterator over documents."""

    def __iter__(self) -> Iterator[_T]: ...
    def __next__(self) -> _T: ...
    def __length_hint__(self) -> int: ...
    def __class_getitem__(cls, key: Any) -> Any: ...

@final
class Analyzer:
    """Reads texts into documents. Making one compiles the lexicon; keep it.

    `lexicon` is the path of a TOML file with cues, sources and names of one's own, or a list of
    such paths. `gazetteer` is the same for lists of names: lines of kind, name, English name, id
    and other spellings (`|` between them) with tabs between; the last three may be left out. A
    mistake in a file raises a `ValueError` that names file and line.

    `model=False` leaves out the networks: faster, blind to names that no list has, and a little
    worse at attributions. `name_bias` above 0 finds more names, below 0 only surer ones.
    `name_style` says what counts to a name: from 0, bare names as ANERcorp marks them, to 1,
    with the word that
    says what they are (شركة، حركة), governments and armies; anything else raises a `ValueError`.
    `nested_entities=True` gives names and values inside of others too, the outer one first.
    `attribution=False` looks for entities alone, in a fraction of the time.

    >>> analyzer = rawi.Analyzer()
    >>> [len(doc.sentences) for doc in analyzer.pipe(["نص.", "نص. ونص."])]
    [1, 2]

    An analyzer pickles with the words of its files, so that it is the same on a machine that does
    not have them; so does its JSON.

    >>> import pickle
    >>> pickle.loads(pickle.dumps(analyzer)) == analyzer
    True
    """

    def __new__(
        cls,
        lexicon: str | PathLike[str] | Sequence[str | PathLike[str]] | None = None,
        *,
        gazetteer: str | PathLike[str] | Sequence[str | PathLike[str]] | None = None,
        model: bool = True,
        name_bias: float = 0.0,
        name_style: float = 0.16,
        nested_entities: bool = False,
        attribution: bool = True,
    ) -> Analyzer: ...
    @property
    def lexicons(self) -> tuple[str, ...]:
        """The names of its own lexicons."""
    @property
    def gazetteers(self) -> tuple[str, ...]:
        """The names of its own gazetteers."""
    def to_dict(self) -> dict[str, Any]:
        """What it was made of as a dict, the texts of its files in it.

        >>> rawi.Analyzer(model=False).to_dict()["model"]
        False
        """
    def to_json(self) -> str:
        """The same as JSON."""
    @staticmethod
    def from_json(json: str) -> Analyzer:
        """Reads what `to_json` wrote; what is left out is as it is by default, and what is wrong
        raises a `ValueError`.

        >>> rawi.Analyzer.from_json('{"model": false}')
        Analyzer(model=False)
        """
    @staticmethod
    def from_dict(dict: dict[str, Any]) -> Analyzer:
        """Reads what `to_dict` gave."""
    def annotate(self, text: str) -> Document:
        """Annotates one text."""
    def attributions(self, column: _ArrowStream | _ArrowArray) -> Column:
        """
        The attributions of every text of an Arrow column, as an Arrow column of lists of structs;
        null for null. Any object with `__arrow_c_stream__` or `__arrow_c_array__` will do.
        """
    def entities(self, column: _ArrowStream | _ArrowArray) -> Column:
        """The entities of every text of an Arrow column, as an Arrow column of lists of structs."""
    def profiles(self, column: _ArrowStream | _ArrowArray) -> Column:
        """The profile of every text of an Arrow column, as an Arrow column of structs."""
    @overload
    def pipe(
        self,
        texts: Iterable[str],
        *,
        as_tuples: Literal[False] = False,
        batch_size: int = 64,
        threads: int | None = None,
        errors: Literal["raise", "skip"] = "raise",
        progress: bool = False,
    ) -> Pipe[Document]:
        """
        Annotates many texts: a lazy iterator over documents, in the order of `texts`, which may be
        any iterable. With `as_tuples`, the items are `(text, context)` pairs and so are the
        results.

        `threads` annotate side by side (None: one a core), `batch_size` texts at a time; up to
        three batches are read ahead. An item that is no text raises `ItemError` in its place, after
        which the iterator goes on with the next item; `errors="skip"` leaves it out, and
        `errors="record"` yields the `ItemError` instead of raising it. `progress=True` shows a bar
        when tqdm is installed.

        >>> pairs = [("قال مصدر مطلع إن الجلسة تأجلت.", 7), (None, 8)]
        >>> for doc, key in rawi.Analyzer().pipe(pairs, as_tuples=True, errors="skip"):
        ...     print(key, doc.attributions[0].source.text)
        7 مصدر مطلع
        """
    @overload
    def pipe(
        self,
        texts: Iterable[tuple[str, _C]],
        *,
        as_tuples: Literal[True],
        batch_size: int = 64,
        threads: int | None = None,
        errors: Literal["raise", "skip"] = "raise",
        progress: bool = False,
    ) -> Pipe[tuple[Document, _C]]: ...
    @overload
    def pipe(
        self,
        texts: Iterable[Any],
        *,
        as_tuples: Literal[False] = False,
        batch_size: int = 64,
        threads: int | None = None,
        errors: Literal["record"],
        progress: bool = False,
    ) -> Pipe[Document | ItemError]: ...
    @overload
    def pipe(
        self,
        texts: Iterable[Any],
        *,
        as_tuples: bool = False,
        batch_size: int = 64,
        threads: int | None = None,
        errors: _Errors = "raise",
        progress: bool = False,
    ) -> Pipe[Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Normalizer:
    """Normalizes Arabic text.

    `form` is one of rawi's own, `repair` (lossless for a reader), `news` (and no vowel marks, ASCII
    digits), `search` (and letters folded, for indexes) and `key` (what rawi's own analysis reads),
    or the name of another normalizer that rawi reproduces bit for bit (`Normalizer.forms`).

    >>> rawi.Normalizer("search").normalize("إلى القَاهِرة")
    'الي القاهره'

    Keyword options change single operations of one of rawi's own forms, or with `form=None` put a
    normalizer together from nothing. They have the names of the Rust builder's methods: `tatweel`,
    `marks`, `alef` and so on are True or False; `digits` is `keep`, `ascii`, `arabic_indic` or
    `extended`; `hamza`, `teh_marbuta`, `alef_maksura` and `whitespace` have names of their own;
    `keep` lists characters to leave alone.

    >>> rawi.Normalizer("news", teh_marbuta="heh", digits="keep").normalize("سَنة ٢٠٢٤")
    'سنه ٢٠٢٤'
    >>> rawi.Normalizer(None, marks=True, keep="ّ").normalize("مُدَرِّسَةٌ")
    'مدرّسة'
    """

    forms: tuple[str, ...]
    def __new__(cls, form: str | None = "search", **options: Any) -> Normalizer: ...
    @staticmethod
    def _restore(form: str | None, options: dict[str, Any] | None) -> Normalizer: ...
    @property
    def form(self) -> str | None:
        """The name of the form it began with; None when it was put together from nothing."""
    def normalize(self, text: str) -> str:
        """The normalized text; the same object when nothing changes."""
    def normalize_aligned(self, text: str) -> Aligned:
        """The normalized text with a map to the original and back.

        >>> aligned = rawi.Normalizer("search").normalize_aligned("قالَ مصدرٌ")
        >>> aligned.text
        'قال مصدر'
        >>> aligned.to_original(4, 8)
        (5, 10)
        """
    def to_dict(self) -> dict[str, Any]:
        """What it was made with as a dict: `form` and `options`.

        >>> rawi.Normalizer("news", digits="keep").to_dict()
        {'form': 'news', 'options': {'digits': 'keep'}}
        """
    def to_json(self) -> str:
        """The same as JSON."""
    @staticmethod
    def from_json(json: str) -> Normalizer:
        """Reads what `to_json` wrote; `options` may be left out, and what is wrong raises a
        `ValueError`.

        >>> rawi.Normalizer.from_json('{"form": "news"}')
        Normalizer('news')
        """
    @staticmethod
    def from_dict(dict: dict[str, Any]) -> Normalizer:
        """Reads what `to_dict` gave."""
    def column(self, column: _ArrowStream | _ArrowArray) -> Column:
        """
        Every text of an Arrow column normalized, as an Arrow column; null for null. Any object with
        `__arrow_c_stream__` or `__arrow_c_array__` will do.
        """
    def __call__(self, text: str) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Aligned:
    """Normalized text and the map between it and the original; positions are characters.

    >>> aligned = rawi.Normalizer("search").normalize_aligned("قالَ مصدرٌ")
    >>> start = aligned.text.index("مصدر")
    >>> start, end = aligned.to_original(start, start + 4)
    >>> aligned.original[start:end]
    'مصدرٌ'
    """

    @property
    def text(self) -> str:
        """The normalized text."""
    @property
    def original(self) -> str:
        """The text as it came in."""
    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """The range of the original that `start:end` of the normalized text stands for."""
    def to_normalized(self, start: int, end: int) -> tuple[int, int]:
        """The range of the normalized text that `start:end` of the original became."""
    def to_dict(self) -> dict[str, Any]:
        """Both texts, the normalizer they are made of, and the map as rows of four positions: a
        stretch of the text, and the one of the original it stands for. Stretches of one length go
        character by character.

        >>> rawi.Normalizer("news").normalize_aligned("قالَ مصدر").to_dict()["map"]
        [[0, 2, 0, 2], [2, 3, 2, 4], [3, 8, 4, 9]]
        """
    def to_json(self) -> str:
        """The same as JSON."""
    @staticmethod
    def from_json(json: str) -> Aligned:
        """Reads what `to_json` wrote; a `text` or a `map` that this version's normalizer would not
        make of the original raises a `ValueError`.
        """
    @staticmethod
    def from_dict(dict: dict[str, Any]) -> Aligned:
        """Reads what `to_dict` gave."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

def annotate(text: str) -> Document:
    """Annotates one text with the built-in analyzer, which is made at the first call.

    >>> rawi.annotate("").attributions
    ()
    """

@overload
def normalize(text: str, form: str = "search") -> str:  # type: ignore[overload-overlap]
    """Normalizes a string, each string of a sequence, or a column of texts.

    A list or another sequence gives a list; a Series of pandas or polars and a NumPy array give
    their like, with what is missing still missing; any other object with `__arrow_c_stream__` or
    `__arrow_c_array__` gives a `Column`.

    >>> rawi.normalize("قالَ الوزيرُ")
    'قال الوزير'
    >>> rawi.normalize(["إلى", "القاهرة"], form="search")
    ['الي', 'القاهره']
    """

@overload
def normalize(text: Sequence[str], form: str = "search") -> list[str]: ...
@overload
def normalize(text: _ArrowStream | _ArrowArray | _Array, form: str = "search") -> Any: ...
def _labels() -> list[tuple[str, list[str]]]: ...
def _main(args: list[str]) -> int: ...
