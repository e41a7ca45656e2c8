//! Logs of servers, read for the decisions of aesock in them.

pub mod date;
pub mod entry;
pub mod files;
