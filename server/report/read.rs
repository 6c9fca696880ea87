//! Reads a draft as reports.

use super::candidates::{self, Candidate};
use super::content::{Report, Section};
use super::heading::Heading;
use super::token::{self, Token};
use super::volume::{Passage, Volume};
use super::{fill, glued, outline, scan};
use crate::edition::Edition;
use crate::syntax::Syntax;
use crate::text::fold::fold;
use crate::text::year;

/// The reports in a text; empty if it holds none.
pub fn read(syntax: &Syntax) -> Vec<Report> {
    read_as(syntax, None)
}

/// The reports in a text. If `required` is given they must use that edition, regardless of their years and tables.
pub fn read_as(syntax: &Syntax, required: Option<&'static Edition>) -> Vec<Report> {
    let volume = Volume::new(syntax, |passage| passage.and_then(|passage| read_passage(&passage, required)));
    let reports = volume.into_parts().map(|(start, report)| report.map(|report| report.moved(start)));
    reports.flatten().collect()
}

/// The report in a part of a text; its offsets count from the beginning of that part. `None` if it is not an annual
/// report.
pub fn read_passage(passage: &Passage, required: Option<&'static Edition>) -> Option<Report> {
    let mut tokens = token::tokens(&passage.syntax.blocks);
    let candidates: Vec<(usize, Candidate)> =
        passage.candidates.iter().map(|candidate| (candidate.cell, candidate.kind)).collect();
    let mut outline = outline::outline(&tokens, &candidates);
    // Text before or behind a heading on its line belongs to the sections, and may be a cell of a table.
    let glued: Vec<_> = outline.headings.iter().filter_map(|heading| heading.to_cut(&tokens)).collect();
    if !glued.is_empty() {
        tokens = token::cut(&tokens, &glued);
        outline = outline::outline(&tokens, &candidates::of_tokens(&tokens));
    }
    let length = passage.syntax.blocks.iter().map(|block| block.text().len()).sum();
    Some(report(&tokens, outline, length, required)).filter(Report::is_certain)
}

fn report(
    tokens: &[Token<'_>],
    outline: outline::Outline,
    length: usize,
    required: Option<&'static Edition>,
) -> Report {
    let headings: Vec<usize> = outline.headings.iter().map(|heading| heading.token).collect();
    let title = outline.title.as_ref().map(|title| fold(&title.text));
    let scan = scan::scan(tokens, 0..tokens.len(), &headings, title.as_deref());
    let before_tables = 0..headings.get(1).copied().unwrap_or(tokens.len());
    let year = outline.title.as_ref().map(|title| title.year).or_else(|| period_year(&tokens[before_tables]));
    let tables = fill::fill(tokens, &scan, year, required);
    let first_line = tokens.iter().find(|token| !token.is_blank()).map_or(0..0, Token::range);
    Report {
        first_line,
        year,
        edition: tables.edition,
        required,
        sections: sections(tokens, &outline, length),
        duplicate_headings: outline.duplicates,
        forms: tables.forms,
        banners: scan.banners,
        unknown_rows: tables.unknown,
        repeats_merged: scan.repeats_merged,
        hangs_on_digits: scan.by_sums || glued::hang_on_digits(tokens, &scan.rows),
        table_stretches: scan.stretches.into(),
        title: outline.title,
        range: 0..length,
    }
}

fn sections(tokens: &[Token<'_>], outline: &outline::Outline, length: usize) -> Vec<Section> {
    let ends = outline.headings.iter().skip(1).map(|next| (next.token, next.range.start));
    let ends = ends.chain([(tokens.len(), length)]);
    let section = |(heading, (end_token, end)): (&Heading, (usize, usize))| {
        let own = &tokens[heading.token];
        let inside = &tokens[(heading.token + 1).min(end_token)..end_token];
        Section {
            index: heading.section,
            body: heading.range.end..end.max(heading.range.end),
            has_text: inside.iter().any(|token| !token.is_blank()),
            has_image: inside.iter().chain([own]).any(Token::has_image),
            heading: heading.clone(),
        }
    };
    outline.headings.iter().zip(ends).map(section).collect()
}

/// The year of the reporting period, for reports without a title: the year whose 1月1日 the text names, or else the year
/// named most often before its tables.
fn period_year(prose: &[Token<'_>]) -> Option<u16> {
    let mut counts: Vec<(u16, usize)> = Vec::new();
    for token in prose {
        let mut rest = token.folded;
        while let Some(year) = year(rest) {
            let after = &rest[year.range.end..];
            if after.starts_with("1月1日") {
                return Some(year.value);
            }
            match counts.iter_mut().find(|(value, _)| *value == year.value) {
                Some((_, count)) => *count += 1,
                None => counts.push((year.value, 1)),
            }
            rest = after;
        }
    }
    counts.into_iter().max_by_key(|(year, count)| (*count, *year)).map(|(year, _)| year)
}
