//! Judgement: one file per rule. A rule sees a [`Report`] and returns findings; it never sees the layout and never
//! edits.

use crate::report::Report;
use crate::text::Edit;
use memchr::memchr;
use serde::Serialize;
use std::ops::Range;

/// How much a finding weighs. What a machine can prove is an error; a deviation is a warning or a hint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A deviation that is common and harmless.
    Hint,
    /// Something worth knowing.
    Info,
    /// A deviation from the format, or something that is probably wrong.
    Warning,
    /// Wrong, and provably so.
    Error,
}

impl Severity {
    /// The word used in settings, options and machine formats.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Hint => "hint",
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }

    /// The Chinese word, for people.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Hint => "提示",
            Severity::Info => "信息",
            Severity::Warning => "警告",
            Severity::Error => "错误",
        }
    }
}

/// Whether a rule's findings come with a repair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fixes {
    /// No repair is offered.
    None,
    /// The repair changes no number: it may be applied without looking.
    Safe,
    /// The repair changes a number: the author decides.
    Unsafe,
}

impl Fixes {
    /// The Chinese word, for people.
    pub fn word(self) -> &'static str {
        match self {
            Fixes::None => "无",
            Fixes::Safe => "自动",
            Fixes::Unsafe => "需人工确认",
        }
    }
}

/// A rule: its name, its documentation and its check.
pub struct Rule {
    /// The name, kebab-case, for what is wrong.
    pub name: &'static str,
    /// What it reports, in a few Chinese words.
    pub title: &'static str,
    /// The severity of its findings, unless a finding says otherwise.
    pub severity: Severity,
    /// The repair that its findings offer.
    pub fixes: Fixes,
    /// The version that brought the rule.
    pub since: &'static str,
    /// The doc comment: Chinese Markdown with `wrong` and `right` examples. [`Rule::docs`] is for people.
    pub docs: &'static str,
    /// Adds this rule's findings about a report.
    pub check: fn(&Report, &mut Findings),
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// Something a rule has to say about a place in a report.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule that says it.
    pub rule: &'static Rule,
    /// How much it weighs.
    pub severity: Severity,
    /// Where: bytes, counted as the ranges of the report are.
    pub range: Range<usize>,
    /// What is wrong, in Chinese, with the numbers.
    pub message: String,
    /// Why, with the other places that show it.
    pub notes: Vec<Note>,
    /// What can be done about it.
    pub fixes: Vec<Fix>,
}

/// A reason for a finding, at a place of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The reason, in Chinese.
    pub message: String,
    /// Where it can be seen.
    pub range: Range<usize>,
}

/// A repair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in Chinese, as an imperative.
    pub title: String,
    /// The edits, which do not overlap.
    pub edits: Vec<Edit>,
    /// Whether it may be applied without looking: no number changes.
    pub safe: bool,
}

impl Finding {
    /// A finding of a rule, with the rule's severity.
    pub fn new(rule: &'static Rule, range: Range<usize>, message: impl Into<String>) -> Self {
        Finding { rule, severity: rule.severity, range, message: message.into(), notes: Vec::new(), fixes: Vec::new() }
    }

    /// The same finding with another severity.
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// The same finding with one more reason.
    pub fn note(mut self, range: Range<usize>, message: impl Into<String>) -> Self {
        self.notes.push(Note { message: message.into(), range });
        self
    }

    /// The same finding with a repair of several edits that changes no number.
    pub fn safe_fixes(mut self, title: impl Into<String>, edits: Vec<Edit>) -> Self {
        self.fixes.push(Fix { title: title.into(), edits, safe: true });
        self
    }

    /// The same finding with a repair that changes no number.
    pub fn safe_fix(mut self, title: impl Into<String>, edit: Edit) -> Self {
        self.fixes.push(Fix { title: title.into(), edits: vec![edit], safe: true });
        self
    }

    /// The same finding with a repair that changes a number or takes something away: the author decides.
    pub fn unsafe_fix(mut self, title: impl Into<String>, edit: Edit) -> Self {
        self.fixes.push(Fix { title: title.into(), edits: vec![edit], safe: false });
        self
    }
}

/// The findings of all rules about one report, as they are gathered.
#[derive(Debug, Default)]
pub struct Findings {
    list: Vec<Finding>,
}

impl Findings {
    /// Adds a finding.
    pub fn push(&mut self, finding: Finding) {
        self.list.push(finding);
    }

    /// Adds a finding, if there is one.
    pub fn extend(&mut self, finding: Option<Finding>) {
        self.list.extend(finding);
    }
}

/// Declares the rule of a file: its doc comment is its documentation, everywhere.
macro_rules! rule {
    ($(#[doc = $doc:literal])+ $name:literal, $title:literal, $severity:ident, $fixes:ident, since $since:literal) => {
        $(#[doc = $doc])+
        pub static RULE: $crate::rules::Rule = $crate::rules::Rule {
            name: $name,
            title: $title,
            severity: $crate::rules::Severity::$severity,
            fixes: $crate::rules::Fixes::$fixes,
            since: $since,
            docs: concat!($($doc, "\n"),+),
            check,
        };
    };
}

/// Declares the modules of the rules and the list of them, in the order of the documentation.
macro_rules! rules {
    ($($module:ident)+) => {
        $(pub mod $module;)+

        /// All rules.
        pub static RULES: &[&Rule] = &[$(&$module::RULE),+];
    };
}

rules! {
    missing_title title_form
    missing_section section_order duplicate_section section_heading empty_section
    missing_form edition_mismatch
    article_heading article_heading_form
    missing_row unknown_row row_order label
    missing_value not_a_number cell_remark negative_number fraction
    wrong_cell row_total column_total balance block_total
    unknown_exception unused_exception
}

pub mod docs;
mod sum;

/// A rule by its name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}

/// The name nearest to one that is none, if there is one near enough to be meant.
pub fn nearest<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let distances = names.into_iter().map(|known| (strsim::damerau_levenshtein(name, known), known));
    distances.min().filter(|(distance, known)| *distance <= known.len() / 2).map(|(_, known)| known)
}

/// All findings about a report.
pub fn check(report: &Report) -> Vec<Finding> {
    let mut findings = Findings::default();
    for rule in RULES {
        (rule.check)(report, &mut findings);
    }
    findings.list
}

/// More findings of one kind than this about one table are one finding: the table as a whole is wrong.
const MOST: usize = 3;

/// A text in quotation marks, with other quotation marks inside it.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2 * '“'.len_utf8());
    quote(text, &mut quoted);
    quoted
}

/// Writes a text in quotation marks, with other quotation marks inside it.
fn quote(text: &str, into: &mut String) {
    into.push('“');
    // The byte with which quotation marks begin.
    if memchr(0xe2, text.as_bytes()).is_none() {
        into.push_str(text);
    } else {
        let inner = |c| match c {
            '“' => '‘',
            '”' => '’',
            c => c,
        };
        into.extend(text.chars().map(inner));
    }
    into.push('”');
}

/// Texts in quotation marks one behind the other, the first few of them.
fn listed<'a>(texts: impl ExactSizeIterator<Item = &'a str>) -> String {
    let more = if texts.len() > MOST { "等" } else { "" };
    texts.take(MOST).map(quoted).chain([more.to_owned()]).collect()
}

/// Which of these places, listed in the order in which they should stand, are out of it: as few as possible, so that the
/// one row that was moved is reported and not all those it passed.
fn out_of_order(places: &[usize]) -> Vec<usize> {
    if places.is_sorted_by(|one, other| one < other) {
        return Vec::new();
    }
    // The longest increasing run of places is in order; what is not in it was moved.
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(places.len());
    for (at, place) in places.iter().enumerate() {
        let before = (0..at).filter(|&other| places[other] < *place).max_by_key(|&other| best[other].0);
        best.push((before.map_or(1, |other| best[other].0 + 1), before));
    }
    let mut in_order = vec![false; places.len()];
    let mut next = (0..places.len()).rev().max_by_key(|&at| best[at].0);
    while let Some(at) = next {
        in_order[at] = true;
        next = best[at].1;
    }
    (0..places.len()).filter(|&at| !in_order[at]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kebab_case_and_unique() {
        for (at, rule) in RULES.iter().enumerate() {
            assert!(
                rule.name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
                "{}",
                rule.name
            );
            assert!(!RULES[..at].iter().any(|other| other.name == rule.name), "{}", rule.name);
        }
    }

    #[test]
    fn quotation_marks_alternate_and_lists_end() {
        assert_eq!(quoted("3.危及“三安全一稳定”"), "“3.危及‘三安全一稳定’”");
        assert_eq!(listed(["甲", "乙"].into_iter()), "“甲”“乙”");
        assert_eq!(listed(["甲", "乙", "丙", "丁"].into_iter()), "“甲”“乙”“丙”等");
    }

    #[test]
    fn what_was_moved_is_out_of_order() {
        assert_eq!(out_of_order(&[1, 2, 3]), [0usize; 0]);
        assert_eq!(out_of_order(&[1, 5, 2, 3, 4]), [1]);
        assert_eq!(out_of_order(&[2, 3, 4, 1]), [3]);
    }
}
