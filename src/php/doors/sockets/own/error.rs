//! How a function of ours fails: an error number, a warning, `false`; and the words for numbers.

use super::invocation::Invocation;
use super::words;
use crate::php::sys::{
    self,
    socket::{Socket, set_last_error},
    text::Text,
};
use std::ffi::{CStr, c_char, c_int};

unsafe extern "C" {
    fn hstrerror(error: c_int) -> *const c_char;
    fn __h_errno_location() -> *mut c_int;
}

/// What the last call of libc left in `errno`.
pub(super) fn errno() -> c_int {
    std::io::Error::last_os_error().raw_os_error().unwrap_or(0)
}

/// Numbers below this are those of failed lookups: the number of `h_errno`, negative, below it.
const LOOKUPS: c_int = -10_000;

/// The number for the last failed lookup of a host.
pub(super) fn lookup_error() -> c_int {
    // SAFETY: the place is this thread's.
    LOOKUPS - unsafe { *__h_errno_location() }
}

/// Whether a failure is told by its number alone: something did not happen yet.
pub(super) const fn is_passing(error: c_int) -> bool {
    matches!(error, libc::EAGAIN | libc::EINPROGRESS)
}

/// The words for an error number, as long as the next call of libc.
pub(super) fn words_for<'a>(error: c_int) -> &'a CStr {
    // SAFETY: both give a C string for every number.
    unsafe {
        let words = if error < LOOKUPS {
            hstrerror(LOOKUPS - error)
        } else {
            libc::strerror(error)
        };
        if words.is_null() {
            return c"";
        }
        CStr::from_ptr(words)
    }
}

/// Tells a failure with a socket: its error and the last one are set, and the script is warned.
///
/// # Safety
/// On a thread of PHP, within a request; the socket lives. It may run user code and bail out.
pub(super) unsafe fn tell(socket: Socket, words: &str, error: c_int) {
    socket.set_error(error);
    if !is_passing(error) {
        // SAFETY: the caller's contract.
        unsafe { warn_of(words, error) };
    }
}

/// Tells a failure without a socket.
///
/// # Safety
/// As [`tell`].
pub(super) unsafe fn tell_without_socket(words: &str, error: c_int) {
    set_last_error(error);
    // SAFETY: the caller's contract.
    unsafe { warn_of(words, error) };
}

#[cold]
#[inline(never)]
unsafe fn warn_of(words: &str, error: c_int) {
    let before = Text::of(format_args!("{words} [{error}]: "));
    // SAFETY: as in `tell`; the meaning is the C library's, in the script's language.
    unsafe { sys::warn_naming(&before, words_for(error).to_bytes(), c"") };
}

/// Ends a call with what the kernel answered: 0, or a failure ([`fail`]).
///
/// # Safety
/// As [`fail`].
pub(super) unsafe fn answer(status: c_int, call: &Invocation, socket: Socket, words: &str) {
    // SAFETY: the caller's contract.
    unsafe {
        match status {
            0 => call.succeed(),
            _ => fail(call, socket, words),
        }
    }
}

/// Ends a call with a failure of the system.
///
/// # Safety
/// As [`tell`]; the call is a live one, and its result empty.
#[cold]
#[inline(never)]
pub(super) unsafe fn fail(call: &Invocation, socket: Socket, words: &str) {
    let error = errno();
    // SAFETY: the caller's contract.
    unsafe {
        tell(socket, words, error);
        call.fail();
    }
}

/// `socket_last_error(?Socket $socket = null)`.
///
/// # Safety
/// The call is a live one.
pub(super) unsafe fn last_error(call: &Invocation) {
    // SAFETY: the caller's contract.
    unsafe {
        if call.value(0).is_none_or(|value| value.is_null()) {
            call.give(sys::socket::last_error().into());
        } else if let Some(socket) = call.socket() {
            call.give(socket.error().into());
        }
    }
}

/// `socket_clear_error(?Socket $socket = null)`.
///
/// # Safety
/// As [`last_error`].
pub(super) unsafe fn clear_error(call: &Invocation) {
    // SAFETY: the caller's contract.
    unsafe {
        if call.value(0).is_none_or(|value| value.is_null()) {
            set_last_error(0);
        } else if let Some(socket) = call.socket() {
            socket.put_error(0);
        }
    }
}

/// `socket_strerror(int $error_code)`.
///
/// # Safety
/// As [`last_error`].
pub(super) unsafe fn strerror(call: &Invocation) {
    // SAFETY: the caller's contract.
    unsafe {
        match c_int::try_from(call.number(0)) {
            Ok(error) => {
                let words = words_for(error).to_bytes();
                call.give_value(sys::arguments::new_string(words));
            }
            Err(_) => throw_for_integer(1),
        }
    }
}

/// Throws for an argument that is not an integer of C's.
///
/// # Safety
/// In a call of a function that has this argument.
pub(super) unsafe fn throw_for_integer(argument: u32) {
    let text = format_args!("must be between {} and {}", c_int::MIN, c_int::MAX);
    // SAFETY: the caller's contract.
    unsafe { words::value_error(argument, text) };
}
