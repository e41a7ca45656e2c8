//! What a door has just decided, so that the call that follows is not decided again. Not the decision.
//!
//! A grant is of the thread that decided, and of one call of a door: it ends with it. Code of a script
//! that runs meanwhile finds at most what was decided, or what only a door's own object may use.

use super::address::{Address, Unspecified};
use std::{
    cell::Cell,
    net::{IpAddr, SocketAddr},
    os::fd::RawFd,
};

thread_local! {
    static GRANT: Cell<Option<Grant>> = const { Cell::new(None) };
}

/// What may be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grant {
    /// One call with this socket, to this address if it is known.
    Socket(RawFd, Option<SocketAddr>),
    /// Calls of a door's own object to this host.
    Host(IpAddr),
    /// Calls of a door's own object: the door has looked at all that they do.
    Call,
}

/// Gives a grant in place of what there was, until [`withdraw`].
#[inline]
pub fn give(grant: Grant) {
    let _ = GRANT.try_with(|kept| kept.set(Some(grant)));
}

/// Ends what was granted.
#[inline]
pub fn withdraw() {
    let _ = GRANT.try_with(|kept| kept.set(None));
}

/// Whether a call was granted: with `socket`, to `address`, by a door's own object or not.
pub(super) fn covers(socket: RawFd, address: &[u8], of_door: bool) -> bool {
    let Some(grant) = GRANT.try_with(Cell::get).ok().flatten() else {
        return false;
    };
    let peer = || match Address::read(address, Unspecified::Ipv4) {
        Address::Internet(peer) => Some(peer),
        _ => None,
    };
    match grant {
        Grant::Socket(granted, to) if granted == socket => {
            let is_it = to.is_none_or(|to| peer().is_some_and(|peer| is_same(peer, to)));
            if is_it {
                withdraw();
            }
            is_it
        }
        Grant::Socket(..) => false,
        Grant::Host(host) => of_door && peer().is_some_and(|peer| same_host(peer.ip(), host)),
        Grant::Call => of_door,
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
    use crate::native::address::tests::bytes;

    #[test]
    fn a_grant_is_for_one_call_with_its_socket_to_its_address() {
        let peer: SocketAddr = "10.0.0.5:80".parse().unwrap();
        give(Grant::Socket(7, Some(peer)));
        assert!(!covers(8, &bytes("10.0.0.5:80"), true));
        assert!(!covers(7, &bytes("10.0.0.5:81"), true));
        assert!(!covers(7, &[], true));
        assert!(covers(7, &bytes("[::ffff:10.0.0.5]:80"), false));
        assert!(!covers(7, &bytes("10.0.0.5:80"), true), "used up");
        give(Grant::Socket(7, None));
        assert!(covers(7, &bytes("192.0.2.1:1"), false));
    }

    #[test]
    fn what_is_granted_to_a_door_no_library_uses_and_it_ends_with_the_call() {
        give(Grant::Host("10.0.0.5".parse().unwrap()));
        assert!(covers(7, &bytes("10.0.0.5:80"), true));
        assert!(covers(8, &bytes("10.0.0.5:4000"), true));
        assert!(!covers(7, &bytes("10.0.0.5:80"), false));
        assert!(!covers(7, &bytes("10.0.0.6:80"), true));
        give(Grant::Call);
        assert!(covers(7, &bytes("10.0.0.6:80"), true));
        assert!(!covers(7, &bytes("10.0.0.6:80"), false));
        withdraw();
        assert!(!covers(7, &bytes("10.0.0.6:80"), true));
    }
}
