//! Functions of PHP whose handlers are ours: those that a transport cannot cover, and those that
//! warn by themselves in disabled mode. Names, parameters, Reflection and argument errors stay the
//! engine's. What a call may do is its door's matter.

use super::{
    coverage, curl, ftp,
    hook::HookState,
    select,
    sockets::{self, Uses},
    state::{self, State},
    sys::{self, FunctionPlace, Handler, arguments},
    text::Text,
    told::{self, Told, decide},
    transport,
};
use crate::core::{
    escape::{Escaped, Token},
    gate::Refusal,
    reason::Reason,
    settings::Mode,
};
use std::{
    ffi::CStr,
    ptr,
    sync::atomic::{AtomicPtr, Ordering},
};

/// A function with a handler of ours.
struct Hook {
    name: &'static CStr,
    /// The same for Rust.
    text: &'static str,
    /// Decides on a call; see [`Answer`].
    check: unsafe fn(&Call) -> Answer,
    disabled: Disabled,
    /// How it uses the socket that is its first argument.
    uses: Option<Uses>,
    handler: Handler,
    place: FunctionPlace,
}

impl Hook {
    /// The function's entry in the engine's table.
    fn function(&self) -> Option<*mut sys::zend_function> {
        self.place.function(self.name)
    }
}

/// What a function does in disabled mode: it warns, and returns what its declared type allows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Disabled {
    False,
    Null,
    Zero,
    /// As `ftp_size()` fails.
    MinusOne,
    EmptyString,
    EmptyArray,
    /// The first argument, as `gethostbyname()` does for a name without an address.
    Argument,
    /// The function is not one of App Engine's list; its transport tells the reason.
    ByTransport,
}

/// The table of hooked functions: name, check, disabled mode.
macro_rules! hooks {
    ($($name:ident = $check:path, $disabled:ident $(, $uses:expr)?;)*) => {
        /// The places of the functions in [`HOOKS`].
        #[expect(non_camel_case_types, reason = "the names are PHP's")]
        enum Place { $($name,)* }

        static HOOKS: [Hook; [$(stringify!($name)),*].len()] = [$(Hook {
            name: match CStr::from_bytes_with_nul(concat!(stringify!($name), "\0").as_bytes()) {
                Ok(name) => name,
                Err(_) => panic!("an identifier holds no NUL"),
            },
            text: stringify!($name),
            check: $check,
            disabled: Disabled::$disabled,
            uses: hooks!(@uses $($uses)?),
            handler: handler::<{ Place::$name as usize }>,
            place: FunctionPlace::new(),
        },)*];

        /// The engine's handlers, in the order of [`HOOKS`]. One that was saved is kept: what later
        /// stands in our place may lead back to us.
        static ORIGINALS: [AtomicPtr<()>; [$(stringify!($name)),*].len()] =
            [const { AtomicPtr::new(ptr::null_mut()) }; [$(stringify!($name)),*].len()];
    };
    (@uses) => { None };
    (@uses $uses:expr) => { Some($uses) };
}

hooks! {
    dl = load, ByTransport;

    fsockopen = unchecked, False;
    pfsockopen = unchecked, False;
    socket_get_status = unchecked, EmptyArray;
    socket_set_blocking = unchecked, False;
    socket_set_timeout = unchecked, False;
    stream_select = select::streams, ByTransport;
    stream_socket_accept = accept, ByTransport;
    stream_socket_pair = socket_pair, False;
    stream_socket_shutdown = transport::shutdown, ByTransport;
    stream_socket_sendto = transport::resolve_datagram, ByTransport;

    curl_close = unchecked, Null;
    curl_copy_handle = curl::copy, False;
    curl_errno = unchecked, Zero;
    curl_error = curl::error, EmptyString;
    curl_escape = unchecked, False;
    curl_exec = curl::exec, False;
    curl_getinfo = unchecked, False;
    curl_init = curl::make, False;
    curl_multi_add_handle = curl::add_handle, Zero;
    curl_multi_close = curl::go_on, Null;
    curl_multi_errno = unchecked, Zero;
    curl_multi_exec = curl::go_on, Zero;
    curl_multi_getcontent = unchecked, Null;
    curl_multi_info_read = unchecked, False;
    curl_multi_remove_handle = curl::go_on, Zero;
    curl_multi_select = unchecked, Zero;
    curl_multi_setopt = curl::set_multi_option, False;
    curl_multi_strerror = unchecked, Null;
    curl_pause = curl::go_on, Zero;
    curl_reset = curl::reset, Null;
    curl_setopt = curl::set_option, False;
    curl_setopt_array = curl::set_options, False;
    curl_share_close = unchecked, Null;
    curl_share_errno = unchecked, Zero;
    curl_share_setopt = unchecked, False;
    curl_share_strerror = unchecked, Null;
    curl_strerror = unchecked, Null;
    curl_unescape = unchecked, False;
    curl_upkeep = curl::go_on, False;
    curl_version = unchecked, False;

    checkdnsrr = unchecked, False;
    dns_check_record = unchecked, False;
    dns_get_mx = unchecked, False;
    dns_get_record = unchecked, False;
    gethostbyaddr = unchecked, False;
    gethostbyname = unchecked, Argument;
    gethostbynamel = unchecked, False;
    getmxrr = unchecked, False;
    getprotobyname = unchecked, False;
    getprotobynumber = unchecked, False;
    getservbyname = unchecked, False;
    getservbyport = unchecked, False;

    ftp_alloc = unchecked, False;
    ftp_append = ftp::transfer, False;
    ftp_cdup = unchecked, False;
    ftp_chdir = unchecked, False;
    ftp_chmod = unchecked, False;
    ftp_close = unchecked, False;
    ftp_connect = ftp::connect, False;
    ftp_delete = unchecked, False;
    ftp_exec = unchecked, False;
    ftp_fget = ftp::transfer, False;
    ftp_fput = ftp::transfer, False;
    ftp_get = ftp::transfer, False;
    ftp_get_option = unchecked, False;
    ftp_login = unchecked, False;
    ftp_mdtm = unchecked, MinusOne;
    ftp_mkdir = unchecked, False;
    ftp_mlsd = ftp::transfer, False;
    ftp_nb_continue = unchecked, Zero;
    ftp_nb_fget = ftp::transfer, Zero;
    ftp_nb_fput = ftp::transfer, Zero;
    ftp_nb_get = ftp::transfer, False;
    ftp_nb_put = ftp::transfer, False;
    ftp_nlist = ftp::transfer, False;
    ftp_pasv = ftp::passive, False;
    ftp_put = ftp::transfer, False;
    ftp_pwd = unchecked, False;
    ftp_quit = unchecked, False;
    ftp_raw = unchecked, Null;
    ftp_rawlist = ftp::transfer, False;
    ftp_rename = unchecked, False;
    ftp_rmdir = unchecked, False;
    ftp_set_option = ftp::set_option, False;
    ftp_site = unchecked, False;
    ftp_size = unchecked, MinusOne;
    ftp_ssl_connect = ftp::connect, False;
    ftp_systype = unchecked, False;

    socket_accept = sockets::accept, False, Uses::asks("unable to accept incoming connection");
    socket_addrinfo_bind = sockets::addrinfo_bind, False;
    socket_addrinfo_connect = sockets::addrinfo_connect, False;
    socket_addrinfo_explain = unchecked, EmptyArray;
    socket_addrinfo_lookup = unchecked, False;
    socket_atmark = unchecked, False, Uses::asks("Unable to apply sockmark");
    socket_bind = sockets::bind, False, Uses::asks("Unable to bind address");
    socket_clear_error = unchecked, Null;
    socket_close = sockets::close, Null;
    socket_cmsg_space = unchecked, Null;
    socket_connect = sockets::connect, False, Uses::changes("unable to connect");
    socket_create = sockets::create, False;
    socket_create_listen = sockets::create_listen, False;
    socket_create_pair = sockets::create_pair, False;
    socket_export_stream = unchecked, False, Uses::asks("Unable to export socket");
    socket_get_option = sockets::get_option, False, Uses::asks("Unable to retrieve socket option");
    socket_getopt = sockets::get_option, False, Uses::asks("Unable to retrieve socket option");
    socket_getpeername = unchecked, False, Uses::asks("unable to retrieve peer name");
    socket_getsockname = unchecked, False, Uses::asks("unable to retrieve socket name");
    socket_import_stream = sockets::import_stream, False;
    socket_last_error = unchecked, Zero;
    socket_listen = sockets::listen, False, Uses::asks("unable to listen on socket");
    socket_read = unchecked, False, Uses::reads("unable to read from socket");
    socket_recv = unchecked, False, Uses::receives(3, "Unable to read from socket");
    socket_recvfrom = unchecked, False, Uses::receives(3, "Unable to recvfrom");
    socket_recvmsg = sockets::receive_message, False, Uses::receives(2, "Error in recvmsg");
    socket_select = select::sockets, False;
    socket_send = unchecked, False, Uses::sends("Unable to write to socket");
    socket_sendmsg = sockets::send_message, False, Uses::sends("Error in sendmsg");
    socket_sendto = sockets::send_to, False, Uses::sends("Unable to write to socket");
    socket_set_block = unchecked, False, Uses::changes("unable to set blocking mode");
    socket_set_nonblock = unchecked, False, Uses::changes("unable to set nonblocking mode");
    socket_set_option = sockets::set_option, False, Uses::asks("Unable to set socket option");
    socket_setopt = sockets::set_option, False, Uses::asks("Unable to set socket option");
    socket_shutdown = unchecked, False, Uses::changes("Unable to shutdown socket");
    socket_strerror = unchecked, EmptyString;
    socket_write = unchecked, False, Uses::sends("unable to write to socket");
}

/// A call of a hooked function.
pub(super) struct Call {
    pub(super) frame: *mut sys::zend_execute_data,
    /// The place for the result.
    pub(super) result: *mut sys::zval,
    /// The function's name.
    pub(super) name: &'static str,
    original: Handler,
}

impl Call {
    /// Runs the engine's own handler.
    ///
    /// # Safety
    /// It has not run yet. It may run user code and bail out.
    pub(super) unsafe fn run(&self) {
        // SAFETY: the caller's contract; the handler is the one of the function.
        unsafe { (self.original)(self.frame, self.result) };
    }
}

/// Whether the engine's own handler is to run.
pub(super) enum Answer {
    GoOn,
    /// The result is there.
    Given,
}

/// The handler of the function at `PLACE` of [`HOOKS`], in the function's entry and in the copies
/// of it that closures are.
unsafe extern "C" fn handler<const PLACE: usize>(
    frame: *mut sys::zend_execute_data,
    result: *mut sys::zval,
) {
    let hook = &HOOKS[PLACE];
    let Some(original) = to_handler(ORIGINALS[PLACE].load(Ordering::Acquire)) else {
        return;
    };
    let call = Call {
        frame,
        result,
        name: hook.text,
        original,
    };
    let disabled = hook.disabled != Disabled::ByTransport && state::mode() == Mode::Disabled;
    // SAFETY: the engine calls this for a function in whose entry it stands; nothing in this frame
    // has a destructor.
    unsafe {
        if disabled {
            disable(hook.disabled, &call);
            return;
        }
        let using = match hook.uses.as_ref().map(|uses| uses.begin(&call)) {
            None | Some(Ok(None)) => None,
            Some(Ok(using)) => using,
            Some(Err(_)) => return,
        };
        match (hook.check)(&call) {
            Answer::GoOn => call.run(),
            Answer::Given => {}
        }
        if let (Some(using), Some(uses)) = (using, &hook.uses) {
            using.finish(uses.outcome(&call));
        }
    }
}

/// Nothing is to be decided: the transports see what the function does, or it reaches nobody new.
unsafe fn unchecked(_: &Call) -> Answer {
    Answer::GoOn
}

/// Loads an extension, which may bring doors with it.
unsafe fn load(call: &Call) -> Answer {
    // SAFETY: as in `handler`; the name is borrowed from the call.
    unsafe {
        if !arguments::parse(call.frame, c"s", ptr::null_mut()) {
            return Answer::Given;
        }
        let name = sys::argument(call.frame, 0).and_then(|value| value.zend_str());
        let name = name.map_or(&b""[..], |name| name.as_bytes());
        if let Some(told) = decide(|state| judge_load(state, name)) {
            sys::return_false(call.result);
            let name = Escaped(name);
            sys::warn(&Text::of(format_args!(
                "Unable to load dynamic library '{name}' ({})",
                told.text
            )));
            return Answer::Given;
        }
        // A module that ends the request while it starts has brought its functions by then, and
        // shutdown functions and destructors are still to run.
        let has_ended = sys::bails_out(|| call.run());
        transport::install();
        ftp::install();
        install();
        if has_ended {
            sys::remove_temporary_module_at_request_end();
            sys::bail_out();
        }
        end_if_not_covered();
    }
    Answer::Given
}

/// Decides on `dl()` of `file`, as a script names it: where nothing may be that is not covered.
fn judge_load(state: &mut State, file: &[u8]) -> Option<Told> {
    let name = file.strip_suffix(b".so").unwrap_or(file);
    if !state.is_strict() || coverage::is_covered(&name.to_ascii_lowercase()) {
        return None;
    }
    let shown = format!("extension:{}", Token(name));
    told::judge(state, &shown, |_| {
        Err(Refusal::new(Reason::NotCovered, Escaped(name)))
    })
}

/// Ends the request, and with it the module, where a file held another module than its name says.
unsafe fn end_if_not_covered() {
    let refused = state::with(|state| {
        let decides = matches!(state.mode(), Mode::Enforce | Mode::Disabled);
        coverage::admit(decides && state.is_strict())
            .err()
            .map(Text::<2048>::of)
    });
    if let Some(text) = refused.flatten() {
        // SAFETY: as in `handler`; the text is plain data.
        unsafe { sys::error(sys::E_ERROR, &Text::of(format_args!("aesock: {text}"))) };
    }
}

/// A connection from a listener, which may be an inherited one.
unsafe fn accept(call: &Call) -> Answer {
    // SAFETY: as in `handler`.
    unsafe { refuse(call, transport::judge_accept, "Accept failed") }
}

/// A pair of sockets, which reaches no network.
unsafe fn socket_pair(call: &Call) -> Answer {
    let words = "Failed to create sockets: [13]";
    // SAFETY: as in `handler`.
    unsafe { refuse(call, transport::judge_socket_pair, words) }
}

/// What App Engine's functions did without the sockets service.
unsafe fn disable(disabled: Disabled, call: &Call) {
    // SAFETY: as in `handler`.
    unsafe {
        match disabled {
            Disabled::False | Disabled::ByTransport => sys::return_false(call.result),
            Disabled::Null => sys::return_null(call.result),
            Disabled::Zero => sys::return_long(call.result, 0),
            Disabled::MinusOne => sys::return_long(call.result, -1),
            Disabled::EmptyString => sys::return_empty_string(call.result),
            Disabled::EmptyArray => sys::return_empty_array(call.result),
            Disabled::Argument if !arguments::parse(call.frame, c"s", ptr::null_mut()) => return,
            Disabled::Argument => arguments::return_argument(call.frame, call.result),
        }
        let name = call.name;
        sys::error(
            sys::E_WARNING,
            &Text::of(format_args!(
                "{name}() has been disabled for your application"
            )),
        );
    }
}

/// Refuses a call as `judge` says, with the engine's `words` for its failure in front of the
/// reason.
unsafe fn refuse(call: &Call, judge: fn(&mut State) -> Option<Told>, words: &str) -> Answer {
    // SAFETY: as in `handler`.
    unsafe {
        let Some(told) = decide(judge) else {
            return Answer::GoOn;
        };
        sys::return_false(call.result);
        sys::warn(&Text::of(format_args!("{words}: {}", told.text)));
    }
    Answer::Given
}

/// Puts our handlers in place of all that are not ours. The names of those that were replaced.
pub(super) fn install() -> Vec<String> {
    let replace = |(hook, original): (&Hook, &AtomicPtr<()>)| {
        let current = hook
            .function()
            .and_then(|function| sys::handler(function).map(|current| (function, current)));
        let Some((function, current)) = current else {
            // An extension that came by `dl()` went with its request.
            original.store(ptr::null_mut(), Ordering::Release);
            return None;
        };
        if is_ours(hook, current) {
            return None;
        }
        let _ = original.compare_exchange(
            ptr::null_mut(),
            current as *mut (),
            Ordering::AcqRel,
            Ordering::Acquire,
        );
        sys::set_handler(function, hook.handler);
        Some(hook.text.to_owned())
    };
    HOOKS.iter().zip(&ORIGINALS).filter_map(replace).collect()
}

/// Puts the engine's handlers back where ours are still in place.
pub(super) fn uninstall() {
    for (hook, original) in HOOKS.iter().zip(&ORIGINALS) {
        let saved = to_handler(original.swap(ptr::null_mut(), Ordering::AcqRel));
        if let (Some(function), Some(saved)) = (hook.function(), saved)
            && sys::handler(function).is_some_and(|current| is_ours(hook, current))
        {
            sys::set_handler(function, saved);
        }
    }
}

/// The functions of ext/sockets and ext/ftp that are not in the table: a later PHP may bring some.
pub(super) fn unknown() -> impl Iterator<Item = String> {
    [c"sockets", c"ftp"]
        .into_iter()
        .flat_map(sys::functions_of)
        .filter(|name| HOOKS.iter().all(|hook| hook.text != name))
        .map(|name| format!("{name}()"))
}

/// The names of all hooked functions, and their states.
pub(super) fn states() -> impl Iterator<Item = (&'static str, HookState)> {
    let state = |hook: &Hook| match hook.function().and_then(sys::handler) {
        None => HookState::NotPresent,
        Some(current) if is_ours(hook, current) => HookState::Enforced,
        Some(_) => HookState::Lost,
    };
    HOOKS.iter().map(move |hook| (hook.text, state(hook)))
}

fn is_ours(hook: &Hook, candidate: Handler) -> bool {
    ptr::fn_addr_eq(candidate, hook.handler)
}

fn to_handler(saved: *mut ()) -> Option<Handler> {
    // SAFETY: what is not null was a handler when `install` saved it.
    (!saved.is_null()).then(|| unsafe { std::mem::transmute::<*mut (), Handler>(saved) })
}
