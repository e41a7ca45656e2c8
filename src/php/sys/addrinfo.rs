//! The objects that `socket_addrinfo_lookup()` makes. Not the sockets made from them.

use super::{
    arguments,
    function::{call, function},
    table, zval,
};
use ext_php_rs::ffi::zval_ptr_dtor;
use std::net::SocketAddr;

/// What `socket_addrinfo_explain()` says of an `AddressInfo` of IPv4 or IPv6.
#[derive(Debug, Clone, Copy)]
pub(in crate::php) struct AddressInfo {
    pub(in crate::php) domain: i64,
    pub(in crate::php) kind: i64,
    pub(in crate::php) protocol: i64,
    pub(in crate::php) address: SocketAddr,
}

/// Asks `socket_addrinfo_explain()`: the object's own layout is ext/sockets' secret.
///
/// # Safety
/// `info` is an object of that class. It may bail out.
pub(in crate::php) unsafe fn explain(info: &zval) -> Option<AddressInfo> {
    let explain = function(c"socket_addrinfo_explain")?;
    // SAFETY: the caller's contract; the result is ours.
    unsafe {
        let mut result = call(explain, [info]);
        let explained = explained(&result);
        zval_ptr_dtor(&raw mut *result);
        explained
    }
}

unsafe fn explained(result: &zval) -> Option<AddressInfo> {
    let array = arguments::array(result)?;
    // SAFETY: the array is live, and so is the one in it.
    unsafe {
        let integer = |array, key| table::find(array, key)?.long();
        let explained = arguments::array(table::find(array, c"ai_addr")?)?;
        let (address, port) = [(c"sin_addr", c"sin_port"), (c"sin6_addr", c"sin6_port")]
            .into_iter()
            .find_map(|(address, port)| {
                Some((table::find(explained, address)?, integer(explained, port)?))
            })?;
        let address = str::from_utf8(address.zend_str()?.as_bytes()).ok()?;
        Some(AddressInfo {
            domain: integer(array, c"ai_family")?,
            kind: integer(array, c"ai_socktype")?,
            protocol: integer(array, c"ai_protocol")?,
            address: SocketAddr::new(address.parse().ok()?, u16::try_from(port).ok()?),
        })
    }
}
