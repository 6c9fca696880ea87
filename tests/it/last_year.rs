//! What crosses from one year to the next: the real server over its real pipes, with last year's report in the folder or
//! on the screen.

use crate::support::client::Client;
use crate::support::document::{Document, Encoding};
use crate::support::whole::Whole;
use nianbao::check::Language;
use nianbao::check::{Checked, Draft, check};
use nianbao::compose::new_report::NewReport;
use nianbao::edition;
use nianbao::report::neighbours::{Contributions, Neighbours, ReportSource, Succession};
use nianbao::report::{Filled, Report};
use nianbao::syntax::Layout;
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use tempfile::TempDir;

const ORGAN: &str = "临沅市教育局";

/// A folder for one test.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Desk(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    fn uri(&self, name: &str) -> String {
        lsp_types::Url::from_file_path(self.path(name)).expect("a path").to_string()
    }

    fn session(&self, workspace: Value) -> Client {
        let folders = json!([{"uri": self.uri(""), "name": "desk"}]);
        let capabilities = json!({
            "general": {"positionEncodings": ["utf-32"]},
            "textDocument": {"codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}}},
            "workspace": workspace,
        });
        Client::begin(json!({"processId": null, "capabilities": capabilities, "workspaceFolders": folders})).0
    }

    fn open(&self, client: &mut Client, name: &str, text: &str) -> Document {
        let language = Language::named(name.rsplit('.').next().expect("an ending"));
        let document = Document::new(&self.uri(name), text, Encoding::Utf32);
        let item = json!({"uri": document.uri, "languageId": language.name(), "version": 1, "text": text});
        client.notify("textDocument/didOpen", json!({"textDocument": item}));
        document
    }
}

/// What is known where a file has the reports of another text.
fn known(name: &str, checked: &Checked) -> Neighbours {
    let document = ReportSource { address: name.to_owned(), name: name.to_owned() };
    Neighbours::of_files([(
        Arc::new(document),
        Contributions::of(&checked.reports, &checked.syntax, &Succession::default()),
    )])
}

fn report(edition: u16, year: u16, seed: u64, layout: Layout) -> Whole {
    Whole::new(edition, seed).year(year).layout(layout)
}

fn ending(layout: Layout) -> &'static str {
    match layout {
        Layout::Markdown => "md",
        Layout::Html => "html",
        Layout::Tabs | Layout::Lines => "txt",
    }
}

/// The numbers of a row of the applications in a report.
fn row(report: &Report, id: &str) -> Vec<String> {
    let filled = report.form("applications").expect("the table");
    let row = filled.form.row(id).expect("the row");
    (0..7).map(|column| filled.value(row, column).expect("a cell").text().to_string()).collect()
}

fn row_of(text: &str, id: &str) -> Vec<String> {
    row(&check(text).reports[0], id)
}

/// The place of a cell of the applications in a document.
fn cell(document: &Document, id: &str, column: usize) -> Value {
    let checked = check(&document.text);
    let filled: &Filled = checked.reports[0].form("applications").expect("the table");
    let value = filled.value(filled.form.row(id).expect("the row"), column).expect("a cell");
    document.replacement(value.range(), "")["range"].clone()
}

fn label(document: &Document, id: &str) -> Value {
    let checked = check(&document.text);
    let filled: &Filled = checked.reports[0].form("applications").expect("the table");
    let label = filled.rows[filled.form.row(id).expect("the row")].label.as_ref().expect("a label");
    document.replacement(label.range.clone(), "")["range"].clone()
}

fn asked(client: &mut Client, method: &str, document: &Document, range: &Value) -> Value {
    let mut params = json!({"textDocument": {"uri": document.uri}, "position": range["start"]});
    if method == "references" {
        params["context"] = json!({"includeDeclaration": false});
    }
    client.request(&format!("textDocument/{method}"), params)["result"].clone()
}

fn hover(client: &mut Client, document: &Document, range: &Value) -> String {
    asked(client, "hover", document, range)["contents"]["value"].as_str().expect("something to say").to_owned()
}

fn run(client: &mut Client, command: &str, arguments: Value) -> Value {
    let params = json!({"command": format!("nianbao.server.{command}"), "arguments": [arguments]});
    client.request("workspace/executeCommand", params)["result"].clone()
}

/// The document after a piece was put in.
fn with(document: &Document, range: &Value, text: &Value) -> Checked {
    let mut document = document.clone();
    document.change(vec![json!({"range": range, "text": text})]);
    check(&document.text)
}

/// The messages of all findings, but for what is left to be filled in.
fn findings(checked: &Checked) -> Vec<String> {
    let filled = checked.findings.iter().filter(|finding| finding.rule.name != "template-residue");
    filled.map(|finding| finding.message.clone()).collect()
}

#[test]
fn the_figure_of_the_year_before_is_seen_and_found_in_every_layout() {
    for layout in Layout::ALL {
        let desk = Desk::new();
        let (last, this) = (report(2021, 2023, 1, layout).text(), report(2021, 2024, 2, layout).text());
        let (last_name, this_name) = (format!("往年/2023.{}", ending(layout)), format!("2024.{}", ending(layout)));
        desk.write(&last_name, &last);
        desk.write("买菜.md", "# 购物清单\n");
        let mut client = desk.session(json!({}));
        let document = desk.open(&mut client, &this_name, &this);
        let last_document = Document::new(&desk.uri(&last_name), &last, Encoding::Utf32);
        let (before, now) = (row_of(&last, "carried-out"), row_of(&this, "carried-in"));
        assert_ne!(before, now);
        for column in [0, 6] {
            let own = cell(&document, "carried-in", column);
            let said = hover(&mut client, &document, &own);
            let off = before[column].parse::<i64>().unwrap() - now[column].parse::<i64>().unwrap();
            let compared = match off {
                0 => format!("✓ 上年{}，本年{}，一致", before[column], now[column]),
                off => format!("✗ 上年{}，本年{}，相差{}", before[column], now[column], off.abs()),
            };
            assert!(said.contains(&format!("上年报告（{last_name}）“四、结转下年度继续办理”")), "{said}");
            assert!(said.contains(&compared), "{compared} in {said}");
            let other = json!([{"uri": last_document.uri, "range": cell(&last_document, "carried-out", column)}]);
            assert_eq!(asked(&mut client, "definition", &document, &own), other);
            let references = asked(&mut client, "references", &document, &own);
            assert!(references.as_array().expect("a list").contains(&other[0]), "{references}");
        }
        let own = label(&document, "carried-in");
        let said = hover(&mut client, &document, &own);
        assert_eq!(said.matches("✗ 上年").count() + said.matches("✓ 上年").count(), 7, "{said}");
        let other = json!([{"uri": last_document.uri, "range": label(&last_document, "carried-out")}]);
        assert_eq!(asked(&mut client, "definition", &document, &own), other);
        // Every other row says what it said before.
        let received = cell(&document, "received", 0);
        assert!(!hover(&mut client, &document, &received).contains("上年报告"));

        // And from there to here.
        let last_document = desk.open(&mut client, &last_name, &last);
        let references = asked(&mut client, "references", &last_document, &cell(&last_document, "carried-out", 3));
        let here = json!({"uri": document.uri, "range": cell(&document, "carried-in", 3)});
        assert!(references.as_array().expect("a list").contains(&here), "{references}");
        client.settle();
        assert_eq!(client.end(), Some(0));
    }
}

/// A report without the table of applications: its text, and where the table would stand.
fn without_table(whole: &Whole) -> (String, usize) {
    let (text, body) = (whole.text(), whole.body(2));
    let sentence = "本年度的申请都在法定期限内办理。\n\n";
    let at = text.find(&body).expect("the section") + sentence.len();
    let text = text.replacen(&body, &format!("{sentence}\n"), 1);
    (text, at)
}

#[test]
fn an_inserted_table_begins_with_what_the_year_before_has_left() {
    let turns = [(2021, 2023, 2021, 2024), (2019, 2020, 2021, 2021), (2019, 2019, 2019, 2020)];
    for (layout, (last_edition, last_year, edition, year)) in
        Layout::ALL.into_iter().flat_map(|layout| turns.map(|turn| (layout, turn)))
    {
        let desk = Desk::new();
        let last = report(last_edition, last_year, 5, layout).text();
        let last_name = format!("last.{}", ending(layout));
        desk.write(&last_name, &last);
        let left = row_of(&last, "carried-out");
        assert_ne!(left[6], "0");
        let (text, at) = without_table(&report(edition, year, 6, layout));
        let mut client = desk.session(json!({}));
        let document = desk.open(&mut client, &format!("this.{}", ending(layout)), &text);
        let begins = |checked: &Checked| {
            assert_eq!(findings(checked), Vec::<String>::new());
            let report = &checked.reports[0];
            assert_eq!((row(report, "carried-in"), row(report, "carried-out")), (left.clone(), left.clone()));
            assert_eq!(row(report, "received"), ["0"; 7]);
        };
        let note = format!("上年结转取自{last_name}，暂全数结转下年度");

        let place = document.replacement(at..at, "")["range"].clone();
        // What is offered first may be offered before the folder is read.
        let item = loop {
            let answer = asked(&mut client, "completion", &document, &place);
            let items = answer["items"].as_array().expect("items");
            let item = items.iter().find(|item| item["label"] == "表三政府信息公开申请情况").expect("the table");
            if item["detail"].as_str().expect("a detail").ends_with(&note) {
                break item.clone();
            }
        };
        begins(&with(&document, &item["textEdit"]["range"], &item["textEdit"]["newText"]));

        let choices = run(&mut client, "templates", json!({"uri": document.uri, "position": place["start"]}));
        let choice = choices.as_array().expect("a list").iter().find(|choice| choice["id"] == "table3").expect("it");
        begins(&with(&document, &choice["range"], &choice["newText"]));

        let heading = &edition::newest().sections[2];
        let heading = text.find(&format!("{}、{}", heading.ordinal, heading.title)).expect("the heading");
        let range = document.replacement(heading..heading + 3, "")["range"].clone();
        let params = json!({
            "textDocument": {"uri": document.uri}, "range": range,
            "context": {"diagnostics": [], "only": ["quickfix"]},
        });
        let answer = client.request("textDocument/codeAction", params)["result"].clone();
        let title = format!("插入“表三政府信息公开申请情况”（{note}，其余填0）");
        let action = answer.as_array().expect("actions").iter().find(|action| action["title"] == title);
        let action = action.unwrap_or_else(|| panic!("no {title} in {answer}"));
        let edit = &action["edit"]["changes"][&document.uri][0];
        begins(&with(&document, &edit["range"], &edit["newText"]));
        client.settle();
        assert_eq!(client.end(), Some(0));
    }
}

#[test]
fn a_report_that_has_only_a_title_and_a_new_one_begin_with_it_too() {
    let desk = Desk::new();
    let last = report(2021, 2023, 7, Layout::Tabs).text();
    desk.write("往年/2023.txt", &last);
    let left = row_of(&last, "carried-out");
    let mut client = desk.session(json!({}));
    let title = format!("# {ORGAN}2024年政府信息公开工作年度报告\n\n");
    let document = desk.open(&mut client, "2024.md", &title);
    let end = document.replacement(title.len()..title.len(), "")["range"].clone();
    let item = loop {
        let item = asked(&mut client, "completion", &document, &end)["items"][0].clone();
        if item["detail"].as_str().expect("a detail").contains("上年结转取自往年/2023.txt") {
            break item;
        }
    };
    let checked = with(&document, &item["textEdit"]["range"], &item["textEdit"]["newText"]);
    assert_eq!((findings(&checked), row(&checked.reports[0], "carried-in")), (Vec::new(), left.clone()));
    // The sentence says the same as the table.
    let sentence = format!("上年结转{0}件，办结0件，结转下年度继续办理{0}件", left[6]);
    assert!(item["textEdit"]["newText"].as_str().expect("a text").contains(&sentence), "{item}");

    let new = run(&mut client, "newReport", json!({"organ": ORGAN, "year": 2024, "layout": "lines"}));
    assert_eq!(new["lastYear"], desk.uri("往年/2023.txt"));
    let checked = check(new["text"].as_str().expect("a text"));
    assert_eq!((findings(&checked), row(&checked.reports[0], "carried-in")), (Vec::new(), left.clone()));
    for (organ, year) in [("临沅市卫生局", 2024), (ORGAN, 2023), (ORGAN, 2025)] {
        let new = run(&mut client, "newReport", json!({"organ": organ, "year": year}));
        assert_eq!(new["lastYear"], Value::Null);
        assert_eq!(row_of(new["text"].as_str().expect("a text"), "carried-in"), ["0"; 7]);
    }
    // A folder that is not the session's is looked through where it is named.
    let other = Desk::new();
    other.write("2025.txt", &report(2021, 2025, 8, Layout::Tabs).text());
    let given = |folder: &str| json!({"organ": ORGAN, "year": 2026, "folder": folder});
    assert_eq!(run(&mut client, "newReport", given(&desk.uri("")))["lastYear"], Value::Null);
    assert_eq!(run(&mut client, "newReport", given(&other.uri("")))["lastYear"], other.uri("2025.txt"));
    client.settle();
    assert_eq!(client.end(), Some(0));
}

/// What a new report begins with, and whence.
fn begun(client: &mut Client) -> (Vec<String>, Value) {
    let new = run(client, "newReport", json!({"organ": ORGAN, "year": 2024}));
    (row_of(new["text"].as_str().expect("a text"), "carried-in"), new["lastYear"].clone())
}

#[test]
fn what_is_on_the_screen_counts_and_not_what_is_on_the_disk() {
    let desk = Desk::new();
    let (one, other) = (report(2021, 2023, 1, Layout::Tabs).text(), report(2021, 2023, 3, Layout::Tabs).text());
    let (of_one, of_other) = (row_of(&one, "carried-out"), row_of(&other, "carried-out"));
    assert_ne!(of_one, of_other);
    desk.write("2023.txt", &one);
    let mut client = desk.session(json!({}));
    assert_eq!(begun(&mut client), (of_one.clone(), json!(desk.uri("2023.txt"))));
    let mut document = desk.open(&mut client, "2023.txt", &one);
    client.notify("textDocument/didChange", document.change(vec![json!({"text": other})]));
    assert_eq!(begun(&mut client).0, of_other);
    // Where it ceases to be last year's report it is none, whatever the file says.
    client.notify("textDocument/didChange", document.change(vec![json!({"text": ""})]));
    assert_eq!(begun(&mut client), (vec!["0".to_owned(); 7], Value::Null));
    client.notify("textDocument/didClose", document.close());
    assert_eq!(begun(&mut client).0, of_one);
    // Where the client does not watch the folder it is looked at.
    desk.write("2023.txt", &format!("{other}\n"));
    assert_eq!(begun(&mut client).0, of_other);
    fs::remove_file(desk.path("2023.txt")).expect("a file");
    assert_eq!(begun(&mut client).1, Value::Null);
    // A report without a file counts while it is open.
    let item = json!({"uri": "untitled:Untitled-1", "languageId": "plaintext", "version": 1, "text": one});
    client.notify("textDocument/didOpen", json!({"textDocument": item}));
    assert_eq!(begun(&mut client), (of_one, json!("untitled:Untitled-1")));
    client.settle();
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_client_that_watches_says_when_a_file_has_changed() {
    let desk = Desk::new();
    let (one, other) = (report(2021, 2023, 1, Layout::Tabs).text(), report(2021, 2023, 3, Layout::Tabs).text());
    desk.write("2023.txt", &one);
    let mut client = desk.session(json!({"didChangeWatchedFiles": {"dynamicRegistration": true}}));
    let registered = client.respond("client/registerCapability", Value::Null);
    let watchers = &registered["registrations"][0]["registerOptions"]["watchers"];
    assert_eq!(watchers[1]["globPattern"], "**/*.{md,markdown,txt,tsv,html,htm,docx,xlsx,pdf}");
    assert_eq!(begun(&mut client).0, row_of(&one, "carried-out"));
    desk.write("2023.txt", &format!("{other}\n"));
    let change = json!({"changes": [{"uri": desk.uri("2023.txt"), "type": 2}]});
    client.notify("workspace/didChangeWatchedFiles", change);
    assert_eq!(begun(&mut client).0, row_of(&other, "carried-out"));
    client.settle();
    assert_eq!(client.end(), Some(0));
}

#[test]
fn where_reports_disagree_nothing_is_filled_and_the_hover_says_so() {
    let desk = Desk::new();
    let (one, other) = (report(2021, 2023, 1, Layout::Tabs).text(), report(2021, 2023, 3, Layout::Tabs).text());
    desk.write("终稿.txt", &one);
    desk.write("终稿（副本）.txt", &one);
    let mut client = desk.session(json!({}));
    let this = report(2021, 2024, 2, Layout::Markdown);
    let document = desk.open(&mut client, "2024.md", &this.text());
    // Two that say the same are as good as one.
    assert_eq!(begun(&mut client), (row_of(&one, "carried-out"), json!(desk.uri("终稿.txt"))));
    desk.write("初稿.txt", &other);
    assert_eq!(begun(&mut client), (vec!["0".to_owned(); 7], Value::Null));
    let own = cell(&document, "carried-in", 0);
    let said = hover(&mut client, &document, &own);
    assert!(said.contains("文件夹中有3份2023年的报告，“四、结转下年度继续办理”不一致，请先确定以哪一份为准"), "{said}");
    for (name, text) in [("初稿.txt", &other), ("终稿.txt", &one), ("终稿（副本）.txt", &one)] {
        assert!(said.contains(&format!("{name}：{}", row_of(text, "carried-out")[0])), "{name} in {said}");
    }
    let places = asked(&mut client, "definition", &document, &own);
    assert_eq!(places.as_array().expect("places").len(), 3);
    let (text, at) = without_table(&this);
    let document = desk.open(&mut client, "2024.md", &text);
    let place = document.replacement(at..at, "")["range"].clone();
    let answer = asked(&mut client, "completion", &document, &place);
    let items = answer["items"].as_array().expect("items");
    let item = items.iter().find(|item| item["label"] == "表三政府信息公开申请情况").expect("the table");
    assert_eq!(item["detail"], "表格；上年报告有几份且数字不同，上年结转未填");
    client.settle();
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_row_that_cannot_be_right_is_shown_and_not_taken_over() {
    let desk = Desk::new();
    let last = report(2021, 2023, 1, Layout::Markdown).plus("applications", "carried-out", "total", 1);
    desk.write("2023.md", &last.text());
    let mut client = desk.session(json!({}));
    assert_eq!(begun(&mut client), (vec!["0".to_owned(); 7], Value::Null));
    let document = desk.open(&mut client, "2024.md", &report(2021, 2024, 2, Layout::Markdown).text());
    let said = hover(&mut client, &document, &cell(&document, "carried-in", 6));
    assert!(said.contains(&format!("上年{}，", row_of(&last.text(), "carried-out")[6])), "{said}");
    let last = last.with("applications", "carried-out", "person", "若干");
    desk.write("2023.md", &last.text());
    let said = hover(&mut client, &document, &cell(&document, "carried-in", 0));
    assert!(said.contains("? 上年没有数，"), "{said}");
    client.settle();
    assert_eq!(client.end(), Some(0));
}

#[test]
fn reports_in_one_file_are_told_apart_by_body_and_year() {
    let desk = Desk::new();
    let ours = report(2021, 2023, 1, Layout::Tabs).text();
    let theirs = report(2021, 2023, 3, Layout::Tabs).text().replace(ORGAN, "临沅市卫生局");
    let older = report(2021, 2022, 4, Layout::Tabs).text();
    desk.write("汇编.txt", &format!("{theirs}\n{older}\n{ours}"));
    let mut client = desk.session(json!({}));
    assert_eq!(begun(&mut client).0, row_of(&ours, "carried-out"));
    // The figure of the report before stands in the same file.
    let whole = format!("{older}\n{ours}");
    let document = desk.open(&mut client, "汇编.txt", &whole);
    let checked = check(&whole);
    let place = |report: &Report, id: &str| {
        let filled = report.form("applications").expect("the table");
        let value = filled.value(filled.form.row(id).expect("a row"), 0).expect("a cell");
        document.replacement(value.range(), "")["range"].clone()
    };
    let (from, to) = (place(&checked.reports[1], "carried-in"), place(&checked.reports[0], "carried-out"));
    let places = asked(&mut client, "definition", &document, &from);
    assert_eq!(places, json!([{"uri": document.uri, "range": to}]));
    client.settle();
    assert_eq!(client.end(), Some(0));
}

#[test]
fn whatever_begins_with_last_years_figures_has_nothing_to_find() {
    for edition in edition::editions() {
        let year = edition.first_report_year + 1;
        let last = check(&report(edition.year, year - 1, 9, Layout::Tabs).text());
        let last_year = known("去年.md", &last);
        for language in [Language::Plain, Language::Markdown, Language::Html] {
            for layout in Layout::ALL.into_iter().filter(|it| language != Language::Html || *it == Layout::Html) {
                let new = NewReport {
                    organ: ORGAN,
                    year,
                    edition: None,
                    layout: Some(layout),
                    language,
                    neighbours: last_year.clone(),
                    succession: Succession::default(),
                };
                assert_eq!(new.start().document.expect("last year").name, "去年.md");
                let checked = check(&new.template().expect("a report").text);
                assert_eq!(findings(&checked), Vec::<String>::new());
                assert_eq!(row(&checked.reports[0], "carried-in"), row(&last.reports[0], "carried-out"));
            }
        }
    }
}

/// What `nianbao template` prints and complains with these arguments.
fn template(arguments: &[&str]) -> (String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
    let output = command.arg("template").args(arguments).output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    assert_eq!(output.status.code(), Some(if output.stderr.is_empty() { 0 } else { 2 }));
    (text(output.stdout), text(output.stderr))
}

/// A template goes on from the report of a body under its former name.
#[test]
fn the_program_knows_a_body_that_was_renamed() {
    let desk = Desk::new();
    let last = report(2021, 2023, 1, Layout::Tabs);
    desk.write("2023.txt", &last.text());
    let path = desk.path("2023.txt").display().to_string();
    let now = "临沅市教育和体育局";
    let settings = format!("[[renamed]]\nfrom = \"{ORGAN}\"\nto = \"{now}\"\n");
    desk.write("nianbao.toml", &settings);
    for arguments in [&["--last-year", &path][..], &["--last-year", &path, "--organ", now]] {
        let (text, complaint) = template(&[arguments, &["--layout", "tabs"]].concat());
        assert_eq!(complaint, "");
        assert!(text.starts_with(&format!("{now}2024年")), "{text}");
        assert_eq!(row(&check(&text).reports[0], "carried-in"), row_of(&last.text(), "carried-out"));
    }
    let unknown = template(&["--last-year", &path, "--organ", now, "--no-config"]).1;
    assert_eq!(unknown, format!("nianbao: {path}：没有读到{now}上一年度的报告\n"));
    desk.write("nianbao.toml", &format!("{settings}[[merged]]\ninto = \"{now}\"\nyear = 2024\n"));
    let merged = template(&["--last-year", &path]).1;
    assert!(merged.contains("这是合并后第一个年度的报告"), "{merged}");
    desk.write("nianbao.toml", "[[renamde]]\n");
    assert!(template(&["--last-year", &path]).1.contains("设置有误，没有输出"));
}

#[test]
fn the_program_takes_last_years_report_too() {
    let desk = Desk::new();
    let last = report(2019, 2020, 1, Layout::Tabs);
    desk.write("2020.txt", &last.text());
    let path = desk.path("2020.txt").display().to_string();
    let (text, complaint) = template(&["--last-year", &path, "--layout", "tabs"]);
    assert_eq!(complaint, "");
    let checked = check(&text);
    assert_eq!(
        (findings(&checked), checked.reports[0].edition.year, checked.reports[0].year),
        (Vec::new(), 2021, Some(2021))
    );
    let left = row_of(&last.text(), "carried-out");
    assert_eq!(row(&checked.reports[0], "carried-in"), left);
    assert!(text.starts_with(&format!("{ORGAN}2021年")), "{text}");
    let (table, _) = template(&["table3", "--last-year", &path, "--organ", ORGAN, "--year", "2021"]);
    let cells: Vec<&str> = table.split('|').map(str::trim).collect();
    assert!(cells.windows(left.len()).any(|cells| cells == left), "{table}");

    let complaint = |arguments: &[&str]| template(&[&["--last-year"], arguments].concat()).1;
    assert_eq!(complaint(&[&path, "--year", "2023"]), format!("nianbao: {path}：没有读到上一年度的报告\n"));
    let other = complaint(&[&path, "--organ", "临沅市卫生局"]);
    assert_eq!(other, format!("nianbao: {path}：没有读到临沅市卫生局上一年度的报告\n"));
    assert_eq!(complaint(&["没有.md"]), "nianbao: 没有.md：没有这个文件或文件夹\n");
    desk.write("2020.txt", &last.clone().plus("applications", "carried-out", "total", 1).text());
    let why = "表三中结转下年度的一行不全，或者各栏之和不等于总计，不能用作上年结转";
    assert_eq!(complaint(&[&path]), format!("nianbao: {path}：{why}\n"));
    desk.write("2020.txt", &last.text().repeat(2));
    let several = "有2份报告，请用 --organ 和 --year 写明要哪一份的下一年度";
    assert_eq!(complaint(&[&path]), format!("nianbao: {path}：{several}\n"));
}

#[test]
fn the_next_row_of_a_table_has_the_figures_of_the_year_before() {
    let last = report(2021, 2023, 1, Layout::Markdown).text();
    let left = row_of(&last, "carried-out");
    let last_year = known("去年.md", &check(&last));
    let this = report(2021, 2024, 2, Layout::Markdown).text();
    let next = |label: &str| {
        let text = &this[..this.find(label).map_or(this.len(), |at| this[..at].rfind('\n').expect("a line") + 1)];
        let mut draft = Draft::new(text, 1);
        draft.set_neighbours(last_year.clone());
        let snapshot = draft.snapshot().whole();
        assert_eq!(snapshot.begins_with_last_year(&(text.len()..text.len())), label.starts_with('二'));
        let item = snapshot.completion(text.len()).items.remove(0);
        assert!(item.label.starts_with(label), "{item:?}");
        item.template.text
    };
    assert!(next("二、上年结转").ends_with(&format!("| {} |", left.join(" | "))));
    // What is left at the end of the year follows from the rows above.
    assert!(next("四、结转下年度").ends_with(&format!("| {} |", ["0"; 7].join(" | "))));
}
