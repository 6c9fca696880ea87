//! Finds the smallest sets of cells whose change makes all equations of a form hold.
//!
//! In such a set some equation contains one of the cells alone: otherwise the changes would depend on each other, and
//! fewer would do. This equation determines the change of the cell; without the cell, the same holds of the others. So
//! every set is found by changing one cell after the other such that a failing equation holds. The work is bounded by
//! counted steps, and what is found never depends on time.

use super::trial::{Change, Trial};

/// The most cells in a set.
const MOST_CELLS: usize = 4;
/// The most sets of one size; more of them name nothing.
const MOST_SETS: usize = 64;
/// The most changes that are tried.
const MOST_STEPS: usize = 30_000;

/// A search in progress.
struct Search<'a> {
    trial: &'a mut Trial,
    /// The changes made so far.
    made: Vec<Change>,
    /// The sets found, each ordered by cell.
    found: Vec<Vec<Change>>,
    steps: usize,
}

/// All smallest sets of changes with which the equations hold; empty if they are too large, too many, or take too long
/// to find.
pub(super) fn smallest(trial: &mut Trial) -> Vec<Vec<Change>> {
    let least = trial.at_least();
    let mut search = Search { trial, made: Vec::new(), found: Vec::new(), steps: 0 };
    for size in least..=MOST_CELLS {
        search.extend(size);
        if search.is_over() {
            return Vec::new();
        }
        if !search.found.is_empty() {
            break;
        }
    }
    search.found
}

impl Search<'_> {
    fn is_over(&self) -> bool {
        self.steps > MOST_STEPS || self.found.len() > MOST_SETS
    }

    /// Tries up to this many more changes.
    fn extend(&mut self, more: usize) {
        if self.trial.holds() {
            self.record();
            return;
        }
        if self.trial.at_least() > more {
            return;
        }
        let mut failing: Vec<usize> = self.trial.failing().collect();
        if more == 1 {
            // The last cell stands in every line that fails; the shortest has the fewest cells to try.
            let shortest = failing.iter().copied().min_by_key(|line| self.trial.cells(*line).count());
            failing = shortest.into_iter().collect();
        }
        for &line in &failing {
            for cell in self.trial.cells(line) {
                self.steps += 1;
                if self.is_over() {
                    return;
                }
                if !self.trial.is_judged(cell) || self.made.iter().any(|change| change.cell == cell) {
                    continue;
                }
                let members = self.trial.of(cell);
                let Some(at) = members.iter().position(|it| it.line == line) else { continue };
                let Some(change) = self.trial.change(cell, members[at]) else { continue };
                // An earlier line has asked for the same change.
                if more > 1 && members[..at].iter().any(|it| self.trial.change(cell, *it) == Some(change)) {
                    continue;
                }
                self.trial.make(change);
                self.made.push(change);
                self.extend(more - 1);
                self.made.pop();
                self.trial.undo(change);
            }
        }
    }

    fn record(&mut self) {
        let mut set = self.made.clone();
        set.sort_unstable();
        if !self.found.contains(&set) {
            self.found.push(set);
        }
    }
}
