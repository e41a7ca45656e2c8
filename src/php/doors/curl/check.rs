//! What the door of ext/curl asks the core: protocols, features, addresses. How libcurl or a script
//! gets the answer is not here.

use crate::{
    core::{
        curl::{self, Feature, PROTOCOLS},
        escape::Token,
        gate::{self, Lookups, Refusal, UnixPath},
        reason::Reason,
        settings::Mode,
        target::{Name, Transport},
        usage::quota::Meter,
    },
    php::state::{
        gates::{self, Gates},
        operation,
        refusal::{Failure, enforce, enforce_named},
    },
};
use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

pub(super) fn is_closed_now(feature: Feature) -> bool {
    gates::with(|gates| is_closed(gates, feature)) != Some(false)
}

/// The bits of the closed protocols.
pub(super) fn closed_protocols() -> i64 {
    let bits = |gates: &mut Gates| {
        let closed = PROTOCOLS
            .iter()
            .filter(|protocol| is_closed(gates, protocol.feature));
        closed.fold(0, |bits, protocol| bits | protocol.bit)
    };
    let all = PROTOCOLS
        .iter()
        .fold(0, |bits, protocol| bits | protocol.bit);
    gates::with(bits).unwrap_or(all)
}

fn is_closed(gates: &Gates, feature: Feature) -> bool {
    let allows = || {
        gates
            .configured()
            .is_ok_and(|gate| gate.policy().decide_feature(feature).allows())
    };
    match gates.mode() {
        Mode::Audit | Mode::Passthrough => false,
        Mode::Enforce | Mode::Disabled => !allows(),
    }
}

/// Decides on the protocol of a URL. An open one is not logged: its destination will be.
pub(super) fn check_protocol(gates: &mut Gates, url: &[u8]) -> Result<(), Refusal> {
    match curl::protocol_of(url).filter(|protocol| is_closed(gates, protocol.feature)) {
        Some(protocol) => {
            let shown = Token(url);
            enforce(gates, &shown, |gate| {
                gate.admit_feature(protocol.feature, shown)
            })
        }
        None => Ok(()),
    }
}

pub(super) fn check_feature(
    gates: &mut Gates,
    feature: Feature,
    subject: &str,
) -> Result<(), Failure> {
    enforce(gates, &format_args!("curl:{subject}"), |gate| {
        gate.admit_feature(feature, subject)
    })?;
    Ok(())
}

/// Decides on a wildcard as the local address.
pub(super) fn check_wildcard(
    gates: &mut Gates,
    option: &str,
    address: IpAddr,
) -> Result<(), Failure> {
    enforce(gates, &format_args!("curl:{option}"), |gate| {
        gate.admit_bind(SocketAddr::new(address, 0))
    })?;
    Ok(())
}

/// What becomes of pages that a server pushes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pushes {
    /// The script's function is asked about them.
    Asked,
    /// They are denied, as libcurl does without a function.
    Denied,
}

pub(super) fn check_push(gates: &mut Gates) -> Result<Pushes, Failure> {
    let mode = gates.mode();
    if mode == Mode::Passthrough {
        return Ok(Pushes::Asked);
    }
    let checked = gates.check(&"curl:CURLMOPT_PUSHFUNCTION", |gate| {
        let grounds = gate.admit_push()?;
        let pushes = match grounds.reason {
            Reason::Simulated => Pushes::Denied,
            _ => Pushes::Asked,
        };
        Ok((pushes, grounds))
    });
    match (checked, mode) {
        (_, Mode::Audit) => Ok(Pushes::Asked),
        (checked, _) => Ok(checked?),
    }
}

/// What libcurl wants a socket for, in plain values.
pub(super) struct Question<'a> {
    /// Whether it is to listen.
    pub(super) listens: bool,
    /// TCP or UDP; `None` for neither.
    pub(super) transport: Option<Transport>,
    /// The address, if it is one of IPv4 or IPv6.
    pub(super) peer: Option<SocketAddr>,
    /// The path or name of a Unix socket.
    pub(super) unix: Option<&'a [u8]>,
    /// The URL of the transfer, redirects followed.
    pub(super) url: &'a [u8],
    /// What the decision may look up.
    pub(super) lookups: Lookups,
}

impl Question<'_> {
    /// Decides. The path that is to be dialled in place of the one that was asked for, if there is
    /// one.
    ///
    /// # Errors
    /// Why libcurl gets no socket.
    pub(super) fn check(&self, gates: &mut Gates) -> Result<Option<PathBuf>, Failure> {
        // libcurl has refused such a URL already, unless something else widened its protocols.
        check_protocol(gates, self.url)?;
        match (self.transport, self.peer, self.unix) {
            _ if self.listens => {
                enforce(gates, &"tcp://ftp-data", |gate| {
                    gate.admit_listen(b"a port for FTP data")
                })?;
            }
            (_, _, Some(name)) => return check_unix(gates, name),
            (Some(transport), Some(peer), None) => {
                let target = gate::numeric(transport, peer);
                let named = curl::host_of(self.url);
                let name = named.as_ref().and_then(|name| name.as_ref().ok()).cloned();
                let name = name.as_ref().map(Name::as_str);
                enforce_named(gates, &target, name, |gate| {
                    gate.admit_dialled(transport, peer, named, self.lookups)
                })?;
                operation::charge_for(gates, &[Meter::Creates, Meter::Connects], &target)?;
            }
            _ => enforce(gates, &"raw", |gate| gate.admit_raw(b"this socket"))?,
        }
        Ok(None)
    }
}

/// A path is dialled as what it really is.
fn check_unix(gates: &mut Gates, name: &[u8]) -> Result<Option<PathBuf>, Failure> {
    let mut place = UnixPath::Unnamed;
    enforce(gates, &format_args!("unix://{}", Token(name)), |gate| {
        let (at, grounds) = gate.admit_unix(name)?;
        place = at;
        Ok(grounds)
    })?;
    match place {
        _ if gates.mode() != Mode::Enforce => Ok(None),
        UnixPath::Unnamed => Ok(None),
        UnixPath::Missing(errno) => Err(Failure::System(errno)),
        UnixPath::At(found) => Ok(Some(found.keep())),
    }
}
