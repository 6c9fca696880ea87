//! See [`RULE`].

use crate::rules::{ReportCheck, Finding, Severity, Subject};
use crate::report::Banner;
use crate::text::Edit;

rule! {
    /// 表二的条款标题写法不规范：把“项”写成“款”“目”，引了别的条，或者数字、括号的写法不同。
    ///
    /// # 为什么
    ///
    /// 统一格式的写法是“第二十条第（一）项”。《条例》第二十条只有一款，下分十五项，写成“款”就引错了；写成“第十条”是2007年
    /// 旧条例的条号。全角、半角括号和空格不影响。
    ///
    /// # 怎么办
    ///
    /// 改为统一格式的写法。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 二、主动公开政府信息情况
    ///
    /// | 第二十条第（五）款 | |
    /// | --- | --- |
    /// | 信息内容 | 本年处理决定数量 |
    /// | 行政许可 | 12 |
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 二、主动公开政府信息情况
    ///
    /// | 第二十条第 (五) 项 | |
    /// | --- | --- |
    /// | 信息内容 | 本年处理决定数量 |
    /// | 行政许可 | 12 |
    /// ```
    "article-heading-form", "条款标题写法不规范", Warning, Safe, since "0.1.0", sees Report
}

fn check(check: &mut ReportCheck<'_>) {
    let report = check.report;
    for (index, banner) in report.banners.iter().enumerate() {
        let Some((severity, problem)) = problem(banner) else { continue };
        // The rows under a heading show what it should be; without rows, its own number does.
        let under = report.forms.iter().filter(|filled| filled.rows.iter().any(|row| row.banner == Some(index)));
        let items: Vec<_> = under.filter_map(|filled| filled.form.banner.as_ref()).collect();
        let by_number = || {
            let forms = report.edition.forms.iter().filter_map(|form| form.banner.as_ref());
            forms.into_iter().find(|official| official.item == banner.item)
        };
        let official = items.iter().copied().find(|official| official.item == banner.item);
        let Some(official) = official.or(items.first().copied()).or_else(by_number) else { continue };
        // A heading with a wrong number is reported for that, and that repair corrects the spelling too.
        if official.item != banner.item {
            continue;
        }
        let edit = Edit::new(banner.range.clone(), official.text.clone());
        let should = if severity == Severity::Hint { "宜" } else { "应" };
        let message = format!("条款标题{should}写作“{}”{problem}", official.text);
        let finding = Finding::new(&RULE, Subject::Banner(index), banner.range.clone(), message).severity(severity);
        check.push(finding.safe_fix(format!("改为“{}”", official.text), edit));
    }
}

fn problem(banner: &Banner) -> Option<(Severity, String)> {
    match (banner.article, banner.unit) {
        (20, Some('项')) if banner.official => None,
        (20, Some('项')) => Some((Severity::Hint, String::new())),
        (20, None) => Some((Severity::Hint, "，漏了“项”".to_owned())),
        (20, Some(unit)) => Some((Severity::Warning, format!("，不是“{unit}”"))),
        _ => Some((Severity::Warning, "，条号不对".to_owned())),
    }
}
