//! What the core is asked by the door of ext/sockets but for addresses: new sockets, listeners, options,
//! inherited ones. A decision knows no call, and takes plain values.

use crate::{
    core::{
        escape::Token,
        settings::Mode,
        socket::{
            family::{Family, transport},
            options::{Access, Outcome, Simulated, SocketOption},
        },
        target::Transport,
        usage::quota::Meter,
    },
    php::state::{
        gates::Gates,
        operation,
        refusal::{Failure, enforce},
    },
};
use socket2::SockAddr;
use std::os::unix::ffi::OsStrExt;

/// Decides on a socket of these kinds, and counts it; one of TCP or UDP over IP needs no permission.
pub(super) fn check_socket(
    gates: &mut Gates,
    domain: i64,
    kind: i64,
    protocol: i64,
) -> Result<(), Failure> {
    match check_kind(gates, domain, kind, protocol)? {
        Some(transport) => Ok(operation::charge_for(gates, &[Meter::Creates], &transport)?),
        None => Ok(()),
    }
}

/// Decides on a socket of these kinds; what it is to carry, if that is TCP or UDP over IP.
pub(super) fn check_kind(
    gates: &mut Gates,
    domain: i64,
    kind: i64,
    protocol: i64,
) -> Result<Option<Transport>, Failure> {
    match (Family::of(domain), transport(kind, protocol)) {
        (Some(_), Some(transport)) => return Ok(Some(transport)),
        (Some(_), None) => {
            enforce(gates, &"raw", |gate| gate.admit_protocol(kind, protocol))?;
        }
        (None, _) => enforce(gates, &"raw", |gate| gate.admit_family(domain))?,
    }
    Ok(None)
}

/// Decides on a socket that listens, or is to, at a local address.
pub(super) fn check_listener(gates: &mut Gates, local: Option<&SockAddr>) -> Result<(), Failure> {
    if let Some(address) = local.and_then(SockAddr::as_socket) {
        return check_listening(gates, &address.to_string());
    }
    let path = local.and_then(SockAddr::as_pathname);
    let path = path.map_or(&b""[..], |path| path.as_os_str().as_bytes());
    let subject = match path {
        [] => b"a Unix socket without a path",
        path => path,
    };
    let shown = format!("unix://{}", Token(path));
    enforce(gates, &shown, |gate| gate.admit_listen(subject))?;
    Ok(())
}

pub(super) fn check_listening(gates: &mut Gates, address: &str) -> Result<(), Failure> {
    enforce(gates, &format_args!("tcp://{address}"), |gate| {
        gate.admit_listen(address.as_bytes())
    })?;
    Ok(())
}

/// Decides on what is neither reading nor writing of a socket that aesock did not make. What
/// reaches no network is not asked about.
pub(super) fn check_inherited(
    gates: &mut Gates,
    transport: Option<Transport>,
) -> Result<(), Failure> {
    if transport.is_some() {
        enforce(gates, &"socket", |gate| gate.admit_inherited())?;
    }
    Ok(())
}

/// What becomes of an access, as plain data.
pub(super) enum Granted {
    /// The engine asks the kernel.
    Real,
    Simulated(Simulated),
}

pub(super) fn check_option(
    gates: &mut Gates,
    option: SocketOption,
    access: Access,
) -> Result<Granted, Failure> {
    let mode = gates.mode();
    if mode == Mode::Passthrough {
        return Ok(Granted::Real);
    }
    let shown = match option.name() {
        Some(name) => format!("option:{name}"),
        None => format!("option:{}/{}", option.level, option.number),
    };
    let checked = gates.check(&shown, |gate| gate.admit_option(option, access));
    match (checked, mode) {
        (_, Mode::Audit) | (Ok(Outcome::Real | Outcome::Refused), _) => Ok(Granted::Real),
        (Ok(Outcome::Simulated(value)), _) => Ok(Granted::Simulated(value)),
        (Err(refusal), _) => Err(refusal.into()),
    }
}

/// Whether sockets have time-outs of aesock's: no rule lets the script set its own.
pub(super) fn waits_by_default(gates: &Gates) -> bool {
    let is_real = |number| {
        let option = SocketOption::new(libc::SOL_SOCKET, number);
        gates
            .configured()
            .is_ok_and(|gate| gate.policy().decide_option(option, Access::Set).allows())
    };
    gates.mode() == Mode::Enforce && !is_real(libc::SO_RCVTIMEO) && !is_real(libc::SO_SNDTIMEO)
}
