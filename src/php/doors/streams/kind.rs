//! What the engine's transports carry, by the scheme of a URL. Not whether it is allowed.

use crate::{
    core::{lease::Traffic, target::Transport},
    php::sys,
};

/// What a transport of the engine's table carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Tcp,
    Tls(Tls),
    Udp,
    Unix,
    /// A transport of some other extension.
    Foreign,
}

/// The TLS that a scheme asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tls {
    /// What the context says, or any version.
    ByContext,
    /// One version.
    Only(sys::CryptoMethod),
}

/// The engine's own transports (main/streams/xp_socket.c, ext/openssl/xp_ssl.c).
const KINDS: &[(&[u8], Kind)] = &[
    (b"tcp", Kind::Tcp),
    (b"udp", Kind::Udp),
    (b"unix", Kind::Unix),
    (b"udg", Kind::Unix),
    (b"ssl", Kind::Tls(Tls::ByContext)),
    (b"tls", Kind::Tls(Tls::ByContext)),
    (
        b"sslv3",
        Kind::Tls(Tls::Only(sys::CryptoMethod::SSL3_CLIENT)),
    ),
    (
        b"tlsv1.0",
        Kind::Tls(Tls::Only(sys::CryptoMethod::TLS1_0_CLIENT)),
    ),
    (
        b"tlsv1.1",
        Kind::Tls(Tls::Only(sys::CryptoMethod::TLS1_1_CLIENT)),
    ),
    (
        b"tlsv1.2",
        Kind::Tls(Tls::Only(sys::CryptoMethod::TLS1_2_CLIENT)),
    ),
    (
        b"tlsv1.3",
        Kind::Tls(Tls::Only(sys::CryptoMethod::TLS1_3_CLIENT)),
    ),
];

impl Kind {
    pub(super) fn of(scheme: &[u8]) -> Self {
        KINDS
            .iter()
            .find(|(name, _)| *name == scheme)
            .map_or(Self::Foreign, |(_, kind)| *kind)
    }

    /// What leaves the host.
    pub(super) fn transport(self) -> Option<Transport> {
        match self {
            Self::Tcp | Self::Tls(_) => Some(Transport::Tcp),
            Self::Udp => Some(Transport::Udp),
            Self::Unix | Self::Foreign => None,
        }
    }

    /// Whether all traffic passes our operations from the beginning. A session that starts later says so.
    pub(super) fn traffic(self) -> Traffic {
        match self {
            Self::Tls(_) => Traffic::Unseen,
            Self::Tcp | Self::Udp | Self::Unix | Self::Foreign => Traffic::Seen,
        }
    }
}

/// What a scheme of the engine's own carries over the network; `None` for every other.
pub(in crate::php) fn transport_of(scheme: &[u8]) -> Option<Transport> {
    Kind::of(scheme).transport()
}

/// Whether a scheme is one of Unix sockets.
pub(in crate::php) fn is_unix(scheme: &[u8]) -> bool {
    Kind::of(scheme) == Kind::Unix
}
