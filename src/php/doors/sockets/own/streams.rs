//! Sockets taken from streams, and streams made of sockets. Which of the two closes the descriptor is the stream.

use super::{
    create::abandon,
    error::{self, errno},
    invocation::Invocation,
    words,
};
use crate::php::{
    hook::function::Call,
    sys::{self, arguments, socket::Socket},
};
use std::{
    ffi::{CStr, c_int},
    mem,
    os::fd::RawFd,
};

/// `socket_import_stream(resource $stream)`.
///
/// # Safety
/// The call is a live one. It may run user code and bail out.
pub(super) unsafe fn import(call: &Invocation) {
    // SAFETY: the caller's contract; the stream is the argument's.
    unsafe {
        let Some(value) = call.value(0) else { return };
        let Some(stream) = sys::stream_or_error(value) else {
            return;
        };
        let is_scripts = !sys::is_cast_by_engine(stream);
        let Some(descriptor) = sys::cast_to_socket(stream) else {
            call.fail();
            return;
        };
        let Some(socket) = Socket::make(call.result, libc::AF_UNSPEC.into()) else {
            abandon(call);
            return;
        };
        if is_scripts {
            socket.borrow(descriptor);
        }
        if !take(socket, descriptor) {
            // It is the stream's.
            socket.set_descriptor(-1);
            abandon(call);
            return;
        }
        socket.set_stream_value(arguments::plain_copy(value));
        // Code of the script may have closed it.
        if let Some(stream) = sys::stream(value) {
            sys::leave_unbuffered(stream);
        }
    }
}

/// The same for a call of the engine's function, of whose class the object is then. Whether it is the call's: the stream is one
/// of the script's, and tells a descriptor that others own.
///
/// # Safety
/// The call is a live one of PHP's own function. It may run user code and bail out.
pub(in super::super) unsafe fn import_of_scripts(call: &Call) -> bool {
    // SAFETY: the caller's contract; the stream is the argument's.
    unsafe {
        let stream = sys::argument(call.frame, 0).and_then(|value| sys::stream(value));
        let is_one = sys::argument(call.frame, 1).is_none();
        if !is_one || stream.is_none_or(|stream| sys::is_cast_by_engine(stream)) {
            return false;
        }
        import(&Invocation {
            frame: call.frame,
            result: call.result,
        });
    }
    true
}

/// Makes an object the socket of a descriptor. Whether it is one; otherwise that is told.
///
/// # Safety
/// The object lives. It may run user code and bail out.
pub(super) unsafe fn take(socket: Socket, descriptor: RawFd) -> bool {
    socket.set_descriptor(descriptor);
    // SAFETY: the caller's contract; the kernel writes no more than there is room for.
    unsafe {
        let domain =
            integer_option(descriptor, libc::SO_DOMAIN).or_else(|| local_family(descriptor));
        let Some(domain) = domain else {
            error::tell(socket, "Unable to obtain socket family", errno());
            return false;
        };
        socket.set_domain(domain);
        let flags = libc::fcntl(descriptor, libc::F_GETFL);
        if flags < 0 {
            error::tell(socket, "Unable to obtain blocking state", errno());
            return false;
        }
        socket.set_waits(flags & libc::O_NONBLOCK == 0);
    }
    true
}

fn integer_option(descriptor: RawFd, option: c_int) -> Option<c_int> {
    let mut value: c_int = 0;
    let mut length = size_of_val(&value) as libc::socklen_t;
    // SAFETY: the kernel writes no more than there is room for.
    let status = unsafe {
        libc::getsockopt(
            descriptor,
            libc::SOL_SOCKET,
            option,
            (&raw mut value).cast(),
            &raw mut length,
        )
    };
    (status == 0).then_some(value)
}

fn local_family(descriptor: RawFd) -> Option<c_int> {
    // SAFETY: zeros are an address, and the kernel writes no more than there is room for.
    unsafe {
        let mut address: libc::sockaddr_storage = mem::zeroed();
        let mut length = size_of_val(&address) as libc::socklen_t;
        let status = libc::getsockname(descriptor, (&raw mut address).cast(), &raw mut length);
        (status == 0).then_some(address.ss_family.into())
    }
}

/// The transport of the engine's that carries a socket of these kinds.
fn scheme(domain: c_int, descriptor: RawFd) -> Option<&'static CStr> {
    let kind = integer_option(descriptor, libc::SO_TYPE);
    let protocol = || integer_option(descriptor, libc::SO_PROTOCOL);
    match (domain, kind?) {
        (libc::AF_INET | libc::AF_INET6, libc::SOCK_STREAM) => {
            (protocol() == Some(libc::IPPROTO_TCP)).then_some(c"tcp://")
        }
        (libc::AF_INET | libc::AF_INET6, libc::SOCK_DGRAM) => Some(c"udp://"),
        (libc::AF_UNIX, libc::SOCK_STREAM) => Some(c"unix://"),
        (libc::AF_UNIX, libc::SOCK_DGRAM) => Some(c"udg://"),
        _ => None,
    }
}

/// `socket_export_stream(Socket $socket)`.
///
/// # Safety
/// As [`import`].
pub(super) unsafe fn export(call: &Invocation) {
    // SAFETY: the caller's contract; a stream of these transports has a socket.
    unsafe {
        let Some(socket) = call.socket() else { return };
        if let Some(stream) = socket.stream_value() {
            call.give_value(arguments::plain_copy(stream));
            return;
        }
        let descriptor = socket.descriptor();
        let scheme = scheme(socket.domain() as c_int, descriptor);
        let Some(stream) = sys::stream_of_socket(scheme, descriptor) else {
            words::warn("Failed to create stream");
            call.fail();
            return;
        };
        sys::give_descriptor(stream, descriptor, socket.waits());
        socket.set_stream_value(sys::stream_value(stream));
        if let Some(stream) = socket.stream_value() {
            call.give_value(arguments::plain_copy(stream));
        }
    }
}
