//! The pipeline: normalize, segment, tag entities, find attributions, build the document.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use crate::attribution::{self, context::Context};
use crate::document::Document;
use crate::entity::{self, Entity, EntityTagger, Mention, Tagged};
use crate::error::Error;
use crate::lexicon::{Lexicon, UserFile};
use crate::normalize::{Form, Normalizer};
use crate::segment::{CliticTable, Segmented, Token};
use crate::span::Span;

/// Reads texts into [`Document`]s.
///
/// The first one that is made compiles the lexicon, which all share. Keep it: it is `Send + Sync` and
/// every method takes `&self`.
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
    lexicon: Arc<Lexicon>,
    entities: EntityTagger,
    /// Weights and a network that are being tried, instead of the built-in ones.
    #[cfg(feature = "training")]
    tried: (Option<Arc<attribution::Weights>>, Option<&'static attribution::context::Network>),
    /// Only entities are wanted.
    entities_only: bool,
}

/// The built-in lexicon, compiled once.
static LEXICON: LazyLock<Arc<Lexicon>> = LazyLock::new(|| Arc::new(Lexicon::builtin()));

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
            lexicon: LEXICON.clone(),
            entities: EntityTagger::new(),
            #[cfg(feature = "training")]
            tried: (None, None),
            entities_only: false,
        }
    }

    /// An analyzer with a lexicon of one's own over the built-in one.
    pub fn builder() -> AnalyzerBuilder {
        AnalyzerBuilder::default()
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
        Segmented::new(text, &self.normalizer, &self.clitics).public_tokens().collect()
    }

    /// The analyzer with other weights, to measure them.
    #[cfg(feature = "training")]
    #[doc(hidden)]
    #[must_use]
    pub fn with_weights(mut self, bytes: &[u8]) -> Analyzer {
        self.tried.0 = Some(Arc::new(attribution::Weights::from_bytes(bytes)));
        self
    }

    /// The analyzer with another network for the context, whose weights stay in memory to the end.
    ///
    /// # Errors
    ///
    /// When the bytes are not such weights.
    #[cfg(feature = "training")]
    #[doc(hidden)]
    pub fn with_context(mut self, bytes: Vec<u8>) -> Result<Analyzer, Error> {
        let network = attribution::context::Network::from_bytes(bytes.leak())?;
        self.tried.1 = Some(Box::leak(Box::new(network)));
        Ok(self)
    }

    /// The facts behind every reading of every cue, as a line of JSON for the training program.
    #[cfg(feature = "training")]
    #[doc(hidden)]
    pub fn evidence(&self, text: &str) -> String {
        let segmented = Segmented::new(text, &self.normalizer, &self.clitics);
        let tagged = self.entities.tag(&segmented, text);
        let context = self.context(&segmented, &tagged);
        let weights = self.weights(context.is_some());
        attribution::training::evidence(
            &segmented,
            &tagged.mentions,
            &self.lexicon,
            context.as_ref(),
            weights,
        )
    }

    /// Annotates one text.
    pub fn annotate(&self, text: &str) -> Document {
        let mut document = Document::default();
        self.annotate_into(text, &mut document);
        document
    }

    /// The documents of many texts, in order, made on all cores.
    ///
    /// All of them are in memory at the end; a corpus is better handed over in pieces.
    ///
    /// # Example
    ///
    /// ```
    /// let analyzer = rawi::Analyzer::new();
    /// let texts = ["قال الوزير إن الاتفاق وشيك.", "نفت الشركة وجود خلل."];
    /// let docs = analyzer.annotate_batch(&texts);
    /// assert_eq!(docs[1], analyzer.annotate(texts[1]));
    /// ```
    #[cfg(feature = "parallel")]
    pub fn annotate_batch<S: AsRef<str> + Sync>(&self, texts: &[S]) -> Vec<Document> {
        use rayon::prelude::*;
        texts.par_iter().map(|text| self.annotate(text.as_ref())).collect()
    }

    /// Annotates one text into a document that is no longer needed, whose memory is used again.
    ///
    /// # Example
    ///
    /// ```
    /// let analyzer = rawi::Analyzer::new();
    /// let mut doc = analyzer.annotate("قال الوزير إن الاتفاق وشيك.");
    /// analyzer.annotate_into("نفت الشركة وجود خلل.", &mut doc);
    /// assert_eq!(doc, analyzer.annotate("نفت الشركة وجود خلل."));
    /// ```
    pub fn annotate_into(&self, text: &str, document: &mut Document) {
        self.read(text, document, !self.entities_only);
    }

    /// The entities of one text in a document without attributions, whatever the analyzer is for.
    #[cfg(all(feature = "python", feature = "arrow"))]
    pub(crate) fn annotate_entities(&self, text: &str) -> Document {
        let mut document = Document::default();
        self.read(text, &mut document, false);
        document
    }

    /// What a network makes of each token; nothing where only rules are asked.
    #[cfg(feature = "model")]
    #[cfg_attr(not(feature = "training"), expect(clippy::unused_self))]
    fn context(&self, text: &Segmented, tagged: &Tagged) -> Option<Context> {
        if tagged.rows.is_empty() {
            return None;
        }
        #[cfg(feature = "training")]
        if let Some(network) = self.tried.1 {
            return Some(network.read(&tagged.rows, text));
        }
        Some(attribution::context::Network::builtin()?.read(&tagged.rows, text))
    }

    #[cfg(not(feature = "model"))]
    #[expect(clippy::unused_self)]
    fn context(&self, _: &Segmented, _: &Tagged) -> Option<Context> {
        None
    }

    /// The weights that were learned with such a context, or without one.
    #[cfg_attr(not(feature = "training"), expect(clippy::unused_self))]
    fn weights(&self, context: bool) -> &attribution::Weights {
        #[cfg(feature = "training")]
        if let Some(weights) = &self.tried.0 {
            return weights;
        }
        attribution::Weights::builtin(context)
    }

    fn read(&self, text: &str, document: &mut Document, attribution: bool) {
        let segmented = Segmented::new(text, &self.normalizer, &self.clitics);
        let tagged = self.entities.tag(&segmented, text);
        let mut found = if attribution {
            let context = self.context(&segmented, &tagged);
            let weights = self.weights(context.is_some());
            attribution::find(
                &segmented,
                &tagged.mentions,
                &self.lexicon,
                context.as_ref(),
                weights,
            )
        } else {
            attribution::Found::default()
        };
        let Tagged { mut mentions, inside, .. } = tagged;
        if !inside.is_empty() {
            let places;
            (mentions, places) = entity::merge(mentions, inside);
            for source in found.attributions.iter_mut().filter_map(|a| a.source.as_mut()) {
                source.entity = source.entity.and_then(|at| places.get(at).copied());
            }
        }
        document.text.clear();
        document.text.push_str(text);
        document.index.set(text);
        document.sentences.clear();
        document.sentences.extend(segmented.public_sentences());
        document.tokens.clear();
        document.tokens.extend(segmented.public_tokens());
        document.entities.clear();
        document.entities.extend(public_entities(&segmented, mentions));
        document.attributions = found.attributions;
        document.chains = found.chains;
        document.profile = found.profile;
    }
}

/// Makes an [`Analyzer`] that knows more words than the built-in lexicon.
///
/// A lexicon is a TOML file with any of these sections, each as often as needed. Words are spelled as
/// they are printed; hamzas, vowels and ى are folded on both sides. Own entries are believed before
/// built-in ones.
///
/// | section | keys (those in brackets may be left out) |
/// |---|---|
/// | `[[cue]]`, a verb | `id`, `lemma`, \[`class = "verb"`, `tier`, `stance`, `governs`, `risky`\], and at least one of `perfect`, `imperfect`, `participle`: lists of third persons, masculine singular, feminine singular, masculine plural, feminine plural; \[`other`\]: duals, jussives |
/// | `[[cue]]`, a noun | `id`, `lemma`, `class = "noun"`, `forms`, \[`tier`, `stance`, `governs`\] |
/// | `[[source]]` | `lemma`, `class`: `anon` `role` `group` `vague` `org` `document` `data` `media`; `singular` or `plural`, \[`gender`: `m` `f`\] |
/// | `[[device]]` | `id`, `lemma`, `kind`: `source` (بحسب) `clause` (حسبما ذكر) `own` (على حد قوله) `document` (جاء في) `passive`; `forms`, \[`tier`, `stance`, `tail = "ل"`\] |
/// | `[[descriptor]]` | `id`, which may be a built-in one; `forms` |
/// | `[[title]]` | `title`, \[`gender`, `role`, `spellings`\] |
/// | `[[outlet]]` | `name`, \[`english`, `id`, `spellings`\] |
/// | `[[entity]]` | `kind`: `person` `organization` `media` `club` `location` `country` `city` `region` `natural` `facility` `event`; `name`, \[`english`, `id`, `spellings`\] |
///
/// `governs` says what a cue takes as its content: `C` a clause after أن, `Q` a quotation, `O` a noun
/// phrase, `B` `A` `I` `N` `M` `L` `F` a phrase after ب على إلى عن من ل في, `P` a person first (أخبر فلانا),
/// `!` only with a clause. `risky` is for homographs: only with أن, a colon or a quotation.
/// `examples/lexicon.toml` has one of each.
///
/// # Example
///
/// ```
/// let analyzer = rawi::Analyzer::builder()
///     .lexicon_str(
///         "house.toml",
///         r#"
///         [[cue]]
///         id = "house.1"
///         lemma = "سولف"
///         stance = "claim"
///         perfect = ["سولف", "سولفت", "سولفوا", "سولفن"]
///
///         [[source]]
///         lemma = "نوخذة"
///         class = "anon"
///         singular = ["نوخذة"]
///         "#,
///     )
///     .build()?;
/// let doc = analyzer.annotate("سولف نوخذة أن السفينة عادت.");
/// let said = &doc.attributions()[0];
/// assert_eq!(said.cue().unwrap().id(), "house.1");
/// assert_eq!(doc.slice(said.source().unwrap().span()), "نوخذة");
///
/// let twice = "[[cue]]\nid = \"V001\"\nlemma = \"قال\"\nperfect = [\"قال\"]\n";
/// let error = rawi::Analyzer::builder().lexicon_str("mine.toml", twice).build().unwrap_err();
/// assert_eq!(error.to_string(), "mine.toml:2: id 'V001' is taken");
/// # Ok::<(), rawi::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct AnalyzerBuilder {
    files: Vec<File>,
    rules_only: bool,
    name_bias: f32,
    /// The default where there is none.
    name_style: Option<f32>,
    nested_entities: bool,
    entities_only: bool,
}

#[derive(Clone, Debug)]
struct File {
    path: PathBuf,
    /// Read when the analyzer is built, where it is not given.
    text: Option<String>,
    gazetteer: bool,
}

impl AnalyzerBuilder {
    /// Adds a lexicon file, which [`build`](AnalyzerBuilder::build) reads. Several are merged in the
    /// order they are given.
    #[must_use]
    pub fn lexicon(mut self, path: impl AsRef<Path>) -> AnalyzerBuilder {
        self.files.push(File { path: path.as_ref().to_owned(), text: None, gazetteer: false });
        self
    }

    /// Adds a lexicon by its text; `name` is what errors call it.
    #[must_use]
    pub fn lexicon_str(
        mut self,
        name: impl Into<String>,
        toml: impl Into<String>,
    ) -> AnalyzerBuilder {
        let text = Some(toml.into());
        self.files.push(File { path: name.into().into(), text, gazetteer: false });
        self
    }

    /// Adds a list of names, which [`build`](AnalyzerBuilder::build) reads: tab-separated lines of
    /// kind, name, English name, id and other spellings (`|` between them; the last three may be
    /// left out). The kinds are those of `[[entity]]`; `#` begins a comment.
    ///
    /// # Example
    ///
    /// ```no_run
    /// let analyzer = rawi::Analyzer::builder().gazetteer("ships.tsv").build()?;
    /// # Ok::<(), rawi::Error>(())
    /// ```
    #[must_use]
    pub fn gazetteer(mut self, path: impl AsRef<Path>) -> AnalyzerBuilder {
        self.files.push(File { path: path.as_ref().to_owned(), text: None, gazetteer: true });
        self
    }

    /// Adds a list of names by its text, as [`gazetteer`](AnalyzerBuilder::gazetteer) reads it; `name`
    /// is what errors call it.
    ///
    /// # Example
    ///
    /// ```
    /// let ships = "organization\tالنورس الأزرق\tBlue Gull\tships:1\n";
    /// let analyzer = rawi::Analyzer::builder().gazetteer_str("ships.tsv", ships).build()?;
    /// assert_eq!(analyzer.annotate("أبحرت النورس الأزرق.").entities()[0].id(), Some("ships:1"));
    ///
    /// let error =
    ///     rawi::Analyzer::builder().gazetteer_str("ships.tsv", "ship\tالنورس").build().unwrap_err();
    /// assert_eq!(error.to_string(), "ships.tsv:1: unknown class 'ship'");
    /// # Ok::<(), rawi::Error>(())
    /// ```
    #[must_use]
    pub fn gazetteer_str(
        mut self,
        name: impl Into<String>,
        tsv: impl Into<String>,
    ) -> AnalyzerBuilder {
        let text = Some(tsv.into());
        self.files.push(File { path: name.into().into(), text, gazetteer: true });
        self
    }

    /// Whether the networks are asked (they are, where the feature `model` is on): the learned entity
    /// tagger, and the one that reads the context of attributions. Without them gazetteer, patterns
    /// and the weighed grammar remain: faster, blind to names they do not know, and a little worse
    /// at attributions.
    ///
    /// # Example
    ///
    /// ```
    /// let fast = rawi::Analyzer::builder().model(false).build()?;
    /// assert_eq!(fast.annotate("عاد إلى بغداد.").entities()[0].id(), Some("geonames:98182"));
    /// # Ok::<(), rawi::Error>(())
    /// ```
    #[must_use]
    pub fn model(mut self, on: bool) -> AnalyzerBuilder {
        self.rules_only = !on;
        self
    }

    /// Precision against recall of names: above 0 the learned tagger finds more, below 0 only what is
    /// surer. The unit is a log-odds; ±1 is a moderate step.
    #[must_use]
    pub fn name_bias(mut self, bias: f32) -> AnalyzerBuilder {
        self.name_bias = bias;
        self
    }

    /// How much of what stands around a name the learned tagger counts to it: a share from 0 to 1,
    /// 0.16 unless it is set.
    ///
    /// The tagger has learned two styles, and this mixes them. At 0 it follows ANERcorp, the corpus
    /// that taggers of Arabic names are compared on: a name is the bare name, without the word that
    /// says what it is (شركة، فريق، حركة، صحيفة), and governments and armies are none. At 1 it
    /// follows rawi's own guidelines: the descriptor is part of the name, and «الجيش السوري» is an
    /// organization. The default stands between them, where both are served well; the model card has
    /// the scores. Gazetteer and patterns are not concerned, only what the tagger makes of them:
    /// without the model this changes nothing.
    ///
    /// # Example
    ///
    /// ```
    /// let ours = rawi::Analyzer::builder().name_style(1.0).build()?;
    /// assert!(!ours.annotate("التقى المدير بفريق النسور.").tokens().is_empty());
    ///
    /// let error = rawi::Analyzer::builder().name_style(1.5).build().unwrap_err();
    /// assert!(error.is_option());
    /// # Ok::<(), rawi::Error>(())
    /// ```
    #[must_use]
    pub fn name_style(mut self, share: f32) -> AnalyzerBuilder {
        self.name_style = Some(share);
        self
    }

    /// Whether names and values that lie inside of others are given too; they are not unless it is
    /// asked for.
    ///
    /// The town of «جامعة القاهرة» and the nationality of «وزارة الخارجية الأميركية» are then entities
    /// of their own in [`Document::entities`]. Those are in text order as ever, of two that begin
    /// together the outer one first; an entity is an inner one when it lies in one before it. The
    /// outer ones are what they are without it, and so are the attributions. Inside of a person's
    /// name only titles are given. What is inside was proposed by gazetteer and patterns; the learned
    /// tagger gives no opinion on it.
    ///
    /// # Example
    ///
    /// ```
    /// let analyzer = rawi::Analyzer::builder().nested_entities(true).build()?;
    /// let doc = analyzer.annotate("أعلنت جامعة القاهرة موعد القبول.");
    /// let found: Vec<_> = doc.entities().iter().map(|e| doc.slice(e.span())).collect();
    /// assert_eq!(found, ["جامعة القاهرة", "القاهرة"]);
    /// # Ok::<(), rawi::Error>(())
    /// ```
    #[must_use]
    pub fn nested_entities(mut self, on: bool) -> AnalyzerBuilder {
        self.nested_entities = on;
        self
    }

    /// Whether attributions are looked for; they are unless this says no. Entities alone take a
    /// fraction of the time, and are the same entities: documents then have no attributions and no
    /// chains, and a profile of nothing.
    ///
    /// # Example
    ///
    /// ```
    /// let names = rawi::Analyzer::builder().attribution(false).build()?;
    /// let doc = names.annotate("قال مسؤول في بغداد إن الجلسة تأجلت.");
    /// assert!(doc.attributions().is_empty());
    /// assert!(doc.entities().iter().any(|e| e.name() == "بغداد"));
    /// # Ok::<(), rawi::Error>(())
    /// ```
    #[must_use]
    pub fn attribution(mut self, on: bool) -> AnalyzerBuilder {
        self.entities_only = !on;
        self
    }

    /// Compiles the analyzer.
    ///
    /// # Errors
    ///
    /// When the style of names is no number from 0 to 1, or their bias no finite number. When a file
    /// cannot be read, is not UTF-8, is not TOML, or says something it cannot: an unknown key or
    /// class, an id that a built-in entry or another entry has. The message names file and line;
    /// [`Error::line`] gives the line.
    pub fn build(self) -> Result<Analyzer, Error> {
        let mut analyzer = Analyzer::new();
        analyzer.entities.set_model(!self.rules_only);
        if !self.name_bias.is_finite() {
            let given = self.name_bias.to_string();
            return Err(Error::option("name bias", given, "a finite number"));
        }
        analyzer.entities.set_bias(self.name_bias);
        analyzer.entities.set_nested(self.nested_entities);
        analyzer.entities_only = self.entities_only;
        if let Some(share) = self.name_style {
            if !(0.0..=1.0).contains(&share) {
                let given = share.to_string();
                return Err(Error::option("name style", given, "a number from 0 to 1"));
            }
            analyzer.entities.set_style(share)?;
        }
        for file in self.files {
            let name = file.path.display().to_string();
            let text = match file.text {
                Some(text) => text,
                None => read(&file.path, &name)?,
            };
            if file.gazetteer {
                analyzer.entities.add_tsv(&name, &text)?;
                continue;
            }
            let file = UserFile::parse(&name, &text)?;
            Arc::make_mut(&mut analyzer.lexicon).add_user(&file)?;
            analyzer.entities.add_names(&name, &file.names()?)?;
        }
        Ok(analyzer)
    }
}

fn read(path: &Path, name: &str) -> Result<String, Error> {
    let bytes = fs::read(path).map_err(|e| Error::io(name, &e))?;
    String::from_utf8(bytes)
        .map_err(|e| Error::encoding(Some(name.to_owned()), e.utf8_error().valid_up_to()))
}

fn public_entities(text: &Segmented, mentions: Vec<Mention>) -> impl Iterator<Item = Entity> {
    let mut originals = text.cursor();
    let entity = move |m: Mention| Entity {
        span: Span::new(originals.start(m.start as usize), originals.end(m.end as usize)),
        kind: m.kind,
        subkind: m.subkind.map(Into::into),
        name: m.name,
        name_en: m.name_en,
        id: m.id,
        value: m.value,
        rule: m.rule.into(),
        confidence: m.confidence,
    };
    mentions.into_iter().map(entity)
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

#[cfg(all(test, feature = "parallel"))]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_its_texts_one_by_one() {
        let analyzer = Analyzer::new();
        let texts: Vec<String> = (0..40)
            .map(|n| match n % 4 {
                0 => format!("قال الوزير رقم {n} إن الاتفاق وشيك، مضيفا أن الموعد لم يحدد."),
                1 => format!("نفت الشركة وجود {n} أعطال، بحسب مصدر مطلع."),
                2 => String::new(),
                _ => "علمت الجريدة من مصادر موثوقة أن الوالي سيغادر.\n".repeat(n),
            })
            .collect();
        let one_by_one: Vec<Document> = texts.iter().map(|t| analyzer.annotate(t)).collect();
        assert_eq!(analyzer.annotate_batch(&texts), one_by_one);
        assert!(analyzer.annotate_batch::<&str>(&[]).is_empty());
    }
}
