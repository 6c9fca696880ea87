//! Figures in the text that speak of cells: “上年结转4件”. Knows nothing of whether they are right.
//!
//! Only phrases that can hardly mean anything else count: the row's or column's own words, a figure and its unit in one
//! clause. A figure that is not recognised costs nothing; one that leads to the wrong cell costs trust.

use crate::check::View;
use crate::edition::{self, Form};
use crate::report::sums::CellAt;
use crate::report::vocabulary::bare;
use crate::report::{Filled, Report};
use crate::syntax::{Block, Cell};
use crate::text::fold::fold;
use std::ops::Range;
use std::sync::LazyLock;

/// A figure in the text and the cells it speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    /// The bytes of the figure.
    range: Range<usize>,
    /// The form, by its place in the report.
    pub form: usize,
    /// The cells; several where the words are those of a group.
    pub cells: Vec<CellAt>,
}

impl Mention {
    /// The bytes of the figure.
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// The places of its cells.
    pub fn targets(&self, report: &Report) -> Vec<Range<usize>> {
        let value = |&(row, column): &CellAt| report.forms.get(self.form)?.value(row, column);
        self.cells.iter().filter_map(|cell| Some(value(cell)?.range.clone())).collect()
    }
}

/// Words that name rows, columns or both.
struct Phrase {
    /// The words, folded.
    words: String,
    form: &'static Form,
    /// The rows; none where the sentence has to name them.
    rows: Vec<usize>,
    /// The columns; none where the words only name a row.
    columns: Vec<usize>,
    /// Whether the sentence has to be about applications.
    about_applications: bool,
}

/// What people say instead of a row's label, in sentences about applications.
const SPOKEN: [(&str, &[&str]); 4] = [
    ("received", &["新收", "收到", "受理", "接收"]),
    ("carried-in", &["结转上年"]),
    ("handled", &["办结", "办理", "答复"]),
    ("carried-out", &["转下年", "转下一年"]),
];

/// What such sentences are about.
const APPLICATION: &str = "申请";
/// Words at the ends of labels that prose leaves out.
const PREFIXES: [&str; 2] = ["本年度", "本年"];
const SUFFIXES: [&str; 6] = ["文件数", "件数", "数量", "总数", "数", "件"];
/// Clauses with these words compare with another year.
const COMPARISONS: [&str; 7] = ["较", "同比", "增加", "减少", "增长", "下降", "上升"];
/// A paragraph has at least so many bytes.
const SHORTEST: usize = 24;

static PHRASES: LazyLock<Vec<Phrase>> =
    LazyLock::new(|| edition::editions().iter().flat_map(|edition| &edition.forms).flat_map(phrases).collect());

/// The phrases about a form.
fn phrases(form: &'static Form) -> Vec<Phrase> {
    let mut phrases = Vec::new();
    let mut add = |words: &str, rows: Vec<usize>, columns: Vec<usize>, about_applications: bool| {
        phrases.push(Phrase { words: words.to_owned(), form, rows, columns, about_applications });
    };
    if form.rows.iter().all(|row| row.path.is_empty()) {
        // The names of blocks stand for the totals in them.
        for (index, column) in form.columns.iter().enumerate() {
            let is_total = form.equations.iter().any(|equation| equation.total == column.id);
            for group in column.path.iter().take(column.path.len().saturating_sub(1)).filter(|_| is_total) {
                add(&fold(group), vec![0], vec![index], false);
            }
        }
        return phrases;
    }
    let total = form.column("total").or((form.columns.len() == 1).then_some(0)).or(form.column("decisions"));
    for (index, row) in form.rows.iter().enumerate() {
        for name in std::iter::once(row.label()).chain(row.short.iter().map(String::as_str)) {
            let folded = fold(name);
            let words = shortened(bare(&folded));
            if words.chars().count() >= 4 || form.columns.len() == 3 {
                add(words, vec![index], total.into_iter().collect(), false);
            }
        }
        if let [_, group, _] = row.path.as_slice() {
            add(bare(&fold(group)), vec![index], total.into_iter().collect(), false);
        }
    }
    for (row, words) in SPOKEN.iter().filter_map(|(id, words)| Some((form.row(id)?, words))) {
        words.iter().for_each(|words| add(words, vec![row], total.into_iter().collect(), true));
    }
    for (index, column) in form.columns.iter().enumerate().filter(|_| total.is_none()) {
        for name in std::iter::once(column.label()).chain(column.short.iter().map(String::as_str)) {
            let folded = fold(name);
            add(shortened(&folded), Vec::new(), vec![index], false);
        }
    }
    phrases
}

/// A label as prose says it.
fn shortened(folded: &str) -> &str {
    let start = PREFIXES.iter().find_map(|prefix| folded.strip_prefix(prefix)).unwrap_or(folded);
    let words = SUFFIXES.iter().find_map(|suffix| start.strip_suffix(suffix)).unwrap_or(start);
    if words.chars().count() < 2 { folded } else { words }
}

impl View {
    /// The figures in a range of the text that speak of cells, in order.
    pub(super) fn mentions(&self, within: &Range<usize>) -> Vec<Mention> {
        let mut mentions = Vec::new();
        for (start, block) in self.checked.syntax.placed() {
            let end = start + block.text().len();
            if end <= within.start || start >= within.end {
                continue;
            }
            for cell in block.cells().iter().filter(|cell| cell.place.is_none()) {
                let at = start + cell.range().start;
                if block.folded(cell).len() < SHORTEST || start + cell.range().end <= within.start || at >= within.end {
                    continue;
                }
                let Some(report) = self.report_at(at) else { continue };
                if !report.forms.iter().any(|filled| filled.range.contains(&at)) {
                    in_paragraph(report, start, block, cell, &mut mentions);
                }
            }
        }
        mentions
    }
}

/// Finds the figures of a paragraph, sentence by sentence.
fn in_paragraph(report: &Report, start: usize, block: &Block, cell: &Cell, mentions: &mut Vec<Mention>) {
    let folded = block.folded(cell);
    let mut sentence = 0;
    let mut clause = 0;
    let mut at = 0;
    while let Some(c) = folded[at..].chars().next() {
        if c.is_ascii_digit() {
            let length = folded[at..].bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
            let figure = at..at + length;
            if let Some((form, cells)) =
                spoken_of(report, &folded[sentence..at], clause - sentence, &folded[figure.end..])
            {
                let range = block.source(cell, figure.clone());
                mentions.push(Mention { range: start + range.start..start + range.end, form, cells });
            }
            (at, clause) = (figure.end, figure.end);
            continue;
        }
        at += c.len_utf8();
        if matches!(c, ',' | ';' | ':' | '(' | ')' | '。' | '!' | '?') {
            clause = at;
        }
        if matches!(c, '。' | '!' | '?') {
            sentence = at;
        }
    }
}

/// The form and the cells of which a figure speaks that follows `before`, its sentence so far, and is followed by
/// `after`. The clause begins at `clause`.
fn spoken_of(report: &Report, before: &str, clause: usize, after: &str) -> Option<(usize, Vec<CellAt>)> {
    let words = &before[clause..];
    if words.is_empty() || COMPARISONS.iter().any(|comparison| words.contains(comparison)) {
        return None;
    }
    let mut best: Vec<(usize, &Phrase)> = Vec::new();
    let mut place = (0, 0);
    for phrase in PHRASES.iter().filter(|phrase| !phrase.columns.is_empty()) {
        // What is cheap comes first: nearly every figure is no mention.
        let unit = phrase.form.columns[phrase.columns[0]].unit.as_deref();
        if !unit.is_some_and(|unit| after.starts_with(unit)) {
            continue;
        }
        let Some(form) = report.forms.iter().position(|filled| std::ptr::eq(filled.form, phrase.form)) else {
            continue;
        };
        let Some(at) = words.rfind(&phrase.words) else { continue };
        if (at + phrase.words.len(), phrase.words.len()) < place
            || (phrase.about_applications && !before.contains(APPLICATION))
        {
            continue;
        }
        if (at + phrase.words.len(), phrase.words.len()) > place {
            place = (at + phrase.words.len(), phrase.words.len());
            best.clear();
        }
        best.push((form, phrase));
    }
    let (form, phrase) = *best.first()?;
    let filled = &report.forms[form];
    // The same words before the clause, without a figure of their own, share this one: 行政复议、行政诉讼3件.
    let sharing = before[..clause].rsplit([',', '(', ')', ';', ':']).find(|piece| !piece.is_empty());
    if sharing.is_some_and(|piece| names(filled, piece) && !piece.ends_with(phrase.words.as_str())) {
        return None;
    }
    let mut cells: Vec<CellAt> = Vec::new();
    for (_, phrase) in best.iter().filter(|(other, _)| *other == form) {
        let rows = if phrase.rows.is_empty() { row_named(filled, before)? } else { phrase.rows.clone() };
        cells.extend(rows.iter().flat_map(|&row| phrase.columns.iter().map(move |&column| (row, column))));
    }
    cells.sort_unstable();
    cells.dedup();
    cells.retain(|&(row, column)| filled.value(row, column).is_some());
    (!cells.is_empty()).then_some((form, cells))
}

/// Whether a piece of a sentence without a figure ends in words about a form's block.
fn names(filled: &Filled, piece: &str) -> bool {
    PHRASES.iter().any(|phrase| {
        std::ptr::eq(phrase.form, filled.form) && !phrase.about_applications && piece.ends_with(phrase.words.as_str())
    })
}

/// The row that a sentence named last.
fn row_named(filled: &Filled, before: &str) -> Option<Vec<usize>> {
    let named = PHRASES.iter().filter(|phrase| std::ptr::eq(phrase.form, filled.form) && phrase.columns.is_empty());
    let places = named.filter_map(|phrase| {
        let at = before.rfind(&phrase.words)?;
        // 规章制度 are no 规章.
        let own = !before[at + phrase.words.len()..].starts_with("制度");
        own.then(|| (at + phrase.words.len(), phrase.words.len(), phrase.rows.clone()))
    });
    places.max_by_key(|(end, length, _)| (*end, *length)).map(|(_, _, rows)| rows)
}
