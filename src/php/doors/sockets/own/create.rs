//! Sockets made, accepted, set to wait or not, shut down and closed. Not what is sent by them.

use super::{
    decided,
    error::{self, errno},
    invocation::Invocation,
};
use crate::php::sys::{self, arguments, own_socket, socket::Socket, text::Text};
use std::{
    ffi::c_int,
    mem::{self, ManuallyDrop},
    os::fd::RawFd,
};

/// The highest type that `socket_create()` takes.
const LAST_TYPE: i64 = 10;

/// Whether domain and type are ones that the functions take; otherwise they have thrown.
unsafe fn are_known(domain: i64, kind: i64) -> bool {
    const DOMAINS: [c_int; 3] = [libc::AF_UNIX, libc::AF_INET6, libc::AF_INET];
    // SAFETY: in a call of a function with these arguments.
    unsafe {
        if !DOMAINS.map(i64::from).contains(&domain) {
            let text = "must be one of AF_UNIX, AF_INET6, or AF_INET";
            sys::value_error(1, &Text::of(text));
            return false;
        }
        if kind > LAST_TYPE {
            let text =
                "must be one of SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET, SOCK_RAW, or SOCK_RDM";
            sys::value_error(2, &Text::of(text));
            return false;
        }
    }
    true
}

/// `socket_create(int $domain, int $type, int $protocol)`.
///
/// # Safety
/// The call is a live one. It may run user code and bail out.
pub(super) unsafe fn create(call: &Invocation) {
    // SAFETY: the caller's contract.
    unsafe {
        let [domain, kind, protocol] = [0, 1, 2].map(|index| call.number(index));
        if are_known(domain, kind) {
            make(call, [domain, kind, protocol].map(|number| number as c_int));
        }
    }
}

/// Makes the result of a call a new socket of these kinds; none where that failed.
///
/// # Safety
/// As [`create`].
pub(super) unsafe fn make(call: &Invocation, kinds: [c_int; 3]) -> Option<Socket> {
    let [domain, kind, protocol] = kinds;
    // SAFETY: the caller's contract; the result holds nothing.
    unsafe {
        let socket = Socket::make_own(call.result)?;
        let descriptor = libc::socket(domain, kind, protocol);
        socket.set_domain(domain);
        if descriptor < 0 {
            error::tell_without_socket("Unable to create socket", errno());
            abandon(call);
            return None;
        }
        socket.set_descriptor(descriptor);
        Some(socket)
    }
}

/// Returns `false` in place of a socket, which is closed.
///
/// # Safety
/// The result is an object.
pub(super) unsafe fn abandon(call: &Invocation) {
    // SAFETY: the caller's contract.
    unsafe {
        sys::release(call.result);
        call.fail();
    }
}

/// `socket_create_pair(int $domain, int $type, int $protocol, array &$pair)`.
///
/// # Safety
/// As [`create`].
pub(super) unsafe fn create_pair(call: &Invocation) {
    // SAFETY: the caller's contract; what is made is released where it is not given away.
    unsafe {
        let [domain, kind, protocol] = [0, 1, 2].map(|index| call.number(index));
        let Some(place) = call.value(3).filter(|_| are_known(domain, kind)) else {
            return;
        };
        let mut values = [const { ManuallyDrop::new(sys::zval::new()) }; 2];
        let mut descriptors: [RawFd; 2] = [-1; 2];
        let [first, second] = &mut values;
        let (Some(first), Some(second)) = (
            Socket::make_own(&raw mut **first),
            Socket::make_own(&raw mut **second),
        ) else {
            return;
        };
        let kinds = [domain, kind, protocol].map(|number| number as c_int);
        if libc::socketpair(kinds[0], kinds[1], kinds[2], descriptors.as_mut_ptr()) != 0 {
            error::tell_without_socket("Unable to create socket pair", errno());
            values
                .into_iter()
                .for_each(|value| arguments::release(value));
            call.fail();
            return;
        }
        for (socket, descriptor) in [first, second].into_iter().zip(descriptors) {
            socket.set_descriptor(descriptor);
            socket.set_domain(kinds[0]);
        }
        // What the place held may be replaced by code of the script as soon as the array is there.
        let pair = arguments::new_array();
        for (index, value) in values.into_iter().enumerate() {
            arguments::put_at(pair, index as u64, value);
        }
        if sys::assign(place, arguments::array_value(pair)) {
            call.succeed();
        }
    }
}

/// `socket_create_listen(int $port, int $backlog = 128)`.
///
/// # Safety
/// As [`create`].
pub(super) unsafe fn create_listen(call: &Invocation) {
    const BACKLOG: i64 = 128;
    // SAFETY: the caller's contract; the address is as long as it says.
    unsafe {
        let Some(socket) = Socket::make_own(call.result) else {
            return;
        };
        let mut address: libc::sockaddr_in = mem::zeroed();
        address.sin_family = libc::AF_INET as libc::sa_family_t;
        address.sin_port = (call.number(0) as u16).to_be();
        let descriptor = libc::socket(libc::AF_INET, libc::SOCK_STREAM, 0);
        socket.set_descriptor(descriptor);
        socket.set_domain(libc::AF_INET);
        let length = size_of_val(&address) as libc::socklen_t;
        let backlog = call.integer(1).unwrap_or(BACKLOG) as c_int;
        let failed = if descriptor < 0 {
            Some("unable to create listening socket")
        } else if decided::bind(descriptor, (&raw const address).cast(), length) != 0 {
            Some("unable to bind to given address")
        } else if decided::listen(descriptor, backlog) != 0 {
            Some("unable to listen on socket")
        } else {
            None
        };
        if let Some(words) = failed {
            error::tell(socket, words, errno());
            abandon(call);
        }
    }
}

/// `socket_listen(Socket $socket, int $backlog = 0)`.
///
/// # Safety
/// As [`create`].
pub(super) unsafe fn listen(call: &Invocation) {
    // SAFETY: the caller's contract.
    unsafe {
        let Some(socket) = call.socket() else { return };
        if decided::listen(socket.descriptor(), call.number(1) as c_int) == 0 {
            call.succeed();
        } else {
            error::fail(call, socket, "unable to listen on socket");
        }
    }
}

/// `socket_accept(Socket $socket)`.
///
/// # Safety
/// As [`create`].
pub(super) unsafe fn accept(call: &Invocation) {
    // SAFETY: the caller's contract; the kernel writes no more than there is room for.
    unsafe {
        let Some(listener) = call.socket() else {
            return;
        };
        let Some(socket) = Socket::make_own(call.result) else {
            return;
        };
        let mut address: libc::sockaddr_storage = mem::zeroed();
        let mut length = size_of_val(&address) as libc::socklen_t;
        let descriptor = libc::accept(
            listener.descriptor(),
            (&raw mut address).cast(),
            &raw mut length,
        );
        if descriptor < 0 {
            error::tell(socket, "unable to accept incoming connection", errno());
            abandon(call);
            return;
        }
        socket.set_descriptor(descriptor);
        socket.set_domain(address.ss_family.into());
    }
}

/// `socket_shutdown(Socket $socket, int $mode = 2)`.
///
/// # Safety
/// As [`create`].
pub(super) unsafe fn shutdown(call: &Invocation) {
    const BOTH: i64 = libc::SHUT_RDWR as i64;
    // SAFETY: the caller's contract.
    unsafe {
        let Some(socket) = call.socket() else { return };
        let mode = call.integer(1).unwrap_or(BOTH) as c_int;
        if libc::shutdown(socket.descriptor(), mode) == 0 {
            call.succeed();
        } else {
            error::fail(call, socket, "Unable to shutdown socket");
        }
    }
}

/// `socket_set_block(Socket $socket)`.
///
/// # Safety
/// As [`create`].
pub(super) unsafe fn set_block(call: &Invocation) {
    // SAFETY: the caller's contract.
    unsafe { set_waits(call, true, "unable to set blocking mode") };
}

/// `socket_set_nonblock(Socket $socket)`.
///
/// # Safety
/// As [`create`].
pub(super) unsafe fn set_nonblock(call: &Invocation) {
    // SAFETY: the caller's contract.
    unsafe { set_waits(call, false, "unable to set nonblocking mode") };
}

/// A socket with a stream is set by that, which remembers it.
unsafe fn set_waits(call: &Invocation, waits: bool, words: &str) {
    // SAFETY: as in `create`.
    unsafe {
        let Some(socket) = call.socket() else { return };
        let stream = socket.stream_value().and_then(|value| sys::stream(value));
        let by_stream = stream.is_some_and(|stream| sys::set_stream_waits(stream, waits));
        if by_stream || set_descriptor_waits(socket.descriptor(), waits) {
            socket.set_waits(waits);
            call.succeed();
        } else {
            error::fail(call, socket, words);
        }
    }
}

fn set_descriptor_waits(descriptor: RawFd, waits: bool) -> bool {
    // SAFETY: the calls name no memory.
    unsafe {
        let flags = libc::fcntl(descriptor, libc::F_GETFL);
        let wanted = if waits {
            flags & !libc::O_NONBLOCK
        } else {
            flags | libc::O_NONBLOCK
        };
        flags >= 0 && (flags == wanted || libc::fcntl(descriptor, libc::F_SETFL, wanted) >= 0)
    }
}

/// `socket_close(Socket $socket)`.
///
/// # Safety
/// As [`create`].
pub(super) unsafe fn close(call: &Invocation) {
    // SAFETY: the caller's contract. A stream that was closed already has no more to close, and the descriptor was its own.
    unsafe {
        let Some(socket) = call.socket() else { return };
        let descriptor = socket.descriptor();
        socket.set_descriptor(-1);
        match socket.take_stream_value() {
            None => {
                libc::close(descriptor);
            }
            Some(value) => {
                if let Some(stream) = sys::stream(&value) {
                    sys::close_stream(stream);
                }
                arguments::release(value);
            }
        }
    }
}

/// Whether a value is an object of the class `Socket`.
pub(super) fn is_socket(value: &sys::zval) -> bool {
    sys::is_instance(value, own_socket::socket_class())
}
