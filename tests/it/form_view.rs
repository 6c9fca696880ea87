//! The form view: what its state says of a draft, and what filling in cells makes of it. The real server over its pipes.

use crate::support::client::Client;
use crate::support::cursor::floor;
use crate::support::document::{Document, Encoding};
use crate::support::generate::{Plan, Random, STYLES};
use nianbao::check::check;
use nianbao::edition;
use nianbao::syntax::Layout;
use serde_json::{Value, json};
use std::collections::HashMap;

fn run(client: &mut Client, command: &str, arguments: Value) -> Value {
    let params = json!({"command": format!("nianbao.server.{command}"), "arguments": [arguments]});
    let answer = client.request("workspace/executeCommand", params);
    assert_eq!(answer.get("error"), None, "{command}: {answer}");
    answer["result"].clone()
}

/// A document that is open in the form view.
struct Desk {
    client: Client,
    document: Document,
}

impl Desk {
    fn new(text: &str) -> Self {
        let document = Document::new("file:///report.md", text, Encoding::Utf16);
        let (mut client, _) = Client::session(document.capabilities());
        client.notify("textDocument/didOpen", document.open());
        client.diagnostics(&document.uri, 1);
        Desk { client, document }
    }

    fn state(&mut self) -> Value {
        let uri = self.document.uri.clone();
        run(&mut self.client, "form", json!({"uri": uri}))
    }

    /// What the state of a document is that is opened with the same text; its version is of no interest.
    fn fresh_state(&mut self) -> Value {
        let uri = "file:///again.md";
        self.client.open(uri, self.document.version, &self.document.text);
        self.client.diagnostics(uri, self.document.version);
        let state = run(&mut self.client, "form", json!({"uri": uri}));
        self.client.notify("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
        self.client.next_diagnostics(uri);
        state
    }

    fn change(&mut self, changes: Vec<Value>) {
        let params = self.document.change(changes);
        self.client.notify("textDocument/didChange", params);
    }

    /// Makes edits that all refer to the present text, as an editor does.
    fn make(&mut self, edits: &Value) {
        let mut edits = edits.as_array().expect("a list").clone();
        let key = |edit: &Value| {
            let number = |name: &str| edit["range"]["start"][name].as_u64();
            (number("line"), number("character"))
        };
        edits.sort_by_key(|edit| std::cmp::Reverse(key(edit)));
        let changes = edits.iter().map(|edit| json!({"range": edit["range"], "text": edit["newText"]}));
        if !edits.is_empty() {
            self.change(changes.collect());
        }
    }

    /// Asks for cells to be filled in, each given as form, row, column and text.
    fn fill(&mut self, cells: &[(&str, u64, u64, &str)], totals: bool) -> Value {
        let cells = cells
            .iter()
            .map(|(form, row, column, text)| json!({"form": form, "row": row, "column": column, "text": text}));
        let (uri, version) = (self.document.uri.clone(), self.document.version);
        let cells: Vec<Value> = cells.collect();
        let arguments = json!({"uri": uri, "version": version, "report": 0, "cells": cells, "totals": totals});
        run(&mut self.client, "fill", arguments)
    }

    /// Fills in cells, and returns the texts of all cells after it.
    fn filled(&mut self, cells: &[(&str, u64, u64, &str)], totals: bool) -> HashMap<At, String> {
        let answer = self.fill(cells, totals);
        assert_eq!(answer["refused"], Value::Null, "{cells:?} in\n{}", self.document.text);
        self.make(&answer["edits"]);
        let texts = texts(&self.state()["reports"][0]);
        for cell in answer["cells"].as_array().expect("a list") {
            assert_eq!(json!(texts[&at(cell)]), cell["after"], "{cell}");
        }
        for (form, row, column, text) in cells {
            assert_eq!(texts[&((*form).to_owned(), *row, *column)], text.trim());
        }
        texts
    }

    fn next(&mut self, place: &Value, what: &str, backward: bool) -> Value {
        let uri = self.document.uri.clone();
        let arguments = json!({"uri": uri, "position": place, "what": what, "backward": backward});
        run(&mut self.client, "next", arguments)
    }

    fn totals(&mut self) -> Value {
        let uri = self.document.uri.clone();
        run(&mut self.client, "totals", json!({"uri": uri}))
    }

    /// Replaces the text of a cell as somebody does who types into the draft.
    fn type_into(&mut self, cell: (&str, u64, u64), text: &str) {
        let state = self.state();
        let value = values(&state["reports"][0]).into_iter().find(|it| at(it) == key(cell)).expect("the cell").clone();
        self.change(vec![json!({"range": value["range"], "text": text})]);
    }
}

/// A cell: form, row, column.
type At = (String, u64, u64);

fn key((form, row, column): (&str, u64, u64)) -> At {
    (form.to_owned(), row, column)
}

fn at(value: &Value) -> At {
    let number = |name: &str| value[name].as_u64().expect("a number");
    (value["form"].as_str().expect("an id").to_owned(), number("row"), number("column"))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The tables in the state of a report.
fn tables(report: &Value) -> Vec<&Value> {
    let blocks = list(&report["sections"]).iter().flat_map(|section| list(&section["blocks"]));
    blocks.filter(|block| block["kind"] == "table").map(|block| &block["table"]).collect()
}

fn values(report: &Value) -> Vec<&Value> {
    tables(report).into_iter().flat_map(|table| list(&table["values"])).collect()
}

fn texts(report: &Value) -> HashMap<At, String> {
    values(report).into_iter().map(|it| (at(it), it["text"].as_str().expect("a text").to_owned())).collect()
}

/// A draft of an edition in a style.
fn draft(edition: usize, style: &str) -> String {
    let style = STYLES.iter().find(|other| other.name == style).expect("a style");
    Plan::new(&edition::editions()[edition], 7).write(style).text
}

/// The styles in which nianbao itself writes, one a layout.
const OWN: [&str; 4] = ["markdown", "html", "tabs", "lines"];

const FORM: &str = "applications";

#[test]
fn the_state_is_what_stands_in_the_draft() {
    for (number, official) in edition::editions().iter().enumerate() {
        for style in &STYLES {
            let text = draft(number, style.name);
            let mut desk = Desk::new(&text);
            let state = desk.state();
            let report = &state["reports"][0];
            let read = &check(&text).reports[0];
            assert_eq!((&report["edition"], &report["year"]), (&json!(official.year), &json!(read.year)));
            assert_eq!((&report["equations"]["held"], &report["unfilled"]), (&report["equations"]["of"], &json!(0)));
            let ids: Vec<&str> = list(&report["sections"]).iter().filter_map(|it| it["id"].as_str()).collect();
            assert_eq!(ids, official.sections.iter().map(|section| section.id.as_str()).collect::<Vec<_>>());
            for block in list(&report["sections"]).iter().flat_map(|section| list(&section["blocks"])) {
                // Nothing of the tables is taken for text.
                assert_ne!(block["kind"], "other-table", "{}", style.name);
                let text = block["text"].as_str().unwrap_or_default();
                assert!(block["kind"] == "table" || text.chars().count() > 8, "{}: {text}", style.name);
            }
            let values = values(report);
            let wanted: usize = official.forms.iter().map(|form| form.rows.len() * form.columns.len()).sum();
            assert_eq!(values.len(), wanted);
            for value in values {
                let (form, row, column) = at(value);
                let filled = read.form(&form).expect("the form");
                let own = filled.value(row as usize, column as usize).expect("the value");
                assert_eq!(value["text"], json!(own.text.as_str()), "{}", style.name);
                assert_eq!(value["range"], desk.document.replacement(own.range.clone(), "")["range"]);
                assert_ne!(value["by"], "typed");
            }
            let heads = tables(report).into_iter().flat_map(|table| list(&table["rows"])).flat_map(|row| list(row));
            let heads: Vec<&Value> = heads.filter(|cell| cell["kind"] == "head").collect();
            let rows: usize =
                official.forms.iter().map(|form| form.rows.iter().filter(|row| !row.path.is_empty()).count()).sum();
            assert_eq!(heads.iter().filter(|head| !head["row"].is_null()).count(), rows);
            assert!(heads.iter().any(|head| head["law"].as_str().is_some_and(|law| law.contains('条'))));
            assert_eq!(desk.client.end(), Some(0));
        }
    }
}

#[test]
fn what_is_missing_is_in_the_state_too() {
    let text = draft(1, "markdown");
    let from = text.find("## 三、").expect("a heading");
    let to = text.find("## 四、").expect("a heading");
    let mut desk = Desk::new(&format!("{}{}", &text[..from], &text[to..]));
    let state = desk.state();
    let section = &state["reports"][0]["sections"][2];
    assert_eq!((&section["range"], &section["heading"]), (&Value::Null, &json!("三、收到和处理政府信息公开申请情况")));
    let table = &section["blocks"][0]["table"];
    assert_eq!(
        (&table["found"], &table["range"], &table["values"][0]["range"]),
        (&json!(false), &Value::Null, &Value::Null)
    );
    let finding =
        list(&state["reports"][0]["findings"]).iter().find(|it| it["code"] == "missing-section").expect("it").clone();
    assert_eq!((&finding["section"], &finding["form"]), (&section["id"], &Value::Null));
    // A document without a report.
    desk.change(vec![json!({"text": "# 购物清单\n"})]);
    assert_eq!(desk.state()["reports"], json!([]));
    assert_eq!(desk.client.end(), Some(0));
}

#[test]
fn totals_go_with_what_is_filled_in() {
    for number in 0..2 {
        for style in &STYLES {
            let mut desk = Desk::new(&draft(number, style.name));
            let before = texts(&desk.state()["reports"][0]);
            let form = edition::editions()[number].form(FORM).expect("the form");
            let row = form.row("granted").expect("the row") as u64;
            let total = form.columns.len() as u64 - 1;
            let after = desk.filled(&[(FORM, row, 0, "100000"), (FORM, row, 1, " 7 ")], true);
            let count = |texts: &HashMap<At, String>, row, column| -> i64 {
                texts[&key((FORM, row, column))].parse().expect("a number")
            };
            let sum = (0..total).map(|column| count(&after, row, column)).sum::<i64>();
            assert_eq!(count(&after, row, total), sum, "{}", style.name);
            let grown = sum - count(&before, row, total);
            let handled = form.row("handled").expect("the row") as u64;
            assert_eq!(count(&after, handled, total) - count(&before, handled, total), grown);
            assert!(values(&desk.state()["reports"][0]).iter().all(|value| value["by"] != "typed"));
            assert_eq!(desk.client.end(), Some(0));
        }
    }
}
