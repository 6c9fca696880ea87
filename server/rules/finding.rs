//! Findings, with their reasons and repairs.

use super::rule::{Rule, Severity};
use super::subject::Subject;
use crate::text::Edit;
use std::ops::Range;

/// Something a rule reports about a place in a report.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule that reports it.
    pub rule: &'static Rule,
    /// Its severity.
    pub severity: Severity,
    /// The index of its report in the text.
    pub report: usize,
    /// What it is about.
    pub subject: Subject,
    /// Its place in bytes, which count as the ranges of the report do.
    pub range: Range<usize>,
    /// What is wrong, in Chinese, with the numbers.
    pub message: String,
    /// Why, with the other places that show it.
    pub notes: Vec<Note>,
    /// The repairs it offers.
    pub fixes: Vec<Fix>,
}

/// A reason for a finding, at a place of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The reason, in Chinese.
    pub message: String,
    /// The place that shows it.
    pub range: Range<usize>,
}

/// A repair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in Chinese, as an imperative.
    pub title: String,
    /// The edits, which do not overlap.
    pub edits: Vec<Edit>,
    /// Whether it is safe to apply without review: no number changes.
    pub safe: bool,
}

/// What rules have found in a report.
#[derive(Debug, Default)]
pub(super) struct Found {
    list: Vec<Finding>,
    /// How many the rule that is at work may still add.
    room: usize,
    /// How many more it had to add.
    left: usize,
}

impl Found {
    /// Begins with a rule that may add so many; returns how many others have added.
    pub fn begin(&mut self, room: usize) -> usize {
        (self.room, self.left) = (room, 0);
        self.list.len()
    }

    /// Adds a finding, or counts it if there is no room.
    pub fn push(&mut self, finding: Finding) {
        match self.room.checked_sub(1) {
            Some(room) => {
                self.room = room;
                self.list.push(finding);
            }
            None => self.left += 1,
        }
    }

    /// How many findings had no room.
    pub fn left(&self) -> usize {
        self.left
    }

    /// Adds what is said of the rule itself.
    pub fn say(&mut self, finding: Finding) {
        self.list.push(finding);
    }

    /// Drops all but the first so many.
    pub fn drop_behind(&mut self, count: usize) {
        self.list.truncate(count);
    }

    /// The findings.
    pub fn into_list(self) -> Vec<Finding> {
        self.list
    }
}

/// Where a rule puts what it finds.
pub(super) trait Finds {
    /// What was found so far.
    fn found(&mut self) -> &mut Found;
}

impl Finding {
    /// A finding of a rule, with the rule's severity.
    pub fn new(rule: &'static Rule, subject: Subject, range: Range<usize>, message: impl Into<String>) -> Self {
        Finding {
            rule,
            severity: rule.severity,
            report: 0,
            subject,
            range,
            message: message.into(),
            notes: Vec::new(),
            fixes: Vec::new(),
        }
    }

    /// The finding with another severity.
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// The finding with one more reason.
    pub fn note(mut self, range: Range<usize>, message: impl Into<String>) -> Self {
        self.notes.push(Note { message: message.into(), range });
        self
    }

    /// The finding with a repair of several edits that changes no number.
    pub fn safe_fixes(mut self, title: impl Into<String>, edits: Vec<Edit>) -> Self {
        self.fixes.push(Fix { title: title.into(), edits, safe: true });
        self
    }

    /// The finding with a repair that changes no number.
    pub fn safe_fix(mut self, title: impl Into<String>, edit: Edit) -> Self {
        self.fixes.push(Fix { title: title.into(), edits: vec![edit], safe: true });
        self
    }

    /// The finding with a repair that changes a number or removes something: the author decides.
    pub fn unsafe_fix(self, title: impl Into<String>, edit: Edit) -> Self {
        self.unsafe_fixes(title, vec![edit])
    }

    /// The finding with a repair of several edits that changes numbers: the author decides.
    pub fn unsafe_fixes(mut self, title: impl Into<String>, edits: Vec<Edit>) -> Self {
        self.fixes.push(Fix { title: title.into(), edits, safe: false });
        self
    }
}
