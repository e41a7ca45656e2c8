//! Addresses as scripts write them and as the kernel has them. The door has judged an address by then, and a name only
//! comes here where nothing is refused.

use super::{error, words};
use crate::php::sys::{
    self,
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

    pub(super) fn of<T>(address: &T) -> Self {
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
                words::warn(text);
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
        // SAFETY: the caller's contract.
        unsafe { warn_of_interface(name) };
    }
    index
}

/// In a frame of its own, as [`words`].
#[cold]
#[inline(never)]
unsafe fn warn_of_interface(name: &[u8]) {
    let before = Text::of("No interface with name \"");
    // SAFETY: as in `interface`.
    unsafe { sys::warn_naming(&before, name, c"\" could be found") };
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
