//! Files of counters, looked at.

mod http;
pub mod metrics;
pub mod top;
