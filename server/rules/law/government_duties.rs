//! See [`RULE`].

use crate::edition::body::BodyLevel;
use crate::edition::keywords::{KeywordKind, of_kind};
use crate::rules::{TextCheck, Finding, Subject, listed};

rule! {
    /// 人民政府的报告没有写工作考核、社会评议或者责任追究的结果。
    ///
    /// # 为什么
    ///
    /// 《条例》第五十条第四项：各级人民政府的政府信息公开工作年度报告应当包括工作考核、社会评议和责任追究结果情况。部门、
    /// 管委会和公共企事业单位的报告没有这一要求。
    ///
    /// 是不是人民政府按标题中的机关名称判断，乡镇和街道也算；判断错了的，在设置中写明 `body`。任何一处提到就算写了。
    ///
    /// # 怎么办
    ///
    /// 在第一部分“监督保障”中补写；没有发生责任追究的，也写明没有发生。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县太平镇人民政府2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2024年，我镇将政府信息公开纳入年度考核。
    ///
    /// 二、主动公开政府信息情况
    /// ```
    ///
    /// ```right
    /// 云溪县太平镇人民政府2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2024年，我镇将政府信息公开纳入年度考核，开展社会评议，没有发生需要责任追究的情形。
    ///
    /// 二、主动公开政府信息情况
    /// ```
    "government-duties", "没有写考核、评议、追责的结果", Warning, None, since "0.1.0", sees Text
}

fn check(check: &mut TextCheck<'_>) {
    let report = check.report;
    let Some(section) = report.section("overview").filter(|section| section.has_text) else { return };
    if !check.body().is_some_and(|level| level.is_government() || level == BodyLevel::Street) {
        return;
    }
    let stated: Vec<&str> = check.keywords(KeywordKind::Duty).map(|(_, word)| word.keyword().id.as_str()).collect();
    let missing: Vec<&str> = of_kind(KeywordKind::Duty)
        .filter(|duty| !stated.contains(&duty.id.as_str()))
        .map(|duty| duty.name.as_str())
        .collect();
    if missing.is_empty() {
        return;
    }
    let message = format!("政府的年度报告应写明工作考核、社会评议和责任追究的结果，未见{}", listed(missing.into_iter()));
    let range = section.heading.range.clone();
    let finding = Finding::new(&RULE, Subject::Sections(vec![section.index]), range.clone(), message);
    check.push(finding.note(range, &*report.edition.sections[section.index].asks));
}
