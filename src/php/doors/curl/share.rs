//! Shares of libcurl that outlive a request: `curl_share_init_persistent()`. Not what handles do with one.

use crate::{
    core::settings::Mode,
    php::{
        hook::function::{Answer, Call},
        state::{
            gates,
            shares::{self, Unknown},
        },
        sys::{self, text::Text},
    },
};

/// `curl_share_init_persistent(array $share_options)`: the share that the settings in force have.
///
/// # Safety
/// The call is a live one. It may run user code and bail out.
pub(super) unsafe fn make_persistent(call: &Call) -> Answer {
    const UNKNOWN: &str = "curl_share_init_persistent(): aesock cannot keep the persistent shares of this \
        ext/curl apart for each application; use curl_share_init()";
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        match shares::choose() {
            Err(Unknown) if matches!(gates::mode(), Mode::Enforce | Mode::Disabled) => {
                sys::return_null(call.result);
                sys::throw(&Text::of(UNKNOWN));
                Answer::Done
            }
            _ => Answer::CallOriginal,
        }
    }
}
