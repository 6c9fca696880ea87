//! `rdjson`: the diagnostic format of reviewdog, one object over all files:
//! <https://github.com/reviewdog/reviewdog/tree/master/proto/rdf>. Columns are bytes of the UTF-8 text, from 1.

use super::super::stdout::Framing;
use super::file::File;
use super::place::{of_finding, told};
use super::project_path::project_path;
use super::record;
use crate::rules::{Finding, Severity};
use crate::text::Places;
use serde_json::{Value, json};
use std::ops::Range;

/// The one object around the findings.
pub fn framing() -> Framing {
    Framing::Items { head: "{\"source\":{\"name\":\"nianbao\"},\"diagnostics\":[".into(), separator: ",", tail: "]}\n" }
}

/// The findings of a file as items of `diagnostics`.
pub fn render(file: &File<'_>) -> String {
    let places = Places::new(file.text);
    let path = project_path(file.name, "GITHUB_WORKSPACE");
    let all: Vec<String> = file.findings.iter().map(|it| record::json(&diagnostic(it, file, &places, &path))).collect();
    all.join(",\n")
}

fn diagnostic(finding: &Finding, file: &File<'_>, places: &Places<'_>, path: &str) -> Value {
    let severity = match finding.severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARNING",
        Severity::Info | Severity::Hint => "INFO",
    };
    let place = of_finding(file, finding);
    let mut diagnostic = json!({
        "message": told(finding, place.as_ref()),
        "location": { "path": path },
        "severity": severity,
        "code": { "value": finding.rule.name },
    });
    if place.is_none() {
        // A suggestion is one edit.
        let edits = finding.fixes.iter().filter_map(|fix| match fix.edits.as_slice() {
            [edit] => Some(json!({ "range": range(&edit.range, places), "text": edit.text })),
            _ => None,
        });
        diagnostic["location"]["range"] = range(&finding.range, places);
        diagnostic["suggestions"] = edits.collect();
    }
    diagnostic
}

fn range(range: &Range<usize>, places: &Places<'_>) -> Value {
    let position = |offset: usize| {
        let place = places.position(offset);
        let start = places.line(place.line - 1).start;
        json!({ "line": place.line, "column": place.offset - start + 1 })
    };
    json!({ "start": position(range.start), "end": position(range.end) })
}
