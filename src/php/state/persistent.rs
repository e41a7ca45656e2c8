//! What outlives a request, kept apart for each application: persistent streams, and the pools of
//! mysqli, PDO, phpredis and all others, which are in one list of the engine. Whether one may still
//! be used is not decided here, but by its stream when it is used.
//!
//! A worker that serves several applications has a list for each. The one of the application whose
//! request starts is put in force; the others wait. So each finds its own connections again under
//! the same keys, and none is closed for another's sake.
//!
//! The engine destroys the list in force when a thread or the process ends, before modules end. An
//! entry in it tells us to destroy the others then.

use super::{
    shares,
    shelf::{Chosen, Shelf},
};
use crate::{
    core::lease::ApplicationId,
    php::sys::{
        self,
        persistent::{Kind, Place},
    },
};
use ext_php_rs::ffi::zend_resource;
use std::{
    cell::RefCell,
    ffi::{CStr, c_int},
    sync::{PoisonError, RwLock},
};

const KEY: &CStr = c"aesock:lists";

/// The kind of our entry.
static KIND: RwLock<Option<Kind>> = RwLock::new(None);

sys::per_thread! {
    static SHELF: RefCell<Shelf<Owner>> = RefCell::new(Shelf::new());
}

/// Owner a list is; `None` for what no policy is enforced on.
type Owner = Option<ApplicationId>;

/// Prepares for the lists of this module's life.
///
/// # Safety
/// At module start.
pub(in crate::php) unsafe fn start(module: c_int) {
    // SAFETY: the caller's contract.
    let kind = unsafe { Kind::register(c"aesock lists", module, end) };
    *KIND.write().unwrap_or_else(PoisonError::into_inner) = Some(kind);
    SHELF.set(Shelf::new());
    shares::start();
}

/// Puts the list of `owner` in force, at the start of a request.
///
/// # Safety
/// On a thread of PHP, when a request starts.
pub(in crate::php) unsafe fn choose(owner: Owner) {
    // SAFETY: the caller's contract.
    unsafe {
        let place = Place::of_engine();
        if SHELF.with_borrow_mut(|shelf| shelf.choose(owner, place)) == Chosen::New {
            enter();
        }
    }
}

/// Has the end of the list in force, a new one, reported: in the place of an entry it would end that.
unsafe fn enter() {
    let kind = *KIND.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(kind) = kind {
        // SAFETY: as in `choose`.
        unsafe { kind.enter(KEY) };
    }
}

/// The end of the list in force: the others end with it.
unsafe extern "C" fn end(_: *mut zend_resource) {
    let others = SHELF.try_with(|shelf| shelf.borrow_mut().take_others());
    for list in others.into_iter().flatten() {
        // SAFETY: the engine calls this on a thread of PHP.
        unsafe { list.destroy() };
    }
    // SAFETY: as above.
    unsafe { shares::end() };
}
