//! How time and memory grow with a text, from 64 KB to 8 MB: the exponent of the time, and how many bytes the peak of the
//! memory grows for each byte of the text, for families of texts (`families.rs`) and everything that is done with a text.
//!
//! `cargo bench --bench growth` measures everything, which takes long; names of what is done (`check`, `format`, `fix`,
//! `unsafe`, `settings`, `open`, `edit`, `ask`, `actions`) and parts of families' names measure only those, and
//! `--top=1m` ends there. With `--over` only what is over a limit is printed. With `NIANBAO` another program is measured.

#[allow(dead_code, reason = "the other bench uses the rest")]
#[path = "../path/driver.rs"]
mod driver;
mod families;

use driver::Session;
use families::Family;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// The least and the largest text, in bytes.
const SIZES: (usize, usize) = (64 << 10, 8 << 20);
/// The largest exponent of the time.
const EXPONENT: f64 = 1.2;
/// How many bytes the peak of the memory may grow for each byte of the text.
const MEMORY: f64 = 40.0;
/// Times below this, in seconds, say nothing about growth.
const TELLING: f64 = 0.04;
/// A text that takes longer than this, in seconds, is the last of its family.
const LONG: f64 = 4.0;

/// What is done with a text.
#[derive(Clone, Copy, PartialEq)]
enum Done {
    /// A command with these arguments.
    Command(&'static str, &'static [&'static str]),
    /// A check with a `nianbao.toml` of that size.
    Settings,
    /// A session: the document is opened, and then this.
    Session(&'static str),
}

const ALL: [Done; 9] = [
    Done::Command("check", &["check", "--fail-on", "never", "--format", "json"]),
    Done::Command("format", &["format", "--check"]),
    Done::Command("fix", &["fix", "--diff", "--fail-on", "never"]),
    Done::Command("unsafe", &["fix", "--unsafe", "--diff", "--fail-on", "never"]),
    Done::Settings,
    Done::Session("open"),
    Done::Session("edit"),
    Done::Session("ask"),
    Done::Session("actions"),
];

impl Done {
    fn name(self) -> &'static str {
        match self {
            Done::Command(name, _) | Done::Session(name) => name,
            Done::Settings => "settings",
        }
    }
}

/// What it cost.
struct Cost {
    bytes: f64,
    /// Seconds of the processor.
    time: f64,
    /// The peak of the memory, in bytes, besides what the shortest text of the family takes.
    peak: f64,
    /// Whether it came to its end.
    is_whole: bool,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // `cargo test --benches` runs this too, to see that it still compiles.
    if arguments.iter().any(|argument| argument == "--test") {
        return;
    }
    let top = arguments.iter().find_map(|it| it.strip_prefix("--top=")?.strip_suffix('m')?.parse::<usize>().ok());
    let top = top.map_or(SIZES.1, |megabytes| megabytes << 20);
    let only_over = arguments.iter().any(|argument| argument == "--over");
    let names: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with("--")).collect();
    let is_done = |name: &str| ALL.iter().any(|done| done.name() == name);
    let (wanted, parts): (Vec<&String>, Vec<&String>) = names.into_iter().partition(|name| is_done(name));
    println!(
        "| | family | MB | seconds | exponent | peak, MB | bytes a byte | |\n|---|---|---:|---:|---:|---:|---:|---|"
    );
    let desk = tempfile::tempdir().expect("a folder");
    let (mut count, mut over) = (0, 0);
    for done in ALL.into_iter().filter(|done| wanted.is_empty() || wanted.iter().any(|name| *name == done.name())) {
        let families = match done {
            Done::Settings => vec![Family { name: "unknown keys", ending: "toml", text: Box::new(families::settings) }],
            _ => families::all(),
        };
        for family in families.iter().filter(|it| parts.is_empty() || parts.iter().any(|part| it.name.contains(*part)))
        {
            let costs = costs(desk.path(), done, family, top);
            let verdict = verdict(&costs);
            count += 1;
            over += usize::from(verdict.is_over);
            if verdict.is_over || !only_over {
                println!("| {} | {} | {} |", done.name(), family.name, verdict.row);
            }
        }
    }
    println!("\n{over} of {count} are over an exponent of {EXPONENT} or {MEMORY} bytes for a byte of the text.");
}

/// What texts of a family cost, each twice as long as the one before it.
fn costs(desk: &Path, done: Done, family: &Family, top: usize) -> Vec<Cost> {
    let cost = |text: &str| match done {
        Done::Session(what) => session(text, what),
        _ => command(desk, done, text, family.ending),
    };
    // What is read once, however long the text is: the editions, the words.
    let before = cost(&(family.text)(0)).peak;
    let mut costs: Vec<Cost> = Vec::new();
    let mut size = SIZES.0;
    while size <= top && costs.last().is_none_or(|last| last.is_whole && last.time < LONG) {
        let cost = cost(&(family.text)(size));
        costs.push(Cost { peak: (cost.peak - before).max(0.0), ..cost });
        size *= 2;
    }
    costs
}

/// A row of the table, and whether it is over a limit.
struct Verdict {
    row: String,
    is_over: bool,
}

fn verdict(costs: &[Cost]) -> Verdict {
    let Some(last) = costs.last() else { return Verdict { row: String::new(), is_over: false } };
    let exponent = exponent(costs);
    let times = bytes_a_byte(costs);
    let is_over = !last.is_whole || exponent.is_some_and(|it| it > EXPONENT) || times > MEMORY;
    let exponent = exponent.map_or_else(|| "–".to_owned(), |it| format!("{it:.2}"));
    let mark = if !last.is_whole {
        "failed"
    } else if is_over {
        "over"
    } else {
        ""
    };
    let (size, peak) = (last.bytes / 1e6, last.peak / 1e6);
    Verdict { row: format!("{size:.2} | {:.2} | {exponent} | {peak:.0} | {times:.0} | {mark}", last.time), is_over }
}

/// How much the peak of the memory grows for each byte of the text, from the shortest to the longest: what is read once,
/// however long a text is, does not grow.
fn bytes_a_byte(costs: &[Cost]) -> f64 {
    match costs {
        [] => 0.0,
        [only] => only.peak / only.bytes,
        [first, .., last] => (last.peak - first.peak) / (last.bytes - first.bytes),
    }
}

/// The slope of the line through the last three telling times, both axes logarithmic.
fn exponent(costs: &[Cost]) -> Option<f64> {
    let telling: Vec<(f64, f64)> = costs
        .iter()
        .filter(|cost| cost.is_whole && cost.time > TELLING)
        .map(|cost| (cost.bytes.ln(), cost.time.ln()))
        .collect();
    let last = &telling[telling.len().saturating_sub(3)..];
    let (&(x, y), count) = (last.first()?, last.len() as f64);
    if last.len() < 2 {
        return None;
    }
    let (x, y) = last.iter().skip(1).fold((x, y), |(x, y), it| (x + it.0, y + it.1));
    let (x, y) = (x / count, y / count);
    let slope = last.iter().map(|it| (it.0 - x) * (it.1 - y)).sum::<f64>();
    Some(slope / last.iter().map(|it| (it.0 - x).powi(2)).sum::<f64>())
}

/// The program that is measured.
fn program() -> String {
    std::env::var("NIANBAO").unwrap_or_else(|_| env!("CARGO_BIN_EXE_nianbao").to_owned())
}

/// Runs a command on a text in a folder of its own, below `time`, which tells what it cost.
fn command(desk: &Path, done: Done, text: &str, ending: &str) -> Cost {
    let folder = tempfile::tempdir_in(desk).expect("a folder");
    let (draft, report) = (folder.path().join(format!("a.{ending}")), folder.path().join("time"));
    let (draft, arguments): (_, &[&str]) = match done {
        Done::Command(_, arguments) => (draft, arguments),
        _ => (folder.path().join("nianbao.toml"), &["check", "--fail-on", "never"]),
    };
    fs::write(&draft, text).expect("a file");
    if done == Done::Settings {
        fs::write(folder.path().join("a.md"), "").expect("a file");
    }
    let mut command = Command::new("/usr/bin/time");
    command.args(["-f", "%U %S %M", "-o"]).arg(&report).args(["timeout", "60"]).arg(program()).args(arguments);
    command.args(["--quiet", "--jobs", "1"]).arg(if done == Done::Settings { Path::new("a.md") } else { &draft });
    command.current_dir(folder.path()).stdout(Stdio::null()).stderr(Stdio::null());
    let status = command.status().expect("`time` runs");
    let report = fs::read_to_string(report).expect("what it cost");
    let numbers: Vec<f64> = report.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    let [.., user, system, kilobytes] = numbers.as_slice() else { panic!("{report}") };
    // Settings that are wrong are refused with 2.
    let is_whole = status.code().is_some_and(|code| code < 2 || (done == Done::Settings && code == 2));
    Cost { bytes: text.len() as f64, time: user + system, peak: kilobytes * 1024.0, is_whole }
}

/// What an editor asks about a whole document, and about a place in its middle.
const QUESTIONS: [(&str, bool); 8] = [
    ("textDocument/documentSymbol", false),
    ("textDocument/foldingRange", false),
    ("textDocument/semanticTokens/full", false),
    ("textDocument/inlayHint", false),
    ("textDocument/codeLens", false),
    ("textDocument/hover", true),
    ("textDocument/completion", true),
    ("textDocument/documentHighlight", true),
];

/// Opens a text, and does what is measured; what opening costs is taken off.
fn session(text: &str, what: &str) -> Cost {
    let mut session = Session::start(&program(), &["server".to_owned()]);
    session.open(text);
    let opened = session.processor();
    let lines = text.matches('\n').count();
    let middle = json!({"line": lines / 2, "character": 0});
    let all = json!({"start": {"line": 0, "character": 0}, "end": {"line": lines + 1, "character": 0}});
    let type_in = |text: &str| json!({"range": {"start": middle, "end": middle}, "text": text});
    match what {
        "edit" => (0..3).for_each(|_| {
            session.edit(&type_in("，"));
        }),
        "ask" => {
            for (method, is_place) in QUESTIONS {
                let about = if is_place { json!({"position": middle}) } else { json!({"range": all}) };
                session.ask(method, about);
            }
            session.ask("textDocument/formatting", json!({"options": {"tabSize": 4, "insertSpaces": true}}));
        }
        "actions" => session.ask(
            "textDocument/codeAction",
            json!({"range": all, "context": {"diagnostics": Value::Array(Vec::new())}}),
        ),
        _ => {}
    }
    let time = session.processor() - if what == "open" { 0.0 } else { opened };
    let peak = session.memory("VmHWM") * 1024.0;
    session.end();
    Cost { bytes: text.len() as f64, time, peak, is_whole: true }
}
