//! Whether a request runs in this thread: what decides is fixed for as long as one does. Not what is
//! fixed.

use crate::php::sys;
use std::cell::Cell;

sys::per_thread! {
    static RUNS: Cell<bool> = Cell::new(false);
}

/// Says that one runs from now on.
pub(in crate::php) fn begin() {
    RUNS.with(|runs| runs.set(true));
}

/// Says that none runs any more.
pub(in crate::php) fn end() {
    RUNS.with(|runs| runs.set(false));
}

/// Whether one runs.
pub(in crate::php) fn runs() -> bool {
    RUNS.with(Cell::get)
}
