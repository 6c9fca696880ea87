//! `nianbao explain`: the documentation of a rule, offline.

use super::options::{self, RuleNames};
use super::output::{RuleFormat, RuleRecord, to_json};
use super::rules::listed;
use super::status;
use super::stdout::{print, written};
use crate::rules::Rule;
use std::process::ExitCode;

/// 说明一条规则：查什么、为什么、怎样改；或者列出一个分组的规则
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "nianbao explain [选项] 规则",
    next_help_heading = "选项",
    after_help = "\
示例：
  nianbao explain row-total
  nianbao explain prose         这一组有哪些规则
  nianbao rules                 列出全部规则的名称"
)]
pub struct ExplainOptions {
    /// 规则的名称，即检查结果中方括号里的词；或者分组的名称
    #[arg(value_name = "规则", value_parser = options::rules, help_heading = "参数")]
    rules: RuleNames,

    /// 输出格式：text（缺省）、json
    #[arg(long, alias = "output-format", value_name = "格式", default_value = "text")]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    format: RuleFormat,
}

/// Runs the command.
pub fn run(options: &ExplainOptions) -> ExitCode {
    let text = match (options.rules.0, options.format) {
        ([rule], RuleFormat::Text) => explain(rule),
        ([rule], RuleFormat::Json) => to_json(&RuleRecord::of(rule)) + "\n",
        (rules, format) => listed(rules, format),
    };
    if written(print(&text)) { status::CLEAN.into() } else { status::FAILED.into() }
}

fn explain(rule: &Rule) -> String {
    format!(
        "# {}：{}\n\n级别：{}（{}）\n修复：{}\n自 {} 版起\n\n{}\n",
        rule.name,
        rule.title,
        rule.severity.word(),
        rule.severity.name(),
        rule.fixes.word(),
        rule.since,
        rule.docs().trim()
    )
}

#[cfg(test)]
mod tests {
    use super::super::output::samples::ROW_TOTAL;
    use super::*;

    #[test]
    fn a_rule_is_explained_in_words_and_in_json() {
        insta::assert_snapshot!(explain(&ROW_TOTAL), @r"
        # row-total：一行的总计与各栏之和不符

        级别：错误（error）
        修复：需人工确认
        自 0.1.0 版起

        总计应当等于各栏之和。
        ");
        insta::assert_snapshot!(to_json(&RuleRecord::of(&ROW_TOTAL)), @r#"{"rule":"row-total","title":"一行的总计与各栏之和不符","severity":"error","fixes":"unsafe","since":"0.1.0","docs":"总计应当等于各栏之和。\n"}"#);
    }
}
