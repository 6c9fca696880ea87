//! The number of findings per rule, which `--statistics` prints instead of the findings.

use super::format::Format;
use super::record::json;
use crate::rules::Rule;
use serde::Serialize;
use std::fmt::Write;

#[derive(Debug, Serialize)]
struct Record {
    rule: &'static str,
    title: &'static str,
    count: usize,
}

/// The counts in the given order: a table for people, JSON objects for programs.
pub fn render(counts: &[(&'static Rule, usize)], format: Format) -> String {
    if format.is_for_people() {
        return table(counts);
    }
    let records = counts.iter().map(|(rule, count)| Record { rule: rule.name, title: rule.title, count: *count });
    let objects: Vec<String> = records.map(|record| json(&record)).collect();
    match format {
        Format::Json => objects.join(",\n"),
        _ => objects.iter().map(|object| format!("{object}\n")).collect(),
    }
}

fn table(counts: &[(&'static Rule, usize)]) -> String {
    let digits = counts.iter().map(|(_, count)| count.to_string().len()).max().unwrap_or(0);
    let longest = counts.iter().map(|(rule, _)| rule.name.len()).max().unwrap_or(0);
    let mut output = String::new();
    for (rule, count) in counts {
        // Writing to a string cannot fail.
        let _ = writeln!(output, "{count:>digits$}  {:<longest$}  {}", rule.name, rule.title);
    }
    output
}

#[cfg(test)]
mod tests {
    use super::super::samples::ROW_TOTAL;
    use super::*;

    #[test]
    fn counts_in_every_format() {
        let counts = [(&ROW_TOTAL, 12)];
        let object = r#"{"rule":"row-total","title":"一行的总计与各栏之和不符","count":12}"#;
        assert_eq!(render(&counts, Format::Concise), "12  row-total  一行的总计与各栏之和不符\n");
        assert_eq!(render(&counts, Format::Json), object);
        assert_eq!(render(&counts, Format::JsonLines), format!("{object}\n"));
        assert_eq!(render(&[], Format::Json), "");
    }
}
