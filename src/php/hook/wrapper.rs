//! Wrappers of URLs that stand in place of the engine's. Not what their operations do, which is their
//! doors' matter.
//!
//! A wrapper of ours is a copy of the engine's with operations of its own, which go on to the engine's. It
//! stands in the engine's table of all requests, from which `stream_wrapper_restore()` takes it again, too.

use super::HookState;
use crate::php::sys;
use std::{
    ffi::CStr,
    ptr,
    sync::{Mutex, MutexGuard, PoisonError},
};

type Operations = sys::php_stream_wrapper_ops;

/// The wrappers of some schemes, and what stands in their place.
pub(in crate::php) struct Wrappers {
    schemes: &'static [&'static CStr],
    /// The operations of ours that stand for the engine's.
    operations: fn(Operations) -> Operations,
    made: Mutex<Vec<Made>>,
}

/// A wrapper of ours: the engine's structure first, as the engine's table points here.
#[repr(C)]
struct Wrapped {
    wrapper: sys::php_stream_wrapper,
    operations: Operations,
    original: *mut sys::php_stream_wrapper,
}

/// A wrapper that was made, which stays for the life of the process: streams point to it.
#[derive(Clone, Copy)]
struct Made(&'static Wrapped);

// SAFETY: what it points to never changes.
unsafe impl Send for Made {}

impl Wrappers {
    /// Those of `schemes`, of which nothing is replaced yet.
    pub(in crate::php) const fn new(
        schemes: &'static [&'static CStr],
        operations: fn(Operations) -> Operations,
    ) -> Self {
        Self {
            schemes,
            operations,
            made: Mutex::new(Vec::new()),
        }
    }

    /// Puts a wrapper of ours in place of each that is not. The schemes of those that were replaced.
    pub(in crate::php) fn install(&self) -> impl Iterator<Item = &'static CStr> {
        self.schemes.iter().copied().filter(|scheme| {
            let slot = sys::wrapper_of_all_requests(scheme);
            slot.is_some_and(|slot| {
                // SAFETY: the table's entries hold wrappers, which live as long as the process.
                unsafe {
                    let current = (*slot).value.ptr.cast();
                    let replaces = !self.has_made(current);
                    if replaces {
                        (*slot).value.ptr = ptr::from_ref(self.wrapped(current)).cast_mut().cast();
                    }
                    replaces
                }
            })
        })
    }

    /// Puts the engine's wrappers back where ours are still in place.
    pub(in crate::php) fn uninstall(&self) {
        for scheme in self.schemes {
            if let Some(slot) = sys::wrapper_of_all_requests(scheme) {
                // SAFETY: the table's entries hold wrappers, and those that were made are `Wrapped`.
                unsafe {
                    let current = (*slot).value.ptr.cast();
                    if self.has_made(current) {
                        (*slot).value.ptr = original(current).cast();
                    }
                }
            }
        }
    }

    /// The schemes, and the states of their hooks.
    pub(in crate::php) fn states(&self) -> impl Iterator<Item = (&'static CStr, HookState)> {
        self.schemes.iter().map(|scheme| {
            let state = match sys::wrapper_of_all_requests(scheme) {
                None => HookState::NotPresent,
                // SAFETY: the table's entries hold wrappers.
                Some(slot) if self.has_made(unsafe { (*slot).value.ptr.cast() }) => {
                    HookState::Enforced
                }
                Some(_) => HookState::Lost,
            };
            (*scheme, state)
        })
    }

    fn has_made(&self, wrapper: *const sys::php_stream_wrapper) -> bool {
        let is_it = |made: &Made| ptr::eq(&raw const made.0.wrapper, wrapper);
        self.made().iter().any(is_it)
    }

    /// The wrapper of ours that stands for `original`: one for all its schemes, which the engine compares.
    ///
    /// # Safety
    /// `original` is a wrapper that lives as long as the process.
    unsafe fn wrapped(&self, original: *mut sys::php_stream_wrapper) -> &'static Wrapped {
        let mut made = self.made();
        if let Some(known) = made.iter().find(|made| made.0.original == original) {
            return known.0;
        }
        // SAFETY: the caller's contract; a wrapper has operations.
        let (wrapper, native) = unsafe { (ptr::read(original), ptr::read((*original).wops)) };
        let new = Box::leak(Box::new(Wrapped {
            wrapper,
            operations: (self.operations)(native),
            original,
        }));
        new.wrapper.wops = &raw const new.operations;
        made.push(Made(new));
        new
    }

    fn made(&self) -> MutexGuard<'_, Vec<Made>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The engine's own operations of a wrapper of ours.
///
/// # Safety
/// `wrapper` is one that [`Wrappers::install`] put somewhere.
pub(in crate::php) unsafe fn native(wrapper: *mut sys::php_stream_wrapper) -> &'static Operations {
    // SAFETY: the caller's contract; the engine's wrappers and their operations live as long as the
    // process.
    unsafe { &*(*original(wrapper)).wops }
}

/// # Safety
/// As [`native`].
unsafe fn original(wrapper: *mut sys::php_stream_wrapper) -> *mut sys::php_stream_wrapper {
    // SAFETY: the caller's contract.
    unsafe { (*wrapper.cast::<Wrapped>()).original }
}
