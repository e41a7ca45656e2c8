//! The words of the engine's tables in which our hooks stand, remembered, so that a look at all of them
//! costs a comparison each. It knows no hook by name, and puts nothing back.

use super::{
    generated::{php_stream_get_url_stream_wrappers_hash_global, php_stream_xport_get_hash},
    table, zend_function, zval,
};
use ext_php_rs::ffi::{HashTable, ext_php_rs_compiler_globals};

/// Places of a thread, and what they held.
pub(in crate::php) struct Places {
    tables: [Shape; 3],
    words: Vec<Word>,
}

/// What changes when a table gets or loses an entry, and when its entries move.
#[derive(PartialEq, Eq)]
struct Shape {
    table: *const HashTable,
    entries: *const zval,
    used: u32,
    count: u32,
}

/// A word, and what it held.
struct Word {
    place: *const usize,
    value: usize,
}

impl Word {
    /// # Safety
    /// `place` is a live pointer of the engine's.
    unsafe fn at<T>(place: *const T) -> Self {
        const { assert!(size_of::<T>() == size_of::<usize>()) };
        let place = place.cast::<usize>();
        // SAFETY: the caller's contract; a pointer is as long as a word.
        let value = unsafe { place.read() };
        Self { place, value }
    }
}

impl Places {
    /// Those of these functions, of all transports, and of the wrappers that every request begins with.
    ///
    /// # Safety
    /// On a thread of PHP; the functions are internal ones of this thread's table.
    pub(in crate::php) unsafe fn take(functions: impl Iterator<Item = *mut zend_function>) -> Self {
        // SAFETY: the tables live as long as the thread, and hold pointers.
        unsafe {
            let [_, transports, wrappers] = tables();
            let handlers = functions
                .map(|function| Word::at(&raw const (*function).internal_function.handler));
            let pointers = [transports, wrappers]
                .into_iter()
                .flat_map(|table| table::values(&*table))
                .map(|value| Word::at(&raw const value.value.ptr));
            Self {
                words: handlers.chain(pointers).collect(),
                tables: shapes(),
            }
        }
    }

    /// Whether nothing became of them, and nothing came or went in their tables.
    ///
    /// # Safety
    /// On the thread that took them.
    pub(in crate::php) unsafe fn are_unchanged(&self) -> bool {
        // SAFETY: the caller's contract. While a table has its shape, so many entries are where they
        // were, and what they point to lives.
        unsafe {
            let differ = |words: usize, word: &Word| words | (word.place.read() ^ word.value);
            // In groups, as the loop costs as much as the comparison.
            let (groups, rest) = self.words.as_chunks::<8>();
            let words = groups
                .iter()
                .fold(0, |words, group| group.iter().fold(words, differ));
            shapes() == self.tables && rest.iter().fold(words, differ) == 0
        }
    }
}

/// The tables of functions, transports and wrappers.
unsafe fn tables() -> [*const HashTable; 3] {
    // SAFETY: on a thread of PHP, whose tables live as long as it.
    unsafe {
        [
            (*ext_php_rs_compiler_globals()).function_table,
            php_stream_xport_get_hash(),
            php_stream_get_url_stream_wrappers_hash_global(),
        ]
    }
}

unsafe fn shapes() -> [Shape; 3] {
    // SAFETY: as in `tables`.
    let shape = |table: *const HashTable| unsafe {
        Shape {
            table,
            entries: (*table).__bindgen_anon_1.arPacked,
            used: (*table).nNumUsed,
            count: (*table).nNumOfElements,
        }
    };
    // SAFETY: as above.
    unsafe { tables() }.map(shape)
}
