//! Receiving with one system call, where stock PHP makes two: it waits in poll(2) before each
//! recv(2), here the socket itself has the timeout. It changes nothing that a script sees.
//!
//! It is done for blocking sockets that the core dialled and nobody else uses: a time-out of the
//! socket would be seen by whoever gets the descriptor, so it is taken out before that. A process
//! that forks shares its sockets, time-outs included, so both leave them to the engine.

use crate::{
    core::lease::Receiving,
    php::{
        state::{leases, operation::Operation},
        sys,
    },
};
use std::{ffi::c_char, os::fd::RawFd};

/// Receives. `None` where that is the engine's matter.
///
/// # Safety
/// `stream` is ours and live, and of one of the engine's own kinds, `operation` is an operation on its
/// socket, and the buffer has room for `count` bytes.
pub(super) unsafe fn receive(
    stream: *mut sys::php_stream,
    operation: Operation,
    buffer: *mut c_char,
    count: usize,
) -> Option<isize> {
    const FAILED: isize = -1;
    // SAFETY: the caller's contract; no engine call happens here.
    unsafe {
        let data = &mut *sys::socket(stream);
        let began = operation.began()?;
        let timeout = prepare(stream, data, operation)?;
        data.timeout_event = sys::switch(false);
        Some(
            match sys::receive(data.socket, buffer, count, timeout, began) {
                Ok(0) => {
                    (*stream).set_eof(1);
                    0
                }
                Ok(received) => received,
                Err(libc::EAGAIN) => {
                    data.timeout_event = sys::switch(true);
                    FAILED
                }
                Err(_) => {
                    (*stream).set_eof(1);
                    FAILED
                }
            },
        )
    }
}

/// Gives the socket the stream's time-out. `None` where the engine must receive.
unsafe fn prepare(
    stream: *mut sys::php_stream,
    data: &sys::php_netstream_data_t,
    operation: Operation,
) -> Option<sys::Timeout> {
    let Receiving::Single(kept) = operation.receiving() else {
        return None;
    };
    // SAFETY: as in `receive`.
    if !sys::is_on(data.is_blocked) || unsafe { sys::has_notifier(stream) } {
        return None;
    }
    let timeout = sys::Timeout::of(&data.timeout)?;
    if kept != timeout.get() {
        if !timeout.put_in(data.socket) {
            return None;
        }
        leases::set_receiving(data.socket, Receiving::Single(timeout.get()));
    }
    Some(timeout)
}

/// Leaves receiving to the engine from now on: somebody else gets the socket.
pub(super) fn leave_to_the_engine(socket: RawFd) {
    let receiving = leases::set_receiving(socket, Receiving::Native);
    if receiving.has_time() {
        sys::Timeout::NONE.put_in(socket);
    }
}
