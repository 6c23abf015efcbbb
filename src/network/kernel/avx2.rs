//! Eight outputs at a time. Sixteen registers hold the sums of four tokens for sixteen outputs, so
//! the inputs are gone over once for every sixteen.

// Everything has the size its index counts to.
#![allow(clippy::indexing_slicing)]

use std::arch::x86_64::{
    _mm256_add_epi32, _mm256_loadu_si256, _mm256_madd_epi16, _mm256_set1_epi32,
    _mm256_setzero_si256, _mm256_storeu_si256,
};

use super::{Matrix, Sums, TILE, pair, steps};
use crate::network::{Input, Layer, LayerSums, WIDTH};

/// True when this processor has what [`sums`] needs.
pub(super) fn available() -> bool {
    is_x86_feature_detected!("avx2")
}

#[target_feature(enable = "avx2")]
pub(super) fn sums<const V: usize>(matrix: &Matrix<V>, tiles: &[&[Input; TILE]]) -> Sums<V> {
    let mut out = [[[0; 16]; V]; TILE];
    for v in 0..V {
        let mut sums = [[_mm256_setzero_si256(); 2]; TILE];
        for (weights, tokens) in steps(matrix, tiles) {
            for p in 0..WIDTH / 2 {
                let (halves, _) = weights[p][v].as_chunks::<16>();
                // SAFETY: sixteen numbers of two bytes, which is what each load reads.
                let w = [0, 1].map(|h| unsafe { _mm256_loadu_si256(halves[h].as_ptr().cast()) });
                for t in 0..TILE {
                    let x = _mm256_set1_epi32(pair(&tokens[t], p));
                    for h in 0..2 {
                        sums[t][h] = _mm256_add_epi32(sums[t][h], _mm256_madd_epi16(x, w[h]));
                    }
                }
            }
        }
        for t in 0..TILE {
            let (halves, _) = out[t][v].as_chunks_mut::<8>();
            for h in 0..2 {
                // SAFETY: eight numbers of four bytes, which is what the store writes.
                unsafe { _mm256_storeu_si256(halves[h].as_mut_ptr().cast(), sums[t][h]) };
            }
        }
    }
    out
}

#[target_feature(enable = "avx2")]
pub(super) fn grow(layer: &Layer, own: &[Input; TILE], sums: &LayerSums, next: &mut [Input; TILE]) {
    layer.grow(own, sums, next);
}
