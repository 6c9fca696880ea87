//! Settings and diagnostics of a whole workspace, as editors meet them: the real server over its real pipes, with files
//! on the disk. What the check finds is not tested here; a wrong total and a missing section stand for everything.

use crate::support::client::Client;
use crate::support::desk::{DRAFT, Desk};
use serde_json::{Value, json};
use std::fs;

impl Desk {
    pub fn uri(&self, name: &str) -> String {
        lsp_types::Url::from_file_path(self.path(name)).unwrap().to_string()
    }

    /// Begins a session in one folder.
    pub fn session(&self, capabilities: Value) -> Client {
        let folders = json!([{"uri": self.uri(""), "name": "desk"}]);
        Client::begin(json!({"processId": null, "capabilities": capabilities, "workspaceFolders": folders})).0
    }

    pub fn open(&self, client: &mut Client, name: &str, text: &str) {
        let language = if name.ends_with(".md") { "markdown" } else { "plaintext" };
        let document = json!({"uri": self.uri(name), "languageId": language, "version": 1, "text": text});
        client.notify("textDocument/didOpen", json!({"textDocument": document}));
    }

    /// Tells the server that a file has changed.
    pub fn changed(&self, client: &mut Client, name: &str) {
        client.notify("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": self.uri(name), "type": 2}]}));
    }

    /// Waits until the diagnostics of a document are these.
    pub fn wait_for(&self, client: &mut Client, name: &str, expected: &str) {
        while codes(&client.next_diagnostics(&self.uri(name))["diagnostics"]) != expected {}
    }

    /// Asks for the diagnostics of a document.
    pub fn pull(&self, client: &mut Client, name: &str, previous: Option<&str>) -> Value {
        let document = json!({"textDocument": {"uri": self.uri(name)}, "previousResultId": previous});
        client.request("textDocument/diagnostic", document)["result"].clone()
    }

    /// Asks for the diagnostics of all drafts; by file: the rules, or `=` for what is unchanged. The second value is the
    /// list of results that the client has then.
    pub fn pull_all(&self, client: &mut Client, previous: &Value) -> (Vec<String>, Value) {
        let answer = client.request("workspace/diagnostic", json!({"previousResultIds": previous}));
        let items = answer["result"]["items"].as_array().unwrap_or_else(|| panic!("{answer}")).clone();
        (self.described(&items), ids(&items))
    }

    pub fn described(&self, items: &[Value]) -> Vec<String> {
        let root = self.uri("");
        let describe = |item: &Value| {
            let name = item["uri"].as_str().unwrap().trim_start_matches(&root).trim_start_matches('/').to_owned();
            match item["kind"].as_str() {
                Some("unchanged") => format!("{name} ="),
                _ => format!("{name} {}", codes(&item["items"])),
            }
        };
        items.iter().map(describe).collect()
    }
}

pub fn ids(items: &[Value]) -> Value {
    let ids = items.iter().filter(|item| item["resultId"].is_string());
    ids.map(|item| json!({"uri": item["uri"], "value": item["resultId"]})).collect()
}

/// The codes that matter here, with their severities.
pub fn codes(diagnostics: &Value) -> String {
    let ours = ["row-total", "missing-section", "settings"];
    let found = diagnostics.as_array().unwrap_or_else(|| panic!("{diagnostics}")).iter();
    let found = found.filter(|it| ours.iter().any(|code| it["code"] == *code));
    let mut found: Vec<String> =
        found.map(|it| format!("{}:{}", it["code"].as_str().unwrap(), it["severity"])).collect();
    found.dedup();
    found.join(" ")
}

pub const ALL: &str = "missing-section:1 row-total:1";

pub fn pulls() -> Value {
    json!({
        "textDocument": {"diagnostic": {"dynamicRegistration": false}},
        "workspace": {
            "diagnostics": {"refreshSupport": true},
            "didChangeWatchedFiles": {"dynamicRegistration": true},
        },
    })
}

pub fn watches() -> Value {
    json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}})
}

#[test]
fn a_client_that_asks_is_told_nothing_unasked() {
    let desk = Desk::new();
    let (mut client, result) = Client::begin(json!({"processId": null, "capabilities": pulls()}));
    let provider = &result["capabilities"]["diagnosticProvider"];
    assert_eq!((&provider["workspaceDiagnostics"], &provider["interFileDependencies"]), (&json!(true), &json!(true)));
    client.respond("client/registerCapability", Value::Null);
    // Taking up what is set for the first time is no reason to ask again, but it does no harm.
    client.respond("workspace/diagnostic/refresh", Value::Null);
    desk.open(&mut client, "a.md", DRAFT);
    let first = desk.pull(&mut client, "a.md", None);
    assert_eq!((first["kind"].as_str(), codes(&first["items"]).as_str()), (Some("full"), ALL));
    let id = first["resultId"].as_str().unwrap();
    assert_eq!(desk.pull(&mut client, "a.md", Some(id)), json!({"kind": "unchanged", "resultId": id}));

    let change = json!([{"text": DRAFT.replace("| 9 |", "| 8 |")}]);
    let document = json!({"uri": desk.uri("a.md"), "version": 2});
    client.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": change}));
    let second = desk.pull(&mut client, "a.md", Some(id));
    assert_eq!(codes(&second["items"]), "missing-section:1");
    assert_ne!(second["resultId"].as_str(), Some(id));
    // The same text again is the same result.
    let document = json!({"uri": desk.uri("a.md"), "version": 3});
    client.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": [{"text": DRAFT}]}));
    assert_eq!(desk.pull(&mut client, "a.md", Some(id))["kind"], "unchanged");
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": desk.uri("a.md")}}));
    assert_eq!(desk.pull(&mut client, "a.md", None)["items"], json!([]), "neither open nor on the disk");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_client_that_does_not_ask_is_told_and_offered_nothing_else() {
    let desk = Desk::new().with("nianbao.toml", "[rules]\nrow-total = 'hint'\n");
    let folders = json!([{"uri": desk.uri(""), "name": "desk"}]);
    let params = json!({"processId": null, "capabilities": {}, "workspaceFolders": folders});
    let (mut client, result) = Client::begin(params);
    assert_eq!(result["capabilities"].get("diagnosticProvider"), None);
    desk.open(&mut client, "a.md", DRAFT);
    assert_eq!(codes(&client.diagnostics(&desk.uri("a.md"), 1)["diagnostics"]), "missing-section:1 row-total:4");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_changed_file_with_settings_counts_at_once() {
    let desk = Desk::new().with("sub/nianbao.toml", "");
    let mut client = desk.session(watches());
    let registered = client.respond("client/registerCapability", Value::Null);
    assert_eq!(registered["registrations"][0]["method"], "workspace/didChangeWatchedFiles");
    assert_eq!(registered["registrations"][0]["registerOptions"]["watchers"][0]["globPattern"], "**/nianbao.toml");
    desk.open(&mut client, "a.md", DRAFT);
    desk.open(&mut client, "sub/b.md", DRAFT);
    assert_eq!(codes(&client.next_diagnostics(&desk.uri("a.md"))["diagnostics"]), ALL);
    assert_eq!(codes(&client.next_diagnostics(&desk.uri("sub/b.md"))["diagnostics"]), ALL);

    desk.write("nianbao.toml", "rules = { row-total = 'off' }");
    desk.changed(&mut client, "nianbao.toml");
    let again = client.diagnostics(&desk.uri("a.md"), 1);
    assert_eq!(codes(&again["diagnostics"]), "missing-section:1");
    // The other draft has a nearer file, for which nothing has changed: it is not published again.
    assert_eq!(client.settle(), Vec::<Value>::new());

    desk.write("nianbao.toml", "exclude = ['a.md']");
    desk.changed(&mut client, "nianbao.toml");
    assert_eq!(client.diagnostics(&desk.uri("a.md"), 1)["diagnostics"], json!([]));
    fs::remove_file(desk.path("nianbao.toml")).unwrap();
    desk.changed(&mut client, "nianbao.toml");
    assert_eq!(codes(&client.diagnostics(&desk.uri("a.md"), 1)["diagnostics"]), ALL);
    assert_eq!(client.settle(), Vec::<Value>::new());
    assert_eq!(client.end(), Some(0));
}

#[test]
fn where_nobody_watches_the_server_looks_itself() {
    let desk = Desk::new();
    let mut client = desk.session(json!({}));
    desk.open(&mut client, "a.md", DRAFT);
    assert_eq!(codes(&client.next_diagnostics(&desk.uri("a.md"))["diagnostics"]), ALL);
    desk.write("nianbao.toml", "rules = { missing-section = 'info' }");
    let again = client.next_diagnostics(&desk.uri("a.md"));
    assert_eq!(codes(&again["diagnostics"]), "missing-section:3 row-total:1");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn what_is_wrong_with_settings_is_shown_in_their_file() {
    let desk = Desk::new().with("nianbao.toml", "[rules]\nrow-totl = 'off'\nmissing-section = 'off'\n");
    let mut client = desk.session(watches());
    client.respond("client/registerCapability", Value::Null);
    // Even while nothing is open.
    let file = desk.uri("nianbao.toml");
    let wrong = client.next_diagnostics(&file);
    assert_eq!(codes(&wrong["diagnostics"]), "settings:1");
    let first = &wrong["diagnostics"][0];
    assert_eq!(first["range"], json!({"start": {"line": 1, "character": 0}, "end": {"line": 1, "character": 8}}));
    assert_eq!(first["message"], "rules.row-totl：没有名为“row-totl”的规则，是不是“row-total”？");
    // What is right counts all the same.
    desk.open(&mut client, "a.md", DRAFT);
    assert_eq!(codes(&client.diagnostics(&desk.uri("a.md"), 1)["diagnostics"]), "row-total:1");

    // While the file is open its diagnostics are those of the text on the screen.
    desk.open(&mut client, "nianbao.toml", "edition = 2020\nrules = 1");
    assert_eq!(client.diagnostics(&file, 1)["diagnostics"].as_array().unwrap().len(), 2);
    let document = json!({"uri": file, "version": 2});
    client.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": [{"text": ""}]}));
    assert_eq!(client.diagnostics(&file, 2)["diagnostics"], json!([]));
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": file}}));
    assert_eq!(client.next_diagnostics(&file)["diagnostics"], json!([]));
    // Nobody has saved: the file is still wrong.
    assert_eq!(codes(&client.next_diagnostics(&file)["diagnostics"]), "settings:1");
    desk.write("nianbao.toml", "");
    desk.changed(&mut client, "nianbao.toml");
    assert_eq!(client.next_diagnostics(&file)["diagnostics"], json!([]));
    assert_eq!(codes(&client.diagnostics(&desk.uri("a.md"), 1)["diagnostics"]), ALL);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_client_that_asks_hears_of_wrong_settings_by_a_message() {
    let desk = Desk::new().with("nianbao.toml", "[rules]\nrow-totl = 'off'\n");
    let mut client = desk.session(pulls());
    client.respond("client/registerCapability", Value::Null);
    client.respond("workspace/diagnostic/refresh", Value::Null);
    let said = client.next("window/showMessage");
    let message = said["params"]["message"].as_str().unwrap();
    assert!(
        message.ends_with("nianbao.toml:2:1：rules.row-totl：没有名为“row-totl”的规则，是不是“row-total”？"),
        "{message}"
    );
    // Open, it can be asked about like any other.
    desk.open(&mut client, "nianbao.toml", "edition = 1");
    let asked = desk.pull(&mut client, "nianbao.toml", None);
    assert_eq!(codes(&asked["items"]), "settings:1");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn the_editor_says_what_is_set_and_the_project_is_above_it() {
    let desk = Desk::new().with("nianbao.toml", "rules = { row-total = 'info' }");
    let capabilities =
        json!({"workspace": {"configuration": true, "didChangeConfiguration": {"dynamicRegistration": true}}});
    let folders = json!([{"uri": desk.uri(""), "name": "desk"}]);
    let initial = json!({"rules": {"missing-section": "warning"}});
    let (mut client, _) = Client::begin(json!({
        "processId": null, "capabilities": capabilities, "workspaceFolders": folders, "initializationOptions": initial,
    }));
    desk.open(&mut client, "a.md", DRAFT);
    let a = desk.uri("a.md");
    assert_eq!(codes(&client.diagnostics(&a, 1)["diagnostics"]), "missing-section:2 row-total:3");
    let set = |row_total: &str, missing: &str| json!({"path": "x", "rules": {"row-total": row_total, "missing-section": missing}});
    let asked = client.respond("workspace/configuration", json!([null, set("off", "hint")]));
    assert_eq!(asked["items"], json!([{"section": "nianbao"}, {"scopeUri": desk.uri(""), "section": "nianbao"}]));
    assert_eq!(codes(&client.diagnostics(&a, 1)["diagnostics"]), "missing-section:4 row-total:3");
    let registered = client.respond("client/registerCapability", Value::Null);
    assert_eq!(registered["registrations"][0]["registerOptions"], json!({"section": "nianbao"}));

    client.notify("workspace/didChangeConfiguration", json!({"settings": null}));
    client.respond("workspace/configuration", json!([null, set("off", "off")]));
    assert_eq!(codes(&client.diagnostics(&a, 1)["diagnostics"]), "row-total:3");
    client.notify("workspace/didChangeConfiguration", json!({"settings": null}));
    client.respond("workspace/configuration", json!([null, set("off", "of")]));
    let said = client.next("window/showMessage")["params"]["message"].as_str().unwrap().to_owned();
    assert!(said.starts_with("编辑器设置 nianbao.rules.missing-section 有误：没有名为“of”的级别"), "{said}");
    // What is wrong sets nothing, so the settings of the beginning count.
    assert_eq!(codes(&client.diagnostics(&a, 1)["diagnostics"]), "missing-section:2 row-total:3");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn an_old_client_sends_its_settings() {
    let desk = Desk::new();
    let root = json!({"processId": null, "rootUri": desk.uri(""), "capabilities": {}});
    let (mut client, _) = Client::begin(root);
    desk.open(&mut client, "a.md", DRAFT);
    let a = desk.uri("a.md");
    assert_eq!(codes(&client.diagnostics(&a, 1)["diagnostics"]), ALL);
    let settings = json!({"nianbao": {"rules": {"row-total": "off"}, "exclude": ["b.md"]}});
    client.notify("workspace/didChangeConfiguration", json!({"settings": settings}));
    assert_eq!(codes(&client.diagnostics(&a, 1)["diagnostics"]), "missing-section:1");
    desk.open(&mut client, "b.md", DRAFT);
    assert_eq!(client.diagnostics(&desk.uri("b.md"), 1)["diagnostics"], json!([]), "below the root");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn folders_have_settings_of_their_own() {
    let desk = Desk::new()
        .with("one/nianbao.toml", "rules = { row-total = 'off' }")
        .with("two/nianbao.toml", "rules = { missing-section = 'off' }");
    let folder = |name: &str| json!({"uri": desk.uri(name), "name": name});
    let params = json!({
        "processId": null, "capabilities": {"workspace": {"configuration": true, "workspaceFolders": true}},
        "workspaceFolders": [folder("one"), folder("two")],
    });
    let (mut client, result) = Client::begin(params);
    assert_eq!(result["capabilities"]["workspace"]["workspaceFolders"]["changeNotifications"], true);
    let weigh = |level: &str| json!({"rules": {"row-total": level, "missing-section": level}});
    client.respond("workspace/configuration", json!([weigh("error"), weigh("warning"), weigh("info")]));
    // The answers may be taken up before the drafts are opened or behind that.
    for (name, expected) in [("one/a.md", "missing-section:2"), ("two/b.md", "row-total:3"), ("three/c.md", ALL)] {
        desk.open(&mut client, name, DRAFT);
        desk.wait_for(&mut client, name, expected);
    }

    let change = json!({"event": {"added": [folder("three")], "removed": [folder("one")]}});
    client.notify("workspace/didChangeWorkspaceFolders", change);
    let asked = client.respond("workspace/configuration", json!([weigh("error"), weigh("info"), weigh("hint")]));
    assert_eq!(asked["items"][1]["scopeUri"], desk.uri("two"));
    assert_eq!(asked["items"][2]["scopeUri"], desk.uri("three"));
    assert_eq!(codes(&client.diagnostics(&desk.uri("one/a.md"), 1)["diagnostics"]), "missing-section:1");
    assert_eq!(codes(&client.diagnostics(&desk.uri("three/c.md"), 1)["diagnostics"]), "missing-section:4 row-total:4");
    assert_eq!(client.settle(), Vec::<Value>::new());
    assert_eq!(client.end(), Some(0));
}

#[test]
fn an_answer_about_other_folders_is_taken_by_their_names() {
    let desk = Desk::new();
    let folder = |name: &str| json!({"uri": desk.uri(name), "name": name});
    let params = json!({
        "processId": null, "capabilities": {"workspace": {"configuration": true, "workspaceFolders": true}},
        "workspaceFolders": [folder("one"), folder("two")],
    });
    let (mut client, _) = Client::begin(params);
    let weigh = |level: &str| json!({"rules": {"row-total": level, "missing-section": level}});
    let asked = client.next("workspace/configuration");
    let change = json!({"event": {"added": [], "removed": [folder("one")]}});
    client.notify("workspace/didChangeWorkspaceFolders", change);
    client.next("workspace/configuration");
    let answer = json!({"jsonrpc": "2.0", "id": asked["id"], "result": [null, weigh("off"), weigh("hint")]});
    client.write(&answer.to_string());
    desk.open(&mut client, "two/b.md", DRAFT);
    desk.wait_for(&mut client, "two/b.md", "missing-section:4 row-total:4");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn all_drafts_of_the_folders_are_reported() {
    let desk = Desk::new()
        .with("a.md", DRAFT)
        .with("sub/b.txt", DRAFT)
        .with("old/c.md", DRAFT)
        .with("README.md", "# 购物清单\n")
        .with("d.docx", DRAFT)
        .with("nianbao.toml", "exclude = ['old/']\nedition = 1\n");
    let mut client = desk.session(pulls());
    client.respond("client/registerCapability", Value::Null);
    client.respond("workspace/diagnostic/refresh", Value::Null);
    client.next("window/showMessage");
    let (first, ids) = desk.pull_all(&mut client, &json!([]));
    assert_eq!(first, [format!("a.md {ALL}"), "nianbao.toml settings:1".into(), format!("sub/b.txt {ALL}")]);
    let (again, same_ids) = desk.pull_all(&mut client, &ids);
    assert_eq!(again, ["a.md =", "nianbao.toml =", "sub/b.txt ="]);
    assert_eq!(same_ids, ids);

    // What is open counts as it is on the screen, with its version; what is gone is cleared.
    desk.open(&mut client, "a.md", &DRAFT.replace("| 9 |", "| 8 |"));
    fs::remove_file(desk.path("sub/b.txt")).unwrap();
    desk.write("e.md", DRAFT);
    desk.write("nianbao.toml", "rules = { missing-section = 'hint' }");
    ["sub/b.txt", "e.md", "nianbao.toml"].iter().for_each(|name| desk.changed(&mut client, name));
    let answer = client.request("workspace/diagnostic", json!({"previousResultIds": ids}));
    client.respond("workspace/diagnostic/refresh", Value::Null);
    let items = answer["result"]["items"].as_array().unwrap().clone();
    let all = "missing-section:4 row-total:1";
    assert_eq!(
        desk.described(&items),
        [
            "a.md missing-section:4".to_owned(),
            format!("e.md {all}"),
            "nianbao.toml ".into(),
            format!("old/c.md {all}"),
            "sub/b.txt ".into()
        ]
    );
    assert_eq!((&items[0]["version"], &items[1]["version"]), (&json!(1), &Value::Null));
    // The result of a document is the same whichever way it is asked for.
    let id = items[0]["resultId"].as_str().unwrap();
    assert_eq!(desk.pull(&mut client, "a.md", Some(id))["kind"], "unchanged");
    // The settings and the folders may be looked at one after the other, and each has changed an answer.
    assert_eq!(client.end_but_for("workspace/diagnostic/refresh"), Some(0));
}

#[test]
fn a_long_answer_comes_in_parts_and_tells_how_it_gets_on() {
    let desk = Desk::new();
    (0..40).for_each(|number| desk.write(&format!("{number:02}.md"), DRAFT));
    let mut client = desk.session(pulls());
    client.respond("client/registerCapability", Value::Null);
    client.respond("workspace/diagnostic/refresh", Value::Null);
    let params = json!({"previousResultIds": [], "workDoneToken": "work", "partialResultToken": 7});
    let answer = client.request("workspace/diagnostic", params);
    assert_eq!(answer["result"], json!({"items": []}), "all of it has been handed on");
    let (mut work, mut items) = (Vec::new(), Vec::new());
    // The end is told when everything is.
    while work.last().is_none_or(|last| last != "end") {
        let params = client.next("$/progress")["params"].clone();
        match &params["token"] {
            Value::String(token) if token == "work" => work.push(params["value"]["kind"].as_str().unwrap().to_owned()),
            token => {
                assert_eq!(token, &json!(7));
                items.extend(params["value"]["items"].as_array().unwrap().clone());
            }
        }
    }
    assert_eq!(work, ["begin", "report", "report", "report", "end"]);
    let expected: Vec<String> = (0..40).map(|number| format!("{number:02}.md {ALL}")).collect();
    assert_eq!(desk.described(&items), expected);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn an_answer_that_nobody_wants_any_more_is_given_up() {
    let desk = Desk::new();
    let long = DRAFT.repeat(50);
    (0..200).for_each(|number| desk.write(&format!("{number:03}.md"), &long));
    let mut client = desk.session(pulls());
    client.respond("client/registerCapability", Value::Null);
    client.respond("workspace/diagnostic/refresh", Value::Null);
    let params = json!({"previousResultIds": [], "workDoneToken": "work"});
    client
        .write(&json!({"jsonrpc": "2.0", "id": "all", "method": "workspace/diagnostic", "params": params}).to_string());
    client.give_up("all");
    assert_eq!(client.end(), Some(0));
}

/// What an editor can do that knows how to make edits.
fn edits() -> Value {
    json!({
        "textDocument": {"codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}}},
        "workspace": {"workspaceEdit": {"documentChanges": true, "resourceOperations": ["create"]}},
    })
}

/// The action that excepts the wrong total of a draft, which is open.
fn ignore(desk: &Desk, client: &mut Client, name: &str) -> Option<Value> {
    let place = json!({"line": 10, "character": 0});
    let end = json!({"line": 10, "character": 99});
    let params = json!({
        "textDocument": {"uri": desk.uri(name)}, "range": {"start": place, "end": end},
        "context": {"diagnostics": [], "only": ["quickfix"]},
    });
    let actions = client.request("textDocument/codeAction", params)["result"].as_array().unwrap().clone();
    let mut ours = actions.into_iter().filter(|it| it["title"].as_str().unwrap().starts_with("忽略“"));
    ours.find(|it| it["diagnostics"][0]["code"] == "row-total")
}

#[test]
fn a_finding_is_excepted_by_a_comment_where_there_are_comments() {
    let desk = Desk::new();
    let mut client = desk.session(edits());
    desk.open(&mut client, "a.md", DRAFT);
    let action = ignore(&desk, &mut client, "a.md").unwrap();
    assert_eq!(action["title"], "忽略“一行的合计不符”（写成注释）");
    let change = &action["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"], json!({"uri": desk.uri("a.md"), "version": 1}));
    let place = json!({"line": 8, "character": 0});
    let edit = json!([{"range": {"start": place, "end": place}, "newText": "<!-- nianbao: ignore row-total -->\n"}]);
    assert_eq!(change["edits"], edit);
    let document = json!({"uri": desk.uri("a.md"), "version": 2});
    let typed = json!([{"range": edit[0]["range"], "text": edit[0]["newText"]}]);
    client.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": typed}));
    assert_eq!(codes(&client.diagnostics(&desk.uri("a.md"), 2)["diagnostics"]), "missing-section:1");
    client.settle();
    assert_eq!(client.end(), Some(0));
}

/// What lies outside of the folders counts and is never edited; of what stands in it nothing is told.
#[test]
fn settings_outside_of_the_folders_count_and_are_left_alone() {
    let desk = Desk::new().with("nianbao.toml", "[rules]\nmissing-section = 'off'\nlabel = 'geheim'\n= geheim\n");
    desk.write("外/b.txt", DRAFT);
    let params = json!({"processId": null, "rootUri": desk.uri("内"), "capabilities": edits()});
    let (mut client, _) = Client::begin(params);
    desk.open(&mut client, "内/a.txt", DRAFT);
    desk.wait_for(&mut client, "内/a.txt", "row-total:1");
    let told = client.next_diagnostics(&desk.uri("nianbao.toml"))["diagnostics"].clone();
    assert!(
        told.to_string().contains("rules.label：没有名为“…”的级别") && !told.to_string().contains("geheim"),
        "{told}"
    );
    let lines: Vec<&Value> = told.as_array().unwrap().iter().map(|it| &it["range"]["start"]["line"]).collect();
    assert_eq!(lines, [2, 3]);
    assert_eq!(ignore(&desk, &mut client, "内/a.txt"), None);
    // Nor is a file made outside of them.
    desk.open(&mut client, "外/b.txt", DRAFT);
    assert_eq!(ignore(&desk, &mut client, "外/b.txt"), None);
    fs::remove_file(desk.path("nianbao.toml")).unwrap();
    desk.changed(&mut client, "nianbao.toml");
    desk.wait_for(&mut client, "内/a.txt", ALL);
    assert_eq!(ignore(&desk, &mut client, "外/b.txt"), None);
    assert!(ignore(&desk, &mut client, "内/a.txt").is_some());
    client.settle();
    assert_eq!(client.end(), Some(0));
}

/// A link that leads out of the folders is not followed, whatever it is called there.
#[cfg(unix)]
#[test]
fn settings_that_lead_out_of_the_folders_are_refused() {
    let desk =
        Desk::new().with("外/密.toml", "edition = 'geheim'\n[rules]\nrow-total = 'off'\n").with("内/a.txt", DRAFT);
    for (link, settings) in
        [("nianbao.toml", None), ("密.toml", Some("extends = '密.toml'\n")), ("夹", Some("extends = '夹/密.toml'\n"))]
    {
        let to = if link == "夹" { "../外" } else { "../外/密.toml" };
        std::os::unix::fs::symlink(to, desk.path(&format!("内/{link}"))).unwrap();
        if let Some(settings) = settings {
            desk.write("内/nianbao.toml", settings);
        }
        let params = json!({"processId": null, "rootUri": desk.uri("内"), "capabilities": edits()});
        let (mut client, _) = Client::begin(params);
        desk.open(&mut client, "内/a.txt", DRAFT);
        desk.wait_for(&mut client, "内/a.txt", ALL);
        let told = client.next_diagnostics(&desk.uri("内/nianbao.toml"))["diagnostics"].to_string();
        assert!(told.contains("是指向工作区以外的链接，不读取") && !told.contains("geheim"), "{told}");
        assert_eq!(ignore(&desk, &mut client, "内/a.txt").is_some(), settings.is_some(), "{link}");
        client.settle();
        assert_eq!(client.end(), Some(0));
        fs::remove_file(desk.path(&format!("内/{link}"))).unwrap();
        _ = fs::remove_file(desk.path("内/nianbao.toml"));
    }
    assert_eq!(
        fs::read_to_string(desk.path("外/密.toml")).unwrap(),
        "edition = 'geheim'\n[rules]\nrow-total = 'off'\n"
    );
}

#[test]
fn a_finding_in_plain_text_is_excepted_in_the_settings() {
    let desk = Desk::new().with("sub/nianbao.toml", "# 我们的设置\nedition = 2021\n");
    let mut client = desk.session(edits());
    desk.open(&mut client, "sub/a.txt", DRAFT);
    desk.open(&mut client, "b.txt", DRAFT);
    let action = ignore(&desk, &mut client, "sub/a.txt").unwrap();
    assert_eq!(action["title"], "忽略“一行的合计不符”（这个文件不查这一项，写入 nianbao.toml）");
    let exception = |name: &str| format!("[[except]]\nfiles = [\"/{name}\"]\nrules = [\"row-total\"]\n");
    let file = desk.uri("sub/nianbao.toml");
    let edit = |text: &str, line: u32| {
        let place = json!({"line": line, "character": 0});
        json!([{"range": {"start": place, "end": place}, "newText": text}])
    };
    let change =
        |version: Value, edits: Value| json!({"textDocument": {"uri": file, "version": version}, "edits": edits});
    let added = format!("\n{}", exception("a.txt"));
    assert_eq!(action["edit"]["documentChanges"], json!([change(Value::Null, edit(&added, 2))]));
    // On the screen the file says something else than on the disk.
    desk.open(&mut client, "sub/nianbao.toml", "");
    let action = ignore(&desk, &mut client, "sub/a.txt").unwrap();
    assert_eq!(action["edit"]["documentChanges"], json!([change(json!(1), edit(&exception("a.txt"), 0))]));

    // Where there is no such file it is created in the folder of the workspace.
    let changes = ignore(&desk, &mut client, "b.txt").unwrap()["edit"]["documentChanges"].clone();
    let file = desk.uri("nianbao.toml");
    assert_eq!(changes[0], json!({"kind": "create", "uri": file}));
    assert_eq!(
        changes[1],
        json!({"textDocument": {"uri": file, "version": null}, "edits": edit(&exception("b.txt"), 0)})
    );
    desk.write("nianbao.toml", exception("b.txt"));
    desk.wait_for(&mut client, "b.txt", ALL);
    desk.wait_for(&mut client, "b.txt", "missing-section:1");
    client.settle();
    assert_eq!(client.end(), Some(0));

    // An editor that cannot create files is not offered it.
    let desk = Desk::new();
    let mut client = desk.session(json!({"textDocument": edits()["textDocument"]}));
    desk.open(&mut client, "b.txt", DRAFT);
    assert_eq!(ignore(&desk, &mut client, "b.txt"), None);
    client.settle();
    assert_eq!(client.end(), Some(0));
}
