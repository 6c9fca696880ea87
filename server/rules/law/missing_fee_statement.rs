//! See [`RULE`].

use crate::edition::body::BodyLevel;
use crate::edition::keywords::KeywordKind;
use crate::edition::law::law;
use crate::edition::sentence::SentencePart;
use crate::edition::Edition;
use crate::report::placeholder::{Placeholder, placeholder};
use crate::report::prose::Stretch;
use crate::report::{Paragraph, Section};
use crate::rules::{TextCheck, Finding, Subject};
use crate::text::{Edit, fold::fold};

rule! {
    /// 第六部分没有说明信息处理费的收取情况。
    ///
    /// # 为什么
    ///
    /// 《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）自2021年1月1日起施行，收取情况应当在年度报告中说明：发出收费通知
    /// 的件数和金额、实际收取的金额。没有收取的，也应当说明没有收取，不能只写“无”。
    ///
    /// 报告里任何一处写到信息处理费或者收费通知，第六部分写到收费、费用，都算已经说明。2020年度及以前的报告和公共企事业单位的
    /// 报告没有这一要求。
    ///
    /// # 怎么办
    ///
    /// 在第六部分补写一句，件数和金额如实填写；没有收取的写“本年度未收取信息处理费”。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2024年，我局主动公开政府信息36条。
    ///
    /// 六、其他需要报告的事项
    ///
    /// 无。
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2024年，我局主动公开政府信息36条。
    ///
    /// 六、其他需要报告的事项
    ///
    /// 本年度未收取信息处理费。没有其他需要报告的事项。
    /// ```
    "missing-fee-statement", "没有说明信息处理费", Warning, Unsafe, since "0.1.0", sees Text
}

/// The first report year for which the fee may be charged.
const FIRST_YEAR: u16 = 2021;
/// What stands in the place of a figure that only the author knows.
const OPEN: &str = "×××";

fn check(check: &mut TextCheck<'_>) {
    let report = check.report;
    let Some(fee) = open(report.edition, "fee").filter(|_| report.year.is_some_and(|year| year >= FIRST_YEAR)) else {
        return;
    };
    let Some(section) = report.section("other").filter(|section| section.has_text) else { return };
    if check.keywords(KeywordKind::Fee).next().is_some() || check.body() == Some(BodyLevel::Public) {
        return;
    }
    let paragraphs: Vec<Paragraph<'_>> = check.paragraphs(section.body.clone()).collect();
    if paragraphs.iter().any(|it| speaks_of_charge(it.text())) {
        return;
    }
    let official = &report.edition.sections[section.index];
    let message = format!("第{}部分没有说明信息处理费的收取情况，没有收取的也应写明", official.ordinal);
    let range = section.heading.range.clone();
    let finding = Finding::new(&RULE, Subject::Sections(vec![section.index]), range, message);
    check.push(match edit(report.edition, section, &paragraphs, fee) {
        Some(edit) => finding.unsafe_fix("插入信息处理费的说明（件数和金额待填）", edit),
        None => finding,
    });
}

/// Whether a text of part six speaks of a charge that may be the fee.
fn speaks_of_charge(text: &str) -> bool {
    let fee = &law().fee;
    let rest = fee.other.words.iter().fold(text.to_owned(), |text, other| text.replace(&fold(other), ""));
    fee.charge.is_in(&rest)
}

/// The edit that puts the sentence before what the section says. Where that is nothing but 无, the words for it go behind.
fn edit(edition: &Edition, section: &Section, paragraphs: &[Paragraph<'_>], fee: String) -> Option<Edit> {
    let first = paragraphs.iter().find(|it| !it.text_from(section.body.start).is_empty())?;
    let said = first.text_from(section.body.start);
    let text = first.text();
    let place = first.source(Stretch::new(text.len() - said.len()..text.len()));
    let is_none = placeholder(said.trim_end_matches(['。', ';', '.'])) == Some(Placeholder::Nothing);
    Some(match open(edition, "nothing-else").filter(|_| is_none) {
        Some(nothing) => Edit::new(place, fee + &nothing),
        None => Edit::new(place.start..place.start, fee),
    })
}

/// A sentence of an edition, with what only the author knows left open.
fn open(edition: &Edition, id: &str) -> Option<String> {
    let sentence = edition.sentences.iter().find(|sentence| sentence.id == id)?;
    let words = sentence.text.parts().iter().map(|part| match part {
        SentencePart::Words(words) => words.as_str(),
        _ => OPEN,
    });
    Some(words.collect())
}
