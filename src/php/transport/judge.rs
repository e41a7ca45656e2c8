//! Decisions on what is no connect of a stream: server sockets, datagrams, socket pairs, Unix paths. Each asks the core and puts
//! the decision down for the log.

use super::{Kind, Told};
use crate::{
    core::{
        escape::Token,
        gate::{self, Grounds, Lookups, Refusal},
        settings::Mode,
        target::{Ports, Target, TargetError, Transport},
    },
    php::{state::State, text::FunctionName},
};
use std::{fmt, net::SocketAddr};

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
            gate.admit_unix(place)?;
        }
        Ok(grounds)
    });
    let scheme = kind
        .transport()
        .map_or("unix".to_owned(), |transport| transport.to_string());
    let shown = format!("{scheme}://{}", Token(place));
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
            .and_then(|gate| gate.admit_raw(b"this address family"));
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
