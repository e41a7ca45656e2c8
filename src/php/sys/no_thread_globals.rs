//! The globals of a module in a PHP with one thread. They are the process's, not a thread's.

use ext_php_rs::ffi::zend_module_entry;
use std::{
    ffi::c_void,
    sync::atomic::{AtomicU64, Ordering},
};

/// Whether a process may have more than one thread of PHP.
pub(in crate::php) const HAS_THREADS: bool = false;

/// The globals of `module`.
///
/// # Safety
/// It is an entry of the registry.
pub(super) unsafe fn globals(module: *mut zend_module_entry) -> *mut c_void {
    // SAFETY: the caller's contract.
    unsafe { (*module).globals_ptr }
}

/// Gives a module that is to be registered its globals: a few words, which are zero.
pub(super) fn set_globals(entry: &mut zend_module_entry) {
    static GLOBALS: [AtomicU64; 4] = [const { AtomicU64::new(0) }; 4];
    for word in &GLOBALS {
        word.store(0, Ordering::Relaxed);
    }
    entry.globals_size = size_of_val(&GLOBALS);
    entry.globals_ptr = GLOBALS.as_ptr().cast_mut().cast();
    entry.globals_ctor = None;
    entry.globals_dtor = None;
}
