//! The door of ext/curl. It translates, and does not decide or dial: the core decides, libcurl
//! dials.
//!
//! # Design
//! libcurl asks a callback for each socket that it is about to connect, with the address that it
//! will connect to: redirects, proxies, `CURLOPT_RESOLVE` and what else there is have done their
//! part then. [`socket::open_socket`] is set as that callback when a handle is made, copied or reset, and
//! again when it is used; a script has no way to set another. Where the engine itself takes it away and
//! runs code of the script before aesock can put it back, the handle is [exposed](mod@exposed), and
//! every function that lets libcurl act guards it first. What reaches the network past the
//! callback, or chooses more than a destination, is closed in `curl_setopt`
//! ([`crate::core::curl`]).
//!
//! Protocols that are closed are so for libcurl itself, by the setting that a script may narrow
//! further. With `open_basedir` ext/curl widens that setting with each URL, so it is narrowed again
//! behind it.
//!
//! A connection that libcurl kept is used again without a question. Once the rules have changed those
//! of before are too old for it, whichever pool they are in.
//!
//! libcurl does not like to be left by `longjmp`: inside the callback no engine call happens, and
//! the log is written when libcurl has returned.

mod check;
mod exposed;
mod failure;
mod functions;
mod guard;
mod handle;
mod option;
mod patience;
mod progress;
mod share;
mod socket;
mod transfer;
mod under_way;

pub(in crate::php) use failure::start;
pub(in crate::php) use functions::FUNCTIONS;

/// Forgets the handles of an earlier request.
pub(in crate::php) fn start_request() {
    exposed::start_request();
    under_way::start_request();
}
