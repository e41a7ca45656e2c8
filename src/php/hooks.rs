//! The hooks of all doors: installed, removed, checked; and `dl()`, which may add more. Each door
//! declares what is hooked.

use super::{
    doors::{curl, ftp, names, sockets, streams},
    hook::{
        HookState,
        function::{Answer, Call, Function, functions},
    },
    state::{
        coverage,
        gates::{self, Gates},
        native,
        refusal::{self, refused},
    },
    sys::{self, Places, arguments, script, text::Text},
};
use crate::core::{
    escape::{Escaped, Token},
    gate::Refusal,
    reason::Reason,
    settings::{Mode, Native},
};
use std::{cell::RefCell, ptr};

functions! {
    dl = load, ByTransport;
}

/// The functions of all doors.
static DOORS: [&[Function]; 6] = [
    &FUNCTIONS,
    &streams::FUNCTIONS,
    &curl::FUNCTIONS,
    &names::FUNCTIONS,
    &ftp::FUNCTIONS,
    &sockets::FUNCTIONS,
];

fn all_functions() -> impl Iterator<Item = &'static Function> {
    DOORS.into_iter().flatten()
}

/// Has doors forget what was before, at module start.
pub(super) fn start() {
    curl::start();
}

/// Has doors forget what was an earlier request's.
pub(super) fn start_request() {
    // SAFETY: a request starts.
    unsafe { script::forget_watches() };
    streams::start_request();
    curl::start_request();
    ftp::start_request();
    sockets::start_request();
}

/// Puts our hooks in place of all that are not ours. The names of those that were replaced.
pub(super) fn install() -> Vec<String> {
    let functions = all_functions()
        .filter(|function| function.install())
        .map(|function| function.name().to_owned());
    let mut put_back = [streams::install(), ftp::install()].concat();
    put_back.extend(functions);
    put_back
}

thread_local! {
    /// Where our hooks stood when all were looked at last.
    static PLACES: RefCell<Option<Places>> = const { RefCell::new(None) };
}

/// Whether our hooks are where they were when [`put_back`] looked last: a comparison each.
#[inline]
pub(super) fn are_in_place() -> bool {
    PLACES.with_borrow(|places| {
        // SAFETY: this thread took them.
        let are_unchanged = |places: &Places| unsafe { places.are_unchanged() };
        places.as_ref().is_some_and(are_unchanged)
    })
}

/// Puts our hooks back where they are not, at the start of a request; their names. Another extension
/// may take a place then.
#[cold]
pub(super) fn put_back() -> Vec<String> {
    let put_back = install();
    // SAFETY: a request starts on a thread of PHP; what has an entry is an internal function.
    let places = unsafe { Places::take(all_functions().filter_map(Function::entry)) };
    PLACES.set(Some(places));
    put_back
}

/// Takes our hooks out where they are still in place.
pub(super) fn uninstall() {
    all_functions().for_each(Function::uninstall);
    ftp::uninstall();
    streams::uninstall();
}

/// The names of all hooks as people read them, and their states.
pub(super) fn states() -> impl Iterator<Item = (String, HookState)> {
    let transports = streams::states()
        .into_iter()
        .map(|(name, state)| (format!("{name}://"), state));
    let functions =
        all_functions().map(|function| (format!("{}()", function.name()), function.state()));
    transports.chain(ftp::states()).chain(functions)
}

/// The functions of ext/sockets and ext/ftp that no door knows: a later PHP may bring some.
pub(super) fn unknown() -> impl Iterator<Item = String> {
    [c"sockets", c"ftp"]
        .into_iter()
        .flat_map(sys::functions_of)
        .filter(|name| all_functions().all(|function| function.name() != name))
        .map(|name| format!("{name}()"))
}

/// Loads an extension, which may bring doors with it.
unsafe fn load(call: &Call) -> Answer {
    // SAFETY: as in `Function::handle`; the name is borrowed from the call.
    unsafe {
        if !arguments::parse(call.frame, c"s", ptr::null_mut()) {
            return Answer::Done;
        }
        let name = sys::argument(call.frame, 0).and_then(|value| value.zend_str());
        let name = name.map_or(&b""[..], |name| name.as_bytes());
        // A file may hold another module than its name says.
        let own_name = if gates::is_strict() && check_name(name, gates::native()).is_ok() {
            sys::module_in_file(name)
        } else {
            None
        };
        let checked = own_name
            .as_ref()
            .map_or(name, |name| name.as_str().as_bytes());
        if let Some(refusal) = refused(|gates| check_load(gates, checked)) {
            sys::return_false(call.result);
            let name = Escaped(name);
            sys::warn(&Text::of(format_args!(
                "Unable to load dynamic library '{name}' ({})",
                refusal.text
            )));
            return Answer::Done;
        }
        // A module that ends the request while it starts has brought its functions by then, and
        // shutdown functions and destructors are still to run.
        script::watch(&LOADING);
        let has_ended = sys::bails_out(|| call.run());
        script::stop_watching(&LOADING);
        install();
        native::look_again();
        if has_ended {
            sys::remove_temporary_module_at_request_end();
            sys::bail_out();
        }
        end_if_not_covered();
    }
    Answer::Done
}

/// Puts our hooks in place before code of a script runs while a module starts: its functions are there
/// by then, and whoever takes one keeps the handler that it has at that time.
static LOADING: script::Watcher = script::Watcher {
    action: || {
        install();
    },
};

/// Decides on `dl()` of `file`, as a script names it: where nothing may be that is not covered.
fn check_load(gates: &mut Gates, file: &[u8]) -> Result<(), Refusal> {
    match check_name(file, gates.native()) {
        Err(name) if gates.is_strict() => {
            let shown = format!("extension:{}", Token(name));
            refusal::enforce(gates, &shown, |_| {
                Err(Refusal::new(Reason::NotCovered, Escaped(name)))
            })
        }
        _ => Ok(()),
    }
}

/// Whether a module of this name is covered; the name without the suffix of a file, where it is not.
fn check_name(file: &[u8], native: Native) -> Result<(), &[u8]> {
    let name = file.strip_suffix(b".so").unwrap_or(file);
    if coverage::is_covered(&name.to_ascii_lowercase(), native) {
        Ok(())
    } else {
        Err(name)
    }
}

/// Ends the request, and with it the module, where a file held another module than its name says.
unsafe fn end_if_not_covered() {
    let refused = gates::with(|gates| {
        let decides = matches!(gates.mode(), Mode::Enforce | Mode::Disabled);
        coverage::verify(decides && gates.is_strict(), gates.native())
            .err()
            .map(Text::<2048>::of)
    });
    if let Some(text) = refused.flatten() {
        // SAFETY: as in `Function::handle`; the text is plain data.
        unsafe { sys::error(sys::E_ERROR, &Text::of(format_args!("aesock: {text}"))) };
    }
}
