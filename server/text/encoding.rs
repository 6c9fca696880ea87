//! The encodings of drafts on disk.
//!
//! Drafts come from 记事本, from Word's “plain text” and from web pages: UTF-8 with or without a byte order mark, UTF-16,
//! and GB18030. A byte order mark does not belong to the text: offsets count from the character behind it.

#[cfg(feature = "gb18030")]
use encoding_rs::GB18030;
#[cfg(feature = "gb18030")]
use std::borrow::Cow;

/// The encoding of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-8 behind a byte order mark.
    Utf8Marked,
    /// UTF-16, little-endian, without a byte order mark.
    Utf16Le,
    /// UTF-16, little-endian, behind a byte order mark.
    Utf16LeMarked,
    /// UTF-16, big-endian, without a byte order mark.
    Utf16Be,
    /// UTF-16, big-endian, behind a byte order mark.
    Utf16BeMarked,
    /// GB18030, and with it GBK and GB2312.
    Gb18030,
}

impl Encoding {
    /// Its byte order mark; empty for one without.
    pub fn mark(self) -> &'static [u8] {
        match self {
            Encoding::Utf8Marked => b"\xef\xbb\xbf",
            Encoding::Utf16LeMarked => b"\xff\xfe",
            Encoding::Utf16BeMarked => b"\xfe\xff",
            Encoding::Utf8 | Encoding::Utf16Le | Encoding::Utf16Be | Encoding::Gb18030 => b"",
        }
    }
}

/// Why bytes cannot be decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EncodingError {
    /// They hold NUL bytes and are not UTF-16.
    #[error("像是二进制文件，不是文本")]
    Binary,
    /// They are UTF-32, which no program for drafts writes.
    #[error("是 UTF-32 编码，不读取；请另存为 UTF-8 后再检查")]
    Utf32,
    /// They can only be GB18030, which whoever asks has to decode.
    #[error("这里不读 GB18030 编码")]
    Elsewhere,
    /// No encoding fits them.
    #[error("无法识别编码：既不是 UTF-8、UTF-16，也不是 GB18030")]
    Unknown,
}

/// Decodes bytes; returns the text and its encoding.
///
/// A byte order mark is trusted; that of little-endian UTF-32 begins with that of UTF-16. Without one UTF-8 is tried first, because text in another encoding is never valid
/// UTF-8 by accident; then UTF-16, which is recognised by its characters; GB18030 is last, because it accepts nearly
/// everything.
///
/// # Errors
/// If the bytes are invalid in all of these encodings, or the text has a NUL.
pub fn decode(bytes: Vec<u8>) -> Result<(String, Encoding), EncodingError> {
    if bytes.starts_with(b"\xef\xbb\xbf") {
        let text = simdutf8::basic::from_utf8(&bytes[3..]).map_err(|_| EncodingError::Unknown)?;
        return without_nul(text.to_owned(), Encoding::Utf8Marked);
    }
    if is_utf32(&bytes) {
        return Err(EncodingError::Utf32);
    }
    if bytes.starts_with(b"\xff\xfe") {
        return given(utf16(&bytes[2..], u16::from_le_bytes), Encoding::Utf16LeMarked);
    }
    if bytes.starts_with(b"\xfe\xff") {
        return given(utf16(&bytes[2..], u16::from_be_bytes), Encoding::Utf16BeMarked);
    }
    let has_nul = memchr::memchr(0, &bytes).is_some();
    match simdutf8::basic::from_utf8(&bytes) {
        Ok(text) if !has_nul => return Ok((text.to_owned(), Encoding::Utf8)),
        _ => {}
    }
    if looks_like_utf16(&bytes, u16::from_le_bytes) {
        return given(utf16(&bytes, u16::from_le_bytes), Encoding::Utf16Le);
    }
    if looks_like_utf16(&bytes, u16::from_be_bytes) {
        return given(utf16(&bytes, u16::from_be_bytes), Encoding::Utf16Be);
    }
    if has_nul {
        return Err(EncodingError::Binary);
    }
    gb18030(&bytes)
}

/// Decodes strictly: replacement characters would be judged as if they were in the draft.
#[cfg(feature = "gb18030")]
fn gb18030(bytes: &[u8]) -> Result<(String, Encoding), EncodingError> {
    let text = GB18030.decode_without_bom_handling_and_without_replacement(bytes);
    given(text.map(Cow::into_owned), Encoding::Gb18030)
}

#[cfg(not(feature = "gb18030"))]
fn gb18030(_: &[u8]) -> Result<(String, Encoding), EncodingError> {
    Err(EncodingError::Elsewhere)
}

/// Decodes UTF-16, strictly.
pub fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, []) = bytes.as_chunks() else { return None };
    char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).collect::<Result<_, _>>().ok()
}

/// The bytes of a text, without a byte order mark; `None` if the encoding has not all of its characters.
pub fn encoded(text: &str, encoding: Encoding) -> Option<Vec<u8>> {
    let units = |bytes: fn(u16) -> [u8; 2]| text.chars().flat_map(units).flat_map(bytes).collect();
    match encoding {
        Encoding::Utf8 | Encoding::Utf8Marked => Some(text.as_bytes().to_vec()),
        Encoding::Utf16Le | Encoding::Utf16LeMarked => Some(units(u16::to_le_bytes)),
        Encoding::Utf16Be | Encoding::Utf16BeMarked => Some(units(u16::to_be_bytes)),
        #[cfg(not(feature = "gb18030"))]
        Encoding::Gb18030 => None,
        #[cfg(feature = "gb18030")]
        Encoding::Gb18030 => {
            let (bytes, _, unmappable) = GB18030.encode(text);
            (!unmappable).then(|| bytes.into_owned())
        }
    }
}

/// The UTF-16 units of a character: one, or a pair beyond the basic plane.
pub fn units(c: char) -> impl Iterator<Item = u16> {
    let code = u32::from(c);
    let (first, second) = match code.checked_sub(0x1_0000) {
        None => (code, None),
        Some(rest) => (0xd800 + (rest >> 10), Some(0xdc00 + (rest & 0x3ff))),
    };
    [Some(first), second].into_iter().flatten().map(|unit| unit as u16)
}

/// What was decoded, if it could be.
fn given(text: Option<String>, encoding: Encoding) -> Result<(String, Encoding), EncodingError> {
    text.map_or(Err(EncodingError::Unknown), |text| without_nul(text, encoding))
}

/// No text has a NUL in it.
fn without_nul(text: String, encoding: Encoding) -> Result<(String, Encoding), EncodingError> {
    if memchr::memchr(0, text.as_bytes()).is_some() { Err(EncodingError::Binary) } else { Ok((text, encoding)) }
}

/// Whether it is UTF-32, with or without a byte order mark: every four bytes are a character of the first planes, which two
/// units of UTF-16 are only if one of them is a control character.
fn is_utf32(bytes: &[u8]) -> bool {
    const SAMPLE: usize = 8192;
    if bytes.is_empty() || !bytes.len().is_multiple_of(4) {
        return false;
    }
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let all = |unit: fn([u8; 4]) -> u32| {
        let is_character = |unit: u32| (1..=0x3_ffff).contains(&unit) && char::from_u32(unit).is_some();
        sample.as_chunks().0.iter().all(|four| is_character(unit(*four)))
    };
    all(u32::from_le_bytes) || all(u32::from_be_bytes)
}

/// Whether nearly all units are characters that Chinese drafts use.
///
/// GB18030 read as UTF-16 gives Hangul, lone surrogates and private use, and UTF-16 with its bytes swapped turns every
/// line end and digit into a character that drafts never use: neither comes near the threshold.
fn looks_like_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> bool {
    const SAMPLE: usize = 8192;
    if bytes.is_empty() || !bytes.len().is_multiple_of(2) {
        return false;
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let units = sample.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let expected: usize = char::decode_utf16(units)
        .flatten()
        .filter(|c| {
            matches!(
                *c as u32,
                0x09 | 0x0a | 0x0d | 0x20..=0x7e | 0xa0 | 0x2010..=0x2027 | 0x3000..=0x303f | 0x4e00..=0x9fff
                    | 0xff00..=0xffef | 0x1_f000..=0x1_faff | 0x2_0000..=0x3_ffff
            )
        })
        // Beyond the basic plane a character takes two units.
        .map(|c| 1 + usize::from(c > '\u{ffff}'))
        .sum();
    expected * 2 * 10 >= sample.len() * 9
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "某某县教育局2024年政府信息公开工作年度报告\r\n\r\n一、总体情况\r\n“双随机”𠮷\r\n";

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let gb18030 = GB18030.encode(TEXT).0.into_owned();
        let little = utf16(TEXT, u16::to_le_bytes);
        let big = utf16(TEXT, u16::to_be_bytes);
        for (bytes, encoding) in [
            (TEXT.as_bytes().to_vec(), Encoding::Utf8),
            ([b"\xef\xbb\xbf", TEXT.as_bytes()].concat(), Encoding::Utf8Marked),
            (little.clone(), Encoding::Utf16Le),
            ([b"\xff\xfe".as_slice(), &little].concat(), Encoding::Utf16LeMarked),
            (big.clone(), Encoding::Utf16Be),
            ([b"\xfe\xff".as_slice(), &big].concat(), Encoding::Utf16BeMarked),
            (gb18030, Encoding::Gb18030),
        ] {
            assert_eq!(decode(bytes), Ok((TEXT.to_owned(), encoding)));
        }
    }

    #[test]
    fn utf16_is_recognised_with_and_without_chinese() {
        for text in ["table 1\r\n", "总体情况", "一、总体情况\n", "1\t2\t3\n"] {
            assert_eq!(decode(utf16(text, u16::to_le_bytes)), Ok((text.to_owned(), Encoding::Utf16Le)), "{text}");
            assert_eq!(decode(utf16(text, u16::to_be_bytes)), Ok((text.to_owned(), Encoding::Utf16Be)), "{text}");
        }
    }

    #[test]
    fn gb18030_is_not_taken_for_utf16() {
        for text in ["政府信息公开", "总计", "（一）予以公开　１２", "收费金额（单位：万元）21273.89"]
        {
            let bytes = GB18030.encode(text).0.into_owned();
            assert_eq!(decode(bytes), Ok((text.to_owned(), Encoding::Gb18030)), "{text}");
        }
    }

    #[test]
    fn utf32_is_told_from_utf16() {
        for text in [TEXT.to_owned(), format!("\u{feff}{TEXT}"), "1".to_owned(), "\u{feff}".to_owned()] {
            for bytes in [u32::to_le_bytes as fn(u32) -> [u8; 4], u32::to_be_bytes] {
                let written: Vec<u8> = text.chars().flat_map(|c| bytes(u32::from(c))).collect();
                assert_eq!(decode(written), Err(EncodingError::Utf32), "{text}");
            }
        }
    }

    #[test]
    fn an_empty_file_is_a_text() {
        assert_eq!(decode(Vec::new()), Ok((String::new(), Encoding::Utf8)));
        assert_eq!(decode(b"\xef\xbb\xbf".to_vec()), Ok((String::new(), Encoding::Utf8Marked)));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(decode(b"PK\x03\x04\0\0\x08\x01\0\xffdocx".to_vec()), Err(EncodingError::Binary));
        assert_eq!(decode(b"text with a \0 in it".to_vec()), Err(EncodingError::Binary));
        assert_eq!(decode(b"\xef\xbb\xbftext with a \0 in it".to_vec()), Err(EncodingError::Binary));
        assert_eq!(decode(b"\xff\xfea\0\0\0b\0".to_vec()), Err(EncodingError::Binary));
        assert_eq!(decode(b"\xff\xff\xff".to_vec()), Err(EncodingError::Unknown));
        assert_eq!(decode(b"\xef\xbb\xbf\xff".to_vec()), Err(EncodingError::Unknown));
        // An odd number of bytes, and half of a surrogate pair.
        assert_eq!(decode(b"\xff\xfea".to_vec()), Err(EncodingError::Unknown));
        assert_eq!(decode(b"\xff\xfe\x42\xd8".to_vec()), Err(EncodingError::Unknown));
    }
}
