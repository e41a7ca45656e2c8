//! Functions of PHP whose handlers are ours: those that a transport cannot cover, and those that
//! warn by themselves in disabled mode. Names, parameters, Reflection and argument errors stay the
//! engine's.

use super::{
    hook::HookState,
    state::{self, State},
    sys::{self, Handler},
    text::{FunctionName, Text},
    transport::{self, Told},
};
use crate::core::settings::Mode;
use std::{
    ffi::CStr,
    ptr,
    sync::atomic::{AtomicPtr, Ordering},
};

/// A function with a handler of ours.
struct Hook {
    name: &'static CStr,
    /// What it is besides one that disabled mode closes.
    check: Check,
    /// What it returns in disabled mode, where its declared type allows no `false`.
    disabled: Disabled,
}

#[derive(Clone, Copy)]
enum Check {
    /// The transports see what it does.
    ByTransport,
    /// A pair of sockets, which reaches no network.
    SocketPair,
    /// A connection from a listener, which may be an inherited one.
    Accept,
    /// A datagram to an address that is its fourth argument.
    SendTo,
}

#[derive(Clone, Copy)]
enum Disabled {
    False,
    EmptyArray,
    /// The function is not one of App Engine's list; its transport tells the reason.
    ByTransport,
}

const HOOKS: &[Hook] = &[
    Hook {
        name: c"fsockopen",
        check: Check::ByTransport,
        disabled: Disabled::False,
    },
    Hook {
        name: c"pfsockopen",
        check: Check::ByTransport,
        disabled: Disabled::False,
    },
    Hook {
        name: c"socket_get_status",
        check: Check::ByTransport,
        disabled: Disabled::EmptyArray,
    },
    Hook {
        name: c"socket_set_blocking",
        check: Check::ByTransport,
        disabled: Disabled::False,
    },
    Hook {
        name: c"socket_set_timeout",
        check: Check::ByTransport,
        disabled: Disabled::False,
    },
    Hook {
        name: c"stream_socket_accept",
        check: Check::Accept,
        disabled: Disabled::ByTransport,
    },
    Hook {
        name: c"stream_socket_pair",
        check: Check::SocketPair,
        disabled: Disabled::False,
    },
    Hook {
        name: c"stream_socket_sendto",
        check: Check::SendTo,
        disabled: Disabled::ByTransport,
    },
];

/// The engine's handlers, in the order of [`HOOKS`]. One that was saved is kept: what later stands
/// in our place may lead back to us.
static ORIGINALS: [AtomicPtr<()>; HOOKS.len()] =
    [const { AtomicPtr::new(ptr::null_mut()) }; HOOKS.len()];

/// Puts our handler in place of every one that is not ours. The names of those that were replaced.
pub(super) fn install() -> Vec<String> {
    let replace = |(hook, original): (&Hook, &AtomicPtr<()>)| {
        let function = sys::function(hook.name)?;
        let current = sys::handler(function)?;
        if is_ours(current) {
            return None;
        }
        let _ = original.compare_exchange(
            ptr::null_mut(),
            current as *mut (),
            Ordering::AcqRel,
            Ordering::Acquire,
        );
        sys::set_handler(function, handler);
        Some(hook.name.to_string_lossy().into_owned())
    };
    HOOKS.iter().zip(&ORIGINALS).filter_map(replace).collect()
}

/// Puts the engine's handlers back where ours are still in place.
pub(super) fn uninstall() {
    for (hook, original) in HOOKS.iter().zip(&ORIGINALS) {
        let saved = to_handler(original.swap(ptr::null_mut(), Ordering::AcqRel));
        if let (Some(function), Some(saved)) = (sys::function(hook.name), saved)
            && sys::handler(function).is_some_and(is_ours)
        {
            sys::set_handler(function, saved);
        }
    }
}

/// The names of all hooked functions, and their states.
pub(super) fn states() -> impl Iterator<Item = (&'static str, HookState)> {
    let state = |hook: &Hook| match sys::function(hook.name).and_then(sys::handler) {
        None => HookState::NotPresent,
        Some(current) if is_ours(current) => HookState::Enforced,
        Some(_) => HookState::Lost,
    };
    HOOKS
        .iter()
        .map(move |hook| (hook.name.to_str().unwrap_or_default(), state(hook)))
}

fn is_ours(candidate: Handler) -> bool {
    ptr::fn_addr_eq(candidate, handler as Handler)
}

fn to_handler(saved: *mut ()) -> Option<Handler> {
    // SAFETY: what is not null was a handler when `install` saved it.
    (!saved.is_null()).then(|| unsafe { std::mem::transmute::<*mut (), Handler>(saved) })
}

/// The handler of all hooked functions. It knows them by name: a closure made of a function is a
/// copy of its entry.
unsafe extern "C" fn handler(frame: *mut sys::zend_execute_data, result: *mut sys::zval) {
    // SAFETY: the engine calls this for a function in whose entry it stands; nothing in this frame
    // has a destructor.
    unsafe {
        let name = sys::function_name(frame);
        let Some(index) = HOOKS.iter().position(|hook| hook.name.to_bytes() == name) else {
            return;
        };
        let Some(original) = to_handler(ORIGINALS[index].load(Ordering::Acquire)) else {
            return;
        };
        let hook = &HOOKS[index];
        let mode = state::with(|state| state.mode());
        let goes_on = match (mode, hook.disabled, hook.check) {
            (Some(Mode::Disabled), Disabled::False | Disabled::EmptyArray, _) => {
                disable(hook, result)
            }
            (_, _, Check::ByTransport) => Answer::GoOn,
            (_, _, Check::SocketPair) => refuse(
                result,
                transport::judge_socket_pair,
                "Failed to create sockets: [13]",
            ),
            (_, _, Check::Accept) => refuse(result, transport::judge_accept, "Accept failed"),
            (_, _, Check::SendTo) => transport::resolve_datagram(frame, result),
        };
        match goes_on {
            Answer::GoOn => original(frame, result),
            Answer::Given => {}
        }
    }
}

/// Whether the engine's own handler is to run.
pub(super) enum Answer {
    GoOn,
    /// The result is there.
    Given,
}

/// What App Engine's functions did without the sockets service.
unsafe fn disable(hook: &Hook, result: *mut sys::zval) -> Answer {
    // SAFETY: as in `handler`.
    unsafe {
        match hook.disabled {
            Disabled::EmptyArray => sys::return_empty_array(result),
            Disabled::False | Disabled::ByTransport => sys::return_false(result),
        }
        let name = hook.name.to_str().unwrap_or_default();
        sys::error(
            sys::E_WARNING,
            &Text::of(format_args!(
                "{name}() has been disabled for your application"
            )),
        );
    }
    Answer::Given
}

/// Refuses a call as `judge` says, with the engine's `words` for its failure in front of the
/// reason.
unsafe fn refuse(
    result: *mut sys::zval,
    judge: fn(&mut State, &FunctionName) -> Option<Told>,
    words: &str,
) -> Answer {
    let via = sys::active_function();
    // SAFETY: as in `handler`.
    unsafe {
        let Some(told) = transport::decide(|state| judge(state, &via)) else {
            return Answer::GoOn;
        };
        sys::return_false(result);
        sys::warn(&Text::of(format_args!("{words}: {}", told.text)));
    }
    Answer::Given
}
