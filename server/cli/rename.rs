//! Renames that lose nothing, as far as the system has them.

use std::fs::{self, File};
use std::io;
use std::path::Path;

/// Exchanges two files of one folder at once; returns whether the system can.
///
/// # Errors
/// If it can, and did not.
#[cfg(any(target_os = "linux", target_os = "macos"))]
pub fn exchanged(one: &Path, other: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(error) if is_unknown(error) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Elsewhere no two files can be exchanged.
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
pub fn exchanged(_: &Path, _: &Path) -> io::Result<bool> {
    Ok(false)
}

/// Gives a file a name that no other file has; returns whether it has lost its old one.
///
/// # Errors
/// If there is a file of that name, or it cannot be done.
pub fn placed(from: &Path, to: &Path) -> io::Result<bool> {
    #[cfg(any(target_os = "linux", target_os = "macos"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
            Ok(()) => return Ok(true),
            Err(error) if is_unknown(error) => {}
            Err(error) => return Err(error.into()),
        }
    }
    match fs::hard_link(from, to) {
        Ok(()) => Ok(false),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists || to.is_symlink() || to.exists() => {
            Err(io::ErrorKind::AlreadyExists.into())
        }
        // The file system has neither: the name is taken first.
        Err(_) => {
            File::create_new(to)?;
            fs::rename(from, to).inspect_err(|_| drop(fs::remove_file(to)))?;
            Ok(true)
        }
    }
}

/// Whether a file system, or the system, does not know a way to rename.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn is_unknown(error: rustix::io::Errno) -> bool {
    use rustix::io::Errno;
    [Errno::INVAL, Errno::NOSYS, Errno::NOTSUP, Errno::OPNOTSUPP].contains(&error)
}

/// Has the names in a file's folder written to the disk.
pub fn sync_folder(path: &Path) {
    // Elsewhere a folder cannot be opened as a file.
    if cfg!(unix) {
        let folder = path.parent().unwrap_or(path);
        if let Err(error) = File::open(folder).and_then(|folder| folder.sync_all()) {
            // The file is in its place all the same.
            tracing::warn!("the folder is not on the disk yet: {error}");
        }
    }
}
