//! Server sockets of streams, and what they accept. Whether they may is decided in the core.

use super::{
    check::check_listening,
    failure::give,
    stream::{OK, Shadow, adopt_accepted, lease_out, native, operations},
};
use crate::{
    core::{lease::Receiving, target::Transport},
    native::grant::{self, Grant},
    php::{state::refusal, sys},
};
use std::ffi::c_int;

/// A server socket.
pub(super) unsafe fn bind(
    stream: *mut sys::php_stream,
    value: c_int,
    parameter: *mut sys::php_stream_xport_param,
) -> c_int {
    // SAFETY: the stream is ours, the parameter the engine's; nothing in this frame has a
    // destructor.
    unsafe {
        let kind = operations(stream).kind;
        let address = sys::bytes((*parameter).inputs.name, (*parameter).inputs.namelen);
        match refusal::ask(|gates| Ok(check_listening(gates, kind, address)?)) {
            Err(_) => give(&mut *parameter),
            Ok(()) => {
                grant::give(Grant::Local);
                let result = Shadow::of(stream).transport(value, parameter);
                grant::withdraw();
                if kind.transport() == Some(Transport::Udp) && (*parameter).outputs.returncode == 0
                {
                    lease_out(stream, kind, None, Receiving::Native);
                }
                return result;
            }
        }
    }
    OK
}

/// Listening on what [`bind`] has bound.
#[inline(never)]
pub(super) unsafe fn listen(
    stream: *mut sys::php_stream,
    value: c_int,
    parameter: *mut sys::php_stream_xport_param,
) -> c_int {
    grant::give(Grant::Local);
    // SAFETY: as in `bind`, which has decided.
    let result = unsafe {
        native(
            stream,
            sys::PHP_STREAM_OPTION_XPORT_API as c_int,
            value,
            parameter.cast(),
        )
    };
    grant::withdraw();
    result
}

/// The engine gives the accepted stream the table of the listener; here the original one, and then
/// operations of its own.
pub(super) unsafe fn accept(
    stream: *mut sys::php_stream,
    value: c_int,
    parameter: *mut sys::php_stream_xport_param,
) -> c_int {
    // SAFETY: as in `bind`; the accepted stream is null or new.
    unsafe {
        let kind = operations(stream).kind;
        let result = Shadow::of(stream).transport(value, parameter);
        let client = (*parameter).outputs.client;
        adopt_accepted(client, stream);
        if !client.is_null() {
            lease_out(client, kind, None, Receiving::Native);
        }
        result
    }
}
