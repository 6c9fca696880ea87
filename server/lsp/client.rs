//! Requests and notifications to the client.
//!
//! tower-lsp 0.20 drops the handler of a request that the client cancels, and panics at the response to a request whose
//! sender was dropped. Therefore a request to the client is sent from a task of its own, which no cancellation reaches,
//! and only from this file.

use crate::text::visible;
use lsp_types::notification::Notification;
use lsp_types::request::Request;
use lsp_types::{MessageType, ShowMessageParams, notification::ShowMessage};
use tokio::runtime::Handle;
use tower_lsp::jsonrpc::{Error, Result};

/// A handle to the client; clones share the connection.
#[derive(Debug, Clone)]
pub struct Client {
    client: tower_lsp::Client,
    runtime: Handle,
}

impl Client {
    /// Wraps tower-lsp's client; requests are sent from `runtime`.
    pub fn new(client: tower_lsp::Client, runtime: Handle) -> Self {
        Client { client, runtime }
    }

    /// Sends a request and waits for the response.
    ///
    /// # Errors
    /// If the client answers with an error, or with a result of another type.
    pub async fn request<R>(&self, params: R::Params) -> Result<R::Result>
    where
        R: Request<Params: Send + 'static, Result: Send + 'static> + 'static,
    {
        let client = self.client.clone();
        let response = self.runtime.spawn(async move { client.send_request::<R>(params).await });
        response.await.unwrap_or_else(|error| {
            tracing::error!("a request to the client failed: {error}");
            Err(Error::internal_error())
        })
    }

    /// Sends a request in the background and ignores its response.
    pub fn request_only<R>(&self, params: R::Params)
    where
        R: Request<Params: Send + 'static, Result: Send + 'static> + 'static,
    {
        let client = self.client.clone();
        self.runtime.spawn(async move {
            if let Err(error) = client.send_request::<R>(params).await {
                tracing::warn!(method = R::METHOD, "the client refuses: {error}");
            }
        });
    }

    /// Shows the user a message, in the background.
    pub fn show(&self, typ: MessageType, message: String) {
        let client = self.client.clone();
        let params = ShowMessageParams { typ, message: visible::lines(&message).into_owned() };
        self.runtime.spawn(async move { client.send_notification::<ShowMessage>(params).await });
    }

    /// Sends a notification from a thread that may block until there is room for it.
    pub fn notify_blocking<N: Notification>(&self, params: N::Params) {
        self.runtime.block_on(self.client.send_notification::<N>(params));
    }
}
