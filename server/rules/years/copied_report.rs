//! See [`RULE`].

use crate::report::Section;
use crate::report::neighbours::Neighbour;
use crate::report::wording::Words;
use crate::rules::{Check, Finding, Subject, quoted};

rule! {
    /// 总体情况或者存在的问题与上一年度报告几乎一样。
    ///
    /// # 为什么
    ///
    /// 年度报告报告的是这一年的工作。除了数字，两年的文字九成以上相同的，多半是沿用了上一年的稿子，是通报中常见的“内容雷同”。
    ///
    /// 只比较第一、第五部分，两年都在150字以上的才比较；不计数字，调换段落的次序不影响结果。上年报告从同一文件夹、打开的文档、
    /// 另外指定的往年报告和同一文件的其他报告中，按机关名称和年度查找；有几份的，与每一份都相同才报告。
    ///
    /// # 怎么办
    ///
    /// 按本年度的实际情况重写：总体情况写本年做了什么，问题写本年查找到的，改进措施写下一步要做的。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2023年政府信息公开工作年度报告
    ///
    /// 五、存在的主要问题及改进情况
    ///
    /// 一是公开内容不够丰富，以工作动态居多，群众关心的学区划分、招生计划、收费标准等信息更新不够及时；二是公开渠道不够多样，仍以门户网站为主，政务新媒体的作用没有充分发挥；三是业务能力有待提升，个别股室对依申请公开的办理程序、答复期限和文书格式不够熟悉，答复不够规范。下一步，将完善主动公开目录，明确各股室的责任和更新时限，加强政务新媒体的管理，组织全员业务培训。
    ///
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 五、存在的主要问题及改进情况
    ///
    /// 一是公开内容不够丰富，以工作动态居多，群众关心的学区划分、招生计划、收费标准等信息更新不够及时；二是公开渠道不够多样，仍以门户网站为主，政务新媒体的作用没有充分发挥；三是业务能力有待提升，个别股室对依申请公开的办理程序、答复期限和文书格式不够熟悉，答复不够规范。下一步，将完善主动公开目录，明确各股室的责任和更新时限，加强政务新媒体的管理，组织全员业务培训。
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2023年政府信息公开工作年度报告
    ///
    /// 五、存在的主要问题及改进情况
    ///
    /// 一是公开内容不够丰富，以工作动态居多，群众关心的学区划分、招生计划、收费标准等信息更新不够及时；二是公开渠道不够多样，仍以门户网站为主，政务新媒体的作用没有充分发挥；三是业务能力有待提升，个别股室对依申请公开的办理程序、答复期限和文书格式不够熟悉，答复不够规范。下一步，将完善主动公开目录，明确各股室的责任和更新时限，加强政务新媒体的管理，组织全员业务培训。
    ///
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 五、存在的主要问题及改进情况
    ///
    /// 上年查找的三个问题中，学区划分和招生计划已在五月底前公开，政务新媒体已归并为一个账号，专题培训办了两期。今年查找到的问题：一是民办学校的收费标准只公开了备案结果，没有公开依据；二是申请人要求提供的统计数据散在各股室，检索用时较长，有两件延长了答复期限；三是政策解读以文字为主，家长反映看不明白。下一步，补齐收费依据，建立数据检索台账，重要政策一律配图解。
    /// ```
    "copied-report", "文字与上年报告雷同", Warning, None, since "0.1.0"
}

/// The share from which two texts count as the same, in percent.
const LEAST: usize = 90;
/// Shorter texts may well be the same, in characters.
const SHORTEST: usize = 150;

/// A section that is the same as last year's.
struct Copied<'a> {
    section: &'a Section,
    share: usize,
}

fn check(check: &mut Check<'_>) {
    let (report, last_year) = (check.report, check.last_year);
    let Some(last) = last_year.reports().first() else { return };
    let own = check.wording();
    let copied = |(id, words): (&str, &Words)| {
        let is_long = |words: &Words| words.is_longer_than(SHORTEST);
        let theirs = |it: &Neighbour| {
            let (_, theirs) = it.said.wording.sections().find(|(other, _)| *other == id)?;
            words.similarity(theirs, LEAST).filter(|_| is_long(theirs))
        };
        // The least similar of several reports decides.
        let shares: Option<Vec<usize>> = last_year.reports().iter().filter(|_| is_long(words)).map(theirs).collect();
        Some(Copied { section: report.section(id)?, share: shares?.into_iter().min()? })
    };
    let copied: Vec<Copied<'_>> = own.sections().filter_map(copied).collect();
    let Some((first, others)) = copied.split_first() else { return };
    let said = |it: &Copied<'_>| format!("{}有{}%相同", quoted(&report.edition.sections[it.section.index].title), it.share);
    let all: Vec<String> = copied.iter().map(said).collect();
    let (year, name) = (last.said.key.year, &last.document.name);
    let message = format!("与{year}年报告（{name}）雷同：{}（不计数字），请按本年度的情况重写", all.join("，"));
    let sections = copied.iter().map(|it| it.section.index).collect();
    let finding = Finding::new(&RULE, Subject::Sections(sections), first.section.heading.range.clone(), message);
    let with_notes = others.iter().fold(finding, |finding, it| finding.note(it.section.heading.range.clone(), said(it)));
    check.push(with_notes);
}
