//! `junit`: a JUnit report as continuous integration reads it: a suite for each file with a report, and a case for each
//! finding. The findings that make the command fail are failures, the others are in the output of a case that passes.

use super::super::stdout::Framing;
use super::file::File;
use super::place::of_finding;
use crate::files::xml::escaped;
use crate::rules::{Finding, Severity};
use crate::text::{Places, visible};
use std::borrow::Cow;
use std::fmt::Write;

/// The document around the suites.
pub const FRAMING: Framing = Framing::Items {
    head: Cow::Borrowed("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"nianbao\">"),
    separator: "",
    tail: "</testsuites>\n",
};

/// The suite of a file.
pub fn render(file: &File<'_>, fails: impl Fn(Severity) -> bool) -> String {
    let places = Places::new(file.text);
    let shown = visible::line(file.name);
    let name = escaped(&shown);
    let failures = file.findings.iter().filter(|finding| fails(finding.severity)).count();
    let mut output = String::new();
    let tests = file.findings.len().max(1);
    // Writing to a string cannot fail.
    let _ = writeln!(output, r#"  <testsuite name="{name}" tests="{tests}" failures="{failures}" errors="0">"#);
    for finding in file.findings {
        let place = match of_finding(file, finding) {
            Some(place) => place.words,
            None => {
                let place = places.position(finding.range.start);
                format!("{}:{}", place.line, place.column)
            }
        };
        let case = escaped(&format!("{} {place}", finding.rule.name));
        let told = escaped(&told(finding, &shown, &place));
        let _ = writeln!(output, r#"    <testcase name="{case}" classname="{name}">"#);
        if fails(finding.severity) {
            let (message, rule) = (escaped(&finding.message), finding.rule.name);
            let _ = writeln!(output, r#"      <failure message="{message}" type="{rule}">{told}</failure>"#);
        } else {
            let _ = writeln!(output, "      <system-out>{told}</system-out>");
        }
        output.push_str("    </testcase>\n");
    }
    if file.findings.is_empty() {
        let _ = writeln!(output, r#"    <testcase name="没有发现问题" classname="{name}"/>"#);
    }
    output.push_str("  </testsuite>");
    output
}

/// What is said of a finding.
fn told(finding: &Finding, name: &str, place: &str) -> String {
    let mut told = format!("{name}:{place}：{}：{}", finding.severity.word(), finding.message);
    finding.notes.iter().for_each(|note| told.extend(["\n", &note.message]));
    finding.fixes.iter().for_each(|fix| told.extend(["\n建议：", &fix.title]));
    told
}
