//! Sockets from what `socket_addrinfo_lookup` returned: `socket_addrinfo_connect` and
//! `socket_addrinfo_bind`.

use super::{
    create::{NOT_CREATED, judge_socket, limited, made, settle, waits_by_default},
    fail_by_system, refuse,
};
use crate::{
    core::{
        connect::{Options, Tuning, Wait, dial},
        family::transport,
        gate::{self, Lookups},
        reason::Errno,
        settings::Mode,
        target::Transport,
    },
    php::{
        functions::{Answer, Call},
        log,
        state::{self, State},
        sys::{self, AddressInfo, arguments},
        told::{Told, decide, judge},
    },
};
use std::{
    os::fd::{IntoRawFd, OwnedFd, RawFd},
    time::Duration,
};

/// What is to be done about a connect, as plain data.
enum Plan {
    Native,
    Refused(Told),
    Failed(Errno),
    Connected(RawFd),
}

/// `socket_addrinfo_connect(AddressInfo $address)`.
///
/// # Safety
/// The call is a live one. It may run user code and bail out.
pub(in crate::php) unsafe fn addrinfo_connect(call: &Call) -> Answer {
    const WORDS: &str = "Unable to connect address";
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        let info = match address_info(call) {
            Ok(info) => info,
            Err(answer) => return answer,
        };
        let timeout = sys::default_socket_timeout();
        let plan = state::with(|state| plan(state, &info, timeout, call.name));
        log::flush();
        match plan.unwrap_or_else(|| Plan::Refused(Told::internal())) {
            Plan::Native => Answer::GoOn,
            Plan::Refused(told) => refuse(call, None, WORDS, &told),
            Plan::Failed(errno) => fail_by_system(call, None, WORDS, errno),
            Plan::Connected(descriptor) => made(call, descriptor, info.domain),
        }
    }
}

/// `socket_addrinfo_bind(AddressInfo $address)`.
///
/// # Safety
/// As [`addrinfo_connect`].
pub(in crate::php) unsafe fn addrinfo_bind(call: &Call) -> Answer {
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        let info = match address_info(call) {
            Ok(info) => info,
            Err(answer) => return answer,
        };
        let refused = decide(|state| {
            let carrier = transport(info.kind, info.protocol).unwrap_or(Transport::Tcp);
            let target = gate::numeric(carrier, info.address);
            judge(state, &target, call.name, |gate| {
                gate.admit_bind(info.address)
            })
        });
        if let Some(told) = refused {
            return refuse(call, None, "Unable to bind address", &told);
        }
        call.run();
        settle(call);
    }
    Answer::Given
}

/// Converts the argument, and refuses what is neither TCP nor UDP.
unsafe fn address_info(call: &Call) -> Result<AddressInfo, Answer> {
    // SAFETY: as in `addrinfo_connect`.
    unsafe {
        if !arguments::parse(call.frame, c"O", arguments::class(c"addressinfo")) {
            return Err(Answer::Given);
        }
        let explained = sys::argument(call.frame, 0).and_then(|value| sys::explain(value));
        let Some(info) = explained else {
            return Err(refuse(call, None, NOT_CREATED, &Told::internal()));
        };
        let refused =
            decide(|state| judge_socket(state, info.domain, info.kind, info.protocol, call.name));
        match refused {
            Some(told) => Err(refuse(call, None, NOT_CREATED, &told)),
            None => Ok(info),
        }
    }
}

/// Decides, and dials.
fn plan(state: &mut State, info: &AddressInfo, timeout: Option<Duration>, via: &str) -> Plan {
    let mode = state.mode();
    let Some(carrier) = transport(info.kind, info.protocol) else {
        // A rule opened it.
        return Plan::Native;
    };
    if mode == Mode::Passthrough {
        return Plan::Native;
    }
    let target = gate::numeric(carrier, info.address);
    let lookups = if mode == Mode::Audit {
        Lookups::Avoided
    } else {
        Lookups::Sent
    };
    let judged = state.judge(&target, via, |gate| {
        gate.judge(&target, info.address.ip(), lookups)
            .map(|grounds| ((), grounds))
    });
    match judged {
        _ if mode == Mode::Audit => Plan::Native,
        Err(refusal) => Plan::Refused(Told::of(&refusal)),
        Ok(()) => connected(state, info, carrier, timeout),
    }
}

fn connected(
    state: &State,
    info: &AddressInfo,
    carrier: Transport,
    timeout: Option<Duration>,
) -> Plan {
    let timeout = timeout.filter(|_| waits_by_default(state));
    let options = Options {
        wait: Wait::UntilConnected,
        timeout,
        bind: None,
        tuning: Tuning::default(),
    };
    match dial(carrier, &[info.address], &options) {
        Err(errno) => Plan::Failed(errno),
        Ok(dialled) => {
            let descriptor = OwnedFd::from(dialled.socket);
            limited(state, &descriptor, timeout);
            Plan::Connected(descriptor.into_raw_fd())
        }
    }
}
