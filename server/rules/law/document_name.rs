//! See [`RULE`].

use crate::report::citations::NameForm;
use crate::rules::{TextCheck, Finding, Subject};
use crate::text::Edit;

rule! {
    /// 引用的文件名称不准确。
    ///
    /// # 为什么
    ///
    /// 引用公文应当先引标题、后引发文字号，标题应当完整准确。《条例》、年度报告的格式、信息处理费管理办法的名称常有漏字、错字。
    /// 规范的简称（如“《条例》”）不算。
    ///
    /// # 怎么办
    ///
    /// 改为文件的准确名称。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 本报告根据《中华人民共和国政府信息公开年度报告格式》编制。
    ///
    /// 一、总体情况
    ///
    /// 二、主动公开政府信息情况
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 本报告根据《中华人民共和国政府信息公开工作年度报告格式》编制。
    ///
    /// 一、总体情况
    ///
    /// 二、主动公开政府信息情况
    /// ```
    "document-name", "文件名称不准确", Hint, Safe, since "0.1.0", sees Text
}

fn check(check: &mut TextCheck<'_>) {
    for stated in check.prose() {
        for citation in stated.facts.citations.iter().filter(|citation| citation.spelling == NameForm::Wrong) {
            let (Some(at), Some(document)) = (citation.name, citation.document()) else { continue };
            let right = document.name_like(stated.folded(at));
            let range = stated.source(at);
            let finding = Finding::new(&RULE, Subject::Citation, range.clone(), format!("文件名称应为《{right}》"));
            check.push(finding.safe_fix(format!("改为《{right}》"), Edit::new(range, right)));
        }
    }
}
