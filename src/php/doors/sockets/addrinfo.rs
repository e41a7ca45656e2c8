//! Sockets from what `socket_addrinfo_lookup` returned: `socket_addrinfo_connect` and
//! `socket_addrinfo_bind`. Not the lookup itself.

use super::{
    check::{check_kind, waits_by_default},
    failure::{conclude, refuse},
    new_socket::{NOT_CREATED, adopt_result, made},
};
use crate::{
    core::{
        gate::{self, Lookups, Refusal},
        reason::Errno,
        settings::Mode,
        socket::{
            connect::{Options, Tuning, Wait, dial},
            family::transport,
        },
        target::{Target, Transport},
        usage::quota::Meter,
    },
    native::grant::{self, Grant},
    php::{
        hook::function::{Answer, Call},
        state::{
            gates::Gates,
            operation,
            refusal::{self, Failure, PlainRefusal, enforce},
        },
        sys::{self, AddressInfo, arguments},
    },
};
use std::{net::IpAddr, os::fd::OwnedFd, time::Duration};

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
        match refusal::ask(|gates| check(gates, &info)) {
            Ok(Way::Core(transport)) => {
                made(call, info.domain, transport, WORDS, timeout, |gates| {
                    dialled(gates, transport, &info, timeout)
                })
            }
            Ok(Way::Engine) => {
                grant::give(Grant::Host(info.address.ip()));
                call.run();
                adopt_result(call);
                Answer::Done
            }
            Ok(Way::Untouched) => Answer::CallOriginal,
            Err(failed) => conclude(call, None, WORDS, failed),
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
        let asked = refusal::ask(|gates| {
            let transport = transport(info.kind, info.protocol);
            let target = gate::numeric(transport.unwrap_or(Transport::Tcp), info.address);
            enforce(gates, &target, |gate| gate.admit_bind(info.address))?;
            Ok(charge(gates, transport, Meter::Binds, &target)?)
        });
        if let Err(failed) = asked {
            return conclude(call, None, "Unable to bind address", failed);
        }
        grant::give(Grant::Local);
        call.run();
        adopt_result(call);
    }
    Answer::Done
}

/// Converts the argument, and refuses what is neither TCP nor UDP.
unsafe fn address_info(call: &Call) -> Result<AddressInfo, Answer> {
    // SAFETY: as in `addrinfo_connect`.
    unsafe {
        if !arguments::parse(call.frame, c"O", arguments::class(c"addressinfo")) {
            return Err(Answer::Done);
        }
        let explained = sys::argument(call.frame, 0).and_then(|value| sys::explain(value));
        let Some(info) = explained else {
            return Err(refuse(call, None, NOT_CREATED, &PlainRefusal::internal()));
        };
        refusal::ask(|gates| check_kind(gates, info.domain, info.kind, info.protocol))
            .map(|_| info)
            .map_err(|failed| conclude(call, None, NOT_CREATED, failed))
    }
}

/// How a connect that may be made is made.
enum Way {
    /// The core dials.
    Core(Transport),
    /// The engine does, and the socket is made one of aesock's.
    Engine,
    /// The engine does.
    Untouched,
}

/// Decides on a connect.
fn check(gates: &mut Gates, info: &AddressInfo) -> Result<Way, Failure> {
    let mode = gates.mode();
    // A rule opened what is neither TCP nor UDP.
    let Some(transport) = transport(info.kind, info.protocol) else {
        return Ok(Way::Untouched);
    };
    let target = gate::numeric(transport, info.address);
    enforce(gates, &target, |gate| {
        gate.admit_address(&target, info.address.ip(), Lookups::SENT)
    })?;
    charge(gates, Some(transport), Meter::Connects, &target)?;
    Ok(match (mode, info.address.ip()) {
        // Its zone is in the object, and the engine does not explain that.
        (Mode::Enforce, IpAddr::V6(address)) if address.is_unicast_link_local() => Way::Engine,
        (Mode::Enforce, _) => Way::Core(transport),
        _ => Way::Untouched,
    })
}

/// Counts a socket of the network and what is done with it at once, if the quotas leave that.
fn charge(
    gates: &mut Gates,
    transport: Option<Transport>,
    meter: Meter,
    target: &Target,
) -> Result<(), Refusal> {
    match transport {
        Some(_) => operation::charge_for(gates, &[Meter::Creates, meter], target),
        None => Ok(()),
    }
}

/// Dials.
fn dialled(
    gates: &Gates,
    transport: Transport,
    info: &AddressInfo,
    timeout: Option<Duration>,
) -> Result<OwnedFd, Errno> {
    let options = Options {
        wait: Wait::UntilConnected,
        timeout: timeout.filter(|_| waits_by_default(gates)),
        bind: None,
        tuning: Tuning::default(),
    };
    Ok(dial(transport, &[info.address], &options)?.socket)
}
