//! Calls of the C library that the door has decided on, made so that a filter of system calls does not ask about
//! them again, as what stands in front of the calls of ext/sockets makes them.

use crate::native::filter::{self, pass::instead};
use std::ffi::c_int;

/// connect(2)
///
/// # Safety
/// As of the call.
pub(super) unsafe extern "C" fn connect(
    socket: c_int,
    address: *const libc::sockaddr,
    length: libc::socklen_t,
) -> c_int {
    // SAFETY: the caller's contract.
    unsafe {
        if filter::is_installed() {
            instead::connect(socket, address.cast(), length)
        } else {
            libc::connect(socket, address, length)
        }
    }
}

/// bind(2)
///
/// # Safety
/// As of the call.
pub(super) unsafe extern "C" fn bind(
    socket: c_int,
    address: *const libc::sockaddr,
    length: libc::socklen_t,
) -> c_int {
    // SAFETY: the caller's contract.
    unsafe {
        if filter::is_installed() {
            instead::bind(socket, address.cast(), length)
        } else {
            libc::bind(socket, address, length)
        }
    }
}

/// listen(2)
///
/// # Safety
/// As of the call.
pub(super) unsafe fn listen(socket: c_int, backlog: c_int) -> c_int {
    // SAFETY: the caller's contract.
    unsafe {
        if filter::is_installed() {
            instead::listen(socket, backlog)
        } else {
            libc::listen(socket, backlog)
        }
    }
}

/// sendto(2), with an address.
///
/// # Safety
/// As of the call.
pub(super) unsafe fn send_to(
    socket: c_int,
    data: &[u8],
    flags: c_int,
    address: *const libc::sockaddr,
    length: libc::socklen_t,
) -> isize {
    let start = data.as_ptr().cast();
    // SAFETY: the caller's contract; the data are as long as they say.
    unsafe {
        if filter::is_installed() {
            instead::sendto(socket, start, data.len(), flags, address.cast(), length)
        } else {
            libc::sendto(socket, start, data.len(), flags, address, length)
        }
    }
}

/// sendmsg(2)
///
/// # Safety
/// As of the call: what the message names is there.
pub(super) unsafe fn send_message(socket: c_int, message: &libc::msghdr, flags: c_int) -> isize {
    // SAFETY: the caller's contract.
    unsafe {
        if filter::is_installed() {
            instead::sendmsg(socket, message, flags)
        } else {
            libc::sendmsg(socket, message, flags)
        }
    }
}
