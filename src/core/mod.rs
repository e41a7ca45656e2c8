//! The core: decides and dials, in pure Rust. It knows nothing of PHP.

pub mod address;
pub mod escape;
pub mod google;
pub mod interfaces;
pub mod policy;
pub mod ranges;
pub mod reason;
pub mod rule;
pub mod settings;
pub mod target;
