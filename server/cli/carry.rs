//! What a file is besides its content, given to the one that takes its place.

use std::fs::{File, Metadata};
use std::io;
use std::path::Path;

/// Gives a new file the owner, group, permissions and attributes of another one; returns whether it is the same to everybody
/// then. It is not if the other one has more names, or the user may not give all of it.
///
/// # Errors
/// If the files cannot be looked at.
#[cfg(unix)]
pub fn is_carried(old: &Path, data: &Metadata, new: &File) -> io::Result<bool> {
    use std::os::unix::fs::{MetadataExt, fchown};
    if data.nlink() > 1 {
        return Ok(false);
    }
    let made = new.metadata()?;
    let owner = |data: &Metadata| (data.uid(), data.gid());
    if owner(&made) != owner(data) && fchown(new, Some(data.uid()), Some(data.gid())).is_err() {
        return Ok(false);
    }
    if !are_attributes_carried(old, new)? {
        return Ok(false);
    }
    // Other owners and access lists change the permissions, so these come last.
    new.set_permissions(data.permissions())?;
    let made = new.metadata()?;
    Ok(owner(&made) == owner(data) && made.mode() == data.mode())
}

/// Gives a new file the extended attributes of another one, access lists among them, and no others.
#[cfg(unix)]
fn are_attributes_carried(old: &Path, new: &File) -> io::Result<bool> {
    use std::collections::BTreeSet;
    use std::ffi::OsString;
    use xattr::FileExt;
    // A file system without attributes has none to carry.
    let names = |listed: io::Result<xattr::XAttrs>| listed.map(BTreeSet::<OsString>::from_iter).unwrap_or_default();
    let wanted = names(xattr::list(old));
    for name in names(new.list_xattr()).difference(&wanted) {
        if new.remove_xattr(name).is_err() {
            return Ok(false);
        }
    }
    for name in &wanted {
        let value = xattr::get(old, name)?;
        if new.get_xattr(name)? != value && value.is_none_or(|value| new.set_xattr(name, &value).is_err()) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Where files have access lists and streams that the library cannot carry, no new file takes an old one's place.
#[cfg(not(unix))]
pub fn is_carried(_: &Path, _: &Metadata, _: &File) -> io::Result<bool> {
    Ok(false)
}
