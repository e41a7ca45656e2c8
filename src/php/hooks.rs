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
use std::{cell::RefCell, ffi::CStr, ptr};

functions! {
    dl = load, ByTransport;
}

/// The functions of all doors.
static DOORS: [&[Function]; 7] = [
    &FUNCTIONS,
    &streams::FUNCTIONS,
    &streams::METHODS,
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
    sockets::own::forget();
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

/// Brings the functions of ext/sockets, where PHP has none.
///
/// # Safety
/// PHP has started its modules, and has one thread.
pub(super) unsafe fn bring_sockets() {
    // SAFETY: the caller's contract.
    unsafe { sockets::own::bring() };
}

/// Whether the functions of ext/sockets are aesock's own.
pub(super) fn brings_sockets() -> bool {
    sockets::own::is_ours()
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

sys::per_thread! {
    /// Where our hooks stood when all were looked at last.
    static PLACES: RefCell<Option<Places>> = RefCell::new(None);
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
    let functions = all_functions()
        .filter(|function| !is_method(function.name()))
        .map(|function| (format!("{}()", function.name()), function.state()));
    // Of classes of newer versions nobody wants to know that they are not there.
    let methods = all_functions()
        .filter(|function| is_method(function.name()) && function.entry().is_some())
        .map(|function| (function.name().to_owned(), function.state()));
    transports
        .chain(ftp::states())
        .chain(functions)
        .chain(methods)
}

fn is_method(name: &str) -> bool {
    name.contains("::")
}

/// Where a later PHP may bring functions that take or make a socket, each with the beginnings of the names of
/// those that may. The lists of all that there were when somebody looked are in `php-tests/info/functions`.
const LOOKED_AT: &[(&CStr, &[&str])] = &[
    (c"sockets", &[""]),
    (c"ftp", &[""]),
    (c"curl", &[""]),
    (
        c"openssl",
        &["openssl_stream", "openssl_socket", "openssl_connect"],
    ),
    (
        c"standard",
        &[
            "dns_", "fsock", "gethost", "http_", "io_", "net_", "pfsock", "socket_", "stream_",
        ],
    ),
];

/// What needs no hook: it has no socket, or one that its transport sees.
const HARMLESS: &[&str] = &[
    "curl_file_create",
    "curl_multi_init",
    "curl_share_init",
    "gethostname",
    "http_build_query",
    "http_clear_last_response_headers",
    "http_get_last_response_headers",
    "http_response_code",
    "net_get_interfaces",
    "stream_bucket_append",
    "stream_bucket_make_writeable",
    "stream_bucket_new",
    "stream_bucket_prepend",
    "stream_clear_errors",
    "stream_context_create",
    "stream_context_get_default",
    "stream_context_get_options",
    "stream_context_get_params",
    "stream_context_set_default",
    "stream_context_set_option",
    "stream_context_set_options",
    "stream_context_set_params",
    "stream_copy_to_stream",
    "stream_filter_append",
    "stream_filter_prepend",
    "stream_filter_register",
    "stream_filter_remove",
    "stream_get_contents",
    "stream_get_filters",
    "stream_get_line",
    "stream_get_meta_data",
    "stream_get_transports",
    "stream_get_wrappers",
    "stream_is_local",
    "stream_isatty",
    "stream_last_errors",
    "stream_register_wrapper",
    "stream_resolve_include_path",
    "stream_set_blocking",
    "stream_set_chunk_size",
    "stream_set_read_buffer",
    "stream_set_timeout",
    "stream_set_write_buffer",
    "stream_socket_client",
    "stream_socket_enable_crypto",
    "stream_socket_get_crypto_status",
    "stream_socket_get_name",
    "stream_socket_recvfrom",
    "stream_socket_server",
    "stream_supports_lock",
    "stream_wrapper_register",
    "stream_wrapper_restore",
    "stream_wrapper_unregister",
];

/// The functions that may take or make a socket and that no door knows: a later PHP may bring some.
pub(super) fn unknown() -> impl Iterator<Item = String> {
    let may_have_a_socket = LOOKED_AT.iter().flat_map(|&(extension, beginnings)| {
        sys::functions_of(extension).filter(move |name| {
            beginnings
                .iter()
                .any(|beginning| name.starts_with(beginning))
        })
    });
    may_have_a_socket
        .filter(|name| all_functions().all(|function| function.name() != name))
        .filter(|name| !HARMLESS.contains(&name.as_str()))
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
        if brings_sockets() && matches!(name, b"sockets" | b"sockets.so") {
            sys::return_false(call.result);
            sys::warn(&Text::of(
                "Unable to load dynamic library 'sockets' (aesock brings ext/sockets in this PHP; set \
                 aesock.sockets=0 to load PHP's own)",
            ));
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
