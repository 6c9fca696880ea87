//! What a client says of a text and nobody can read: the text counts as stale until the client tells it anew.

use crate::support::client::Client;
use serde_json::{Value, json};

const URI: &str = "file:///desk/%E5%B9%B4%E6%8A%A5.md";

/// A draft in which a total is wrong, 8 for 7, and a table that is not laid out.
const DRAFT: &str = "\
# 柳河县水务局2024年政府信息公开工作年度报告

## 三、收到和处理政府信息公开申请情况

| | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |
| --- | --- | --- | --- | --- | --- | --- | --- |
| 一、本年新收政府信息公开申请数量 | 6 | 1 | 0 | 0 | 0 | 0 | 8 |
";

/// The line of the figures.
const ROW: u32 = 6;

fn capabilities() -> Value {
    json!({
        "textDocument": {
            "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": [""]}}},
            "publishDiagnostics": {"versionSupport": true},
        },
        "workspace": {"applyEdit": true, "workspaceEdit": {"documentChanges": true}},
    })
}

fn opened() -> Client {
    let (mut client, _) = Client::session(capabilities());
    client.open(URI, 1, DRAFT);
    assert!(codes(&client.diagnostics(URI, 1)).contains(&"row-total".to_owned()));
    client
}

fn codes(published: &Value) -> Vec<String> {
    let diagnostics = published["diagnostics"].as_array().expect("an array").iter();
    diagnostics.map(|it| it["code"].as_str().expect("a code").to_owned()).collect()
}

fn change(client: &mut Client, version: i64, changes: Value) {
    let document = json!({"uri": URI, "version": version});
    client.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}));
}

fn range(line: i64) -> Value {
    json!({"start": {"line": line, "character": 0}, "end": {"line": line, "character": 0}})
}

/// What the server answers to everything that is about places of the document.
fn answers(client: &mut Client) -> Vec<(&'static str, Value)> {
    let document = json!({"uri": URI});
    let position = json!({"line": ROW, "character": 22});
    let all = json!({"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}});
    let at = json!({"textDocument": document, "position": position});
    let options = json!({"tabSize": 4, "insertSpaces": true});
    let command = |name: &str| json!({"command": format!("nianbao.server.{name}"), "arguments": [{"uri": URI}]});
    let requests = [
        ("textDocument/codeAction", json!({"textDocument": document, "range": all, "context": {"diagnostics": []}})),
        ("textDocument/formatting", json!({"textDocument": document, "options": options})),
        ("textDocument/rangeFormatting", json!({"textDocument": document, "range": all, "options": options})),
        ("textDocument/completion", json!({"textDocument": document, "position": {"line": 8, "character": 0}})),
        ("textDocument/hover", at.clone()),
        ("textDocument/documentHighlight", at),
        ("textDocument/documentSymbol", json!({"textDocument": document})),
        ("textDocument/inlayHint", json!({"textDocument": document, "range": all})),
        ("workspace/executeCommand", command("extract")),
        ("workspace/executeCommand", command("status")),
    ];
    requests.map(|(method, params)| (method, client.request(method, params)["result"].clone())).to_vec()
}

fn text(client: &mut Client) -> Value {
    let params = json!({"command": "nianbao.server.viewText", "arguments": [{"uri": URI}]});
    client.request("workspace/executeCommand", params)["result"].clone()
}

fn command(client: &mut Client, name: &str) -> Value {
    let params = json!({"command": format!("nianbao.server.{name}"), "arguments": [{"uri": URI}]});
    client.request("workspace/executeCommand", params)
}

fn assert_told(client: &mut Client, parts: &[&str]) {
    let shown = client.next("window/showMessage")["params"].clone();
    assert_eq!(shown["type"], 2);
    let message = shown["message"].as_str().expect("a message");
    assert!(parts.iter().all(|part| message.contains(part)), "{message}");
}

/// Nothing is left that the server has said unasked.
fn assert_silent(client: &mut Client) {
    assert_eq!(client.settle(), Vec::<Value>::new());
}

#[test]
fn every_change_that_cannot_be_read_makes_a_text_stale() {
    let document = json!({"uri": URI, "version": 2});
    let of = |changes: Value| json!({"textDocument": document, "contentChanges": changes}).to_string();
    let half = json!({"start": {"line": 0, "character": 0}});
    for params in [
        of(json!([{"range": range(-1), "text": "一"}])),
        of(json!([{"range": half, "text": "一"}])),
        of(json!([{"range": 7, "text": "一"}])),
        of(json!([{"range": range(0)}])),
        of(json!([{"range": range(0), "text": 7}])),
        of(json!([{"range": range(0), "text": "一"}, {"text": null}])),
        of(json!({"text": DRAFT})),
        json!({"textDocument": document}).to_string(),
        json!({"textDocument": {"uri": URI, "version": "2"}, "contentChanges": [{"text": "一"}]}).to_string(),
        // Half of a pair of surrogates is no character, and what holds it no JSON.
        of(json!([{"range": range(0), "text": "#"}])).replace('#', "\\ud83d"),
    ] {
        let mut client = opened();
        let before = answers(&mut client);
        let missing = before.iter().find(|(_, answer)| answer.is_null() || *answer == json!([]));
        assert_eq!(missing, None, "the draft has something of everything");

        client.write(&format!(r#"{{"jsonrpc":"2.0","method":"textDocument/didChange","params":{params}}}"#));
        assert_told(&mut client, &["年报.md", "读不懂", "重新打开"]);
        for (method, answer) in answers(&mut client) {
            assert_eq!(answer, Value::Null, "{method} after {params}");
        }
        for name in ["fixAll", "recalculate"] {
            assert_eq!(command(&mut client, name)["result"], Value::Null, "{name} after {params}");
        }
        // What the server has is what it had, and its findings are the last ones.
        assert_eq!(text(&mut client), json!({"version": 1, "text": DRAFT}));
        assert_silent(&mut client);
        assert_eq!(client.end(), Some(0));
    }
}

#[test]
fn no_range_is_applied_to_a_stale_text_and_a_whole_one_heals_it() {
    let mut client = opened();
    let before = answers(&mut client);
    change(&mut client, 2, json!([{"range": range(-1), "text": "一"}]));
    change(&mut client, 3, json!([{"range": range(0), "text": "二"}]));
    change(&mut client, 4, json!([{"range": {"start": {}}, "text": "三"}]));
    assert_told(&mut client, &["年报.md"]);
    assert_eq!(text(&mut client), json!({"version": 1, "text": DRAFT}));
    assert_silent(&mut client);

    // What stands before the whole text is about another one, what stands behind it counts.
    let right = DRAFT.replace("| 8 |", "| 7 |");
    let changes = json!([{"range": range(0), "text": "四"}, {"text": right}, {"range": range(1), "text": "\n"}]);
    change(&mut client, 5, changes);
    let published = client.diagnostics(URI, 5);
    assert!(!codes(&published).contains(&"row-total".to_owned()), "{published}");
    let (title, rest) = right.split_once('\n').expect("lines");
    assert_eq!(text(&mut client), json!({"version": 5, "text": format!("{title}\n\n{rest}")}));
    change(&mut client, 6, json!([{"text": DRAFT}]));
    assert!(codes(&client.diagnostics(URI, 6)).contains(&"row-total".to_owned()));
    let after = answers(&mut client);
    let methods = |answers: &[(&str, Value)]| answers.iter().filter(|it| it.1.is_null()).count();
    assert_eq!(methods(&before), methods(&after));

    // The user has been told once for this document.
    change(&mut client, 7, json!([{"range": range(-1), "text": "一"}]));
    assert_eq!(answers(&mut client)[0].1, Value::Null);
    assert_silent(&mut client);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn opening_again_heals_a_stale_text() {
    for close in [true, false] {
        let mut client = opened();
        change(&mut client, 2, json!([{"range": range(-1), "text": "一"}]));
        assert_told(&mut client, &["年报.md"]);
        if close {
            client.notify("textDocument/didClose", json!({"textDocument": {"uri": URI}}));
            assert_eq!(client.next_diagnostics(URI)["diagnostics"], json!([]));
        }
        client.open(URI, 1, DRAFT);
        client.diagnostics(URI, 1);
        assert!(answers(&mut client).iter().all(|(_, answer)| !answer.is_null()));
        change(&mut client, 2, json!([{"range": range(0), "text": "\n"}]));
        client.diagnostics(URI, 2);
        assert_eq!(text(&mut client)["text"], format!("\n{DRAFT}"));
        // A document that was closed is another one for its user.
        change(&mut client, 3, json!([{"range": range(-1), "text": "一"}]));
        if close {
            assert_told(&mut client, &["年报.md"]);
        }
        assert_silent(&mut client);
        assert_eq!(client.end(), Some(0));
    }
}

#[test]
fn one_stale_text_is_no_other_s() {
    let mut client = opened();
    const OTHER: &str = "file:///desk/other.md";
    client.open(OTHER, 1, DRAFT);
    client.diagnostics(OTHER, 1);
    let bad = json!({"textDocument": {"uri": OTHER, "version": 2}, "contentChanges": [7]});
    client.notify("textDocument/didChange", bad);
    assert_told(&mut client, &["other.md"]);
    assert!(answers(&mut client).iter().all(|(_, answer)| !answer.is_null()));
    change(&mut client, 2, json!([{"range": range(0), "text": "\n"}]));
    client.diagnostics(URI, 2);
    // Its outline is not found either.
    let symbols = client.request("workspace/symbol", json!({"query": ""}))["result"].clone();
    let found: Vec<&Value> = symbols.as_array().expect("symbols").iter().map(|it| &it["location"]["uri"]).collect();
    assert!(!found.is_empty() && found.iter().all(|uri| **uri != OTHER));
    assert_silent(&mut client);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_change_of_nobody_knows_what_is_told_once() {
    let mut client = opened();
    for params in [json!(null), json!({}), json!({"textDocument": {"uri": 7}, "contentChanges": []}), json!([1])] {
        client.notify("textDocument/didChange", params);
    }
    client.write(r#"{"jsonrpc":"2.0","method":"textDocument/didChange"}"#);
    assert_told(&mut client, &["不知道是哪个文档"]);
    // No text is known to be stale.
    assert!(answers(&mut client).iter().all(|(_, answer)| !answer.is_null()));
    assert_silent(&mut client);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_text_that_cannot_be_opened_is_told_once() {
    let (mut client, _) = Client::session(capabilities());
    let malformed = json!({"textDocument": {"uri": URI, "languageId": "markdown", "version": 1, "text": 7}});
    client.notify("textDocument/didOpen", malformed.clone());
    assert_told(&mut client, &["年报.md", "打开"]);
    client.notify("textDocument/didOpen", malformed.clone());
    change(&mut client, 2, json!([{"range": range(0), "text": "一"}]));
    assert_eq!(text(&mut client), Value::Null);
    assert_silent(&mut client);
    // One that is open already is not what it was.
    client.open(URI, 1, DRAFT);
    client.diagnostics(URI, 1);
    client.notify("textDocument/didOpen", malformed);
    assert!(answers(&mut client).iter().all(|(_, answer)| answer.is_null()));
    assert_silent(&mut client);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_client_that_asks_for_diagnostics_keeps_the_last_ones() {
    let mut all = capabilities();
    all["textDocument"]["diagnostic"] = json!({});
    let (mut client, _) = Client::session(all);
    client.open(URI, 1, DRAFT);
    let ask = |client: &mut Client, previous: &Value| {
        let params = json!({"textDocument": {"uri": URI}, "previousResultId": previous});
        client.request("textDocument/diagnostic", params)["result"].clone()
    };
    let first = ask(&mut client, &Value::Null);
    change(&mut client, 2, json!([{"range": range(-1), "text": "一"}]));
    assert_told(&mut client, &["年报.md"]);
    assert_eq!(ask(&mut client, &first["resultId"])["kind"], "unchanged");
    change(&mut client, 3, json!([{"text": "另一份文稿"}]));
    assert_eq!(ask(&mut client, &first["resultId"])["items"], json!([]));
    assert_eq!(client.end(), Some(0));
}

#[test]
fn ranges_beyond_the_text_are_no_fault() {
    let mut client = opened();
    let beyond =
        json!({"start": {"line": 4_000_000, "character": 9}, "end": {"line": 4_294_967_295u32, "character": 0}});
    change(&mut client, 2, json!([{"range": beyond, "text": "\n完\n"}]));
    client.diagnostics(URI, 2);
    assert_eq!(text(&mut client), json!({"version": 2, "text": format!("{DRAFT}\n完\n")}));
    assert_silent(&mut client);
    assert_eq!(client.end(), Some(0));
}
