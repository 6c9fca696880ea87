//! See [`RULE`].

use crate::edition::law::{Document, law};
use crate::report::Paragraph;
use crate::report::citations::{Citation, NameForm};
use crate::rules::{TextCheck, Finding, Subject, quoted};
use crate::text::Edit;

rule! {
    /// 编制依据引用了已经被取代的文件。
    ///
    /// # 为什么
    ///
    /// 《条例》2019年修订（国务院令第711号），取代2007年公布的文本（国务院令第492号）；年度报告的格式自2021年度起适用
    /// 国办公开办函〔2021〕30号，2019年印发的试行格式（国办公开办函〔2019〕60号）不再使用。
    ///
    /// 只看作为依据引用的文件（根据、依据、按照、要求）。说明修订经过的（“第492号公布，第711号修订”）、说明停止执行的、
    /// 其他机关的文号、当时有效的文件，都不算。
    ///
    /// # 怎么办
    ///
    /// 改为现行的文件，并核对报告的内容和表格是否符合它的要求。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 本报告根据《关于政府信息公开工作年度报告有关事项的通知》（国办公开办函〔2019〕60号）编制。
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
    "outdated-citation", "引用的文件已被取代", Warning, Unsafe, since "0.1.0", sees Text
}

fn check(check: &mut TextCheck<'_>) {
    let Some(year) = check.report.year else { return };
    for stated in check.prose() {
        for citation in stated.facts.citations.iter().filter(|citation| citation.basis && !citation.history) {
            let Some(document) = citation.document() else { continue };
            let Some(successor) = law().successor(document).filter(|successor| year >= successor.from) else { continue };
            // The settings may require an older edition.
            if check.report.required.is_some_and(|edition| edition.notice == document.number) {
                continue;
            }
            // Where both are cited, the sentence tells how one came from the other.
            let cites = |other: &Citation| other.document().is_some_and(|other| other.id == successor.id);
            if !stated.facts.citations.iter().any(cites) {
                check.push(finding(&stated, citation, document, successor));
            }
        }
    }
}

fn finding(stated: &Paragraph<'_>, citation: &Citation, document: &Document, successor: &Document) -> Finding {
    let message = match document.name == successor.name {
        true => format!("{}已由{}修订，应引用现行的文件", document.number, successor.number),
        false => {
            let cited = citation.number_at.or(citation.name).map_or_else(String::new, |at| stated.printed(at).into());
            format!("{}已被取代，应为《{}》（{}）", quoted(&cited), successor.name, successor.number)
        }
    };
    let range = stated.source(citation.at);
    let finding = Finding::new(&RULE, Subject::Citation, range.clone(), message).note(range, &*successor.source);
    let edits = edits(stated, citation, document, successor);
    if edits.is_empty() { finding } else { finding.unsafe_fixes(format!("改为{}", successor.number), edits) }
}

/// The name and the number of the new document in the places of the old ones.
fn edits(stated: &Paragraph<'_>, citation: &Citation, document: &Document, successor: &Document) -> Vec<Edit> {
    let same_name = document.name == successor.name && citation.spelling != NameForm::Wrong;
    let name = citation.name.filter(|_| !same_name).map(|at| {
        let name = successor.name_like(stated.folded(at));
        Edit::new(stated.source(at), name)
    });
    let number = citation.number_at.map(|at| Edit::new(stated.source(at), successor.number.clone()));
    name.into_iter().chain(number).collect()
}
