//! `summary --format xlsx`: a workbook with a sheet a year.

use super::summary::{FIGURES, MISSING, SummaryRow};
use super::text::one_line;
use crate::rules::Severity;
use rust_xlsxwriter::{
    Color, ConditionalFormatCell, ConditionalFormatCellRule, ConditionalFormatFormula, Format, FormatAlign,
    FormatBorder, Workbook, Worksheet, XlsxError,
};
use std::collections::BTreeMap;

/// The column of the first figure; the body and the edition stand before it.
const FIRST_FIGURE: u16 = 2;
/// The column of the equations that hold; all equations stand behind it.
const HOLD: u16 = FIRST_FIGURE + FIGURES.len() as u16;
/// The column of the errors; the warnings stand behind it, then information and hints.
const ERRORS: u16 = HOLD + 2;
/// The column of the file; a remark stands behind it.
const FILE: u16 = ERRORS + 4;

/// The bytes of a workbook with a sheet for each year, the newest first. What looks like a formula is a text in it.
///
/// # Errors
/// If there are more rows than a sheet takes.
pub fn workbook(rows: &[SummaryRow]) -> Result<Vec<u8>, XlsxError> {
    let mut years: BTreeMap<Option<u16>, Vec<&SummaryRow>> = BTreeMap::new();
    rows.iter().for_each(|row| years.entry(row.year).or_default().push(row));
    let mut workbook = Workbook::new();
    for (year, rows) in years.iter().rev() {
        let name = year.map_or_else(|| "年度不明".to_owned(), |year| format!("{year}年"));
        fill(workbook.add_worksheet().set_name(name)?, rows)?;
    }
    if years.is_empty() {
        fill(workbook.add_worksheet().set_name("没有年度报告")?, &[])?;
    }
    workbook.save_to_buffer()
}

fn fill(sheet: &mut Worksheet, rows: &[&SummaryRow]) -> Result<(), XlsxError> {
    let head = Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0x00E7_EBF0))
        .set_border_bottom(FormatBorder::Thin)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap();
    let severities = [Severity::Error, Severity::Warning, Severity::Info, Severity::Hint].map(Severity::word);
    let heading = [&["机关", "格式"][..], &FIGURES, &["成立的勾稽", "全部勾稽"], &severities, &["文件", "备注"]];
    for (column, text) in (0..).zip(heading.concat()) {
        sheet.write_string_with_format(0, column, text, &head)?;
    }
    for (row, line) in (1..).zip(rows) {
        sheet.write_string(row, 0, one_line(line.body.as_deref().unwrap_or_default()))?;
        if let Some(edition) = line.edition {
            sheet.write_number(row, 1, edition)?;
        }
        for (column, figure) in (FIRST_FIGURE..).zip(line.figures.all()) {
            // A figure of the draft may be longer than what a spreadsheet holds; its digits are text then.
            match figure.as_deref().map(|figure| (figure, figure.parse::<f64>())) {
                Some((figure, Ok(number))) if figure.len() <= 15 => sheet.write_number(row, column, number)?,
                Some((figure, _)) => sheet.write_string(row, column, figure)?,
                None => sheet,
            };
        }
        let sums = line.sums.map(|sums| [sums.hold, sums.all]).into_iter().flatten();
        let findings = line.findings.map(|findings| findings.numbers()).into_iter().flatten();
        for (column, count) in (HOLD..).zip(sums.chain(findings)) {
            sheet.write_number(row, column, count as f64)?;
        }
        match &line.file {
            Some(file) => sheet.write_string(row, FILE, one_line(file))?,
            None => sheet.write_string(row, FILE + 1, MISSING)?,
        };
    }
    let last = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let widths = [(0, 30), (1, 7), (FILE, 44), (FILE + 1, 18)];
    widths.into_iter().try_for_each(|(column, width)| sheet.set_column_width(column, width).map(drop))?;
    sheet.set_column_range_width(FIRST_FIGURE, HOLD - 1, 10)?;
    sheet.set_column_range_width(HOLD, ERRORS - 1, 11)?;
    sheet.set_column_range_width(ERRORS, FILE - 1, 7)?;
    sheet.set_freeze_panes(1, 1)?;
    sheet.autofilter(0, 0, last, FILE + 1)?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    if last > 0 { colour(sheet, last) } else { Ok(()) }
}

/// Colours what is to be looked at: errors, warnings, equations that do not hold, years without a report.
fn colour(sheet: &mut Worksheet, last: u32) -> Result<(), XlsxError> {
    let [wrong, doubtful, absent] =
        [(0x00FF_C7CE, 0x009C_0006), (0x00FF_EB9C, 0x0080_5500), (0x00E9_DDF7, 0x0055_2D86)]
            .map(|(back, ink)| Format::new().set_background_color(Color::RGB(back)).set_font_color(Color::RGB(ink)));
    for (column, format) in [(ERRORS, &wrong), (ERRORS + 1, &doubtful)] {
        let any = ConditionalFormatCell::new().set_rule(ConditionalFormatCellRule::GreaterThan(0)).set_format(format);
        sheet.add_conditional_format(1, column, last, column, &any)?;
    }
    let column = |at: u16| char::from(b'A' + u8::try_from(at).unwrap_or_default());
    let (hold, all, file) = (column(HOLD), column(HOLD + 1), column(FILE));
    let fails = ConditionalFormatFormula::new().set_rule(format!("=${hold}2<${all}2").as_str()).set_format(&wrong);
    sheet.add_conditional_format(1, HOLD, last, HOLD, &fails)?;
    let lacks = ConditionalFormatFormula::new().set_rule(format!("=${file}2=\"\"").as_str()).set_format(absent);
    sheet.add_conditional_format(1, 0, last, 0, &lacks)?;
    sheet.add_conditional_format(1, FILE + 1, last, FILE + 1, &lacks).map(drop)
}
