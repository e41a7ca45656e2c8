//! The time for what is done once a second at most, or counted by the minute: cheap to ask, and some
//! milliseconds behind. Not for what waits.

use nix::{
    libc::timespec,
    time::{ClockId, clock_getres},
};
use std::time::Duration;

/// The time since the host started (`CLOCK_MONOTONIC_COARSE`, clock_gettime(2)). Where the kernel
/// does not tell it, zero.
#[must_use]
pub fn now() -> Duration {
    since_zero(ClockId::CLOCK_MONOTONIC_COARSE)
}

/// The same in whole milliseconds, as every operation asks for it.
#[inline]
#[must_use]
pub fn milliseconds() -> u64 {
    let time = read(ClockId::CLOCK_MONOTONIC_COARSE);
    // No host runs for so long that it would not fit.
    (time.tv_sec as u64)
        .wrapping_mul(1000)
        .wrapping_add(time.tv_nsec as u64 / 1_000_000)
}

/// How long ago `past`, a time of [`now`], was at least: what it is behind is taken off, but for
/// ticks that a busy virtual machine misses.
#[must_use]
pub fn since_at_least(past: Duration) -> Duration {
    let now = since_zero(ClockId::CLOCK_MONOTONIC);
    now.saturating_sub(past).saturating_sub(behind())
}

/// How far [`now`] is behind at most: a tick, and what was cut off it as less than a millisecond.
fn behind() -> Duration {
    const CUT: Duration = Duration::from_millis(1);
    const LONGEST_TICK: Duration = Duration::from_millis(10);
    let tick = clock_getres(ClockId::CLOCK_MONOTONIC_COARSE);
    tick.map_or(LONGEST_TICK, Duration::from) + CUT
}

/// The time since 1970 (`CLOCK_REALTIME_COARSE`, clock_gettime(2)), which an administrator may set.
/// Where the kernel does not tell it, zero.
#[must_use]
pub fn utc() -> Duration {
    since_zero(ClockId::CLOCK_REALTIME_COARSE)
}

#[inline]
fn since_zero(clock: ClockId) -> Duration {
    let time = read(clock);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// The time since the zero of `clock`, of which neither part is negative; zero where the kernel does not tell it.
/// By libc: libfaketime tells another time there, and valgrind has no other.
#[inline]
#[expect(
    unsafe_code,
    reason = "what a crate puts around the call costs as much as the call"
)]
fn read(clock: ClockId) -> timespec {
    let mut time = timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: libc writes the structure, or leaves it as it is.
    unsafe { nix::libc::clock_gettime(clock.as_raw(), &raw mut time) };
    time
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Instant, SystemTime};

    #[test]
    fn the_time_does_not_go_back() {
        let before = now();
        assert!(before > Duration::ZERO && now() >= before);
    }

    #[test]
    fn milliseconds_are_the_same_time() {
        let (before, now, after) = (super::now(), milliseconds(), super::now());
        assert!((before.as_millis()..=after.as_millis()).contains(&now.into()));
    }

    #[test]
    fn what_is_past_was_not_longer_ago_than_that() {
        let start = Instant::now();
        let past = Duration::from_millis(now().as_millis() as u64);
        std::thread::sleep(Duration::from_millis(30));
        let since = since_at_least(past);
        let missed = Duration::from_millis(100);
        assert!(since <= start.elapsed() + missed && since > Duration::ZERO);
        assert_eq!(since_at_least(Duration::MAX), Duration::ZERO);
    }

    #[test]
    fn the_time_of_day_is_the_systems() {
        let system = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        assert!(system.unwrap().abs_diff(utc()) < Duration::from_secs(2));
    }
}
