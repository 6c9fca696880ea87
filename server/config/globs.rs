//! File patterns in the syntax of `.gitignore`.

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::path::Path;

/// File patterns.
#[derive(Debug, Clone)]
pub struct Globs {
    patterns: Vec<String>,
    matcher: Gitignore,
}

impl Globs {
    /// Compiles patterns.
    ///
    /// # Errors
    /// The index of the first invalid pattern.
    pub fn new(patterns: Vec<String>) -> Result<Self, usize> {
        // The matcher's own root is empty: paths are made relative before matching.
        let mut builder = GitignoreBuilder::new("");
        for (index, pattern) in patterns.iter().enumerate() {
            builder.add_line(None, pattern).map_err(|_| index)?;
        }
        let matcher = builder.build().map_err(|_| patterns.len().saturating_sub(1))?;
        Ok(Globs { patterns, matcher })
    }

    /// The patterns as written.
    pub fn patterns(&self) -> &[String] {
        &self.patterns
    }

    /// Whether a file or folder, or a folder that contains it, matches; `base` is the folder to which the patterns are
    /// relative. Paths elsewhere never match.
    pub fn match_path(&self, base: &Path, path: &Path, is_folder: bool) -> bool {
        let Ok(relative) = path.strip_prefix(base) else { return false };
        !relative.as_os_str().is_empty() && self.matcher.matched_path_or_any_parents(relative, is_folder).is_ignore()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_those_of_gitignore() {
        let globs = |patterns: &[&str]| Globs::new(patterns.iter().map(|it| (*it).to_owned()).collect());
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
        assert_eq!(globs(&["a", "[z-a]"]).unwrap_err(), 1);
    }
}
