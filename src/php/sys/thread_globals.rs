//! The globals of a module in a PHP with threads. They are a thread's, not the process's.

use super::generated::{aesock_sockets_globals, ts_resource_ex};
use ext_php_rs::ffi::zend_module_entry;
use std::{ffi::c_void, ptr, sync::atomic::AtomicI32};

/// The module that aesock brings is that of ext/sockets.
const OWN_GLOBALS: usize = size_of::<aesock_sockets_globals>();

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

/// Has the engine make globals for a module that is to be registered: those of ext/sockets, which are zero.
pub(super) fn set_globals(entry: &mut zend_module_entry) {
    static NUMBER: AtomicI32 = AtomicI32::new(0);
    entry.globals_size = OWN_GLOBALS;
    entry.globals_id_ptr = NUMBER.as_ptr();
    entry.globals_ctor = Some(clear);
    entry.globals_dtor = None;
}

unsafe extern "C" fn clear(globals: *mut c_void) {
    // SAFETY: the engine has made so much room.
    unsafe { globals.cast::<u8>().write_bytes(0, OWN_GLOBALS) };
}
