//! Datagrams with an address of their own: `stream_socket_sendto`. Not those of a connected stream.

use super::{
    check::{check_datagram, parse},
    failure::warn_about,
    stream::is_ours,
};
use crate::{
    core::{
        escape::{Escaped, Token},
        gate::Lookups,
        settings::Mode,
        target::{Host, Target, TargetError, Transport},
    },
    native::grant::{self, Grant},
    php::{
        hook::function::{Answer, Call},
        state::{
            gates::Gates,
            leases,
            refusal::{self, Failure},
        },
        sys::{self, text::Text},
    },
};
use std::{fmt, net::SocketAddr, ptr};

/// Whether a datagram has an address where the policy lets none go; this is the address that is sent
/// to.
///
/// # Safety
/// `stream` is ours and live, and the parameter is the engine's for sending. It may run user code and
/// bail out.
pub(super) unsafe fn refuses(
    stream: *mut sys::php_stream,
    parameter: &mut sys::php_stream_xport_param,
) -> bool {
    let (address, length) = (parameter.inputs.addr, parameter.inputs.addrlen);
    if address.is_null() {
        return false;
    }
    // SAFETY: the caller's contract; the address has the length that comes with it.
    unsafe {
        let peer = sys::socket_address(address, length);
        let transport = leases::transport(sys::descriptor(stream));
        let asked = refusal::ask(|gates| Ok(check_datagram(gates, transport, peer)?));
        if asked.is_ok() {
            return false;
        }
        parameter.outputs.returncode = -1;
        warn_about(stream, sys::StreamFailure::Sending);
    }
    true
}

/// Resolves the address that `stream_socket_sendto` gets as its fourth argument, and puts what may
/// be addressed in its place, so that the engine has nothing left to resolve. What is no target is
/// left to the engine's own words.
///
/// # Safety
/// The call is a live one of that function. It may run user code and bail out.
pub(in crate::php) unsafe fn resolve_datagram(call: &Call) -> Answer {
    // SAFETY: the caller's contract; nothing in this frame has a destructor while the engine is
    // called.
    unsafe {
        let Some(address) = sys::argument(call.frame, 3) else {
            return Answer::CallOriginal;
        };
        // Nobody is asked about the address of a call that the engine will not take. Of a null it warns
        // itself, once.
        if sys::argument(call.frame, 4).is_some() {
            return Answer::CallOriginal;
        }
        let has_null = (0..4)
            .filter_map(|index| sys::argument(call.frame, index))
            .any(|value| value.is_null());
        if !has_null && !sys::arguments::parse(call.frame, c"rs|ls", ptr::null_mut()) {
            return Answer::Done;
        }
        let name = match sys::to_string(address, 4) {
            sys::Converted::To(name) => name,
            sys::Converted::NotAString => return Answer::CallOriginal,
            sys::Converted::Threw => return Answer::Done,
        };
        // Only now: the conversion may have closed the stream.
        let stream = sys::argument(call.frame, 0).and_then(|value| sys::stream(value));
        let Some((stream, transport)) =
            stream.and_then(|stream| Some((stream, leases::transport(sys::descriptor(stream))?)))
        else {
            return Answer::CallOriginal;
        };
        let numbers = if is_ours(stream) {
            Numbers::CheckedWhenSent
        } else {
            Numbers::CheckedHere
        };
        let socket = sys::descriptor(stream);
        match refusal::ask(|gates| resolve(gates, transport, name, numbers)) {
            Ok(Resolved::AsGiven) => Answer::CallOriginal,
            Ok(Resolved::To(peer)) => {
                sys::arguments::replace_with_string(address, Text::<64>::of(peer).as_bytes());
                if numbers == Numbers::CheckedHere {
                    grant::give(Grant::Datagram(socket, peer));
                }
                Answer::CallOriginal
            }
            Err(_) => {
                fail(call, name);
                Answer::Done
            }
        }
    }
}

/// Fails a call for the refusal that waits.
#[cold]
#[inline(never)]
unsafe fn fail(call: &Call, name: &[u8]) {
    const FAILED: i64 = -1;
    let refusal = refusal::take();
    // SAFETY: as in `resolve_datagram`.
    unsafe {
        if refusal.reason.is_of_resolver() {
            sys::return_false(call.result);
            warn_of_resolver(name, &refusal.text);
        } else {
            sys::return_long(call.result, FAILED);
            sys::warn(&refusal.text);
        }
    }
}

/// The three warnings of stock PHP about a name that does not resolve.
unsafe fn warn_of_resolver(name: &[u8], text: &Text) {
    let host = name.split(|byte| *byte == b':').next().unwrap_or_default();
    // SAFETY: as in `resolve_datagram`; the name is the call's argument.
    unsafe {
        sys::warn(text);
        warn_of(format_args!(
            "Failed to resolve `{}': {text}",
            Escaped(host)
        ));
        warn_of(format_args!(
            "Failed to parse `{}' into a valid network address",
            Escaped(name)
        ));
    }
}

#[inline(never)]
unsafe fn warn_of(text: fmt::Arguments<'_>) {
    // SAFETY: as in `resolve_datagram`.
    unsafe { sys::warn(&Text::<2048>::of(text)) };
}

/// What the engine is to see of an address, as plain data.
enum Resolved {
    /// The address itself, which is judged when it is sent to.
    AsGiven,
    /// The first address of the name that may be addressed.
    To(SocketAddr),
}

/// Where a numeric address is judged.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Numbers {
    /// In [`refuses`].
    CheckedWhenSent,
    /// Here: the engine made the stream by itself (`php://fd`), and it has no operations of ours.
    CheckedHere,
}

fn resolve(
    gates: &mut Gates,
    transport: Transport,
    name: &[u8],
    numbers: Numbers,
) -> Result<Resolved, Failure> {
    if matches!(gates.mode(), Mode::Audit | Mode::Passthrough) {
        return Ok(Resolved::AsGiven);
    }
    let shown = format!("{transport}://{}", Token(name));
    let peer = match parse(gates, transport, name) {
        Err(TargetError::NoPort | TargetError::Brackets) => return Ok(Resolved::AsGiven),
        Ok(Target {
            host: Host::Address(..),
            ..
        }) if numbers == Numbers::CheckedWhenSent => return Ok(Resolved::AsGiven),
        Err(error) => gates.check(&shown, |_| Err(error.into())),
        Ok(target) => gates.check(&shown, |gate| {
            let admission = gate.admit(&target, Lookups::BRIEF)?;
            Ok((
                admission.peers.as_slice().first().copied(),
                admission.grounds,
            ))
        }),
    }?;
    Ok(peer.map_or(Resolved::AsGiven, Resolved::To))
}
