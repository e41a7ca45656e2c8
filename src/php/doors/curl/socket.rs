//! libcurl's question for a socket, and its request to close one. It makes no engine call.

use super::{check::Question, failure};
use crate::{
    core::{
        lease::{Closing, Receiving, Traffic},
        socket::{connect::raw, family, identity::Found},
    },
    native::grant::{self, Grant},
    php::{
        state::{
            gates::{self, Gates},
            leases, operation,
            refusal::Failure,
        },
        sys::curl::{Curl, CurlAddress, Handle},
    },
};
use socket2::SockAddr;
use std::{
    ffi::{c_int, c_void},
    os::fd::{AsRawFd, FromRawFd, IntoRawFd, OwnedFd},
};

/// libcurl's question for a socket to an address: a descriptor, or -1 to refuse it.
///
/// # Safety
/// libcurl calls this for a live handle, with an address that it will use as it is afterwards.
pub(super) unsafe extern "C" fn open_socket(
    handle: Handle,
    purpose: c_int,
    address: *mut CurlAddress,
) -> c_int {
    const REFUSED: c_int = -1;
    // SAFETY: the caller's contract.
    let open = |gates: &mut Gates| unsafe { open(gates, handle, purpose, &mut *address) };
    gates::with(open).flatten().unwrap_or(REFUSED)
}

/// Decides, and makes the socket; keeps the reason for `curl_error`.
unsafe fn open(
    gates: &mut Gates,
    handle: Handle,
    purpose: c_int,
    address: &mut CurlAddress,
) -> Option<c_int> {
    // SAFETY: as in `open_socket`.
    if let Err(failure) = unsafe { check(gates, handle, purpose, address) } {
        let reason = match failure {
            Failure::Refused(refusal) => refusal.to_string(),
            Failure::System(errno) => nix::errno::Errno::from_raw(errno).desc().to_owned(),
        };
        failure::keep(handle, reason);
        return None;
    }
    // The reason that is kept is that of the last socket.
    failure::forget(handle);
    let socket = raw(address.family, address.kind, address.protocol).ok()?;
    // libcurl closes sockets that never connected by itself.
    let identity = Found::at(socket.as_raw_fd()).socket()?;
    let socket = socket.into_raw_fd();
    let transport = family::transport(address.kind.into(), address.protocol.into());
    // SAFETY: as in `open_socket`.
    let peer = unsafe { address.internet() };
    operation::grant(
        socket,
        transport.filter(|_| peer.is_some()),
        peer,
        Traffic::Unseen,
        Receiving::Native,
        Closing::Untold(identity),
    );
    grant::give(Grant::Socket(socket, peer));
    Some(socket)
}

/// Decides, and puts a path that is to be dialled into the address.
unsafe fn check(
    gates: &mut Gates,
    handle: Handle,
    purpose: c_int,
    address: &mut CurlAddress,
) -> Result<(), Failure> {
    const LISTENER: c_int = 1; // CURLSOCKTYPE_ACCEPT
    // SAFETY: as in `open_socket`.
    unsafe {
        let unix = address.unix();
        let question = Question {
            listens: purpose == LISTENER,
            transport: family::transport(address.kind.into(), address.protocol.into()),
            peer: address.internet(),
            unix: unix.as_deref(),
            url: Curl::find().map_or(&b""[..], |curl| curl.url(handle)),
            lookups: failure::patience(handle).lookups(),
        };
        if let Some(path) = question.check(gates)? {
            let path = SockAddr::unix(path).map_err(|_| Failure::System(libc::ENAMETOOLONG))?;
            address.set_unix(&path);
        }
    }
    Ok(())
}

/// libcurl's request to close a socket that it got from [`open_socket`].
///
/// # Safety
/// libcurl calls this once a socket, and does not use it afterwards.
pub(super) unsafe extern "C" fn close_socket(_: *mut c_void, socket: c_int) -> c_int {
    leases::release(socket);
    // SAFETY: the caller's contract.
    drop(unsafe { OwnedFd::from_raw_fd(socket) });
    0
}
