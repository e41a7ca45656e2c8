//! The door of streams: PHP's transports, through which `fsockopen`, `stream_socket_client`, the
//! http wrapper, mysqlnd, SOAP and all other users of streams reach the network. It translates, and
//! does not decide or dial: the core does.
//!
//! # Design
//! Every factory in the engine's transport table is replaced by [`mod@factory`], which lets the
//! original one make the stream and then gives the stream another operations table
//! ([`mod@operations`]): a copy of the original table in which those that use the socket are ours, around
//! the original ones. So the stream stays the engine's in everything but what it may connect to: its
//! private data, its label and its TLS are native.
//!
//! The engine tells UDP and Unix streams from TCP ones by comparing `stream->ops` with its own
//! tables, gives the table of a listener to the streams it accepts, and refuses a TLS session
//! stream with another table. In those calls it gets a [`stream::Shadow`], a copy of the stream with the
//! original table, never the original table in the stream itself: a bailout, a fiber that suspends
//! or user code in an error handler can come at any time, and none of them may find a stream
//! without the policy.

mod check;
mod connect;
mod datagram;
mod duplicate;
mod factory;
mod failure;
mod functions;
mod kind;
mod listen;
mod operations;
mod plan;
mod poll;
mod receive;
mod stream;

pub(in crate::php) use functions::FUNCTIONS;
pub(in crate::php) use kind::{is_unix, transport_of};
pub(in crate::php) use poll::METHODS;

use crate::php::hook::HookState;
use std::ffi::CStr;

/// Puts our hooks in place of all that are not ours. The names of those that were replaced.
pub(in crate::php) fn install() -> Vec<String> {
    let mut put_back = factory::install();
    put_back.extend(duplicate::WRAPPERS.install().map(name));
    put_back
}

/// Forgets what was an earlier request's.
pub(in crate::php) fn start_request() {
    factory::start_request();
    poll::start_request();
}

/// Takes our hooks out where they are still in place.
pub(in crate::php) fn uninstall() {
    factory::uninstall();
    duplicate::WRAPPERS.uninstall();
}

/// The names of all transports, and of the wrapper that makes streams of descriptors, with the states of
/// their hooks.
pub(in crate::php) fn states() -> Vec<(String, HookState)> {
    let mut states = factory::states();
    states.extend(
        duplicate::WRAPPERS
            .states()
            .map(|(scheme, state)| (name(scheme), state)),
    );
    states
}

fn name(scheme: &CStr) -> String {
    scheme.to_string_lossy().into_owned()
}
