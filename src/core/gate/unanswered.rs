//! The names of rules for which nobody answered lately: they are not asked for with each decision, so
//! that one silent name server does not stall all else. Not what is decided without an answer.

use rustc_hash::FxHashMap;
use std::time::Duration;

/// For how long a name is not asked for again, at first; twice as long each time.
const WAIT: Duration = Duration::from_secs(10);

/// How often that is doubled.
const DOUBLED: u32 = 3;

/// What fails sooner stalls nobody, and is tried again with the next decision: the fault may be this
/// process's own, such as having no descriptor left.
const STALLS: Duration = Duration::from_millis(400);

/// When each name may be asked for again.
#[derive(Debug, Default)]
pub(super) struct Unanswered(FxHashMap<Box<str>, Silence>);

#[derive(Debug, Clone, Copy)]
struct Silence {
    until: Duration,
    /// How often nobody answered before.
    before: u32,
}

impl Unanswered {
    /// Whether it is too early to ask for `name`, at the time `now` of
    /// [`clock`](crate::core::host::clock).
    pub(super) fn is_waiting(&self, name: &str, now: Duration) -> bool {
        self.0.get(name).is_some_and(|silence| now < silence.until)
    }

    /// Says that nobody answered for `name` in the time that was `spent`. There are no more names than
    /// the policy looks up.
    pub(super) fn wait(&mut self, name: &str, spent: Duration, now: Duration) {
        self.0
            .retain(|_, silence| now < silence.until + WAIT * (1 << DOUBLED));
        if spent < STALLS {
            return;
        }
        let before = self.0.get(name).map_or(0, |silence| silence.before + 1);
        let until = now + WAIT * (1 << before.min(DOUBLED));
        self.0.insert(name.into(), Silence { until, before });
    }

    /// Says that somebody did.
    pub(super) fn forget(&mut self, name: &str) {
        if !self.0.is_empty() {
            self.0.remove(name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_nobody_answers_for_in_time_waits_ten_seconds_or_until_somebody_does() {
        let mut unanswered = Unanswered::default();
        assert!(!unanswered.is_waiting("a.test", Duration::ZERO));
        unanswered.wait("a.test", STALLS - Duration::from_nanos(1), Duration::ZERO);
        assert!(!unanswered.is_waiting("a.test", Duration::ZERO));
        unanswered.wait("a.test", STALLS, Duration::ZERO);
        assert!(unanswered.is_waiting("a.test", WAIT - Duration::from_nanos(1)));
        assert!(!unanswered.is_waiting("b.test", Duration::ZERO));
        assert!(!unanswered.is_waiting("a.test", WAIT));
        unanswered.wait("a.test", STALLS, WAIT);
        unanswered.forget("a.test");
        assert!(!unanswered.is_waiting("a.test", WAIT));
    }

    #[test]
    fn each_time_it_waits_twice_as_long_up_to_eighty_seconds() {
        let (mut unanswered, mut now) = (Unanswered::default(), Duration::ZERO);
        for seconds in [10, 20, 40, 80, 80] {
            unanswered.wait("a.test", STALLS, now);
            now += Duration::from_secs(seconds);
            assert!(unanswered.is_waiting("a.test", now - Duration::from_nanos(1)));
            assert!(!unanswered.is_waiting("a.test", now));
        }
        unanswered.forget("a.test");
        unanswered.wait("a.test", STALLS, now);
        assert!(!unanswered.is_waiting("a.test", now + WAIT));
    }
}
