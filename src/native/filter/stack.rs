//! The stack of a thread of ours: what it does not use at the moment is given back.

use std::{hint::black_box, mem::MaybeUninit, ptr};

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
            bottom: bottom(),
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

fn bottom() -> Option<usize> {
    let mut attributes = MaybeUninit::uninit();
    let (mut bottom, mut size) = (ptr::null_mut(), 0);
    // SAFETY: the attributes are made by the first call, where it succeeds, and destroyed by the last one.
    unsafe {
        if libc::pthread_getattr_np(libc::pthread_self(), attributes.as_mut_ptr()) != 0 {
            return None;
        }
        let told =
            libc::pthread_attr_getstack(attributes.as_ptr(), &raw mut bottom, &raw mut size) == 0;
        libc::pthread_attr_destroy(attributes.as_mut_ptr());
        told.then_some(bottom as usize)
    }
}
