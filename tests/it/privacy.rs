//! Private numbers are shown to nobody: in no message, no excerpt, no hover. The draft itself has them.

use crate::support::client::Client;
use crate::support::program::{program, with_input};
use nianbao::check::{Draft, check};
use serde_json::json;
use std::path::Path;

/// A report in which several rules quote texts with private numbers.
const DRAFT: &str = "\
云溪县教育局2024年政府信息公开工作年度报告

如有疑问，请与云溪县教育局办公室联系（电话：13900139000）。

一、总体情况

2024年，收到申请人张某（身份证号11010519491231002X，电话138 0013 8000）提出的申请1件，布署退款（卡号：6217001234567893）。

二、主动公开政府信息情况

| 第二十条第（一）项 | | | |
| --- | --- | --- | --- |
| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
| 规章 | 张某１３７００１３７０００ | 0 | 0 |
| 经办人13600136000 | 0 | 0 | 0 |
| 行政规范性文件 | 2 | 1 | 9 |

六、其他需要报告的事项（13500135000）

无。
";

/// The numbers, as they are printed and as messages might quote them.
const NUMBERS: [&str; 9] = [
    "13900139000",
    "11010519491231002X",
    "138 0013 8000",
    "13800138000",
    "6217001234567893",
    "１３７００１３７０００",
    "13700137000",
    "13600136000",
    "13500135000",
];

fn assert_none(shown: &str, of: &str) {
    for number in NUMBERS {
        assert!(!shown.contains(number), "{of} shows {number}:\n{shown}");
    }
}

#[test]
fn what_the_program_prints_has_none() {
    for format in ["full", "concise", "json", "json-lines", "github", "gitlab", "sarif", "junit", "rdjson"] {
        let mut command = program(Path::new("."), &["check", "--color", "never", "--format", format, "-"]);
        command.env("NIANBAO_LOG", "trace");
        let output = with_input(command, DRAFT.as_bytes());
        let shown = String::from_utf8_lossy(&output.stdout);
        // What stands before the results in SARIF is the documentation of the rules, with an example of a number.
        let shown = shown.rsplit("\"results\"").next().unwrap_or_default();
        for rule in ["citizen-id", "mobile-number", "bank-card", "typo", "not-a-number", "unknown-row"] {
            assert!(shown.contains(rule), "{format}: no {rule}\n{shown}");
        }
        assert_none(shown, format);
        assert_none(&String::from_utf8_lossy(&output.stderr), format);
    }
}

#[test]
fn what_an_editor_is_told_has_none() {
    let (mut client, _) = Client::session(json!({}));
    client.open("file:///r.md", 1, DRAFT);
    let published = client.diagnostics("file:///r.md", 1);
    assert!(published["diagnostics"].as_array().is_some_and(|all| all.len() > 5), "{published}");
    assert_none(&published.to_string(), "a diagnostic");
    assert_eq!(client.end(), Some(0));

    let view = Draft::new(DRAFT, 0).snapshot().whole();
    for number in NUMBERS {
        for (at, _) in DRAFT.match_indices(number) {
            if let Some(hover) = view.hover(at) {
                assert_none(&hover.markup.markdown(), "a hover");
            }
        }
    }
}

#[test]
fn a_covered_text_has_every_byte_in_its_place() {
    let covered = check(DRAFT).masks().cover(DRAFT).into_owned();
    assert_none(&covered, "the covered text");
    assert_eq!(covered.len(), DRAFT.len());
    let is_masked = |(one, other): &(char, char)| one == other || matches!(other, '*' | '＊');
    assert!(DRAFT.chars().zip(covered.chars()).all(|pair| is_masked(&pair)), "{covered}");
}
