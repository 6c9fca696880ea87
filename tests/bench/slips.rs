//! How long it takes to explain the failing equations of the table of applications: one wrong figure, pairs of every
//! kind, more of them.
//!
//! `cargo bench --bench slips`

#[allow(dead_code, unused_imports, reason = "the benches draft what is right; only the tests leave things out")]
#[path = "../it/support/generate/mod.rs"]
mod generate;
#[path = "../it/support/slips.rs"]
mod slips;

use generate::Random;
use generate::figures::{numbers, usual};
use nianbao::edition::{self, CellAt, Form};
use nianbao::report::Sums;
use nianbao::report::faults::faults;
use rust_decimal::Decimal;
use slips::{Pair, of_digits};
use std::hint::black_box;
use std::time::Instant;

/// How many tables of every kind are explained.
const TABLES: usize = 1000;

fn main() {
    println!("| wrong figures | p50, µs | p99, µs | most, µs |\n|---|---:|---:|---:|");
    measure("none", |_, _, _| {});
    for count in [1, 2, 3, 4, 5, 8, 50] {
        measure(&format!("{count} anywhere"), |form, numbers, random| {
            for _ in 0..count {
                let (row, column) = (random.below(form.rows.len()), random.below(form.columns.len()));
                let slips = of_digits(&numbers[row][column].to_string());
                numbers[row][column] = slips[random.below(slips.len())].parse().expect("a number");
            }
        });
    }
    for kind in Pair::ALL {
        measure(kind.name(), |form, numbers, random| {
            let pair = kind.draw(form, |(row, column)| numbers[row][column], random);
            pair.into_iter().flatten().for_each(|((row, column), wrong)| numbers[row][column] = wrong);
        });
    }
    measure("two pairs, exchanged and split", |form, numbers, random| {
        for kind in [Pair::Exchanged, Pair::Split] {
            let pair = kind.draw(form, |(row, column)| numbers[row][column], random);
            pair.into_iter().flatten().for_each(|((row, column), wrong)| numbers[row][column] = wrong);
        }
    });
}

/// Explains tables that were made wrong, and prints how long the equations and their explanation take.
fn measure(name: &str, spoil: impl Fn(&'static Form, &mut [Vec<Decimal>], &mut Random)) {
    let mut times: Vec<f64> = (0..TABLES)
        .map(|seed| {
            let mut random = Random::new(seed as u64);
            let edition = random.pick(&edition::editions().iter().collect::<Vec<_>>());
            let form = edition.form("applications").expect("the form");
            let mut numbers = numbers(form, &mut random, usual);
            spoil(form, &mut numbers, &mut random);
            let number = |(row, column): CellAt| Some(numbers[row][column]);
            // The first time fills the caches.
            let time = |_| {
                let start = Instant::now();
                let sums = Sums::of(form, number);
                black_box(faults(form, &sums, number));
                start.elapsed().as_secs_f64() * 1e6
            };
            (0..3).map(time).fold(f64::INFINITY, f64::min)
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!("| {name} | {:.0} | {:.0} | {:.0} |", times[TABLES / 2], times[TABLES * 99 / 100], times[TABLES - 1]);
}
