//! Wording of findings, and detection of misplaced and mistyped items.

use memchr::memchr;

/// More findings of one kind than this about one table are merged into one: the table as a whole is wrong.
pub const MOST: usize = 3;

/// A text in quotation marks, with other quotation marks inside it.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2 * '“'.len_utf8());
    quote(text, &mut quoted);
    quoted
}

/// Appends a text in quotation marks, with other quotation marks inside it.
pub fn quote(text: &str, into: &mut String) {
    into.push('“');
    // The first byte of every quotation mark.
    if memchr(0xe2, text.as_bytes()).is_none() {
        into.push_str(text);
    } else {
        let inner = |c| match c {
            '“' => '‘',
            '”' => '’',
            c => c,
        };
        into.extend(text.chars().map(inner));
    }
    into.push('”');
}

/// The first few of these texts, each in quotation marks.
pub fn listed<'a>(texts: impl ExactSizeIterator<Item = &'a str>) -> String {
    let more = if texts.len() > MOST { "等" } else { "" };
    texts.take(MOST).map(quoted).chain([more.to_owned()]).collect()
}

/// The known name closest to a mistyped one, if close enough to be a typo.
pub fn nearest<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let distances = names.into_iter().map(|known| (strsim::damerau_levenshtein(name, known), known));
    distances.min().filter(|(distance, known)| *distance <= known.len() / 2).map(|(_, known)| known)
}

/// The misplaced ones among these places, listed in the order in which they should stand: as few as possible, so that
/// the one row that was moved is reported rather than all those it passed.
pub fn out_of_order(places: &[usize]) -> Vec<usize> {
    if places.is_sorted_by(|one, other| one < other) {
        return Vec::new();
    }
    // The longest increasing run of places is in order; the rest was moved.
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(places.len());
    for (at, place) in places.iter().enumerate() {
        let before = (0..at).filter(|&other| places[other] < *place).max_by_key(|&other| best[other].0);
        best.push((before.map_or(1, |other| best[other].0 + 1), before));
    }
    let mut in_order = vec![false; places.len()];
    let mut next = (0..places.len()).rev().max_by_key(|&at| best[at].0);
    while let Some(at) = next {
        in_order[at] = true;
        next = best[at].1;
    }
    (0..places.len()).filter(|&at| !in_order[at]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotation_marks_alternate_and_lists_end() {
        assert_eq!(quoted("3.危及“三安全一稳定”"), "“3.危及‘三安全一稳定’”");
        assert_eq!(listed(["甲", "乙"].into_iter()), "“甲”“乙”");
        assert_eq!(listed(["甲", "乙", "丙", "丁"].into_iter()), "“甲”“乙”“丙”等");
    }

    #[test]
    fn what_was_moved_is_out_of_order() {
        assert_eq!(out_of_order(&[1, 2, 3]), [0usize; 0]);
        assert_eq!(out_of_order(&[1, 5, 2, 3, 4]), [1]);
        assert_eq!(out_of_order(&[2, 3, 4, 1]), [3]);
    }
}
