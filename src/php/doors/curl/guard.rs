//! What puts a handle under the policy: the callback for sockets, and what is closed in libcurl
//! itself. It does not depend on what was done with the handle before.

use super::{
    check::{closed_protocols, is_closed_now},
    progress,
    socket::{close_socket, open_socket},
};
use crate::{
    core::curl::{Feature, PROTOCOLS, SSH_AUTHENTICATION, longest_life},
    php::{
        state::gates,
        sys::{
            self,
            curl::{Curl, Handle, ProtocolsOf},
        },
    },
};

/// Puts a handle under the policy. Whether that took.
pub(super) unsafe fn guard(curl: Curl, handle: Handle) -> bool {
    const BASIC: std::ffi::c_long = 1;
    // SAFETY: the handle is a live one of this libcurl, which calls nothing back here.
    unsafe {
        if is_closed_now(Feature::Authentication) {
            curl.authenticate_by(handle, BASIC, !SSH_AUTHENTICATION);
        }
        curl.ask_for_sockets(handle, open_socket, close_socket)
            && close_protocols(curl, handle, &[ProtocolsOf::Urls, ProtocolsOf::Redirects])
            && limit(curl, handle)
    }
}

/// Limits a transfer to what the rules and quotas of now leave: connections that were kept from
/// before, bytes. Whether that took.
pub(super) unsafe fn limit(curl: Curl, handle: Handle) -> bool {
    let Some(age) = gates::with(gates::Gates::age_of_rules) else {
        return false;
    };
    // SAFETY: the caller's contract.
    unsafe {
        if let Some(age) = age {
            curl.limit_life(handle, longest_life(age));
        }
        progress::watch(curl, handle);
    }
    true
}

/// Closes protocols that a handle has by default. Whether that took.
pub(super) unsafe fn close_protocols(curl: Curl, handle: Handle, uses: &[ProtocolsOf]) -> bool {
    const FILE: (&str, i64) = ("file", 1 << 10);
    let closed = PROTOCOLS
        .iter()
        .filter(|protocol| is_closed_now(protocol.feature));
    let mut names: Vec<_> = closed.map(|protocol| protocol.name).collect();
    let mut bits = closed_protocols();
    if names.is_empty() {
        return true;
    }
    // SAFETY: the caller's contract.
    unsafe {
        if has_basedir() {
            names.push(FILE.0);
            bits |= FILE.1;
        }
        uses.iter()
            .all(|of| curl.limit_protocols(handle, *of, &names, bits))
    }
}

/// Whether ext/curl widens the protocols with a URL, to all but `file`.
pub(super) unsafe fn has_basedir() -> bool {
    // SAFETY: this is a thread of PHP, and the text is looked at at once.
    unsafe { !sys::ini(c"open_basedir").is_empty() }
}
