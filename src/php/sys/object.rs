//! Objects of other extensions' classes, of which an end or a copy is reported: they get a copy of
//! their handlers, in which some are ours. The class keeps its own.

use ext_php_rs::ffi::zend_object_handlers;
use std::{
    ptr,
    sync::atomic::{AtomicPtr, Ordering},
};

/// The handlers of a class, and our copy of them.
pub(super) struct Handlers {
    original: AtomicPtr<zend_object_handlers>,
    ours: AtomicPtr<zend_object_handlers>,
}

impl Handlers {
    /// Those of a class that has not been seen yet.
    pub(super) const fn new() -> Self {
        Self {
            original: AtomicPtr::new(ptr::null_mut()),
            ours: AtomicPtr::new(ptr::null_mut()),
        }
    }

    /// The class's own.
    pub(super) fn original(&self) -> *mut zend_object_handlers {
        self.original.load(Ordering::Relaxed)
    }

    /// Our copy; null before the first object.
    pub(super) fn ours(&self) -> *mut zend_object_handlers {
        self.ours.load(Ordering::Relaxed)
    }

    /// Our handlers for objects that have `current` ones, in which `replace` put ours. A module that
    /// was loaded again has its own elsewhere.
    ///
    /// # Safety
    /// `current` are live handlers of the class, or ours.
    pub(super) unsafe fn replacing(
        &self,
        current: *const zend_object_handlers,
        replace: fn(&mut zend_object_handlers),
    ) -> *const zend_object_handlers {
        let ours = self.ours();
        if ptr::eq(current, ours) || ptr::eq(current, self.original()) {
            return ours;
        }
        // SAFETY: the caller's contract.
        let mut copy = unsafe { *current };
        replace(&mut copy);
        // Kept for good: an object may have them until the process ends.
        let ours = Box::into_raw(Box::new(copy));
        self.original.store(current.cast_mut(), Ordering::Relaxed);
        self.ours.store(ours, Ordering::Relaxed);
        ours
    }
}
