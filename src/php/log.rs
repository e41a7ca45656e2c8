//! The log's way out: the file or service that php.ini names, whatever a script sets later. What is written is [`crate::core::log`].

use super::{state, sys};
use std::{
    cell::RefCell,
    ffi::{CStr, CString},
    ptr,
};

thread_local! {
    /// `error_log` as it was when the request began; none: the server's own log.
    static DESTINATION: RefCell<Option<CString>> = const { RefCell::new(None) };
}

/// Takes note of where the log goes, before a script runs.
pub(super) fn request_started() {
    // SAFETY: the globals of this thread live as long as it; the setting is null or a C string.
    let current = unsafe {
        let destination = (*sys::ext_php_rs_process_globals()).error_log;
        (!destination.is_null()).then(|| CStr::from_ptr(destination))
    };
    DESTINATION.with_borrow_mut(|known| {
        if known.as_deref() != current {
            *known = current.map(CStr::to_owned);
        }
    });
}

/// Writes the lines that wait.
///
/// # Safety
/// On a thread of PHP, outside [`state::with`]. It may bail out.
pub(super) unsafe fn flush() {
    while let Some(line) = state::with(state::State::next_line).flatten() {
        let destination = DESTINATION.with_borrow(|known| {
            known
                .as_ref()
                .map_or(ptr::null_mut(), |text| text.as_ptr().cast_mut())
        });
        // SAFETY: the globals of this thread live as long as it. The text lives until the next request starts, and a bailout in
        // between leaves the administrator's log in place of the script's, for the rest of a request that is over.
        unsafe {
            let globals = sys::ext_php_rs_process_globals();
            let scripts = std::mem::replace(&mut (*globals).error_log, destination);
            sys::log(&line);
            (*globals).error_log = scripts;
        }
    }
}
