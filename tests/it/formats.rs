//! The formats for other programs: each is what its specification says, and tells all that `json` tells.
//!
//! SARIF, reviewdog's format and JUnit are validated against published schemas (`support/schemas/`) and, where these ask for
//! little, held to more; GitLab's format is described below as its documentation does; a command of a workflow is read as
//! GitHub's runner reads it.

use crate::support::desk::{DRAFT, Desk};
use crate::support::docx;
use crate::support::program::{Run, program, run};
use crate::support::whole::Whole;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

/// Drafts with findings of every kind, a document, and something that is no report.
fn desk() -> Desk {
    let broken = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/drafts/broken.md")).unwrap();
    let desk = Desk::new().with("某局/草稿 一.md", &broken).with("其他.md", "# 说明\n");
    desk.write("宽.md", DRAFT.replace("2024年，我局", "𠮷𠮷，2023年，我局"));
    desk.write("文档.docx", docx::Docx::of_draft(DRAFT).bytes());
    desk.write("回车.txt", DRAFT.replace('\n', "\r\n").replace(['#', '|'], "\t"));
    desk
}

fn check(desk: &Desk, format: &str) -> Run {
    let checked = run(&desk.path(""), &["check", "--fail-on", "never", "-q", "--format", format, "."]);
    assert_eq!((checked.status, checked.err.as_str()), (0, ""), "{format}");
    checked
}

fn findings(desk: &Desk) -> Vec<Value> {
    let all: Value = serde_json::from_str(&check(desk, "json").out).unwrap();
    let all = all.as_array().unwrap().clone();
    assert!(all.len() > 8 && all.iter().any(|it| it["place"].is_string()));
    all
}

fn valid(schema: &Value, instance: &Value) {
    let validator = jsonschema::validator_for(schema).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(instance).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert_eq!(errors, [""; 0]);
}

fn text<'v>(value: &'v Value, pointer: &str) -> &'v str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("{pointer} in {value}"))
}

#[test]
fn sarif_is_valid_and_tells_all() {
    let desk = desk();
    let log: Value = serde_json::from_str(&check(&desk, "sarif").out).unwrap();
    // One pattern has a bracket too much, which a later edition of the schema has put right.
    let (published, amended) = (r"^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$", r"^[a-zA-Z]{2}(-[a-zA-Z]{2})?$");
    let schema = include_str!("support/schemas/sarif-2.1.0.json").replace(published, amended);
    valid(&serde_json::from_str(&schema).unwrap(), &log);
    let run = &log["runs"][0];
    assert_eq!(text(run, "/columnKind"), "utf16CodeUnits");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert!(rules.iter().all(|rule| text(rule, "/help/text").len() > 30));
    let results = run["results"].as_array().unwrap();
    let all = findings(&desk);
    assert_eq!(results.len(), all.len());
    let mut fingerprints = BTreeSet::new();
    for (result, finding) in results.iter().zip(&all) {
        assert_eq!(rules[result["ruleIndex"].as_u64().unwrap() as usize]["id"], finding["rule"]);
        assert_eq!(result["ruleId"], finding["rule"]);
        assert!(text(result, "/message/text").contains(text(finding, "/message")));
        assert!(fingerprints.insert(text(result, "/partialFingerprints/nianbao~1v1").to_owned()));
        let location = &result["locations"][0]["physicalLocation"];
        let name = text(finding, "/file").replace('\\', "/");
        let uri = text(location, "/artifactLocation/uri");
        assert_eq!(decoded(uri), name);
        assert!(uri.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~/%".contains(&byte)), "{uri}");
        if finding["place"].is_string() {
            assert_eq!(result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"], finding["place"]);
            assert!(location.get("region").is_none() && result.get("fixes").is_none());
            continue;
        }
        let draft = std::fs::read_to_string(desk.path(&name)).unwrap();
        assert_eq!(marked(&draft, &location["region"]), range_of(&draft, &finding["range"]), "{result}");
        let notes = result["relatedLocations"].as_array().map_or(0, Vec::len);
        assert_eq!(notes, finding["notes"].as_array().unwrap().len());
        let fixes = finding["fixes"].as_array().unwrap().iter().filter(|fix| fix["edits"] != json!([])).count();
        assert_eq!(result["fixes"].as_array().map_or(0, Vec::len), fixes);
    }
    // What has moved is still the same.
    let moved = format!("\n\n{}", std::fs::read_to_string(desk.path("宽.md")).unwrap());
    desk.write("宽.md", moved);
    let again: Value = serde_json::from_str(&check(&desk, "sarif").out).unwrap();
    let again = again["runs"][0]["results"].as_array().unwrap();
    assert!(again.iter().all(|it| fingerprints.contains(text(it, "/partialFingerprints/nianbao~1v1"))));
}

/// The text of a region whose columns are units of UTF-16.
fn marked(draft: &str, region: &Value) -> String {
    let number = |key: &str| region[key].as_u64().unwrap() as usize;
    let lines: Vec<&str> = draft.split_inclusive('\n').collect();
    let offset = |line: usize, column: usize| {
        let before: usize = lines[..line - 1].iter().map(|line| line.len()).sum();
        let mut left = column - 1;
        let mut at = before;
        for c in draft[before..].chars() {
            if left == 0 {
                break;
            }
            left -= c.len_utf16();
            at += c.len_utf8();
        }
        at
    };
    draft[offset(number("startLine"), number("startColumn"))..offset(number("endLine"), number("endColumn"))].to_owned()
}

/// The text that a finding of `json` marks.
fn range_of(draft: &str, range: &Value) -> String {
    let offset = |end: &str| range[end]["offset"].as_u64().unwrap() as usize;
    draft[offset("start")..offset("end")].to_owned()
}

/// A text with `%` and two hexadecimal digits for bytes.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let mut digit = || char::from(rest.next().unwrap()).to_digit(16).unwrap() as u8;
        bytes.push(if byte == b'%' { digit() * 16 + digit() } else { byte });
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn gitlab_is_valid_and_tells_all() {
    let desk = desk();
    let report: Value = serde_json::from_str(&check(&desk, "gitlab").out).unwrap();
    let line = json!({ "type": "integer", "minimum": 1 });
    valid(
        &json!({
            "type": "array",
            "items": {
                "type": "object",
                "required": ["description", "check_name", "fingerprint", "severity", "location"],
                "additionalProperties": false,
                "properties": {
                    "description": { "type": "string", "minLength": 1 },
                    "check_name": { "type": "string", "pattern": "^[a-z0-9-]+$" },
                    "fingerprint": { "type": "string", "pattern": "^[0-9a-f]{32}$" },
                    "severity": { "enum": ["info", "minor", "major", "critical", "blocker"] },
                    "location": {
                        "type": "object",
                        "required": ["path", "lines"],
                        "additionalProperties": false,
                        "properties": {
                            // Relative to the repository, and not beginning with ./.
                            "path": { "type": "string", "pattern": "^[^./]" },
                            "lines": { "type": "object", "required": ["begin"], "properties": { "begin": line, "end": line } },
                        },
                    },
                },
            },
        }),
        &report,
    );
    let all = findings(&desk);
    let report = report.as_array().unwrap();
    assert_eq!(report.len(), all.len());
    for (violation, finding) in report.iter().zip(&all) {
        assert_eq!(violation["check_name"], finding["rule"]);
        assert!(text(violation, "/description").contains(text(finding, "/message")));
        if finding["place"].is_null() {
            assert_eq!(violation["location"]["lines"]["begin"], finding["range"]["start"]["line"]);
        }
    }
    let fingerprints: BTreeSet<&str> = report.iter().map(|it| text(it, "/fingerprint")).collect();
    assert_eq!(fingerprints.len(), report.len());
    // In a job the path counts from the root of the repository, wherever the command runs.
    let mut command = program(&desk.path("某局"), &["check", "--format", "gitlab", "-q", "."]);
    let run: Run = command.env("CI_PROJECT_DIR", desk.path("")).output().unwrap().into();
    assert!(run.out.contains(r#""path":"某局/草稿 一.md""#), "{}", run.out);
}

#[test]
fn rdjson_is_valid_and_tells_all() {
    let desk = desk();
    let result: Value = serde_json::from_str(&check(&desk, "rdjson").out).unwrap();
    let schema: Value = serde_json::from_str(include_str!("support/schemas/rdformat.json")).unwrap();
    valid(&schema, &result);
    let mut other = result.clone();
    other["diagnostics"][0]["location"]["line"] = json!(1);
    assert!(!jsonschema::is_valid(&schema, &other), "the schema asks for something");
    assert_eq!(text(&result, "/source/name"), "nianbao");
    let all = findings(&desk);
    let diagnostics = result["diagnostics"].as_array().unwrap();
    assert_eq!(diagnostics.len(), all.len());
    let mut suggestions = 0;
    for (diagnostic, finding) in diagnostics.iter().zip(&all) {
        assert_eq!(diagnostic["code"]["value"], finding["rule"]);
        if finding["place"].is_string() {
            assert!(diagnostic["location"].get("range").is_none());
            continue;
        }
        let draft = std::fs::read_to_string(desk.path(text(finding, "/file"))).unwrap();
        let lines: Vec<&str> = draft.split_inclusive('\n').collect();
        let offset = |place: &Value| {
            let line = place["line"].as_u64().unwrap() as usize;
            lines[..line - 1].iter().map(|line| line.len()).sum::<usize>() + place["column"].as_u64().unwrap() as usize
                - 1
        };
        assert!(["ERROR", "WARNING", "INFO"].contains(&text(diagnostic, "/severity")));
        let range = &diagnostic["location"]["range"];
        assert_eq!(draft[offset(&range["start"])..offset(&range["end"])], range_of(&draft, &finding["range"]));
        suggestions += diagnostic["suggestions"].as_array().unwrap().len();
    }
    assert!(suggestions > 0);
}

#[test]
fn junit_is_valid_and_tells_all() {
    let desk = desk().with("空.md", "");
    desk.write("合格.md", Whole::new(2021, 3).text());
    let report = check(&desk, "junit").out;
    let schema = uppsala::parse(include_str!("support/schemas/junit-10.xsd")).unwrap();
    let schema = uppsala::XsdValidator::from_schema(&schema).unwrap();
    let errors = |report: &str| schema.validate(&uppsala::parse(report).unwrap());
    assert!(errors(&report).is_empty(), "{:?}", errors(&report));
    for (right, wrong) in [(" classname=", " class="), (" tests=\"", " test=\""), ("system-out>", "output>")] {
        assert!(
            report.contains(right) && !errors(&report.replace(right, wrong)).is_empty(),
            "the schema asks for {right}"
        );
    }
    let document = roxmltree::Document::parse(&report).unwrap();
    let all = findings(&desk);
    let (mut cases, mut suites) = (0, 0);
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        let (required, optional, parent): (&[&str], &[&str], &str) = match node.tag_name().name() {
            "testsuites" => (&["name"], &[], ""),
            "testsuite" => (&["name", "tests", "failures", "errors"], &[], "testsuites"),
            "testcase" => (&["name", "classname"], &[], "testsuite"),
            "failure" => (&["message", "type"], &[], "testcase"),
            "system-out" => (&[], &[], "testcase"),
            other => panic!("JUnit has no {other}"),
        };
        let attributes: BTreeSet<&str> = node.attributes().map(|it| it.name()).collect();
        assert!(required.iter().all(|name| attributes.contains(name)), "{node:?}");
        assert!(attributes.iter().all(|name| required.contains(name) || optional.contains(name)), "{node:?}");
        assert_eq!(node.parent_element().map_or("", |it| it.tag_name().name()), parent);
        if node.has_tag_name("testsuite") {
            suites += 1;
            let count = |name: &str| node.attribute(name).unwrap().parse::<usize>().unwrap();
            assert_eq!(count("tests"), node.children().filter(|it| it.has_tag_name("testcase")).count());
            assert_eq!(count("failures"), node.descendants().filter(|it| it.has_tag_name("failure")).count());
        }
        cases += usize::from(node.has_tag_name("testcase"));
    }
    assert_eq!((suites, cases), (5, all.len() + 1), "a case for each finding, and one for the draft without");
    // What fails is what makes the command fail.
    let failures = |fail_on: &str| {
        let checked = run(&desk.path(""), &["check", "-q", "--format", "junit", "--fail-on", fail_on, "."]);
        (checked.out.matches("<failure ").count(), checked.status)
    };
    let wrong = all.iter().filter(|it| it["severity"] == "error").count();
    assert_eq!((failures("never"), failures("error"), failures("hint")), ((0, 0), (wrong, 1), (all.len(), 1)));
    let failed = run(&desk.path(""), &["check", "-q", "--format", "junit", "--fail-on", "hint", "."]).out;
    let nothing = run(&desk.path(""), &["check", "-q", "--format", "junit", "其他.md"]).out;
    assert!(errors(&failed).is_empty() && errors(&nothing).is_empty(), "{:?}", errors(&failed));
    assert!(roxmltree::Document::parse(&nothing).unwrap().root_element().has_tag_name("testsuites"));
}

#[test]
fn github_commands_are_read_as_its_runner_reads_them() {
    let desk = desk();
    let printed = check(&desk, "github").out;
    let all = findings(&desk);
    assert_eq!(printed.lines().count(), all.len());
    for (line, finding) in printed.lines().zip(&all) {
        let (command, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
        let (name, properties) = command.split_once(' ').unwrap();
        assert!(["error", "warning", "notice"].contains(&name));
        let read = |pair: &str| {
            let (key, value) = pair.split_once('=').unwrap();
            (key.to_owned(), decoded(value))
        };
        let properties: Vec<(String, String)> = properties.split(',').map(read).collect();
        let known = ["file", "line", "endLine", "col", "endColumn", "title"];
        assert!(properties.iter().all(|(key, _)| known.contains(&key.as_str())), "{line}");
        let property = |name: &str| properties.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        assert_eq!(property("file"), finding["file"].as_str());
        assert!(decoded(message).contains(text(finding, "/message")), "{line}");
        if finding["place"].is_string() {
            assert!(property("line").is_none() && decoded(message).starts_with(text(finding, "/place")));
        } else {
            assert_eq!(property("line"), Some(&*finding["range"]["start"]["line"].to_string()));
            let column = finding["range"]["start"]["column"].to_string();
            assert!(property("col").is_none_or(|said| said == column), "{line}");
        }
    }
    let mut command = program(&desk.path("某局"), &["check", "--format", "github", "-q", "."]);
    let run: Run = command.env("GITHUB_WORKSPACE", desk.path("")).output().unwrap().into();
    assert!(run.out.contains("file=某局/草稿 一.md,"), "{}", run.out);
}

#[test]
fn empty_reports_are_reports() {
    let desk = Desk::new().with("其他.md", "# 说明\n");
    for (format, pointer) in [("sarif", "/runs/0/results"), ("rdjson", "/diagnostics"), ("gitlab", "")] {
        let report: Value = serde_json::from_str(&check(&desk, format).out).unwrap();
        assert_eq!(report.pointer(pointer), Some(&json!([])), "{format}");
    }
    for format in ["sarif", "github", "junit", "gitlab", "rdjson", "html"] {
        let refused = run(&desk.path(""), &["check", "--statistics", "--format", format]);
        assert_eq!((refused.status, refused.out.as_str()), (2, ""), "{format}");
    }
}
