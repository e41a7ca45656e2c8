//! The time for what is done once a second at most, or counted by the minute: cheap to ask, and some
//! milliseconds behind. Not for what waits.

use nix::time::{ClockId, clock_gettime};
use std::time::Duration;

/// The time since the host started (`CLOCK_MONOTONIC_COARSE`, clock_gettime(2)). Where the kernel
/// does not tell it, zero.
#[must_use]
pub fn now() -> Duration {
    clock_gettime(ClockId::CLOCK_MONOTONIC_COARSE).map_or(Duration::ZERO, Duration::from)
}

/// The time since 1970 (`CLOCK_REALTIME_COARSE`, clock_gettime(2)), which an administrator may set.
/// Where the kernel does not tell it, zero.
#[must_use]
pub fn utc() -> Duration {
    clock_gettime(ClockId::CLOCK_REALTIME_COARSE).map_or(Duration::ZERO, Duration::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::SystemTime;

    #[test]
    fn the_time_does_not_go_back() {
        let before = now();
        assert!(before > Duration::ZERO && now() >= before);
    }

    #[test]
    fn the_time_of_day_is_the_systems() {
        let system = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        assert!(system.unwrap().abs_diff(utc()) < Duration::from_secs(2));
    }
}
