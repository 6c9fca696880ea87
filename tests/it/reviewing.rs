//! What a reviewer of many drafts sets: accepted findings, profiles, groups of rules.

use crate::support::generate::{Plan, STYLES};
use nianbao::edition;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// Runs the program in a folder: its exit code and its two outputs.
fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_nianbao")).current_dir(folder).args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// The names of the rules with findings, each with its severity.
fn found(folder: &Path, arguments: &[&str]) -> Vec<(String, String)> {
    let (_, out, _) = run(folder, &[&["check", "--format", "json"], arguments].concat());
    let findings: Vec<Value> = serde_json::from_str(&out).unwrap();
    let of = |finding: &Value, key: &str| finding[key].as_str().unwrap().to_owned();
    findings.iter().map(|finding| (of(finding, "rule"), of(finding, "severity"))).collect()
}

/// A complete draft whose application table has a wrong total, and whose headings one hint and one warning.
fn draft() -> String {
    let text = Plan::new(edition::newest(), 7).write(&STYLES[0]).text;
    let hinted = text.replacen("存在的主要问题及改进情况", "存在的主要问题和改进情况", 2);
    hinted.replacen("第二十条第（五）项", "第二十条第五项", 1).replacen("第二十条第（六）项", "第二十条第（六）款", 1)
}

fn desk() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("县局")).unwrap();
    fs::write(folder.path().join("县局/年报.md"), draft()).unwrap();
    folder
}

#[test]
fn accepted_findings_stay_accepted_while_the_draft_changes() {
    let folder = desk();
    let folder = folder.path();
    let all = found(folder, &[]);
    assert!(all.len() >= 2, "{all:?}");
    let (status, out, err) = run(folder, &["check", "--write-baseline", "已接受.json"]);
    assert_eq!((status, out.as_str()), (0, ""));
    assert_eq!(err, format!("已把 {} 条结果写入 已接受.json，作为已接受的结果\n", all.len()));
    let written: Value = serde_json::from_str(&fs::read_to_string(folder.join("已接受.json")).unwrap()).unwrap();
    assert_eq!(written["files"]["县局/年报.md"].as_array().map(Vec::len), Some(all.len()));

    let accepted = ["--baseline", "../已接受.json", "."];
    assert!(found(&folder.join("县局"), &accepted).is_empty(), "whatever the folder in which the program runs");
    let (_, _, err) = run(&folder.join("县局"), &[&["check", "--fail-on", "hint"][..], &accepted].concat());
    assert!(err.contains(&format!("另有 {} 条已接受的结果没有列出", all.len())), "{err}");

    let file = folder.join("县局/年报.md");
    let moved = format!("<!-- 送审稿 -->\n\n\n{}", draft());
    fs::write(&file, &moved).unwrap();
    assert!(found(folder, &["--baseline", "已接受.json"]).is_empty(), "lines have moved");
    fs::write(&file, moved.replacen("第二十条第（六）款", "第二十条第（六）目", 1)).unwrap();
    assert_eq!(found(folder, &["--baseline", "已接受.json"]).len(), 1, "what is marked has changed");
    fs::write(&file, moved.replacen("第二十条第（八）项", "第二十条第（八）款", 1)).unwrap();
    assert_eq!(found(folder, &["--baseline", "已接受.json"]).len(), 1, "another one is new");
}

#[test]
fn what_is_no_baseline_is_not_used_and_nothing_is_lost() {
    let folder = desk();
    let folder = folder.path();
    fs::write(folder.join("说明.json"), "{}").unwrap();
    fs::write(folder.join("新.json"), r#"{"version": 99, "files": {}}"#).unwrap();
    for (file, why) in
        [("没有.json", "无法读取"), ("说明.json", "不是 --write-baseline 写出的文件"), ("新.json", "升级")]
    {
        let (status, out, err) = run(folder, &["check", "--baseline", file]);
        assert_eq!((status, out.as_str()), (2, ""));
        assert!(err.contains(file) && err.contains(why), "{err}");
    }
    fs::write(folder.join("坏.md"), [0xff, 0xff, 0x00, 0xd8, 0x00]).unwrap();
    let (status, _, err) = run(folder, &["check", "坏.md", "县局", "没有.md", "--write-baseline", "已接受.json"]);
    assert_eq!(status, 2);
    assert!(err.contains("没有写入已接受的结果") && !folder.join("已接受.json").exists(), "{err}");
}

#[test]
fn a_profile_weighs_what_no_setting_names() {
    let folder = desk();
    let folder = folder.path();
    let severities = |arguments: &[&str]| {
        let mut all: Vec<String> = found(folder, arguments).into_iter().map(|(_, severity)| severity).collect();
        all.sort();
        all.dedup();
        all
    };
    assert_eq!(severities(&[]), ["hint", "warning"]);
    assert_eq!(severities(&["--profile", "strict"]), ["warning"]);
    assert_eq!(severities(&["--profile", "quiet"]), ["warning"]);
    assert!(found(folder, &["--profile", "strict"]).len() > found(folder, &["--profile", "quiet"]).len());
    let hints = ["--profile", "quiet", "--select", "section-heading"];
    assert_eq!(severities(&hints), ["hint"], "a rule that is named speaks in every profile");
    fs::write(folder.join("nianbao.toml"), "profile = \"quiet\"\n[rules]\nsection-heading = \"info\"\n").unwrap();
    assert_eq!(severities(&[]), ["info", "warning"]);
    let (_, out, _) = run(folder, &["config", "县局/年报.md"]);
    assert!(out.contains("profile = \"quiet\"") && out.contains("section-heading = \"info\""), "{out}");
    let (status, _, err) = run(folder, &["check", "--profile", "loud"]);
    assert!(status == 2 && err.contains("strict、standard、quiet"), "{err}");
}

#[test]
fn a_group_stands_for_its_rules() {
    let folder = desk();
    let folder = folder.path();
    let rules = |arguments: &[&str]| found(folder, arguments).into_iter().map(|(rule, _)| rule).collect::<Vec<_>>();
    assert!(rules(&["--select", "structure"]).iter().all(|rule| rule == "section-heading"));
    assert!(!rules(&["--select", "structure"]).is_empty());
    assert!(!rules(&["--ignore", "tables"]).iter().any(|rule| rule == "article-heading-form"));
    let settings = "[rules]\ntables = \"off\"\narticle-heading-form = \"error\"\nstructure = \"off\"\n";
    fs::write(folder.join("nianbao.toml"), settings).unwrap();
    let all = found(folder, &[]);
    let is_it = |(rule, severity): &(String, String)| rule == "article-heading-form" && severity == "error";
    assert!(!all.is_empty() && all.iter().all(is_it), "the rule counts more than its group: {all:?}");
    fs::write(folder.join("nianbao.toml"), "[[except]]\nfiles = [\"县局/\"]\nrules = [\"tables\", \"structure\"]\n")
        .unwrap();
    assert!(rules(&[]).is_empty());
    let (_, out, _) = run(folder, &["explain", "prose"]);
    assert!(out.contains("claim-zero") && !out.contains("row-total"), "{out}");
    let (status, _, err) = run(folder, &["check", "--select", "tabels"]);
    assert!(status == 2 && err.contains("是不是“tables”"), "{err}");
}
