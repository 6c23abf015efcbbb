//! Plain loops: the oracle, and what processors without a kernel of their own run.

// Everything has the size its index counts to.
#![allow(clippy::indexing_slicing)]

use super::{Matrix, Sums, TILE, steps};
use crate::network::Input;

pub(super) fn sums<const V: usize>(matrix: &Matrix<V>, tiles: &[&[Input; TILE]]) -> Sums<V> {
    let mut out = [[[0; 16]; V]; TILE];
    for (weights, tokens) in steps(matrix, tiles) {
        for (pair, weights) in weights.iter().enumerate() {
            for (out, token) in out.iter_mut().zip(tokens) {
                let [a, b] = [token[2 * pair], token[2 * pair + 1]].map(i32::from);
                for (out, weights) in out.iter_mut().zip(weights) {
                    for (sum, w) in out.iter_mut().zip(weights.as_chunks::<2>().0) {
                        *sum += a * i32::from(w[0]) + b * i32::from(w[1]);
                    }
                }
            }
        }
    }
    out
}
