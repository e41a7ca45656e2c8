//! A refusal as the failed operation of a stream, in the engine's words. Not why it is refused.

use super::stream::{CRYPTO, OK, TRANSPORT};
use crate::{
    core::reason::Errno,
    php::{state::refusal::Told, sys},
};
use std::{
    ffi::{c_int, c_void},
    fmt,
};

/// Gives a refusal to the engine as a failed operation.
pub(super) unsafe fn give(told: &Told, parameter: &mut sys::php_stream_xport_param) {
    // SAFETY: this is a request, and nothing in this frame has a destructor.
    unsafe {
        if told.reason.is_of_resolver() {
            sys::warn(&told.text);
        }
        fail(parameter, told.errno(), || sys::string(&told.text));
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

/// Fails an option of a stream whose socket may not be used.
pub(super) unsafe fn fail_option(option: c_int, parameter: *mut c_void, told: &Told) -> c_int {
    // SAFETY: the engine passed the parameter with the option.
    unsafe {
        match option {
            TRANSPORT => {
                let parameter = parameter.cast::<sys::php_stream_xport_param>();
                (*parameter).outputs.returncode = -1;
                if matches!((*parameter).op, sys::OP_SEND | sys::OP_RECV) {
                    sys::warn(&told.text);
                }
                OK
            }
            CRYPTO => {
                (*parameter.cast::<sys::php_stream_xport_crypto_param>())
                    .outputs
                    .returncode = -1;
                sys::warn(&told.text);
                OK
            }
            _ => sys::PHP_STREAM_OPTION_RETURN_ERR,
        }
    }
}

/// A refusal as the engine shows the system's errors of streams.
pub(super) struct Numbered(pub(super) Told);

impl fmt::Display for Numbered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "errno={} {}", self.0.errno(), &*self.0.text)
    }
}
