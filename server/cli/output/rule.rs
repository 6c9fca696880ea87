//! Rules as `nianbao explain` and `nianbao rules` print them.

use crate::rules::{Fixes, Rule, Severity};
use serde::Serialize;

/// How rules are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum RuleFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// A rule as JSON.
#[derive(Debug, Serialize)]
pub struct RuleRecord<'a> {
    rule: &'a str,
    title: &'a str,
    severity: Severity,
    fixes: Fixes,
    since: &'a str,
    docs: String,
}

impl<'a> RuleRecord<'a> {
    /// The record of a rule.
    pub fn of(rule: &'a Rule) -> Self {
        let Rule { name, title, severity, fixes, since, .. } = rule;
        RuleRecord { rule: name, title, severity: *severity, fixes: *fixes, since, docs: rule.docs() }
    }
}
