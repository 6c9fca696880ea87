//! A client that measures: it writes and reads on one thread, with nothing between it and the pipes, and looks for the
//! version of diagnostics in their bytes instead of parsing them while the clock runs.

use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

/// A server and what is open in it.
pub struct Session {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    /// The document.
    uri: String,
    /// Whether diagnostics are asked for.
    pulls: bool,
    version: i64,
    last_id: i64,
    /// From the start of the process to the answer to `initialize`.
    pub started: Duration,
}

impl Session {
    /// Starts a server and a session.
    pub fn start(program: &str, arguments: &[String]) -> Self {
        Session::begin(program, arguments, "file:///desk/draft.md", Value::Null, false)
    }

    /// Starts a server and a session in a folder, whose client watches its files; the document is one of them.
    pub fn start_in(program: &str, folder: &Path, document: &Path, pulls: bool) -> Self {
        let arguments = ["server".to_owned()];
        Session::begin(program, &arguments, &uri(document), json!([{"uri": uri(folder), "name": "folder"}]), pulls)
    }

    fn begin(program: &str, arguments: &[String], uri: &str, folders: Value, pulls: bool) -> Self {
        let begin = Instant::now();
        let mut child = Command::new(program)
            .args(arguments)
            .env_remove("NIANBAO_LOG")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let input = child.stdin.take().expect("a pipe");
        let output = BufReader::with_capacity(64 * 1024, child.stdout.take().expect("a pipe"));
        let (uri, started) = (uri.to_owned(), Duration::ZERO);
        let mut session = Session { child, input, output, uri, pulls, version: 0, last_id: 0, started };
        let mut capabilities = json!({
            "textDocument": {
                "publishDiagnostics": {"relatedInformation": true, "versionSupport": true},
                "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
                // As the editors do: actions are listed, and made when they are chosen.
                "codeAction": {
                    "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}},
                    "dataSupport": true,
                    "resolveSupport": {"properties": ["edit"]},
                },
            },
        });
        if !folders.is_null() {
            capabilities["workspace"] = json!({"didChangeWatchedFiles": {"dynamicRegistration": true}});
        }
        if pulls {
            capabilities["textDocument"]["diagnostic"] = json!({"dynamicRegistration": false});
        }
        let parameters = json!({
            "processId": null, "rootUri": null, "workspaceFolders": folders, "capabilities": capabilities,
        });
        session.request("initialize", &parameters);
        session.started = begin.elapsed();
        session.notify("initialized", &json!({}));
        session
    }

    /// Opens the document as Markdown and returns its diagnostics.
    pub fn open(&mut self, text: &str) -> Value {
        self.open_as("markdown", text)
    }

    /// Opens a document of plain text and returns its diagnostics.
    pub fn open_plain(&mut self, text: &str) -> Value {
        self.uri = "file:///desk/draft.txt".to_owned();
        self.open_as("plaintext", text)
    }

    fn open_as(&mut self, language: &str, text: &str) -> Value {
        self.version += 1;
        let document = json!({"uri": self.uri, "languageId": language, "version": self.version, "text": text});
        self.notify("textDocument/didOpen", &json!({"textDocument": document}));
        if self.pulls {
            return Value::Null;
        }
        let body = self.published(self.version);
        serde_json::from_slice::<Value>(&body).expect("JSON")["params"]["diagnostics"].take()
    }

    /// Closes the document and waits until that has had its effect.
    pub fn close(&mut self) {
        self.notify("textDocument/didClose", &json!({"textDocument": {"uri": self.uri}}));
        while !self.body().windows(16).any(|it| it == b"\"diagnostics\":[]") {}
    }

    /// The message of a change of the document.
    pub fn change(&mut self, change: &Value) -> Vec<u8> {
        self.version += 1;
        let document = json!({"uri": self.uri, "version": self.version});
        let params = json!({"textDocument": document, "contentChanges": [change]});
        frame(&json!({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": params}))
    }

    /// How long it takes from a change to its diagnostics.
    pub fn edit(&mut self, change: &Value) -> Duration {
        if self.pulls {
            return self.edit_and_ask(change, "textDocument/diagnostic", json!({}));
        }
        let message = self.change(change);
        let begin = Instant::now();
        self.send(&message);
        self.published(self.version);
        begin.elapsed()
    }

    /// How long it takes from a change and a request on its heels to the answer; the diagnostics are waited for outside.
    pub fn edit_and_ask(&mut self, change: &Value, method: &str, mut params: Value) -> Duration {
        let mut message = self.change(change);
        params["textDocument"] = json!({"uri": self.uri});
        self.last_id += 1;
        message.extend(frame(&json!({"jsonrpc": "2.0", "id": self.last_id, "method": method, "params": params})));
        let (id, version) = (self.last_id, self.version);
        let begin = Instant::now();
        self.send(&message);
        let (mut answered, mut is_published) = (None, self.pulls);
        while answered.is_none() || !is_published {
            let body = self.body();
            if is_answer(&body, id) {
                answered = Some(begin.elapsed());
            }
            is_published |= has_version(&body, version);
        }
        answered.expect("just seen")
    }

    /// How long a burst of changes takes to the diagnostics of the last, and how many were published.
    pub fn burst(&mut self, changes: &[Value]) -> (Duration, usize) {
        let messages: Vec<u8> = changes.iter().flat_map(|change| self.change(change)).collect();
        let (input, output, last) = (&mut self.input, &mut self.output, self.version);
        let begin = Instant::now();
        let published = std::thread::scope(|scope| {
            scope.spawn(move || input.write_all(&messages).and_then(|()| input.flush()).expect("the server reads"));
            let mut published = 0;
            loop {
                let body = read_body(output);
                published += usize::from(is_diagnostics(&body));
                if has_version(&body, last) {
                    return published;
                }
            }
        });
        (begin.elapsed(), published)
    }

    /// A line of the process's status, in kilobytes: `VmHWM` is the peak of its memory, `VmRSS` what it has now.
    pub fn memory(&self, name: &str) -> f64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(f64::NAN)
    }

    /// How long the server's threads have run, in seconds.
    pub fn processor(&self) -> f64 {
        const TICKS: f64 = 100.0;
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        let behind = stat.rsplit_once(')').map_or("", |(_, behind)| behind);
        behind.split_whitespace().skip(11).take(2).filter_map(|it| it.parse::<f64>().ok()).sum::<f64>() / TICKS
    }

    /// Asks about the document and waits for the answer.
    pub fn ask(&mut self, method: &str, mut params: Value) {
        params["textDocument"] = json!({"uri": self.uri});
        self.request(method, &params);
    }

    /// Ends the session as the protocol wants it.
    pub fn end(mut self) {
        self.request("shutdown", &Value::Null);
        self.notify("exit", &Value::Null);
        drop(self.input);
        assert!(self.child.wait().expect("the process ends").success());
    }

    /// Says that a file has been saved.
    pub fn saved(&mut self, file: &Path) {
        let changes = json!([{"uri": uri(file), "type": 2}]);
        self.notify("workspace/didChangeWatchedFiles", &json!({"changes": changes}));
    }

    /// Asks, and waits for the answer.
    pub fn request(&mut self, method: &str, params: &Value) {
        self.last_id += 1;
        let mut message = json!({"jsonrpc": "2.0", "id": self.last_id, "method": method});
        if !params.is_null() {
            message["params"] = params.clone();
        }
        self.send(&frame(&message));
        while !is_answer(&self.body(), self.last_id) {}
    }

    fn notify(&mut self, method: &str, params: &Value) {
        let mut message = json!({"jsonrpc": "2.0", "method": method});
        if !params.is_null() {
            message["params"] = params.clone();
        }
        self.send(&frame(&message));
    }

    fn send(&mut self, message: &[u8]) {
        self.input.write_all(message).and_then(|()| self.input.flush()).expect("the server reads");
    }

    /// Waits for the diagnostics of a version.
    fn published(&mut self, version: i64) -> Vec<u8> {
        loop {
            let body = self.body();
            if has_version(&body, version) {
                return body;
            }
        }
    }

    /// The next message that is no question of the server; these are answered with nothing.
    fn body(&mut self) -> Vec<u8> {
        loop {
            let body = read_body(&mut self.output);
            let Some(id) = asked(&body) else { return body };
            self.send(&frame(&json!({"jsonrpc": "2.0", "id": id, "result": null})));
        }
    }
}

fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

fn frame(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

fn read_body(output: &mut impl BufRead) -> Vec<u8> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        assert!(output.read_line(&mut line).expect("the server writes") > 0, "the server has ended");
        match line.trim_end().strip_prefix("Content-Length: ") {
            Some(value) => length = value.parse().expect("a length"),
            None if line.trim_end().is_empty() => break,
            None => {}
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).expect("the whole message");
    body
}

/// The beginning and the end of a message: ids, methods and versions stand there, whoever wrote it.
fn ends(body: &[u8]) -> String {
    let (head, tail) = (&body[..body.len().min(200)], &body[body.len().saturating_sub(200)..]);
    [String::from_utf8_lossy(head), String::from_utf8_lossy(tail)].concat()
}

/// The id of a question of the server.
fn asked(body: &[u8]) -> Option<Value> {
    let ends = ends(body);
    let asks = ends.contains("\"method\":\"client/")
        || ends.contains("/refresh\"")
        || ends.contains("workDoneProgress/create");
    let message = asks.then(|| serde_json::from_slice::<Value>(body).ok())??;
    message.get("id").cloned()
}

fn is_diagnostics(body: &[u8]) -> bool {
    ends(body).contains("textDocument/publishDiagnostics")
}

fn is_answer(body: &[u8], id: i64) -> bool {
    let ends = ends(body);
    !ends.contains("\"method\":")
        && [format!("\"id\":{id},"), format!("\"id\":{id}}}")].iter().any(|it| ends.contains(it))
}

fn has_version(body: &[u8], version: i64) -> bool {
    let ends = ends(body);
    ends.contains("textDocument/publishDiagnostics")
        && [format!("\"version\":{version},"), format!("\"version\":{version}}}")].iter().any(|it| ends.contains(it))
}
