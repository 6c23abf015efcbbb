//! How an article is sourced, as counts.

/// Counts that describe how an article is sourced. Core attributions only.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile {
    pub(crate) named: usize,
    pub(crate) role: usize,
    pub(crate) org: usize,
    pub(crate) anonymous: usize,
    pub(crate) anonymous_on_request: usize,
    pub(crate) vague: usize,
    pub(crate) implicit: usize,
    pub(crate) distinct_sources: usize,
    pub(crate) single_anonymous_source: bool,
    pub(crate) attributed_share: f32,
    pub(crate) anonymous_only_sentences: Vec<usize>,
}

impl Profile {
    /// Attributions to a named person.
    pub fn named(&self) -> usize {
        self.named
    }

    /// Attributions to an office without a name.
    pub fn role(&self) -> usize {
        self.role
    }

    /// Attributions to organizations, states, outlets and their documents.
    pub fn org(&self) -> usize {
        self.org
    }

    /// Attributions to people without a name, whether or not they asked for it.
    pub fn anonymous(&self) -> usize {
        self.anonymous
    }

    /// Those of [`Profile::anonymous`] that asked not to be named.
    pub fn anonymous_on_request(&self) -> usize {
        self.anonymous_on_request
    }

    /// Attributions to data, rumours or media in general.
    pub fn vague(&self) -> usize {
        self.vague
    }

    /// Attributions without any source.
    pub fn implicit(&self) -> usize {
        self.implicit
    }

    /// How many different sources the article has.
    pub fn distinct_sources(&self) -> usize {
        self.distinct_sources
    }

    /// True when everything attributed rests on one unnamed source: what newsroom rules allow only
    /// by exception.
    pub fn single_anonymous_source(&self) -> bool {
        self.single_anonymous_source
    }

    /// Share of the article's words that stand inside some content, between 0 and 1.
    pub fn attributed_share(&self) -> f32 {
        self.attributed_share
    }

    /// Indices of the sentences whose attributions all go to anonymous or vague sources.
    pub fn anonymous_only_sentences(&self) -> &[usize] {
        &self.anonymous_only_sentences
    }
}
