//! What is put into the text of a part. Everything else stays, byte for byte.

use std::ops::Range;

/// Something that is put into a part.
#[derive(Debug, Clone)]
pub(super) struct Splice {
    /// Where.
    pub at: usize,
    /// Of several at one place, which comes first.
    pub order: Order,
    /// How many bytes it takes the place of: only the end of a tag that has to be opened.
    pub length: usize,
    /// What is put there.
    pub text: String,
}

/// The order at one place: what ends there, what is about the place itself, what begins there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Order {
    /// An end.
    End,
    /// A beginning and its end.
    Point,
    /// The end of an element that was opened to hold what comes before.
    Close,
    /// A beginning.
    Start,
}

impl Splice {
    /// Something put at a place, which takes nothing away.
    pub fn new(at: usize, order: Order, text: impl Into<String>) -> Self {
        Splice { at, order, length: 0, text: text.into() }
    }
}

/// A part with what is put into it.
pub(super) fn spliced(part: &str, mut splices: Vec<Splice>) -> String {
    splices.sort_by_key(|splice| (splice.at, splice.order));
    let mut text = String::with_capacity(part.len() + splices.iter().map(|splice| splice.text.len()).sum::<usize>());
    let mut done = 0;
    for splice in &splices {
        text.push_str(part.get(done..splice.at).unwrap_or_default());
        text.push_str(&splice.text);
        done = (splice.at + splice.length).max(done);
    }
    text.push_str(part.get(done..).unwrap_or_default());
    text
}

/// The name of the element that begins at a place, with its prefix.
pub(super) fn tag_name(part: &str, at: usize) -> &str {
    let rest = part.get(at + 1..).unwrap_or_default();
    let end = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}

/// The prefix of a name, with its colon; empty for one without.
pub(super) fn prefix(name: &str) -> &str {
    name.find(':').and_then(|colon| name.get(..=colon)).unwrap_or_default()
}

/// Whether an element has no end tag.
pub(super) fn is_empty_tag(part: &str, element: &Range<usize>) -> bool {
    part.get(element.clone()).is_some_and(|it| it.ends_with("/>") && it.matches('<').count() == 1)
}

/// Opens an element that has no end tag: the place for what is to be in it, and the splices that do it.
pub(super) fn opened(part: &str, element: &Range<usize>) -> (usize, [Splice; 2]) {
    let open = Splice { at: element.end - 2, order: Order::End, length: 2, text: ">".to_owned() };
    let close = Splice::new(element.end, Order::Close, format!("</{}>", tag_name(part, element.start)));
    (element.end, [open, close])
}

/// Puts something at the end of an element.
pub(super) fn appended(part: &str, element: &Range<usize>, inside: &str) -> String {
    if is_empty_tag(part, element) {
        let (at, [open, close]) = opened(part, element);
        return spliced(part, vec![open, Splice::new(at, Order::Point, inside), close]);
    }
    let end = part.get(element.clone()).and_then(|it| it.rfind("</")).map_or(element.end, |end| element.start + end);
    spliced(part, vec![Splice::new(end, Order::Point, inside)])
}

/// How elements and attributes of documents are written beside an element: with its prefix, or with one that each element
/// brings along where it has none, for attributes need one.
#[derive(Debug, Clone)]
pub(super) struct Spelling {
    /// The prefix with its colon.
    pub prefix: String,
    /// What declares the prefix in the outermost element; empty where it is declared.
    pub declaration: String,
}

impl Spelling {
    /// As the element of this name and namespace is written.
    pub fn of(name: &str, namespace: &str) -> Self {
        match prefix(name) {
            "" => Spelling { prefix: "w:".to_owned(), declaration: format!(" xmlns:w=\"{namespace}\"") },
            prefix => Spelling { prefix: prefix.to_owned(), declaration: String::new() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_at_a_place_comes_before_what_begins() {
        let part = "<a/><b/>";
        let (at, [open, close]) = opened(part, &(4..8));
        let splices = vec![
            close,
            Splice::new(4, Order::Start, "("),
            Splice::new(at, Order::Point, "."),
            Splice::new(4, Order::End, ")"),
            open,
        ];
        assert_eq!(spliced(part, splices), "<a/>)(<b>.</b>");
        assert_eq!(appended("<x:a b='/'></x:a>", &(0..17), "1"), "<x:a b='/'>1</x:a>");
        assert_eq!(appended("<x:a />", &(0..7), "1"), "<x:a >1</x:a>");
        assert_eq!((prefix("x:a"), prefix("a"), tag_name("<x:a/>", 0)), ("x:", "", "x:a"));
    }
}
