//! A lease whose operation is under way: what the operation has to know of it. It keeps nothing.

use super::{
    record::{Lease, Moment},
    terms::{OperationKind, Receiving},
    waits::Waits,
};
use std::{os::fd::RawFd, time::Duration};

/// A lease of which an operation is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub struct LeaseHandle {
    pub(super) socket: RawFd,
    pub(super) serial: u32,
    receiving: Receiving,
    waits: Waits,
    began: Moment,
}

impl LeaseHandle {
    /// Of an operation that begins now.
    #[inline]
    pub(super) fn of(socket: RawFd, lease: &Lease) -> Self {
        Self {
            socket,
            serial: lease.serial,
            receiving: lease.receiving(),
            waits: lease.waits,
            began: lease.used,
        }
    }

    /// When the operation began, by [`crate::core::host::clock::now`] and in whole milliseconds: never later than it did.
    #[must_use]
    pub fn began(self) -> Duration {
        Duration::from_millis(self.began)
    }

    /// How the socket receives: natively where another process may have it too.
    #[must_use]
    pub fn receiving(self) -> Receiving {
        self.receiving
    }

    /// Whether an operation of this kind may wait for too long, unless the kernel is told before.
    #[must_use]
    #[inline(always)]
    pub fn is_unlimited(self, kind: OperationKind) -> bool {
        self.waits.are_unlimited(kind)
    }
}
