//! What people expect of any language server, whatever it is about: that it waits for no disk, answers everything, takes a
//! client at its word, and ends with it.

use crate::support::client::{Client, frame};
use crate::support::desk::{DRAFT, Desk};
use crate::support::program::{Run, program};
use crate::workspace::{ALL, codes, pulls, watches};
use serde_json::{Value, json};
use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

fn at(line: u32, character: u32) -> Value {
    json!({"line": line, "character": character})
}

fn end() -> Value {
    at(u32::try_from(DRAFT.lines().count()).expect("few lines"), 0)
}

/// A session in one folder, with more parameters.
fn begun(desk: &Desk, folder: &str, capabilities: Value, more: Value) -> Client {
    let mut params = json!({"processId": null, "rootUri": desk.uri(folder), "capabilities": capabilities});
    more.as_object().expect("an object").iter().for_each(|(key, value)| params[key] = value.clone());
    Client::begin(params).0
}

#[test]
fn settings_that_the_client_cannot_watch_are_looked_at() {
    let desk = Desk::new().with("sub/b.md", "");
    let mut client = begun(&desk, "sub", watches(), json!({}));
    client.respond("client/registerCapability", Value::Null);
    desk.open(&mut client, "sub/a.md", DRAFT);
    desk.wait_for(&mut client, "sub/a.md", ALL);
    desk.write("nianbao.toml", "rules = { row-total = 'off' }");
    desk.wait_for(&mut client, "sub/a.md", "missing-section:1");
    fs::remove_file(desk.path("nianbao.toml")).expect("a file");
    desk.wait_for(&mut client, "sub/a.md", ALL);
    client.settle();
    assert_eq!(client.end(), Some(0));

    // Without any folder, too.
    let (mut client, _) = Client::session(watches());
    client.respond("client/registerCapability", Value::Null);
    desk.open(&mut client, "sub/a.md", DRAFT);
    desk.wait_for(&mut client, "sub/a.md", ALL);
    desk.write("sub/nianbao.toml", "rules = { row-total = 'off' }");
    desk.wait_for(&mut client, "sub/a.md", "missing-section:1");
    client.settle();
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_draft_whose_settings_are_still_read_is_answered_with_them() {
    let desk = Desk::new();
    let levels: Vec<String> = (0..8).map(|depth| "deep/".repeat(depth)).collect();
    desk.write(&format!("{}nianbao.toml", levels[7]), "rules = { row-total = 'off' }");
    for level in &levels {
        let literals = json!({"codeActionKind": {"valueSet": ["quickfix"]}});
        let mut client = desk.session(json!({"textDocument": {"codeAction": {"codeActionLiteralSupport": literals}}}));
        let name = format!("{level}a.md");
        desk.open(&mut client, &name, DRAFT);
        let document = json!({"uri": desk.uri(&name), "version": 2});
        let change = json!([{"range": {"start": end(), "end": end()}, "text": "\n说明。\n"}]);
        client.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": change}));
        let params = json!({
            "textDocument": {"uri": desk.uri(&name)}, "range": {"start": at(10, 0), "end": at(10, 99)},
            "context": {"diagnostics": [], "only": ["quickfix"]},
        });
        let actions = client.request("textDocument/codeAction", params)["result"].to_string();
        let is_off = level == &levels[7];
        assert_eq!(actions.contains("忽略“一行的合计不符”"), !is_off, "{actions}");
        assert_eq!(
            codes(&client.diagnostics(&desk.uri(&name), 2)["diagnostics"]),
            if is_off { "missing-section:1" } else { ALL }
        );
        client.settle();
        assert_eq!(client.end(), Some(0));
    }
}

/// A client that watches says which files have changed, and nothing else is looked at.
#[test]
fn a_changed_file_costs_that_file() {
    let desk = Desk::new().with("a.md", DRAFT).with("b.md", DRAFT).with("node_modules/c.md", DRAFT);
    desk.write(".ignore", "node_modules\n");
    let mut client = desk.session(pulls());
    client.respond("client/registerCapability", Value::Null);
    client.respond("workspace/diagnostic/refresh", Value::Null);
    let (first, ids) = desk.pull_all(&mut client, &json!([]));
    assert_eq!(first, [format!("a.md {ALL}"), format!("b.md {ALL}")]);
    desk.write("a.md", DRAFT.replace("| 9 |", "| 8 |"));
    fs::remove_file(desk.path("b.md")).expect("a file");
    desk.write("e.md", DRAFT);
    assert_eq!(desk.pull_all(&mut client, &ids).0, ["a.md =", "b.md ="], "nobody has said anything");
    desk.changed(&mut client, "a.md");
    let (second, ids) = desk.pull_all(&mut client, &ids);
    assert_eq!(second, ["a.md missing-section:1", "b.md ="]);
    ["b.md", "e.md", "node_modules/c.md", "no/such.md", "nothing.js"]
        .iter()
        .for_each(|it| desk.changed(&mut client, it));
    let (third, ids) = desk.pull_all(&mut client, &ids);
    assert_eq!(third, ["a.md =".to_owned(), format!("e.md {ALL}"), "b.md ".into()]);
    // Which files count is another matter.
    desk.write(".ignore", "");
    desk.changed(&mut client, ".ignore");
    assert_eq!(
        desk.pull_all(&mut client, &ids).0,
        ["a.md =".to_owned(), "e.md =".into(), format!("node_modules/c.md {ALL}")]
    );
    assert_eq!(client.end_but_for("workspace/diagnostic/refresh"), Some(0));
}

#[cfg(unix)]
#[test]
fn nothing_waits_for_a_pipe_that_nobody_writes() {
    let desk = Desk::new().with("a.md", DRAFT);
    let made = Command::new("mkfifo").args([desk.path("p.md"), desk.path("nianbao.toml")]).status().expect("mkfifo");
    assert!(made.success());
    let mut client = desk.session(pulls());
    client.respond("client/registerCapability", Value::Null);
    client.respond("workspace/diagnostic/refresh", Value::Null);
    assert_eq!(desk.pull(&mut client, "p.md", None)["items"], json!([]));
    assert_eq!(codes(&desk.pull(&mut client, "a.md", None)["items"]), ALL);
    let file = json!({"uri": desk.uri("p.md")});
    let params = json!({"command": "nianbao.server.convert", "arguments": [file]});
    let answer = client.request("workspace/executeCommand", params);
    assert!(answer["error"]["message"].as_str().expect("an error").contains("不是普通文件"), "{answer}");
    assert_eq!(desk.pull_all(&mut client, &json!([])).0, [format!("a.md {ALL}")]);
    assert_eq!(client.end_but_for("workspace/diagnostic/refresh"), Some(0));
}

#[test]
fn what_an_answer_does_not_set_is_as_it_was_in_the_beginning() {
    let desk = Desk::new();
    let initial = json!({"initializationOptions": {"rules": {"row-total": "hint", "missing-section": "hint"}}});
    let settings =
        [(json!({}), "missing-section:4 row-total:4"), (json!({"rules": {"row-total": "off"}}), "missing-section:4")];
    for (answer, expected) in settings {
        let mut client = begun(&desk, "", json!({"workspace": {"configuration": true}}), initial.clone());
        client.respond("workspace/configuration", json!([answer, answer]));
        desk.open(&mut client, "a.md", DRAFT);
        desk.wait_for(&mut client, "a.md", expected);
        client.settle();
        assert_eq!(client.end(), Some(0));
    }
}

#[test]
fn settings_that_are_no_settings_are_named_as_in_the_editor() {
    let mut client = begun(&Desk::new(), "", json!({"workspace": {"configuration": true}}), json!({}));
    client.respond("workspace/configuration", json!([[], []]));
    let said = client.next("window/showMessage")["params"]["message"].as_str().expect("a message").to_owned();
    assert!(said.starts_with("编辑器设置 nianbao 有误："), "{said}");
    assert_eq!(client.end(), Some(0));
}

#[cfg(unix)]
#[test]
fn the_server_ends_with_the_process_that_it_belongs_to() {
    let mut editor = Command::new(env!("CARGO_BIN_EXE_nianbao"))
        .arg("server")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("a process");
    let params = json!({"processId": editor.id(), "rootUri": null, "capabilities": {}});
    let (mut client, _) = Client::begin(params.clone());
    client.open("file:///a.md", 1, DRAFT);
    client.diagnostics("file:///a.md", 1);
    editor.kill().and_then(|()| editor.wait()).expect("its end");
    assert_eq!(client.exit_code(), Some(1));
    // One that has ended before.
    let mut client = Client::start();
    client.write(&json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params}).to_string());
    assert_eq!(client.exit_code(), Some(1));
}

/// They are looked at some at a time: however many there are, each is in its turn.
#[test]
fn settings_in_very_many_folders_that_nobody_watches_are_seen() {
    const FOLDERS: usize = 150;
    let (desk, name) = (Desk::new(), |index: usize| format!("{index}/a.md"));
    let mut client = begun(&desk, "", json!({}), json!({}));
    for index in 0..FOLDERS {
        desk.open(&mut client, &name(index), DRAFT);
    }
    (0..FOLDERS).for_each(|index| desk.wait_for(&mut client, &name(index), ALL));
    for index in [0, FOLDERS / 2, FOLDERS - 1] {
        desk.write(&format!("{index}/nianbao.toml"), "rules = { row-total = 'off' }");
        desk.wait_for(&mut client, &name(index), "missing-section:1");
    }
    client.settle();
    assert_eq!(client.end(), Some(0));
}

/// Where no document is open nobody waits for anything, and no thread wakes.
#[cfg(target_os = "linux")]
#[test]
fn closed_documents_cost_nothing() {
    let desk = Desk::new();
    let mut client = begun(&desk, "", json!({}), json!({}));
    for index in 0..100 {
        desk.open(&mut client, &format!("{index}/a.md"), DRAFT);
        client.notify("textDocument/didClose", json!({"textDocument": {"uri": desk.uri(&format!("{index}/a.md"))}}));
    }
    client.settle();
    let woken = |client: &Client| -> u64 {
        let threads = std::fs::read_dir(format!("/proc/{}/task", client.process())).expect("its threads");
        let count = |status: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
            line.and_then(|count| count.trim().parse::<u64>().ok()).unwrap_or(0)
        };
        let statuses = threads.flatten().map(|thread| std::fs::read_to_string(thread.path().join("status")));
        statuses.flatten().map(|status| count(&status)).sum()
    };
    // What looks once a second would wake in each of these stretches.
    let is_quiet = |_: i32| {
        let before = woken(&client);
        std::thread::sleep(Duration::from_millis(2500));
        woken(&client) == before
    };
    assert!((0..8).any(is_quiet), "threads wake although nothing is open");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn the_order_of_formats_counts() {
    for (formats, kind) in [(["plaintext", "markdown"], "plaintext"), (["markdown", "plaintext"], "markdown")] {
        let item = json!({"documentationFormat": formats});
        let capabilities =
            json!({"textDocument": {"hover": {"contentFormat": formats}, "completion": {"completionItem": item}}});
        let (mut client, _) = Client::session(capabilities);
        client.open("file:///a.md", 1, DRAFT);
        client.diagnostics("file:///a.md", 1);
        let params = json!({"textDocument": {"uri": "file:///a.md"}, "position": at(10, 4)});
        let hover = client.request("textDocument/hover", params);
        assert_eq!(hover["result"]["contents"]["kind"], kind);
        let params = json!({"textDocument": {"uri": "file:///a.md"}, "position": end()});
        let items = client.request("textDocument/completion", params)["result"]["items"].clone();
        let documentation = |item: &Value| item["documentation"]["kind"] == "markdown";
        let items = items.as_array().expect("items");
        assert!(!items.is_empty() && items.iter().any(documentation) == (kind == "markdown"), "{items:?}");
        client.settle();
        assert_eq!(client.end(), Some(0));
    }
}

#[test]
fn every_request_is_answered() {
    const METHOD_NOT_FOUND: i64 = -32601;
    let (mut client, _) = Client::session(json!({}));
    for method in ["$/nothing", "nothing"] {
        let error = client.request(method, json!({}))["error"].clone();
        assert_eq!((&error["code"], &error["data"]), (&json!(METHOD_NOT_FOUND), &json!(method)));
    }
    client.notify("$/nothing", json!({}));
    client.write_at_once("Content-Length: 10000000000000\r\n\r\n{}");
    client.open("file:///a.md", 1, DRAFT);
    let refused = client.message();
    assert_eq!((&refused["id"], &refused["error"]["code"]), (&Value::Null, &json!(-32600)));
    client.diagnostics("file:///a.md", 1);
    assert_eq!(client.settle(), Vec::<Value>::new());
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_blank_opens_no_list() {
    let (mut client, _) = Client::session(json!({}));
    let text = "# 云溪县教育局2024年政府信息公开工作年度报告\n\n## 一、总体情况\n\n本年。\n\n \n";
    client.open("file:///a.md", 1, text);
    let mut asked = |context: Value| {
        let params = json!({"textDocument": {"uri": "file:///a.md"}, "position": at(6, 1), "context": context});
        client.request("textDocument/completion", params)["result"].clone()
    };
    assert_eq!(asked(json!({"triggerKind": 2, "triggerCharacter": " "})), Value::Null);
    assert_ne!(asked(json!({"triggerKind": 1})), Value::Null);
    client.settle();
    assert_eq!(client.end(), Some(0));
}

#[test]
fn formatting_is_one_edit_a_line() {
    let (mut client, _) = Client::session(json!({}));
    client.open("file:///a.md", 1, DRAFT);
    let params = json!({"textDocument": {"uri": "file:///a.md"}, "options": {"tabSize": 4, "insertSpaces": true}});
    let edits = client.request("textDocument/formatting", params)["result"].as_array().expect("edits").clone();
    let mut lines: Vec<u64> =
        edits.iter().map(|edit| edit["range"]["start"]["line"].as_u64().expect("a line")).collect();
    let all = lines.len();
    lines.dedup();
    assert!(all > 0 && lines.len() == all, "{edits:?}");
    client.settle();
    assert_eq!(client.end(), Some(0));
}

#[test]
fn too_many_findings_are_counted_and_not_told() {
    const MOST: usize = 2_000;
    let (mut client, _) = Client::session(json!({}));
    client.open("file:///a.md", 1, &DRAFT.repeat(1_200));
    let told = client.diagnostics("file:///a.md", 1)["diagnostics"].as_array().expect("diagnostics").clone();
    assert_eq!(told.len(), MOST + 1);
    let more = told[0]["message"].as_str().expect("a message");
    assert!(told[0]["code"] == "more" && more.contains("还有"), "{more}");
    client.settle();
    assert_eq!(client.end(), Some(0));
}

#[test]
fn settings_that_are_too_long_are_told() {
    let desk = Desk::new().with("a.md", DRAFT);
    desk.write("nianbao.toml", "# 说明\n".repeat(200_000));
    let run = Run::from(program(&desk.path(""), &["check", "a.md"]).output().expect("the program runs"));
    assert!(run.status == 2 && run.err.contains("超过 1 MB"), "{}", run.err);
    let mut client = desk.session(json!({}));
    desk.open(&mut client, "a.md", DRAFT);
    desk.wait_for(&mut client, "a.md", ALL);
    let told = client.next_diagnostics(&desk.uri("nianbao.toml"))["diagnostics"].to_string();
    assert!(told.contains("超过 1 MB"), "{told}");
    client.settle();
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_file_that_is_too_long_is_not_read() {
    let desk = Desk::new().with("a.md", DRAFT).with("long.md", "");
    // It takes no room on the disk, and none in memory.
    fs::File::create(desk.path("long.md")).and_then(|file| file.set_len(1 << 40)).expect("a file");
    for command in ["check", "fix", "format", "extract", "convert"] {
        let run = Run::from(program(&desk.path(""), &[command, "long.md"]).output().expect("the program runs"));
        assert!(run.status == 2 && run.err.contains("超过 256 MB"), "{command}: {} {}", run.status, run.err);
    }
    let mut client = desk.session(pulls());
    client.respond("client/registerCapability", Value::Null);
    client.respond("workspace/diagnostic/refresh", Value::Null);
    assert_eq!(desk.pull(&mut client, "long.md", None)["items"], json!([]));
    assert_eq!(desk.pull_all(&mut client, &json!([])).0, [format!("a.md {ALL}")]);
    let params = json!({"command": "nianbao.server.convert", "arguments": [{"uri": desk.uri("long.md")}]});
    let answer = client.request("workspace/executeCommand", params);
    assert!(answer["error"]["message"].as_str().expect("an error").contains("超过 256 MB"), "{answer}");
    assert_eq!(client.end_but_for("workspace/diagnostic/refresh"), Some(0));
}

#[test]
fn drafts_that_are_not_open_have_symbols_too() {
    let other = DRAFT.replace("云溪县", "石桥县");
    let desk = Desk::new().with("a.md", DRAFT).with("sub/b.md", &other).with("README.md", "# 云溪县教育局的清单\n");
    let mut client = desk.session(json!({}));
    desk.open(&mut client, "a.md", &DRAFT.replace("教育局", "教育体育局"));
    let mut found = |query: &str| -> Vec<String> {
        let answer = client.request("workspace/symbol", json!({"query": query}))["result"].clone();
        let found = answer.as_array().expect("a list").iter();
        let mut found: Vec<String> = found
            .map(|it| {
                let uri = it["location"]["uri"].as_str().expect("a URI").rsplit('/').next().expect("a name");
                format!("{uri} {}", it["name"].as_str().expect("a name"))
            })
            .collect();
        found.sort();
        found
    };
    let title = |name: &str, organ: &str| format!("{name} {organ}2024年政府信息公开工作年度报告");
    assert_eq!(found("教育"), [title("a.md", "云溪县教育体育局"), title("b.md", "石桥县教育局")]);
    assert_eq!(found("石桥县"), [title("b.md", "石桥县教育局")]);
    assert_eq!(found("总体情况").len(), 2);
    desk.write("sub/b.md", other.replace("石桥县", "临沅市"));
    // Folders of which nobody tells are looked through now and then, the more seldom the longer that takes.
    let is_seen = (0..600).any(|_| {
        let is_seen = !found("临沅市").is_empty();
        if !is_seen {
            std::thread::sleep(Duration::from_millis(100));
        }
        is_seen
    });
    assert!(is_seen);
    assert_eq!(found("临沅市"), [title("b.md", "临沅市教育局")]);
    client.settle();
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_finding_links_to_the_page_of_its_rule() {
    let desk = Desk::new();
    let options = json!({"initializationOptions": {"rulePages": desk.uri("rules")}});
    for is_shown in [true, false] {
        let capabilities = json!({"textDocument": {"publishDiagnostics": {"codeDescriptionSupport": is_shown}}});
        let mut client = begun(&desk, "", capabilities, options.clone());
        desk.open(&mut client, "a.md", DRAFT);
        let told = client.diagnostics(&desk.uri("a.md"), 1)["diagnostics"].clone();
        let total = told.as_array().expect("a list").iter().find(|it| it["code"] == "row-total").expect("it");
        let page = if is_shown { json!(desk.uri("rules/row-total.md")) } else { Value::Null };
        assert_eq!(total["codeDescription"]["href"], page);
        assert_eq!(client.settle(), Vec::<Value>::new(), "the option is no wrong setting");
        assert_eq!(client.end(), Some(0));
    }
}

#[test]
fn actions_on_several_tables_say_which() {
    let options = json!({
        "textDocument": {"codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["refactor"]}}}},
    });
    let (mut client, _) = Client::session(options);
    let text = include_str!("support/draft.md");
    client.open("file:///a.md", 1, text);
    let titles = |client: &mut Client, range: Value| -> Vec<String> {
        let params = json!({
            "textDocument": {"uri": "file:///a.md"}, "range": range,
            "context": {"diagnostics": [], "only": ["refactor.rewrite"]},
        });
        let answer = client.request("textDocument/codeAction", params)["result"].clone();
        answer.as_array().expect("a list").iter().map(|it| it["title"].as_str().expect("a title").to_owned()).collect()
    };
    let all = titles(&mut client, json!({"start": at(0, 0), "end": at(9_999, 0)}));
    let mut distinct = all.clone();
    distinct.sort();
    distinct.dedup();
    assert!(all.len() > 3 && distinct.len() == all.len(), "{all:#?}");
    client.settle();
    assert_eq!(client.end(), Some(0));
}

#[test]
fn work_that_has_begun_can_be_given_up() {
    let (mut client, _) = Client::session(json!({
        "textDocument": {"codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}}},
    }));
    let long = DRAFT.repeat(900);
    client.open("file:///a.md", 1, &long);
    client.diagnostics("file:///a.md", 1);
    let range = json!({"start": at(0, 0), "end": at(99_999, 0)});
    for id in 100..110 {
        let mut context = json!({"diagnostics": []});
        if id % 2 == 1 {
            context["only"] = json!(["source.fixAll"]);
        }
        let params = json!({"textDocument": {"uri": "file:///a.md"}, "range": range, "context": context});
        let request = json!({"jsonrpc": "2.0", "id": id, "method": "textDocument/codeAction", "params": params});
        let cancel = json!({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": id}});
        // Both at once, lest the work be done in between.
        client.write_at_once(&[request, cancel].map(|it| frame(&it.to_string())).concat());
        assert_eq!(client.answer(&json!(id))["error"]["code"], -32800);
    }
    // More of them than there are threads, and none is left that keeps one.
    let folding = client.request("textDocument/foldingRange", json!({"textDocument": {"uri": "file:///a.md"}}));
    assert!(!folding["result"].as_array().expect("ranges").is_empty());
    client.settle();
    assert_eq!(client.end(), Some(0));
}
