//! How much is read again to try repairs: a draft with more to mend than that is mended in part.

use crate::text::stop;
use std::cell::Cell;

/// How many bytes may still be read again.
#[derive(Debug)]
pub struct Reading {
    left: Cell<usize>,
    /// Whether more were wanted than there were.
    is_over: Cell<bool>,
}

impl Reading {
    /// So many bytes.
    pub fn of(bytes: usize) -> Self {
        Reading { left: Cell::new(bytes), is_over: Cell::new(false) }
    }

    /// As many as are wanted.
    pub fn unbounded() -> Self {
        Reading::of(usize::MAX)
    }

    /// Takes so many bytes; false where too much was read already.
    pub fn take(&self, bytes: usize) -> bool {
        stop::here();
        self.is_over.set(self.is_over() || self.left.get() == 0);
        self.left.set(self.left.get().saturating_sub(bytes));
        !self.is_over()
    }

    /// Whether something was not read for it.
    pub fn is_over(&self) -> bool {
        self.is_over.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_again_is_counted() {
        let reading = Reading::of(10);
        assert!(reading.take(6) && reading.take(6) && !reading.is_over(), "the last may be longer than what is left");
        assert!(!reading.take(1) && reading.is_over());
    }
}
