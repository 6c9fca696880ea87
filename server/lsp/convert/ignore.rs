//! “忽略这一条” in the protocol's terms: a comment in the draft, or an exception in a `nianbao.toml`.

use super::actions::{is_wanted, text_edit};
use super::diagnostics::diagnostic;
use super::negotiated::NegotiatedCapabilities;
use super::positions::{self, Positions};
use crate::check::Snapshot;
use crate::config::amend;
use crate::ide::actions::ActionKind;
use crate::lsp::workspace::Target;
use crate::rules::Finding;
use crate::text::Buffer;
use lsp_types::{
    CodeAction, CodeActionContext, CodeActionKind, CodeActionOrCommand, CreateFile, DocumentChangeOperation,
    DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, Range, ResourceOp, TextDocumentEdit, TextEdit,
    Url, WorkspaceEdit,
};
use std::collections::HashMap;

/// The actions that except the findings in a range; those of a finding that no comment can except go to the target.
pub fn ignores(
    snapshot: &Snapshot,
    url: &Url,
    range: Range,
    context: &CodeActionContext,
    agreed: NegotiatedCapabilities,
    comments: bool,
    target: impl Fn() -> Option<Target>,
) -> Vec<CodeActionOrCommand> {
    if !agreed.actions.literals || !is_wanted(context.only.as_deref(), ActionKind::QuickFix) {
        return Vec::new();
    }
    let (state, range) = positions::around(snapshot, range, agreed);
    let mut places = Positions::of(snapshot, &state, agreed);
    let touches = |finding: &Finding| finding.range.start <= range.end && range.start <= finding.range.end;
    let findings = state.checked.findings.iter().enumerate().filter(|(_, finding)| touches(finding));
    findings
        .filter_map(|(index, finding)| {
            let name = finding.rule.name;
            let comment = comments.then(|| state.ignore(index)).flatten();
            let (title, edit) = match comment.map(|edit| text_edit(&mut places, edit)) {
                Some(edit) => (
                    format!("忽略这一条（{name}，写成注释）"),
                    edited(url.clone(), Some(snapshot.buffer().version()), vec![edit], agreed),
                ),
                None => (
                    format!("忽略这一条（这个文件不查 {name}，写入 nianbao.toml）"),
                    excepted(target()?, name, agreed)?,
                ),
            };
            Some(CodeActionOrCommand::CodeAction(CodeAction {
                title,
                kind: Some(CodeActionKind::QUICKFIX),
                diagnostics: Some(vec![diagnostic(&mut places, 0, finding, url, agreed)]),
                edit: Some(edit),
                ..Default::default()
            }))
        })
        .collect()
}

fn edited(uri: Url, version: Option<i32>, edits: Vec<TextEdit>, agreed: NegotiatedCapabilities) -> WorkspaceEdit {
    if !agreed.actions.document_changes {
        return WorkspaceEdit::new(HashMap::from([(uri, edits)]));
    }
    let changes = DocumentChanges::Edits(vec![document_edit(uri, version, edits)]);
    WorkspaceEdit { document_changes: Some(changes), ..Default::default() }
}

fn document_edit(uri: Url, version: Option<i32>, edits: Vec<TextEdit>) -> TextDocumentEdit {
    let text_document = OptionalVersionedTextDocumentIdentifier { uri, version };
    TextDocumentEdit { text_document, edits: edits.into_iter().map(OneOf::Left).collect() }
}

/// The edit that excepts the target's draft from a rule. A file that is not there is created by an editor that can.
fn excepted(target: Target, rule: &str, agreed: NegotiatedCapabilities) -> Option<WorkspaceEdit> {
    let is_new = target.buffer.is_none();
    let buffer = target.buffer.unwrap_or_else(|| Buffer::new("", 0));
    let edit = amend::except(&buffer.to_string(), &target.pattern, rule)?;
    let edit = text_edit(&mut Positions::new(&buffer, agreed.encoding), edit);
    if !is_new {
        return Some(edited(target.url, target.version, vec![edit], agreed));
    }
    if !agreed.actions.creates_files {
        return None;
    }
    let create = CreateFile { uri: target.url.clone(), options: None, annotation_id: None };
    let operations = vec![
        DocumentChangeOperation::Op(ResourceOp::Create(create)),
        DocumentChangeOperation::Edit(document_edit(target.url, None, vec![edit])),
    ];
    Some(WorkspaceEdit { document_changes: Some(DocumentChanges::Operations(operations)), ..Default::default() })
}
