//! The pipeline: normalize, segment, tag entities, find attributions, build the document.

use std::sync::LazyLock;

use crate::attribution;
use crate::document::Document;
use crate::entity::{Entity, EntityTagger, Mention};
use crate::lexicon::Lexicon;
use crate::normalize::{Form, Normalizer};
use crate::segment::{CliticTable, Segmented, Token};
use crate::span::TextIndex;

/// Reads texts into [`Document`]s.
///
/// Making one compiles the lexicon; keep it and share it: it is `Send + Sync` and every method takes
/// `&self`.
///
/// # Example
///
/// ```
/// let analyzer = rawi::Analyzer::new();
/// let doc = analyzer.annotate("أفادت مصادر دبلوماسية بأن القمة تأجلت.");
/// assert_eq!(doc.sentences().len(), 1);
/// ```
#[derive(Clone, Debug)]
pub struct Analyzer {
    normalizer: Normalizer,
    clitics: CliticTable,
    lexicon: Lexicon,
    entities: EntityTagger,
}

impl Default for Analyzer {
    fn default() -> Analyzer {
        Analyzer::new()
    }
}

impl Analyzer {
    /// An analyzer with the built-in lexicon.
    pub fn new() -> Analyzer {
        Analyzer {
            normalizer: Normalizer::new(Form::Key),
            clitics: CliticTable::builtin(),
            lexicon: Lexicon::builtin(),
            entities: EntityTagger::new(),
        }
    }

    /// The tokens of a text and nothing else, for those who only need words and their clitics.
    ///
    /// # Example
    ///
    /// ```
    /// let text = "وبحسب تصريحاته";
    /// let tokens = rawi::Analyzer::new().tokenize(text);
    /// assert_eq!(tokens[0].proclitics().slice(text), Some("وب"));
    /// assert_eq!(tokens[1].enclitic().slice(text), Some("ه"));
    /// ```
    pub fn tokenize(&self, text: &str) -> Vec<Token> {
        Segmented::new(text, &self.normalizer, &self.clitics).public_tokens()
    }

    /// Annotates one text.
    pub fn annotate(&self, text: &str) -> Document {
        let segmented = Segmented::new(text, &self.normalizer, &self.clitics);
        let mentions = self.entities.tag(&segmented, text);
        let found = attribution::find(&segmented, &mentions, &self.lexicon);
        Document {
            text: text.to_owned(),
            index: TextIndex::new(text),
            sentences: segmented.public_sentences(),
            tokens: segmented.public_tokens(),
            entities: mentions.into_iter().map(|m| public_entity(&segmented, m)).collect(),
            attributions: found.attributions,
            chains: found.chains,
            profile: found.profile,
        }
    }
}

fn public_entity(text: &Segmented, m: Mention) -> Entity {
    Entity {
        span: text.original(m.start as usize, m.end as usize),
        kind: m.kind,
        subkind: m.subkind.map(Into::into),
        name: m.name,
        name_en: m.name_en,
        id: m.id,
        value: m.value,
        rule: m.rule.into(),
        confidence: m.confidence,
    }
}

/// Annotates one text with the built-in analyzer, which is made at the first call.
///
/// # Example
///
/// ```
/// let doc = rawi::annotate("");
/// assert!(doc.attributions().is_empty());
/// ```
pub fn annotate(text: &str) -> Document {
    static ANALYZER: LazyLock<Analyzer> = LazyLock::new(Analyzer::new);
    ANALYZER.annotate(text)
}
