//! See [`RULE`].

use crate::rules::{Check, Finding, Subject, quoted};
use crate::text::script::first_traditional;

rule! {
    /// 报告用繁体字写成。
    ///
    /// # 为什么
    ///
    /// 《国家通用语言文字法》规定国家机关以规范汉字为公务用字。繁体的稿子多半来自网站的繁体版或者自动转换，转换常常有错
    /// （“行政覆議”“全麵”）。
    ///
    /// 核对时一律按简体比较，所以繁体不影响其他规则。每份报告只提示一次；引用的个别繁体字不算。
    ///
    /// # 怎么办
    ///
    /// 改用简体版的原文；由转换得来的，逐字核对。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 雲溪縣教育局2024年政府信息公開工作年度報告
    ///
    /// 一、總體情況
    ///
    /// 2024年，縣教育局嚴格執行《條例》，主動公開政府信息186條。
    ///
    /// 二、主動公開政府信息情況
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2024年，县教育局公开了“臺灣同胞服務”专栏信息12条。
    ///
    /// 二、主动公开政府信息情况
    /// ```
    "traditional-script", "繁体字", Hint, None, since "0.1.0"
}

/// Fewer Traditional characters may be quotations.
const FEWEST: u32 = 10;

fn check(check: &mut Check<'_>) {
    let count: u32 = check.blocks().map(|(_, block)| block.script().traditional).sum();
    if count < FEWEST {
        return;
    }
    let first = check.first_in_cells(|block| block.script().traditional > 0, first_traditional);
    let Some((written, range)) = first else { return };
    let message = format!("报告用了繁体字（{count}个，如{}），公务文书应当使用规范汉字", quoted(written));
    check.push(Finding::new(&RULE, Subject::Text, range, message));
}
