//! The decision on a numeric destination. Not how one is written, which is [`super::target`].

use crate::naive;
use aesock::core::{
    policy::{Peer, Policy},
    target::Transport,
};
use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    sync::LazyLock,
};

/// Input: transport (0 UDP), port (2 bytes), address (4 or 16 bytes).
pub fn check(input: &[u8]) {
    let [transport, high, low, address @ ..] = input else {
        return;
    };
    let transport = transport_of(*transport);
    let port = u16::from_be_bytes([*high, *low]);
    if let Some(address) = address_of(address) {
        agree(transport, None, address, port);
    }
}

/// TCP but for 0.
#[must_use]
pub fn transport_of(byte: u8) -> Transport {
    match byte {
        0 => Transport::Udp,
        _ => Transport::Tcp,
    }
}

fn address_of(bytes: &[u8]) -> Option<IpAddr> {
    let v4 = <[u8; 4]>::try_from(bytes).map(Ipv4Addr::from).ok();
    let v6 = <[u8; 16]>::try_from(bytes).map(Ipv6Addr::from).ok();
    v4.map(IpAddr::V4).or(v6.map(IpAddr::V6))
}

/// Both implementations decide alike on `address`, and for the same reason.
pub fn agree(transport: Transport, name: Option<&str>, address: IpAddr, port: u16) {
    static POLICY: LazyLock<Policy> = LazyLock::new(Policy::default);
    let peer = Peer {
        transport,
        name,
        excepted_name: None,
        address,
        port,
    };
    assert_eq!(
        POLICY.class(address, &[]),
        naive::class(address),
        "{address}"
    );
    let decided = POLICY.decide(&peer, &[]).reason;
    assert_eq!(
        decided,
        naive::reason(transport, name, address, port),
        "{peer:?}"
    );
}
