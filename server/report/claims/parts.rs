//! Lists of parts: which figure is a part of which.

use super::claim::ClaimRole;
use crate::edition::phrases::Opener;

/// The lists that are open at a place of a sentence, the innermost last.
#[derive(Debug, Default)]
pub struct Lists {
    open: Vec<List>,
}

#[derive(Debug)]
struct List {
    /// The whole; `None` in a bracket that belongs to no figure.
    of: Option<u16>,
    opener: Opener,
    bracket: bool,
    /// How many parts it has so far.
    members: u16,
    /// Whether the first part was named by a topic or an act of its own.
    named: bool,
}

impl List {
    /// Whether the next figure is none of its parts.
    fn is_over(&self, total: bool, named: bool) -> bool {
        !self.bracket && self.members > 0 && (total || (named && !self.named))
    }
}

impl Lists {
    /// Opens a list of the parts of a figure.
    pub fn open(&mut self, of: Option<u16>, opener: Opener) {
        let bracket = opener == Opener::Bracket;
        match self.open.last_mut() {
            // (其中: one list, opened twice.
            Some(last) if last.members == 0 && !bracket && last.of == of => {
                last.opener = if last.opener == Opener::Bracket { opener } else { last.opener };
            }
            _ if of.is_some() || bracket => self.open.push(List { of, opener, bracket, members: 0, named: false }),
            _ => {}
        }
    }

    /// What words that say as much as a figure are: a part, where a list was just opened.
    pub fn role_of_words(&self) -> ClaimRole {
        match self.open.last() {
            Some(List { of: Some(of), opener, members: 0, .. }) => {
                ClaimRole::Part { of: *of, opener: *opener, open: false }
            }
            _ => ClaimRole::Whole,
        }
    }

    /// The whole of which the next figure would be a part.
    pub fn whole(&self, total: bool, named: bool) -> Option<u16> {
        self.open.iter().rev().find(|list| !list.is_over(total, named))?.of
    }

    /// Closes the innermost bracket and the lists in it.
    pub fn close_bracket(&mut self) {
        if let Some(at) = self.open.iter().rposition(|list| list.bracket) {
            self.open.truncate(at);
        }
    }

    /// Closes all lists.
    pub fn close(&mut self) {
        self.open.clear();
    }

    /// What the next figure is. A new total, or a figure with words of its own where the parts before had none, is no
    /// part any more.
    pub fn role(&mut self, total: bool, named: bool) -> ClaimRole {
        while self.open.last().is_some_and(|list| list.is_over(total, named)) {
            self.open.pop();
        }
        match self.open.last_mut() {
            Some(List { of: Some(of), opener, members, named: first, .. }) => {
                if *members == 0 {
                    *first = named;
                }
                *members = members.saturating_add(1);
                ClaimRole::Part { of: *of, opener: *opener, open: false }
            }
            _ => ClaimRole::Whole,
        }
    }
}
