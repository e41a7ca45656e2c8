//! What stands in the place of libc's functions that resolve names: it calls them, and has what they find
//! remembered. It decides nothing.

use super::{
    address::{Address, Unspecified},
    asking, filter, function, names, objects,
};
use libc::{addrinfo, c_char, c_int, hostent};
use std::{
    ffi::CStr,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    panic::{AssertUnwindSafe, catch_unwind},
    slice,
};

/// The functions. They have nothing on the stack that must be dropped: a library may leave by `siglongjmp`,
/// or its thread be cancelled, while a name server is silent.
pub(super) mod instead {
    use super::{asking, filter, function, take_host, take_list};
    use libc::{addrinfo, c_char, c_int, hostent, size_t};

    pub(in crate::native) unsafe extern "C-unwind" fn getaddrinfo(
        name: *const c_char,
        service: *const c_char,
        hints: *const addrinfo,
        found: *mut *mut addrinfo,
    ) -> c_int {
        // SAFETY: as the caller calls it.
        unsafe {
            let is_filtered = filter::is_installed();
            if is_filtered {
                asking::begin();
            }
            let outcome = function::getaddrinfo(name, service, hints, found);
            if is_filtered {
                asking::end();
            }
            if outcome == 0 {
                take_list(name, *found);
            }
            outcome
        }
    }

    pub(in crate::native) unsafe extern "C-unwind" fn gethostbyname(
        name: *const c_char,
    ) -> *mut hostent {
        // SAFETY: as the caller calls it.
        unsafe {
            let host = function::gethostbyname(name);
            take_host(name, host);
            host
        }
    }

    pub(in crate::native) unsafe extern "C-unwind" fn gethostbyname2(
        name: *const c_char,
        family: c_int,
    ) -> *mut hostent {
        // SAFETY: as the caller calls it.
        unsafe {
            let host = function::gethostbyname2(name, family);
            take_host(name, host);
            host
        }
    }

    pub(in crate::native) unsafe extern "C-unwind" fn gethostbyname_r(
        name: *const c_char,
        host: *mut hostent,
        room: *mut c_char,
        length: size_t,
        found: *mut *mut hostent,
        error: *mut c_int,
    ) -> c_int {
        // SAFETY: as the caller calls it.
        unsafe {
            let outcome = function::gethostbyname_r(name, host, room, length, found, error);
            if outcome == 0 {
                take_host(name, *found);
            }
            outcome
        }
    }

    pub(in crate::native) unsafe extern "C-unwind" fn gethostbyname2_r(
        name: *const c_char,
        family: c_int,
        host: *mut hostent,
        room: *mut c_char,
        length: size_t,
        found: *mut *mut hostent,
        error: *mut c_int,
    ) -> c_int {
        // SAFETY: as the caller calls it.
        unsafe {
            let outcome =
                function::gethostbyname2_r(name, family, host, room, length, found, error);
            if outcome == 0 {
                take_host(name, *found);
            }
            outcome
        }
    }
}

/// Takes what getaddrinfo(3) has found.
///
/// # Safety
/// `name` is null or a string, `found` a list that the function has made.
unsafe fn take_list(name: *const c_char, found: *const addrinfo) {
    let take = || {
        let mut next = found;
        let addresses = std::iter::from_fn(|| {
            // SAFETY: the list ends with null.
            let one = unsafe { next.as_ref() }?;
            next = one.ai_next;
            Some(if one.ai_addr.is_null() {
                None
            } else {
                // SAFETY: an address has as many bytes as it says.
                let bytes = unsafe {
                    slice::from_raw_parts(one.ai_addr.cast::<u8>(), one.ai_addrlen as usize)
                };
                match Address::read(bytes, Unspecified::Nothing) {
                    Address::Internet(address) => Some(address.ip()),
                    _ => None,
                }
            })
        });
        // SAFETY: as the caller says.
        unsafe { remember_of(name, addresses.flatten()) };
    };
    aside(take);
}

/// Takes what gethostbyname(3) has found.
///
/// # Safety
/// `name` is null or a string, `host` null or what the function has made.
unsafe fn take_host(name: *const c_char, host: *const hostent) {
    let take = || {
        // SAFETY: as the caller says.
        let Some(host) = (unsafe { host.as_ref() }) else {
            return;
        };
        let mut next = host.h_addr_list;
        let addresses = std::iter::from_fn(|| {
            // SAFETY: the list ends with null.
            let at = unsafe { next.as_ref() }?;
            // SAFETY: as above.
            next = unsafe { next.add(1) };
            // SAFETY: each address has the length of its family.
            (!at.is_null()).then(|| unsafe { address(host.h_addrtype, at.cast()) })
        });
        // SAFETY: as the caller says.
        unsafe { remember_of(name, addresses.flatten()) };
    };
    aside(take);
}

/// # Safety
/// An address of `family` is there.
unsafe fn address(family: c_int, at: *const u8) -> Option<IpAddr> {
    match family {
        // SAFETY: the caller's contract.
        libc::AF_INET => Some(Ipv4Addr::from(unsafe { at.cast::<[u8; 4]>().read() }).into()),
        // SAFETY: as above.
        libc::AF_INET6 => Some(Ipv6Addr::from(unsafe { at.cast::<[u8; 16]>().read() }).into()),
        _ => None,
    }
}

/// # Safety
/// `name` is null or a string.
unsafe fn remember_of(name: *const c_char, addresses: impl Iterator<Item = IpAddr>) {
    if !name.is_null() {
        // SAFETY: the caller's contract.
        names::remember(unsafe { CStr::from_ptr(name) }.to_bytes(), addresses);
    }
}

/// Runs `action` so that the caller of a function notices nothing, if calls are looked at.
fn aside(action: impl FnOnce()) {
    if !objects::are_looked_at() {
        return;
    }
    // SAFETY: errno is this thread's.
    let errno = unsafe { libc::__errno_location() };
    // SAFETY: as above.
    let before = unsafe { *errno };
    let _ = catch_unwind(AssertUnwindSafe(action));
    // SAFETY: as above.
    unsafe { *errno = before };
}
