//! How long a script waits for a transfer: a look-up for a name of a rule takes no longer. libcurl does not
//! tell what was set. Not how long libcurl waits.

use crate::{
    core::gate::Lookups,
    php::sys::{self, arguments},
};
use std::time::Duration;

/// `CURLOPT_TIMEOUT`, `CURLOPT_CONNECTTIMEOUT`, and both in milliseconds.
pub(super) const OPTIONS: [i64; 4] = [13, 78, 155, 156];

/// What was set for a handle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Patience {
    transfer: Option<Duration>,
    connection: Option<Duration>,
}

impl Patience {
    /// Takes over one of [`OPTIONS`]. Zero is libcurl's own time-out, and it refuses what is negative.
    pub(super) fn set(&mut self, option: i64, value: i64) {
        let Ok(value) = u64::try_from(value) else {
            return;
        };
        let [transfer, connection, transfer_ms, connection_ms] = OPTIONS;
        let (place, time) = match option {
            _ if option == transfer => (&mut self.transfer, Duration::from_secs(value)),
            _ if option == connection => (&mut self.connection, Duration::from_secs(value)),
            _ if option == transfer_ms => (&mut self.transfer, Duration::from_millis(value)),
            _ if option == connection_ms => (&mut self.connection, Duration::from_millis(value)),
            _ => return,
        };
        *place = (!time.is_zero()).then_some(time);
    }

    /// The look-ups that a decision may make within it.
    pub(super) fn lookups(self) -> Lookups {
        Lookups::for_caller(self.transfer.into_iter().chain(self.connection).min())
    }
}

/// The value of one of [`OPTIONS`], as the engine casts it; none where code of the script would have to be
/// run for it.
pub(super) fn value(value: &sys::zval) -> Option<i64> {
    let value = arguments::dereferenced(value);
    let is_plain = !value.is_object() && !value.is_array();
    // SAFETY: what is neither an object nor an array is cast without a word.
    is_plain.then(|| unsafe { arguments::number(value) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lookups(set: &[(i64, i64)]) -> Lookups {
        let mut patience = Patience::default();
        for &(option, value) in set {
            patience.set(option, value);
        }
        patience.lookups()
    }

    #[test]
    fn a_look_up_takes_the_shorter_of_both_time_outs() {
        let [transfer, connection, transfer_ms, connection_ms] = OPTIONS;
        let within = |milliseconds| Lookups::Within(Duration::from_millis(milliseconds));
        assert_eq!(lookups(&[]), Lookups::SENT);
        assert_eq!(lookups(&[(transfer, 3), (connection, 2)]), within(2000));
        assert_eq!(lookups(&[(transfer_ms, 3), (connection_ms, 4)]), within(3));
        assert_eq!(lookups(&[(transfer, 3), (transfer_ms, 40)]), within(40));
    }

    #[test]
    fn zero_is_no_time_out_and_what_is_negative_changes_nothing() {
        let [transfer, ..] = OPTIONS;
        assert_eq!(lookups(&[(transfer, 3), (transfer, 0)]), Lookups::SENT);
        let within = Lookups::Within(Duration::from_secs(3));
        assert_eq!(lookups(&[(transfer, 3), (transfer, -1)]), within);
    }
}
