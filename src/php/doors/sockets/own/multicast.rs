//! Options of multicasts, which name groups, sources and interfaces.

use super::{
    address::{self, Address, written_ip},
    error::errno,
    kernel_option::{GET, SocketOption},
    option_value::members,
    version::WANTS_GROUPS,
    words,
};
use crate::php::sys::{
    self,
    arguments::{self, Loose},
    socket::Socket,
    table,
};
use ext_php_rs::ffi::zend_array;
use std::{
    ffi::{CStr, c_int},
    mem,
    net::Ipv4Addr,
};

/// The kernel's numbers of the requests (RFC 3678), which the C library has and its Rust binding lacks in part.
pub(super) const JOIN_GROUP: c_int = libc::MCAST_JOIN_GROUP;
pub(super) const BLOCK_SOURCE: c_int = libc::MCAST_BLOCK_SOURCE;
pub(super) const UNBLOCK_SOURCE: c_int = libc::MCAST_UNBLOCK_SOURCE;
pub(super) const LEAVE_GROUP: c_int = libc::MCAST_LEAVE_GROUP;
pub(super) const JOIN_SOURCE_GROUP: c_int = libc::MCAST_JOIN_SOURCE_GROUP;
pub(super) const LEAVE_SOURCE_GROUP: c_int = libc::MCAST_LEAVE_SOURCE_GROUP;

/// What a request is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Request {
    Group,
    /// A source within it.
    Source,
}

/// `struct group_req`
#[repr(C)]
struct GroupRequest {
    interface: u32,
    group: libc::sockaddr_storage,
}

/// `struct group_source_req`
#[repr(C)]
struct SourceRequest {
    interface: u32,
    group: libc::sockaddr_storage,
    source: libc::sockaddr_storage,
}

/// Sets an option that is a request of `['group' => ..., 'source' => ..., 'interface' => ...]`. Whether that went.
///
/// # Safety
/// The socket lives, and the value is an argument of the call. It may run user code and bail out.
pub(super) unsafe fn set_group(
    option: SocketOption,
    request: Request,
    value: &mut sys::zval,
) -> bool {
    // SAFETY: the caller's contract.
    unsafe {
        // The engine's function names these two for all requests.
        let name = match request {
            Request::Group => "MCAST_LEAVE_GROUP",
            Request::Source => "MCAST_LEAVE_SOURCE_GROUP",
        };
        let Some(array) = members(value, WANTS_GROUPS, name) else {
            return false;
        };
        let Some(group) = member(option.socket, array, c"group") else {
            return false;
        };
        let source = match request {
            Request::Group => None,
            Request::Source => match member(option.socket, array, c"source") {
                None => return false,
                source => source,
            },
        };
        let interface = table::find(array, c"interface");
        let interface = match interface {
            None => Some(0),
            Some(interface) => number_of(interface),
        };
        let Some(interface) = interface else {
            return false;
        };
        let group = group.storage;
        match source {
            None => option.set(&GroupRequest { interface, group }),
            Some(source) => option.set(&SourceRequest {
                interface,
                group,
                source: source.storage,
            }),
        }
    }
}

/// An address of an array; none where there is none, which is told or thrown.
unsafe fn member(socket: Socket, array: *const zend_array, name: &CStr) -> Option<Address> {
    // SAFETY: as in `set_group`.
    unsafe {
        let Some(text) = table::find(array, name) else {
            let name = name.to_str().unwrap_or_default();
            let text = format_args!("No key \"{name}\" passed in optval");
            words::plain_value_error(text);
            return None;
        };
        let text = arguments::to_string(text)?;
        let is_internet = [libc::AF_INET, libc::AF_INET6]
            .map(i64::from)
            .contains(&socket.domain());
        let address = match text.zend_str() {
            Some(text) if is_internet => address::read(text.as_bytes(), 0, socket),
            _ => {
                let words = "IP address used in the context of an unexpected type of socket";
                if WANTS_GROUPS {
                    words::plain_value_error(words);
                } else {
                    words::warn(words);
                }
                None
            }
        };
        arguments::release(text);
        address
    }
}

/// The number of an interface that a script names by it or by its name; none where there is none, which is told or
/// thrown.
///
/// # Safety
/// The value lives. It may run user code and bail out.
pub(super) unsafe fn number_of(value: &sys::zval) -> Option<u32> {
    // SAFETY: the caller's contract.
    unsafe {
        if let Some(number) = value.long() {
            let index = u32::try_from(number).ok();
            if index.is_none() {
                let text = format_args!("Index must be between 0 and {}", u32::MAX);
                words::plain_value_error(text);
            }
            return index;
        }
        let name = arguments::to_string(value)?;
        let index = name
            .zend_str()
            .and_then(|name| address::interface(name.as_bytes()));
        arguments::release(name);
        index
    }
}

/// Sets the interface of multicasts of IPv4, which the kernel takes by its address. Whether that went.
///
/// # Safety
/// As [`set_group`].
pub(super) unsafe fn set_interface(option: SocketOption, value: &sys::zval) -> bool {
    // SAFETY: the caller's contract.
    unsafe {
        let Some(index) = number_of(value) else {
            return false;
        };
        match address_of(option.socket, index) {
            Ok(address) => option.set(&address.octets()),
            Err(error) => {
                let text =
                    format_args!("Failed obtaining address for interface {index}: error {error}");
                words::warn(text);
                false
            }
        }
    }
}

/// The address of an interface; no interface has the number 0.
fn address_of(socket: Socket, index: u32) -> Result<Ipv4Addr, c_int> {
    if index == 0 {
        return Ok(Ipv4Addr::UNSPECIFIED);
    }
    // SAFETY: zeros are a request, and the kernel writes no more than there is room for.
    unsafe {
        let mut request: libc::ifreq = mem::zeroed();
        request.ifr_ifru.ifru_ifindex = index as c_int;
        for question in [libc::SIOCGIFNAME, libc::SIOCGIFADDR] {
            if libc::ioctl(socket.descriptor(), question as _, &raw mut request) == -1 {
                return Err(errno());
            }
        }
        let address = (&raw const request.ifr_ifru.ifru_addr).cast::<libc::sockaddr_in>();
        let bits = address.read_unaligned().sin_addr.s_addr;
        Ok(Ipv4Addr::from(bits.to_ne_bytes()))
    }
}

/// The interface of multicasts of IPv4 as a number; none where that is told.
///
/// # Safety
/// As [`set_group`].
pub(super) unsafe fn interface_of(option: SocketOption) -> Option<Loose> {
    let mut bytes = [0_u8; 4];
    // SAFETY: the caller's contract.
    unsafe {
        option.get(&mut bytes, GET)?;
        let address = Ipv4Addr::from(bytes);
        if address.is_unspecified() {
            return Some(arguments::integer(0));
        }
        match interface_at(option.socket, address) {
            Ok(Some(index)) => return Some(arguments::integer(index.into())),
            Ok(None) => {
                let address = written_ip(address.into());
                let text = format_args!("The interface with IP address {address} was not found");
                words::warn(text);
            }
            Err(error) => {
                let text = format_args!("Failed obtaining interfaces list: error {error}");
                words::warn(text);
            }
        }
        None
    }
}

/// The number of the interface with an address.
fn interface_at(socket: Socket, address: Ipv4Addr) -> Result<Option<u32>, c_int> {
    const STEP: usize = 16;
    let mut requests: Vec<libc::ifreq> = Vec::new();
    loop {
        // SAFETY: zeros are a request, and the kernel writes no more than there is room for.
        unsafe {
            let room = requests.len() + STEP;
            requests = vec![mem::zeroed(); room];
            let mut all: libc::ifconf = mem::zeroed();
            all.ifc_len = (room * size_of::<libc::ifreq>()) as c_int;
            all.ifc_ifcu.ifcu_req = requests.as_mut_ptr();
            if libc::ioctl(socket.descriptor(), libc::SIOCGIFCONF as _, &raw mut all) == -1 {
                return Err(errno());
            }
            let count = all.ifc_len as usize / size_of::<libc::ifreq>();
            // A full list may have been cut.
            if count < room {
                requests.truncate(count);
                break;
            }
        }
    }
    // SAFETY: the kernel fills in the addresses of IPv4 and the names, which end with NUL.
    let found = requests.iter().find(|request| unsafe {
        let known = (&raw const request.ifr_ifru.ifru_addr).cast::<libc::sockaddr_in>();
        let known = known.read_unaligned();
        c_int::from(known.sin_family) == libc::AF_INET
            && known.sin_addr.s_addr.to_ne_bytes() == address.octets()
    });
    Ok(found.and_then(|request| {
        let name = request.ifr_name.map(|byte| byte as u8);
        address::interface_number(&name)
    }))
}
