//! The door of FTP: the `ftp://` and `ftps://` wrappers and ext/ftp. It translates, and does not
//! decide: the core does.
//!
//! # Design
//! App Engine had no FTP, so both are refused, whatever the port, unless the rule `ftp` opens them.
//! Then each connection is judged by where it goes.
//!
//! The wrappers connect through the stream transports, control and data alike, which judge
//! ([`crate::php::doors::streams`]); here they only learn whether there is FTP at all.
//!
//! ext/ftp dials by itself ([`connection`]). Its control connection gets the address that was
//! judged. Of a data connection only what the script can choose is seen: a passive one goes to the
//! address of the control connection, since `FTP_USEPASVADDRESS` is off, and to a port of the
//! server's choice; an active one listens, which is judged as every listener.

mod connection;
mod functions;
mod objects;
mod wrapper;

pub(in crate::php) use functions::FUNCTIONS;
pub(in crate::php) use objects::start_request;

use crate::php::hook::HookState;
use std::ffi::CStr;
use wrapper::WRAPPERS;

/// Puts wrappers of ours in place of all that are not. The names of those that were replaced.
pub(in crate::php) fn install() -> Vec<String> {
    WRAPPERS.install().map(name).collect()
}

/// Puts the engine's wrappers back where ours are still in place.
pub(in crate::php) fn uninstall() {
    WRAPPERS.uninstall();
}

/// The names of the wrappers, and the states of their hooks.
pub(in crate::php) fn states() -> impl Iterator<Item = (String, HookState)> {
    WRAPPERS
        .states()
        .map(|(scheme, state)| (name(scheme), state))
}

fn name(scheme: &CStr) -> String {
    format!("{}://", scheme.to_string_lossy())
}
