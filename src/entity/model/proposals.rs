//! What a proposal of gazetteer and patterns is worth to the tagger.
//!
//! `evidence.tsv` was learned together with the network: for every rule, kind and confidence, and for
//! the first, the inner, the last and the only token of a proposal, what it adds to the score of each
//! label. Like the heads of the network it has one side that follows ANERcorp's guidelines and one
//! that follows rawi's. It says, say, that the army of a country is a name for rawi and none for
//! ANERcorp, and that two family names in a row without a given name are often the middle of a
//! longer name.

use std::collections::HashMap;

use super::decode::{LABELS, Scores};
use crate::hash::WordHash;

/// Scores for the first, an inner, the last, and the only token of a proposal.
type Shape = [Scores; 4];

/// The learned scores, by rule and kind.
#[derive(Debug, Default)]
pub(super) struct Proposals(HashMap<(&'static str, &'static str), Vec<(f32, Shape)>, WordHash>);

impl Proposals {
    /// Reads the table of the crate in the given mixture; lines that are not of its form are left out,
    /// which a test excludes.
    pub(super) fn builtin(share: f32) -> Proposals {
        let mut out = Proposals::default();
        for line in include_str!("evidence.tsv").lines().filter(|l| !l.starts_with('#')) {
            out.read(line, share.clamp(0.0, 1.0));
        }
        out
    }

    /// `rule, kind, confidence, position, scores for ANERcorp, scores for rawi`
    fn read(&mut self, line: &'static str, share: f32) -> Option<()> {
        let mut columns = line.split('\t');
        let key = (columns.next()?, columns.next()?);
        let confidence: f32 = columns.next()?.parse().ok()?;
        let position = ["first", "inside", "last", "only"];
        let name = columns.next()?;
        let position = position.iter().position(|&p| p == name)?;
        let mut sides = [Scores::default(); 2];
        for (side, column) in sides.iter_mut().zip(columns) {
            for (score, number) in side.iter_mut().zip(column.split(' ')) {
                *score = number.parse().ok()?;
            }
        }
        let entries = self.0.entry(key).or_default();
        let at = entries.iter().position(|e| (e.0 - confidence).abs() < 1e-6);
        let at = at.unwrap_or_else(|| {
            entries.push((confidence, Shape::default()));
            entries.len() - 1
        });
        let scores = entries.get_mut(at)?.1.get_mut(position)?;
        for (i, score) in scores.iter_mut().enumerate() {
            let [a, b] = sides.map(|s| s.get(i).copied().unwrap_or_default());
            *score = a + (b - a) * share;
        }
        Some(())
    }

    /// The scores of a rule's proposals, for the confidence nearest to this one.
    pub(super) fn get(
        &self,
        rule: &'static str,
        kind: &'static str,
        confidence: f32,
    ) -> Option<&Shape> {
        let distance = |e: &&(f32, Shape)| (e.0 - confidence).abs();
        let entries = self.0.get(&(rule, kind))?;
        let nearest = entries.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)))?;
        Some(&nearest.1)
    }
}

/// Which row of a [`Shape`] a token of a proposal takes.
pub(super) fn position(token: usize, first: usize, last: usize) -> usize {
    match (token == first, token + 1 == last) {
        (true, true) => 3,
        (true, false) => 0,
        (false, true) => 2,
        (false, false) => 1,
    }
}

const _: () = assert!(LABELS == 17);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read() {
        let lines = include_str!("evidence.tsv").lines().filter(|l| !l.starts_with('#'));
        let mut all = Proposals::default();
        for line in lines {
            assert!(all.read(line, 0.5).is_some(), "{line}");
            assert_eq!(line.split('\t').count(), 6, "{line}");
            assert!(line.split('\t').skip(4).all(|c| c.split(' ').count() == LABELS), "{line}");
        }
        assert!(all.0.len() > 20);
    }

    #[test]
    fn the_nearest_confidence_counts() {
        let line = |c: &str, x: &str| -> &'static str {
            let zeros = " 0".repeat(LABELS - 1);
            format!("some.rule\tperson\t{c}\tonly\t{x}{zeros}\t{x}{zeros}").leak()
        };
        let mut all = Proposals::default();
        all.read(line("0.6", "1.5"), 0.5).unwrap();
        all.read(line("0.9", "-2"), 0.5).unwrap();
        assert_eq!(all.get("some.rule", "person", 0.5).unwrap()[3][0], 1.5);
        assert_eq!(all.get("some.rule", "person", 0.8).unwrap()[3][0], -2.0);
        assert!(all.get("some.rule", "event", 0.8).is_none());
        assert!(all.get("other.rule", "person", 0.8).is_none());
    }

    #[test]
    fn positions() {
        assert_eq!([2, 3, 4].map(|t| position(t, 2, 5)), [0, 1, 2]);
        assert_eq!(position(2, 2, 3), 3);
    }
}
