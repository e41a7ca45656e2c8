//! Lookups by getaddrinfo(3), and sockets of what they found. Whether these may be made is the door's question.

use super::{
    address::{Address, ip_value, until_nul},
    create::{abandon, make},
    decided,
    error::{self, errno},
    invocation::Invocation,
    version::{CHECKS_HINTS, TAKES_ANY_FAMILY},
    words,
};
use crate::php::sys::{
    self, Blocks,
    arguments::{self, Loose},
    own_socket::OwnAddressInfo,
    socket::Socket,
    table::{self, Key},
};
use ext_php_rs::ffi::zend_array;
use std::{
    ffi::{CStr, c_char, c_int},
    mem::{self, ManuallyDrop},
    net::IpAddr,
    ptr,
};

/// `socket_addrinfo_lookup(string $host, ?string $service = null, array $hints = [], int &$error_code = null)`.
///
/// # Safety
/// The call is a live one. It may run user code and bail out.
pub(super) unsafe fn lookup(call: &Invocation) {
    // SAFETY: the caller's contract. The hints are zeros but for what is set; the list lives until its end, which a
    // bailout may keep from coming.
    unsafe {
        let mut hints: libc::addrinfo = mem::zeroed();
        if let Some(given) = call.value(2).and_then(|value| arguments::array(value))
            && !read_hints(given, &mut hints)
        {
            return;
        }
        let (Some(host), service) = (call.text(0), call.text(1)) else {
            return;
        };
        let host = host.as_ptr().cast::<c_char>();
        let service = service.map_or(ptr::null(), |text| text.as_ptr().cast::<c_char>());
        let mut found = ptr::null_mut();
        let status = libc::getaddrinfo(host, service, &raw const hints, &raw mut found);
        if status != 0 {
            let is_told = match call.value(3) {
                Some(place) => sys::assign(place, arguments::integer(status.into())),
                None => true,
            };
            if is_told {
                call.fail();
            }
            return;
        }
        let mut blocks = Blocks::new();
        let copies = copy(found, &mut blocks);
        libc::freeaddrinfo(found);
        let array = arguments::new_array();
        let mut next = copies;
        while let Some(one) = next.as_ref() {
            arguments::append(array, object(one));
            next = one.next;
        }
        blocks.free();
        call.give_value(arguments::array_value(array));
    }
}

/// An element of the list in memory of the request, with a name of its own.
struct Found {
    next: *const Found,
    info: libc::addrinfo,
    address: Address,
    name: *const u8,
    name_length: usize,
}

/// Copies the list, so that nothing of the C library's is kept while the engine is called.
unsafe fn copy(list: *const libc::addrinfo, blocks: &mut Blocks) -> *const Found {
    // SAFETY: as in `lookup`; the list ends with null, and its strings are C strings.
    unsafe {
        let mut first = ptr::null();
        let mut last: *mut Found = ptr::null_mut();
        let mut next = list;
        while let Some(info) = next.as_ref() {
            next = info.ai_next;
            if info.ai_family == libc::AF_UNSPEC {
                continue;
            }
            let place = blocks.add(size_of::<Found>()).cast::<Found>();
            let length = info.ai_addrlen as usize;
            let mut address = Address::empty(length);
            let room = size_of_val(&address.storage);
            ptr::copy_nonoverlapping(
                info.ai_addr.cast::<u8>(),
                address.as_mut_ptr().cast::<u8>(),
                length.min(room),
            );
            let (mut name, mut name_length) = (ptr::null(), 0);
            if !info.ai_canonname.is_null() {
                let text = CStr::from_ptr(info.ai_canonname).to_bytes();
                let copied = blocks.add(text.len());
                copied.copy_from_nonoverlapping(text.as_ptr(), text.len());
                (name, name_length) = (copied.cast_const(), text.len());
            }
            place.write(Found {
                next: ptr::null(),
                info: *info,
                address,
                name,
                name_length,
            });
            match last.as_mut() {
                Some(last) => last.next = place,
                None => first = place,
            }
            last = place;
        }
        first
    }
}

/// An object for an element.
unsafe fn object(found: &Found) -> Loose {
    // SAFETY: as in `lookup`.
    unsafe {
        let mut value = ManuallyDrop::new(sys::zval::new());
        let info = OwnAddressInfo::make(&raw mut *value);
        info.flags = found.info.ai_flags;
        info.family = found.info.ai_family;
        info.kind = found.info.ai_socktype;
        info.protocol = found.info.ai_protocol;
        info.length = found.address.length;
        info.address = found.address.storage;
        if !found.name.is_null() {
            let name = std::slice::from_raw_parts(found.name, found.name_length);
            info.set_name(arguments::new_string(name));
        }
        value
    }
}

/// The place of a hint.
type Hint = fn(&mut libc::addrinfo) -> &mut c_int;

/// The hints by their names.
const HINTS: [(&CStr, Hint); 4] = [
    (c"ai_flags", |hints| &mut hints.ai_flags),
    (c"ai_socktype", |hints| &mut hints.ai_socktype),
    (c"ai_protocol", |hints| &mut hints.ai_protocol),
    (c"ai_family", |hints| &mut hints.ai_family),
];

/// Reads the hints; whether there are no others. A list has none: older versions do not look at it.
unsafe fn read_hints(given: *const zend_array, hints: &mut libc::addrinfo) -> bool {
    // SAFETY: as in `lookup`; the array is the argument's.
    unsafe {
        if CHECKS_HINTS && table::is_list(&*given) {
            refuse_key();
            return false;
        }
        for (key, value) in table::pairs(&*given) {
            let key = match key {
                Key::Name(key) => (*key).as_bytes(),
                Key::Number(_) if CHECKS_HINTS => b"",
                Key::Number(_) => continue,
            };
            let Some((name, hint)) = HINTS.iter().find(|(name, _)| name.to_bytes() == key) else {
                refuse_key();
                return false;
            };
            if CHECKS_HINTS {
                let Some(number) = checked_hint(name, value) else {
                    return false;
                };
                *hint(hints) = number;
            } else {
                *hint(hints) = arguments::number(value) as c_int;
            }
        }
    }
    true
}

/// # Safety
/// As in `lookup`.
unsafe fn refuse_key() {
    let text = "must only contain array keys \"ai_flags\", \"ai_socktype\", \"ai_protocol\", or \"ai_family\"";
    // SAFETY: the caller's contract.
    unsafe { words::value_error(3, text) };
}

/// A hint of its type and within its bounds; none after an exception.
unsafe fn checked_hint(name: &CStr, value: &sys::zval) -> Option<c_int> {
    const FAMILIES: &[c_int] = if TAKES_ANY_FAMILY {
        &[libc::AF_UNSPEC, libc::AF_INET, libc::AF_INET6]
    } else {
        &[libc::AF_INET, libc::AF_INET6]
    };
    let key = name.to_str().unwrap_or_default();
    // SAFETY: as in `lookup`.
    unsafe {
        let Some(number) = sys::tried_integer(value) else {
            let kind = sys::plain_type_name(value);
            let text = format_args!("\"{key}\" key must be of type int, {kind} given");
            words::type_error(3, text);
            return None;
        };
        let number = c_int::try_from(number).ok().filter(|number| *number >= 0);
        if name == c"ai_family" {
            let family = number.filter(|number| FAMILIES.contains(number));
            if family.is_none() {
                let text = format_args!("\"{key}\" key must be AF_INET or AF_INET6");
                words::value_error(3, text);
            }
            return family;
        }
        if number.is_none() {
            let text = format_args!("\"{key}\" key must be between 0 and {}", c_int::MAX);
            words::value_error(3, text);
        }
        number
    }
}

/// The element that a call has as its argument.
unsafe fn info<'a>(call: &Invocation) -> Option<&'a OwnAddressInfo> {
    // SAFETY: as in `lookup`; the engine has looked at the class.
    unsafe { call.value(0).map(|value| OwnAddressInfo::of(value)) }
}

/// `socket_addrinfo_connect(AddressInfo $address)`.
///
/// # Safety
/// As [`lookup`].
pub(super) unsafe fn connect(call: &Invocation) {
    const DOMAIN: &str = "socket type must be one of AF_UNIX, AF_INET, or AF_INET6";
    // SAFETY: the caller's contract.
    unsafe { make_and(call, decided::connect, "Unable to connect address", DOMAIN) };
}

/// `socket_addrinfo_bind(AddressInfo $address)`.
///
/// # Safety
/// As [`lookup`].
pub(super) unsafe fn bind(call: &Invocation) {
    const DOMAIN: &str = "must be one of AF_UNIX, AF_INET, or AF_INET6";
    // SAFETY: the caller's contract.
    unsafe { make_and(call, decided::bind, "Unable to bind address", DOMAIN) };
}

type Take = unsafe extern "C" fn(c_int, *const libc::sockaddr, libc::socklen_t) -> c_int;

unsafe fn make_and(call: &Invocation, take: Take, words: &str, domain: &str) {
    // SAFETY: as in `lookup`; the address is as long as it says.
    unsafe {
        let Some(info) = info(call) else { return };
        let Some(socket) = make(call, [info.family, info.kind, info.protocol]) else {
            return;
        };
        match info.family {
            libc::AF_INET | libc::AF_INET6 => {}
            // The engine's functions do not take these, for reasons of security.
            libc::AF_UNIX => return abandon(call),
            _ => {
                abandon(call);
                return words::value_error(1, domain);
            }
        }
        let address = (&raw const info.address).cast();
        if take(socket.descriptor(), address, info.length) != 0 {
            fail(call, socket, words);
        }
    }
}

unsafe fn fail(call: &Invocation, socket: Socket, words: &str) {
    // SAFETY: as in `lookup`.
    unsafe {
        error::tell(socket, words, errno());
        abandon(call);
    }
}

/// `socket_addrinfo_explain(AddressInfo $address)`.
///
/// # Safety
/// As [`lookup`].
pub(super) unsafe fn explain(call: &Invocation) {
    // SAFETY: the caller's contract.
    unsafe {
        let Some(info) = info(call) else { return };
        let array = arguments::new_array();
        let numbers = [
            (c"ai_flags", info.flags),
            (c"ai_family", info.family),
            (c"ai_socktype", info.kind),
            (c"ai_protocol", info.protocol),
        ];
        for (name, number) in numbers {
            arguments::put(array, name, arguments::integer(number.into()));
        }
        if let Some(name) = info.name() {
            arguments::put(
                array,
                c"ai_canonname",
                arguments::new_string(until_nul(name)),
            );
        }
        let address = Address {
            storage: info.address,
            length: info.length,
        };
        let explained = arguments::new_array();
        let names = match address.internet() {
            Some((ip @ IpAddr::V4(_), port)) => Some((c"sin_port", c"sin_addr", ip, port)),
            Some((ip @ IpAddr::V6(_), port)) => Some((c"sin6_port", c"sin6_addr", ip, port)),
            None => None,
        };
        if let Some((port_name, name, ip, port)) = names {
            arguments::put(explained, port_name, arguments::integer(port.into()));
            arguments::put(explained, name, ip_value(ip));
        }
        arguments::put(array, c"ai_addr", arguments::array_value(explained));
        call.give_value(arguments::array_value(array));
    }
}
