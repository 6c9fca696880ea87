//! See [`RULE`].

use crate::edition::phrases::Quantity;
use crate::report::claims::resolve::{self, Reference};
use crate::report::claims::{Amount, Claim, ClaimRole, ClaimScope};
use crate::report::{Paragraph, Report};
use crate::rules::{Check, Finding, Subject, listed, quoted};
use crate::text::Edit;
use rust_decimal::Decimal;

rule! {
    /// 正文说没有，表格里却有；或者正文说有，表格里却是0。
    ///
    /// # 为什么
    ///
    /// 总体情况说的是同一年、同一机关的事，数字应当与表格一致。“未收到申请”而表三的新收数量大于0，或者正文写收到3件而
    /// 表三为0，必有一处写错。行政复议、行政诉讼和制发的规范性文件也是一样。
    ///
    /// 只比较本机关、本年度的全数：上一年的数字、计划、“全市”等其他范围的数字、按渠道或者类别分列的数字、约数，以及不能断定
    /// 说的是哪一项的数字，都不比较。
    ///
    /// # 怎么办
    ///
    /// 对照台账，改正文或者改表格。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2024年，我局未收到政府信息公开申请，制发行政规范性文件3件。
    ///
    /// 二、主动公开政府信息情况
    ///
    /// | 第二十条第（一）项 | | | |
    /// | --- | --- | --- | --- |
    /// | 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
    /// | 规章 | 0 | 0 | 0 |
    /// | 行政规范性文件 | 0 | 0 | 9 |
    ///
    /// 三、收到和处理政府信息公开申请情况
    ///
    /// | | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |
    /// | --- | --- | --- | --- | --- | --- | --- | --- |
    /// | 一、本年新收政府信息公开申请数量 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2024年，我局收到政府信息公开申请2件，未制发行政规范性文件。
    ///
    /// 二、主动公开政府信息情况
    ///
    /// | 第二十条第（一）项 | | | |
    /// | --- | --- | --- | --- |
    /// | 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
    /// | 规章 | 0 | 0 | 0 |
    /// | 行政规范性文件 | 0 | 0 | 9 |
    ///
    /// 三、收到和处理政府信息公开申请情况
    ///
    /// | | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |
    /// | --- | --- | --- | --- | --- | --- | --- | --- |
    /// | 一、本年新收政府信息公开申请数量 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |
    /// ```
    "claim-zero", "正文说没有，表格却有，或者相反", Error, Unsafe, since "0.1.0"
}

fn check(check: &mut Check<'_>) {
    let report = check.report;
    for stated in check.prose() {
        for claim in stated.facts.claims.iter() {
            check.extend(judge(report, &stated, claim));
        }
    }
}

fn judge(report: &Report, stated: &Paragraph<'_>, claim: &Claim) -> Option<Finding> {
    let quantity = claim.quantity.filter(|_| claim.firm && claim.role == ClaimRole::Whole && claim.is_of(report.year))?;
    let said = claim.exact()?;
    // If a whole county has issued nothing, neither has any of its bodies.
    let whole = quantity == Quantity::NormativeIssued && said.is_zero() && claim.scope != ClaimScope::Part;
    if !is_watched(quantity) || !(whole || resolve::is_own(report, claim)) {
        return None;
    }
    let printed = resolve::stated(report, quantity)?;
    let contradicts = match claim.amount {
        // Words for nothing are zero for every sum that a figure may name.
        Amount::Nothing => printed > Decimal::ZERO,
        _ if said.is_zero() => resolve::accepted(report, quantity).iter().all(|figure| *figure > Decimal::ZERO),
        _ => resolve::accepted(report, quantity).iter().all(Decimal::is_zero),
    };
    contradicts.then(|| finding(report, stated, claim, quantity, printed)).flatten()
}

/// Whether claims about this quantity are compared with the tables.
fn is_watched(quantity: Quantity) -> bool {
    use Quantity::{DirectLawsuits, LaterLawsuits, Lawsuits, NormativeIssued, Proceedings, Received, Reconsiderations};
    [Received, Reconsiderations, Lawsuits, DirectLawsuits, LaterLawsuits, Proceedings, NormativeIssued].contains(&quantity)
}

fn finding(
    report: &Report,
    stated: &Paragraph<'_>,
    claim: &Claim,
    quantity: Quantity,
    printed: Decimal,
) -> Option<Finding> {
    let references: Vec<Reference> = match quantity {
        Quantity::Proceedings => [Quantity::Reconsiderations, Quantity::Lawsuits]
            .into_iter()
            .filter_map(|part| resolve::cells(report, part))
            .collect(),
        _ => resolve::cells(report, quantity).into_iter().collect(),
    };
    let form = references.first()?.form;
    let cells: Vec<_> = references.into_iter().filter(|it| it.form == form).flat_map(|it| it.cells).collect();
    let filled = report.forms.get(form)?;
    let words = listed(cells.iter().map(|cell| filled.form.words(*cell)));
    let together = if cells.len() > 1 { "共" } else { "" };
    let said = match claim.amount {
        Amount::Figure(value, _) => {
            format!("为{value}{}", claim.unit().and_then(|unit| unit.words.first()).map_or("", String::as_str))
        }
        _ => format!("称{}", quoted(&stated.printed(claim.at))),
    };
    let message = format!("正文{said}，但{}的{words}{together}为{printed}", filled.form.name);
    let range = stated.source(claim.at);
    let subject = Subject::Claim(filled.form.id.as_str(), cells.clone());
    let finding = Finding::new(&RULE, subject, range.clone(), message);
    let value = |cell: &(usize, usize)| filled.value(cell.0, cell.1);
    let with_notes = cells.iter().filter_map(value).fold(finding, |finding, value| {
        finding.note(value.range.clone(), format!("表格中为{}", value.text))
    });
    let figure = matches!(claim.amount, Amount::Figure(..));
    Some(match figure {
        true => with_notes.unsafe_fix(format!("正文改为{printed}"), Edit::new(range, printed.to_string())),
        false => with_notes,
    })
}
