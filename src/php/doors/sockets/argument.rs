//! The arguments of a call, of which the first is a socket: converted once, read, replaced. What
//! they may be is not decided here.

use super::failure::{refuse, unknown_objects};
use crate::php::{
    hook::function::{Answer, Call},
    sys::{
        self,
        arguments::{self, Parameters},
        socket::Socket,
    },
};
use std::ffi::CStr;

/// The socket that a call has as its first argument. `Err` is the answer where the call is over, or is
/// to fail in the engine.
///
/// # Safety
/// The call is a live one, whose arguments are converted. It may run user code and bail out.
pub(super) unsafe fn socket_of(call: &Call) -> Result<Socket, Answer> {
    // SAFETY: the caller's contract; the class is asked for before the object is looked into.
    unsafe {
        let value = sys::argument(call.frame, 0)
            .filter(|value| sys::is_instance(value, arguments::class(c"socket")))
            .ok_or(Answer::CallOriginal)?;
        match Socket::of(value) {
            Some(socket) if socket.descriptor() < 0 => Err(Answer::CallOriginal),
            Some(socket) => Ok(socket),
            None => Err(refuse(
                call,
                None,
                "Unable to use socket",
                &unknown_objects(),
            )),
        }
    }
}

/// Converts the arguments of a call, unless they are. Whether they fit; otherwise the call is over.
///
/// # Safety
/// The call is a live one of a function with these parameters. It may run user code and bail out.
#[inline]
pub(super) unsafe fn convert(call: &Call, parameters: &Parameters) -> bool {
    // SAFETY: the caller's contract.
    unsafe { parameters.fit(call.frame) || parse(call, parameters.format) }
}

#[cold]
#[inline(never)]
unsafe fn parse(call: &Call, parameters: &'static CStr) -> bool {
    // SAFETY: as in `convert`; the engine checks the class of the first argument.
    unsafe { arguments::parse(call.frame, parameters, arguments::class(c"socket")) }
}

/// The open socket that a call has as its first argument.
pub(super) unsafe fn first_socket(call: &Call) -> Option<Socket> {
    // SAFETY: the call is a live one.
    unsafe { open_socket(sys::argument(call.frame, 0)?) }
}

/// The open socket in a value, whatever it holds.
///
/// # Safety
/// `value` is live, as long as the result.
pub(super) unsafe fn open_socket(value: &sys::zval) -> Option<Socket> {
    // SAFETY: the caller's contract; the class is asked for before the object is looked into.
    unsafe {
        let socket = Socket::adopted(value).or_else(|| {
            sys::is_instance(value, arguments::class(c"socket")).then(|| Socket::of(value))?
        });
        socket.filter(|socket| socket.descriptor() >= 0)
    }
}

/// Whether the first argument of a call is a socket of an ext/sockets that aesock does not know.
pub(super) unsafe fn has_unknown_object(call: &Call) -> bool {
    // SAFETY: as in `first_socket`.
    unsafe {
        sys::argument(call.frame, 0).is_some_and(|value| {
            sys::is_instance(value, arguments::class(c"socket")) && Socket::of(value).is_none()
        })
    }
}

/// Whether the engine throws for the port that is an argument.
pub(super) unsafe fn throws_for_port(call: &Call, index: u32) -> bool {
    const PORTS: std::ops::RangeInclusive<i64> = 0..=65535;
    // SAFETY: the call is a live one.
    let port = unsafe { sys::argument(call.frame, index) }.and_then(|value| value.long());
    sys::CHECKS_PORTS && port.is_some_and(|port| !PORTS.contains(&port))
}

pub(super) unsafe fn text<'a>(call: &Call, index: u32) -> Option<&'a [u8]> {
    // SAFETY: the call is a live one; the text is used before the argument is replaced.
    unsafe { Some(sys::argument(call.frame, index)?.zend_str()?.as_bytes()) }
}

/// Puts what was judged in place of an argument, where that is written otherwise.
pub(super) unsafe fn replace(call: &Call, index: u32, bytes: &[u8]) {
    // SAFETY: the call is a live one.
    unsafe {
        if let Some(value) = sys::argument(call.frame, index)
            && value.zend_str().is_none_or(|text| text.as_bytes() != bytes)
        {
            arguments::replace_with_string(value, bytes);
        }
    }
}

/// The first three arguments, all integers.
pub(super) unsafe fn integers(call: &Call) -> Option<[i64; 3]> {
    // SAFETY: the call is a live one.
    let integer =
        |index| unsafe { sys::argument(call.frame, index) }.and_then(|value| value.long());
    Some([integer(0)?, integer(1)?, integer(2)?])
}
