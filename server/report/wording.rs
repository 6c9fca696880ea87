//! How a report words the sections that are written anew every year, for a comparison with another year's report.

use super::content::Report;
use super::stated;
use crate::syntax::Block;
use crate::text::Change;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// The sections that are compared, by their ids.
pub const SECTIONS: [&str; 2] = ["overview", "problems"];

/// The text of these sections, folded and without digits; empty where the report has none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Wording([Box<str>; SECTIONS.len()]);

impl Wording {
    /// The wording of a report, given the blocks of its text, each with the byte at which it begins.
    pub fn of(report: &Report, blocks: &[(usize, &Block)]) -> Self {
        Wording(SECTIONS.map(|id| {
            let mut text = String::new();
            if let Some(section) = report.section(id) {
                let paragraphs = stated::running_text(blocks, section.body.clone());
                for paragraph in paragraphs.filter(|it| !report.is_in_table(it.range().start)) {
                    let words = paragraph.text_from(section.body.start);
                    words.split(|c: char| c.is_ascii_digit()).for_each(|piece| text.push_str(piece));
                }
            }
            text.into_boxed_str()
        }))
    }

    /// Whether a change in the text of a report, counted from where it begins, lies outside these sections.
    pub fn stands(report: &Report, change: &Change) -> bool {
        let is_outside = |body: &Range<usize>| change.old_end < body.start || body.end < change.start;
        SECTIONS.iter().filter_map(|id| report.section(id)).all(|section| is_outside(&section.body))
    }

    /// The texts of the sections, in their order.
    pub fn texts(&self) -> impl Iterator<Item = (&'static str, &str)> {
        SECTIONS.into_iter().zip(self.0.iter().map(|text| &**text))
    }
}

/// The share of two texts that is the same, in percent, rounded down: of all pairs of neighbouring characters, those
/// that both texts have. `None` if it is less than `least`. A paragraph that was moved changes next to nothing.
pub fn similarity(one: &str, other: &str, least: usize) -> Option<usize> {
    let pairs = |text: &str| text.chars().count().saturating_sub(1);
    let (all, shorter) = (pairs(one) + pairs(other), pairs(one).min(pairs(other)));
    let is_enough = |same: usize| all > 0 && 200 * same >= least * all;
    if !is_enough(shorter) {
        return None;
    }
    let mut left: FxHashMap<(char, char), usize> = FxHashMap::default();
    one.chars().zip(one.chars().skip(1)).for_each(|pair| *left.entry(pair).or_default() += 1);
    let mut same = 0;
    let mut ahead = pairs(other);
    for pair in other.chars().zip(other.chars().skip(1)) {
        ahead -= 1;
        match left.get_mut(&pair) {
            Some(count) if *count > 0 => {
                *count -= 1;
                same += 1;
            }
            // Most texts are told apart before their ends.
            _ if !is_enough(same + ahead) => return None,
            _ => {}
        }
    }
    is_enough(same).then_some(200 * same / all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moves_stays_the_same_and_what_is_written_anew_does_not() {
        let (one, other) = ("主动公开内容不够全面，更新不够及时。", "业务培训覆盖面不广，个别人员不熟悉《条例》。");
        let text = |parts: &[&str]| parts.concat();
        assert_eq!(similarity(one, one, 90), Some(100));
        let moved = similarity(&text(&[one, other]), &text(&[other, one]), 90);
        assert!(moved.is_some_and(|share| share >= 95), "{moved:?}");
        assert_eq!(similarity(one, other, 50), None);
        assert_eq!(similarity(&text(&[one, other]), one, 90), None);
        assert_eq!((similarity("", "", 90), similarity("无", "无", 90)), (None, None));
    }
}
