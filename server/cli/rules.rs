//! `nianbao rules`: all rules at a glance.

use super::explain::{Format, Record};
use super::output::{to_json, width};
use super::status;
use super::stdout::{print, written};
use crate::rules::{Fixes, RULES, Rule, Severity};
use std::process::ExitCode;

/// 列出全部规则
#[derive(Debug, clap::Args)]
#[command(override_usage = "nianbao rules [选项]", next_help_heading = "选项")]
pub struct Rules {
    /// 输出格式：text（表格，缺省）、json
    #[arg(long, alias = "output-format", value_name = "格式", default_value = "text")]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    format: Format,
}

/// Runs the command.
pub fn run(options: &Rules) -> ExitCode {
    let text = match options.format {
        Format::Text => table(RULES),
        Format::Json => json(RULES),
    };
    if written(print(&text)) { status::CLEAN.into() } else { status::FAILED.into() }
}

/// A severity in Chinese.
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "错误",
        Severity::Warning => "警告",
        Severity::Info => "信息",
        Severity::Hint => "提示",
    }
}

/// What the repairs of a rule are, in Chinese.
pub fn fixes(fixes: Fixes) -> &'static str {
    match fixes {
        Fixes::None => "无",
        Fixes::Safe => "自动",
        Fixes::Unsafe => "需人工确认",
    }
}

fn table(rules: &[&Rule]) -> String {
    let heading = ["规则", "级别", "修复", "内容"];
    let rows = rules.iter().map(|rule| [rule.name, severity(rule.severity), fixes(rule.fixes), rule.title]);
    let rows: Vec<[&str; 4]> = std::iter::once(heading).chain(rows).collect();
    let mut widths = [0; 4];
    for row in &rows {
        for (widest, cell) in widths.iter_mut().zip(row) {
            *widest = width(cell).max(*widest);
        }
    }
    let mut output = String::new();
    for row in rows {
        for (cell, widest) in row.iter().zip(widths).take(3) {
            output.push_str(cell);
            output.push_str(&" ".repeat(widest - width(cell) + 2));
        }
        output.push_str(row[3]);
        output.push('\n');
    }
    output
}

fn json(rules: &[&Rule]) -> String {
    let objects: Vec<String> = rules.iter().map(|rule| to_json(&Record::of(rule))).collect();
    if objects.is_empty() { "[]\n".to_owned() } else { format!("[\n{}\n]\n", objects.join(",\n")) }
}

#[cfg(test)]
mod tests {
    use super::super::output::samples::ROW_TOTAL;
    use super::*;

    #[test]
    fn columns_line_up_under_chinese() {
        static OTHER: Rule =
            Rule { name: "missing-section", fixes: Fixes::None, title: "缺少一个部分", ..ROW_TOTAL };
        insta::assert_snapshot!(table(&[&ROW_TOTAL, &OTHER]), @r"
        规则             级别  修复        内容
        row-total        错误  需人工确认  一行的总计与各栏之和不符
        missing-section  错误  无          缺少一个部分
        ");
    }

    #[test]
    fn json_is_one_array() {
        let value: serde_json::Value = serde_json::from_str(&json(&[&ROW_TOTAL, &ROW_TOTAL])).unwrap();
        assert_eq!(value.as_array().map(Vec::len), Some(2));
        assert_eq!(json(&[]), "[]\n");
    }
}
