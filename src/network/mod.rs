//! What the networks are made of: residual convolutions over rows of integers.
//!
//! `h += relu(conv(h))`, each convolution seeing a token and one neighbour on either side, `gap`
//! tokens away. Activations and weights are 16-bit integers whose ranges are bounded so that 32-bit
//! sums cannot overflow; a right shift takes the place of a scale. There is nothing to round
//! differently on another machine. The loops are in [`kernel`].

pub(crate) mod file;
pub(crate) mod kernel;

use kernel::{Kernel, Matrix, Sums, TILE};

/// Channels of a token.
pub(crate) const WIDTH: usize = 64;
/// Activations are kept within ± this, weights within ± half of it: 192 products stay below 2³¹.
pub(crate) const LIMIT: i32 = 4095;
/// Widest `gap` there can be.
const WIDEST: usize = 16;
const WINDOW: usize = 3 * WIDTH;

/// The activations of a token.
pub(crate) type Input = [i16; WIDTH];

#[inline(always)]
pub(crate) fn clamp(x: i32) -> i16 {
    x.clamp(-LIMIT, LIMIT) as i16
}

/// A row of a table: one small integer for each channel.
pub(crate) type Row = [u8; WIDTH];

/// Adds `step` times a row to an input; steps are small, so 16 bits are enough for the sum.
#[inline]
pub(crate) fn add(out: &mut Input, row: &Row, step: i16) {
    debug_assert!(step.unsigned_abs() <= 128);
    for (o, &b) in out.iter_mut().zip(row) {
        let sum = o.wrapping_add(step.wrapping_mul(i16::from(b.cast_signed())));
        *o = sum.clamp(-(LIMIT as i16), LIMIT as i16);
    }
}

/// What a layer's matrix gives for a tile.
pub(crate) type LayerSums = Sums<{ WIDTH / 16 }>;

/// A convolution over three tokens.
#[derive(Debug)]
pub(crate) struct Layer {
    weights: Matrix<{ WIDTH / 16 }>,
    bias: [i32; WIDTH],
    shift: u32,
    gap: usize,
}

impl Layer {
    /// Nothing when a number is outside the range that the arithmetic allows.
    pub(crate) fn new(
        weights: Vec<i16>,
        bias: [i32; WIDTH],
        shift: u32,
        gap: usize,
    ) -> Option<Layer> {
        let fits = weights.iter().all(|&w| i32::from(w).abs() <= LIMIT / 2)
            && bias.iter().all(|&b| b.abs() <= 1 << 28)
            && shift < 31
            && (1..=WIDEST).contains(&gap);
        let rows: Vec<&[i16]> = weights.chunks(WINDOW).collect();
        (fits && weights.len() == WIDTH * WINDOW).then(|| Layer {
            weights: Matrix::new(&rows),
            bias,
            shift,
            gap,
        })
    }

    /// How many tokens away its neighbours are.
    pub(crate) fn gap(&self) -> usize {
        self.gap
    }

    /// `next = own + relu(sums)`, in whole steps again.
    #[inline(always)]
    pub(crate) fn grow(&self, own: &[Input; TILE], sums: &LayerSums, next: &mut [Input; TILE]) {
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

/// From the activations of a token to its scores, of which there are `N` (at most 16 `V`).
#[derive(Debug)]
pub(crate) struct Output<const N: usize, const V: usize> {
    weights: Matrix<V>,
    bias: [f32; N],
    scale: f32,
}

impl<const N: usize, const V: usize> Output<N, V> {
    /// Nothing when a number is outside the range that the arithmetic allows.
    pub(crate) fn new(weights: Vec<i16>, bias: [f32; N], scale: f32) -> Option<Output<N, V>> {
        let rows: Vec<&[i16]> = weights.chunks(WIDTH).collect();
        let fits = weights.iter().all(|&w| i32::from(w).abs() <= LIMIT / 2);
        (fits && weights.len() == N * WIDTH && N <= 16 * V).then(|| Output {
            weights: Matrix::new(&rows),
            bias,
            scale,
        })
    }
}

/// From the activations of a token, of the one before it and of the two behind it to as many numbers
/// in whole steps.
#[derive(Debug)]
pub(crate) struct Beside {
    weights: Matrix<{ WIDTH / 16 }>,
    bias: [i32; WIDTH],
    shift: u32,
}

impl Beside {
    /// How many activations it reads. That many products stay below 2³¹, as long as biases are small.
    pub(crate) const WINDOW: usize = 4 * WIDTH;

    /// Nothing when a number is outside the range that the arithmetic allows.
    pub(crate) fn new(weights: &[i16], bias: [i32; WIDTH], shift: u32) -> Option<Beside> {
        let rows: Vec<&[i16]> = weights.chunks(Beside::WINDOW).collect();
        let fits = |(row, &bias): (&&[i16], &i32)| {
            let weight: i64 = row.iter().map(|&w| i64::from(w).abs()).sum();
            weight * i64::from(LIMIT) + i64::from(bias).abs() < 1 << 31
        };
        let whole = weights.len() == WIDTH * Beside::WINDOW;
        let fits = shift < 31 && whole && rows.iter().zip(&bias).all(fits);
        fits.then(|| Beside { weights: Matrix::new(&rows), bias, shift })
    }
}

/// The buffers in which layers are run over a piece of text, one after the other.
///
/// The piece stands between `edge` empty tokens on both sides, and empty ones that make the last tile
/// whole.
pub(crate) struct States {
    edge: usize,
    tokens: usize,
    kernel: Kernel,
    states: Vec<Input>,
    next: Vec<Input>,
}

impl States {
    /// Buffers for layers whose gaps are at most `edge`.
    pub(crate) fn new(edge: usize) -> States {
        States { edge, tokens: 0, kernel: Kernel::best(), states: Vec::new(), next: Vec::new() }
    }

    /// The inputs of the next piece, all zero.
    pub(crate) fn fill(&mut self, tokens: usize) -> &mut [Input] {
        self.tokens = tokens;
        self.states.clear();
        self.states.resize(self.edge + tokens, [0; WIDTH]);
        self.states.get_mut(self.edge..).unwrap_or_default()
    }

    /// Runs layers over the piece.
    pub(crate) fn run(&mut self, layers: &[Layer]) {
        let whole = self.tokens.next_multiple_of(TILE);
        self.states.resize(whole + 2 * self.edge, [0; WIDTH]);
        self.next.clear();
        self.next.resize(whole + 2 * self.edge, [0; WIDTH]);
        for layer in layers {
            convolve(self.kernel, layer, self.edge, &self.states, &mut self.next);
            // What came out behind the piece is not to be seen by it.
            let behind = self.next.get_mut(self.edge + self.tokens..);
            behind.unwrap_or_default().fill([0; WIDTH]);
            std::mem::swap(&mut self.states, &mut self.next);
        }
    }

    /// The activations of the tokens of the piece.
    pub(crate) fn tokens(&self) -> &[Input] {
        self.states.get(self.edge..self.edge + self.tokens).unwrap_or_default()
    }

    /// Appends what `beside` makes of the tokens of the piece, which has at least two empty ones around.
    pub(crate) fn beside(&self, beside: &Beside, out: &mut Vec<Input>) {
        let end = out.len() + self.tokens;
        let tile = |at: usize| self.states.get(at..).and_then(|s| s.first_chunk::<TILE>());
        for at in (self.edge..self.edge + self.tokens).step_by(TILE) {
            let before = at.checked_sub(1).and_then(tile);
            let (Some(before), Some(own), Some(next), Some(second)) =
                (before, tile(at), tile(at + 1), tile(at + 2))
            else {
                break;
            };
            for sums in self.kernel.sums(&beside.weights, &[before, own, next, second]) {
                let mut input = [0; WIDTH];
                for ((x, &sum), &bias) in
                    input.iter_mut().zip(sums.as_flattened()).zip(&beside.bias)
                {
                    *x = clamp((sum + bias) >> beside.shift);
                }
                out.push(input);
            }
        }
        out.truncate(end);
    }

    /// Appends the scores of the tokens of the piece.
    pub(crate) fn scores<const N: usize, const V: usize>(
        &self,
        output: &Output<N, V>,
        out: &mut Vec<[f32; N]>,
    ) {
        let end = out.len() + self.tokens;
        let (tiles, _) = self.states.get(self.edge..).unwrap_or_default().as_chunks::<TILE>();
        for tile in tiles.iter().take(self.tokens.div_ceil(TILE)) {
            for sums in self.kernel.sums(&output.weights, &[tile]) {
                let mut scores = output.bias;
                for (s, &sum) in scores.iter_mut().zip(sums.as_flattened()) {
                    *s += sum as f32 * output.scale;
                }
                out.push(scores);
            }
        }
        out.truncate(end);
    }
}

/// `next = states + relu(conv(states))` for all tokens but the `edge` ones at both ends.
fn convolve(kernel: Kernel, layer: &Layer, edge: usize, states: &[Input], next: &mut [Input]) {
    let tile = |at: usize| states.get(at..).and_then(|s| s.first_chunk::<TILE>());
    let (tiles, _) = next.get_mut(edge..).unwrap_or_default().as_chunks_mut::<TILE>();
    for (i, next) in tiles.iter_mut().enumerate() {
        let at = edge + i * TILE;
        if layer.gap > edge || at + TILE + edge > states.len() {
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

#[cfg(test)]
mod tests {
    use super::*;

    const EDGE: usize = WIDEST;

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
        for gap in [1, 2, 5, WIDEST] {
            for limit in [40, LIMIT] {
                let weights: Vec<i16> =
                    (0..WIDTH * WINDOW).map(|_| noise(&mut seed, limit / 2)).collect();
                let bias = std::array::from_fn(|_| 1000 * i32::from(noise(&mut seed, limit)));
                let layer = Layer::new(weights.clone(), bias, 11, gap).unwrap();
                let mut states: Vec<Input> = (0..20 + 2 * EDGE)
                    .map(|_| std::array::from_fn(|_| noise(&mut seed, limit)))
                    .collect();
                let end = states.len() - EDGE;
                states[..EDGE].fill([0; WIDTH]);
                states[end..].fill([0; WIDTH]);
                for kernel in Kernel::all() {
                    let mut next = states.clone();
                    convolve(kernel, &layer, EDGE, &states, &mut next);
                    assert_eq!(next, oracle(&layer, &weights, &states), "{kernel:?}");
                }
            }
        }
    }

    #[test]
    fn what_is_beside_a_token_is_seen_by_every_kernel() {
        let mut seed = 11;
        let weights: Vec<i16> =
            (0..WIDTH * Beside::WINDOW).map(|_| noise(&mut seed, 900)).collect();
        let bias: [i32; WIDTH] = std::array::from_fn(|_| i32::from(noise(&mut seed, LIMIT)));
        let beside = Beside::new(&weights, bias, 9).unwrap();
        for tokens in [1, 4, 7] {
            let mut states = States::new(EDGE);
            for input in states.fill(tokens) {
                *input = std::array::from_fn(|_| noise(&mut seed, 300));
            }
            states.run(&[]);
            let mut expected = Vec::new();
            for at in EDGE..EDGE + tokens {
                expected.push(std::array::from_fn::<i16, WIDTH, _>(|o| {
                    let rows = weights[o * Beside::WINDOW..][..Beside::WINDOW].chunks(WIDTH);
                    let seen = [at - 1, at, at + 1, at + 2].map(|i| &states.states[i]);
                    let products = rows.zip(seen).flat_map(|(row, state)| row.iter().zip(state));
                    let sum: i64 = products.map(|(&w, &x)| i64::from(w) * i64::from(x)).sum();
                    let whole = (sum + i64::from(bias[o])) >> 9;
                    whole.clamp(-i64::from(LIMIT), i64::from(LIMIT)) as i16
                }));
            }
            for kernel in Kernel::all() {
                states.kernel = kernel;
                let mut out = Vec::new();
                states.beside(&beside, &mut out);
                assert_eq!(out, expected, "{kernel:?}, {tokens}");
            }
        }
        assert!(Beside::new(&vec![2047; WIDTH * Beside::WINDOW], [1 << 28; WIDTH], 9).is_none());
        assert!(Beside::new(&weights[1..], bias, 9).is_none());
    }

    #[test]
    fn rows_are_added_as_in_wide_numbers() {
        for step in [2, 8, 128] {
            for own in [-4095, -4000, 0, 5, 4094] {
                let row: Row = std::array::from_fn(|i| (i * 4) as u8);
                let mut out = [own; WIDTH];
                add(&mut out, &row, step);
                for (&o, &b) in out.iter().zip(&row) {
                    let sum = i32::from(own) + i32::from(step) * i32::from(b.cast_signed());
                    assert_eq!(o, clamp(sum));
                }
            }
        }
    }

    #[test]
    fn weights_that_could_overflow_are_refused() {
        let weights = vec![2048; WIDTH * WINDOW];
        assert!(Layer::new(weights, [0; WIDTH], 11, 1).is_none());
        assert!(Layer::new(vec![2047; WIDTH * WINDOW], [0; WIDTH], 11, WIDEST + 1).is_none());
        let layer = Layer::new(vec![2047; WIDTH * WINDOW], [1 << 28; WIDTH], 11, 1).unwrap();
        let states = vec![[4095; WIDTH]; 2 * EDGE + TILE];
        for kernel in Kernel::all() {
            let mut next = states.clone();
            convolve(kernel, &layer, EDGE, &states, &mut next);
            assert_eq!(next[EDGE], [4095; WIDTH]);
        }
    }
}
