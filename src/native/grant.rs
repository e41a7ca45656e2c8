//! What a door has just decided, so that the call that follows is not decided again. Not the decision.
//!
//! A grant is of the thread that decided, and of one call of a door: it ends with it. Code of a script may
//! run meanwhile (an error handler, a stream of its own), close the socket and have a library make one with
//! the same descriptor. So what that finds is no more than what was decided: the very address, or what
//! reaches nobody.

use super::{
    address::{Address, Unspecified},
    decide::Operation,
};
use crate::core::socket::found;
use std::{
    cell::Cell,
    net::{IpAddr, SocketAddr},
    os::fd::RawFd,
    sync::atomic::{AtomicUsize, Ordering},
};

thread_local! {
    static GRANT: Cell<Option<Grant>> = const { Cell::new(None) };
}

/// How many threads have one, at least: most calls are granted nothing, and need not look for what is their
/// thread's.
static GRANTED: AtomicUsize = AtomicUsize::new(0);

/// What may be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grant {
    /// One call with this socket, to this address; to the Unix socket that is [kept](found) where there is none.
    Socket(RawFd, Option<SocketAddr>),
    /// One datagram by this socket, to this address.
    Datagram(RawFd, SocketAddr),
    /// Connections of a door's own object to this address.
    Peer(SocketAddr),
    /// The same, to whichever port of this host.
    Host(IpAddr),
    /// A local address of a door's own object, and listening there.
    Local,
    /// A connection of a door's own object to the Unix socket that is [kept](found).
    Unix,
}

/// Gives a grant in place of what there was, until [`withdraw`].
#[inline]
pub fn give(grant: Grant) {
    let before = GRANT.try_with(|kept| kept.replace(Some(grant)));
    if before == Ok(None) {
        GRANTED.fetch_add(1, Ordering::Relaxed);
    }
}

/// Ends what was granted.
#[inline]
pub fn withdraw() {
    if GRANTED.load(Ordering::Relaxed) != 0
        && GRANT.try_with(Cell::take).is_ok_and(|kept| kept.is_some())
    {
        GRANTED.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Whether a call was granted: with `socket`, to `address`, by a door's own object or not.
pub(super) fn covers(operation: Operation, socket: RawFd, address: &[u8], of_door: bool) -> bool {
    let Some(grant) = GRANT.try_with(Cell::get).ok().flatten() else {
        return false;
    };
    let peer = || match Address::read(address, Unspecified::Ipv4) {
        Address::Internet(peer) => Some(peer),
        _ => None,
    };
    match grant {
        Grant::Socket(granted, to) => {
            let is_there = || match to {
                Some(to) => peer().is_some_and(|peer| is_same(peer, to)),
                None => is_kept(address),
            };
            granted == socket && !is_local(operation) && once(is_there())
        }
        Grant::Datagram(granted, to) => {
            let is_there = || peer().is_some_and(|peer| is_same(peer, to));
            granted == socket && operation == Operation::Send && once(is_there())
        }
        Grant::Peer(to) => {
            of_door && !is_local(operation) && peer().is_some_and(|peer| is_same(peer, to))
        }
        Grant::Host(host) => {
            of_door && !is_local(operation) && peer().is_some_and(|peer| same_host(peer.ip(), host))
        }
        Grant::Local => of_door && is_local(operation),
        Grant::Unix => of_door && !is_local(operation) && is_kept(address),
    }
}

/// Ends a grant that was used.
fn once(is_used: bool) -> bool {
    if is_used {
        withdraw();
    }
    is_used
}

fn is_local(operation: Operation) -> bool {
    matches!(operation, Operation::Bind | Operation::Listen)
}

/// Whether an address is that of the Unix socket that was decided on last.
fn is_kept(address: &[u8]) -> bool {
    match Address::read(address, Unspecified::Nothing) {
        Address::Unix(path) => found::is_kept_at(path),
        _ => false,
    }
}

fn is_same(one: SocketAddr, other: SocketAddr) -> bool {
    one.port() == other.port() && same_host(one.ip(), other.ip())
}

/// Whether both are the same, be one written as IPv6 writes the other.
fn same_host(one: IpAddr, other: IpAddr) -> bool {
    one.to_canonical() == other.to_canonical()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{core::socket::found::FoundSocket, native::address::tests::bytes};

    #[test]
    fn a_grant_is_for_one_call_with_its_socket_to_its_address() {
        let peer: SocketAddr = "10.0.0.5:80".parse().unwrap();
        give(Grant::Socket(7, Some(peer)));
        let connects = |socket, address: &str, of_door| {
            covers(Operation::Connect, socket, &bytes(address), of_door)
        };
        assert!(!connects(8, "10.0.0.5:80", true));
        assert!(!connects(7, "10.0.0.5:81", true));
        assert!(!covers(Operation::Connect, 7, &[], true));
        assert!(!covers(Operation::Bind, 7, &bytes("10.0.0.5:80"), true));
        assert!(connects(7, "[::ffff:10.0.0.5]:80", false));
        assert!(!connects(7, "10.0.0.5:80", true), "used up");
        give(Grant::Socket(7, None));
        assert!(!connects(7, "192.0.2.1:1", true), "no Unix socket");
        give(Grant::Datagram(7, peer));
        assert!(!connects(7, "10.0.0.5:80", true));
        assert!(!covers(Operation::Send, 7, &bytes("10.0.0.6:80"), true));
        assert!(covers(Operation::Send, 7, &bytes("10.0.0.5:80"), false));
        withdraw();
    }

    #[test]
    fn a_unix_socket_is_granted_while_it_is_kept_and_no_other() {
        let path = std::env::temp_dir().join(format!("aesock-grant-{}", std::process::id()));
        std::fs::write(&path, "").unwrap();
        let address = |path: &std::path::Path| {
            let address = socket2::SockAddr::unix(path).unwrap();
            // SAFETY: an address has as many bytes as it says.
            let bytes = unsafe {
                std::slice::from_raw_parts(address.as_ptr().cast::<u8>(), address.len() as usize)
            };
            bytes.to_vec()
        };
        let kept = FoundSocket::at(&path).unwrap().keep();
        let connects = |at: &std::path::Path| covers(Operation::Connect, 7, &address(at), true);
        for grant in [Grant::Unix, Grant::Socket(7, None)] {
            give(grant);
            assert!(!connects(std::path::Path::new("/run/other")));
            assert!(connects(&kept));
        }
        give(Grant::Unix);
        assert!(!covers(Operation::Connect, 7, &address(&kept), false));
        found::release();
        assert!(!connects(&kept));
        withdraw();
        std::fs::remove_file(path).unwrap();
    }

    #[test]
    fn what_is_granted_to_a_door_no_library_uses_and_it_ends_with_the_call() {
        give(Grant::Peer("10.0.0.5:80".parse().unwrap()));
        let connects = |socket, address: &str, of_door| {
            covers(Operation::Connect, socket, &bytes(address), of_door)
        };
        assert!(connects(7, "10.0.0.5:80", true));
        assert!(connects(8, "10.0.0.5:80", true), "each attempt");
        assert!(!connects(7, "10.0.0.5:80", false));
        assert!(!connects(7, "10.0.0.5:4000", true));
        give(Grant::Host("10.0.0.5".parse().unwrap()));
        assert!(connects(7, "10.0.0.5:80", true));
        assert!(connects(8, "10.0.0.5:4000", true));
        assert!(!connects(7, "10.0.0.5:80", false));
        assert!(!connects(7, "10.0.0.6:80", true));
        assert!(!covers(Operation::Listen, 7, &[], true));
        give(Grant::Local);
        assert!(covers(Operation::Bind, 7, &bytes("10.0.0.6:80"), true));
        assert!(covers(Operation::Listen, 7, &[], true));
        assert!(!covers(Operation::Listen, 7, &[], false));
        assert!(!connects(7, "10.0.0.6:80", true), "it reaches nobody");
        withdraw();
        assert!(!covers(Operation::Listen, 7, &[], true));
    }
}
