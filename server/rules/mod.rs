//! Judgement: one file per rule. A rule gets a [`Check`] and adds findings, independent of layout.

mod check;
pub mod docs;
pub mod equation;
mod failing;
mod faults;
mod finding;
mod rule;
mod subject;
pub mod words;

pub use check::{Check, Premises};
pub use finding::{Finding, Fix, Note};
pub use rule::{Fixes, Rule, Severity};
pub use subject::{NamedSubject, Subject};
pub use words::{listed, nearest, out_of_order, quote, quoted};

use crate::report::Report;

/// Declares the rule of a file, whose `check` adds its findings: its doc comment is its documentation, everywhere.
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
        };

        /// Adds the findings of the rule.
        pub(in $crate::rules) const CHECK: fn(&mut $crate::rules::Check<'_>) = check;
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

        const CHECKS: &[fn(&mut Check<'_>)] = &[$($($folder::$module::CHECK),+),+];
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
    years { carry_over year_mismatch }
    exceptions { unknown_exception unused_exception }
}

/// A rule by its name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}

/// Runs all rules on a report.
pub fn check(report: &Report, premises: Premises<'_>) -> Vec<Finding> {
    let mut check = Check::new(report, premises);
    for add_findings in CHECKS {
        add_findings(&mut check);
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
