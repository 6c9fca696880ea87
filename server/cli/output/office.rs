//! `full` for office files: a finding with the cell or the sentence that it is about, for people at a terminal.
//!
//! The text that was read from such a file has lines that nobody has seen, so none is shown.

use super::excerpt::Excerpt;
use super::file::File;
use super::full::{MOST_PLACES, MOST_TOLD, help, style};
use super::place::{OfficePlace, of_finding, of_range, printed};
use super::text::{character_width, one_line, styled};
use crate::rules::{Finding, Note};
use crate::text::Places;
use annotate_snippets::renderer::{DEFAULT_EMPHASIS_STYLE, DEFAULT_LINE_NUM_STYLE};
use std::ops::Range;

/// The findings of an office file, each followed by an empty line.
pub fn render(file: &File<'_>, colour: bool) -> String {
    let placed = file.findings.iter().filter_map(|finding| Some((finding, of_finding(file, finding)?)));
    placed.map(|(finding, at)| render_finding(file, finding, &at, colour)).collect()
}

fn render_finding(file: &File<'_>, finding: &Finding, at: &OfficePlace<'_>, colour: bool) -> String {
    let bar = styled("  |", DEFAULT_LINE_NUM_STYLE, colour);
    let kind = format!("{}[{}]", finding.severity.name(), finding.rule.name);
    let kind = styled(&kind, style(finding.severity), colour);
    let message = styled(&format!(": {}", one_line(&finding.message)), DEFAULT_EMPHASIS_STYLE, colour);
    let arrow = styled(" -->", DEFAULT_LINE_NUM_STYLE, colour);
    let mut output = format!("{kind}{message}\n{arrow} {}：{}\n{bar}\n", one_line(file.name), one_line(&at.words));
    let (text, mark) = printed(file, at.place, &finding.range);
    if text.trim().is_empty() {
        output.push_str(&format!("{bar} （空）\n"));
    } else {
        let places = Places::new(&text);
        let shown = Excerpt::new(&places, &mark).finish();
        let mark = shown.marks.into_iter().next().unwrap_or(0..0);
        for (line, range) in lines(&shown.text) {
            output.push_str(format!("{bar} {}", one_line(&line.replace('\t', "    "))).trim_end());
            output.push('\n');
            if let Some((before, under)) = underline(line, &range, &mark) {
                let carets = styled(&"^".repeat(under), style(finding.severity), colour);
                output.push_str(&format!("{bar} {}{carets}\n", " ".repeat(before)));
            }
        }
    }
    let notes = notes(file, finding, at);
    let reasons = notes.iter().map(|note| format!("note: {note}"));
    let repairs = finding.fixes.iter().map(|fix| format!("help: {}", help(fix)));
    let told: Vec<String> = reasons.chain(repairs).collect();
    if !told.is_empty() {
        output.push_str(&format!("{bar}\n"));
    }
    let equals = styled("  =", DEFAULT_LINE_NUM_STYLE, colour);
    for line in told {
        output.push_str(&format!("{equals} {line}\n"));
    }
    output + "\n"
}

/// The reasons, with their places and what stands there.
fn notes(file: &File<'_>, finding: &Finding, at: &OfficePlace<'_>) -> Vec<String> {
    let mut elsewhere = 0;
    let mut told = Vec::new();
    for note in &finding.notes {
        let place = Some(&note.range).filter(|range| !range.is_empty() && **range != finding.range);
        let Some(place) = place.and_then(|range| of_range(file, finding.report, range)) else {
            told.push(one_line(&note.message));
            continue;
        };
        elsewhere += 1;
        if elsewhere <= MOST_PLACES {
            told.push(placed_note(file, note, &place, at));
        }
    }
    if elsewhere > MOST_PLACES + MOST_TOLD {
        told.push(format!("另有{}处相关的数据", elsewhere - MOST_PLACES));
    }
    told
}

fn placed_note(file: &File<'_>, note: &Note, place: &OfficePlace<'_>, at: &OfficePlace<'_>) -> String {
    const LONGEST: usize = 30;
    let (text, mark) = printed(file, place.place, &note.range);
    let text = one_line(text.get(mark).unwrap_or_default());
    let message = one_line(&note.message);
    let shown = if text.is_empty() || text.chars().count() > LONGEST || message.contains(&text) {
        message
    } else if message.is_empty() {
        text
    } else {
        format!("{message}：{text}")
    };
    if place.words == at.words { shown } else { format!("{shown}（{}）", one_line(&place.words)) }
}

/// The lines of a text, each with its bytes.
fn lines(text: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let mut start = 0;
    text.split('\n').map(move |line| {
        let range = start..start + line.len();
        start = range.end + 1;
        (line, range)
    })
}

/// How many columns of a line stand before a mark, and how many under it; `None` if the mark is not in the line.
fn underline(line: &str, range: &Range<usize>, mark: &Range<usize>) -> Option<(usize, usize)> {
    let (start, end) = (mark.start.max(range.start), mark.end.min(range.end));
    if start > end || (start == end && !mark.is_empty()) {
        return None;
    }
    let columns = |part: Option<&str>| part.unwrap_or_default().chars().map(character_width).sum::<usize>();
    let before = columns(line.get(..start - range.start));
    Some((before, columns(line.get(start - range.start..end - range.start)).max(1)))
}
