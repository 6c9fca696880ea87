//! What must hold of every text.

use super::{holds, text_of};
use nianbao::check::{Draft, View};
use nianbao::text::edit::apply;

/// Reads and checks a text, and asks everything that an editor asks.
///
/// # Panics
/// If a place is none, or what is offered cannot be made.
pub fn texts(data: &[u8]) {
    let text = text_of(data);
    let view = sound(&text);
    for action in view.actions(&(0..text.len()), |_| true) {
        assert!(apply(&text, &action.edits).is_ok(), "{}: {:?}", action.title, action.edits);
    }
    for at in view.checked.findings.iter().map(|finding| finding.range.start).take(PLACES) {
        view.hover(at);
        view.highlights(at);
        view.selection(at).iter().for_each(|range| holds(&text, range, "a selection"));
        view.definition(at).iter().for_each(|range| holds(&text, range, "a definition"));
    }
    view.symbols();
}

/// So many places of a text are asked about.
const PLACES: usize = 20;

/// Checks a text: what is read and found lies in it.
///
/// # Panics
/// If a place does not.
pub fn sound(text: &str) -> View {
    let view = Draft::new(text, 1).snapshot().whole();
    let blocks: usize = view.checked.syntax.blocks.iter().map(|block| block.text().len()).sum();
    assert_eq!(blocks, text.len(), "the blocks are the text");
    for block in &view.checked.syntax.blocks {
        let mut before = 0;
        for cell in block.cells().iter().map(|cell| cell.range()) {
            holds(block.text(), &cell, "a cell");
            assert!(before <= cell.start, "{cell:?} is out of order");
            before = cell.end;
        }
    }
    for report in &view.checked.reports {
        holds(text, &report.range, "a report");
        report.sections.iter().for_each(|section| holds(text, &section.heading.range, "a heading"));
        for value in report.forms.iter().flat_map(|filled| &filled.values) {
            holds(text, &value.figure(), "a figure");
        }
    }
    let mut before = 0;
    for finding in &view.checked.findings {
        holds(text, &finding.range, finding.rule.name);
        finding.notes.iter().for_each(|note| holds(text, &note.range, finding.rule.name));
        assert!(finding.report < view.checked.reports.len(), "{} is about no report", finding.rule.name);
        assert!(before <= finding.range.start, "{} is out of order", finding.rule.name);
        before = finding.range.start;
        for fix in &finding.fixes {
            assert!(apply(text, &fix.edits).is_ok(), "{}: {:?}", finding.rule.name, fix.edits);
        }
    }
    view
}
