//! The engine's list of what outlives a request: persistent streams, pools, database connections.
//! No policy.

use super::generated::{
    _zend_hash_init, zend_hash_graceful_reverse_destroy, zend_register_list_destructors_ex,
    zend_register_persistent_resource,
};
use ext_php_rs::ffi::{HashTable, ext_php_rs_executor_globals, zend_resource};
use std::{
    ffi::{CStr, c_int},
    mem::{self, MaybeUninit},
    ptr,
};

/// A list that is not in force.
pub(in crate::php) struct List(HashTable);

impl List {
    /// An empty one.
    ///
    /// # Safety
    /// On a thread of PHP.
    pub(in crate::php) unsafe fn new() -> Self {
        const SIZE: u32 = 8;
        const PERSISTENT: bool = true;
        let mut table = MaybeUninit::uninit();
        // SAFETY: the globals of this thread live as long as it; the engine initialises the table,
        // which may be moved like all tables.
        unsafe {
            let destroy = (*ext_php_rs_executor_globals()).persistent_list.pDestructor;
            _zend_hash_init(table.as_mut_ptr(), SIZE, destroy, PERSISTENT);
            Self(table.assume_init())
        }
    }

    /// Puts this list in force, and is the one that was.
    ///
    /// # Safety
    /// On a thread of PHP, while nothing goes through the list.
    pub(in crate::php) unsafe fn exchange(&mut self) {
        // SAFETY: the caller's contract.
        unsafe {
            mem::swap(
                &mut self.0,
                &mut (*ext_php_rs_executor_globals()).persistent_list,
            );
        }
    }

    /// Releases all that is in it.
    ///
    /// # Safety
    /// On a thread of PHP. It may run code of extensions.
    pub(in crate::php) unsafe fn destroy(mut self) {
        // SAFETY: the caller's contract; the table is a whole one, and not used again.
        unsafe { zend_hash_graceful_reverse_destroy(&raw mut self.0) };
    }
}

/// A kind of entries in the list whose end is reported.
#[derive(Clone, Copy)]
pub(in crate::php) struct Kind(c_int);

impl Kind {
    /// Registers one for the module.
    ///
    /// # Safety
    /// At module start.
    pub(in crate::php) unsafe fn register(
        name: &'static CStr,
        module: c_int,
        end: unsafe extern "C" fn(*mut zend_resource),
    ) -> Self {
        // SAFETY: the caller's contract; the name lives as long as the process.
        Self(unsafe { zend_register_list_destructors_ex(None, Some(end), name.as_ptr(), module) })
    }

    /// Puts an entry into the list in force.
    ///
    /// # Safety
    /// On a thread of PHP.
    pub(in crate::php) unsafe fn enter(self, key: &CStr) {
        // SAFETY: the caller's contract; the engine copies the key.
        unsafe {
            zend_register_persistent_resource(
                key.as_ptr(),
                key.count_bytes(),
                ptr::null_mut(),
                self.0,
            )
        };
    }
}
