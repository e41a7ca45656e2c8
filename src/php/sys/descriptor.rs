//! Descriptors of sockets, and what the kernel knows about them. It opens and closes none.

use super::generated::{_php_emit_fd_setsize_warning, php_network_gethostbyname, sockaddr};
use crate::core::target::Transport;
use socket2::{SockAddr, SockRef, Type};
use std::{
    ffi::CString,
    net::{IpAddr, SocketAddr},
    os::fd::{BorrowedFd, RawFd},
    path::PathBuf,
    ptr,
};

/// The address in a `sockaddr` of IPv4 or IPv6.
///
/// # Safety
/// `address` is null or has `length` bytes.
pub(in crate::php) unsafe fn socket_address(
    address: *const sockaddr,
    length: libc::socklen_t,
) -> Option<SocketAddr> {
    // SAFETY: the caller's contract; no more than the storage's size is copied, and every bit
    // pattern is an address.
    let ((), address) = unsafe {
        socket2::SockAddr::try_init(|storage, stored| {
            let size = (length as usize).min(size_of_val(&*storage));
            ptr::copy_nonoverlapping(address.cast::<u8>(), storage.cast::<u8>(), size);
            *stored = size as libc::socklen_t;
            Ok(())
        })
    }
    .ok()?;
    address.as_socket()
}

/// The local address of a socket.
pub(in crate::php) fn local(descriptor: RawFd) -> Option<SockAddr> {
    on_socket(descriptor, |socket| socket.local_addr().ok())
}

/// Where a socket is connected to.
pub(in crate::php) fn peer(descriptor: RawFd) -> Option<SocketAddr> {
    on_socket(descriptor, |socket| socket.peer_addr().ok()?.as_socket())
}

/// Where a socket of datagrams within the host is connected to, which can be connected anew: the real
/// path; `None` where that has no path.
pub(in crate::php) fn unix_peer_of_datagrams(descriptor: RawFd) -> Option<PathBuf> {
    on_socket(descriptor, |socket| {
        (socket.r#type().ok()? == Type::DGRAM).then_some(())?;
        let peer = socket.peer_addr().ok()?;
        let path = peer.as_pathname()?;
        Some(path.canonicalize().unwrap_or_else(|_| path.to_owned()))
    })
}

/// The domain of a socket (`SO_DOMAIN`), whatever its owner takes it for.
pub(in crate::php) fn domain(descriptor: RawFd) -> Option<i64> {
    on_socket(descriptor, |socket| socket.domain().ok()).map(|domain| i32::from(domain).into())
}

/// What a socket carries: TCP or UDP. Its type alone would not tell SCTP or a datagram of ICMP from
/// them.
pub(in crate::php) fn transport(descriptor: RawFd) -> Option<Transport> {
    match on_socket(descriptor, |socket| socket.protocol().ok().flatten())? {
        socket2::Protocol::TCP => Some(Transport::Tcp),
        socket2::Protocol::UDP => Some(Transport::Udp),
        _ => None,
    }
}

/// Whether calls on a socket wait, whichever of its owners set that.
pub(in crate::php) fn waits(descriptor: RawFd) -> bool {
    on_socket(descriptor, |socket| socket.nonblocking().ok()) == Some(false)
}

fn on_socket<T>(descriptor: RawFd, ask: impl FnOnce(SockRef<'_>) -> Option<T>) -> Option<T> {
    if descriptor < 0 {
        return None;
    }
    // SAFETY: the descriptor is that of a live stream, which stays open meanwhile.
    let descriptor = unsafe { BorrowedFd::borrow_raw(descriptor) };
    ask(SockRef::from(&descriptor))
}

/// The first address that the engine's own lookup finds for a name.
pub(in crate::php) fn host_by_name(name: &[u8]) -> Option<IpAddr> {
    let name = CString::new(name).ok()?;
    // SAFETY: the name is a C string; what is found is this thread's until its next lookup, and has as many bytes as it
    // says.
    unsafe {
        let host = php_network_gethostbyname(name.as_ptr()).as_ref()?;
        let first = (*host.h_addr_list).cast::<u8>();
        match host.h_addrtype {
            libc::AF_INET => Some(first.cast::<[u8; 4]>().read().into()),
            libc::AF_INET6 => Some(first.cast::<[u8; 16]>().read().into()),
            _ => None,
        }
    }
}

/// Warns as the engine does of a descriptor that select(2) has no room for.
///
/// # Safety
/// On a thread of PHP, within a request. It may run user code and bail out.
pub(in crate::php) unsafe fn warn_of_highest_descriptor(descriptor: RawFd) {
    // SAFETY: the caller's contract.
    unsafe { _php_emit_fd_setsize_warning(descriptor) };
}
