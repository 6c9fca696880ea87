//! Writing drafts back as they were found: in their encoding, whole or not at all. Knows nothing of what changed.

use super::encoding::{Encoding, decode};
use encoding_rs::GB18030;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Why a file was left as it is.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Somebody else has written the file since it was read.
    #[error("读取之后文件有变化，没有写入")]
    Changed,
    /// Bytes that nobody meant to change would change.
    #[error("文件中有不能按原编码写回的字符，没有写入")]
    Lossy,
    /// The file cannot be read or written.
    #[error("无法写入：{0}")]
    Io(#[from] io::Error),
}

/// The bytes of a text in an encoding, with the byte order mark if the encoding has one.
pub fn encode(text: &str, encoding: Encoding) -> Vec<u8> {
    let utf16 = |mark: &[u8], bytes: fn(u16) -> [u8; 2]| {
        mark.iter().copied().chain(text.encode_utf16().flat_map(bytes)).collect::<Vec<u8>>()
    };
    match encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Utf8Marked => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        Encoding::Utf16Le => utf16(b"", u16::to_le_bytes),
        Encoding::Utf16LeMarked => utf16(b"\xff\xfe", u16::to_le_bytes),
        Encoding::Utf16Be => utf16(b"", u16::to_be_bytes),
        Encoding::Utf16BeMarked => utf16(b"\xfe\xff", u16::to_be_bytes),
        Encoding::Gb18030 => GB18030.encode(text).0.into_owned(),
    }
}

/// Puts another text into a file whose text was `old` when it was read, in the encoding that it has.
///
/// The new text is written to a file beside it, which then takes its place: whoever reads sees the old or the new text.
///
/// # Errors
/// If the file has changed, if its encoding would not give back the same bytes for what stays, or if it cannot be
/// written; it is then as it was.
pub fn replace(path: &Path, old: &str, new: &str) -> Result<(), Error> {
    // Through a link to the file itself: the link stays one.
    let path = fs::canonicalize(path)?;
    let bytes = fs::read(&path)?;
    let encoding = match decode(bytes.clone()) {
        Ok((text, encoding)) if text == old => encoding,
        _ => return Err(Error::Changed),
    };
    if encode(old, encoding) != bytes {
        return Err(Error::Lossy);
    }
    let beside = beside(&path);
    let written = write(&beside, &path, &encode(new, encoding));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    Ok(written?)
}

fn write(beside: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::options().write(true).create_new(true).open(beside)?;
    file.write_all(bytes)?;
    file.set_permissions(fs::metadata(path)?.permissions())?;
    file.sync_all()?;
    fs::rename(beside, path)
}

/// A file name that nobody else uses, in the same folder: a rename must not cross a file system.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.nianbao", std::process::id()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENCODINGS: [Encoding; 7] = [
        Encoding::Utf8,
        Encoding::Utf8Marked,
        Encoding::Utf16Le,
        Encoding::Utf16LeMarked,
        Encoding::Utf16Be,
        Encoding::Utf16BeMarked,
        Encoding::Gb18030,
    ];

    #[test]
    fn a_file_keeps_its_encoding() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("年报.txt");
        let old = "一、总体情况\r\n公开政府信息三十六条，开展“双随机”检查，𠮷祥街道办结申请 1 件。\r\n";
        let new = &old.replace(" 1", "  1");
        for encoding in ENCODINGS {
            fs::write(&path, encode(old, encoding)).unwrap();
            replace(&path, old, new).unwrap();
            assert_eq!(decode(fs::read(&path).unwrap()), Ok((new.clone(), encoding)));
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left behind");
    }

    #[test]
    fn a_file_that_has_changed_or_would_lose_bytes_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("年报.txt");
        fs::write(&path, "二").unwrap();
        assert!(matches!(replace(&path, "一", "三"), Err(Error::Changed)));
        // 0x80 is read as the euro sign, which has other bytes in GB18030 when it is written.
        let bytes = [b"\x80".as_slice(), &GB18030.encode("政府信息公开").0].concat();
        fs::write(&path, &bytes).unwrap();
        let (text, encoding) = decode(bytes.clone()).unwrap();
        assert_eq!(encoding, Encoding::Gb18030);
        assert!(matches!(replace(&path, &text, "新"), Err(Error::Lossy)));
        assert_eq!(fs::read(&path).unwrap(), bytes);
        assert!(matches!(replace(&folder.path().join("missing"), "", ""), Err(Error::Io(_))));
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
        replace(&link, "一", "二").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "二");
        assert!(link.is_symlink());
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    }
}
