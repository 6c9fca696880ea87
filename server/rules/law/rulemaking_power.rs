//! See [`RULE`].

use crate::edition::CellAt;
use crate::edition::body::BodyLevel;
use crate::report::body;
use crate::rules::{Check, Finding, Subject};
use crate::text::Edit;
use rust_decimal::Decimal;
use smol_str::SmolStr;

rule! {
    /// 没有规章制定权的机关在“规章”一行填了数字。
    ///
    /// # 为什么
    ///
    /// 《立法法》规定，规章由国务院部门，省、自治区、直辖市和设区的市、自治州的人民政府制定。乡镇、街道、县区、管委会、学校和
    /// 县级部门都没有规章制定权，多半是把规范性文件或者规章制度填到了这一行。
    ///
    /// 机关的层级按标题中的机关名称判断；判断错了的，在设置中写明 `body`。名称为“某某市”的，可能有制定权，不作判断。
    ///
    /// # 怎么办
    ///
    /// 核对这一行的数字：没有规章的填0，属于行政规范性文件的填到下一行。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县太平镇人民政府2024年政府信息公开工作年度报告
    ///
    /// 二、主动公开政府信息情况
    ///
    /// | 第二十条第（一）项 |  |  |  |
    /// | --- | --- | --- | --- |
    /// | 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
    /// | 规章 | 0 | 0 | 6 |
    /// | 行政规范性文件 | 0 | 0 | 0 |
    /// ```
    ///
    /// ```right
    /// 云溪县太平镇人民政府2024年政府信息公开工作年度报告
    ///
    /// 二、主动公开政府信息情况
    ///
    /// | 第二十条第（一）项 |  |  |  |
    /// | --- | --- | --- | --- |
    /// | 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
    /// | 规章 | 0 | 0 | 0 |
    /// | 行政规范性文件 | 0 | 0 | 6 |
    /// ```
    "rulemaking-power", "没有规章制定权", Warning, Unsafe, since "0.1.0"
}

/// The form with the row of rules, and the columns that count what the body itself has made.
const FORM: &str = "article-20-1";
const ROW: &str = "rules";
const COLUMNS: [&str; 4] = ["issued", "repealed", "in-force", "made"];

fn check(check: &mut Check<'_>) {
    let report = check.report;
    let Some(filled) = report.form(FORM) else { return };
    let Some(row) = filled.form.row(ROW) else { return };
    let columns = COLUMNS.iter().filter_map(|column| filled.form.column(column));
    let is_more = |cell: &CellAt| filled.number(*cell).is_some_and(|number| number > Decimal::ZERO);
    let cells: Vec<CellAt> = columns.map(|column| (row, column)).filter(is_more).collect();
    let values: Vec<_> = cells.iter().filter_map(|cell| filled.value(cell.0, cell.1)).collect();
    let (Some(first), Some(last)) = (values.first(), values.last()) else { return };
    let organ = report.title.as_ref().and_then(|title| title.organ.as_deref());
    if !check.body().is_some_and(|level| lacks_power(level, organ)) {
        return;
    }
    let numbers: Vec<SmolStr> = values.iter().map(|value| value.text()).collect();
    let label = filled.form.rows[row].words();
    let organ = organ.unwrap_or("本机关");
    let message = format!("{organ}没有规章制定权，“{label}”一行一般应为0，现为{}", numbers.join("、"));
    let range = first.range().start..last.range().end;
    let edits = values.iter().map(|value| Edit::new(value.figure(), "0")).collect();
    let finding = Finding::new(&RULE, Subject::Cells(filled.form.id.as_str(), cells.clone()), range, message);
    check.push(finding.unsafe_fixes("改为0", edits));
}

/// Whether a body of this level and name certainly cannot make rules.
fn lacks_power(level: BodyLevel, organ: Option<&str>) -> bool {
    match level {
        BodyLevel::Township | BodyLevel::Street | BodyLevel::County | BodyLevel::Public | BodyLevel::Other => true,
        BodyLevel::Department => matches!(organ.and_then(body::seat), Some(BodyLevel::Township | BodyLevel::County)),
        BodyLevel::City | BodyLevel::Province | BodyLevel::Ministry => false,
    }
}
