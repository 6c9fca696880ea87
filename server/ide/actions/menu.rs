//! The list of available actions.

use super::action::{Action, ActionKind};
use super::offer::Offer;
use super::{fill_sentence, fix_all, lay_out, recalculate};
use crate::check::View;
use crate::fix::gate::Gate;
use crate::fix::{Proposal, choices, proposals};
use crate::rules::{Finding, Subject};
use crate::text::stop;
use std::ops::Range;

/// Of how many findings in a range actions are listed: nobody reads a longer menu. All of them are mended by *fix all*.
const MOST_FINDINGS: usize = 200;

/// The actions available in a view. What their offers need to know of the present draft is computed once, when the
/// first is made.
pub struct Menu<'a> {
    view: &'a View,
    gates: Vec<Gate<'a>>,
}

impl<'a> Menu<'a> {
    /// The menu of a view.
    pub fn new(view: &'a View) -> Self {
        Menu { view, gates: view.checked.reports.iter().map(|report| Gate::bounded(view, report)).collect() }
    }

    /// The offers in a range of the text, of the wanted kinds. The order within a kind is independent of the other
    /// kinds.
    pub fn offers(&self, range: &Range<usize>, wanted: impl Fn(ActionKind) -> bool) -> Vec<Offer<'_>> {
        let view = self.view;
        let mut offers = Vec::new();
        // Where figures of a sentence contradict the tables, all of them at once come before one of them.
        let contradicted = view.touched(range).find(|(_, finding)| matches!(finding.subject, Subject::Claim(..)));
        let contradicted = contradicted.map(|(index, _)| index);
        if wanted(ActionKind::QuickFix) {
            if let Some(finding) = contradicted {
                let sentence = fill_sentence::offer(view, range, ActionKind::QuickFix);
                offers.extend(sentence.map(|offer| offer.repairing(finding, false)));
            }
            for (index, finding) in view.touched(range) {
                stop::here();
                offers
                    .extend(self.gates.get(finding.report).into_iter().flat_map(|gate| repairs(gate, index, finding)));
            }
        }
        if wanted(ActionKind::Rewrite) {
            offers.extend(self.gates.iter().flat_map(|gate| {
                stop::here();
                lay_out::offers(gate, range)
            }));
            offers.extend(recalculate::around(view, range));
            if contradicted.is_none() {
                offers.extend(fill_sentence::offer(view, range, ActionKind::Rewrite));
            }
        }
        if wanted(ActionKind::Recalculate) {
            offers.extend(recalculate::whole(view, range));
        }
        if wanted(ActionKind::FixAll) {
            offers.extend(fix_all::offer(view.checked.findings.iter(), || view.clone()));
        }
        offers
    }
}

impl View {
    /// The actions in a range of the text, of the wanted kinds, with their edits.
    pub fn actions(&self, range: &Range<usize>, wanted: impl Fn(ActionKind) -> bool) -> Vec<Action> {
        Menu::new(self).offers(range, wanted).iter().filter_map(Offer::make).collect()
    }

    /// The findings that a range touches, each with its index; of very many the first.
    pub fn touched(&self, range: &Range<usize>) -> impl Iterator<Item = (usize, &Finding)> {
        let touches = |finding: &Finding| finding.range.start <= range.end && range.start <= finding.range.end;
        self.checked.findings.iter().enumerate().filter(move |(_, finding)| touches(finding)).take(MOST_FINDINGS)
    }
}

/// The repairs of a finding, including alternatives.
fn repairs<'a>(gate: &'a Gate<'_>, index: usize, finding: &'a Finding) -> Vec<Offer<'a>> {
    let all: Vec<Proposal<'a>> = proposals(gate, finding).into_iter().chain(choices(gate, finding)).collect();
    let only_safe = all.iter().filter(|proposal| proposal.safe).count() == 1;
    let offer = |proposal: Proposal<'a>| {
        let (title, safe) = (proposal.title.clone(), proposal.safe);
        let edits = move || proposal.make().map(|repair| repair.fix.edits);
        Offer::new(title, ActionKind::QuickFix, safe, edits).repairing(index, safe && only_safe)
    };
    all.into_iter().map(offer).collect()
}
