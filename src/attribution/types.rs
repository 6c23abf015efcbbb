//! The vocabulary of attribution: source, cue and content.

use crate::labels::{
    Anonymity, AttributionKind, CueClass, Number, Polarity, SourceType, Stance, Tense, Tier,
};
use crate::span::Span;

/// The word or words that make the attribution.
#[derive(Clone, Debug, PartialEq)]
pub struct Cue {
    pub(crate) span: Span,
    pub(crate) lemma: String,
    pub(crate) class: CueClass,
    pub(crate) id: String,
}

impl Cue {
    /// Where the cue stands, in bytes of the original; proclitics are outside, enclitics inside.
    pub fn span(&self) -> Span {
        self.span
    }

    /// Dictionary form: قال for وقالت.
    pub fn lemma(&self) -> &str {
        &self.lemma
    }

    /// Part of speech.
    pub fn class(&self) -> CueClass {
        self.class
    }

    /// Lexicon id, such as `V001`.
    pub fn id(&self) -> &str {
        &self.id
    }
}

/// Who is responsible for the content.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    pub(crate) span: Span,
    pub(crate) head: Span,
    pub(crate) elided: bool,
    pub(crate) source_type: SourceType,
    pub(crate) anonymity: Anonymity,
    pub(crate) descriptors: Vec<String>,
    pub(crate) number: Number,
    pub(crate) entity: Option<usize>,
}

impl Source {
    /// The full noun phrase, in bytes of the original. For an elided source (وأضاف) the span of
    /// the nearest full mention.
    pub fn span(&self) -> Span {
        self.span
    }

    /// The head noun.
    pub fn head(&self) -> Span {
        self.head
    }

    /// True when the cue itself has no expressed source.
    pub fn is_elided(&self) -> bool {
        self.elided
    }

    /// What the source is.
    pub fn source_type(&self) -> SourceType {
        self.source_type
    }

    /// How well the reader gets to know it.
    pub fn anonymity(&self) -> Anonymity {
        self.anonymity
    }

    /// What the text says about an unnamed source: `well_informed`, `security`, `medical`, ….
    pub fn descriptors(&self) -> &[String] {
        &self.descriptors
    }

    /// Grammatical number.
    pub fn number(&self) -> Number {
        self.number
    }

    /// Index into [`Document::entities`](crate::Document::entities) of the entity the source is
    /// or belongs to.
    pub fn entity(&self) -> Option<usize> {
        self.entity
    }
}

/// One attribution: a source, a cue and a content.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    pub(crate) kind: AttributionKind,
    pub(crate) tier: Tier,
    pub(crate) cue: Option<Cue>,
    pub(crate) complementizer: Option<Span>,
    pub(crate) negation: Option<Span>,
    pub(crate) source: Option<Source>,
    pub(crate) content: Vec<Span>,
    pub(crate) recipient: Option<Span>,
    pub(crate) medium: Option<Span>,
    pub(crate) via: Vec<Span>,
    pub(crate) stance: Stance,
    pub(crate) polarity: Polarity,
    pub(crate) tense: Tense,
    pub(crate) chain: Option<usize>,
    pub(crate) parent: Option<usize>,
    pub(crate) rule: String,
    pub(crate) confidence: f32,
    /// What else was considered nearby and why it lost; one line, for `explain`.
    pub(crate) note: Option<String>,
}

impl Attribution {
    /// How the content is given.
    pub fn kind(&self) -> AttributionKind {
        self.kind
    }

    /// Core (speech, sourcing) or extended (belief, decision, mere mention).
    pub fn tier(&self) -> Tier {
        self.tier
    }

    /// The cue; `None` for credits.
    pub fn cue(&self) -> Option<&Cue> {
        self.cue.as_ref()
    }

    /// أن، إن، بأنه … between cue and content.
    pub fn complementizer(&self) -> Option<Span> {
        self.complementizer
    }

    /// The negation before the cue: لم، لن، لا.
    pub fn negation(&self) -> Option<Span> {
        self.negation
    }

    /// The source; `None` when the text names none (أُفيد أن).
    pub fn source(&self) -> Option<&Source> {
        self.source.as_ref()
    }

    /// What is attributed: one span, or two around a parenthetical cue.
    pub fn content(&self) -> &[Span] {
        &self.content
    }

    /// Whom it was told to: قال لوكالة فرانس برس.
    pub fn recipient(&self) -> Option<Span> {
        self.recipient
    }

    /// The channel: في بيان، عبر تويتر.
    pub fn medium(&self) -> Option<Span> {
        self.medium
    }

    /// Those who relay the source: نقلت صحيفة … عن مصدر.
    pub fn via(&self) -> &[Span] {
        &self.via
    }

    /// What the source does with the content.
    pub fn stance(&self) -> Stance {
        self.stance
    }

    /// Whether the cue is negated.
    pub fn polarity(&self) -> Polarity {
        self.polarity
    }

    /// The form of the cue.
    pub fn tense(&self) -> Tense {
        self.tense
    }

    /// Index into [`Document::chains`](crate::Document::chains): the mentions of one source.
    pub fn chain(&self) -> Option<usize> {
        self.chain
    }

    /// The attribution whose content this one stands in.
    pub fn parent(&self) -> Option<usize> {
        self.parent
    }

    /// The id of the frame that found it, such as `V.said.comp`.
    pub fn rule(&self) -> &str {
        &self.rule
    }

    /// How sure rawi is, between 0 and 1.
    pub fn confidence(&self) -> f32 {
        self.confidence
    }

    /// What else was considered nearby and why it lost, in one line.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }
}

/// The mentions of one source through a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    pub(crate) label: Span,
    pub(crate) anonymity: Anonymity,
    pub(crate) mentions: Vec<usize>,
}

impl Chain {
    /// The fullest mention of the source.
    pub fn label(&self) -> Span {
        self.label
    }

    /// How well the reader gets to know the source, at its best-known mention.
    pub fn anonymity(&self) -> Anonymity {
        self.anonymity
    }

    /// Indices into [`Document::attributions`](crate::Document::attributions), in text order.
    pub fn mentions(&self) -> &[usize] {
        &self.mentions
    }
}
