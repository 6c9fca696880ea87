//! See [`RULE`].

use crate::edition::law::law;
use crate::report::Paragraph;
use crate::report::citations::{Brackets, Citation};
use crate::report::prose::Stretch;
use crate::report::prose::document_number::DocumentNumber;
use crate::rules::{TextCheck, Finding, Severity, Subject, quoted};
use crate::text::Edit;

rule! {
    /// 发文字号的写法不规范，或者机关代字写错。
    ///
    /// # 为什么
    ///
    /// 《党政机关公文格式》（GB/T 9704—2012）规定，发文字号由发文机关代字、年份、发文顺序号组成；年份标全称，用六角括号
    /// “〔〕”括入；顺序号不加“第”字，不编虚位，后面加“号”字。写法不规范的只作提示；《年度报告格式》等文件的代字写错的
    /// （如“国办公开办涵”）作警告。
    ///
    /// 法院案号、索引号、国务院令和公告的编号不是这种发文字号。
    ///
    /// # 怎么办
    ///
    /// 写作“机关代字〔年份〕顺序号号”，如“国办公开办函〔2021〕30号”。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 本报告根据《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函[2021]30号）编制。
    ///
    /// 一、总体情况
    ///
    /// 二、主动公开政府信息情况
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 本报告根据《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）编制。
    ///
    /// 一、总体情况
    ///
    /// 二、主动公开政府信息情况
    /// ```
    "document-number-form", "发文字号不规范", Hint, Safe, since "0.1.0", sees Text
}

/// A shorter code is no code of a body, in characters.
const SHORTEST_CODE: usize = 2;

fn check(check: &mut TextCheck<'_>) {
    for stated in check.prose() {
        for citation in &stated.facts.citations {
            let finding = damaged(&stated, citation).or_else(|| ill_formed(&stated, citation));
            check.extend(finding);
        }
    }
}

/// The finding about the number of a known document with a slip in its code.
fn damaged(stated: &Paragraph<'_>, citation: &Citation) -> Option<Finding> {
    let at = citation.number_at.filter(|_| citation.damaged)?;
    let document = citation.document()?;
    // Words before the code are none of it.
    let length = document.number.chars().take_while(|c| *c != '〔').count();
    let code = citation.number?.code;
    let first = stated.folded(code).char_indices().rev().nth(length.checked_sub(1)?).map(|(at, _)| at as u32)?;
    let start = code.start + first;
    let printed = stated.printed(Stretch { start, end: code.end });
    let message = format!("文号的机关代字{}有误，应为{}", quoted(&printed), document.number);
    let range = stated.source(Stretch { start, end: at.end });
    let edit = Edit::new(range.clone(), document.number.clone());
    let finding = Finding::new(&RULE, Subject::Citation, range, message).severity(Severity::Warning);
    Some(finding.safe_fix(format!("改为{}", document.number), edit))
}

/// The finding about a number that is not written as it should be.
fn ill_formed(stated: &Paragraph<'_>, citation: &Citation) -> Option<Finding> {
    let (at, number) = (citation.number_at?, citation.number?);
    let year = number.year?;
    // What is cut at the end of its line goes on in the next one.
    if !number.marked && at.end as usize == stated.text().len() {
        return None;
    }
    let code = stated.folded(number.code);
    let ordinal = number.ordinal && !law().ordinal.words.iter().any(|word| code.ends_with(word.as_str()));
    let brackets = citation.brackets == Brackets::Other;
    if code.chars().count() < SHORTEST_CODE || !(brackets || ordinal || number.padded || !number.marked) {
        return None;
    }
    let faults = [
        (brackets, "年份应用六角括号〔〕"),
        (ordinal, "顺序号前不加“第”字"),
        (number.padded, "顺序号不编虚位"),
        (!number.marked, "顺序号后应有“号”字"),
    ];
    let faults: Vec<&str> = faults.into_iter().filter(|(is_fault, _)| *is_fault).map(|(_, fault)| fault).collect();
    let right = format!("〔{year}〕{}{}号", if number.ordinal && !ordinal { "第" } else { "" }, number.serial);
    let message = format!("发文字号的{}，应写作“{right}”", faults.join("，"));
    let edit = Edit::new(stated.source(behind_code(number, at)), right.trim_end_matches(mark(number)));
    let finding = Finding::new(&RULE, Subject::Citation, stated.source(at), message);
    Some(finding.safe_fix(format!("改为“{right}”"), edit))
}

/// The mark at the end of a number that stays as it is.
fn mark(number: DocumentNumber) -> char {
    const MARK: char = '号';
    // Nothing ends in a blank.
    if number.marked { MARK } else { ' ' }
}

/// The bytes between the code and the mark of a number.
fn behind_code(number: DocumentNumber, at: Stretch) -> Stretch {
    let marked = if number.marked { mark(number).len_utf8() as u32 } else { 0 };
    Stretch { start: number.code.end, end: at.end - marked }
}
