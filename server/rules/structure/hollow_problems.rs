//! See [`RULE`].

use crate::edition::keywords::KeywordKind;
use crate::rules::{TextCheck, Finding, SectionText, Subject};

rule! {
    /// 第五部分没有写清存在的主要问题或者改进情况。
    ///
    /// # 为什么
    ///
    /// 《条例》第五十条第五项和统一格式要求写明政府信息公开工作存在的主要问题及改进情况；各地通知要求避免笼统模糊、泛泛而谈。
    /// 写“无”、只有一句话、只写问题不写改进、只写打算不写问题，都要退回重写。
    ///
    /// 有没有写到，按关键词判断。
    ///
    /// # 怎么办
    ///
    /// 写出本年度的具体问题，以及针对这些问题做了什么、打算做什么。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 五、存在的主要问题及改进情况
    ///
    /// 一是政策解读形式较为单一；二是个别栏目更新不够及时；三是基层学校公开工作人员业务能力有待加强。
    ///
    /// 六、其他需要报告的事项
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 五、存在的主要问题及改进情况
    ///
    /// 一是政策解读形式较为单一，全年已增加图解12篇；二是个别栏目更新不够及时，已指定专人每周检查。
    ///
    /// 六、其他需要报告的事项
    /// ```
    "hollow-problems", "问题和改进情况没有写清", Warning, None, since "0.1.0", sees Text
}

/// The section, by its id.
const SECTION: &str = "problems";
/// A text that is shorter says nothing, in characters without blanks.
const SHORTEST: usize = 30;

fn check(check: &mut TextCheck<'_>) {
    let Some(section) = check.report.section(SECTION).filter(|_| !check.is_legacy()) else { return };
    let text = check.text_of(section);
    // What a picture or a table says is not known.
    if text.is_empty() || section.has_image || check.has_other_table(&section.body) {
        return;
    }
    let official = &check.report.edition.sections[section.index];
    let length = || text.iter().map(|it| it.text().chars().count()).sum::<usize>();
    let message = match (says(&text, KeywordKind::Problem), says(&text, KeywordKind::Improvement)) {
        (true, true) => return,
        (true, false) => "写了问题，没有写改进情况".to_owned(),
        (false, true) => "写了改进或者打算，没有写存在的问题".to_owned(),
        (false, false) if length() < SHORTEST => format!("只有{}个字，没有写明问题和改进", length()),
        (false, false) => "既没有写存在的问题，也没有写改进情况".to_owned(),
    };
    let message = format!("第{}部分{message}", official.ordinal);
    let range = section.heading.range.clone();
    let finding = Finding::new(&RULE, Subject::Sections(vec![section.index]), range.clone(), message);
    check.push(finding.note(range, &*official.asks));
}

/// Whether some words of a kind stand in the text, or in a sub-heading with text under it.
fn says(text: &[SectionText<'_>], kind: KeywordKind) -> bool {
    let has_text = |at: usize| !text[at].is_heading() || text.get(at + 1).is_some_and(|next| !next.is_heading());
    (0..text.len()).any(|at| has_text(at) && text[at].keywords(kind).next().is_some())
}
