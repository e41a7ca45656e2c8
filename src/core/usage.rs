//! How much applications use: counters that all workers of one master share, and that a file keeps
//! over restarts. What may be used is [`quota`].
//!
//! # Design
//! The counters are one shared mapping with a slot for each application. A slot is nothing but
//! atomic words, so counting is one addition without a lock, exact however many processes count,
//! and a process that is killed in the middle leaves nothing half done.

mod file;
mod ledger;
pub mod metrics;
pub mod quota;
mod snapshot;
mod word;

use std::sync::atomic::{AtomicU64, Ordering};

pub use file::{FileIdentity, UsageError, UsageFile};
pub use ledger::{Account, LONGEST_NAME, Ledger, OTHERS, ROOM};
pub use snapshot::UsageSnapshot;

/// What a counter counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Bytes.
    Bytes,
    /// Things that happened.
    Events,
}

macro_rules! counters {
    ($($variant:ident = $name:literal, $metric:literal, $unit:ident, $help:literal;)*) => {
        /// What is counted of an application. The order is that of the words in a usage file: a new
        /// one goes to the end.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Counter { $(#[doc = $help] $variant,)* }

        impl Counter {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name in `aesock_usage()`, and in `aesock.quota` where there are quotas of it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The name of the metric, which ends in the unit as OpenMetrics wants it.
            #[must_use]
            pub const fn metric(self) -> &'static str {
                match self { $(Self::$variant => $metric,)* }
            }

            /// The unit.
            #[must_use]
            pub const fn unit(self) -> Unit {
                match self { $(Self::$variant => Unit::$unit,)* }
            }

            /// What it counts, in a sentence.
            #[must_use]
            pub const fn help(self) -> &'static str {
                match self { $(Self::$variant => $help,)* }
            }
        }
    };
}

counters! {
    BytesSent = "bytes_sent", "aesock_outgoing_bytes", Bytes,
        "Bytes that the kernel was handed to send, those of TLS included.";
    BytesReceived = "bytes_received", "aesock_incoming_bytes", Bytes,
        "Bytes that the kernel gave, those of TLS included.";
    Creates = "creates", "aesock_creates", Events, "Sockets that were made.";
    Binds = "binds", "aesock_binds", Events, "Sockets that were bound to a local address.";
    Connects = "connects", "aesock_connects", Events, "Connections that were begun.";
    Sends = "sends", "aesock_sends", Events, "Calls that sent.";
    Receives = "receives", "aesock_receives", Events, "Calls that received.";
    DatagramsSent = "datagrams_sent", "aesock_datagrams_sent", Events, "UDP datagrams that were sent.";
    DatagramsReceived = "datagrams_received", "aesock_datagrams_received", Events,
        "UDP datagrams that were received.";
    Lookups = "lookups", "aesock_lookups", Events,
        "Names that name servers were asked for; not those that the cache or the hosts file knew.";
    Reclaims = "reclaims", "aesock_reclaims", Events, "Idle sockets that were reclaimed.";
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_are_unique_and_metrics_end_in_their_unit() {
        for names in [Counter::name, Counter::metric] {
            let names: HashSet<_> = Counter::ALL.iter().map(|&counter| names(counter)).collect();
            assert_eq!(names.len(), Counter::ALL.len());
        }
        for counter in Counter::ALL {
            let has_unit = counter.metric().ends_with("_bytes");
            assert_eq!(has_unit, counter.unit() == Unit::Bytes, "{counter:?}");
        }
    }
}
