//! See [`RULE`].

use crate::report::Filled;
use crate::edition::CellAt;
use crate::report::carry_over::{CARRIED_IN, CARRIED_OUT, FORM};
use crate::report::neighbours::{Neighbour, Said};
use crate::rules::faults::corrected_by_last_year;
use crate::rules::words::MOST;
use crate::rules::{ReportCheck, Finding, Subject, quoted};
use crate::text::Edit;
use rust_decimal::Decimal;

rule! {
    /// 上年结转与上一年度报告的结转下年度不一致。
    ///
    /// # 为什么
    ///
    /// 上一年度没有办结的申请，由本年度接着办理：各类申请人的上年结转应等于本机关上一年度报告的结转下年度。上年报告从同一
    /// 文件夹、打开的文档、另外指定的往年报告和同一文件的其他报告中，按机关名称和年度查找。找不到，有几份而数字不同，或者
    /// 那一行不全、各栏之和不等于总计的，不核对；本年这一格已由 `wrong-cell` 指出的，不再报告。
    ///
    /// # 怎么办
    ///
    /// 对照台账核对两年的报告。本年写错的，改为上年的数；上年写错的，以更正后公布的为准。机关改名、合并的，按承接的申请填报；改了
    /// 名称的写入 `nianbao.toml` 的 `[[renamed]]`，按原名称也查找上年报告；合并的写入 `[[merged]]`，当年不核对。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2023年政府信息公开工作年度报告
    ///
    /// 三、收到和处理政府信息公开申请情况
    ///
    /// | | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |
    /// | --- | --- | --- | --- | --- | --- | --- | --- |
    /// | 四、结转下年度继续办理 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |
    ///
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 三、收到和处理政府信息公开申请情况
    ///
    /// | | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |
    /// | --- | --- | --- | --- | --- | --- | --- | --- |
    /// | 二、上年结转政府信息公开申请数量 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2023年政府信息公开工作年度报告
    ///
    /// 三、收到和处理政府信息公开申请情况
    ///
    /// | | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |
    /// | --- | --- | --- | --- | --- | --- | --- | --- |
    /// | 四、结转下年度继续办理 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |
    ///
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 三、收到和处理政府信息公开申请情况
    ///
    /// | | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |
    /// | --- | --- | --- | --- | --- | --- | --- | --- |
    /// | 二、上年结转政府信息公开申请数量 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |
    /// ```
    "carry-over", "上年结转与上年报告不符", Warning, Unsafe, since "0.1.0", sees Report
}

fn check(check: &mut ReportCheck<'_>) {
    let Said::One(last, carried) = check.last_year.carried_out() else { return };
    let Some(left) = carried.counts() else { return };
    let Some(filled) = check.report.form(FORM) else { return };
    let corrected = corrected_by_last_year(check.last_year, filled);
    let finding = finding(filled, last, &left, &corrected);
    check.extend(finding);
}

/// A column whose figure differs from the one that last year's report carried out.
struct Difference<'a> {
    column: usize,
    words: &'a str,
    own: Decimal,
    left: Decimal,
}

impl Difference<'_> {
    fn said(&self) -> String {
        format!("{}为{}，上年为{}", self.words, self.own, self.left)
    }
}

fn finding(filled: &Filled, last: &Neighbour, left: &[Decimal], corrected: &[CellAt]) -> Option<Finding> {
    let (row, out) = (filled.form.row(CARRIED_IN)?, filled.form.row(CARRIED_OUT)?);
    let difference = |(column, left): (usize, &Decimal)| {
        let own = filled.value(row, column)?.number()?;
        let cell = (row, column);
        let is_off = own != *left && filled.right(cell).is_none() && !corrected.contains(&cell);
        let words = filled.form.columns.get(column)?.words();
        is_off.then(|| Difference { column, words, own: own.normalize(), left: left.normalize() })
    };
    let differences: Vec<Difference<'_>> = left.iter().enumerate().filter_map(difference).collect();
    let (first, others) = differences.split_first()?;
    let (name, year) = (&last.document.name, last.said.key.year);
    let theirs = quoted(filled.form.rows[out].words());
    let message = if others.is_empty() {
        let ours = quoted(filled.words(row, first.column));
        format!("{ours}为{}，{year}年报告（{name}）{theirs}为{}，两者应一致", first.own, first.left)
    } else {
        let (ours, count) = (quoted(filled.form.rows[row].words()), differences.len());
        let said: Vec<String> = differences.iter().take(MOST).map(Difference::said).collect();
        let more = if count > MOST { "等" } else { "" };
        format!("{ours}有{count}栏与{year}年报告（{name}）{theirs}不一致：{}{more}", said.join("；"))
    };
    let figure = |it: &Difference<'_>| Some(filled.value(row, it.column)?.figure());
    let cells = differences.iter().map(|it| (row, it.column)).collect();
    let place = match (others, filled.rows[row].label.as_ref()) {
        ([], _) | (_, None) => figure(first)?,
        (_, Some(label)) => label.range.clone(),
    };
    let mut finding = Finding::new(&RULE, Subject::Cells(&filled.form.id, cells), place, message);
    for it in differences.iter().filter(|_| !others.is_empty()) {
        finding = finding.note(figure(it)?, it.said());
    }
    let edits: Vec<Edit> =
        differences.iter().filter_map(|it| Some(Edit::new(figure(it)?, it.left.to_string()))).collect();
    let title = match others {
        [] => format!("改为上年报告的{}", first.left),
        _ => format!("{}栏改为上年报告的数", differences.len()),
    };
    Some(finding.unsafe_fixes(title, edits))
}
