//! Labels of the forms and figures that follow each other on a line without anything between them.

use crate::edition::{self, Form};
use crate::text::fold::fold;
use crate::text::{WordTable, item_number, number};
use memchr::memmem::Finder;
use rustc_hash::FxHashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// What a piece of a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The label of a row, with its ordinal if that is a digit.
    Row(Option<u8>),
    /// Another label, or an article heading.
    Header,
    Figure,
    /// A short text that is none of these: a damaged label, a note.
    Other,
    /// A sentence, which no table has.
    Prose,
}

#[derive(Debug)]
struct Item {
    range: Range<usize>,
    kind: Kind,
}

/// The labels of all editions without their ordinals.
static LABELS: LazyLock<WordTable<Kind>> = LazyLock::new(|| {
    let mut labels: Vec<(String, Kind)> = Vec::new();
    let mut add = |label: &str, is_row: bool| {
        let folded = fold(label);
        let (ordinal, bare) = without_ordinal(&folded);
        let kind = if is_row { Kind::Row(ordinal) } else { Kind::Header };
        let without_note = bare.split_once('(').map_or(bare, |(label, _)| label);
        for words in [bare, without_note] {
            // Drafts leave out commas.
            for words in [words.to_owned(), words.replace(',', "")] {
                if !words.is_empty() {
                    labels.push((words, kind));
                }
            }
        }
    };
    for form in forms() {
        form.rows.iter().filter(|row| !row.path.is_empty()).for_each(|row| add(row.label(), true));
        form.rows.iter().flat_map(|row| &row.short).for_each(|label| add(label, true));
    }
    for form in forms() {
        form.rows.iter().flat_map(|row| &row.path).for_each(|label| add(label, false));
        form.columns
            .iter()
            .flat_map(|column| column.path.iter().chain(&column.short))
            .for_each(|label| add(label, false));
        add(&form.corner, false);
    }
    WordTable::new(labels.iter().map(|(label, kind)| (label.as_str(), *kind)))
});

/// The labels of all editions as they are printed, those of groups included.
static WHOLE: LazyLock<FxHashSet<String>> = LazyLock::new(|| edition::labels().map(|label| fold(label)).collect());

/// The characters with which labels and article headings begin, with or without ordinal.
static BEGINNINGS: LazyLock<FxHashSet<char>> = LazyLock::new(|| {
    let labels = forms().flat_map(|form| {
        let rows = form.rows.iter().flat_map(|row| row.path.iter().chain(&row.short));
        let columns = form.columns.iter().flat_map(|column| column.path.iter().chain(&column.short));
        rows.chain(columns).chain([&form.corner]).chain(form.banner.as_ref().map(|banner| &banner.text))
    });
    let mut beginnings = FxHashSet::default();
    for label in labels {
        let folded = fold(label);
        beginnings.extend(folded.chars().next());
        beginnings.extend(without_ordinal(&folded).1.chars().next());
    }
    beginnings
});

fn forms() -> impl Iterator<Item = &'static Form> {
    edition::editions().iter().flat_map(|edition| &edition.forms)
}

/// A folded label without its ordinal, and that ordinal if it is a digit.
fn without_ordinal(label: &str) -> (Option<u8>, &str) {
    let inner = label.strip_prefix('(').unwrap_or(label);
    let Some((value, length)) = number::ordinal(inner) else { return (None, label) };
    let behind = inner[length..].strip_prefix([',', '.', ')']);
    let is_digit = label.starts_with(|c: char| c.is_ascii_digit());
    behind.map_or((None, label), |behind| (u8::try_from(value).ok().filter(|_| is_digit), behind))
}

/// Whether figures and labels may follow each other in a folded line. Nearly every line passes through here.
pub fn may_be_rows(line: &str) -> bool {
    let mut at = 0;
    while let Some(found) = number::first_digit(&line[at..]) {
        let start = at + found;
        let end = start + line.as_bytes()[start..].iter().take_while(|b| b.is_ascii_digit()).count();
        let mut behind = line[end..].chars();
        match behind.next() {
            None => return start > 0,
            Some('.' | ',' | ')' | ':') if end - start > 1 && behind.next().is_some_and(char::is_alphabetic) => {
                return true;
            }
            Some(c) if BEGINNINGS.contains(&c) => return true,
            Some(_) => at = end,
        }
    }
    false
}

/// Whether labels without figures may follow each other in a folded line: it is long, no sentence ends in it, and it is no
/// label.
pub fn may_be_labels(line: &str) -> bool {
    const SHORTEST: usize = 60;
    static STOP: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("。"));
    line.len() >= SHORTEST && STOP.find(line.as_bytes()).is_none() && !WHOLE.contains(line)
}

/// Whether a folded line may be an article heading with the header of its table behind it.
pub fn may_be_header(line: &str) -> bool {
    let behind = |end: usize| line[end..].chars().next();
    begins_with_article(line).is_some_and(|end| behind(end).is_some_and(|c| BEGINNINGS.contains(&c)))
}

/// Where the article heading ends with which a text begins.
fn begins_with_article(text: &str) -> Option<usize> {
    if !text.starts_with('第') {
        return None;
    }
    article(text).filter(|(start, _)| *start == 0).map(|(_, end)| end)
}

/// Where the cells of a folded text begin that holds rows of a form run together, and where such rows end; nothing if
/// it holds none. `is_blank_before` says whether a blank is printed before a byte of it, `is_beside_figure` whether the text is
/// a cell of a line and the one before or behind it nothing but a figure.
pub fn starts(text: &str, is_beside_figure: bool, mut is_blank_before: impl FnMut(usize) -> bool) -> Vec<usize> {
    let items = joined(text, items(text), &mut is_blank_before);
    let mut starts = Vec::new();
    let mut from = 0;
    while from < items.len() {
        let end = items[from..].iter().position(|item| item.kind == Kind::Prose).map_or(items.len(), |at| from + at);
        let run = &items[from..end];
        let is_all = run.len() == items.len();
        if is_table(text, run, is_all, end == items.len()) || (is_all && is_beside_figure && is_row_part(run)) {
            for item in run {
                starts.push(item.range.start);
                if item.kind == Kind::Figure {
                    starts.extend((item.range.start + 1..item.range.end).filter(|at| is_blank_before(*at)));
                }
            }
            starts.extend(run.last().map(|item| item.range.end));
        }
        from = end + 1;
    }
    starts
}

/// Whether items without a sentence between them are rows of a form. `is_all` says whether they are the whole text,
/// `is_last` whether they are its end.
fn is_table(text: &str, run: &[Item], is_all: bool, is_last: bool) -> bool {
    /// So many labels with figures are no prose.
    const ENOUGH: usize = 4;
    let count = |is: fn(&Kind) -> bool| run.iter().filter(|item| is(&item.kind)).count();
    let (labels, figures, others) = (
        count(|kind| matches!(kind, Kind::Row(_) | Kind::Header)),
        count(|kind| *kind == Kind::Figure),
        count(|kind| *kind == Kind::Other),
    );
    // In prose a unit or a mark follows a figure.
    let is_clean = |(at, item): &(usize, &Item)| {
        item.kind == Kind::Figure && run.get(at + 1).map_or(is_last, |next| next.kind != Kind::Other)
    };
    let clean = run.iter().enumerate().filter(is_clean).count();
    // One digit in front of a label that lacks its own is its ordinal.
    let begins_with_ordinal = matches!(run, [first, label, ..] if first.kind == Kind::Figure
        && first.range == (0..1)
        && matches!(label.kind, Kind::Row(Some(_)))
        && !text.starts_with('0')
        && without_ordinal(&text[label.range.clone()]).1.len() == label.range.len());
    let is_whole = is_all && others == 0 && labels >= 1 && !begins_with_ordinal;
    // Nobody writes an article heading and labels, and nothing else, but at the head of a table.
    let is_header =
        is_all && labels == run.len() && run.first().map(|item| item.range.end) == begins_with_article(text);
    // A table that was left blank has a header.
    let may_be = figures > 0 || count(|kind| *kind == Kind::Header) > 0;
    is_header
        || (is_whole && figures > 0)
        || (may_be && labels >= ENOUGH && clean * 2 >= figures && others * 3 <= labels)
}

/// Whether items between two figures of a row are the figures around labels of which one is damaged.
fn is_row_part(run: &[Item]) -> bool {
    /// Shorter texts behind a figure are its unit or a remark, in bytes.
    const SHORTEST: usize = 12;
    let others: Vec<&Item> = run.iter().filter(|item| item.kind == Kind::Other).collect();
    let has_figure = run.iter().any(|item| item.kind == Kind::Figure);
    let is_long = |item: &&Item| item.range.len() >= SHORTEST;
    has_figure && matches!(&others[..], [only] if is_long(only))
}

/// Joins the pieces of a damaged label of which another label is a part: a character or two between two labels or repeated
/// behind one, and a text with an ordinal in front of one without.
fn joined(text: &str, items: Vec<Item>, is_blank_before: &mut impl FnMut(usize) -> bool) -> Vec<Item> {
    /// The longest rest of a label, in characters.
    const LONGEST: usize = 2;
    let is_label = |item: &Item| matches!(item.kind, Kind::Row(_) | Kind::Header);
    let has_ordinal = |item: &Item| without_ordinal(&text[item.range.clone()]).1.len() < item.range.len();
    let mut joined: Vec<Item> = Vec::with_capacity(items.len());
    let mut items = items.into_iter().peekable();
    while let Some(item) = items.next() {
        // What stands behind a label that was joined is a part of it, too.
        if let Some(last) = joined.last_mut().filter(|last| last.kind == Kind::Other && item.kind == Kind::Other) {
            last.range.end = item.range.end;
            continue;
        }
        let rest = &text[item.range.clone()];
        let is_other = item.kind == Kind::Other;
        let is_short = is_other && rest.chars().count() <= LONGEST;
        let before = joined.last_mut().filter(|before| is_short && is_label(before));
        let before = before.filter(|_| !is_blank_before(item.range.start));
        let is_repeated = before.as_ref().is_some_and(|before| {
            let last = text[before.range.clone()].chars().next_back();
            text[before.range.clone()].ends_with(rest) || last.is_some_and(|last| rest.starts_with(last))
        });
        let may_begin = (before.is_some() && !is_repeated) || (is_other && has_ordinal(&item));
        let next = items
            .next_if(|next| may_begin && is_label(next) && !has_ordinal(next) && !is_blank_before(next.range.start));
        match (before, next) {
            (_, Some(next)) => joined.push(Item { range: item.range.start..next.range.end, kind: Kind::Other }),
            (Some(before), None) if is_repeated || items.peek().is_some_and(is_label) => {
                *before = Item { range: before.range.start..item.range.end, kind: Kind::Other };
            }
            _ => joined.push(item),
        }
    }
    joined
}

/// The labels and figures of a text, and what stands between them: together they are the text.
fn items(text: &str) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let mut at = 0;
    while let Some((label, kind)) = LABELS.next(text, at) {
        let start = at + with_ordinal(&text[at..label.start], kind);
        between(text, at..start, &mut items);
        items.push(Item { range: start..label.end, kind });
        at = label.end;
    }
    between(text, at..text.len(), &mut items);
    items
}

/// Where the ordinal of a label begins in the text before it; the end of the text if it has none.
fn with_ordinal(before: &str, kind: Kind) -> usize {
    let own = match kind {
        Kind::Row(Some(own)) => Some(char::from(b'0' + own % 10)),
        _ => None,
    };
    let last = |text: &str| text.char_indices().next_back();
    let is_numeral = |c: char| number::ordinal(c.encode_utf8(&mut [0; 4])).is_some();
    if let Some(rest) = before.strip_suffix([',', '.', ':', ')']) {
        // A digit and a mark in front of a label without ordinal are a figure in a sentence.
        let is_ordinal = |c: char| match c.is_ascii_digit() {
            true => own == Some(c) || (own.is_some() && before.ends_with('.')),
            false => is_numeral(c),
        };
        let Some((at, _)) = last(rest).filter(|(_, c)| is_ordinal(*c)) else { return before.len() };
        return if before.ends_with(')') { rest[..at].strip_suffix('(').map_or(at, str::len) } else { at };
    }
    match last(before) {
        Some((at, c)) if Some(c) == own => at,
        _ => before.len(),
    }
}

/// Reads what stands between two labels.
fn between(text: &str, range: Range<usize>, items: &mut Vec<Item>) {
    let mut at = range.start;
    while let Some((start, end)) = article(&text[at..range.end]) {
        figures(text, at..at + start, items);
        items.push(Item { range: at + start..at + end, kind: Kind::Header });
        at += end;
    }
    figures(text, at..range.end, items);
}

/// The first article heading in a text: 第二十条第(一)项.
fn article(text: &str) -> Option<(usize, usize)> {
    text.match_indices('第').find_map(|(start, _)| {
        let found = item_number(&text[start..]).filter(|found| found.unit.is_some())?;
        Some((start, start + found.length))
    })
}

/// Reads figures, and the text that may stand between or behind them.
fn figures(text: &str, range: Range<usize>, items: &mut Vec<Item>) {
    let mut at = range.start;
    while let Some(length) = figure(&text[at..range.end]) {
        let end = at + length;
        // The last digit is the ordinal of a label that is not known.
        let is_ordinal = text[end..range.end].strip_prefix(['.', ',', ':', ')']).is_some_and(|rest| !rest.is_empty());
        let end = end - usize::from(is_ordinal);
        if at < end {
            items.push(Item { range: at..end, kind: Kind::Figure });
        }
        at = end;
        if is_ordinal {
            break;
        }
    }
    let rest = &text[at..range.end];
    let other = rest.trim_end_matches(|c: char| c.is_ascii_digit() || c == '/');
    // Text behind a sentence may be a label.
    let sentence = other
        .rfind(['。', ';', '!', '?'])
        .map_or(0, |mark| mark + other[mark..].chars().next().map_or(0, char::len_utf8));
    const LONGEST: usize = 120;
    for (part, kind) in [(0..sentence, Kind::Prose), (sentence..other.len(), Kind::Other)] {
        let kind = if part.len() > LONGEST { Kind::Prose } else { kind };
        if !part.is_empty() {
            items.push(Item { range: at + part.start..at + part.end, kind });
        }
    }
    let mut at = at + other.len();
    while let Some(length) = figure(&text[at..range.end]) {
        items.push(Item { range: at..at + length, kind: Kind::Figure });
        at += length;
    }
}

/// The length of the figure with which a text begins, or of the mark that stands for one.
fn figure(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let run = |from: usize| bytes[from.min(bytes.len())..].iter().take_while(|b| b.is_ascii_digit()).count();
    let sign = usize::from(text.starts_with('-'));
    let mut end = sign + run(sign);
    if end == sign {
        return (text.starts_with('/') || sign > 0).then_some(1);
    }
    let grouped = end - sign <= 3;
    while grouped && bytes.get(end) == Some(&b',') && run(end + 1) == 3 {
        end += 4;
    }
    if bytes.get(end) == Some(&b'.') && run(end + 1) > 0 {
        end += 1 + run(end + 1);
    }
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_by_itself_stays_whole() {
        for label in WHOLE.iter() {
            assert_eq!(starts(label, false, |_| false), [0; 0], "{label}");
        }
    }
}
