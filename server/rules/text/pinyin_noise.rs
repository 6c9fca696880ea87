//! See [`RULE`].

use crate::rules::{Check, Finding, Subject, quoted};
use crate::text::script::first_gloss;

rule! {
    /// 文字里夹着注音。
    ///
    /// # 为什么
    ///
    /// 有的镜像网站在繁体字后面自动加上拼音（“業(yè)務(wù)”），复制下来就混在正文和表格里。注音不影响核对，但不能留在
    /// 报告里。
    ///
    /// 每份报告只提示一次。个别生僻字的注音、括号里的英文缩写和扩展名（app、docx、www）不算。
    ///
    /// # 怎么办
    ///
    /// 从本机关网站的原文重新复制，或者删去注音。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪縣(xiàn)教育局2024年政府信息公開(kāi)工作年度報(bào)告
    ///
    /// 一、總(zǒng)體(tǐ)情況
    ///
    /// 2024年，主動(dòng)公開(kāi)政府信息186條(tiáo)。
    ///
    /// 二、主動(dòng)公開(kāi)政府信息情況
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2024年，通过门户网站、客户端(app)公开政府信息186条，涉及垯(dá)子村1条。
    ///
    /// 二、主动公开政府信息情况
    /// ```
    "pinyin-noise", "夹有注音", Info, None, since "0.1.0"
}

/// Fewer glosses with a tone may help readers with rare characters.
const FEWEST_TONED: u32 = 4;
/// Fewer glosses without a tone may be words of another language.
const FEWEST: u32 = 10;

fn check(check: &mut Check<'_>) {
    let (mut count, mut toned) = (0, 0);
    for (_, block) in check.blocks() {
        count += block.script().glosses;
        toned += block.script().toned;
    }
    if toned < FEWEST_TONED && count < FEWEST {
        return;
    }
    let first = check.first_in_cells(|block| block.script().glosses > 0, first_gloss);
    let Some((written, range)) = first else { return };
    let message = format!("文字里夹有{count}处注音（如{}），核对时已略去，请删去", quoted(written));
    check.push(Finding::new(&RULE, Subject::Text, range, message));
}
