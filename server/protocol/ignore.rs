//! Converts “忽略“…””: a comment in the draft, or an exception in a `nianbao.toml`.

use super::actions::{Listed, OfferId, RangeQuery, text_edit};
use super::diagnostics::diagnostic;
use super::negotiated::NegotiatedCapabilities;
use super::positions::Positions;
use crate::check::{Language, View};
use crate::config::amend;
use crate::text::{Buffer, stop};
use lsp_types::{
    CodeAction, CodeActionKind, CreateFile, DocumentChangeOperation, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, ResourceOp, TextDocumentEdit, TextEdit, Url, WorkspaceEdit,
};
use std::cell::OnceCell;
use std::collections::HashMap;

/// The `nianbao.toml` to which an exception is added.
#[derive(Debug)]
pub struct Target {
    /// The file.
    pub url: Url,
    /// Its text; `None` if it has to be created.
    pub buffer: Option<Buffer>,
    /// The version of its text, if it is open.
    pub version: Option<i32>,
    /// The pattern that matches the draft.
    pub pattern: String,
}

/// Gives the settings file for exceptions of the draft; `None` if there is none.
pub type Targets<'a> = dyn Fn() -> Option<Target> + 'a;

/// Lists the ways to suppress the findings in a range of a view: a comment if one is possible, else an exception in the
/// target.
pub fn list(
    query: RangeQuery<'_>,
    (view, range): (&View, &std::ops::Range<usize>),
    target: &Targets<'_>,
    mut tell: impl FnMut(Listed<'_>),
) {
    let RangeQuery { snapshot, url, agreed, .. } = query;
    let mut places = Positions::of(snapshot, view, agreed);
    // All findings have the same text, and the same file for exceptions.
    let region = (snapshot.language() != Language::Plain).then(|| view.region());
    let can_except = OnceCell::new();
    let excepts = || target().is_some_and(|target| target.buffer.is_some() || agreed.actions.creates_files);
    for (at, (index, finding)) in view.touched(range).enumerate() {
        stop::here();
        let (name, what) = (finding.rule.name, finding.rule.title);
        let has_place = region.as_ref().is_some_and(|region| view.place_to_ignore(region, index).is_some());
        let title = if has_place {
            format!("忽略“{what}”（写成注释）")
        } else if *can_except.get_or_init(excepts) {
            format!("忽略“{what}”（这个文件不查这一项，写入 nianbao.toml）")
        } else {
            continue;
        };
        let make = || {
            if !has_place {
                return excepted(target()?, name, agreed);
            }
            let edit = text_edit(&mut Positions::of(snapshot, view, agreed), view.ignore(index)?);
            Some(edited(url.clone(), Some(snapshot.buffer().version()), vec![edit], agreed))
        };
        let action = CodeAction {
            title,
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![diagnostic(&mut places, 0, finding, url, agreed)]),
            ..Default::default()
        };
        tell(Listed { id: OfferId::Ignore(at), action, make: &make });
    }
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

/// The edit that excepts the target's draft from a rule. If the file does not exist, it is created by editors that
/// support that.
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
