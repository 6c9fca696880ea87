//! How fast `nianbao check` goes through a folder of ten thousand drafts, five years of each body, how long it takes to
//! say the first thing, how much memory it takes, and how much of its time is checking; beside it two programs that only
//! read the same files, and, where they are installed, two that check any text.
//!
//! `cargo bench --bench folder -- 2000 markdown` takes so many files instead, and only those layouts. With `NIANBAO_BEFORE`
//! the program at that path goes through the same files in the same run.

#[allow(dead_code, reason = "the benches draft what is right; only the tests leave things out")]
#[path = "../it/support/generate/mod.rs"]
mod generate;

use generate::{Plan, STYLES, Style};
use nianbao::check::check;
use nianbao::edition;
use std::fs;
use std::hint::black_box;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const FILES: usize = 10_000;
/// Two thirds of published reports are not much longer.
const SIZE: usize = 15_000;
const RUNS: usize = 5;
/// Programs that check any text, and how they go through a folder. What they find is not looked at.
const PEERS: [(&str, &str); 2] = [("typos", "typos --format brief ."), ("rumdl", "rumdl check --no-cache .")];
/// How many years of a body there are.
const YEARS: usize = 5;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // `cargo test --benches` runs this too, to see that it still compiles.
    if arguments.iter().any(|argument| argument == "--test") {
        return;
    }
    let count = arguments.iter().find_map(|argument| argument.parse().ok()).unwrap_or(FILES);
    let is_asked = |style: &&Style| arguments.iter().any(|argument| argument == style.layout.name());
    let mut styles: Vec<&Style> = STYLES.iter().filter(is_asked).collect();
    if styles.is_empty() {
        styles.extend(&STYLES);
    }
    let folder = tempfile::tempdir().expect("a folder");
    let write = |index| write_draft(folder.path(), index, styles[index % styles.len()]);
    let files: Vec<PathBuf> = (0..count).map(write).collect();
    let bytes = files.iter().map(|file| file.metadata().expect("a file").len()).sum::<u64>() as f64;
    println!("{count} drafts, {:.1} MB, best of {RUNS} runs\n", bytes / 1e6);
    println!("| | seconds | files/s | MB/s | processor seconds | peak, MB | first output, ms |");
    println!("|---|---:|---:|---:|---:|---:|---:|");
    let measure = |name: &str, program: &str, arguments: &[&str]| {
        let runs: Vec<Cost> = (0..RUNS).map(|_| run(folder.path(), program, arguments)).collect();
        let best = |of: fn(&Cost) -> f64| runs.iter().map(of).fold(f64::INFINITY, f64::min);
        let seconds = best(|cost| cost.time.as_secs_f64());
        let peak = runs.iter().map(|cost| cost.peak).fold(0.0, f64::max);
        let (processor, first) = (best(|cost| cost.processor), best(|cost| cost.first.as_secs_f64()) * 1e3);
        let (files, speed) = (count as f64 / seconds, bytes / 1e6 / seconds);
        println!("| {name} | {seconds:.3} | {files:.0} | {speed:.1} | {processor:.2} | {peak:.1} | {first:.1} |");
        seconds
    };
    let program = env!("CARGO_BIN_EXE_nianbao");
    let check = ["check", "--format", "concise", "--fail-on", "never", "."];
    let all = measure("`nianbao check` on all cores", program, &check);
    let one = measure("`nianbao check --jobs 1`", program, &[&check[..], &["--jobs", "1"]].concat());
    if let Some(before) = std::env::var_os("NIANBAO_BEFORE").and_then(|path| path.into_string().ok()) {
        let before = measure("another build on all cores", &before, &check);
        println!("| | {:.2} times as long as that | | | | | |", all / before);
    }
    measure("`wc -c` (sizes only)", "sh", &["-c", "find . -type f -print0 | xargs -0 wc -c"]);
    measure("`grep -rc 总计`", "grep", &["-rc", "总计", "."]);
    for (peer, command) in PEERS {
        if Command::new(peer).arg("--version").stdout(Stdio::null()).status().is_ok() {
            measure(&format!("`{command}`"), "sh", &["-c", &format!("{command} || true")]);
        } else {
            println!("| `{command}`: not installed | | | | | | |");
        }
    }
    let (reading, checking) = in_process(&files);
    println!("\nAll cores are {:.2} times as fast as one.", one / all);
    println!(
        "On one core reading the files takes {reading:.2} s and checking them {checking:.2} s: {:.0} % of what is not reading.",
        checking / (one - reading) * 100.0
    );
}

/// Writes a draft: five years of a body one after the other, the first of them in the older
/// edition; a quarter has a wrong figure.
fn write_draft(folder: &Path, index: usize, style: &Style) -> PathBuf {
    let (newest, year) = (edition::newest(), index % YEARS);
    let edition = if year == 0 { &edition::editions()[0] } else { newest };
    let plan = Plan::new(edition, index as u64).of(index / YEARS, newest.first_report_year - 1 + year as u16);
    let draft = plan.size(SIZE).write(style);
    let mut text = draft.text.clone();
    if index % 4 == 1 {
        let cell = draft.cells(&edition.forms[0].id).swap_remove(0);
        text.replace_range(cell.range, "x");
    }
    let ending = match style.layout.name() {
        "html" => "html",
        "markdown" => "md",
        "tabs" => "tsv",
        _ => "txt",
    };
    let file = folder.join(format!("{index:05}.{ending}"));
    fs::write(&file, &text).expect("a file can be written");
    file
}

/// How many seconds reading the files takes in this process, and how many checking them; the best of the runs.
fn in_process(files: &[PathBuf]) -> (f64, f64) {
    let run = || {
        let (mut reading, mut checking) = (Duration::ZERO, Duration::ZERO);
        for file in files {
            let begin = Instant::now();
            let text = fs::read_to_string(file).expect("a file");
            let read = Instant::now();
            black_box(check(&text));
            reading += read - begin;
            checking += read.elapsed();
        }
        (reading.as_secs_f64(), checking.as_secs_f64())
    };
    let runs: Vec<(f64, f64)> = (0..3).map(|_| run()).collect();
    runs.into_iter().fold((f64::INFINITY, f64::INFINITY), |best, run| (best.0.min(run.0), best.1.min(run.1)))
}

/// What a run cost. Memory, in MB, and processor time, in seconds, only where the system's `time` tells them.
struct Cost {
    time: Duration,
    first: Duration,
    processor: f64,
    peak: f64,
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
    command.args(arguments).current_dir(folder).stdout(Stdio::piped()).stderr(Stdio::null());
    let start = Instant::now();
    let mut child = command.spawn().expect("the program runs");
    let mut output = child.stdout.take().expect("a pipe");
    let mut buffer = vec![0; 64 * 1024];
    let mut first = None;
    while output.read(&mut buffer).expect("a pipe") > 0 {
        first.get_or_insert_with(|| start.elapsed());
    }
    let status = child.wait().expect("the program ends");
    let time = start.elapsed();
    assert!(status.success(), "{program} {arguments:?}: {status}");
    let report_text = fs::read_to_string(&report).unwrap_or_default();
    let _ = fs::remove_file(&report);
    let numbers: Vec<f64> = report_text.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    let (processor, peak) = match numbers.as_slice() {
        [user, system, kilobytes] => (user + system, kilobytes / 1024.0),
        _ => (f64::NAN, f64::NAN),
    };
    Cost { time, first: first.unwrap_or(time), processor, peak }
}
