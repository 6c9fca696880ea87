//! `nianbao rules`: lists all rules.

use super::output::aligned::{Alignment, aligned};
use super::output::{RuleFormat, RuleRecord, to_json};
use super::status;
use super::stdout::{print, written};
use crate::rules::{Group, RULES, Rule};
use std::process::ExitCode;

/// 列出全部规则
#[derive(Debug, clap::Args)]
#[command(override_usage = "nianbao rules [选项]", next_help_heading = "选项")]
pub struct RulesOptions {
    /// 输出格式：text（表格，缺省）、json
    #[arg(long, alias = "output-format", value_name = "格式", default_value = "text")]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    format: RuleFormat,
}

/// Runs the command.
pub fn run(options: &RulesOptions) -> ExitCode {
    if written(print(&listed(RULES, options.format))) { status::CLEAN.into() } else { status::FAILED.into() }
}

/// Rules in a format.
pub fn listed(rules: &[&Rule], format: RuleFormat) -> String {
    match format {
        RuleFormat::Text => table(rules),
        RuleFormat::Json => json(rules),
    }
}

fn table(rules: &[&Rule]) -> String {
    let heading = ["规则", "分组", "级别", "修复", "内容"];
    let row = |rule: &&Rule| {
        let group = Group::of(rule).map_or("", |group| group.name);
        vec![rule.name, group, rule.severity.word(), rule.fixes.word(), rule.title]
    };
    let rows: Vec<Vec<&str>> = std::iter::once(heading.to_vec()).chain(rules.iter().map(row)).collect();
    aligned(&rows, &[Alignment::Left; 5])
}

fn json(rules: &[&Rule]) -> String {
    let objects: Vec<String> = rules.iter().map(|rule| to_json(&RuleRecord::of(rule))).collect();
    if objects.is_empty() { "[]\n".to_owned() } else { format!("[\n{}\n]\n", objects.join(",\n")) }
}

#[cfg(test)]
mod tests {
    use super::super::output::samples::ROW_TOTAL;
    use super::*;
    use crate::rules::Fixes;

    #[test]
    fn columns_line_up_under_chinese() {
        static OTHER: Rule =
            Rule { name: "missing-section", fixes: Fixes::None, title: "缺少一个部分", ..ROW_TOTAL };
        insta::assert_snapshot!(table(&[&ROW_TOTAL, &OTHER]), @r"
        规则             分组  级别  修复        内容
        row-total              错误  需人工确认  一行的总计与各栏之和不符
        missing-section        错误  无          缺少一个部分
        ");
    }

    #[test]
    fn json_is_one_array() {
        let value: serde_json::Value = serde_json::from_str(&json(&[&ROW_TOTAL, &ROW_TOTAL])).unwrap();
        assert_eq!(value.as_array().map(Vec::len), Some(2));
        assert_eq!(json(&[]), "[]\n");
    }
}
