//! The formats of what the commands print, one file each.

pub mod aligned;
mod concise;
mod excerpt;
mod file;
mod finding_identity;
mod format;
mod full;
mod github;
mod gitlab;
pub mod grouped;
mod json;
mod json_lines;
mod junit;
mod office;
pub mod page;
mod place;
mod project_path;
mod rdjson;
mod record;
mod rule;
mod sarif;
mod statistics;
pub mod summary;
mod text;
mod workbook;

pub use file::File;
pub use finding_identity::FindingIdentity;
pub use format::Format;
pub use place::of_finding;
pub use record::json as to_json;
pub use rule::{RuleFormat, RuleRecord};
pub use statistics::render as statistics;
pub use text::width;
pub use workbook::workbook;

/// Handmade findings for tests.
#[cfg(test)]
pub mod samples {
    use super::File;
    use crate::files::{Certainty, FilePlaces};
    use crate::rules::{Finding, Fix, Fixes, Note, Rule, Sees, Severity, Subject};
    use crate::text::Edit;

    pub static ROW_TOTAL: Rule = Rule {
        name: "row-total",
        title: "一行的总计与各栏之和不符",
        severity: Severity::Error,
        fixes: Fixes::Unsafe,
        sees: Sees::Report,
        since: "0.1.0",
        docs: "总计应当等于各栏之和。\n",
    };

    pub const TEXT: &str = "# 某某县教育局2024年政府信息公开工作年度报告\n| （七）总计 | 266 | 26 | 291 |\n";

    static NO_PLACES: std::sync::LazyLock<FilePlaces> = std::sync::LazyLock::new(FilePlaces::default);

    /// A text file with findings.
    pub fn file<'a>(text: &'a str, findings: &'a [Finding]) -> File<'a> {
        File { name: "报告.md", text, places: &NO_PLACES, certainty: Certainty::Certain, reports: &[], findings }
    }

    /// A finding as the rule would report it about [`TEXT`].
    pub fn finding() -> Finding {
        let place = |number: &str| {
            let start = TEXT.find(number).unwrap();
            start..start + number.len()
        };
        let note = |message: &str, number| Note { message: message.to_owned(), range: place(number) };
        Finding {
            rule: &ROW_TOTAL,
            severity: Severity::Error,
            report: 0,
            subject: Subject::Text,
            range: place("291"),
            message: "“总计”应为 292，表中为 291".to_owned(),
            notes: vec![
                note("自然人", "266"),
                note("法人或其他组织", "26 |"),
                note("自然人 266 + 法人或其他组织 26 = 292", "291"),
            ],
            fixes: vec![Fix {
                title: "改为 292".to_owned(), edits: vec![Edit::new(place("291"), "292")], safe: false
            }],
        }
    }
}
