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
    println!("{:<28} {:>9} {:>9} {:>9} {:>10}", "", "seconds", "files/s", "MB/s", "peak MB");
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
        let edition = &editions[usize::from(index % 4 > 0)];
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

/// Runs a program several times over the folder and prints its best time and its largest memory.
fn measure(folder: &Path, bytes: usize, program: &str, arguments: &[&str]) {
    let name = Path::new(program).file_name().map_or_else(|| program.into(), |name| name.to_string_lossy());
    let name = format!("{name} {}", arguments.join(" ")).chars().take(28).collect::<String>();
    let runs: Vec<(Duration, Option<f64>)> = (0..RUNS).map(|_| run(folder, program, arguments)).collect();
    let seconds = runs.iter().map(|(time, _)| time.as_secs_f64()).fold(f64::INFINITY, f64::min);
    let peak = runs.iter().filter_map(|(_, peak)| *peak).fold(0.0, f64::max);
    let peak = if peak > 0.0 { format!("{peak:.1}") } else { "?".to_owned() };
    let (files, speed) = (FILES as f64 / seconds, bytes as f64 / 1e6 / seconds);
    println!("{name:<28} {seconds:>9.3} {files:>9.0} {speed:>9.1} {peak:>10}");
}

/// Runs a program once: how long it took, and its largest memory in MB where the system's `time` tells.
fn run(folder: &Path, program: &str, arguments: &[&str]) -> (Duration, Option<f64>) {
    const TIME: &str = "/usr/bin/time";
    let report = folder.with_extension("time");
    let mut command = if Path::new(TIME).exists() {
        let mut command = Command::new(TIME);
        command.arg("-f").arg("%M").arg("-o").arg(&report).arg(program);
        command
    } else {
        Command::new(program)
    };
    command.args(arguments).current_dir(folder).stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let status = command.status().expect("the program runs");
    let time = start.elapsed();
    assert!(status.success(), "{program} {arguments:?}: {status}");
    let peak = fs::read_to_string(&report).ok().and_then(|text| text.lines().last()?.trim().parse::<f64>().ok());
    let _ = fs::remove_file(&report);
    (time, peak.map(|kilobytes| kilobytes / 1024.0))
}
