//! See [`RULE`].

use crate::rules::{Check, Finding, Subject};
use crate::edition::Form;

rule! {
    /// 部分中缺少规定的表格，或者表二缺少某一项的内容。
    ///
    /// # 为什么
    ///
    /// 第二、三、四部分以统一格式的表格报告（国办公开办函〔2021〕30号、〔2019〕60号），没有发生也要保留表格并填0。
    ///
    /// # 怎么办
    ///
    /// 插入规定的表格，填写数据。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 四、政府信息公开行政复议、行政诉讼情况
    ///
    /// 本年度未发生行政复议、行政诉讼。
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 四、政府信息公开行政复议、行政诉讼情况
    ///
    /// | 行政复议 | | | | | 行政诉讼 | | | | | | | | | |
    /// | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
    /// | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 未经复议直接起诉 | | | | | 复议后起诉 | | | | |
    /// | | | | | | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |
    /// | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
    /// ```
    "missing-form", "缺少规定的表格", Error, None, since "0.1.0"
}

fn check(check: &mut Check<'_>) {
    let report = check.report;
    if check.is_legacy() {
        return;
    }
    for section in &report.sections {
        let official = &report.edition.sections[section.index];
        let forms: Vec<&Form> = report.edition.forms.iter().filter(|form| form.section == official.id).collect();
        let missing: Vec<&Form> = forms.iter().copied().filter(|form| report.form(&form.id).is_none()).collect();
        let whole = missing.len() == forms.len();
        // A section without content is reported as empty only, and a table may be a picture.
        if missing.is_empty() || report.has_pictured_table(section) || !(section.has_text || section.has_image) {
            continue;
        }
        let range = section.heading.range.clone();
        let subject = Subject::Forms(missing.iter().map(|form| form.id.as_str()).collect());
        if whole {
            let message = format!("第{}部分“{}”缺少规定的表格，没有发生的也应列表填0", official.ordinal, official.title);
            check.push(Finding::new(&RULE, subject, range, message));
        } else {
            for form in missing {
                let rows: Vec<&str> = form.rows.iter().map(|row| row.words()).collect();
                let message = format!("缺少“{}”（{}），没有发生的也应列出并填0", form.name, rows.join("、"));
                check.push(Finding::new(&RULE, Subject::Forms(vec![&form.id]), range.clone(), message));
            }
        }
    }
}
