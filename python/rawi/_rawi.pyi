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
    >>> len(span)
    4
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
    def __len__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Token:
    """A word, number or mark of the text."""

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
    def _restore(
        span: Span,
        stem: Span,
        kind: Literal["arabic", "foreign", "number", "punct", "symbol"],
        glued: bool,
    ) -> Token: ...

@final
class Attribution:
    """One attribution: a source, a cue and a content."""

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
    def _restore(json: str, at: int) -> Attribution: ...

@final
class Cue:
    """The word or words that make the attribution."""

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
    def _restore(json: str, at: int) -> Cue: ...

@final
class Source:
    """Who is responsible for the content."""

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
    def _restore(json: str, at: int) -> Source: ...

@final
class Entity:
    """One mention of an entity."""

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
    def to_dict(self) -> dict[str, Any]:
        """The fields as a plain dict, the same as in the document's JSON."""
    def to_json(self) -> str:
        """The fields as JSON; positions are characters."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...
    @staticmethod
    def _restore(json: str, at: int) -> Entity: ...

@final
class Chain:
    """The mentions of one source through a document."""

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
    def _restore(json: str, at: int) -> Chain: ...

@final
class Profile:
    """How an article is sourced, as counts of its core attributions."""

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
    def _restore(json: str, at: int) -> Profile: ...

@final
class Chains(Sequence[Chain]):
    """The sources of an article: a sequence of `Chain`, and a table in a notebook."""

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
        """staticmethod(function) -> method

        Convert a function to be a static method.

        A static method does not receive an implicit first argument.
        To declare a static method, use this idiom:

             class C:
                 @staticmethod
                 def f(arg1, arg2, argN):
                     ...

        It can be called either on the class (e.g. C.f()) or on an instance
        (e.g. C().f()). Both the class and the instance are ignored, and
        neither is passed implicitly as the first argument to the method.

        Static methods in Python are similar to those found in Java or C++.
        For a more advanced concept, see the classmethod builtin.
        """
    @staticmethod
    def from_dict(dict: dict[str, Any]) -> Document:
        """staticmethod(function) -> method

        Convert a function to be a static method.

        A static method does not receive an implicit first argument.
        To declare a static method, use this idiom:

             class C:
                 @staticmethod
                 def f(arg1, arg2, argN):
                     ...

        It can be called either on the class (e.g. C.f()) or on an instance
        (e.g. C().f()). Both the class and the instance are ignored, and
        neither is passed implicitly as the first argument to the method.

        Static methods in Python are similar to those found in Java or C++.
        For a more advanced concept, see the classmethod builtin.
        """
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
    such paths; a mistake in one raises a `ValueError` that names file and line. `model=False`
    leaves out the learned tagger of names: faster, and blind to names that no list has.
    `name_bias` above 0 makes it find more names, below 0 only surer ones. `name_style` says what it
    counts to a name: from 0, bare names as ANERcorp marks them, to 1, with the word that says what
    they are (شركة، حركة), governments and armies; anything else raises a `ValueError`.
    `nested_entities=True` gives names and values inside of others too, the outer one first.

    >>> analyzer = rawi.Analyzer()
    >>> [len(doc.sentences) for doc in analyzer.pipe(["نص.", "نص. ونص."])]
    [1, 2]

    An analyzer pickles with the words of its lexicons, so that it is the same on a machine that
    does not have the files.

    >>> import pickle
    >>> pickle.loads(pickle.dumps(analyzer)) == analyzer
    True
    """

    def __new__(
        cls,
        lexicon: str | PathLike[str] | Sequence[str | PathLike[str]] | None = None,
        *,
        model: bool = True,
        name_bias: float = 0.0,
        name_style: float = 0.28,
        nested_entities: bool = False,
    ) -> Analyzer: ...
    @property
    def lexicons(self) -> tuple[str, ...]:
        """The names of its own lexicons."""
    @staticmethod
    def _restore(
        lexicons: Sequence[tuple[str, str]], options: tuple[bool, float, float, bool]
    ) -> Analyzer: ...
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
    """Normalized text and the map between it and the original; positions are characters."""

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

def annotate(text: str) -> Document:
    """Annotates one text with the built-in analyzer, which is made at the first call.

    >>> rawi.annotate("").attributions
    ()
    """

@overload
def normalize(text: str, form: str = "search") -> str:  # type: ignore[overload-overlap]
    """Normalizes a string, or each string of a sequence.

    >>> rawi.normalize("قالَ الوزيرُ")
    'قال الوزير'
    >>> rawi.normalize(["إلى", "القاهرة"], form="search")
    ['الي', 'القاهره']
    """

@overload
def normalize(text: Sequence[str], form: str = "search") -> list[str]: ...
def _labels() -> list[tuple[str, list[str]]]: ...
def _main(args: list[str]) -> int: ...
