//! `github`: a command of a workflow of GitHub for each finding, which becomes an annotation of its line:
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>. Columns are characters.

use super::file::File;
use super::place::{of_finding, told};
use super::project_path::project_path;
use crate::rules::Severity;
use crate::text::{Places, visible};
use std::fmt::Write;

/// The findings of a file, a line for each.
pub fn render(file: &File<'_>) -> String {
    let places = Places::new(file.text);
    let path = escaped(&project_path(file.name, "GITHUB_WORKSPACE"), true);
    let mut output = String::new();
    for finding in file.findings {
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info | Severity::Hint => "notice",
        };
        let office = of_finding(file, finding);
        let mut place = String::new();
        // Lines of the text that was read from an office file are none of the file.
        if office.is_none() {
            let span = places.span(&finding.range);
            let (start, end) = (span.start, span.end);
            let _ = write!(place, ",line={},endLine={}", start.line, end.line);
            // Of several lines no columns are taken.
            if start.line == end.line {
                let _ = write!(place, ",col={},endColumn={}", start.column, end.column);
            }
        }
        let (rule, message) = (escaped(finding.rule.name, true), escaped(&told(finding, office.as_ref()), false));
        // Writing to a string cannot fail.
        let _ = writeln!(output, "::{command} file={path}{place},title=nianbao {rule}::{message}");
    }
    output
}

/// A text in a command; in a property `:` and `,` have a meaning as well.
fn escaped(text: &str, is_property: bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in visible::lines(text).chars() {
        match c {
            '%' => escaped.push_str("%25"),
            '\r' => escaped.push_str("%0D"),
            '\n' => escaped.push_str("%0A"),
            ':' if is_property => escaped.push_str("%3A"),
            ',' if is_property => escaped.push_str("%2C"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    #[test]
    fn a_finding_is_one_command() {
        let mut finding = samples::finding();
        finding.severity = Severity::Hint;
        finding.message = "100%::error::\r\n\u{1b}[31m".to_owned();
        finding.notes.clear();
        finding.range = 0..samples::TEXT.len() - 1;
        let findings = [samples::finding(), finding];
        let file = File { name: "某局/a,b:c.md", ..samples::file(samples::TEXT, &findings) };
        insta::assert_snapshot!(render(&file), @r"
        ::error file=某局/a%2Cb%3Ac.md,line=2,endLine=2,col=22,endColumn=25,title=nianbao row-total::“总计”应为 292，表中为 291%0A自然人%0A法人或其他组织%0A自然人 266 + 法人或其他组织 26 = 292
        ::notice file=某局/a%2Cb%3Ac.md,line=1,endLine=2,title=nianbao row-total::100%25::error::%0D%0A�[31m
        ");
    }
}
