//! The threads that are in getaddrinfo(3): the C library makes sockets there that connect nowhere. Which
//! these are is not here.

use nix::unistd::gettid;
use std::sync::atomic::{AtomicI32, Ordering};

/// The most threads at a time; one that comes then is told of as if it were not in there.
const ROOM: usize = 32;

static ASKING: [AtomicI32; ROOM] = [const { AtomicI32::new(NOBODY) }; ROOM];

const NOBODY: i32 = 0;

/// Says that this thread is in there. It has nothing to drop: a library may leave by `siglongjmp`, and is
/// in there for us until it asks again.
pub(super) fn begin() {
    let me = gettid().as_raw();
    if !is_asking(me) {
        exchange(NOBODY, me);
    }
}

/// Says that it is no longer.
pub(super) fn end() {
    exchange(gettid().as_raw(), NOBODY);
}

fn exchange(from: i32, to: i32) {
    let (set, failed) = (Ordering::Relaxed, Ordering::Relaxed);
    let is_done = |place: &AtomicI32| place.compare_exchange(from, to, set, failed).is_ok();
    ASKING.iter().any(is_done);
}

/// Whether a thread of this process is in there.
pub(super) fn is_asking(thread: i32) -> bool {
    ASKING
        .iter()
        .any(|place| place.load(Ordering::Relaxed) == thread)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_is_in_there_from_its_beginning_to_its_end() {
        let me = gettid().as_raw();
        assert!(!is_asking(me));
        begin();
        begin();
        assert!(is_asking(me) && !is_asking(me + 1));
        end();
        assert!(!is_asking(me));
    }
}
