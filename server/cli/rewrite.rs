//! Rewrites files atomically, in their own encoding, keeping the bytes of everything that was not edited.

use crate::text::Edit;
use crate::text::encoding::{self, Encoding, units};
use crate::text::system_error::reason;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Why a file was left unchanged.
#[derive(Debug, thiserror::Error)]
pub enum RewriteError {
    /// The file's encoding cannot represent the new text, or would be detected differently.
    #[error("改动后的文本无法用原来的编码保存，未改动")]
    Encoding,
    /// The file is read-only.
    #[error("文件只读，未改动")]
    ReadOnly,
    /// The file has changed since it was read.
    #[error("文件在此期间被其他程序改动，未写入")]
    Changed,
    /// The file, or one beside it, cannot be written.
    #[error("无法写入：{reason}", reason = reason(.0))]
    Write(io::Error),
}

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

/// Replaces the content `old` of a file by `new`, atomically. Its permissions stay, and a link stays a link.
///
/// # Errors
/// If the file is read-only, cannot be written, or no longer holds `old`; it is then unchanged.
pub fn replace(path: &Path, old: &[u8], new: &[u8]) -> Result<(), RewriteError> {
    let path = fs::canonicalize(path).map_err(RewriteError::Write)?;
    let permissions = fs::metadata(&path).map_err(RewriteError::Write)?.permissions();
    if permissions.readonly() {
        return Err(RewriteError::ReadOnly);
    }
    let (mut file, beside) = create_beside(&path).map_err(RewriteError::Write)?;
    let written = (|| {
        file.write_all(new)?;
        file.set_permissions(permissions)?;
        file.sync_all()?;
        drop(file);
        match fs::read(&path) {
            Ok(present) if present == old => fs::rename(&beside, &path).map_err(RewriteError::Write),
            Ok(_) => Err(RewriteError::Changed),
            Err(error) => Err(RewriteError::Write(error)),
        }
    })();
    if written.is_err() {
        // A leftover temporary file is useless.
        let _ = fs::remove_file(&beside);
    }
    written
}

/// Writes a whole file, atomically, whether it exists or not.
///
/// # Errors
/// If the file is read-only or cannot be written; an existing one is then unchanged.
pub fn write(path: &Path, content: &[u8]) -> Result<(), RewriteError> {
    // A link stays a link.
    let path = fs::canonicalize(path).or_else(|_| std::path::absolute(path)).map_err(RewriteError::Write)?;
    let permissions = fs::metadata(&path).ok().map(|it| it.permissions());
    if permissions.as_ref().is_some_and(fs::Permissions::readonly) {
        return Err(RewriteError::ReadOnly);
    }
    let (mut file, beside) = create_beside(&path).map_err(RewriteError::Write)?;
    let written = (|| {
        file.write_all(content)?;
        if let Some(permissions) = permissions {
            file.set_permissions(permissions)?;
        }
        file.sync_all()?;
        drop(file);
        fs::rename(&beside, &path)
    })();
    if written.is_err() {
        // A leftover temporary file is useless.
        let _ = fs::remove_file(&beside);
    }
    Ok(written?)
}

impl From<io::Error> for RewriteError {
    fn from(error: io::Error) -> Self {
        RewriteError::Write(error)
    }
}

/// Creates a file in the same folder: only there is a rename atomic.
fn create_beside(path: &Path) -> io::Result<(File, PathBuf)> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut number = 0;
    loop {
        let beside = path.with_file_name(format!(".{name}.{}-{number}.nianbao", std::process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&beside) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < 100 => number += 1,
            created => return created.map(|file| (file, beside)),
        }
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

    #[test]
    fn a_file_is_replaced_or_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("草稿.md");
        fs::write(&path, "old").unwrap();
        replace(&path, b"old", b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert!(matches!(replace(&path, b"old", b"newer"), Err(RewriteError::Changed)));
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).unwrap();
        assert!(matches!(replace(&path, b"new", b"newer"), Err(RewriteError::ReadOnly)));
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[cfg(unix)]
    #[test]
    fn links_and_permissions_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("年报.txt"), folder.path().join("link.txt"));
        fs::write(&path, "一").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&path, &link).unwrap();
        replace(&link, "一".as_bytes(), "二".as_bytes()).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "二");
        assert!(link.is_symlink());
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    }
}
