//! Stands between tower-lsp 0.20 and the backend: keeps the order of messages, survives panics. Knows nothing of
//! drafts.

use super::backend::Backend;
use std::any::Any;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use tower_lsp::jsonrpc::{Error, Id, Request, Response};
use tower_lsp::{ExitedError, LspService};
use tower_service::Service;

/// The service with its guard around it.
#[derive(Debug)]
pub struct Guard(LspService<Backend>);

/// What answers a message.
type Answer = Pin<Box<dyn Future<Output = Result<Option<Response>, ExitedError>> + Send>>;

/// What became of a message.
pub enum Handled {
    /// It is handled; a request has its answer.
    Done(Option<Response>),
    /// The answer takes its time.
    Pending(Answer),
}

impl Guard {
    /// Guards `service`.
    pub fn new(service: LspService<Backend>) -> Self {
        Guard(service)
    }

    /// Handles a message up to its handler's first await, here and now, before the next message is looked at. So texts
    /// change in the order of the messages, however the answers come later.
    pub fn handle(&mut self, request: Request) -> Handled {
        let id = request.id().cloned();
        let mut context = Context::from_waker(Waker::noop());
        // It is ready but while `initialize` is under way, which ends within its own call.
        let _ = self.0.poll_ready(&mut context);
        let mut answer = Surviving { id, answer: self.0.call(with_diagnostics(without_null(request))) };
        match Pin::new(&mut answer).poll(&mut context) {
            Poll::Ready(done) => Handled::Done(done.ok().flatten()),
            Poll::Pending => Handled::Pending(Box::pin(answer)),
        }
    }
}

/// The same request; `"params": null`, which some clients send with `shutdown`, counts as no parameters.
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

/// The same request; in `initialize` what the protocol calls `workspace.diagnostics` is also `workspace.diagnostic`, which
/// is the name that lsp-types 0.94 reads.
fn with_diagnostics(request: Request) -> Request {
    if request.method() != "initialize" {
        return request;
    }
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

/// An answer that is an error when its handler panics, instead of the end of the server.
struct Surviving {
    id: Option<Id>,
    answer: Answer,
}

impl Future for Surviving {
    type Output = Result<Option<Response>, ExitedError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match catch_unwind(AssertUnwindSafe(|| self.answer.as_mut().poll(cx))) {
            Ok(polled) => polled,
            Err(panic) => {
                tracing::error!("a handler panicked: {}", panic_message(&*panic));
                Poll::Ready(Ok(self.id.take().map(|id| Response::from_error(id, Error::internal_error()))))
            }
        }
    }
}

/// What a panic said.
pub fn panic_message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
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
    fn null_parameters_are_none() {
        let shutdown = without_null(Request::build("shutdown").params(serde_json::Value::Null).id(1).finish());
        assert_eq!(shutdown, Request::build("shutdown").id(1).finish());
        let other = Request::build("textDocument/hover").params(serde_json::json!({})).id(1).finish();
        assert_eq!(without_null(other.clone()), other);
    }
}
