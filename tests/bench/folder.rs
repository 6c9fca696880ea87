//! How fast `nianbao check` goes through a folder of two thousand drafts, and how much memory it takes, beside two
//! programs that only read the same files.

// The benches draft what is right; only the tests leave things out.
#[allow(dead_code)]
#[path = "../support/generate.rs"]
mod generate;

use generate::{Plan, STYLES};
use nianbao::edition;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const FILES: u64 = 2000;
/// Two thirds of published reports are not much longer.
const SIZE: usize = 15_000;
const RUNS: usize = 5;

fn main() {
    // `cargo test --benches` runs this too, to see that it still compiles.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let bytes = write_drafts(folder.path());
    println!("{FILES} drafts, {:.1} MB, best of {RUNS} runs", bytes as f64 / 1e6);
    println!("{:<32} {:>8} {:>8} {:>8} {:>8} {:>8}", "", "seconds", "files/s", "MB/s", "CPU s", "peak MB");
    let program = env!("CARGO_BIN_EXE_nianbao");
    measure(folder.path(), bytes, program, &["check", "--format", "concise", "."]);
    measure(folder.path(), bytes, program, &["check", "--format", "concise", "--jobs", "1", "."]);
    measure(folder.path(), bytes, "sh", &["-c", "find . -type f -print0 | xargs -0 wc -c"]);
    measure(folder.path(), bytes, "grep", &["-rc", "总计", "."]);
}

/// Writes the drafts, every style in turn, and returns how many bytes they have.
fn write_drafts(folder: &Path) -> usize {
    let editions = edition::editions();
    let write = |index: u64| {
        let style = &STYLES[index as usize % STYLES.len()];
        let edition = if index.is_multiple_of(4) { &editions[0] } else { edition::newest() };
        let text = Plan::new(edition, index).size(SIZE).write(style).text;
        let ending = match style.layout.name() {
            "html" => "html",
            "markdown" => "md",
            "tabs" => "tsv",
            _ => "txt",
        };
        fs::write(folder.join(format!("{index:04}.{ending}")), &text).expect("a file can be written");
        text.len()
    };
    (0..FILES).map(write).sum()
}

/// What a run cost. Memory and processor time only where the system's `time` tells them.
struct Cost {
    time: Duration,
    processor: Option<f64>,
    peak: Option<f64>,
}

/// Runs a program several times over the folder and prints its best times and its largest memory.
fn measure(folder: &Path, bytes: usize, program: &str, arguments: &[&str]) {
    let name = Path::new(program).file_name().map_or_else(|| program.into(), |name| name.to_string_lossy());
    let name = format!("{name} {}", arguments.join(" ")).chars().take(32).collect::<String>();
    let runs: Vec<Cost> = (0..RUNS).map(|_| run(folder, program, arguments)).collect();
    let seconds = runs.iter().map(|cost| cost.time.as_secs_f64()).fold(f64::INFINITY, f64::min);
    let processor = shown(runs.iter().filter_map(|cost| cost.processor).reduce(f64::min), 2);
    let peak = shown(runs.iter().filter_map(|cost| cost.peak).reduce(f64::max), 1);
    let (files, speed) = (FILES as f64 / seconds, bytes as f64 / 1e6 / seconds);
    println!("{name:<32} {seconds:>8.3} {files:>8.0} {speed:>8.1} {processor:>8} {peak:>8}");
}

fn shown(number: Option<f64>, places: usize) -> String {
    number.map_or_else(|| "?".to_owned(), |number| format!("{number:.places$}"))
}

/// Runs a program once.
fn run(folder: &Path, program: &str, arguments: &[&str]) -> Cost {
    const TIME: &str = "/usr/bin/time";
    let report = folder.with_extension("time");
    let mut command = if Path::new(TIME).exists() {
        let mut command = Command::new(TIME);
        command.args(["-f", "%U %S %M", "-o"]).arg(&report).arg(program);
        command
    } else {
        Command::new(program)
    };
    command.args(arguments).current_dir(folder).stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let status = command.status().expect("the program runs");
    let time = start.elapsed();
    assert!(status.success(), "{program} {arguments:?}: {status}");
    let report_text = fs::read_to_string(&report).unwrap_or_default();
    let _ = fs::remove_file(&report);
    let numbers: Vec<f64> = report_text.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    match numbers.as_slice() {
        [user, system, kilobytes] => Cost { time, processor: Some(user + system), peak: Some(kilobytes / 1024.0) },
        _ => Cost { time, processor: None, peak: None },
    }
}
