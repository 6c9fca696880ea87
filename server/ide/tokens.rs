//! Semantic tokens for plain text: headings, labels, figures, totals. Editors colour Markdown and HTML on their own.

use crate::check::View;
use crate::report::vocabulary::vocabulary;
use crate::report::{Filled, Report};
use crate::syntax::cell::is_blank;
use crate::text::lines::lines_of;
use std::ops::Range;

/// The kind of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// A title or a section heading.
    Heading,
    /// A label of a table, or the article heading above it.
    Label,
    /// A figure, in a table or in prose.
    Figure,
    /// A figure that is the total of others.
    Total,
}

/// A token: a meaningful part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenSpan {
    /// Its bytes, all on one line.
    pub range: Range<usize>,
    /// The kind of token.
    pub kind: TokenKind,
}

impl View {
    /// The tokens inside a range, in the order of the text. None overlap.
    pub fn tokens(&self, within: Range<usize>) -> Vec<TokenSpan> {
        let mut found = Vec::new();
        for report in &self.checked.reports {
            if report.range.start <= within.end && within.start <= report.range.end {
                of_report(report, &mut found);
            }
        }
        found.extend(self.mentions(&within).iter().map(|mention| (mention.range(), TokenKind::Figure)));
        self.frames(&within, &mut found);
        found.retain(|(range, _)| range.start < within.end && within.start < range.end);
        // Of tokens with the same start the first found is the most specific.
        found.sort_by_key(|(range, _)| range.start);
        let mut tokens: Vec<TokenSpan> = Vec::new();
        for (range, kind) in found {
            if tokens.last().is_some_and(|last| range.start < last.range.end) {
                continue;
            }
            for (start, line) in lines_of(&self.text[range.clone()]) {
                let printed = line.trim_matches(is_blank);
                let start = range.start + start + (line.len() - line.trim_start_matches(is_blank).len());
                if !printed.is_empty() {
                    tokens.push(TokenSpan { range: start..start + printed.len(), kind });
                }
            }
        }
        tokens
    }

    /// The labels of columns and groups.
    fn frames(&self, within: &Range<usize>, found: &mut Vec<(Range<usize>, TokenKind)>) {
        for (start, block) in self.checked.syntax.placed() {
            if start >= within.end || start + block.text().len() <= within.start {
                continue;
            }
            for cell in block.cells() {
                let range = start + cell.range().start..start + cell.range().end;
                let meaning = vocabulary().meaning(block.folded(cell));
                let forms = || self.report_at(range.start).map_or(&[][..], |report| &report.forms);
                if meaning.is_some_and(|it| it.frame || !it.columns.is_empty())
                    && forms().iter().any(|filled| filled.range.contains(&range.start))
                {
                    found.push((range, TokenKind::Label));
                }
            }
        }
    }
}

/// The tokens of a report's title, headings and tables.
fn of_report(report: &Report, found: &mut Vec<(Range<usize>, TokenKind)>) {
    found.extend(report.title.iter().map(|title| (title.range.clone(), TokenKind::Heading)));
    let headings = report.sections.iter().map(|section| &section.heading).chain(&report.duplicate_headings);
    found.extend(headings.map(|heading| (heading.range.clone(), TokenKind::Heading)));
    found.extend(report.banners.iter().map(|banner| (banner.range.clone(), TokenKind::Label)));
    for filled in &report.forms {
        for value in filled.values.iter().filter(|value| value.has_number()) {
            let total = is_total(filled, value.row(), value.column());
            found.push((value.figure(), if total { TokenKind::Total } else { TokenKind::Figure }));
        }
        let labels = filled.rows.iter().filter_map(|row| row.label.as_ref()).filter(|it| !it.text.is_empty());
        found.extend(labels.map(|label| (label.range.clone(), TokenKind::Label)));
    }
    found.extend(report.unknown_rows.iter().map(|label| (label.range.clone(), TokenKind::Label)));
}

/// Whether a cell is the total of an equation of its form.
fn is_total(filled: &Filled, row: usize, column: usize) -> bool {
    let named = |id: &str| filled.form.rows[row].id == id || filled.form.columns[column].id == id;
    filled.form.equations.iter().any(|equation| named(&equation.total))
}
