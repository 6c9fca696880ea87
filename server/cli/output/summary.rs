//! The formats of `nianbao summary`: a table for people, CSV for spreadsheets, JSON for programs.

use super::aligned::{Alignment, aligned};
use super::text::one_line;
use crate::rules::Severity;
use serde::Serialize;
use std::io;

/// What is said of one report, or of a year in which a body has none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SummaryRow {
    /// The body, as its title names it.
    pub body: Option<String>,
    /// The report year.
    pub year: Option<u16>,
    /// The edition of its tables.
    pub edition: Option<u16>,
    /// Its figures.
    pub figures: KeyFigures,
    /// How many equations hold.
    pub sums: Option<SumTally>,
    /// The findings by severity.
    pub findings: Option<FindingTally>,
    /// The file that it is in; `None` where the body has no report for the year.
    pub file: Option<String>,
}

/// The figures by which reports are compared, as decimal strings; `None` where the tables do not state one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct KeyFigures {
    /// Applications received.
    pub received: Option<String>,
    /// Applications carried in from the year before.
    pub carried_in: Option<String>,
    /// Applications handled.
    pub handled: Option<String>,
    /// Applications carried out to the year after.
    pub carried_out: Option<String>,
    /// Normative documents issued.
    pub normative_issued: Option<String>,
    /// Normative documents in force.
    pub normative_in_force: Option<String>,
    /// Reconsiderations.
    pub reconsiderations: Option<String>,
    /// Lawsuits.
    pub lawsuits: Option<String>,
}

/// How many equations of a report hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SumTally {
    /// Those that hold.
    pub hold: usize,
    /// All.
    pub all: usize,
}

/// How many findings a report has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct FindingTally {
    /// Errors.
    pub error: usize,
    /// Warnings.
    pub warning: usize,
    /// Information.
    pub info: usize,
    /// Hints.
    pub hint: usize,
}

impl SummaryRow {
    /// The row of a year for which a body has no report.
    pub fn missing(body: Option<String>, year: u16) -> Self {
        SummaryRow {
            body,
            year: Some(year),
            edition: None,
            figures: KeyFigures::default(),
            sums: None,
            findings: None,
            file: None,
        }
    }
}

impl FindingTally {
    /// Counts one more finding.
    pub fn count(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.error += 1,
            Severity::Warning => self.warning += 1,
            Severity::Info => self.info += 1,
            Severity::Hint => self.hint += 1,
        }
    }

    /// Its numbers, the worst first.
    pub fn numbers(self) -> [usize; 4] {
        [self.error, self.warning, self.info, self.hint]
    }
}

impl KeyFigures {
    /// All of them, in the order of their headings.
    pub fn all(&self) -> [&Option<String>; FIGURES.len()] {
        let KeyFigures { received, carried_in, handled, carried_out, .. } = self;
        let KeyFigures { normative_issued, normative_in_force, reconsiderations, lawsuits, .. } = self;
        [received, carried_in, handled, carried_out, normative_issued, normative_in_force, reconsiderations, lawsuits]
    }
}

/// The headings of the figures, as [`KeyFigures::all`] has them.
pub const FIGURES: [&str; 8] = ["新收", "上年转入", "办结", "转入下年", "制发文件", "有效文件", "复议", "诉讼"];
/// What is said of a year without a report.
pub const MISSING: &str = "缺少这一年的报告";

/// A table with one line a report.
pub fn table(rows: &[SummaryRow]) -> String {
    let severities = [Severity::Error, Severity::Warning, Severity::Info, Severity::Hint].map(Severity::word);
    let heading = [&["机关", "年度", "格式"][..], &FIGURES, &["勾稽"], &severities, &["文件"]].concat();
    let last = heading.len() - 1;
    let alignments: Vec<Alignment> =
        (0..=last).map(|at| if at == 0 || at == last { Alignment::Left } else { Alignment::Right }).collect();
    let line = |row: &SummaryRow| cells(row, vec![sums(row)], |file| file.unwrap_or(MISSING).to_owned());
    let heading = heading.into_iter().map(str::to_owned).collect();
    let lines: Vec<Vec<String>> = std::iter::once(heading).chain(rows.iter().map(line)).collect();
    aligned(&lines, &alignments)
}

/// A short table for the end of a run: the reports with findings and the years without a report, or all of them.
pub fn overview(rows: &[&SummaryRow], with_clean: bool) -> String {
    let is_listed = |row: &&&SummaryRow| with_clean || row.findings != Some(FindingTally::default());
    let listed: Vec<&&SummaryRow> = rows.iter().filter(is_listed).collect();
    let line = |row: &&&SummaryRow| -> Vec<String> {
        let findings = row.findings.map_or([const { String::new() }; 4], |it| it.numbers().map(|it| it.to_string()));
        let [error, warning, ..] = findings;
        let body = row.body.as_deref().or(row.file.as_deref()).unwrap_or_default();
        let note = if row.file.is_none() { MISSING } else { "" };
        let year = row.year.map(|year| year.to_string()).unwrap_or_default();
        vec![one_line(body), year, sums(row), error, warning, note.to_owned()]
    };
    let heading = ["机关", "年度", "勾稽", Severity::Error.word(), Severity::Warning.word(), ""].map(str::to_owned);
    let lines: Vec<Vec<String>> = std::iter::once(heading.to_vec()).chain(listed.iter().map(line)).collect();
    let [left, right] = [Alignment::Left, Alignment::Right];
    let mut table =
        if listed.is_empty() { String::new() } else { aligned(&lines, &[left, right, right, right, right, left]) };
    let clean = rows.len() - listed.len();
    if clean > 0 && !listed.is_empty() {
        table.push_str(&format!("另有 {clean} 份报告没有发现问题\n"));
    }
    table
}

fn sums(row: &SummaryRow) -> String {
    row.sums.map(|sums| format!("{}/{}", sums.hold, sums.all)).unwrap_or_default()
}

/// CSV as spreadsheets read it: in UTF-8 with its mark, lines ended by CR LF. The equations have two columns, as 3/4
/// would be taken for a date.
///
/// # Errors
/// If it cannot be written.
pub fn csv(rows: &[SummaryRow]) -> io::Result<String> {
    let severities = [Severity::Error, Severity::Warning, Severity::Info, Severity::Hint].map(Severity::word);
    let sums = ["成立的勾稽", "全部勾稽"];
    let heading = [&["机关", "年度", "格式"][..], &FIGURES, &sums, &severities, &["文件", "备注"]].concat();
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::from("\u{feff}"));
    writer.write_record(heading)?;
    for row in rows {
        let sums = row.sums.map_or([String::new(), String::new()], |it| [it.hold, it.all].map(|it| it.to_string()));
        let mut record = cells(row, sums.to_vec(), |file| file.unwrap_or_default().to_owned());
        record.iter_mut().filter(|cell| is_formula(cell)).for_each(|cell| cell.insert(0, '\''));
        record.push(if row.file.is_none() { MISSING.to_owned() } else { String::new() });
        writer.write_record(record)?;
    }
    let bytes = writer.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

/// Whether a spreadsheet would take a text for a formula. Its quotation mark in front makes it a text.
fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) && cell.parse::<f64>().is_err()
}

/// The cells of a line, with those about equations and the one about the file as the format has them.
fn cells(row: &SummaryRow, sums: Vec<String>, file: impl Fn(Option<&str>) -> String) -> Vec<String> {
    let year = |year: Option<u16>| year.map(|year| year.to_string()).unwrap_or_default();
    let findings = row.findings.map_or([const { String::new() }; 4], |it| it.numbers().map(|it| it.to_string()));
    let body = one_line(row.body.as_deref().unwrap_or_default());
    let mut cells = vec![body, year(row.year), year(row.edition)];
    cells.extend(row.figures.all().map(|figure| figure.clone().unwrap_or_default()));
    cells.extend(sums);
    cells.extend(findings);
    cells.push(one_line(&file(row.file.as_deref())));
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<SummaryRow> {
        let figures = KeyFigures { received: Some("12".to_owned()), ..KeyFigures::default() };
        let first = SummaryRow {
            body: Some("云溪县“教育”局".to_owned()),
            year: Some(2022),
            edition: Some(2021),
            figures,
            sums: Some(SumTally { hold: 3, all: 4 }),
            findings: Some(FindingTally { error: 1, ..FindingTally::default() }),
            file: Some("一,二\"三.md".to_owned()),
        };
        let missing = SummaryRow {
            year: Some(2023),
            edition: None,
            figures: KeyFigures::default(),
            sums: None,
            findings: None,
            file: None,
            ..first.clone()
        };
        vec![first, missing]
    }

    #[test]
    fn columns_line_up() {
        insta::assert_snapshot!(table(&rows()), @r#"
        机关            年度  格式  新收  上年转入  办结  转入下年  制发文件  有效文件  复议  诉讼  勾稽  错误  警告  信息  提示  文件
        云溪县“教育”局  2022  2021    12                                                             3/4     1     0     0     0  一,二"三.md
        云溪县“教育”局  2023                                                                                                      缺少这一年的报告
        "#);
    }

    #[test]
    fn a_spreadsheet_reads_it() {
        let text = csv(&rows()).unwrap();
        assert!(text.starts_with('\u{feff}') && text.matches("\r\n").count() == 3 && text.ends_with("\r\n"));
        insta::assert_snapshot!(text.trim_start_matches('\u{feff}').replace("\r\n", "\n"), @r#"
        机关,年度,格式,新收,上年转入,办结,转入下年,制发文件,有效文件,复议,诉讼,成立的勾稽,全部勾稽,错误,警告,信息,提示,文件,备注
        云溪县“教育”局,2022,2021,12,,,,,,,,3,4,1,0,0,0,"一,二""三.md",
        云溪县“教育”局,2023,,,,,,,,,,,,,,,,,缺少这一年的报告
        "#);
    }
}
