//! A claim: what it says, of what, of when, and how certainly.

use crate::edition::phrases::{Opener, Quantity, Unit, phrases};
use crate::report::prose::Stretch;
use crate::report::prose::figure::Exactness;
use rust_decimal::Decimal;

/// A figure in prose, or words that say as much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The bytes of the number without its unit, or of the words.
    pub at: Stretch,
    /// How much.
    pub amount: Amount,
    /// The unit, by its place in the phrases; `None` for words.
    pub unit: Option<u8>,
    /// Of what, where the words say it.
    pub quantity: Option<Quantity>,
    /// Whether the words leave no doubt of what: nothing but words without a meaning of their own stands between them
    /// and the figure.
    pub firm: bool,
    /// What it is in its sentence.
    pub role: ClaimRole,
    /// Whose figure it is.
    pub scope: ClaimScope,
    /// Of when.
    pub time: ClaimTime,
    /// The sentence, counted from the beginning of the cell.
    pub sentence: u16,
    /// The clause between full stops and semicolons, counted from the beginning of the cell.
    pub clause: u16,
}

/// How much a claim says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// A figure.
    Figure(Decimal, Exactness),
    /// Words for nothing: 未收到.
    Nothing,
    /// Words for everything: 均已办结.
    Everything,
}

/// What a claim is in its sentence. Other claims are named by their places in the list of the cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClaimRole {
    /// A figure of its own.
    Whole,
    /// A part of another.
    Part {
        /// The whole.
        of: u16,
        /// How the list of parts was opened.
        opener: Opener,
        /// Whether the list ends in 等.
        open: bool,
    },
    /// A share.
    Share {
        /// What has that share, where the sentence tells.
        of: Option<u16>,
    },
    /// A change against another time.
    Change {
        /// What has changed, where the sentence tells.
        of: Option<u16>,
        /// The direction, where the words tell: `true` for more.
        up: Option<bool>,
    },
}

/// Whose figure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClaimScope {
    /// The sentence does not say.
    Unsaid,
    /// The body's own: 我局; the character that names what it is.
    Own(char),
    /// That of an area: 全县; the character that names its level.
    Area(char),
    /// That of a part of the body, or a part of what is counted.
    Part,
}

/// Of when a claim is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClaimTime {
    /// The sentence does not say.
    Unsaid,
    /// The report year.
    ThisYear,
    /// The year before it, or an earlier one.
    LastYear,
    /// This year.
    Year(u16),
    /// A part of a year.
    Part,
    /// Several years.
    Long,
    /// Still to come.
    Plan,
}

impl Claim {
    /// The figure, where it is exact; nothing said in words is zero.
    pub fn exact(&self) -> Option<Decimal> {
        match self.amount {
            Amount::Figure(value, Exactness::Exact) => Some(value),
            Amount::Nothing => Some(Decimal::ZERO),
            _ => None,
        }
    }

    /// The number of the figure, however exact.
    pub fn figure(&self) -> Option<Decimal> {
        match self.amount {
            Amount::Figure(value, _) => Some(value),
            Amount::Nothing | Amount::Everything => None,
        }
    }

    /// Whether the claim is about the report year, or does not say of when it is.
    pub fn is_of(&self, year: Option<u16>) -> bool {
        match self.time {
            ClaimTime::Unsaid | ClaimTime::ThisYear => true,
            ClaimTime::Year(named) => year == Some(named),
            _ => false,
        }
    }

    /// What is counted.
    pub fn unit(&self) -> Option<&'static Unit> {
        phrases().units.get(usize::from(self.unit?))
    }
}
