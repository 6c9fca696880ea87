//! The parts of an office file, which is a ZIP archive.

use super::fault::FileFault;
use super::limits;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};
use rawzip::{CompressionMethod, ZipArchive, ZipArchiveEntryWayfinder, ZipSliceArchive};
use rustc_hash::FxHashMap;

/// An office file with its parts by name.
#[derive(Debug)]
pub struct Package<'a> {
    archive: ZipSliceArchive<&'a [u8]>,
    /// By name in small letters: names of parts do not tell capitals apart.
    parts: FxHashMap<String, Part>,
}

/// Where a part is, and how it is packed.
#[derive(Debug)]
struct Part {
    at: ZipArchiveEntryWayfinder,
    method: CompressionMethod,
    is_encrypted: bool,
}

impl<'a> Package<'a> {
    /// Reads the directory of an office file.
    ///
    /// # Errors
    /// If it is broken, or has too many parts.
    pub fn open(bytes: &'a [u8]) -> Result<Self, FileFault> {
        let damaged = |_| FileFault::Damaged("不是完整的 ZIP 压缩包".to_owned());
        let archive = ZipArchive::from_slice(bytes).map_err(damaged)?;
        let mut parts = FxHashMap::default();
        let mut entries = archive.entries();
        while let Some(entry) = entries.next_entry().map_err(damaged)? {
            if parts.len() >= limits::PARTS {
                return Err(FileFault::TooManyParts);
            }
            let name = key(&String::from_utf8_lossy(entry.file_path().as_bytes()));
            let part = Part {
                at: entry.wayfinder(),
                method: entry.compression_method(),
                is_encrypted: entry.flags().is_encrypted(),
            };
            // Of two parts of one name the first counts, whatever follows.
            parts.entry(name).or_insert(part);
        }
        Ok(Package { archive, parts })
    }

    /// The names of its parts, in small letters.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.keys().map(String::as_str)
    }

    /// Whether it has a part.
    pub fn has(&self, name: &str) -> bool {
        self.parts.contains_key(&key(name))
    }

    /// The unpacked bytes of a part; `None` if it has none of that name.
    ///
    /// # Errors
    /// If the part is broken, encrypted or too long.
    pub fn bytes(&self, name: &str) -> Result<Option<Vec<u8>>, FileFault> {
        let Some(part) = self.parts.get(&key(name)) else { return Ok(None) };
        let damaged = || FileFault::Damaged(format!("压缩包中的 {name}"));
        if part.is_encrypted {
            return Err(FileFault::Encrypted);
        }
        let entry = self.archive.get_entry(part.at).map_err(|_| damaged())?;
        let packed = entry.data();
        let most = limits::PART_BYTES_AT_ANY_RATIO.max(packed.len().saturating_mul(limits::PACKING_RATIO));
        let most = most.min(limits::PART_BYTES);
        let bytes = match part.method {
            CompressionMethod::STORE if packed.len() > most => return Err(FileFault::PartTooLong),
            CompressionMethod::STORE => packed.to_vec(),
            CompressionMethod::DEFLATE => {
                decompress_to_vec_with_limit(packed, most).map_err(|error| match error.status {
                    TINFLStatus::HasMoreOutput => FileFault::PartTooLong,
                    _ => damaged(),
                })?
            }
            _ => return Err(damaged()),
        };
        let claim = entry.claim_verifier();
        let is_whole = bytes.len() as u64 == claim.uncompressed_size && rawzip::crc32(&bytes) == claim.crc;
        if is_whole { Ok(Some(bytes)) } else { Err(damaged()) }
    }
}

/// The name under which a part is found.
pub(super) fn key(name: &str) -> String {
    name.trim_start_matches('/').replace('\\', "/").to_ascii_lowercase()
}
