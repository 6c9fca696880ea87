//! The pages of the rules, to which a diagnostic links: files on this machine, so that they are there without a network.

use crate::rules::Rule;
use lsp_types::Url;
use std::path::Path;

/// The option of `initialize` in which an editor names the folder of the pages that came with its extension, as a URL.
pub const RULE_PAGES: &str = "rulePages";

/// The folder beside the program, and the one where systems keep what is the same on all machines.
const BESIDE: [&str; 2] = ["rules", "../share/nianbao/rules"];

/// A folder with a page for each rule. It is the same for a whole session, which is all that a process serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RulePages(&'static str);

impl RulePages {
    /// The pages in a folder on this machine; `None` for anything else.
    pub fn at(folder: &Url) -> Option<Self> {
        let is_local = folder.scheme() == "file" && folder.query().is_none() && folder.fragment().is_none();
        is_local.then(|| RulePages(Box::leak(folder.as_str().trim_end_matches('/').into())))
    }

    /// The pages that were installed with a program; looks on the disk.
    pub fn beside(program: &Path) -> Option<Self> {
        let folders = BESIDE.iter().filter_map(|folder| program.parent()?.join(folder).canonicalize().ok());
        let mut with_pages =
            folders.filter(|folder| crate::rules::RULES.iter().all(|rule| folder.join(page(rule)).is_file()));
        RulePages::at(&Url::from_directory_path(with_pages.next()?).ok()?)
    }

    /// The page of a rule.
    pub fn of(self, rule: &Rule) -> Option<Url> {
        Url::parse(&format!("{}/{}", self.0, page(rule))).ok()
    }
}

/// The name of a rule's page.
fn page(rule: &Rule) -> String {
    format!("{}.md", rule.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RULES;

    #[test]
    fn pages_are_files_on_this_machine() {
        let at = |folder: &str| RulePages::at(&Url::parse(folder).unwrap());
        let name = RULES[0].name;
        for folder in ["file:///a%20b/rules", "file:///a%20b/rules/"] {
            let page = at(folder).and_then(|pages| pages.of(RULES[0]));
            assert_eq!(page.map(String::from), Some(format!("file:///a%20b/rules/{name}.md")));
        }
        for folder in ["https://example.com/rules", "command:rules", "file:///rules?a", "file:///rules#a"] {
            assert_eq!(at(folder), None, "{folder}");
        }
    }

    #[test]
    fn pages_beside_a_program_count_if_all_are_there() {
        let folder = tempfile::tempdir().unwrap();
        let (program, pages) = (folder.path().join("bin/nianbao"), folder.path().join("share/nianbao/rules"));
        std::fs::create_dir_all(folder.path().join("bin")).unwrap();
        std::fs::create_dir_all(&pages).unwrap();
        RULES[1..].iter().for_each(|rule| std::fs::write(pages.join(page(rule)), "").unwrap());
        assert_eq!(RulePages::beside(&program), None);
        std::fs::write(pages.join(page(RULES[0])), "").unwrap();
        let found = RulePages::beside(&program).and_then(|pages| pages.of(RULES[0])).unwrap();
        assert!(found.to_file_path().unwrap().is_file());
    }
}
