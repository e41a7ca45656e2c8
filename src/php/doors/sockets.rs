//! The door of ext/sockets. It translates, and does not decide: the core does.
//!
//! # Design
//! The functions stay the engine's own. A check converts the arguments of the call once and in
//! place, asks the core about what they mean, and lets the engine's handler go on with just that: a
//! name or another spelling is replaced by the address that was judged, so that the engine has
//! nothing left to resolve, and no second opinion. What is no call of the engine's it tells itself,
//! since it sees the same arguments: wrong types, a closed socket, a missing port.
//!
//! Where the engine would make its socket and connect it in one step (`socket_addrinfo_connect`)
//! the core dials.

mod address;
mod addrinfo;
mod argument;
mod check;
mod create;
mod failure;
mod functions;
mod listen;
mod message;
mod new_socket;
mod option;
pub(in crate::php) mod own;
mod peer;
mod select;
mod socket_use;
mod under_way;

pub(in crate::php) use functions::FUNCTIONS;
pub(in crate::php) use under_way::start_request;
