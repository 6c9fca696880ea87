//! Words for nothing: 未收到政府信息公开申请, 行政复议、行政诉讼均未发生.
//!
//! What there was none of is the head of the words behind them, or of those before them. Anything between that might
//! make it something narrower (未收到不予公开的申请) leaves nothing said.

use super::fillers::{self, COMMON, Fillers, PROCEEDINGS};
use crate::edition::phrases::{Quantity, Topic, phrases};
use crate::report::prose::{Lexeme, Sense, Stretch};

/// What the words at a place of a sentence say there was none of, each with the bytes from the words for nothing to what
/// there was none of.
pub fn nothing(text: &str, sentence: &[Lexeme], at: usize) -> Vec<(Quantity, Stretch)> {
    let Sense::Nothing(bits) = sentence[at].word else { return Vec::new() };
    // A condition says nothing about what was: 如未收到申请.
    let before = &text[..sentence[at].at.start as usize];
    if before.ends_with(['如', '若', '因', '对', '凡', '的', '属', '有', '毫', '经', '非']) {
        return Vec::new();
    }
    let entries = phrases().nothing.iter().enumerate().filter(|(entry, _)| bits >> entry & 1 != 0);
    let found = entries.map(|(_, entry)| match entry.quantity {
        Quantity::Received => of(text, sentence, at, &COMMON, |topic| topic == Topic::Applications),
        Quantity::Proceedings => of(text, sentence, at, &PROCEEDINGS, Topic::is_proceeding),
        Quantity::ProcessingFee => of(text, sentence, at, &COMMON, |topic| topic == Topic::ProcessingFee),
        _ => of(text, sentence, at, &COMMON, |topic| matches!(topic, Topic::NormativeDocuments | Topic::Rules)),
    });
    found.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
}

/// The topics of one kind behind the words for nothing, or else before them.
fn of(
    text: &str,
    sentence: &[Lexeme],
    at: usize,
    fillers: &Fillers,
    wanted: impl Fn(Topic) -> bool,
) -> Vec<(Quantity, Stretch)> {
    let words = sentence[at].at;
    let mut heads: Vec<(Topic, Stretch)> = Vec::new();
    let mut good = 0;
    let mut from = words.end as usize;
    for lexeme in &sentence[at + 1..] {
        let between = &text[from..(lexeme.at.start as usize).max(from)];
        if !fillers.fill(between) {
            break;
        }
        let own = &text[lexeme.at.range()];
        match lexeme.word {
            Sense::Topic(topic, _) if wanted(topic) => {
                heads.push((topic, lexeme.at));
                if fillers::ends_clause(&text[lexeme.at.end as usize..]) {
                    good = heads.len();
                }
            }
            // An application for something else is none for information.
            Sense::Topic(Topic::Applications, _) if heads.is_empty() && wanted(Topic::Reconsideration) => {}
            Sense::End | Sense::Semicolon => break,
            _ if fillers.fill(own) => {}
            _ => break,
        }
        from = lexeme.at.end as usize;
    }
    heads.truncate(good);
    if heads.is_empty() {
        heads = before(text, sentence, at, fillers, wanted);
    }
    let quantity = |(topic, place): (Topic, Stretch)| {
        let stretch = Stretch { start: words.start.min(place.start), end: words.end.max(place.end) };
        Some((none_of(topic)?, stretch))
    };
    heads.into_iter().filter_map(quantity).collect()
}

/// The topics right before words for nothing with which a clause ends: 行政复议、行政诉讼均未发生.
fn before(
    text: &str,
    sentence: &[Lexeme],
    at: usize,
    fillers: &Fillers,
    wanted: impl Fn(Topic) -> bool,
) -> Vec<(Topic, Stretch)> {
    let words = sentence[at].at;
    if !fillers::ends_clause(&text[words.end as usize..]) {
        return Vec::new();
    }
    let mut heads = Vec::new();
    let mut to = words.start as usize;
    for lexeme in sentence[..at].iter().rev() {
        let end = lexeme.at.end as usize;
        if !fillers.fill(&text[end.min(to)..to]) {
            break;
        }
        match lexeme.word {
            Sense::Topic(topic, _) if wanted(topic) => heads.push((topic, lexeme.at)),
            Sense::Comma | Sense::Time(_) if heads.is_empty() || matches!(lexeme.word, Sense::Comma) => {}
            _ if fillers.fill(&text[lexeme.at.range()]) => {}
            _ => break,
        }
        to = lexeme.at.start as usize;
    }
    heads.reverse();
    heads
}

/// What there was none of.
fn none_of(topic: Topic) -> Option<Quantity> {
    match topic {
        Topic::Applications => Some(Quantity::Received),
        Topic::Reconsideration => Some(Quantity::Reconsiderations),
        Topic::Litigation => Some(Quantity::Lawsuits),
        Topic::DirectLitigation => Some(Quantity::DirectLawsuits),
        Topic::LaterLitigation => Some(Quantity::LaterLawsuits),
        Topic::NormativeDocuments => Some(Quantity::NormativeIssued),
        Topic::Rules => Some(Quantity::RulesIssued),
        Topic::ProcessingFee => Some(Quantity::ProcessingFee),
        _ => None,
    }
}
