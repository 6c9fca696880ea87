//! The form view: what its state says of a draft, and what filling a cell makes of it. The real server over its pipes.

use crate::support::client::Client;
use crate::support::generate::{Plan, STYLES};
use nianbao::check::check;
use nianbao::edition;
use nianbao::syntax::Layout;
use serde_json::{Value, json};

fn open(client: &mut Client, uri: &str, text: &str) {
    client.open(uri, 1, text);
    client.diagnostics(uri, 1);
}

fn run(client: &mut Client, command: &str, arguments: Value) -> Value {
    let params = json!({"command": format!("nianbao.server.{command}"), "arguments": [arguments]});
    let answer = client.request("workspace/executeCommand", params);
    assert_eq!(answer.get("error"), None, "{command}: {answer}");
    answer["result"].clone()
}

/// The tables in the state of a report.
fn tables(report: &Value) -> Vec<&Value> {
    let sections = report["sections"].as_array().expect("sections").iter();
    let blocks = sections.flat_map(|section| section["blocks"].as_array().expect("blocks"));
    blocks.filter(|block| block["kind"] == "table").map(|block| &block["table"]).collect()
}

/// A draft of an edition whose tables are in a layout.
fn draft(edition: usize, layout: Layout) -> String {
    let style = STYLES.iter().find(|style| style.layout == layout).expect("a style");
    Plan::new(&edition::editions()[edition], 7).write(style).text
}

#[test]
fn the_state_is_what_stands_in_the_draft() {
    let (mut client, _) = Client::session(json!({"general": {"positionEncodings": ["utf-8"]}}));
    for edition in 0..2 {
        for style in &STYLES {
            let layout = style.name;
            let text = Plan::new(&edition::editions()[edition], 7).write(style).text;
            let uri = format!("file:///{edition}-{layout}.md");
            open(&mut client, &uri, &text);
            let state = run(&mut client, "form", json!({"uri": uri}));
            let report = &state["reports"][0];
            let read = &check(&text).reports[0];
            let official = &edition::editions()[edition];
            assert_eq!((&report["edition"], &report["year"]), (&json!(official.year), &json!(read.year)));
            let ids: Vec<&str> = report["sections"]
                .as_array()
                .expect("a list")
                .iter()
                .map(|it| it["id"].as_str().expect("an id"))
                .collect();
            assert_eq!(ids, official.sections.iter().map(|section| section.id.as_str()).collect::<Vec<_>>());
            let tables = tables(report);
            let values = tables.iter().flat_map(|table| table["values"].as_array().expect("values"));
            let mut count = 0;
            for value in values {
                let number = |name: &str| usize::try_from(value[name].as_u64().expect("a number")).expect("small");
                let filled = read.form(value["form"].as_str().expect("an id")).expect("the form");
                let own = filled.value(number("row"), number("column")).expect("the value");
                assert_eq!(value["text"], json!(own.text.as_str()), "{layout:?}");
                count += 1;
            }
            for section in report["sections"].as_array().expect("a list") {
                for block in section["blocks"].as_array().expect("a list") {
                    assert_ne!(block["kind"], "other-table", "{layout:?}");
                    let text = block["text"].as_str().unwrap_or_default();
                    assert!(block["kind"] == "table" || text.chars().count() > 8, "{layout:?}: {text}");
                }
            }
            let wanted: usize = official.forms.iter().map(|form| form.rows.len() * form.columns.len()).sum();
            assert_eq!(count, wanted);
        }
    }
    assert_eq!(client.end(), Some(0));
}
