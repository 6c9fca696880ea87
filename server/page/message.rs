//! Messages: a method with its parameters, and the answer.

use serde::Deserialize;
use serde_json::{Value, json};

/// A question to a session.
#[derive(Debug, Deserialize)]
pub struct PageMessage {
    /// What is asked, as the Language Server Protocol names it.
    pub method: String,
    /// About what.
    #[serde(default)]
    pub params: Value,
}

/// What cannot be answered, in Chinese.
#[derive(Debug, PartialEq, Eq)]
pub struct Unanswered(pub String);

impl<E: std::fmt::Display> From<E> for Unanswered {
    fn from(error: E) -> Self {
        Unanswered(error.to_string())
    }
}

/// An answer as JSON: an object with the `result`, or with the `error` in words.
pub fn answer(answer: Result<Value, Unanswered>) -> String {
    match answer {
        Ok(result) => json!({"result": result}),
        Err(Unanswered(error)) => json!({"error": error}),
    }
    .to_string()
}
