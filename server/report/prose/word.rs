//! What a piece of prose can be.

use super::calendar::Calendar;
use super::document_number::DocumentNumber;
use super::figure::Figure;
use super::stretch::Stretch;
use crate::edition::phrases::{Act, Opener, Quantity, ScopeKind, TimeKind, Topic};
use rust_decimal::Decimal;

/// A piece of prose that means something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lexeme {
    /// What it is.
    pub word: Sense,
    /// Its bytes.
    pub at: Stretch,
}

/// What a piece of prose is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sense {
    /// 。！？
    End,
    /// A semicolon.
    Semicolon,
    /// 、 or ，, which fold to one.
    Comma,
    /// A colon.
    Colon,
    /// An opening bracket.
    Open,
    /// A closing bracket.
    Close,
    /// A title in 《》.
    Title,
    /// A number with its unit.
    Figure(Figure),
    /// A number at the end of a clause, without a unit.
    Bare(Decimal),
    /// A year or a date.
    Date(Calendar),
    /// The number of a document.
    Number(DocumentNumber),
    /// What was done.
    Act(Act),
    /// Something was carried over from or to a year beside it.
    Carry,
    /// A row of the results, by its place in the newest edition's form of applications.
    Row(u8),
    /// What it is about, and whether the words leave no doubt.
    Topic(Topic, bool),
    /// Words for nothing, by the places of their entries in the phrases, one bit each.
    Nothing(u8),
    /// Words that say of themselves that there was nothing of this.
    None(Quantity),
    /// Words that say of everything what a figure would say.
    Everything(Quantity),
    /// Words that open a list of parts.
    Opener(Opener),
    /// Words that introduce a total.
    Total,
    /// Words that introduce a share.
    Share,
    /// Words that compare with another time, and in which direction the change is.
    Comparison(Option<bool>),
    /// Whose figures they are, and the last character of the words, which names the level: 我局, 全市.
    Scope(ScopeKind, char),
    /// When it was.
    Time(TimeKind),
    /// What is still to come.
    Plan,
    /// What may be still to come.
    Intention,
    /// Something else that is received and counted.
    Other,
    /// Words that look like others and mean nothing here.
    Unrelated,
    /// A unit that lacks its figure, and whether that is certain.
    Blank(bool),
    /// A word of a sentence about problems.
    Problem,
    /// A document or a sum that carries a year of its own.
    Named,
    /// A report announces itself.
    Announcement,
    /// The period of a report.
    Period,
    /// A citation is the basis of the sentence.
    Basis,
    /// The history of a cited document.
    History,
}

impl Sense {
    /// Whether a clause ends here.
    pub fn is_mark(self) -> bool {
        matches!(self, Sense::End | Sense::Semicolon | Sense::Comma | Sense::Colon | Sense::Open | Sense::Close)
    }
}
