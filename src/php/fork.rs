//! Forks of this process, by whatever makes them: `pcntl_fork`, `proc_open`, a server that makes its
//! workers.

use super::sys;
use crate::core::fork;

/// Has forks noticed from now on.
pub(super) fn notice() {
    sys::after_fork(in_the_parent, in_the_child);
}

extern "C" fn in_the_parent() {
    fork::in_the_parent();
}

extern "C" fn in_the_child() {
    fork::in_the_child();
}
