//! `full`: a finding with the lines of the draft around it, for people at a terminal.
//!
//! The renderer gets only an [`Excerpt`], since on the whole text it would count lines from the start for every
//! finding.

use super::excerpt::Excerpt;
use super::file::File;
use super::text::{one_line, styled};
use crate::rules::{Finding, Fix, Note, Severity};
use crate::text::Places;
use annotate_snippets::renderer::{
    DEFAULT_EMPHASIS_STYLE, DEFAULT_ERROR_STYLE, DEFAULT_HELP_STYLE, DEFAULT_INFO_STYLE, DEFAULT_LINE_NUM_STYLE,
    DEFAULT_WARNING_STYLE, Style,
};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

/// The most places shown beside the finding's own; more would hide it.
pub const MOST_PLACES: usize = 6;

/// The most notes about places outside the excerpt that are printed; the rest is only counted.
pub const MOST_TOLD: usize = 3;

/// The excerpt is already cut to a readable width around its marks; this keeps the renderer from cutting it again.
const NO_LIMIT: usize = 10_000;

/// The findings of a file, each followed by an empty line.
pub fn render(file: &File<'_>, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() }.term_width(NO_LIMIT);
    let places = Places::new(file.text);
    let name = one_line(file.name);
    let mut output = String::new();
    for finding in file.findings {
        output.push_str(&render_finding(&name, finding, &places, &renderer, colour));
    }
    output
}

fn render_finding(name: &str, finding: &Finding, places: &Places<'_>, renderer: &Renderer, colour: bool) -> String {
    let mut excerpt = Excerpt::new(places, &finding.range);
    let mut shown = Vec::new();
    let mut told = Vec::new();
    for note in &finding.notes {
        let has_a_place = !note.range.is_empty() && note.range != finding.range;
        if has_a_place && shown.len() < MOST_PLACES && excerpt.mark(&note.range) {
            shown.push(note);
        } else {
            told.push(told_note(note, has_a_place, places));
        }
    }
    if told.len() > MOST_TOLD + 1 {
        let more = told.len() - MOST_TOLD;
        told.truncate(MOST_TOLD);
        told.push(format!("另有{more}处相关的数据"));
    }
    let lines = excerpt.finish();
    let gutter = (lines.last_line + 1).to_string().len();
    let mut marks = lines.marks.into_iter();
    let main = marks.next().map(|range| AnnotationKind::Primary.span(range));
    let context = marks.zip(shown).map(|(range, note)| AnnotationKind::Context.span(range).label(label(note)));
    let snippet =
        Snippet::source(lines.text).line_start(lines.first_line + 1).annotations(main.into_iter().chain(context));
    let group = Group::with_level(level(finding.severity))
        .element(snippet)
        .elements(told.into_iter().map(|note| Level::NOTE.message(note)))
        .elements(finding.fixes.iter().map(|fix| Level::HELP.message(help(fix))));
    format!("{}\n{}\n\n", header(name, finding, places, gutter, colour), renderer.render(&[group]))
}

/// The two lines above the excerpt. The renderer would take the column from the excerpt, which may be cut.
fn header(name: &str, finding: &Finding, places: &Places<'_>, gutter: usize, colour: bool) -> String {
    let place = places.position(finding.range.start);
    let kind = format!("{}[{}]", finding.severity.name(), finding.rule.name);
    let kind = styled(&kind, style(finding.severity), colour);
    let message = styled(&format!(": {}", one_line(&finding.message)), DEFAULT_EMPHASIS_STYLE, colour);
    let arrow = styled(&format!("{:gutter$}-->", ""), DEFAULT_LINE_NUM_STYLE, colour);
    format!("{kind}{message}\n{arrow} {name}:{}:{}", place.line, place.column)
}

fn label(note: &Note) -> Option<String> {
    Some(one_line(&note.message)).filter(|message| !message.is_empty())
}

/// A note, with its place if that is outside the excerpt.
fn told_note(note: &Note, has_a_place: bool, places: &Places<'_>) -> String {
    let mut message = one_line(&note.message);
    if has_a_place {
        let place = places.position(note.range.start);
        message.push_str(&format!("（第 {} 行第 {} 列）", place.line, place.column));
    }
    message
}

/// What a repair does, and whether somebody has to look at it.
pub fn help(fix: &Fix) -> String {
    let title = one_line(&fix.title);
    if fix.safe { title } else { title + "（需人工确认）" }
}

/// The renderer's severity, which determines the colour of the marks.
fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
        Severity::Hint => Level::HELP,
    }
}

/// The style of a severity's name, the same in all formats.
pub fn style(severity: Severity) -> Style {
    match severity {
        Severity::Error => DEFAULT_ERROR_STYLE,
        Severity::Warning => DEFAULT_WARNING_STYLE,
        Severity::Info => DEFAULT_INFO_STYLE,
        Severity::Hint => DEFAULT_HELP_STYLE,
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{self, ROW_TOTAL, TEXT};
    use super::*;
    use crate::rules::Subject;
    use std::ops::Range;

    fn shown(text: &str, finding: Finding) -> String {
        render(&samples::file(text, &[finding]), false)
    }

    fn finding(severity: Severity, range: Range<usize>, notes: &[(&str, Range<usize>)]) -> Finding {
        let note =
            |(message, range): &(&str, Range<usize>)| Note { message: (*message).to_owned(), range: range.clone() };
        Finding {
            rule: &ROW_TOTAL,
            severity,
            report: 0,
            subject: Subject::Text,
            range,
            message: "有误".to_owned(),
            notes: notes.iter().map(note).collect(),
            fixes: Vec::new(),
        }
    }

    fn find(text: &str, what: &str) -> Range<usize> {
        let start = text.find(what).unwrap();
        start..start + what.len()
    }

    #[test]
    fn a_finding_with_places_reasons_and_a_fix() {
        insta::assert_snapshot!(shown(TEXT, samples::finding()), @r"
        error[row-total]: “总计”应为 292，表中为 291
         --> 报告.md:2:22
          |
        2 | | （七）总计 | 266 | 26 | 291 |
          |                ---   ---- ^^^
          |                |     |
          |                |     法人或其他组织
          |                自然人
          |
          = note: 自然人 266 + 法人或其他组织 26 = 292
          = help: 改为 292（需人工确认）
        ");
    }

    #[test]
    fn many_far_reasons_are_counted() {
        let text = format!("总计\n{}", "1\n".repeat(900));
        let notes: Vec<_> = (1..9).map(|at| ("甲", 200 * at + 7..200 * at + 8)).collect();
        let output = shown(&text, finding(Severity::Error, 0..6, &notes));
        assert!(output.contains("  = note: 另有5处相关的数据\n"), "{output}");
        assert_eq!(output.matches("= note").count(), MOST_TOLD + 1);
    }

    #[test]
    fn tabs_and_chinese_keep_their_columns() {
        let text = "总计\t266\t２６\t291\n";
        let notes = [("自然人", find(text, "266")), ("法人", find(text, "２６"))];
        insta::assert_snapshot!(shown(text, finding(Severity::Warning, find(text, "291"), &notes)), @r"
        warning[row-total]: 有误
         --> 报告.md:1:11
          |
        1 | 总计    266    ２６    291
          |         ---    ----    ^^^
          |         |      |
          |         |      法人
          |         自然人
        ");
    }

    #[test]
    fn one_cell_a_line() {
        let text = "总计\n266\n26\n1\n2\n3\n4\n291\n";
        let notes = [("自然人", 7..10), ("法人", 11..13)];
        insta::assert_snapshot!(shown(text, finding(Severity::Info, find(text, "291"), &notes)), @r"
        info[row-total]: 有误
         --> 报告.md:8:1
          |
        2 | 266
          | --- 自然人
        3 | 26
          | -- 法人
        ...
        8 | 291
          | ^^^
        ");
    }

    #[test]
    fn an_enormous_line_stays_readable() {
        let text = format!("<td>{}</td><td>291</td><td>{}</td>", "政府信息公开".repeat(900), "工作".repeat(900));
        let notes = [("离得远的一格", 4..22)];
        insta::assert_snapshot!(shown(&text, finding(Severity::Hint, find(&text, "291"), &notes)), @r"
        hint[row-total]: 有误
         --> 报告.md:1:5414
          |
        1 | ...信息公开政府信息公开</td><td>291</td><td>工作工作工作工作工作工作工作工作工作工作工作工作工作工作工...
          |                                 ^^^
          |
          = note: 离得远的一格（第 1 行第 5 列）
        ");
    }

    #[test]
    fn a_range_over_several_lines() {
        let text = "一、总体情况\r\n\r\n二、主动公开\r\n三、收到和处理\r\n";
        insta::assert_snapshot!(shown(text, finding(Severity::Error, 0..find(text, "三").start, &[])), @r"
        error[row-total]: 有误
         --> 报告.md:1:1
          |
        1 | / 一、总体情况
        2 | |
        3 | | 二、主动公开
          | |____________^
        ");
    }

    #[test]
    fn empty_ranges_and_the_end_of_the_file() {
        insta::assert_snapshot!(shown("一、总体情况\n", finding(Severity::Error, 3..3, &[])), @r"
        error[row-total]: 有误
         --> 报告.md:1:2
          |
        1 | 一、总体情况
          |   ^
        ");
        insta::assert_snapshot!(shown("一、总体情况\n", finding(Severity::Error, 19..19, &[])), @r"
        error[row-total]: 有误
         --> 报告.md:2:1
          |
        2 |
          | ^
        ");
        insta::assert_snapshot!(shown("一、总体情况", finding(Severity::Error, 18..18, &[])), @r"
        error[row-total]: 有误
         --> 报告.md:1:7
          |
        1 | 一、总体情况
          |             ^
        ");
        insta::assert_snapshot!(shown("", finding(Severity::Error, 0..0, &[])), @r"
        error[row-total]: 有误
         --> 报告.md:1:1
          |
        1 |
          | ^
        ");
    }

    #[test]
    fn escape_sequences_of_a_draft_do_not_reach_the_terminal() {
        let text = "总计\u{1b}[31m\t291\n";
        let mut finding = finding(Severity::Error, find(text, "291"), &[("\u{1b}[1m粗", 0..0)]);
        finding.message = "\u{1b}[31m红".to_owned();
        assert!(!shown(text, finding).contains('\u{1b}'));
    }

    #[test]
    fn colour_is_there_only_when_asked_for() {
        let findings = [samples::finding()];
        let file = samples::file(TEXT, &findings);
        assert!(render(&file, true).contains("\u{1b}["));
        assert!(!render(&file, false).contains('\u{1b}'));
    }

    proptest::proptest! {
        #[test]
        fn no_place_in_no_text_is_too_odd(
            text in "[一aé𠮷　\\t\\r\\n\u{300}\u{200b}\u{7}]{0,200}",
            places in proptest::collection::vec((0usize..500, 0usize..200), 1..12),
        ) {
            let places: Vec<_> = places.into_iter().map(|(start, length)| ("注", start..start + length)).collect();
            let output = shown(&text, finding(Severity::Error, places[0].1.clone(), &places[1..]));
            proptest::prop_assert!(output.starts_with("error[row-total]: 有误\n"));
        }
    }
}
