//! The time for what is done once a second at most: cheap to ask, and some milliseconds behind. Not
//! for what needs the time of day, or waits.

use nix::time::{ClockId, clock_gettime};
use std::time::Duration;

/// The time since the host started (`CLOCK_MONOTONIC_COARSE`, clock_gettime(2)). Where the kernel
/// does not tell it, zero.
#[must_use]
pub fn now() -> Duration {
    clock_gettime(ClockId::CLOCK_MONOTONIC_COARSE).map_or(Duration::ZERO, Duration::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_does_not_go_back() {
        let before = now();
        assert!(before > Duration::ZERO && now() >= before);
    }
}
