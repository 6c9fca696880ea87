//! The totals of a run: files, reports, findings.

use super::files::Source;
use crate::rules::{Finding, Rule, Severity};
use std::collections::BTreeMap;

/// Counts over any number of files.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// Files with a report.
    pub files: usize,
    /// Reports in them.
    pub reports: usize,
    /// Files without a report.
    pub skipped: usize,
    /// Files that could not be checked, and paths that do not exist.
    pub failed: usize,
    /// Findings that were accepted before.
    pub accepted: usize,
    /// Documents of Word with findings.
    pub documents: usize,
    /// What of files with a report was not read, a line for each.
    pub remarks: Vec<String>,
    /// Files with a report that were read by the places of their characters.
    pub uncertain: usize,
    /// Files in folders that turned out to be none that are read.
    pub unread: Vec<Source>,
    /// Findings by severity.
    severities: BTreeMap<Severity, usize>,
    /// Findings by rule name.
    rules: BTreeMap<&'static str, (&'static Rule, usize)>,
}

impl Tally {
    /// The counts of one file.
    pub fn of(reports: usize, findings: &[Finding]) -> Self {
        let mut tally = Tally { reports, ..Tally::default() };
        if reports == 0 {
            tally.skipped = 1;
        } else {
            tally.files = 1;
        }
        for finding in findings {
            *tally.severities.entry(finding.severity).or_default() += 1;
            tally.rules.entry(finding.rule.name).or_insert((finding.rule, 0)).1 += 1;
        }
        tally
    }

    /// The counts of files that could not be checked.
    pub fn failed(files: usize) -> Self {
        Tally { failed: files, ..Tally::default() }
    }

    /// The counts of a file in a folder that turned out to be none that is read.
    pub fn passed_over(source: &Source) -> Self {
        Tally { unread: vec![source.clone()], ..Tally::default() }
    }

    /// Adds the counts of another file.
    pub fn add(&mut self, other: Tally) {
        self.files += other.files;
        self.reports += other.reports;
        self.skipped += other.skipped;
        self.failed += other.failed;
        self.accepted += other.accepted;
        self.documents += other.documents;
        self.remarks.extend(other.remarks);
        self.uncertain += other.uncertain;
        self.unread.extend(other.unread);
        for (severity, count) in other.severities {
            *self.severities.entry(severity).or_default() += count;
        }
        for (name, (rule, count)) in other.rules {
            self.rules.entry(name).or_insert((rule, 0)).1 += count;
        }
    }

    /// The severity of the worst finding.
    pub fn worst(&self) -> Option<Severity> {
        self.severities.keys().next_back().copied()
    }

    /// The rules with findings, the most frequent first.
    pub fn rules(&self) -> Vec<(&'static Rule, usize)> {
        let mut rules: Vec<_> = self.rules.values().copied().collect();
        rules.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        rules
    }

    /// A summary of the run in a line of Chinese.
    pub fn summary(&self) -> String {
        let mut parts = Vec::new();
        parts.push(if self.files == 0 {
            "没有找到年度报告".to_owned()
        } else {
            format!("检查了 {} 个文件、{} 份报告：{}", self.files, self.reports, self.findings())
        });
        if self.accepted > 0 {
            parts.push(format!("另有 {} 条已接受的结果没有列出", self.accepted));
        }
        if self.skipped > 0 {
            parts.push(format!("{} 个文件不是年度报告，已略过", self.skipped));
        }
        if self.failed > 0 {
            parts.push(format!("{} 个文件未能检查", self.failed));
        }
        parts.join("；")
    }

    /// What is said of pictures and the like in the files; `None` if there are none.
    pub fn remark(&self) -> Option<String> {
        match self.remarks.as_slice() {
            [] => None,
            [one] => Some(format!("{one}没有读，不在检查之列")),
            several => Some(format!("{} 个文件中的图片、公式等没有读，不在检查之列", several.len())),
        }
    }

    /// What is said of files that were read by the places of their characters; `None` if there are none.
    pub fn uncertainty(&self) -> Option<String> {
        let count = self.uncertain;
        (count > 0).then(|| format!("{count} 个 PDF 文件按文字读取，结果降一级列出，数字以原件为准"))
    }

    /// A summary of what is left after repairs, in Chinese.
    pub fn left(&self) -> String {
        let failed = if self.failed > 0 { format!("；{} 个文件未能修复", self.failed) } else { String::new() };
        let left = if self.severities.is_empty() { self.findings() } else { format!("还有 {}", self.findings()) };
        format!("{left}{failed}")
    }

    /// The findings in words.
    pub fn findings(&self) -> String {
        let count = |severity| self.severities.get(&severity).copied().unwrap_or(0);
        let hints = count(Severity::Info) + count(Severity::Hint);
        if self.severities.is_empty() {
            return "没有发现问题".to_owned();
        }
        let mut words = format!("{} 个错误，{} 个警告", count(Severity::Error), count(Severity::Warning));
        if hints > 0 {
            words.push_str(&format!("，{hints} 条提示"));
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::super::output::samples;
    use super::*;

    #[test]
    fn the_summary_names_what_there_was() {
        let mut tally = Tally::default();
        assert_eq!(tally.summary(), "没有找到年度报告");
        tally.add(Tally::of(0, &[]));
        assert_eq!(tally.summary(), "没有找到年度报告；1 个文件不是年度报告，已略过");
        tally.add(Tally::of(2, &[]));
        assert_eq!(tally.summary(), "检查了 1 个文件、2 份报告：没有发现问题；1 个文件不是年度报告，已略过");
        tally.skipped = 0;
        tally.failed = 1;
        let mut hint = samples::finding();
        hint.severity = Severity::Hint;
        tally.add(Tally::of(1, &[samples::finding(), hint]));
        assert_eq!(tally.summary(), "检查了 2 个文件、3 份报告：1 个错误，0 个警告，1 条提示；1 个文件未能检查");
        assert_eq!(tally.worst(), Some(Severity::Error));
        assert_eq!(tally.rules()[0].1, 2);
    }
}
