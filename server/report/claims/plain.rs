//! Sentences that speak of applications and of nothing else: 2024年，我局收到申请12件.

use super::fillers::COMMON;
use crate::edition::phrases::{Act, ScopeKind, Topic};
use crate::report::prose::{Lexeme, Sense};

/// Whether nothing in a sentence up to a figure lets a mere 申请 be one for something else than information: `sentence`
/// has its words up to the figure, which begins at `end`; the sentence begins at `start`.
pub fn is_plain(text: &str, sentence: &[Lexeme], start: usize, end: usize) -> bool {
    let mut from = start;
    let mut plain = |to: usize| std::mem::replace(&mut from, to);
    for lexeme in sentence {
        let (begin, behind) = (lexeme.at.start as usize, lexeme.at.end as usize);
        let gap = &text[plain(behind).min(begin)..begin];
        let own = match lexeme.word {
            Sense::Scope(ScopeKind::Own, _) | Sense::Date(_) | Sense::Time(_) | Sense::Total | Sense::Figure(_) => true,
            Sense::Comma | Sense::Colon | Sense::Open | Sense::Close | Sense::Topic(Topic::Applications, _) => true,
            Sense::Act(act) => matches!(act, Act::Receive | Act::CarryIn | Act::Handle | Act::Process | Act::CarryOut),
            _ => COMMON.fill(&text[lexeme.at.range()]),
        };
        if !own || !COMMON.fill(gap) {
            return false;
        }
    }
    let from = plain(end).min(end);
    COMMON.fill(&text[from..end])
}
