//! `json-lines`: one JSON object per line. Columns are characters, offsets are bytes of the UTF-8 text.

use super::file::File;
use super::record;

/// The findings of a file, one per line.
pub fn render(file: &File<'_>) -> String {
    let mut output = record::render(file, "\n");
    output.push('\n');
    output
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    #[test]
    fn every_line_is_an_object() {
        let mut finding = samples::finding();
        finding.message.push_str("\n“\"”");
        finding.report = 1;
        let findings = [samples::finding(), finding];
        let output = render(&samples::file(samples::TEXT, &findings));
        let reports: Vec<u64> = output
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["report"].as_u64().unwrap())
            .collect();
        assert_eq!(reports, [0, 1]);
    }
}
