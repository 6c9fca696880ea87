//! See [`RULE`].

use crate::rules::{ReportCheck, Finding, Subject, nearest};
use crate::text::Edit;
use std::ops::Range;

rule! {
    /// 注释“nianbao: …”中有不认识的规则名或用法。
    ///
    /// # 为什么
    ///
    /// 注释写错一个字母，就不起作用，而写的人以为已经起作用。规则改名之后，原来的注释也会失效。
    ///
    /// # 怎么办
    ///
    /// 改正规则名，就是每条结果后面的英文名。用法有四种：
    ///
    /// - `<!-- nianbao: ignore 规则 -->`：下一段、下一个表格或下一个 HTML 元素；
    /// - `<!-- nianbao: off 规则 -->` 到 `<!-- nianbao: on -->`：中间的部分；
    /// - `<!-- nianbao: ignore-file 规则 -->`：整个文件。
    ///
    /// 几条规则以逗号或空格分隔；不写规则时为全部规则。规则后可以用中文写明理由。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// <!-- nianbao: ignore section-haeding -->
    /// 一、总体情况
    ///
    /// 2024年，本机关共主动公开政府信息36条。
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// <!-- nianbao: ignore section-heading -->
    /// 一、总体概况
    ///
    /// 2024年，本机关共主动公开政府信息36条。
    /// ```
    "unknown-exception", "注释中有不认识的规则或用法", Warning, Unsafe, since "0.1.0", sees Report
}

/// Empty, because comments lie outside reports: `check::directives` calls the functions below.
fn check(_: &mut ReportCheck<'_>) {}

/// An unknown name of a rule; `names` are the known ones.
pub fn name(place: Range<usize>, name: &str, names: impl Iterator<Item = &'static str>) -> Finding {
    let message = format!("没有名为“{name}”的规则，这个例外不起作用");
    with_meant(Finding::new(&RULE, Subject::Text, place, message), nearest(name, names))
}

/// A comment with an unknown word; `written` is empty if it has none at all.
pub fn word(place: Range<usize>, written: &str, words: &[&'static str]) -> Finding {
    let usage = format!("可用：{}", words.join("、"));
    let message = match written {
        "" => format!("注释没有写明用法，{usage}"),
        _ => format!("没有名为“{written}”的用法，这个例外不起作用；{usage}"),
    };
    with_meant(Finding::new(&RULE, Subject::Text, place, message), nearest(written, words.iter().copied()))
}

/// The finding with a repair that writes the name that was probably meant.
fn with_meant(finding: Finding, meant: Option<&'static str>) -> Finding {
    let Some(meant) = meant else { return finding };
    let edit = Edit::new(finding.range.clone(), meant);
    finding.unsafe_fix(format!("改为“{meant}”"), edit)
}
