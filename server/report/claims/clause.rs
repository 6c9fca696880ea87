//! What the words of a clause say of the figure behind them.

use super::fillers::{COMMON, Fillers, PROCEEDINGS};
use super::topics::Topics;
use crate::edition::phrases::{Act, Quantity, QuantityCells, Topic, phrases};
use crate::edition::{Header, newest};
use crate::report::prose::figure::Figure;
use crate::report::prose::{Lexeme, Sense, Stretch};
use std::sync::LazyLock;

/// Words that make a figure that of something else stand no farther before it, in characters.
const FARTHEST_EXCEPTION: usize = 60;

/// A figure of the forms with the units in which it is counted.
struct Counted {
    id: Quantity,
    about: Topic,
    act: Option<Act>,
    /// The units, by their places in the phrases, one bit each.
    units: u64,
}

impl Counted {
    fn counts(&self, unit: u8) -> bool {
        self.units.checked_shr(u32::from(unit)).unwrap_or(0) & 1 != 0
    }
}

static COUNTED: LazyLock<Vec<Counted>> = LazyLock::new(|| {
    let units = |quantity: &QuantityCells| {
        let own = phrases().units.iter().zip(0_u32..64);
        let own = own.filter(|(unit, _)| unit.words.iter().any(|word| quantity.units.contains(word)));
        own.fold(0, |bits, (_, at)| bits | 1 << at)
    };
    let counted = |quantity: &QuantityCells| Counted {
        id: quantity.id,
        about: quantity.about,
        act: quantity.act,
        units: units(quantity),
    };
    phrases().quantities.iter().map(counted).collect()
});

/// What was done, in the words of prose or of a row of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    Act(Act),
    Row(u8),
}

impl Deed {
    /// Whether the words are a result of an application, which need not be named again.
    fn is_result(self) -> bool {
        use Act::{CarryIn, CarryOut, Deny, Grant, GrantPart, HandleOtherwise, LeaveUnprocessed, Unable};
        match self {
            Deed::Row(_) => true,
            Deed::Act(act) => {
                let results = [CarryIn, CarryOut, Deny, Grant, GrantPart, HandleOtherwise, LeaveUnprocessed, Unable];
                results.contains(&act)
            }
        }
    }
}

/// The words between the last mark or figure and the next figure.
#[derive(Debug, Default)]
pub struct Clause {
    deed: Option<(Deed, Stretch)>,
    topic: Option<(Topic, bool, Stretch)>,
    /// A topic of the same kind before that one in the same clause.
    beside: Option<Topic>,
    /// What ended the clause before without a figure of its own: it shares the next one.
    hanging: Option<Hanging>,
    /// Whether it names several results: 予以公开及部分公开.
    several: bool,
    /// Where something else that is counted was last named.
    other: Option<u32>,
    /// Whether something was received or handled: a body of reconsideration handles the cases of others.
    handled: bool,
    /// The direction of a change, where the clause compares.
    pub comparison: Option<Option<bool>>,
    /// Whether it speaks of a share.
    pub share: bool,
    /// Whether it introduces a total.
    pub total: bool,
}

/// Words at the end of a clause without a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hanging {
    Topic(Topic),
    Result,
}

impl Clause {
    /// Takes a word in.
    pub fn take(&mut self, lexeme: &Lexeme) {
        match lexeme.word {
            Sense::Act(act) => {
                let other = self.deed.is_some_and(|(deed, _)| deed.is_result() && deed != Deed::Act(act));
                self.several |= other && Deed::Act(act).is_result();
                self.handled |= matches!(act, Act::Handle | Act::Process | Act::Receive);
                self.deed = Some((Deed::Act(act), lexeme.at));
            }
            Sense::Row(row) => self.deed = Some((Deed::Row(row), lexeme.at)),
            Sense::Topic(topic, firm) => {
                self.beside = self.topic.map(|(topic, ..)| topic).filter(|one| *one != topic && alike(*one, topic));
                self.topic = Some((topic, firm, lexeme.at));
            }
            Sense::Other => self.other = Some(lexeme.at.start),
            Sense::Comparison(up) => self.comparison = Some(up.or(self.comparison.flatten())),
            Sense::Share => self.share = true,
            Sense::Total => self.total = true,
            _ => {}
        }
    }

    /// Notes that something was carried over in the year beside: from an earlier one, or to a later one.
    pub fn carry(&mut self, act: Act, at: Stretch) {
        self.deed = Some((Deed::Act(act), at));
    }

    /// Begins a new clause behind a mark at this place of the text.
    pub fn end(&mut self, text: &str, mark: &Lexeme) {
        let before = mark.at.start as usize;
        let ends = |at: Stretch| COMMON.fill(&text[(at.end as usize).min(before)..before]);
        let hanging = match (self.topic, self.deed) {
            (Some((topic, _, at)), _) if ends(at) => Some(Hanging::Topic(topic)),
            (_, Some((deed, at))) if deed.is_result() && ends(at) => Some(Hanging::Result),
            _ => None,
        };
        let hanging = hanging.or(self.hanging.filter(|_| self.topic.is_none() && self.deed.is_none()));
        *self = Clause { hanging: hanging.filter(|_| matches!(mark.word, Sense::Comma)), ..Clause::default() };
    }

    /// Begins a new clause behind a figure.
    pub fn end_at_figure(&mut self) {
        *self = Clause::default();
    }

    /// Whether the clause names something of its own, and no mere kind of what was named before: 办结, not 予以公开.
    pub fn is_named(&self) -> bool {
        use Act::{ComeFromOrganisation, ComeFromPerson, Correct, EndOtherwise, Pend, Uphold};
        let kinds = [ComeFromPerson, ComeFromOrganisation, Uphold, Correct, EndOtherwise, Pend].map(Deed::Act);
        let topic = self.topic.is_some_and(|(topic, ..)| topic != Topic::Applications);
        topic || self.deed.is_some_and(|(deed, _)| !deed.is_result() && !kinds.contains(&deed))
    }

    /// What a figure is, and whether the words leave no doubt. `post` is the topic right behind it, `spoken` the
    /// sentence up to it.
    pub fn quantity(
        &self,
        text: &str,
        figure: &Figure,
        post: Option<(Topic, bool)>,
        topics: &Topics,
        spoken: &str,
    ) -> (Option<Quantity>, bool) {
        let start = figure.number.start;
        let named = self.topic.map(|(topic, ..)| topic).or(post.map(|(topic, _)| topic));
        let found = self.found(figure.unit, named, topics);
        let Some((quantity, about)) = found else { return (None, false) };
        // Something else that is counted stands nearer.
        let first = [self.deed.map(|(_, at)| at.start), self.topic.map(|(.., at)| at.start)];
        let first = first.into_iter().flatten().min();
        if self.other.is_some_and(|other| first.is_none_or(|first| other > first) || named.is_none()) {
            return (None, false);
        }
        let fillers: &Fillers = if about.is_proceeding() { &PROCEEDINGS } else { &COMMON };
        let deed = self.deed.map(|(_, at)| at);
        let topic = self.topic.filter(|(topic, ..)| *topic == about).map(|(.., at)| at);
        // The words in their order, and the figure behind them.
        let (first, second) = match (deed, topic) {
            (Some(deed), Some(topic)) if deed.start < topic.start => (Some(deed), Some(topic)),
            (Some(deed), Some(topic)) => (Some(topic), Some(deed)),
            (one, other) => (None, one.or(other)),
        };
        let between = |from: Stretch, to: u32| fillers.fill(&text[from.end as usize..to.max(from.end) as usize]);
        let joined = first.zip(second).is_none_or(|(first, second)| between(first, second.start))
            && second.is_none_or(|second| between(second, start));
        // What was issued by somebody: 上级制定的规范性文件.
        let attribute = self
            .deed
            .is_some_and(|(deed, at)| deed == Deed::Act(Act::Issue) && text[at.end as usize..].starts_with('的'));
        let clear = match about {
            _ if about.is_proceeding() => {
                let disclosure = || phrases().disclosure.words.iter().any(|word| spoken.contains(word.as_str()));
                !self.handled && (figure.value.is_zero() || disclosure())
            }
            // Applications without a verb are received, or handled: only of none is that all one.
            Topic::Applications if self.deed.is_none() => {
                figure.value.is_zero() && self.other.is_none() && topics.has_firm(about)
            }
            _ => topics.has_firm(about) || post == Some((about, true)) || self.is_labelled(),
        };
        let known = phrases().quantities.iter().find(|known| known.id == quantity);
        let near = spoken.char_indices().nth_back(FARTHEST_EXCEPTION).map_or(spoken, |(start, _)| &spoken[start..]);
        let excepted = known.is_some_and(|known| known.unless.iter().any(|word| near.contains(word.as_str())));
        let clear = clear && !attribute && !excepted;
        (self.shared(about).unwrap_or(Some(quantity)), joined && clear)
    }

    /// The figure that deed and topic name.
    fn found(&self, unit: u8, named: Option<Topic>, topics: &Topics) -> Option<(Quantity, Topic)> {
        let deed = self.deed.map(|(deed, _)| deed);
        if let Some(Deed::Row(row)) = deed {
            let quantity = of_row(row)?;
            let like = if let Quantity::Result(_) = quantity { Quantity::Denied } else { quantity };
            return COUNTED
                .iter()
                .any(|it| it.id == like && it.counts(unit))
                .then_some((quantity, Topic::Applications));
        }
        let of = |about: Topic, act: Option<Act>| {
            COUNTED.iter().find(|it| it.about == about && it.act == act && it.counts(unit))
        };
        let act = deed.and_then(|deed| if let Deed::Act(act) = deed { Some(act) } else { None });
        let with_act = act.and_then(|act| {
            let takes = |about: Topic| of(about, Some(act)).is_some();
            let last = || {
                let taken = COUNTED.iter().filter(|it| it.act == Some(act) && it.counts(unit));
                let named = taken.filter_map(|it| Some((topics.last_named(it.about)?, it.about)));
                named.max_by_key(|(when, _)| *when).map(|(_, about)| about)
            };
            let about = named.filter(|topic| takes(*topic)).or_else(last);
            let free = deed.is_some_and(Deed::is_result) && takes(Topic::Applications) && named.is_none();
            of(about.or(free.then_some(Topic::Applications))?, Some(act))
        });
        // A case that is named with an act of its own is the whole of its kind: 办理行政复议3件.
        let received = || {
            let alone =
                deed.is_none() && self.topic.is_some_and(|(topic, firm, _)| firm && topic == Topic::Applications);
            of(named.filter(|_| alone)?, Some(Act::Receive))
        };
        let found = with_act.or_else(|| of(named?, None)).or_else(received)?;
        Some((found.id, found.about))
    }

    /// Whether the clause has the label of a row that can be nothing else.
    fn is_labelled(&self) -> bool {
        match self.deed {
            Some((Deed::Row(row), _)) => !matches!(of_row(row), None | Some(Quantity::Result(_))),
            _ => false,
        }
    }

    /// Whether the figure belongs to several things at once, and which that is together.
    fn shared(&self, about: Topic) -> Option<Option<Quantity>> {
        let beside = self.beside.or(match self.hanging {
            Some(Hanging::Topic(topic)) if topic != about && alike(topic, about) => Some(topic),
            _ => None,
        });
        let hangs = self.hanging == Some(Hanging::Result) && self.deed.is_some_and(|(deed, _)| deed.is_result());
        let result = hangs || self.several;
        let proceedings = beside.is_some_and(Topic::is_proceeding);
        (beside.is_some() || result).then_some(proceedings.then_some(Quantity::Proceedings))
    }
}

/// The figures of the rows of the newest edition's form of applications.
static ROWS: LazyLock<Vec<Quantity>> = LazyLock::new(|| {
    let rows = newest().form("applications").into_iter().flat_map(|form| &form.rows).zip(0_u8..);
    let quantity = |(row, at): (&Header, u8)| match row.id.as_str() {
        "received" => Quantity::Received,
        "carried-in" => Quantity::CarriedIn,
        "granted" => Quantity::Granted,
        "partial" => Quantity::PartlyGranted,
        "handled" => Quantity::Handled,
        "carried-out" => Quantity::CarriedOut,
        _ => Quantity::Result(at),
    };
    rows.map(quantity).collect()
});

/// The figure of a row of the form of applications.
fn of_row(row: u8) -> Option<Quantity> {
    ROWS.get(usize::from(row)).copied()
}

/// Whether two topics may share a figure.
fn alike(one: Topic, other: Topic) -> bool {
    let documents = |topic| matches!(topic, Topic::NormativeDocuments | Topic::Rules);
    let enforcement = |topic| matches!(topic, Topic::Penalty | Topic::Coercion | Topic::Licensing);
    (one.is_proceeding() && other.is_proceeding())
        || (documents(one) && documents(other))
        || (enforcement(one) && enforcement(other))
}
