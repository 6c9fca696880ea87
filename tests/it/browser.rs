//! The session that a page in a browser has: it answers as the command line and the server do, without files and clock.

use crate::support::docx::Docx;
use crate::support::drafts::all;
use crate::support::generate::{Plan, STYLES};
use crate::support::whole::Whole;
use nianbao::check::check;
use nianbao::edition;
use nianbao::page::Session;
use nianbao::syntax::Layout;
use rayon::prelude::*;
use serde_json::{Value, json};
use std::time::{SystemTime, UNIX_EPOCH};

const URL: &str = "file:///draft.md";

/// A session with a page that has begun.
struct Page(Session);

impl Page {
    fn new() -> Self {
        let mut page = Page(Session::default());
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a time after 1970").as_secs();
        page.ask("initialize", json!({"now": now}));
        page
    }

    fn answer(&mut self, method: &str, params: Value) -> Value {
        let answer = self.0.answer(&json!({"method": method, "params": params}).to_string());
        serde_json::from_str(&answer).expect("JSON")
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        let mut answer = self.answer(method, params);
        assert_eq!(answer.get("error"), None, "{method}");
        answer["result"].take()
    }

    fn open(&mut self, text: &str) {
        let document = json!({"uri": URL, "languageId": "markdown", "version": 1, "text": text});
        self.ask("textDocument/didOpen", json!({"textDocument": document}));
    }

    fn change(&mut self, version: i32, range: Value, text: &str) {
        let changes = json!([{"range": range, "text": text}]);
        let document = json!({"uri": URL, "version": version});
        self.ask("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}));
    }

    fn diagnostics(&mut self) -> Vec<Value> {
        let found = self.ask("textDocument/diagnostic", json!({}));
        found.as_array().expect("a list").clone()
    }

    fn command(&mut self, name: &str, mut argument: Value) -> Value {
        argument["uri"] = json!(URL);
        self.ask(
            "workspace/executeCommand",
            json!({"command": format!("nianbao.server.{name}"), "arguments": [argument]}),
        )
    }

    fn read(&self, name: &str, bytes: Vec<u8>) -> Value {
        serde_json::from_str(&self.0.read(name, bytes)).expect("JSON")
    }
}

/// A draft without a finding.
fn sound() -> String {
    Whole::new(edition::newest().year, 4).layout(Layout::Html).text()
}

#[test]
fn what_is_found_is_what_the_command_line_finds() {
    all().par_iter().for_each(|(name, text)| {
        let mut page = Page::new();
        page.open(text);
        let found = page.diagnostics();
        let codes: Vec<&str> = found.iter().filter_map(|it| it["code"].as_str()).collect();
        let expected = check(text).findings;
        assert_eq!(codes, expected.iter().map(|finding| finding.rule.name).collect::<Vec<_>>(), "{name}");
        for (found, expected) in found.iter().zip(&expected) {
            let message = found["message"].as_str().expect("a message");
            assert!(message.starts_with(&expected.message), "{name}: {message} {}", expected.message);
        }
    });
}

#[test]
fn a_figure_that_is_typed_is_found_and_repaired() {
    let text = sound();
    let mut page = Page::new();
    page.open(&text);
    assert_eq!(page.diagnostics(), [Value::Null; 0]);
    // The first figure of a row, with one digit more.
    let row = text.find("1.属于国家秘密").expect("the row");
    let at = row + text[row..].find("</td><td>").map_or(0, |at| at + "</td><td>".len());
    let at = at + text[at..].find(|c: char| c.is_ascii_digit()).expect("a figure");
    let line = text[..at].matches('\n').count();
    let column = text[text[..at].rfind('\n').map_or(0, |at| at + 1)..at].encode_utf16().count();
    let place = json!({"line": line, "character": column});
    page.change(2, json!({"start": place, "end": place}), "7");
    let found = page.diagnostics();
    assert!(!found.is_empty());
    let range = found[0]["range"].clone();
    let context = json!({"diagnostics": []});
    let actions =
        page.ask("textDocument/codeAction", json!({"textDocument": {"uri": URL}, "range": range, "context": context}));
    let mut edit = Value::Null;
    for action in actions.as_array().expect("a list") {
        let resolved = page.ask("codeAction/resolve", action.clone());
        if let Some(edits) = resolved["edit"]["changes"][URL].as_array().filter(|edits| edits.len() == 1) {
            edit = edits[0].clone();
            break;
        }
    }
    page.change(3, edit["range"].clone(), edit["newText"].as_str().expect("a text"));
    assert_eq!(page.diagnostics(), [Value::Null; 0]);
}

#[test]
fn files_that_are_reviewed_together_are_checked_beside_each_other() {
    let text = include_str!("../drafts/markdown-2021.md");
    let files = [2023, 2024].map(|year| {
        let text = text.replace("2024年", &format!("{year}年"));
        json!({"name": "年报.md", "uri": format!("file:///{year}/%E5%B9%B4%E6%8A%A5.md"), "text": text})
    });
    let found = |page: &mut Page, file: &Value| {
        let extracted = page.ask("nianbao/extract", json!([file]));
        let codes = extracted[0]["diagnostics"].as_array().expect("a list").iter().map(|it| it["code"].clone());
        codes.filter(|code| *code == "carry-over").count()
    };
    let mut page = Page::new();
    for file in &files {
        page.ask("nianbao/gather", json!([file]));
    }
    assert_eq!(files.each_ref().map(|file| found(&mut page, file)), [0, 1]);
    // Opened it is one of them, and no other report of its year.
    let document = json!({"uri": files[1]["uri"], "languageId": "markdown", "version": 1, "text": files[1]["text"]});
    page.ask("textDocument/didOpen", json!({"textDocument": document}));
    let count = |page: &mut Page| page.diagnostics().iter().filter(|it| it["code"] == "carry-over").count();
    assert_eq!(count(&mut page), 1);
    page.ask("nianbao/scatter", Value::Null);
    assert_eq!(count(&mut page), 0);
    assert_eq!(files.each_ref().map(|file| found(&mut page, file)), [0, 0]);
}

#[test]
fn the_report_of_the_year_before_is_known_once_it_is_given() {
    let style = STYLES.iter().find(|style| style.name == "markdown").expect("the style");
    let [before, now] = [2023, 2024].map(|year| Plan::new(edition::newest(), 7).of(1, year).write(style).text);
    let mut page = Page::new();
    page.open(&now);
    let alone = page.diagnostics().len();
    page.ask("nianbao/know", json!([{"name": "2023.md", "text": before}]));
    let beside: Vec<Value> = page.diagnostics();
    assert!(beside.len() > alone, "{beside:?}");
    page.ask("nianbao/know", json!([]));
    assert_eq!(page.diagnostics().len(), alone);
}

#[test]
fn the_form_is_filled_and_a_new_report_begun() {
    let mut page = Page::new();
    let report = page.command("newReport", json!({"organ": "云溪县教育局"}));
    page.open(report["text"].as_str().expect("a text"));
    assert!(report["fileName"].as_str().is_some_and(|name| name.starts_with("云溪县教育局") && name.ends_with(".md")));
    let cells = json!([{"form": "applications", "row": 0, "column": 0, "text": "3"}]);
    let filled = page.command("fill", json!({"version": 1, "report": 0, "cells": cells, "totals": true}));
    assert_eq!(filled["refused"], Value::Null, "{filled}");
    assert!(filled["edits"].as_array().is_some_and(|edits| !edits.is_empty()), "{filled}");
    assert_eq!(page.command("dueYear", json!({}))["year"].as_u64().map(|year| year > 2020), Some(true));
}

#[test]
fn a_document_of_word_is_read_and_written() {
    let text = sound();
    let mut page = Page::new();
    let read = page.read("年报.docx", Docx::of_draft(&text).bytes());
    let of_word = read["result"]["text"].as_str().expect("a text").to_owned();
    page.open(&of_word);
    assert_eq!(page.diagnostics(), [Value::Null; 0]);
    let written = page.0.docx().expect("a document");
    let again = page.read("年报.docx", written);
    assert_eq!(check(again["result"]["text"].as_str().expect("a text")).findings, []);
    let markdown = page.ask("nianbao/write", json!({"text": of_word, "languageId": "markdown", "layout": "html"}));
    assert!(markdown.as_str().is_some_and(|html| html.contains("<table") && check(html).findings.is_empty()));
    let extracted = page.ask("nianbao/extract", json!([{"name": "年报.docx", "text": of_word}]));
    assert_eq!(extracted[0]["reports"].as_array().map(Vec::len), Some(1));
    let refused = page.read("年报.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec());
    assert!(refused["error"].as_str().is_some_and(|why| why.contains("另存为 .docx")), "{refused}");
}

#[test]
fn what_cannot_be_answered_is_said() {
    let mut page = Page::new();
    let before_open = ["textDocument/hover", "textDocument/diagnostic"];
    for method in before_open {
        assert_eq!(page.answer(method, json!({}))["error"], "没有打开草稿");
    }
    assert!(page.0.docx().is_err());
    page.open("一");
    for (method, params) in [
        ("textDocument/hover", json!({"position": 1})),
        ("textDocument/nothing", json!({})),
        ("textDocument/didChange", json!({"contentChanges": 1})),
        ("workspace/executeCommand", json!({"command": "nianbao.server.checkFolders", "arguments": []})),
        ("workspace/executeCommand", json!({"command": "x"})),
        ("nianbao/write", json!({"text": "一", "languageId": "markdown", "layout": "x"})),
        ("initialize", json!({})),
    ] {
        let answer = page.answer(method, params.clone());
        assert!(answer["error"].as_str().is_some_and(|why| !why.is_empty()), "{method} {params}: {answer}");
    }
    let answer: Value = serde_json::from_str(&page.0.answer("{")).expect("JSON");
    assert!(answer["error"].is_string());
    // A place far outside is the nearest one.
    let far = json!({"position": {"line": 9, "character": 9}, "textDocument": {"uri": URL}});
    assert_eq!(page.ask("textDocument/hover", far), Value::Null);
}
