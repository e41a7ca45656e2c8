//! The globals of a module in a PHP with one thread. They are the process's, not a thread's.

use ext_php_rs::ffi::zend_module_entry;
use std::ffi::c_void;

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
