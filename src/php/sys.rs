//! The engine, as far as aesock needs it: every raw item, imported by name, and the few calls
//! around them that the doors share. No policy.
//!
//! # Bailouts
//! Nearly every engine call may leave by `longjmp`: a user error handler, the memory limit, a time
//! limit. So callers hold nothing that has a destructor while they are in one; what they carry over
//! is plain data, such as [`Text`].

use super::text::{FunctionName, Text};
use crate::core::{connect::wait_for, target::Transport};
use ext_php_rs::zend;
use nix::{errno::Errno, poll::PollFlags};
use socket2::{SockAddr, SockRef};
use std::{
    ffi::{CStr, c_char, c_int},
    mem::ManuallyDrop,
    net::SocketAddr,
    num::NonZeroI64,
    os::fd::{BorrowedFd, RawFd},
    panic::AssertUnwindSafe,
    ptr,
    sync::{
        Once,
        atomic::{AtomicPtr, AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

pub(super) mod arguments;
pub(super) mod curl;
pub(super) mod persistent;
#[cfg_attr(not(php_sockets), path = "sys/no_socket.rs")]
pub(super) mod socket;
pub(super) mod table;

/// What bindgen read in the headers and ext-php-rs does not have.
#[expect(
    dead_code,
    nonstandard_style,
    clippy::allow_attributes,
    clippy::allow_attributes_without_reason,
    clippy::undocumented_unsafe_blocks,
    clippy::all,
    reason = "generated"
)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/php.rs"));
}

pub(super) use ext_php_rs::ffi::{
    E_CORE_ERROR, E_ERROR, E_NOTICE, E_WARNING, ext_php_rs_process_globals, php_stream,
    php_stream_context, php_stream_ops, php_stream_statbuf, php_stream_wrapper,
    php_stream_wrapper_ops, zend_execute_data, zend_function, zend_ini_entry, zend_string, zval,
};
use ext_php_rs::ffi::{
    HashTable, PHP_INI_USER, ZEND_INTERNAL_FUNCTION, ext_php_rs_compiler_globals,
    ext_php_rs_executor_globals, ext_php_rs_sapi_globals, ext_php_rs_sapi_module,
    zend_call_known_function, zend_class_entry, zend_hash_str_find, zend_module_entry,
    zval_ptr_dtor,
};
pub(super) use generated::{
    _php_stream_xport_param_STREAM_XPORT_OP_ACCEPT as OP_ACCEPT,
    _php_stream_xport_param_STREAM_XPORT_OP_BIND as OP_BIND,
    _php_stream_xport_param_STREAM_XPORT_OP_CONNECT as OP_CONNECT,
    _php_stream_xport_param_STREAM_XPORT_OP_CONNECT_ASYNC as OP_CONNECT_ASYNC,
    _php_stream_xport_param_STREAM_XPORT_OP_RECV as OP_RECV,
    _php_stream_xport_param_STREAM_XPORT_OP_SEND as OP_SEND, PHP_STREAM_AS_FD_FOR_SELECT,
    PHP_STREAM_OPTION_CHECK_LIVENESS, PHP_STREAM_OPTION_CRYPTO_API, PHP_STREAM_OPTION_RETURN_ERR,
    PHP_STREAM_OPTION_RETURN_NOTIMPL, PHP_STREAM_OPTION_RETURN_OK, PHP_STREAM_OPTION_XPORT_API,
    display_ini_entries, php_netstream_data_t, php_stream_xport_crypto_param,
    php_stream_xport_get_hash, php_stream_xport_param, php_stream_xport_register, timeval,
    zend_post_startup_cb, zend_unregister_ini_entries,
};
use generated::{
    AESOCK_ZEND_EXTENSION_NAME, add_assoc_long_ex, cfg_get_string, get_active_class_name,
    get_active_function_name, module_registry, php_error_docref, php_file_le_pstream,
    php_file_le_stream, php_log_err_with_severity, php_socket_error_str,
    php_stream_context_get_option, php_stream_get_url_stream_wrappers_hash_global,
    php_stream_wrapper_log_error, php_stream_xport_crypt_method_t, php_stream_xport_crypto_enable,
    php_stream_xport_crypto_setup, sockaddr, zend_empty_array, zend_empty_string, zend_error,
    zend_extensions as zend_extension_list, zend_ini_string_ex, zend_parse_arg_str_or_long_slow,
    zend_parse_arg_str_slow, zend_parse_parameters, zend_strpprintf, zend_wrong_parameter_error,
    zval_get_long_func,
};

/// `SUCCESS` and `FAILURE` of the engine (`zend_result`).
pub(super) const SUCCESS: c_int = 0;
pub(super) const FAILURE: c_int = -1;

/// `STREAM_PEEK` of a receive: in an enumeration without a name, which bindgen leaves out.
pub(super) const STREAM_PEEK: c_int = 2;

/// Stages of a change of a setting (`ZEND_INI_STAGE_*`) and kinds of modules (`MODULE_*`): macros
/// that bindgen does not resolve.
pub(super) const INI_STAGE_STARTUP: c_int = 1;
pub(super) const INI_STAGE_SHUTDOWN: c_int = 2;
pub(super) const INI_STAGE_DEACTIVATE: c_int = 8;
pub(super) const MODULE_TEMPORARY: c_int = 2;

/// The engine's handler of an internal function.
pub(super) type Handler = unsafe extern "C" fn(*mut zend_execute_data, *mut zval);

/// A method of TLS (`STREAM_CRYPTO_METHOD_*`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CryptoMethod(php_stream_xport_crypt_method_t);

impl CryptoMethod {
    pub(super) const TLS_ANY_CLIENT: Self =
        Self(generated::php_stream_xport_crypt_method_t_STREAM_CRYPTO_METHOD_TLS_ANY_CLIENT);
    pub(super) const SSL3_CLIENT: Self =
        Self(generated::php_stream_xport_crypt_method_t_STREAM_CRYPTO_METHOD_SSLv3_CLIENT);
    pub(super) const TLS1_0_CLIENT: Self =
        Self(generated::php_stream_xport_crypt_method_t_STREAM_CRYPTO_METHOD_TLSv1_0_CLIENT);
    pub(super) const TLS1_1_CLIENT: Self =
        Self(generated::php_stream_xport_crypt_method_t_STREAM_CRYPTO_METHOD_TLSv1_1_CLIENT);
    pub(super) const TLS1_2_CLIENT: Self =
        Self(generated::php_stream_xport_crypt_method_t_STREAM_CRYPTO_METHOD_TLSv1_2_CLIENT);
    pub(super) const TLS1_3_CLIENT: Self =
        Self(generated::php_stream_xport_crypt_method_t_STREAM_CRYPTO_METHOD_TLSv1_3_CLIENT);
    /// `STREAM_CRYPTO_IS_CLIENT`
    const IS_CLIENT: php_stream_xport_crypt_method_t = 1;
}

/// `php_error_docref(NULL, E_WARNING, "%s", ...)`: a warning of the function that the script
/// called.
///
/// # Safety
/// On a thread of PHP, within a request. It may bail out and run user code.
pub(super) unsafe fn warn(text: &Text) {
    // SAFETY: the caller's contract.
    unsafe { tell(E_WARNING, text) };
}

/// The same as a notice.
///
/// # Safety
/// As [`warn`].
pub(super) unsafe fn notice(text: &Text) {
    // SAFETY: the caller's contract.
    unsafe { tell(E_NOTICE, text) };
}

unsafe fn tell(kind: u32, text: &Text) {
    // SAFETY: the format takes one C string, which `text` is; the rest is the caller's contract.
    unsafe { php_error_docref(ptr::null(), kind as c_int, c"%s".as_ptr(), text.as_ptr()) };
}

/// `zend_error(kind, "%s", ...)`: an error of no function. A core error at start-up does not
/// return.
///
/// # Safety
/// On a thread of PHP. It may bail out and run user code.
pub(super) unsafe fn error(kind: u32, text: &Text) {
    // SAFETY: as in `warn`.
    unsafe { zend_error(kind as c_int, c"%s".as_ptr(), text.as_ptr()) };
}

/// Whether `action` ends by a bailout. The caller does what cannot wait then, and goes on with
/// [`bail_out`].
///
/// # Safety
/// On a thread of PHP; nothing between this call and the engine's in `action` has a destructor.
pub(super) unsafe fn bails_out(action: impl FnOnce()) -> bool {
    let ended = zend::try_catch(AssertUnwindSafe(action));
    matches!(ended, Err(zend::CatchError::Bailout))
}

/// Goes on with a bailout that [`bails_out`] stopped.
///
/// # Safety
/// As of every call that may bail out: no frame up to the engine's has a destructor.
pub(super) unsafe fn bail_out() -> ! {
    // SAFETY: the caller's contract.
    unsafe { zend::bailout() }
}

/// A new string of the engine with `text`.
///
/// # Safety
/// On a thread of PHP, within a request. It may bail out.
pub(super) unsafe fn string(text: &Text) -> *mut zend_string {
    // SAFETY: as in `warn`; 0 is "no limit".
    unsafe { zend_strpprintf(0, c"%s".as_ptr(), text.as_ptr()) }
}

/// A new string of the engine: `format`, in which `%s` stands for the C string `argument`.
///
/// # Safety
/// As [`string`]; `argument` ends with a NUL.
pub(super) unsafe fn format(format: &'static CStr, argument: *const c_char) -> *mut zend_string {
    // SAFETY: the callers' formats hold one `%s`; the rest is the caller's contract.
    unsafe { zend_strpprintf(0, format.as_ptr(), argument) }
}

/// The engine's words for an error number.
///
/// # Safety
/// As [`string`].
pub(super) unsafe fn error_string(errno: c_int) -> *mut zend_string {
    // SAFETY: the caller's contract.
    unsafe { php_socket_error_str(errno.into()) }
}

/// Writes a line to the log that PHP is set to write to: `error_log`, or else the server's own.
///
/// # Safety
/// On a thread of PHP. It may bail out.
pub(super) unsafe fn log(line: &Text) {
    // SAFETY: the caller's contract; the line is a C string.
    unsafe { php_log_err_with_severity(line.as_ptr(), libc::LOG_NOTICE) };
}

/// The value of a setting, empty where it has none.
///
/// # Safety
/// On a thread of PHP. The text is valid until the setting changes.
pub(super) unsafe fn ini<'a>(name: &CStr) -> &'a [u8] {
    const CURRENT: c_int = 0;
    // SAFETY: the length is that of the name without its NUL; `exists` may be null.
    let value =
        unsafe { zend_ini_string_ex(name.as_ptr(), name.count_bytes(), CURRENT, ptr::null_mut()) };
    if value.is_null() {
        return b"";
    }
    // SAFETY: the engine's values are C strings.
    unsafe { CStr::from_ptr(value) }.to_bytes()
}

/// The value of a setting that is not the script's, nor of a file in the script's reach: the one
/// that the administrator forced, or the one from before it was changed. Null where there is none.
pub(super) fn administrators_setting(name: &CStr) -> *mut c_char {
    // SAFETY: the globals of this thread live as long as it; the table holds pointers to entries.
    unsafe {
        let table = (*ext_php_rs_executor_globals()).ini_directives;
        let Some(found) = zend_hash_str_find(table, name.as_ptr(), name.count_bytes()).as_ref()
        else {
            return ptr::null_mut();
        };
        let entry = found.value.ptr.cast::<zend_ini_entry>();
        let forced = u32::from((*entry).modifiable) & PHP_INI_USER == 0;
        let value = if (*entry).modified != 0 && !forced {
            (*entry).orig_value
        } else {
            (*entry).value
        };
        if value.is_null() {
            ptr::null_mut()
        } else {
            (*value).val.as_mut_ptr()
        }
    }
}

/// Has functions called after each fork(2) of this process: in the parent, and in the child's only
/// thread.
pub(super) fn after_fork(in_the_parent: extern "C" fn(), in_the_child: extern "C" fn()) {
    static ONCE: Once = Once::new();
    // SAFETY: the functions stay: this library is never unmapped.
    ONCE.call_once(|| unsafe {
        libc::pthread_atfork(None, Some(in_the_parent), Some(in_the_child));
    });
}

/// The name of PHP's server interface: `cli`, `cli-server`, `fpm-fcgi`, `apache2handler`, ...
pub(super) fn sapi_name() -> &'static [u8] {
    // SAFETY: the module and its name live as long as the process.
    unsafe { CStr::from_ptr((*ext_php_rs_sapi_module()).name) }.to_bytes()
}

/// Whether a request of the server interface is being served: FastCGI's parameters are in force
/// then.
pub(super) fn serves_a_request() -> bool {
    // SAFETY: the globals of this thread live as long as it.
    unsafe { !(*ext_php_rs_sapi_globals()).server_context.is_null() }
}

/// What of the function that runs is shown as `via` in the log: `fsockopen`,
/// `SoapClient::__doRequest`, or `include`, the only way in which code of the script itself
/// connects.
pub(super) fn active_function() -> FunctionName {
    // SAFETY: the globals of this thread live as long as it; a frame of the engine has a function.
    let frame = unsafe { (*ext_php_rs_executor_globals()).current_execute_data };
    if frame.is_null() {
        return FunctionName::of("engine");
    }
    // SAFETY: as above; the type is the first member of every kind of function.
    let is_internal = unsafe { (*frame).func.as_ref() }
        .is_some_and(|function| u32::from(unsafe { function.type_ }) == ZEND_INTERNAL_FUNCTION);
    if !is_internal {
        return FunctionName::of("include");
    }
    let mut space = ptr::null();
    // SAFETY: there is an active function; both names are C strings of the engine.
    let (class, function) = unsafe {
        let class = CStr::from_ptr(get_active_class_name(&raw mut space));
        (
            class.to_string_lossy(),
            CStr::from_ptr(get_active_function_name()).to_string_lossy(),
        )
    };
    let separator = if class.is_empty() { "" } else { "::" };
    FunctionName::of(format_args!("{class}{separator}{function}"))
}

/// An option of the stream's context.
///
/// # Safety
/// `stream` is a live stream. The value is borrowed from the context.
pub(super) unsafe fn context_option<'a>(
    stream: *const php_stream,
    wrapper: &CStr,
    name: &CStr,
) -> Option<&'a mut zval> {
    // SAFETY: a stream's context resource is null or holds a context, or null after the context was
    // freed.
    unsafe {
        let context = (*stream).ctx.as_ref()?.ptr.cast::<php_stream_context>();
        if context.is_null() {
            return None;
        }
        php_stream_context_get_option(context, wrapper.as_ptr(), name.as_ptr()).as_mut()
    }
}

/// Whether an option of the stream's `socket` context is set and true.
///
/// # Safety
/// As [`context_option`].
pub(super) unsafe fn socket_flag(stream: *const php_stream, name: &CStr) -> bool {
    // SAFETY: the caller's contract.
    let value = unsafe { context_option(stream, c"socket", name) };
    value.is_some_and(|value| value.coerce_to_bool())
}

/// `crypto_method` of the stream's `ssl` context, as the engine's `ssl://` and `tls://` take it.
///
/// # Safety
/// As [`context_option`]; a conversion may run user code and bail out.
pub(super) unsafe fn context_crypto_method(stream: *const php_stream) -> Option<CryptoMethod> {
    const NOT_LEGACY: bool = false;
    // SAFETY: the caller's contract.
    unsafe {
        let value = context_option(stream, c"ssl", c"crypto_method")?;
        let method = zval_get_long_func(value, NOT_LEGACY);
        Some(CryptoMethod(
            method as php_stream_xport_crypt_method_t | CryptoMethod::IS_CLIENT,
        ))
    }
}

/// Starts TLS on a connected stream by the engine's own means. Whether it succeeded.
///
/// # Safety
/// `stream` is a live stream with a socket. It may run user code and bail out.
pub(super) unsafe fn start_tls(stream: *mut php_stream, method: CryptoMethod) -> bool {
    const ON: c_int = 1;
    // SAFETY: the caller's contract; no session stream.
    unsafe {
        php_stream_xport_crypto_setup(stream, method.0, ptr::null_mut()) >= 0
            && php_stream_xport_crypto_enable(stream, ON) >= 0
    }
}

/// The socket of a stream of the engine's own kinds, which begins its private data.
///
/// # Safety
/// `stream` came from one of the engine's own factories.
pub(super) unsafe fn socket(stream: *const php_stream) -> *mut php_netstream_data_t {
    // SAFETY: the caller's contract; OpenSSL's streams begin with the same structure.
    unsafe { (*stream).abstract_.cast() }
}

/// The descriptor of such a stream, or -1.
///
/// # Safety
/// As [`socket()`].
pub(super) unsafe fn descriptor(stream: *const php_stream) -> RawFd {
    // SAFETY: the caller's contract.
    unsafe { socket(stream).as_ref() }.map_or(-1, |socket| socket.socket)
}

/// The time of a `timeval`; none where it is missing or negative, which the engine takes for "no
/// limit".
///
/// # Safety
/// `time` is null or valid.
pub(super) unsafe fn duration(time: *const timeval) -> Option<Duration> {
    // SAFETY: the caller's contract.
    let time = unsafe { time.as_ref() }?;
    let seconds = u64::try_from(time.tv_sec).ok()?;
    Some(Duration::from_secs(seconds) + Duration::from_micros(u64::try_from(time.tv_usec).ok()?))
}

/// A time-out of a socket (`SO_RCVTIMEO`, socket(7)), in microseconds; the longest one is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Timeout(NonZeroI64);

impl Timeout {
    pub(super) const NONE: Self = Self(NonZeroI64::MAX);
    const SECOND: i64 = 1_000_000;

    /// The time-out of a stream, if a socket can have the same: the kernel takes zero for none, and
    /// counts in ticks.
    #[inline]
    pub(super) fn of(time: &timeval) -> Option<Self> {
        const SHORTEST: i64 = 10_000;
        if time.tv_sec == -1 {
            return Some(Self::NONE);
        }
        let whole = time.tv_sec.checked_mul(Self::SECOND)?;
        let time = whole.checked_add(time.tv_usec)?;
        NonZeroI64::new(time)
            .filter(|time| time.get() >= SHORTEST)
            .map(Self)
    }

    /// The time as one number.
    pub(super) const fn get(self) -> NonZeroI64 {
        self.0
    }

    /// When it is over that begins at `start`; never for none.
    fn after(self, start: Instant) -> Option<Instant> {
        let time = Duration::from_micros(u64::try_from(self.0.get()).ok()?);
        start.checked_add(time).filter(|_| self != Self::NONE)
    }

    /// Gives it to a socket. Whether that took.
    pub(super) fn put_in(self, socket: RawFd) -> bool {
        // The kernel takes zero for none.
        let time = if self == Self::NONE { 0 } else { self.0.get() };
        let time = libc::timeval {
            tv_sec: time / Self::SECOND,
            tv_usec: time % Self::SECOND,
        };
        // SAFETY: the kernel reads the structure, and refuses a descriptor that is none.
        unsafe {
            libc::setsockopt(
                socket,
                libc::SOL_SOCKET,
                libc::SO_RCVTIMEO,
                (&raw const time).cast(),
                size_of_val(&time) as libc::socklen_t,
            ) == 0
        }
    }
}

/// recv(2) of a socket that has this time-out, again where a signal came.
///
/// # Safety
/// The descriptor is open, and the buffer has room for `count` bytes.
pub(super) unsafe fn receive(
    socket: RawFd,
    buffer: *mut c_char,
    count: usize,
    timeout: Timeout,
) -> Result<isize, c_int> {
    // SAFETY: the caller's contract.
    unsafe {
        match receive_once(socket, buffer, count, 0) {
            Err(libc::EINTR) => receive_after_signal(socket, buffer, count, timeout),
            received => received,
        }
    }
}

/// Waits on for one time-out, however many signals come: recv(2) would begin a whole one after each.
#[cold]
unsafe fn receive_after_signal(
    socket: RawFd,
    buffer: *mut c_char,
    count: usize,
    timeout: Timeout,
) -> Result<isize, c_int> {
    let deadline = timeout.after(Instant::now());
    loop {
        // SAFETY: as in `receive`.
        let received = unsafe {
            wait_for(BorrowedFd::borrow_raw(socket), PollFlags::POLLIN, deadline)
                .and_then(|()| receive_once(socket, buffer, count, libc::MSG_DONTWAIT))
        };
        match received {
            Err(libc::EAGAIN) => {}
            Err(libc::ETIMEDOUT) => return Err(libc::EAGAIN),
            received => return received,
        }
    }
}

unsafe fn receive_once(
    socket: RawFd,
    buffer: *mut c_char,
    count: usize,
    flags: c_int,
) -> Result<isize, c_int> {
    // SAFETY: as in `receive`.
    match unsafe { libc::recv(socket, buffer.cast(), count, flags) } {
        received if received >= 0 => Ok(received),
        _ => Err(Errno::last_raw()),
    }
}

/// Whether the stream's context has a notifier, which is told of progress.
///
/// # Safety
/// As [`context_option`].
pub(super) unsafe fn has_notifier(stream: *const php_stream) -> bool {
    // SAFETY: as in `context_option`.
    unsafe {
        (*stream).ctx.as_ref().is_some_and(|resource| {
            let context = resource.ptr.cast::<php_stream_context>();
            context
                .as_ref()
                .is_some_and(|context| !context.notifier.is_null())
        })
    }
}

/// Bytes that the engine passes as pointer and length.
///
/// # Safety
/// `text` is null or has `length` bytes for as long as the result is used.
pub(super) unsafe fn bytes<'a>(text: *const c_char, length: usize) -> &'a [u8] {
    if text.is_null() {
        return b"";
    }
    // SAFETY: the caller's contract.
    unsafe { std::slice::from_raw_parts(text.cast(), length) }
}

/// The entry of an internal function in the engine's table.
pub(super) fn function(name: &CStr) -> Option<*mut zend_function> {
    // SAFETY: the table lives as long as the thread, and so do the internal functions in it.
    unsafe {
        let table = (*ext_php_rs_compiler_globals()).function_table;
        let entry = zend_hash_str_find(table, name.as_ptr(), name.count_bytes()).as_ref()?;
        internal(entry)
    }
}

/// Where the engine's table had a function last: quicker than by its name.
pub(super) struct FunctionPlace {
    key: AtomicPtr<zend_string>,
    slot: AtomicU32,
}

impl FunctionPlace {
    /// That of a function that was not found yet.
    pub(super) const fn new() -> Self {
        Self {
            key: AtomicPtr::new(ptr::null_mut()),
            slot: AtomicU32::new(0),
        }
    }

    /// The same as [`function`]. Threads have tables of their own with the same keys.
    pub(super) fn function(&self, name: &CStr) -> Option<*mut zend_function> {
        // SAFETY: as in `function`.
        let table = unsafe { &*(*ext_php_rs_compiler_globals()).function_table };
        let key = self.key.load(Ordering::Relaxed);
        match table::slot(table, self.slot.load(Ordering::Relaxed)) {
            // SAFETY: the table holds functions.
            Some(slot) if !key.is_null() && slot.key == key => unsafe { internal(slot.value) },
            _ => self.find(table, name),
        }
    }

    #[cold]
    fn find(&self, table: &HashTable, name: &CStr) -> Option<*mut zend_function> {
        let (text, length) = (name.as_ptr(), name.count_bytes());
        // SAFETY: as in `function`; what is found is in the table.
        unsafe {
            let entry = zend_hash_str_find(table, text, length).as_ref()?;
            let place = table::place_of(table, entry);
            let key = table::slot(table, place)?.key;
            self.key.store(key.cast_mut(), Ordering::Relaxed);
            self.slot.store(place, Ordering::Relaxed);
            internal(entry)
        }
    }
}

/// The function that an entry of the engine's table is, if it is an internal one.
///
/// # Safety
/// `entry` is a live one of that table.
unsafe fn internal(entry: &zval) -> Option<*mut zend_function> {
    // SAFETY: the caller's contract.
    unsafe {
        let function = entry.value.func;
        (u32::from((*function).type_) == ZEND_INTERNAL_FUNCTION).then_some(function)
    }
}

/// The names of the functions of an extension.
pub(super) fn functions_of(extension: &'static CStr) -> impl Iterator<Item = String> {
    // SAFETY: the table lives as long as the process.
    let table = unsafe { &*(*ext_php_rs_compiler_globals()).function_table };
    table::entries(table).filter_map(move |(name, value)| {
        // SAFETY: the table holds functions; an internal one of an extension has its module, whose
        // name is a C string.
        let module = unsafe {
            let function = value.ptr::<zend_function>()?;
            let is_internal = u32::from((*function).type_) == ZEND_INTERNAL_FUNCTION;
            is_internal
                .then(|| (*function).internal_function.module.as_ref())?
                .map(|module| CStr::from_ptr(module.name))
        };
        (module == Some(extension)).then(|| String::from_utf8_lossy(name).into_owned())
    })
}

/// Lets the end of the request take a module of `dl()` out of the engine's tables, which `dl()`
/// itself only asks for after a successful start.
pub(super) fn remove_temporary_module_at_request_end() {
    // SAFETY: the globals of this thread live as long as it.
    unsafe { (*ext_php_rs_executor_globals()).full_tables_cleanup = true };
}

/// Whether an extension is loaded. Its name is in lower case.
pub(super) fn is_loaded(extension: &CStr) -> bool {
    module(extension).is_some()
}

/// The entry of a loaded extension, by its name in lower case.
fn module(extension: &CStr) -> Option<*mut zend_module_entry> {
    // SAFETY: the registry lives as long as the process.
    let entry = unsafe {
        let table = &raw const module_registry;
        zend_hash_str_find(table, extension.as_ptr(), extension.count_bytes()).as_ref()
    };
    // SAFETY: what the registry holds are pointers to entries.
    entry.map(|entry| unsafe { entry.value.ptr }.cast())
}

/// The names of all modules, in lower case, whether they have started or not.
pub(super) fn modules() -> impl Iterator<Item = Vec<u8>> {
    // SAFETY: the registry lives as long as the process.
    let table = unsafe { &*ptr::addr_of!(module_registry) };
    table::entries(table).map(|(name, _)| name.to_owned())
}

/// The names of all extensions of the engine itself (`zend_extension`), some of which are modules
/// too.
pub(super) fn zend_extensions() -> impl Iterator<Item = Vec<u8>> {
    // SAFETY: the list and its elements live as long as the process; each begins with a copy of the
    // extension's entry, whose name is a C string or null.
    unsafe {
        let first = zend_extension_list.head;
        std::iter::successors(first.as_ref(), |element| element.next.as_ref()).filter_map(
            |element| {
                let place = element.data.as_ptr().byte_add(AESOCK_ZEND_EXTENSION_NAME);
                let name = place.cast::<*const c_char>().read_unaligned();
                (!name.is_null()).then(|| CStr::from_ptr(name).to_bytes().to_vec())
            },
        )
    }
}

/// The value of a setting of any extension: in force, or, where the extension has not started, as
/// php.ini and the command line have it.
pub(super) fn setting_or_configured<'a>(name: &CStr) -> Option<&'a [u8]> {
    const CURRENT: c_int = 0;
    let mut exists = false;
    // SAFETY: the length is that of the name without its NUL.
    let value =
        unsafe { zend_ini_string_ex(name.as_ptr(), name.count_bytes(), CURRENT, &raw mut exists) };
    let mut configured = ptr::null_mut();
    // SAFETY: the name is a C string; the engine writes a pointer or null.
    let mut is_configured =
        || unsafe { cfg_get_string(name.as_ptr(), &raw mut configured) } == SUCCESS;
    let value = match exists {
        true => value,
        false if is_configured() => configured,
        false => return None,
    };
    // SAFETY: the engine's values are C strings, or null for an empty one.
    Some(unsafe {
        bytes(
            value,
            if value.is_null() {
                0
            } else {
                libc::strlen(value)
            },
        )
    })
}

/// The handler of an internal function.
pub(super) fn handler(function: *mut zend_function) -> Option<Handler> {
    // SAFETY: `function` came from the table.
    unsafe { (*function).internal_function.handler }
}

/// Puts `handler` in place of an internal function's own.
pub(super) fn set_handler(function: *mut zend_function, handler: Handler) {
    // SAFETY: `function` came from the table, and no other thread runs by it: PHP starts in one
    // thread, and each thread that comes later has a copy of every internal function
    // (`compiler_globals_ctor`).
    unsafe { (*function).internal_function.handler = Some(handler) };
}

/// The argument at `index` of a call, from 0; none where it was not passed.
///
/// # Safety
/// `frame` is a live frame of an internal function. The value is borrowed from it.
pub(super) unsafe fn argument<'a>(
    frame: *mut zend_execute_data,
    index: u32,
) -> Option<&'a mut zval> {
    // SAFETY: the caller's contract; arguments follow the frame, in units of values
    // (ZEND_CALL_ARG).
    unsafe {
        if index >= (*frame).This.u2.num_args {
            return None;
        }
        let slots = size_of::<zend_execute_data>().div_ceil(size_of::<zval>());
        frame.cast::<zval>().add(slots + index as usize).as_mut()
    }
}

/// The stream in a value.
///
/// # Safety
/// The stream is borrowed from the value, and may be freed by any engine call.
pub(super) unsafe fn stream(value: &zval) -> Option<*mut php_stream> {
    // SAFETY: a resource value holds a resource; its type tells what it points to.
    unsafe {
        let resource = value.is_resource().then_some(value.value.res)?;
        let is_stream = [php_file_le_stream(), php_file_le_pstream()].contains(&(*resource).type_);
        is_stream.then(|| (*resource).ptr.cast())
    }
}

/// The arguments of `aesock_check()`: two strings, and between them an integer, a string or null.
pub(super) struct CheckArguments<'a> {
    pub(super) host: &'a [u8],
    pub(super) port: Option<IntOrString<'a>>,
    pub(super) transport: Option<&'a [u8]>,
}

/// A value of one of two types.
pub(super) enum IntOrString<'a> {
    Int(i64),
    String(&'a [u8]),
}

/// Reads the arguments of `aesock_check()`, with the engine's own conversions and errors. `None`
/// after an error.
///
/// # Safety
/// `frame` is a live call of that function. It may run user code and bail out; the texts are
/// borrowed from the call.
pub(super) unsafe fn check_arguments<'a>(
    frame: *mut zend_execute_data,
) -> Option<CheckArguments<'a>> {
    let (mut host, mut host_length) = (ptr::null::<c_char>(), 0_usize);
    let (mut transport, mut transport_length) = (ptr::null::<c_char>(), 0_usize);
    let mut port = ptr::null_mut::<zval>();
    // SAFETY: the format takes these pointers, two a string and one a value.
    let parsed = unsafe {
        let count = (*frame).This.u2.num_args;
        let (host, host_length) = (&raw mut host, &raw mut host_length);
        zend_parse_parameters(
            count,
            c"s|zs".as_ptr(),
            host,
            host_length,
            &raw mut port,
            &raw mut transport,
            &raw mut transport_length,
        )
    };
    if parsed != SUCCESS {
        return None;
    }
    // SAFETY: the engine filled in what was passed.
    unsafe {
        Some(CheckArguments {
            port: match port.as_mut().filter(|port| !port.is_null()) {
                None => None,
                Some(port) => Some(int_or_string(port, 2)?),
            },
            host: bytes(host, host_length),
            transport: (!transport.is_null()).then(|| bytes(transport, transport_length)),
        })
    }
}

/// What became of an argument that should be a string.
pub(super) enum Converted<'a> {
    To(&'a [u8]),
    /// The engine would not take it either, and says so itself.
    NotAString,
    /// The conversion threw.
    Threw,
}

/// Makes an argument a string in place, once, where the engine would do that for this call.
///
/// # Safety
/// `value` is the argument `number`, from 1, of the call under way. It may run user code and bail
/// out.
pub(super) unsafe fn to_string<'a>(value: &'a mut zval, number: u32) -> Converted<'a> {
    let mut string = ptr::null_mut();
    // SAFETY: the caller's contract; the string stays the argument's.
    let converted =
        value.is_string() || unsafe { zend_parse_arg_str_slow(value, &raw mut string, number) };
    match value.zend_str() {
        Some(text) if converted => Converted::To(text.as_bytes()),
        _ if has_thrown() => Converted::Threw,
        _ => Converted::NotAString,
    }
}

/// Whether an exception is on its way.
pub(super) fn has_thrown() -> bool {
    // SAFETY: the globals of this thread live as long as it.
    unsafe { !(*ext_php_rs_executor_globals()).exception.is_null() }
}

/// Whether a call has no arguments; otherwise the engine has told its error.
///
/// # Safety
/// As [`check_arguments`].
pub(super) unsafe fn takes_no_arguments(frame: *mut zend_execute_data) -> bool {
    // SAFETY: the caller's contract.
    unsafe { zend_parse_parameters((*frame).This.u2.num_args, c"".as_ptr()) == SUCCESS }
}

/// An argument that is an integer or a string, or can be made one; `None` after the engine's error.
unsafe fn int_or_string<'a>(value: &'a mut zval, number: u32) -> Option<IntOrString<'a>> {
    const WRONG_ARGUMENT: c_int = 9; // ZPP_ERROR_WRONG_ARG
    let (mut string, mut int) = (ptr::null_mut::<zend_string>(), 0);
    // SAFETY: as in `check_arguments`; a string stays the argument's.
    unsafe {
        if let Some(int) = value.long() {
            return Some(IntOrString::Int(int));
        }
        if !value.is_string()
            && !zend_parse_arg_str_or_long_slow(value, &raw mut string, &raw mut int, number)
        {
            let expected = ext_php_rs::ffi::_zend_expected_type_Z_EXPECTED_STRING_OR_LONG_OR_NULL;
            zend_wrong_parameter_error(WRONG_ARGUMENT, number, ptr::null_mut(), expected, value);
            return None;
        }
        match value.zend_str() {
            Some(text) => Some(IntOrString::String(text.as_bytes())),
            None => Some(IntOrString::Int(int)),
        }
    }
}

/// Returns `false` from a function.
///
/// # Safety
/// `result` is the place for the result of a call.
pub(super) unsafe fn return_false(result: *mut zval) {
    // SAFETY: the caller's contract; the place holds nothing yet.
    unsafe { (*result).u1.type_info = ext_php_rs::ffi::IS_FALSE };
}

/// Returns `true` from a function.
///
/// # Safety
/// As [`return_false`].
pub(super) unsafe fn return_true(result: *mut zval) {
    // SAFETY: as in `return_false`.
    unsafe { (*result).u1.type_info = ext_php_rs::ffi::IS_TRUE };
}

/// Returns `null` from a function.
///
/// # Safety
/// As [`return_false`].
pub(super) unsafe fn return_null(result: *mut zval) {
    // SAFETY: as in `return_false`.
    unsafe { (*result).u1.type_info = ext_php_rs::ffi::IS_NULL };
}

/// Returns an empty string from a function.
///
/// # Safety
/// As [`return_false`].
pub(super) unsafe fn return_empty_string(result: *mut zval) {
    // SAFETY: as in `return_false`; the engine's own empty string is interned and needs no count.
    unsafe {
        (*result).value.str_ = zend_empty_string;
        (*result).u1.type_info = ext_php_rs::ffi::IS_STRING;
    }
}

/// Returns numbers by their names from a function.
///
/// # Safety
/// As [`return_false`]. It may bail out.
pub(super) unsafe fn return_numbers(result: *mut zval, numbers: &[(&CStr, i64)]) {
    // SAFETY: as in `return_false`; the array is the result's own.
    unsafe {
        (*result).value.arr = arguments::new_array();
        (*result).u1.type_info = ext_php_rs::ffi::IS_ARRAY_EX;
        for (name, number) in numbers {
            add_assoc_long_ex(result, name.as_ptr(), name.count_bytes(), *number);
        }
    }
}

/// Whether a function returned `false`.
///
/// # Safety
/// `result` is the result of a call that has ended.
pub(super) unsafe fn is_false(result: *const zval) -> bool {
    // SAFETY: the caller's contract.
    unsafe { (*result).is_false() }
}

/// Whether a function returned `true`.
///
/// # Safety
/// As [`is_false`].
pub(super) unsafe fn is_true(result: *const zval) -> bool {
    // SAFETY: the caller's contract.
    unsafe { (*result).is_true() }
}

/// Whether a function returned an object.
///
/// # Safety
/// As [`is_false`].
pub(super) unsafe fn is_object(result: *const zval) -> bool {
    // SAFETY: the caller's contract.
    unsafe { (*result).is_object() }
}

/// The object that a function returned.
///
/// # Safety
/// As [`is_false`]; it is borrowed from the result.
pub(super) unsafe fn result_object<'a>(result: *const zval) -> Option<&'a zval> {
    // SAFETY: the caller's contract.
    unsafe { result.as_ref() }.filter(|value| value.is_object())
}

/// The text that a function returned.
///
/// # Safety
/// As [`result_object`].
pub(super) unsafe fn result_string<'a>(result: *const zval) -> Option<&'a [u8]> {
    // SAFETY: the caller's contract.
    unsafe { Some(result.as_ref()?.zend_str()?.as_bytes()) }
}

/// Whether a value is an object of just this class.
pub(super) fn is_instance(value: &zval, class: *const zend_class_entry) -> bool {
    // SAFETY: an object value holds an object.
    value.is_object() && unsafe { (*value.value.obj).ce.cast_const() } == class
}

/// The number that an object has in this request as long as it lives.
pub(super) fn object_number(value: &zval) -> Option<u32> {
    // SAFETY: an object value holds an object.
    value
        .is_object()
        .then(|| unsafe { (*value.value.obj).handle })
}

/// Whether the engine takes a value for true.
///
/// # Safety
/// The value is live. It may run user code and bail out.
pub(super) unsafe fn is_truthy(value: &zval) -> bool {
    value.coerce_to_bool()
}

/// Calls a function of an extension with `N` arguments; whether it is there and returned `true`.
///
/// # Safety
/// On a thread of PHP, within a request. It may run user code and bail out.
pub(super) unsafe fn call_is_true<const N: usize>(name: &CStr, arguments: [&zval; N]) -> bool {
    let Some(function) = function(name) else {
        return false;
    };
    // SAFETY: the engine copies the arguments and counts them; these copies count nothing. The
    // result is ours.
    unsafe {
        let mut arguments = arguments.map(|argument| ManuallyDrop::new(ptr::read(argument)));
        let mut result = ManuallyDrop::new(zval::new());
        zend_call_known_function(
            function,
            ptr::null_mut(),
            ptr::null_mut(),
            &raw mut *result,
            N as u32,
            arguments.as_mut_ptr().cast(),
            ptr::null_mut(),
        );
        let returned = result.is_true();
        zval_ptr_dtor(&raw mut *result);
        returned
    }
}

/// The place of a wrapper in the engine's table of those that every request begins with.
pub(super) fn wrapper_of_all_requests(scheme: &CStr) -> Option<*mut zval> {
    // SAFETY: the table lives as long as the process.
    unsafe {
        let table = php_stream_get_url_stream_wrappers_hash_global();
        let place = zend_hash_str_find(table, scheme.as_ptr(), scheme.count_bytes());
        (!place.is_null()).then_some(place)
    }
}

/// `php_stream_wrapper_log_error(wrapper, options, "%s", ...)`: an error that the engine tells with
/// its own words for what failed.
///
/// # Safety
/// As [`warn`]; `wrapper` is a live wrapper, whose operation is under way.
pub(super) unsafe fn log_error_of_wrapper(
    wrapper: *const php_stream_wrapper,
    options: c_int,
    text: &Text,
) {
    // SAFETY: as in `warn`.
    unsafe { php_stream_wrapper_log_error(wrapper, options, c"%s".as_ptr(), text.as_ptr()) };
}

/// Releases the result of a call, which holds nothing then.
///
/// # Safety
/// As [`is_false`]. It may run user code and bail out.
pub(super) unsafe fn release(result: *mut zval) {
    // SAFETY: the caller's contract.
    unsafe {
        zval_ptr_dtor(result);
        return_null(result);
    }
}

/// Returns a number from a function.
///
/// # Safety
/// As [`return_false`].
pub(super) unsafe fn return_long(result: *mut zval, number: i64) {
    // SAFETY: as in `return_false`.
    unsafe {
        (*result).value.lval = number;
        (*result).u1.type_info = ext_php_rs::ffi::IS_LONG;
    }
}

/// Returns an empty array from a function.
///
/// # Safety
/// As [`return_false`].
pub(super) unsafe fn return_empty_array(result: *mut zval) {
    // SAFETY: as in `return_false`; the engine's own empty array is immutable and needs no count.
    unsafe {
        (*result).value.arr = (&raw const zend_empty_array).cast_mut();
        (*result).u1.type_info = ext_php_rs::ffi::IS_ARRAY;
    }
}

/// Declares that an argument of one of our functions is an int, a string or null.
pub(super) fn declare_int_string_or_null(name: &CStr, index: usize) {
    const TYPES: u32 = 1 << ext_php_rs::ffi::IS_LONG
        | 1 << ext_php_rs::ffi::IS_STRING
        | 1 << ext_php_rs::ffi::IS_NULL;
    let Some(function) = function(name) else {
        return;
    };
    // SAFETY: the function is ours; its argument information was allocated by ext-php-rs and is not
    // shared.
    unsafe {
        let argument = (*function).internal_function.arg_info.add(index);
        (*argument).type_.type_mask = TYPES;
    }
}

/// The address in a `sockaddr` of IPv4 or IPv6.
///
/// # Safety
/// `address` is null or has `length` bytes.
pub(super) unsafe fn socket_address(
    address: *const sockaddr,
    length: libc::socklen_t,
) -> Option<SocketAddr> {
    // SAFETY: the caller's contract; no more than the storage's size is copied, and every bit
    // pattern is an address.
    let ((), address) = unsafe {
        socket2::SockAddr::try_init(|storage, stored| {
            let size = (length as usize).min(size_of_val(&*storage));
            ptr::copy_nonoverlapping(address.cast::<u8>(), storage.cast::<u8>(), size);
            *stored = size as libc::socklen_t;
            Ok(())
        })
    }
    .ok()?;
    address.as_socket()
}

/// What a function of the engine that takes a value and gives a number says of `value`; `None` where
/// there is no such function, or it gives something else.
///
/// # Safety
/// The function keeps and changes nothing of the value. It may bail out.
pub(super) unsafe fn number_of(name: &CStr, value: &mut zval) -> Option<i64> {
    let function = function(name)?;
    let mut result = ManuallyDrop::new(zval::new());
    // SAFETY: the caller's contract; a number in the result needs no release.
    unsafe {
        zend_call_known_function(
            function,
            ptr::null_mut(),
            ptr::null_mut(),
            &raw mut *result,
            1,
            value,
            ptr::null_mut(),
        );
    }
    result.long()
}

/// What `socket_addrinfo_explain()` says of an `AddressInfo` of IPv4 or IPv6.
#[derive(Debug, Clone, Copy)]
pub(super) struct AddressInfo {
    pub(super) domain: i64,
    pub(super) kind: i64,
    pub(super) protocol: i64,
    pub(super) address: SocketAddr,
}

/// Asks `socket_addrinfo_explain()`: the object's own layout is ext/sockets' secret.
///
/// # Safety
/// `info` is an object of that class. It may bail out.
pub(super) unsafe fn explain(info: &mut zval) -> Option<AddressInfo> {
    let explain = function(c"socket_addrinfo_explain")?;
    let mut result = ManuallyDrop::new(zval::new());
    // SAFETY: the function takes one argument, which it does not keep; its result is ours.
    unsafe {
        zend_call_known_function(
            explain,
            ptr::null_mut(),
            ptr::null_mut(),
            &raw mut *result,
            1,
            info,
            ptr::null_mut(),
        );
        let explained = explained(&result);
        zval_ptr_dtor(&raw mut *result);
        explained
    }
}

unsafe fn explained(result: &zval) -> Option<AddressInfo> {
    let array = arguments::array(result)?;
    // SAFETY: the array is live, and so is the one in it.
    unsafe {
        let integer = |array, key| arguments::element(array, key)?.long();
        let place = arguments::array(arguments::element(array, c"ai_addr")?)?;
        let (address, port) = [(c"sin_addr", c"sin_port"), (c"sin6_addr", c"sin6_port")]
            .into_iter()
            .find_map(|(address, port)| {
                Some((arguments::element(place, address)?, integer(place, port)?))
            })?;
        let address = str::from_utf8(address.zend_str()?.as_bytes()).ok()?;
        Some(AddressInfo {
            domain: integer(array, c"ai_family")?,
            kind: integer(array, c"ai_socktype")?,
            protocol: integer(array, c"ai_protocol")?,
            address: SocketAddr::new(address.parse().ok()?, u16::try_from(port).ok()?),
        })
    }
}

/// `default_socket_timeout` as it is now; none where a script set it to no limit.
pub(super) fn default_socket_timeout() -> Option<Duration> {
    // SAFETY: this is a thread of PHP, and the text is read at once.
    let text = unsafe { ini(c"default_socket_timeout") };
    let seconds = str::from_utf8(text).ok()?.trim().parse::<u64>().ok()?;
    Some(Duration::from_secs(seconds)).filter(|timeout| !timeout.is_zero())
}

/// The local address of a socket.
pub(super) fn local(descriptor: RawFd) -> Option<SockAddr> {
    on_socket(descriptor, |socket| socket.local_addr().ok())
}

/// Where a socket is connected to.
pub(super) fn peer(descriptor: RawFd) -> Option<SocketAddr> {
    on_socket(descriptor, |socket| socket.peer_addr().ok()?.as_socket())
}

/// What a socket carries: TCP or UDP. Its type alone would not tell SCTP or a datagram of ICMP from
/// them.
pub(super) fn carrier(descriptor: RawFd) -> Option<Transport> {
    match on_socket(descriptor, |socket| socket.protocol().ok().flatten())? {
        socket2::Protocol::TCP => Some(Transport::Tcp),
        socket2::Protocol::UDP => Some(Transport::Udp),
        _ => None,
    }
}

/// Whether calls on a socket wait, whichever of its owners set that.
pub(super) fn waits(descriptor: RawFd) -> bool {
    on_socket(descriptor, |socket| socket.nonblocking().ok()) == Some(false)
}

fn on_socket<T>(descriptor: RawFd, ask: impl FnOnce(SockRef<'_>) -> Option<T>) -> Option<T> {
    if descriptor < 0 {
        return None;
    }
    // SAFETY: the descriptor is that of a live stream, which stays open meanwhile.
    let descriptor = unsafe { BorrowedFd::borrow_raw(descriptor) };
    ask(SockRef::from(&descriptor))
}
