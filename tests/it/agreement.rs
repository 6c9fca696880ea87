//! The language server and the command line say the same about every draft.

use crate::support::client::Client;
use crate::support::drafts::drafts;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

/// What the command line says, brought into the shape of the protocol.
fn from_command_line(path: &Path) -> Vec<Value> {
    let output = Command::new(env!("CARGO_BIN_EXE_nianbao"))
        .args(["check", "--quiet", "--fail-on", "never", "--format", "json"])
        .arg(path)
        .output()
        .expect("the program runs");
    assert!(output.status.success(), "{output:?}");
    let findings: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let position = |place: &Value| {
        let number = |name: &str| place[name].as_u64().expect("a number") - 1;
        json!({"line": number("line"), "character": number("column")})
    };
    let range = |range: &Value| json!({"start": position(&range["start"]), "end": position(&range["end"])});
    let severity = |name: &Value| match name.as_str() {
        Some("error") => 1,
        Some("warning") => 2,
        Some("info") => 3,
        _ => 4,
    };
    let finding = |finding: &Value| {
        let all = finding["notes"].as_array().expect("notes");
        // An editor is told once what one note says of another's addends.
        let is_part = |it: &Value, whole: &Value| {
            let text = |note: &Value| note["message"].as_str().expect("a message").to_owned();
            text(whole).len() > text(it).len() && text(whole).contains(&text(it))
        };
        let notes = all.iter().filter(|it| !all.iter().any(|other| is_part(it, other)));
        let notes: Vec<Value> =
            notes.map(|it| json!({"message": it["message"], "range": range(&it["range"])})).collect();
        json!({
            "rule": finding["rule"], "severity": severity(&finding["severity"]), "message": finding["message"],
            "range": range(&finding["range"]), "notes": notes,
        })
    };
    findings.as_array().expect("an array").iter().map(finding).collect()
}

/// What the server says, in the same shape.
fn from_server(client: &mut Client, uri: &str, text: &str) -> Vec<Value> {
    let document = json!({"uri": uri, "languageId": "plaintext", "version": 1, "text": text});
    client.notify("textDocument/didOpen", json!({"textDocument": document}));
    let published = client.diagnostics(uri, 1);
    // The drafts are checked one by one: none stands beside another.
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    let finding = |diagnostic: &Value| {
        let notes = diagnostic["relatedInformation"].as_array().map_or(&[][..], Vec::as_slice).iter();
        let notes: Vec<Value> =
            notes.map(|it| json!({"message": it["message"], "range": it["location"]["range"]})).collect();
        json!({
            "rule": diagnostic["code"], "severity": diagnostic["severity"], "message": diagnostic["message"],
            "range": diagnostic["range"], "notes": notes,
        })
    };
    published["diagnostics"].as_array().expect("an array").iter().map(finding).collect()
}

#[test]
fn server_and_command_line_agree() {
    let capabilities = json!({
        "general": {"positionEncodings": ["utf-32"]},
        "textDocument": {"publishDiagnostics": {"relatedInformation": true, "versionSupport": true}},
    });
    let (mut client, _) = Client::session(capabilities);
    for folder in ["tests/drafts", "tests/rules"] {
        let files = drafts(folder);
        assert!(!files.is_empty(), "no drafts in {folder}");
        for (index, path) in files.iter().enumerate() {
            // The command line knows more encodings; an editor sends what it has decoded.
            let Ok(text) = std::fs::read_to_string(path) else { continue };
            let uri = format!("file:///{folder}/{index}");
            assert_eq!(from_server(&mut client, &uri, &text), from_command_line(path), "{}", path.display());
        }
    }
}
