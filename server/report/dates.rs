//! The years and dates in a cell, and the role of each in its sentence.

use super::prose::calendar::Calendar;
use super::prose::{Kinds, Lexeme, Sense, Spoken, Stretch};
use crate::edition::phrases::{Act, ScopeKind, TimeKind};
use smol_str::SmolStr;

/// A year or a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Date {
    /// Its bytes.
    pub at: Stretch,
    /// The year or date itself.
    pub calendar: Calendar,
    /// Its role in the sentence.
    pub role: DateRole,
    /// The index of its sentence in the cell.
    pub sentence: u16,
    /// What else the sentence is about.
    pub about: About,
}

/// The role of a date in its sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateRole {
    /// The sentence is about this year.
    Subject(Speaker),
    /// The report announces itself as the one of this year.
    Announced,
    /// Cases were carried over from or to this year.
    Carried,
    /// Anything else.
    Mentioned,
}

/// Whose year it is, as the words behind it tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Speaker {
    /// The body itself: 我局, 全镇; with the character for its kind.
    Own(char),
    /// Nobody is named; the action follows directly.
    Nobody,
    /// The text up to the next mark, which may be the body's name.
    Named(SmolStr),
}

/// What the sentence of a date is about besides the date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct About {
    /// The future.
    pub plan: bool,
    /// Possibly the future.
    pub intention: bool,
    /// A problem.
    pub problem: bool,
    /// A document or a sum with a year of its own.
    pub named: bool,
    /// A figure, or words for nothing.
    pub stated: bool,
    /// A comparison with another time.
    pub comparison: bool,
}

/// A period from one day to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// Its bytes, from the first to the last day.
    pub at: Stretch,
    /// The first day.
    pub from: Calendar,
    /// The last day.
    pub to: Calendar,
    /// Whether the sentence calls it the period of the report.
    pub of_report: bool,
}

/// The longest name of a body that is recognised, in characters.
const LONGEST_NAME: usize = 20;
/// The longest text between the days of a period, in bytes: 起至.
const LONGEST_BETWEEN: usize = 12;

/// The dates and periods of the sentences of a folded text.
pub fn dates(text: &str, sentences: &[Spoken<'_>]) -> (Vec<Date>, Vec<Period>) {
    let (mut dates, mut periods) = (Vec::new(), Vec::new());
    for sentence in sentences.iter().filter(|sentence| sentence.kinds.has(Kinds::DATE)) {
        let about = about(sentence.kinds);
        for (at, lexeme) in sentence.words.iter().enumerate() {
            let Sense::Date(calendar) = lexeme.word else { continue };
            let role = role(text, sentence, at, &calendar);
            dates.push(Date { at: lexeme.at, calendar, role, sentence: sentence.number, about });
        }
        periods_of(text, sentence, &mut periods);
    }
    (dates, periods)
}

fn about(kinds: Kinds) -> About {
    About {
        plan: kinds.has(Kinds::PLAN),
        intention: kinds.has(Kinds::INTENTION),
        problem: kinds.has(Kinds::PROBLEM),
        named: kinds.has(Kinds::NAMED),
        stated: kinds.has(Kinds::FIGURE.and(Kinds::NOTHING)),
        comparison: kinds.has(Kinds::COMPARISON),
    }
}

fn role(text: &str, spoken: &Spoken<'_>, at: usize, calendar: &Calendar) -> DateRole {
    if !calendar.is_year() {
        return DateRole::Mentioned;
    }
    let sentence = spoken.words;
    let own = sentence[at].at;
    let clause = || sentence[at + 1..].iter().take_while(|next| !next.word.is_mark());
    let carries = |word: Sense| matches!(word, Sense::Carry | Sense::Act(Act::CarryIn | Act::CarryOut));
    let before = at.checked_sub(1).map(|before| &sentence[before]);
    let touches = |lexeme: &Lexeme| lexeme.at.end == own.start;
    if clause().any(|next| carries(next.word)) || before.is_some_and(|before| carries(before.word) && touches(before)) {
        return DateRole::Carried;
    }
    let before_it = |wanted: fn(&Sense) -> bool| sentence[..at].iter().any(|lexeme| wanted(&lexeme.word));
    let announced = spoken.kinds.has(Kinds::ANNOUNCEMENT) && before_it(|word| matches!(word, Sense::Announcement));
    if announced && !before_it(|word| matches!(word, Sense::Basis)) {
        return DateRole::Announced;
    }
    // At the start of a sentence or clause, or directly behind the body's own name: 我局2024年….
    let body = before.filter(|before| touches(before)).and_then(|before| match before.word {
        Sense::Scope(ScopeKind::Own | ScopeKind::Area, level) => Some(level),
        _ => None,
    });
    let marked =
        before.is_some_and(|before| before.word.is_mark() && !matches!(before.word, Sense::Open) && touches(before));
    let first = is_prefix(&text[spoken.start..own.start as usize]);
    if !(first || marked || body.is_some()) {
        return DateRole::Mentioned;
    }
    match speaker(text, sentence, at) {
        Some(_) if body.is_some() => DateRole::Subject(Speaker::Own(body.unwrap_or_default())),
        // In the middle of a sentence only the body's own words may follow.
        Some(Speaker::Named(name)) if first => DateRole::Subject(Speaker::Named(name)),
        Some(speaker @ (Speaker::Own(_) | Speaker::Nobody)) => DateRole::Subject(speaker),
        _ => DateRole::Mentioned,
    }
}

/// Whose year it is, from the words that follow it.
fn speaker(text: &str, sentence: &[Lexeme], at: usize) -> Option<Speaker> {
    let mut place = sentence[at].at.end;
    let mut next = at + 1;
    while let Some(lexeme) = sentence.get(next).filter(|lexeme| lexeme.at.start == place)
        && matches!(lexeme.word, Sense::Comma | Sense::Time(TimeKind::ThisYear))
    {
        place = lexeme.at.end;
        next += 1;
    }
    if let Some(lexeme) = sentence.get(next).filter(|lexeme| lexeme.at.start == place) {
        let clause = || sentence[next..].iter().take_while(|next| !next.word.is_mark());
        let figure = || clause().any(|next| matches!(next.word, Sense::Figure(_)));
        let attribute = || text[lexeme.at.end as usize..].starts_with('的');
        match lexeme.word {
            Sense::Scope(ScopeKind::Own | ScopeKind::Area, level) => return Some(Speaker::Own(level)),
            Sense::Nothing(_) | Sense::None(_) => return Some(Speaker::Nobody),
            Sense::Total if figure() => return Some(Speaker::Nobody),
            Sense::Act(_) if figure() && !attribute() => return Some(Speaker::Nobody),
            Sense::Number(_) | Sense::Date(_) | Sense::Title | Sense::Figure(_) => return None,
            _ => {}
        }
    }
    let rest = &text[place as usize..];
    let ends = |c: char| matches!(c, ',' | '。' | ';' | ':' | '(' | ')' | '《' | '!' | '?');
    let end = rest.char_indices().zip(0..).find(|((_, c), count)| *count == LONGEST_NAME || ends(*c));
    let name = &rest[..end.map_or(rest.len(), |((end, _), _)| end)];
    (!name.is_empty()).then(|| Speaker::Named(name.into()))
}

/// Whether a text consists only of what may precede a sentence: marks of headings and lists, 一是.
fn is_prefix(text: &str) -> bool {
    let text = text.trim_start_matches(['#', '>', '-', '*', '·', '•']);
    let list = text.strip_suffix('是').unwrap_or(text);
    list.chars().nth(2).is_none() && list.chars().all(|c| "一二三四五六七八九十首".contains(c))
}

/// Adds the periods of a sentence.
fn periods_of(text: &str, sentence: &Spoken<'_>, periods: &mut Vec<Period>) {
    let of_report = sentence.kinds.has(Kinds::PERIOD);
    let mut days = sentence.words.iter().filter_map(|lexeme| match lexeme.word {
        Sense::Date(calendar) if calendar.month.is_some() => Some((lexeme.at, calendar)),
        _ => None,
    });
    let Some(mut from) = days.next() else { return };
    for to in days {
        let between = &text[from.0.end as usize..to.0.start as usize];
        if between.len() <= LONGEST_BETWEEN && between.contains(['至', '到', '-', '~', '起']) {
            let at = Stretch { start: from.0.start, end: to.0.end };
            periods.push(Period { at, from: from.1, to: to.1, of_report });
        }
        from = to;
    }
}
