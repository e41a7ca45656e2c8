//! Shares of libcurl that outlive a request, kept apart for each set of settings. What may be connected is
//! not decided here.
//!
//! libcurl asks nobody about a connection that it kept, and a share has those of whoever used it. So a
//! request finds the ones that were made under its own settings: those of another application, or of a
//! virtual host with other rules, are in a list that waits. Rules of a file that changed are another
//! matter: a transfer takes no connection that is older than they are.

use super::{gates, shelf::Shelf};
use crate::php::sys::{self, persistent::Place};
use std::cell::RefCell;

/// The most lists that wait: as many sets of settings are kept.
const MOST: usize = gates::KEPT;

sys::per_thread! {
    static SHELF: RefCell<Shelf<gates::Policy>> = RefCell::new(Shelf::new());
}

/// That shares cannot be kept apart.
pub(in crate::php) struct Unknown;

/// Forgets what was before, at module start.
pub(super) fn start() {
    SHELF.set(Shelf::new());
}

/// Puts the list of the settings in force in its place.
///
/// # Errors
/// [`Unknown`] where the list of this ext/curl is not found, or the settings are not.
///
/// # Safety
/// On a thread of PHP, within a request, before the engine looks for a share.
pub(in crate::php) unsafe fn choose() -> Result<(), Unknown> {
    let place = Place::of_curl_shares().ok_or(Unknown)?;
    let policy = gates::policy().ok_or(Unknown)?;
    let beyond = SHELF.with_borrow_mut(|shelf| {
        // SAFETY: the caller's contract.
        unsafe { shelf.choose(policy, place) };
        shelf.take_beyond(MOST)
    });
    if let Some(list) = beyond {
        // SAFETY: as above.
        unsafe { list.destroy() };
    }
    Ok(())
}

/// Releases the lists that wait, when a thread or the process ends.
///
/// # Safety
/// On a thread of PHP, while ext/curl has not ended.
pub(super) unsafe fn end() {
    let others = SHELF.try_with(|shelf| shelf.borrow_mut().take_others());
    for list in others.into_iter().flatten() {
        // SAFETY: the caller's contract.
        unsafe { list.destroy() };
    }
}
