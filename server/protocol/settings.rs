//! Converts the problems of a `nianbao.toml` to diagnostics.

use super::diagnostics::{MOST, more};
use super::negotiated::NegotiatedCapabilities;
use super::positions::Positions;
use crate::config::{self, Problem, Project};
use crate::text::{Buffer, system_error, visible};
use lsp_types::{Diagnostic, DiagnosticSeverity, NumberOrString};

/// The code of these diagnostics, in place of a rule's name.
const CODE: &str = "settings";

/// The problems with the settings in a text.
pub fn settings(buffer: &Buffer, agreed: NegotiatedCapabilities) -> Vec<Diagnostic> {
    let (_, problems) = config::toml(&buffer.to_string());
    diagnostics(buffer, &problems, agreed)
}

fn diagnostics(buffer: &Buffer, problems: &[Problem], agreed: NegotiatedCapabilities) -> Vec<Diagnostic> {
    let mut places = Positions::new(buffer, agreed.encoding);
    let left = problems.len().saturating_sub(MOST);
    let told = problems.iter().take(MOST);
    let told = told.map(|problem| Diagnostic {
        range: places.range(&problem.range),
        message: message(problem),
        ..diagnostic()
    });
    (left > 0).then(|| more(left)).into_iter().chain(told).collect()
}

/// The problems of a file on disk.
pub fn project(project: &Project, agreed: NegotiatedCapabilities) -> Vec<Diagnostic> {
    if let Some(reason) = &project.unreadable {
        return vec![Diagnostic {
            message: format!("无法读取设置：{}", system_error::reason(reason)), ..diagnostic()
        }];
    }
    diagnostics(&Buffer::new(&project.text, 0), &project.problems, agreed)
}

fn message(problem: &Problem) -> String {
    let message = match problem.key.as_str() {
        "" => &problem.message,
        key => &format!("{key}：{}", problem.message),
    };
    visible::lines(message).into_owned()
}

fn diagnostic() -> Diagnostic {
    Diagnostic {
        severity: Some(DiagnosticSeverity::ERROR),
        code: Some(NumberOrString::String(CODE.to_owned())),
        source: Some(env!("CARGO_PKG_NAME").to_owned()),
        ..Default::default()
    }
}
