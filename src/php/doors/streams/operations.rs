//! The operations of our streams: read, write, cast, options. Each begins and ends an operation on
//! the stream's socket around the engine's own, which it does not replace.

use super::{
    connect::connect,
    datagram,
    failure::{fail_option, tell_of_sending},
    kind::Kind,
    listen::{accept, bind, listen},
    poll, receive,
    stream::{CRYPTO, OK, Ours, Shadow, TRANSPORT, native, operations, persistent},
};
use crate::{
    core::{
        lease::{OperationKind, Outcome, Traffic},
        settings::Mode,
    },
    native::grant::{self, Grant},
    php::{
        state::{
            gates, leases,
            operation::{self, Refused},
        },
        sys,
    },
};
use std::{
    ffi::{c_char, c_int, c_void},
    os::fd::RawFd,
};

const LIVENESS: c_int = sys::PHP_STREAM_OPTION_CHECK_LIVENESS as c_int;

/// What [`crate::php::doors::streams::factory`] gives streams.
pub(super) static OURS: Ours = Ours {
    read,
    write,
    cast,
    set_option,
};

/// Reads. A stream that may not be used is at its end.
unsafe extern "C" fn read(
    stream: *mut sys::php_stream,
    buffer: *mut c_char,
    count: usize,
) -> isize {
    const NOTHING: isize = 0;
    // SAFETY: the engine calls this with a live stream of ours and its buffer; nothing in this frame
    // has a destructor.
    unsafe {
        let original = (*operations(stream).original).read;
        if let Some(read) = original
            && is_decided(stream)
            && let Ok(using) = operation::begin(sys::descriptor(stream), OperationKind::Receive)
        {
            let received = receive::receive(stream, using, buffer, count)
                .unwrap_or_else(|| read(stream, buffer, count));
            match received {
                1.. => using.finish_moving(Outcome::Received(received as u64)),
                0 if (*stream).eof() != 0 => using.finish(Outcome::Received(0)),
                _ => using.finish(Outcome::Nothing),
            }
            return received;
        }
        (*stream).set_eof(1);
    }
    NOTHING
}

/// Writes, if the stream may be used.
unsafe extern "C" fn write(
    stream: *mut sys::php_stream,
    buffer: *const c_char,
    count: usize,
) -> isize {
    const FAILED: isize = -1;
    // SAFETY: as in `read`.
    unsafe {
        let original = (*operations(stream).original).write;
        let (Some(write), true) = (original, is_decided(stream)) else {
            return FAILED;
        };
        match operation::begin(sys::descriptor(stream), OperationKind::Send) {
            Ok(using) => {
                let sent = write(stream, buffer, count);
                match sent {
                    1.. => using.finish_moving(Outcome::Sent(sent as u64)),
                    _ => using.finish(Outcome::Nothing),
                }
                sent
            }
            Err(Refused) => {
                tell_of_sending(stream, count);
                FAILED
            }
        }
    }
}

fn outcome_of_sending(sent: isize) -> Outcome {
    match sent {
        1.. => Outcome::Sent(sent as u64),
        _ => Outcome::Nothing,
    }
}

/// Gives the descriptor out. A select asks twice for each stream, mostly of sockets that are as most are: where
/// all traffic passes our operations, no TLS session keeps bytes back, and the descriptor is all that the engine's
/// own operation would tell.
unsafe extern "C" fn cast(
    stream: *mut sys::php_stream,
    form: c_int,
    result: *mut *mut c_void,
) -> c_int {
    // SAFETY: as in `cast_with_care`.
    unsafe {
        if form != SELECT {
            return cast_with_care(stream, form, result);
        }
        let socket = sys::descriptor(stream);
        match operation::watch_plainly(socket) {
            Some(Traffic::Seen) => {
                if let Some(descriptor) = result.cast::<RawFd>().as_mut() {
                    *descriptor = socket;
                }
                sys::SUCCESS
            }
            Some(Traffic::Unseen) => native_cast(stream, form, result),
            None => cast_with_care(stream, form, result),
        }
    }
}

/// The engine's own cast.
unsafe extern "C" fn native_cast(
    stream: *mut sys::php_stream,
    form: c_int,
    result: *mut *mut c_void,
) -> c_int {
    // SAFETY: as in `cast_with_care`.
    unsafe {
        (*operations(stream).original)
            .cast
            .map_or(sys::FAILURE, |cast| cast(stream, form, result))
    }
}

const SELECT: c_int = sys::PHP_STREAM_AS_FD_FOR_SELECT as c_int;

/// Gives the descriptor out, for a select or for good.
#[inline(never)]
unsafe extern "C" fn cast_with_care(
    stream: *mut sys::php_stream,
    form: c_int,
    result: *mut *mut c_void,
) -> c_int {
    // SAFETY: the engine calls this with a live stream of ours, and a place for the result or null;
    // nothing in this frame has a destructor.
    unsafe {
        let socket = sys::descriptor(stream);
        if form == sys::STREAM_AS_FD_FOR_COPY {
            // The engine would copy beside our operations; without the descriptor it copies through them.
            return sys::FAILURE;
        }
        let polls = form == sys::STREAM_AS_FD_FOR_POLL;
        let selects = polls || form == SELECT;
        let begun = if selects {
            operation::watch(socket)
        } else {
            operation::begin(socket, OperationKind::Other).map(drop)
        };
        if begun.is_err() {
            return sys::FAILURE;
        }
        if polls {
            poll::note(socket);
        }
        let outcome = native_cast(stream, form, result);
        if outcome == sys::SUCCESS && !selects && !result.is_null() {
            receive::leave_to_the_engine(socket);
            leases::give_out(socket);
        }
        outcome
    }
}

/// Decides on a persistent stream again where a request has started or settings have changed since.
unsafe fn is_decided(stream: *mut sys::php_stream) -> bool {
    // SAFETY: the caller's stream is ours and live; no engine call happens meanwhile.
    unsafe {
        let Some(kept) = persistent(stream) else {
            return true;
        };
        let now = gates::epoch();
        if kept.decided != now {
            if is_refused_now(stream) {
                return false;
            }
            kept.decided = now;
        }
    }
    true
}

unsafe extern "C" fn set_option(
    stream: *mut sys::php_stream,
    option: c_int,
    value: c_int,
    parameter: *mut c_void,
) -> c_int {
    // SAFETY: the engine calls this with a live stream of ours and with the parameter that belongs
    // to the option; nothing in this frame has a destructor.
    unsafe {
        if operations(stream).kind == Kind::Foreign {
            return perform(stream, option, value, parameter);
        }
        match operation::begin(sys::descriptor(stream), operation_of(option, parameter)) {
            Ok(using) if is_refused_datagram(stream, option, parameter) => {
                using.finish(Outcome::Rejected);
                OK
            }
            Ok(using) => {
                let result = perform(stream, option, value, parameter);
                match option {
                    TRANSPORT => using.finish(outcome_of(option, parameter)),
                    _ => using.finish_asking(),
                }
                result
            }
            Err(Refused) => fail_option(stream, option, parameter),
        }
    }
}

/// Whether an option is a datagram to where the policy lets none go.
unsafe fn is_refused_datagram(
    stream: *mut sys::php_stream,
    option: c_int,
    parameter: *mut c_void,
) -> bool {
    // SAFETY: as in `set_option`.
    unsafe {
        transport_operation(option, parameter) == Some(sys::OP_SEND)
            && datagram::refuses(stream, &mut *parameter.cast())
    }
}

unsafe fn perform(
    stream: *mut sys::php_stream,
    option: c_int,
    value: c_int,
    parameter: *mut c_void,
) -> c_int {
    // SAFETY: as in `set_option`.
    unsafe {
        match option {
            TRANSPORT => transport(stream, value, parameter.cast()),
            CRYPTO => crypto(stream, value, parameter.cast()),
            LIVENESS if is_refused_now(stream) => sys::PHP_STREAM_OPTION_RETURN_ERR,
            _ => native(stream, option, value, parameter),
        }
    }
}

/// What an option does with the socket.
unsafe fn operation_of(option: c_int, parameter: *mut c_void) -> OperationKind {
    // SAFETY: as in `set_option`.
    match unsafe { transport_operation(option, parameter) } {
        Some(sys::OP_SEND) => OperationKind::Send,
        Some(sys::OP_RECV) => OperationKind::Receive,
        _ => OperationKind::Other,
    }
}

/// What became of it.
unsafe fn outcome_of(option: c_int, parameter: *mut c_void) -> Outcome {
    // SAFETY: as in `set_option`; the engine reads the parameter after this, too.
    unsafe {
        let operation = transport_operation(option, parameter);
        let parameter = parameter.cast::<sys::php_stream_xport_param>();
        match operation {
            Some(sys::OP_SEND) => outcome_of_sending((*parameter).outputs.returncode as isize),
            Some(sys::OP_RECV) => {
                let peeks = (*parameter).inputs.flags & sys::STREAM_PEEK != 0;
                match u64::try_from((*parameter).outputs.returncode) {
                    Ok(peeked) if peeks => Outcome::Peeked(peeked),
                    Ok(received) => Outcome::Received(received),
                    Err(_) => Outcome::Nothing,
                }
            }
            _ => Outcome::Nothing,
        }
    }
}

unsafe fn transport_operation(option: c_int, parameter: *mut c_void) -> Option<u32> {
    (option == TRANSPORT).then(|| {
        // SAFETY: as in `set_option`.
        unsafe { (*parameter.cast::<sys::php_stream_xport_param>()).op }
    })
}

/// The session stream of `stream_socket_enable_crypto` is recognised by its table; the engine only
/// reads it.
unsafe fn crypto(
    stream: *mut sys::php_stream,
    value: c_int,
    parameter: *mut sys::php_stream_xport_crypto_param,
) -> c_int {
    // SAFETY: the parameter is the engine's for this option; its session stream is null or live.
    unsafe {
        let socket = sys::descriptor(stream);
        receive::leave_to_the_engine(socket);
        leases::expect_unseen(socket);
        let session = (*parameter).inputs.session;
        if session.is_null() {
            return native(stream, CRYPTO, value, parameter.cast());
        }
        let mut shadow = Shadow::of(session);
        (*parameter).inputs.session = &raw mut shadow.0;
        let result = native(stream, CRYPTO, value, parameter.cast());
        (*parameter).inputs.session = session;
        result
    }
}

/// Whether a persistent stream from an earlier request leads where the present policy does not. One
/// that was connected without the policy, in another mode, may lead anywhere.
unsafe fn is_refused_now(stream: *mut sys::php_stream) -> bool {
    // SAFETY: the caller's stream is ours and live; no engine call happens meanwhile.
    let (connected, socket) = unsafe {
        if (*stream).is_persistent() == 0 {
            return false;
        }
        let connected = persistent(stream).and_then(|kept| kept.connected.as_ref());
        (connected, sys::descriptor(stream))
    };
    let refused = gates::with(|gates| match gates.mode() {
        Mode::Audit | Mode::Passthrough => false,
        Mode::Enforce | Mode::Disabled => {
            let allows =
                |gate| connected.is_some_and(|connected| connected.is_allowed_by(gate, socket));
            !gates.gate().is_ok_and(allows)
        }
    });
    refused.unwrap_or(true)
}

/// A datagram, which [`is_refused_datagram`] has judged.
#[inline(never)]
unsafe fn send(
    stream: *mut sys::php_stream,
    value: c_int,
    parameter: *mut sys::php_stream_xport_param,
) -> c_int {
    // SAFETY: as in `transport`.
    unsafe {
        let inputs = &(*parameter).inputs;
        if let Some(peer) = sys::socket_address(inputs.addr, inputs.addrlen) {
            grant::give(Grant::Datagram(sys::descriptor(stream), peer));
        }
        let sent = native(stream, TRANSPORT, value, parameter.cast());
        grant::withdraw();
        sent
    }
}

unsafe fn transport(
    stream: *mut sys::php_stream,
    value: c_int,
    parameter: *mut sys::php_stream_xport_param,
) -> c_int {
    // SAFETY: the stream is ours, the parameter the engine's for this option.
    unsafe {
        match (*parameter).op {
            sys::OP_CONNECT | sys::OP_CONNECT_ASYNC => connect(stream, value, parameter),
            sys::OP_BIND => bind(stream, value, parameter),
            sys::OP_ACCEPT => accept(stream, value, parameter),
            sys::OP_LISTEN => listen(stream, value, parameter),
            sys::OP_SEND => send(stream, value, parameter),
            _ => native(stream, TRANSPORT, value, parameter.cast()),
        }
    }
}
