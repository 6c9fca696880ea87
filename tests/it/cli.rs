//! The command line, driven as people and scripts drive it: the real program, its exit codes and its two outputs.
//!
//! What the program finds is tested elsewhere; here one missing section stands for all findings.

use crate::support::encoded::encoded;
use crate::support::program::{program, with_input};
use encoding_rs::GB18030;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A draft of which the sixth section is missing.
const WRONG: &str = "\
某某县教育局2024年政府信息公开工作年度报告\r
\r
一、总体情况\r
2024年，我局认真贯彻落实《中华人民共和国政府信息公开条例》，推进政府信息公开工作。𠮷\r
二、主动公开政府信息情况\r
三、收到和处理政府信息公开申请情况\r
四、政府信息公开行政复议、行政诉讼情况\r
五、存在的主要问题及改进情况\r
公开内容不够丰富，下一步将加强培训。\r
";

/// A folder for one test, and the program run in it.
struct Desk(TempDir);

/// What came of a run.
struct Run {
    status: i32,
    out: String,
    err: String,
}

impl Desk {
    fn new() -> Self {
        Desk(tempfile::tempdir().unwrap())
    }

    fn with(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        program(self.path(), arguments)
    }

    fn run(&self, arguments: &[&str]) -> Run {
        self.command(arguments).output().unwrap().into()
    }

    fn run_with_input(&self, arguments: &[&str], input: &[u8]) -> Run {
        with_input(self.command(arguments), input).into()
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Run {
            status: output.status.code().expect("the program ends by itself"),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Run {
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap()
    }
}

#[test]
fn help_is_chinese_and_a_success() {
    let desk = Desk::new();
    for arguments in [&["--help"][..], &["check", "--help"], &["extract", "-h"], &["explain", "-h"], &["rules", "-h"]] {
        let run = desk.run(arguments);
        assert_eq!((run.status, run.err.as_str()), (0, ""));
        assert!(run.out.contains("用法：nianbao") && run.out.contains("显示帮助"), "{}", run.out);
        for english in ["Usage", "Options", "Print help", "possible values", "default:"] {
            assert!(!run.out.contains(english), "{}", run.out);
        }
    }
    assert_eq!(desk.run(&["--version"]).out, format!("nianbao {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn wrong_arguments_are_explained_and_fail() {
    let desk = Desk::new();
    for (arguments, message) in [
        (&["chek"][..], "没有命令 chek；是不是 check？"),
        (&["check", "--formt", "json"], "没有选项 --formt；是不是 --format？"),
        (&["check", "--format", "xml"], "“xml”无效，可用：full、concise、json、json-lines、html"),
        (&["check", "--jobs", "many"], "“many”不是 0 到 256 之间的整数"),
        (&["check", "--select", "no-such-rule"], "没有名为“no-such-rule”的规则"),
        (&["explain", "no-such-rule"], "没有名为“no-such-rule”的规则"),
        (&["explain"], "缺少 <规则>"),
        (&["extract"], "缺少 <路径>"),
    ] {
        let run = desk.run(arguments);
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{arguments:?}");
        assert!(run.err.contains(message), "{}", run.err);
    }
    let run = desk.run(&[]);
    assert_eq!((run.status, run.out.as_str()), (2, ""));
    assert!(run.err.contains("用法："));
}

#[test]
fn a_path_that_leads_nowhere_fails_and_the_run_goes_on() {
    let desk = Desk::new().with("notes.txt", "会议记录\n");
    let run = desk.run(&["check", "missing.md", "notes.txt"]);
    assert_eq!((run.status, run.out.as_str()), (2, ""));
    assert_eq!(
        run.err,
        "nianbao: missing.md：没有这个文件或文件夹\n没有找到年度报告；1 个文件不是年度报告，已略过；1 个文件未能检查\n"
    );
}

#[test]
fn what_is_no_text_is_named_and_the_run_goes_on() {
    let desk =
        Desk::new().with("a.txt", b"PK\x03\x04\0\0\xff").with("b.txt", b"\xff\xff\xff").with("c.txt", "会议记录");
    for arguments in [&["check", "--format", "json", "a.txt", "b.txt", "c.txt"][..], &["extract", "a.txt", "b.txt"]] {
        let run = desk.run(arguments);
        assert_eq!((run.status, run.out.as_str()), (2, "[]\n"), "{}", run.err);
        assert_eq!(
            run.err,
            "nianbao: a.txt：像是二进制文件，不是文本\n\
             nianbao: b.txt：无法识别编码：既不是 UTF-8、UTF-16，也不是 GB18030\n"
        );
    }
}

#[test]
fn files_that_are_no_reports_are_no_fault() {
    let desk = Desk::new().with("a.md", "# 说明\n").with("b.html", "<p>通知</p>").with("c.docx", "").with("d", "");
    let run = desk.run(&["check"]);
    assert_eq!((run.status, run.out.as_str()), (0, ""));
    assert_eq!(run.err, "没有找到年度报告；3 个文件不是年度报告，已略过\n");
    assert_eq!(desk.run(&["check", "--quiet"]).err, "");

    // Who names one file wants to hear about it.
    let run = desk.run(&["check", "--format", "json", "d"]);
    assert_eq!((run.status, run.out.as_str()), (0, "[]\n"));
    assert_eq!(run.err, "d：不是政府信息公开工作年度报告，没有检查\n");
    assert_eq!(desk.run(&["extract", "d"]).err, "d：不是政府信息公开工作年度报告\n");
}

#[test]
fn standard_input_takes_the_name_it_is_given() {
    let desk = Desk::new();
    let run = desk.run_with_input(&["check", "-", "--stdin-filename", "草稿.md"], "通知\n".as_bytes());
    assert_eq!((run.status, run.err.as_str()), (0, "草稿.md：不是政府信息公开工作年度报告，没有检查\n"));
    let run = desk.run_with_input(&["check", "-"], b"\xff\xff\xff");
    assert_eq!((run.status, run.err.starts_with("nianbao: -：无法识别编码")), (2, true));
    let run = desk.run(&["check", "--stdin-filename", "草稿.md"]);
    assert_eq!((run.status, run.err.contains("只与路径 - 一起使用")), (2, true));
}

#[test]
fn a_reader_that_has_seen_enough_is_no_fault() {
    let desk = Desk::new();
    for arguments in [&["check", "--format", "json"][..], &["extract", "."], &["rules"], &["--help"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let run: Run = desk.command(arguments).stdout(writer).stderr(Stdio::piped()).output().unwrap().into();
        assert_eq!((run.status, run.err.as_str()), (0, ""), "{arguments:?}");
    }
}

#[test]
fn a_log_is_written_only_when_asked_for() {
    let desk = Desk::new().with("a.md", "通知");
    let run: Run = desk.command(&["check", "-q"]).env("NIANBAO_LOG", "nianbao=debug").output().unwrap().into();
    assert_eq!((run.status, run.out.as_str()), (0, ""));
    assert!(run.err.contains("encoding=Utf8"), "{}", run.err);
}

/// What needs reports to be read and at least the rule `missing-section`.
mod findings {
    use super::*;

    fn missing_sections(run: &Run) -> Vec<Value> {
        let all = run.json();
        let wanted = |finding: &&Value| finding["rule"] == "missing-section";
        all.as_array().unwrap().iter().filter(wanted).cloned().collect()
    }

    #[test]
    fn the_exit_code_follows_the_severity_asked_for() {
        let desk = Desk::new().with("报告.md", WRONG);
        assert_eq!(desk.run(&["check"]).status, 1);
        assert_eq!(desk.run(&["check", "--fail-on", "hint"]).status, 1);
        assert_eq!(desk.run(&["check", "--fail-on", "never"]).status, 0);
        assert_eq!(desk.run(&["check", "missing.md", "报告.md"]).status, 2);
        assert_eq!(desk.run(&["check", "--select", "missing-section"]).status, 1);
        assert_eq!(desk.run(&["check", "--select", "missing-section", "--ignore", "missing-section"]).status, 0);
    }

    #[test]
    fn full_shows_the_draft_and_concise_a_line() {
        let desk = Desk::new().with("报告.md", WRONG);
        let run = desk.run(&["check", "--select", "missing-section"]);
        assert!(run.out.starts_with("error[missing-section]: "), "{}", run.out);
        assert!(run.out.contains("--> 报告.md:"), "{}", run.out);
        assert!(!run.out.contains('\u{1b}'));
        assert_eq!(run.err, "检查了 1 个文件、1 份报告：1 个错误，0 个警告\n");
        let run = desk.run(&["check", "--select", "missing-section", "--format", "concise", "报告.md"]);
        assert!(run.out.starts_with("报告.md:") && run.out.contains(": error[missing-section] "), "{}", run.out);
        assert_eq!(run.out.lines().count(), 1);
        assert!(desk.run(&["check", "--color", "always"]).out.contains('\u{1b}'));
    }

    #[test]
    fn json_has_the_documented_shape() {
        let desk = Desk::new().with("报告.md", WRONG);
        let run = desk.run(&["check", "--format", "json"]);
        assert_eq!(run.err, "");
        let findings = missing_sections(&run);
        assert_eq!(findings.len(), 1);
        let finding = &findings[0];
        let keys: Vec<&str> = finding.as_object().unwrap().keys().map(String::as_str).collect();
        let mut expected = ["file", "rule", "severity", "message", "range", "report", "subject", "notes", "fixes"];
        expected.sort_unstable();
        assert_eq!(keys, expected);
        assert_eq!(finding["file"], "报告.md");
        assert_eq!(finding["severity"], "error");
        assert_eq!(finding["report"], 0);
        assert_eq!(finding["subject"]["kind"], "section");

        let lines = desk.run(&["check", "--output-format", "json-lines"]);
        let objects: Vec<Value> = lines.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(Value::Array(objects), run.json());
    }

    #[test]
    fn places_are_counted_in_characters_and_bytes() {
        let run = Desk::new().with("报告.md", WRONG).run(&["check", "--format", "json"]);
        let findings = run.json();
        assert_ne!(findings, Value::Array(Vec::new()));
        for finding in findings.as_array().unwrap() {
            for end in ["start", "end"] {
                let place = &finding["range"][end];
                let before = &WRONG[..place["offset"].as_u64().unwrap() as usize];
                let line = before.rsplit('\n').next().unwrap();
                assert_eq!(place["line"], before.matches('\n').count() + 1);
                assert_eq!(place["column"], line.chars().count() + 1);
            }
        }
    }

    #[test]
    fn every_encoding_gives_the_same_findings() {
        let desk = encoded(WRONG).into_iter().fold(Desk::new(), |desk, (name, bytes)| desk.with(name, bytes));
        let findings = |name: &str| {
            let run = desk.run(&["check", "--format", "json", name]);
            assert_eq!(missing_sections(&run).len(), 1, "{name}: {}", run.err);
            run.out.replace(name, "")
        };
        let expected = findings("utf-8.md");
        for (name, _) in encoded(WRONG) {
            assert_eq!(findings(name), expected, "{name}");
        }
    }

    #[test]
    fn standard_input_gives_what_the_file_gives() {
        let desk = Desk::new().with("报告.md", WRONG);
        let from_file = desk.run(&["check", "--format", "json", "报告.md"]);
        let arguments = ["check", "-", "--stdin-filename", "报告.md", "--format", "json"];
        for bytes in [WRONG.as_bytes().to_vec(), GB18030.encode(WRONG).0.into_owned()] {
            let run = desk.run_with_input(&arguments, &bytes);
            assert_eq!((run.status, &run.out), (from_file.status, &from_file.out));
        }
        assert_eq!(from_file.status, 1);
    }

    #[test]
    fn the_order_of_files_does_not_depend_on_threads() {
        let desk = (0..200).fold(Desk::new(), |desk, number| {
            // Files of very different sizes, so that they are done in another order than they are begun.
            let text = WRONG.replace("下一步", &"下一步".repeat(1 + (number * 37) % 500));
            desk.with(&format!("{}/{number}.md", number % 7), text)
        });
        let one = desk.run(&["check", "--format", "json", "--jobs", "1"]);
        let many = desk.run(&["check", "--format", "json", "--jobs", "8"]);
        assert_eq!(one.out, many.out);
        let files: Vec<String> =
            missing_sections(&one).iter().map(|finding| finding["file"].as_str().unwrap().to_owned()).collect();
        assert_eq!(files.len(), 200);
        assert!(files.is_sorted());
    }

    #[test]
    fn a_reader_that_stops_in_the_middle_is_no_fault() {
        let desk = (0..200).fold(Desk::new(), |desk, number| desk.with(&format!("{number}.md"), WRONG));
        let (reader, writer) = std::io::pipe().unwrap();
        let mut child = desk.command(&["check"]).stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        std::io::BufRead::read_line(&mut std::io::BufReader::new(reader), &mut line).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(1));
        let mut err = String::new();
        std::io::Read::read_to_string(&mut child.stderr.take().unwrap(), &mut err).unwrap();
        assert!(!err.contains("panic") && !err.contains("nianbao:"), "{err}");
    }

    #[test]
    fn folders_hide_what_is_ignored_but_a_named_file_is_checked() {
        let desk = Desk::new().with(".ignore", "旧/\n").with("旧/报告.md", WRONG).with("报告.docx.bak", WRONG);
        assert_eq!(desk.run(&["check"]).status, 0);
        assert_eq!(desk.run(&["check", "旧/报告.md"]).status, 1);
        assert_eq!(desk.run(&["check", "报告.docx.bak"]).status, 1);
    }

    #[test]
    fn statistics_count_instead_of_listing() {
        let desk = Desk::new().with("a.md", WRONG).with("b.md", WRONG);
        let run = desk.run(&["check", "--statistics", "--select", "missing-section"]);
        assert!(run.out.starts_with("2  missing-section  "), "{}", run.out);
        let run = desk.run(&["check", "--statistics", "--select", "missing-section", "--format", "json"]);
        assert_eq!(run.json()[0]["count"], 2);
    }

    #[test]
    fn rules_are_listed_and_explained() {
        let desk = Desk::new();
        assert!(desk.run(&["rules"]).out.contains("missing-section"));
        let rules = desk.run(&["rules", "--format", "json"]).json();
        for rule in rules.as_array().unwrap() {
            let run = desk.run(&["explain", rule["rule"].as_str().unwrap()]);
            assert_eq!(run.status, 0);
            assert!(run.out.contains(rule["title"].as_str().unwrap()));
        }
        let run = desk.run(&["explain", "mising-section"]);
        assert_eq!(run.status, 2);
        assert!(run.err.contains("是不是“missing-section”？"), "{}", run.err);
        assert_eq!(desk.run(&["explain", "missing-section", "--format", "json"]).json()["rule"], "missing-section");
    }

    #[test]
    fn extract_prints_what_was_read() {
        let desk = Desk::new().with("报告.md", WRONG);
        let run = desk.run(&["extract", "报告.md"]);
        assert_eq!((run.status, run.err.as_str()), (0, ""));
        let report = &run.json()[0];
        assert_eq!(report["file"], "报告.md");
        assert_eq!(report["report"], 0);
        assert_eq!(report["title"], "某某县教育局2024年政府信息公开工作年度报告");
        assert_eq!(report["year"], 2024);
        assert_eq!(report["organ"], "某某县教育局");
        let sections: Vec<&str> =
            report["sections"].as_array().unwrap().iter().map(|section| section["id"].as_str().unwrap()).collect();
        assert_eq!(sections, ["overview", "disclosure", "applications", "proceedings", "problems"]);
        assert_eq!(report["sections"][0]["range"]["start"]["line"], 3);
        let lines = desk.run(&["extract", "--format", "json-lines", "报告.md"]);
        assert_eq!(lines.out.lines().count(), 1);
        assert_eq!(&serde_json::from_str::<Value>(&lines.out).unwrap(), report);
    }
}
