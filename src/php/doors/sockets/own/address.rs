//! Addresses as scripts write them, as the kernel has them, and the functions that take or tell one. The door has
//! judged an address by then, and a name only comes here where nothing is refused.

use super::{
    decided,
    error::{self, errno},
    exchange::{conclude, data},
    invocation::Invocation,
};
use crate::php::sys::{
    self, StringRoom,
    arguments::{self, Loose},
    socket::Socket,
    text::Text,
};
use std::{
    ffi::{CString, c_char, c_int},
    mem,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    ptr,
};

/// An address of the kernel's.
#[derive(Clone, Copy)]
pub(super) struct Address {
    pub(super) storage: libc::sockaddr_storage,
    pub(super) length: libc::socklen_t,
}

/// Where a path begins in an address of a Unix socket.
pub(super) const PATH: usize = mem::offset_of!(libc::sockaddr_un, sun_path);

/// How long a path may be: the room for it, of which one byte stays free.
pub(super) const PATH_ROOM: usize = size_of::<libc::sockaddr_un>() - PATH;

impl Address {
    /// No address: zeros.
    pub(super) fn empty(length: usize) -> Self {
        Self {
            // SAFETY: every structure of an address may be zeros.
            storage: unsafe { mem::zeroed() },
            length: length as libc::socklen_t,
        }
    }

    fn of<T>(address: &T) -> Self {
        const { assert!(size_of::<T>() <= size_of::<libc::sockaddr_storage>()) };
        let mut new = Self::empty(size_of::<T>());
        // SAFETY: the storage is as long, and an address is plain data.
        unsafe {
            new.as_mut_ptr()
                .cast::<T>()
                .copy_from_nonoverlapping(address, 1)
        };
        new
    }

    pub(super) fn of_v4(address: [u8; 4], port: u16) -> Self {
        // SAFETY: as in `empty`.
        let mut new: libc::sockaddr_in = unsafe { mem::zeroed() };
        new.sin_family = libc::AF_INET as libc::sa_family_t;
        new.sin_port = port.to_be();
        new.sin_addr.s_addr = u32::from_ne_bytes(address);
        Self::of(&new)
    }

    pub(super) fn of_v6(address: V6, port: u16) -> Self {
        // SAFETY: as in `empty`.
        let mut new: libc::sockaddr_in6 = unsafe { mem::zeroed() };
        new.sin6_family = libc::AF_INET6 as libc::sa_family_t;
        new.sin6_port = port.to_be();
        new.sin6_addr.s6_addr = address.bytes;
        new.sin6_scope_id = address.scope;
        Self::of(&new)
    }

    /// A Unix socket's; none for a path that is too long.
    pub(super) fn of_path(path: &[u8]) -> Option<Self> {
        if path.len() >= PATH_ROOM {
            return None;
        }
        // SAFETY: as in `empty`.
        let mut new: libc::sockaddr_un = unsafe { mem::zeroed() };
        new.sun_family = libc::AF_UNIX as libc::sa_family_t;
        for (place, byte) in new.sun_path.iter_mut().zip(path) {
            *place = *byte as c_char;
        }
        let mut new = Self::of(&new);
        new.length = (PATH + path.len()) as libc::socklen_t;
        Some(new)
    }

    pub(super) fn as_ptr(&self) -> *const libc::sockaddr {
        (&raw const self.storage).cast()
    }

    pub(super) fn as_mut_ptr(&mut self) -> *mut libc::sockaddr {
        (&raw mut self.storage).cast()
    }

    pub(super) fn family(&self) -> c_int {
        self.storage.ss_family.into()
    }

    /// Address and port of IPv4 or IPv6.
    pub(super) fn internet(&self) -> Option<(IpAddr, u16)> {
        match self.family() {
            libc::AF_INET => {
                // SAFETY: the family tells the structure, for which there is room.
                let address = unsafe { &*self.as_ptr().cast::<libc::sockaddr_in>() };
                let ip = Ipv4Addr::from(address.sin_addr.s_addr.to_ne_bytes());
                Some((ip.into(), u16::from_be(address.sin_port)))
            }
            libc::AF_INET6 => {
                // SAFETY: as above.
                let address = unsafe { &*self.as_ptr().cast::<libc::sockaddr_in6>() };
                let ip = Ipv6Addr::from(address.sin6_addr.s6_addr);
                Some((ip.into(), u16::from_be(address.sin6_port)))
            }
            _ => None,
        }
    }

    /// The path of a Unix socket, until its first NUL.
    pub(super) fn path(&self) -> &[u8] {
        // SAFETY: there is room for the structure, whose bytes are plain data.
        let address = unsafe { &*self.as_ptr().cast::<libc::sockaddr_un>() };
        let path = &address.sun_path;
        let length = path.iter().position(|byte| *byte == 0);
        // SAFETY: bytes are bytes, whether they count as signed or not.
        unsafe { std::slice::from_raw_parts(path.as_ptr().cast(), length.unwrap_or(path.len())) }
    }
}

/// An address of IPv6 with its zone.
#[derive(Clone, Copy)]
pub(super) struct V6 {
    pub(super) bytes: [u8; 16],
    pub(super) scope: u32,
}

/// What a C string would be of a text: it ends at a NUL.
pub(super) fn until_nul(text: &[u8]) -> &[u8] {
    text.split(|byte| *byte == 0).next().unwrap_or_default()
}

fn written<T: std::str::FromStr>(text: &[u8]) -> Option<T> {
    str::from_utf8(text).ok()?.parse().ok()
}

/// Reads an address of IPv4, or resolves a name; none where that failed, which is told.
///
/// # Safety
/// The socket lives. It may run user code and bail out.
pub(super) unsafe fn read_v4(text: &[u8], socket: Socket) -> Option<[u8; 4]> {
    const LONGEST_NAME: usize = 255;
    let text = until_nul(text);
    if let Some(address) = written::<Ipv4Addr>(text) {
        return Some(address.octets());
    }
    let found = if text.len() > LONGEST_NAME {
        None
    } else {
        sys::host_by_name(text)
    };
    // SAFETY: the caller's contract.
    unsafe {
        match found {
            None => {
                error::tell(socket, "Host lookup failed", error::lookup_error());
                None
            }
            Some(IpAddr::V4(address)) => Some(address.octets()),
            Some(IpAddr::V6(_)) => {
                let text = "Host lookup failed: Non AF_INET domain returned on AF_INET socket";
                sys::warn(&Text::of(text));
                None
            }
        }
    }
}

/// The same of IPv6, with a zone behind `%`.
///
/// # Safety
/// As [`read_v4`].
pub(super) unsafe fn read_v6(text: &[u8], socket: Socket) -> Option<V6> {
    let text = until_nul(text);
    let bytes = match written::<Ipv6Addr>(text) {
        Some(address) => address.octets(),
        // SAFETY: the caller's contract.
        None => match unsafe { resolve_v6(text) } {
            Some(bytes) => bytes,
            None => {
                // SAFETY: as above.
                unsafe { error::tell(socket, "Host lookup failed", error::lookup_error()) };
                return None;
            }
        },
    };
    let zone = text.iter().position(|byte| *byte == b'%');
    // SAFETY: as above.
    let scope = zone.map_or(0, |zone| unsafe { scope(&text[zone + 1..]) });
    Some(V6 { bytes, scope })
}

/// The first address that the C library finds for a name, of IPv4 as one within IPv6.
unsafe fn resolve_v6(name: &[u8]) -> Option<[u8; 16]> {
    let name = CString::new(name).ok()?;
    let mut found = ptr::null_mut();
    // SAFETY: the hints are zeros but for what is set, the list is freed, and no engine call happens here.
    unsafe {
        let mut hints: libc::addrinfo = mem::zeroed();
        hints.ai_family = libc::AF_INET6;
        hints.ai_flags = libc::AI_V4MAPPED | libc::AI_ADDRCONFIG;
        if libc::getaddrinfo(name.as_ptr(), ptr::null(), &raw const hints, &raw mut found) != 0 {
            return None;
        }
        let first = (*found).ai_addr.cast::<libc::sockaddr_in6>().as_ref();
        let bytes = first.map(|address| address.sin6_addr.s6_addr);
        libc::freeaddrinfo(found);
        bytes
    }
}

/// The number of a zone: written as one, or that of an interface of the name.
unsafe fn scope(text: &[u8]) -> u32 {
    match arguments::numeric(text) {
        Some(number) => u32::try_from(number).unwrap_or(0),
        // SAFETY: as in `read_v6`.
        None => unsafe { interface(text) }.unwrap_or(0),
    }
}

/// The number of the interface of a name; none where there is none, which is told.
///
/// # Safety
/// On a thread of PHP, within a request. It may run user code and bail out.
pub(super) unsafe fn interface(name: &[u8]) -> Option<u32> {
    let index = interface_number(name);
    if index.is_none() {
        let name = String::from_utf8_lossy(until_nul(name));
        let text = Text::of(format_args!(
            "No interface with name \"{name}\" could be found"
        ));
        drop(name);
        // SAFETY: the caller's contract.
        unsafe { sys::warn(&text) };
    }
    index
}

/// The same without a word.
pub(super) fn interface_number(name: &[u8]) -> Option<u32> {
    let name = CString::new(until_nul(name)).ok()?;
    // SAFETY: the name is a C string.
    let index = unsafe { libc::if_nametoindex(name.as_ptr()) };
    (index != 0).then_some(index)
}

/// The address of a socket's own domain that a script writes with a port.
///
/// # Safety
/// As [`read_v4`].
pub(super) unsafe fn read(text: &[u8], port: u16, socket: Socket) -> Option<Address> {
    // SAFETY: the caller's contract.
    unsafe {
        if socket.domain() == i64::from(libc::AF_INET6) {
            read_v6(text, socket).map(|address| Address::of_v6(address, port))
        } else {
            read_v4(text, socket).map(|address| Address::of_v4(address, port))
        }
    }
}

/// What a socket's domain says about an address.
enum Domain {
    Unix,
    Internet(&'static str),
}

/// The domain of a socket; none of another one, for which it has thrown.
unsafe fn domain(socket: Socket) -> Option<Domain> {
    match c_int::try_from(socket.domain()) {
        Ok(libc::AF_UNIX) => Some(Domain::Unix),
        Ok(libc::AF_INET) => Some(Domain::Internet("AF_INET")),
        Ok(libc::AF_INET6) => Some(Domain::Internet("AF_INET6")),
        _ => {
            // SAFETY: in a call of a function that takes a socket first.
            unsafe { throw_for_domain() };
            None
        }
    }
}

/// # Safety
/// In a call of a function that takes a socket first.
unsafe fn throw_for_domain() {
    let text = "must be one of AF_UNIX, AF_INET, or AF_INET6";
    // SAFETY: the caller's contract.
    unsafe { sys::value_error(1, &Text::of(text)) };
}

/// The address that a call has at an argument, with the port at another one, which is required where it `must` be there;
/// none where there is none, and the call is over.
unsafe fn argument(call: &Invocation, socket: Socket, at: u32, must: bool) -> Option<Address> {
    // SAFETY: as in `connect`.
    unsafe {
        let text = call.text(at)?;
        match domain(socket)? {
            Domain::Unix => {
                let address = Address::of_path(text);
                if address.is_none() {
                    let text = format_args!("must be less than {PATH_ROOM}");
                    sys::value_error(at + 1, &Text::of(text));
                }
                address
            }
            Domain::Internet(name) => {
                let port = call.integer(at + 1);
                if must && port.is_none() {
                    let text = format_args!("cannot be null when the socket type is {name}");
                    sys::value_error(at + 2, &Text::of(text));
                    return None;
                }
                let address = read(text, port.unwrap_or(0) as u16, socket);
                if address.is_none() {
                    call.fail();
                }
                address
            }
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
        let Some(address) = argument(call, socket, 1, true) else {
            return;
        };
        if decided::connect(socket.descriptor(), address.as_ptr(), address.length) == 0 {
            call.succeed();
        } else {
            error::fail(call, socket, "unable to connect");
        }
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
        let Some(address) = argument(call, socket, 1, false) else {
            return;
        };
        if decided::bind(socket.descriptor(), address.as_ptr(), address.length) == 0 {
            call.succeed();
        } else {
            error::fail(call, socket, "Unable to bind address");
        }
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
        let Some(data) = data(call, 2) else { return };
        let address = if socket.domain() == i64::from(libc::AF_UNIX) {
            call.text(4).map(cut_path)
        } else {
            argument(call, socket, 4, true)
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

/// A path as `socket_sendto()` takes it: until a NUL, and cut where it is too long.
fn cut_path(path: &[u8]) -> Address {
    let path = until_nul(path);
    let path = &path[..path.len().min(PATH_ROOM - 1)];
    Address::of_path(path).unwrap_or_else(|| Address::empty(PATH))
}

/// `socket_recvfrom(Socket $socket, string &$data, int $length, int $flags, string &$address, int &$port = null)`.
///
/// # Safety
/// As [`connect`].
pub(super) unsafe fn receive_from(call: &Invocation) {
    // SAFETY: the caller's contract; the room is as long as it is said to be.
    unsafe {
        let Some(socket) = call.socket() else { return };
        let length = usize::try_from(call.number(2)).ok();
        let Some(length) = length.filter(|length| (1..i64::MAX as usize).contains(length)) else {
            call.fail();
            return;
        };
        let Some(domain) = domain(socket) else { return };
        let (size, port) = match domain {
            Domain::Unix => (size_of::<libc::sockaddr_un>(), None),
            Domain::Internet(name) => {
                let Some(port) = call.value(5) else {
                    sys::wrong_parameter_count();
                    return;
                };
                let size = match name {
                    "AF_INET" => size_of::<libc::sockaddr_in>(),
                    _ => size_of::<libc::sockaddr_in6>(),
                };
                (size, Some(port))
            }
        };
        let room = StringRoom::new(length + 1);
        let mut address = Address::empty(size);
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
            let words = match size == size_of::<libc::sockaddr_in6>() {
                true => "unable to recvfrom",
                false => "Unable to recvfrom",
            };
            error::tell(socket, words, error);
            call.fail();
            return;
        }
        let data = room.into_string(length.min(received as usize));
        if !assign_to(call, 1, data) {
            return;
        }
        let (from, from_port) = sender(&address, port.is_some(), socket);
        if !assign_to(call, 4, from) {
            return;
        }
        if let Some(port) = port
            && !sys::assign(port, arguments::integer(from_port.into()))
        {
            return;
        }
        call.give((received as c_int).into());
    }
}

/// Where a datagram came from: a connection does not tell, for which the functions return an address of zeros.
unsafe fn sender(address: &Address, is_internet: bool, socket: Socket) -> (Loose, u16) {
    // SAFETY: as in `connect`.
    unsafe {
        if !is_internet {
            return (arguments::new_string(address.path()), 0);
        }
        let (ip, port) = address.internet().unwrap_or_else(|| {
            let ip: IpAddr = match socket.domain() == i64::from(libc::AF_INET6) {
                true => Ipv6Addr::UNSPECIFIED.into(),
                false => Ipv4Addr::UNSPECIFIED.into(),
            };
            (ip, 0)
        });
        (ip_value(ip), port)
    }
}

/// An address as inet_ntop(3) writes it.
///
/// # Safety
/// On a thread of PHP, within a request. It may bail out.
pub(super) unsafe fn ip_value(ip: IpAddr) -> Loose {
    let text = written_ip(ip);
    // SAFETY: the caller's contract.
    unsafe { arguments::new_string(text.as_bytes()) }
}

/// The same as a text.
pub(super) fn written_ip(ip: IpAddr) -> Text<64> {
    const IN_V6: usize = 12;
    let compatible = match ip {
        IpAddr::V6(address) => {
            let octets = address.octets();
            // The C library writes the last four bytes of an address in the form of IPv4 where nothing is before
            // them, and something is in their first half.
            let is_compatible =
                octets[..IN_V6] == [0; IN_V6] && (octets[IN_V6], octets[IN_V6 + 1]) != (0, 0);
            is_compatible.then(|| address.to_bits() as u32)
        }
        IpAddr::V4(_) => None,
    };
    match compatible {
        Some(bits) => Text::of(format_args!("::{}", Ipv4Addr::from_bits(bits))),
        None => Text::of(ip),
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
    // SAFETY: the caller's contract.
    unsafe { name(call, libc::getsockname, "unable to retrieve socket name") };
}

/// `socket_getpeername(Socket $socket, string &$address, int &$port = null)`.
///
/// # Safety
/// As [`connect`].
pub(super) unsafe fn peer_name(call: &Invocation) {
    // SAFETY: the caller's contract.
    unsafe { name(call, libc::getpeername, "unable to retrieve peer name") };
}

type Ask = unsafe extern "C" fn(c_int, *mut libc::sockaddr, *mut libc::socklen_t) -> c_int;

unsafe fn name(call: &Invocation, ask: Ask, words: &str) {
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
            (None, _) => throw_for_domain(),
        }
    }
}
