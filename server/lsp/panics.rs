//! Turns panics into messages. A rule that panics on one text must not take down the server or the other drafts.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A panic, with its message.
#[derive(Debug, PartialEq, Eq)]
pub struct Panicked(pub String);

/// Does `work`, catching panics.
///
/// # Errors
/// If it panics.
pub fn survive<T>(work: impl FnOnce() -> T) -> Result<T, Panicked> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| Panicked(message(&*panic).to_owned()))
}

fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error() {
        assert_eq!(survive(|| 1), Ok(1));
        assert_eq!(survive(|| -> u8 { panic!("rule {}", 3) }), Err(Panicked("rule 3".into())));
        assert_eq!(survive(|| -> u8 { panic!("plain") }), Err(Panicked("plain".into())));
    }
}
