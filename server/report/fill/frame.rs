//! Damaged labels of a form's frame: of groups of rows and columns and, where rows have no labels, of columns. They are
//! recognised among the cells of a table that mean nothing, if the label that they resemble is missing.

use crate::edition::{self, Form, Header};
use crate::report::damage::{EDIT, cost, is_plain_slip, most};
use crate::report::filled::{FrameLabel, FramePart};
use crate::report::resembling::words;
use crate::report::scan::{FormAt, Scan, ScannedRow};
use crate::report::token::Token;
use crate::report::vocabulary::{LONG, Spelling};
use crate::text::fold::fold;
use std::ops::Range;
use std::sync::LazyLock;

/// So many cells of its header may stand before what is known of a form.
const MOST_BEFORE: usize = 12;

/// A label of the frame as the form has it.
struct Official {
    label: &'static str,
    /// Folded, and its characters without the ordinal.
    folded: String,
    words: Vec<char>,
    part: FramePart,
    /// How often it stands in the form.
    times: usize,
}

/// The labels of the frame of each form of each edition.
static FRAMES: LazyLock<Vec<Vec<Vec<Official>>>> =
    LazyLock::new(|| edition::editions().iter().map(|edition| edition.forms.iter().map(official).collect()).collect());

/// The damaged labels of a form that takes these bytes.
pub fn damaged(
    tokens: &[Token<'_>],
    scan: &Scan,
    rows: &[ScannedRow],
    (edition, form): FormAt,
    range: &Range<usize>,
) -> Vec<FrameLabel> {
    let place = |byte: usize| tokens.partition_point(|token| token.range().start < byte);
    let begins = place(range.start);
    let before = (0..begins).rev().filter(|at| !tokens[*at].is_blank()).take(MOST_BEFORE).last();
    let own = before.unwrap_or(begins)..place(range.end);
    let is_label = |at: usize| rows.iter().any(|row| row.label.contains(&at));
    let unread = || scan.unread.iter().copied().filter(|at| own.contains(at) && !is_label(*at));
    let frame = &FRAMES[edition][form];
    let mut found: Vec<FrameLabel> = Vec::new();
    for at in unread() {
        let Some((label, is_plain)) = nearest(&words(tokens[at].folded), frame) else { continue };
        let others = unread().filter(|other| *other != at).map(|other| tokens[other].folded);
        let printed = tokens[own.clone()].iter().filter(|token| token.folded == label.folded).count();
        let recognised = found.iter().filter(|other| other.right == label.label).count();
        if printed + recognised < label.times && !is_broken(&words(tokens[at].folded), &label.words, others) {
            found.push(FrameLabel {
                range: tokens[at].range(),
                part: label.part.clone(),
                right: label.label,
                spelling: if is_plain { Spelling::Deviating } else { Spelling::Doubtful },
            });
        }
    }
    found
}

/// The labels of a form's frame.
fn official(form: &'static Form) -> Vec<Official> {
    let rows = groups(&form.rows, 1, FramePart::Rows);
    rows.into_iter().chain(groups(&form.columns, usize::from(form.label_width > 0), FramePart::Columns)).collect()
}

/// The labels over some headers, without the last `own` ones of each, which are those of rows or columns.
fn groups(headers: &'static [Header], own: usize, part: fn(Vec<usize>) -> FramePart) -> Vec<Official> {
    let depth = headers.iter().map(|header| header.path.len().saturating_sub(own)).max().unwrap_or(0);
    let mut groups: Vec<Official> = Vec::new();
    for level in 0..depth {
        let indices: Vec<usize> = (0..headers.len()).filter(|at| headers[*at].path.len() > level + own).collect();
        for group in indices.chunk_by(|one, next| headers[*one].path[..=level] == headers[*next].path[..=level]) {
            let label = headers[group[0]].path[level].as_str();
            match groups.iter_mut().find(|other| other.label == label) {
                Some(other) => other.times += 1,
                None => {
                    let folded = fold(label);
                    let words = words(&folded);
                    groups.push(Official { label, folded, words, part: part(group.to_vec()), times: 1 });
                }
            }
        }
    }
    groups
}

/// The one label that a damaged text can only be, and whether that is certain.
fn nearest<'a>(text: &[char], frame: &'a [Official]) -> Option<(&'a Official, bool)> {
    let cost =
        |(at, official): (usize, &Official)| Some((cost(text, &official.words, most(official.words.len()))?, at));
    let costs: Vec<(usize, usize)> = frame.iter().enumerate().filter_map(cost).collect();
    let (best, at) = costs.iter().copied().min()?;
    let is_alone = costs.iter().all(|(cost, other)| *other == at || *cost >= best + EDIT);
    let official = &frame[at];
    let is_plain = (official.words.len() >= LONG && best <= 2 * EDIT) || is_plain_slip(text, &official.words);
    (best > 0 && is_alone).then_some((official, is_plain))
}

/// Whether a text is a piece of a label that is broken over cells: the rest of it begins or ends another one.
fn is_broken<'a>(text: &[char], label: &[char], mut others: impl Iterator<Item = &'a str>) -> bool {
    let rests = [label.strip_prefix(text), label.strip_suffix(text)];
    let rests: Vec<String> = rests.into_iter().flatten().map(|rest| rest.iter().collect()).collect();
    others.any(|other| rests.iter().any(|rest| other.starts_with(rest.as_str()) || other.ends_with(rest.as_str())))
}
