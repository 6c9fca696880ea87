//! Rewrites files in their own encoding, keeping the bytes of everything that was not edited, and all that a file is
//! besides its content.
//!
//! A new file takes the old one's place at once. Where it could not be the same file to everybody — it has several names, or an
//! owner or attributes that this user may not give — the content is written into the file itself, with a copy of the old
//! beside it until all is written.

use super::carry::is_carried;
use crate::text::Edit;
use crate::text::encoding::{self, Encoding, units};
use crate::text::system_error::reason;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read, Seek, Write};
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
    /// There is such a file already, and nobody said that it may be overwritten.
    #[error("已有这个文件，没有写入；要覆盖请加 --force")]
    Exists,
    /// It is a pipe, a device or the like.
    #[error("不是普通文件，未改动")]
    NoFile,
    /// The link leads nowhere.
    #[error("链接所指的文件不存在，未写入")]
    BrokenLink,
    /// The file, or one beside it, cannot be written.
    #[error("无法写入：{reason}", reason = reason(.0))]
    Write(io::Error),
    /// Writing failed in the middle, and putting the old content back as well.
    #[error("写入中断：{reason}；原来的内容在 {copy}", reason = reason(.0), copy = .1.display())]
    Broken(io::Error, PathBuf),
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

/// Replaces the content `old` of a file by `new`. It stays the same file: its owner and group, permissions, attributes and
/// other names, and a link stays a link.
///
/// # Errors
/// If the file is read-only, cannot be written, or no longer holds `old`; it is then unchanged.
pub fn replace(path: &Path, old: &[u8], new: &[u8]) -> Result<(), RewriteError> {
    let path = fs::canonicalize(path)?;
    let data = writable(&path)?;
    let Some(beside) = Beside::carrying(&path, &data, new)? else { return overwrite(&path, old, new) };
    if fs::read(&path)? == old { beside.take_place_of(&path) } else { Err(RewriteError::Changed) }
}

/// Writes a whole file, whether it exists or not; one that does stays the same file, and a pipe or a device is written to.
///
/// # Errors
/// If the file is read-only or cannot be written; an existing one is then unchanged.
pub fn write(path: &Path, content: &[u8]) -> Result<(), RewriteError> {
    let path = match fs::canonicalize(path) {
        Ok(path) => path,
        Err(_) if path.is_symlink() => return Err(RewriteError::BrokenLink),
        Err(_) => {
            let path = std::path::absolute(path)?;
            return Beside::holding(&path, content, false)?.take_place_of(&path);
        }
    };
    if fs::metadata(&path).is_ok_and(|data| !data.is_file() && !data.is_dir()) {
        return Ok(OpenOptions::new().write(true).open(&path)?.write_all(content)?);
    }
    let data = writable(&path)?;
    match Beside::carrying(&path, &data, content)? {
        Some(beside) => beside.take_place_of(&path),
        None => overwrite(&path, &fs::read(&path)?, content),
    }
}

/// What is known of a file that may be written.
fn writable(path: &Path) -> Result<Metadata, RewriteError> {
    let data = fs::metadata(path)?;
    if data.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory).into());
    }
    if !data.is_file() {
        return Err(RewriteError::NoFile);
    }
    if data.permissions().readonly() { Err(RewriteError::ReadOnly) } else { Ok(data) }
}

/// Writes `new` into a file that holds `old`, with a copy of that beside it meanwhile.
fn overwrite(path: &Path, old: &[u8], new: &[u8]) -> Result<(), RewriteError> {
    let mut file = OpenOptions::new().read(true).write(true).open(path)?;
    let mut present = Vec::with_capacity(old.len());
    file.read_to_end(&mut present)?;
    if present != old {
        return Err(RewriteError::Changed);
    }
    let copy = Beside::holding(path, old, true)?;
    let Err(error) = fill(&mut file, new) else { return Ok(()) };
    match fill(&mut file, old) {
        Ok(()) => Err(error.into()),
        Err(_) => Err(RewriteError::Broken(error, copy.kept())),
    }
}

/// Makes this the content of a file.
fn fill(file: &mut File, content: &[u8]) -> io::Result<()> {
    file.rewind()?;
    file.write_all(content)?;
    file.set_len(content.len() as u64)?;
    file.sync_all()
}

impl From<io::Error> for RewriteError {
    fn from(error: io::Error) -> Self {
        RewriteError::Write(error)
    }
}

/// A file beside another one, in the same folder: only there is a rename atomic. It is removed when it is dropped.
struct Beside(PathBuf);

impl Beside {
    /// One with this content that can take the place of a file; `None` if it would not be the same file to everybody.
    fn carrying(path: &Path, data: &Metadata, content: &[u8]) -> io::Result<Option<Self>> {
        let (file, beside) = Beside::create(path, content, true)?;
        let carried = is_carried(path, data, &file)?;
        file.sync_all()?;
        Ok(carried.then_some(beside))
    }

    /// One with this content; `is_private` says whether nobody else may read it.
    fn holding(path: &Path, content: &[u8], is_private: bool) -> io::Result<Self> {
        let (file, beside) = Beside::create(path, content, is_private)?;
        file.sync_all()?;
        Ok(beside)
    }

    /// One with this content that is not on the disk yet; `is_private` says whether nobody else may read it.
    fn create(path: &Path, content: &[u8], is_private: bool) -> io::Result<(File, Self)> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        if is_private {
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        #[cfg(not(unix))]
        let _ = is_private;
        let mut number = 0;
        loop {
            let beside = path.with_file_name(format!(".{name}.{}-{number}.nianbao", std::process::id()));
            match options.open(&beside) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < 100 => number += 1,
                Err(error) => return Err(error),
                Ok(mut file) => {
                    let beside = Beside(beside);
                    file.write_all(content)?;
                    return Ok((file, beside));
                }
            }
        }
    }

    fn take_place_of(self, path: &Path) -> Result<(), RewriteError> {
        fs::rename(&self.0, path)?;
        self.kept();
        Ok(())
    }

    /// Its path; it stays.
    fn kept(mut self) -> PathBuf {
        std::mem::take(&mut self.0)
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        if !self.0.as_os_str().is_empty() {
            // A leftover temporary file is useless.
            let _ = fs::remove_file(&self.0);
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

    #[cfg(unix)]
    #[test]
    fn a_file_with_several_names_stays_one_file() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (folder.path().join("甲.md"), folder.path().join("乙.md"));
        fs::write(&one, "一二三").unwrap();
        fs::hard_link(&one, &other).unwrap();
        replace(&one, "一二三".as_bytes(), "四".as_bytes()).unwrap();
        assert_eq!(fs::read_to_string(&other).unwrap(), "四");
        write(&other, "五六".as_bytes()).unwrap();
        assert_eq!(fs::read_to_string(&one).unwrap(), "五六");
        assert!(matches!(replace(&one, b"x", b"y"), Err(RewriteError::Changed)));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing is left beside them");
    }

    #[cfg(unix)]
    #[test]
    fn attributes_stay() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("甲.md");
        fs::write(&path, "一").unwrap();
        // Not every file system has them.
        if xattr::set(&path, "user.nianbao", b"kept").is_ok() {
            replace(&path, "一".as_bytes(), "二".as_bytes()).unwrap();
            assert_eq!(xattr::get(&path, "user.nianbao").unwrap().as_deref(), Some(&b"kept"[..]));
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let broken = folder.path().join("link.md");
        std::os::unix::fs::symlink("nowhere", &broken).unwrap();
        assert!(matches!(write(&broken, b"x"), Err(RewriteError::BrokenLink)) && broken.is_symlink());
        assert!(write(folder.path(), b"x").is_err());
        assert!(matches!(replace(Path::new("/dev/null"), b"", b"x"), Err(RewriteError::NoFile)));
        write(Path::new("/dev/null"), b"x").unwrap();
    }
}
