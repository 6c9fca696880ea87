//! See [`RULE`].

use crate::rules::{Check, Finding, Severity, Subject};

rule! {
    /// 部分标题下面没有任何内容。
    ///
    /// # 为什么
    ///
    /// 第二、三、四部分以表格报告，没有发生也要填0，空着就是缺表；第一、五、六部分是文字，没有需要报告的事项也应写“无”。
    ///
    /// # 怎么办
    ///
    /// 补写文字，或者插入规定的表格。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 二、主动公开政府信息情况
    ///
    /// 三、收到和处理政府信息公开申请情况
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2024年，本机关共主动公开政府信息36条。
    ///
    /// 六、其他需要报告的事项
    ///
    /// 无。
    /// ```
    "empty-section", "部分没有内容", Error, None, since "0.1.0"
}

fn check(check: &mut Check<'_>) {
    let report = check.report;
    if check.is_legacy() {
        return;
    }
    for section in &report.sections {
        let official = &report.edition.sections[section.index];
        let is_form = |id: &str| report.edition.forms.iter().any(|form| form.section == official.id && form.id == id);
        let wants_form = report.edition.forms.iter().any(|form| form.section == official.id);
        let form_elsewhere = report.forms.iter().any(|filled| is_form(&filled.form.id));
        if section.has_text || section.has_image || form_elsewhere {
            continue;
        }
        let mut message = format!("第{}部分“{}”没有内容", official.ordinal, official.title);
        let range = section.heading.range.clone();
        let subject = Subject::Sections(vec![section.index]);
        check.push(if wants_form {
            message.push_str("，应有规定的表格，没有发生的填0");
            Finding::new(&RULE, subject, range, message)
        } else {
            Finding::new(&RULE, subject, range.clone(), message).severity(Severity::Warning).note(range, &*official.asks)
        });
    }
}
