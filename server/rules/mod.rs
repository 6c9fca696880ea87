//! Judgement: one file per rule. A rule sees a [`Check`] and adds findings; it never sees the layout and never edits.

mod check;
pub mod docs;
mod equation;
mod finding;
mod subject;
pub mod words;

pub use check::Check;
pub use finding::{Finding, Fix, Note};
pub use subject::{NamedSubject, Subject};
pub use words::{listed, out_of_order, quote, quoted};

use crate::report::carry_over::Neighbours;
use crate::report::{Prose, Report};
use serde::Serialize;

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
    pub check: fn(&mut Check<'_>),
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
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

/// Declares the folders of the rules, the modules in them, and the list of all rules in the order of the documentation.
macro_rules! rules {
    ($($folder:ident { $($module:ident)+ })+) => {
        $(
            #[doc = concat!("The rules about ", stringify!($folder), ".")]
            pub mod $folder {
                $(pub mod $module;)+
            }
        )+

        /// All rules.
        pub static RULES: &[&Rule] = &[$($(&$folder::$module::RULE),+),+];
    };
}

rules! {
    structure {
        missing_title title_form
        missing_section section_order duplicate_section section_heading empty_section
    }
    tables {
        missing_form edition_mismatch
        article_heading article_heading_form
        missing_row unknown_row row_order label
        missing_value not_a_number cell_remark negative_number fraction
    }
    sums { wrong_cell row_total column_total balance block_total }
    prose { claim_zero }
    years { year_mismatch }
    exceptions { unknown_exception unused_exception }
}

/// A rule by its name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}

/// The name nearest to one that is none, if there is one near enough to be meant.
pub fn nearest<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let distances = names.into_iter().map(|known| (strsim::damerau_levenshtein(name, known), known));
    distances.min().filter(|(distance, known)| *distance <= known.len() / 2).map(|(_, known)| known)
}

/// All findings about a report; `prose` is what the text states in which it stands.
pub fn check(report: &Report, prose: &Prose, neighbours: &Neighbours) -> Vec<Finding> {
    let mut check = Check::new(report, prose, neighbours);
    for rule in RULES {
        (rule.check)(&mut check);
    }
    check.into_findings()
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
}
