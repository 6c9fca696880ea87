//! Decides from the candidates of a text which of them count and where reports begin.

use super::candidates::{Candidate, HeadingCandidate, PlacedCandidate, TOP};
use crate::edition;
use crate::report::vocabulary::TitleQuality;

/// The offsets at which the reports of a text begin; empty if it holds none. The first begins with the text.
pub fn starts(candidates: &[PlacedCandidate]) -> Vec<usize> {
    let kinds: Vec<Candidate> = candidates.iter().map(|found| found.kind).collect();
    let keep = without_contents(&kinds);
    let mut starts: Vec<usize> = Vec::new();
    let mut seen: Vec<u8> = Vec::new();
    // The first line behind the last heading that is only a title.
    let mut title = None;
    for (PlacedCandidate { start, kind, .. }, keep) in candidates.iter().zip(keep) {
        let strong = |heading: &HeadingCandidate| keep && heading.quality >= TitleQuality::Hinted && !heading.lower;
        let Some(heading) = kind.heading.filter(strong) else {
            if kind.title.is_some_and(|title| title.alone) {
                title = title.or(Some(*start));
            }
            continue;
        };
        let again = seen.contains(&heading.section);
        let begins = match title {
            Some(_) => again || seen.iter().any(|&section| section >= heading.section),
            None => heading.section == 0 && again && seen.iter().any(|&section| section > 0),
        };
        if seen.is_empty() {
            starts.push(0);
        } else if begins {
            starts.push(title.unwrap_or(*start));
            seen.clear();
        }
        if !seen.contains(&heading.section) {
            seen.push(heading.section);
        }
        title = None;
    }
    if starts.is_empty() && is_begun(&kinds) {
        starts.push(0);
    }
    // In a table the heading and the title may share a line.
    starts.dedup();
    starts
}

/// Whether a text without headings is the beginning of a report: it has one title, near the top.
fn is_begun(candidates: &[Candidate]) -> bool {
    let mut titles = candidates.iter().enumerate().filter_map(|(at, candidate)| Some((at, candidate.title?)));
    let (Some((at, title)), None) = (titles.next(), titles.next()) else { return false };
    let printed: usize = candidates[..=at].iter().map(|candidate| usize::from(candidate.gap)).sum::<usize>() + at;
    title.alone && !title.named && printed <= usize::from(TOP)
}

/// Which of these candidates count: headings in a table of contents do not. A list of headings with nothing between
/// them is a table of contents if most of its titles soon recur, or if it ends the text and its titles were all there just
/// before, as in the outline that programs write behind the pages of a PDF.
pub fn without_contents(candidates: &[Candidate]) -> Vec<bool> {
    let mut keep = vec![true; candidates.len()];
    let headings: Vec<(usize, HeadingCandidate)> =
        candidates.iter().enumerate().filter_map(|(at, candidate)| Some((at, candidate.heading?))).collect();
    // A title between two headings is printed text, too.
    let adjacent = |one: usize, other: usize| {
        candidates[one + 1..=other].iter().all(|candidate| candidate.gap == 0) && other == one + 1
    };
    let soon = 2 * edition::newest().sections.len();
    let is_good = |it: &HeadingCandidate| !it.contents && it.quality >= TitleQuality::Misspelled;
    let good: Vec<(usize, u8)> =
        (0..).zip(&headings).filter(|(_, (_, it))| is_good(it)).map(|(at, (_, it))| (at, it.section)).collect();
    let place = |heading: usize| good.partition_point(|(at, _)| *at < heading);
    let again = |from: usize, section: u8| good[place(from)..].iter().take(soon).any(|(_, other)| *other == section);
    let was = |to: usize, section: u8| good[..place(to)].iter().rev().take(soon).any(|(_, other)| *other == section);
    let mut at = 0;
    while at < headings.len() {
        let mut end = at + 1;
        while end < headings.len() && adjacent(headings[end - 1].0, headings[end].0) && !headings[end - 1].1.glued {
            end += 1;
        }
        let run = &headings[at..end];
        if run.len() >= 4 && run.iter().filter(|(_, heading)| again(end, heading.section)).count() * 2 > run.len() {
            // The last of the run may be the first real heading, directly below the contents.
            let last = run[run.len() - 1].1.section;
            let last_is_real = last == 0 && !again(end, last);
            run[..run.len() - usize::from(last_is_real)].iter().for_each(|(candidate, _)| keep[*candidate] = false);
        }
        let is_outline = end == headings.len() && run[0].1.section == 0;
        if run.len() >= 4 && is_outline && run.iter().all(|(_, heading)| was(at, heading.section)) {
            run.iter().for_each(|(candidate, _)| keep[*candidate] = false);
        }
        at = end;
    }
    for (at, heading) in headings {
        keep[at] &= !heading.contents;
    }
    keep
}
