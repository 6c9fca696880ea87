//! Errors of the operating system, in Chinese.

use std::io::{Error, ErrorKind};

/// What went wrong, in Chinese. The number of an error that has no words here is told, so that it can be looked up.
pub fn reason(error: &Error) -> String {
    // An error of our own is in Chinese already; libraries put the system's errors into English words of theirs.
    if error.get_ref().is_some() && matches!(error.kind(), ErrorKind::Other | ErrorKind::InvalidData) {
        return error.to_string();
    }
    match (words(error.kind()), error.raw_os_error()) {
        (Some(words), _) => words.to_owned(),
        (None, Some(number)) => format!("系统出错（错误号 {number}）"),
        (None, None) => "系统出错".to_owned(),
    }
}

fn words(kind: ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::NotFound => "没有这个文件或文件夹",
        ErrorKind::PermissionDenied => "没有权限",
        ErrorKind::AlreadyExists => "已经存在",
        ErrorKind::IsADirectory => "是文件夹",
        ErrorKind::NotADirectory => "路径中的一段不是文件夹",
        ErrorKind::DirectoryNotEmpty => "文件夹不是空的",
        ErrorKind::ReadOnlyFilesystem => "所在的磁盘只读",
        ErrorKind::StorageFull => "磁盘已满",
        ErrorKind::QuotaExceeded => "超过磁盘配额",
        ErrorKind::FileTooLarge => "文件过大",
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy | ErrorKind::WouldBlock => "正被其他程序使用",
        ErrorKind::InvalidData => "不是 UTF-8 编码",
        ErrorKind::InvalidFilename | ErrorKind::InvalidInput => "名称无效或过长",
        ErrorKind::TooManyLinks => "链接过多",
        ErrorKind::StaleNetworkFileHandle | ErrorKind::NetworkDown | ErrorKind::HostUnreachable => "网络位置无法访问",
        ErrorKind::BrokenPipe => "管道已关闭",
        ErrorKind::UnexpectedEof => "文件不完整",
        ErrorKind::WriteZero => "没有写完",
        ErrorKind::Interrupted => "被中断",
        ErrorKind::Unsupported => "系统不支持",
        ErrorKind::TimedOut => "等待超时",
        ErrorKind::OutOfMemory => "内存不足",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_of_the_system_are_told_in_chinese() {
        assert_eq!(reason(&std::fs::read("/nowhere/at/all").unwrap_err()), "没有这个文件或文件夹");
        assert_eq!(reason(&Error::new(ErrorKind::InvalidData, "不是 UTF-8 编码")), "不是 UTF-8 编码");
        assert_eq!(reason(&Error::from(ErrorKind::PermissionDenied)), "没有权限");
        assert_eq!(reason(&Error::new(ErrorKind::PermissionDenied, "IO error for operation")), "没有权限");
        assert_eq!(reason(&Error::from_raw_os_error(5)), "系统出错（错误号 5）");
    }
}
