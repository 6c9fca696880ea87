//! The output of rules by `nianbao explain` and `nianbao rules`.

use crate::rules::{Fixes, Group, Rule, Severity};
use serde::Serialize;

/// The output format of rules.
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
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<&'a str>,
    severity: Severity,
    fixes: Fixes,
    since: &'a str,
    docs: String,
}

impl<'a> RuleRecord<'a> {
    /// The JSON form of a rule.
    pub fn of(rule: &'a Rule) -> Self {
        let Rule { name, title, severity, fixes, since, .. } = rule;
        let group = Group::of(rule).map(|group| group.name);
        RuleRecord { rule: name, title, group, severity: *severity, fixes: *fixes, since, docs: rule.docs() }
    }
}
