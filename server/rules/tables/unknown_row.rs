//! See [`RULE`].

use crate::rules::replaced::replaced;
use crate::rules::words::MOST;
use crate::rules::{ReportCheck, Finding, Subject, quoted};
use crate::report::Label;

rule! {
    /// 表格里有统一格式没有的行。
    ///
    /// # 为什么
    ///
    /// 统一格式的行不能增加；多出的行（如“小计”“其他主动公开文件”）不参加勾稽，汇总时也无处可放。重复出现的行同样在此报告。
    /// 正好占了规定的一行的位置的，说明这里应是哪一行，不再另报缺行。
    ///
    /// # 怎么办
    ///
    /// 删去这一行，数据并入规定的行，或者在文字部分说明。行名写错的，改为统一格式的行名。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 二、主动公开政府信息情况
    ///
    /// | 第二十条第（一）项 | | | |
    /// | --- | --- | --- | --- |
    /// | 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
    /// | 规章 | 0 | 0 | 0 |
    /// | 其他主动公开文件 | 5 | 0 | 12 |
    /// | 行政规范性文件 | 2 | 1 | 9 |
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 二、主动公开政府信息情况
    ///
    /// | 第二十条第（一）项 | | | |
    /// | --- | --- | --- | --- |
    /// | 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
    /// | 规章 | 0 | 0 | 0 |
    /// | 行政规范性文件 | 2 | 1 | 9 |
    /// ```
    "unknown-row", "表格多出的行", Warning, None, since "0.1.0", sees Report
}

fn check(check: &mut ReportCheck<'_>) {
    let report = check.report;
    if report.unknown_rows.is_empty() {
        return;
    }
    let replaced = replaced(report);
    let labels = report.forms.iter().enumerate().flat_map(|(form, filled)| {
        let labels = filled.rows.iter().filter_map(|row| row.label.as_ref());
        labels.map(move |label| (form, label, label.folded()))
    });
    let labels: Vec<(usize, &Label, String)> = labels.collect();
    // The repeated rows of each form, with the rows that they repeat.
    let mut repeated: Vec<Vec<(&Label, &Label)>> = vec![Vec::new(); report.forms.len()];
    for label in &report.unknown_rows {
        let own = label.folded();
        let mut twins = labels.iter().filter(|(_, other, folded)| *folded == own && other.range != label.range);
        let twin = twins.next().map(|(form, other, _)| (*form, *other));
        match twin {
            Some((form, twin)) => repeated[form].push((label, twin)),
            None => {
                let instead = replaced.iter().find(|it| it.label.range == label.range);
                let instead = instead.map_or_else(String::new, |it| {
                    format!("，这里应为{}", quoted(it.form.form.rows[it.row].words()))
                });
                let message = format!("统一格式的表格没有{}这一行{instead}", quoted(label.text.trim()));
                check.push(Finding::new(&RULE, Subject::Text, label.range.clone(), message));
            }
        }
    }
    for (filled, rows) in report.forms.iter().zip(repeated) {
        let together = rows.len() > MOST;
        for (label, twin) in rows.iter().take(if together { 1 } else { rows.len() }) {
            let message = match together {
                true => format!("“{}”有{}行重复了", filled.form.name, rows.len()),
                false => format!("{}这一行重复了", quoted(label.text.trim())),
            };
            let finding = Finding::new(&RULE, Subject::Text, label.range.clone(), message);
            check.push(finding.note(twin.range.clone(), "另一处在这里"));
        }
    }
}
