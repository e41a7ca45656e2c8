//! The globals of a module in a PHP with threads. They are a thread's, not the process's.

use super::generated::ts_resource_ex;
use ext_php_rs::ffi::zend_module_entry;
use std::{ffi::c_void, ptr};

/// Whether a process may have more than one thread of PHP.
pub(in crate::php) const HAS_THREADS: bool = true;

/// The globals of `module` in this thread.
///
/// # Safety
/// It is an entry of the registry.
pub(super) unsafe fn globals(module: *mut zend_module_entry) -> *mut c_void {
    // SAFETY: the caller's contract. A null for the thread means this one.
    unsafe { ts_resource_ex(*(*module).globals_id_ptr, ptr::null_mut()) }
}
