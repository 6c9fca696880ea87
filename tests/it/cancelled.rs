//! Responses that nobody waits for any more: the real server over its real pipes goes on, whatever the client answers and
//! when.

use crate::support::client::Client;
use crate::support::desk::DRAFT;
use serde_json::{Value, json};

const URI: &str = "file:///desk/draft.md";
const CANCELLED: i64 = -32800;

fn capabilities() -> Value {
    json!({"workspace": {
        "applyEdit": true,
        "configuration": true,
        "workspaceEdit": {"documentChanges": true},
        "didChangeWatchedFiles": {"dynamicRegistration": true},
    }})
}

/// A session with an open draft, behind the questions with which the server begins one.
fn session() -> Client {
    let (mut client, _) = Client::session(capabilities());
    client.respond("workspace/configuration", json!([null]));
    client.respond("client/registerCapability", Value::Null);
    client.open(URI, 1, DRAFT);
    client.diagnostics(URI, 1);
    client
}

/// Asks for the right totals; returns the server's request to put them in.
fn recalculate(client: &mut Client, id: &str) -> Value {
    let params = json!({"command": "nianbao.server.recalculate", "arguments": [{"uri": URI}]});
    let request = json!({"jsonrpc": "2.0", "id": id, "method": "workspace/executeCommand", "params": params});
    client.write(&request.to_string());
    client.next("workspace/applyEdit")
}

fn respond(client: &mut Client, id: &Value, result: Value) {
    client.write(&json!({"jsonrpc": "2.0", "id": id, "result": result}).to_string());
}

fn cancel(client: &mut Client, id: &str) {
    client.notify("$/cancelRequest", json!({"id": id}));
    assert_eq!(client.answer(&json!(id))["error"]["code"], CANCELLED);
}

/// The answer to a command whose edit was made.
fn done() -> Value {
    json!({"edits": 1, "applied": true, "changes": ["“一、本年新收政府信息公开申请数量·总计”由9改为8"]})
}

/// The server still does what a client asks for.
fn assert_serves(client: &mut Client) {
    let asked = recalculate(client, "again");
    respond(client, &asked["id"], json!({"applied": true}));
    assert_eq!(client.answer(&json!("again"))["result"], done());
}

#[test]
fn an_edit_may_be_answered_after_its_command_was_cancelled() {
    for answer in [
        json!({"result": {"applied": true}}),
        json!({"result": {"applied": false}}),
        json!({"result": "nonsense"}),
        json!({"result": null}),
        json!({"error": {"code": CANCELLED, "message": "cancelled"}}),
    ] {
        let mut client = session();
        let asked = recalculate(&mut client, "edit");
        cancel(&mut client, "edit");
        let mut response = answer.clone();
        response["jsonrpc"] = json!("2.0");
        response["id"] = asked["id"].clone();
        client.write(&response.to_string());
        assert_serves(&mut client);
        assert_eq!(client.end(), Some(0), "{answer}");
    }
}

#[test]
fn cancelled_edits_may_be_answered_in_any_order_more_than_once_or_never() {
    let mut client = session();
    let asked: Vec<Value> = ["a", "b", "c", "d"].map(|id| recalculate(&mut client, id)["id"].clone()).to_vec();
    for id in ["b", "a", "d"] {
        cancel(&mut client, id);
    }
    for id in [&asked[1], &asked[1], &asked[0], &asked[2], &asked[2], &asked[1]] {
        respond(&mut client, id, json!({"applied": true}));
    }
    assert_eq!(client.answer(&json!("c"))["result"], done());
    assert_serves(&mut client);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_cancelled_edit_may_be_answered_after_shutdown() {
    let mut client = session();
    let asked = recalculate(&mut client, "edit");
    cancel(&mut client, "edit");
    assert_eq!(client.request("shutdown", Value::Null)["result"], Value::Null);
    respond(&mut client, &asked["id"], json!({"applied": true}));
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_code(), Some(0));
}

#[test]
fn responses_to_nothing_are_passed_over() {
    let mut client = session();
    for id in [json!(99), json!(-1), json!("window/workDoneProgress/create"), json!(null)] {
        respond(&mut client, &id, Value::Null);
        let error = json!({"jsonrpc": "2.0", "id": id, "error": {"code": 1, "message": "否"}});
        client.write(&error.to_string());
    }
    assert_serves(&mut client);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn the_questions_of_the_beginning_may_be_answered_twice_late_or_wrongly() {
    for (settings, registered) in [
        (json!({"result": [null]}), json!({"result": null})),
        (json!({"result": 7}), json!({"result": [1]})),
        (json!({"error": {"code": CANCELLED, "message": "cancelled"}}), json!({"error": {"code": 1, "message": "否"}})),
    ] {
        let (mut client, _) = Client::session(capabilities());
        let respond_to = |client: &mut Client, method: &str, answer: &Value| {
            let request = client.next(method);
            // A client cancels its own requests only; one that takes the server's id for one of its own harms nobody.
            client.notify("$/cancelRequest", json!({"id": request["id"]}));
            let mut response = answer.clone();
            response["jsonrpc"] = json!("2.0");
            response["id"] = request["id"].clone();
            client.write(&response.to_string());
            client.write(&response.to_string());
        };
        // Late: what was sent in between has been done.
        client.open(URI, 1, DRAFT);
        client.diagnostics(URI, 1);
        respond_to(&mut client, "workspace/configuration", &settings);
        respond_to(&mut client, "client/registerCapability", &registered);
        assert_serves(&mut client);
        assert_eq!(client.request("shutdown", Value::Null)["result"], Value::Null);
        client.notify("exit", Value::Null);
        assert_eq!(client.exit_code(), Some(0), "{settings}");
    }
}
