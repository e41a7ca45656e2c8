//! Receiving with one system call, where stock PHP makes two: it waits in poll(2) before each
//! recv(2), here the socket itself has the time-out. What a script sees is the same.
//!
//! It is done for blocking sockets that the core dialled and nobody else uses: a time-out of the
//! socket would be seen by whoever gets the descriptor, so it is taken out before that. A process
//! that forks shares its sockets, time-outs included, so both leave them to the engine.

use super::operations;
use crate::php::{fork, sys};
use std::ffi::c_char;

/// How a stream receives.
#[derive(Clone, Copy)]
pub(super) enum Receiving {
    /// As the engine does.
    Native,
    /// With one system call.
    Single {
        /// The time-out that the socket has.
        kept: Option<sys::Timeout>,
        /// How often this process had forked.
        forks: u32,
    },
}

impl Receiving {
    /// For a socket that was just dialled, and waits.
    pub(super) fn single() -> Self {
        Self::Single {
            kept: None,
            forks: fork::count(),
        }
    }
}

/// Receives. `None` where that is the engine's matter.
///
/// # Safety
/// `stream` is ours and live, and of one of the engine's own kinds; the buffer has room for `count`
/// bytes.
pub(super) unsafe fn receive(
    stream: *mut sys::php_stream,
    buffer: *mut c_char,
    count: usize,
) -> Option<isize> {
    const FAILED: isize = -1;
    // SAFETY: the caller's contract; no engine call happens here.
    unsafe {
        let data = &mut *sys::socket(stream);
        let timeout = prepare(stream, data)?;
        data.timeout_event = 0;
        Some(match sys::receive(data.socket, buffer, count, timeout) {
            Ok(0) => {
                (*stream).set_eof(1);
                0
            }
            Ok(received) => received,
            Err(libc::EAGAIN) => {
                data.timeout_event = 1;
                FAILED
            }
            Err(_) => {
                (*stream).set_eof(1);
                FAILED
            }
        })
    }
}

/// Gives the socket the stream's time-out. `None` where the engine must receive.
unsafe fn prepare(
    stream: *mut sys::php_stream,
    data: &sys::php_netstream_data_t,
) -> Option<sys::Timeout> {
    // SAFETY: as in `receive`.
    unsafe {
        let Receiving::Single { kept, forks } = operations(stream).receiving else {
            return None;
        };
        if data.is_blocked == 0 || data.socket < 0 || sys::has_notifier(stream) {
            return None;
        }
        let timeout = sys::Timeout::of(&data.timeout)?;
        if forks != fork::count() {
            operations(stream).receiving = Receiving::Native;
            return None;
        }
        if kept != Some(timeout) {
            if !timeout.put_in(data.socket) {
                return None;
            }
            let kept = Some(timeout);
            operations(stream).receiving = Receiving::Single { kept, forks };
        }
        Some(timeout)
    }
}

/// Leaves receiving to the engine from now on: somebody else gets the socket.
///
/// # Safety
/// As [`receive`].
pub(super) unsafe fn leave_to_the_engine(stream: *mut sys::php_stream) {
    // SAFETY: the caller's contract; no engine call happens here.
    unsafe {
        let receiving = std::mem::replace(&mut operations(stream).receiving, Receiving::Native);
        if let Receiving::Single { kept: Some(_), .. } = receiving {
            sys::Timeout::NONE.put_in(sys::descriptor(stream));
        }
    }
}
