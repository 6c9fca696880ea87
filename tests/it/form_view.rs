//! The form view: what its state says of a draft, and what filling in cells makes of it. The real server over its pipes.

use crate::support::client::Client;
use crate::support::cursor::floor;
use crate::support::document::{Document, Encoding};
use crate::support::generate::{Plan, Random, STYLES};
use nianbao::check::check;
use nianbao::edition;
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

    /// Ends the session; diagnostics are of no interest here.
    fn end(self) {
        assert_eq!(self.client.end_but_for("textDocument/publishDiagnostics"), Some(0));
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
                assert_eq!(value["text"], json!(own.text().as_str()), "{}", style.name);
                assert_eq!(value["range"], desk.document.replacement(own.range(), "")["range"]);
                assert_ne!(value["by"], "typed");
            }
            let heads = tables(report).into_iter().flat_map(|table| list(&table["rows"])).flat_map(list);
            let heads: Vec<&Value> = heads.filter(|cell| cell["kind"] == "head").collect();
            let rows: usize =
                official.forms.iter().map(|form| form.rows.iter().filter(|row| !row.path.is_empty()).count()).sum();
            assert_eq!(heads.iter().filter(|head| !head["row"].is_null()).count(), rows);
            assert!(heads.iter().any(|head| head["law"].as_str().is_some_and(|law| law.contains('条'))));
            desk.end();
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
    desk.end();
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
            desk.end();
        }
    }
}

#[test]
fn a_total_that_was_typed_stays() {
    for style in OWN {
        let mut desk = Desk::new(&draft(1, style));
        let total = edition::newest().form(FORM).expect("the form").columns.len() as u64 - 1;
        // A total that is given is set as given, and is typed by hand from then on.
        desk.filled(&[(FORM, 0, 0, "3"), (FORM, 0, total, "77")], true);
        let by = |desk: &mut Desk, cell: At| {
            let state = desk.state();
            values(&state["reports"][0]).into_iter().find(|it| at(it) == cell).expect("the cell")["by"].clone()
        };
        assert_eq!(by(&mut desk, key((FORM, 0, total))), "typed");
        assert_eq!(by(&mut desk, key((FORM, 1, total))), "computed");
        assert_eq!(by(&mut desk, key((FORM, 1, 0))), Value::Null);
        let after = desk.filled(&[(FORM, 0, 1, "5")], true);
        assert_eq!(after[&key((FORM, 0, total))], "77");
        // Asked for, no total changes.
        let before = after[&key((FORM, 1, total))].clone();
        assert_eq!(desk.filled(&[(FORM, 1, 1, "6")], false)[&key((FORM, 1, total))], before);
        desk.end();
    }
}

#[test]
fn a_cell_that_is_emptied_and_filled_again() {
    for style in OWN {
        let mut desk = Desk::new(&draft(1, style));
        let start = texts(&desk.state()["reports"][0]);
        let emptied = desk.filled(&[(FORM, 0, 0, "")], true);
        assert_eq!(emptied[&key((FORM, 0, 0))], "");
        let state = desk.state();
        let report = &state["reports"][0];
        assert_eq!(report["unfilled"], json!(1), "{style}");
        let value = values(report).into_iter().find(|it| at(it) == key((FORM, 0, 0))).expect("the cell");
        assert_eq!((&value["blank"], &value["number"]), (&json!(true), &Value::Null));
        // With a cell a line only the distance shows that one is empty.
        assert_eq!(value["range"].is_null(), style == "lines");
        assert_eq!(desk.filled(&[(FORM, 0, 0, &start[&key((FORM, 0, 0))])], true), start);
        // What is no number is written as it is given.
        assert_eq!(desk.filled(&[(FORM, 0, 0, "/")], true)[&key((FORM, 0, 0))], "/");
        desk.end();
    }
    for style in &STYLES {
        let mut desk = Desk::new(&draft(1, style.name));
        desk.filled(&[(FORM, 0, 0, ""), (FORM, 5, 3, ""), (FORM, 5, 4, "")], true);
        desk.end();
    }
}

#[test]
fn what_cannot_stand_in_a_cell_is_refused() {
    for style in OWN {
        let mut desk = Desk::new(&draft(1, style));
        let cases = [
            ("1|2", "“一、本年新收政府信息公开申请数量·自然人”里不能有“|”，它会打乱表格，没有改动"),
            ("<b>1</b>", "“一、本年新收政府信息公开申请数量·自然人”里不能有“<”，它会打乱表格，没有改动"),
            ("1\n2", "“一、本年新收政府信息公开申请数量·自然人”里不能换行，没有改动"),
            ("1\t2", "“一、本年新收政府信息公开申请数量·自然人”里不能有制表符，没有改动"),
        ];
        for (text, why) in cases {
            let answer = desk.fill(&[(FORM, 0, 0, text)], true);
            assert_eq!((&answer["refused"], &answer["edits"]), (&json!(why), &json!([])), "{style}");
        }
        let refused = |desk: &mut Desk, cell| desk.fill(&[cell], true)["refused"].as_str().expect("words").to_owned();
        assert_eq!(refused(&mut desk, ("fly", 0, 0, "1")), "2021年格式里没有“fly”这张表，没有改动");
        assert!(refused(&mut desk, (FORM, 99, 0, "1")).ends_with("没有第100行第1列，没有改动"));
        // Bold would be read as something else; in HTML asterisks are printed.
        if style != "html" {
            assert_eq!(refused(&mut desk, (FORM, 0, 0, "**1**")), "照这样填，表格就读不准了，没有改动；请在文本里改");
        }
        let uri = desk.document.uri.clone();
        let stale = json!({"uri": uri, "version": 99, "report": 0, "cells": [], "totals": true});
        assert_eq!(run(&mut desk.client, "fill", stale)["refused"], "草稿刚刚改动过，没有改动；请再填一次");
        let none = json!({"uri": uri, "version": 1, "report": 7, "cells": [], "totals": true});
        assert_eq!(run(&mut desk.client, "fill", none)["refused"], "草稿里没有这份报告，没有改动");
        desk.end();
    }
}

/// A draft without one of its sections, or only without what stands in it.
fn without(text: &str, ordinals: (&str, &str), keeps_heading: bool) -> String {
    let line = |ordinal: &str| {
        text.lines().find(|line| line.trim_start_matches(['#', ' ']).trim_start_matches("<h2>").starts_with(ordinal))
    };
    let heading = line(ordinals.0).expect("a heading");
    let start = text.find(heading).expect("it is there") + if keeps_heading { heading.len() } else { 0 };
    let end = text.find(line(ordinals.1).expect("a heading")).expect("it is there");
    format!("{}{}{}", &text[..start], if keeps_heading { "\n\n" } else { "" }, &text[end..])
}

#[test]
fn what_is_missing_is_inserted_or_written_with_what_is_filled_in() {
    for number in 0..2 {
        for style in OWN {
            for keeps_heading in [true, false] {
                let whole = draft(number, style);
                let text = without(&whole, ("三、收到", "四、政府信息公开行政复议"), keeps_heading);
                let mut desk = Desk::new(&text);
                let form = edition::editions()[number].form(FORM).expect("the form");
                let total = form.columns.len() as u64 - 1;
                let section = desk.state()["reports"][0]["sections"][2].clone();
                assert_eq!(section["range"].is_null(), !keeps_heading, "{style}");
                let uri = desk.document.uri.clone();
                let arguments = json!({"uri": uri, "version": 1, "report": 0, "section": section["id"]});
                let answer = run(&mut desk.client, "insert", arguments);
                assert_eq!(answer["refused"], Value::Null, "{style} {keeps_heading}\n{text}");
                desk.make(&answer["edits"]);
                let state = desk.state();
                assert_eq!(tables(&state["reports"][0])[1]["found"], true);
                assert_eq!(texts(&state["reports"][0])[&key((FORM, 0, 0))], "0");
                let arguments = json!({"uri": uri, "version": 2, "report": 0, "section": section["id"]});
                let again = run(&mut desk.client, "insert", arguments);
                assert!(again["refused"].as_str().is_some_and(|why| why.ends_with("已在草稿里")));
                desk.end();

                let mut desk = Desk::new(&text);
                let after = desk.filled(&[(FORM, 0, 0, "12"), (FORM, 0, 1, "3")], true);
                assert_eq!(after[&key((FORM, 0, total))], "15");
                assert_eq!(after[&key((FORM, 1, 0))], "0");
                desk.end();
            }
        }
    }
}

#[test]
fn cells_of_rows_that_are_too_short_are_written_with_their_table() {
    let text = draft(1, "markdown");
    let line = text.lines().find(|line| line.contains("一、本年新收")).expect("the row");
    let label: String = line.split_inclusive('|').take(4).collect();
    let mut desk = Desk::new(&text.replace(line, &label));
    let state = desk.state();
    let value = values(&state["reports"][0]).into_iter().find(|it| at(it) == key((FORM, 0, 0))).expect("it").clone();
    assert_eq!((&value["range"], &value["text"]), (&Value::Null, &json!("")));
    let after = desk.filled(&[(FORM, 0, 0, "12"), (FORM, 0, 1, "3")], true);
    let total = edition::newest().form(FORM).expect("the form").columns.len() as u64 - 1;
    assert_eq!(after[&key((FORM, 0, total))], "15");
    desk.end();
}

#[test]
fn totals_follow_what_is_typed_into_the_text() {
    for number in 0..2 {
        for style in OWN {
            let mut desk = Desk::new(&draft(number, style));
            let total = edition::editions()[number].form(FORM).expect("the form").columns.len() as u64 - 1;
            desk.type_into((FORM, 0, 0), "100000");
            let answer = desk.totals();
            let cells = list(&answer["cells"]);
            assert_eq!(cells.iter().map(at).collect::<Vec<_>>(), [key((FORM, 0, total))], "{style}");
            desk.make(&answer["edits"]);
            let state = desk.state();
            let after = texts(&state["reports"][0]);
            assert_eq!(json!(after[&key((FORM, 0, total))]), cells[0]["after"]);
            assert!(values(&state["reports"][0]).iter().all(|it| it["by"] != "typed"));
            // The total that the server has changed is no change of its user.
            assert_eq!(desk.totals()["edits"], json!([]));
            // A total that somebody types stays, now and later.
            desk.type_into((FORM, 0, total), "1");
            assert_eq!(desk.totals()["edits"], json!([]));
            desk.type_into((FORM, 0, 1), "20");
            assert_eq!(desk.totals()["edits"], json!([]));
            desk.type_into((FORM, 1, 1), "30");
            assert_eq!(list(&desk.totals()["cells"]).len(), 1);
            desk.end();
        }
    }
}

#[test]
fn totals_follow_a_typist_who_does_not_wait_and_who_takes_back() {
    for style in OWN {
        let mut desk = Desk::new(&draft(1, style));
        let total = edition::newest().form(FORM).expect("the form").columns.len() as u64 - 1;
        let before = texts(&desk.state()["reports"][0]);
        let row =
            |texts: &HashMap<At, String>, column| -> i64 { texts[&key((FORM, 0, column))].parse().expect("a number") };
        // What is answered for the first figure comes too late: the second is typed.
        desk.type_into((FORM, 0, 0), "100000");
        assert_ne!(desk.totals()["edits"], json!([]));
        desk.type_into((FORM, 0, 1), "20");
        let answer = desk.totals();
        desk.make(&answer["edits"]);
        let after = texts(&desk.state()["reports"][0]);
        assert_eq!(row(&after, total), (0..total).map(|column| row(&after, column)).sum::<i64>(), "{style}");
        assert_eq!(desk.totals()["edits"], json!([]));
        // The total is taken back by itself: it stays, whatever is typed afterwards.
        desk.type_into((FORM, 0, total), &before[&key((FORM, 0, total))]);
        let undone = json!({"uri": desk.document.uri, "undone": true});
        assert_eq!(run(&mut desk.client, "totals", undone)["edits"], json!([]));
        desk.type_into((FORM, 0, 1), "30");
        assert_eq!(desk.totals()["edits"], json!([]));
        desk.end();
    }
}

#[test]
fn from_value_to_value_and_to_what_is_unfilled() {
    for style in ["markdown", "html", "tabs", "lines"] {
        let mut desk = Desk::new(&draft(1, style));
        let state = desk.state();
        let tables = tables(&state["reports"][0]);
        for table in tables {
            let mut places: Vec<&Value> = list(&table["values"]).iter().map(|value| &value["range"]).collect();
            places.sort_by_key(|place| (place["start"]["line"].as_u64(), place["start"]["character"].as_u64()));
            for pair in places.windows(2).step_by(7) {
                for end in ["start", "end"] {
                    assert_eq!(desk.next(&pair[0][end], "value", false), *pair[1], "{style}");
                    assert_eq!(desk.next(&pair[1][end], "value", true), *pair[0], "{style}");
                }
            }
            assert_eq!(desk.next(&places[places.len() - 1]["end"], "value", false), Value::Null);
            assert_eq!(desk.next(&places[0]["start"], "value", true), Value::Null);
        }
        let nowhere = json!({"line": 0, "character": 1});
        assert_eq!(desk.next(&nowhere, "value", false), Value::Null);
        assert_eq!(desk.next(&nowhere, "unfilled", false), Value::Null);
        if style == "lines" {
            desk.end();
            continue;
        }
        desk.filled(&[(FORM, 0, 0, ""), (FORM, 2, 3, ""), ("article-20-1", 1, 1, "")], true);
        let state = desk.state();
        let blank =
            values(&state["reports"][0]).into_iter().filter(|it| it["blank"] == true).map(|it| it["range"].clone());
        let blank: Vec<Value> = blank.collect();
        assert_eq!((blank.len(), &state["reports"][0]["unfilled"]), (3, &json!(3)));
        let uri = desk.document.uri.clone();
        assert_eq!(run(&mut desk.client, "status", json!({"uri": uri}))["reports"][0]["unfilled"], 3);
        let mut at = nowhere.clone();
        for wanted in blank.iter().chain(&blank) {
            let range = desk.next(&at, "unfilled", false);
            assert_eq!(range, *wanted);
            at = range["end"].clone();
        }
        for wanted in blank.iter().rev().skip(1).chain(blank.iter().rev()) {
            let range = desk.next(&at, "unfilled", true);
            assert_eq!(range, *wanted);
            at = range["start"].clone();
        }
        desk.end();
    }
}

#[test]
fn sentences_of_the_template_are_still_to_be_filled_in() {
    let mut desk = Desk::new(
        "# 云溪县教育局2024年政府信息公开工作年度报告\n\n## 一、总体情况\n\n2024年，我局公开信息【填写数字】条，办理申请 件。\n\n## 二、主动公开政府信息情况\n",
    );
    let state = desk.state();
    let unfilled = state["reports"][0]["unfilled"].as_u64().expect("a number");
    assert!(unfilled > 0, "{state}");
    let place = desk.next(&json!({"line": 0, "character": 0}), "unfilled", false);
    assert_eq!(place["start"]["line"], 4);
    desk.end();
}

/// How many random edits are tried for each layout and edition.
fn edits() -> usize {
    std::env::var("NIANBAO_FORM_EDITS").ok().and_then(|count| count.parse().ok()).unwrap_or(120) / 8
}

/// A change that leads back from a text to the one before.
fn back(document: &Document, before: &str) -> Value {
    let (new, old) = (document.text.as_str(), before);
    let common = new.bytes().zip(old.bytes()).take_while(|(one, other)| one == other).count();
    let start = floor(new, common).min(floor(old, common));
    let rest = (new.len() - start).min(old.len() - start);
    let same = new.bytes().rev().zip(old.bytes().rev()).take(rest).take_while(|(one, other)| one == other).count();
    let mut end = new.len() - same;
    while !new.is_char_boundary(end) {
        end += 1;
    }
    let old_end = old.len() - (new.len() - end);
    document.replacement(start..end, &old[start..old_end])
}

/// Something typed into the text: mostly into a cell.
fn typed(desk: &Desk, state: &Value, random: &mut Random) -> Value {
    const DIGITS: [&str; 8] = ["1", "0", "23", "", "/", "件", " ", "-4"];
    const PIECES: [&str; 10] = ["", "\n", "|", "\t", "<td>", "第二十条第", "总计", "\n\n三、", "𠮷", "5"];
    let ranges: Vec<Value> = list(&state["reports"])
        .iter()
        .flat_map(values)
        .map(|it| it["range"].clone())
        .filter(|it| !it.is_null())
        .collect();
    let text = &desk.document.text;
    if ranges.is_empty() || random.below(4) == 0 {
        let start = floor(text, random.below(text.len() + 1));
        let end = floor(text, (start + random.below(12)).min(text.len())).max(start);
        return desk.document.replacement(start..end, random.pick(&PIECES));
    }
    let mut range = ranges[random.below(ranges.len())].clone();
    if random.below(2) == 0 {
        range["start"] = range["end"].clone();
    }
    json!({"range": range, "text": random.pick(&DIGITS)})
}

/// Cells filled in from the view: one, or some below and beside each other. What the server refuses changes nothing.
fn fill_some(desk: &mut Desk, state: &Value, random: &mut Random) -> Value {
    const TEXTS: [&str; 9] = ["", "0", "7", "12", "345", "/", "3件", "若干", " 8 "];
    let Some(report) = list(&state["reports"]).first() else { return state.clone() };
    let cells: Vec<At> = values(report).into_iter().map(at).collect();
    let first = random.below(cells.len());
    let count = 1 + random.below(3) * random.below(4);
    let cells: Vec<(&str, u64, u64, &str)> = cells[first..]
        .iter()
        .take(count)
        .map(|(form, row, column)| (form.as_str(), *row, *column, random.pick(&TEXTS)))
        .collect();
    let before = texts(report);
    let totals = random.below(4) > 0;
    let answer = desk.fill(&cells, totals);
    if answer["refused"] != Value::Null {
        assert_eq!((&answer["edits"], &answer["cells"]), (&json!([]), &json!([])));
        return desk.state();
    }
    desk.make(&answer["edits"]);
    let mut wanted = before;
    for (form, row, column, text) in &cells {
        wanted.insert(key((form, *row, *column)), text.trim().to_owned());
    }
    for cell in list(&answer["cells"]) {
        wanted.insert(at(cell), cell["after"].as_str().expect("a text").to_owned());
    }
    // Of a table that was missing the other cells are new, too.
    let state = desk.state();
    let after = texts(&state["reports"][0]);
    let is_new = |form: &str| {
        let table = tables(report).into_iter().find(|it| list(&it["values"]).iter().any(|value| value["form"] == form));
        table
            .is_none_or(|it| list(&it["values"]).iter().filter(|it| it["form"] == form).all(|it| it["range"].is_null()))
    };
    for (cell, text) in &wanted {
        assert!(
            after[cell] == *text || (is_new(&cell.0) && text.is_empty()),
            "{cell:?} of {cells:?}: {text} {}\n{}",
            after[cell],
            desk.document.text
        );
    }
    state
}

/// Edits from either side: after each the state is that of a document opened with the same text; undone one after the
/// other they lead back to the start.
#[test]
fn the_view_and_the_text_agree_whoever_edits() {
    for number in 0..2 {
        for style in OWN {
            let start = draft(number, style);
            let mut desk = Desk::new(&start);
            let mut random = Random::new(number as u64 * 31 + style.len() as u64);
            let mut before: Vec<String> = Vec::new();
            let first = desk.state();
            let mut state = first.clone();
            for _ in 0..edits() {
                let text = desk.document.text.clone();
                match random.below(8) {
                    0..4 => {
                        state = fill_some(&mut desk, &state, &mut random);
                        before.push(text);
                    }
                    4..6 => {
                        let change = typed(&desk, &state, &mut random);
                        desk.change(vec![change]);
                        before.push(text);
                        state = desk.state();
                    }
                    _ => {
                        if let Some(last) = before.pop() {
                            let change = back(&desk.document, &last);
                            desk.change(vec![change]);
                            assert_eq!(desk.document.text, last);
                            state = desk.state();
                        }
                    }
                }
                assert_eq!(state, desk.fresh_state(), "{style}:\n{}", desk.document.text);
            }
            while let Some(last) = before.pop() {
                let change = back(&desk.document, &last);
                desk.change(vec![change]);
            }
            assert_eq!(desk.document.text, start);
            assert_eq!(desk.state()["reports"], first["reports"]);
            desk.end();
        }
    }
}
