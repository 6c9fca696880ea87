//! An editor in which a report is written from nothing: completions that are accepted, figures, and a few names.
//!
//! The editor knows of the protocol what editors know, and of reports nothing: it takes what it is offered, fills in
//! the tab stops, and compares what was read in the end with what was typed.

use crate::support::client::Client;
use crate::support::document::{Document, Encoding};
use crate::support::extract::extract;
use nianbao::edition::{self, Form};
use nianbao::report::claims::{Amount, resolve};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::ops::Range;

const ORGAN: &str = "云溪市人民政府";
const YEAR: &str = "2024";

/// A text editor with a cursor.
struct Editor {
    client: Client,
    document: Document,
    cursor: usize,
    /// The bytes that are still to be filled in, in order.
    stops: Vec<Range<usize>>,
    snippets: bool,
}

impl Editor {
    fn open(language: &str, layout: Option<&str>, snippets: bool, encoding: Encoding) -> Self {
        let document = Document::new("file:///report", "", encoding);
        let mut client = Client::start();
        let mut capabilities = document.capabilities();
        capabilities["textDocument"]["completion"] = json!({"completionItem": {
            "snippetSupport": snippets,
            "documentationFormat": if snippets { json!(["markdown"]) } else { json!([]) },
        }});
        let options = layout.map_or(Value::Null, |layout| json!({"layout": layout}));
        let params = json!({"processId": null, "capabilities": capabilities, "initializationOptions": options});
        let answer = client.request("initialize", params);
        let triggers = &answer["result"]["capabilities"]["completionProvider"]["triggerCharacters"];
        assert!(triggers.as_array().expect("triggers").contains(&json!("第")));
        client.notify("initialized", json!({}));
        let mut open = document.open();
        open["textDocument"]["languageId"] = language.into();
        client.notify("textDocument/didOpen", open);
        client.diagnostics(&document.uri, 1);
        Editor { client, document, cursor: 0, stops: Vec::new(), snippets }
    }

    /// Replaces some bytes; the cursor stands behind them then, and the stops that are left move along.
    fn replace(&mut self, bytes: Range<usize>, text: &str) {
        let change = self.document.replacement(bytes.clone(), text);
        let params = self.document.change(vec![change]);
        self.client.notify("textDocument/didChange", params);
        self.cursor = bytes.start + text.len();
        for stop in self.stops.iter_mut().filter(|stop| stop.start >= bytes.end) {
            *stop = stop.start + text.len() - bytes.len()..stop.end + text.len() - bytes.len();
        }
    }

    fn kind(&mut self, text: &str) {
        let mut buffer = [0; 4];
        for c in text.chars() {
            self.replace(self.cursor..self.cursor, c.encode_utf8(&mut buffer));
        }
    }

    /// Asks what can be inserted, and keeps what an editor would show for the word before the cursor.
    fn offers(&mut self) -> Vec<Value> {
        let position = self.document.replacement(self.cursor..self.cursor, "")["range"]["start"].take();
        let params = json!({"textDocument": {"uri": self.document.uri}, "position": position});
        let answer = self.client.request("textDocument/completion", params);
        let Some(items) = answer["result"]["items"].as_array() else { return Vec::new() };
        assert_eq!(answer["result"]["isIncomplete"], true);
        for item in items {
            let range = &item["textEdit"]["range"];
            assert_eq!(range["start"]["line"], position["line"]);
            assert_eq!(range["end"]["line"], position["line"]);
            let word = &self.document.text[self.bytes(range).start..self.cursor];
            let filter = item["filterText"].as_str().expect("a filter");
            assert!(filter.starts_with(word), "{word:?} filters {filter:?} out");
            assert!(item["documentation"].is_string() || item["documentation"]["value"].is_string());
        }
        items.clone()
    }

    fn bytes(&self, range: &Value) -> Range<usize> {
        let offset = |place: &Value| {
            let line = place["line"].as_u64().expect("a line") as usize;
            let start: usize = self.document.text.split_inclusive('\n').take(line).map(str::len).sum();
            let mut left = place["character"].as_u64().expect("a character") as usize;
            let mut at = start;
            for c in self.document.text[start..].chars() {
                if left == 0 {
                    break;
                }
                left -= self.document.encoding.width(c);
                at += c.len_utf8();
            }
            at
        };
        offset(&range["start"])..offset(&range["end"])
    }

    /// Accepts the offer with this label; without one, the preselected one.
    fn accept(&mut self, label: Option<&str>) {
        let offers = self.offers();
        let wanted = |item: &&Value| label.map_or(item["preselect"] == true, |label| item["label"] == label);
        let item =
            offers.iter().find(wanted).unwrap_or_else(|| panic!("no {label:?} in {offers:#?}\n{}", self.document.text));
        let text = item["textEdit"]["newText"].as_str().expect("a text");
        let bytes = self.bytes(&item["textEdit"]["range"]);
        if item["insertTextFormat"] == 2 {
            assert!(self.snippets, "a snippet for an editor that knows none");
            let (text, stops, end) = snippet(text);
            self.stops.clear();
            self.replace(bytes.clone(), &text);
            self.stops = stops.into_iter().map(|stop| bytes.start + stop.start..bytes.start + stop.end).collect();
            self.cursor = bytes.start + end;
        } else {
            self.replace(bytes, text);
        }
    }

    /// Replaces what stands at the next tab stop, key by key.
    fn fill(&mut self, text: &str) {
        let stop = self.stops.remove(0);
        self.replace(stop, "");
        self.kind(text);
    }

    /// Moves the cursor behind the whole text.
    fn go_to_end(&mut self) {
        self.cursor = self.document.text.len();
    }

    /// What is wrong with the report as it stands.
    fn findings(&mut self) -> Vec<String> {
        let published = self.client.diagnostics(&self.document.uri, self.document.version);
        let list = published["diagnostics"].as_array().expect("a list").clone();
        list.iter().map(|it| format!("{} {}", it["code"], it["message"])).collect()
    }

    /// Ends the session and returns the text.
    fn close(self) -> String {
        let text = self.document.text.clone();
        let mut client = self.client;
        client.settle();
        assert_eq!(client.end(), Some(0));
        text
    }
}

/// Takes a snippet apart: its text, its tab stops in order, and where the cursor is in the end.
fn snippet(snippet: &str) -> (String, Vec<Range<usize>>, usize) {
    let mut text = String::new();
    let mut stops: Vec<(u32, Range<usize>)> = Vec::new();
    let mut open = None;
    let mut end = None;
    let mut chars = snippet.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => text.extend(chars.next()),
            '$' if chars.next_if_eq(&'0').is_some() => end = Some(text.len()),
            '$' => {
                assert_eq!(chars.next(), Some('{'), "{snippet}");
                let number: String = std::iter::from_fn(|| chars.next_if(char::is_ascii_digit)).collect();
                assert_eq!(chars.next(), Some(':'), "{snippet}");
                open = Some((number.parse().expect("a number"), text.len()));
            }
            '}' => {
                let (number, start) = open.take().expect("an open stop");
                stops.push((number, start..text.len()));
            }
            c => text.push(c),
        }
    }
    stops.sort_by_key(|(number, _)| *number);
    (text, stops.into_iter().map(|(_, stop)| stop).collect(), end.expect("an end"))
}

/// The figures of a report whose equations hold, by form, row and column.
fn figures() -> HashMap<(String, String, String), u64> {
    let mut figures = HashMap::new();
    for form in &edition::newest().forms {
        let mut seed = form.id.len() as u64;
        for row in &form.rows {
            for column in &form.columns {
                seed = (seed * 31 + 7) % 1009;
                // The sentences say that no notice was sent for a fee.
                let figure = if row.id == "other-unpaid" { 0 } else { seed % 12 };
                figures.insert((form.id.clone(), row.id.clone(), column.id.clone()), figure);
            }
        }
        let id = |row: &str, column: &str| (form.id.clone(), row.to_owned(), column.to_owned());
        // First down, then across: a total of totals is both.
        for column in &form.columns {
            let sum = |figures: &HashMap<_, u64>, from: usize, to: usize| -> u64 {
                form.rows[from..to].iter().map(|row| figures[&id(&row.id, &column.id)]).sum()
            };
            if let (Some(handled), Some(received)) = (form.row("handled"), form.row("received")) {
                let total = sum(&figures, 2, handled);
                figures.insert(id("handled", &column.id), total);
                let left = figures[&id("carried-out", &column.id)];
                figures.insert(id("carried-in", &column.id), 1);
                figures.insert(id(&form.rows[received].id, &column.id), total + left - 1);
            }
        }
        for row in &form.rows {
            for equation in form.equations.iter().filter(|it| it.direction == edition::Direction::Across) {
                let terms = equation.terms().iter().filter(|term| term.id != equation.total);
                let total = terms.map(|term| figures[&id(&row.id, &term.id)]).sum();
                figures.insert(id(&row.id, &equation.total), total);
            }
        }
    }
    figures
}

fn figure(form: &Form, row: usize, column: usize) -> String {
    figures()[&(form.id.clone(), form.rows[row].id.clone(), form.columns[column].id.clone())].to_string()
}

/// Whether a cell is the total of an equation across, so that all it needs stands before it.
fn is_total(form: &Form, column: usize) -> bool {
    let across = form.equations.iter().filter(|it| it.direction == edition::Direction::Across);
    across.into_iter().any(|equation| equation.total == form.columns[column].id)
}

/// Fills the tab stops of a table: figures are typed, totals are accepted.
fn fill_table(editor: &mut Editor, forms: &[&Form]) {
    for form in forms {
        for row in 0..form.rows.len() {
            for column in 0..form.columns.len() {
                let figure = figure(form, row, column);
                if is_total(form, column) {
                    editor.fill("");
                    editor.accept(Some(&figure));
                } else {
                    editor.fill(&figure);
                }
            }
        }
    }
}

/// What is typed at the tab stops of a section's sentences, or of those before the first: what the report's tables say.
fn prose(section: Option<&str>) -> Vec<String> {
    use edition::sentence::{SentencePart, names};
    let edition = edition::newest();
    let sentences = edition.sentences.iter();
    let own = sentences.filter(|sentence| sentence.template && sentence.section.as_deref() == section);
    let figures = figures();
    let word = |part: &SentencePart| match part {
        SentencePart::Words(_) => None,
        SentencePart::Organ => Some(ORGAN.to_owned()),
        SentencePart::Year => Some(YEAR.to_owned()),
        SentencePart::Open(default) if default == "0" => Some("0".to_owned()),
        SentencePart::Open(_) => Some("公开的内容不够丰富，已经加强培训。".to_owned()),
        SentencePart::Cells { form, rows, columns } => {
            let named = |list: &[String], id: &str| list.iter().any(|name| names(name, id));
            let cells = figures
                .iter()
                .filter(|((of, row, column), _)| of == form && named(rows, row) && named(columns, column));
            Some(cells.map(|(_, figure)| figure).sum::<u64>().to_string())
        }
    };
    own.flat_map(|sentence| sentence.text.parts()).filter_map(word).collect()
}

/// Compares what `nianbao extract` reads with what was typed.
fn compare(text: &str, layout: &str) {
    let reports = extract(text);
    assert_eq!(reports.as_array().map(Vec::len), Some(1), "{text}");
    let report = &reports[0];
    assert_eq!((report["organ"].as_str(), report["year"].as_u64()), (Some(ORGAN), YEAR.parse().ok()), "{text}");
    assert_eq!(report["sections"].as_array().map(Vec::len), Some(6));
    let mut expected = figures();
    for form in report["forms"].as_array().expect("forms") {
        assert_eq!(form["layout"], layout);
        for value in form["values"].as_array().expect("values") {
            let name = |of: &Value| of.as_str().expect("a name").to_owned();
            let id = (name(&form["form"]), name(&value["row"]), name(&value["column"]));
            let typed = expected.remove(&id).map(|figure| figure.to_string());
            assert_eq!(value["number"].as_str(), typed.as_deref(), "{id:?}\n{text}");
        }
    }
    assert_eq!(expected, HashMap::new(), "{text}");
}

/// How an editor comes to write tables in a layout: the document's language, and the setting.
const WAYS: [(&str, Option<&str>, &str); 5] = [
    ("markdown", None, "markdown"),
    ("markdown", Some("html"), "html"),
    ("plaintext", None, "tabs"),
    ("plaintext", Some("lines"), "lines"),
    ("html", None, "html"),
];

#[test]
fn a_whole_report_is_accepted_and_filled_in() {
    for (language, setting, layout) in WAYS {
        let mut editor = Editor::open(language, setting, true, Encoding::Utf16);
        editor.accept(None);
        editor.fill(ORGAN);
        editor.fill(YEAR);
        // Prose stands before the tables and behind them.
        for section in [None].into_iter().chain(edition::newest().sections.iter().map(Some)) {
            let forms = section.map_or_else(Vec::new, |section| edition::newest().forms_of(section));
            if forms.is_empty() {
                prose(section.map(|section| section.id.as_str())).iter().for_each(|word| editor.fill(word));
            } else {
                fill_table(&mut editor, &forms);
            }
        }
        assert_eq!(editor.stops, [0..0; 0]);
        assert_eq!(editor.findings(), [""; 0], "{}", editor.document.text);
        compare(&editor.close(), layout);
    }
}

#[test]
fn a_report_is_written_piece_by_piece() {
    let edition = edition::newest();
    for ((language, setting, layout), encoding) in
        WAYS.into_iter().zip([Encoding::Utf16, Encoding::Utf8, Encoding::Utf32, Encoding::Utf16, Encoding::Utf8])
    {
        let mut editor = Editor::open(language, setting, true, encoding);
        // The title: the body's name and the year are typed, the rest is offered.
        editor.kind("title");
        let title = editor.offers().swap_remove(0)["label"].as_str().expect("a label").to_owned();
        editor.accept(Some(&title));
        editor.fill(ORGAN);
        editor.fill(YEAR);
        for (index, section) in edition.sections.iter().enumerate() {
            editor.go_to_end();
            if index == 0 {
                // The whole rest would be offered first.
                editor.kind("zongtiqingkuang");
            }
            let label = format!("{}、{}", section.ordinal, section.title);
            editor.accept(if index == 0 { Some(&label) } else { None });
            let forms = edition.forms_of(section);
            if forms.is_empty() {
                prose(Some(&section.id)).iter().for_each(|word| editor.fill(word));
                assert_eq!(editor.stops, [0..0; 0]);
            } else {
                fill_table(&mut editor, &forms);
            }
        }
        assert_eq!(editor.findings(), [""; 0], "{}", editor.document.text);
        compare(&editor.close(), layout);
    }
}

#[test]
fn a_client_without_snippets_gets_plain_text() {
    for (language, setting, layout) in WAYS {
        let mut editor = Editor::open(language, setting, false, Encoding::Utf16);
        editor.kind("nianbao");
        editor.accept(None);
        assert!(editor.stops.is_empty() && !editor.document.text.contains(['$', '}']));
        // Whoever has no tab stops goes from cell to cell.
        let checked = nianbao::check::check(&editor.document.text);
        let report = &checked.reports[0];
        let mut edits: Vec<(Range<usize>, String)> = Vec::new();
        for filled in &report.forms {
            let figure = |value: &nianbao::report::Value| figure(filled.form, value.row(), value.column());
            edits.extend(filled.values.iter().map(|value| (value.range(), figure(value))));
        }
        // The sentences say what the tables say.
        for stated in checked.prose.within(0..editor.document.text.len()) {
            for claim in stated.facts.claims.iter().filter(|claim| matches!(claim.amount, Amount::Figure(..))) {
                let Some(spoken_of) = claim.quantity.and_then(|quantity| resolve::cells(report, quantity)) else {
                    continue;
                };
                let form = report.forms[spoken_of.form].form;
                let figures = spoken_of.cells.iter().map(|&(row, column)| figure(form, row, column));
                let sum: Decimal = figures.map(|figure| figure.parse::<Decimal>().expect("a figure")).sum();
                edits.push((stated.source(claim.at), sum.to_string()));
            }
        }
        let at =
            |text: &str| editor.document.text.match_indices(text).map(|(at, it)| at..at + it.len()).collect::<Vec<_>>();
        let year = report.year.expect("a year").to_string();
        edits.extend(at("××机关").into_iter().map(|range| (range, ORGAN.to_owned())));
        edits.extend(at("……").into_iter().map(|range| (range, "公开的渠道不够多样，已经增设公开栏。".to_owned())));
        edits.extend(at(&year).into_iter().map(|range| (range, YEAR.to_owned())));
        edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
        for (range, text) in edits {
            editor.replace(range, &text);
        }
        assert_eq!(editor.findings(), [""; 0], "{}", editor.document.text);
        compare(&editor.close(), layout);
    }
}

#[test]
fn documents_that_are_not_open_or_not_ours_get_nothing() {
    let mut editor = Editor::open("markdown", None, true, Encoding::Utf16);
    editor.kind("# 购物清单\n\n- 苹果\n\nreport");
    assert_eq!(editor.offers(), Vec::<Value>::new());
    let params = json!({"textDocument": {"uri": "file:///other"}, "position": {"line": 0, "character": 0}});
    assert_eq!(editor.client.request("textDocument/completion", params)["result"], Value::Null);
    editor.close();
}
