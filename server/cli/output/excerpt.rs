//! The few lines of a text around some places in it, cut to a readable width.
//!
//! Drafts may have whole paragraphs, and HTML whole pages, on one line. Every line is cut around its marks, so the work
//! for a finding depends on what is shown, regardless of the length of line and text.

use super::text::character_width;
use crate::text::Places;
use crate::text::visible::in_place;
use std::collections::BTreeMap;
use std::ops::Range;

/// The maximum width of an excerpt, in terminal columns.
const WIDTH: usize = 100;

/// The columns shown before the first mark of a line that has to be cut.
const BEFORE: usize = 30;

/// A main place of more lines than this is represented by its first line.
const MOST_LINES: usize = 4;

/// The farthest lines from the main place that are shown with it.
const FARTHEST: usize = 100;

/// The renderer omits the unmarked lines of longer gaps than this, so their text is not copied.
const SHORT_GAP: usize = 3;

/// The marker of a cut in a line.
const CUT: &str = "...";

/// An excerpt while marks are added.
#[derive(Debug)]
pub struct Excerpt<'p, 't> {
    places: &'p Places<'t>,
    /// The main place first.
    marks: Vec<Range<usize>>,
    /// The lines with marks, from 0, each with the range that must be visible.
    needed: BTreeMap<usize, Range<usize>>,
    main_line: usize,
}

/// A finished excerpt.
#[derive(Debug, PartialEq, Eq)]
pub struct Shown {
    /// The lines, joined by LF regardless of the line ends of the text.
    pub text: String,
    /// The first of them, from 0.
    pub first_line: usize,
    /// The last of them, from 0.
    pub last_line: usize,
    /// The marks in `text`, the main place first, the others as they were added.
    pub marks: Vec<Range<usize>>,
}

impl<'p, 't> Excerpt<'p, 't> {
    /// An excerpt around a place, or around the beginning of a large one.
    pub fn new(places: &'p Places<'t>, main: &Range<usize>) -> Self {
        let (range, first, last) = on_lines(places, main);
        let mut excerpt = Excerpt { places, marks: Vec::new(), needed: BTreeMap::new(), main_line: first };
        if last > first && last - first < MOST_LINES {
            let line_end = places.line(first).end;
            excerpt.need(first, range.start..excerpt.reach(range.start, line_end));
            for line in first + 1..last {
                excerpt.need(line, places.line(line).start..places.line(line).start);
            }
            excerpt.need(last, range.end..range.end);
            excerpt.marks.push(range);
        } else {
            let end = excerpt.reach(range.start, range.end.min(places.line(first).end));
            excerpt.need(first, range.start..end);
            excerpt.marks.push(range.start..end);
        }
        excerpt
    }

    /// Marks another place; returns whether it can be shown together with the others.
    pub fn mark(&mut self, place: &Range<usize>) -> bool {
        let (range, line, _) = on_lines(self.places, place);
        let range = range.start..range.end.min(self.places.line(line).end);
        if line.abs_diff(self.main_line) > FARTHEST {
            return false;
        }
        let wanted = match self.needed.get(&line) {
            Some(needed) => needed.start.min(range.start)..needed.end.max(range.end),
            None => range.clone(),
        };
        if self.reach(wanted.start, wanted.end) < wanted.end {
            return false;
        }
        self.needed.insert(line, wanted);
        self.marks.push(range);
        true
    }

    /// The lines with their marks.
    pub fn finish(self) -> Shown {
        let first_line = self.needed.keys().next().copied().unwrap_or(0);
        let mut text = String::new();
        // The visible part of every marked line: its bytes in the whole text, and its offset in the excerpt.
        let mut parts: Vec<(Range<usize>, usize)> = Vec::new();
        let mut previous = first_line;
        for (&line, needed) in &self.needed {
            for between in previous + 1..line {
                text.push('\n');
                if line - previous <= SHORT_GAP {
                    let start = self.places.line(between).start;
                    self.push_line(&mut text, between, &(start..start));
                }
            }
            if line > first_line {
                text.push('\n');
            }
            parts.push(self.push_line(&mut text, line, needed));
            previous = line;
        }
        if text.ends_with('\n') {
            // The renderer does not count an empty last line.
            text.push(' ');
        }
        let place = |offset: usize| {
            let part = parts.partition_point(|(bytes, _)| bytes.start <= offset).saturating_sub(1);
            let (bytes, at) = &parts[part];
            at + offset.clamp(bytes.start, bytes.end) - bytes.start
        };
        let marks = self.marks.iter().map(|mark| place(mark.start)..place(mark.end)).collect();
        Shown { text, first_line, last_line: previous, marks }
    }

    fn need(&mut self, line: usize, range: Range<usize>) {
        self.needed.insert(line, range);
    }

    /// How far towards `end` a line that is shown from `start` can be shown.
    fn reach(&self, start: usize, end: usize) -> usize {
        start + fitting(self.places.text()[start..end].chars(), WIDTH)
    }

    /// Appends the visible part of a line. Returns its bytes in the whole text, and its offset in `text`.
    fn push_line(&self, text: &mut String, line: usize, needed: &Range<usize>) -> (Range<usize>, usize) {
        let whole = self.places.line(line);
        let source = self.places.text();
        let visible = if self.reach(whole.start, whole.end) == whole.end {
            whole.clone()
        } else {
            let taken: usize = source[needed.clone()].chars().map(character_width).sum();
            let before = BEFORE.min(WIDTH.saturating_sub(taken));
            let start = needed.start - fitting(source[whole.start..needed.start].chars().rev(), before);
            start..self.reach(start, whole.end).max(needed.end)
        };
        if visible.start > whole.start {
            text.push_str(CUT);
        }
        let at = text.len();
        text.push_str(&in_place(&source[visible.clone()]));
        if visible.end < whole.end {
            text.push_str(CUT);
        }
        (visible, at)
    }
}

/// How many bytes of these characters fit into so many columns.
fn fitting(characters: impl Iterator<Item = char>, columns: usize) -> usize {
    let mut taken = 0;
    characters
        .take_while(|character| {
            taken += character_width(*character);
            taken <= columns
        })
        .map(char::len_utf8)
        .sum()
}

/// The range clamped to the text, to whole characters and to before the line ends at its borders, with its first and
/// its last line.
fn on_lines(places: &Places<'_>, range: &Range<usize>) -> (Range<usize>, usize, usize) {
    let start = places.floor(range.start);
    let end = places.floor(range.end).max(start);
    let first = places.line_at(start);
    let start = start.min(places.line(first).end);
    let last = if end > start { places.line_at(end - 1) } else { first };
    let end = end.min(places.line(last).end).max(start);
    (start..end, first, last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str, main: Range<usize>, other: Option<Range<usize>>) -> (String, Vec<String>) {
        let places = Places::new(text);
        let mut excerpt = Excerpt::new(&places, &main);
        if let Some(other) = other {
            assert!(excerpt.mark(&other));
        }
        let shown = excerpt.finish();
        let marks = shown.marks.iter().map(|mark| shown.text[mark.clone()].to_owned()).collect();
        (shown.text, marks)
    }

    #[test]
    fn a_long_line_is_cut_around_its_marks() {
        let text = format!("{}甲{}乙{}", "前".repeat(5000), "中".repeat(10), "后".repeat(5000));
        let first = text.find('甲').unwrap();
        let second = text.find('乙').unwrap();
        let (shown, marks) = marked(&text, second..second + 3, Some(first..first + 3));
        assert_eq!(marks, ["乙", "甲"]);
        assert!(shown.starts_with("...前") && shown.ends_with("后..."));
        assert!(super::super::width(&shown) <= WIDTH + 6, "{shown}");
    }

    #[test]
    fn places_too_far_apart_are_not_shown_together() {
        let text = format!("甲{}乙\n{}丙", "中".repeat(5000), "\n".repeat(1000));
        let places = Places::new(&text);
        let at = |what: &str| text.find(what).unwrap()..text.find(what).unwrap() + what.len();
        let mut excerpt = Excerpt::new(&places, &at("甲"));
        assert!(!excerpt.mark(&at("乙")));
        assert!(!excerpt.mark(&at("丙")));
        assert!(excerpt.mark(&at("甲中")));
    }

    #[test]
    fn a_mark_wider_than_the_excerpt_is_cut() {
        let text = "长".repeat(1000);
        let (shown, marks) = marked(&text, 300..2700, None);
        assert!(shown.starts_with("...长") && shown.ends_with("长..."));
        assert_eq!(marks, ["长".repeat(WIDTH / 2)]);
    }

    #[test]
    fn ranges_over_several_lines_are_kept_or_reduced_to_the_first() {
        let (shown, marks) = marked("一\r\n二\r三\n四\n", 0..8, None);
        assert_eq!((shown.as_str(), marks[0].as_str()), ("一\n二", "一\n二"));
        let (shown, marks) = marked(&"行\n".repeat(50), 4..60, None);
        assert_eq!((shown.as_str(), marks[0].as_str()), ("行", "行"));
    }

    #[test]
    fn ends_and_empty_places_are_shown() {
        assert_eq!(marked("", 0..0, None), (String::new(), vec![String::new()]));
        assert_eq!(marked("一\n", 4..4, None), (String::new(), vec![String::new()]));
        assert_eq!(marked("一\n", 4..4, Some(0..3)), ("一\n ".to_owned(), vec![String::new(), "一".to_owned()]));
        assert_eq!(marked("一", 2..99, None), ("一".to_owned(), vec!["一".to_owned()]));
    }

    #[test]
    fn lines_between_are_copied_only_where_they_are_few() {
        let text = "一\n二\n三\n四\n五\n六\n七\n";
        assert_eq!(marked(text, 0..3, Some(8..11)).0, "一\n二\n三");
        assert_eq!(marked(text, 0..3, Some(24..27)).0, "一\n\n\n\n\n\n七");
    }

    proptest::proptest! {
        #[test]
        fn every_mark_is_shown_where_it_is(
            text in "[一a\t\r\n]{0,300}", places in proptest::collection::vec((0usize..600, 0usize..60), 1..5)
        ) {
            let index = Places::new(&text);
            let ranges: Vec<Range<usize>> = places.iter().map(|(start, length)| *start..start + length).collect();
            let mut excerpt = Excerpt::new(&index, &ranges[0]);
            for range in &ranges[1..] {
                excerpt.mark(range);
            }
            let marks = excerpt.marks.clone();
            let shown = excerpt.finish();
            for (mark, original) in shown.marks.iter().zip(marks) {
                let original = text[original].replace("\r\n", "\n").replace('\r', "\n");
                proptest::prop_assert_eq!(&shown.text[mark.clone()], original);
            }
        }
    }
}
