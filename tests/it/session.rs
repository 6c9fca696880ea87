//! Sessions of random steps: typing, code actions, completions, formatting, on drafts of every layout and edition.
//!
//! After each step the draft that was edited says what a draft opened with the same text says; every action, every item
//! and every formatting that is offered can be made, and changes what it announces and nothing else.

use crate::support::cursor::floor;
use crate::support::generate::{Plan, Random, STYLES};
use nianbao::check::{Checked, Draft, View, check};
use nianbao::compose::format::FormatStyle;
use nianbao::edition;
use nianbao::ide::actions::{Action, ActionKind};
use nianbao::ide::completion::ItemKind;
use nianbao::text::Edit;
use nianbao::text::edit::apply;
use proptest::prelude::*;
use std::ops::Range;

/// Everything that is said about a text, with all places.
fn said(checked: &Checked) -> Vec<String> {
    let mut said = Vec::new();
    for block in &checked.syntax.blocks {
        said.push(format!("{:?} {:?} {}", block.kind(), block.text(), block.cells().len()));
    }
    for report in &checked.reports {
        said.push(format!("{:?} {:?} {:?} {}", report.range, report.title, report.year, report.edition.year));
        said.extend(report.sections.iter().map(|section| format!("{section:?}")));
        said.extend(report.banners.iter().map(|banner| format!("{banner:?}")));
        for filled in &report.forms {
            said.push(format!("{} {} {:?} {:?}", filled.form.id, filled.edition.year, filled.layout, filled.range));
            said.extend(filled.rows.iter().map(|row| format!("{row:?}")));
            said.extend(filled.values.iter().map(|value| format!("{value:?}")));
        }
    }
    let finding = |it: &nianbao::rules::Finding| {
        format!(
            "{} {} {:?} {:?} {} {:?} {:?}",
            it.report, it.rule.name, it.severity, it.range, it.message, it.notes, it.fixes
        )
    };
    said.extend(checked.findings.iter().map(finding));
    said
}

/// A figure: where it belongs, what it is, and its place.
type Figure = (String, Range<usize>);

/// The figures of all reports, and where they stand.
fn figures(checked: &Checked) -> Vec<Figure> {
    let mut figures = Vec::new();
    for (index, report) in checked.reports.iter().enumerate() {
        for filled in &report.forms {
            for value in &filled.values {
                let (row, column) = (&filled.form.rows[value.row()].id, &filled.form.columns[value.column()].id);
                let name = |number| format!("{index} {} {row} {column} {number}", filled.form.id);
                figures.extend(value.number().map(|it| (name(it.normalize()), value.range())));
            }
        }
    }
    figures
}

/// The figures that stood outside of what was edited and are not there any more.
fn lost(before: &[Figure], edits: &[Edit], after: &Checked) -> Vec<String> {
    let after: Vec<String> = figures(after).into_iter().map(|(name, _)| name).collect();
    let touched =
        |range: &Range<usize>| edits.iter().any(|edit| edit.range.start <= range.end && range.start <= edit.range.end);
    let outside = before.iter().filter(|(_, range)| !touched(range));
    outside.filter(|(name, _)| !after.contains(name)).map(|(name, _)| name.clone()).collect()
}

/// A draft in an editor.
struct Session {
    draft: Draft,
    random: Random,
    version: i32,
    /// How many actions, items and edits of formatting were tried.
    tried: [usize; 3],
}

impl Session {
    fn new(text: &str, seed: u64) -> Self {
        Session { draft: Draft::new(text, 1), random: Random::new(seed), version: 1, tried: [0; 3] }
    }

    /// A place between two characters of a text.
    fn place(&mut self, text: &str) -> usize {
        let at = self.random.below(text.len() + 1);
        floor(text, at)
    }

    /// A stretch of at most so many characters.
    fn stretch(&mut self, text: &str, characters: usize) -> Range<usize> {
        let start = self.place(text);
        let length = self.random.below(characters + 1);
        let end = text[start..].char_indices().nth(length).map_or(text.len(), |(more, _)| start + more);
        start..end
    }

    /// Makes edits that do not overlap, and compares the draft with one that is opened with the text they lead to.
    fn make(&mut self, before: &View, edits: &[Edit], what: &str) {
        let expected = apply(&before.text, edits).unwrap_or_else(|error| panic!("{what}: {error}"));
        let mut in_order = edits.to_vec();
        // Each is meant for the text the one before it left: from the last to the first.
        in_order.sort_by_key(|edit| std::cmp::Reverse((edit.range.start, edit.range.end)));
        self.version += 1;
        let after = self.draft.edit(&in_order, self.version).whole();
        assert_eq!(*after.text, expected, "{what}");
        assert_eq!(said(&after.checked), said(&check(&expected)), "{what}");
        assert_eq!(after.buffer.version(), self.version);
    }

    /// Puts another digit for some, and takes some lines away, so that there is something to do.
    fn damage(&mut self) {
        for _ in 0..4 {
            let before = self.draft.snapshot().whole();
            let (text, place) = (&before.text, self.place(&before.text));
            let digit = text[place..].find(|c: char| c.is_ascii_digit()).map(|at| place + at..place + at + 1);
            let line = before.buffer.line_at(place);
            let line = before.buffer.line_start(line)..before.buffer.line_range(line).end;
            let edit = match (self.random.below(3), digit) {
                (1.., Some(digit)) => Edit::new(digit, self.random.below(10).to_string()),
                _ => Edit::new(line, ""),
            };
            self.make(&before, &[edit], "damage");
        }
    }

    /// Types or deletes something.
    fn type_something(&mut self, before: &View) {
        const PIECES: [&str; 16] = [
            "",
            "",
            "1",
            "0",
            "|",
            "\t",
            "\n",
            "\r\n",
            "总计",
            "二、",
            "<td>",
            "</tr>",
            "第二十條第",
            "𠮷",
            "\n\n",
            "一、总体情况\n",
        ];
        let characters = if self.random.below(3) == 0 { 40 } else { 2 };
        let range = self.stretch(&before.text, characters);
        let text = PIECES[self.random.below(PIECES.len())];
        self.make(before, &[Edit::new(range, text)], "typing");
    }

    /// Tries every action that is offered, and makes one of them.
    fn act(&mut self, before: &View) {
        let range = self.stretch(&before.text, 120);
        let kinds = [ActionKind::QuickFix, ActionKind::Rewrite, ActionKind::FixAll, ActionKind::Recalculate];
        let wanted = kinds[self.random.below(kinds.len())];
        // Quick fixes are looked for where they are.
        let findings = &before.checked.findings;
        let range = match wanted {
            ActionKind::QuickFix if !findings.is_empty() => findings[self.random.below(findings.len())].range.clone(),
            _ => range,
        };
        let actions = before.actions(&range, |kind| kind == wanted);
        let figures = figures(&before.checked);
        for action in &actions {
            self.check_action(before, &figures, action);
            self.tried[0] += 1;
        }
        if !actions.is_empty() {
            let action = &actions[self.random.below(actions.len())];
            self.make(before, &action.edits, &action.title);
        }
    }

    fn check_action(&self, before: &View, figures: &[Figure], action: &Action) {
        let title = &action.title;
        let text = apply(&before.text, &action.edits).unwrap_or_else(|error| panic!("{title}: {error}"));
        assert_ne!(text, *before.text, "{title} changes nothing");
        let after = check(&text);
        assert_eq!(after.reports.len(), before.checked.reports.len(), "{title}");
        assert!(lost(figures, &action.edits, &after).is_empty(), "{title}: {:?}", lost(figures, &action.edits, &after));
        if action.safe {
            assert!(lost(figures, &[], &after).is_empty(), "{title} is not safe");
        }
    }

    /// Tries every item that is offered at a place, and accepts one of them. What is offered depends on what was typed.
    fn complete(&mut self, before: &View) {
        const TYPED: [&str; 10] = ["", "", "table", "section", "二、", "第二十條第", "zfxx", "本年度", "《", "| "];
        let at = self.place(&before.text);
        // Line ends are where most is offered, and new lines.
        let line_end = before.text[at..].find(['\r', '\n']).map_or(before.text.len(), |end| at + end);
        let at = if self.random.below(6) > 0 { line_end } else { at };
        let typed = format!("{}{}", ["\n", ""][self.random.below(2)], TYPED[self.random.below(TYPED.len())]);
        self.make(before, &[Edit::new(at..at, typed.as_str())], "typing what is to be completed");
        let before = &self.draft.snapshot().whole();
        let (text, at) = (&before.text, at + typed.len());
        let completion = before.completion(at);
        let figures = figures(&before.checked);
        for item in &completion.items {
            let edit = Edit::new(completion.range.clone(), item.template.text.clone());
            let after = check(&apply(text, std::slice::from_ref(&edit)).expect("one edit"));
            assert!(after.reports.len() >= before.checked.reports.len(), "{}", item.label);
            // A row and a figure go on with the table in which they stand, and may show that it is another than it seemed.
            if !matches!(item.kind, ItemKind::Row | ItemKind::Figure) {
                let lost = lost(&figures, std::slice::from_ref(&edit), &after);
                assert!(lost.is_empty(), "{} at {at}: {lost:?}", item.label);
            }
            self.tried[1] += 1;
        }
        if !completion.items.is_empty() {
            let item = &completion.items[self.random.below(completion.items.len())];
            let edit = Edit::new(completion.range.clone(), item.template.text.clone());
            self.make(before, &[edit], &item.label);
        }
    }

    /// Formats all of the draft or some lines.
    fn format(&mut self, before: &View) {
        let within = (self.random.below(2) == 0).then(|| self.stretch(&before.text, 200));
        let edits = before.format(within, FormatStyle::default()).edits;
        self.tried[2] += edits.len();
        let after = check(&apply(&before.text, &edits).expect("edits that fit"));
        let names = |checked: &Checked| figures(checked).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(names(&after), names(&before.checked));
        let printed = |text: &str| text.chars().filter(|c| !matches!(c, ' ' | '\t' | '-')).collect::<String>();
        let text = apply(&before.text, &edits).expect("edits that fit");
        assert_eq!(printed(&text), printed(&before.text));
        self.make(before, &edits, "formatting");
    }

    fn step(&mut self, typing: bool) {
        let before = self.draft.snapshot().whole();
        match self.random.below(if typing { 6 } else { 4 }) {
            0 | 1 => self.act(&before),
            2 => self.complete(&before),
            3 => self.format(&before),
            _ => self.type_something(&before),
        }
    }
}

/// A session of so many steps on a draft in a style, and how much was tried in it.
fn session(style: usize, seed: u64, steps: usize, typing: bool) -> [usize; 3] {
    let editions = edition::editions();
    let style = &STYLES[style % STYLES.len()];
    let plan = Plan::new(&editions[seed as usize % editions.len()], seed);
    let plan = match seed % 5 {
        0 => plan.without_section(seed as usize / 5 % 6),
        1 => plan.without_row(seed as usize % 3, seed as usize / 3 % 2),
        2 => plan.tables(&editions[(seed as usize + 1) % editions.len()]),
        _ => plan,
    };
    let mut session = Session::new(&plan.write(style).text, seed);
    session.damage();
    for _ in 0..steps {
        session.step(typing);
    }
    session.tried
}

/// Sessions in every style; enough must have been offered in them.
fn sessions(seed: u64, steps: usize, typing: bool, enough: [usize; 3]) {
    let mut tried = [0; 3];
    for style in 0..STYLES.len() {
        let more = session(style, seed + style as u64, steps, typing);
        tried.iter_mut().zip(more).for_each(|(tried, more)| *tried += more);
    }
    assert!(tried.iter().zip(enough).all(|(tried, enough)| *tried >= enough), "only {tried:?}");
}

#[test]
fn what_is_offered_can_be_done_in_every_style() {
    sessions(400, 4, false, [40, 10, 300]);
}

#[test]
fn typing_between_takes_nothing_away() {
    sessions(100, 6, true, [40, 10, 500]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    /// Any session, in any style.
    #[test]
    fn sessions_of_random_steps(style in 0..STYLES.len(), seed in any::<u64>()) {
        session(style, seed, 6, true);
    }
}
