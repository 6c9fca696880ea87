//! Code actions: lists them, and computes their edits when the client resolves one.

use super::requests::{Requests, written};
use crate::check::Snapshot;
use crate::protocol::{self, ActionData, RangeQuery, Resolved};
use lsp_types::{CodeAction, CodeActionParams, CodeActionTriggerKind, MessageType};
use tower_lsp::jsonrpc::{Error, Result};

impl Requests {
    /// The code actions in a range of a draft, as JSON.
    pub async fn code_actions(&self, params: CodeActionParams) -> Result<Option<String>> {
        let (url, range) = (params.text_document.uri.clone(), params.range);
        let wants = move |snapshot: &Snapshot, agreed| protocol::begins_with_last_year(snapshot, range, agreed);
        let is_automatic = params.context.trigger_kind == Some(CodeActionTriggerKind::AUTOMATIC);
        let (workspace, drafts) = (self.workspace.clone(), self.drafts.clone());
        let actions = move |snapshot: &Snapshot, agreed| {
            let url = &params.text_document.uri;
            let query = RangeQuery { snapshot, url, range, agreed };
            written(&protocol::actions(query, &params.context, &|| workspace.target(url, &drafts)))
        };
        // Editors ask by themselves wherever the cursor goes.
        let actions = match is_automatic {
            true => self.read_so_far(&url, wants, actions).await?,
            false => self.read_knowing(&url, wants, actions).await?,
        };
        actions.transpose()
    }

    /// The action with its edit; unchanged if it has one already, or is not one of ours. If the edit would do harm the
    /// action stays without it, and the user is told.
    ///
    /// # Errors
    /// If the draft has changed since the action was listed.
    pub async fn resolved(&self, mut action: CodeAction) -> Result<CodeAction> {
        let Some(data) = ActionData::of(&action) else { return Ok(action) };
        let (url, range, title) = (data.uri.clone(), data.range, action.title.clone());
        let wants = move |snapshot: &Snapshot, agreed| protocol::begins_with_last_year(snapshot, range, agreed);
        let (workspace, drafts) = (self.workspace.clone(), self.drafts.clone());
        let resolved = move |snapshot: &Snapshot, agreed| {
            let url = &data.uri;
            let query = RangeQuery { snapshot, url, range, agreed };
            protocol::resolved(query, &data, &title, &|| workspace.target(url, &drafts))
        };
        match self.read_knowing(&url, wants, resolved).await? {
            Some(Resolved::Edit(edit)) => action.edit = Some(edit),
            Some(Resolved::Nothing) => {}
            Some(Resolved::Refused) => {
                let why = "试改后重读草稿，问题仍在，或别处的数字、结构会随之改变。草稿没有改动，请手工修改";
                self.client.show(MessageType::INFO, format!("nianbao 没有执行“{}”：{why}。", action.title));
            }
            Some(Resolved::Modified) | None => return Err(Error::content_modified()),
        }
        Ok(action)
    }
}
