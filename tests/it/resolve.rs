//! Code actions listed without their edits, and made when they are asked for: beside an editor that takes edits at once.

use crate::support::client::Client;
use crate::support::document::{Document, Encoding};
use crate::support::drafts;
use nianbao::check::check;
use serde_json::{Value, json};

/// An editor that asks for the edit of an action when it needs it, or one that does not.
fn editor(resolves: bool) -> Client {
    let mut action = json!({
        "isPreferredSupport": true, "codeActionLiteralSupport": {"codeActionKind": {"valueSet": [""]}}
    });
    if resolves {
        action["dataSupport"] = json!(true);
        action["resolveSupport"] = json!({"properties": ["edit"]});
    }
    let (client, result) = Client::session(json!({
        "textDocument": {"codeAction": action, "publishDiagnostics": {"versionSupport": true}},
        "workspace": {"workspaceEdit": {"documentChanges": true, "changeAnnotationSupport": {}}},
    }));
    let provider = &result["capabilities"]["codeActionProvider"];
    assert_eq!(provider.get("resolveProvider"), resolves.then_some(&json!(true)), "{provider}");
    client
}

fn asked(client: &mut Client, document: &Document, (range, automatic): &(Value, bool)) -> Vec<Value> {
    let context = json!({"diagnostics": [], "triggerKind": if *automatic { 2 } else { 1 }});
    let params = json!({"textDocument": {"uri": document.uri}, "range": range, "context": context});
    client.request("textDocument/codeAction", params)["result"].as_array().expect("a list").clone()
}

fn open(client: &mut Client, document: &Document) {
    client.notify("textDocument/didOpen", document.open());
    client.diagnostics(&document.uri, document.version);
}

/// Where an editor may ask, and whether it does so unasked: at findings, in the middle, about all of it.
fn places(document: &Document) -> Vec<(Value, bool)> {
    let text = &document.text;
    let findings = check(text).findings;
    let range = |bytes| document.replacement(bytes, "")["range"].clone();
    let middle = (0..=text.len() / 2).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let mut places: Vec<(Value, bool)> = [0, findings.len() / 2, findings.len().saturating_sub(1)]
        .iter()
        .filter_map(|at| findings.get(*at))
        .map(|finding| (range(finding.range.clone()), true))
        .collect();
    places.push((range(middle..middle), false));
    places.dedup();
    places
}

/// Has an action made. `None` where it is refused, of which the user is told, but for what editors ask at every saving.
fn resolved(client: &mut Client, action: &Value) -> Option<Value> {
    assert!(action.get("edit").is_none() && action["data"]["version"].is_i64(), "{action}");
    let mut resolved = client.request("codeAction/resolve", action.clone())["result"].take();
    assert!(resolved.is_object(), "{action}");
    if resolved.get("edit").is_none() {
        if action["kind"] != "source.fixAll.nianbao" {
            let message = client.next("window/showMessage")["params"].clone();
            assert_eq!(message["type"], 3);
            let (said, title) = (message["message"].as_str(), action["title"].as_str().expect("a title"));
            assert!(said.is_some_and(|said| said.contains(title) && !said.contains('\n')), "{message}");
        }
        return None;
    }
    // What it says of itself is what it said before.
    let data = resolved.as_object_mut().and_then(|action| action.remove("data"));
    assert_eq!(data.as_ref(), action.get("data"));
    let mut listed = action.clone();
    listed.as_object_mut().expect("an object").remove("data");
    listed["edit"] = resolved["edit"].clone();
    assert_eq!(resolved, listed);
    Some(resolved)
}

#[test]
fn an_action_that_is_made_when_it_is_asked_for_is_the_one_that_is_made_at_once() {
    let (mut eager, mut lazy) = (editor(false), editor(true));
    let (mut offered, mut refused) = (0, Vec::new());
    for (index, (name, text)) in drafts::all().iter().enumerate() {
        let mut document = Document::new(&format!("file:///drafts/{index}.md"), text, Encoding::Utf16);
        document.related = false;
        open(&mut eager, &document);
        open(&mut lazy, &document);
        let mut last = None;
        for place in places(&document) {
            let whole = asked(&mut eager, &document, &place);
            let listed = asked(&mut lazy, &document, &place);
            let mut made = Vec::new();
            for action in &listed {
                offered += 1;
                match resolved(&mut lazy, action) {
                    Some(action) => made.push(action),
                    None => refused.push(format!("{name}: {}", action["title"])),
                }
            }
            assert_eq!(made, whole, "{name} {place:?}");
            last = listed.into_iter().next_back().or(last);
        }
        // Of the text as it is now nothing was offered.
        let change = document.replacement(0..0, "x");
        lazy.notify("textDocument/didChange", document.change(vec![change]));
        if let Some(action) = last {
            let answer = lazy.request("codeAction/resolve", action);
            assert_eq!(answer["error"]["code"], -32801, "{name}: {answer}");
        }
        for client in [&mut eager, &mut lazy] {
            client.notify("textDocument/didClose", document.close());
        }
    }
    println!("{offered} offered, {} refused\n{}", refused.len(), refused.join("\n"));
    assert!(offered > 1000 && refused.len() * 50 < offered, "{} of {offered}\n{}", refused.len(), refused.join("\n"));
    assert!(
        !refused.iter().any(|refused| refused.contains("按统一格式")),
        "a table that is laid out is to be laid out"
    );
    for mut client in [eager, lazy] {
        client.settle();
        assert_eq!(client.end(), Some(0));
    }
}

#[test]
fn what_nobody_has_offered_is_not_made() {
    let mut client = editor(true);
    let text = "云溪县教育局2024年政府信息公开工作年度报告\n\n二、主动公开政府信息情况\n\n第二十条第（五）款\t\n信息内容\t本年处理决定数量\n行政许可\t1\n";
    let document = Document::new("file:///a.md", text, Encoding::Utf16);
    open(&mut client, &document);
    let at = text.find("第二十条").expect("a heading");
    let place = (document.replacement(at..at, "")["range"].clone(), false);
    let listed = asked(&mut client, &document, &place);
    let action = listed.iter().find(|action| action["isPreferred"] == true).expect("a safe repair").clone();
    let error = |answer: Value| answer["error"]["code"].clone();
    // Another title, a place at which nothing stands, a document that is not open.
    for (pointer, value) in [
        ("/title", json!("改为7")),
        ("/data/offer/action/1", json!(99)),
        ("/data/uri", json!("file:///b.md")),
        ("/data/version", json!(7)),
    ] {
        let mut other = action.clone();
        *other.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer} in {action}")) = value;
        assert_eq!(error(client.request("codeAction/resolve", other)), -32801, "{pointer}");
    }
    // What is not ours, and what is made already, stays as it is.
    for other in [json!({"title": "别家的"}), json!({"title": "别家的", "data": [1]})] {
        assert_eq!(client.request("codeAction/resolve", other.clone())["result"], other);
    }
    let made = client.request("codeAction/resolve", action.clone())["result"].clone();
    assert!(made["edit"].is_object());
    assert_eq!(client.request("codeAction/resolve", made.clone())["result"], made);
    // A text that cannot be told any more is not edited.
    client.notify("textDocument/didChange", json!({"textDocument": {"uri": document.uri, "version": 1}}));
    client.next("window/showMessage");
    assert_eq!(error(client.request("codeAction/resolve", action)), -32801);
    let params = json!({"textDocument": {"uri": document.uri}, "range": place.0, "context": {"diagnostics": []}});
    assert_eq!(client.request("textDocument/codeAction", params)["result"], Value::Null);
    client.settle();
    assert_eq!(client.end(), Some(0));
}
