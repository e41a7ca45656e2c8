//! Addresses of packet sockets (`AF_PACKET`): interfaces, by their names and numbers.

use super::address::{Address, interface_number};
use super::words;
use crate::php::sys::socket::Socket;
use std::{ffi::CStr, mem};

/// The address that a packet socket is bound to by the name of an interface; no interface has the number 0. None after
/// an exception.
///
/// # Safety
/// In a call of a function of the socket.
pub(super) unsafe fn to_bind(socket: Socket, name: &[u8]) -> Option<Address> {
    // SAFETY: the caller's contract; the kernel writes no more than there is room for.
    unsafe {
        let mut address = Address::empty(size_of::<libc::sockaddr_ll>());
        // What the socket has already: its family and protocol.
        if libc::getsockname(
            socket.descriptor(),
            address.as_mut_ptr(),
            &raw mut address.length,
        ) < 0
        {
            words::plain_value_error("invalid AF_PACKET socket");
            return None;
        }
        let link = &mut *address.as_mut_ptr().cast::<libc::sockaddr_ll>();
        let mut bound: libc::sockaddr_ll = mem::zeroed();
        bound.sll_family = link.sll_family;
        bound.sll_protocol = link.sll_protocol;
        bound.sll_ifindex = interface_number(name).unwrap_or(0) as i32;
        Some(Address::of(&bound))
    }
}

/// The address of an interface, by its number.
pub(super) fn to_send(number: i64) -> Address {
    // SAFETY: zeros are an address.
    let mut address: libc::sockaddr_ll = unsafe { mem::zeroed() };
    address.sll_family = libc::AF_PACKET as libc::sa_family_t;
    address.sll_ifindex = number as i32;
    Address::of(&address)
}

/// The number of the interface of an address.
pub(super) fn interface_of(address: &Address) -> i32 {
    // SAFETY: there is room for the structure, whose bytes are plain data.
    unsafe { (*address.as_ptr().cast::<libc::sockaddr_ll>()).sll_ifindex }
}

/// Has `action` look at the name of an interface; none where there is none of this number.
pub(super) fn with_name<T>(number: i32, action: impl FnOnce(&[u8]) -> T) -> Option<T> {
    let mut name = [0; libc::IF_NAMESIZE];
    // SAFETY: there is room for a name, which ends with NUL.
    unsafe {
        let found = libc::if_indextoname(number as u32, name.as_mut_ptr());
        (!found.is_null()).then(|| action(CStr::from_ptr(name.as_ptr()).to_bytes()))
    }
}
