//! A refusal as plain data, on its way from the core to the engine. How a function reports it is in
//! its door.

use super::{
    gates::{self, Gates},
    log,
};
use crate::{
    core::{
        gate::{Gate, Grounds, Refusal},
        reason::{Errno, Reason},
        settings::Mode,
    },
    php::sys::{self, text::Text},
};
use std::{cell::RefCell, fmt};

sys::per_thread! {
    /// The refusal that a door is about to report.
    static WAITING: RefCell<Option<PlainRefusal>> = RefCell::new(None);
}

/// A refusal without a destructor, so that it can be held across engine calls.
#[derive(Clone, Copy)]
pub(in crate::php) struct PlainRefusal {
    pub(in crate::php) reason: Reason,
    pub(in crate::php) text: Text,
}

impl PlainRefusal {
    pub(in crate::php) fn of(refusal: &Refusal) -> Self {
        Self {
            reason: refusal.grounds.reason,
            text: Text::of(refusal),
        }
    }

    /// The refusal where the check itself failed.
    pub(in crate::php) fn internal() -> Self {
        Self::of(&Refusal::new(Reason::Internal, "this destination"))
    }

    pub(in crate::php) fn errno(&self) -> Errno {
        self.reason.errno()
    }
}

/// Asks the gates whether something is refused; it is where they fail to decide. Writes the log.
///
/// # Safety
/// On a thread of PHP, within a request. It may bail out.
pub(in crate::php) unsafe fn refused(
    check: impl FnOnce(&mut Gates) -> Result<(), Refusal>,
) -> Option<PlainRefusal> {
    let refusal = |gates: &mut Gates| check(gates).err().map(|refusal| PlainRefusal::of(&refusal));
    let refused = gates::with(refusal).unwrap_or_else(|| Some(PlainRefusal::internal()));
    // SAFETY: the caller's contract; the refusal is plain data.
    unsafe { log::flush() };
    refused
}

/// Why a call fails, while the gates are borrowed.
pub(in crate::php) enum Failure {
    Refused(Refusal),
    System(Errno),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// That a call fails, as plain data; a refusal waits for [`take`].
pub(in crate::php) enum Failed {
    Refused,
    System(Errno),
}

impl Failed {
    fn of(failure: Failure) -> Self {
        match failure {
            Failure::Refused(refusal) => Self::wait(Some(PlainRefusal::of(&refusal))),
            Failure::System(errno) => Self::System(errno),
        }
    }

    /// Has a refusal wait; none where the check itself failed.
    fn wait(refusal: Option<PlainRefusal>) -> Self {
        WAITING.with(|waiting| *waiting.borrow_mut() = refusal);
        Self::Refused
    }
}

/// Asks the gates for what a call may do; one that fails to decide refuses. Writes the log.
///
/// # Safety
/// As [`refused`].
pub(in crate::php) unsafe fn ask<T>(
    ask: impl FnOnce(&mut Gates) -> Result<T, Failure>,
) -> Result<T, Failed> {
    let answer = gates::with(|gates| ask(gates).map_err(Failed::of));
    // SAFETY: the caller's contract; the answer has no destructor that would be missed.
    unsafe { log::flush() };
    answer.unwrap_or_else(|| Err(Failed::wait(None)))
}

/// The refusal of the last [`ask`], or that the check itself failed.
pub(in crate::php) fn take() -> PlainRefusal {
    let refusal = WAITING.with(|waiting| waiting.borrow_mut().take());
    refusal.unwrap_or_else(PlainRefusal::internal)
}

/// Asks the gate about `target` where the mode wants an answer, and lets only a refusal through
/// that counts.
pub(in crate::php) fn enforce(
    gates: &mut Gates,
    target: &dyn fmt::Display,
    ask: impl FnOnce(&mut Gate) -> Result<Grounds, Refusal>,
) -> Result<(), Refusal> {
    enforce_named(gates, target, None, ask)
}

/// The same, where another than `target` tells the name that is reached.
pub(in crate::php) fn enforce_named(
    gates: &mut Gates,
    target: &dyn fmt::Display,
    name: Option<&str>,
    ask: impl FnOnce(&mut Gate) -> Result<Grounds, Refusal>,
) -> Result<(), Refusal> {
    let mode = gates.mode();
    if mode == Mode::Passthrough {
        return Ok(());
    }
    match gates.check_named(target, name, |gate| ask(gate).map(|grounds| ((), grounds))) {
        Err(refusal) if mode != Mode::Audit => Err(refusal),
        _ => Ok(()),
    }
}
