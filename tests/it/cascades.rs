//! One defect, one finding: what else a defect breaks is not told again.

use crate::support::generate::{Mark, PDF_STYLES, Plan, STYLES};
use crate::support::whole::Whole;
use nianbao::check::Draft;
use nianbao::edition;
use nianbao::ide::actions::ActionKind;
use nianbao::rules::{Finding, Severity};
use nianbao::syntax::Layout;
use nianbao::text::edit::apply;
use rayon::prelude::*;

/// The names of the rules that have something to say, in the order of the places.
fn rules(text: &str) -> Vec<&'static str> {
    nianbao::check::check(text).findings.iter().map(|finding| finding.rule.name).collect()
}

/// Drafts of both editions with various figures, in every layout.
fn drafts() -> impl Iterator<Item = Whole> {
    let seeds = [2019, 2021].into_iter().flat_map(|edition| (1..=3).map(move |seed| (edition, seed)));
    seeds.flat_map(|(edition, seed)| Layout::ALL.map(|layout| Whole::new(edition, seed).layout(layout)))
}

/// Puts a defect into every draft and compares the rules that see it.
#[track_caller]
fn expect(expected: &[&str], defect: impl Fn(Whole) -> String) {
    for draft in drafts() {
        let text = defect(draft);
        assert_eq!(rules(&text), expected, "{text}");
    }
}

#[test]
fn a_complete_draft_has_no_findings() {
    expect(&[], |draft| draft.text());
}

#[test]
fn a_row_that_was_deleted() {
    for row in ["received", "carried-in", "granted", "denied-secret", "unprocessed-repeated", "handled", "carried-out"]
    {
        expect(&["missing-row"], |draft| draft.without_row("applications", row).text());
    }
    expect(&["missing-row"], |draft| draft.without_row("article-20-6", "coercion").text());
    expect(&["missing-row"], |draft| draft.without_row("article-20-1", "rules").text());
}

#[test]
fn a_row_that_lost_a_cell() {
    for row in ["received", "partial", "denied-third-party", "handled", "carried-out"] {
        expect(&["missing-value"], |draft| draft.with_short_row("applications", row).text());
    }
}

#[test]
fn a_total_left_blank() {
    for row in ["received", "granted", "handled"] {
        expect(&["missing-value"], |draft| draft.with("applications", row, "total", "").text());
    }
}

#[test]
fn article_headings_swapped() {
    let (five, six) = ("第二十条第（五）项", "第二十条第（六）项");
    expect(&["article-heading"; 2], |draft| draft.text().replace(five, "甲").replace(six, five).replace("甲", six));
}

#[test]
fn an_article_heading_with_another_word() {
    expect(&["article-heading-form"], |draft| draft.text().replace("第（五）项", "第（五）款"));
}

#[test]
fn a_section_that_was_deleted() {
    for section in 0..6 {
        expect(&["missing-section"], |draft| {
            let whole = draft.heading(section) + &draft.body(section);
            draft.text().replacen(&whole, "", 1)
        });
    }
}

#[test]
fn a_section_heading_that_was_deleted() {
    for section in 0..6 {
        expect(&["missing-section"], |draft| draft.text().replacen(&draft.heading(section), "", 1));
    }
}

/// Where a heading that is missing should stand: one character, the last one printed before it. Behind words, nothing tells
/// where other words begin.
#[test]
fn a_heading_that_was_deleted_is_missed_where_it_stood() {
    for draft in drafts().filter(|draft| !draft.has_layout(Layout::Html)) {
        for section in 1..5 {
            let (text, heading) = (draft.text(), draft.heading(section));
            let at = text.find(&heading).expect("the heading");
            let checked = nianbao::check::check(&text.replacen(&heading, "", 1));
            let found = checked.findings.iter().find(|it| it.rule.name == "missing-section").expect("a finding");
            let before = text[..at].trim_end_matches(|c: char| c.is_whitespace() || c == '|' || c == '#');
            let last = before.chars().next_back().expect("a character");
            assert_eq!(found.range, before.len() - last.len_utf8()..before.len(), "{section} {text}");
        }
    }
}

#[test]
fn a_heading_that_was_deleted_comes_back_alone() {
    for draft in drafts().filter(|draft| draft.has_layout(Layout::Markdown)) {
        for section in 1..5 {
            let text = draft.text();
            let without = text.replacen(&draft.heading(section), "", 1);
            let checked = nianbao::check::check(&without);
            let found = checked.findings.iter().find(|it| it.rule.name == "missing-section").expect("a finding");
            let view = Draft::new(&without, 1).snapshot().whole();
            let actions = view.actions(&found.range, |kind| kind == ActionKind::QuickFix);
            let action = actions.iter().find(|it| it.title.starts_with("插入标题")).expect("an action");
            let after = apply(&without, &action.edits).expect("edits that do not overlap");
            let lines =
                |text: &str| text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect::<Vec<_>>();
            assert_eq!(lines(&after), lines(&text));
        }
    }
}

#[test]
fn tables_of_the_other_edition() {
    for layout in Layout::ALL {
        for (edition, year) in [(2019, 2024), (2019, 2021), (2021, 2019)] {
            let text = Whole::new(edition, 1).year(year).layout(layout).text();
            assert_eq!(rules(&text), ["edition-mismatch"], "{text}");
        }
    }
}

#[test]
fn a_remark_in_a_cell() {
    expect(&["cell-remark"], |draft| draft.with("article-20-6", "penalty", "decisions", "1(增加)").text());
}

#[test]
fn a_number_that_is_wrong() {
    let cells = ["received", "carried-in", "granted", "denied-process", "handled", "carried-out"];
    for row in cells {
        for column in ["person", "legal", "total"] {
            expect(&["wrong-cell"], |draft| draft.plus("applications", row, column, 1).text());
        }
    }
    expect(&["wrong-cell"; 2], |draft| {
        draft.plus("applications", "granted", "person", 3).plus("applications", "carried-in", "welfare", 5).text()
    });
}

#[test]
fn a_number_that_is_wrong_in_its_row_total_too() {
    expect(&["column-total"; 2], |draft| {
        draft.plus("applications", "granted", "person", 2).plus("applications", "granted", "total", 2).text()
    });
    expect(&["balance"], |draft| {
        draft.plus("applications", "received", "person", 2).plus("applications", "received", "total", 2).text()
    });
}

#[test]
fn a_proceedings_total_that_is_wrong() {
    expect(&["block-total"], |draft| draft.plus("proceedings", "cases", "direct-total", 1).text());
    expect(&["block-total"], |draft| draft.plus("proceedings", "cases", "direct-other", 1).text());
}

#[test]
fn a_figure_that_is_a_word() {
    // Where every cell stands on a line of its own, a word among the figures may be the label of another row.
    for draft in drafts().filter(|draft| !draft.has_layout(Layout::Lines)) {
        for row in ["received", "granted", "handled"] {
            let text = draft.clone().with("applications", row, "person", "若干").text();
            assert_eq!(rules(&text), ["not-a-number"], "{text}");
        }
    }
}

/// Of each form with labels in turn only the header is printed: that is one finding, at the heading or the first label that is
/// there, and its repair puts the rows back.
#[test]
fn a_table_of_which_only_the_header_is_printed() {
    let styles = STYLES.par_iter().chain(PDF_STYLES.par_iter());
    let all = styles.flat_map_iter(|style| edition::editions().iter().map(move |edition| (style, edition)));
    let complaints: Vec<String> = all
        .flat_map_iter(|(style, edition)| {
            let forms = (0..edition.forms.len()).filter(|form| edition.forms[*form].label_width > 0);
            forms.flat_map(move |form| {
                let draft = Plan::new(edition, 5).without_rows(form).write(style);
                let what = format!("{} {} {}", edition.year, style.name, edition.forms[form].id);
                let found = nianbao::check::check(&draft.text).findings;
                let headings = draft.places(Mark::Banner(form));
                let places = if headings.is_empty() { draft.places(Mark::Column(form)) } else { headings };
                let said = found.iter().map(|it| format!("{} {:?} {}", it.rule.name, it.range, it.message));
                let is_meant = |it: &Finding| it.rule.name == "missing-row" && it.message.contains("只有表头");
                let is_there = |it: &Finding| places.iter().any(|place| place.contains(&it.range.start));
                if !matches!(&found[..], [only] if is_meant(only) && is_there(only)) {
                    return vec![format!("{what} {places:?}: {:?}", said.collect::<Vec<_>>())];
                }
                // The text of a PDF is not for writing.
                if PDF_STYLES.iter().any(|pdf| pdf.name == style.name) {
                    return Vec::new();
                }
                let view = Draft::new(&draft.text, 1).snapshot().whole();
                let actions = view.actions(&found[0].range, |kind| kind == ActionKind::QuickFix);
                let Some(action) = actions.iter().find(|it| it.title.starts_with("插入")) else {
                    return vec![format!("{what}: no repair")];
                };
                let after = apply(&draft.text, &action.edits).expect("edits that do not overlap");
                // What was one line has several then.
                let left = nianbao::check::check(&after).findings;
                let left = left.iter().filter(|it| it.severity > Severity::Hint).map(|it| it.message.as_str());
                left.map(|left| format!("{what}: {left} after {}", action.title)).collect()
            })
        })
        .collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// A form whose cells are all blank is a table that was left blank, and nothing is missing.
#[test]
fn a_table_that_was_left_blank() {
    let styles = STYLES.par_iter().chain(PDF_STYLES.par_iter());
    let all = styles.flat_map_iter(|style| edition::editions().iter().map(move |edition| (style, edition)));
    let complaints: Vec<String> = all
        .flat_map_iter(|(style, edition)| {
            (0..edition.forms.len()).filter_map(move |form| {
                let draft = Plan::new(edition, 3).blank(form).write(style);
                let found = nianbao::check::check(&draft.text).findings;
                let cells = edition.forms[form].rows.len() * edition.forms[form].columns.len();
                let is_meant = |it: &Finding| it.rule.name == "missing-value";
                let said: Vec<&str> = found.iter().map(|it| it.message.as_str()).collect();
                let is_told = match cells {
                    1 => said.len() == 1 && said[0].contains("为空"),
                    _ if edition.forms[form].label_width == 0 => said.len() == 1 && said[0].contains("没有数据"),
                    20.. => said.len() == 1 && said[0].contains(&format!("共{cells}个空单元格")),
                    _ => said.len() == edition.forms[form].rows.len(),
                };
                let what = || format!("{} {} {}: {said:?}", edition.year, style.name, edition.forms[form].id);
                (!is_told || !found.iter().all(is_meant)).then(what)
            })
        })
        .collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
