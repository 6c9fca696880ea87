//! Builds the outline of a report from headings.
//!
//! Headings are recognised by title rather than ordinal: the rows of the application table are numbered 一、二、三、 too, and
//! so are the points inside a section.

use super::boundaries;
use super::candidates::{self, Candidate};
use super::content::Report;
use super::heading::{self, Heading, Style, candidate};
use super::title::{self, Title};
use super::token::Token;
use super::vocabulary::{TitleQuality, vocabulary};
use super::volume::Passage;
use crate::edition;
use crate::syntax::Syntax;
use crate::text::fold::fold;
use crate::text::number;

/// A report before its tables are read.
#[derive(Debug)]
pub struct Outline {
    /// Its title.
    pub title: Option<Title>,
    /// The headings of its sections, at most one each, in the order of the text.
    pub headings: Vec<Heading>,
    /// Headings that repeat a section.
    pub duplicates: Vec<Heading>,
}

/// The outline of a report, given its tokens and the candidates among them, each with the index of its token.
pub fn outline(tokens: &[Token<'_>], placed: &[(usize, Candidate)]) -> Outline {
    let kinds: Vec<Candidate> = placed.iter().map(|(_, kind)| *kind).collect();
    let kept =
        placed.iter().zip(boundaries::without_contents(&kinds)).filter(|((_, kind), keep)| *keep && kind.is_heading());
    let candidates: Vec<Heading> = kept.filter_map(|((at, _), _)| candidate(tokens, *at)).collect();
    let titles = placed.iter().filter(|(_, kind)| kind.is_title());
    let titles: Vec<(usize, Title)> =
        titles.filter_map(|(at, _)| title::title(&tokens[*at..]).map(|title| (*at, title))).collect();
    let (mut headings, duplicates) = pick(&candidates);
    add_glued(tokens, &mut headings);
    headings.sort_by_key(|heading| heading.range.start);
    let first = headings.first().map_or(tokens.len(), |heading| heading.token);
    let before: Vec<&Title> = titles.iter().filter(|(at, _)| *at < first).map(|(_, title)| title).collect();
    // The nearest title above the first heading is the report's; one on a line of its own is preferred to one in prose.
    let title = before.iter().rfind(|title| title.alone).or(before.last()).copied();
    // The body's name may be on the line before; a title over both lines then ends where this one ends.
    let longer = |title: &&Title| {
        title.organ.is_none().then(|| before.iter().find(|t| t.names_organ() && t.range.end == title.range.end))?
    };
    let title = title.map(|title| longer(&title).copied().unwrap_or(title)).cloned();
    Outline { title, headings, duplicates }
}

/// Whether the outline of a report is unaffected by a change of one cell that is running text or a figure before and
/// after.
pub fn stands(report: &Report, before: &Syntax, passage: &Passage, cell: usize, tokens: [&Token<'_>; 2]) -> bool {
    // The ordinal of a heading may be in the cell before it.
    let may_be_ordinal = tokens.iter().any(|token| heading::only_ordinal(token).is_some());
    let is_ordinal = || may_be_ordinal && passage.candidates.iter().any(|candidate| candidate.cell == cell + 1);
    let mut headings = report.sections.iter().map(|section| &section.heading).chain(&report.duplicate_headings);
    let is_missing = |index: usize| !report.sections.iter().any(|section| section.index == index);
    let mut missing = edition::newest().sections.iter().enumerate().filter(|(index, _)| is_missing(*index));
    candidates::stand(&before.blocks, &passage.syntax.blocks, cell)
        && !is_ordinal()
        && !headings.any(|heading| heading.glued)
        && !missing.any(|(_, section)| tokens.iter().any(|token| token.folded.contains(&glued_ordinal(section))))
        && !report.title.as_ref().is_some_and(|title| tokens.iter().any(|token| token.folded == fold(&title.text)))
}

/// How the ordinal of a heading is written in the middle of a line.
fn glued_ordinal(section: &edition::OfficialSection) -> String {
    format!("{},", section.ordinal)
}

/// The best heading for each section, and those that repeat one.
fn pick(candidates: &[Heading]) -> (Vec<Heading>, Vec<Heading>) {
    let first_level = candidates.iter().any(|heading| {
        heading.quality >= TitleQuality::Hinted && matches!(heading.style, Style::Official | Style::Deviating)
    });
    let usable = |heading: &Heading| heading.style != Style::Lower || !first_level;
    let sections = edition::newest().sections.len();
    let mut picked: Vec<Option<Heading>> = vec![None; sections];
    let mut duplicates = Vec::new();
    let score = |heading: &Heading| {
        let right_ordinal = heading.ordinal == Some(heading.section as u32 + 1);
        (heading.quality, right_ordinal, heading.style == Style::Official, !heading.glued)
    };
    for heading in candidates.iter().filter(|heading| usable(heading) && heading.quality >= TitleQuality::Hinted) {
        let place = &mut picked[heading.section];
        match place {
            Some(best) if score(best) > score(heading) => {}
            Some(best) if score(best) == score(heading) => duplicates.push(heading.clone()),
            _ => {
                *place = Some(heading.clone());
                duplicates.retain(|other: &Heading| other.section != heading.section);
            }
        }
    }
    // A worse title counts only at the section's place in the order, and only outside another section's numbering.
    for quality in [TitleQuality::Misspelled, TitleQuality::Wrong, TitleQuality::Unknown] {
        for heading in candidates.iter().filter(|heading| usable(heading) && heading.quality == quality) {
            let section = heading.section;
            let right_ordinal = heading.ordinal == Some(section as u32 + 1);
            let after = picked[..section].iter().rev().flatten().next().map_or(0, |before| before.token + 1);
            let before = picked[section + 1..].iter().flatten().next().map_or(usize::MAX, |next| next.token);
            // At the place of section two, section one with its own points is still possible.
            let ordinal_fits = match heading.ordinal {
                None => quality > TitleQuality::Unknown,
                Some(_) => right_ordinal || (quality > TitleQuality::Unknown && section > 1),
            };
            if picked[section].is_none() && (after..before).contains(&heading.token) && ordinal_fits {
                picked[section] = Some(heading.clone());
            }
        }
    }
    (picked.into_iter().flatten().collect(), duplicates)
}

/// Searches the middle of lines for headings of missing sections, between the headings around them.
fn add_glued(tokens: &[Token<'_>], headings: &mut Vec<Heading>) {
    if headings.is_empty() {
        return;
    }
    for (section, form) in edition::newest().sections.iter().enumerate() {
        if headings.iter().any(|heading| heading.section == section) {
            continue;
        }
        let after = headings.iter().rfind(|heading| heading.section < section);
        let before = headings.iter().find(|heading| heading.section > section);
        let from = after.map_or(0, |heading| heading.token);
        let to = before.map_or(tokens.len(), |heading| heading.token + 1);
        let needle_ordinal = glued_ordinal(form);
        let mut found = None;
        for (at, token) in tokens.iter().enumerate().take(to).skip(from) {
            for (position, _) in token.folded.match_indices(needle_ordinal.as_str()) {
                let title_start = position + needle_ordinal.len();
                let Some((other, quality, length)) = vocabulary().title_prefix(&token.folded[title_start..]) else {
                    continue;
                };
                let part = position..title_start + length;
                let place = token.source(part.clone());
                let between = after.is_none_or(|heading| heading.range.end <= place.start)
                    && before.is_none_or(|heading| place.end <= heading.range.start);
                // In an enumeration of the sections, as in preambles, the next one follows directly.
                let next = token.folded[part.end..].trim_start_matches([';', ',', '。', '及', '和']);
                let enumeration = number::ordinal(next).is_some_and(|(number, _)| number as usize == section + 2);
                if other == section && between && !enumeration {
                    found = Some(Heading {
                        section,
                        quality,
                        ordinal: Some(section as u32 + 1),
                        style: Style::Official,
                        glued: true,
                        title_range: token.source(title_start..part.end),
                        text: title::without_glosses(&token.printed_at(place.clone())),
                        range: place,
                        token: at,
                        part,
                        contents: false,
                    });
                }
            }
            if found.is_some() {
                break;
            }
        }
        if let Some(heading) = found {
            let at = headings.partition_point(|other| other.section < section);
            headings.insert(at, heading);
        }
    }
}
