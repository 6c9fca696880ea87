//! The diagnostics of a document: of a draft, or of a `nianbao.toml`.

use super::workspace::project_file;
use crate::check::Draft;
use crate::protocol::{self, NegotiatedCapabilities};
use lsp_types::{Diagnostic, Url};

/// The diagnostics of a document.
pub fn diagnostics(draft: &Draft, url: &Url, agreed: NegotiatedCapabilities) -> Vec<Diagnostic> {
    match project_file(url) {
        Some(_) => protocol::settings(draft.buffer(), agreed),
        None => protocol::diagnostics(&draft.snapshot(), url, agreed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words that make a rule panic on purpose (`rules/unfinished.rs`).
    #[test]
    fn a_rule_that_panics_is_told_as_any_other_finding() {
        let text = "云溪县教育局2024年政府信息公开工作年度报告\n\n一、总体情况\n\n2024年，本机关举行第13次演练。\n\n\
                    五、存在的主要问题及改进情况\n\n无。\n";
        let draft = Draft::new(text, 1);
        let url = Url::parse("file:///a.md").expect("a URL");
        let all = diagnostics(&draft, &url, NegotiatedCapabilities::default());
        let named = all.iter().filter(|it| it.message.contains("程序出错")).count();
        assert!(named == 1 && all.len() > 1, "{all:?}");
        assert_eq!(all.len(), draft.snapshot().findings().count());
    }
}
