//! The network: residual convolutions over the rows of a sentence, in integers.
//!
//! `h += relu(conv(h))`, three times, each convolution seeing a token and one neighbour on either
//! side, `gap` tokens away. Activations and weights are 16-bit integers whose ranges are bounded so
//! that 32-bit sums cannot overflow; a right shift takes the place of a scale. There is nothing to
//! round differently on another machine. The loops are in [`kernel`](super::kernel).

use super::decode::{LABELS, Scores};
use super::kernel::{Kernel, Matrix, Sums, TILE};
use super::weights::Weights;

/// Channels of a token.
pub(super) const WIDTH: usize = 64;
pub(super) const LAYERS: usize = 3;
/// Most tokens the network reads in one go.
pub(super) const LONGEST: usize = 256;
/// One step of a table row, in activation steps.
pub(super) const STEP: i32 = 8;
/// Activations are kept within ± this, weights within ± half of it: 192 products stay below 2³¹.
const LIMIT: i32 = 4095;
/// Widest `gap`; so many empty tokens stand at both ends of a sentence.
const EDGE: usize = 2;
const WINDOW: usize = 3 * WIDTH;

/// The activations of a token.
pub(super) type Input = [i16; WIDTH];

#[inline(always)]
pub(super) fn clamp(x: i32) -> i16 {
    x.clamp(-LIMIT, LIMIT) as i16
}

/// What a layer's matrix gives for a tile.
pub(super) type LayerSums = Sums<{ WIDTH / 16 }>;

/// A convolution over three tokens.
#[derive(Debug)]
pub(super) struct Layer {
    weights: Matrix<{ WIDTH / 16 }>,
    bias: [i32; WIDTH],
    shift: u32,
    gap: usize,
}

impl Layer {
    /// Nothing when a number is outside the range that the arithmetic allows.
    pub(super) fn new(
        weights: Vec<i16>,
        bias: [i32; WIDTH],
        shift: u32,
        gap: usize,
    ) -> Option<Layer> {
        let fits = weights.iter().all(|&w| i32::from(w).abs() <= LIMIT / 2)
            && bias.iter().all(|&b| b.abs() <= 1 << 28)
            && shift < 31
            && (1..=EDGE).contains(&gap);
        let rows: Vec<&[i16]> = weights.chunks(WINDOW).collect();
        (fits && weights.len() == WIDTH * WINDOW).then(|| Layer {
            weights: Matrix::new(&rows),
            bias,
            shift,
            gap,
        })
    }
}

/// From the activations of a token to its label scores.
#[derive(Debug)]
pub(super) struct Output {
    weights: Matrix<{ LABELS.div_ceil(16) }>,
    bias: Scores,
    scale: f32,
}

impl Output {
    pub(super) fn new(weights: Vec<i16>, bias: Scores, scale: f32) -> Option<Output> {
        let rows: Vec<&[i16]> = weights.chunks(WIDTH).collect();
        let fits = weights.iter().all(|&w| i32::from(w).abs() <= LIMIT / 2);
        (fits && weights.len() == LABELS * WIDTH).then(|| Output {
            weights: Matrix::new(&rows),
            bias,
            scale,
        })
    }
}

/// The network with its buffers, filled and run once a sentence.
pub(super) struct Network<'w> {
    layers: &'w [Layer; LAYERS],
    output: &'w Output,
    kernel: Kernel,
    /// The sentence with `EDGE` empty tokens on both sides, and empty ones that make the last tile
    /// whole.
    states: Vec<Input>,
    next: Vec<Input>,
}

impl<'w> Network<'w> {
    pub(super) fn new(weights: &'w Weights) -> Network<'w> {
        Network {
            layers: &weights.layers,
            output: &weights.output,
            kernel: Kernel::best(),
            states: Vec::new(),
            next: Vec::new(),
        }
    }

    /// The inputs of the next sentence, all zero.
    pub(super) fn fill(&mut self, tokens: usize) -> &mut [Input] {
        self.states.clear();
        self.states.resize(EDGE + tokens, [0; WIDTH]);
        self.states.get_mut(EDGE..).unwrap_or_default()
    }

    /// Appends the label scores of the tokens of that sentence.
    pub(super) fn run(&mut self, out: &mut Vec<Scores>) {
        let tokens = self.states.len() - EDGE;
        let whole = tokens.next_multiple_of(TILE);
        self.states.resize(whole + 2 * EDGE, [0; WIDTH]);
        self.next.clear();
        self.next.resize(whole + 2 * EDGE, [0; WIDTH]);
        for layer in self.layers {
            convolve(self.kernel, layer, &self.states, &mut self.next);
            // What came out behind the sentence is not to be seen by it.
            self.next.get_mut(EDGE + tokens..).unwrap_or_default().fill([0; WIDTH]);
            std::mem::swap(&mut self.states, &mut self.next);
        }
        let (tiles, _) = self.states.get(EDGE..).unwrap_or_default().as_chunks::<TILE>();
        let end = out.len() + tokens;
        for tile in tiles.iter().take(whole / TILE) {
            for sums in self.kernel.sums(&self.output.weights, &[tile]) {
                let mut scores = self.output.bias;
                for (s, &sum) in scores.iter_mut().zip(sums.as_flattened()) {
                    *s += sum as f32 * self.output.scale;
                }
                out.push(scores);
            }
        }
        out.truncate(end);
    }
}

/// `next = states + relu(conv(states))` for all tokens but the `EDGE` ones at both ends.
fn convolve(kernel: Kernel, layer: &Layer, states: &[Input], next: &mut [Input]) {
    let tile = |at: usize| states.get(at..).and_then(|s| s.first_chunk::<TILE>());
    let (tiles, _) = next.get_mut(EDGE..).unwrap_or_default().as_chunks_mut::<TILE>();
    for (i, next) in tiles.iter_mut().enumerate() {
        let at = EDGE + i * TILE;
        if at + TILE + EDGE > states.len() {
            break;
        }
        let (Some(before), Some(own), Some(after)) =
            (tile(at - layer.gap), tile(at), tile(at + layer.gap))
        else {
            break;
        };
        let sums = kernel.sums(&layer.weights, &[before, own, after]);
        kernel.grow(layer, own, &sums, next);
    }
}

impl Layer {
    /// `next = own + relu(sums)`, in whole steps again.
    #[inline(always)]
    pub(super) fn grow(&self, own: &[Input; TILE], sums: &LayerSums, next: &mut [Input; TILE]) {
        for ((next, own), sums) in next.iter_mut().zip(own).zip(sums) {
            for (((next, &own), &sum), &bias) in
                next.iter_mut().zip(own).zip(sums.as_flattened()).zip(&self.bias)
            {
                let grown = ((sum + bias) >> self.shift).max(0);
                *next = clamp(i32::from(own) + grown);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The convolution as its definition says, one product at a time in 64 bits.
    fn oracle(layer: &Layer, weights: &[i16], states: &[Input]) -> Vec<Input> {
        let mut next = states.to_vec();
        for i in EDGE..states.len() - EDGE {
            for o in 0..WIDTH {
                let mut sum = i64::from(layer.bias[o]);
                for k in 0..3 {
                    for c in 0..WIDTH {
                        let x = states[i + k * layer.gap - layer.gap][c];
                        sum += i64::from(x) * i64::from(weights[o * WINDOW + k * WIDTH + c]);
                    }
                }
                let grown = i64::from(states[i][o]) + (sum >> layer.shift).max(0);
                next[i][o] = grown.clamp(-i64::from(LIMIT), i64::from(LIMIT)) as i16;
            }
        }
        next
    }

    fn noise(seed: &mut u32, limit: i32) -> i16 {
        *seed = seed.wrapping_mul(1664525).wrapping_add(1013904223);
        ((*seed >> 8) as i32 % (2 * limit + 1) - limit) as i16
    }

    #[test]
    fn every_kernel_agrees_with_the_oracle() {
        let mut seed = 3;
        for gap in 1..=EDGE {
            for limit in [40, LIMIT] {
                let weights: Vec<i16> =
                    (0..WIDTH * WINDOW).map(|_| noise(&mut seed, limit / 2)).collect();
                let bias = std::array::from_fn(|_| 1000 * i32::from(noise(&mut seed, limit)));
                let layer = Layer::new(weights.clone(), bias, 11, gap).unwrap();
                let mut states: Vec<Input> =
                    (0..20).map(|_| std::array::from_fn(|_| noise(&mut seed, limit))).collect();
                let end = states.len() - EDGE;
                states[..EDGE].fill([0; WIDTH]);
                states[end..].fill([0; WIDTH]);
                for kernel in Kernel::all() {
                    let mut next = states.clone();
                    convolve(kernel, &layer, &states, &mut next);
                    assert_eq!(next, oracle(&layer, &weights, &states), "{kernel:?}");
                }
            }
        }
    }

    #[test]
    fn weights_that_could_overflow_are_refused() {
        let weights = vec![2048; WIDTH * WINDOW];
        assert!(Layer::new(weights, [0; WIDTH], 11, 1).is_none());
        assert!(Layer::new(vec![2047; WIDTH * WINDOW], [0; WIDTH], 11, 3).is_none());
        let layer = Layer::new(vec![2047; WIDTH * WINDOW], [1 << 28; WIDTH], 11, 1).unwrap();
        let states = vec![[4095; WIDTH]; 8];
        for kernel in Kernel::all() {
            let mut next = states.clone();
            convolve(kernel, &layer, &states, &mut next);
            assert_eq!(next[2], [4095; WIDTH]);
        }
    }
}
