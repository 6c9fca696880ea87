//! Rules: name, severity, documentation.

use serde::Serialize;

/// The severity of a finding. What a machine can prove is an error; a deviation is a warning or a hint.
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
    /// The next lower severity.
    pub fn lower(self) -> Self {
        match self {
            Severity::Error => Severity::Warning,
            Severity::Warning => Severity::Info,
            Severity::Info | Severity::Hint => Severity::Hint,
        }
    }

    /// The name used in settings, options and machine formats.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Hint => "hint",
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }

    /// The Chinese word, for users.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Hint => "提示",
            Severity::Info => "信息",
            Severity::Warning => "警告",
            Severity::Error => "错误",
        }
    }
}

/// What a rule sees. Its findings are the same, but for their places, as long as that is the same but for its places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sees {
    /// The report as it was read, and the reports that it depends on: a [`ReportCheck`](super::ReportCheck).
    Report,
    /// The prose, and the report without its figures: a [`TextCheck`](super::TextCheck).
    Text,
    /// Everything: a [`Check`](super::Check).
    Everything,
}

/// Whether a rule's findings come with a repair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fixes {
    /// No repair is offered.
    None,
    /// The repair changes no number: it is safe to apply without review.
    Safe,
    /// The repair changes a number: the author decides.
    Unsafe,
}

impl Fixes {
    /// The Chinese word, for users.
    pub fn word(self) -> &'static str {
        match self {
            Fixes::None => "无",
            Fixes::Safe => "自动",
            Fixes::Unsafe => "需人工确认",
        }
    }
}

/// A rule: its name and its documentation.
pub struct Rule {
    /// The name, in kebab-case, of the fault it reports.
    pub name: &'static str,
    /// What it reports, in a few Chinese words.
    pub title: &'static str,
    /// The default severity of its findings.
    pub severity: Severity,
    /// The kind of repair that its findings offer.
    pub fixes: Fixes,
    /// What it sees.
    pub sees: Sees,
    /// The version that introduced the rule.
    pub since: &'static str,
    /// The doc comment: Chinese Markdown with `wrong` and `right` examples. [`Rule::docs`] renders it for users.
    pub docs: &'static str,
}

/// Every rule exists once.
impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}
