//! What the two benches of normalizers share: rawi's own and that of its peers.

use std::time::Duration;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, SamplingMode, Throughput};

/// Short runs without plots, because there are hundreds: all of them take some minutes. Ratios within
/// one run are what counts.
pub fn criterion() -> Criterion {
    Criterion::default()
        .without_plots()
        .nresamples(2000)
        .sample_size(10)
        .warm_up_time(Duration::from_millis(100))
        .measurement_time(Duration::from_millis(400))
}

/// The group in which everything is measured on one text.
pub fn group<'c>(c: &'c mut Criterion, name: &str, text: &str) -> BenchmarkGroup<'c, WallTime> {
    let mut group = c.benchmark_group(format!("normalize/{name}"));
    // Every sample the same: the longest texts would take their time ten, nine, eight times.
    let mode = if text.len() > 1000 { SamplingMode::Flat } else { SamplingMode::Auto };
    group.throughput(Throughput::Bytes(text.len() as u64)).sampling_mode(mode);
    group
}

/// Measures what gives a new text.
pub fn whole<T>(group: &mut BenchmarkGroup<'_, WallTime>, name: &str, mut f: impl FnMut() -> T) {
    group.bench_function(name, |b| b.iter(&mut f));
}
