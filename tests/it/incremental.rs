//! A draft that was edited is what it would be if it were opened as it is now: its blocks, the facts in them, parts,
//! reports, findings, symbols, and what it contributes to other reports.
//!
//! `NIANBAO_EDITS=1000000 cargo test --release --test it -- incremental::an_edited --nocapture` tries more edits than the
//! bounded run and says how far it is; `NIANBAO_EDITS=400000..1000000` goes on from there.

use crate::properties::edits::compare;
use crate::support::cursor::floor;
use crate::support::editing::{draft, soak, steps};
use crate::support::generate::{Plan, Random, STYLES};
use nianbao::check::Draft;
use nianbao::edition;
use nianbao::text::{Edit, edit};

/// How many edits are made to one draft before the next is taken.
const SESSION: usize = 60;

/// How many sessions are tried before it is said how far that is.
const STRETCH: usize = 500;

/// One draft and its edits, a few at a time.
fn session(seed: u64) -> Result<(), String> {
    let mut random = Random::new(seed);
    let mut text = draft(&mut random);
    let mut edited = Draft::new(&text, 0);
    let mut done = 0;
    while done < SESSION {
        for edits in steps(&text, &mut random) {
            let before = text.clone();
            for edit in &edits {
                text = edit::apply(&text, std::slice::from_ref(edit)).expect("the edit fits");
            }
            done += edits.len();
            compare(&mut edited, &edits, done, &text)
                .map_err(|why| format!("seed {seed}, {done} edits\nbefore: {before:?}\nedits: {edits:?}\n{why}"))?;
        }
    }
    Ok(())
}

#[test]
fn an_edited_draft_is_what_it_would_be_if_it_were_opened() {
    soak("NIANBAO_EDITS", 3_000, [SESSION, STRETCH], session);
}

/// A report on one line begins inside the row of a table; whether that line is a row depends on all of it, and what belongs to
/// the report before does not.
#[test]
fn a_report_that_ends_inside_a_line_is_what_stands_in_front_of_that_place() {
    let table = "|第二十条第（一）项|||||\n|---|---|---|---|---|\n|规章|1|2||3|\n行政许可|划、";
    for style in STYLES.iter().filter(|style| style.name.starts_with("one-line")) {
        let first = "云溪县教育局2024年政府信息公开工作年度报告\n\n一、总体情况\n\n无。\n\n";
        let text = format!("{first}{table}{}", Plan::new(edition::newest(), 3).size(1000).write(style).text);
        let line = text.rfind("划、").expect("the row");
        let places = text[line..].match_indices('一').map(|(at, _)| line + at);
        for at in places {
            let edits = [Edit::new(at..at, "<table>")];
            let after = edit::apply(&text, &edits).expect("it fits");
            let mut edited = Draft::new(&text, 0);
            let _ = edited.snapshot();
            compare(&mut edited, &edits, 8, &after).unwrap_or_else(|why| panic!("at {at}\n{why}"));
        }
    }
}

#[test]
fn a_keystroke_costs_its_block_and_its_report() {
    let text: String =
        (0..40).map(|seed| Plan::new(edition::newest(), seed).size(15_000).write(&STYLES[0]).text).collect();
    let mut draft = Draft::new(&text, 0);
    assert_eq!(draft.snapshot().work().parts, 40);
    assert_eq!(draft.snapshot().pieces().filter(|(_, piece)| piece.reports.len() == 1).count(), 40);
    for at in (0..text.len()).step_by(text.len() / 50) {
        let at = floor(&text, at);
        let typed = draft.edit(&[Edit::new(at..at, "1")], 1).work();
        assert!(typed.parts <= 1 && typed.blocks <= 3, "typing at {at}: {typed:?}");
        let taken_back = draft.edit(&[Edit::new(at..at + 1, "")], 2).work();
        assert!(taken_back.parts <= 1 && taken_back.blocks <= 3, "taking back at {at}: {taken_back:?}");
    }
    // A whole text that differs in a character is a change of that character.
    let typed = draft.edit(&[Edit::new(0..text.len(), format!("{text}。"))], 3).work();
    assert!(typed.parts <= 1 && typed.blocks <= 2, "{typed:?}");
}
