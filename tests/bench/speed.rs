//! How long a draft takes from text to findings, and how much of that is reading it to blocks and cells.

// The benches draft what is right; only the tests leave things out.
#[allow(dead_code)]
#[path = "../support/generate.rs"]
mod generate;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use generate::{Plan, STYLES, Style};
use nianbao::edition;
use nianbao::ide;
use nianbao::syntax::Syntax;
use std::hint::black_box;

/// The layouts as nianbao writes them, and HTML as a word processor leaves it.
fn styles() -> impl Iterator<Item = &'static Style> {
    STYLES.iter().filter(|style| style.is_own() || style.name == "html-word")
}

fn draft(style: &Style, size: usize) -> String {
    Plan::new(edition::newest(), 1).size(size).write(style).text
}

fn one_report(criterion: &mut Criterion) {
    for (name, work) in [("check", check as fn(&str)), ("parse", parse)] {
        let mut group = criterion.benchmark_group(name);
        for style in styles() {
            for size in [15_000, 30_000] {
                let text = draft(style, size);
                group.throughput(Throughput::Bytes(text.len() as u64));
                group.bench_with_input(BenchmarkId::new(style.name, size / 1000), &text, |bencher, text| {
                    bencher.iter(|| work(black_box(text)));
                });
            }
        }
        group.finish();
    }
}

/// Twenty reports in one file, as a county's collection of them.
fn many_reports(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("collection");
    let draft = |seed| Plan::new(edition::newest(), seed).size(15_000).write(&STYLES[0]).text;
    let text: String = (0..20).map(draft).collect();
    assert_eq!(ide::check(&text).reports.len(), 20);
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function(BenchmarkId::new(STYLES[0].name, text.len() / 1000), |bencher| {
        bencher.iter(|| check(black_box(&text)));
    });
    group.finish();
}

fn check(text: &str) {
    black_box(ide::check(text));
}

fn parse(text: &str) {
    black_box(Syntax::parse(text));
}

criterion_group!(benches, one_report, many_reports);
criterion_main!(benches);
