//! See [`RULE`].

use crate::rules::{ReportCheck, Finding, Group, Rule, Subject};
use crate::text::Edit;
use std::ops::Range;

rule! {
    /// 注释“nianbao: …”没有排除任何结果。
    ///
    /// # 为什么
    ///
    /// 问题已经改正，注释还留着，以后再出同样的问题就不会报告；也可能是注释写错了地方。
    ///
    /// # 怎么办
    ///
    /// 删除注释，或者移到应当排除的段落、表格之前。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// <!-- nianbao: ignore section-heading -->
    /// 一、总体情况
    ///
    /// 2024年，本机关共主动公开政府信息36条。
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2024年，本机关共主动公开政府信息36条。
    /// ```
    "unused-exception", "这条例外未起作用", Hint, Unsafe, since "0.1.0", sees Report
}

/// Empty, because comments lie outside reports: `check::directives` calls the functions below.
fn check(_: &mut ReportCheck<'_>) {}

/// A directive for a rule, for those of a group, or for all, that suppressed nothing.
pub fn of_no_use(place: Range<usize>, comment: &Range<usize>, rules: Option<&[&Rule]>) -> Finding {
    let message = match rules {
        Some([rule]) => format!("这里没有 {} 的结果，不需要这个例外", rule.name),
        Some([rule, ..]) => {
            let group = Group::of(rule).map_or("", |group| group.name);
            format!("这里没有 {group} 一组规则的结果，不需要这个例外")
        }
        Some([]) | None => "这里没有结果，不需要这个例外".to_owned(),
    };
    with_removal(Finding::new(&RULE, Subject::Text, place, message), comment)
}

/// An `on` without an `off` before it.
pub fn nothing_is_off(place: Range<usize>, comment: &Range<usize>) -> Finding {
    with_removal(Finding::new(&RULE, Subject::Text, place, "前面没有对应的“nianbao: off”"), comment)
}

fn with_removal(finding: Finding, comment: &Range<usize>) -> Finding {
    finding.unsafe_fix("删除注释", Edit::new(comment.clone(), ""))
}
