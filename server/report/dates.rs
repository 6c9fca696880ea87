//! The years and dates in a cell, and the role of each in its sentence.

use super::prose::calendar::Calendar;
use super::prose::{Lexeme, Sense, Stretch};
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

/// The dates and periods in a folded text, given its lexemes.
pub fn dates(text: &str, lexemes: &[Lexeme]) -> (Vec<Date>, Vec<Period>) {
    let (mut dates, mut periods) = (Vec::new(), Vec::new());
    let mut start = 0;
    for (sentence, number) in lexemes.split_inclusive(|lexeme| lexeme.word == Sense::End).zip(0..=u16::MAX) {
        if sentence.iter().any(|lexeme| matches!(lexeme.word, Sense::Date(_))) {
            let about = about(sentence);
            for (at, lexeme) in sentence.iter().enumerate() {
                let Sense::Date(calendar) = lexeme.word else { continue };
                let role = role(text, start, sentence, at, &calendar);
                dates.push(Date { at: lexeme.at, calendar, role, sentence: number, about });
            }
            periods.extend(periods_of(text, sentence));
        }
        start = sentence.last().map_or(start, |lexeme| lexeme.at.end as usize);
    }
    (dates, periods)
}

fn about(sentence: &[Lexeme]) -> About {
    let has = |wanted: fn(Sense) -> bool| sentence.iter().any(|lexeme| wanted(lexeme.word));
    About {
        plan: has(|word| word == Sense::Plan),
        intention: has(|word| word == Sense::Intention),
        problem: has(|word| word == Sense::Problem),
        named: has(|word| word == Sense::Named),
        stated: has(|word| matches!(word, Sense::Figure(_) | Sense::Nothing(_) | Sense::None(_))),
        comparison: has(|word| matches!(word, Sense::Comparison(_))),
    }
}

fn role(text: &str, start: usize, sentence: &[Lexeme], at: usize, calendar: &Calendar) -> DateRole {
    if !calendar.is_year() {
        return DateRole::Mentioned;
    }
    let own = sentence[at].at;
    let clause = || sentence[at + 1..].iter().take_while(|next| !next.word.is_mark());
    let carries = |word: Sense| matches!(word, Sense::Carry | Sense::Act(Act::CarryIn | Act::CarryOut));
    let before = at.checked_sub(1).map(|before| &sentence[before]);
    let touches = |lexeme: &Lexeme| lexeme.at.end == own.start;
    if clause().any(|next| carries(next.word)) || before.is_some_and(|before| carries(before.word) && touches(before)) {
        return DateRole::Carried;
    }
    let announced = sentence[..at].iter().any(|lexeme| lexeme.word == Sense::Announcement);
    if announced && !sentence[..at].iter().any(|lexeme| lexeme.word == Sense::Basis) {
        return DateRole::Announced;
    }
    // At the start of a sentence or clause, or directly behind the body's own name: 我局2024年….
    let body = before.filter(|before| touches(before)).and_then(|before| match before.word {
        Sense::Scope(ScopeKind::Own | ScopeKind::Area, level) => Some(level),
        _ => None,
    });
    let marked = before.is_some_and(|before| before.word.is_mark() && before.word != Sense::Open && touches(before));
    let first = is_prefix(&text[start..own.start as usize]);
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
    let name: SmolStr = rest.chars().take(LONGEST_NAME).take_while(|c| !",。;:()《!?".contains(*c)).collect();
    (!name.is_empty()).then_some(Speaker::Named(name))
}

/// Whether a text consists only of what may precede a sentence: marks of headings and lists, 一是.
fn is_prefix(text: &str) -> bool {
    let text = text.trim_start_matches(['#', '>', '-', '*', '·', '•']);
    let list = text.strip_suffix('是').unwrap_or(text);
    list.chars().count() <= 2 && list.chars().all(|c| "一二三四五六七八九十首".contains(c))
}

/// The periods of a sentence.
fn periods_of(text: &str, sentence: &[Lexeme]) -> Vec<Period> {
    let of_report = sentence.iter().any(|lexeme| lexeme.word == Sense::Period);
    let dates = sentence.iter().filter_map(|lexeme| match lexeme.word {
        Sense::Date(calendar) if calendar.month.is_some() => Some((lexeme.at, calendar)),
        _ => None,
    });
    let dates: Vec<(Stretch, Calendar)> = dates.collect();
    let joined = |pair: &&[(Stretch, Calendar)]| {
        let between = &text[pair[0].0.end as usize..pair[1].0.start as usize];
        between.len() <= LONGEST_BETWEEN && between.contains(['至', '到', '-', '~', '起'])
    };
    let pairs = dates.windows(2).filter(joined);
    let period = |pair: &[(Stretch, Calendar)]| Period {
        at: Stretch { start: pair[0].0.start, end: pair[1].0.end },
        from: pair[0].1,
        to: pair[1].1,
        of_report,
    };
    pairs.map(period).collect()
}
