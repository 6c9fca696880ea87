//! Reports progress and partial results of a slow answer to the client, if it has sent tokens for them.

use super::client::Client;
use lsp_types::notification::Notification;
use lsp_types::{ProgressToken, WorkDoneProgress, WorkDoneProgressBegin, WorkDoneProgressEnd, WorkDoneProgressReport};
use serde::Serialize;
use serde_json::{Value, json};

/// `$/progress` with any value: lsp-types lacks partial results.
#[derive(Debug)]
enum Progress {}

impl Notification for Progress {
    type Params = Value;
    const METHOD: &'static str = "$/progress";
}

/// The client's tokens for one answer. Dropping it ends the progress, whether the work was completed or abandoned.
#[derive(Debug)]
pub struct Reporter {
    client: Client,
    work: Option<ProgressToken>,
    parts: Option<ProgressToken>,
    percentage: u32,
}

impl Reporter {
    /// Begins the progress with its title.
    pub fn begin(client: Client, work: Option<ProgressToken>, parts: Option<ProgressToken>, title: &str) -> Self {
        let reporter = Reporter { client, work, parts, percentage: 0 };
        reporter.work(WorkDoneProgress::Begin(WorkDoneProgressBegin {
            title: title.to_owned(),
            cancellable: Some(true),
            percentage: Some(0),
            ..Default::default()
        }));
        reporter
    }

    /// Reports how much is done.
    pub fn done(&mut self, done: usize, all: usize) {
        let percentage = u32::try_from((done * 100).checked_div(all).unwrap_or(100)).unwrap_or(100);
        if percentage != self.percentage {
            self.percentage = percentage;
            self.work(WorkDoneProgress::Report(WorkDoneProgressReport {
                message: Some(format!("{done}/{all}")),
                percentage: Some(percentage),
                ..Default::default()
            }));
        }
    }

    /// Sends a part of the answer; returns it if the client does not accept parts.
    pub fn hand_on<T: Serialize>(&self, part: Vec<T>) -> Vec<T> {
        let Some(token) = &self.parts else { return part };
        if !part.is_empty() {
            self.send(token, json!({ "items": part }));
        }
        Vec::new()
    }

    fn work(&self, progress: WorkDoneProgress) {
        if let (Some(token), Ok(value)) = (&self.work, serde_json::to_value(progress)) {
            self.send(token, value);
        }
    }

    fn send(&self, token: &ProgressToken, value: Value) {
        self.client.notify_blocking::<Progress>(json!({ "token": token, "value": value }));
    }
}

impl Drop for Reporter {
    fn drop(&mut self) {
        self.work(WorkDoneProgress::End(WorkDoneProgressEnd { message: None }));
    }
}
