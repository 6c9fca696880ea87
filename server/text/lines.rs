//! The lines of a text. A line ends at LF, CRLF or CR only, as in the Language Server Protocol.

use memchr::{memchr2, memrchr2};
use std::ops::Range;

/// The length of the first line of a text, including its line end.
pub fn line_length(text: &str) -> usize {
    match memchr2(b'\n', b'\r', text.as_bytes()) {
        None => text.len(),
        Some(at) if text[at..].starts_with("\r\n") => at + 2,
        Some(at) => at + 1,
    }
}

/// The lines of a text without their line ends, each with the offset of its start.
pub fn lines_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= text.len() {
            return None;
        }
        let start = at;
        let length = line_length(&text[start..]);
        at += length;
        Some((start, text[start..at].trim_end_matches(['\r', '\n'])))
    })
}

/// The start of the line that contains an offset. An offset between CR and LF belongs to the line that they end.
pub fn line_start(text: &str, at: usize) -> usize {
    memrchr2(b'\n', b'\r', &text.as_bytes()[..before_line_end(text, at)]).map_or(0, |end| end + 1)
}

/// The range of the line that contains an offset, without its line end.
pub fn line_range(text: &str, at: usize) -> Range<usize> {
    let at = before_line_end(text, at);
    let end = memchr2(b'\n', b'\r', &text.as_bytes()[at..]).map_or(text.len(), |length| at + length);
    line_start(text, at)..end
}

/// The bytes of the line above the one that begins at `start`, without its line end; `None` above the first.
pub fn line_above(text: &str, start: usize) -> Option<Range<usize>> {
    let above = text[..start].strip_suffix("\r\n").or_else(|| text[..start].strip_suffix(['\n', '\r']))?;
    Some(line_start(above, above.len())..above.len())
}

/// The bytes of the line below the one that ends at `end`, without its line end; `None` below the last.
pub fn line_below(text: &str, end: usize) -> Option<Range<usize>> {
    let below = text[end..].strip_prefix("\r\n").or_else(|| text[end..].strip_prefix(['\n', '\r']))?;
    Some(line_range(text, text.len() - below.len()))
}

/// The line end that a text uses: that of its first line.
pub fn line_break(text: &str) -> &'static str {
    let end = line_range(text, 0).end;
    match &text.as_bytes()[end..line_length(text)] {
        b"\r\n" => "\r\n",
        b"\r" => "\r",
        _ => "\n",
    }
}

/// The offset, moved before the line end if it is between CR and LF.
fn before_line_end(text: &str, at: usize) -> usize {
    let is_between = text[at..].starts_with('\n') && text[..at].ends_with('\r');
    at - usize::from(is_between)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "一\r\n\n二\r三\u{2028}四";

    #[test]
    fn lines_end_as_in_the_protocol() {
        let lines: Vec<&str> = lines_of(TEXT).map(|(_, line)| line).collect();
        assert_eq!(lines, ["一", "", "二", "三\u{2028}四"]);
        for (start, line) in lines_of(TEXT) {
            let range = start..start + line.len();
            assert_eq!(line_range(TEXT, range.start), range);
            assert_eq!(line_range(TEXT, range.end), range);
            assert_eq!(line_start(TEXT, range.end), range.start);
        }
        assert_eq!((line_range("", 0), line_range("\n", 1)), (0..0, 1..1));
    }

    #[test]
    fn between_cr_and_lf_the_line_has_not_ended() {
        let between = TEXT.find('\n').unwrap();
        assert_eq!(line_range(TEXT, between), 0..3);
        assert_eq!(line_start(TEXT, between), 0);
    }

    #[test]
    fn the_lines_above_and_below() {
        let lines: Vec<Range<usize>> = lines_of(TEXT).map(|(start, line)| start..start + line.len()).collect();
        for pair in lines.windows(2) {
            assert_eq!(line_above(TEXT, pair[1].start), Some(pair[0].clone()));
            assert_eq!(line_below(TEXT, pair[0].end), Some(pair[1].clone()));
        }
        assert_eq!((line_above(TEXT, 0), line_below(TEXT, TEXT.len())), (None, None));
        assert_eq!(line_below("一\n", 3), Some(4..4));
    }

    #[test]
    fn a_text_uses_the_line_end_of_its_first_line() {
        let breaks = ["", "一", "一\n二\r\n", "一\r\n二\n", "\r二\n"].map(line_break);
        assert_eq!(breaks, ["\n", "\n", "\n", "\r\n", "\r"]);
    }
}
