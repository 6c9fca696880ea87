//! See [`RULE`].

use crate::edition::body::BodyLevel;
use crate::report::prose::Stretch;
use crate::report::title::{Name, Title};
use crate::rules::{TextCheck, Finding, Severity, Subject};
use crate::text::fold::fold;
use crate::text::{Edit, year};

rule! {
    /// 标题里的文件名称与法定名称不一致，标题没有单独成行，或者标题、其中的机关名称或年份写了两遍。
    ///
    /// # 为什么
    ///
    /// 《条例》第四十九条、第五十条称这份文件为“政府信息公开工作年度报告”。常见的简称只作提示，换成另一种文件的名称
    /// （如“政务公开工作总结”）或者漏字、错字则作警告。学校、医院等公共企事业单位的报告（《条例》第五十五条）也叫“信息公开工作年度
    /// 报告”。
    ///
    /// # 怎么办
    ///
    /// 标题写作“机关名称＋年份＋政府信息公开工作年度报告”，单独占一行。年份写在机关名称前面也可以。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政务公开工作总结
    ///
    /// 一、总体情况
    ///
    /// 二、主动公开政府信息情况
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 二、主动公开政府信息情况
    /// ```
    "title-form", "标题不规范", Warning, Safe, since "0.1.0", sees Text
}

fn check(check: &mut TextCheck<'_>) {
    let report = check.report;
    let Some(title) = report.title else { return };
    repetitions(check, title);
    let canonical = &report.edition.title.canonical;
    let is_own_name = title.name == Name::Public && check.body() == Some(BodyLevel::Public);
    if title.name == Name::Canonical || is_own_name {
        if !title.alone {
            let message = "标题与正文连在一起，应单独成行";
            check.push(Finding::new(&RULE, Subject::Title, title.range.clone(), message).severity(Severity::Hint));
        }
        return;
    }
    let severity = if title.name == Name::Hinted { Severity::Hint } else { Severity::Warning };
    let alone = if title.alone { "" } else { "，并单独成行" };
    let should = if severity == Severity::Hint { "宜为" } else { "应为" };
    let message = format!("标题中的文件名称{should}“{canonical}”{alone}");
    let edit = Edit::new(title.name_range.clone(), canonical.clone());
    let finding = Finding::new(&RULE, Subject::Title, title.name_range.clone(), message).severity(severity);
    check.push(finding.safe_fix(format!("改为“{canonical}”"), edit));
}

/// What stands twice: the title, the body in it, the year in it.
fn repetitions(check: &mut TextCheck<'_>, title: &Title) {
    let lines: Vec<_> = check.paragraphs(check.report.range.start..title.range.end).collect();
    let Some((line, before)) = lines.split_last() else { return };
    let stretch = line.stretch_in(&title.range);
    let text = line.folded(stretch);
    let mut found = Vec::new();
    if let Some(last) = before.last().filter(|last| last.text().trim_matches('#') == text) {
        found.push((last.range(), "标题重复写了一遍，应删去一处", None));
    }
    let organ = title.organ.as_deref().map(fold).unwrap_or_default();
    if let Some(half) = organ.get(..organ.len() / 2).filter(|half| half.chars().count() >= 3 && organ[half.len()..] == **half)
        && let Some(at) = text.find(&organ)
    {
        let again = stretch.start as usize + at + half.len();
        found.push((line.source(Stretch::new(again..again + half.len())), "标题中的机关名称重复", Some("删去重复的机关名称")));
    }
    if let Some(first) = year(text)
        && let Some(second) = year(&text[first.range.end..]).filter(|second| second.value == first.value)
    {
        let from = stretch.start as usize + first.range.end;
        let again = from + second.range.start..from + second.range.end;
        found.push((line.source(Stretch::new(again)), "标题中的年份重复", Some("删去重复的年份")));
    }
    for (range, message, fix) in found {
        let finding = Finding::new(&RULE, Subject::Title, range.clone(), message).severity(Severity::Hint);
        check.push(match fix {
            Some(fix) => finding.unsafe_fix(fix, Edit::new(range, String::new())),
            None => finding,
        });
    }
}
