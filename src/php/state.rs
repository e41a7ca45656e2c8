//! What stays between calls, each part with its owner. What is done with it is in the doors.
//!
//! Most of it is a thread's, as PHP keeps settings. It is borrowed for the duration of a closure, inside which
//! no engine call may happen: user code could come back here.

pub(super) mod accounts;
pub(super) mod coverage;
pub(super) mod filter;
pub(super) mod fork;
pub(super) mod gates;
pub(super) mod leases;
pub(super) mod log;
pub(super) mod mechanisms;
pub(super) mod native;
pub(super) mod operation;
pub(super) mod persistent;
pub(super) mod pools;
pub(super) mod refusal;
pub(super) mod request;
pub(super) mod settings;
pub(super) mod shares;
mod shelf;
pub(super) mod virtual_hosts;
