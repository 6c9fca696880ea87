//! How many instructions the hot paths take. Unlike times they repeat, so a check can hold them: it fails where one takes
//! 10 % more than `instructions.toml` says.
//!
//! `cargo run --release -p instructions` counts and compares; `UPDATE=1 cargo run --release -p instructions` writes the counts
//! down. They belong to a version of the compiler, which stands beside them: with another, 25 % more are let pass.
//! Counting is the work of `valgrind --tool=callgrind`; without it the check fails, because nothing was checked.

#[allow(dead_code, reason = "the benches draft what is right; only the tests leave things out")]
#[path = "../../it/support/generate/mod.rs"]
mod generate;
#[allow(dead_code, reason = "other benches use the rest")]
#[path = "../volume.rs"]
mod volume;

use generate::STYLES;
use nianbao::check::Draft;
use nianbao::check::check;
use nianbao::text::Edit;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use volume::{FAULTS, Place, Volume, What};

/// How many instructions more than are written down make the check fail, with the compiler that they were counted with
/// and with another; as many less are worth writing down.
const MARGIN: f64 = 0.10;
const MARGIN_OF_ANOTHER: f64 = 0.25;

const EDITED: [(&str, usize); 2] = [("30k", 30_000), ("3m", 3_000_000)];
const READ: usize = 30_000;
const START: &str = "start to the result of initialize";

/// What is written down.
#[derive(Debug, Default, Deserialize, Serialize)]
struct Counts {
    rustc: String,
    instructions: BTreeMap<String, u64>,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, work] = arguments.as_slice()
        && flag == "--work"
    {
        do_work(work);
        return ExitCode::SUCCESS;
    }
    match Command::new("valgrind").arg("--version").stdout(Stdio::null()).status() {
        Ok(status) if status.success() => {}
        _ => {
            eprintln!("NOT CHECKED: instructions are counted with valgrind, and there is none.");
            return ExitCode::from(2);
        }
    }
    // With the dependencies of this program there is little left to build.
    match Command::new("cargo").args(["build", "--release", "--locked", "-p", "nianbao"]).status() {
        Ok(status) if status.success() => {}
        _ => return ExitCode::FAILURE,
    }
    let mut counts = Counts { rustc: rustc(), instructions: BTreeMap::new() };
    for work in works() {
        let count = count(&work);
        eprintln!("{count:>14}  {work}");
        counts.instructions.insert(work, count);
    }
    if std::env::var_os("UPDATE").is_some() {
        fs::write(file(), toml_of(&counts)).expect("the counts can be written");
        return ExitCode::SUCCESS;
    }
    compare(&counts)
}

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).with_extension("toml")
}

fn toml_of(counts: &Counts) -> String {
    let lines = counts.instructions.iter().map(|(work, count)| format!("{work:?} = {count}\n"));
    let head = "# Written by `UPDATE=1 cargo run --release -p instructions`.\n";
    format!("{head}rustc = {:?}\n\n[instructions]\n{}", counts.rustc, lines.collect::<String>())
}

fn rustc() -> String {
    let output = Command::new("rustc").arg("--version").output().expect("the compiler");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// Compares with what is written down.
fn compare(counts: &Counts) -> ExitCode {
    let written: Counts = toml::from_str(&fs::read_to_string(file()).unwrap_or_default()).unwrap_or_default();
    let is_same = written.rustc == counts.rustc;
    let margin = if is_same { MARGIN } else { MARGIN_OF_ANOTHER };
    if !is_same {
        println!(
            "Counted with {}, written down with {:?}: {:.0} % are let pass.",
            counts.rustc,
            written.rustc,
            margin * 1e2
        );
    }
    let mut is_worse = counts.instructions.len() != written.instructions.len();
    if is_worse {
        println!("Not the same work is counted and written down.");
    }
    for (work, count) in &counts.instructions {
        let Some(before) = written.instructions.get(work) else {
            println!("FAILED  {work}: {count} instructions, and none written down");
            is_worse = true;
            continue;
        };
        let change = *count as f64 / *before as f64 - 1.0;
        let verdict = if change > margin {
            is_worse = true;
            "FAILED "
        } else if change < -margin {
            "better "
        } else {
            "ok     "
        };
        println!("{verdict} {work}: {count} instructions, {:+.1} %", change * 1e2);
        if change < -margin {
            println!("        Write it down, so that it stays: UPDATE=1 cargo run --release -p instructions");
        }
    }
    if is_worse {
        println!("If that is the price of something: UPDATE=1 cargo run --release -p instructions, and say why.");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// Everything that is counted.
fn works() -> Vec<String> {
    let checks = STYLES.iter().filter(|style| style.is_own()).map(|style| format!("check 30k {}", style.name));
    let edits = EDITED.iter().flat_map(|(size, _)| {
        let edits = What::ALL.into_iter().map(move |what| format!("edit {size} {}", what.name()));
        edits.collect::<Vec<_>>()
    });
    checks.chain(edits).chain([START.to_owned()]).collect()
}

/// Counts the instructions of a piece of work.
fn count(work: &str) -> u64 {
    let program = std::env::current_exe().expect("this program");
    let report = program.with_extension("callgrind");
    let mut command = Command::new("valgrind");
    command.arg("--tool=callgrind").arg(format!("--callgrind-out-file={}", report.display()));
    if work == START {
        let messages = program.with_extension("messages");
        fs::write(&messages, session()).expect("a file");
        command.arg(program.with_file_name("nianbao")).arg("server").env_remove("NIANBAO_LOG");
        command.stdin(File::open(&messages).expect("a file"));
    } else {
        // Only what is below this function counts, not what leads there.
        command.arg("--toggle-collect=*counted*").arg(program);
        command.args(["--work", work]);
    }
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().expect("valgrind");
    assert!(status.success(), "{work}: {status}");
    let report = fs::read_to_string(&report).expect("a report");
    let totals = report.lines().find_map(|line| line.strip_prefix("totals: ").or(line.strip_prefix("summary: ")));
    let count = totals.and_then(|totals| totals.trim().parse().ok()).expect("the sum");
    assert!(count > 0, "{work}: nothing was counted");
    count
}

/// A session that is over as soon as it has begun.
fn session() -> String {
    let parameters = json!({"processId": null, "rootUri": null, "capabilities": {}});
    let messages = [
        json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": parameters}),
        json!({"jsonrpc": "2.0", "id": 2, "method": "shutdown"}),
        json!({"jsonrpc": "2.0", "method": "exit"}),
    ];
    let frame = |message: Value| {
        let body = message.to_string();
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    };
    messages.map(frame).concat()
}

fn do_work(work: &str) {
    if let Some(name) = work.strip_prefix("check 30k ") {
        let style = STYLES.iter().find(|style| style.name == name).expect("a style");
        let text = Volume::new(style, READ, FAULTS).text;
        // What is made but once in the life of a process is made before.
        black_box(check(&text));
        return counted(|| _ = black_box(check(&text)));
    }
    let rest = work.strip_prefix("edit ").expect("a kind of work");
    let (size, what) = rest.split_once(' ').expect("a size and an edit");
    let (_, bytes) = EDITED.into_iter().find(|(name, _)| *name == size).expect("a size");
    let what = What::ALL.into_iter().find(|it| it.name() == what).expect("an edit");
    let volume = Volume::new(&STYLES[0], bytes, FAULTS);
    let typing = volume.typing(what, Place::Middle);
    let mut draft = Draft::new(&volume.text, 0);
    let start = typing.at - typing.before.len();
    draft.edit(&[Edit::new(start..start, typing.before)], 1);
    let edit = Edit::new(typing.at..typing.at + typing.replaced.len(), typing.text);
    let findings = |draft: &mut Draft| draft.edit(&[edit], 2).findings().count();
    counted(|| _ = black_box(findings(&mut draft)));
}

/// What callgrind looks at.
#[inline(never)]
fn counted(work: impl FnOnce()) {
    work();
}
