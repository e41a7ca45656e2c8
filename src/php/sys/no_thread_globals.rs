//! The globals of a module in a PHP with one thread. They are the process's, not a thread's.

use super::generated::aesock_sockets_globals;
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

/// Gives a module that is to be registered its globals: those of ext/sockets, which are zero.
pub(super) fn set_globals(entry: &mut zend_module_entry) {
    const WORDS: usize = size_of::<aesock_sockets_globals>() / size_of::<u64>();
    static GLOBALS: [AtomicU64; WORDS] = [const { AtomicU64::new(0) }; WORDS];
    for word in &GLOBALS {
        word.store(0, Ordering::Relaxed);
    }
    entry.globals_size = size_of_val(&GLOBALS);
    entry.globals_ptr = GLOBALS.as_ptr().cast_mut().cast();
    entry.globals_ctor = None;
    entry.globals_dtor = None;
}
