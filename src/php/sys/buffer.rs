//! Memory of a request: room that becomes a string, and blocks that are given back together. A bailout
//! passes over both, and the engine takes them back with the request.

use super::arguments::{Loose, string_value};
use ext_php_rs::{
    alloc::{efree, emalloc},
    ffi::{GC_FLAGS_SHIFT, IS_STRING, ext_php_rs_zend_string_init, zend_string},
};
use std::{alloc::Layout, mem, ptr};

/// Where the bytes of a string begin (`_ZSTR_HEADER_SIZE`).
const HEADER: usize = mem::offset_of!(zend_string, val);

/// Room for a string that is about to be received.
#[derive(Clone, Copy)]
pub(in crate::php) struct StringRoom {
    string: *mut zend_string,
    length: usize,
}

impl StringRoom {
    /// As the engine makes a string, so that a limit of memory is one of its size.
    ///
    /// # Safety
    /// On a thread of PHP, within a request. It may bail out.
    pub(in crate::php) unsafe fn new(length: usize) -> Self {
        const ALIGNMENT: usize = 8;
        let size = length.saturating_add(HEADER + ALIGNMENT) / ALIGNMENT * ALIGNMENT;
        Self {
            string: emalloc(layout_of(size, ALIGNMENT)).cast(),
            length,
        }
    }

    /// The room for its bytes.
    pub(in crate::php) fn as_mut_ptr(self) -> *mut u8 {
        self.string.cast::<u8>().wrapping_byte_add(HEADER)
    }

    /// The string of the first `length` bytes.
    ///
    /// # Safety
    /// They are written, and the room is not used any more. It may bail out.
    pub(in crate::php) unsafe fn into_string(self, length: usize) -> Loose {
        const PERSISTENT: bool = false;
        // SAFETY: the caller's contract; the room has a byte more than its length. A string that leaves much
        // of it empty moves out.
        unsafe {
            if length < self.length - self.length / 4 {
                let start = self.as_mut_ptr().cast();
                let string = ext_php_rs_zend_string_init(start, length, PERSISTENT);
                self.free();
                return string_value(string);
            }
            self.as_mut_ptr().add(length).write(0);
            (*self.string).gc.refcount = 1;
            (*self.string).gc.u.type_info = STRING;
            (*self.string).h = 0;
            (*self.string).len = length;
            string_value(self.string)
        }
    }

    /// Gives the room back.
    ///
    /// # Safety
    /// It is not used any more.
    pub(in crate::php) unsafe fn free(self) {
        // SAFETY: the caller's contract.
        unsafe { efree(self.string.cast()) };
    }
}

/// The layout of so many bytes. More than there may be are as many as there may be, for which the engine has no
/// memory.
fn layout_of(size: usize, alignment: usize) -> Layout {
    let most = isize::MAX as usize + 1 - alignment;
    Layout::from_size_align(size.min(most), alignment).unwrap_or(Layout::new::<[u64; 1 << 57]>())
}

/// What the engine gives a new string (`GC_STRING`): it is not collectable.
const STRING: u32 = IS_STRING | 1 << (GC_FLAGS_SHIFT + 4);

/// Blocks of memory that are given back together.
pub(in crate::php) struct Blocks {
    last: *mut Block,
}

#[repr(C, align(8))]
struct Block {
    before: *mut Block,
}

impl Blocks {
    /// None.
    pub(in crate::php) const fn new() -> Self {
        Self {
            last: ptr::null_mut(),
        }
    }

    /// A new block of `length` bytes, which are zero.
    ///
    /// # Safety
    /// On a thread of PHP, within a request. It may bail out.
    pub(in crate::php) unsafe fn add(&mut self, length: usize) -> *mut u8 {
        let size = length.saturating_add(size_of::<Block>());
        let block: *mut Block = emalloc(layout_of(size, align_of::<Block>())).cast();
        // SAFETY: the block is as long, and new.
        unsafe {
            block.write(Block { before: self.last });
            self.last = block;
            let start = block.add(1).cast::<u8>();
            start.write_bytes(0, length);
            start
        }
    }

    /// Gives all of them back.
    ///
    /// # Safety
    /// None of them is used any more.
    pub(in crate::php) unsafe fn free(&mut self) {
        // SAFETY: the caller's contract; each block was made by `add`.
        unsafe {
            while let Some(block) = self.last.as_ref() {
                let before = block.before;
                efree(self.last.cast());
                self.last = before;
            }
        }
    }
}
