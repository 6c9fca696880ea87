//! See [`RULE`].

use crate::edition::keywords::KeywordKind;
use crate::report::Paragraph;
use crate::report::keywords::KeywordUse;
use crate::rules::{TextCheck, Finding, Subject, quoted};
use crate::text::script::is_han;

rule! {
    /// 报告上有密级或者内部资料的标志。
    ///
    /// # 为什么
    ///
    /// 年度报告应当向社会公布（《政府信息公开条例》第四十九条），带有“秘密★”“内部资料”“不予公开”一类标志的文件不能公布。
    /// 标志多半是套用别的文件、连同页眉一起复制进来的。
    ///
    /// 单独成行的标志才算；句子里提到保密法律、定密要求或者不予公开的情形，不算。
    ///
    /// # 怎么办
    ///
    /// 核对来源。误带的，删去标志；内容确实涉密的，不得写进年度报告。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 内部资料 注意保存
    ///
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2024年，我局公开政府信息186条。
    ///
    /// 二、主动公开政府信息情况
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2024年，我局公开政府信息186条，编印政策汇编2期（内部资料），对涉密文件按规定标注“秘密★”。
    ///
    /// 二、主动公开政府信息情况
    /// ```
    "secret-marking", "密级或内部标志", Warning, None, since "0.1.0", sees Text
}

/// A marking stands on a line that is not longer, in characters.
const LONGEST: usize = 40;

fn check(check: &mut TextCheck<'_>) {
    let mut last = 0;
    for (paragraph, word) in check.keywords(KeywordKind::Secret) {
        let range = paragraph.source(word.at);
        // One line is one marking, however many words it has.
        if range.start < last || !is_marking(&paragraph, word) {
            continue;
        }
        last = paragraph.range().end;
        let shown = quoted(&paragraph.printed(word.at));
        let message = format!("{shown}是不得公开的标志，年度报告应当向社会公布，请核对来源");
        check.push(Finding::new(&RULE, Subject::Text, range, message));
    }
}

/// Whether a line begins with a marking and is no sentence or heading: another marking, a mark or a term may follow.
fn is_marking(paragraph: &Paragraph<'_>, word: KeywordUse) -> bool {
    let (line, at) = (paragraph.text(), word.at.range());
    let is_short = !line.contains('。') && line.chars().count() <= LONGEST;
    let begins = line[..at.start].trim_start_matches('(').is_empty();
    let is_open = !line[..at.end].ends_with(is_han) || !line[at.end..].starts_with(is_han);
    let mut others = paragraph.facts.keywords.of_kind(KeywordKind::Secret);
    is_short && begins && (is_open || others.any(|other| other.at.start == word.at.end))
}
