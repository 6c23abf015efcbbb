//! A word and the words around it: what a small network makes of each token.
//!
//! The facts of [`weigh`](super::weigh) know a few words by name and what the lexicon says of them. The
//! network reads every word as the learned tagger does, as a row of numbers in which words of one use
//! are alike, and sees [`REACH`](network::REACH) tokens to either side. Of each token it says how likely
//! it is to be a cue, to begin a source, to end a content; and each answer, cut into sixteen levels, is
//! one more fact. Asked about a cue and the first token of its content, it says where that ends ([`ends`]). It decides nothing by itself. Where the model is off or not compiled in, there is no
//! context, and other weights are used.
//!
//! The weights are `context.bin`, made by `training/context`.

#[cfg(feature = "model")]
pub(crate) mod ends;
#[cfg(feature = "model")]
mod network;

#[cfg(feature = "model")]
pub(crate) use network::Network;

/// What the network is asked about a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Question {
    /// Does a cue of the core begin here?
    Core,
    /// Does a cue of the extended tier?
    Extended,
    /// Does a cue whose source is left out?
    Elided,
    /// Does a source begin here, does one end with it, is it in one?
    SourceFirst,
    SourceLast,
    Source,
    /// The same of a content.
    ContentFirst,
    ContentLast,
    Content,
}

const QUESTIONS: usize = Question::Content as usize + 1;

/// The answers about each token of a text.
#[derive(Debug, Default)]
pub(crate) struct Context {
    levels: Vec<[u8; QUESTIONS]>,
    /// The last state of each token, and what it is as a place where a content ends.
    #[cfg(feature = "model")]
    states: Vec<crate::network::Input>,
    #[cfg(feature = "model")]
    places: Vec<crate::network::Input>,
    #[cfg(feature = "model")]
    ends: Option<&'static ends::Ends>,
}

/// Where a content ends, which nobody knows without the network.
#[cfg(not(feature = "model"))]
pub(crate) mod ends {
    #[derive(Clone, Copy, Debug)]
    pub(crate) enum Likely {}

    impl Likely {
        pub(crate) fn at(self, _: usize) -> Option<(u32, bool)> {
            match self {}
        }
    }

    pub(crate) fn likely(_: &super::Context, _: usize, _: usize) -> Option<Likely> {
        None
    }
}

/// The log-odds at which one level ends and the next begins.
#[cfg(feature = "model")]
const LEVELS: [f32; 15] =
    [-6.0, -5.0, -4.0, -3.0, -2.3, -1.6, -1.0, -0.4, 0.2, 0.8, 1.4, 2.0, 2.8, 3.6, 4.6];

#[cfg(feature = "model")]
fn level(log_odds: f32) -> u8 {
    LEVELS.iter().filter(|&&l| l <= log_odds).count() as u8
}

impl Context {
    /// How likely it is, from 0 (not at all) to 15.
    pub(crate) fn level(&self, token: usize, question: Question) -> u32 {
        let levels = self.levels.get(token).and_then(|levels| levels.get(question as usize));
        levels.copied().unwrap_or(0).into()
    }
}
