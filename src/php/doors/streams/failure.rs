//! A refusal as a failed operation of a stream, as the engine words it. Not why it is refused.

use super::stream::{CRYPTO, OK, TRANSPORT};
use crate::{
    core::reason::Errno,
    php::{
        state::refusal,
        sys::{self, text::Text},
    },
};
use std::ffi::{c_int, c_void};

/// Gives the refusal that waits to the engine as a failed operation.
#[cold]
#[inline(never)]
pub(super) unsafe fn give(parameter: &mut sys::php_stream_xport_param) {
    let refusal = refusal::take();
    // SAFETY: this is a request, and nothing in this frame has a destructor.
    unsafe {
        if refusal.reason.is_of_resolver() {
            sys::warn(&refusal.text);
        }
        fail(parameter, refusal.errno(), || sys::string(&refusal.text));
    }
}

/// Makes the operation a failed one; `text` is made only where somebody takes it.
pub(super) unsafe fn fail(
    parameter: &mut sys::php_stream_xport_param,
    errno: Errno,
    text: impl FnOnce() -> *mut sys::zend_string,
) {
    parameter.outputs.returncode = -1;
    parameter.outputs.error_code = errno;
    if parameter.want_errortext() != 0 {
        parameter.outputs.error_text = text();
    }
}

/// Warns of the refusal that waits.
#[cold]
#[inline(never)]
pub(super) unsafe fn warn() {
    let refusal = refusal::take();
    // SAFETY: as in `give`.
    unsafe { sys::warn(&refusal.text) };
}

/// The same about a stream.
#[cold]
#[inline(never)]
pub(super) unsafe fn warn_about(stream: *const sys::php_stream, failure: sys::StreamFailure) {
    let refusal = refusal::take();
    // SAFETY: as in `give`.
    unsafe { sys::warn_of_stream(stream, failure, &refusal.text) };
}

/// Warns of the refusal that waits, with the engine's `words` for what failed in front of it.
#[cold]
#[inline(never)]
pub(super) unsafe fn warn_with(words: &str) {
    // SAFETY: as in `give`.
    unsafe { sys::warn(&told(words)) };
}

#[inline(never)]
fn told(words: &str) -> Text {
    Text::of(format_args!("{words}: {}", refusal::take().text))
}

/// Fails an option of a stream whose socket may not be used, as the refusal that waits tells.
#[cold]
pub(super) unsafe fn fail_option(
    stream: *const sys::php_stream,
    option: c_int,
    parameter: *mut c_void,
) -> c_int {
    use sys::StreamFailure::{Protocol, Receiving, Sending};
    // SAFETY: the engine passed the parameter with the option.
    unsafe {
        match option {
            TRANSPORT => {
                let parameter = parameter.cast::<sys::php_stream_xport_param>();
                (*parameter).outputs.returncode = -1;
                match (*parameter).op {
                    sys::OP_SEND => warn_about(stream, Sending),
                    sys::OP_RECV => warn_about(stream, Receiving),
                    _ => {}
                }
                OK
            }
            CRYPTO => {
                (*parameter.cast::<sys::php_stream_xport_crypto_param>())
                    .outputs
                    .returncode = -1;
                warn_about(stream, Protocol);
                OK
            }
            _ => sys::PHP_STREAM_OPTION_RETURN_ERR,
        }
    }
}

/// Tells the refusal that waits as the engine tells the system's errors of sending.
#[cold]
#[inline(never)]
pub(super) unsafe fn tell_of_sending(stream: *const sys::php_stream, count: usize) {
    // SAFETY: as in `give`.
    unsafe { sys::tell_of_sending(stream, &told_of_sending(count)) };
}

#[inline(never)]
fn told_of_sending(count: usize) -> Text {
    let refusal = refusal::take();
    Text::of(format_args!(
        "Send of {count} bytes failed with errno={} {}",
        refusal.errno(),
        refusal.text
    ))
}
