//! The stack of a thread of ours: what it does not use at the moment is given back.

use std::{hint::black_box, mem::MaybeUninit, ptr};

/// The bytes of the largest page.
const LARGEST: usize = 64 * 1024;

/// Gives back the pages of this thread's stack that no call uses now. All its signals are blocked, so that
/// nothing else uses them either.
pub(super) fn release_unused() {
    let marker = 0_u8;
    let here = black_box(&raw const marker) as usize;
    let Some(bottom) = bottom() else { return };
    // SAFETY: the number of a value of the system.
    let page = usize::try_from(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }).unwrap_or(LARGEST);
    let end = here.saturating_sub(2 * page) / page * page;
    if end > bottom {
        // SAFETY: the pages are this thread's own, and below all that it uses.
        unsafe { libc::madvise(bottom as *mut _, end - bottom, libc::MADV_DONTNEED) };
    }
}

/// The lowest address of this thread's stack.
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
