//! What the boundary keeps for each thread of PHP: of cells, as `thread_local!` has it. What code on other
//! threads may come to is not kept in this way.

pub(in crate::php) use super::many_threads::{PerThread, kept};
use crate::core::guarded_cell::GuardedCell;
use std::cell::{Cell, RefCell};

/// Declares such values, as `thread_local!` does.
macro_rules! per_thread {
    ($($(#[$attribute:meta])* $visibility:vis static $name:ident: $type:ty = $value:expr;)+) => {
        $(
            $(#[$attribute])*
            $visibility static $name: $crate::php::sys::PerThread<$type> =
                $crate::php::sys::kept!($type, $value);
        )+
    };
}

pub(in crate::php) use per_thread;

impl<T> PerThread<Cell<T>> {
    #[inline(always)]
    pub(in crate::php) fn get(&self) -> T
    where
        T: Copy,
    {
        self.with(Cell::get)
    }

    #[inline(always)]
    pub(in crate::php) fn set(&self, value: T) {
        self.with(|cell| cell.set(value));
    }

    #[inline(always)]
    pub(in crate::php) fn replace(&self, value: T) -> T {
        self.with(|cell| cell.replace(value))
    }
}

/// These panic where the value is borrowed already.
impl<T> PerThread<RefCell<T>> {
    #[inline(always)]
    pub(in crate::php) fn with_borrow<R>(&self, action: impl FnOnce(&T) -> R) -> R {
        self.with(|cell| action(&cell.borrow()))
    }

    #[inline(always)]
    pub(in crate::php) fn with_borrow_mut<R>(&self, action: impl FnOnce(&mut T) -> R) -> R {
        self.with(|cell| action(&mut cell.borrow_mut()))
    }

    #[inline(always)]
    pub(in crate::php) fn set(&self, value: T) {
        self.with(|cell| drop(cell.replace(value)));
    }

    pub(in crate::php) fn take(&self) -> T
    where
        T: Default,
    {
        self.with(RefCell::take)
    }
}

impl<T> PerThread<GuardedCell<T>> {
    /// Lets `action` borrow the value. `None` as in [`GuardedCell::with`], and where the thread is ending.
    #[inline(always)]
    pub(in crate::php) fn guarded<R>(&self, action: impl FnOnce(&mut T) -> R) -> Option<R> {
        self.try_with(|cell| cell.with(action)).flatten()
    }

    /// The same for an action that has nothing to panic of.
    #[inline(always)]
    pub(in crate::php) fn plainly<R>(&self, action: impl FnOnce(&mut T) -> R) -> Option<R> {
        self.try_with(|cell| cell.with_plainly(action)).flatten()
    }
}
