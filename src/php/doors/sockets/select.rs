//! `socket_select()`.

use super::failure::refuse;
use crate::{
    core::host::clock,
    php::{
        hook::{
            function::{Answer, Call},
            select::{wait, watch},
        },
        state::{leases, refusal},
        sys::{self, socket::Socket},
    },
};
use std::os::fd::RawFd;

/// `socket_select(?array &$read, ?array &$write, ?array &$except, ?int $seconds, int $microseconds
/// = 0)`.
///
/// # Safety
/// The call is a live one. It may run user code and bail out.
pub(super) unsafe fn select(call: &Call) -> Answer {
    leases::sweep();
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        if watch(call, descriptor).is_err() {
            return refuse(call, None, "Unable to select", &refusal::take());
        }
        wait(call, clock::now(), descriptor);
    }
    Answer::Done
}

/// The descriptor of a socket of ours.
///
/// # Safety
/// `value` is live.
unsafe fn descriptor(value: &sys::zval) -> Option<RawFd> {
    // SAFETY: the caller's contract.
    unsafe { Socket::adopted(value) }.map(Socket::descriptor)
}
