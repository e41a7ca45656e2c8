//! What is to be done about a connect: the core is asked, and dials. It makes no engine call and
//! leaves plain data, since any engine call may leave by `longjmp`.

use super::{
    check::parse,
    kind::Kind,
    stream::{Connected, lease_out, remember},
};
use crate::{
    core::{
        escape::Token,
        gate::{Gate, Lookups, Peers, Refusal, UnixPath},
        lease::Receiving,
        policy::rule::LONGEST_PATH,
        reason::{Errno, Reason},
        settings::Mode,
        socket::{
            bindto::Bindto,
            connect::{Dialled, Options, Progress, Tuning, Wait, dial},
        },
        target::{Host, Target, TargetError, Transport},
        usage::quota::Meter,
    },
    php::{
        state::{gates::Gates, operation, refusal::Failure},
        sys,
    },
};
use std::{
    convert::Infallible,
    net::SocketAddr,
    os::{fd::IntoRawFd, unix::ffi::OsStrExt},
    path::Path,
    time::Duration,
};

/// What is to be done about a connect, as plain data.
pub(super) enum Plan {
    /// The engine's own code connects.
    Native,
    /// The same, and the address it gets is judged afterwards (audit mode, where the engine
    /// resolves).
    NativeThenCheck,
    /// The same for a Unix socket, at its real path.
    NativeAt(UnixName),
    /// The engine would reject the target by itself; these are its words.
    Rejected(Rejection),
    /// Nobody answered.
    Unanswered(Errno),
    /// The stream has its socket; and the error of the context's local address, if it could not be
    /// taken.
    Connected(Progress, Option<Errno>),
}

/// The forms of a target that the engine rejects by itself (`parse_ip_address_ex` in
/// main/streams/xp_socket.c).
#[derive(Clone, Copy)]
pub(super) enum Rejection {
    Nul,
    NoPort,
    Brackets,
}

/// The address of a Unix socket, with a NUL behind it.
#[derive(Clone, Copy)]
pub(super) struct UnixName {
    pub(super) bytes: [u8; LONGEST_PATH + 1],
    pub(super) length: usize,
}

/// What a script asks for.
pub(super) struct Request<'a> {
    pub(super) kind: Kind,
    /// What stands behind `scheme://`.
    pub(super) name: &'a [u8],
    pub(super) wait: Wait,
    pub(super) timeout: Option<Duration>,
    pub(super) context: Context,
}

/// What the stream's context says about the socket.
#[derive(Clone, Copy)]
pub(super) struct Context {
    pub(super) tuning: Tuning,
    pub(super) bindto: Bindto,
}

impl Request<'_> {
    /// Decides, and dials where the core does that.
    pub(super) fn plan(
        &self,
        gates: &mut Gates,
        stream: *mut sys::php_stream,
    ) -> Result<Plan, Failure> {
        match (gates.mode(), self.kind.transport()) {
            (Mode::Passthrough, _) => Ok(Plan::Native),
            (Mode::Audit, Some(transport)) => Ok(self.audit(gates, transport)),
            (_, Some(transport)) => self.dial(gates, transport, stream),
            (mode, None) => self.plan_other(gates, mode, stream),
        }
    }

    fn dial(
        &self,
        gates: &mut Gates,
        transport: Transport,
        stream: *mut sys::php_stream,
    ) -> Result<Plan, Failure> {
        let target = match parse(gates, transport, self.name) {
            Ok(target) => target,
            Err(error) => return self.reject(gates, transport, error).map(Plan::Rejected),
        };
        let peers = self.check_target(gates, &target)?;
        let Context { tuning, bindto } = self.context;
        let options = Options {
            wait: self.wait,
            timeout: self.timeout,
            bind: bindto.local(),
            tuning,
        };
        let dialled = match &peers {
            Peers::One(peer) if bindto.admits(*peer) => dial(transport, &[*peer], &options),
            peers => {
                let peers: Vec<_> = peers
                    .as_slice()
                    .iter()
                    .copied()
                    .filter(|peer| bindto.admits(*peer))
                    .collect();
                dial(transport, &peers, &options)
            }
        };
        match dialled {
            Err(errno) if peers.as_slice().iter().any(|peer| bindto.admits(*peer)) => {
                Ok(Plan::Unanswered(errno))
            }
            Err(errno) => Err(Failure::System(errno)),
            Ok(dialled) => {
                remember(stream, Connected::Address(target, dialled.peer));
                Ok(self.hand_over(dialled, stream))
            }
        }
    }

    /// Gives the stream its socket, which the engine closes from now on.
    fn hand_over(&self, dialled: Dialled, stream: *mut sys::php_stream) -> Plan {
        let Dialled {
            socket,
            peer,
            progress,
            unbound,
        } = dialled;
        let receiving = match progress {
            Progress::Connected => Receiving::SINGLE,
            Progress::Connecting => Receiving::Native,
        };
        // SAFETY: the stream is ours and live; this is plain memory, no engine call.
        unsafe {
            (*sys::socket(stream)).socket = socket.into_raw_fd();
            lease_out(stream, self.kind, Some(peer), receiving);
        }
        Plan::Connected(progress, unbound)
    }

    /// The peers that may be dialled, from the local address that the context asks for.
    fn check_target(&self, gates: &mut Gates, target: &Target) -> Result<Peers, Refusal> {
        gates.check(target, |gate| {
            let admission = gate.admit(target, Lookups::for_caller(self.timeout))?;
            self.check_local(gate)?;
            operation::charge(&[Meter::Creates, Meter::Connects])?;
            Ok((admission.peers, admission.grounds))
        })
    }

    /// Decides on what is known before the engine resolves.
    fn audit(&self, gates: &mut Gates, transport: Transport) -> Plan {
        match parse(gates, transport, self.name) {
            Err(error) => {
                // The engine's own code says so.
                let _ = self.reject(gates, transport, error);
                Plan::Native
            }
            Ok(Target {
                host: Host::Name(_),
                ..
            }) => Plan::NativeThenCheck,
            Ok(Target {
                host: Host::Address(address, zone),
                port,
                ..
            }) => {
                self.check_afterwards(gates, Some(zone.peer(address, port)));
                Plan::Native
            }
        }
    }

    /// Decides on the address that the engine connects to, in audit mode.
    pub(super) fn check_afterwards(&self, gates: &mut Gates, peer: Option<SocketAddr>) {
        let transport = self.kind.transport();
        let target = transport.and_then(|transport| parse(gates, transport, self.name).ok());
        let (Some(target), Some(peer)) = (target, peer) else {
            return;
        };
        // The engine's own code connects whatever the outcome, which is in the log.
        let _ = gates.check(&target, |gate| {
            let grounds =
                gate.admit_connected(&target, peer.ip(), Lookups::for_caller(self.timeout))?;
            self.check_local(gate)?;
            Ok(((), grounds))
        });
    }

    /// Decides on the local address that the context asks for.
    fn check_local(&self, gate: &Gate) -> Result<(), Refusal> {
        self.context
            .bindto
            .local()
            .map_or(Ok(()), |local| gate.admit_bind(local).map(drop))
    }

    /// A target that is none: the engine would reject it by itself, or it is refused.
    fn reject(
        &self,
        gates: &mut Gates,
        transport: Transport,
        error: TargetError,
    ) -> Result<Rejection, Failure> {
        let shown = format!("{transport}://{}", Token(self.name));
        let rejection = match error {
            TargetError::Nul => Some(Rejection::Nul),
            TargetError::NoPort => Some(Rejection::NoPort),
            TargetError::Brackets => Some(Rejection::Brackets),
            _ => None,
        };
        let Err(refusal) = gates.check::<Infallible>(&shown, |_| Err(error.into()));
        match rejection {
            Some(rejection) if refusal.grounds.reason == Reason::InvalidTarget => Ok(rejection),
            _ => Err(refusal.into()),
        }
    }

    /// Unix sockets, and transports of other extensions.
    fn plan_other(
        &self,
        gates: &mut Gates,
        mode: Mode,
        stream: *mut sys::php_stream,
    ) -> Result<Plan, Failure> {
        let scheme = if self.kind == Kind::Unix {
            "unix"
        } else {
            "foreign"
        };
        let shown = format!("{scheme}://{}", Token(self.name));
        let checked = gates.check(&shown, |gate| match self.kind {
            Kind::Unix => gate.admit_unix(self.name),
            _ => gate
                .admit_raw(b"this transport")
                .map(|grounds| (UnixPath::Unnamed, grounds)),
        });
        match (checked, mode) {
            (_, Mode::Audit) => Ok(Plan::Native),
            (Ok(UnixPath::Unnamed), _) => {
                remember(stream, Connected::Unix(None));
                Ok(Plan::Native)
            }
            (Ok(UnixPath::Missing(errno)), _) => Err(Failure::System(errno)),
            (Ok(UnixPath::At(found)), _) => {
                remember(stream, Connected::Unix(Some(found.real().to_owned())));
                let name = UnixName::new(&found.keep());
                name.map(Plan::NativeAt)
                    .ok_or(Failure::System(libc::ENAMETOOLONG))
            }
            (Err(refusal), _) => Err(refusal.into()),
        }
    }
}

impl UnixName {
    fn new(path: &Path) -> Option<Self> {
        let path = path.as_os_str().as_bytes();
        let mut bytes = [0; LONGEST_PATH + 1];
        bytes
            .get_mut(..path.len())
            .filter(|room| room.len() <= LONGEST_PATH)?
            .copy_from_slice(path);
        Some(Self {
            bytes,
            length: path.len(),
        })
    }
}
