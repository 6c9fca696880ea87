//! File patterns in the syntax of `.gitignore`.

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::borrow::Cow;
use std::path::{Component, Path, PathBuf};

/// File patterns.
#[derive(Debug, Clone)]
pub struct Globs {
    patterns: Vec<String>,
    matcher: Gitignore,
}

/// The most patterns of a list: more of them take long to compile, and any file may have to be compared with all.
pub const MOST: usize = 1_000;

/// The longest pattern, in bytes.
const LONGEST: usize = 1_000;

/// Why a pattern would match nothing, in Chinese.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum GlobError {
    /// It is no pattern.
    #[error("不是有效的文件名模式")]
    Invalid,
    /// A backslash stands between folders.
    #[error("文件夹之间用 / 分隔，不用 \\；要匹配 * 或 ? 本身，写 [*]、[?]")]
    Backslash,
    /// It leads out of the folder to which it is relative.
    #[error("不能用 .. 指向上级文件夹；模式从设置所在的文件夹算起")]
    Above,
    /// It is longer than any pattern needs to be.
    #[error("文件名模式超过 {LONGEST} 个字节")]
    TooLong,
    /// There are too many before it.
    #[error("文件名模式超过 {MOST} 个")]
    TooMany,
}

impl Globs {
    /// Compiles patterns.
    ///
    /// # Errors
    /// The index of the first pattern that could match nothing, and why.
    pub fn new(patterns: Vec<String>) -> Result<Self, (usize, GlobError)> {
        // The matcher's own root is empty: paths are made relative before matching.
        let mut builder = GitignoreBuilder::new("");
        if patterns.len() > MOST {
            return Err((MOST, GlobError::TooMany));
        }
        for (index, pattern) in patterns.iter().enumerate() {
            let plain = plain(pattern).map_err(|error| (index, error))?;
            builder.add_line(None, &plain).map_err(|_| (index, GlobError::Invalid))?;
        }
        let matcher = builder.build().map_err(|_| (patterns.len().saturating_sub(1), GlobError::Invalid))?;
        Ok(Globs { patterns, matcher })
    }

    /// The patterns as written.
    pub fn patterns(&self) -> &[String] {
        &self.patterns
    }

    /// Whether a file or folder, or a folder that contains it, matches. `base` is the folder to which the patterns are
    /// relative, and paths elsewhere never match; an empty one stands for the root of the file system.
    pub fn match_path(&self, base: &Path, path: &Path, is_folder: bool) -> bool {
        let from_root: PathBuf;
        let relative = if base.as_os_str().is_empty() {
            from_root = path.components().filter(|it| matches!(it, Component::Normal(_))).collect();
            &from_root
        } else {
            let Ok(relative) = path.strip_prefix(base) else { return false };
            relative
        };
        !relative.as_os_str().is_empty() && self.matcher.matched_path_or_any_parents(relative, is_folder).is_ignore()
    }
}

/// The pattern as `.gitignore` knows it: `./` is where it is relative to.
fn plain(pattern: &str) -> Result<Cow<'_, str>, GlobError> {
    if pattern.len() > LONGEST {
        return Err(GlobError::TooLong);
    }
    let (negation, rest) = pattern.strip_prefix('!').map_or(("", pattern), |rest| ("!", rest));
    let mut characters = rest.chars();
    while let Some(c) = characters.next() {
        if c == '\\' && !matches!(characters.next(), Some('\\' | '[' | ']' | '{' | '}' | ' ' | '!' | '#')) {
            return Err(GlobError::Backslash);
        }
    }
    if rest.split('/').any(|part| part == "..") {
        return Err(GlobError::Above);
    }
    match rest.strip_prefix("./").map(|rest| rest.trim_start_matches("./")) {
        Some("") => Err(GlobError::Invalid),
        Some(below) => Ok(Cow::Owned(format!("{negation}/{}", below.trim_start_matches('/')))),
        None if rest == "." => Err(GlobError::Invalid),
        None => Ok(Cow::Borrowed(pattern)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn globs(patterns: &[&str]) -> Result<Globs, (usize, GlobError)> {
        Globs::new(patterns.iter().map(|it| (*it).to_owned()).collect())
    }

    #[test]
    fn a_list_of_patterns_is_bounded() {
        assert!(globs(&vec!["a*b*c"; MOST]).is_ok() && globs(&[&"a".repeat(LONGEST)]).is_ok());
        assert!(matches!(globs(&vec!["a*b*c"; MOST + 1]), Err((MOST, GlobError::TooMany))));
        assert!(matches!(globs(&["a", &"{a,b}".repeat(LONGEST)]), Err((1, GlobError::TooLong))));
    }

    #[test]
    fn patterns_are_those_of_gitignore() {
        let base = Path::new("/年报");
        let matches =
            |patterns: &[&str], path: &str| globs(patterns).unwrap().match_path(base, &base.join(path), false);
        assert!(matches(&["归档/"], "归档/2019/报告.md"));
        assert!(matches(&["归档/"], "某局/归档/报告.md"));
        assert!(!matches(&["/归档/"], "某局/归档/报告.md"));
        assert!(matches(&["*.txt"], "某局/报告.txt"));
        assert!(matches(&["某局/**/*.md"], "某局/科室/报告.md"));
        assert!(!matches(&["*.md", "!终稿.md"], "终稿.md"));
        assert!(!matches(&["*.md"], "/别处/报告.md"));
        assert!(!globs(&["*"]).unwrap().match_path(base, base, true));
        assert_eq!(globs(&["a", "[z-a]"]).unwrap_err(), (1, GlobError::Invalid));
    }

    #[test]
    fn a_dot_is_where_patterns_are_relative_to() {
        let base = Path::new("/年报");
        let matches =
            |patterns: &[&str], path: &str| globs(patterns).unwrap().match_path(base, &base.join(path), false);
        assert!(matches(&["./归档/"], "归档/报告.md"));
        assert!(!matches(&["./归档/"], "某局/归档/报告.md"));
        assert!(matches(&["./*.md"], "报告.md"));
        assert!(!matches(&["*.md", "!./终稿.md"], "终稿.md"));
        for nothing in [".", "./", "./."] {
            assert!(globs(&[nothing]).is_err() || !matches(&[nothing], "报告.md"), "{nothing}");
        }
    }

    #[test]
    fn what_would_match_nothing_is_said() {
        for pattern in ["归档\\", "归档\\2019\\", ".\\归档", "归档\\*.md"] {
            assert_eq!(globs(&[pattern]).unwrap_err(), (0, GlobError::Backslash), "{pattern}");
        }
        for pattern in ["../归档", "归档/../*.md", ".."] {
            assert_eq!(globs(&[pattern]).unwrap_err(), (0, GlobError::Above), "{pattern}");
        }
        for pattern in ["/甲\\ 乙.md", "\\#甲.md", "\\!甲.md", "甲\\[1\\].md", "a..b"] {
            assert!(globs(&[pattern]).is_ok(), "{pattern}");
        }
    }

    #[test]
    fn an_empty_base_is_the_root() {
        let everywhere = globs(&["归档/", "/年报/草稿.md"]).unwrap();
        let matches = |path: &str| everywhere.match_path(Path::new(""), Path::new(path), false);
        assert!(matches("/某县/归档/报告.md") && matches("/年报/草稿.md") && !matches("/某县/年报/草稿.md"));
    }
}
