//! Streams of the engine: their contexts, sockets and TLS, and the table of wrappers. Not the
//! operations of ours.

use super::{
    call_site,
    generated::{
        self, _php_stream_fopen_from_fd, _php_stream_sock_open_from_socket,
        _php_stream_xport_create, php_file_le_pstream, php_file_le_stream,
        php_stream_context_get_option, php_stream_get_url_stream_wrappers_hash_global,
        php_stream_xport_crypt_method_t, php_stream_xport_crypto_enable,
        php_stream_xport_crypto_setup, zend_fetch_resource2_ex, zval_get_long_func,
    },
    php_netstream_data_t, php_stream, php_stream_context,
    stream_call::{php_stream_cast, php_stream_free, php_stream_set_option},
    table, timeval, zval,
};
use std::{
    ffi::{CStr, c_int},
    os::fd::RawFd,
    ptr,
    time::Duration,
};

/// A method of TLS (`STREAM_CRYPTO_METHOD_*`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::php) struct CryptoMethod(php_stream_xport_crypt_method_t);

impl CryptoMethod {
    pub(in crate::php) const TLS_ANY_CLIENT: Self =
        Self(generated::php_stream_xport_crypt_method_t_STREAM_CRYPTO_METHOD_TLS_ANY_CLIENT);
    pub(in crate::php) const SSL3_CLIENT: Self =
        Self(generated::php_stream_xport_crypt_method_t_STREAM_CRYPTO_METHOD_SSLv3_CLIENT);
    pub(in crate::php) const TLS1_0_CLIENT: Self =
        Self(generated::php_stream_xport_crypt_method_t_STREAM_CRYPTO_METHOD_TLSv1_0_CLIENT);
    pub(in crate::php) const TLS1_1_CLIENT: Self =
        Self(generated::php_stream_xport_crypt_method_t_STREAM_CRYPTO_METHOD_TLSv1_1_CLIENT);
    pub(in crate::php) const TLS1_2_CLIENT: Self =
        Self(generated::php_stream_xport_crypt_method_t_STREAM_CRYPTO_METHOD_TLSv1_2_CLIENT);
    pub(in crate::php) const TLS1_3_CLIENT: Self =
        Self(generated::php_stream_xport_crypt_method_t_STREAM_CRYPTO_METHOD_TLSv1_3_CLIENT);
    /// `STREAM_CRYPTO_IS_CLIENT`
    const IS_CLIENT: php_stream_xport_crypt_method_t = 1;
}

/// An option of the stream's context.
///
/// # Safety
/// `stream` is a live stream. The value is borrowed from the context.
pub(in crate::php) unsafe fn context_option<'a>(
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
pub(in crate::php) unsafe fn socket_flag(stream: *const php_stream, name: &CStr) -> bool {
    // SAFETY: the caller's contract.
    let value = unsafe { context_option(stream, c"socket", name) };
    value.is_some_and(|value| value.coerce_to_bool())
}

/// An option of the stream's `socket` context as an integer, if it is set.
///
/// # Safety
/// As [`context_option`]; a conversion may run user code and bail out.
pub(in crate::php) unsafe fn context_number(stream: *const php_stream, name: &CStr) -> Option<i64> {
    const NOT_LEGACY: bool = false;
    // SAFETY: the caller's contract.
    unsafe {
        context_option(stream, c"socket", name).map(|value| zval_get_long_func(value, NOT_LEGACY))
    }
}

/// `crypto_method` of the stream's `ssl` context, as the engine's `ssl://` and `tls://` take it.
///
/// # Safety
/// As [`context_option`]; a conversion may run user code and bail out.
pub(in crate::php) unsafe fn context_crypto_method(
    stream: *const php_stream,
) -> Option<CryptoMethod> {
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
pub(in crate::php) unsafe fn start_tls(stream: *mut php_stream, method: CryptoMethod) -> bool {
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
pub(in crate::php) unsafe fn socket(stream: *const php_stream) -> *mut php_netstream_data_t {
    // SAFETY: the caller's contract; OpenSSL's streams begin with the same structure.
    unsafe { (*stream).abstract_.cast() }
}

/// The descriptor of such a stream, or -1.
///
/// # Safety
/// As [`socket()`].
pub(in crate::php) unsafe fn descriptor(stream: *const php_stream) -> RawFd {
    // SAFETY: the caller's contract.
    unsafe { socket(stream).as_ref() }.map_or(-1, |socket| socket.socket)
}

/// The time of a `timeval`; none where it is missing or negative, which the engine takes for "no
/// limit".
///
/// # Safety
/// `time` is null or valid.
pub(in crate::php) unsafe fn duration(time: *const timeval) -> Option<Duration> {
    // SAFETY: the caller's contract.
    let time = unsafe { time.as_ref() }?;
    let seconds = u64::try_from(time.tv_sec).ok()?;
    Some(Duration::from_secs(seconds) + Duration::from_micros(u64::try_from(time.tv_usec).ok()?))
}

/// Whether the stream's context has a notifier, which is told of progress.
///
/// # Safety
/// As [`context_option`].
pub(in crate::php) unsafe fn has_notifier(stream: *const php_stream) -> bool {
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

/// The stream in a value.
///
/// # Safety
/// The stream is borrowed from the value, and may be freed by any engine call.
pub(in crate::php) unsafe fn stream(value: &zval) -> Option<*mut php_stream> {
    // SAFETY: a resource value holds a resource; its type tells what it points to.
    unsafe {
        let resource = value.is_resource().then_some(value.value.res)?;
        let is_stream = [php_file_le_stream(), php_file_le_pstream()].contains(&(*resource).type_);
        is_stream.then(|| (*resource).ptr.cast())
    }
}

/// The place of a wrapper in the engine's table of those that every request begins with.
pub(in crate::php) fn wrapper_of_all_requests(scheme: &CStr) -> Option<*mut zval> {
    // SAFETY: the table lives as long as the process.
    unsafe {
        let table = php_stream_get_url_stream_wrappers_hash_global();
        table::find(table, scheme).map(ptr::from_mut)
    }
}

/// The resource of a value as a stream; otherwise the engine has thrown.
///
/// # Safety
/// As [`stream`]; the value is a resource.
pub(in crate::php) unsafe fn stream_or_error(value: &mut zval) -> Option<*mut php_stream> {
    // SAFETY: the caller's contract; the name is the engine's word for it.
    unsafe {
        let stream = zend_fetch_resource2_ex(
            value,
            c"stream".as_ptr(),
            php_file_le_stream(),
            php_file_le_pstream(),
        );
        (!stream.is_null()).then_some(stream.cast())
    }
}

/// The descriptor of a stream, which somebody else uses from now on; none where the stream has none, which the
/// engine has told.
///
/// # Safety
/// The stream is live. It may run user code and bail out.
pub(in crate::php) unsafe fn cast_to_socket(stream: *mut php_stream) -> Option<RawFd> {
    // SAFETY: the caller's contract.
    unsafe { cast_stream(stream, generated::PHP_STREAM_AS_SOCKETD) }
}

/// The same of any descriptor.
///
/// # Safety
/// As [`cast_to_socket`].
pub(in crate::php) unsafe fn cast_to_descriptor(stream: *mut php_stream) -> Option<RawFd> {
    // SAFETY: the caller's contract.
    unsafe { cast_stream(stream, generated::PHP_STREAM_AS_FD) }
}

/// Whether the engine alone tells a stream's descriptor: neither a wrapper of the script's does, nor a filter of its
/// gets what is still to be written.
///
/// # Safety
/// The stream is live.
pub(in crate::php) unsafe fn is_cast_by_engine(stream: *const php_stream) -> bool {
    const SCRIPTS: &CStr = c"user-space";
    // SAFETY: the caller's contract; each kind of stream has a name.
    unsafe {
        let label = CStr::from_ptr((*(*stream).ops).label);
        (*stream).writefilters.head.is_null() && label != SCRIPTS
    }
}

unsafe fn cast_stream(stream: *mut php_stream, kind: u32) -> Option<RawFd> {
    const TELL: c_int = 8; // REPORT_ERRORS
    let mut descriptor: RawFd = -1;
    // SAFETY: the caller's contract; the engine writes a descriptor where it is one.
    let mut cast =
        || unsafe { php_stream_cast(stream, kind as c_int, (&raw mut descriptor).cast(), TELL) };
    // SAFETY: the caller's contract.
    let status = unsafe {
        if is_cast_by_engine(stream) {
            cast()
        } else {
            held_open(stream, cast)
        }
    };
    (status == super::SUCCESS).then_some(descriptor)
}

/// Runs an engine call that goes on with a stream after it has run code of the script, which cannot close the stream
/// meanwhile.
///
/// # Safety
/// The stream is live.
unsafe fn held_open<T>(stream: *mut php_stream, call: impl FnOnce() -> T) -> T {
    const UNCLOSED: u32 = generated::PHP_STREAM_FLAG_NO_FCLOSE;
    // SAFETY: the caller's contract; the resource of the stream lives as long as this reference, and tells whether the stream
    // does.
    unsafe {
        let resource = (*stream).res;
        (*resource).gc.refcount += 1;
        let before = (*stream).flags & UNCLOSED;
        (*stream).flags |= UNCLOSED;
        let result = call();
        if (*resource).ptr == stream.cast() {
            (*stream).flags = (*stream).flags & !UNCLOSED | before;
        }
        super::arguments::release(value_of(resource));
        result
    }
}

/// A reference to a resource as a value.
fn value_of(resource: *mut ext_php_rs::ffi::zend_resource) -> super::arguments::Loose {
    let mut value = std::mem::ManuallyDrop::new(zval::new());
    value.value.res = resource;
    value.u1.type_info = ext_php_rs::ffi::IS_RESOURCE_EX;
    value
}

/// Sets whether a stream waits. Whether it takes that.
///
/// # Safety
/// The stream is live. It may run user code and bail out.
pub(in crate::php) unsafe fn set_stream_waits(stream: *mut php_stream, waits: bool) -> bool {
    let option = generated::PHP_STREAM_OPTION_BLOCKING as c_int;
    // SAFETY: the caller's contract; the option takes no more.
    unsafe { php_stream_set_option(stream, option, waits.into(), ptr::null_mut()) != -1 }
}

/// Has a stream keep nothing that it reads ahead.
///
/// # Safety
/// As [`set_stream_waits`].
pub(in crate::php) unsafe fn leave_unbuffered(stream: *mut php_stream) {
    let option = generated::PHP_STREAM_OPTION_READ_BUFFER as c_int;
    let none = generated::PHP_STREAM_BUFFER_NONE as c_int;
    // SAFETY: as above.
    unsafe { php_stream_set_option(stream, option, none, ptr::null_mut()) };
}

/// Whether a stream is in the midst of something that must not close it, such as a filter of the script's.
///
/// # Safety
/// The stream is live.
pub(in crate::php) unsafe fn must_stay_open(stream: *const php_stream) -> bool {
    // SAFETY: the caller's contract.
    unsafe { (*stream).flags & generated::PHP_STREAM_FLAG_NO_FCLOSE != 0 }
}

/// Closes a stream; its resource stays, and leads nowhere.
///
/// # Safety
/// The stream is live. It may run user code and bail out.
pub(in crate::php) unsafe fn close_stream(stream: *mut php_stream) {
    // SAFETY: the caller's contract.
    unsafe {
        let mut how = generated::PHP_STREAM_FREE_KEEP_RSRC | CLOSE;
        if super::is_on((*stream).is_persistent()) {
            how |= generated::PHP_STREAM_FREE_PERSISTENT;
        }
        php_stream_free(stream, how as c_int);
    }
}

/// `PHP_STREAM_FREE_CLOSE`, which is made of two others.
const CLOSE: u32 = generated::PHP_STREAM_FREE_CALL_DTOR | generated::PHP_STREAM_FREE_RELEASE_STREAM;

/// A new stream of a transport of the engine's, which is connected to nothing; without a scheme of the engine's
/// own kind.
///
/// # Safety
/// On a thread of PHP, within a request. It may bail out.
pub(in crate::php) unsafe fn stream_of_socket(
    scheme: Option<&CStr>,
    descriptor: RawFd,
) -> Option<*mut php_stream> {
    // SAFETY: the caller's contract; nothing is connected or bound, so that there is no peer.
    unsafe {
        let of_transport = scheme.map(|scheme| {
            super::make_stream!(
                _php_stream_xport_create,
                call_site::HERE,
                scheme.as_ptr(),
                scheme.count_bytes(),
                0,
                0,
                ptr::null(),
                ptr::null_mut(),
                ptr::null_mut(),
                ptr::null_mut(),
                ptr::null_mut(),
            )
        });
        let stream = of_transport
            .filter(|stream| !stream.is_null())
            .unwrap_or_else(|| {
                super::make_stream!(
                    _php_stream_sock_open_from_socket,
                    call_site::HERE,
                    descriptor,
                    ptr::null(),
                )
            });
        (!stream.is_null()).then_some(stream)
    }
}

/// A stream of a file, a pipe or a terminal that came as a descriptor; null where there is no memory for it.
///
/// # Safety
/// As [`stream_of_socket`]; the descriptor is the stream's then.
pub(in crate::php) unsafe fn stream_of_file(descriptor: RawFd) -> *mut php_stream {
    // SAFETY: the caller's contract.
    unsafe {
        super::make_stream!(
            _php_stream_fopen_from_fd,
            call_site::HERE,
            descriptor,
            c"rw".as_ptr(),
            ptr::null(),
            false,
        )
    }
}

/// The value of a stream that a script gets to see.
///
/// # Safety
/// The stream is live and new.
pub(in crate::php) unsafe fn stream_value(stream: *mut php_stream) -> super::arguments::Loose {
    // SAFETY: the caller's contract; its resource counts one reference, which is the value's.
    unsafe {
        (*stream).set___exposed(super::switch(true));
        value_of((*stream).res)
    }
}

/// Has a stream of a transport use a descriptor, as the engine's own do from their making.
///
/// # Safety
/// As [`socket()`]; the descriptor is the stream's then.
pub(in crate::php) unsafe fn give_descriptor(
    stream: *mut php_stream,
    descriptor: RawFd,
    waits: bool,
) {
    // SAFETY: the caller's contract.
    unsafe {
        if let Some(socket) = socket(stream).as_mut() {
            socket.socket = descriptor;
            socket.is_blocked = super::switch(waits);
            let timeout = super::default_socket_seconds();
            socket.timeout.tv_sec = timeout;
            socket.timeout.tv_usec = 0;
        }
    }
}
