//! Labels with characters that are lost, doubled, wrong or taken for look-alikes are recognised by their place: one finding, and
//! a repair that puts back what stood there. Labels that may be something else are left alone.

use crate::support::generate::{Draft, Mark, Plan, STYLES, Style};
use nianbao::check::check;
use nianbao::edition::{self, Edition, look_alike};
use nianbao::rules::Finding;
use nianbao::text::edit;
use nianbao::text::script::is_han;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::ops::Range;

/// What can happen to a character of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Damage {
    Lost,
    Doubled,
    LookAlike,
    Wrong,
    /// Three characters in a row are lost.
    ThreeLost,
}

const DAMAGES: [Damage; 5] = [Damage::Lost, Damage::Doubled, Damage::LookAlike, Damage::Wrong, Damage::ThreeLost];

/// A character of no label.
const FOREIGN: &str = "鑫";

/// A look-alike of a character, if it has one.
fn like(c: char) -> Option<char> {
    ('\u{4e00}'..='\u{9fff}').find(|other| look_alike(c, *other))
}

/// A label with the damage at its character with this number, counted among the Chinese ones behind the ordinal.
fn damaged(label: &str, at: usize, damage: Damage) -> Option<String> {
    let begins =
        label.find(['.', '、', '）']).map_or(0, |mark| mark + label[mark..].chars().next().map_or(0, char::len_utf8));
    // A note in brackets is told by the words before it.
    let ends = label[begins..].find('（').map_or(label.len(), |mark| begins + mark);
    let words: Vec<(usize, char)> = label[begins..ends].char_indices().filter(|(_, c)| is_han(*c)).collect();
    let (place, c) = *words.get(at)?;
    let place = begins + place;
    let (before, behind) = (&label[..place], &label[place + c.len_utf8()..]);
    let is_short = words.len() < 4;
    match damage {
        Damage::Lost if !is_short => Some([before, behind].concat()),
        Damage::Doubled if !is_short => Some([before, &String::from(c), &String::from(c), behind].concat()),
        Damage::LookAlike => like(c).map(|other| [before, &String::from(other), behind].concat()),
        Damage::Wrong if !is_short => Some([before, FOREIGN, behind].concat()),
        Damage::ThreeLost if words.len() >= 10 => {
            let end = begins + words.get(at + 3).map(|(end, _)| *end)?;
            Some([before, &label[end..]].concat())
        }
        _ => None,
    }
}

fn changed(text: &str, range: &Range<usize>, new: &str) -> String {
    [&text[..range.start], new, &text[range.end..]].concat()
}

/// Expects one finding of a rule at a place, and that its repair gives the text as it was.
fn expect_mended(draft: &Draft, place: &Range<usize>, new: &str, rule: &str) -> Option<String> {
    let text = changed(&draft.text, place, new);
    let found: Vec<Finding> = check(&text).findings;
    let complaint = |what: &str| {
        let said: Vec<String> =
            found.iter().map(|it| format!("{} {:?} {}", it.rule.name, it.range, it.message)).collect();
        Some(format!("“{}” written “{new}” at {place:?}: {what}; {said:?}", &draft.text[place.clone()]))
    };
    let [finding] = found.as_slice() else { return complaint("not one finding") };
    if finding.rule.name != rule || finding.range != (place.start..place.start + new.len()) {
        return complaint("another finding");
    }
    let Some(fix) = finding.fixes.first() else { return complaint("no repair") };
    match edit::apply(&text, &fix.edits) {
        Ok(mended) if mended == draft.text => None,
        _ => complaint("another repair"),
    }
}

/// Runs a test on a draft in every edition and style, and fails with its first complaints.
fn in_every_style(test: impl Fn(&Draft, &'static Edition, usize) -> Vec<String> + Sync) {
    in_styles(|_| true, test);
}

/// The same for some of the styles.
fn in_styles(
    is_meant: impl Fn(&Style) -> bool + Sync,
    test: impl Fn(&Draft, &'static Edition, usize) -> Vec<String> + Sync,
) {
    let all = edition::editions().par_iter().flat_map(|edition| STYLES.par_iter().map(move |style| (edition, style)));
    let complaints: Vec<String> = all
        .filter(|(_, style)| is_meant(style))
        .flat_map_iter(|(edition, style)| {
            let draft = Plan::new(edition, 31).write(style);
            let said = |it| format!("{} {}: {it}", edition.year, style.name);
            test(&draft, edition, step(style)).into_iter().map(said)
        })
        .collect();
    let first = complaints.iter().take(8).cloned().collect::<Vec<_>>().join("\n");
    assert!(complaints.is_empty(), "{} complaints, among them\n{first}", complaints.len());
}

/// Every damage in each layout, every few of them in its other styles.
fn step(style: &Style) -> usize {
    if style.is_own() { 2 } else { 31 }
}

/// The places of labels that are written once and in one piece.
fn single(draft: &Draft, mark: Mark) -> Option<Range<usize>> {
    let places = draft.places(mark);
    let is_plain = |place: &Range<usize>| !draft.text[place.clone()].contains(['<', '\n', '&']);
    match places.as_slice() {
        [only] if is_plain(only) => Some(only.clone()),
        _ => None,
    }
}

#[test]
fn a_damaged_row_label_is_that_row() {
    in_every_style(|draft, edition, step| {
        let mut cases = Vec::new();
        for (form_index, form) in edition.forms.iter().enumerate() {
            for (row, header) in form.rows.iter().enumerate() {
                let Some(place) = single(draft, Mark::Label { form: form_index, row }) else { continue };
                for (at, damage) in (0..40).flat_map(|at| DAMAGES.map(|damage| (at, damage))).step_by(7) {
                    let new = damaged(header.label(), at, damage);
                    cases.extend(new.filter(|new| !is_official(edition, new)).map(|new| (place.clone(), new)));
                }
            }
        }
        let cases = cases.iter().step_by(step);
        cases.filter_map(|(place, new)| expect_mended(draft, place, new, "label")).collect()
    });
}

/// Whether a text is an official label itself.
fn is_official(edition: &Edition, text: &str) -> bool {
    edition.forms.iter().flat_map(|form| &form.rows).any(|row| row.label() == text)
}

#[test]
fn a_damaged_column_label_is_that_column() {
    // Where a header is one line with blanks between its labels, they are told by the labels.
    in_styles(
        |style| style.name != "lines-blanks",
        |draft, edition, step| {
            let mut complaints = Vec::new();
            for (form_index, form) in edition.forms.iter().enumerate().filter(|(_, form)| form.label_width > 0) {
                let places = draft.places(Mark::Column(form_index));
                let written = |place: &Range<usize>| &draft.text[place.clone()];
                for place in &places {
                    let label = written(place);
                    let is_column = |it: &&edition::Header| it.label() == label && label.chars().count() > 3;
                    let Some(header) = form.columns.iter().find(is_column) else { continue };
                    if places.iter().filter(|other| written(other) == label).count() > 1 {
                        continue;
                    }
                    for (at, damage) in (0..10).flat_map(|at| DAMAGES.map(|damage| (at, damage))).step_by(step) {
                        let new = damaged(header.label(), at, damage).filter(|new| !header.short.contains(new));
                        complaints.extend(new.and_then(|new| expect_mended(draft, place, &new, "label")));
                    }
                }
            }
            complaints
        },
    );
}

#[test]
fn a_damaged_label_of_a_group_is_that_label() {
    in_every_style(|draft, edition, step| {
        let mut complaints = Vec::new();
        let groups = edition.forms.iter().flat_map(|form| &form.rows).filter_map(|row| row.path.split_last());
        let groups: BTreeSet<&String> = groups.flat_map(|(_, groups)| groups).collect();
        for (number, label) in groups.into_iter().enumerate() {
            let [(place, _)] = draft.text.match_indices(label.as_str()).collect::<Vec<_>>()[..] else { continue };
            for (at, damage) in (0..8).flat_map(|at| DAMAGES.map(|damage| (at, damage))).skip(number).step_by(step) {
                let new = damaged(label, at, damage);
                let place = place..place + label.len();
                complaints.extend(new.and_then(|new| expect_mended(draft, &place, &new, "label")));
            }
        }
        complaints
    });
}

#[test]
fn a_damaged_label_above_the_proceedings_is_that_label() {
    // A header that stands on one line is read by its labels; of one that is repeated in every cell, enough is left.
    let is_glued = |style: &Style| style.name == "one-line-glued";
    in_styles(
        |style| !["lines-blanks", "markdown-repeated"].contains(&style.name) && !is_glued(style),
        above_proceedings,
    );
    // Where nothing stands between labels, a piece of one with the next may be another label: nothing is said then.
    in_styles(is_glued, |draft, edition, step| {
        let complaints = above_proceedings(draft, edition, step);
        complaints.into_iter().filter(|complaint| !complaint.ends_with("not one finding; []")).collect()
    });
}

/// What is wrong about damaged labels of columns above the proceedings.
fn above_proceedings(draft: &Draft, edition: &Edition, step: usize) -> Vec<String> {
    let form = edition.forms.iter().position(|form| form.label_width == 0).expect("the proceedings");
    let places = draft.places(Mark::Column(form)).into_iter().enumerate();
    let is_plain = |label: &str| label.chars().count() >= 4 && !label.contains('<');
    let labels = places.filter(|(_, place)| is_plain(&draft.text[place.clone()]));
    labels
        .flat_map(|(number, place)| {
            let label = draft.text[place.clone()].to_owned();
            let damages = (0..6).flat_map(|at| DAMAGES.map(|damage| (at, damage)));
            let some = damages.skip(number).step_by(step).collect::<Vec<_>>();
            let new = some.into_iter().filter_map(move |(at, damage)| damaged(&label, at, damage));
            new.filter_map(move |new| expect_mended(draft, &place, &new, "label")).collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn a_damaged_article_heading_is_that_heading() {
    in_every_style(|draft, edition, _| {
        let mut complaints = Vec::new();
        for (index, form) in edition.forms.iter().enumerate() {
            let Some(banner) = &form.banner else { continue };
            let Some(place) = single(draft, Mark::Banner(index)) else { continue };
            for (right, wrong) in
                [("项", "顶"), ("条", "各"), ("）项", "项"), ("条第", "条笫"), ("条", ""), ("第", "笫")]
            {
                let new = banner.text.replacen(right, wrong, 1);
                complaints.extend(expect_mended(draft, &place, &new, "article-heading-form"));
            }
        }
        complaints
    });
}

#[test]
fn a_damaged_section_title_is_that_section() {
    in_styles(
        |style| !is_one_line(style),
        |draft, edition, step| {
            let mut complaints = Vec::new();
            for (index, section) in edition.sections.iter().enumerate() {
                let Some(place) = single(draft, Mark::Heading(index)) else { continue };
                let printed = &draft.text[place.clone()];
                for (at, damage) in (0..20).flat_map(|at| DAMAGES.map(|damage| (at, damage))).step_by(3 * step) {
                    let Some(new) = damaged(&section.title, at, damage) else { continue };
                    let text = changed(&draft.text, &place, &printed.replace(&section.title, &new));
                    let found = check(&text).findings;
                    let is_one = found.len() == 1
                        && found[0].rule.name == "section-heading"
                        && found[0].range.start == place.start;
                    if !is_one {
                        let said: Vec<String> =
                            found.iter().map(|it| format!("{} {}", it.rule.name, it.message)).collect();
                        complaints.push(format!("{new}: {said:?}"));
                    }
                }
            }
            complaints
        },
    );
}

fn is_one_line(style: &Style) -> bool {
    style.name.starts_with("one-line")
}

#[test]
fn a_damaged_section_title_in_a_line_is_that_section() {
    in_styles(is_one_line, |draft, edition, _| {
        let mut complaints = Vec::new();
        for (index, section) in edition.sections.iter().enumerate() {
            let Some(place) = single(draft, Mark::Heading(index)) else { continue };
            let printed = &draft.text[place.clone()];
            // Where a title ends that lacks its last character is not to be seen.
            let last = section.title.chars().filter(|c| is_han(*c)).count() - 1;
            for (at, damage) in (0..last).flat_map(|at| DAMAGES.map(|damage| (at, damage))).skip(index).step_by(7) {
                let Some(new) = damaged(&section.title, at, damage) else { continue };
                let text = changed(&draft.text, &place, &printed.replace(&section.title, &new));
                let found = check(&text).findings;
                let rules: Vec<&str> = found.iter().map(|it| it.rule.name).collect();
                if rules != ["section-heading"] || found[0].range.start != place.start {
                    complaints.push(format!("{new}: {rules:?}"));
                }
            }
        }
        complaints
    });
    // A section that is not there is not another one.
    let style = STYLES.iter().find(|style| style.name == "one-line-glued").expect("the style");
    let edition = edition::newest();
    for index in 1..edition.sections.len() {
        let found = check(&Plan::new(edition, 31).without_section(index).write(style).text).findings;
        let rules: Vec<&str> = found.iter().map(|it| it.rule.name).collect();
        assert!(rules.contains(&"missing-section") && !rules.contains(&"section-heading"), "{index}: {rules:?}");
    }
}

/// The rules that have something to say about a table two with these rows, and whether the repair is safe.
fn of_block(rows: &str) -> Vec<(&'static str, Option<bool>)> {
    let text = format!(
        "云溪县教育局2024年政府信息公开工作年度报告\n\n二、主动公开政府信息情况\n\n\
        | 第二十条第（六）项 | |\n| --- | --- |\n| 信息内容 | 本年处理决定数量 |\n{rows}"
    );
    let in_table = ["label", "missing-row", "unknown-row", "missing-value"];
    let found = check(&text).findings.into_iter().filter(|it| in_table.contains(&it.rule.name));
    found.map(|it| (it.rule.name, it.fixes.first().map(|fix| fix.safe))).collect()
}

#[test]
fn what_may_be_another_row_is_not_taken_for_one() {
    // Acts of another kind, in the place of one that is missing: two characters of four differ.
    for other in ["行政检查", "行政征收", "行政奖励"] {
        let found = of_block(&format!("| 行政处罚 | 3 |\n| {other} | 0 |\n"));
        assert_eq!(found, [("unknown-row", None)], "{other}");
    }
    // As near to one row as to the other.
    assert_eq!(of_block("| 行政处制 | 3 |\n| 行政强制 | 0 |\n").len(), 1);
    // Beside both rows it is an additional one.
    assert_eq!(of_block("| 行政处罚 | 3 |\n| 行政处分 | 1 |\n| 行政强制 | 0 |\n"), [("unknown-row", None)]);
    // One character is another word's: the row is known by its place, but only the author knows what was meant.
    assert_eq!(of_block("| 行政处分 | 3 |\n| 行政强制 | 0 |\n"), [("label", Some(false))]);
    assert_eq!(of_block("| 行政外罚 | 3 |\n| 行政强制 | 0 |\n"), [("label", Some(true))]);
    assert_eq!(of_block("| 行政处罚 | 3 |\n| 行政强刚 | 0 |\n"), [("label", Some(true))]);
}

#[test]
fn a_damaged_label_beside_cells_without_figures_is_that_row() {
    let row = "| 行政强刚 | / |\n";
    let found = of_block(&format!("| 行政处罚 | 3 |\n{row}"));
    assert!(
        found.contains(&("label", Some(true))) && !found.iter().any(|(rule, _)| rule.ends_with("-row")),
        "{found:?}"
    );
    let found = of_block("| 行政处罚 | 3 |\n| 行政强刚 | |\n");
    assert!(
        found.contains(&("label", Some(true))) && !found.iter().any(|(rule, _)| rule.ends_with("-row")),
        "{found:?}"
    );
}
