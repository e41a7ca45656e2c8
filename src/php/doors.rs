//! PHP's ways to the network. A door translates between the engine and the core, and decides nothing;
//! none knows another one.

pub(super) mod curl;
pub(super) mod ftp;
pub(super) mod names;
pub(super) mod sockets;
pub(super) mod streams;
