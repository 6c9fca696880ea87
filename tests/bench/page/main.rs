//! From a key to the findings in the page: the same messages answered by the engine in this process, and by the engine in
//! WebAssembly, in turn.
//!
//! `NIANBAO_PAGE=target/wasm32-unknown-unknown/page/nianbao_page.wasm cargo bench --bench page`; Node runs the engine.

#[allow(dead_code, reason = "the benches draft what is right; only the tests leave things out")]
#[path = "../../it/support/generate/mod.rs"]
mod generate;
#[allow(dead_code, reason = "other benches use the rest")]
#[path = "../volume.rs"]
mod volume;

use generate::STYLES;
use nianbao::page::Session;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;
use std::time::Instant;
use volume::{FAULTS, Place, SIZES, Volume, What, line_and_character};

/// How many keys are pressed; the first tenth is not measured.
const KEYS: usize = 200;
const URI: &str = "file:///report.md";

fn main() {
    // `cargo test --benches` runs this too, to see that it still compiles.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let engine = std::env::var_os("NIANBAO_PAGE");
    println!(
        "| from a key to the findings, µs | size | in this process: p50, p90 | in WebAssembly: p50, p90 | ratio |"
    );
    println!("|---|---|---:|---:|---:|");
    for (name, bytes) in &SIZES[1..=3] {
        let volume = Volume::new(&STYLES[0], *bytes, FAULTS);
        for what in [What::Digit, What::Prose] {
            let (begin, keys) = messages(&volume, what);
            let own = measured(native(&begin, &keys));
            let page = engine.as_deref().map(|engine| measured(in_node(Path::new(engine), &begin, &keys)));
            let shown = page.map_or("not run".to_owned(), |(p50, p90)| format!("{p50:.0}, {p90:.0}"));
            let ratio = page.map_or(String::new(), |(p50, _)| format!("{:.2}", p50 / own.0));
            println!("| {} | {name} | {:.0}, {:.0} | {shown} | {ratio} |", what.name(), own.0, own.1);
        }
    }
}

/// What the page says first, and what it says for each key.
fn messages(volume: &Volume, what: What) -> (Vec<String>, Vec<[String; 2]>) {
    let message = |method: &str, params: Value| json!({"method": method, "params": params}).to_string();
    let document = json!({"uri": URI, "languageId": "markdown", "version": 0, "text": volume.text});
    let begin = vec![
        message("initialize", json!({"now": 1_800_000_000})),
        message("textDocument/didOpen", json!({"textDocument": document})),
        message("textDocument/diagnostic", json!({})),
    ];
    let typing = volume.typing(what, Place::Middle);
    let (line, character) = line_and_character(&volume.text, typing.at);
    let at = |character: usize| json!({"line": line, "character": character});
    let behind = character + typing.text.encode_utf16().count();
    let key = |key: usize| {
        let change = match key % 2 {
            0 => json!({"range": {"start": at(character), "end": at(character)}, "text": typing.text}),
            _ => json!({"range": {"start": at(character), "end": at(behind)}, "text": ""}),
        };
        let document = json!({"uri": URI, "version": key + 1});
        let change = json!({"textDocument": document, "contentChanges": [change]});
        [message("textDocument/didChange", change), message("textDocument/diagnostic", json!({}))]
    };
    (begin, (0..KEYS).map(key).collect())
}

/// How long each key takes in this process, in µs.
fn native(begin: &[String], keys: &[[String; 2]]) -> Vec<f64> {
    let mut session = Session::default();
    let mut answer = |message: &String| {
        let answer = session.answer(message);
        assert!(answer.starts_with("{\"result\""), "{answer:.200}");
    };
    begin.iter().for_each(&mut answer);
    let key = |messages: &[String; 2]| {
        let begin = Instant::now();
        messages.iter().for_each(&mut answer);
        begin.elapsed().as_secs_f64() * 1e6
    };
    keys.iter().map(key).collect()
}

/// How long each key takes in WebAssembly, in µs.
fn in_node(engine: &Path, begin: &[String], keys: &[[String; 2]]) -> Vec<f64> {
    let said = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(said.path(), json!({"begin": begin, "keys": keys}).to_string()).expect("a file can be written");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bench/page/engine.mjs");
    let output = Command::new("node").arg(script).arg(engine).arg(said.path()).output().expect("Node");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("times")
}

/// The times in the middle and of nine in ten.
fn measured(mut times: Vec<f64>) -> (f64, f64) {
    times.drain(..KEYS / 10);
    times.sort_unstable_by(f64::total_cmp);
    (times[times.len() / 2], times[times.len() * 9 / 10])
}
