//! The transport door: PHP's stream transports, through which `fsockopen`, `stream_socket_client`,
//! the http wrapper, mysqlnd, SOAP and all other users of streams reach the network. It translates;
//! the core decides and dials.
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
mod factory;
mod failure;
mod functions;
mod kind;
mod listen;
mod operations;
mod plan;
mod receive;
mod stream;

pub(in crate::php) use factory::{install, start_request, states, uninstall};
pub(in crate::php) use functions::FUNCTIONS;
pub(in crate::php) use kind::{is_unix, transport_of};
