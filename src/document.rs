//! A text and everything rawi found in it.

use crate::attribution::{Attribution, Chain, Profile};
use crate::entity::{Entity, Person};
use crate::segment::Token;
use crate::span::{Span, TextIndex};

/// A text with its annotations: the one value most users need.
///
/// All spans are byte spans of [`Document::text`], which is the text as it came in, unchanged.
///
/// # Example
///
/// ```
/// let doc = rawi::annotate("قال مصدر مطلع إن الجلسة تأجلت.");
/// let said = &doc.attributions()[0];
/// assert_eq!(doc.slice(said.source().unwrap().span()), "مصدر مطلع");
/// assert_eq!(doc.slice(said.content()[0]), "الجلسة تأجلت");
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    pub(crate) text: String,
    pub(crate) index: TextIndex,
    pub(crate) sentences: Vec<Span>,
    pub(crate) tokens: Vec<Token>,
    pub(crate) entities: Vec<Entity>,
    pub(crate) attributions: Vec<Attribution>,
    pub(crate) chains: Vec<Chain>,
    pub(crate) profile: Profile,
}

impl Document {
    /// A text with its tokens and nothing found in it yet.
    #[cfg(feature = "serde")]
    pub(crate) fn bare(text: &str) -> Document {
        use crate::normalize::{Form, Normalizer};
        use crate::segment::{CliticTable, Segmented};
        let segmented = Segmented::new(text, &Normalizer::new(Form::Key), &CliticTable::builtin());
        Document {
            text: text.to_owned(),
            index: TextIndex::new(text),
            tokens: segmented.public_tokens().collect(),
            ..Document::default()
        }
    }

    /// The original text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text a span covers; empty when the span is not one of this document's.
    pub fn slice(&self, span: Span) -> &str {
        span.slice(&self.text).unwrap_or_default()
    }

    /// Converts byte positions to characters or UTF-16 units.
    pub fn index(&self) -> &TextIndex {
        &self.index
    }

    /// The sentences, in text order.
    pub fn sentences(&self) -> &[Span] {
        &self.sentences
    }

    /// The tokens, in text order.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The entity mentions, in text order.
    pub fn entities(&self) -> &[Entity] {
        &self.entities
    }

    /// The people the text names, each with all mentions, in the order of first mention.
    ///
    /// # Example
    ///
    /// ```
    /// let doc = rawi::annotate("التقى خليفة حفتر وفدا من القبائل، وقال حفتر إن اللقاء مثمر.");
    /// let people = doc.people();
    /// assert_eq!(people[0].name(), "خليفة حفتر");
    /// assert_eq!(people[0].mentions().len(), 2);
    /// ```
    pub fn people(&self) -> Vec<Person<'_>> {
        Person::all(&self.entities)
    }

    /// The attributions, in the order of their cues.
    pub fn attributions(&self) -> &[Attribution] {
        &self.attributions
    }

    /// The sources of the article, each with its mentions.
    pub fn chains(&self) -> &[Chain] {
        &self.chains
    }

    /// How the article is sourced.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }
}
