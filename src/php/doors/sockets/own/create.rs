//! Sockets made, accepted, set to wait or not, shut down and closed. Not what is sent by them.

use super::{
    decided,
    error::{self, errno},
    invocation::Invocation,
    version::{
        ACCEPTS_AS_THE_LISTENER, ACCEPTS_CLOSED_ON_EXEC, CHECKS_MODES, LISTENS_AS_LONG_AS_IT_MAY,
        TAKES_PACKET_SOCKETS, TYPES_HAVE_FLAGS,
    },
    words,
};
use crate::php::{
    doors::sockets::new_socket::keep_pair,
    sys::{self, arguments, own_socket, socket::Socket},
};
use std::{
    ffi::c_int,
    mem::{self, ManuallyDrop},
    os::fd::RawFd,
};

unsafe extern "C" {
    fn sockatmark(socket: c_int) -> c_int;
}

/// The highest type that `socket_create()` takes.
const LAST_TYPE: i64 = 10;

/// The domains that a function takes, and its words for others.
struct Domains {
    known: &'static [c_int],
    words: &'static str,
}

/// Those of pairs.
const DOMAINS: Domains = Domains {
    known: &[libc::AF_UNIX, libc::AF_INET6, libc::AF_INET],
    words: "must be one of AF_UNIX, AF_INET6, or AF_INET",
};

/// Those of single sockets.
const DOMAINS_OF_ONE: Domains = if TAKES_PACKET_SOCKETS {
    Domains {
        known: &[
            libc::AF_UNIX,
            libc::AF_PACKET,
            libc::AF_INET6,
            libc::AF_INET,
        ],
        words: "must be one of AF_UNIX, AF_PACKET, AF_INET6, or AF_INET",
    }
} else {
    DOMAINS
};

/// The bits of a type that are none.
const FLAGS: i64 = if TYPES_HAVE_FLAGS {
    (libc::SOCK_CLOEXEC | libc::SOCK_NONBLOCK) as i64
} else {
    0
};

const TYPES: &str = if TYPES_HAVE_FLAGS {
    "must be one of SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET, SOCK_RAW, or SOCK_RDM optionally OR'ed with SOCK_CLOEXEC, SOCK_NONBLOCK"
} else {
    "must be one of SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET, SOCK_RAW, or SOCK_RDM"
};

/// Whether domain and type are ones that a function takes; otherwise it has thrown.
unsafe fn are_known(domains: &Domains, domain: i64, kind: i64) -> bool {
    let mut known = domains.known.iter();
    // SAFETY: in a call of a function with these arguments.
    unsafe {
        if !known.any(|known| i64::from(*known) == domain) {
            words::value_error(1, domains.words);
            return false;
        }
        if kind & !FLAGS > LAST_TYPE {
            words::value_error(2, TYPES);
            return false;
        }
    }
    true
}

/// The protocol as the kernel takes it: that of packets is in the network's order.
fn protocol_of(domain: i64, protocol: i64) -> c_int {
    let is_packets = TAKES_PACKET_SOCKETS && domain == i64::from(libc::AF_PACKET);
    if is_packets && protocol <= u16::MAX.into() {
        (protocol as u16).to_be().into()
    } else {
        protocol as c_int
    }
}

/// `socket_create(int $domain, int $type, int $protocol)`.
///
/// # Safety
/// The call is a live one. It may run user code and bail out.
pub(super) unsafe fn create(call: &Invocation) {
    // SAFETY: the caller's contract.
    unsafe {
        let [domain, kind, protocol] = [0, 1, 2].map(|index| call.number(index));
        if are_known(&DOMAINS_OF_ONE, domain, kind) {
            let protocol = protocol_of(domain, protocol);
            make(call, [domain as c_int, kind as c_int, protocol]);
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
        let are_known = are_known(&DOMAINS, domain, kind);
        let Some(place) = call.value(3).filter(|_| are_known) else {
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
        keep_pair([first, second]);
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
    const BACKLOG: i64 = if LISTENS_AS_LONG_AS_IT_MAY {
        libc::SOMAXCONN as i64
    } else {
        128
    };
    // SAFETY: the caller's contract; the address is as long as it says.
    unsafe {
        if !is_port(call.number(0), 1) {
            return;
        }
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

/// Whether a number is a port where the functions look at that; otherwise they have thrown.
///
/// # Safety
/// In a call of a function that has this argument.
pub(super) unsafe fn is_port(port: i64, argument: u32) -> bool {
    if !sys::CHECKS_PORTS || u16::try_from(port).is_ok() {
        return true;
    }
    let text = format_args!("must be between 0 and {}", u16::MAX);
    // SAFETY: the caller's contract.
    unsafe { words::value_error(argument, text) };
    false
}

/// `socket_listen(Socket $socket, int $backlog = 0)`.
///
/// # Safety
/// As [`create`].
pub(super) unsafe fn listen(call: &Invocation) {
    // SAFETY: the caller's contract.
    unsafe {
        let Some(socket) = call.socket() else { return };
        let status = decided::listen(socket.descriptor(), call.number(1) as c_int);
        error::answer(status, call, socket, "unable to listen on socket");
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
        let descriptor = libc::accept4(
            listener.descriptor(),
            (&raw mut address).cast(),
            &raw mut length,
            flags_of_accepted(listener),
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

/// What a socket is that a listener accepts.
fn flags_of_accepted(listener: Socket) -> c_int {
    let mut flags = 0;
    if ACCEPTS_CLOSED_ON_EXEC {
        flags |= libc::SOCK_CLOEXEC;
    }
    if ACCEPTS_AS_THE_LISTENER && !listener.waits() {
        flags |= libc::SOCK_NONBLOCK;
    }
    flags
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
        let mode = call.integer(1).unwrap_or(BOTH);
        if CHECKS_MODES && !(libc::SHUT_RD.into()..=BOTH).contains(&mode) {
            let text = "must be one of SHUT_RD, SHUT_WR or SHUT_RDWR";
            words::value_error(2, text);
            return;
        }
        let status = libc::shutdown(socket.descriptor(), mode as c_int);
        error::answer(status, call, socket, "Unable to shutdown socket");
    }
}

/// `socket_atmark(Socket $socket)`.
///
/// # Safety
/// As [`create`].
pub(super) unsafe fn is_at_mark(call: &Invocation) {
    // SAFETY: the caller's contract.
    unsafe {
        let Some(socket) = call.socket() else { return };
        match sockatmark(socket.descriptor()) {
            0 => call.fail(),
            1.. => call.succeed(),
            _ => error::fail(call, socket, "Unable to apply sockmark"),
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
        let stream = socket.stream_value().and_then(|value| sys::stream(value));
        if stream.is_some_and(|stream| sys::must_stay_open(stream)) {
            // fclose() refuses that, too: in these words, of newer versions.
            let text = "cannot close the provided stream, as it must not be manually closed";
            words::warn(text);
            return;
        }
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
