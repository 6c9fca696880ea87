//! The options that say which files.

use super::rewrite::Links;
use crate::config::files::WalkOptions;
use crate::files;
use crate::files::limits::FILE_BYTES;
use crate::text::system_error::reason;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// The options that say which files, beside the paths themselves.
#[derive(Debug, Default, clap::Args)]
pub struct FileSelection {
    /// 从这个文件读路径，- 表示标准输入；每行一个，或以 NUL 分隔（如 git ls-files -z、find -print0）
    #[arg(long, value_name = "文件")]
    files_from: Option<PathBuf>,

    /// 另外略过这些文件和文件夹，写法同 .gitignore，相对于当前文件夹；可写多次
    #[arg(long, value_name = "模式")]
    pub exclude: Vec<String>,

    /// 直接写出的文件，设置或 --exclude 排除的也略过（供 pre-commit 等使用）
    #[arg(long)]
    pub force_exclude: bool,

    /// 不看 .gitignore、.ignore；nianbao.toml 的 exclude 仍然有效
    #[arg(long)]
    no_ignore: bool,

    /// 也查找隐藏的文件和文件夹
    #[arg(long)]
    hidden: bool,

    /// 跟随链接；不加时，文件夹中的链接略过，在最后列出，直接写出的链接只读不改写。每个文件只检查一次
    #[arg(short = 'L', long)]
    follow: bool,

    /// 也列出略过的文件和链接，以及所用的设置文件
    #[arg(short, long)]
    pub verbose: bool,
}

impl FileSelection {
    /// What is looked at in folders.
    pub fn walk(&self) -> WalkOptions {
        WalkOptions { hidden: self.hidden, ignored: self.no_ignore, links: self.follow }
    }

    /// Whether links are written through.
    pub fn links(&self) -> Links {
        if self.follow { Links::Followed } else { Links::Refused }
    }

    /// Whether paths are read from a list.
    pub fn has_list(&self) -> bool {
        self.files_from.is_some()
    }

    /// The paths of the arguments and of `--files-from`; the current folder if there is neither.
    ///
    /// # Errors
    /// If the list cannot be read, in Chinese.
    pub fn paths(&self, arguments: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
        let Some(file) = &self.files_from else {
            return Ok(if arguments.is_empty() { vec![PathBuf::from(".")] } else { arguments.to_vec() });
        };
        let is_stdin = |path: &Path| path.as_os_str() == "-";
        if is_stdin(file) && arguments.iter().any(|path| is_stdin(path)) {
            return Err("标准输入只能读一次：路径和 --files-from 不能都写 -".to_owned());
        }
        let read = match is_stdin(file) {
            true => files::all_of(io::stdin().lock(), FILE_BYTES),
            false => File::open(file).and_then(|file| files::all_of(file, FILE_BYTES)),
        };
        let bytes = read.map_err(|error| format!("--files-from {}：无法读取：{}", file.display(), reason(&error)))?;
        let listed = listed(&bytes).ok_or_else(|| format!("--files-from {}：不是 UTF-8 编码", file.display()))?;
        Ok(arguments.iter().cloned().chain(listed).collect())
    }
}

/// The paths of a list, one a line, or with NUL between them. `None` if they are none on this system.
fn listed(bytes: &[u8]) -> Option<Vec<PathBuf>> {
    // Notepad begins a text with a byte order mark.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let has_nul = bytes.contains(&0);
    let separator = if has_nul { 0 } else { b'\n' };
    let lines = bytes.split(|byte| *byte == separator);
    let lines = lines.map(|line| if has_nul { line } else { line.strip_suffix(b"\r").unwrap_or(line) });
    lines.filter(|line| !line.is_empty()).map(path).collect()
}

#[cfg(unix)]
fn path(bytes: &[u8]) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStrExt;
    Some(PathBuf::from(std::ffi::OsStr::from_bytes(bytes)))
}

#[cfg(not(unix))]
fn path(bytes: &[u8]) -> Option<PathBuf> {
    std::str::from_utf8(bytes).ok().map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_lines_or_nul() {
        let read = |text: &str| listed(text.as_bytes()).unwrap();
        let paths = |all: &[&str]| all.iter().map(PathBuf::from).collect::<Vec<_>>();
        assert_eq!(read("甲.md\n乙 丙.md\r\n\n"), paths(&["甲.md", "乙 丙.md"]));
        assert_eq!(read("\u{feff}甲.md"), paths(&["甲.md"]));
        assert_eq!(read("甲\n乙.md\0丙.md\0"), paths(&["甲\n乙.md", "丙.md"]));
        assert_eq!(read(""), paths(&[]));
    }

    #[test]
    fn without_arguments_it_is_the_current_folder() {
        let selection = FileSelection::default();
        assert_eq!(selection.paths(&[]), Ok(vec![PathBuf::from(".")]));
        assert_eq!(selection.paths(&["甲.md".into()]), Ok(vec![PathBuf::from("甲.md")]));
    }
}
