//! The loops of the network: the same sums of products for every kind of processor.
//!
//! A [`Matrix`] holds its weights in the order in which the loops read them: the two weights that a
//! pair of inputs has for one output stand side by side, those for sixteen outputs make a register.
//! So one instruction (`pmaddwd`, `vpdpwssd`) multiplies a pair of inputs, repeated in every lane,
//! with the weights of eight or sixteen outputs; nothing is ever summed across a register, and the
//! weights loaded for one token serve [`TILE`] of them.
//!
//! Sums are of 32 bits and exact, so all kernels agree to the bit; [`portable`] is the oracle. The
//! only `unsafe` is that of loads and stores from arrays of the register's size, and of calling
//! code for a processor that was asked first.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod portable;

use super::{Input, Layer, LayerSums, WIDTH};

/// Tokens that are worked on together.
pub(crate) const TILE: usize = 4;

/// The weights of a pair of inputs for sixteen outputs.
type Lane = [i16; 32];

/// The sums of the tokens of a tile, sixteen outputs in a row.
pub(crate) type Sums<const V: usize> = [[[i32; 16]; V]; TILE];

/// Weights for `16 V` outputs; see the top of this file.
#[derive(Debug)]
pub(crate) struct Matrix<const V: usize> {
    pairs: Vec<[Lane; V]>,
}

impl<const V: usize> Matrix<V> {
    /// A matrix from its rows, one for each output; outputs without a row are zero. Every row has
    /// as many weights as there are inputs: [`WIDTH`] for each token that is read.
    pub(crate) fn new(rows: &[&[i16]]) -> Matrix<V> {
        let inputs = rows.first().map_or(0, |r| r.len());
        let weight = |output: usize, input: usize| {
            rows.get(output).and_then(|row| row.get(input)).copied().unwrap_or(0)
        };
        let lane = |v: usize, pair: usize| -> Lane {
            std::array::from_fn(|i| weight(16 * v + i / 2, 2 * pair + i % 2))
        };
        let pairs = (0..inputs / 2).map(|pair| std::array::from_fn(|v| lane(v, pair)));
        Matrix { pairs: pairs.collect() }
    }
}

/// The kernels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kernel {
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Kernel {
    /// The best one here.
    pub(crate) fn best() -> Kernel {
        #[cfg(target_arch = "x86_64")]
        {
            if avx512::available() {
                return Kernel::Avx512;
            }
            if avx2::available() {
                return Kernel::Avx2;
            }
        }
        Kernel::Portable
    }

    /// All of this processor.
    #[cfg(test)]
    pub(crate) fn all() -> Vec<Kernel> {
        let mut all = vec![Kernel::Portable];
        #[cfg(target_arch = "x86_64")]
        {
            if avx2::available() {
                all.push(Kernel::Avx2);
            }
            if avx512::available() {
                all.push(Kernel::Avx512);
            }
        }
        all
    }

    /// For each token of a tile the sums of products of its inputs, which are those of the tokens
    /// at its place in each of `tiles`, with the weights of each output.
    pub(crate) fn sums<const V: usize>(
        self,
        matrix: &Matrix<V>,
        tiles: &[&[Input; TILE]],
    ) -> Sums<V> {
        match self {
            Kernel::Portable => portable::sums(matrix, tiles),
            #[cfg(target_arch = "x86_64")]
            // SAFETY: the kernel was chosen because the processor has what it needs.
            Kernel::Avx2 => unsafe { avx2::sums(matrix, tiles) },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: as above.
            Kernel::Avx512 => unsafe { avx512::sums(matrix, tiles) },
        }
    }
}

impl Kernel {
    /// [`Layer::grow`], compiled for this processor.
    pub(crate) fn grow(
        self,
        layer: &Layer,
        own: &[Input; TILE],
        sums: &LayerSums,
        next: &mut [Input; TILE],
    ) {
        match self {
            Kernel::Portable => layer.grow(own, sums, next),
            #[cfg(target_arch = "x86_64")]
            // SAFETY: the kernel was chosen because the processor has what it needs.
            Kernel::Avx2 => unsafe { avx2::grow(layer, own, sums, next) },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: as above.
            Kernel::Avx512 => unsafe { avx512::grow(layer, own, sums, next) },
        }
    }
}

/// The weights of each tile's inputs beside them: what every kernel loops over.
#[inline(always)]
fn steps<'a, const V: usize>(
    matrix: &'a Matrix<V>,
    tiles: &'a [&'a [Input; TILE]],
) -> impl Iterator<Item = (&'a [[Lane; V]; WIDTH / 2], &'a [Input; TILE])> {
    let (chunks, _) = matrix.pairs.as_chunks();
    chunks.iter().zip(tiles.iter().copied())
}

/// Two neighbouring inputs as the 32 bits that are repeated in every lane.
#[inline(always)]
#[allow(clippy::indexing_slicing)] // `pair` counts the pairs of an input
fn pair(input: &Input, pair: usize) -> i32 {
    let [low, high] = [input[2 * pair], input[2 * pair + 1]].map(|x| u32::from(x.cast_unsigned()));
    (low | high << 16).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kernel_agrees_with_the_definition() {
        let mut seed = 5u32;
        let mut noise = |limit: i32| {
            seed = seed.wrapping_mul(1664525).wrapping_add(1013904223);
            ((seed >> 8) as i32 % (2 * limit + 1) - limit) as i16
        };
        for limit in [3, 2047] {
            let rows: Vec<Vec<i16>> =
                (0..23).map(|_| (0..2 * WIDTH).map(|_| noise(limit)).collect()).collect();
            let rows: Vec<&[i16]> = rows.iter().map(Vec::as_slice).collect();
            let matrix = Matrix::<2>::new(&rows);
            let mut tile = || -> [Input; TILE] {
                std::array::from_fn(|_| std::array::from_fn(|_| noise(2 * limit)))
            };
            let (a, b) = (tile(), tile());
            for kernel in Kernel::all() {
                let sums = kernel.sums(&matrix, &[&a, &b]);
                for t in 0..TILE {
                    for output in 0..32 {
                        let mut sum = 0i64;
                        for (i, &w) in
                            rows.get(output).copied().unwrap_or_default().iter().enumerate()
                        {
                            let x = if i < WIDTH { a[t][i] } else { b[t][i - WIDTH] };
                            sum += i64::from(x) * i64::from(w);
                        }
                        assert_eq!(i64::from(sums[t][output / 16][output % 16]), sum, "{kernel:?}");
                    }
                }
            }
        }
    }
}
