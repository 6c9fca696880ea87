//! Judgement: one file per rule. A rule gets a [`Check`] and adds findings, independent of layout. One that needs less gets
//! a [`ReportCheck`] or a [`TextCheck`]: its findings stand as long as what these show stays the same.

mod check;
mod claim_words;
pub mod claims;
pub mod docs;
pub mod equation;
mod failing;
mod faults;
mod finding;
mod frame;
pub mod group;
mod near;
pub mod relation;
mod replaced;
mod report_check;
mod rule;
mod subject;
mod total_behind;
mod unfinished;
pub mod words;

pub use check::{Check, Premises, SectionText, TextCheck};
pub use finding::{Finding, Fix, Note};
pub use frame::{FormPlace, ReportFrame};
pub use group::{Group, Profile};
pub use report_check::ReportCheck;
pub use rule::{Fixes, Rule, Sees, Severity};
pub use subject::{NamedSubject, Subject};
pub use unfinished::is_first;
pub use words::{listed, nearest, out_of_order, quote, quoted};

use crate::report::Report;

/// Adds the findings of a rule.
#[derive(Clone, Copy)]
enum RuleCheck {
    Report(fn(&mut ReportCheck<'_>)),
    Text(fn(&mut TextCheck<'_>)),
    Everything(fn(&mut Check<'_>)),
}

/// Declares the rule of a file, whose `check` adds its findings: its doc comment is its documentation, everywhere.
macro_rules! rule {
    ($(#[doc = $doc:literal])+ $name:literal, $title:literal, $severity:ident, $fixes:ident, since $since:literal) => {
        rule! { $(#[doc = $doc])+ $name, $title, $severity, $fixes, since $since, sees Everything }
    };
    (
        $(#[doc = $doc:literal])+
        $name:literal, $title:literal, $severity:ident, $fixes:ident, since $since:literal, sees $sees:ident
    ) => {
        $(#[doc = $doc])+
        pub static RULE: $crate::rules::Rule = $crate::rules::Rule {
            name: $name,
            title: $title,
            severity: $crate::rules::Severity::$severity,
            fixes: $crate::rules::Fixes::$fixes,
            sees: $crate::rules::Sees::$sees,
            since: $since,
            docs: concat!($($doc, "\n"),+),
        };

        /// Adds the findings of the rule.
        pub(in $crate::rules) const CHECK: $crate::rules::RuleCheck = $crate::rules::RuleCheck::$sees(check);
    };
}

/// Declares the folders of the rules, the modules in them, and the list of all rules in the order of the documentation.
macro_rules! rules {
    ($($folder:ident $title:literal { $($module:ident)+ })+) => {
        $(
            #[doc = concat!("The rules about ", stringify!($folder), ".")]
            pub mod $folder {
                $(pub mod $module;)+
            }
        )+

        /// The groups of rules, in the order of the documentation.
        pub static GROUPS: &[Group] = &[
            $(Group { name: stringify!($folder), title: $title, rules: &[$(&$folder::$module::RULE),+] }),+
        ];

        /// All rules.
        pub static RULES: &[&Rule] = &[$($(&$folder::$module::RULE),+),+];

        const CHECKS: &[(&Rule, RuleCheck)] = &[$($((&$folder::$module::RULE, $folder::$module::CHECK)),+),+];
    };
}

rules! {
    structure "结构" {
        missing_title title_form
        missing_section section_order duplicate_section section_heading empty_section
        overview_aspect overview_length hollow_problems misplaced_content
        template_residue subheading_numbering numbering_gap table_as_image legacy_edition
    }
    tables "表格" {
        missing_form edition_mismatch
        article_heading article_heading_form
        missing_row unknown_row row_order label
        missing_value glued_figures not_a_number cell_remark negative_number fraction
    }
    sums "勾稽关系" { wrong_cell row_total column_total balance block_total inequality aggregation }
    prose "正文与表格" {
        claim_zero claim_mismatch claim_flow claim_sum claim_share claim_growth missing_figure
    }
    years "年份与往年" {
        carry_over in_force_continuity copied_report identical_tables
        year_mismatch period_incomplete date_malformed deadline
    }
    law "法律和公文" {
        outdated_citation document_number_form document_name article_mismatch
        missing_fee_statement fee_term fee_conflict
        government_duties rulemaking_power
    }
    privacy "个人信息和涉密标志" { citizen_id mobile_number bank_card secret_marking }
    text "文字" { typo traditional_script pinyin_noise }
    exceptions "例外" { unknown_exception unused_exception }
}

/// A rule by its name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}

/// Runs all rules on a report; each adds all that it finds.
pub fn check(report: &Report, premises: Premises<'_>) -> Vec<Finding> {
    run((report, usize::MAX), premises, |_| true)
}

/// Runs those rules on a report that see what is `wanted`, and those that see everything; each adds as much as is told.
pub fn check_with(report: &Report, premises: Premises<'_>, wanted: impl Fn(Sees) -> bool) -> Vec<Finding> {
    run((report, unfinished::MOST_FINDINGS), premises, wanted)
}

fn run((report, most): (&Report, usize), premises: Premises<'_>, wanted: impl Fn(Sees) -> bool) -> Vec<Finding> {
    let mut of_report = ReportCheck::new(report, premises.looked_up);
    let mut of_text = TextCheck::new(report, premises);
    let checks = || CHECKS.iter().chain(ON_PURPOSE);
    for (rule, check) in checks() {
        match check {
            RuleCheck::Report(add_findings) if wanted(Sees::Report) => {
                unfinished::guard(rule, (report, most), &mut of_report, *add_findings);
            }
            RuleCheck::Text(add_findings) if wanted(Sees::Text) => {
                unfinished::guard(rule, (report, most), &mut of_text, *add_findings);
            }
            _ => {}
        }
    }
    let mut of_everything = of_text.with_figures();
    for (rule, check) in checks() {
        if let RuleCheck::Everything(add_findings) = check {
            unfinished::guard(rule, (report, most), &mut of_everything, *add_findings);
        }
    }
    of_report.into_findings().chain(of_everything.into_findings()).collect()
}

/// Rules that fail on purpose, in unit tests.
#[cfg(not(test))]
const ON_PURPOSE: &[(&Rule, RuleCheck)] = &[];

#[cfg(test)]
use unfinished::tests::ON_PURPOSE;

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
