//! The engine's tables (`HashTable`), read where they are. Keys are not copied, as ext-php-rs does.

use super::{generated::HASH_FLAG_PACKED, zend_string, zval};
use ext_php_rs::{
    ffi::{HashTable, IS_UNDEF, zend_hash_str_find},
    types::ZendStr,
};
use std::{ffi::CStr, ptr};

/// The bits of a value's `type_info` that are its type (`Z_TYPE_MASK`).
const TYPE_MASK: u32 = 0xff;

/// What a slot holds.
#[derive(Clone, Copy)]
pub(super) struct Slot<'a> {
    /// Null where the key is a number.
    pub(super) key: *const zend_string,
    /// What the key is then.
    number: u64,
    pub(super) value: &'a zval,
}

impl<'a> Slot<'a> {
    /// The key; empty where it is a number.
    fn name(self) -> &'a [u8] {
        // SAFETY: a slot that is used has a live key or none.
        let key = unsafe { self.key.cast::<ZendStr>().as_ref() };
        key.map_or(b"", ZendStr::as_bytes)
    }
}

/// The slot at `index` of a table, if it is used.
#[inline]
pub(super) fn slot(table: &HashTable, index: u32) -> Option<Slot<'_>> {
    if index >= table.nNumUsed {
        return None;
    }
    // SAFETY: the flags tell which of both the table has, and so many slots of it are in use.
    let slot = unsafe {
        let data = table.__bindgen_anon_1;
        if table.u.flags & HASH_FLAG_PACKED == 0 {
            let bucket = &*data.arData.add(index as usize);
            Slot {
                key: bucket.key,
                number: bucket.h,
                value: &bucket.val,
            }
        } else {
            Slot {
                key: ptr::null(),
                number: index.into(),
                value: &*data.arPacked.add(index as usize),
            }
        }
    };
    // SAFETY: every value has a type.
    let is_used = unsafe { slot.value.u1.type_info } & TYPE_MASK != IS_UNDEF;
    is_used.then_some(slot)
}

/// The value at a key that is a name.
///
/// # Safety
/// The table is live; the value is borrowed from it.
pub(in crate::php) unsafe fn find<'a>(table: *const HashTable, key: &CStr) -> Option<&'a mut zval> {
    // SAFETY: the caller's contract.
    unsafe { zend_hash_str_find(table, key.as_ptr(), key.count_bytes()).as_mut() }
}

/// Whether a table is a list to the engine, which has no names.
pub(in crate::php) fn is_list(table: &HashTable) -> bool {
    // SAFETY: every table has flags.
    unsafe { table.u.flags & HASH_FLAG_PACKED != 0 }
}

/// All values.
pub(in crate::php) fn values(table: &HashTable) -> impl Iterator<Item = &zval> {
    slots(table).map(|slot| slot.value)
}

/// All keys that are names, and their values.
pub(in crate::php) fn entries(table: &HashTable) -> impl Iterator<Item = (&[u8], &zval)> {
    slots(table)
        .filter(|slot| !slot.key.is_null())
        .map(|slot| (slot.name(), slot.value))
}

fn slots(table: &HashTable) -> impl Iterator<Item = Slot<'_>> {
    (0..table.nNumUsed).filter_map(|index| slot(table, index))
}

/// A key of an array.
#[derive(Clone, Copy)]
pub(in crate::php) enum Key {
    /// The array's own string.
    Name(*const zend_string),
    Number(u64),
}

/// All keys and values.
pub(in crate::php) fn pairs(table: &HashTable) -> impl Iterator<Item = (Key, &zval)> {
    slots(table).map(|slot| {
        let key = if slot.key.is_null() {
            Key::Number(slot.number)
        } else {
            Key::Name(slot.key)
        };
        (key, slot.value)
    })
}
