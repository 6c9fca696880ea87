//! The pages of the rules, to which a diagnostic links: files on this machine, so that they are there without a network.

use crate::rules::Rule;
use lsp_types::Url;

/// The option of `initialize` in which an editor names the folder of the pages that came with its extension, as a URL.
pub const RULE_PAGES: &str = "rulePages";

/// A folder with a page for each rule. It is the same for a whole session, which is all that a process serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RulePages(&'static str);

impl RulePages {
    /// The pages in a folder on this machine; `None` for anything else.
    pub fn at(folder: &Url) -> Option<Self> {
        let is_local = folder.scheme() == "file" && folder.query().is_none() && folder.fragment().is_none();
        is_local.then(|| RulePages(Box::leak(folder.as_str().trim_end_matches('/').into())))
    }

    /// The page of a rule.
    pub fn of(self, rule: &Rule) -> Option<Url> {
        Url::parse(&format!("{}/{}", self.0, page_of(rule))).ok()
    }
}

/// The name of a rule's page in such a folder.
pub fn page_of(rule: &Rule) -> String {
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
}
