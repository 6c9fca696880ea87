//! Files that are written beside another one to take its place: private from the start, and gone when the program ends,
//! however it ends. Only in the same folder is a rename atomic.

use super::carry::is_carried;
use super::leftovers::{self, Leftover, digest};
use super::rename::{exchanged, placed, sync_folder};
use super::signals::{self, keep_at_end, remove_at_end};
use std::fs::{self, File, Metadata, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// How often another name is tried: another machine may have a process of this number in the folder.
const ATTEMPTS: usize = 100;

/// A number that no other file of this process has: several with the same content may be written at once.
fn next() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// A file beside another one. It is removed when it is dropped.
#[derive(Debug)]
pub struct FileBeside {
    path: PathBuf,
    /// Its lock tells other runs that it is still wanted.
    file: File,
    /// Whether it holds what nothing else holds, so that it stays.
    stays: bool,
}

/// What has come of taking a file's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exchange {
    /// It has.
    Done,
    /// The file is not what it was, and stands as it is.
    Refused,
    /// The file was changed while it was exchanged, and again when it was put back: one of the two is here now.
    Left(PathBuf),
}

/// Who may read a file beside another one while it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Readers {
    /// Its user alone.
    User,
    /// Who may read any new file.
    All,
}

impl FileBeside {
    /// One with this content that can take the place of a file; `None` if it would not be the same file to everybody.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn carrying(path: &Path, data: &Metadata, content: &[u8]) -> io::Result<Option<Self>> {
        let beside = FileBeside::create(path, content, Readers::User)?;
        let carried = is_carried(path, data, &beside.file)?;
        beside.file.sync_all()?;
        Ok(carried.then_some(beside))
    }

    /// One that becomes a new file with this content.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn holding(path: &Path, content: &[u8]) -> io::Result<Self> {
        let beside = FileBeside::create(path, content, Readers::All)?;
        beside.file.sync_all()?;
        Ok(beside)
    }

    /// A copy of a file's content, for as long as another one is written into the file itself.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn copy(path: &Path, old: &[u8], new: &[u8]) -> io::Result<Self> {
        let mut beside = FileBeside::create(path, old, Readers::User)?;
        beside.file.sync_all()?;
        let file = digest(path.file_name().unwrap_or_default().as_encoded_bytes());
        beside.become_leftover(&Leftover::Copy { file, old: digest(old), new: digest(new) })?;
        // By its old name it would be worth nothing.
        sync_folder(&beside.path);
        Ok(beside)
    }

    fn create(path: &Path, content: &[u8], readers: Readers) -> io::Result<Self> {
        let folder = path.parent().unwrap_or(path);
        leftovers::sweep(folder);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        if readers == Readers::User {
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        #[cfg(not(unix))]
        let _ = readers;
        let mut beside = FileBeside::empty(folder, &options)?;
        beside.file.write_all(content)?;
        Ok(beside)
    }

    /// A new file without content, with its lock.
    fn empty(folder: &Path, options: &OpenOptions) -> io::Result<Self> {
        let _undisturbed = signals::undisturbed();
        for _ in 0..ATTEMPTS {
            let path = folder.join(Leftover::Begun.name(next()));
            let file = match options.open(&path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                opened => opened?,
            };
            // Where files have no locks another run leaves it alone.
            let is_taken = matches!(file.try_lock(), Err(TryLockError::WouldBlock));
            remove_at_end(&path);
            let beside = FileBeside { path, file, stays: false };
            // Another run may have taken it for a leftover before it was locked.
            if !is_taken && beside.path.exists() {
                return Ok(beside);
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// Gives it the name of what it is worth to the next run if this one is killed.
    fn become_leftover(&mut self, leftover: &Leftover) -> io::Result<()> {
        let _undisturbed = signals::undisturbed();
        self.rename_as(leftover)
    }

    fn rename_as(&mut self, leftover: &Leftover) -> io::Result<()> {
        for _ in 0..ATTEMPTS {
            let path = self.path.with_file_name(leftover.name(next()));
            match placed(&self.path, &path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                Ok(true) => {}
                Ok(false) => fs::remove_file(&self.path)?,
                Err(error) => return Err(error),
            }
            keep_at_end(&self.path);
            remove_at_end(&path);
            self.path = path;
            return Ok(());
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// Becomes a file that was not there.
    ///
    /// # Errors
    /// If it cannot, or the file is there by now.
    pub fn become_new(mut self, path: &Path) -> io::Result<()> {
        let _undisturbed = signals::undisturbed();
        if placed(&self.path, path)? {
            self.is_gone();
        }
        sync_folder(path);
        Ok(())
    }

    /// Takes the place of a file, whatever is in it.
    ///
    /// # Errors
    /// If it cannot.
    pub fn become_whatever(mut self, path: &Path) -> io::Result<()> {
        let _undisturbed = signals::undisturbed();
        fs::rename(&self.path, path)?;
        self.is_gone();
        sync_folder(path);
        Ok(())
    }

    /// Takes the place of a file with the content `old`, of which `data` is known, with the content `new`. Where the system can
    /// exchange two files, the other one is looked at once it is out of reach, and is put back if it is not what it was.
    ///
    /// # Errors
    /// If it cannot.
    pub fn take_place_of(mut self, path: &Path, data: &Metadata, (old, new): (&[u8], &[u8])) -> io::Result<Exchange> {
        let _undisturbed = signals::undisturbed();
        if !is_as_before(path, data, old)? {
            return Ok(Exchange::Refused);
        }
        self.rename_as(&Leftover::Exchanged { old: digest(old), new: digest(new) })?;
        if !exchanged(&self.path, path)? {
            fs::rename(&self.path, path)?;
            self.is_gone();
            sync_folder(path);
            return Ok(Exchange::Done);
        }
        // Until it is known what it is.
        self.stay();
        let is_known = match is_as_before(&self.path, data, old) {
            // Another run has swept the folder, and removes nothing else.
            Err(error) if error.kind() == io::ErrorKind::NotFound => true,
            known => known.unwrap_or(false),
        };
        if is_known {
            self.pass();
            sync_folder(path);
            return Ok(Exchange::Done);
        }
        // Whatever goes wrong from here on, what another program wrote is in one of the two.
        if exchanged(&self.path, path).ok() != Some(true) || fs::read(&self.path).ok().as_deref() != Some(new) {
            return Ok(Exchange::Left(self.path.clone()));
        }
        self.pass();
        Ok(Exchange::Refused)
    }

    /// Its path; it stays.
    pub fn kept(mut self) -> PathBuf {
        self.stay();
        self.path.clone()
    }

    fn stay(&mut self) {
        keep_at_end(&self.path);
        self.stays = true;
    }

    /// It is to be gone after all, also by a signal that comes before it is dropped.
    fn pass(&mut self) {
        remove_at_end(&self.path);
        self.stays = false;
    }

    /// There is no such file any more.
    fn is_gone(&mut self) {
        keep_at_end(&self.path);
        self.path.clear();
    }
}

impl Drop for FileBeside {
    fn drop(&mut self) {
        if !self.path.as_os_str().is_empty() && !self.stays {
            // A leftover temporary file is useless.
            let _ = fs::remove_file(&self.path);
            keep_at_end(&self.path);
        }
    }
}

/// Whether a file is still the one that `data` was known of, with the same content and nothing else changed.
fn is_as_before(path: &Path, data: &Metadata, old: &[u8]) -> io::Result<bool> {
    let found = fs::symlink_metadata(path)?;
    Ok(found.is_file() && is_same(data, &found) && fs::read(path)? == old)
}

/// Whether what is known of a file is still so, besides its content and its times.
#[cfg(unix)]
fn is_same(before: &Metadata, found: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    let known = |data: &Metadata| (data.dev(), data.ino(), data.nlink(), data.mode(), data.uid(), data.gid());
    known(before) == known(found)
}

/// Elsewhere only its length is.
#[cfg(not(unix))]
fn is_same(before: &Metadata, found: &Metadata) -> bool {
    before.len() == found.len()
}
