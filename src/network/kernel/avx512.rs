//! Sixteen outputs at a time, multiplied and added in one instruction.

// Everything has the size its index counts to.
#![allow(clippy::indexing_slicing)]

use std::arch::x86_64::{
    _mm512_dpwssd_epi32, _mm512_loadu_si512, _mm512_set1_epi32, _mm512_setzero_si512,
    _mm512_storeu_si512,
};

use super::{Matrix, Sums, TILE, pair, steps};
use crate::network::{Input, Layer, LayerSums, WIDTH};

/// True when this processor has what [`sums`] needs.
pub(super) fn available() -> bool {
    is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512vnni")
}

/// Sums are kept in registers: four tokens take `4 V` of the thirty-two.
#[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
pub(super) fn sums<const V: usize>(matrix: &Matrix<V>, tiles: &[&[Input; TILE]]) -> Sums<V> {
    let mut sums = [[_mm512_setzero_si512(); V]; TILE];
    for (weights, tokens) in steps(matrix, tiles) {
        for p in 0..WIDTH / 2 {
            // SAFETY: a lane is 32 numbers of two bytes, which is what the load reads.
            let w = weights[p].each_ref().map(|w| unsafe { _mm512_loadu_si512(w.as_ptr().cast()) });
            for t in 0..TILE {
                let x = _mm512_set1_epi32(pair(&tokens[t], p));
                for v in 0..V {
                    sums[t][v] = _mm512_dpwssd_epi32(sums[t][v], x, w[v]);
                }
            }
        }
    }
    let mut out = [[[0; 16]; V]; TILE];
    for t in 0..TILE {
        for v in 0..V {
            // SAFETY: sixteen numbers of four bytes, which is what the store writes.
            unsafe { _mm512_storeu_si512(out[t][v].as_mut_ptr().cast(), sums[t][v]) };
        }
    }
    out
}

#[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
pub(super) fn grow(layer: &Layer, own: &[Input; TILE], sums: &LayerSums, next: &mut [Input; TILE]) {
    layer.grow(own, sums, next);
}
