//! Places in office files, as people find them there: 表三“（一）予以公开·自然人”, 第二部分第3段.

use super::file::File;
use crate::edition::CellAt;
use crate::files::{FilePlace, Story};
use crate::report::{Filled, Report};
use crate::rules::{Finding, Subject, quoted};
use crate::text::floor;
use std::ops::Range;

/// A place in an office file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficePlace<'a> {
    /// The paragraph.
    pub place: &'a FilePlace,
    /// Where it is, in Chinese.
    pub words: String,
}

/// Where a finding is in an office file; `None` in a text file.
pub fn of_finding<'a>(file: &File<'a>, finding: &Finding) -> Option<OfficePlace<'a>> {
    let report = file.reports.get(finding.report);
    // An empty cell has no text to which a finding could point: what it is about tells the cell.
    let cell = report.and_then(|report| match &finding.subject {
        Subject::Cells(form, cells) => Some((report.form(form)?, cells)).filter(|(_, cells)| cells.len() == 1),
        _ => None,
    });
    if let (Some(report), Some((filled, [cell]))) = (report, cell.map(|(filled, cells)| (filled, cells.as_slice()))) {
        let value = filled.value(cell.0, cell.1);
        let place = file.places.at(value.map_or(finding.range.start, |value| value.range().start))?;
        let words = cell_words(report, filled, *cell);
        let words = [outside(place), whose(file, report), in_sheet(place).unwrap_or(words)].concat();
        return Some(OfficePlace { place, words });
    }
    of_range(file, finding.report, &finding.range)
}

/// What is said of a finding and in its notes, each on a line of its own, behind its place in an office file.
pub fn told(finding: &Finding, place: Option<&OfficePlace<'_>>) -> String {
    let mut told = place.map(|place| format!("{}：", place.words)).unwrap_or_default();
    told.push_str(&finding.message);
    finding.notes.iter().for_each(|note| told.extend(["\n", &note.message]));
    told
}

/// Where a range of the text of a report is in an office file; `None` in a text file.
pub fn of_range<'a>(file: &File<'a>, report: usize, range: &Range<usize>) -> Option<OfficePlace<'a>> {
    let place = file.places.at(range.start)?;
    let report = file.reports.get(report);
    let within = match (place.table, report) {
        _ if place.sheet.is_some() => in_sheet(place).unwrap_or_default(),
        (Some(_), Some(report)) => in_form(report, range).unwrap_or_else(|| in_table(file, Some(report), place)),
        (Some(_), None) => in_table(file, None, place),
        (None, Some(report)) => in_section(file, report, place, range),
        (None, None) => format!("第{}段", place.paragraph),
    };
    let whose = report.map(|report| whose(file, report)).unwrap_or_default();
    let words = [outside(place), whose, within].concat();
    Some(OfficePlace { place, words })
}

/// The sheet or the page on which a place is.
fn outside(place: &FilePlace) -> String {
    let sheet = place.sheet.as_ref().map(|sheet| format!("工作表{}", quoted(sheet)));
    let page = place.page.map(|page| format!("第{page}页"));
    [sheet, page].into_iter().flatten().collect()
}

/// The name of a cell of a sheet; `None` elsewhere.
fn in_sheet(place: &FilePlace) -> Option<String> {
    Some(place.table.filter(|_| place.sheet.is_some())?.name())
}

/// Of several reports in a file, which one it is.
fn whose(file: &File<'_>, report: &Report) -> String {
    if file.reports.len() < 2 {
        return String::new();
    }
    let organ = report.title.as_ref().and_then(|title| title.organ.clone()).unwrap_or_default();
    let year = report.year.map(|year| format!("{year}年")).unwrap_or_default();
    if organ.is_empty() && year.is_empty() { String::new() } else { format!("{organ}{year}：") }
}

/// A place in one of the forms: its cell, or its row.
fn in_form(report: &Report, range: &Range<usize>) -> Option<String> {
    let holds = |other: &Range<usize>| other.start <= range.start && range.end <= other.end;
    report.forms.iter().find_map(|filled| {
        if let Some(value) = filled.values.iter().find(|value| holds(&value.range())) {
            return Some(cell_words(report, filled, value.cell()));
        }
        let labels = filled.rows.iter().filter_map(|row| row.label.as_ref());
        let label = labels.into_iter().find(|label| holds(&label.range))?;
        Some(format!("{}{}", table_name(report, filled), quoted(&label.text)))
    })
}

fn cell_words(report: &Report, filled: &Filled, (row, column): CellAt) -> String {
    let words = filled.words(row, column);
    let words = if words.is_empty() { String::new() } else { quoted(words) };
    format!("{}{words}", table_name(report, filled))
}

/// A form by the number of its section, as everybody names it: 表三.
fn table_name(report: &Report, filled: &Filled) -> String {
    let edition = report.edition;
    let section = edition.section(&filled.form.section).and_then(|index| edition.sections.get(index));
    section.map_or_else(|| filled.form.name.clone(), |section| format!("表{}", section.ordinal))
}

/// Any other place in a table: by what stands there, or else by counting.
fn in_table(file: &File<'_>, report: Option<&Report>, place: &FilePlace) -> String {
    const LONGEST: usize = 20;
    let Some(at) = place.table else { return String::new() };
    let table = |range: &Range<usize>| Some(file.places.at(range.start)?.table?.table);
    let form = report.and_then(|report| {
        let filled = report.forms.iter().find(|filled| table(&filled.range) == Some(at.table))?;
        Some(table_name(report, filled))
    });
    let table = form.unwrap_or_else(|| format!("第{}个表格", at.table));
    let (text, _) = printed(file, place, &place.text);
    let is_told = |text: &str| !text.is_empty() && text.chars().count() <= LONGEST && !text.contains('\n');
    match text.trim() {
        text if place.text.len() < AROUND && is_told(text) => format!("{table}{}", quoted(text)),
        _ => format!("{table}第{}行第{}格", at.row, at.cell),
    }
}

/// A place in running text: the paragraph of its section.
fn in_section(file: &File<'_>, report: &Report, place: &FilePlace, range: &Range<usize>) -> String {
    if report.title.as_ref().is_some_and(|title| title.range.contains(&range.start)) {
        return "标题".to_owned();
    }
    let section = report.sections.iter().rfind(|section| section.heading.range.start <= range.start);
    let ordinal = section.and_then(|section| report.edition.sections.get(section.index)).map(|it| &it.ordinal);
    let (name, start) = match (section, ordinal) {
        (Some(section), Some(ordinal)) if range.start < section.heading.range.end => {
            return format!("第{ordinal}部分标题");
        }
        (Some(section), Some(ordinal)) => (format!("第{ordinal}部分"), section.heading.range.end),
        _ => ("开头".to_owned(), report.range.start),
    };
    let is_counted = |it: &&FilePlace| it.table.is_none() && it.story == Story::Body;
    let before = file.places.within(&(start..place.from)).iter().filter(is_counted).count();
    match place.story {
        Story::Body => format!("{name}第{}段", before + 1),
        Story::TextBox => format!("{name}的文本框"),
        Story::Footnote => format!("{name}的脚注"),
        Story::Endnote => format!("{name}的尾注"),
    }
}

/// How many bytes before and behind a place are printed at most: more than an excerpt shows, however long the paragraph.
const AROUND: usize = 2000;

/// What a paragraph prints around a range of the text, and where that is in it.
pub fn printed(file: &File<'_>, place: &FilePlace, range: &Range<usize>) -> (String, Range<usize>) {
    let first = floor(file.text, range.start.saturating_sub(AROUND)).clamp(place.text.start, place.text.end);
    let last = floor(file.text, range.start.saturating_add(AROUND)).clamp(first, place.text.end);
    let source = file.text.get(first..last).unwrap_or_default();
    let (start, end) = (range.start.saturating_sub(first), range.end.saturating_sub(first));
    let mut printed = String::with_capacity(source.len());
    let mut mark = None..None;
    let mut at = 0;
    while let Some(character) = source.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = &source[at..];
        let until = |end: char| rest.find(end).map_or(character.len_utf8(), |found| found + 1);
        let (length, shown) = match character {
            '&' => {
                let length = until(';');
                (length, entity(&rest[..length]))
            }
            '<' if rest.starts_with("<br") => (until('>'), Some('\n')),
            '<' => (until('>'), None),
            character => (character.len_utf8(), Some(character)),
        };
        if mark.start.is_none() && at + length > start {
            mark.start = Some(printed.len());
        }
        if at >= end && mark.end.is_none() {
            mark.end = Some(printed.len());
        }
        printed.extend(shown);
        at += length;
    }
    let start = mark.start.unwrap_or(printed.len());
    let end = mark.end.unwrap_or(printed.len()).max(start);
    (printed, start..end)
}

/// The character of an entity.
fn entity(source: &str) -> Option<char> {
    match source {
        "&amp;" => Some('&'),
        "&lt;" => Some('<'),
        "&gt;" => Some('>'),
        source => {
            let number = source.strip_prefix("&#").and_then(|it| it.strip_suffix(';'));
            number.map_or(Some('&'), |number| number.parse().ok().and_then(char::from_u32))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::{Certainty, FilePlaces};

    #[test]
    fn a_paragraph_is_shown_as_it_prints() {
        let text = "<td>甲&lt;乙&#124;丙<br>丁<img></td>";
        let source = text.find("乙").unwrap()..text.find("丁").unwrap();
        let whole = 4..text.len() - 5;
        let place = FilePlace {
            from: 0,
            text: whole.clone(),
            paragraph: 1,
            table: None,
            story: Story::Body,
            source: 0..0,
            sheet: None,
            page: None,
        };
        let places = FilePlaces::default();
        let file = File { name: "", text, places: &places, certainty: Certainty::Certain, reports: &[], findings: &[] };
        let (shown, mark) = printed(&file, &place, &source);
        assert_eq!((shown.as_str(), &shown[mark]), ("甲<乙|丙\n丁", "乙|丙\n"));
        assert_eq!(printed(&file, &place, &whole).1, 0..shown.len());
        assert_eq!(printed(&file, &place, &(0..0)).1, 0..0);
    }
}
