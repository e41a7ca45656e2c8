//! Socket options: `socket_get_option`, `socket_set_option` and their aliases.

use super::{refuse, socket_and};
use crate::{
    core::{
        options::{Access, Outcome, Simulated, SocketOption},
        settings::Mode,
    },
    php::{
        functions::{Answer, Call},
        log,
        state::{self, State},
        sys,
        told::Told,
    },
};

/// `socket_get_option(Socket $socket, int $level, int $option)`.
///
/// # Safety
/// The call is a live one. It may run user code and bail out.
pub(in crate::php) unsafe fn get_option(call: &Call) -> Answer {
    // SAFETY: the caller's contract.
    unsafe {
        access(
            call,
            c"Oll",
            Access::Get,
            "Unable to retrieve socket option",
        )
    }
}

/// `socket_set_option(Socket $socket, int $level, int $option, $value)`.
///
/// # Safety
/// As [`get_option`].
pub(in crate::php) unsafe fn set_option(call: &Call) -> Answer {
    // SAFETY: the caller's contract.
    unsafe { access(call, c"Ollz", Access::Set, "Unable to set socket option") }
}

/// What becomes of an access, as plain data.
enum Granted {
    /// The engine asks the kernel.
    Real,
    Simulated(Simulated),
    Refused(Told),
}

unsafe fn access(
    call: &Call,
    format: &'static std::ffi::CStr,
    access: Access,
    words: &str,
) -> Answer {
    // SAFETY: as in `get_option`; nothing in this frame has a destructor.
    unsafe {
        let socket = match socket_and(call, format) {
            Ok(socket) => socket,
            Err(answer) => return answer,
        };
        let integer = |index| sys::argument(call.frame, index).and_then(|value| value.long());
        let (Some(level), Some(number)) = (integer(1), integer(2)) else {
            return Answer::GoOn;
        };
        let option = SocketOption { level, number };
        let granted = state::with(|state| judge(state, option, access, call.name));
        log::flush();
        match (
            granted.unwrap_or_else(|| Granted::Refused(Told::internal())),
            access,
        ) {
            (Granted::Real, _) => return Answer::GoOn,
            (Granted::Refused(told), _) => return refuse(call, Some(socket), words, &told),
            (Granted::Simulated(_), Access::Set) => sys::return_true(call.result),
            (Granted::Simulated(Simulated::Number(number)), Access::Get) => {
                sys::return_long(call.result, number.into());
            }
            (Granted::Simulated(Simulated::NoLinger), Access::Get) => {
                sys::return_numbers(call.result, &[(c"l_onoff", 0), (c"l_linger", 0)]);
            }
        }
    }
    Answer::Given
}

fn judge(state: &mut State, option: SocketOption, access: Access, via: &str) -> Granted {
    let mode = state.mode();
    if mode == Mode::Passthrough {
        return Granted::Real;
    }
    let shown = match option.name() {
        Some(name) => format!("option:{name}"),
        None => format!("option:{}/{}", option.level, option.number),
    };
    match (
        state.judge(&shown, via, |gate| gate.admit_option(option, access)),
        mode,
    ) {
        (_, Mode::Audit) => Granted::Real,
        (Ok(Outcome::Simulated(value)), _) => Granted::Simulated(value),
        (Ok(Outcome::Real | Outcome::Refused), _) => Granted::Real,
        (Err(refusal), _) => Granted::Refused(Told::of(&refusal)),
    }
}
