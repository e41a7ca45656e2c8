//! The sockets with which the engine is at a call within which code of the script may run, after the socket
//! was looked at. One of these gets no stream, by which it could be closed without that call's knowledge.

use crate::{
    core::guarded_cell::{self, GuardedCell},
    php::sys::{
        self,
        arguments::{self, class, dereferenced},
        socket::Socket,
        table,
    },
};

thread_local! {
    /// Where their objects are, once for each call, also of suspended fibers.
    static UNDER_WAY: GuardedCell<Vec<usize>> = GuardedCell::default();
}

/// Forgets the calls that a bailout kept from returning.
pub(in crate::php) fn start_request() {
    guarded_cell::with(&UNDER_WAY, Vec::clear);
}

/// Runs a call with `socket`.
pub(super) fn run(socket: Socket, call: impl FnOnce()) {
    guarded_cell::with(&UNDER_WAY, |under_way| under_way.push(socket.place()));
    call();
    guarded_cell::with(&UNDER_WAY, |under_way| {
        let ended = under_way.iter().rposition(|known| *known == socket.place());
        ended.map(|ended| under_way.swap_remove(ended))
    });
}

/// Whether a call with `socket` is under way; true where that is not known.
pub(super) fn has(socket: Socket) -> bool {
    guarded_cell::with(&UNDER_WAY, |under_way| under_way.contains(&socket.place())) != Some(false)
}

/// Whether the engine takes a value without code of the script, such as that of an error handler: a
/// scalar, or arrays of such, one in another as deep as `arrays` says.
///
/// # Safety
/// `value` is live. No engine call happens here.
pub(super) unsafe fn is_plain(value: &sys::zval, arrays: u8) -> bool {
    // SAFETY: the caller's contract.
    unsafe {
        let value = dereferenced(value);
        match arguments::array(value) {
            Some(inner) => {
                arrays > 0 && table::values(&*inner).all(|value| is_plain(value, arrays - 1))
            }
            // A socket is passed on as it is.
            None => !value.is_object() || sys::is_instance(value, class(c"socket")),
        }
    }
}
