//! How a report words the sections that are written anew every year, for a comparison with another year's report.

use super::content::Report;
use super::stated;
use crate::syntax::Block;
use crate::text::Change;
use crate::text::number::first_digit;
use rustc_hash::FxHashMap;
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// The sections that are compared, by their ids.
pub const SECTIONS: [&str; 2] = ["overview", "problems"];

/// How a report words these sections; empty where it has none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Wording([Words; SECTIONS.len()]);

/// A text, folded and without digits. Cloning is cheap.
#[derive(Debug, Clone, Default)]
pub struct Words(Arc<CountedText>);

#[derive(Debug, Default)]
struct CountedText {
    text: Box<str>,
    /// Made when it is first compared.
    pairs: OnceLock<PairCounts>,
}

impl PartialEq for Words {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.text == other.0.text
    }
}

impl Eq for Words {}

impl Hash for Words {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.text.hash(state);
    }
}

/// How many buckets the pairs are counted in.
const BUCKETS: usize = 256;

/// How often pairs of neighbouring characters occur in a text, similar ones counted together.
#[derive(Debug, Clone)]
struct PairCounts {
    all: usize,
    buckets: Box<[u32; BUCKETS]>,
}

impl PairCounts {
    fn of(text: &str) -> Self {
        let mut counts = PairCounts { all: 0, buckets: Box::new([0; BUCKETS]) };
        for (one, next) in pairs(text) {
            counts.all += 1;
            // A character differs from its neighbours in the low bits.
            counts.buckets[(one as usize * 31 + next as usize) % BUCKETS] += 1;
        }
        counts
    }

    /// Two texts have at most so many pairs in common.
    fn most_same(&self, other: &Self) -> usize {
        let both = self.buckets.iter().zip(other.buckets.iter());
        both.map(|(one, other)| *one.min(other)).sum::<u32>() as usize
    }
}

fn pairs(text: &str) -> impl Iterator<Item = (char, char)> {
    let mut before = None;
    text.chars().filter_map(move |c| Some((before.replace(c)?, c)))
}

impl Wording {
    /// The wording of a report, given the blocks of its text, each with the byte at which it begins.
    pub fn of(report: &Report, blocks: &[(usize, &Block)]) -> Self {
        Wording(SECTIONS.map(|id| Words::of(report, id, blocks)))
    }

    /// The wording after a change in the text of a report, which counts from where it begins: `before` and `report` are
    /// the report before and after it, with the same sections. `blocks` are those of the text after it.
    pub fn after<'a>(
        &self,
        before: &Report,
        report: &Report,
        change: &Change,
        blocks: impl Fn() -> Vec<(usize, &'a Block)>,
    ) -> Self {
        let is_outside = |body: &Range<usize>| change.old_end < body.start || body.end < change.start;
        let mut wording = self.clone();
        for (id, words) in SECTIONS.into_iter().zip(&mut wording.0) {
            if before.section(id).is_some_and(|section| !is_outside(&section.body)) {
                *words = Words::of(report, id, &blocks());
            }
        }
        wording
    }

    /// The words of the sections, in their order.
    pub fn sections(&self) -> impl Iterator<Item = (&'static str, &Words)> {
        SECTIONS.into_iter().zip(&self.0)
    }
}

fn push_without_digits(text: &mut String, mut words: &str) {
    while let Some(digit) = first_digit(words) {
        text.push_str(&words[..digit]);
        words = &words[digit + 1..];
    }
    text.push_str(words);
}

impl Words {
    fn new(text: String) -> Self {
        Words(Arc::new(CountedText { text: text.into(), pairs: OnceLock::new() }))
    }

    /// The words of a section of a report, given the blocks of its text; none if it has no such section.
    fn of(report: &Report, id: &str, blocks: &[(usize, &Block)]) -> Self {
        let Some(section) = report.section(id) else { return Words::default() };
        let mut text = String::new();
        let paragraphs = stated::running_text(blocks, section.body.clone());
        for paragraph in paragraphs.filter(|it| !report.is_in_table(it.range().start)) {
            push_without_digits(&mut text, paragraph.text_from(section.body.start));
        }
        Words::new(text)
    }

    /// Whether it has more than so many characters.
    pub fn is_longer_than(&self, characters: usize) -> bool {
        self.0.text.chars().nth(characters).is_some()
    }

    fn pairs(&self) -> &PairCounts {
        self.0.pairs.get_or_init(|| PairCounts::of(&self.0.text))
    }

    /// The share of both texts that is the same, in percent, rounded down: of all pairs of neighbouring characters, those
    /// that both texts have. `None` if it is less than `least`. A paragraph that was moved changes next to nothing.
    pub fn similarity(&self, other: &Self, least: usize) -> Option<usize> {
        let (counts, others) = (self.pairs(), other.pairs());
        let all = counts.all + others.all;
        let is_enough = |same: usize| all > 0 && 200 * same >= least * all;
        // Most texts are told apart by this.
        if !is_enough(counts.most_same(others)) {
            return None;
        }
        let mut left: FxHashMap<(char, char), usize> = FxHashMap::default();
        pairs(&self.0.text).for_each(|pair| *left.entry(pair).or_default() += 1);
        let mut same = 0;
        let mut ahead = others.all;
        for pair in pairs(&other.0.text) {
            ahead -= 1;
            match left.get_mut(&pair) {
                Some(count) if *count > 0 => {
                    *count -= 1;
                    same += 1;
                }
                _ if !is_enough(same + ahead) => return None,
                _ => {}
            }
        }
        is_enough(same).then_some(200 * same / all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn similarity(one: &str, other: &str, least: usize) -> Option<usize> {
        Words::new(one.to_owned()).similarity(&Words::new(other.to_owned()), least)
    }

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
