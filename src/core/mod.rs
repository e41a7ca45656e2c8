//! The core: decides and dials, in pure Rust. It knows nothing of PHP.

#![deny(unsafe_code)]

pub mod address;
pub mod curl;
pub mod escape;
pub mod gate;
pub mod guarded_cell;
pub mod host;
pub mod lease;
pub mod log;
pub mod policy;
pub mod reason;
pub mod resolver;
pub mod settings;
pub mod socket;
pub mod spelling;
pub mod target;
pub mod usage;
