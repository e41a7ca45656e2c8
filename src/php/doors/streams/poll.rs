//! `Io\Poll`, which keeps the descriptors of many streams and waits for them: their leases are renewed
//! where it waits. `stream_select()` is among the [functions](super::functions).

use crate::{
    core::host::clock,
    php::{
        hook::function::{Answer, Call, Disabled, Function},
        state::leases,
        sys,
    },
};
use std::{
    cell::{Cell, RefCell},
    os::fd::RawFd,
    time::Duration,
};

/// The hooked methods of streams.
pub(in crate::php) static METHODS: [Function; 1] = [Function::new(
    c"wait",
    "Io\\Poll\\Context::wait",
    wait,
    Disabled::ByTransport,
    handler,
)
.of_class(c"io\\poll\\context")];

unsafe extern "C" fn handler(frame: *mut sys::zend_execute_data, result: *mut sys::zval) {
    let [waiting] = &METHODS;
    // SAFETY: the engine calls this for the method in whose entry it stands.
    unsafe { waiting.handle(frame, result) };
}

/// How often the leases of all are renewed at most.
const RENEWED_EVERY: Duration = Duration::from_secs(1);

sys::per_thread! {
    /// The sockets that a request polls, or has polled, by number.
    static POLLED: RefCell<Vec<RawFd>> = RefCell::new(Vec::new());
    /// When they were renewed.
    static RENEWED: Cell<Duration> = Cell::new(Duration::ZERO);
}

/// Forgets the sockets of an earlier request.
pub(super) fn start_request() {
    POLLED.with_borrow_mut(Vec::clear);
}

/// Says that a socket, which the application may use, is polled from now on.
pub(super) fn note(socket: RawFd) {
    POLLED.with_borrow_mut(|polled| {
        if let Err(place) = polled.binary_search(&socket) {
            polled.insert(place, socket);
        }
    });
}

/// `Io\Poll\Context::wait(...)`.
///
/// # Safety
/// The call is a live one. It may run user code and bail out.
unsafe fn wait(call: &Call) -> Answer {
    renew();
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe { call.run() };
    renew();
    Answer::Done
}

fn renew() {
    let now = clock::now();
    if now.saturating_sub(RENEWED.get()) >= RENEWED_EVERY {
        RENEWED.set(now);
        POLLED.with_borrow(|polled| polled.iter().copied().for_each(leases::renew));
    }
}
