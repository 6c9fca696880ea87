//! Splits the client's input into messages.
//!
//! Malformed messages are split off and reported, and reading continues behind them.

use lsp_types::notification::{DidChangeTextDocument, DidOpenTextDocument, Notification};
use memchr::memchr;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::json;
use tower_lsp::jsonrpc::{Error, Request, Response};

/// How many bytes are read at once: the capacity of a pipe.
const READ: usize = 64 * 1024;

/// The most memory, in bytes, that an empty buffer keeps. One that has held a whole volume is freed.
const KEEP: usize = 1024 * 1024;

/// The longest message, in bytes. The JSON of a draft of 64 MB takes less than that, however it is escaped.
const LONGEST: u64 = 512 * 1024 * 1024;

/// The longest header line, in bytes. What is longer is the body of a message whose length was wrong.
const HEADER: usize = 64 * 1024;

/// A message from the client.
#[derive(Debug, PartialEq)]
pub enum Message {
    /// A request or a notification.
    Request(Request),
    /// A response to a request of the server.
    Response(Response),
    /// A malformed message, with the error to answer.
    Unreadable(Error),
}

/// Input that has been read and not yet taken.
#[derive(Debug, Default)]
pub struct Input {
    bytes: Vec<u8>,
    /// The offset of the first byte not yet taken.
    at: usize,
    /// The length of the body, if a header has stated it.
    length: Option<u64>,
    /// Whether the headers are complete and the body begins at `at`.
    is_body: bool,
    /// How many bytes behind `at` are known to contain no line break.
    searched: usize,
}

impl Input {
    /// The buffer to which input is appended.
    pub fn room(&mut self) -> &mut Vec<u8> {
        if self.at == self.bytes.len() && self.bytes.capacity() > KEEP {
            self.bytes = Vec::new();
        } else {
            self.bytes.drain(..self.at);
        }
        self.at = 0;
        // It grows with the actual input: the stated length cannot be trusted.
        self.bytes.reserve(READ);
        &mut self.bytes
    }

    /// Takes the next message, if it is complete.
    pub fn next(&mut self) -> Option<Message> {
        while !self.is_body {
            self.header()?;
            if let Some(length) = self.length.filter(|length| *length > LONGEST) {
                self.length = None;
                tracing::error!("a message of {length} bytes is not read: the longest has {LONGEST}");
                let message = format!("消息的 Content-Length 为 {length}，超过上限 {LONGEST}，没有读取");
                return Some(Message::Unreadable(Error { message: message.into(), ..Error::invalid_request() }));
            }
        }
        let length = usize::try_from(self.length?).ok()?;
        let body = self.bytes.get(self.at..self.at.checked_add(length)?)?;
        let message = message(body);
        self.at += length;
        (self.length, self.is_body) = (None, false);
        Some(message)
    }

    /// Takes a header line, if it is complete.
    ///
    /// Lines that are not headers are skipped, so that the next message is found even behind one with a wrong length.
    fn header(&mut self) -> Option<()> {
        let rest = &self.bytes[self.at..];
        let Some(end) = memchr(b'\n', &rest[self.searched..]) else {
            // The next header may follow in the same line, and has begun at most.
            let passed = rest.len().saturating_sub(HEADER / 2) * usize::from(rest.len() > HEADER);
            self.at += passed;
            self.searched = rest.len() - passed;
            return None;
        };
        let line = &rest[..self.searched + end];
        match line.trim_ascii() {
            b"" => self.is_body = self.length.is_some(),
            header => self.length = content_length(header).or(self.length),
        }
        self.at += line.len() + 1;
        self.searched = 0;
        Some(())
    }
}

/// The length in a `Content-Length` header, which may follow the rest of a malformed message.
fn content_length(header: &[u8]) -> Option<u64> {
    const NAME: &[u8] = b"content-length:";
    let at = header.windows(NAME.len()).rposition(|it| it.eq_ignore_ascii_case(NAME))?;
    str::from_utf8(&header[at + NAME.len()..]).ok()?.trim().parse().ok()
}

/// Parses a body. A message without a method is a response.
fn message(body: &[u8]) -> Message {
    match serde_json::from_slice::<Request>(body) {
        Ok(request) if request.method().is_empty() => {
            serde_json::from_slice(body).map_or(Message::Request(request), Message::Response)
        }
        Ok(request) => Message::Request(request),
        Err(error) => {
            if let Ok(response) = serde_json::from_slice(body) {
                return Message::Response(response);
            }
            if let Some(request) = about_text(body) {
                tracing::warn!("parameters cannot be read: {error}");
                return Message::Request(request);
            }
            tracing::warn!("a message cannot be read: {error}");
            Message::Unreadable(if error.is_data() { Error::invalid_request() } else { Error::parse_error() })
        }
    }
}

/// Salvages a malformed notification about a document's text: at least which document is out of sync. Half of a
/// surrogate pair in an inserted text is enough to cause that.
fn about_text(body: &[u8]) -> Option<Request> {
    #[derive(Deserialize)]
    struct Outline {
        method: String,
        id: Option<IgnoredAny>,
        params: Params,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Params {
        text_document: Document,
    }
    #[derive(Deserialize)]
    struct Document {
        uri: String,
    }
    let Outline { method, id, params } = serde_json::from_slice(body).ok()?;
    let is_about_text = [DidOpenTextDocument::METHOD, DidChangeTextDocument::METHOD].contains(&method.as_str());
    let params = json!({"textDocument": {"uri": params.text_document.uri}});
    (is_about_text && id.is_none()).then(|| Request::build(method).params(params).finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;
    use tower_lsp::jsonrpc::Id;

    /// The messages in an input that arrives in pieces of so many bytes.
    fn messages(input: &str, piece: usize) -> Vec<Message> {
        let mut all = Vec::new();
        let mut reader = Input::default();
        for piece in input.as_bytes().chunks(piece) {
            reader.room().extend_from_slice(piece);
            all.extend(std::iter::from_fn(|| reader.next()));
        }
        all
    }

    fn frame(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    const HOVER: &str = r#"{"jsonrpc":"2.0","id":1,"method":"悬停"}"#;
    const ANSWER: &str = r#"{"jsonrpc":"2.0","id":1,"result":null}"#;
    const REFUSAL: &str = r#"{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"否"}}"#;

    fn hover() -> Message {
        Message::Request(Request::build("悬停").id(1).finish())
    }

    #[test]
    fn messages_are_found_however_they_come() {
        let all = [HOVER, ANSWER, REFUSAL, HOVER].map(frame).concat();
        let refusal = Error { code: 1.into(), message: "否".into(), data: None };
        for piece in [1, 2, 7, 100, all.len()] {
            let expected = [
                hover(),
                Message::Response(Response::from_ok(Id::Number(1), Value::Null)),
                Message::Response(Response::from_error(Id::Number(1), refusal.clone())),
                hover(),
            ];
            assert_eq!(messages(&all, piece), expected, "{piece}");
        }
        assert_eq!(messages("", 1), []);
    }

    #[test]
    fn what_is_no_message_is_told() {
        for (body, error) in [
            ("{", Error::parse_error()),
            ("\u{0}", Error::parse_error()),
            ("", Error::parse_error()),
            ("[]", Error::invalid_request()),
            (r#"{"jsonrpc":"2.0","id":{},"method":"hover"}"#, Error::invalid_request()),
        ] {
            let input = frame(body) + &frame(HOVER);
            assert_eq!(messages(&input, input.len()), [Message::Unreadable(error), hover()], "{body}");
        }
    }

    #[test]
    fn of_a_text_that_cannot_be_read_the_document_is() {
        let params = r#"{"textDocument":{"uri":"file:///a.md","version":2},"contentChanges":[{"text":"\ud83d"}]}"#;
        let body = format!(r#"{{"jsonrpc":"2.0","method":"textDocument/didChange","params":{params}}}"#);
        let outline = Request::build("textDocument/didChange").params(json!({"textDocument": {"uri": "file:///a.md"}}));
        let outline = Message::Request(outline.finish());
        assert_eq!(message(body.as_bytes()), outline);
        let bytes = body.replace("\\ud83d", "#").into_bytes();
        let no_utf_8: Vec<u8> = bytes.into_iter().map(|byte| if byte == b'#' { 0xff } else { byte }).collect();
        assert_eq!(message(&no_utf_8), outline);
        for (from, to) in [("didChange", "didClose"), ("\"method\"", "\"id\":1,\"method\""), ("\"uri\"", "\"url\"")] {
            let other = body.replace(from, to);
            assert!(matches!(message(other.as_bytes()), Message::Unreadable(_)), "{other}");
        }
    }

    #[test]
    fn headers_are_read_generously() {
        let length = HOVER.len();
        for input in [
            format!("content-length:{length}\r\nContent-Type: x; charset=utf-8\r\nA: b\r\n\r\n{HOVER}"),
            format!("Content-Length: {length}\n\n{HOVER}"),
            format!("A: b\r\n\r\nnonsense\r\nContent-Length: many\r\n\r\n{{}}{}", frame(HOVER)),
        ] {
            for piece in [1, input.len()] {
                assert_eq!(messages(&input, piece), [hover()], "{input}");
            }
        }
        assert_eq!(messages("Content-Length: -1\r\n\r\n{", 3), []);
    }

    #[test]
    fn a_length_that_cannot_be_true_swallows_nothing() {
        for lie in ["99999999999999", "18446744073709551615", "536870913"] {
            let input = format!("Content-Length: {lie}\r\n\r\n{{{}}}{}", "x".repeat(3 * HEADER), frame(HOVER));
            for piece in [3, 1000, input.len()] {
                let all = messages(&input, piece);
                let [Message::Unreadable(error), behind] = &all[..] else { panic!("{lie} {piece}: {all:?}") };
                assert!(error.message.contains(lie) && *behind == hover(), "{lie} {piece}");
            }
        }
        let mut reader = Input::default();
        reader.room().extend_from_slice(b"Content-Length: 10000000000000\r\n\r\n");
        for _ in 0..100 {
            reader.room().extend_from_slice(&[b' '; READ]);
            while reader.next().is_some() {}
        }
        assert!(reader.bytes.len() < 3 * HEADER, "{}", reader.bytes.len());
    }

    #[test]
    fn a_large_buffer_is_given_back() {
        let mut input = Input::default();
        let large = format!(r#"{{"jsonrpc":"2.0","method":"{}"}}"#, "m".repeat(3 * KEEP));
        input.room().extend_from_slice(frame(&large).as_bytes());
        assert!(matches!(input.next(), Some(Message::Request(_))));
        assert!(input.room().capacity() < KEEP);
    }
}
