//! What is asked about a place of a volume is answered from the part in which it is: the answer is the one that the text
//! as a whole gives.

use crate::support::cursor::floor;
use crate::support::generate::{Mark, Plan, Random, STYLES, Style};
use nianbao::check::Language;
use nianbao::check::{Draft, Snapshot, View};
use nianbao::edition;
use nianbao::ide::actions::{Action, ActionKind};
use nianbao::ide::{Hints, Symbol};
use nianbao::rules::Finding;
use nianbao::syntax::Layout;
use nianbao::text::Edit;
use std::fmt::Debug;
use std::ops::Range;
use std::sync::Arc;

/// A volume of small reports, some of which lack something or have wrong figures.
fn volume(style: &Style, between: &str, random: &mut Random) -> String {
    let mut text = String::new();
    for index in 0..4 {
        let editions = edition::editions();
        let plan = Plan::new(&editions[random.below(editions.len())], random.below(1000) as u64).size(1500);
        let plan = if index == 1 { plan.without_section(random.below(6)) } else { plan };
        let plan = if index == 2 { plan.without_row(0, 0) } else { plan };
        let written = plan.write(style);
        let mut report = written.text.clone();
        if index == 0 {
            // It ends with its last table, right above the next title.
            let heading = written.places(Mark::Heading(4))[0].start;
            report.truncate(report[..heading].rfind('\n').map_or(0, |end| end + 1));
            report.truncate(report.trim_end().len());
            report.push('\n');
        }
        for _ in 0..3 {
            let at = random.below(report.len());
            if let Some(digit) = report.bytes().skip(at).position(|byte| byte.is_ascii_digit()) {
                report.replace_range(at + digit..at + digit + 1, random.pick(&["7", "x", "11"]));
            }
        }
        text.push_str(&report);
        text.push_str(between);
    }
    text
}

fn draft(text: &str, language: Language) -> Snapshot {
    Draft::new(text, 1).with_language(language).snapshot()
}

/// An answer with its places in the whole text.
fn moved(state: &View, range: &Range<usize>) -> Range<usize> {
    state.start + range.start..state.start + range.end
}

fn all<T: Debug>(found: impl IntoIterator<Item = T>) -> String {
    found.into_iter().map(|it| format!("{it:?}\n")).collect()
}

fn finding(state: &View, finding: &Finding) -> String {
    format!("{} {:?}", finding.message, moved(state, &finding.range))
}

fn action(state: &View, action: Action) -> String {
    let finding = action.finding.map(|index| finding(state, &state.checked.findings[index]));
    let edits: Vec<Edit> = action.edits.into_iter().map(|edit| edit.moved(state.start)).collect();
    format!("{} {:?} {} {} {finding:?} {edits:?}", action.title, action.kind, action.safe, action.preferred)
}

/// What a stretch says about a place of the whole text.
fn at(state: &View, place: usize) -> Vec<String> {
    let own = place - state.start;
    let ranges = |ranges: Vec<Range<usize>>| all(ranges.iter().map(|range| moved(state, range)));
    let hover = state.hover(own).map(|it| (moved(state, &it.range), it.markup));
    let completion = state.completion(own);
    let items = all(&completion.items);
    let replaced = (!completion.items.is_empty()).then(|| moved(state, &completion.range));
    let highlights = state.highlights(own).into_iter().map(|it| (moved(state, &it.range), it.total));
    vec![
        format!("hover {hover:?}"),
        format!("completion {replaced:?} {items}"),
        format!("highlights {}", all(highlights)),
        format!("definition {}", ranges(state.definition(own))),
        format!("references {}", ranges(state.references(own, true))),
        format!("selection {}", ranges(state.selection(own))),
        format!("crossing {:?}", state.crossing(own)),
        format!("begins with last year {:?}", state.begins_with_last_year(&(own..own))),
    ]
}

/// What a stretch says about a range of the whole text; what takes long to find out.
fn around(state: &View, range: &Range<usize>) -> Vec<String> {
    let own = range.start - state.start..range.end - state.start;
    let actions = state.actions(&own, |kind| kind != ActionKind::FixAll);
    let touched = state
        .checked
        .findings
        .iter()
        .enumerate()
        .filter(|(_, it)| it.range.start <= own.end && own.start <= it.range.end);
    let ignored = touched.map(|(index, _)| state.ignore(index).map(|edit| edit.moved(state.start)));
    let choices = state.choices(own.start).into_iter();
    let choices = choices.map(|it| (moved(state, &it.range), it.id, it.needed, it.detail, it.template));
    let edits = state.format(Some(own.clone()), Default::default()).edits;
    vec![
        format!("actions {:#?}", actions.into_iter().map(|it| action(state, it)).collect::<Vec<_>>()),
        format!("ignored {}", all(ignored)),
        format!("choices {}", all(choices)),
        format!("format {}", all(edits.into_iter().map(|edit| edit.moved(state.start)))),
    ]
}

/// What stretches show inside a range of the whole text.
fn shown(states: &[View], within: &Range<usize>) -> Vec<String> {
    let mut shown = vec![String::new(); 2];
    for state in states {
        let inside = |byte: usize| byte.saturating_sub(state.start).min(state.text.len());
        let own = inside(within.start)..inside(within.end);
        let hints = state.hints(own.clone(), Hints::default()).into_iter();
        shown[0].push_str(&all(hints.map(|it| (state.start + it.offset, it.label, it.tooltip))));
        shown[1].push_str(&all(state.tokens(own).into_iter().map(|it| (moved(state, &it.range), it.kind))));
    }
    shown
}

/// The outline of stretches.
fn outline(states: &[View]) -> Vec<String> {
    let of_state = |state: &View| {
        let entry = |(it, container): (Symbol, _)| {
            (it.name, it.detail, moved(state, &it.range), moved(state, &it.named), container)
        };
        all(state.flat_symbols().into_iter().map(entry))
    };
    vec![states.iter().map(of_state).collect()]
}

/// Places at the borders of parts, and others.
fn places(text: &str, snapshot: &Snapshot, random: &mut Random) -> Vec<usize> {
    let mut places = vec![0, text.len()];
    for (start, _) in snapshot.pieces() {
        let near = [start.saturating_sub(2), start.saturating_sub(1), start, start + 1, start + 4, start + 40];
        places.extend(near.iter().map(|&at| floor(text, at.min(text.len()))));
    }
    for _ in 0..10 {
        let at = floor(text, random.below(text.len()));
        places.extend([at, text[at..].find('\n').map_or(at, |end| at + end)]);
    }
    places
}

fn compare(part: &[String], whole: &[String], what: impl Fn() -> String) {
    assert_eq!(part.len(), whole.len());
    if let Some((part, whole)) = part.iter().zip(whole).find(|(part, whole)| part != whole) {
        let different = part.lines().zip(whole.lines()).find(|(part, whole)| part != whole);
        panic!("{}\nthe part and the whole: {different:#?}\n\nthe part:\n{part}\n\nthe whole:\n{whole}", what());
    }
}

/// Compares what the parts say with what the whole says; how long it is what can be done.
fn check(text: &str, language: Language, random: &mut Random, what: &str) -> usize {
    let snapshot = draft(text, language);
    // The report of the year before stands in the same volume.
    let whole = snapshot.whole();
    let (mut parts, mut actions) = (0, 0);
    for (index, place) in places(text, &snapshot, random).into_iter().enumerate() {
        let state = snapshot.around(&(place..place));
        parts += usize::from(state.text.len() < text.len());
        let what = || format!("{what}, {place}, {:?}", &text[place..floor(text, text.len().min(place + 60))]);
        compare(&at(&state, place), &at(&whole, place), what);
        if index % 5 == 0 {
            let range = place..floor(text, text.len().min(place + random.below(3) * 60));
            let state = snapshot.around(&range);
            let said = around(&state, &range);
            actions += said[0].lines().count() - 1;
            compare(&said, &around(&whole, &range), what);
        }
        let range = place..floor(text, text.len().min(place + random.below(text.len())));
        let states: Vec<View> = snapshot.along(&range).collect();
        compare(&shown(&states, &range), &shown(std::slice::from_ref(&whole), &range), what);
    }
    let states: Vec<View> = snapshot.along(&(0..text.len())).collect();
    compare(&outline(&states), &outline(&[whole]), || what.to_owned());
    if snapshot.pieces().nth(1).is_some() {
        assert!(parts > 0, "{what}: nothing is asked of a part");
    }
    actions
}

#[test]
fn a_part_says_what_the_whole_says() {
    let mut actions = 0;
    for (seed, style) in STYLES.iter().enumerate() {
        let mut random = Random::new(seed as u64);
        let between = random.pick(&["", "\n", "\n\n"]);
        let text = volume(style, between, &mut random);
        let language = random.pick(&[Language::Plain, Language::Markdown, Language::Html]);
        actions += check(&text, language, &mut random, &format!("{} {between:?}", style.name));
    }
    assert!(actions > 100, "there is enough to do: {actions}");
}

#[test]
fn reports_without_a_line_end_between_them_stay_together() {
    let style = STYLES.iter().find(|style| style.name == "html-one-line").expect("a style");
    let mut random = Random::new(1);
    let text = volume(style, "", &mut random).replace('\n', "");
    let snapshot = draft(&text, Language::Html);
    assert_eq!(snapshot.pieces().count(), 4);
    let inside = text.len() / 2;
    assert_eq!(snapshot.around(&(inside..inside)).text.len(), text.len());
    assert_eq!(snapshot.along(&(0..text.len())).count(), 1);
}

#[test]
fn a_comment_may_be_about_another_part() {
    let style = &STYLES[0];
    let mut random = Random::new(2);
    let text = format!("{}<!-- nianbao: ignore-file row-total -->\n", volume(style, "\n", &mut random));
    let snapshot = draft(&text, Language::Markdown);
    assert_eq!(snapshot.around(&(9..9)).text.len(), text.len());
    assert_eq!(snapshot.pieces().count(), 1);
    assert!(snapshot.along(&(0..text.len())).count() > 1, "the outline depends on no comment");
}

#[test]
fn a_part_without_a_table_is_written_as_the_other_parts_are() {
    let style = STYLES.iter().find(|style| style.name == "markdown-narrow").expect("a style");
    let mut text = volume(style, "\n", &mut Random::new(5));
    text.push_str(
        "# 云溪县档案局2024年政府信息公开工作年度报告\n\n## 一、总体情况\n\n无。\n\n## 二、主动公开政府信息情况\n\n",
    );
    let snapshot = draft(&text, Language::Html);
    let state = snapshot.around(&(text.len()..text.len()));
    assert!(state.start > 0 && state.checked.reports[0].forms.is_empty());
    assert_eq!(state.hints.layout, Some(Layout::Markdown));
    let offered = |state: &View| all(state.completion(text.len() - state.start).items);
    assert!(offered(&state).contains("| --- |"), "{}", offered(&state));
    assert_eq!(offered(&state), offered(&snapshot.whole()));
}

#[test]
fn between_two_parts_both_count() {
    let text = volume(&STYLES[0], "\n", &mut Random::new(7));
    let snapshot = draft(&text, Language::Markdown);
    let starts: Vec<usize> = snapshot.pieces().map(|(start, _)| start).collect();
    let reports = |range: Range<usize>| snapshot.around(&range).checked.reports.len();
    assert_eq!(reports(starts[1]..starts[1]), 2);
    assert_eq!((reports(starts[1] + 1..starts[2] - 1), reports(starts[1] - 1..starts[2])), (1, 3));
    // What is asked again is there.
    let (one, again) = (snapshot.around(&(9..9)), snapshot.around(&(10..12)));
    assert!(Arc::ptr_eq(&one.text, &again.text));
}
