//! Errors of the operating system, in Chinese.

use std::io::{Error, ErrorKind};

/// What went wrong, with the system's own words behind it.
pub fn reason(error: &Error) -> String {
    // An error of our own is in Chinese already.
    if error.get_ref().is_some() {
        return error.to_string();
    }
    let words = match error.kind() {
        ErrorKind::NotFound => "没有这个文件或文件夹",
        ErrorKind::PermissionDenied => "没有权限",
        ErrorKind::AlreadyExists => "已经存在",
        ErrorKind::IsADirectory => "是文件夹",
        ErrorKind::NotADirectory => "不是文件夹",
        ErrorKind::ReadOnlyFilesystem => "所在的磁盘只读",
        ErrorKind::StorageFull => "磁盘已满",
        ErrorKind::InvalidData => "不是 UTF-8 编码",
        ErrorKind::TimedOut => "等待超时",
        ErrorKind::OutOfMemory => "内存不足",
        _ => "系统出错",
    };
    format!("{words}（{error}）")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_systems_words_stand_behind_ours() {
        let missing = std::fs::read("/nowhere/at/all").unwrap_err();
        let said = reason(&missing);
        assert!(said.starts_with("没有这个文件或文件夹（") && said.contains("os error"), "{said}");
        assert_eq!(reason(&Error::new(ErrorKind::InvalidData, "不是 UTF-8 编码")), "不是 UTF-8 编码");
        assert!(reason(&Error::from_raw_os_error(5)).starts_with("系统出错（"));
    }
}
