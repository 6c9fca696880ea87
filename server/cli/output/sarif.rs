//! `sarif`: the Static Analysis Results Interchange Format, version 2.1.0, one log over all files:
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>. Columns are units of UTF-16, as the log says.

use super::super::stdout::Framing;
use super::file::File;
use super::finding_identity::fingerprints;
use super::place::{of_finding, told};
use super::project_path::project_path;
use super::record;
use crate::rules::{Finding, Fix, Group, RULES, Rule, Severity};
use crate::text::Places;
use serde_json::{Value, json};
use std::ops::Range;
use std::path::Path;

/// The log around the results, with all rules.
pub fn framing() -> Framing {
    let rules: Vec<Value> = RULES.iter().map(|rule| described(rule)).collect();
    let driver = json!({
        "name": "nianbao",
        "version": env!("CARGO_PKG_VERSION"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "language": "zh-CN",
        "rules": rules,
    });
    let head = format!(
        r#"{{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{{"tool":{{"driver":{driver}}},"language":"zh-CN","columnKind":"utf16CodeUnits","newlineSequences":["\r\n","\n","\r"],"results":["#
    );
    Framing::Items { head: head.into(), separator: ",", tail: "]}]}\n" }
}

fn described(rule: &Rule) -> Value {
    let docs = rule.docs();
    json!({
        "id": rule.name,
        "shortDescription": { "text": rule.title },
        "fullDescription": { "text": rule.title },
        "help": { "text": docs, "markdown": docs },
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": { "tags": Group::of(rule).map(|group| group.name).into_iter().collect::<Vec<_>>() },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "note",
    }
}

/// The findings of a file as items of `results`.
pub fn render(file: &File<'_>) -> String {
    let path = project_path(file.name, "GITHUB_WORKSPACE");
    let log = Log { places: Places::new(file.text), pairs: pairs(file.text), artifact: json!({ "uri": uri(&path) }) };
    let results = file.findings.iter().zip(fingerprints(file, &path));
    let results: Vec<String> =
        results.map(|(it, fingerprint)| record::json(&log.result(it, file, fingerprint))).collect();
    results.join(",\n")
}

/// What the results of a file share.
struct Log<'a> {
    places: Places<'a>,
    /// The offsets of characters that are two units of UTF-16.
    pairs: Vec<usize>,
    /// The location of the file.
    artifact: Value,
}

impl Log<'_> {
    fn result(&self, finding: &Finding, file: &File<'_>, fingerprint: String) -> Value {
        let mut result = json!({
            "ruleId": finding.rule.name,
            "level": level(finding.severity),
            "message": { "text": finding.message },
            "partialFingerprints": { "nianbao/v1": fingerprint },
        });
        if let Some(index) = RULES.iter().position(|rule| *rule == finding.rule) {
            result["ruleIndex"] = index.into();
        }
        if let Some(place) = of_finding(file, finding) {
            // Lines of the text that was read from an office file are none of the file.
            let location = json!({ "artifactLocation": self.artifact });
            result["locations"] =
                json!([{ "physicalLocation": location, "logicalLocations": [{ "fullyQualifiedName": place.words }] }]);
            result["message"] = json!({ "text": told(finding, Some(&place)) });
            return result;
        }
        result["locations"] = json!([{ "physicalLocation": self.location(&finding.range) }]);
        let notes = finding.notes.iter().enumerate().map(|(index, note)| {
            let location = self.location(&note.range);
            json!({ "id": index, "physicalLocation": location, "message": { "text": note.message } })
        });
        let notes: Vec<Value> = notes.collect();
        if !notes.is_empty() {
            result["relatedLocations"] = notes.into();
        }
        let fixes: Vec<Value> =
            finding.fixes.iter().filter(|fix| !fix.edits.is_empty()).map(|fix| self.fix(fix)).collect();
        if !fixes.is_empty() {
            result["fixes"] = fixes.into();
        }
        result
    }

    fn location(&self, range: &Range<usize>) -> Value {
        json!({ "artifactLocation": self.artifact, "region": self.region(range) })
    }

    fn fix(&self, fix: &Fix) -> Value {
        let replacements = fix
            .edits
            .iter()
            .map(|edit| json!({ "deletedRegion": self.region(&edit.range), "insertedContent": { "text": edit.text } }));
        let replacements: Vec<Value> = replacements.collect();
        json!({
            "description": { "text": fix.title },
            "artifactChanges": [{ "artifactLocation": self.artifact, "replacements": replacements }],
        })
    }

    fn region(&self, range: &Range<usize>) -> Value {
        let (start_line, start_column) = self.position(range.start);
        let (end_line, end_column) = self.position(range.end.max(range.start));
        json!({
            "startLine": start_line, "startColumn": start_column, "endLine": end_line, "endColumn": end_column
        })
    }

    /// Line and column in units of UTF-16, both from 1.
    fn position(&self, offset: usize) -> (usize, usize) {
        let place = self.places.position(offset);
        let line_start = self.places.line(place.line - 1).start;
        let before = |offset: usize| self.pairs.partition_point(|pair| *pair < offset);
        (place.line, place.column + before(place.offset) - before(line_start))
    }
}

/// The offsets of characters that are two units of UTF-16: those of four bytes.
fn pairs(text: &str) -> Vec<usize> {
    text.bytes().enumerate().filter(|(_, byte)| *byte >= 0xf0).map(|(at, _)| at).collect()
}

/// A path as a reference: relative, or of the scheme `file`. Whatever has a meaning in a URI, and all Chinese, is encoded.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    if Path::new(path).is_absolute() {
        uri.push_str(if path.starts_with('/') { "file://" } else { "file:///" });
    }
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(byte.into()),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_units_of_utf_16() {
        let text = "甲𠮷乙\n𠮷𠮷丙";
        let log = Log { places: Places::new(text), pairs: pairs(text), artifact: Value::Null };
        let at = |needle: &str| log.position(text.find(needle).unwrap());
        assert_eq!((at("甲"), at("𠮷"), at("乙"), at("丙")), ((1, 1), (1, 2), (1, 4), (2, 5)));
        assert_eq!(log.position(text.len()), (2, 6));
    }

    #[test]
    fn a_path_is_a_reference() {
        assert_eq!(uri("某局/a b.md"), "%E6%9F%90%E5%B1%80/a%20b.md");
        assert_eq!(uri("a:b?c#d%.md"), "a%3Ab%3Fc%23d%25.md");
        assert_eq!(uri("/年报/a.md"), "file:///%E5%B9%B4%E6%8A%A5/a.md");
    }
}
