//! See [`RULE`].

use crate::edition::OfficialSection;
use crate::report::Section;
use crate::rules::{Check, Finding, Subject};

rule! {
    /// 规定的表格只有图片，没有文字。
    ///
    /// # 为什么
    ///
    /// 第二、三、四部分的数据要汇总、比对，图片里的数字读不出来，视障读者的读屏软件也读不出来，勾稽关系无从核对。
    ///
    /// # 怎么办
    ///
    /// 把图片换成文字表格。图片不是表格的，补上规定的表格。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// # 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// ## 四、政府信息公开行政复议、行政诉讼情况
    ///
    /// ![附表](images/table4.png)
    /// ```
    ///
    /// ```right
    /// # 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// ## 四、政府信息公开行政复议、行政诉讼情况
    ///
    /// | 行政复议 | | | | | 行政诉讼 | | | | | | | | | |
    /// | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
    /// | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 未经复议直接起诉 | | | | | 复议后起诉 | | | | |
    /// | | | | | | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |
    /// | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
    /// ```
    "table-as-image", "表格是图片", Warning, None, since "0.1.0"
}

fn check(check: &mut Check<'_>) {
    let report = check.report;
    if check.is_legacy() {
        return;
    }
    let mut pictures: Vec<(&Section, &OfficialSection)> = Vec::new();
    let mut missing: Vec<&'static str> = Vec::new();
    for section in report.sections.iter().filter(|section| report.has_pictured_table(section)) {
        let official = &report.edition.sections[section.index];
        pictures.push((section, official));
        missing.extend(report.edition.forms_of(official).iter().map(|form| form.id.as_str()));
    }
    let Some(((first, _), others)) = pictures.split_first() else { return };
    let ordinals: Vec<&str> = pictures.iter().map(|(_, official)| official.ordinal.as_str()).collect();
    let message = format!("第{}部分的表格可能是图片，无法核对；表格应以文字形式提供", ordinals.join("、"));
    let finding = Finding::new(&RULE, Subject::Forms(missing), first.heading.range.clone(), message);
    check.push(others.iter().fold(finding, |finding, (section, official)| {
        finding.note(section.heading.range.clone(), format!("第{}部分的表格也可能是图片", official.ordinal))
    }));
}
