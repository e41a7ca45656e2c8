//! The kernel's sockets: making and dialling them, their families, options, local addresses and
//! statistics. What may be done with one is decided elsewhere.

pub mod bindto;
pub mod connect;
pub mod descriptor;
pub mod family;
pub mod found;
pub mod identity;
pub mod options;
pub mod own_call;
pub mod tcp_info;
