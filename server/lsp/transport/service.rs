//! Wraps tower-lsp 0.20: keeps messages in order, survives panics, and passes on what tower-lsp would drop.

use super::methods::{DID_CHANGE, DID_OPEN, own_name};
use crate::lsp::panics::{Panicked, survive};
use futures_util::FutureExt;
use lsp_types::notification::{DidChangeTextDocument, DidOpenTextDocument, Notification};
use serde_json::Value;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};
use tower_lsp::{ExitedError, LanguageServer, LspService};
use tower_service::Service;

/// A method that no backend has.
const UNKNOWN: &str = "nianbao/unknown";

/// The service that handles messages, and how it is called.
#[derive(Debug)]
pub struct MessageService<S>(LspService<S>);

/// The future of an answer.
type Answer = Pin<Box<dyn Future<Output = Result<Option<Response>, ExitedError>> + Send>>;

/// The answer to a request.
#[derive(Debug, PartialEq)]
pub enum Reply {
    /// A result as a tree of values, or an error.
    Tree(Response),
    /// A result that is JSON already.
    Json(Id, String),
}

impl Reply {
    /// The request that is answered.
    pub fn id(&self) -> &Id {
        match self {
            Reply::Tree(response) => response.id(),
            Reply::Json(id, _) => id,
        }
    }
}

/// The state of a message.
pub enum Handled {
    /// It is handled; a request has its answer.
    Done(Option<Reply>),
    /// The answer is not ready yet.
    Pending(Pin<Box<dyn Future<Output = Option<Reply>> + Send>>),
}

impl<S: LanguageServer> MessageService<S> {
    /// Wraps `service`.
    pub fn new(service: LspService<S>) -> Self {
        MessageService(service)
    }

    /// Runs the handler of a message synchronously up to its first await, before the next message is handled. So texts
    /// change in the order of the messages, even if answers come later.
    pub fn handle(&mut self, request: Request) -> Handled {
        let id = request.id().cloned();
        let is_json = own_name(request.method()).is_some();
        let unknown = is_passed_over(&request).then(|| request.method().to_owned());
        let reply = move |done: Result<Option<Response>, ExitedError>| Some(reply(done.ok()??, is_json, unknown));
        let mut context = Context::from_waker(Waker::noop());
        // It is always ready except during `initialize`, which completes within its own call.
        let _ = self.0.poll_ready(&mut context);
        let mut answer = Surviving { id, answer: self.0.call(adapted(request)) };
        match Pin::new(&mut answer).poll(&mut context) {
            Poll::Ready(done) => Handled::Done(reply(done)),
            Poll::Pending => Handled::Pending(Box::pin(answer.map(reply))),
        }
    }
}

/// Converts an answer for sending. `unknown` is the method that was asked for if [`UNKNOWN`] stands for it.
fn reply(response: Response, is_json: bool, unknown: Option<String>) -> Reply {
    if !is_json && unknown.is_none() {
        return Reply::Tree(response);
    }
    match (response.into_parts(), unknown) {
        ((id, Ok(Value::String(json))), None) => Reply::Json(id, json),
        ((id, Err(Error { code: ErrorCode::MethodNotFound, message, .. })), Some(method)) => {
            let error = Error { code: ErrorCode::MethodNotFound, message, data: Some(Value::String(method)) };
            Reply::Tree(Response::from_error(id, error))
        }
        ((id, result), _) => Reply::Tree(Response::from_parts(id, result)),
    }
}

/// Whether tower-lsp would pass over a request for its method, though a request always gets an answer.
fn is_passed_over(request: &Request) -> bool {
    request.method().starts_with("$/") && request.id().is_some()
}

/// Adapts a message to tower-lsp.
fn adapted(request: Request) -> Request {
    match request.method() {
        DidOpenTextDocument::METHOD => renamed(request, DID_OPEN),
        DidChangeTextDocument::METHOD => renamed(request, DID_CHANGE),
        "initialize" => with_diagnostics(without_null(request)),
        _ if is_passed_over(&request) => renamed(request, UNKNOWN),
        method => match own_name(method) {
            Some(own) => renamed(request, own),
            None => without_null(request),
        },
    }
}

/// The message under another name, always with parameters, since tower-lsp drops one without.
fn renamed(request: Request, method: &'static str) -> Request {
    let (_, id, params) = request.into_parts();
    let request = Request::build(method).params(params.unwrap_or(Value::Null));
    match id {
        Some(id) => request.id(id).finish(),
        None => request.finish(),
    }
}

/// The request without `"params": null`, which some clients send with `shutdown`.
fn without_null(request: Request) -> Request {
    if !request.params().is_some_and(serde_json::Value::is_null) {
        return request;
    }
    let (method, id, _) = request.into_parts();
    let request = Request::build(method);
    match id {
        Some(id) => request.id(id).finish(),
        None => request.finish(),
    }
}

/// The `initialize` request with `workspace.diagnostics` of the protocol copied to `workspace.diagnostic`, the name in
/// lsp-types 0.94.
fn with_diagnostics(request: Request) -> Request {
    let (method, id, params) = request.into_parts();
    let mut request = Request::build(method);
    if let Some(id) = id {
        request = request.id(id);
    }
    let Some(mut params) = params else { return request.finish() };
    if let Some(workspace) = params.pointer_mut("/capabilities/workspace").and_then(|it| it.as_object_mut())
        && let Some(diagnostics) = workspace.get("diagnostics").cloned()
    {
        workspace.entry("diagnostic").or_insert(diagnostics);
    }
    request.params(params).finish()
}

/// An answer that becomes an error if its handler panics.
struct Surviving {
    id: Option<Id>,
    answer: Answer,
}

impl Future for Surviving {
    type Output = Result<Option<Response>, ExitedError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match survive(|| self.answer.as_mut().poll(cx)) {
            Ok(polled) => polled,
            Err(Panicked(what)) => {
                tracing::error!("a handler panicked: {what}");
                Poll::Ready(Ok(self.id.take().map(|id| Response::from_error(id, Error::internal_error()))))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panicking_handler_answers_an_error() {
        let answer: Answer = Box::pin(async { panic!("a fault") });
        let mut answer = Surviving { id: Some(Id::Number(7)), answer };
        let Poll::Ready(Ok(Some(response))) = Pin::new(&mut answer).poll(&mut Context::from_waker(Waker::noop()))
        else {
            panic!("no answer");
        };
        assert_eq!(response.id(), &Id::Number(7));
        assert_eq!(response.error(), Some(&Error::internal_error()));
    }

    #[test]
    fn the_capability_that_lsp_types_misnames_is_read() {
        let initialize = |workspace| {
            let params = serde_json::json!({"capabilities": {"workspace": workspace}});
            Request::build("initialize").params(params).id(1).finish()
        };
        let refresh = serde_json::json!({"refreshSupport": true});
        let request = with_diagnostics(initialize(serde_json::json!({"diagnostics": refresh})));
        let read: lsp_types::InitializeParams = serde_json::from_value(request.params().unwrap().clone()).unwrap();
        assert_eq!(read.capabilities.workspace.unwrap().diagnostic.unwrap().refresh_support, Some(true));
        assert_eq!(request.id(), Some(&Id::Number(1)));
        for other in [initialize(serde_json::json!(null)), Request::build("initialize").id(1).finish()] {
            assert_eq!(with_diagnostics(other.clone()), other);
        }
    }

    #[test]
    fn what_is_said_of_a_text_always_arrives() {
        for (name, other) in [("textDocument/didOpen", DID_OPEN), ("textDocument/didChange", DID_CHANGE)] {
            let params = serde_json::json!({"textDocument": 1});
            let request = adapted(Request::build(name).params(params.clone()).finish());
            assert_eq!(request, Request::build(other).params(params).finish());
            let without = adapted(Request::build(name).finish());
            assert_eq!(without, Request::build(other).params(Value::Null).finish());
        }
    }

    #[test]
    fn only_requests_need_an_answer() {
        let notification = Request::build("$/setTrace").params(Value::Null).finish();
        assert_eq!(adapted(notification).method(), "$/setTrace");
        let request = adapted(Request::build("$/nothing").id(1).finish());
        assert_eq!((request.method(), request.id()), (UNKNOWN, Some(&Id::Number(1))));
    }

    #[test]
    fn json_is_not_made_a_tree() {
        let of = |result: tower_lsp::jsonrpc::Result<Value>| Response::from_parts(Id::Number(1), result);
        assert_eq!(reply(of(Ok("[]".into())), true, None), Reply::Json(Id::Number(1), "[]".to_owned()));
        for (result, is_json) in
            [(Ok("[]".into()), false), (Ok(Value::Null), true), (Err(Error::internal_error()), true)]
        {
            assert_eq!(reply(of(result.clone()), is_json, None), Reply::Tree(of(result)));
        }
    }

    #[test]
    fn null_parameters_are_none() {
        let shutdown = without_null(Request::build("shutdown").params(serde_json::Value::Null).id(1).finish());
        assert_eq!(shutdown, Request::build("shutdown").id(1).finish());
        let other = Request::build("textDocument/hover").params(serde_json::json!({})).id(1).finish();
        assert_eq!(without_null(other.clone()), other);
    }
}
