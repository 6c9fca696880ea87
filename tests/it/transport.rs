//! What moves the messages between client and server: every kind of standard input and output, clients that are slow,
//! long work beside short, requests that nobody wants any more.

use crate::support::client::{Client, frame};
use serde_json::{Value, json};
use std::io::Write;
use std::process::Stdio;

const DRAFT: &str = include_str!("support/draft.md");
const CODE_CANCELLED: i64 = -32800;
const SMALL: &str = "file:///desk/small.md";
const LARGE: &str = "file:///desk/large.md";

/// What a pipe takes in one piece, in bytes.
const ATOMIC: usize = 4096;

fn document(uri: &str, version: i64, text: &str) -> Value {
    json!({"textDocument": {"uri": uri, "languageId": "markdown", "version": version, "text": text}})
}

fn parameters() -> Value {
    json!({"processId": null, "rootUri": null, "capabilities": {}})
}

fn message(method: &str, params: Value) -> String {
    json!({"jsonrpc": "2.0", "method": method, "params": params}).to_string()
}

/// Opens the large draft so that, however busy the machine is, the whole of it is there together with these messages.
fn open_large_with(client: &mut Client, messages: &str) {
    let opened = frame(&message("textDocument/didOpen", document(LARGE, 1, &large())));
    let (most, last) = opened.split_at(opened.len() - 1);
    let piece = format!("{last}{messages}");
    assert!(piece.len() <= ATOMIC, "{}", piece.len());
    client.write_at_once(most);
    client.write_at_once(&piece);
}

fn is_diagnostics(message: &Value, uri: &str) -> bool {
    message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri
}

/// A draft that is longer than those that are checked between two messages.
fn large() -> String {
    DRAFT.repeat(300_000 / DRAFT.len())
}

/// Opens the draft, and ends the session.
fn greet(mut client: Client) {
    client.initialize(parameters());
    client.open(SMALL, 1, DRAFT);
    let diagnostics = client.diagnostics(SMALL, 1);
    assert!(!diagnostics["diagnostics"].as_array().expect("a list").is_empty());
    assert_eq!(client.end(), Some(0));
}

#[test]
fn pipes_serve() {
    greet(Client::start());
}

#[cfg(unix)]
#[test]
fn sockets_serve() {
    use std::os::fd::OwnedFd;
    use std::os::unix::net::UnixStream;
    let pair = || UnixStream::pair().expect("two sockets");
    let (input, theirs) = pair();
    let (output, their_output) = pair();
    let child = Client::command().stdin(OwnedFd::from(theirs)).stdout(OwnedFd::from(their_output)).spawn().unwrap();
    greet(Client::of(child, input, output));

    // One socket for both, and for standard error too.
    let (ours, theirs) = pair();
    let again = || OwnedFd::from(theirs.try_clone().unwrap());
    let child = Client::command().stdin(again()).stdout(again()).stderr(again()).spawn().unwrap();
    drop(theirs);
    greet(Client::of(child, ours.try_clone().unwrap(), ours));
}

#[test]
fn files_serve() {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (folder.path().join("input"), folder.path().join("output"));
    let initialize = json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": parameters()}).to_string();
    let shutdown = json!({"jsonrpc": "2.0", "id": 2, "method": "shutdown"}).to_string();
    let exit = json!({"jsonrpc": "2.0", "method": "exit"}).to_string();
    std::fs::write(&input, [initialize, shutdown, exit].map(|body| frame(&body)).concat()).unwrap();
    let (input, written) = (std::fs::File::open(&input).unwrap(), std::fs::File::create(&output).unwrap());
    let status = Client::command().stdin(input).stdout(written).status().unwrap();
    assert_eq!(status.code(), Some(0));
    let output = std::fs::read_to_string(&output).unwrap();
    assert!(output.contains("positionEncoding") && output.contains(r#""id":2"#), "{output}");
}

/// Whoever else has the pipe must not find it changed.
#[cfg(target_os = "linux")]
#[test]
fn an_inherited_pipe_keeps_its_flags() {
    use std::os::fd::{AsRawFd, OwnedFd};
    const NON_BLOCKING: u32 = 0o4000;
    let (theirs, input) = std::io::pipe().unwrap();
    let (output, their_output) = std::io::pipe().unwrap();
    let (shared, shared_output) = (theirs.try_clone().unwrap(), their_output.try_clone().unwrap());
    let child = Client::command().stdin(OwnedFd::from(theirs)).stdout(OwnedFd::from(their_output)).spawn().unwrap();
    let mut client = Client::of(child, input, output);
    client.initialize(parameters());
    for descriptor in [shared.as_raw_fd(), shared_output.as_raw_fd()] {
        let information = std::fs::read_to_string(format!("/proc/self/fdinfo/{descriptor}")).unwrap();
        let flags = information.lines().find_map(|line| line.strip_prefix("flags:")).expect("flags");
        assert_eq!(u32::from_str_radix(flags.trim(), 8).unwrap() & NON_BLOCKING, 0, "{information}");
    }
    drop((shared, shared_output));
    assert_eq!(client.end(), Some(0));
}

/// The client writes everything before it reads anything, and both are more than pipes hold: neither waits for the other,
/// every request is answered, and the last state is published.
#[test]
fn a_client_that_does_not_read_can_write() {
    const CHANGES: i64 = 100;
    const TYPED: usize = 2_000;
    let mut child = Client::command().stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let (mut input, output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let request = |id: i64, method: &str, params: Value| {
        frame(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}).to_string())
    };
    let mut written = request(0, "initialize", parameters());
    written.push_str(&frame(&message("initialized", json!({}))));
    written.push_str(&frame(&message("textDocument/didOpen", document(SMALL, 0, DRAFT))));
    for version in 1..=CHANGES {
        // The first line grows once and is replaced from then on.
        let end = if version == 1 { 0 } else { TYPED };
        let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": end}});
        let change = json!({"range": range, "text": "一".repeat(TYPED)});
        let versioned = json!({"uri": SMALL, "version": version});
        let changes = json!({"textDocument": versioned, "contentChanges": [change]});
        written.push_str(&frame(&message("textDocument/didChange", changes)));
        written.push_str(&request(version, "textDocument/documentSymbol", json!({"textDocument": {"uri": SMALL}})));
    }
    input.write_all(written.as_bytes()).unwrap();
    let mut client = Client::of(child, input, output);
    // Those about a draft whose settings are being read come when they are known.
    let mut answered: Vec<i64> = Vec::new();
    let mut is_published = false;
    while answered.len() <= usize::try_from(CHANGES).unwrap() || !is_published {
        let message = client.message();
        is_published |= is_diagnostics(&message, SMALL) && message["params"]["version"] == CHANGES;
        if message.get("method").is_none() {
            assert_eq!(message["error"], Value::Null);
            answered.extend(message["id"].as_i64());
        }
    }
    answered.sort_unstable();
    assert!(answered.into_iter().eq(0..=CHANGES));
    assert_eq!(client.end(), Some(0));
}

/// By the order of the messages, not by any clock: the long draft was opened first. Its last byte comes in one piece with
/// the requests, so that the server has them all when it begins to check.
#[test]
fn long_work_keeps_nobody_waiting() {
    let (mut client, _) = Client::session(json!({}));
    client.open(SMALL, 1, DRAFT);
    client.diagnostics(SMALL, 1);
    let position = json!({"line": 2, "character": 1});
    let hover = |id: &str, uri: &str| {
        let params = json!({"textDocument": {"uri": uri}, "position": position});
        frame(&json!({"jsonrpc": "2.0", "id": id, "method": "textDocument/hover", "params": params}).to_string())
    };
    open_large_with(&mut client, &[hover("large", LARGE), hover("small", SMALL)].concat());
    assert_eq!(client.message()["id"], "small");
    // The other two come in any order.
    let (mut answered, mut published) = (false, false);
    while !(answered && published) {
        let message = client.message();
        answered |= message["id"] == "large";
        published |= is_diagnostics(&message, LARGE);
    }
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_request_that_is_cancelled_is_answered_at_once() {
    let (mut client, _) = Client::session(json!({}));
    let symbols = json!({"textDocument": {"uri": LARGE}});
    let request = json!({"jsonrpc": "2.0", "id": 77, "method": "textDocument/documentSymbol", "params": symbols});
    let cancelled = frame(&message("$/cancelRequest", json!({"id": 77})));
    open_large_with(&mut client, &[frame(&request.to_string()), cancelled].concat());
    let answer = client.message();
    assert_eq!((&answer["id"], &answer["error"]["code"]), (&json!(77), &json!(CODE_CANCELLED)), "{answer}");
    client.diagnostics(LARGE, 1);
    assert_eq!(client.settle(), Vec::<Value>::new());
    assert_eq!(client.end(), Some(0));
}

/// Of a burst that comes as a whole, only the last state is worth checking.
#[test]
fn a_burst_is_published_once() {
    const LAST: i64 = 16;
    let (mut client, _) = Client::session(json!({}));
    client.open(SMALL, 1, DRAFT);
    client.diagnostics(SMALL, 1);
    let start = json!({"line": 0, "character": 0});
    let change = |version: i64| {
        let change = json!({"range": {"start": start, "end": start}, "text": "x"});
        let versioned = json!({"uri": SMALL, "version": version});
        frame(&message("textDocument/didChange", json!({"textDocument": versioned, "contentChanges": [change]})))
    };
    let burst: String = (2..=LAST).map(change).collect();
    assert!(burst.len() <= ATOMIC, "{}", burst.len());
    client.write_at_once(&burst);
    assert_eq!(client.next_diagnostics(SMALL)["version"], LAST);
    assert_eq!(client.settle(), Vec::<Value>::new());
    assert_eq!(client.end(), Some(0));
}

/// The allocator of the GNU C library would keep it.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[test]
fn a_large_draft_that_is_closed_gives_its_memory_back() {
    /// How often it is looked, and how long is waited before.
    const PATIENCE: (u32, std::time::Duration) = (2_400, std::time::Duration::from_millis(50));
    let (mut client, _) = Client::session(json!({}));
    client.open(SMALL, 1, DRAFT);
    client.diagnostics(SMALL, 1);
    let status = format!("/proc/{}/status", client.process());
    // What of the process lies in memory, in kilobytes.
    let memory = || -> usize {
        let status = std::fs::read_to_string(&status).expect("the process runs");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its memory");
        line.split_whitespace().next().and_then(|size| size.parse().ok()).expect("a size")
    };
    let before = memory();
    client.open(LARGE, 1, &DRAFT.repeat(4_000_000 / DRAFT.len()));
    client.diagnostics(LARGE, 1);
    let grown = memory() - before;
    assert!(grown > 8_000, "an open draft has its text, its blocks and what was read: {grown} KB");
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": LARGE}}));
    client.next_diagnostics(LARGE);
    let is_back = || memory().saturating_sub(before) < grown / 2;
    let is_back = (0..PATIENCE.0).any(|_| {
        std::thread::sleep(PATIENCE.1);
        is_back()
    });
    assert!(is_back, "{} of {grown} KB are kept", memory().saturating_sub(before));
    assert_eq!(client.end(), Some(0));
}
