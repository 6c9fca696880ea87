//! Converts the form view: the state of a draft, which its view compares with the one before cell by cell.

use super::actions::text_edit;
use super::negotiated::NegotiatedCapabilities;
use super::positions::{self, Positions};
use crate::check::Snapshot;
use crate::edition::grid::{CellPart, OfficialCell};
use crate::edition::{CellAt, Form, Header};
use crate::ide::form_view::{
    CellChange, CellRole, Filling, FormBlock, FormEquation, FormFinding, FormReport, FormSection, FormTable, FormValue,
    LastFigures,
};
use crate::report::sums::State;
use crate::rules::Severity;
use crate::text::Edit;
use lsp_types::{Position, Range, TextEdit};
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

/// The reports of a document as the form view shows them.
pub fn form(snapshot: &Snapshot, agreed: NegotiatedCapabilities) -> Value {
    let mut places = Positions::new(snapshot.buffer(), agreed.encoding);
    let mut reports = Vec::new();
    for state in snapshot.along(&(0..snapshot.buffer().len())) {
        places = places.from(state.start);
        for it in state.form_view() {
            reports.push(report(reports.len(), &it, &mut places));
        }
    }
    json!({"version": snapshot.buffer().version(), "reports": reports})
}

/// What to go to next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A value of the table.
    Value,
    /// A place that is still to be filled in.
    Unfilled,
}

/// Why a command about another version of a document is refused.
const STALE: &str = "草稿刚刚改动过，没有改动；请再填一次";

/// The answer about edits that fill cells, if the document has this version.
pub fn filled(
    snapshot: &Snapshot,
    version: i32,
    agreed: NegotiatedCapabilities,
    fill: impl FnOnce(&Snapshot) -> Result<Filling, String>,
) -> Value {
    let (Filling { edits, cells }, refused) = unless_stale(snapshot, version, fill);
    json!({
        "version": snapshot.buffer().version(),
        "edits": text_edits(snapshot, edits, agreed),
        "cells": changes(&cells),
        "refused": refused,
    })
}

/// The answer about edits that insert something, if the document has this version.
pub fn inserted(
    snapshot: &Snapshot,
    version: i32,
    agreed: NegotiatedCapabilities,
    insert: impl FnOnce(&Snapshot) -> Result<Vec<Edit>, String>,
) -> Value {
    let (edits, refused) = unless_stale(snapshot, version, insert);
    json!({
        "version": snapshot.buffer().version(),
        "edits": text_edits(snapshot, edits, agreed),
        "refused": refused,
    })
}

/// The answer about totals that follow what was typed, and what the cells hold with them.
pub fn totals(
    snapshot: &Snapshot,
    (last, is_undone): (LastFigures, bool),
    agreed: NegotiatedCapabilities,
) -> (Value, LastFigures) {
    let (filling, now) = match is_undone {
        true => (Filling::default(), LastFigures::new(snapshot.figures())),
        false => snapshot.totals(&last),
    };
    let Filling { edits, cells } = filling;
    let answer = json!({
        "version": snapshot.buffer().version(),
        "edits": text_edits(snapshot, edits, agreed),
        "cells": changes(&cells),
    });
    (answer, now)
}

/// The next value or the next place that is still to be filled in, around a position.
pub fn next(
    snapshot: &Snapshot,
    (position, what, backward): (Position, What, bool),
    agreed: NegotiatedCapabilities,
) -> Value {
    let range = match what {
        What::Value => {
            let (state, at) = positions::at(snapshot, position, agreed);
            let range = state.next_value(at, backward);
            range.map(|range| Positions::of(snapshot, &state, agreed).range(&range))
        }
        What::Unfilled => {
            let at = positions::bytes(snapshot, Range::new(position, position), agreed).start;
            let range = snapshot.next_unfilled(at, backward);
            range.map(|range| Positions::new(snapshot.buffer(), agreed.encoding).range(&range))
        }
    };
    json!(range)
}

/// What is made for this version of a document, or why nothing is.
fn unless_stale<T: Default>(
    snapshot: &Snapshot,
    version: i32,
    make: impl FnOnce(&Snapshot) -> Result<T, String>,
) -> (T, Option<String>) {
    let made = if snapshot.buffer().version() == version { make(snapshot) } else { Err(STALE.to_owned()) };
    made.map_or_else(|why| (T::default(), Some(why)), |made| (made, None))
}

fn text_edits(snapshot: &Snapshot, edits: Vec<Edit>, agreed: NegotiatedCapabilities) -> Vec<TextEdit> {
    let mut places = Positions::new(snapshot.buffer(), agreed.encoding);
    edits.into_iter().map(|edit| text_edit(&mut places, edit)).collect()
}

fn changes(cells: &[CellChange]) -> Vec<Value> {
    let change = |it: &CellChange| {
        let CellChange { form, cell: (row, column), before, after } = it;
        json!({"form": form.id, "row": row, "column": column, "before": before, "after": after})
    };
    cells.iter().map(change).collect()
}

fn report(index: usize, it: &FormReport<'_>, places: &mut Positions<'_>) -> Value {
    let title = it.report.title.as_ref();
    json!({
        "index": index,
        "title": title.map(|title| title.text.trim()),
        "organ": title.and_then(|title| title.organ.as_deref()),
        "year": it.report.year,
        "edition": it.report.edition.year,
        "range": places.range(&it.report.range),
        "equations": {"held": it.equations.0, "of": it.equations.1},
        "unfilled": it.unfilled,
        "blocks": blocks(&it.blocks, &it.findings, places),
        "sections": it.sections.iter().map(|section| self::section(section, &it.findings, places)).collect::<Vec<_>>(),
        "findings": it.findings.iter().map(|finding| self::finding(finding, places)).collect::<Vec<_>>(),
    })
}

fn section(it: &FormSection<'_>, findings: &[FormFinding<'_>], places: &mut Positions<'_>) -> Value {
    json!({
        "id": it.id,
        "heading": it.heading,
        "range": it.range.as_ref().map(|range| places.range(range)),
        "blocks": blocks(&it.blocks, findings, places),
    })
}

fn blocks(blocks: &[FormBlock<'_>], findings: &[FormFinding<'_>], places: &mut Positions<'_>) -> Vec<Value> {
    let block = |block: &FormBlock<'_>| match block {
        FormBlock::Paragraph { text, range, heading } => {
            json!({"kind": "paragraph", "text": text, "range": places.range(range), "heading": heading})
        }
        FormBlock::Table(it) => json!({"kind": "table", "table": table(it, findings, places)}),
        FormBlock::Other { rows, range } => json!({"kind": "other-table", "rows": rows, "range": places.range(range)}),
    };
    blocks.iter().map(block).collect()
}

fn table(it: &FormTable<'_>, findings: &[FormFinding<'_>], places: &mut Positions<'_>) -> Value {
    let rows: Vec<Vec<Value>> = it.rows.iter().map(|row| row.iter().map(cell).collect()).collect();
    let firsts = it.values.iter().filter(|it| it.cell == (0, 0));
    let names: Map<String, Value> = firsts.map(|it| (it.form.id.clone(), columns(it.form))).collect();
    json!({
        "section": it.section,
        "found": it.range.is_some(),
        "range": it.range.as_ref().map(|range| places.range(range)),
        "columns": it.columns,
        "rows": rows,
        "names": names,
        "values": it.values.iter().map(|it| value(it, findings, places)).collect::<Vec<_>>(),
        "equations": it.equations.iter().map(equation).collect::<Vec<_>>(),
    })
}

/// The columns of a form, in words.
fn columns(form: &Form) -> Value {
    form.columns.iter().map(Header::words).collect()
}

fn cell(it: &OfficialCell<'_>) -> Value {
    let OfficialCell { form, part, text, columns, rows, .. } = *it;
    let head = |law: Option<String>, row: Option<Value>| json!({"kind": "head", "text": text, "rowspan": rows, "colspan": columns, "law": law, "row": row});
    match part {
        CellPart::Value((row, column)) => json!({
            "kind": "value", "rowspan": rows, "colspan": columns, "form": form.id, "row": row, "column": column,
        }),
        CellPart::Row(row) => head(form.rows.get(row).and_then(meaning), Some(json!({"form": form.id, "row": row}))),
        CellPart::Column(column) => head(form.columns.get(column).and_then(meaning), None),
        CellPart::Banner | CellPart::Corner | CellPart::Group => head(None, None),
    }
}

/// What there is to say of a row or column besides its label: its name, its unit, the law behind it.
fn meaning(header: &Header) -> Option<String> {
    let name = header.name.clone().filter(|name| name != header.label());
    let unit = header.unit.as_ref().map(|unit| format!("单位：{unit}"));
    let lines: Vec<String> = [name, unit, header.law.clone()].into_iter().flatten().collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn value(it: &FormValue<'_>, findings: &[FormFinding<'_>], places: &mut Positions<'_>) -> Value {
    let finding = it.finding.and_then(|at| findings.get(at)).map(|it| it.finding);
    json!({
        "form": it.form.id,
        "row": it.cell.0,
        "column": it.cell.1,
        "words": it.form.words(it.cell),
        "text": it.text.as_str(),
        "range": it.range.as_ref().map(|range| places.range(range)),
        "number": it.number.map(shown),
        "blank": it.text.is_empty(),
        "role": match it.role {
            CellRole::Total => "total",
            CellRole::Part => "part",
            CellRole::Free => "free",
        },
        "by": it.follows.map(|follows| if follows { "computed" } else { "typed" }),
        "should": it.should.map(shown),
        "message": finding.map(|finding| &finding.message),
        "severity": finding.map(|finding| severity(finding.severity)),
        "lastYear": it.last_year.map(shown),
    })
}

fn equation(it: &FormEquation<'_>) -> Value {
    let cells = |cells: &[CellAt]| cells.iter().map(|(row, column)| [*row, *column]).collect::<Vec<_>>();
    json!({
        "form": it.form.id,
        "left": cells(&it.line.left),
        "right": cells(&it.line.right),
        "total": [it.line.total.0, it.line.total.1],
        "words": it.words,
        "state": match it.state() {
            State::Holds => "holds",
            State::Open => "open",
            State::Fails => "fails",
        },
        "sides": it.sum.map(|sum| [shown(sum.sides.0), shown(sum.sides.1)]),
    })
}

fn finding(it: &FormFinding<'_>, places: &mut Positions<'_>) -> Value {
    json!({
        "rule": it.finding.rule.title,
        "code": it.finding.rule.name,
        "severity": severity(it.finding.severity),
        "message": it.finding.message,
        "range": places.range(&it.finding.range),
        "section": it.section,
        "form": it.cell.map(|(form, _)| form),
        "row": it.cell.map(|(_, cell)| cell.0),
        "column": it.cell.map(|(_, cell)| cell.1),
    })
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "information",
        other => other.name(),
    }
}

fn shown(number: Decimal) -> String {
    number.normalize().to_string()
}
