//! Mutates office files. Random bytes in a ZIP archive hardly ever get past its checksums, so a part is unpacked, mutated, and the
//! archive written again around it.

use libfuzzer_sys::fuzzer_mutate;
use miniz_oxide::inflate::decompress_to_vec_with_limit;
use rawzip::{CompressionMethod, ZipArchive, ZipArchiveWriter};
use std::io::Write;

/// No part is unpacked beyond this many bytes.
const PART_BYTES: usize = 1 << 20;
/// One mutation in so many is of the archive's own bytes.
const OWN_BYTES: u32 = 16;

/// Mutates one part of the archive in the first `size` bytes of `data`, or, rarely, or where these are no archive, its bytes.
/// The new size.
pub fn mutate_part(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let mutated = match data.get(..size) {
        Some(bytes) if !seed.is_multiple_of(OWN_BYTES) => mutated_archive(bytes, max_size, seed / OWN_BYTES),
        _ => None,
    };
    match mutated {
        Some(bytes) if bytes.len() <= max_size.min(data.len()) => {
            data[..bytes.len()].copy_from_slice(&bytes);
            bytes.len()
        }
        _ => fuzzer_mutate(data, size, max_size),
    }
}

/// The archive with one of its parts mutated; `None` if the bytes are no archive.
fn mutated_archive(bytes: &[u8], max_size: usize, seed: u32) -> Option<Vec<u8>> {
    let mut parts = parts(bytes)?;
    let index = seed as usize % parts.len().max(1);
    let (_, part) = parts.get_mut(index)?;
    let size = part.len();
    part.resize(max_size.max(size), 0);
    let size = fuzzer_mutate(part, size, max_size.max(size));
    part.truncate(size);
    packed(&parts)
}

/// The parts of an archive by their names.
fn parts(bytes: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let archive = ZipArchive::from_slice(bytes).ok()?;
    let mut parts = Vec::new();
    let mut entries = archive.entries();
    while let Some(entry) = entries.next_entry().ok()? {
        let name = String::from_utf8_lossy(entry.file_path().as_bytes()).into_owned();
        let packed = archive.get_entry(entry.wayfinder()).ok()?.data().to_vec();
        let part = match entry.compression_method() {
            CompressionMethod::DEFLATE => decompress_to_vec_with_limit(&packed, PART_BYTES).ok()?,
            _ => packed,
        };
        parts.push((name, part));
    }
    Some(parts)
}

/// An archive of these parts, stored as they are, so that the next mutation finds them quickly.
fn packed(parts: &[(String, Vec<u8>)]) -> Option<Vec<u8>> {
    let mut archive = ZipArchiveWriter::new(Vec::new());
    for (name, part) in parts {
        let method = CompressionMethod::STORE;
        let (mut entry, config) = archive.new_file(name.as_str()).compression_method(method).start().ok()?;
        let mut writer = config.wrap(&mut entry);
        writer.write_all(part).ok()?;
        let (_, descriptor) = writer.finish().ok()?;
        entry.finish(descriptor).ok()?;
    }
    archive.finish().ok()
}
