//! Tells the kind of a file by its first bytes and by its name.

use super::kind::FileKind;
use super::zip::Package;
use std::path::Path;

/// The first bytes of a ZIP archive.
const ZIP: &[u8] = b"PK\x03\x04";

/// The first bytes of a compound file: what Office wrote before 2007, and what holds an encrypted document today.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

impl FileKind {
    /// The kind of a file, by its first bytes and by its name: web pages are often named .doc.
    pub fn of(name: &str, bytes: &[u8]) -> FileKind {
        let promised = FileKind::promised(Path::new(name));
        if bytes.is_empty() {
            // Windows makes new documents of no bytes.
            return FileKind::Text;
        }
        if bytes.starts_with(ZIP) {
            return packed(bytes).or(promised).unwrap_or(FileKind::Text);
        }
        if bytes.starts_with(COMPOUND) {
            return compound(bytes).or(promised).unwrap_or(FileKind::Doc);
        }
        let begin = bytes.get(..1024).unwrap_or(bytes);
        if memchr::memmem::find(begin, b"%PDF-").is_some() {
            return FileKind::Pdf;
        }
        if begin.starts_with(br"{\rtf") {
            return FileKind::Rtf;
        }
        match promised {
            // What is no archive is broken, or was given the wrong name.
            Some(kind @ (FileKind::Docx | FileKind::Xlsx | FileKind::Odt | FileKind::Ods | FileKind::Ofd)) => kind,
            _ => FileKind::Text,
        }
    }
}

/// Whether the compound file holds an encrypted document.
pub(super) fn is_encrypted(bytes: &[u8]) -> bool {
    bytes.starts_with(COMPOUND) && has_stream(bytes, "EncryptedPackage")
}

/// The kind of an archive, by the parts in it.
fn packed(bytes: &[u8]) -> Option<FileKind> {
    let package = Package::open(bytes).ok()?;
    let folders = [("word/", FileKind::Docx), ("xl/", FileKind::Xlsx)];
    let by_folder = folders.iter().find(|(folder, _)| package.names().any(|name| name.starts_with(folder)));
    if let Some((_, kind)) = by_folder {
        return Some(*kind);
    }
    if package.has("OFD.xml") {
        return Some(FileKind::Ofd);
    }
    match package.bytes("mimetype").ok().flatten()?.as_slice() {
        b"application/vnd.oasis.opendocument.text" => Some(FileKind::Odt),
        b"application/vnd.oasis.opendocument.spreadsheet" => Some(FileKind::Ods),
        _ => None,
    }
}

/// The kind of a compound file, by the streams in it.
fn compound(bytes: &[u8]) -> Option<FileKind> {
    if has_stream(bytes, "EncryptedPackage") {
        return None;
    }
    let streams = [("WordDocument", FileKind::Doc), ("Workbook", FileKind::Xls)];
    streams.iter().find(|(stream, _)| has_stream(bytes, stream)).map(|(_, kind)| *kind)
}

/// Whether a directory of the compound file names a stream.
fn has_stream(bytes: &[u8], name: &str) -> bool {
    let name: Vec<u8> = name.bytes().flat_map(|byte| [byte, 0]).collect();
    memchr::memmem::find(bytes, &name).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_count_more_than_names() {
        assert_eq!(FileKind::of("年报.doc", "<html>网页</html>".as_bytes()), FileKind::Text);
        assert_eq!(FileKind::of("年报.txt", b"%PDF-1.7"), FileKind::Pdf);
        assert_eq!(FileKind::of("年报.doc", br"{\rtf1"), FileKind::Rtf);
        assert_eq!(FileKind::of("年报.DOCX", b"no archive"), FileKind::Docx);
        assert_eq!(FileKind::of("年报.docx", b"PK\x03\x04 broken"), FileKind::Docx);
        assert_eq!(FileKind::of("年报.md", "# 年报".as_bytes()), FileKind::Text);
    }

    #[test]
    fn compound_files_are_told_by_their_streams() {
        let with = |stream: &str| {
            let name: Vec<u8> = stream.bytes().flat_map(|byte| [byte, 0]).collect();
            [COMPOUND, &name].concat()
        };
        assert_eq!(FileKind::of("年报.wps", &with("WordDocument")), FileKind::Doc);
        assert_eq!(FileKind::of("年报.docx", &with("EncryptedPackage")), FileKind::Docx);
        assert!(is_encrypted(&with("EncryptedPackage")) && !is_encrypted(&with("WordDocument")));
    }
}
