//! The log's way out: the file or service that the administrator named, whatever a script sets.
//! What is written is [`crate::core::log`].

use super::{state, sys};

/// Writes the lines that wait.
///
/// # Safety
/// On a thread of PHP, outside [`state::with`]. It may bail out.
pub(super) unsafe fn flush() {
    while state::with(|state| state.has_lines()) == Some(true)
        && let Some(line) = state::with(state::State::next_line).flatten()
    {
        // SAFETY: the globals of this thread live as long as it, and the setting's text as long as
        // the request. A bailout in between leaves the administrator's log in place of the
        // script's, for the rest of a request that is over.
        unsafe {
            let globals = sys::ext_php_rs_process_globals();
            let administrators = sys::administrators_setting(c"error_log");
            let scripts = std::mem::replace(&mut (*globals).error_log, administrators);
            sys::log(&line);
            (*globals).error_log = scripts;
        }
    }
}
