//! Reports beside each other: a finding that rests on last year's report, on the command line and in a session, and what
//! becomes of it when that report changes.

use crate::support::client::Client;
use crate::support::desk::Desk;
use crate::support::program::{program, with_input};
use nianbao::check::corpus::contributions;
use nianbao::check::{Draft, check, check_among};
use nianbao::config::Settings;
use nianbao::report::neighbours::{Neighbours, ReportSource};
use nianbao::text::Edit;
use serde_json::{Value, json};
use std::fs;
use std::process::Output;
use std::sync::Arc;

const RULE: &str = "carry-over";

/// A report with nothing but the rows that cross years.
fn report(organ: &str, year: u16, carried_in: u32, carried_out: u32) -> String {
    let row = |label: &str, number: u32| format!("| {label} | {number} | 0 | 0 | 0 | 0 | 0 | {number} |\n");
    format!(
        "{organ}{year}年政府信息公开工作年度报告\n\n三、收到和处理政府信息公开申请情况\n\n\
         | | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |\n\
         | --- | --- | --- | --- | --- | --- | --- | --- |\n{}{}",
        row("二、上年结转政府信息公开申请数量", carried_in),
        row("四、结转下年度继续办理", carried_out),
    )
}

fn last(carried_out: u32) -> String {
    report("石桥县水利局", 2023, 0, carried_out)
}

fn this(carried_in: u32) -> String {
    report("石桥县水利局", 2024, carried_in, 0)
}

/// Runs a command about the rule in a folder.
fn run(desk: &Desk, command: &[&str], arguments: &[&str], input: &str) -> Output {
    let arguments = [command, &["--quiet", "--select", RULE], arguments].concat();
    with_input(program(&desk.path(""), &arguments), input.as_bytes())
}

/// What the command line finds with these arguments in a folder, as `file: message`.
fn found(desk: &Desk, arguments: &[&str], input: Option<&str>) -> (Vec<String>, Option<i32>) {
    let output = run(desk, &["check", "--format", "json"], arguments, input.unwrap_or_default());
    let findings: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| json!([]));
    let findings = findings.as_array().expect("a list").iter().map(|finding| {
        let (file, message) = (finding["file"].as_str(), finding["message"].as_str());
        format!("{}: {}", file.expect("a file"), message.expect("a message"))
    });
    (findings.collect(), output.status.code())
}

fn difference(file: &str, left: u32, own: u32) -> String {
    format!(
        "“二、上年结转政府信息公开申请数量”有2栏与2023年报告（{file}）“四、结转下年度继续办理”不一致：\
         自然人为{own}，上年为{left}；总计为{own}，上年为{left}"
    )
}

#[test]
fn the_files_of_a_run_know_each_other() {
    let desk = Desk::new().with("a 今年.md", &this(1)).with("往年/z.txt", &last(2)).with("其他.md", "# 买菜\n");
    let expected = vec![format!("a 今年.md: {}", difference("往年/z.txt", 2, 1))];
    for jobs in ["1", "4"] {
        assert_eq!(found(&desk, &["--jobs", jobs], None).0, expected);
    }
    assert_eq!(found(&desk, &["a 今年.md"], None).0, Vec::<String>::new());
    assert_eq!(found(&desk, &["a 今年.md", "往年/z.txt"], None).0, expected);
    desk.write("往年/z.txt", last(1));
    assert_eq!(found(&desk, &[], None).0, Vec::<String>::new());
}

#[test]
fn previous_reports_are_looked_up_and_not_checked() {
    let desk = Desk::new().with("2024.md", &this(1));
    desk.write("往年/2023.md", report("石桥县水利局", 2023, 5, 2));
    desk.write("往年/2022.md", report("石桥县水利局", 2022, 0, 4));
    let expected = vec![format!("2024.md: {}", difference("往年/2023.md", 2, 1))];
    assert_eq!(found(&desk, &["--previous", "往年", "2024.md"], None), (expected.clone(), Some(0)));
    let each = ["--previous", "往年/2022.md", "--previous", "往年/2023.md", "2024.md"];
    assert_eq!(found(&desk, &each, None).0, expected);
    let (of_input, _) = found(&desk, &["--previous", "往年", "-", "--stdin-filename", "新.md"], Some(&this(1)));
    assert_eq!(of_input, [format!("新.md: {}", difference("往年/2023.md", 2, 1))]);
    // A file that is checked and looked up counts once.
    assert_eq!(found(&desk, &["--previous", "往年/2023.md", "2024.md", "往年/2023.md"], None).0, expected);
    assert_eq!(found(&desk, &["--previous", "没有.md", "2024.md"], None).1, Some(2));
    // Two that do not agree say nothing.
    desk.write("往年/2023 初稿.md", last(3));
    assert_eq!(found(&desk, &["--previous", "往年", "2024.md"], None).0, Vec::<String>::new());
}

/// A body's last report under the name that it has had until then.
fn before_renaming(carried_out: u32) -> String {
    report("石桥县水务局", 2023, 0, carried_out)
}

const RENAMED: &str = "[[renamed]]\nfrom = '石桥县水务局'\nto = '石桥縣水利局'\n";

#[test]
fn a_renamed_body_is_looked_up_under_its_former_name() {
    let desk = Desk::new().with("2024.md", &this(2)).with("2023.md", &before_renaming(2));
    desk.write("nianbao.toml", RENAMED);
    assert_eq!(found(&desk, &[], None).0, Vec::<String>::new());
    desk.write("2024.md", this(1));
    let expected = vec![format!("2024.md: {}", difference("2023.md", 2, 1))];
    assert_eq!(found(&desk, &[], None).0, expected);
    assert_eq!(found(&desk, &["--previous", "2023.md", "2024.md"], None).0, expected);
    // In one file, too, and over several names.
    let both = format!("{}\n{}", before_renaming(2), this(1));
    assert_eq!(found(&desk, &["-"], Some(&both)).0, [format!("-: {}", difference("本文件", 2, 1))]);
    let twice = "[[renamed]]\nfrom = '石桥县水务局'\nto = '石桥县水电局'\n[[renamed]]\nfrom = '石桥县水电局'\nto = '石桥县水利局'\n";
    desk.write("nianbao.toml", twice);
    assert_eq!(found(&desk, &[], None).0, expected);
    // The new name is none of the old one's, and without the setting nobody knows.
    desk.write("nianbao.toml", "[[renamed]]\nfrom = '石桥县水利局'\nto = '石桥县水务局'\n");
    assert_eq!(found(&desk, &[], None).0, Vec::<String>::new());
    desk.write("nianbao.toml", "");
    assert_eq!(found(&desk, &[], None).0, Vec::<String>::new());
}

#[test]
fn after_a_merger_nothing_is_compared_for_one_year() {
    let desk = Desk::new().with("2023.md", &last(2)).with("2024.md", &report("石桥县水利局", 2024, 5, 3));
    desk.write("2025.md", report("石桥县水利局", 2025, 3, 0));
    desk.write("nianbao.toml", "[[merged]]\ninto = '石桥县水利局'\nyear = 2024\n");
    assert_eq!(found(&desk, &[], None).0, Vec::<String>::new());
    desk.write("2025.md", report("石桥县水利局", 2025, 4, 0));
    let of_2025 = "2025.md: ".to_owned() + &difference("2024.md", 3, 4).replace("2023", "2024");
    assert_eq!(found(&desk, &[], None).0, std::slice::from_ref(&of_2025));
    desk.write("nianbao.toml", "");
    assert_eq!(found(&desk, &[], None).0, [format!("2024.md: {}", difference("2023.md", 2, 5)), of_2025]);
}

#[test]
fn files_that_are_repaired_together_know_each_other() {
    let fix = |desk: &Desk, arguments: &[&str], input: &str| {
        run(desk, &["fix", "--fail-on", "warning"], arguments, input).status.code()
    };
    let desk = Desk::new().with("2024.md", &this(2)).with("往年/2023.md", &last(2));
    assert_eq!(fix(&desk, &["."], ""), Some(0));
    desk.write("2024.md", this(1));
    assert_eq!(fix(&desk, &["."], ""), Some(1), "a finding that is left");
    assert_eq!(fix(&desk, &["2024.md"], ""), Some(0));
    assert_eq!(fix(&desk, &["往年", "-"], &this(1)), Some(1));
    assert_eq!(fix(&desk, &["2024.md", "-"], &last(2)), Some(1));
    assert_eq!(fix(&desk, &["2024.md", "没有.md", "往年"], ""), Some(2));
    assert_eq!(fs::read_to_string(desk.path("2024.md")).expect("a draft"), this(1));
    // Where numbers may be changed, last year's are taken over.
    assert_eq!(fix(&desk, &["--unsafe", "."], ""), Some(0));
    assert_eq!(fs::read_to_string(desk.path("2024.md")).expect("a draft"), this(2));
}

/// The messages of the rule among diagnostics.
fn messages(diagnostics: &Value) -> Vec<String> {
    let all = diagnostics.as_array().expect("a list").iter().filter(|it| it["code"] == RULE);
    all.map(|it| it["message"].as_str().expect("a message").to_owned()).collect()
}

/// A session in a folder.
struct Session<'a> {
    desk: &'a Desk,
    client: Client,
}

impl<'a> Session<'a> {
    fn begin(desk: &'a Desk, capabilities: Value) -> Self {
        let folders = json!([{"uri": uri(desk, ""), "name": "desk"}]);
        let mut capabilities = capabilities;
        capabilities["textDocument"]["publishDiagnostics"] = json!({"relatedInformation": true});
        let params = json!({"processId": null, "capabilities": capabilities, "workspaceFolders": folders});
        Session { desk, client: Client::begin(params).0 }
    }

    fn open(&mut self, name: &str, text: &str) {
        let item = json!({"uri": uri(self.desk, name), "languageId": "markdown", "version": 1, "text": text});
        self.client.notify("textDocument/didOpen", json!({"textDocument": item}));
    }

    fn change(&mut self, name: &str, version: i64, text: &str) {
        let document = json!({"uri": uri(self.desk, name), "version": version});
        let params = json!({"textDocument": document, "contentChanges": [{"text": text}]});
        self.client.notify("textDocument/didChange", params);
    }

    fn close(&mut self, name: &str) {
        self.client.notify("textDocument/didClose", json!({"textDocument": {"uri": uri(self.desk, name)}}));
    }

    fn write(&mut self, name: &str, text: &str) {
        self.desk.write(name, text);
        let changes = json!({"changes": [{"uri": uri(self.desk, name), "type": 2}]});
        self.client.notify("workspace/didChangeWatchedFiles", changes);
    }

    /// Waits until this is what the rule has to say about a document.
    fn wait_for(&mut self, name: &str, expected: &[String]) {
        while messages(&self.client.next_diagnostics(&uri(self.desk, name))["diagnostics"]) != expected {}
    }

    fn pull(&mut self, name: &str, previous: Option<&str>) -> (Option<Vec<String>>, String) {
        let params = json!({"textDocument": {"uri": uri(self.desk, name)}, "previousResultId": previous});
        let answer = self.client.request("textDocument/diagnostic", params)["result"].clone();
        let full = answer["kind"] == "full";
        (full.then(|| messages(&answer["items"])), answer["resultId"].as_str().expect("an id").to_owned())
    }

    /// What is said about all files: their names, and how much the rule has to say; `None` for what is unchanged.
    fn pull_all(&mut self, previous: &Value) -> (Vec<(String, Option<usize>)>, Value) {
        let answer = self.client.request("workspace/diagnostic", json!({"previousResultIds": previous}));
        let items = answer["result"]["items"].as_array().expect("items").clone();
        let root = uri(self.desk, "");
        let name = |item: &Value| item["uri"].as_str().expect("a URI").trim_start_matches(&root).to_owned();
        let said = |item: &Value| (item["kind"] == "full").then(|| messages(&item["items"]).len());
        let ids = items.iter().map(|item| json!({"uri": item["uri"], "value": item["resultId"]})).collect();
        (items.iter().map(|item| (name(item).trim_start_matches('/').to_owned(), said(item))).collect(), ids)
    }
}

fn uri(desk: &Desk, name: &str) -> String {
    lsp_types::Url::from_file_path(desk.path(name)).expect("a path").to_string()
}

fn watches() -> Value {
    json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}})
}

fn pulls() -> Value {
    json!({
        "textDocument": {"diagnostic": {"dynamicRegistration": false}},
        "workspace": {
            "diagnostics": {"refreshSupport": true},
            "didChangeWatchedFiles": {"dynamicRegistration": true},
        },
    })
}

#[test]
fn a_change_of_last_years_report_is_pushed() {
    let desk = Desk::new().with("2023.md", &last(2));
    let mut session = Session::begin(&desk, watches());
    session.client.respond("client/registerCapability", Value::Null);
    session.open("2024.md", &this(1));
    session.wait_for("2024.md", &[difference("2023.md", 2, 1)]);
    // On the disk.
    session.write("2023.md", &format!("{}\n", last(3)));
    session.wait_for("2024.md", &[difference("2023.md", 3, 1)]);
    // On the screen, where it counts instead of the file.
    session.open("2023.md", &last(1));
    session.wait_for("2024.md", &[]);
    session.change("2023.md", 2, &last(12));
    session.wait_for("2024.md", &[difference("2023.md", 12, 1)]);
    // What is typed here is compared with what stands there now.
    session.change("2024.md", 2, &this(12));
    session.wait_for("2024.md", &[]);
    // Another body's report is none of last year's, and neither is one that is gone.
    session.change("2024.md", 3, &this(1));
    session.wait_for("2024.md", &[difference("2023.md", 12, 1)]);
    session.change("2023.md", 3, &last(12).replace("水利局", "水务局"));
    session.wait_for("2024.md", &[]);
    session.close("2023.md");
    session.wait_for("2024.md", &[difference("2023.md", 3, 1)]);
    fs::remove_file(desk.path("2023.md")).expect("a file");
    session
        .client
        .notify("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": uri(&desk, "2023.md"), "type": 3}]}));
    session.wait_for("2024.md", &[]);
    session.client.settle();
    assert_eq!(session.client.end(), Some(0));
}

#[test]
fn a_renaming_in_the_settings_counts_at_once() {
    let desk = Desk::new().with("2023.md", &before_renaming(2));
    let mut session = Session::begin(&desk, watches());
    session.client.respond("client/registerCapability", Value::Null);
    session.open("2024.md", &this(1));
    session.wait_for("2024.md", &[]);
    session.write("nianbao.toml", RENAMED);
    session.wait_for("2024.md", &[difference("2023.md", 2, 1)]);
    session.write("2023.md", &before_renaming(1));
    session.wait_for("2024.md", &[]);
    // From the figure of one year to that of the other, both ways.
    session.open("2023.md", &before_renaming(1));
    for (from, method, to) in [("2024.md", "definition", "2023.md"), ("2023.md", "references", "2024.md")] {
        let line = if from == "2024.md" { 6 } else { 7 };
        let params = json!({
            "textDocument": {"uri": uri(&desk, from)}, "position": {"line": line, "character": 3},
            "context": {"includeDeclaration": true},
        });
        let answer = session.client.request(&format!("textDocument/{method}"), params)["result"].clone();
        let places = answer.as_array().expect("a list");
        assert!(places.iter().any(|it| it["uri"] == uri(&desk, to)), "{method}: {answer}");
    }
    session.client.settle();
    assert_eq!(session.client.end(), Some(0));
}

#[test]
fn a_file_that_nobody_watches_is_looked_at() {
    let desk = Desk::new().with("2023.md", &last(2));
    let mut session = Session::begin(&desk, json!({}));
    session.open("2024.md", &this(1));
    session.wait_for("2024.md", &[difference("2023.md", 2, 1)]);
    desk.write("2023.md", format!("{}\n", last(1)));
    session.wait_for("2024.md", &[]);
    session.client.settle();
    assert_eq!(session.client.end(), Some(0));
}

#[test]
fn a_change_of_last_years_report_is_pulled() {
    let desk = Desk::new().with("2023.md", &last(2)).with("2024.md", &this(1));
    desk.write("2022.md", report("石桥县水利局", 2022, 0, 7));
    let mut session = Session::begin(&desk, pulls());
    session.client.respond("client/registerCapability", Value::Null);
    session.client.respond("workspace/diagnostic/refresh", Value::Null);
    session.open("2024.md", &this(1));
    // The first answer does not wait for the folder to be read; then the client is told to ask again.
    let mut id = session.pull("2024.md", None);
    if id.0 == Some(Vec::new()) {
        session.client.respond("workspace/diagnostic/refresh", Value::Null);
        id = session.pull("2024.md", Some(&id.1));
    }
    assert_eq!(id.0, Some(vec![difference("2023.md", 2, 1)]));
    assert_eq!(session.pull("2024.md", Some(&id.1)), (None, id.1.clone()));

    let (all, ids) = session.pull_all(&json!([]));
    assert_eq!(all, [("2022.md".into(), Some(0)), ("2023.md".into(), Some(1)), ("2024.md".into(), Some(1))]);
    let unchanged = |names: [&str; 3]| names.map(|name| (name.to_owned(), None));
    assert_eq!(session.pull_all(&ids).0, unchanged(["2022.md", "2023.md", "2024.md"]));

    // An open draft says something else: the answer about the other is another one at once.
    session.open("2023.md", &format!("{}\n说明。\n", last(2)));
    assert_eq!(session.pull("2024.md", Some(&id.1)).0, None, "nothing that is looked up has changed");
    session.change("2023.md", 2, &report("石桥县水利局", 2023, 7, 1));
    let changed = session.pull("2024.md", Some(&id.1));
    assert_eq!(changed.0, Some(Vec::new()));
    assert_ne!(changed.1, id.1);
    // Of a file that is not open, too.
    session.write("2022.md", &report("石桥县水利局", 2022, 0, 8));
    let (all, _) = session.pull_all(&ids);
    assert_eq!(all[1..], [("2023.md".into(), Some(1)), ("2024.md".into(), Some(0))]);
    session.close("2023.md");
    assert_eq!(session.pull("2024.md", Some(&changed.1)).0, Some(vec![difference("2023.md", 2, 1)]));
    // How often the client was told to ask again depends on who was first.
    session.client.request("shutdown", Value::Null);
    session.client.notify("exit", Value::Null);
    assert_eq!(session.client.exit_code(), Some(0));
}

#[test]
fn a_draft_is_judged_again_only_if_what_it_looks_up_has_changed() {
    let file = |text: &str| {
        let document = ReportSource { address: "2023.md".to_owned(), name: "2023.md".to_owned() };
        Neighbours::of_files([(Arc::new(document), contributions(text, &Settings::default()))])
    };
    let said = |draft: &Draft| -> Vec<String> {
        let findings = draft.snapshot();
        findings.findings().filter(|it| it.1.rule.name == RULE).map(|it| it.1.message.clone()).collect()
    };
    let mut draft = Draft::new(&this(1), 1);
    assert!(draft.set_neighbours(file(&last(2))), "it was not judged at all");
    assert_eq!(said(&draft), [difference("2023.md", 2, 1)]);
    // The same figures, whatever else has changed there.
    assert!(!draft.set_neighbours(file(&format!("{}\n说明。\n", last(2)))));
    assert!(!draft.set_neighbours(file(&format!("{}{}", last(2), report("石桥县林业局", 2023, 1, 1)))));
    assert!(draft.set_neighbours(file(&last(1))));
    assert_eq!((said(&draft), draft.unread()), (Vec::new(), 0));
    assert!(draft.set_neighbours(Neighbours::default()));
    assert_eq!(said(&draft), Vec::<String>::new());

    // The index is at hand while the title is typed.
    draft.set_neighbours(file(&last(2)));
    let year = this(1).find("2024").expect("a year");
    draft.apply(&Edit::new(year + 3..year + 4, "5"));
    assert_eq!(said(&draft), Vec::<String>::new());
    draft.apply(&Edit::new(year + 3..year + 4, "4"));
    assert_eq!(said(&draft), [difference("2023.md", 2, 1)]);
}

#[test]
fn the_reports_of_a_volume_are_beside_each_other_whatever_is_typed() {
    let text = format!("{}\n{}\n{}", last(2), report("石桥县林业局", 2024, 0, 0), this(2));
    let mut draft = Draft::new(&text, 1);
    let edits =
        [("| 2 |\n", "| 12 |\n"), ("| 四、结转下年度继续办理 | 2", "| 四、结转下年度继续办理 | 12"), ("2023", "2022")];
    draft.snapshot();
    let mut now = text.clone();
    for (from, to) in edits.into_iter().chain(edits.map(|(from, to)| (to, from)).into_iter().rev()) {
        let at = now.find(from).expect("the place");
        now.replace_range(at..at + from.len(), to);
        draft.apply(&Edit::new(at..at + from.len(), to));
        let snapshot = draft.snapshot();
        let incremental: Vec<String> = snapshot.findings().map(|it| it.1.message.clone()).collect();
        let fresh: Vec<String> = check(&now).findings.into_iter().map(|it| it.message).collect();
        assert_eq!(incremental, fresh, "{from} to {to}");
        assert_eq!(*snapshot.contributions(), contributions(&now, &Settings::default()));
    }
    // What the file says counts nothing where the text itself is open, and a report is not beside itself.
    let document = Arc::new(ReportSource { address: "汇编.md".to_owned(), name: "汇编.md".to_owned() });
    let known =
        Neighbours::of_files([(document.clone(), contributions(&last(5), &Settings::default()))]).beside(document);
    assert!(check_among(&text, &Settings::default(), &known).findings.iter().all(|it| it.rule.name != RULE));
}
