//! See [`RULE`].

use crate::report::ordinals::{Ordinal, OrdinalStyle};
use crate::rules::{TextCheck, Finding, SectionText, Subject};
use crate::text::number;
use std::ops::Range;

rule! {
    /// 序号跳了号、重了号或者倒了号。
    ///
    /// # 为什么
    ///
    /// “（一）（二）（四）”、“一是……三是……”、两个“三是”，多半是删改时漏了一条，或者复制后忘了改序号。
    ///
    /// 只看总体情况、存在的问题和其他事项这些文字部分；从头数起的是另一个列表。中间那一条换了写法（“其次”“第三”“三要”）的不算跳号。
    ///
    /// # 怎么办
    ///
    /// 核对是不是漏了一条；没有漏的，改正序号。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 五、存在的主要问题及改进情况
    ///
    /// 存在的主要问题：一是解读形式单一；三是栏目更新不够及时。改进情况：一是增加图解12篇；二是指定专人每周检查。
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 五、存在的主要问题及改进情况
    ///
    /// 存在的主要问题：一是解读形式单一；二是栏目更新不够及时。改进情况：一是增加图解12篇；二是指定专人每周检查。
    /// ```
    "numbering-gap", "序号不连续", Warning, None, since "0.1.0", sees Text
}

/// More ordinals than this are not left out by a slip.
const MOST_LEFT_OUT: u32 = 3;

fn check(check: &mut TextCheck<'_>) {
    if check.is_legacy() {
        return;
    }
    for section in check.written_sections() {
        let text = check.text_of(section);
        for gap in gaps(&text) {
            let [last, here] = [gap.last, gap.here];
            let style = here.ordinal.style;
            let should = style.printed(last.ordinal.value + 1);
            let printed = style.printed(here.ordinal.value);
            let message = if here.ordinal.value == last.ordinal.value {
                format!("“{printed}”重复了，前面已有一个，应为“{should}”")
            } else {
                format!("“{}”之后应为“{should}”，这里是“{printed}”", style.printed(last.ordinal.value))
            };
            let finding = Finding::new(&RULE, Subject::Text, here.range(&text), message);
            check.push(finding.note(last.range(&text), "前一个在这里"));
        }
    }
}

/// An ordinal in the text of a section.
#[derive(Debug, Clone, Copy)]
struct Point<'a> {
    /// The place of its paragraph in the text.
    paragraph: usize,
    ordinal: &'a Ordinal,
}

/// A point that does not follow the one before it in its list.
#[derive(Debug, Clone, Copy)]
struct OutOfStep<'a> {
    last: Point<'a>,
    here: Point<'a>,
}

impl Point<'_> {
    fn range(&self, text: &[SectionText<'_>]) -> Range<usize> {
        text.get(self.paragraph).map(|it| it.paragraph.source(self.ordinal.at)).unwrap_or_default()
    }
}

/// The points of a text that do not follow the one before them.
fn gaps<'a>(text: &[SectionText<'a>]) -> Vec<OutOfStep<'a>> {
    const STYLES: usize = OrdinalStyle::Spoken as usize + 1;
    // For each style the last points of the lists that have begun, the outer before the inner.
    let mut lists: [Vec<Point<'a>>; STYLES] = Default::default();
    let mut gaps = Vec::new();
    for (paragraph, it) in text.iter().enumerate() {
        for ordinal in it.ordinals() {
            let here = Point { paragraph, ordinal };
            let style = ordinal.style as usize;
            // A point of a higher level ends the lists below it.
            lists.iter_mut().skip(style + 1).for_each(Vec::clear);
            let Some(list) = lists.get_mut(style) else { continue };
            if let Some(gap) = step(list, here, text) {
                gaps.push(gap);
            }
        }
    }
    gaps
}

/// Takes the next point into the lists of its style.
fn step<'a>(lists: &mut Vec<Point<'a>>, here: Point<'a>, text: &[SectionText<'a>]) -> Option<OutOfStep<'a>> {
    let value = here.ordinal.value;
    if value == 1 {
        // Inside the last point, or a new list.
        if lists.last().is_some_and(|last| !is_inside(text, last, &here)) {
            lists.clear();
        }
        lists.push(here);
        return None;
    }
    if let Some(at) = lists.iter().rposition(|last| last.ordinal.value + 1 == value) {
        lists.truncate(at);
        lists.push(here);
        return None;
    }
    // A list that begins with 首先 goes on with 二是.
    let is_known = here.ordinal.style != OrdinalStyle::Spoken || !lists.is_empty();
    let last = std::mem::replace(lists, if is_known { vec![here] } else { Vec::new() }).pop()?;
    let before = last.ordinal.value;
    let is_slip = if value > before {
        value - before <= MOST_LEFT_OUT + 1 && !(before + 1..value).any(|it| stands_between(text, it, &last, &here))
    } else {
        // Another list may have begun with 首先.
        let opens = last.ordinal.opens && here.ordinal.opens;
        (last.paragraph == here.paragraph || opens) && !stands_between(text, 1, &last, &here)
    };
    is_slip.then_some(OutOfStep { last, here })
}

/// Whether a list that begins at a point may be a part of another point: it stands in its sentence, or right under it.
fn is_inside(text: &[SectionText<'_>], outer: &Point<'_>, first: &Point<'_>) -> bool {
    match first.paragraph - outer.paragraph {
        0 => between(text, outer, first).all(|part| !part.contains('。')),
        1 => outer.ordinal.opens && first.ordinal.opens,
        _ => false,
    }
}

/// Whether a number begins something between two points, in whatever way.
fn stands_between(text: &[SectionText<'_>], value: u32, from: &Point<'_>, to: &Point<'_>) -> bool {
    let word = match value {
        1 => "首先",
        2 => "其次",
        _ => "再次",
    };
    let numeral = number::chinese(value);
    let spoken = OrdinalStyle::Spoken.printed(value);
    between(text, from, to).any(|part| {
        let begins = |numeral: &str| {
            let mut places = part.match_indices(numeral);
            places.any(|(at, _)| {
                let before = &part[..at];
                before.is_empty() || before.ends_with([',', '。', ';', ':', '!', '?', '(', ')', '第', '其'])
            })
        };
        part.contains(word) || part.contains(&spoken) || begins(&numeral) || begins(&value.to_string())
    })
}

/// The parts of the text between two points.
fn between<'t>(
    text: &'t [SectionText<'_>],
    from: &Point<'_>,
    to: &Point<'_>,
) -> impl Iterator<Item = &'t str> + use<'t> {
    let (first, last) = (from.paragraph, to.paragraph);
    let (start, end) = (from.ordinal.at.end, to.ordinal.at.start);
    text.iter().enumerate().skip(first).take(last + 1 - first).filter_map(move |(at, it)| {
        let from = if at == first { start } else { it.at.start };
        let to = if at == last { end } else { it.at.end };
        it.paragraph.text().get(from as usize..to as usize)
    })
}
