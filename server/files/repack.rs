//! Writes an office file again with some parts changed. All other parts are copied as they are packed.

use super::fault::FileFault;
use super::zip::key;
use miniz_oxide::deflate::compress_to_vec;
use rawzip::{ZipArchive, ZipArchiveEntryWayfinder, ZipSliceArchive};

/// How hard new parts are packed: as hard as it is usual.
const LEVEL: u8 = 6;
/// The length of a record of the directory before its name.
const FIXED: usize = 46;
/// Says in the flags of a part that its length stands behind it.
const LENGTH_BEHIND: u16 = 1 << 3;
/// Says in the flags of a part that its name is UTF-8.
const UTF8_NAME: u16 = 1 << 11;
/// The extra field for parts longer than 4 GB. Programs that do not know the length yet write it for any.
const LONG: u16 = 1;

/// A part in the archive.
struct Record<'a> {
    /// Its record in the directory before its name, with all numbers but lengths and the place.
    fixed: [u8; FIXED],
    name: &'a [u8],
    /// What else is said of it in the directory.
    extra: Vec<u8>,
    /// What else is said of it before its bytes.
    local_extra: Vec<u8>,
    comment: &'a [u8],
}

/// An office file with these parts, by their names, instead of its own. Those that it has not come behind all others.
///
/// # Errors
/// If the file is broken, or would become too long.
pub fn repacked(bytes: &[u8], changed: &[(String, Vec<u8>)]) -> Result<Vec<u8>, FileFault> {
    let damaged = |_| FileFault::Damaged("不是完整的 ZIP 压缩包".to_owned());
    let archive = ZipArchive::from_slice(bytes).map_err(damaged)?;
    let mut left: Vec<&(String, Vec<u8>)> = changed.iter().collect();
    let mut packed = Packed { bytes: Vec::with_capacity(bytes.len()), directory: Vec::new(), count: 0 };
    let mut entries = archive.entries();
    while let Some(entry) = entries.next_entry().map_err(damaged)? {
        let name = key(&String::from_utf8_lossy(entry.file_path().as_bytes()));
        let fixed =
            usize::try_from(entry.central_directory_offset()).ok().and_then(|at| bytes.get(at..)?.first_chunk());
        let record = Record {
            fixed: *fixed.ok_or_else(|| FileFault::Damaged("压缩包的目录".to_owned()))?,
            name: entry.file_path().as_bytes(),
            extra: without_long(entry.extra_fields().remaining_bytes()),
            local_extra: Vec::new(),
            comment: entry.comment().as_bytes(),
        };
        // Of two parts of one name the first counts.
        match left.iter().position(|(other, _)| key(other) == name) {
            Some(index) => {
                let (_, content) = left.remove(index);
                packed.changed(record, content)?;
            }
            None => packed.copied(record, &archive, entry.wayfinder())?,
        }
    }
    for (name, content) in left {
        packed.changed(Record::new(name), content)?;
    }
    packed.finish(archive.comment().as_bytes())
}

impl<'a> Record<'a> {
    fn new(name: &'a str) -> Self {
        let mut fixed = [0; FIXED];
        fixed[..4].copy_from_slice(b"PK\x01\x02");
        // Version 2.0 of the format; 1 January 1980.
        for (at, value) in [(4, 20), (6, 20), (14, 0x21), (8, if name.is_ascii() { 0 } else { UTF8_NAME })] {
            fixed[at..at + 2].copy_from_slice(&u16::to_le_bytes(value));
        }
        let name = name.as_bytes();
        Record { fixed, name, extra: Vec::new(), local_extra: Vec::new(), comment: b"" }
    }

    fn put(&mut self, at: usize, value: u16) {
        self.fixed[at..at + 2].copy_from_slice(&value.to_le_bytes());
    }

    fn put_long(&mut self, at: usize, value: usize) -> Result<(), FileFault> {
        self.fixed[at..at + 4].copy_from_slice(&four_bytes(value)?);
        Ok(())
    }
}

/// An archive as it is written.
struct Packed {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    count: usize,
}

impl Packed {
    fn copied(
        &mut self,
        mut record: Record<'_>,
        archive: &ZipSliceArchive<&[u8]>,
        at: ZipArchiveEntryWayfinder,
    ) -> Result<(), FileFault> {
        let damaged = || FileFault::Damaged(format!("压缩包中的 {}", String::from_utf8_lossy(record.name)));
        let entry = archive.get_entry(at).map_err(|_| damaged())?;
        record.local_extra = without_long(entry.local_header().extra_fields().remaining_bytes());
        let claim = entry.claim_verifier();
        let length = usize::try_from(claim.uncompressed_size).map_err(|_| FileFault::FileTooLong)?;
        self.write(record, entry.data(), claim.crc, length)
    }

    fn changed(&mut self, mut record: Record<'_>, content: &[u8]) -> Result<(), FileFault> {
        const DEFLATE: u16 = 8;
        record.put(10, DEFLATE);
        self.write(record, &compress_to_vec(content, LEVEL), rawzip::crc32(content), content.len())
    }

    fn write(&mut self, mut record: Record<'_>, data: &[u8], crc: u32, length: usize) -> Result<(), FileFault> {
        let place = self.bytes.len();
        let flags = u16::from_le_bytes([record.fixed[8], record.fixed[9]]) & !LENGTH_BEHIND;
        record.put(8, flags);
        record.fixed[16..20].copy_from_slice(&crc.to_le_bytes());
        record.put_long(20, data.len())?;
        record.put_long(24, length)?;
        record.put(30, two_bytes(record.extra.len())?);
        // The number of the disk.
        record.put(34, 0);
        record.put_long(42, place)?;
        self.bytes.extend_from_slice(b"PK\x03\x04");
        self.bytes.extend_from_slice(&record.fixed[6..28]);
        let name = two_bytes(record.name.len())?;
        record.put(28, name);
        self.bytes.extend_from_slice(&name.to_le_bytes());
        self.bytes.extend_from_slice(&two_bytes(record.local_extra.len())?.to_le_bytes());
        for piece in [record.name, &record.local_extra, data] {
            self.bytes.extend_from_slice(piece);
        }
        for piece in [&record.fixed, record.name, &record.extra, record.comment] {
            self.directory.extend_from_slice(piece);
        }
        self.count += 1;
        Ok(())
    }

    fn finish(mut self, comment: &[u8]) -> Result<Vec<u8>, FileFault> {
        let count = u16::try_from(self.count).map_err(|_| FileFault::TooManyParts)?.to_le_bytes();
        let (place, length) = (four_bytes(self.bytes.len())?, four_bytes(self.directory.len())?);
        self.bytes.append(&mut self.directory);
        for piece in [b"PK\x05\x06\0\0\0\0".as_slice(), &count, &count, &length, &place] {
            self.bytes.extend_from_slice(piece);
        }
        self.bytes.extend_from_slice(&two_bytes(comment.len())?.to_le_bytes());
        self.bytes.extend_from_slice(comment);
        Ok(self.bytes)
    }
}

fn two_bytes(value: usize) -> Result<u16, FileFault> {
    u16::try_from(value).map_err(|_| FileFault::Damaged("压缩包的目录".to_owned()))
}

fn four_bytes(value: usize) -> Result<[u8; 4], FileFault> {
    u32::try_from(value).map(u32::to_le_bytes).map_err(|_| FileFault::FileTooLong)
}

/// Extra fields without the one for long parts, which there are none of.
fn without_long(extra: &[u8]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(extra.len());
    let mut rest = extra;
    while let [a, b, c, d, behind @ ..] = rest {
        let length = usize::from(u16::from_le_bytes([*c, *d]));
        let Some(after) = behind.get(length..) else { break };
        if u16::from_le_bytes([*a, *b]) != LONG {
            kept.extend_from_slice(rest.get(..4 + length).unwrap_or_default());
        }
        rest = after;
    }
    kept.extend_from_slice(rest);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_field_for_long_parts_is_left_out() {
        let extra = [1, 0, 2, 0, 9, 9, 7, 0, 1, 0, 5, 3];
        assert_eq!(without_long(&extra), [7, 0, 1, 0, 5, 3]);
        assert_eq!(without_long(&[7, 0, 9, 0, 5]), [7, 0, 9, 0, 5]);
    }
}
