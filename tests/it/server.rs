//! The language server as an editor meets it: the real process over its real pipes.
//!
//! What it publishes is compared with a fresh check of the text the editor has; what the check should find is not
//! tested here.

use crate::support::changes;
use crate::support::client::Client;
use crate::support::document::{Document, Encoding};
use crate::support::generate::Random;
use serde_json::{Value, json};

/// A draft with many faults and with characters beyond the basic plane in front of them.
const DRAFT: &str = include_str!("support/draft.md");
const URI: &str = "file:///云溪/%E5%B9%B4%E6%8A%A5.md";
const CODE_METHOD_NOT_FOUND: i64 = -32601;
const CODE_INVALID_PARAMS: i64 = -32602;
const CODE_INVALID_REQUEST: i64 = -32600;

/// The address as the server gives it back.
fn uri() -> String {
    URI.replace("云溪", "%E4%BA%91%E6%BA%AA")
}

/// A session with this document open in it, after its first diagnostics.
fn opened(document: &Document) -> Client {
    let (mut client, _) = Client::session(document.capabilities());
    client.notify("textDocument/didOpen", document.open());
    assert_eq!(client.diagnostics(&document.uri, 1), document.expected());
    client
}

/// Makes changes and compares what is published with a fresh check.
fn change(client: &mut Client, document: &mut Document, changes: Vec<Value>) {
    client.notify("textDocument/didChange", document.change(changes));
    compare(client, document);
}

fn compare(client: &mut Client, document: &Document) {
    let published = client.diagnostics(&document.uri, document.version);
    let expected = document.expected();
    assert_eq!(published, expected, "in {:?}, version {} of\n{}", document.encoding, document.version, document.text);
}

#[test]
fn the_position_encoding_is_the_first_known_offer() {
    let general = |offers: Value| json!({"general": {"positionEncodings": offers}});
    for (capabilities, expected) in [
        (general(json!(["utf-8"])), "utf-8"),
        (general(json!(["utf-32"])), "utf-32"),
        (general(json!(["utf-16"])), "utf-16"),
        (general(json!(["utf-32", "utf-16", "utf-8"])), "utf-32"),
        (general(json!(["utf-7", "utf-8"])), "utf-8"),
        (general(json!(["utf-7"])), "utf-16"),
        (general(json!([])), "utf-16"),
        (json!({}), "utf-16"),
    ] {
        let (client, result) = Client::session(capabilities.clone());
        assert_eq!(result["capabilities"]["positionEncoding"], expected, "{capabilities}");
        assert_eq!(result["capabilities"]["textDocumentSync"], json!({"openClose": true, "change": 2}));
        assert_eq!(result["serverInfo"], json!({"name": "nianbao", "version": env!("CARGO_PKG_VERSION")}));
        assert_eq!(client.end(), Some(0));
    }
}

/// Types the draft, then corrects a number and spoils a heading, and compares after every change.
fn type_the_draft(encoding: Encoding, related: bool) {
    let mut document = Document { related, ..Document::new(&uri(), "", encoding) };
    let mut client = opened(&document);
    let chars: Vec<char> = DRAFT.chars().collect();
    let (singly, rest) = chars.split_at(600);
    for piece in singly.chunks(1).chain(rest.chunks(40)) {
        let end = document.text.len();
        let typed = document.replacement(end..end, &piece.iter().collect::<String>());
        change(&mut client, &mut document, vec![typed]);
    }
    assert_eq!(document.text, DRAFT);
    for (old, new) in [("| 𝟙 | 0 |", "| 😀1 | 0 |"), ("## 五、", "## 𠮷五、"), ("| 8 |", "| 7 |"), ("😀1", "𠮷")]
    {
        let at = document.text.find(old).expect(old);
        let deleted = document.replacement(at..at + old.len(), "");
        change(&mut client, &mut document, vec![deleted]);
        for (index, char) in new.char_indices() {
            let typed = document.replacement(at + index..at + index, &char.to_string());
            change(&mut client, &mut document, vec![typed]);
        }
    }
    assert_eq!(client.settle(), Vec::<Value>::new(), "nothing is published that was not asked for");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn typing_in_utf_8() {
    type_the_draft(Encoding::Utf8, true);
}

#[test]
fn typing_in_utf_16() {
    type_the_draft(Encoding::Utf16, true);
}

#[test]
fn typing_in_utf_32() {
    type_the_draft(Encoding::Utf32, true);
}

#[test]
fn typing_in_an_editor_without_related_information() {
    type_the_draft(Encoding::Utf16, false);
}

/// The tests here compare with a fresh check; this one fails if there is nothing to compare.
#[test]
fn the_draft_has_findings_after_characters_beyond_the_basic_plane() {
    let ranges = |encoding| -> Vec<Value> {
        let expected = Document::new(&uri(), DRAFT, encoding).expected();
        expected["diagnostics"].as_array().expect("a list").iter().map(|it| it["range"].clone()).collect()
    };
    let (utf_8, utf_16, utf_32) = (ranges(Encoding::Utf8), ranges(Encoding::Utf16), ranges(Encoding::Utf32));
    assert!(utf_8.iter().zip(&utf_16).any(|(one, other)| one["start"] != other["start"]), "{utf_8:?}");
    assert!(utf_16.iter().zip(&utf_32).any(|(one, other)| one["start"] != other["start"]), "{utf_16:?}");
}

#[test]
fn pipelined_changes_take_effect_in_order() {
    const CHANGES: usize = 5_000;
    const CELL: &str = "| 8 |";
    let mut document = Document::new(&uri(), DRAFT, Encoding::Utf16);
    let mut client = opened(&document);
    let before = &DRAFT[..DRAFT.find(CELL).expect("the total") + 2];
    let cell_line = before.matches('\n').count();
    let cell = before.lines().last().expect("the row").encode_utf16().count();
    let place = |line: usize, character: usize| json!({"line": line, "character": character});

    // Every odd change puts a numbered line in front of the draft. Every even one replaces what the even one before
    // wrote into a cell, which by then stands one line further down and may have become wider. Out of order, both
    // would end in another text.
    let mut text = DRAFT.to_owned();
    let (mut lines, mut width) = (0, 1);
    for number in 1..=CHANGES {
        let (range, typed) = if number % 2 == 1 {
            lines += 1;
            text.insert_str(0, &format!("{number}𠮷\n"));
            (json!({"start": place(0, 0), "end": place(0, 0)}), format!("{number}𠮷\n"))
        } else {
            let old = place(cell_line + lines, cell + width);
            width = number.to_string().len();
            (json!({"start": place(cell_line + lines, cell), "end": old}), number.to_string())
        };
        document.version += 1;
        let versioned = json!({"uri": document.uri, "version": document.version});
        let changes = json!([{"range": range, "text": typed}]);
        client.notify("textDocument/didChange", json!({"textDocument": versioned, "contentChanges": changes}));
    }
    document.text = text.replace(CELL, &format!("| {CHANGES} |"));
    compare(&mut client, &document);
    assert_eq!(client.settle(), Vec::<Value>::new());
    assert_eq!(client.end(), Some(0));
}

#[test]
fn random_edits_end_in_the_editors_text() {
    for (seed, encoding) in Encoding::ALL.into_iter().enumerate() {
        let mut random = Random::new(seed as u64);
        let mut document = Document::new(&uri(), DRAFT, encoding);
        let mut client = opened(&document);
        for round in 0..400 {
            let changes = (0..1 + random.below(4)).map(|_| changes::change(&mut random, DRAFT)).collect();
            client.notify("textDocument/didChange", document.change(changes));
            if round % 8 == 7 {
                compare(&mut client, &document);
            }
        }
        // Whatever is left of the draft, a fault behind it shows whether both have the same text in front.
        let end = document.text.len();
        let appended = document.replacement(end..end, &format!("\n{DRAFT}"));
        change(&mut client, &mut document, vec![appended]);
        assert_eq!(client.end(), Some(0));
    }
}

#[test]
fn closing_clears_and_opening_again_starts_anew() {
    let document = Document::new(&uri(), DRAFT, Encoding::Utf16);
    let mut client = opened(&document);
    client.notify("textDocument/didClose", document.close());
    assert_eq!(client.next_diagnostics(&document.uri), json!({"uri": document.uri, "diagnostics": []}));
    // With the version that it had before, but another text.
    let mut again = Document::new(&uri(), &DRAFT.replace("| 8 |", "| 6 |"), Encoding::Utf16);
    client.notify("textDocument/didOpen", again.open());
    compare(&mut client, &again);
    let typed = again.replacement(0..0, "😀\n");
    change(&mut client, &mut again, vec![typed]);
    assert_eq!(client.settle(), Vec::<Value>::new());
    assert_eq!(client.end(), Some(0));
}

#[test]
fn nothing_late_is_shown_for_a_closed_document() {
    let mut document = Document::new(&uri(), DRAFT, Encoding::Utf16);
    let mut client = opened(&document);
    for _ in 0..50 {
        let typed = document.replacement(0..0, "一\n");
        client.notify("textDocument/didChange", document.change(vec![typed]));
    }
    client.notify("textDocument/didClose", document.close());
    let last = client.settle().pop().expect("the clearing");
    assert_eq!(last["params"], json!({"uri": document.uri, "diagnostics": []}));

    // Opened, changed, closed and opened again before anything can be checked: the last text counts.
    client.notify("textDocument/didOpen", document.open());
    client.notify("textDocument/didClose", document.close());
    let again = Document::new(&uri(), &DRAFT.replace("| 8 |", "| 9 |"), Encoding::Utf16);
    client.notify("textDocument/didOpen", again.open());
    let last = client.settle().pop().expect("the diagnostics of the new text");
    assert_eq!(last["params"], again.expected());
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_document_that_is_no_report_gets_an_empty_list() {
    for text in ["", "# 购物清单\n\n| 总计 | 3 |\n", "\u{feff}\r\n\r\r\n𠮷"] {
        let document = Document::new(&uri(), text, Encoding::Utf16);
        assert_eq!(document.expected()["diagnostics"], json!([]));
        assert_eq!(opened(&document).end(), Some(0));
    }
}

#[test]
fn documents_do_not_disturb_each_other() {
    let mut one = Document::new("file:///one.md", DRAFT, Encoding::Utf32);
    let mut other = Document::new("untitled:two", "", Encoding::Utf32);
    let mut client = opened(&one);
    client.notify("textDocument/didOpen", other.open());
    compare(&mut client, &other);
    for piece in DRAFT.split_inclusive('\n') {
        let end = other.text.len();
        let typed = other.replacement(end..end, piece);
        client.notify("textDocument/didChange", other.change(vec![typed]));
        let deleted = one.replacement(0..piece.len(), "");
        client.notify("textDocument/didChange", one.change(vec![deleted]));
    }
    compare(&mut client, &one);
    compare(&mut client, &other);
    assert_eq!((one.text.as_str(), other.text.as_str()), ("", DRAFT));
    assert_eq!(client.end(), Some(0));
}

#[test]
fn wrong_messages_are_survived() {
    let mut document = Document::new(&uri(), DRAFT, Encoding::Utf16);
    let mut client = opened(&document);
    let unknown = Document::new("file:///unknown.md", DRAFT, Encoding::Utf16);
    client.notify("textDocument/didChange", unknown.clone().change(vec![json!({"text": "一"})]));
    client.notify("textDocument/didClose", unknown.close());
    for params in [json!({}), json!(null), json!([1]), json!({"textDocument": {"uri": "no address", "version": 1}})] {
        client.notify("textDocument/didOpen", params.clone());
        client.notify("textDocument/didChange", params.clone());
        client.notify("textDocument/didClose", params);
    }
    let negative = json!({"line": -1, "character": 0});
    let changes = json!([{"range": {"start": negative, "end": negative}, "text": "一"}]);
    let versioned = json!({"uri": document.uri, "version": 2});
    client.notify("textDocument/didChange", json!({"textDocument": versioned, "contentChanges": changes}));
    client.notify("nianbao/unknown", json!({}));
    client.notify("$/unknown", json!({}));
    client.notify("$/cancelRequest", json!({"id": 99}));

    assert_eq!(client.request("nianbao/unknown", json!({}))["error"]["code"], CODE_METHOD_NOT_FOUND);
    assert_eq!(client.request("textDocument/hover", json!({"a": 1}))["error"]["code"], CODE_INVALID_PARAMS);
    assert_eq!(client.request("initialize", json!({"capabilities": {}}))["error"]["code"], CODE_INVALID_REQUEST);
    for body in ["{", "", "[]", "7", r#"{"jsonrpc": "2.0", "id": {}, "method": "initialize"}"#] {
        client.write(body);
        let answer = client.answer(&Value::Null);
        assert!(answer["error"]["code"].is_i64(), "{body}: {answer}");
    }

    let whole = json!({"text": DRAFT.replace("| 8 |", "| 70 |")});
    change(&mut client, &mut document, vec![whole]);
    // The user is told of the document whose change was lost, and once of those that nobody knows.
    let told = client.settle();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told.iter().all(|it| it["method"] == "window/showMessage"), "{told:?}");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn after_shutdown_requests_are_refused_and_nothing_is_published() {
    let mut document = Document::new(&uri(), DRAFT, Encoding::Utf16);
    let mut client = opened(&document);
    assert_eq!(client.request("shutdown", Value::Null)["result"], Value::Null);
    client.notify("textDocument/didChange", document.change(vec![json!({"text": "一"})]));
    let hover = json!({"textDocument": {"uri": document.uri}, "position": {"line": 0, "character": 0}});
    assert_eq!(client.request("textDocument/hover", hover)["error"]["code"], CODE_INVALID_REQUEST);
    assert_eq!(client.request("shutdown", Value::Null)["error"]["code"], CODE_INVALID_REQUEST);
    client.notify("exit", Value::Null);
    // The client keeps its pipe open.
    assert_eq!(client.exit_code(), Some(0));
    assert_eq!(client.rest(), Vec::<Value>::new());
}

#[test]
fn exit_ends_the_process_however_the_session_stands() {
    let mut unborn = Client::start();
    assert!(unborn.request("textDocument/hover", json!({}))["error"]["code"].is_i64());
    unborn.notify("exit", Value::Null);
    assert_eq!(unborn.exit_code(), Some(1));

    let mut hasty = opened(&Document::new(&uri(), DRAFT, Encoding::Utf16));
    hasty.notify("exit", Value::Null);
    assert_eq!(hasty.exit_code(), Some(1));

    // `exit` on the heels of `shutdown`, and a message behind it: the answer is still written.
    let mut pressed = opened(&Document::new(&uri(), DRAFT, Encoding::Utf16));
    pressed.write(r#"{"jsonrpc": "2.0", "id": "last", "method": "shutdown"}"#);
    pressed.write(r#"{"jsonrpc": "2.0", "method": "exit"}"#);
    assert_eq!(pressed.answer(&json!("last"))["result"], Value::Null);
    assert_eq!(pressed.exit_code(), Some(0));
}

#[test]
fn the_end_of_input_ends_the_process() {
    let mut unborn = Client::start();
    unborn.close_input();
    assert_eq!(unborn.exit_code(), Some(1));

    let mut client = opened(&Document::new(&uri(), DRAFT, Encoding::Utf16));
    client.close_input();
    assert_eq!(client.exit_code(), Some(1));

    let mut client = opened(&Document::new(&uri(), DRAFT, Encoding::Utf16));
    client.request("shutdown", Value::Null);
    client.close_input();
    assert_eq!(client.exit_code(), Some(0));
}
