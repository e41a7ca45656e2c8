//! aesock
pub mod core;
