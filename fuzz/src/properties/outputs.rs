//! What must hold of what the commands print: another parser reads it, and every format tells the same findings.

use nianbao::cli;
use nianbao::text::encoding::decode;
use serde_json::Value;
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

/// Checks a text as a file, in every format, and counts the findings in each.
///
/// # Panics
/// If another parser does not read one, or it tells more or fewer findings than the others.
pub fn outputs(data: &[u8]) {
    if decode(data.to_vec()).is_err() {
        return;
    }
    let desk = Desk::new(data);
    let count = array(&desk.check("json")).len();
    let lines = desk.check("json-lines");
    let parsed: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
    assert_eq!(parsed.len(), count, "json-lines");
    assert_eq!(array(&desk.check("gitlab")).len(), count, "gitlab");
    assert_eq!(list(&desk.check("sarif"), "/runs/0/results"), count, "sarif");
    assert_eq!(list(&desk.check("rdjson"), "/diagnostics"), count, "rdjson");
    let concise = desk.check("concise");
    assert_eq!(concise.lines().count(), count, "concise: {concise}");
    let github = desk.check("github");
    let commands = ["::error ", "::warning ", "::notice "];
    assert!(github.lines().all(|line| commands.iter().any(|command| line.starts_with(command))), "github: {github}");
    assert_eq!(github.lines().count(), count, "github");
    let junit = desk.check("junit");
    let tree = roxmltree::Document::parse(&junit).expect("XML");
    let failures = tree.descendants().filter(|node| matches!(node.tag_name().name(), "failure" | "error")).count();
    assert!(failures <= count, "junit: {failures} of {count}");
    for printed in [desk.check("html"), desk.check("full"), github, junit, concise] {
        assert!(!printed.contains(is_raw), "a control character is printed raw: {printed:?}");
    }
    let table = desk.run(&["summary", "--format", "csv"]);
    let mut rows = csv::Reader::from_reader(table.trim_start_matches('\u{feff}').as_bytes());
    assert!(rows.records().all(|row| row.is_ok()), "csv: {table}");
    serde_json::from_str::<Value>(&desk.run(&["summary", "--format", "json"])).expect("JSON");
}

/// Whether a character gives commands to a terminal, or turns the direction of what follows.
fn is_raw(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t' | '\r') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn array(printed: &str) -> Vec<Value> {
    if printed.trim().is_empty() { Vec::new() } else { serde_json::from_str(printed).expect("an array") }
}

/// The length of a list in a document.
fn list(printed: &str, at: &str) -> usize {
    let value: Value = serde_json::from_str(printed).expect("JSON");
    value.pointer(at).and_then(Value::as_array).map_or(0, Vec::len)
}

/// A folder with one file, which goes when it is dropped.
#[derive(Debug)]
struct Desk {
    folder: PathBuf,
}

impl Desk {
    fn new(data: &[u8]) -> Self {
        let thread = format!("{:?}", std::thread::current().id());
        let name = format!("nianbao-outputs-{}-{}", std::process::id(), thread.replace(['(', ')'], ""));
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join("年报.md"), data).expect("a file");
        Desk { folder }
    }

    fn check(&self, format: &str) -> String {
        self.run(&["check", "--no-config", "--fail-on", "never", "--format", format])
    }

    /// What a command prints about the file.
    fn run(&self, arguments: &[&str]) -> String {
        let (printed, draft) = (self.folder.join("printed"), self.folder.join("年报.md"));
        let words = ["nianbao"].iter().chain(arguments).map(OsString::from);
        let files = ["-q".into(), "--output-file".into(), printed.clone().into(), draft.into()];
        let _ = fs::remove_file(&printed);
        let status = cli::run(words.chain(files), || {});
        assert_eq!(status, ExitCode::SUCCESS, "{arguments:?}");
        fs::read_to_string(printed).unwrap_or_default()
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        // What is left in a folder for temporary files does no harm.
        let _ = fs::remove_dir_all(&self.folder);
    }
}
