//! The names of rules for which nobody answered lately: they are not asked for with each decision, so
//! that one silent name server does not stall all else; and the time that a decision waits for all of them.
//! Not what is decided without an answer.

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
pub(super) struct Unanswered {
    names: FxHashMap<Box<str>, Silence>,
    /// What the look-ups of the present decision took so far.
    spent: Duration,
}

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
        self.names
            .get(name)
            .is_some_and(|silence| now < silence.until)
    }

    /// Says that a decision begins, which is about one address or all those of a name.
    pub(super) fn begin(&mut self) {
        self.spent = Duration::ZERO;
    }

    /// Says that it has waited so long.
    pub(super) fn spend(&mut self, time: Duration) {
        self.spent = self.spent.saturating_add(time);
    }

    /// What is left to it of `patience`.
    pub(super) fn left(&self, patience: Duration) -> Duration {
        patience.saturating_sub(self.spent)
    }

    /// Says that nobody answered for `name` in the time that was `spent`. There are no more names than
    /// the policy looks up.
    pub(super) fn wait(&mut self, name: &str, spent: Duration, now: Duration) {
        self.names
            .retain(|_, silence| now < silence.until + WAIT * (1 << DOUBLED));
        if spent < STALLS {
            return;
        }
        let before = self.names.get(name).map_or(0, |silence| silence.before + 1);
        let until = now + WAIT * (1 << before.min(DOUBLED));
        self.names.insert(name.into(), Silence { until, before });
    }

    /// Says that somebody did.
    pub(super) fn forget(&mut self, name: &str) {
        if !self.names.is_empty() {
            self.names.remove(name);
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
