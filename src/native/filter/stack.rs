//! The stack of a thread of ours: what it does not use at the moment is given back.

use crate::native::thread;
use std::hint::black_box;

/// The bytes of the largest page.
const LARGEST: usize = 64 * 1024;

/// What the call that gives pages back has below itself, at the most.
const BELOW: usize = 1024;

/// The stack of one thread.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stack {
    /// Its lowest address; none where nobody tells.
    bottom: Option<usize>,
    page: usize,
}

impl Stack {
    /// That of the calling thread, all of whose signals are blocked.
    pub(super) fn of_this_thread() -> Self {
        // SAFETY: the number of a value of the system.
        let page = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
        Self {
            bottom: thread::bottom_of_stack(),
            page: usize::try_from(page).unwrap_or(LARGEST),
        }
    }

    /// Gives back the pages that no call uses now; nothing else uses them either, without signals. It has a
    /// frame of its own, below which nothing lives but what it calls.
    #[inline(never)]
    pub(super) fn release_unused(self) {
        let marker = 0_u8;
        let here = black_box(&raw const marker) as usize;
        let end = here.saturating_sub(BELOW) / self.page * self.page;
        if let Some(bottom) = self.bottom.filter(|bottom| *bottom < end) {
            // SAFETY: the pages are this thread's own, and below all that it uses.
            unsafe { libc::madvise(bottom as *mut _, end - bottom, libc::MADV_DONTNEED) };
        }
    }
}
