//! How long operations may wait, which the kernel is told before the first that may: many sockets never come to one.
//! It tells the kernel nothing itself.

use super::terms::OperationKind;
use std::time::Duration;

/// The waits for a socket that have a limit which the kernel does not know yet. In one word, since each operation has
/// a copy of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Waits(u32);

/// The lower bits; the upper half is how long each wait may take, in seconds.
const SENDS: u32 = 1;
const RECEIVES: u32 = 2;
/// That no send was tried without a wait.
const UNTRIED: u32 = 4;
const LIMIT: u32 = 16;

impl Waits {
    /// Of a socket of which nobody limits the waits.
    pub(super) const NATIVE: Self = Self(0);

    /// Limits that the kernel does not know.
    pub(super) fn limited_later(limit: Duration) -> Self {
        let seconds = u16::try_from(limit.as_secs()).unwrap_or(u16::MAX);
        Self(u32::from(seconds) << LIMIT | SENDS | RECEIVES | UNTRIED)
    }

    /// Whether an operation of this kind may begin one that the kernel knows no limit of.
    #[inline(always)]
    pub(super) fn are_unlimited(self, kind: OperationKind) -> bool {
        self.0 & bit(kind) != 0
    }

    /// The limit of those of a kind, where the kernel does not know it. It does from now on.
    pub(super) fn take_limit(&mut self, kind: OperationKind) -> Option<Duration> {
        let is_unlimited = self.are_unlimited(kind);
        self.0 &= !bit(kind);
        is_unlimited.then(|| Duration::from_secs((self.0 >> LIMIT).into()))
    }

    /// Whether the next send is the first one, which is to be tried without a wait.
    pub(super) fn try_at_once(&mut self) -> bool {
        let is_first = self.0 & UNTRIED != 0;
        self.0 &= !UNTRIED;
        is_first
    }
}

#[inline(always)]
const fn bit(kind: OperationKind) -> u32 {
    match kind {
        OperationKind::Send => SENDS,
        OperationKind::Receive => RECEIVES,
        OperationKind::Other => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    #[test]
    fn a_limit_is_told_once_for_each_kind_of_wait() {
        let (send, receive) = (OperationKind::Send, OperationKind::Receive);
        let mut waits = Waits::NATIVE;
        assert!(!waits.are_unlimited(send) && !waits.are_unlimited(receive));
        assert_eq!(waits.take_limit(send), None, "there is none");
        let mut waits = Waits::limited_later(MINUTE);
        assert!(waits.are_unlimited(send) && waits.are_unlimited(receive));
        assert!(!waits.are_unlimited(OperationKind::Other));
        assert_eq!(waits.take_limit(OperationKind::Other), None);
        assert_eq!(waits.take_limit(receive), Some(MINUTE));
        assert_eq!(waits.take_limit(receive), None);
        assert!(waits.are_unlimited(send) && !waits.are_unlimited(receive));
        assert_eq!(waits.take_limit(send), Some(MINUTE));
        assert!(!waits.are_unlimited(send));
    }

    #[test]
    fn the_first_send_is_tried_without_a_wait_where_waits_are_limited() {
        let mut waits = Waits::limited_later(MINUTE);
        assert!(waits.try_at_once());
        assert!(!waits.try_at_once());
        assert!(!{ Waits::NATIVE }.try_at_once());
    }

    #[test]
    fn the_longest_limit_is_a_night() {
        let mut waits = Waits::limited_later(Duration::MAX);
        let limit = waits.take_limit(OperationKind::Send).unwrap();
        assert!(limit > Duration::from_secs(12 * 3600));
    }
}
