//! The tags of a piece of HTML and the elements that they enclose. Knows nothing of what is printed between them.

use crate::syntax::markup::tokenize;
use html5gum::emitters::callback::CallbackEvent;
use std::ops::Range;

/// A tag with its place in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// The element's name, in small letters.
    pub name: String,
    /// Its bytes, from `<` to `>`.
    pub range: Range<usize>,
    /// Whether it ends an element.
    pub closes: bool,
    /// How many rows a cell takes, and the bytes that say so.
    pub rowspan: Option<(usize, Range<usize>)>,
}

/// All tags of `text`, which begins at byte `start` of the whole.
pub fn tags(text: &str, start: usize) -> Vec<Tag> {
    let mut tags: Vec<Tag> = Vec::new();
    let mut attribute = Vec::new();
    let at = |span: &Range<usize>| start + span.start..start + span.end;
    tokenize(text, |event, span| match event {
        CallbackEvent::OpenStartTag { name } => tags.push(Tag {
            name: String::from_utf8_lossy(name).to_ascii_lowercase(),
            range: at(&span),
            closes: false,
            rowspan: None,
        }),
        CallbackEvent::AttributeName { name } => attribute = name.to_ascii_lowercase(),
        CallbackEvent::AttributeValue { value } if attribute == b"rowspan" => {
            let rows = String::from_utf8_lossy(value).trim().parse();
            if let (Some(tag), Ok(rows)) = (tags.last_mut(), rows) {
                tag.rowspan = Some((rows, at(&span)));
            }
        }
        CallbackEvent::CloseStartTag { .. } => {
            if let Some(tag) = tags.last_mut() {
                tag.range.end = start + span.end;
            }
        }
        CallbackEvent::EndTag { name } => tags.push(Tag {
            name: String::from_utf8_lossy(name).to_ascii_lowercase(),
            range: at(&span),
            closes: true,
            rowspan: None,
        }),
        _ => {}
    });
    tags
}

/// The innermost element of this name that encloses all of `inside`; its end is that of its closing tag.
pub fn element(tags: &[Tag], name: &str, inside: &Range<usize>) -> Option<Range<usize>> {
    let mut open: Vec<usize> = Vec::new();
    for tag in tags.iter().filter(|tag| tag.name == name) {
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

/// The table row around `inside`. Its closing tag may be missing: then it ends where the next row or the table's end
/// begins.
pub fn row(tags: &[Tag], inside: &Range<usize>) -> Option<Range<usize>> {
    let first = tags.iter().rposition(|tag| tag.name == "tr" && !tag.closes && tag.range.end <= inside.start)?;
    for tag in tags[first + 1..].iter().filter(|tag| tag.range.start >= inside.end) {
        match (tag.name.as_str(), tag.closes) {
            ("tr", true) => return Some(tags[first].range.start..tag.range.end),
            ("tr", false) | ("table" | "tbody" | "thead" | "tfoot", _) => {
                return Some(tags[first].range.start..tag.range.start);
            }
            _ => {}
        }
    }
    None
}

/// The tag that opens the table cell in which a place stands.
pub fn cell(tags: &[Tag], at: usize) -> Option<&Tag> {
    tags.iter().rfind(|tag| tag.range.end <= at && !tag.closes && matches!(tag.name.as_str(), "td" | "th"))
}

/// A piece of HTML in which `text` stands instead of everything that was printed; the tags stay.
pub fn reworded(source: &str, text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    let kept: String = tags(source, 0)
        .into_iter()
        .filter(|tag| !matches!(tag.name.as_str(), "br" | "p" | "div"))
        .map(|tag| source[tag.range].to_owned())
        .collect();
    escaped + &kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_found_with_their_bytes() {
        let text = "<TABLE><tr><td rowspan='3' class=\"a>b\">一</td></tr></table>";
        let tags = tags(text, 0);
        let sources: Vec<&str> = tags.iter().map(|tag| &text[tag.range.clone()]).collect();
        assert_eq!(sources, ["<TABLE>", "<tr>", "<td rowspan='3' class=\"a>b\">", "</td>", "</tr>", "</table>"]);
        let (rows, place) = tags[2].rowspan.clone().unwrap();
        assert_eq!((rows, &text[place]), (3, "3"));
        let at = text.find('一').unwrap();
        assert_eq!(element(&tags, "table", &(at..at + 3)), Some(0..text.len()));
        assert_eq!(row(&tags, &(at..at + 3)).map(|row| &text[row]), Some(&text[7..text.len() - 8]));
        assert_eq!(cell(&tags, at), Some(&tags[2]));
    }

    #[test]
    fn rewording_keeps_tags_in_balance() {
        assert_eq!(reworded("1</span><span>2", "7"), "7</span><span>");
        assert_eq!(reworded("甲<br>乙", "a<b"), "a&lt;b");
    }
}
