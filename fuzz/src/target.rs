//! Targets as scripts write them, beside glibc's opinion on what is a numeric address.

use crate::assert_printable;
use aesock::core::target::{Host, Ports, Target, Transport};
use std::{
    ffi::CString,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    ptr,
};

/// Input: the target, as a stream transport gets it.
pub fn check(input: &[u8]) {
    let parse = |text, ports| Target::parse(Transport::Tcp, text, ports);
    match parse(input, Ports::Strict) {
        Ok(target) => {
            let printed = target.to_string();
            assert_printable(&printed);
            let printed = printed.strip_prefix("tcp://").expect("its scheme");
            let again = parse(printed.as_bytes(), Ports::Strict).expect("a target");
            assert_eq!(
                (again.to_string(), again.port),
                (target.to_string(), target.port)
            );
            assert_eq!(parse(input, Ports::Wrapped).as_ref(), Ok(&target));
        }
        Err(error) => assert_printable(&error.to_string()),
    }
    check_host(input);
}

/// What the engine would dial as an address is that address here, or nothing.
fn check_host(text: &[u8]) {
    match Host::parse(text) {
        Ok(Host::Address(address, zone)) => {
            assert_eq!(numeric(text), Some((address, zone.number())));
        }
        Ok(Host::Name(name)) => assert_eq!(numeric(text), None, "{name:?}"),
        Err(error) => assert_printable(&error.to_string()),
    }
}

/// The address and zone that getaddrinfo(3) takes `text` for without asking anyone.
fn numeric(text: &[u8]) -> Option<(IpAddr, u32)> {
    let text = CString::new(text).ok()?;
    let mut found = ptr::null_mut();
    // SAFETY: all of its fields are numbers and pointers that may be null.
    let mut hints: libc::addrinfo = unsafe { std::mem::zeroed() };
    hints.ai_flags = libc::AI_NUMERICHOST;
    hints.ai_socktype = libc::SOCK_STREAM;
    // SAFETY: the text ends in NUL, no service is given, and both structures live here.
    let status = unsafe { libc::getaddrinfo(text.as_ptr(), ptr::null(), &hints, &mut found) };
    if status != 0 {
        return None;
    }
    // SAFETY: the call succeeded, so `found` is a list of at least one entry with an address of its
    // family; it is freed once, when nothing of it is used any more.
    unsafe {
        let address = (*found).ai_addr;
        let ip = match (*found).ai_family {
            libc::AF_INET => {
                let v4 = (*address.cast::<libc::sockaddr_in>()).sin_addr.s_addr;
                (IpAddr::V4(Ipv4Addr::from(v4.to_ne_bytes())), 0)
            }
            _ => {
                let v6 = *address.cast::<libc::sockaddr_in6>();
                (
                    IpAddr::V6(Ipv6Addr::from(v6.sin6_addr.s6_addr)),
                    v6.sin6_scope_id,
                )
            }
        };
        libc::freeaddrinfo(found);
        Some(ip)
    }
}
