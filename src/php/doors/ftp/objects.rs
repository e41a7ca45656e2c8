//! What is known of the connections of ext/ftp, by the numbers of their objects: which are in passive
//! mode, and which transfer data at this moment. It decides nothing.

use crate::php::sys;
use rustc_hash::{FxHashMap, FxHashSet};
use std::{cell::RefCell, net::IpAddr};

sys::per_thread! {
    static OBJECTS: RefCell<Option<Objects>> = RefCell::new(None);
}

/// The objects of this request.
#[derive(Default)]
struct Objects {
    passive: FxHashSet<u32>,
    /// Where their control connections go, as far as that is known.
    hosts: FxHashMap<u32, IpAddr>,
    /// Those of suspended fibers too. A bailout leaves what it ends under way for the rest of the
    /// request.
    under_way: FxHashSet<u32>,
}

/// Forgets the objects of an earlier request.
pub(in crate::php) fn start_request() {
    OBJECTS.with_borrow_mut(|objects| {
        if objects.is_some() {
            *objects = None;
        }
    });
}

fn with<R>(action: impl FnOnce(&mut Objects) -> R) -> R {
    OBJECTS.with_borrow_mut(|objects| action(objects.get_or_insert_default()))
}

/// Says that a connection was made: in active mode and idle, whatever object had its number.
pub(super) fn begin(number: u32, host: Option<IpAddr>) {
    with(|objects| {
        match host {
            Some(host) => objects.hosts.insert(number, host),
            None => objects.hosts.remove(&number),
        };
        objects.passive.remove(&number);
        objects.under_way.remove(&number);
    });
}

/// Where its control connection goes, if that is known.
pub(super) fn host(number: u32) -> Option<IpAddr> {
    with(|objects| objects.hosts.get(&number).copied())
}

/// Remembers whether a connection is in passive mode.
pub(super) fn set_passive(number: u32, is_passive: bool) {
    with(|objects| {
        if is_passive {
            objects.passive.insert(number);
        } else {
            objects.passive.remove(&number);
        }
    });
}

/// Whether it is in passive mode.
pub(super) fn is_passive(number: u32) -> bool {
    with(|objects| objects.passive.contains(&number))
}

/// Runs a transfer of a connection, within which code of the script may run.
pub(super) fn run(number: u32, transfer: impl FnOnce()) {
    with(|objects| objects.under_way.insert(number));
    transfer();
    with(|objects| objects.under_way.remove(&number));
}

/// Whether a transfer is under way.
pub(super) fn is_under_way(number: u32) -> bool {
    with(|objects| objects.under_way.contains(&number))
}
