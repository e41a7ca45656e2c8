//! The sockets with which the engine is at a call within which code of the script may run, after the socket
//! was looked at. One of these gets no stream, by which it could be closed without that call's knowledge.

use super::own;
use crate::{
    core::guarded_cell::GuardedCell,
    php::sys::{
        self,
        arguments::{self, class, dereferenced},
        socket::Socket,
        table,
    },
};

sys::per_thread! {
    /// Where their objects are, once for each call, also of suspended fibers.
    static UNDER_WAY: GuardedCell<Vec<usize>> = GuardedCell::new(Vec::new());
}

/// Forgets the calls that a bailout kept from returning.
pub(in crate::php) fn start_request() {
    UNDER_WAY.plainly(Vec::clear);
    sys::socket::start_request();
}

/// Runs a call with `socket`.
pub(super) fn run(socket: Socket, call: impl FnOnce()) {
    UNDER_WAY.guarded(|under_way| under_way.push(socket.place()));
    call();
    UNDER_WAY.guarded(|under_way| {
        let ended = under_way.iter().rposition(|known| *known == socket.place());
        ended.map(|ended| under_way.swap_remove(ended))
    });
}

/// Whether a call with `socket` is under way; true where that is not known.
pub(super) fn has(socket: Socket) -> bool {
    UNDER_WAY.guarded(|under_way| under_way.contains(&socket.place())) != Some(false)
}

/// Whether a call with `socket` is not to run code of the script: that could close the stream which owns the descriptor, and
/// the engine would go on with its number. Our own functions look again.
pub(super) fn may_lose_stream(socket: Socket) -> bool {
    socket.is_streams() && !own::is_ours()
}

/// What the engine does with the texts of a value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Texts {
    /// Takes them as they are, as numbers, or as names of groups and interfaces.
    Taken,
    /// Tells of those that mean nothing, which an error handler hears.
    Told,
}

/// Whether the engine takes a value without code of the script: numbers, texts that it does not tell of, sockets, streams
/// whose descriptor is at hand, and arrays of such, one in another as deep as `arrays` says.
///
/// # Safety
/// `value` is live. No engine call happens here.
pub(super) unsafe fn is_plain(value: &sys::zval, arrays: u8, texts: Texts) -> bool {
    // SAFETY: the caller's contract.
    unsafe {
        let value = dereferenced(value);
        if let Some(inner) = arguments::array(value) {
            return arrays > 0
                && table::values(&*inner).all(|value| is_plain(value, arrays - 1, texts));
        }
        if let Some(text) = value.zend_str() {
            return texts == Texts::Taken || arguments::numeric(text.as_bytes()).is_some();
        }
        if value.is_resource() {
            return sys::stream(value).is_some_and(|stream| sys::is_cast_by_engine(stream));
        }
        // A socket is passed on as it is.
        !value.is_object() || sys::is_instance(value, class(c"socket"))
    }
}
