//! A refusal as a failed operation of a stream, as the engine words it. Not why it is refused.

use super::stream::{CRYPTO, OK, TRANSPORT};
use crate::{
    core::reason::Errno,
    php::{state::refusal::PlainRefusal, sys},
};
use std::{
    ffi::{c_int, c_void},
    fmt,
};

/// Gives a refusal to the engine as a failed operation.
pub(super) unsafe fn give(refusal: &PlainRefusal, parameter: &mut sys::php_stream_xport_param) {
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

/// Fails an option of a stream whose socket may not be used.
pub(super) unsafe fn fail_option(
    option: c_int,
    parameter: *mut c_void,
    refusal: &PlainRefusal,
) -> c_int {
    // SAFETY: the engine passed the parameter with the option.
    unsafe {
        match option {
            TRANSPORT => {
                let parameter = parameter.cast::<sys::php_stream_xport_param>();
                (*parameter).outputs.returncode = -1;
                if matches!((*parameter).op, sys::OP_SEND | sys::OP_RECV) {
                    sys::warn(&refusal.text);
                }
                OK
            }
            CRYPTO => {
                (*parameter.cast::<sys::php_stream_xport_crypto_param>())
                    .outputs
                    .returncode = -1;
                sys::warn(&refusal.text);
                OK
            }
            _ => sys::PHP_STREAM_OPTION_RETURN_ERR,
        }
    }
}

/// A refusal as the engine shows the system's errors of streams.
pub(super) struct Numbered(pub(super) PlainRefusal);

impl fmt::Display for Numbered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "errno={} {}", self.0.errno(), &*self.0.text)
    }
}
