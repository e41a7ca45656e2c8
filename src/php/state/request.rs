//! Whether a request runs in this thread: what decides is fixed for as long as one does. Not what is
//! fixed.

use std::cell::Cell;

thread_local! {
    static RUNS: Cell<bool> = const { Cell::new(false) };
}

/// Says that one runs from now on.
pub(in crate::php) fn begin() {
    RUNS.set(true);
}

/// Says that none runs any more.
pub(in crate::php) fn end() {
    RUNS.set(false);
}

/// Whether one runs.
pub(in crate::php) fn runs() -> bool {
    RUNS.get()
}
