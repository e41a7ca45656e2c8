//! An address that a script gives: checked, and made what the engine gets to see. It knows no call.

use crate::{
    core::{
        escape::Token,
        gate::{Lookups, UnixPath},
        policy::rule::LONGEST_PATH,
        settings::Mode,
        socket::family::Family,
        target::{Host, Target, TargetError, Transport, Zone},
    },
    php::{
        state::{
            gates::Gates,
            refusal::{Failure, enforce},
        },
        sys::text::Text,
    },
};
use std::{
    net::{IpAddr, SocketAddr},
    os::unix::ffi::OsStrExt,
};

/// What the engine's handler is to see of an address, as plain data.
pub(super) enum Address {
    /// The address as the script wrote it.
    AsGiven,
    /// The same, and where it led to is judged afterwards (audit mode, where the engine resolves).
    AsGivenThenCheck,
    /// What was judged.
    At(Bytes),
}

/// A numeric address or a path of a Unix socket.
#[derive(Clone, Copy)]
pub(super) struct Bytes {
    bytes: [u8; LONGEST_PATH],
    length: usize,
}

impl Bytes {
    fn new(text: &[u8]) -> Option<Self> {
        let mut bytes = [0; LONGEST_PATH];
        bytes.get_mut(..text.len())?.copy_from_slice(text);
        Some(Self {
            bytes,
            length: text.len(),
        })
    }

    pub(super) fn as_slice(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

/// What a script addresses over a socket.
pub(super) struct Peer<'a> {
    /// The domain that the engine makes the address for.
    pub(super) domain: i64,
    /// What the socket carries; `None` for neither TCP nor UDP.
    pub(super) transport: Option<Transport>,
    /// The address or path.
    pub(super) text: &'a [u8],
    pub(super) port: i64,
}

impl Peer<'_> {
    /// Judges it.
    ///
    /// # Errors
    /// Why it may not be reached.
    pub(super) fn check(&self, gates: &mut Gates) -> Result<Address, Failure> {
        match (gates.mode(), Family::of(self.domain), self.transport) {
            (Mode::Passthrough, ..) => Ok(Address::AsGiven),
            (_, Some(family), Some(transport)) => self.resolve(gates, family, transport),
            (_, None, _) if self.domain == i64::from(libc::AF_UNIX) => self.check_unix(gates),
            _ => {
                enforce(gates, &"raw", |gate| gate.admit_raw(b"this socket"))?;
                Ok(Address::AsGiven)
            }
        }
    }

    fn resolve(
        &self,
        gates: &mut Gates,
        family: Family,
        transport: Transport,
    ) -> Result<Address, Failure> {
        let target = match self.target(gates, transport) {
            Ok(target) => target,
            Err(error) => {
                let shown = format!("{transport}://{}:{}", Token(self.text), self.port);
                enforce(gates, &shown, |_| Err(error.into()))?;
                return Ok(Address::AsGiven);
            }
        };
        if gates.mode() == Mode::Audit {
            let Host::Address(address, _) = target.host else {
                return Ok(Address::AsGivenThenCheck);
            };
            check_at(gates, &target, address)?;
            return Ok(Address::AsGiven);
        }
        let peer = gates.check(&target, |gate| {
            gate.admit_over(&target, family, lookups(transport))
        })?;
        at_address(self.text, peer)
    }

    /// Puts the decision on the address that it led to down for the log, in audit mode.
    pub(super) fn check_afterwards(
        &self,
        gates: &mut Gates,
        address: IpAddr,
    ) -> Result<(), Failure> {
        let target = self
            .transport
            .and_then(|transport| self.target(gates, transport).ok());
        match target {
            Some(target) => check_at(gates, &target, address),
            None => Ok(()),
        }
    }

    fn target(&self, gates: &Gates, transport: Transport) -> Result<Target, TargetError> {
        Ok(Target {
            transport,
            host: Host::parse(self.text)?,
            port: gates.ports().of(self.port)?,
        })
    }

    /// The address, once it is written as one.
    pub(super) fn numeric(&self) -> Option<SocketAddr> {
        match Host::parse(self.text) {
            Ok(Host::Address(address, zone)) => Some(zone.peer(address, self.port as u16)),
            Ok(Host::Name(_)) | Err(_) => None,
        }
    }

    /// A path goes to the engine as what it really is.
    fn check_unix(&self, gates: &mut Gates) -> Result<Address, Failure> {
        let shown = format!("unix://{}", Token(self.text));
        let checked = gates.check(&shown, |gate| gate.admit_unix(self.text));
        if gates.mode() == Mode::Audit {
            return Ok(Address::AsGiven);
        }
        match checked? {
            UnixPath::Unnamed => Ok(Address::AsGiven),
            UnixPath::Missing(errno) => Err(Failure::System(errno)),
            UnixPath::At(found) => Bytes::new(found.keep().as_os_str().as_bytes())
                .map(Address::At)
                .ok_or(Failure::System(libc::ENAMETOOLONG)),
        }
    }
}

/// What the engine is to see of `text`, which led to `peer`: itself, where it is that address as
/// inet_pton(3) reads it.
fn at_address(text: &[u8], peer: SocketAddr) -> Result<Address, Failure> {
    let (address, zone) = (peer.ip(), Zone::of(peer));
    let written = match zone {
        Zone::NONE if str::from_utf8(text).is_ok_and(|text| text.parse() == Ok(address)) => {
            return Ok(Address::AsGiven);
        }
        Zone::NONE => Text::<64>::of(address),
        zone => Text::of(format_args!("{address}%{}", zone.number())),
    };
    Bytes::new(written.as_bytes())
        .map(Address::At)
        .ok_or(Failure::System(libc::ENAMETOOLONG))
}

/// How long a decision may ask for names.
fn lookups(transport: Transport) -> Lookups {
    match transport {
        Transport::Tcp => Lookups::SENT,
        Transport::Udp => Lookups::BRIEF,
    }
}

/// Decides on the address of a target that the engine uses, in audit mode.
fn check_at(gates: &mut Gates, target: &Target, address: IpAddr) -> Result<(), Failure> {
    enforce(gates, target, |gate| {
        gate.admit_connected(target, address, lookups(target.transport))
    })?;
    Ok(())
}

/// A local address of the script's choice.
pub(super) struct Bind<'a> {
    pub(super) domain: i64,
    pub(super) transport: Option<Transport>,
    pub(super) address: &'a [u8],
    pub(super) port: i64,
}

impl Bind<'_> {
    pub(super) fn check(&self, gates: &mut Gates) -> Result<Address, Failure> {
        let family = Family::of(self.domain);
        let is_unix = self.domain == i64::from(libc::AF_UNIX);
        let address = Token(self.address);
        let shown = match (family, self.transport) {
            (None, _) if is_unix => format!("unix://{address}"),
            (Some(_), Some(transport)) => format!("{transport}://{address}:{}", self.port),
            _ => "raw".to_owned(),
        };
        let ports = gates.ports();
        let mut local = None;
        enforce(gates, &shown, |gate| {
            let Some(family) = family else {
                let grounds = gate.admit_bind_to(self.address)?;
                if is_unix {
                    return gate.admit_unix(self.address).map(|(_, grounds)| grounds);
                }
                return Ok(grounds);
            };
            let address = match Host::parse(self.address)? {
                Host::Address(address, zone) => zone.peer(address, ports.of(self.port)?),
                Host::Name(_) => return gate.admit_bind_to(self.address),
            };
            let of_family = family.address(address.ip());
            local = of_family.map(|ip| Zone::of(address).peer(ip, address.port()));
            gate.admit_bind(address)
        })?;
        match local {
            Some(local) if gates.mode() == Mode::Enforce => at_address(self.address, local),
            _ => Ok(Address::AsGiven),
        }
    }
}
