//! The documents that a cell cites, and how it cites them.

use super::prose::document_number::{self, DocumentNumber};
use super::prose::{Kinds, Sense, Spoken, Stretch};
use crate::edition::law::{Document, law};
use crate::text::WordTable;
use crate::text::fold::fold;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A document that is cited by its name, its number, or both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// Its bytes, from the name to the number.
    pub at: Stretch,
    /// The bytes of the name, without 《》.
    pub name: Option<Stretch>,
    /// How the name is written, if it names a known document.
    pub spelling: NameForm,
    /// The bytes of the number.
    pub number_at: Option<Stretch>,
    /// The number.
    pub number: Option<DocumentNumber>,
    /// The brackets around the year of the number, read from the source because they fold to one.
    pub brackets: Brackets,
    /// The index of the document in the law, found by its number if it has one, else by its name.
    pub document: Option<u8>,
    /// Whether the number is a known document's except for one character of its code: 国办公开办涵.
    pub damaged: bool,
    /// Whether it is the basis of what the sentence reports: 根据.
    pub basis: bool,
    /// Whether the sentence tells the history of a document: 公布, 停止执行.
    pub history: bool,
}

/// How the name of a known document is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameForm {
    /// Not the name of a known document.
    Unknown,
    /// Its full name.
    Full,
    /// A correct short name.
    Short,
    /// A wrong name.
    Wrong,
}

/// The brackets around the year of a document's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Brackets {
    /// None, or not yet read from the source.
    #[default]
    Unknown,
    /// 〔〕, the correct ones.
    Tortoise,
    /// Any others, or two that do not match.
    Other,
}

impl Citation {
    /// The bytes of the year in the number, with its brackets.
    pub fn year_at(&self) -> Option<Stretch> {
        const LENGTH: u32 = "(2021)".len() as u32;
        let start = self.number.filter(|number| number.year.is_some())?.code.end;
        Some(Stretch { start, end: start + LENGTH })
    }

    /// The document, if it is known.
    pub fn document(&self) -> Option<&'static Document> {
        law().documents.get(usize::from(self.document?))
    }
}

/// The number of a known document.
struct KnownNumber {
    code: String,
    year: Option<u16>,
    serial: u32,
    document: u8,
}

struct Known {
    names: HashMap<String, (u8, NameForm)>,
    numbers: Vec<KnownNumber>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let mut known = Known { names: HashMap::new(), numbers: Vec::new() };
    for (document, at) in law().documents.iter().zip(0_u8..) {
        let full = std::iter::once(&document.name).chain(&document.names).map(|name| (name, NameForm::Full));
        let short = document.short.iter().map(|name| (name, NameForm::Short));
        let wrong = document.wrong.iter().map(|name| (name, NameForm::Wrong));
        for (name, form) in full.chain(short).chain(wrong) {
            known.names.entry(plain(&fold(name)).into_owned()).or_insert((at, form));
        }
        for number in std::iter::once(&document.number).chain(&document.numbers) {
            let number = fold(number);
            let digit = number.find(|c: char| c.is_ascii_digit());
            if let Some((read, _)) = digit.and_then(|digit| document_number::read(&number, digit)) {
                let code = number[read.code.range()].to_owned();
                known.numbers.push(KnownNumber { code, year: read.year, serial: read.serial, document: at });
            }
        }
    }
    known
});

static BEHIND: LazyLock<WordTable<()>> =
    LazyLock::new(|| WordTable::new(law().behind.words.iter().map(|word| (word.as_str(), ()))));

/// A name without the brackets of names nested in it.
fn plain(name: &str) -> Cow<'_, str> {
    match name.contains(['〈', '〉', '《', '》']) {
        true => name.replace(['〈', '〉', '《', '》'], "").into(),
        false => name.into(),
    }
}

/// The citations of the sentences of a folded text.
pub fn citations(text: &str, sentences: &[Spoken<'_>]) -> Vec<Citation> {
    let mut citations = Vec::new();
    for sentence in sentences.iter().filter(|sentence| sentence.kinds.has(Kinds::DOCUMENT)) {
        of_sentence(text, sentence, &mut citations);
    }
    citations
}

fn of_sentence(text: &str, sentence: &Spoken<'_>, citations: &mut Vec<Citation>) {
    let history = sentence.kinds.has(Kinds::HISTORY);
    let sentence = sentence.words;
    let mut basis = false;
    let mut at = 0;
    while let Some(lexeme) = sentence.get(at) {
        at += 1;
        match lexeme.word {
            Sense::Basis => basis = true,
            Sense::Title => {
                let name = Stretch {
                    start: lexeme.at.start + '《'.len_utf8() as u32,
                    end: lexeme.at.end - '》'.len_utf8() as u32,
                };
                // The number follows the name directly or in brackets.
                let numbered = sentence[at..].iter().take(2).find_map(|next| match next.word {
                    Sense::Number(number) => Some((number, next.at)),
                    _ => None,
                });
                let (opened, near) = (lexeme.at.end, '('.len_utf8() as u32);
                let numbered = numbered.filter(|(_, number)| number.start <= opened + near);
                at += numbered.map_or(0, |_| 1 + usize::from(!matches!(sentence[at].word, Sense::Number(_))));
                citations.push(citation(text, Some((lexeme.at, name)), numbered, basis, history));
            }
            Sense::Number(number) => citations.push(citation(text, None, Some((number, lexeme.at)), basis, history)),
            // What was done on that basis begins.
            Sense::Act(_) | Sense::Figure(_) | Sense::Semicolon | Sense::Total => basis = false,
            _ => {}
        }
    }
}

fn citation(
    text: &str,
    title: Option<(Stretch, Stretch)>,
    number: Option<(DocumentNumber, Stretch)>,
    basis: bool,
    history: bool,
) -> Citation {
    let named = title.and_then(|(_, name)| KNOWN.names.get(&*plain(&text[name.range()])).copied());
    let behind = |at: Stretch| is_basis_before(&text[at.end as usize..]);
    let (numbered, damaged) = number.map_or((None, false), |(number, _)| by_number(text, &number));
    let places = title.map(|(at, _)| at).into_iter().chain(number.map(|(_, at)| at));
    let at = places.reduce(|one, other| Stretch { start: one.start.min(other.start), end: one.end.max(other.end) });
    Citation {
        at: at.unwrap_or(Stretch { start: 0, end: 0 }),
        name: title.map(|(_, name)| name),
        spelling: named.map_or(NameForm::Unknown, |(_, form)| form),
        number_at: number.map(|(_, at)| at),
        number: number.map(|(number, _)| number),
        brackets: Brackets::Unknown,
        document: numbered.or(named.filter(|_| number.is_none()).map(|(document, _)| document)),
        damaged,
        basis: basis || at.is_some_and(behind),
        history,
    }
}

/// Whether a text makes what stands before it the basis of a sentence: 要求, also behind a bracket.
fn is_basis_before(rest: &str) -> bool {
    let rest = rest.strip_prefix(')').unwrap_or(rest);
    BEHIND.at_beginning(rest).is_some()
}

/// The known document with this number, and whether its code is damaged.
fn by_number(text: &str, number: &DocumentNumber) -> (Option<u8>, bool) {
    let code = &text[number.code.range()];
    let same = |known: &&KnownNumber| known.year == number.year && known.serial == number.serial;
    let candidates = || KNOWN.numbers.iter().filter(same);
    if let Some(known) = candidates().find(|known| code.ends_with(&known.code)) {
        return (Some(known.document), false);
    }
    let near = |known: &&KnownNumber| {
        // Another first character is that of another body; in a short code one character tells the kind of document.
        const SHORTEST: usize = 4;
        let length = known.code.chars().count();
        let tail: Vec<char> = code.chars().rev().take(length).collect();
        let differing = known.code.chars().rev().zip(&tail).filter(|(one, other)| one != *other).count();
        let same_body = tail.last().is_some_and(|first| known.code.starts_with(*first));
        tail.len() == length && length >= SHORTEST && differing == 1 && same_body
    };
    candidates().find(near).map_or((None, false), |known| (Some(known.document), true))
}
