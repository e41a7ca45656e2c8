//! A cell with a value that closures borrow, one at a time, whatever they do. It guards against
//! panics, not against threads.

use std::{
    cell::RefCell,
    panic::{AssertUnwindSafe, catch_unwind},
};

/// A value with one borrower at a time.
#[derive(Debug, Default)]
pub struct GuardedCell<T>(RefCell<T>);

impl<T> GuardedCell<T> {
    /// Keeps `value`.
    pub const fn new(value: T) -> Self {
        Self(RefCell::new(value))
    }

    /// Lets `action` borrow the value. `None` where that panicked, or is run by another borrower: what
    /// was to be decided was not, and must be refused.
    pub fn with<R>(&self, action: impl FnOnce(&mut T) -> R) -> Option<R> {
        let lend = || {
            self.0
                .try_borrow_mut()
                .ok()
                .map(|mut value| action(&mut value))
        };
        catch_unwind(AssertUnwindSafe(lend)).ok().flatten()
    }

    /// The same for an action that has nothing to panic of: nothing catches it.
    #[inline]
    pub fn with_plainly<R>(&self, action: impl FnOnce(&mut T) -> R) -> Option<R> {
        let mut value = self.0.try_borrow_mut().ok()?;
        Some(action(&mut value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_no_answer_and_the_next_borrower_gets_one() {
        let cell = GuardedCell::new(1);
        assert_eq!(cell.with(|_| -> i32 { panic!("on purpose") }), None);
        assert_eq!(cell.with(|value| *value), Some(1));
    }

    #[test]
    fn a_borrower_inside_another_gets_nothing() {
        let cell = GuardedCell::new(1);
        assert_eq!(cell.with(|_| cell.with(|value| *value)), Some(None));
        assert_eq!(cell.with(|_| cell.with_plainly(|value| *value)), Some(None));
        assert_eq!(cell.with_plainly(|_| cell.with(|value| *value)), Some(None));
    }
}
