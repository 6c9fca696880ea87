//! `gitlab`: a code quality report of GitLab, one array over all files:
//! <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>.

use super::file::File;
use super::finding_identity::fingerprints;
use super::place::of_finding;
use super::project_path::project_path;
use super::record::json;
use crate::rules::Severity;
use crate::text::Places;
use serde::Serialize;

/// A finding.
#[derive(Debug, Serialize)]
struct Violation<'a> {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Debug, Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

/// Lines, from 1, both included.
#[derive(Debug, Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

/// The findings of a file as items of the array.
pub fn render(file: &File<'_>) -> String {
    let places = Places::new(file.text);
    let path = project_path(file.name, "CI_PROJECT_DIR");
    let violation = |(finding, fingerprint): (&crate::rules::Finding, String)| {
        let place = of_finding(file, finding);
        let span = places.span(&finding.range);
        // A line is required, and an office file has none.
        let lines = match place {
            Some(_) => Lines { begin: 1, end: 1 },
            None => Lines { begin: span.start.line, end: span.end.line },
        };
        json(&Violation {
            description: place.map(|place| format!("{}：", place.words)).unwrap_or_default() + &finding.message,
            check_name: finding.rule.name,
            fingerprint,
            severity: severity(finding.severity),
            location: Location { path: &path, lines },
        })
    };
    let all: Vec<String> = file.findings.iter().zip(fingerprints(file, &path)).map(violation).collect();
    all.join(",\n")
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "critical",
        Severity::Warning => "major",
        Severity::Info => "minor",
        Severity::Hint => "info",
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    #[test]
    fn a_fingerprint_is_that_of_the_finding_and_not_of_its_line() {
        let fingerprints = |text: &str, shift: usize| -> Vec<String> {
            let mut finding = samples::finding();
            finding.range = finding.range.start + shift..finding.range.end + shift;
            let findings = [finding, samples::finding()];
            let file = samples::file(text, &findings);
            let all: serde_json::Value = serde_json::from_str(&format!("[{}]", render(&file))).unwrap();
            all.as_array().unwrap().iter().map(|it| it["fingerprint"].as_str().unwrap().to_owned()).collect()
        };
        let here = fingerprints(samples::TEXT, 0);
        assert!(here[0].len() == 32 && here[0] != here[1], "two alike are two");
        let moved = format!("\n\n{}", samples::TEXT);
        assert_eq!(fingerprints(&moved, 2)[0], here[0]);
    }
}
