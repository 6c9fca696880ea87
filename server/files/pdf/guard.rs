//! Refuses a PDF that would unpack to too much, before it is parsed: the parser unpacks streams of objects whole.

use crate::files::{FileFault, limits};
use memchr::memmem;
use miniz_oxide::inflate::stream::{InflateState, inflate};
use miniz_oxide::{DataFormat, MZFlush, MZStatus};

/// How far before a stream its dictionary is looked for.
const LONGEST_DICTIONARY: usize = 4096;

/// The longest stream of objects, unpacked. Programs put some hundred objects into one.
const OBJECTS_BYTES: usize = 16 << 20;

/// Checks what the streams of a file unpack to.
///
/// # Errors
/// If that is too much.
pub(super) fn check(bytes: &[u8]) -> Result<(), FileFault> {
    let mut left = limits::PDF_BYTES;
    for at in memmem::find_iter(bytes, b"stream") {
        let before = bytes.get(..at).unwrap_or_default();
        if before.ends_with(b"end") {
            continue;
        }
        let begin = before.len().saturating_sub(LONGEST_DICTIONARY);
        let near = before.get(begin..).unwrap_or_default();
        let begin = memmem::rfind(near, b" obj").unwrap_or(0);
        let dictionary = plain_names(near.get(begin..).unwrap_or_default());
        let has = |name: &str| memmem::find(&dictionary, name.as_bytes()).is_some();
        let holds_objects = has("ObjStm") || has("XRef");
        if has("/Image") && !holds_objects {
            continue;
        }
        // Nobody packs objects in other ways; what these unpack to is not measured here.
        if holds_objects && (has("LZW") || memmem::find_iter(&dictionary, b"FlateDecode").count() > 1) {
            return Err(FileFault::PartTooLong);
        }
        let data = bytes.get(at + "stream".len()..).unwrap_or_default();
        let data = data.strip_prefix(b"\r").unwrap_or(data);
        let data = data.strip_prefix(b"\n").unwrap_or(data);
        if is_packed(data) {
            let most = if holds_objects { left.min(OBJECTS_BYTES) } else { left };
            left -= measure(data, most).ok_or(FileFault::PartTooLong)?;
        }
    }
    Ok(())
}

/// What a packed text unpacks to, at most `most` bytes; as far as it is sound. `None` if it is longer.
pub(super) fn unpacked(data: &[u8], most: usize) -> Option<Vec<u8>> {
    let mut unpacked = Vec::new();
    pieces(data, most, |piece| unpacked.extend_from_slice(piece))?;
    Some(unpacked)
}

/// How many bytes were unpacked, or read if these are more.
fn measure(data: &[u8], most: usize) -> Option<usize> {
    pieces(data, most, |_| {})
}

fn pieces(data: &[u8], most: usize, mut take: impl FnMut(&[u8])) -> Option<usize> {
    let mut state = InflateState::new_boxed(DataFormat::Zlib);
    let mut buffer = vec![0; 32 << 10];
    let (mut read, mut written) = (0, 0);
    loop {
        let step = inflate(&mut state, data.get(read..).unwrap_or_default(), &mut buffer, MZFlush::None);
        read += step.bytes_consumed;
        written += step.bytes_written;
        if written.max(read) > most {
            return None;
        }
        take(buffer.get(..step.bytes_written).unwrap_or_default());
        let stands_still = step.bytes_consumed == 0 && step.bytes_written == 0;
        if stands_still || !matches!(step.status, Ok(MZStatus::Ok)) {
            return Some(written.max(read));
        }
    }
}

/// Whether data begins as zlib's does.
fn is_packed(data: &[u8]) -> bool {
    matches!(data, [first, second, ..] if first & 15 == 8 && (u16::from(*first) << 8 | u16::from(*second)).is_multiple_of(31))
}

/// A dictionary in which every character of a name is written as itself.
fn plain_names(source: &[u8]) -> Vec<u8> {
    let hex =
        |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16)).and_then(|it| u8::try_from(it).ok());
    let mut plain = Vec::with_capacity(source.len());
    let mut at = 0;
    while let Some(byte) = source.get(at) {
        match (byte, hex(source.get(at + 1)), hex(source.get(at + 2))) {
            (b'#', Some(high), Some(low)) => {
                plain.push(high << 4 | low);
                at += 3;
            }
            _ => {
                plain.push(*byte);
                at += 1;
            }
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use miniz_oxide::deflate::compress_to_vec_zlib;

    fn stream(dictionary: &str, length: usize) -> Vec<u8> {
        let data = compress_to_vec_zlib(&vec![b' '; length], 6);
        [b"1 0 obj\n<<", dictionary.as_bytes(), b">>\nstream\r\n", &data, b"\nendstream"].concat()
    }

    #[test]
    fn what_unpacks_to_too_much_is_refused() {
        assert_eq!(check(&stream("/Type/ObjStm", 1000)), Ok(()));
        assert_eq!(check(&stream("/Type/ObjStm", OBJECTS_BYTES + 1)), Err(FileFault::PartTooLong));
        assert_eq!(check(&stream("/Type/Obj#53tm", OBJECTS_BYTES + 1)), Err(FileFault::PartTooLong));
        assert_eq!(check(&stream("/Filter[/FlateDecode/FlateDecode]/Type/ObjStm", 10)), Err(FileFault::PartTooLong));
        assert_eq!(check(&stream("", limits::PDF_BYTES + 1)), Err(FileFault::PartTooLong));
        assert_eq!(check(&stream("/Subtype/Image", limits::PDF_BYTES + 1)), Ok(()));
        let text = "甲乙".repeat(100);
        let packed = compress_to_vec_zlib(text.as_bytes(), 6);
        assert_eq!(unpacked(&packed, 1000).as_deref(), Some(text.as_bytes()));
        assert_eq!(unpacked(&packed, 500), None);
        assert!(unpacked(&packed[..4], 10).is_some());
    }
}
