//! The words of the engine's tables in which our hooks stand, remembered, so that a look at all of them
//! costs a load each. It knows no hook by name, and puts nothing back.

use super::{
    generated::{php_stream_get_url_stream_wrappers_hash_global, php_stream_xport_get_hash},
    table, zend_function, zval,
};
use ext_php_rs::ffi::{HashTable, ext_php_rs_compiler_globals};
use std::mem::offset_of;

/// Places of a thread, and what they held.
pub(in crate::php) struct Places {
    tables: [Shape; 3],
    /// Where the words are.
    words: Vec<[Word; GROUP]>,
    sums: Sums,
}

/// How many words are read between two looks at whether there are more.
const GROUP: usize = 16;

/// What words add up to, in turns, each counting three times what the next one does. One that changes, or two
/// that change places, always make another sum, since the factor is odd and pointers are short; more than that
/// would have to meet it by chance.
type Sums = [usize; 2];

/// # Safety
/// As [`Places::are_unchanged`], while the tables have their shapes.
unsafe fn sums(words: &[[Word; GROUP]]) -> Sums {
    let mut sums = [0usize; 2];
    for group in words {
        for pair in group.as_chunks::<2>().0 {
            for (sum, word) in sums.iter_mut().zip(pair) {
                // SAFETY: the caller's contract.
                *sum = sum.wrapping_mul(3).wrapping_add(unsafe { word.0.read() });
            }
        }
    }
    sums
}

/// What changes when a table gets or loses an entry, and when its entries move.
#[derive(PartialEq, Eq)]
struct Shape {
    table: *const HashTable,
    entries: *const zval,
    /// How many places are used, and how many of them by entries.
    numbers: [u32; 2],
}

const _: () = assert!(
    offset_of!(HashTable, nNumOfElements) == offset_of!(HashTable, nNumUsed) + size_of::<u32>()
);

/// A pointer of the engine's, read as a word.
#[derive(Clone, Copy)]
struct Word(*const usize);

impl Word {
    /// # Safety
    /// `place` is a live pointer of the engine's.
    unsafe fn at<T>(place: *const T) -> Self {
        const { assert!(size_of::<T>() == size_of::<usize>()) };
        Self(place.cast())
    }

    /// One that never changes.
    fn constant() -> Self {
        static CONSTANT: usize = 0;
        Self(&raw const CONSTANT)
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
            let mut words: Vec<_> = handlers.chain(pointers).collect();
            words.resize(words.len().next_multiple_of(GROUP), Word::constant());
            let words = words.as_chunks().0.to_vec();
            Self {
                sums: sums(&words),
                words,
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
        unsafe { shapes() == self.tables && sums(&self.words) == self.sums }
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
            // Both by one load.
            numbers: (&raw const (*table).nNumUsed).cast::<[u32; 2]>().read(),
        }
    };
    // SAFETY: as above.
    unsafe { tables() }.map(shape)
}
