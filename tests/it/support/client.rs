//! A small client that runs the real `nianbao server` over its real pipes.
//!
//! The framing is written down here a second time on purpose: it shares nothing with the server's.

use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

/// How long the tests wait for something that has to come. Only a server that hangs takes so long, however busy the
/// machine is.
const HANG: Duration = Duration::from_secs(600);

/// A client and its server.
pub struct Client {
    child: Child,
    input: Option<Box<dyn Write>>,
    messages: Receiver<Value>,
    notifications: VecDeque<Value>,
    last_id: i64,
    settled: i64,
}

impl Client {
    /// Starts the server and says nothing to it.
    pub fn start() -> Self {
        let mut child =
            Client::command().stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the server starts");
        let (input, output) = (child.stdin.take().expect("a pipe"), child.stdout.take().expect("a pipe"));
        Client::of(child, input, output)
    }

    /// How the server is started.
    pub fn command() -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
        command.arg("server").env("NIANBAO_LOG", "off");
        command
    }

    /// The client of a server that has been started, with the other ends of its standard input and output.
    pub fn of(child: Child, input: impl Write + 'static, output: impl Read + Send + 'static) -> Self {
        let (sender, messages) = mpsc::channel();
        std::thread::spawn(move || read_messages(BufReader::new(output), &sender));
        let input: Box<dyn Write> = Box::new(input);
        Client { child, input: Some(input), messages, notifications: VecDeque::new(), last_id: 0, settled: 0 }
    }

    /// Starts the server and a session with it; also returns the result of `initialize`.
    pub fn session(capabilities: Value) -> (Self, Value) {
        Client::begin(json!({"processId": null, "rootUri": null, "capabilities": capabilities}))
    }

    /// Starts the server and a session with these parameters; also returns the result of `initialize`.
    pub fn begin(params: Value) -> (Self, Value) {
        let mut client = Client::start();
        let result = client.initialize(params);
        (client, result)
    }

    /// Begins the session with these parameters and returns the result of `initialize`.
    pub fn initialize(&mut self, params: Value) -> Value {
        let answer = self.request("initialize", params);
        self.notify("initialized", json!({}));
        answer["result"].clone()
    }

    /// The next message of the server, whatever it is.
    pub fn message(&mut self) -> Value {
        self.notifications.pop_front().unwrap_or_else(|| self.receive())
    }

    /// Writes a message body as it is.
    pub fn write(&mut self, body: &str) {
        self.write_at_once(&frame(body));
    }

    /// Writes messages with their headers as they are, in one piece.
    pub fn write_at_once(&mut self, messages: &str) {
        let input = self.input.as_mut().expect("the pipe is open");
        input.write_all(messages.as_bytes()).and_then(|()| input.flush()).expect("the server reads");
    }

    /// Sends a notification.
    pub fn notify(&mut self, method: &str, params: Value) {
        self.write(&json!({"jsonrpc": "2.0", "method": method, "params": params}).to_string());
    }

    /// Opens a Markdown document.
    pub fn open(&mut self, uri: &str, version: i64, text: &str) {
        let document = json!({"uri": uri, "languageId": "markdown", "version": version, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document}));
    }

    /// Sends a request and returns the whole answer.
    pub fn request(&mut self, method: &str, params: Value) -> Value {
        self.last_id += 1;
        let id = self.last_id;
        self.write(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}).to_string());
        self.answer(&json!(id))
    }

    /// Waits for the next notification or request of the server with this method and returns the whole message.
    pub fn next(&mut self, method: &str) -> Value {
        loop {
            if let Some(index) = self.notifications.iter().position(|it| it["method"] == method) {
                return self.notifications.remove(index).expect("just found");
            }
            let message = self.receive();
            assert!(message.get("method").is_some(), "an answer to nothing: {message}");
            self.notifications.push_back(message);
        }
    }

    /// Waits for the server's next request with this method, answers it, and returns its parameters.
    pub fn respond(&mut self, method: &str, result: Value) -> Value {
        let mut request = self.next(method);
        self.write(&json!({"jsonrpc": "2.0", "id": request["id"], "result": result}).to_string());
        request["params"].take()
    }

    /// Waits for the answer with this id.
    pub fn answer(&mut self, id: &Value) -> Value {
        loop {
            let message = self.receive();
            if message.get("method").is_some() {
                self.notifications.push_back(message);
            } else {
                assert_eq!(&message["id"], id, "an answer to something else: {message}");
                return message;
            }
        }
    }

    /// Waits until the work of a request is told to have begun, cancels it, and waits for its end, which has to come early.
    pub fn give_up(&mut self, id: &str) {
        assert_eq!(self.next("$/progress")["params"]["value"]["kind"], "begin");
        self.notify("$/cancelRequest", json!({"id": id}));
        assert_eq!(self.answer(&json!(id))["error"]["code"], -32800);
        loop {
            let value = self.next("$/progress")["params"]["value"].clone();
            assert_ne!(value["percentage"], 100, "the work went on to the end");
            if value["kind"] == "end" {
                break;
            }
        }
    }

    /// Waits for a document's diagnostics in this version and returns the parameters. Those of older versions that
    /// come before are passed over; newer ones must not come before.
    pub fn diagnostics(&mut self, uri: &str, version: i64) -> Value {
        loop {
            let params = self.next_diagnostics(uri);
            let published = params["version"].as_i64();
            assert!(published <= Some(version), "waiting for version {version} of {uri}: {params}");
            if published == Some(version) {
                return params;
            }
        }
    }

    /// Waits for the next diagnostics of a document, whatever their version.
    pub fn next_diagnostics(&mut self, uri: &str) -> Value {
        let of_document = |it: &Value| it["method"] == "textDocument/publishDiagnostics" && it["params"]["uri"] == uri;
        loop {
            if let Some(index) = self.notifications.iter().position(of_document) {
                return self.notifications.remove(index).expect("just found")["params"].take();
            }
            let message = self.receive();
            assert!(message.get("method").is_some(), "an answer to nothing: {message}");
            self.notifications.push_back(message);
        }
    }

    /// Waits until everything sent so far has had its effect, and returns the notifications that came and were not
    /// asked for. Opens and closes a document for that: diagnostics come in the order of the changes.
    pub fn settle(&mut self) -> Vec<Value> {
        self.settled += 1;
        let uri = format!("file:///settled/{}", self.settled);
        let document = json!({"uri": uri, "languageId": "plaintext", "version": 1, "text": ""});
        self.notify("textDocument/didOpen", json!({"textDocument": document}));
        self.diagnostics(&uri, 1);
        self.notify("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
        assert_eq!(self.next_diagnostics(&uri)["diagnostics"], json!([]));
        self.notifications.drain(..).collect()
    }

    /// Ends the session as the protocol wants it and returns the exit code. Nothing may be left that no test asked for.
    pub fn end(self) -> Option<i32> {
        self.end_but_for("")
    }

    /// The same, where the server may send requests of one method as often as it sees fit.
    pub fn end_but_for(mut self, method: &str) -> Option<i32> {
        let answer = self.request("shutdown", Value::Null);
        assert_eq!(answer.get("error"), None);
        self.notify("exit", Value::Null);
        let code = self.exit_code();
        let mut rest = self.rest();
        rest.retain(|message| message["method"] != method);
        assert_eq!(rest, Vec::<Value>::new());
        code
    }

    /// The messages that nobody has asked for, once the process has ended.
    pub fn rest(&mut self) -> Vec<Value> {
        self.notifications.drain(..).chain(self.messages.iter()).collect()
    }

    /// The server's process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Closes the pipe to the server.
    pub fn close_input(&mut self) {
        self.input = None;
    }

    /// Waits for the end of the process, with the pipe as it is, and returns the exit code.
    pub fn exit_code(&mut self) -> Option<i32> {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("the process can be asked") {
                return status.code();
            }
            assert!(start.elapsed() < HANG, "the process does not end");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn receive(&mut self) -> Value {
        self.messages.recv_timeout(HANG).expect("a message from the server")
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // After `end` the process is gone; after a failed assertion it must not stay behind.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A message with its header.
pub fn frame(body: &str) -> String {
    format!("Content-Length: {}\r\n\r\n{body}", body.len())
}

/// Reads messages until the pipe ends or the client is gone.
fn read_messages(mut output: impl BufRead, messages: &mpsc::Sender<Value>) {
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if output.read_line(&mut line).unwrap_or(0) == 0 {
                return;
            }
            match line.trim_end().split_once(": ") {
                Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                    length = value.parse().expect("a length");
                }
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length];
        if output.read_exact(&mut body).is_err() {
            return;
        }
        if messages.send(serde_json::from_slice(&body).expect("JSON from the server")).is_err() {
            return;
        }
    }
}
