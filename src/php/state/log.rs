//! The lines of a thread that wait for the log, and their way out: to the administrator's log file
//! or service, whatever a script sets. What a line looks like is in [`crate::core::log`].

use crate::{
    core::{
        guarded_cell::{self, GuardedCell},
        host::fork,
        log::{Line, Repeats},
    },
    php::sys,
};
use std::{
    collections::VecDeque,
    ffi::{CString, c_char},
    time::Instant,
};

/// The most bytes of a line; what is longer is cut.
const LONGEST: usize = 2047;

thread_local! {
    static LOG: GuardedCell<Log> = GuardedCell::default();
}

#[derive(Default)]
struct Log {
    lines: VecDeque<String>,
    /// The line that is written, which the engine reads.
    written: CString,
    repeats: Repeats,
    /// The generation of the process that counts them: a child of fork must not tell what its parent will.
    counted_by: u32,
}

impl Log {
    fn repeats(&mut self) -> &mut Repeats {
        let process = fork::generation();
        if self.counted_by != process {
            self.counted_by = process;
            self.repeats = Repeats::default();
        }
        &mut self.repeats
    }
}

/// Forgets what waits, at module start.
pub(in crate::php) fn start() {
    guarded_cell::with(&LOG, std::mem::take);
}

/// Puts a line down that is no decision.
pub(in crate::php) fn note(line: String) {
    guarded_cell::with(&LOG, |log| log.lines.push_back(line));
}

/// Puts down the line of a decision, unless it repeats one.
pub(in crate::php) fn say(line: &Line<'_>) {
    let line = line.to_string();
    guarded_cell::with(&LOG, |log| {
        let lines = log.repeats().say(line, Instant::now());
        log.lines.extend(lines);
    });
}

/// Puts down what repeated, at the end of a request.
pub(in crate::php) fn sum_up() {
    guarded_cell::with(&LOG, |log| {
        let lines = log.repeats().flush();
        log.lines.extend(lines);
    });
}

/// Writes the lines that wait.
///
/// # Safety
/// On a thread of PHP, within a request. It may bail out.
pub(in crate::php) unsafe fn flush() {
    while has_lines()
        && let Some(line) = next_line()
    {
        // SAFETY: the globals of this thread live as long as it, and the setting's text as long as
        // the request. A bailout in between leaves the administrator's log in place of the
        // script's, for the rest of a request that is over.
        unsafe {
            let globals = sys::ext_php_rs_process_globals();
            let administrators = sys::administrators_setting(c"error_log");
            let scripts = std::mem::replace(&mut (*globals).error_log, administrators);
            sys::log(line);
            (*globals).error_log = scripts;
        }
    }
}

fn has_lines() -> bool {
    guarded_cell::with(&LOG, |log| !log.lines.is_empty()) == Some(true)
}

/// The oldest line that waits. It stays where it is until the next one is taken, so that nothing of it
/// is held here: neither a destructor nor much of a small stack.
fn next_line() -> Option<*const c_char> {
    let take = |log: &mut Log| {
        let mut line = log.lines.pop_front()?.into_bytes();
        line.retain(|byte| *byte != 0);
        line.truncate(LONGEST);
        log.written = CString::new(line).unwrap_or_default();
        Some(log.written.as_ptr())
    };
    guarded_cell::with(&LOG, take).flatten()
}
