//! The functions that take an address or tell one. Which ones may be reached is the door's question.

use super::{
    address::{Address, PATH, PATH_ROOM, ip_value, read, until_nul},
    create::is_port,
    decided,
    error::{self, errno},
    exchange::{conclude, data, room_for},
    invocation::Invocation,
    packet,
    version::{REFUSES_LONG_PATHS, SENDS_PACKETS, TAKES_PACKET_SOCKETS, TELLS_COUNTS},
    words,
};
use crate::php::sys::{
    self,
    arguments::{self, Loose},
    socket::Socket,
};
use std::{
    ffi::c_int,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

/// What a socket's domain says about an address.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Domain {
    Unix,
    V4,
    V6,
    Packets,
}

/// Whether a function takes packet sockets.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Packets {
    Taken,
    Refused,
}

impl Packets {
    const fn taken_if(known: bool) -> Self {
        if known { Self::Taken } else { Self::Refused }
    }

    /// Where they are bound and told.
    const NAMED: Self = Self::taken_if(TAKES_PACKET_SOCKETS);
    /// Where packets are sent and received.
    const SENT: Self = Self::taken_if(SENDS_PACKETS);
}

/// The domain of a socket; none of another one, for which it has thrown.
unsafe fn domain(socket: Socket, packets: Packets) -> Option<Domain> {
    match c_int::try_from(socket.domain()) {
        Ok(libc::AF_UNIX) => Some(Domain::Unix),
        Ok(libc::AF_INET) => Some(Domain::V4),
        Ok(libc::AF_INET6) => Some(Domain::V6),
        Ok(libc::AF_PACKET) if packets == Packets::Taken => Some(Domain::Packets),
        _ => {
            // SAFETY: in a call of a function that takes a socket first.
            unsafe { throw_for_domain(packets) };
            None
        }
    }
}

/// # Safety
/// In a call of a function that takes a socket first.
unsafe fn throw_for_domain(packets: Packets) {
    let text = match packets {
        Packets::Taken => "must be one of AF_UNIX, AF_PACKET, AF_INET, or AF_INET6",
        Packets::Refused => "must be one of AF_UNIX, AF_INET, or AF_INET6",
    };
    // SAFETY: the caller's contract.
    unsafe { words::value_error(1, text) };
}

/// The port of a call, which is required where it `must` be there; none where it is not, for which it has thrown.
unsafe fn port(call: &Invocation, at: u32, must: bool, domain: Domain) -> Option<i64> {
    // SAFETY: as in `connect`.
    unsafe {
        let port = call.integer(at);
        if must && port.is_none() {
            let name = domain.name();
            let text = format_args!("cannot be null when the socket type is {name}");
            words::value_error(at + 1, text);
            return None;
        }
        Some(port.unwrap_or(0))
    }
}

/// The address that a call has at an argument, with the port behind it; none where there is none, and the call is over.
unsafe fn argument(
    call: &Invocation,
    socket: Socket,
    at: u32,
    must: bool,
    packets: Packets,
) -> Option<Address> {
    // SAFETY: as in `connect`.
    unsafe {
        let text = call.text(at)?;
        match domain(socket, packets)? {
            Domain::Unix => {
                let address = Address::of_path(text);
                if address.is_none() {
                    let text = format_args!("must be less than {PATH_ROOM}");
                    words::value_error(at + 1, text);
                }
                address
            }
            domain @ (Domain::V4 | Domain::V6) => {
                let port = port(call, at + 1, must, domain)?;
                let address = read(text, port as u16, socket);
                if address.is_none() {
                    call.fail();
                }
                address
            }
            Domain::Packets if must => {
                port(call, at + 1, must, Domain::Packets).map(packet::to_send)
            }
            Domain::Packets => packet::to_bind(socket, text),
        }
    }
}

/// `socket_connect(Socket $socket, string $address, ?int $port = null)`.
///
/// # Safety
/// The call is a live one. It may run user code and bail out.
pub(super) unsafe fn connect(call: &Invocation) {
    // SAFETY: the caller's contract; the address is as long as it says.
    unsafe {
        let Some(socket) = call.socket() else { return };
        let Some(address) = argument(call, socket, 1, true, Packets::Refused) else {
            return;
        };
        let status = decided::connect(socket.descriptor(), address.as_ptr(), address.length);
        error::answer(status, call, socket, "unable to connect");
    }
}

/// `socket_bind(Socket $socket, string $address, int $port = 0)`.
///
/// # Safety
/// As [`connect`].
pub(super) unsafe fn bind(call: &Invocation) {
    // SAFETY: the caller's contract; the address is as long as it says.
    unsafe {
        let Some(socket) = call.socket() else { return };
        if !is_port(call.integer(2).unwrap_or(0), 3) {
            return;
        }
        let Some(address) = argument(call, socket, 1, false, Packets::NAMED) else {
            return;
        };
        let status = decided::bind(socket.descriptor(), address.as_ptr(), address.length);
        error::answer(status, call, socket, "Unable to bind address");
    }
}

/// `socket_sendto(Socket $socket, string $data, int $length, int $flags, string $address, ?int $port = null)`.
///
/// # Safety
/// As [`connect`].
pub(super) unsafe fn send_to(call: &Invocation) {
    // SAFETY: the caller's contract; data and address are as long as they say.
    unsafe {
        let Some(socket) = call.socket() else { return };
        let has_port = !SENDS_PACKETS || socket.domain() != i64::from(libc::AF_PACKET);
        if has_port && !is_port(call.integer(5).unwrap_or(0), 6) {
            return;
        }
        let Some(data) = data(call, 2) else { return };
        let address = if socket.domain() == i64::from(libc::AF_UNIX) {
            path_to_send(call)
        } else {
            argument(call, socket, 4, true, Packets::SENT)
        };
        let Some(address) = address else { return };
        let sent = decided::send_to(
            socket.descriptor(),
            data,
            call.number(3) as c_int,
            address.as_ptr(),
            address.length,
        );
        conclude(call, socket, sent, "Unable to write to socket");
    }
}

/// A path as `socket_sendto()` takes it: until a NUL, and cut where it is too long, for which newer versions throw.
unsafe fn path_to_send(call: &Invocation) -> Option<Address> {
    // SAFETY: as in `connect`.
    let path = unsafe { call.text(4) }?;
    if REFUSES_LONG_PATHS && path.len() >= PATH_ROOM {
        let text = format_args!("must be less than {PATH_ROOM}");
        // SAFETY: as above.
        unsafe { words::value_error(5, text) };
        return None;
    }
    let path = until_nul(path);
    let path = &path[..path.len().min(PATH_ROOM - 1)];
    Some(Address::of_path(path).unwrap_or_else(|| Address::empty(PATH)))
}

/// `socket_recvfrom(Socket $socket, string &$data, int $length, int $flags, string &$address, int &$port = null)`.
///
/// # Safety
/// As [`connect`].
pub(super) unsafe fn receive_from(call: &Invocation) {
    // SAFETY: the caller's contract; the room is as long as it is said to be.
    unsafe {
        let Some(socket) = call.socket() else { return };
        if !has_packet_flags(call, socket) {
            return;
        }
        let length = usize::try_from(call.number(2)).ok();
        let Some(length) = length.filter(|length| (1..i64::MAX as usize).contains(length)) else {
            call.fail();
            return;
        };
        let Some(domain) = domain(socket, Packets::SENT) else {
            return;
        };
        let port = call.value(5);
        if port.is_none() && matches!(domain, Domain::V4 | Domain::V6) {
            refuse_count();
            return;
        }
        let room = room_for(length + 1, call.number(3) as c_int);
        let mut address = Address::empty(domain.size());
        let received = libc::recvfrom(
            socket.descriptor(),
            room.as_mut_ptr().cast(),
            length,
            call.number(3) as c_int,
            address.as_mut_ptr(),
            &raw mut address.length,
        );
        if received < 0 {
            let error = errno();
            room.free();
            let words = match domain {
                Domain::V6 | Domain::Packets => "unable to recvfrom",
                _ => "Unable to recvfrom",
            };
            error::tell(socket, words, error);
            call.fail();
            return;
        }
        let Some((from, number)) = sender(&address, domain) else {
            let error = errno();
            room.free();
            error::tell(socket, "unable to get the interface name", error);
            call.fail();
            return;
        };
        let data = room.into_string(length.min(received as usize));
        // What was received is counted by the result, also where one of the places does not take its value.
        assign_to(call, 1, data);
        assign_to(call, 4, from);
        if let Some(port) = port
            && domain != Domain::Unix
        {
            sys::assign(port, arguments::integer(number));
        }
        call.give((received as c_int).into());
    }
}

impl Domain {
    const fn name(self) -> &'static str {
        match self {
            Self::Unix => "AF_UNIX",
            Self::V4 => "AF_INET",
            Self::V6 => "AF_INET6",
            Self::Packets => "AF_PACKET",
        }
    }

    /// How long its addresses are.
    const fn size(self) -> usize {
        match self {
            Self::Unix => size_of::<libc::sockaddr_un>(),
            Self::V4 => size_of::<libc::sockaddr_in>(),
            Self::V6 => size_of::<libc::sockaddr_in6>(),
            Self::Packets => size_of::<libc::sockaddr_ll>(),
        }
    }
}

/// Whether a receive has flags that packets may be received with; otherwise it has thrown. With others the kernel tells
/// more than it wrote.
unsafe fn has_packet_flags(call: &Invocation, socket: Socket) -> bool {
    const ALLOWED: c_int = libc::MSG_OOB
        | libc::MSG_PEEK
        | libc::MSG_WAITALL
        | libc::MSG_DONTWAIT
        | libc::MSG_ERRQUEUE
        | libc::MSG_CMSG_CLOEXEC;
    let is_packets = SENDS_PACKETS && socket.domain() == i64::from(libc::AF_PACKET);
    // SAFETY: as in `connect`.
    unsafe {
        if !is_packets || call.number(3) & !i64::from(ALLOWED) == 0 {
            return true;
        }
        let text = "must be a combination of MSG_OOB, MSG_PEEK, MSG_WAITALL, MSG_DONTWAIT, MSG_ERRQUEUE, and MSG_CMSG_CLOEXEC for AF_PACKET sockets";
        words::value_error(4, text);
    }
    false
}

/// Throws for a receive without a place for the port.
unsafe fn refuse_count() {
    // SAFETY: as in `connect`.
    unsafe {
        if TELLS_COUNTS {
            let text = "socket_recvfrom() expects exactly 6 arguments when argument #1 ($socket) is of type AF_INET or AF_INET6";
            words::argument_count_error(text);
        } else {
            sys::wrong_parameter_count();
        }
    }
}

/// Where a datagram came from, and the port or the number there. A connection does not tell, for which the functions
/// return an address of zeros. None where an interface has no name any more.
unsafe fn sender(address: &Address, domain: Domain) -> Option<(Loose, i64)> {
    // SAFETY: as in `connect`.
    unsafe {
        let zeros: IpAddr = match domain {
            Domain::Unix => return Some((arguments::new_string(address.path()), 0)),
            Domain::Packets => {
                let number = packet::interface_of(address);
                let name = packet::with_name(number, |name| arguments::new_string(name))?;
                return Some((name, number.into()));
            }
            Domain::V4 => Ipv4Addr::UNSPECIFIED.into(),
            Domain::V6 => Ipv6Addr::UNSPECIFIED.into(),
        };
        let (ip, port) = address.internet().unwrap_or((zeros, 0));
        Some((ip_value(ip), port.into()))
    }
}

/// Assigns to the argument at `index`. Whether the value is there.
unsafe fn assign_to(call: &Invocation, index: u32, value: Loose) -> bool {
    // SAFETY: as in `connect`.
    unsafe {
        match call.value(index) {
            Some(place) => sys::assign(place, value),
            None => {
                arguments::release(value);
                false
            }
        }
    }
}

/// `socket_getsockname(Socket $socket, string &$address, int &$port = null)`.
///
/// # Safety
/// As [`connect`].
pub(super) unsafe fn local_name(call: &Invocation) {
    const WORDS: &str = "unable to retrieve socket name";
    // SAFETY: the caller's contract.
    unsafe { name(call, libc::getsockname, WORDS, Packets::NAMED) };
}

/// `socket_getpeername(Socket $socket, string &$address, int &$port = null)`.
///
/// # Safety
/// As [`connect`].
pub(super) unsafe fn peer_name(call: &Invocation) {
    const WORDS: &str = "unable to retrieve peer name";
    // SAFETY: the caller's contract.
    unsafe { name(call, libc::getpeername, WORDS, Packets::Refused) };
}

type Ask = unsafe extern "C" fn(c_int, *mut libc::sockaddr, *mut libc::socklen_t) -> c_int;

unsafe fn name(call: &Invocation, ask: Ask, words: &str, packets: Packets) {
    // SAFETY: as in `connect`; the kernel writes no more than there is room for.
    unsafe {
        let Some(socket) = call.socket() else { return };
        let mut address = Address::empty(size_of::<libc::sockaddr_storage>());
        if ask(
            socket.descriptor(),
            address.as_mut_ptr(),
            &raw mut address.length,
        ) != 0
        {
            error::fail(call, socket, words);
            return;
        }
        match (address.internet(), address.family()) {
            (Some((ip, port)), _) => {
                if !assign_to(call, 1, ip_value(ip)) {
                    return;
                }
                if let Some(place) = call.value(2)
                    && !sys::assign(place, arguments::integer(port.into()))
                {
                    return;
                }
                call.succeed();
            }
            (None, libc::AF_UNIX) => {
                if assign_to(call, 1, arguments::new_string(address.path())) {
                    call.succeed();
                }
            }
            (None, libc::AF_PACKET) if packets == Packets::Taken => interface_name(call, &address),
            (None, _) => throw_for_domain(packets),
        }
    }
}

/// Tells the interface of a packet socket, by its name and number.
unsafe fn interface_name(call: &Invocation, address: &Address) {
    let number = packet::interface_of(address);
    // SAFETY: as in `connect`.
    unsafe {
        let Some(name) = packet::with_name(number, |name| arguments::new_string(name)) else {
            words::throw("invalid interface index");
            return;
        };
        if !assign_to(call, 1, name) {
            return;
        }
        if let Some(place) = call.value(2)
            && !sys::assign(place, arguments::integer(number.into()))
        {
            return;
        }
        call.succeed();
    }
}
