//! Reads the client's messages and hands on those that tower-lsp can take. Knows nothing of what they mean, but for
//! `shutdown` and `exit`.
//!
//! tower-lsp 0.20 stops for good at the first message that is not JSON, and does not stop at `exit` while the client
//! keeps the pipe open. So it does not read the pipe itself: it reads what this module writes, in which every message
//! is well formed and `exit` is the last.

use std::io::{self, BufRead, Read};
use std::sync::atomic::{AtomicBool, Ordering};
use tower_lsp::jsonrpc::{Error, Id, Request, Response};

/// The method of the requests that stand for messages which are not JSON.
const NOT_JSON: &str = "nianbao/notJson";
/// The method of the requests that stand for messages which are JSON, but no message.
const NO_MESSAGE: &str = "nianbao/noMessage";

/// The error that answers a request which stands for an unreadable message.
pub fn unreadable(method: &str) -> Option<Error> {
    match method {
        NOT_JSON => Some(Error::parse_error()),
        NO_MESSAGE => Some(Error::invalid_request()),
        _ => None,
    }
}

/// Hands every message of `input` to `forward`, until `exit`, the end of the input or an error; `shutdown` is set
/// when the client asks for it.
///
/// # Errors
/// If reading or `forward` fails.
pub fn forward(
    mut input: impl BufRead,
    shutdown: &AtomicBool,
    mut forward: impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<()> {
    while let Some(body) = next_body(&mut input)? {
        let mut exit = false;
        let body = match serde_json::from_slice::<Request>(&body) {
            Ok(request) => {
                exit = request.method() == "exit";
                shutdown.fetch_or(request.method() == "shutdown", Ordering::SeqCst);
                body
            }
            Err(_) if serde_json::from_slice::<Response>(&body).is_ok() => body,
            Err(error) => {
                tracing::warn!("a message cannot be read: {error}");
                let method = if error.is_data() { NO_MESSAGE } else { NOT_JSON };
                serde_json::to_vec(&Request::build(method).id(Id::Null).finish())?
            }
        };
        forward(format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes())?;
        forward(&body)?;
        if exit {
            break;
        }
    }
    Ok(())
}

/// The body of the next message; `None` where the input ends before it is complete.
///
/// Lines that are no header are passed over: behind a message whose length was wrong, the next one is found again.
fn next_body(input: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        if input.read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        match (line.trim_ascii(), length) {
            (b"", None) => {}
            (b"", Some(length)) => {
                // Grows as the bytes come: the length is only the client's word.
                let mut body = Vec::new();
                let read = input.take(length).read_to_end(&mut body)?;
                return Ok((read as u64 == length).then_some(body));
            }
            (header, _) => length = content_length(header).or(length),
        }
    }
}

/// The length in a `Content-Length` header, which may stand behind the rest of a message that went wrong.
fn content_length(header: &[u8]) -> Option<u64> {
    let header = String::from_utf8_lossy(header).to_ascii_lowercase();
    let (_, length) = header.rsplit_once("content-length:")?;
    length.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is handed on of an input, frame by frame, and whether `shutdown` was in it.
    fn forwarded(input: &str) -> (Vec<String>, bool) {
        let shutdown = AtomicBool::new(false);
        let mut parts = Vec::new();
        forward(input.as_bytes(), &shutdown, |part| {
            parts.push(String::from_utf8(part.to_vec()).unwrap());
            Ok(())
        })
        .unwrap();
        let frames = parts.chunks(2).map(|frame| {
            assert_eq!(frame[0], format!("Content-Length: {}\r\n\r\n", frame[1].len()));
            frame[1].clone()
        });
        (frames.collect(), shutdown.into_inner())
    }

    fn frame(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    const HOVER: &str = r#"{"jsonrpc":"2.0","id":1,"method":"hover"}"#;
    const ANSWER: &str = r#"{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"否"}}"#;
    const SHUTDOWN: &str = r#"{"jsonrpc":"2.0","id":2,"method":"shutdown"}"#;
    const EXIT: &str = r#"{"jsonrpc":"2.0","method":"exit"}"#;

    #[test]
    fn messages_pass_as_they_are_until_exit() {
        let all = [HOVER, ANSWER, SHUTDOWN, EXIT, HOVER].map(frame).concat();
        assert_eq!(forwarded(&all), ([HOVER, ANSWER, SHUTDOWN, EXIT].map(String::from).to_vec(), true));
        assert_eq!(forwarded(&frame(EXIT)), (vec![EXIT.to_owned()], false));
        assert_eq!(forwarded(""), (Vec::new(), false));
    }

    #[test]
    fn unreadable_messages_are_replaced() {
        for (body, error) in [
            ("{", Error::parse_error()),
            ("\u{0}", Error::parse_error()),
            ("", Error::parse_error()),
            ("[]", Error::invalid_request()),
            (r#"{"jsonrpc":"2.0","id":{},"method":"hover"}"#, Error::invalid_request()),
        ] {
            let (frames, _) = forwarded(&(frame(body) + &frame(HOVER)));
            let request: Request = serde_json::from_str(&frames[0]).unwrap();
            assert_eq!((request.id(), unreadable(request.method())), (Some(&Id::Null), Some(error)), "{body}");
            assert_eq!(frames[1..], [HOVER]);
        }
        assert_eq!(unreadable("hover"), None);
    }

    #[test]
    fn headers_are_read_generously() {
        let length = HOVER.len();
        for input in [
            format!("content-length:{length}\r\nContent-Type: x; charset=utf-8\r\nA: b\r\n\r\n{HOVER}"),
            format!("Content-Length: {length}\n\n{HOVER}"),
            format!("A: b\r\n\r\nnonsense\r\nContent-Length: many\r\n\r\n{{}}{}", frame(HOVER)),
        ] {
            assert_eq!(forwarded(&input).0, [HOVER], "{input}");
        }
        assert_eq!(forwarded("Content-Length: 99999999999999\r\n\r\n{").0, [""; 0]);
    }
}
