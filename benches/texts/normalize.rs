//! What the two benches of normalizers share: rawi's own and that of its peers.

use std::time::Duration;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput};

/// Short runs, because there are many; ratios within one run are what counts.
pub fn criterion() -> Criterion {
    Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(100))
        .measurement_time(Duration::from_millis(400))
}

/// The group in which everything is measured on one text.
pub fn group<'c>(c: &'c mut Criterion, name: &str, text: &str) -> BenchmarkGroup<'c, WallTime> {
    let mut group = c.benchmark_group(format!("normalize/{name}"));
    group.throughput(Throughput::Bytes(text.len() as u64));
    group
}

/// Measures what gives a new text.
pub fn whole<T>(group: &mut BenchmarkGroup<'_, WallTime>, name: &str, mut f: impl FnMut() -> T) {
    group.bench_function(name, |b| b.iter(&mut f));
}
