//! What editors ask for by the names of commands: the real server over its real pipes.

use crate::support::client::Client;
use crate::support::desk::Desk;
use crate::support::document::{Document, Encoding};
use crate::support::docx::Docx;
use crate::support::drafts::drafts;
use crate::support::said::said;
use crate::support::whole::Whole;
use lsp_types::Url;
use nianbao::check::Language;
use nianbao::check::{Draft, check};
use nianbao::compose::new_report::NewReport;
use nianbao::compose::template::{self, Facts};
use nianbao::edition;
use nianbao::report::neighbours::{Neighbours, Succession};
use nianbao::syntax::Layout;
use serde_json::{Value, json};
use std::fs;
use std::process::Command;

const BROKEN: &str = include_str!("../drafts/broken.md");
const URI: &str = "file:///broken.md";

/// What an editor can do that makes edits when it is asked to.
fn edits() -> Value {
    json!({"workspace": {"applyEdit": true, "workspaceEdit": {"documentChanges": true}}})
}

fn open(client: &mut Client, uri: &str, language: &str, text: &str) {
    let document = json!({"uri": uri, "languageId": language, "version": 1, "text": text});
    client.notify("textDocument/didOpen", json!({"textDocument": document}));
    client.diagnostics(uri, 1);
}

/// The result of a command.
fn run(client: &mut Client, command: &str, arguments: Value) -> Value {
    let params = json!({"command": format!("nianbao.server.{command}"), "arguments": [arguments]});
    let answer = client.request("workspace/executeCommand", params);
    assert_eq!(answer.get("error"), None, "{command}");
    answer["result"].clone()
}

/// The message of the error with which a command answers.
fn refused(client: &mut Client, command: &str, arguments: Value) -> String {
    let answer = client.request("workspace/executeCommand", json!({"command": command, "arguments": arguments}));
    assert_eq!(answer["error"]["code"], -32602, "{answer}");
    answer["error"]["message"].as_str().expect("a message").to_owned()
}

#[test]
fn every_command_is_announced_and_says_what_is_wrong_with_its_arguments() {
    let (mut client, result) = Client::session(edits());
    let announced = result["capabilities"]["executeCommandProvider"]["commands"].as_array().expect("a list").clone();
    let names: Vec<&str> = announced.iter().map(|name| name.as_str().expect("a name")).collect();
    let known = [
        "extract",
        "viewText",
        "status",
        "templates",
        "newReport",
        "dueYear",
        "checkFolders",
        "recalculate",
        "fixAll",
        "form",
        "fill",
        "insert",
        "totals",
        "next",
        "convert",
    ];
    assert_eq!(names, known.map(|name| format!("nianbao.server.{name}")));
    for name in names.iter().filter(|name| !name.ends_with("checkFolders") && !name.ends_with("dueYear")) {
        for arguments in [json!([]), json!([{}]), json!([{"uri": null}])] {
            assert!(refused(&mut client, name, arguments).starts_with(&format!("{name}：缺少参数 ")));
        }
        for arguments in [json!([1]), json!([null]), json!(["file:///a.md"]), json!([{}, {}])] {
            assert!(refused(&mut client, name, arguments).starts_with(&format!("{name}：arguments 应只有一个对象")));
        }
    }
    let templates = "nianbao.server.templates";
    assert_eq!(
        refused(&mut client, templates, json!([{"uri": URI, "position": {"line": 1}}])),
        "nianbao.server.templates：参数 position 应为位置（含 line 和 character 的对象），现为 {\"line\":1}"
    );
    assert_eq!(
        refused(&mut client, "nianbao.server.fixAll", json!([{"uri": "broken.md"}])),
        "nianbao.server.fixAll：参数 uri 应为地址（URI），现为 \"broken.md\""
    );
    let fill = |cells| json!([{"uri": URI, "version": 1, "report": 0, "cells": cells}]);
    let wrong = refused(&mut client, "nianbao.server.fill", fill(json!([{"form": "applications"}])));
    assert!(
        wrong.starts_with("nianbao.server.fill：参数 cells 应为单元格的列表，每格有 form、row、column、text，现为 [")
    );
    let next = json!([{"uri": URI, "position": {"line": 0, "character": 0}, "what": "row"}]);
    assert_eq!(
        refused(&mut client, "nianbao.server.next", next),
        "nianbao.server.next：参数 what 应为 value 或 unfilled，现为 row"
    );
    assert_eq!(refused(&mut client, "nianbao.server.fly", json!([])), "没有名为“nianbao.server.fly”的命令");
    for name in known.iter().filter(|name| !["newReport", "dueYear", "checkFolders", "convert"].contains(name)) {
        let mut arguments = json!({"uri": "file:///nowhere.md", "position": {"line": 0, "character": 0}});
        arguments["version"] = json!(1);
        arguments["report"] = json!(0);
        arguments["cells"] = json!([]);
        arguments["section"] = json!("applications");
        assert_eq!(run(&mut client, name, arguments), Value::Null, "{name} of a document that is not open");
    }
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_document_is_extracted_as_the_command_line_does() {
    let (mut client, _) = Client::session(json!({}));
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/drafts");
    for name in ["broken.md", "html-2019.html", "two-reports.md", "no-report-news.md", "crlf.md"] {
        let path = format!("{folder}/{name}");
        let Ok(text) = fs::read_to_string(&path) else { panic!("no {name}") };
        let uri = format!("file:///{name}");
        open(&mut client, &uri, "plaintext", &text);
        let mut output = Command::new(env!("CARGO_BIN_EXE_nianbao"));
        let output = output.args(["extract", "--quiet", &path]).output().expect("the program runs");
        let mut reports: Vec<Value> = serde_json::from_slice(&output.stdout).expect("JSON");
        reports.iter_mut().for_each(|report| drop(report.as_object_mut().expect("an object").remove("file")));
        assert_eq!(run(&mut client, "extract", json!({"uri": uri})), json!({"version": 1, "reports": reports}));
        assert_eq!(run(&mut client, "viewText", json!({"uri": uri})), json!({"version": 1, "text": text}));
    }
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_file_is_converted_to_markdown() {
    let draft = Whole::new(2021, 3).layout(Layout::Html).text();
    let desk = Desk::new();
    std::fs::write(desk.path("年报.docx"), Docx::of_draft(&draft).bytes()).expect("a file");
    std::fs::write(desk.path("坏.docx"), b"PK\x03\x04").expect("a file");
    let uri = |name: &str| Url::from_file_path(desk.path(name)).expect("a path").to_string();
    let (mut client, _) = Client::session(edits());
    let answer = run(&mut client, "convert", json!({"uri": uri("年报.docx")}));
    assert_eq!(answer["leftOut"], json!([]));
    let text = answer["text"].as_str().expect("a text");
    assert!(text.starts_with("# ") && text.contains("\n## 一、总体情况\n") && text.contains("\n| "), "{text}");
    assert_eq!(said(text), said(&draft));
    let mut fault = |uri: &str| refused(&mut client, "nianbao.server.convert", json!([{"uri": uri}]));
    assert!(fault(&uri("坏.docx")).starts_with("nianbao.server.convert：坏.docx："));
    assert!(fault(&uri("没有.docx")).starts_with("nianbao.server.convert：没有.docx：无法读取："));
    assert_eq!(fault("untitled:1"), "nianbao.server.convert：只能转换本机上的文件");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_document_says_how_its_reports_stand() {
    let (mut client, _) = Client::session(json!({}));
    open(&mut client, URI, "markdown", BROKEN);
    let found = &check(BROKEN).findings;
    let count = |name: &str| found.iter().filter(|finding| finding.severity.name() == name).count();
    let findings = json!({
        "error": count("error"), "warning": count("warning"), "info": count("info"), "hint": count("hint"),
    });
    let status = run(&mut client, "status", json!({"uri": URI}));
    let report = &status["reports"][0];
    assert_eq!((&status["version"], &report["findings"]), (&json!(1), &findings));
    assert_eq!(
        (&report["edition"], &report["year"], &report["organ"], &report["body"]),
        (&json!(2021), &json!(2024), &json!("云溪县教育局"), &json!("部门"))
    );
    let lines = BROKEN.lines().count();
    assert_eq!(report["range"], json!({"start": {"line": 0, "character": 0}, "end": {"line": lines, "character": 0}}));
    // As many as the hints at the tables count.
    let whole = json!({"start": {"line": 0, "character": 0}, "end": {"line": 999, "character": 0}});
    let hints = client.request("textDocument/inlayHint", json!({"textDocument": {"uri": URI}, "range": whole}));
    let tallies = hints["result"].as_array().expect("hints").iter().filter_map(|hint| {
        let (held, of) = hint["label"].as_str()?.strip_prefix("勾稽 ")?.split_once('/')?;
        Some((held.parse::<usize>().ok()?, of.parse::<usize>().ok()?))
    });
    let (held, of) = tallies.fold((0, 0), |(held, of), it| (held + it.0, of + it.1));
    assert_eq!(report["equations"], json!({"held": held, "of": of}));
    assert!(held < of && held > 30);

    open(&mut client, "file:///list.md", "markdown", "# 购物清单\n");
    let status = run(&mut client, "status", json!({"uri": "file:///list.md"}));
    assert_eq!(status, json!({"version": 1, "reports": []}));
    assert_eq!(client.end(), Some(0));
}

/// A report in which nothing has to be found, and the style in which it is written.
fn new_report(language: Language, layout: Layout) -> String {
    NewReport {
        organ: "云溪县教育局",
        year: 2024,
        edition: None,
        layout: Some(layout),
        language,
        neighbours: Neighbours::default(),
        succession: Succession::default(),
    }
    .template()
    .expect("a report")
    .text
}

const MANNERS: [(Language, Layout); 6] = [
    (Language::Plain, Layout::Tabs),
    (Language::Plain, Layout::Lines),
    (Language::Markdown, Layout::Markdown),
    (Language::Markdown, Layout::Html),
    (Language::Markdown, Layout::Lines),
    (Language::Html, Layout::Html),
];

fn choices(client: &mut Client, document: &Document, at: usize) -> Vec<Value> {
    let place = document.replacement(at..at, "")["range"]["start"].clone();
    let choices = run(client, "templates", json!({"uri": document.uri, "position": place}));
    choices.as_array().expect("a list").clone()
}

fn chosen(document: &Document, choice: &Value) -> String {
    let mut document = document.clone();
    document.change(vec![json!({"range": choice["range"], "text": choice["newText"]})]);
    document.text
}

#[test]
fn a_missing_table_can_be_chosen_on_any_line_of_its_section() {
    let (mut client, _) = Client::session(json!({"general": {"positionEncodings": ["utf-32"]}}));
    for (number, (language, layout)) in MANNERS.into_iter().enumerate() {
        let whole = new_report(language, layout);
        let edition = edition::newest();
        for section in edition.sections.iter().filter(|section| !edition.forms_of(section).is_empty()) {
            let table = template::table(&edition.forms_of(section), layout, &Facts::default()).text;
            for (style, text) in [whole.clone(), whole.replace('\n', "\r\n")].into_iter().enumerate() {
                let table = if style == 1 { table.replace('\n', "\r\n") } else { table.clone() };
                let text = text.replacen(&table, "", 1);
                let uri = format!("file:///{number}-{style}-{}", section.id);
                open(&mut client, &uri, language.name(), &text);
                let document = Document::new(&uri, &text, Encoding::Utf32);
                let heading = text.find(&format!("{}、{}", section.ordinal, section.title)).expect("the heading");
                let below = heading + text[heading..].find('\n').expect("a line end") + 1;
                for at in [heading, below] {
                    let choices = choices(&mut client, &document, at);
                    let first = choices.first().unwrap_or_else(|| {
                        panic!(
                            "nothing at {:?} of {language:?} {layout:?} {style} {}",
                            &text[..at][text[..at].rfind('\n').unwrap_or(0)..],
                            &text[at..at + 30]
                        )
                    });
                    assert_eq!(
                        (&first["needed"], first["id"].as_str().unwrap_or("")),
                        (&json!(true), table_id(&section.id))
                    );
                    let text = chosen(&document, first);
                    let checked = check(&text);
                    assert_eq!(found(&text), ["template-residue"], "in\n{text}");
                    assert_eq!(checked.reports[0].forms.len(), edition.forms.len());
                    assert!(style == 0 || !text.replace("\r\n", "").contains('\n'), "{text}");
                }
                client.notify("textDocument/didClose", document.close());
                client.next_diagnostics(&uri);
            }
        }
    }
    assert_eq!(client.end(), Some(0));
}

/// The names of the rules that find something in a text: what a new report leaves open is all there is.
fn found(text: &str) -> Vec<&'static str> {
    check(text).findings.iter().map(|finding| finding.rule.name).collect()
}

fn table_id(section: &str) -> &'static str {
    match section {
        "disclosure" => "table2",
        "applications" => "table3",
        _ => "table4",
    }
}

#[test]
fn what_is_chosen_goes_below_what_stands_there() {
    let (mut client, _) = Client::session(json!({"general": {"positionEncodings": ["utf-32"]}}));
    for (language, layout) in MANNERS {
        // Without the fourth section, asked for in the middle of the third table.
        let whole = new_report(language, layout);
        let section = &edition::newest().sections[3];
        let view = Draft::new(&whole, 1).with_language(language).snapshot().whole();
        let style = view.write_style(view.checked.reports.first(), 0);
        let piece = template::section(edition::newest(), section, style, &Facts::default()).text;
        let text = whole.replacen(&piece, "", 1);
        assert!(text.len() < whole.len());
        open(&mut client, URI, language.name(), &text);
        let document = Document::new(URI, &text, Encoding::Utf32);
        let at = text.find("一、本年新收").expect("the table");
        let choices = choices(&mut client, &document, at);
        let text = chosen(&document, choices.iter().find(|choice| choice["id"] == "proceedings").expect("the section"));
        assert_eq!(found(&text), ["template-residue"], "in\n{text}");
        client.notify("textDocument/didClose", document.close());
        client.next_diagnostics(URI);
    }
    // Elsewhere a report can be chosen, wherever the cursor is.
    for (text, at) in [("", 0), ("# 购物清单\n\n- 米\n", 2), ("# 购物清单\n\n- 米\n", 15)] {
        open(&mut client, URI, "markdown", text);
        let document = Document::new(URI, text, Encoding::Utf32);
        let choices = choices(&mut client, &document, at);
        assert_eq!((&choices[0]["id"], &choices[0]["needed"]), (&json!("report"), &json!(text.is_empty())));
        assert!(choices[0]["snippet"].as_str().expect("fields").contains("${1:"));
        let text = chosen(&document, &choices[0]);
        assert_eq!((check(&text).reports.len(), found(&text)), (1, vec!["template-residue"]));
        client.notify("textDocument/didClose", document.close());
        client.next_diagnostics(URI);
    }
    assert_eq!(client.end(), Some(0));
}

/// Whatever stands there: what is inserted takes nothing away and stands between lines.
#[test]
fn a_choice_takes_nothing_away() {
    let mut count = 0;
    for path in drafts("tests/drafts") {
        let text = fs::read_to_string(&path).expect("a text");
        let language = Language::named(path.extension().and_then(|it| it.to_str()).unwrap_or(""));
        let snapshot = Draft::new(&text, 1).with_language(language).snapshot().whole();
        let lines: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
        for at in lines.iter().step_by(lines.len() / 6 + 1) {
            for choice in snapshot.choices(*at) {
                assert!(text[choice.range.clone()].trim().is_empty(), "{} at {at}: {choice:?}", path.display());
                let fields = &choice.template.fields;
                assert!(fields.iter().all(|field| choice.template.text.get(field.clone()).is_some()), "{choice:?}");
                count += 1;
            }
        }
    }
    assert!(count > 40, "{count}");
}

#[test]
fn a_new_report_is_for_its_body_and_year() {
    let (mut client, _) = Client::session(json!({}));
    let given = json!({"organ": " 云溪县教育局 ", "year": 2024});
    let new = run(&mut client, "newReport", given.clone());
    assert_eq!((&new["languageId"], &new["lastYear"]), (&json!("markdown"), &Value::Null));
    assert_eq!(new["fileName"], "云溪县教育局2024年政府信息公开工作年度报告.md");
    let text = new["text"].as_str().expect("a text");
    assert!(text.starts_with("# 云溪县教育局2024年政府信息公开工作年度报告\n"), "{text}");
    assert!(text.contains("统计期限为2024年1月1日至2024年12月31日"), "{text}");
    let checked = check(text);
    assert_eq!((found(text), checked.reports[0].forms[0].layout), (vec!["template-residue"], Layout::Markdown));
    assert!(new["snippet"].as_str().expect("a snippet").contains("|   ${"), "{new}");

    let mut with = |key: &str, value: Value| {
        let mut given = given.clone();
        given[key] = value;
        run(&mut client, "newReport", given)
    };
    let lines = with("layout", json!("lines"));
    assert_eq!(
        (&lines["languageId"], lines["fileName"].as_str().expect("a name").ends_with(".txt")),
        (&json!("plaintext"), true)
    );
    assert_eq!(with("languageId", json!("html"))["languageId"], "html");
    let due = with("year", Value::Null);
    let report = check(due["text"].as_str().expect("a text")).reports.swap_remove(0);
    let older = with("year", json!(2020));
    assert_eq!(check(older["text"].as_str().expect("a text")).reports[0].edition.year, 2019);

    let year = run(&mut client, "dueYear", json!({}))["year"].clone();
    assert_eq!(json!(report.year), year);
    let mut refuse = |arguments: Value| refused(&mut client, "nianbao.server.newReport", json!([arguments]));
    let name = "nianbao.server.newReport";
    assert_eq!(refuse(json!({"year": 2024})), format!("{name}：缺少参数 organ（机关名称）"));
    let wrong = |key: &str, value: Value| json!({"organ": "云溪县", "year": 2024, key: value});
    assert_eq!(refuse(wrong("edition", json!(2020))), format!("{name}：没有“2020”年的统一格式，可用：2021、2019"));
    let due = "2024年度报告应使用2021年格式（国办公开办函〔2021〕30号），不能用2019年格式";
    assert_eq!(refuse(wrong("edition", json!(2019))), format!("{name}：{due}"));
    let layouts = "没有名为“word”的写法，可用：markdown、html、tabs、lines";
    assert_eq!(refuse(wrong("layout", json!("word"))), format!("{name}：{layouts}"));
    assert_eq!(refuse(wrong("year", json!(2016))), format!("{name}：没有适用于2016年度报告的统一格式"));
    let organ = format!("{name}：“关于云溪县”不能用作报告标题中的机关名称");
    assert_eq!(refuse(wrong("organ", json!("关于云溪县"))), organ);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn all_drafts_of_the_folders_are_counted() {
    let folder = tempfile::tempdir().expect("a folder");
    let uri = |name: &str| lsp_types::Url::from_file_path(folder.path().join(name)).expect("a path").to_string();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("a file");
    write("a.md", BROKEN);
    write("b.txt", BROKEN);
    write("list.md", "# 购物清单\n");
    write("nianbao.toml", "edition = 1\n");
    let folders = json!([{"uri": uri(""), "name": "folder"}]);
    let params = json!({"processId": null, "capabilities": {}, "workspaceFolders": folders});
    let (mut client, _) = Client::begin(params);
    let found = check(BROKEN).findings;
    let count = |name: &str| found.iter().filter(|finding| finding.severity.name() == name).count();
    let findings = |times: usize| {
        let count = |name| times * count(name);
        json!({"error": count("error"), "warning": count("warning"), "info": count("info"), "hint": count("hint")})
    };
    let command = json!({"command": "nianbao.server.checkFolders", "arguments": [{}], "workDoneToken": "work"});
    let answer = client.request("workspace/executeCommand", command);
    assert_eq!(answer["result"], json!({"files": 3, "reports": 2, "findings": findings(2)}));
    let mut work = Vec::new();
    while work.last().is_none_or(|last| last != "end") {
        let params = client.next("$/progress")["params"].clone();
        assert_eq!(params["token"], "work");
        work.push(params["value"]["kind"].as_str().expect("a kind").to_owned());
    }
    assert_eq!(work, ["begin", "report", "end"]);
    // What is on the screen counts, and not what is on the disk.
    open(&mut client, &uri("a.md"), "markdown", "");
    let total = run(&mut client, "checkFolders", json!({}));
    assert_eq!(total, json!({"files": 3, "reports": 1, "findings": findings(1)}));
    client.settle();
    assert_eq!(client.end(), Some(0));
}

#[test]
fn counting_that_nobody_wants_any_more_is_given_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let long = BROKEN.repeat(20);
    (0..200).for_each(|number| fs::write(folder.path().join(format!("{number:03}.md")), &long).expect("a file"));
    let root = lsp_types::Url::from_file_path(folder.path()).expect("a path");
    let (mut client, _) = Client::begin(json!({"processId": null, "capabilities": {}, "rootUri": root}));
    let params = json!({"command": "nianbao.server.checkFolders", "workDoneToken": "work"});
    client.write(
        &json!({"jsonrpc": "2.0", "id": "all", "method": "workspace/executeCommand", "params": params}).to_string(),
    );
    client.give_up("all");
    assert_eq!(client.end(), Some(0));
}

/// Has a command done, and answers the server's request to make an edit; the edit, and the command's result.
fn applied(client: &mut Client, command: &str, is_applied: bool) -> (Value, Value) {
    let params = json!({"command": format!("nianbao.server.{command}"), "arguments": [{"uri": URI}]});
    let request = json!({"jsonrpc": "2.0", "id": "edit", "method": "workspace/executeCommand", "params": params});
    client.write(&request.to_string());
    let asked = client.respond("workspace/applyEdit", json!({"applied": is_applied}));
    (asked, client.answer(&json!("edit"))["result"].clone())
}

#[test]
fn totals_and_safe_repairs_are_the_same_as_the_actions() {
    let (mut client, _) = Client::session(json!({
        "workspace": edits()["workspace"],
        "textDocument": {"codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": [""]}}}},
    }));
    open(&mut client, URI, "markdown", BROKEN);
    let whole = json!({"start": {"line": 0, "character": 0}, "end": {"line": 999, "character": 0}});
    for (command, kind) in [("recalculate", "source.recalculate.nianbao"), ("fixAll", "source.fixAll.nianbao")] {
        let context = json!({"diagnostics": [], "only": [kind]});
        let params = json!({"textDocument": {"uri": URI}, "range": whole, "context": context});
        let action = client.request("textDocument/codeAction", params)["result"][0].clone();
        let (asked, result) = applied(&mut client, command, true);
        assert_eq!((&asked["edit"], &asked["label"]), (&action["edit"], &action["title"]));
        let change = &asked["edit"]["documentChanges"][0];
        assert_eq!(change["textDocument"], json!({"uri": URI, "version": 1}));
        let edits = change["edits"].as_array().expect("edits").len();
        assert!(edits > 0);
        // What becomes of figures is said in words.
        let changes = result["changes"].clone();
        assert_eq!(changes.as_array().map(Vec::len), Some(if command == "recalculate" { edits } else { 0 }));
        assert!(command != "recalculate" || changes[0].as_str().is_some_and(|it| it.contains("·总计”由")), "{changes}");
        assert_eq!(result, json!({"edits": edits, "applied": true, "changes": changes}));
        let (_, result) = applied(&mut client, command, false);
        assert_eq!(result, json!({"edits": edits, "applied": false, "changes": changes}));
    }
    // Where there is nothing to do nobody is asked.
    open(&mut client, "file:///new.md", "markdown", &new_report(Language::Markdown, Layout::Html));
    for command in ["recalculate", "fixAll"] {
        let result = run(&mut client, command, json!({"uri": "file:///new.md"}));
        assert_eq!(result, json!({"edits": 0, "applied": false, "changes": []}));
    }
    assert_eq!(client.end(), Some(0));

    let (mut client, _) = Client::session(json!({}));
    let params = json!({"command": "nianbao.server.fixAll", "arguments": [{"uri": URI}]});
    let answer = client.request("workspace/executeCommand", params);
    assert_eq!(answer["error"]["code"], -32600);
    assert_eq!(answer["error"]["message"], "编辑器不支持 workspace/applyEdit，不能替它修改文本");
    assert_eq!(client.end(), Some(0));
}
