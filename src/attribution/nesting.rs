//! Which span holds which: one sweep over the text, so that long documents cost what they are long.

/// A range of positions and whose it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Owned {
    pub start: usize,
    pub end: usize,
    pub owner: usize,
}

/// For each of `points`, the smallest of `spans` that holds it and belongs to another owner; of two
/// of one length, that of the smaller owner.
pub(super) fn smallest_holders(points: &[Owned], mut spans: Vec<Owned>) -> Vec<Option<Owned>> {
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by_key(|&i| points.get(i).map(|p| p.start));
    spans.sort_by_key(|s| s.start);
    let mut spans = spans.into_iter().peekable();
    let mut open: Vec<Owned> = Vec::new();
    let mut out = vec![None; points.len()];
    for i in order {
        let (Some(p), Some(found)) = (points.get(i), out.get_mut(i)) else { continue };
        while let Some(s) = spans.next_if(|s| s.start <= p.start) {
            open.push(s);
        }
        open.retain(|s| s.end > p.start);
        *found = open
            .iter()
            .filter(|s| s.owner != p.owner && s.end >= p.end)
            .min_by_key(|s| (s.end - s.start, s.owner))
            .copied();
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn owned(start: usize, len: usize, owner: usize) -> Owned {
        Owned { start, end: start + len, owner }
    }

    proptest! {
        #[test]
        fn the_sweep_finds_what_a_search_finds(
            points in prop::collection::vec((0..60_usize, 1..4_usize, 0..9_usize), 0..30),
            spans in prop::collection::vec((0..60_usize, 1..30_usize, 0..9_usize), 0..30),
        ) {
            let points: Vec<_> = points.into_iter().map(|(a, n, o)| owned(a, n, o)).collect();
            let spans: Vec<_> = spans.into_iter().map(|(a, n, o)| owned(a, n, o)).collect();
            let found = smallest_holders(&points, spans.clone());
            for (p, f) in points.iter().zip(found) {
                let want = spans
                    .iter()
                    .filter(|s| s.owner != p.owner && s.start <= p.start && p.end <= s.end)
                    .map(|s| (s.end - s.start, s.owner))
                    .min();
                prop_assert_eq!(f.map(|s| (s.end - s.start, s.owner)), want);
            }
        }
    }
}
