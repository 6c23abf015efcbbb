//! The chain over labels: best path, and what every label is worth at every token.
//!
//! Labels are BIOES: `O`, then begin, inside, end and single for each kind. A mention that begins
//! must end, so illegal sequences do not exist here rather than being repaired later.
//!
//! Most tokens of a text are plainly no name. They cut a sentence into short runs, and only runs are
//! searched.

// Labels are numbers below `LABELS`, and everything they index has that length.
#![allow(clippy::indexing_slicing)]

use std::ops::Range;

use super::Posterior;

pub(super) const LABELS: usize = 17;

/// One score for each label; label 0 is "no name", label 1 + 4 k + {0, 1, 2, 3} begins, continues,
/// ends, is a mention of kind k.
pub(super) type Scores = [f32; LABELS];

/// A token whose "no name" leads every other label by this much takes part in no mention.
///
/// Transitions are worth at most a few nats, so a wider margin changes nothing.
const CLEAR: f32 = 8.0;

/// Transition scores, and the same as factors.
#[derive(Clone, Debug)]
pub(super) struct Chain {
    between: [Scores; LABELS],
    start: Scores,
    /// `exp(between)`, with zero for what is illegal.
    factor: [Scores; LABELS],
    /// `factor` with rows and columns changed.
    factor_to: [Scores; LABELS],
    start_factor: Scores,
}

fn may_begin(label: usize) -> bool {
    label == 0 || matches!(label % 4, 1 | 0)
}

fn may_end(label: usize) -> bool {
    label == 0 || matches!(label % 4, 3 | 0)
}

fn may_follow(a: usize, b: usize) -> bool {
    if may_end(a) { may_begin(b) } else { !may_begin(b) && (a - 1) / 4 == (b - 1) / 4 }
}

const NEVER: f32 = -1e9;

impl Chain {
    /// A chain with the learned scores; illegal steps are excluded whatever their score.
    pub(super) fn new(between: &[Scores; LABELS], start: &Scores) -> Chain {
        let mut chain = Chain {
            between: *between,
            start: *start,
            factor: *between,
            factor_to: *between,
            start_factor: *start,
        };
        for a in 0..LABELS {
            if !may_begin(a) {
                chain.start[a] = NEVER;
            }
            for b in 0..LABELS {
                if !may_follow(a, b) {
                    chain.between[a][b] = NEVER;
                }
            }
        }
        let exp = |s: f32| if s > NEVER { s.exp() } else { 0.0 };
        chain.factor = chain.between.map(|row| row.map(exp));
        chain.factor_to = std::array::from_fn(|b| std::array::from_fn(|a| chain.factor[a][b]));
        chain.start_factor = chain.start.map(exp);
        chain
    }

    /// Calls `found` with the token range and kind of every mention on the best path.
    pub(super) fn best(
        &self,
        scores: &[Scores],
        bias: f32,
        mut found: impl FnMut(Range<usize>, usize),
    ) {
        let mut back: Vec<[u8; LABELS]> = Vec::new();
        let mut path: Vec<u8> = Vec::new();
        for run in runs(scores, bias) {
            let first = run.start;
            self.search(scores, run, bias, &mut back, &mut path);
            let mut open = 0;
            for (i, &label) in path.iter().enumerate() {
                let (label, at) = (usize::from(label), first + i);
                match label % 4 {
                    0 if label > 0 => found(at..at + 1, (label - 1) / 4),
                    1 => open = at,
                    3 => found(open..at + 1, (label - 1) / 4),
                    _ => {}
                }
            }
        }
    }

    /// Viterbi over one run; what stands around it is "no name" or the sentence's edge.
    fn search(
        &self,
        scores: &[Scores],
        run: Range<usize>,
        bias: f32,
        back: &mut Vec<[u8; LABELS]>,
        path: &mut Vec<u8>,
    ) {
        back.clear();
        path.clear();
        let mut at = if run.start == 0 { self.start } else { self.between[0] };
        let exit = run.end < scores.len();
        for (i, scores) in scores.get(run).into_iter().flatten().enumerate() {
            let mut from = [0; LABELS];
            if i > 0 {
                let mut next = [NEVER; LABELS];
                for (a, row) in self.between.iter().enumerate() {
                    for b in 0..LABELS {
                        let s = at[a] + row[b];
                        if s > next[b] {
                            (next[b], from[b]) = (s, a as u8);
                        }
                    }
                }
                at = next;
            }
            for (s, e) in at.iter_mut().zip(scores) {
                *s += e;
            }
            at[0] -= bias;
            back.push(from);
        }
        let mut label = 0;
        let mut best = f32::MIN;
        for (a, &s) in at.iter().enumerate() {
            let s = if !may_end(a) {
                continue;
            } else if exit {
                s + self.between[a][0]
            } else {
                s
            };
            if s > best {
                (best, label) = (s, a);
            }
        }
        for from in back.iter().rev() {
            path.push(label as u8);
            label = usize::from(from[label]);
        }
        path.reverse();
    }

    /// Forward and backward sums: the probability of each kind at each token.
    pub(super) fn posteriors(&self, scores: &[Scores], out: &mut [Posterior]) {
        let mut forward: Vec<Scores> = Vec::new();
        let mut local: Vec<Scores> = Vec::new();
        for run in runs(scores, 0.0) {
            forward.clear();
            local.clear();
            let entry = if run.start == 0 { &self.start_factor } else { &self.factor[0] };
            for (i, scores) in scores.get(run.clone()).into_iter().flatten().enumerate() {
                let top = highest(scores);
                let e = scores.map(|s| (s - top).exp());
                let mut a = [0.0; LABELS];
                match i.checked_sub(1).and_then(|i| forward.get(i)) {
                    None => a = *entry,
                    Some(before) => {
                        for (p, row) in before.iter().zip(&self.factor) {
                            for (a, f) in a.iter_mut().zip(row) {
                                *a += p * f;
                            }
                        }
                    }
                }
                for (a, e) in a.iter_mut().zip(&e) {
                    *a *= e;
                }
                scale(&mut a);
                forward.push(a);
                local.push(e);
            }
            let mut back = [0.0; LABELS];
            for a in 0..LABELS {
                if may_end(a) {
                    back[a] = if run.end < scores.len() { self.factor[a][0] } else { 1.0 };
                }
            }
            for i in (0..run.len()).rev() {
                let (Some(a), Some(e)) = (forward.get(i), local.get(i)) else { break };
                let mut joint = *a;
                for (j, b) in joint.iter_mut().zip(&back) {
                    *j *= b;
                }
                scale(&mut joint);
                if let Some(out) = out.get_mut(run.start + i) {
                    for (k, p) in out.iter_mut().enumerate() {
                        *p = joint[1 + 4 * k..5 + 4 * k].iter().sum();
                    }
                }
                let ahead: Scores = std::array::from_fn(|b| e[b] * back[b]);
                // Label by label of what comes next, so that all sums grow side by side.
                back = [0.0; LABELS];
                for (column, ahead) in self.factor_to.iter().zip(&ahead) {
                    for (back, f) in back.iter_mut().zip(column) {
                        *back += f * ahead;
                    }
                }
                scale(&mut back);
            }
        }
    }
}

/// The stretches of a sentence where something may be a name.
fn runs(scores: &[Scores], bias: f32) -> impl Iterator<Item = Range<usize>> {
    let clear = move |s: &Scores| {
        // All of them, without stopping at the first: so they are compared side by side.
        let lead = s[0] - bias;
        s[1..].iter().filter(|&rival| lead - rival > CLEAR).count() == LABELS - 1
    };
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = scores.get(at..)?;
        let start = at + rest.iter().position(|s| !clear(s))?;
        let len = scores.get(start..)?.iter().position(clear);
        at = len.map_or(scores.len(), |n| start + n);
        Some(start..at)
    })
}

/// The highest score; in four strands, which do not wait for one another.
fn highest(scores: &Scores) -> f32 {
    let (fours, rest) = scores.as_chunks::<4>();
    let mut top = [rest.iter().copied().fold(f32::MIN, f32::max); 4];
    for four in fours {
        for (top, &s) in top.iter_mut().zip(four) {
            *top = if s > *top { s } else { *top };
        }
    }
    top.into_iter().fold(f32::MIN, f32::max)
}

/// Makes the entries sum to one.
fn scale(x: &mut Scores) {
    let sum: f32 = x.iter().sum();
    if sum > 0.0 {
        x.iter_mut().for_each(|x| *x /= sum);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that look random and are the same on every machine.
    fn noise(seed: &mut u32) -> f32 {
        *seed = seed.wrapping_mul(1664525).wrapping_add(1013904223);
        (*seed >> 8) as f32 / (1 << 23) as f32 - 1.0
    }

    fn chain(seed: &mut u32) -> Chain {
        let between = std::array::from_fn(|_| std::array::from_fn(|_| noise(seed)));
        Chain::new(&between, &std::array::from_fn(|_| noise(seed)))
    }

    /// Every legal labelling of three tokens with its score.
    fn all(chain: &Chain, scores: &[Scores; 3]) -> Vec<([usize; 3], f32)> {
        let mut out = Vec::new();
        for a in (0..LABELS).filter(|&a| may_begin(a)) {
            for b in (0..LABELS).filter(|&b| may_follow(a, b)) {
                for c in (0..LABELS).filter(|&c| may_follow(b, c) && may_end(c)) {
                    let s = chain.start[a] + scores[0][a] + chain.between[a][b] + scores[1][b];
                    out.push(([a, b, c], s + chain.between[b][c] + scores[2][c]));
                }
            }
        }
        out
    }

    #[test]
    fn best_path_and_posteriors_agree_with_enumeration() {
        let mut seed = 1;
        for _ in 0..50 {
            let chain = chain(&mut seed);
            let scores: [Scores; 3] =
                std::array::from_fn(|_| std::array::from_fn(|_| 3.0 * noise(&mut seed)));
            let paths = all(&chain, &scores);
            let best = paths.iter().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap().0;
            let (mut back, mut path) = (Vec::new(), Vec::new());
            chain.search(&scores, 0..3, 0.0, &mut back, &mut path);
            assert_eq!(path, best.map(|l| l as u8));

            let total: f32 = paths.iter().map(|p| p.1.exp()).sum();
            let mut out = [Posterior::default(); 3];
            chain.posteriors(&scores, &mut out);
            for t in 0..3 {
                for (k, p) in out[t].iter().enumerate() {
                    let of: f32 = paths
                        .iter()
                        .filter(|(l, _)| (1 + 4 * k..5 + 4 * k).contains(&l[t]))
                        .map(|p| p.1.exp())
                        .sum();
                    assert!((of / total - p).abs() < 1e-4, "{p} is not {}", of / total);
                }
            }
        }
    }

    #[test]
    fn clear_tokens_cut_a_sentence_into_runs() {
        let clear: Scores = std::array::from_fn(|i| if i == 0 { 20.0 } else { 0.0 });
        let open = Scores::default();
        let runs = |s: &[Scores]| runs(s, 0.0).collect::<Vec<_>>();
        assert_eq!(runs(&[clear, open, open, clear, open]), [1..3, 4..5]);
        assert!(runs(&[clear, clear]).is_empty());
        assert!(runs(&[]).is_empty());
    }

    #[test]
    fn a_mention_that_begins_ends() {
        let mut seed = 7;
        for _ in 0..50 {
            let chain = chain(&mut seed);
            let scores: Vec<Scores> =
                (0..9).map(|_| std::array::from_fn(|_| 5.0 * noise(&mut seed))).collect();
            let mut last = 0;
            chain.best(&scores, 0.0, |range, kind| {
                assert!(range.start >= last && range.end <= 9 && kind < 4);
                last = range.end;
            });
        }
    }
}
