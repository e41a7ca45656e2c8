//! PHP's ways to the network. A door translates between the engine and the core. It decides
//! nothing, and knows no other door.

pub(super) mod curl;
pub(super) mod ftp;
pub(super) mod names;
pub(super) mod sockets;
pub(super) mod streams;
