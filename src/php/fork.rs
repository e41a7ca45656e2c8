//! Forks of this process, by whatever makes them: `pcntl_fork`, `proc_open`, a server that makes its
//! workers.

use super::sys;
use crate::core::lease;
use std::sync::atomic::{AtomicU32, Ordering};

static COUNT: AtomicU32 = AtomicU32::new(0);

/// Has forks noticed from now on.
pub(super) fn notice() {
    sys::after_fork(count_one, in_the_child);
}

/// How many forks this process took part in, as parent or as child. Its sockets from before the
/// last one may be another process's too.
#[inline]
pub(super) fn count() -> u32 {
    COUNT.load(Ordering::Relaxed)
}

extern "C" fn count_one() {
    COUNT.fetch_add(1, Ordering::Relaxed);
}

extern "C" fn in_the_child() {
    count_one();
    lease::forked();
}
