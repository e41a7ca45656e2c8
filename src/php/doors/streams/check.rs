//! What the door of streams asks the core, apart from connects: server sockets, datagrams, socket
//! pairs, Unix paths. How a refusal is reported is not here.

use super::kind::Kind;
use crate::{
    core::{
        escape::Token,
        gate::{self, Lookups, Refusal},
        target::{Target, TargetError, Transport},
        usage::quota::Meter,
    },
    php::state::{gates::Gates, operation, refusal::enforce},
};
use std::net::SocketAddr;

/// Decides on a server socket at `address`; a Unix one needs its path allowed too.
pub(super) fn check_listening(
    gates: &mut Gates,
    kind: Kind,
    address: &[u8],
) -> Result<(), Refusal> {
    let scheme = kind
        .transport()
        .map_or("unix".to_owned(), |transport| transport.to_string());
    let shown = format!("{scheme}://{}", Token(address));
    enforce(gates, &shown, |gate| {
        let grounds = gate.admit_listen(address)?;
        if kind != Kind::Unix {
            operation::charge(&[Meter::Creates, Meter::Binds])?;
        }
        if kind == Kind::Unix {
            gate.admit_unix(address)?;
        }
        Ok(grounds)
    })
}

/// Decides on accepting connections, from whatever listener: an inherited one has no operations of
/// ours.
pub(in crate::php) fn check_accept(gates: &mut Gates) -> Result<(), Refusal> {
    enforce(gates, &"accept", |gate| {
        gate.admit_listen(b"an inherited socket")
    })
}

/// Decides on a pair of connected sockets.
pub(in crate::php) fn check_socket_pair(gates: &mut Gates) -> Result<(), Refusal> {
    enforce(gates, &"socketpair", |gate| gate.admit_socket_pair())
}

/// Decides on the end of a connection that aesock did not make, for all processes that have it.
pub(super) fn check_shutdown(gates: &mut Gates) -> Result<(), Refusal> {
    enforce(gates, &"socket", |gate| gate.admit_inherited())
}

/// Decides on a datagram to `peer` over a socket that carries `transport`; what is neither TCP nor
/// UDP over IP is `None`.
pub(super) fn check_datagram(
    gates: &mut Gates,
    transport: Option<Transport>,
    peer: Option<SocketAddr>,
) -> Result<(), Refusal> {
    match (transport, peer) {
        (Some(transport), Some(peer)) => {
            let target = gate::numeric(transport, peer);
            enforce(gates, &target, |gate| {
                gate.admit_address(&target, peer.ip(), Lookups::BRIEF)
            })
        }
        _ => enforce(gates, &"raw", |gate| gate.admit_raw(b"this address family")),
    }
}

/// Reads a target as the policy reads ports.
pub(super) fn parse(
    gates: &Gates,
    transport: Transport,
    name: &[u8],
) -> Result<Target, TargetError> {
    Target::parse(transport, name, gates.ports())
}
