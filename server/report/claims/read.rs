//! The claims of a cell, sentence by sentence.

use super::claim::{Amount, Claim, ClaimRole, ClaimScope, ClaimTime};
use super::clause::Clause;
use super::fillers::COMMON;
use super::nothing::nothing;
use super::parts::Lists;
use super::plain::is_plain;
use super::topics::Topics;
use crate::edition::phrases::{Act, Opener, Quantity, ScopeKind, TimeKind, Topic, phrases};
use crate::report::prose::calendar::Calendar;
use crate::report::prose::figure::{Exactness, Figure};
use crate::report::prose::{Lexeme, Sense, Spoken, Stretch};

/// The claims of the sentences of a folded text.
pub fn claims(text: &str, sentences: &[Spoken<'_>]) -> Vec<Claim> {
    let mut reader = Reader { text, ..Reader::default() };
    for sentence in sentences {
        reader.sentence(sentence);
    }
    reader.claims
}

#[derive(Default)]
struct Reader<'a> {
    text: &'a str,
    claims: Vec<Claim>,
    sentence: u16,
    clause: u16,
    /// The year that the sentences before have been about.
    year: Option<u16>,
    /// What the sentence before was about.
    before: Topics,
    /// Whether the cell has spoken of applications in words that leave no doubt.
    named: bool,
    /// Whether it has spoken of something else that is received and counted.
    others: bool,
}

/// How far a sentence has been read, and what it has said so far.
struct Standing {
    /// Where it begins.
    start: usize,
    words: Clause,
    topics: Topics,
    lists: Lists,
    scope: ClaimScope,
    time: ClaimTime,
    planned: bool,
    /// The first claim of the sentence.
    first: usize,
}

impl Reader<'_> {
    fn sentence(&mut self, sentence: &Spoken<'_>) {
        self.sentence = sentence.number;
        let mut standing = Standing {
            start: sentence.start,
            words: Clause::default(),
            topics: Topics::default(),
            lists: Lists::default(),
            scope: ClaimScope::Unsaid,
            time: self.year.map_or(ClaimTime::Unsaid, ClaimTime::Year),
            planned: false,
            first: self.claims.len(),
        };
        for (at, lexeme) in sentence.words.iter().enumerate() {
            self.lexeme(sentence.words, at, lexeme, &mut standing);
        }
        if !standing.topics.is_empty() {
            self.before = standing.topics;
        }
        self.clause = self.clause.saturating_add(1);
    }

    fn lexeme(&mut self, sentence: &[Lexeme], at: usize, lexeme: &Lexeme, standing: &mut Standing) {
        match lexeme.word {
            Sense::Figure(figure) => {
                self.figure(sentence, at, lexeme, &figure, standing);
                standing.words.end_at_figure();
            }
            Sense::Bare(value) => {
                // 收到申请12件，其中自然人7、法人5: a part is counted as the whole is.
                let whole = standing.lists.whole(standing.words.total, standing.words.is_named());
                if let Some(unit) = whole.and_then(|of| self.claims.get(usize::from(of))?.unit) {
                    let exactness = Exactness::Exact;
                    let figure = Figure { value, exactness, unit, number: lexeme.at, needs_words: true };
                    self.figure(sentence, at, lexeme, &figure, standing);
                    standing.words.end_at_figure();
                }
            }
            Sense::Topic(topic, firm) => {
                self.named |= firm && topic == Topic::Applications;
                standing.topics.note(topic, firm);
                standing.words.take(lexeme);
            }
            Sense::Other => {
                self.others = true;
                standing.words.take(lexeme);
            }
            Sense::Scope(kind, level) => {
                standing.scope = match kind {
                    ScopeKind::Own => ClaimScope::Own(level),
                    ScopeKind::Area => ClaimScope::Area(level),
                    ScopeKind::Part => ClaimScope::Part,
                }
            }
            Sense::Time(kind) => standing.time = self.time(sentence, at, kind, standing.time),
            Sense::Plan => standing.planned = true,
            Sense::Date(date) => self.date(sentence, at, &date, standing),
            Sense::Carry => {
                let after = beside(sentence, at, 1).filter(|next| matches!(next.word, Sense::Date(_)));
                if after.is_some() {
                    standing.words.carry(Act::CarryOut, lexeme.at);
                }
            }
            Sense::Nothing(_) => {
                for (quantity, stretch) in nothing(self.text, sentence, at) {
                    self.words(Amount::Nothing, quantity, stretch, true, standing);
                }
                standing.words.take(lexeme);
            }
            Sense::None(quantity) => {
                if quantity == Quantity::Received {
                    self.words(Amount::Nothing, quantity, lexeme.at, true, standing);
                } else if standing.topics.has(Topic::Reconsideration) && standing.topics.has(Topic::Litigation) {
                    self.words(Amount::Nothing, Quantity::Proceedings, lexeme.at, false, standing);
                }
            }
            Sense::Everything(quantity) => self.everything(quantity, lexeme.at, standing),
            Sense::Opener(opener) => {
                // 共46条。其中，政务动态25条: what is divided stands in the sentence before.
                let begins = opener == Opener::Among && lexeme.at.start as usize == standing.start;
                let before = || self.last_of(standing.first, self.sentence.checked_sub(1).filter(|_| begins)?);
                let whole = |of: &u16| self.claims.get(usize::from(*of)).is_some_and(|it| it.role == ClaimRole::Whole);
                let of = self.last(standing).or_else(|| before().filter(whole));
                standing.lists.open(of, opener);
            }
            Sense::Open => {
                let of = self.last(standing).filter(|_| follows_figure(sentence, at));
                standing.lists.open(of, Opener::Bracket);
                standing.words.end(self.text, lexeme);
            }
            Sense::Close => {
                standing.lists.close_bracket();
                standing.words.end(self.text, lexeme);
            }
            Sense::Colon => {
                if follows_figure(sentence, at) {
                    standing.lists.open(self.last(standing), Opener::Colon);
                }
                standing.words.end(self.text, lexeme);
            }
            Sense::Semicolon => {
                self.clause = self.clause.saturating_add(1);
                standing.words.end(self.text, lexeme);
            }
            Sense::Comma => standing.words.end(self.text, lexeme),
            Sense::End => standing.lists.close(),
            _ => standing.words.take(lexeme),
        }
    }

    fn time(&self, sentence: &[Lexeme], at: usize, kind: TimeKind, before: ClaimTime) -> ClaimTime {
        let previous = beside(sentence, at, -1).map(|lexeme| lexeme.word);
        match kind {
            // 较上年 and 与去年 compare; 2024年以来 is 2024年.
            _ if matches!(previous, Some(Sense::Comparison(_))) => before,
            TimeKind::Long if matches!(previous, Some(Sense::Date(_) | Sense::Time(_))) => before,
            // 2023年全年 is 2023年.
            TimeKind::ThisYear if matches!(before, ClaimTime::Year(_)) => before,
            TimeKind::ThisYear => ClaimTime::ThisYear,
            TimeKind::LastYear => ClaimTime::LastYear,
            TimeKind::Part => ClaimTime::Part,
            TimeKind::Long => ClaimTime::Long,
        }
    }

    fn date(&mut self, sentence: &[Lexeme], at: usize, date: &Calendar, standing: &mut Standing) {
        let previous = beside(sentence, at, -1).map(|lexeme| lexeme.word);
        if matches!(previous, Some(Sense::Comparison(_) | Sense::Carry | Sense::Act(Act::CarryOut))) {
            return;
        }
        if date.is_year() && beside(sentence, at, 1).is_some_and(|next| matches!(next.word, Sense::Carry)) {
            standing.words.carry(Act::CarryIn, sentence[at].at);
            return;
        }
        standing.time = match date.year {
            Some(year) if date.is_year() || date.is_day(1, 1) || date.is_day(12, 31) => {
                if at == 0 || beside(sentence, at, -1).is_some_and(|before| before.word.is_mark()) {
                    self.year = Some(year);
                }
                ClaimTime::Year(year)
            }
            Some(_) if date.from.is_some() => ClaimTime::Long,
            None if date.is_day(12, 31) => standing.time,
            _ => ClaimTime::Part,
        };
    }

    /// The last claim of the sentence that may be the whole of parts.
    fn last(&self, standing: &Standing) -> Option<u16> {
        self.last_of(self.claims.len(), self.sentence).filter(|at| usize::from(*at) >= standing.first)
    }

    /// The last claim of a sentence among the first few that may be the whole of parts.
    fn last_of(&self, count: usize, sentence: u16) -> Option<u16> {
        let claims = self.claims[..count].iter().enumerate().rev().take_while(|(_, claim)| claim.sentence == sentence);
        let whole =
            |claim: &Claim| matches!(claim.role, ClaimRole::Whole | ClaimRole::Part { .. }) && claim.unit.is_some();
        claims.into_iter().find(|(_, claim)| whole(claim)).and_then(|(at, _)| u16::try_from(at).ok())
    }

    fn figure(&mut self, sentence: &[Lexeme], at: usize, lexeme: &Lexeme, figure: &Figure, standing: &mut Standing) {
        let behind = sentence[at + 1..].iter().take_while(|next| !next.word.is_mark());
        let mut from = lexeme.at.end as usize;
        let mut post = None;
        let mut other = false;
        for next in behind {
            if !COMMON.fill(&self.text[from..(next.at.start as usize).max(from)]) {
                break;
            }
            match next.word {
                Sense::Topic(topic, firm) => post = Some((topic, firm)),
                Sense::Other => other = true,
                _ => break,
            }
            from = next.at.end as usize;
        }
        let mut topics = standing.topics;
        if let Some((topic, firm)) = post {
            topics.note(topic, firm);
        }
        let doubtful = topics.has(Topic::Applications) && !topics.has_firm(Topic::Applications);
        if doubtful && (self.named || !self.others) && {
            is_plain(self.text, &sentence[..at], standing.start, figure.number.start as usize)
        } {
            topics.note(Topic::Applications, true);
            standing.topics = topics;
        }
        if topics.is_empty() {
            topics = self.before;
        }
        let spoken = &self.text[standing.start..from];
        let words = &standing.words;
        let (mut quantity, mut firm) = words.quantity(self.text, figure, post, &topics, spoken);
        let unit = phrases().units.get(usize::from(figure.unit));
        let share = unit.is_some_and(|unit| unit.share);
        let last = self.last(standing);
        let role = match words.comparison {
            Some(up) => ClaimRole::Change { of: last, up },
            None if share => {
                let tells = words.share || follows_mark(sentence, at, Sense::Open);
                ClaimRole::Share { of: last.filter(|_| tells) }
            }
            None => standing.lists.role(words.total, words.is_named()),
        };
        if matches!(role, ClaimRole::Change { .. }) || share || other {
            (quantity, firm) = (None, false);
        }
        // Numerals in words, and those without a unit, are figures only where the words say of what: 一项重要工作.
        if figure.needs_words && !firm {
            return;
        }
        self.claims.push(Claim {
            at: figure.number,
            amount: Amount::Figure(figure.value, figure.exactness),
            unit: Some(figure.unit),
            quantity,
            firm,
            role,
            scope: standing.scope,
            time: if standing.planned { ClaimTime::Plan } else { standing.time },
            sentence: self.sentence,
            clause: self.clause,
        });
        let ends = phrases().openends.words.iter().any(|word| self.text[lexeme.at.end as usize..].starts_with(word));
        if let ClaimRole::Part { of, opener, .. } = role
            && ends
        {
            for claim in &mut self.claims[standing.first..] {
                if claim.role == (ClaimRole::Part { of, opener, open: false }) {
                    claim.role = ClaimRole::Part { of, opener, open: true };
                }
            }
        }
    }

    fn everything(&mut self, quantity: Quantity, at: Stretch, standing: &Standing) {
        let quantity = match quantity {
            Quantity::ReconsiderationsUpheld if standing.topics.has(Topic::Reconsideration) => quantity,
            Quantity::ReconsiderationsUpheld if standing.topics.has(Topic::Litigation) => Quantity::LawsuitsUpheld,
            Quantity::Handled if standing.topics.has(Topic::Applications) => quantity,
            _ => return,
        };
        self.words(Amount::Everything, quantity, at, true, standing);
    }

    fn words(&mut self, amount: Amount, quantity: Quantity, at: Stretch, firm: bool, standing: &Standing) {
        self.claims.push(Claim {
            at,
            amount,
            unit: None,
            quantity: Some(quantity),
            firm,
            role: standing.lists.role_of_words(),
            scope: standing.scope,
            time: if standing.planned { ClaimTime::Plan } else { standing.time },
            sentence: self.sentence,
            clause: self.clause,
        });
    }
}

/// The word right before (−1) or right behind (1) another, where nothing stands between them.
fn beside(sentence: &[Lexeme], at: usize, step: isize) -> Option<&Lexeme> {
    let other = sentence.get(at.checked_add_signed(step)?)?;
    let touches = match step {
        1 => sentence[at].at.end == other.at.start,
        _ => other.at.end == sentence[at].at.start,
    };
    touches.then_some(other)
}

/// Whether a mark follows a figure at once.
fn follows_figure(sentence: &[Lexeme], at: usize) -> bool {
    beside(sentence, at, -1).is_some_and(|lexeme| matches!(lexeme.word, Sense::Figure(_)))
        // 包括: and 其中: open one list.
        || beside(sentence, at, -1).is_some_and(|lexeme| matches!(lexeme.word, Sense::Opener(_)))
}

/// Whether a figure follows a mark at once.
fn follows_mark(sentence: &[Lexeme], at: usize, mark: Sense) -> bool {
    beside(sentence, at, -1).is_some_and(|lexeme| lexeme.word == mark)
}
