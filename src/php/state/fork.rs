//! Forks of this process, whatever makes them: `pcntl_fork`, `proc_open`, a server that starts its
//! workers. What follows from a fork is not here.

use crate::{core::host::fork, php::sys};

/// Has forks noticed from now on.
pub(in crate::php) fn notice() {
    sys::after_fork(in_the_parent, in_the_child);
}

extern "C" fn in_the_parent() {
    fork::in_the_parent();
}

extern "C" fn in_the_child() {
    fork::in_the_child();
}
