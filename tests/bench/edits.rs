//! What one edit costs in a draft that is open: time, allocations, and how much was read and judged again at most. No process, no
//! protocol: `path` measures those. And the allocations of checking one report.
//!
//! `cargo bench --bench edits` prints tables in Markdown; `-- 30k 3m` measures only edits of these sizes, `-- check` only checks.

#[allow(dead_code, reason = "the benches draft what is right; only the tests leave things out")]
#[path = "../it/support/generate/mod.rs"]
mod generate;
#[allow(dead_code, reason = "other benches use the rest")]
#[path = "volume.rs"]
mod volume;

use generate::STYLES;
use nianbao::check::{Draft, check};
use nianbao::text::Edit;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;
use std::hint::black_box;
use std::time::{Duration, Instant};
use volume::{FAULTS, Place, SIZES, Typing, Volume, What};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // `cargo test --benches` runs this too, to see that it still compiles.
    if arguments.iter().any(|argument| argument == "--test") {
        return;
    }
    let sizes: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with("--")).collect();
    if sizes.is_empty() || sizes.iter().any(|it| *it == "check") {
        checks();
    }
    println!("| size | edit | place | p50, µs | p99, µs | blocks read | parts judged | allocations | KB allocated |");
    println!("|---|---|---|---:|---:|---:|---:|---:|---:|");
    for (name, bytes) in SIZES.into_iter().filter(|(name, _)| sizes.is_empty() || sizes.iter().any(|it| it == name)) {
        let volume = Volume::new(&STYLES[0], bytes, FAULTS);
        for what in What::ALL {
            for place in Place::ALL {
                let cost = measure(&volume, &volume.typing(what, place), rounds(bytes));
                println!("| {name} | {} | {} | {cost} |", what.name(), place.name());
            }
        }
    }
}

/// Allocations of checking a report of the smallest size, and how many of them are what is returned.
fn checks() {
    println!("| check of a report | allocations | moved | returned |\n|---|---:|---:|---:|");
    for style in STYLES.iter().filter(|style| style.is_own()) {
        let volume = Volume::new(style, SIZES[0].1, 0);
        // What is made once in the life of a process.
        black_box(check(&volume.text));
        let region = Region::new(ALLOCATOR);
        let checked = black_box(check(&volume.text));
        let change = region.change();
        let returned = change.allocations - change.deallocations;
        println!("| {} | {} | {} | {returned} |", style.name, change.allocations, change.reallocations);
        drop(checked);
    }
    println!();
}

/// How often an edit is done and taken back.
fn rounds(bytes: usize) -> usize {
    (30_000_000 / bytes).clamp(5, 200)
}

/// Does and takes back an edit, each followed by what an editor wants to know of the draft then.
fn measure(volume: &Volume, typing: &Typing, rounds: usize) -> String {
    let mut draft = Draft::new(&volume.text, 0);
    let start = typing.at - typing.before.len();
    draft.edit(&[Edit::new(start..start, typing.before)], 1);
    let done = Edit::new(typing.at..typing.at + typing.replaced.len(), typing.text);
    let undone = Edit::new(typing.at..typing.at + typing.text.len(), typing.replaced.as_str());
    let mut times = Vec::new();
    let mut allocated = Vec::new();
    let mut work = Vec::new();
    for round in 0..2 * rounds {
        let edit = if round % 2 == 0 { &done } else { &undone };
        let region = Region::new(ALLOCATOR);
        let begin = Instant::now();
        let snapshot = draft.edit(std::slice::from_ref(edit), round as i32);
        black_box(snapshot.findings().count());
        times.push(begin.elapsed());
        let change = region.change();
        allocated.push((change.allocations + change.reallocations, change.bytes_allocated));
        work.push((snapshot.work().blocks, snapshot.work().parts));
    }
    work.sort_unstable();
    times.sort_unstable();
    allocated.sort_unstable();
    let at = |share: f64| {
        let time: Duration = times[((times.len() as f64 * share) as usize).min(times.len() - 1)];
        time.as_secs_f64() * 1e6
    };
    let (allocations, bytes) = allocated[allocated.len() / 2];
    let (blocks, parts) = work[work.len() - 1];
    format!("{:.0} | {:.0} | {blocks} | {parts} | {allocations} | {:.0}", at(0.5), at(0.99), bytes as f64 / 1e3)
}
