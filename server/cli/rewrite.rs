//! Rewrites files, keeping all that a file is besides its content.
//!
//! A new file takes the old one's place at once. Where it could not be the same file to everybody — it has several names, or an
//! owner or attributes that this user may not give — the content is written into the file itself, with a copy of the old
//! beside it until all is written.

use super::beside::{Exchange, FileBeside};
use super::signals;
use super::source::is_descriptor;
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
    /// It is a link to this file, and what to do instead.
    #[error("是链接，指向 {file}，未写入；{1}", file = .0.display())]
    Link(PathBuf, &'static str),
    /// The file was changed while it was replaced, and again when it was put back; what was in it once is here.
    #[error("文件在此期间被其他程序改动两次，未写入；其中一次的内容在 {file}", file = .0.display())]
    ChangedTwice(PathBuf),
    /// The file, or one beside it, cannot be written.
    #[error("无法写入：{reason}", reason = reason(.0))]
    Write(io::Error),
    /// Writing failed in the middle, and putting the old content back as well.
    #[error("写入中断：{reason}；原来的内容在 {copy}", reason = reason(.0), copy = .1.display())]
    Broken(io::Error, PathBuf),
}

/// Whether a file is written through a link to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// It is not, and the user is told which file it is.
    Refused,
    /// It is: the user has asked for that.
    Followed,
}

/// Replaces the content `old` of a file by `new`. It stays the same file: its owner and group, permissions, attributes and
/// other names, and a link stays a link.
///
/// # Errors
/// If the file is read-only, cannot be written, or no longer holds `old`; it is then unchanged.
pub fn replace(path: &Path, (old, new): (&[u8], &[u8]), links: Links) -> Result<(), RewriteError> {
    if links == Links::Refused && path.is_symlink() {
        return Err(RewriteError::Link(fs::canonicalize(path)?, "写明那个文件，或加 --follow"));
    }
    let path = fs::canonicalize(path)?;
    let data = writable(&path)?;
    match FileBeside::carrying(&path, &data, new)? {
        Some(beside) => match beside.take_place_of(&path, &data, (old, new))? {
            Exchange::Done => Ok(()),
            Exchange::Refused => Err(RewriteError::Changed),
            Exchange::Left(there) => Err(RewriteError::ChangedTwice(there)),
        },
        None => overwrite(&path, old, new),
    }
}

/// Writes a whole file, whether it exists or not; one that does stays the same file, and a pipe or a device is written to.
///
/// # Errors
/// If the file is read-only or cannot be written, or appears at this very moment; an existing one is then unchanged.
pub fn write(path: &Path, content: &[u8]) -> Result<(), RewriteError> {
    if is_descriptor(path) || fs::metadata(path).is_ok_and(|data| !data.is_file() && !data.is_dir()) {
        return Ok(OpenOptions::new().write(true).open(path)?.write_all(content)?);
    }
    let path = match fs::canonicalize(path) {
        Ok(real) if path.is_symlink() => return Err(RewriteError::Link(real, "写明那个文件")),
        Ok(path) => path,
        Err(_) if path.is_symlink() => return Err(RewriteError::BrokenLink),
        Err(_) => {
            return create(path, content).map_err(|error| match error.kind() {
                io::ErrorKind::AlreadyExists => RewriteError::Changed,
                _ => error.into(),
            });
        }
    };
    let data = writable(&path)?;
    match FileBeside::carrying(&path, &data, content)? {
        Some(beside) => Ok(beside.become_whatever(&path)?),
        None => overwrite(&path, &fs::read(&path)?, content),
    }
}

/// Writes a whole file as [`write`] does, over one that exists only if somebody said that it may be overwritten.
///
/// # Errors
/// If it cannot be written, or exists and is to be kept.
pub fn put(path: &Path, content: &[u8], is_overwritten: bool) -> Result<(), RewriteError> {
    if is_overwritten {
        return write(path, content);
    }
    create(path, content).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists if !path.exists() => RewriteError::BrokenLink,
        io::ErrorKind::AlreadyExists => RewriteError::Exists,
        _ => error.into(),
    })
}

/// Writes a file that does not exist: all of it, or none.
///
/// # Errors
/// If it exists, even since this very moment, or cannot be written.
pub fn create(path: &Path, content: &[u8]) -> io::Result<()> {
    let path = std::path::absolute(path)?;
    if path.is_symlink() || path.exists() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    FileBeside::holding(&path, content)?.become_new(&path)
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
    let copy = FileBeside::copy(path, old, new)?;
    let mut file = OpenOptions::new().read(true).write(true).open(path)?;
    let _undisturbed = signals::undisturbed();
    let mut present = Vec::with_capacity(old.len());
    file.read_to_end(&mut present)?;
    if present != old {
        return Err(RewriteError::Changed);
    }
    let Err(error) = fill(&mut file, new) else {
        // Another program may have put a file of its own in the place.
        return if is_at(&file, path)? { Ok(()) } else { Err(RewriteError::Changed) };
    };
    match fill(&mut file, old) {
        Ok(()) => Err(error.into()),
        Err(_) => Err(RewriteError::Broken(error, copy.kept())),
    }
}

/// Whether an open file still has this name.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let number = |data: Metadata| (data.dev(), data.ino());
    Ok(fs::symlink_metadata(path).is_ok_and(|data| number(data) == file.metadata().map(number).unwrap_or_default()))
}

/// Elsewhere nothing takes the place of an open file.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> io::Result<bool> {
    Ok(true)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_or_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("草稿.md");
        fs::write(&path, "old").unwrap();
        replace(&path, (b"old", b"new"), Links::Refused).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert!(matches!(replace(&path, (b"old", b"newer"), Links::Refused), Err(RewriteError::Changed)));
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).unwrap();
        assert!(matches!(replace(&path, (b"new", b"newer"), Links::Refused), Err(RewriteError::ReadOnly)));
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
        let said = replace(&link, ("一".as_bytes(), "二".as_bytes()), Links::Refused).unwrap_err().to_string();
        assert!(said.contains("年报.txt，未写入；写明那个文件，或加 --follow"), "{said}");
        assert!(matches!(write(&link, b"x"), Err(RewriteError::Link(..))));
        replace(&link, ("一".as_bytes(), "二".as_bytes()), Links::Followed).unwrap();
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
        replace(&one, ("一二三".as_bytes(), "四".as_bytes()), Links::Refused).unwrap();
        assert_eq!(fs::read_to_string(&other).unwrap(), "四");
        write(&other, "五六".as_bytes()).unwrap();
        assert_eq!(fs::read_to_string(&one).unwrap(), "五六");
        assert!(matches!(replace(&one, (b"x", b"y"), Links::Refused), Err(RewriteError::Changed)));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing is left beside them");
    }

    /// Another program puts its own file in the place at the very moment: what it wrote stands in the end, whoever was first.
    #[cfg(any(target_os = "linux", target_os = "macos"))]
    #[test]
    fn what_another_program_writes_meanwhile_is_not_lost() {
        let folder = tempfile::tempdir().unwrap();
        let (path, theirs) = (folder.path().join("甲.md"), folder.path().join("theirs"));
        let mut refused = 0;
        for _ in 0..300 {
            fs::write(&path, b"old").unwrap();
            fs::write(&theirs, b"theirs").unwrap();
            std::thread::scope(|scope| {
                let ours = scope.spawn(|| replace(&path, (b"old", b"new"), Links::Refused));
                fs::rename(&theirs, &path).unwrap();
                refused += usize::from(ours.join().unwrap().is_err());
            });
            assert_eq!(fs::read(&path).unwrap(), b"theirs");
            assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
        }
        assert!(refused > 0);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_beside_a_file_is_private_from_the_start() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("甲.md");
        fs::write(&path, "一").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        let copy = FileBeside::copy(&path, b"old", b"new").unwrap();
        let entries = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap());
        let beside = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(".nianbao-"));
        let modes: Vec<u32> = beside.map(|entry| entry.metadata().unwrap().permissions().mode() & 0o777).collect();
        assert_eq!(modes, [0o600]);
        drop(copy);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_nobody_said_may_be_overwritten_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("甲.docx");
        put(&path, b"one", false).unwrap();
        assert!(matches!(put(&path, b"two", false), Err(RewriteError::Exists)));
        assert_eq!(fs::read(&path).unwrap(), b"one");
        put(&path, b"two", true).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
    }

    /// What is written into the file that had the name is not what the name stands for.
    #[cfg(unix)]
    #[test]
    fn a_file_that_another_one_has_replaced_is_not_at_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let (path, theirs) = (folder.path().join("甲.md"), folder.path().join("theirs"));
        fs::write(&path, b"old").unwrap();
        let file = File::open(&path).unwrap();
        assert!(is_at(&file, &path).unwrap());
        fs::write(&theirs, b"theirs").unwrap();
        fs::rename(&theirs, &path).unwrap();
        assert!(!is_at(&file, &path).unwrap());
    }

    #[test]
    fn a_file_is_created_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("甲.toml");
        create(&path, b"one").unwrap();
        assert_eq!(create(&path, b"two").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!((fs::read(&path).unwrap(), fs::read_dir(folder.path()).unwrap().count()), (b"one".to_vec(), 1));
    }

    #[cfg(unix)]
    #[test]
    fn attributes_stay() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("甲.md");
        fs::write(&path, "一").unwrap();
        // Not every file system has them.
        if xattr::set(&path, "user.nianbao", b"kept").is_ok() {
            replace(&path, ("一".as_bytes(), "二".as_bytes()), Links::Refused).unwrap();
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
        assert!(matches!(replace(Path::new("/dev/null"), (b"", b"x"), Links::Refused), Err(RewriteError::NoFile)));
        write(Path::new("/dev/null"), b"x").unwrap();
    }
}
