//! See [`RULE`].

use crate::rules::{TextCheck, Finding, Subject, quoted};

rule! {
    /// 量词前面缺数字。
    ///
    /// # 为什么
    ///
    /// “全年共公开信息 条”多半是模板里的空格没有填，或者复制时丢了数字；写着“共”而没有数，读者得不到这一项工作的数量。
    ///
    /// # 怎么办
    ///
    /// 补上数字；没有这一项工作的，写0或者删去这句话。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2024年，我局通过门户网站公开信息  条，发布政务动态20条。
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2024年，我局通过门户网站公开信息35条，发布政务动态20条。
    /// ```
    "missing-figure", "缺少数字", Warning, None, since "0.1.0", sees Text
}

fn check(check: &mut TextCheck<'_>) {
    for stated in check.prose() {
        for blank in stated.facts.blanks.iter() {
            let message = format!("{}缺少数字", quoted(&stated.printed(*blank)));
            check.push(Finding::new(&RULE, Subject::Text, stated.source(*blank), message));
        }
    }
}
