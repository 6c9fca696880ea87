//! Judgement: one file per rule. A rule sees a [`Report`] and returns findings; it never sees the layout and never
//! edits.

use crate::report::Report;
use crate::text::Edit;
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
    /// The documentation: Chinese Markdown with `wrong` and `right` examples.
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
}

/// All rules, in the order in which they run.
pub static RULES: &[&Rule] = &[];

/// A rule by its name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}

/// All findings about a report, in the order of their places.
pub fn check(report: &Report) -> Vec<Finding> {
    let mut findings = Findings::default();
    for rule in RULES {
        (rule.check)(report, &mut findings);
    }
    findings.list
}
