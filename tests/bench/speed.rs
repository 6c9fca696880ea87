//! How long a draft takes from text to findings, and how much of that is reading it to blocks and cells: one report, and
//! volumes of many, in each layout.

#[allow(dead_code, reason = "the benches draft what is right; only the tests leave things out")]
#[path = "../it/support/generate/mod.rs"]
mod generate;
#[allow(dead_code, reason = "other benches use the rest")]
#[path = "volume.rs"]
mod volume;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use generate::{STYLES, Style};
use nianbao::syntax::Syntax;
use std::hint::black_box;
use std::time::Duration;
use volume::{SIZES, Volume};

/// The layouts as nianbao writes them, and HTML as a word processor leaves it.
fn styles() -> impl Iterator<Item = &'static Style> {
    STYLES.iter().filter(|style| style.is_own() || style.name == "html-word")
}

fn speed(criterion: &mut Criterion) {
    for (name, work) in [("check", judge as fn(&str)), ("parse", parse)] {
        let mut group = criterion.benchmark_group(name);
        group.sample_size(10).warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3));
        for style in styles() {
            for (size, bytes) in SIZES {
                let volume = Volume::new(style, bytes, 0);
                group.throughput(Throughput::Bytes(volume.text.len() as u64));
                group.bench_with_input(BenchmarkId::new(style.name, size), &volume.text, |bencher, text| {
                    bencher.iter(|| work(black_box(text)));
                });
            }
        }
        group.finish();
    }
}

fn judge(text: &str) {
    black_box(nianbao::check::check(text));
}

fn parse(text: &str) {
    black_box(Syntax::parse(text));
}

criterion_group!(benches, speed);
criterion_main!(benches);
