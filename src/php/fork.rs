//! Forks of this process, by whatever makes them: `pcntl_fork`, `proc_open`, a server that makes its
//! workers.

use super::sys;
use crate::core::lease;

/// Has forks noticed from now on.
pub(super) fn notice() {
    sys::after_fork(in_the_parent, in_the_child);
}

extern "C" fn in_the_child() {
    lease::forked();
    lease::shared();
}

extern "C" fn in_the_parent() {
    lease::shared();
}
