//! See [`RULE`].

use crate::edition;
use crate::rules::{TextCheck, Finding, Subject};

rule! {
    /// 2018年及以前的报告，还没有统一格式的部分和表格。
    ///
    /// # 为什么
    ///
    /// 统一格式从2019年度报告开始使用（国办公开办函〔2019〕60号）。此前的报告按2007年《条例》编写，部分和统计表都不同，用现在的格式
    /// 核对没有意义，所以部分标题和表格一概不检查，只说明这一点。
    ///
    /// 标题年份在2019年以前、又没有统一格式表格的，视为旧版；没有标题的，看有没有旧版统计表的指标。引用了2019年或2021年格式文号的
    /// 不是旧版，标题年份可能写错。
    ///
    /// # 怎么办
    ///
    /// 确是旧报告的，不必理会；标题年份写错的，改正年份。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县文化局2013年政府信息公开工作年度报告
    ///
    /// 一、概述
    ///
    /// 2013年，我局主动公开政府信息5条。
    ///
    /// 二、收费及减免情况
    ///
    /// 没有收费。
    /// ```
    ///
    /// ```right
    /// 云溪县文化局2019年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2019年，我局主动公开政府信息5条，比2018年增加2条。
    ///
    /// 二、主动公开政府信息情况
    /// ```
    "legacy-edition", "2019年以前的旧版报告", Info, None, since "0.1.0", sees Text
}

fn check(check: &mut TextCheck<'_>) {
    let report = check.report;
    let Some(first) = edition::editions().first().filter(|_| check.is_legacy()) else { return };
    let year = report.title.map_or_else(String::new, |title| format!("{}年度", title.year));
    let message =
        format!("{year}报告早于{}年起使用的统一格式（{}），部分和表格没有检查", first.first_report_year, first.notice);
    let range = report.title.map_or(report.first_line, |title| &title.range).clone();
    check.push(Finding::new(&RULE, Subject::Title, range, message));
}
