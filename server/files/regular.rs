//! Reads regular files. A named pipe or a device would keep its reader waiting for as long as somebody likes.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The bytes of a regular file.
///
/// # Errors
/// If it is none, is longer than `limit` bytes, or cannot be read.
pub fn bytes(path: &Path, limit: usize) -> io::Result<Vec<u8>> {
    // Opening a named pipe waits for its other end, so the path is asked first.
    let data = std::fs::metadata(path)?;
    if !data.is_file() {
        return Err(io::Error::other("不是普通文件"));
    }
    if data.len() > limit as u64 {
        return Err(too_long(limit));
    }
    // It may grow meanwhile.
    append(Vec::with_capacity(data.len() as usize), File::open(path)?, limit)
}

/// All that somebody gives.
///
/// # Errors
/// If it is longer than `limit` bytes, or cannot be read.
pub fn all_of(input: impl Read, limit: usize) -> io::Result<Vec<u8>> {
    append(Vec::new(), input, limit)
}

fn append(mut bytes: Vec<u8>, input: impl Read, limit: usize) -> io::Result<Vec<u8>> {
    input.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > limit { Err(too_long(limit)) } else { Ok(bytes) }
}

fn too_long(limit: usize) -> io::Error {
    io::Error::other(format!("超过 {} MB", limit >> 20))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_regular_files_of_a_bounded_length_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, b"12345").unwrap();
        assert_eq!(bytes(&path, 5).unwrap(), b"12345");
        assert_eq!(bytes(&path, 4).unwrap_err().to_string(), "超过 0 MB");
        assert_eq!(all_of(&b"12345"[..], 5).unwrap(), b"12345");
        assert_eq!(all_of(io::repeat(0), 5).unwrap_err().to_string(), "超过 0 MB");
        assert_eq!(bytes(folder.path(), 5).unwrap_err().to_string(), "不是普通文件");
        assert_eq!(bytes(&folder.path().join("b"), 5).unwrap_err().kind(), io::ErrorKind::NotFound);
    }
}
