//! Socket options: `socket_get_option`, `socket_set_option` and their aliases. Which are simulated
//! or refused is in the core.

use super::{
    argument::socket_of,
    check::{Granted, check_option},
    failure::{conclude, fail_by_system, fail_silently},
    under_way::{self, Texts},
};
use crate::{
    core::socket::options::{Access, Simulated, SocketOption},
    php::{
        hook::function::{Answer, Call},
        state::{operation, refusal},
        sys::{self, socket::Socket},
    },
};
use std::cell::Cell;

/// `socket_get_option(Socket $socket, int $level, int $option)`.
///
/// # Safety
/// The call is a live one. It may run user code and bail out.
pub(in crate::php) unsafe fn get_option(call: &Call) -> Answer {
    // SAFETY: the caller's contract.
    unsafe { access(call, Access::Get, "Unable to retrieve socket option") }
}

/// `socket_set_option(Socket $socket, int $level, int $option, $value)`.
///
/// # Safety
/// As [`get_option`].
pub(in crate::php) unsafe fn set_option(call: &Call) -> Answer {
    // SAFETY: the caller's contract.
    unsafe { access(call, Access::Set, "Unable to set socket option") }
}

sys::per_thread! {
    /// The socket whose times of keep-alive were refused last, and which of them, as bits.
    static REFUSED_TIMES: Cell<(usize, u8)> = Cell::new((0, 0));
}

/// Whether a warning tells that `option` is refused: libraries set the times of keep-alive of each
/// connection one after the other, for which one is enough.
fn is_told(socket: Socket, option: SocketOption) -> bool {
    let Some(place) = option.keep_alive_time() else {
        return true;
    };
    let (last, times) = REFUSED_TIMES.get();
    let is_told = last != socket.place() || times & 1 << place != 0;
    let times = if is_told { 0 } else { times };
    REFUSED_TIMES.set((socket.place(), times | 1 << place));
    is_told
}

unsafe fn access(call: &Call, access: Access, words: &str) -> Answer {
    // SAFETY: as in `get_option`; nothing in this frame has a destructor.
    unsafe {
        let socket = match socket_of(call) {
            Ok(socket) => socket,
            Err(answer) => return answer,
        };
        let integer = |index| sys::argument(call.frame, index).and_then(|value| value.long());
        let (Some(level), Some(number)) = (integer(1), integer(2)) else {
            return Answer::CallOriginal;
        };
        let option = SocketOption { level, number };
        let granted = match refusal::ask(|gates| check_option(gates, option, access)) {
            Ok(granted) => granted,
            Err(_) if access == Access::Set && !is_told(socket, option) => {
                return fail_silently(call, socket, &refusal::take());
            }
            Err(failed) => return conclude(call, Some(socket), words, failed),
        };
        match (granted, access) {
            (Granted::Real, _) if operation::are_in_force() && !is_value_plain(call) => {
                if under_way::may_lose_stream(socket) {
                    return fail_by_system(call, Some(socket), words, libc::EINVAL);
                }
                under_way::run(socket, || call.run());
                return Answer::Ran;
            }
            (Granted::Real, _) => return Answer::CallOriginal,
            (Granted::Simulated(_), Access::Set) => sys::return_true(call.result),
            (Granted::Simulated(Simulated::Number(number)), Access::Get) => {
                sys::return_long(call.result, number.into());
            }
            (Granted::Simulated(Simulated::NoLinger), Access::Get) => {
                sys::return_numbers(call.result, &[(c"l_onoff", 0), (c"l_linger", 0)]);
            }
        }
    }
    Answer::Done
}

/// Whether the engine takes the value of an option without code of the script: it has looked at the socket
/// before, which that could close.
unsafe fn is_value_plain(call: &Call) -> bool {
    const ARRAYS: u8 = 1;
    // SAFETY: as in `get_option`.
    unsafe {
        sys::argument(call.frame, 3)
            .is_none_or(|value| under_way::is_plain(value, ARRAYS, Texts::Taken))
    }
}
