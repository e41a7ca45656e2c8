//! Decisions on what is no connect of a stream: server sockets, datagrams, socket pairs, Unix paths. Each asks the core and puts
//! the decision down for the log.

use super::{Kind, Told};
use crate::{
    core::{
        escape::Escaped,
        gate::{self, Grounds, Lookups, Refusal},
        reason::Errno,
        settings::Mode,
        target::{Ports, Target, TargetError, Transport},
    },
    php::{state::State, text::FunctionName},
};
use std::{
    ffi::OsStr,
    fmt, io,
    net::SocketAddr,
    os::unix::ffi::OsStrExt,
    path::{Path, PathBuf},
};

/// Decides on a server socket at `place`; a Unix one needs its path allowed too.
pub(super) fn judge_listening(
    state: &mut State,
    kind: Kind,
    place: &[u8],
    via: &FunctionName,
) -> Option<Told> {
    let mode = state.mode();
    if mode == Mode::Passthrough {
        return None;
    }
    let judged = state.gate().and_then(|gate| {
        let grounds = gate.admit_listen(place)?;
        if kind == Kind::Unix {
            let path = place
                .first()
                .filter(|&&byte| byte != 0)
                .map(|_| Path::new(OsStr::from_bytes(place)));
            gate.admit_unix(path, place)?;
        }
        Ok(grounds)
    });
    let scheme = kind
        .transport()
        .map_or("unix".to_owned(), |transport| transport.to_string());
    let shown = format!("{scheme}://{}", Escaped(place));
    conclude(state, mode, &shown, judged, via)
}

/// Decides on a datagram to `peer` over a socket that carries `carrier`; what is neither TCP nor UDP over IP is `None`.
pub(super) fn judge_datagram(
    state: &mut State,
    carrier: Option<Transport>,
    peer: Option<SocketAddr>,
    via: &FunctionName,
) -> Option<Told> {
    let mode = state.mode();
    if mode == Mode::Passthrough {
        return None;
    }
    let (Some(carrier), Some(peer)) = (carrier, peer) else {
        let judged = state
            .gate()
            .and_then(|gate| gate.admit_raw("this address family"));
        return conclude(state, mode, &"raw", judged, via);
    };
    let target = gate::numeric(carrier, peer);
    let judged = state
        .gate()
        .and_then(|gate| gate.judge(&target, peer.ip(), Lookups::Sent));
    conclude(state, mode, &target, judged, via)
}

/// Decides on a pair of connected sockets.
pub(in crate::php) fn judge_socket_pair(state: &mut State, via: &FunctionName) -> Option<Told> {
    let mode = state.mode();
    if mode == Mode::Passthrough {
        return None;
    }
    let judged = state.gate().and_then(|gate| gate.admit_socket_pair());
    conclude(state, mode, &"socketpair", judged, via)
}

/// Where a Unix socket is.
pub(super) enum UnixPlace {
    /// At this path, which has no symbolic links.
    At(PathBuf),
    /// Allowed, but not there.
    Missing(Errno),
    /// Without a path (the abstract namespace).
    Unnamed,
}

/// Decides on a Unix socket by its real path: that one is dialled, so that a link that appears meanwhile leads nowhere else.
pub(super) fn judge_unix(state: &mut State, name: &[u8]) -> Result<(UnixPlace, Grounds), Refusal> {
    let gate = state.gate()?;
    if name.first().is_none_or(|&byte| byte == 0) {
        return gate
            .admit_unix(None, name)
            .map(|grounds| (UnixPlace::Unnamed, grounds));
    }
    if name.contains(&0) {
        return Err(Refusal::from(TargetError::Nul));
    }
    let path = Path::new(OsStr::from_bytes(name));
    match path.canonicalize() {
        Ok(real) => gate
            .admit_unix(Some(&real), name)
            .map(|grounds| (UnixPlace::At(real), grounds)),
        Err(error) => gate
            .admit_unix(Some(path), name)
            .map(|grounds| (UnixPlace::Missing(errno(&error)), grounds)),
    }
}

fn errno(error: &io::Error) -> Errno {
    error.raw_os_error().unwrap_or(libc::EIO)
}

/// Reads a target as the policy reads ports.
pub(super) fn parse(
    state: &State,
    transport: Transport,
    name: &[u8],
) -> Result<Target, TargetError> {
    let ports = state
        .configured()
        .map_or(Ports::Strict, |gate| gate.policy().ports());
    Target::parse(transport, name, ports)
}

/// Puts a decision down for the log; the refusal, where it counts.
fn conclude(
    state: &mut State,
    mode: Mode,
    target: &dyn fmt::Display,
    judged: Result<Grounds, Refusal>,
    via: &FunctionName,
) -> Option<Told> {
    let grounds = match &judged {
        Ok(grounds) => grounds,
        Err(refusal) => &refusal.grounds,
    };
    state.record(target, grounds.reason, grounds.rule.as_deref(), via);
    judged
        .err()
        .filter(|_| mode != Mode::Audit)
        .map(|refusal| Told::of(&refusal))
}
