//! See [`RULE`].

use crate::edition::law::{ArticleTopic, Document};
use crate::report::Paragraph;
use crate::report::cited_articles::{self, CitedArticles, number_of};
use crate::rules::{TextCheck, Finding, Subject};
use crate::text::{Edit, fold::fold};

rule! {
    /// 引用的《条例》条款讲的是另一回事。
    ///
    /// # 为什么
    ///
    /// 《条例》2019年修订后条款序号变动很大：年度报告由第三十一条、第三十二条移到第四十九条、第五十条，收费由第二十七条移到
    /// 第四十二条。沿用旧稿容易引错。
    ///
    /// 只查年度报告、信息处理费、考核评议、答复期限和各类办理结果这些事项，并且所引的条款确实没有规定这一事项。同一句里还引了
    /// 正确条款的不算。
    ///
    /// # 怎么办
    ///
    /// 对照《条例》核对条款序号。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 根据《中华人民共和国政府信息公开条例》第三十二条规定，编制本年度报告。
    ///
    /// 一、总体情况
    ///
    /// 二、主动公开政府信息情况
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 根据《中华人民共和国政府信息公开条例》第五十条规定，编制本年度报告。
    ///
    /// 一、总体情况
    ///
    /// 二、主动公开政府信息情况
    /// ```
    "article-mismatch", "引用条款有误", Warning, Unsafe, since "0.1.0", sees Text
}

fn check(check: &mut TextCheck<'_>) {
    let Some(year) = check.report.year else { return };
    for stated in check.prose() {
        for citation in &stated.facts.citations {
            let Some(document) = citation.document().filter(|document| year >= document.from) else { continue };
            if document.articles.is_empty() {
                continue;
            }
            let Some(cited) = cited_articles::behind(stated.text(), citation.at.end as usize) else { continue };
            check.extend(finding(&stated, document, &cited));
        }
    }
}

fn finding(stated: &Paragraph<'_>, document: &Document, cited: &CitedArticles) -> Option<Finding> {
    let topic = first_topic(stated.folded(cited.purpose), document)?;
    let among = |articles: &[String], number: u32| articles.iter().any(|it| number_of(it) == Some(number));
    if !cited.articles.iter().all(|(number, _)| among(&topic.wrong, *number)) {
        return None;
    }
    let (_, at) = *cited.articles.first()?;
    let right = topic.right.join("、");
    let message = format!("{}见《条例》{right}，正文引用的是{}，请核对", topic.topic, stated.printed(at));
    let range = stated.source(at);
    let finding = Finding::new(&RULE, Subject::Citation, range.clone(), message);
    // An item of another article is another item.
    let right = topic.right.first().filter(|_| cited.articles.len() == 1 && !cited.itemized);
    Some(match right {
        Some(right) => finding.unsafe_fix(format!("改为{right}"), Edit::new(range, right.clone())),
        None => finding,
    })
}

/// What a text speaks of first, among what the articles of a document are about.
fn first_topic<'a>(text: &str, document: &'a Document) -> Option<&'a ArticleTopic> {
    let place = |topic: &ArticleTopic| topic.words.iter().filter_map(|word| text.find(&fold(word))).min();
    let found = document.articles.iter().filter_map(|topic| Some((place(topic)?, topic)));
    found.min_by_key(|(place, _)| *place).map(|(_, topic)| topic)
}
