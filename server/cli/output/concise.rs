//! `concise`: one line per finding, `file:line:column: severity[rule] message`. Columns are characters.
//! Of an office file the place is in words.

use super::file::File;
use super::full::style;
use super::place::of_finding;
use super::text::{one_line, styled};
use crate::text::Places;
use annotate_snippets::renderer::Effects;
use std::fmt::Write;

/// The findings of a file, one per line.
pub fn render(file: &File<'_>, colour: bool) -> String {
    let places = Places::new(file.text);
    let name = styled(&one_line(file.name), Effects::BOLD.into(), colour);
    let mut output = String::new();
    for finding in file.findings {
        let place = match of_finding(file, finding) {
            Some(place) => format!("：{}：", one_line(&place.words)),
            None => {
                let place = places.position(finding.range.start);
                format!(":{}:{}:", place.line, place.column)
            }
        };
        let severity = styled(finding.severity.name(), style(finding.severity), colour);
        let (rule, message) = (finding.rule.name, one_line(&finding.message));
        // Writing to a string cannot fail.
        let _ = writeln!(output, "{name}{place} {severity}[{rule}] {message}");
    }
    output
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    #[test]
    fn a_finding_is_one_line() {
        let mut finding = samples::finding();
        finding.message = "单元格为“1\r\n2\u{1b}[31m”".to_owned();
        let findings = [samples::finding(), finding];
        let file = samples::file(samples::TEXT, &findings);
        insta::assert_snapshot!(render(&file, false), @r"
        报告.md:2:22: error[row-total] “总计”应为 292，表中为 291
        报告.md:2:22: error[row-total] 单元格为“1  2�[31m”
        ");
    }
}
