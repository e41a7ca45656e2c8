//! Bytes sent and received over a connected socket. Not by addresses: that is in [`super::address`].

use super::{
    error::{self, errno},
    invocation::Invocation,
    words,
};
use crate::php::sys::{self, StringRoom, socket::Socket, socket::set_last_error};
use std::{
    ffi::{c_int, c_void},
    os::fd::RawFd,
    time::Instant,
};

/// `PHP_NORMAL_READ` and `PHP_BINARY_READ`.
pub(super) const NORMAL_READ: i64 = 1;
pub(super) const BINARY_READ: i64 = 2;

/// `socket_write(Socket $socket, string $data, ?int $length = null)`.
///
/// # Safety
/// The call is a live one. It may run user code and bail out.
pub(super) unsafe fn write(call: &Invocation) {
    // SAFETY: the caller's contract; the data are the argument's.
    unsafe {
        let Some(socket) = call.socket() else { return };
        let Some(data) = data(call, 2) else { return };
        let sent = libc::write(socket.descriptor(), data.as_ptr().cast(), data.len());
        conclude(call, socket, sent, "unable to write to socket");
    }
}

/// `socket_send(Socket $socket, string $data, int $length, int $flags)`.
///
/// # Safety
/// As [`write()`].
pub(super) unsafe fn send(call: &Invocation) {
    // SAFETY: the caller's contract; the data are the argument's.
    unsafe {
        let Some(socket) = call.socket() else { return };
        let Some(data) = data(call, 2) else { return };
        let flags = call.number(3) as c_int;
        let sent = libc::send(socket.descriptor(), data.as_ptr().cast(), data.len(), flags);
        conclude(call, socket, sent, "Unable to write to socket");
    }
}

/// The text to be sent, as much of it as the length at `index` says; none after an exception.
///
/// # Safety
/// As [`write()`]; the call has both arguments.
pub(super) unsafe fn data<'a>(call: &Invocation, index: u32) -> Option<&'a [u8]> {
    // SAFETY: the caller's contract.
    unsafe {
        let text = call.text(1)?;
        match call.integer(index).map(usize::try_from) {
            None => Some(text),
            Some(Ok(length)) => Some(&text[..text.len().min(length)]),
            Some(Err(_)) => {
                let words = "must be greater than or equal to 0";
                words::value_error(index + 1, words);
                None
            }
        }
    }
}

/// Returns how many bytes were sent, or fails.
///
/// # Safety
/// As [`write()`].
pub(super) unsafe fn conclude(call: &Invocation, socket: Socket, sent: isize, words: &str) {
    // SAFETY: the caller's contract.
    unsafe {
        if sent < 0 {
            error::fail(call, socket, words);
        } else {
            // The engine's functions keep the number in an `int`.
            call.give((sent as c_int).into());
        }
    }
}

/// `socket_read(Socket $socket, int $length, int $mode = PHP_BINARY_READ)`.
///
/// # Safety
/// As [`write()`].
pub(super) unsafe fn read(call: &Invocation) {
    // SAFETY: the caller's contract; the room is as long as it is said to be.
    unsafe {
        let Some(socket) = call.socket() else { return };
        let Some(length) = length(call, 1) else {
            call.fail();
            return;
        };
        let room = StringRoom::new(length);
        let descriptor = socket.descriptor();
        let received = if call.integer(2) == Some(NORMAL_READ) {
            read_line(descriptor, room, length)
        } else {
            libc::recv(descriptor, room.as_mut_ptr().cast(), length, 0)
        };
        match usize::try_from(received) {
            Ok(0) => {
                room.free();
                sys::return_empty_string(call.result);
            }
            Ok(received) => call.give_value(room.into_string(received)),
            Err(_) => {
                let error = errno();
                room.free();
                fail_to_read(call, socket, error);
            }
        }
    }
}

/// Where nothing has come yet, that is no warning.
unsafe fn fail_to_read(call: &Invocation, socket: Socket, errno: c_int) {
    // SAFETY: as in `write`.
    unsafe {
        if errno == libc::EAGAIN || errno == libc::EWOULDBLOCK {
            socket.put_error(errno);
            set_last_error(errno);
        } else {
            error::tell(socket, "unable to read from socket", errno);
        }
        call.fail();
    }
}

/// A length that is at least one; none for another, for which the functions return `false`.
unsafe fn length(call: &Invocation, index: u32) -> Option<usize> {
    // SAFETY: as in `write`.
    let length = unsafe { call.number(index) };
    usize::try_from(length)
        .ok()
        .filter(|length| (1..i64::MAX as usize).contains(length))
}

/// Receives byte by byte until an end of line, which is received too. As the engine's function it asks twice where
/// the connection has ended, or two hundred times where the socket waits.
///
/// # Safety
/// As [`read`].
unsafe fn read_line(descriptor: RawFd, room: StringRoom, length: usize) -> isize {
    const MOST_ENDS: u32 = 200;
    // SAFETY: the caller's contract; `at` stays within the room.
    unsafe {
        let flags = libc::fcntl(descriptor, libc::F_GETFL);
        if flags < 0 {
            return -1;
        }
        let waits = flags & libc::O_NONBLOCK == 0;
        let (mut at, mut ends) = (0, 1);
        while at < length {
            let byte = room.as_mut_ptr().add(at);
            match libc::recv(descriptor, byte.cast::<c_void>(), 1, 0) {
                0 => {
                    ends += 1;
                    if !waits && ends >= 2 {
                        return at as isize;
                    }
                    if ends > MOST_ENDS {
                        *libc::__errno_location() = libc::ECONNRESET;
                        return -1;
                    }
                }
                1.. => {
                    at += 1;
                    if matches!(*byte, b'\n' | b'\r') {
                        break;
                    }
                }
                // Where the socket does not wait, the engine's function tries until something comes. Ours sleeps meanwhile,
                // as long as a socket that waits would.
                _ if errno() == libc::EAGAIN && !waits && wait_for_input(descriptor) => {}
                _ => return -1,
            }
        }
        at as isize
    }
}

/// Waits until there is something to receive, for `default_socket_timeout`. Whether there is; otherwise the error is the one
/// of a socket that has nothing.
#[cold]
#[inline(never)]
fn wait_for_input(descriptor: RawFd) -> bool {
    const FOREVER: c_int = -1;
    let mut waited = libc::pollfd {
        fd: descriptor,
        events: libc::POLLIN,
        revents: 0,
    };
    let start = Instant::now();
    let limit = sys::default_socket_timeout();
    loop {
        let left = limit.map(|limit| limit.saturating_sub(start.elapsed()));
        let left = left.map_or(FOREVER, |left| {
            left.as_millis().try_into().unwrap_or(c_int::MAX)
        });
        // SAFETY: one structure is passed.
        match unsafe { libc::poll(&raw mut waited, 1, left) } {
            1.. => return true,
            // A signal, which the engine's function does not notice either.
            -1 if errno() == libc::EINTR => {}
            ended => {
                if ended == 0 {
                    // SAFETY: the place is this thread's.
                    unsafe { *libc::__errno_location() = libc::EAGAIN };
                }
                return false;
            }
        }
    }
}

/// Room for what is received. With `MSG_TRUNC` TCP takes bytes without writing them: what was in that memory is nobody's
/// to read.
///
/// # Safety
/// As [`StringRoom::new`].
pub(super) unsafe fn room_for(length: usize, flags: c_int) -> StringRoom {
    // SAFETY: the caller's contract; the room is as long as that.
    unsafe {
        let room = StringRoom::new(length);
        if flags & libc::MSG_TRUNC != 0 {
            room.as_mut_ptr().write_bytes(0, length);
        }
        room
    }
}

/// `socket_recv(Socket $socket, ?string &$data, int $length, int $flags)`.
///
/// # Safety
/// As [`write()`].
pub(super) unsafe fn receive(call: &Invocation) {
    // SAFETY: the caller's contract; the room is as long as it is said to be.
    unsafe {
        let Some(socket) = call.socket() else { return };
        let (Some(length), Some(place)) = (length(call, 2), call.value(1)) else {
            call.fail();
            return;
        };
        let flags = call.number(3) as c_int;
        let room = room_for(length, flags);
        let received = libc::recv(socket.descriptor(), room.as_mut_ptr().cast(), length, flags);
        let error = errno();
        let value = if received < 1 {
            room.free();
            std::mem::ManuallyDrop::new(sys::zval::null())
        } else {
            // With MSG_TRUNC the kernel tells more than it wrote.
            room.into_string(length.min(received as usize))
        };
        let is_there = sys::assign(place, value);
        if received >= 0 {
            // It is counted where the place did not take it, too.
            call.give((received as c_int).into());
        } else if is_there {
            error::tell(socket, "Unable to read from socket", error);
            call.fail();
        }
    }
}
