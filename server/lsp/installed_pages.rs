//! The pages of the rules that were installed with the program.

use crate::protocol::{RulePages, page_of};
use crate::rules::RULES;
use lsp_types::Url;
use std::path::Path;

/// The folder beside the program, and the one where systems keep what is the same on all machines.
const BESIDE: [&str; 2] = ["rules", "../share/nianbao/rules"];

/// The pages that were installed with a program; looks on the disk.
pub fn beside(program: &Path) -> Option<RulePages> {
    let folders = BESIDE.iter().filter_map(|folder| program.parent()?.join(folder).canonicalize().ok());
    let mut with_pages = folders.filter(|folder| RULES.iter().all(|rule| folder.join(page_of(rule)).is_file()));
    RulePages::at(&Url::from_directory_path(with_pages.next()?).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_beside_a_program_count_if_all_are_there() {
        let folder = tempfile::tempdir().unwrap();
        let (program, pages) = (folder.path().join("bin/nianbao"), folder.path().join("share/nianbao/rules"));
        std::fs::create_dir_all(folder.path().join("bin")).unwrap();
        std::fs::create_dir_all(&pages).unwrap();
        RULES[1..].iter().for_each(|rule| std::fs::write(pages.join(page_of(rule)), "").unwrap());
        assert_eq!(beside(&program), None);
        std::fs::write(pages.join(page_of(RULES[0])), "").unwrap();
        let found = beside(&program).and_then(|pages| pages.of(RULES[0])).unwrap();
        assert!(found.to_file_path().unwrap().is_file());
    }
}
