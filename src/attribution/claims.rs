//! What each cue of a text is believed to be, before any attribution is written down.
//!
//! Where a content ends depends on what comes next: a report of its own, by somebody who is named or
//! by the same speaker, or words that only look like one. So all cues are read first, and what was
//! found is noted at its tokens.

use super::candidate::Subject;
use super::propose::Read;
use crate::labels::Tier;

/// What is believed of a token, as a small number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Claim(u8);

impl Claim {
    const UNLIKELY: u8 = 1;
    const DOUBTFUL: u8 = 2;
    const LEFT_OUT: u8 = 3;
    const BEHIND: u8 = 4;
    const BEFORE: u8 = 5;
    const NOBODY: u8 = 6;
    /// The first word of a source that stands before its cue.
    const OPENS: u8 = 7;
    /// Of a cue outside the core.
    const EXTENDED: u8 = 8;

    fn of(read: &Read<'_>) -> Claim {
        let code = match read.subject() {
            _ if read.odds < -2.0 => Claim::UNLIKELY,
            _ if read.odds < 0.0 => Claim::DOUBTFUL,
            Subject::Elided => Claim::LEFT_OUT,
            Subject::After(_) | Subject::Behind(_) => Claim::BEHIND,
            Subject::Before(..) => Claim::BEFORE,
            Subject::Nobody => Claim::NOBODY,
        };
        let extended = if read.tier() == Tier::Core { 0 } else { Claim::EXTENDED };
        Claim(code | extended)
    }

    #[inline]
    pub(crate) fn code(self) -> u32 {
        u32::from(self.0)
    }

    /// Whether nothing is believed of the token.
    #[inline]
    pub(crate) fn is_none(self) -> bool {
        self.0 == 0
    }
}

/// What is believed of each of `n` tokens.
pub(crate) fn claims(n: usize, reads: &[Read<'_>]) -> Vec<Claim> {
    let mut out = vec![Claim::default(); n];
    for read in reads {
        if let Some(claim) = out.get_mut(read.at()) {
            *claim = Claim::of(read);
        }
    }
    for read in reads.iter().filter(|r| r.odds > 0.0) {
        if let Subject::Before(np, _) = read.subject() {
            if let Some(claim) = out.get_mut(np.first).filter(|c| c.is_none()) {
                *claim = Claim(Claim::OPENS);
            }
        }
    }
    out
}
