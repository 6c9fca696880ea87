//! The bytes of an edited text in its own encoding: those of everything that was not edited are kept.

use super::rewrite::RewriteError;
use crate::text::Edit;
use crate::text::encoding::{self, Encoding, units};

/// The bytes of a text after `edits`, which are in order and do not overlap. Bytes outside the edits are kept.
///
/// # Errors
/// If the encoding cannot represent the new text.
pub fn edited(bytes: &[u8], text: &str, encoding: Encoding, edits: &[Edit]) -> Result<Vec<u8>, RewriteError> {
    let mut places = Places { bytes, text, encoding, offset: 0, at: encoding.mark().len() };
    let mut new = bytes[..places.at].to_vec();
    for edit in edits {
        let from = places.at;
        let start = places.go_to(edit.range.start).ok_or(RewriteError::Encoding)?;
        new.extend_from_slice(&bytes[from..start]);
        new.extend(encoding::encoded(&edit.text, encoding).ok_or(RewriteError::Encoding)?);
        places.go_to(edit.range.end).ok_or(RewriteError::Encoding)?;
    }
    new.extend_from_slice(&bytes[places.at..]);
    // Without a byte order mark the encoding is detected from the text: that must still succeed.
    let expected = crate::text::edit::apply(text, edits).map_err(|_| RewriteError::Encoding)?;
    match encoding::decode(new.clone()) {
        Ok((text, _)) if text == expected => Ok(new),
        _ => Err(RewriteError::Encoding),
    }
}

/// A cursor that moves through a text and its bytes together.
struct Places<'a> {
    bytes: &'a [u8],
    text: &'a str,
    encoding: Encoding,
    /// Its offset in the text.
    offset: usize,
    /// The corresponding offset in the bytes.
    at: usize,
}

impl Places<'_> {
    /// Moves on to an offset in the text; returns the offset in the bytes.
    fn go_to(&mut self, offset: usize) -> Option<usize> {
        for c in self.text.get(self.offset..offset)?.chars() {
            self.at += match self.encoding {
                Encoding::Utf8 | Encoding::Utf8Marked => c.len_utf8(),
                Encoding::Gb18030 => match self.bytes.get(self.at..)? {
                    [0x81..=0xfe, 0x30..=0x39, ..] => 4,
                    [0x81..=0xfe, ..] => 2,
                    _ => 1,
                },
                _ => 2 * units(c).count(),
            };
        }
        self.offset = offset;
        (self.at <= self.bytes.len()).then_some(self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::encoding::encoded;

    const TEXT: &str = "某县2024年\r\n五、存在问题𠮷及整改\r\n";

    fn all(text: &str) -> Vec<(Encoding, Vec<u8>)> {
        let marked = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
        let le = encoded(text, Encoding::Utf16Le).unwrap();
        let be = encoded(text, Encoding::Utf16Be).unwrap();
        vec![
            (Encoding::Utf8, text.as_bytes().to_vec()),
            (Encoding::Utf8Marked, marked(b"\xef\xbb\xbf", text.as_bytes())),
            (Encoding::Utf16LeMarked, marked(b"\xff\xfe", &le)),
            (Encoding::Utf16BeMarked, marked(b"\xfe\xff", &be)),
            (Encoding::Utf16Le, le),
            (Encoding::Utf16Be, be),
            (Encoding::Gb18030, encoded(text, Encoding::Gb18030).unwrap()),
        ]
    }

    #[test]
    fn edits_keep_the_encoding_and_every_other_byte() {
        let at = TEXT.find("整改").unwrap();
        let edits = [Edit::new(3..3, "云溪"), Edit::new(at..at + 6, "改进𠮷")];
        let expected = all(&crate::text::edit::apply(TEXT, &edits).unwrap());
        for ((encoding, bytes), (_, expected)) in all(TEXT).into_iter().zip(expected) {
            assert_eq!(edited(&bytes, TEXT, encoding, &edits).unwrap(), expected, "{encoding:?}");
        }
    }

    #[test]
    fn bytes_with_two_spellings_stay_as_they_were() {
        // A lone 0x80 is the euro sign in GBK; encoded again it would be two bytes.
        let bytes = b"\x80 \xd7\xdc\xbc\xc6 1".to_vec();
        let (text, encoding) = encoding::decode(bytes.clone()).unwrap();
        let at = text.find('1').unwrap();
        assert_eq!(edited(&bytes, &text, encoding, &[Edit::new(at..at + 1, "2")]).unwrap(), b"\x80 \xd7\xdc\xbc\xc6 2");
    }
}
