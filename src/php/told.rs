//! A refusal as plain data, on its way from the core to the engine. Not the words of a function
//! around it: those are its door's.

use super::{
    log,
    state::{self, State},
    text::Text,
};
use crate::core::{
    gate::{Gate, Grounds, Refusal},
    reason::{Errno, Reason},
    settings::Mode,
};
use std::fmt;

/// A refusal without a destructor, so that it can be told to the engine while nothing else is held.
#[derive(Clone, Copy)]
pub(super) struct Told {
    pub(super) reason: Reason,
    pub(super) text: Text,
}

impl Told {
    pub(super) fn of(refusal: &Refusal) -> Self {
        Self {
            reason: refusal.grounds.reason,
            text: Text::of(refusal),
        }
    }

    /// The refusal where the check itself failed.
    pub(super) fn internal() -> Self {
        Self::of(&Refusal::new(Reason::Internal, "this destination"))
    }

    pub(super) fn errno(&self) -> Errno {
        self.reason.errno()
    }
}

/// Asks the state for a refusal, which is one too where it fails to decide. Writes the log.
///
/// # Safety
/// On a thread of PHP, within a request. It may bail out.
pub(super) unsafe fn decide(judge: impl FnOnce(&mut State) -> Option<Told>) -> Option<Told> {
    let refused = state::with(judge).unwrap_or_else(|| Some(Told::internal()));
    // SAFETY: the caller's contract; `refused` is plain data.
    unsafe { log::flush() };
    refused
}

/// Asks the gate about `target` where the mode wants an answer: the refusal, where it counts.
pub(super) fn judge(
    state: &mut State,
    target: &dyn fmt::Display,
    via: &str,
    ask: impl FnOnce(&mut Gate) -> Result<Grounds, Refusal>,
) -> Option<Told> {
    let mode = state.mode();
    if mode == Mode::Passthrough {
        return None;
    }
    let judged = state.judge(target, via, |gate| ask(gate).map(|grounds| ((), grounds)));
    judged
        .err()
        .filter(|_| mode != Mode::Audit)
        .map(|refusal| Told::of(&refusal))
}
