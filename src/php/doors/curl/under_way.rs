//! What libcurl is at in this thread: the transfers that it may come to before any function is
//! called. Not whether their handles are under the policy.

use crate::{
    core::guarded_cell::GuardedCell,
    php::sys::{self, curl::Handle},
};
use rustc_hash::{FxBuildHasher, FxHashMap};

sys::per_thread! {
    static UNDER_WAY: GuardedCell<UnderWay> = GuardedCell::new(UnderWay {
        calls: Vec::new(),
        added: FxHashMap::with_hasher(FxBuildHasher),
        additions: 0,
    });
}

struct UnderWay {
    /// The calls of libcurl, also those of suspended fibers.
    calls: Vec<Call>,
    /// The handles that were added to a multi handle.
    added: FxHashMap<usize, Added>,
    /// How many were added by now.
    additions: u64,
}

/// That a handle was added to a multi handle.
#[derive(Clone, Copy)]
struct Added {
    /// The number of its object.
    multi: u32,
    /// Which addition it was.
    addition: u64,
}

/// What a call of libcurl is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Call {
    /// This handle.
    One(Handle),
    /// All handles that were added to the multi handle whose object has this number.
    Multi(u32),
}

/// Forgets the calls that a bailout kept from returning, and the handles of an earlier request.
pub(super) fn start_request() {
    UNDER_WAY.plainly(|under_way| {
        under_way.calls.clear();
        under_way.added.clear();
    });
}

/// Runs a call of libcurl. A bailout leaves it under way for the rest of the request.
pub(super) fn run(call: Call, action: impl FnOnce()) {
    UNDER_WAY.guarded(|under_way| under_way.calls.push(call));
    action();
    UNDER_WAY.guarded(|under_way| {
        // Fibers end in any order.
        let ended = under_way.calls.iter().rposition(|known| *known == call);
        ended.map(|ended| under_way.calls.swap_remove(ended))
    });
}

/// Says that a handle was added to a multi handle.
pub(super) fn add(handle: Handle, multi: u32) {
    UNDER_WAY.guarded(|under_way| {
        under_way.additions += 1;
        let addition = under_way.additions;
        let added = Added { multi, addition };
        under_way.added.insert(handle as usize, added);
    });
}

/// Says that a handle was removed from its multi handle, or ends.
pub(super) fn remove(handle: Handle) {
    UNDER_WAY.guarded(|under_way| under_way.added.remove(&(handle as usize)));
}

/// Runs a call that closes a multi handle, which removes its handles unless libcurl is at them. Those
/// that code of the script adds meanwhile stay: the object can still be used.
pub(super) fn close(multi: u32, action: impl FnOnce()) {
    let before = UNDER_WAY.guarded(|under_way| under_way.additions);
    action();
    UNDER_WAY.guarded(|under_way| {
        if !under_way.calls.contains(&Call::Multi(multi)) {
            let is_kept = |added: &Added| added.multi != multi || Some(added.addition) > before;
            under_way.added.retain(|_, added| is_kept(added));
        }
    });
}

/// Whether libcurl may come to `handle` before any function is called; true where that is not known.
pub(super) fn has(handle: Handle) -> bool {
    let has = UNDER_WAY.guarded(|under_way| {
        let added = under_way.added.get(&(handle as usize));
        let multi = added.map(|added| added.multi);
        under_way.calls.iter().any(|call| match *call {
            Call::One(one) => one == handle,
            Call::Multi(number) => multi == Some(number),
        })
    });
    has != Some(false)
}

/// Does something with each handle that was added to a multi handle; no engine call may happen there.
pub(super) fn each_added(mut action: impl FnMut(Handle)) {
    UNDER_WAY.guarded(|under_way| {
        for handle in under_way.added.keys() {
            action(*handle as Handle);
        }
    });
}
