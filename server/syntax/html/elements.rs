//! Finds the elements that enclose a range of a text.

use super::tags::{Tag, tags};
use std::ops::Range;

/// The innermost element of this name that encloses all of `inside`; its end is that of its closing tag.
pub fn element(tags: &[Tag<'_>], name: &str, inside: &Range<usize>) -> Option<Range<usize>> {
    let mut open: Vec<usize> = Vec::new();
    for tag in tags.iter().filter(|tag| tag.is(name)) {
        if !tag.closes {
            open.push(tag.range.start);
        } else if let Some(start) = open.pop()
            && start <= inside.start
            && inside.end <= tag.range.start
        {
            return Some(start..tag.range.end);
        }
    }
    None
}

/// The tags of the table row around `inside`, from its opening to its closing tag. If the closing tag is missing, the
/// next row or the end of the table closes it; `None` for that last tag if the text ends first.
pub fn tags_of_row<'a, 't>(tags: &'a [Tag<'t>], inside: &Range<usize>) -> Option<(&'a [Tag<'t>], Option<&'a Tag<'t>>)> {
    let first = tags.iter().rposition(|tag| tag.opens("tr") && tag.range.end <= inside.start)?;
    let ends = |tag: &Tag<'_>| tag.range.start >= inside.end && tag.is_any(&["tr", "table", "tbody", "thead", "tfoot"]);
    let length = tags[first + 1..].iter().position(ends);
    let end = length.map_or(tags.len(), |length| first + 1 + length);
    Some((&tags[first..end], tags.get(end)))
}

/// The bytes of the table row around `inside`; `None` if no tag closes it.
pub fn row(tags: &[Tag<'_>], inside: &Range<usize>) -> Option<Range<usize>> {
    let (own, end) = tags_of_row(tags, inside)?;
    let end = end.map(|end| if end.closes && end.is("tr") { end.range.end } else { end.range.start })?;
    Some(own.first()?.range.start..end)
}

/// The opening tag of the table cell that contains an offset.
pub fn cell<'a, 't>(tags: &'a [Tag<'t>], at: usize) -> Option<&'a Tag<'t>> {
    tags.iter().rfind(|tag| tag.range.end <= at && !tag.closes && tag.is_any(&["td", "th"]))
}

/// A piece of HTML whose printed text is replaced by `text`; the tags stay.
pub fn reworded(source: &str, text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    let kept = tags(source).filter(|tag| !tag.is_any(&["br", "p", "div"])).map(|tag| &source[tag.range]);
    escaped + &kept.collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_found_around_a_place() {
        let text = "<TABLE><tr><td rowspan='3' class=\"a>b\">一</td></tr></table>";
        let tags: Vec<Tag<'_>> = tags(text).collect();
        let at = text.find('一').unwrap();
        assert_eq!(element(&tags, "table", &(at..at + 3)), Some(0..text.len()));
        assert_eq!(row(&tags, &(at..at + 3)).map(|row| &text[row]), Some(&text[7..text.len() - 8]));
        assert_eq!(cell(&tags, at), Some(&tags[2]));
    }

    #[test]
    fn a_row_that_is_not_closed_ends_with_the_next() {
        for (text, length) in
            [("<tr><td>一<tr><td>二", Some(11)), ("<tr><td>一</table>", Some(11)), ("<tr><td>一", None)]
        {
            let tags: Vec<Tag<'_>> = tags(text).collect();
            let at = text.find('一').unwrap();
            assert_eq!(row(&tags, &(at..at + 3)), length.map(|length| 0..length), "{text}");
        }
    }

    #[test]
    fn rewording_keeps_tags_in_balance() {
        assert_eq!(reworded("1</span><span>2", "7"), "7</span><span>");
        assert_eq!(reworded("甲<br>乙", "a<b"), "a&lt;b");
    }
}
