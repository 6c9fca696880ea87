//! Packs the parts of an office file.

use miniz_oxide::deflate::compress_to_vec;
use rawzip::{CompressionMethod, Error, ZipArchiveWriter};
use std::io::Write;

/// How hard parts are packed: as usual.
const LEVEL: u8 = 6;

/// An archive of these parts, without any time.
pub(super) fn pack(parts: &[(&str, &str)]) -> Vec<u8> {
    // Writing to memory cannot fail, and the names are no longer than an archive allows.
    packed(parts).unwrap_or_default()
}

fn packed(parts: &[(&str, &str)]) -> Result<Vec<u8>, Error> {
    let mut archive = ZipArchiveWriter::new(Vec::new());
    for (name, content) in parts {
        let (mut entry, config) = archive.new_file(*name).compression_method(CompressionMethod::DEFLATE).start()?;
        entry.write_all(&compress_to_vec(content.as_bytes(), LEVEL))?;
        // Counts what was packed, and its checksum.
        let mut counter = config.wrap(std::io::sink());
        counter.write_all(content.as_bytes())?;
        let (_, descriptor) = counter.finish()?;
        entry.finish(descriptor)?;
    }
    archive.finish()
}
