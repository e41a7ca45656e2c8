//! Forks of this process, whatever makes them: `pcntl_fork`, `proc_open`, a server that starts its
//! workers. What follows from a fork is not here.

use super::request;
use crate::{
    core::host::{fork, origin},
    php::sys,
};

/// Has forks noticed from now on.
pub(in crate::php) fn notice() {
    sys::after_fork(in_the_parent, in_the_child);
}

extern "C" fn in_the_parent() {
    fork::in_the_parent();
}

extern "C" fn in_the_child() {
    fork::in_the_child();
    // A child that a script made has what the script made of its parent.
    if !request::runs() {
        origin::in_a_servers_child();
    }
}
