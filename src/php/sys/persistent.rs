//! Lists of what outlives a request: the engine's, of persistent streams, pools and database connections,
//! and that of ext/curl.
//! No policy.

use super::{
    arguments::class,
    generated::{
        _zend_hash_init, zend_hash_graceful_reverse_destroy, zend_register_list_destructors_ex,
        zend_register_persistent_resource,
    },
    module::module,
    thread_globals::globals,
};
use ext_php_rs::ffi::{HashTable, ext_php_rs_executor_globals, zend_resource};
use std::{
    ffi::{CStr, c_int},
    mem::MaybeUninit,
    ptr,
};

/// A list that is not in force.
pub(in crate::php) struct List(HashTable);

/// Where a thread has a list in force.
#[derive(Clone, Copy)]
pub(in crate::php) struct Place(*mut HashTable);

impl Place {
    /// The engine's own.
    pub(in crate::php) fn of_engine() -> Self {
        // SAFETY: the globals of this thread live as long as it.
        Self(unsafe { &raw mut (*ext_php_rs_executor_globals()).persistent_list })
    }

    /// The one of ext/curl, for shares of libcurl (`curl_share_init_persistent()`); none where there is none, or
    /// the globals of ext/curl are not that list alone.
    pub(in crate::php) fn of_curl_shares() -> Option<Self> {
        let module = module(c"curl")?;
        // SAFETY: an entry of the registry, whose module has started.
        unsafe {
            let is_known = !class(c"curlsharepersistenthandle").is_null()
                && (*module).globals_size == size_of::<HashTable>();
            let globals = is_known.then(|| globals(module))?.cast::<HashTable>();
            (!globals.is_null()).then_some(Self(globals))
        }
    }
}

impl List {
    /// An empty one, for what the list in force at `place` holds.
    ///
    /// # Safety
    /// On a thread of PHP, to which the place belongs.
    pub(in crate::php) unsafe fn new(place: Place) -> Self {
        const SIZE: u32 = 8;
        const PERSISTENT: bool = true;
        let mut table = MaybeUninit::uninit();
        // SAFETY: the caller's contract; the engine initialises the table, which may be moved like all
        // tables.
        unsafe {
            _zend_hash_init(table.as_mut_ptr(), SIZE, (*place.0).pDestructor, PERSISTENT);
            Self(table.assume_init())
        }
    }

    /// Puts this list in force at `place`, and is the one that was.
    ///
    /// # Safety
    /// As [`Self::new`], while nothing goes through the list.
    pub(in crate::php) unsafe fn exchange(&mut self, place: Place) {
        // SAFETY: the caller's contract.
        unsafe { ptr::swap(&raw mut self.0, place.0) };
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
