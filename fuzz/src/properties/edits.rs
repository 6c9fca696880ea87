//! A draft that was edited is what it would be if it were opened as it is now.

use super::text_of;
use nianbao::check::{Checked, Draft, Snapshot};
use nianbao::report::{Filled, Report};
use nianbao::rules::Finding;
use nianbao::text::{Edit, edit};
use std::fmt::Write;

/// No more edits are made to one draft.
const MOST_EDITS: usize = 40;

/// Makes the edits of an input in its text. What stands before the first zero byte is the text; what stands between two is an
/// edit: three bytes of its place, one of how much it takes away, and what it puts in.
///
/// # Panics
/// If an edited draft differs from one that is opened with its text.
pub fn edits(data: &[u8]) {
    let mut pieces = data.split(|byte| *byte == 0);
    let mut text = text_of(pieces.next().unwrap_or_default());
    let mut draft = Draft::new(&text, 0);
    for (done, piece) in (1..=MOST_EDITS).zip(pieces) {
        let [one, two, three, length, inserted @ ..] = piece else { continue };
        let at = u32::from_be_bytes([0, *one, *two, *three]) as usize % (text.len() + 1);
        let start = draft.buffer().floor(at);
        let end = draft.buffer().floor(at + usize::from(*length)).max(start);
        let edit = Edit::new(start..end, text_of(inserted));
        text = edit::apply(&text, std::slice::from_ref(&edit)).expect("it fits");
        if let Err(difference) = compare(&mut draft, &[edit], done, &text) {
            panic!("{difference}");
        }
    }
}

/// Makes edits in a draft and compares it with one that is opened with the text they lead to; `done` counts the edits of it.
///
/// # Errors
/// Where the two begin to differ.
pub fn compare(edited: &mut Draft, edits: &[Edit], done: usize, text: &str) -> Result<(), String> {
    let snapshot = edited.edit(edits, done as i32);
    let opened = Draft::new(text, done as i32).snapshot();
    let is_whole = done.is_multiple_of(8);
    let is_same = are_same(&snapshot, &opened)
        && snapshot.buffer().to_string() == text
        && (!is_whole || snapshot.whole().symbols() == opened.whole().symbols())
        && (!is_whole || snapshot.whole().checked.syntax.blocks == opened.whole().checked.syntax.blocks);
    if is_same { Ok(()) } else { Err(difference(&shown(&snapshot), &shown(&opened))) }
}

/// Whether everything that is known of two drafts is the same.
fn are_same(one: &Snapshot, other: &Snapshot) -> bool {
    let same_prose = |one: &Checked, other: &Checked| {
        let facts = |checked: &Checked| {
            checked.prose.within(0..usize::MAX).map(|it| (it.range(), it.facts.clone())).collect::<Vec<_>>()
        };
        facts(one) == facts(other)
    };
    let same_piece = |((start, one), (other_start, other)): ((usize, &Checked), (usize, &Checked))| {
        start == other_start
            && one.reports == other.reports
            && one.findings == other.findings
            && one.directives.iter().eq(other.directives.iter())
            && one.syntax.blocks == other.syntax.blocks
            && same_prose(one, other)
    };
    one.pieces().count() == other.pieces().count()
        && one.pieces().zip(other.pieces()).all(same_piece)
        && one.contributions() == other.contributions()
        && one.looked_up() == other.looked_up()
}

/// Everything that is known of a draft, as text, to show where two differ.
fn shown(snapshot: &Snapshot) -> String {
    let mut shown = String::new();
    for (start, checked) in snapshot.pieces() {
        writeln!(shown, "at {start}").expect("a string takes it");
        for report in &checked.reports {
            write_report(&mut shown, report).expect("a string takes it");
        }
        for Finding { rule, severity, report, subject, range, message, notes, fixes } in &checked.findings {
            writeln!(shown, "{report} {rule:?} {severity:?} {subject:?} {range:?} {message} {notes:?} {fixes:?}")
                .expect("as above");
        }
        for block in &checked.syntax.blocks {
            writeln!(shown, "{:?} {:?}", block.kind(), block.text()).expect("a string takes it");
        }
        for stated in checked.prose.within(0..usize::MAX) {
            writeln!(shown, "{:?} {:?}", stated.range(), stated.facts).expect("a string takes it");
        }
        for directive in checked.directives.iter() {
            writeln!(shown, "{directive:?}").expect("a string takes it");
        }
    }
    writeln!(shown, "{:?} {:?}", snapshot.contributions(), snapshot.looked_up()).expect("a string takes it");
    shown
}

/// A report without the official forms themselves, which are long.
fn write_report(shown: &mut String, report: &Report) -> std::fmt::Result {
    let Report { range, first_line, title, year, edition, required, sections, duplicate_headings, .. } = report;
    let required = required.map(|edition| edition.year);
    writeln!(shown, "{range:?} {first_line:?} {title:?} {year:?} {} {required:?}", edition.year)?;
    writeln!(shown, "{sections:?}\n{duplicate_headings:?}\n{:?}\n{:?}", report.banners, report.unknown_rows)?;
    for Filled { form, edition, layout, range, header_alone, rows, values, frame, sums, faults } in &report.forms {
        writeln!(
            shown,
            "{} {} {layout:?} {range:?} {header_alone:?}\n{rows:?}\n{values:?}\n{frame:?}\n{sums:?} {faults:?}",
            form.id, edition.year
        )?;
    }
    Ok(())
}

/// Where two texts begin to differ.
fn difference(one: &str, other: &str) -> String {
    let at = one.lines().zip(other.lines()).take_while(|(one, other)| one == other).count();
    let line = |text: &str| text.lines().skip(at.saturating_sub(6)).take(12).collect::<Vec<_>>().join("\n");
    format!("edited:\n{}\n\nopened:\n{}", line(one), line(other))
}
