//! The core: decides and dials, in pure Rust. It knows nothing of PHP.

#![deny(unsafe_code)]

pub mod address;
pub mod bindto;
pub mod clock;
pub mod connect;
pub mod curl;
pub mod date;
pub mod descriptor;
pub mod escape;
pub mod family;
pub mod fork;
pub mod gate;
pub mod google;
pub mod interfaces;
pub mod lease;
pub mod lend;
pub mod log;
pub mod metrics;
pub mod options;
pub mod policy;
pub mod quota;
pub mod ranges;
pub mod reason;
pub mod resolver;
pub mod rule;
pub mod rules_file;
pub mod settings;
pub mod stamp;
pub mod target;
pub mod tcp_info;
pub mod trust;
pub mod usage;
