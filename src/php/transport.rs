//! The transport door: PHP's stream transports, through which `fsockopen`, `stream_socket_client`,
//! the http wrapper, mysqlnd, SOAP and all other users of streams reach the network. It translates;
//! the core decides and dials.
//!
//! # Design
//! Every factory in the engine's transport table is replaced by [`factory`], which lets the
//! original one make the stream and then gives the stream another operations table
//! ([`mod@operations`]): a copy of the original table in which those that use the socket are ours, around
//! the original ones. So the stream stays the engine's in everything but what it may connect to: its
//! private data, its label and its TLS are native.
//!
//! The engine tells UDP and Unix streams from TCP ones by comparing `stream->ops` with its own
//! tables, gives the table of a listener to the streams it accepts, and refuses a TLS session
//! stream with another table. In those calls it gets a [`Shadow`], a copy of the stream with the
//! original table, never the original table in the stream itself: a bailout, a fiber that suspends
//! or user code in an error handler can come at any time, and none of them may find a stream
//! without the policy.

mod connect;
mod datagram;
mod functions;
mod judge;
mod operations;
mod receive;
mod table;

pub(super) use functions::FUNCTIONS;
pub(super) use table::{install, start_request, states, uninstall};

use super::{
    leases,
    operation::{self, Refused},
    state, sys,
    text::Text,
    told::{self, Told, decide},
};
use crate::core::{
    gate::{Gate, Lookups},
    lease::{Operation, Outcome, Traffic},
    reason::Errno,
    settings::Mode,
    target::{Target, Transport},
};
use operations::{adopt, operations, own, release};
use std::{
    ffi::{c_char, c_int, c_void},
    fmt,
    net::SocketAddr,
    path::PathBuf,
    ptr,
};

const OK: c_int = sys::PHP_STREAM_OPTION_RETURN_OK as c_int;
const LIVENESS: c_int = sys::PHP_STREAM_OPTION_CHECK_LIVENESS as c_int;
const CRYPTO: c_int = sys::PHP_STREAM_OPTION_CRYPTO_API as c_int;
const TRANSPORT: c_int = sys::PHP_STREAM_OPTION_XPORT_API as c_int;

/// What a transport of the engine's table carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Tcp,
    Tls(Tls),
    Udp,
    Unix,
    /// A transport of some other extension.
    Foreign,
}

/// The TLS that a scheme asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tls {
    /// What the context says, or any version.
    ByContext,
    /// One version.
    Only(sys::CryptoMethod),
}

/// The engine's own transports (main/streams/xp_socket.c, ext/openssl/xp_ssl.c).
const KINDS: &[(&[u8], Kind)] = &[
    (b"tcp", Kind::Tcp),
    (b"udp", Kind::Udp),
    (b"unix", Kind::Unix),
    (b"udg", Kind::Unix),
    (b"ssl", Kind::Tls(Tls::ByContext)),
    (b"tls", Kind::Tls(Tls::ByContext)),
    (
        b"sslv3",
        Kind::Tls(Tls::Only(sys::CryptoMethod::SSL3_CLIENT)),
    ),
    (
        b"tlsv1.0",
        Kind::Tls(Tls::Only(sys::CryptoMethod::TLS1_0_CLIENT)),
    ),
    (
        b"tlsv1.1",
        Kind::Tls(Tls::Only(sys::CryptoMethod::TLS1_1_CLIENT)),
    ),
    (
        b"tlsv1.2",
        Kind::Tls(Tls::Only(sys::CryptoMethod::TLS1_2_CLIENT)),
    ),
    (
        b"tlsv1.3",
        Kind::Tls(Tls::Only(sys::CryptoMethod::TLS1_3_CLIENT)),
    ),
];

impl Kind {
    fn of(scheme: &[u8]) -> Self {
        KINDS
            .iter()
            .find(|(name, _)| *name == scheme)
            .map_or(Self::Foreign, |(_, kind)| *kind)
    }

    /// What leaves the host.
    fn transport(self) -> Option<Transport> {
        match self {
            Self::Tcp | Self::Tls(_) => Some(Transport::Tcp),
            Self::Udp => Some(Transport::Udp),
            Self::Unix | Self::Foreign => None,
        }
    }
}

/// What a scheme of the engine's own carries over the network; `None` for every other.
pub(super) fn carrier_of(scheme: &[u8]) -> Option<Transport> {
    Kind::of(scheme).transport()
}

/// Whether a scheme is one of Unix sockets.
pub(super) fn is_unix(scheme: &[u8]) -> bool {
    Kind::of(scheme) == Kind::Unix
}

/// What the policy let a stream be connected to.
enum Connected {
    Address(Target, SocketAddr),
    /// The real path of a Unix socket; none in the abstract namespace.
    Unix(Option<PathBuf>),
}

impl Connected {
    /// Whether the policy of `gate` lets a script have this connection.
    fn is_allowed_by(&self, gate: &mut Gate) -> bool {
        match self {
            Self::Address(target, address) => {
                gate.judge(target, address.ip(), Lookups::Avoided).is_ok()
            }
            Self::Unix(path) => gate.policy().decide_unix(path.as_deref()).allows(),
        }
    }
}

/// Lets the engine's factory make the stream, and gives it our operations. It refuses nothing: a
/// factory cannot tell why, and a stream without a connection is harmless.
unsafe extern "C" fn factory(
    scheme: *const c_char,
    scheme_length: usize,
    name: *const c_char,
    name_length: usize,
    persistent_id: *const c_char,
    options: c_int,
    flags: c_int,
    timeout: *mut sys::timeval,
    context: *mut sys::php_stream_context,
    #[cfg(php_debug)] depth: c_int,
    #[cfg(php_debug)] file: *const c_char,
    #[cfg(php_debug)] line: u32,
    #[cfg(php_debug)] outer_file: *const c_char,
    #[cfg(php_debug)] outer_line: u32,
) -> *mut sys::php_stream {
    // SAFETY: the engine passes the scheme with its length; the arguments go on as they came, and
    // the result is null or a stream that the engine's factory just made.
    unsafe {
        let name_of_scheme = sys::bytes(scheme, scheme_length);
        #[cfg(not(php_debug))]
        let make = |original: table::Factory| {
            original(
                scheme,
                scheme_length,
                name,
                name_length,
                persistent_id,
                options,
                flags,
                timeout,
                context,
            )
        };
        #[cfg(php_debug)]
        let make = |original: table::Factory| {
            original(
                scheme,
                scheme_length,
                name,
                name_length,
                persistent_id,
                options,
                flags,
                timeout,
                context,
                depth,
                file,
                line,
                outer_file,
                outer_line,
            )
        };
        let stream = table::with_original(name_of_scheme, make).unwrap_or(ptr::null_mut());
        adopt(stream, Kind::of(name_of_scheme));
        stream
    }
}

unsafe extern "C" fn close(stream: *mut sys::php_stream, close_handle: c_int) -> c_int {
    // SAFETY: the engine closes a live stream once, through the operations that `adopt` gave it. A
    // socket that it leaves open is out of sight from now on.
    unsafe {
        if operations(stream).kind != Kind::Foreign {
            leases::release(sys::descriptor(stream));
        }
        let original = release(stream);
        (*original)
            .close
            .map_or(0, |close| close(stream, close_handle))
    }
}

/// Reads. A stream that may not be used is at its end.
unsafe extern "C" fn read(
    stream: *mut sys::php_stream,
    buffer: *mut c_char,
    count: usize,
) -> isize {
    const NOTHING: isize = 0;
    // SAFETY: the engine calls this with a live stream of ours and its buffer; nothing in this frame
    // has a destructor.
    unsafe {
        let original = (*operations(stream).original).read;
        if let Some(read) = original
            && is_decided(stream)
            && let Ok(using) = operation::begin(sys::descriptor(stream), Operation::Receive)
        {
            let received = receive::receive(stream, using, buffer, count)
                .unwrap_or_else(|| read(stream, buffer, count));
            using.finish(match received {
                1.. => Outcome::Received(received as u64),
                0 if (*stream).eof() != 0 => Outcome::Received(0),
                _ => Outcome::Nothing,
            });
            return received;
        }
        (*stream).set_eof(1);
    }
    NOTHING
}

/// Writes, if the stream may be used.
unsafe extern "C" fn write(
    stream: *mut sys::php_stream,
    buffer: *const c_char,
    count: usize,
) -> isize {
    const FAILED: isize = -1;
    // SAFETY: as in `read`.
    unsafe {
        let original = (*operations(stream).original).write;
        let (Some(write), true) = (original, is_decided(stream)) else {
            return FAILED;
        };
        match operation::begin(sys::descriptor(stream), Operation::Send) {
            Ok(using) => {
                let sent = write(stream, buffer, count);
                using.finish(outcome_of_sending(sent));
                sent
            }
            Err(Refused) => {
                sys::notice(&Text::of(format_args!(
                    "Send of {count} bytes failed with {}",
                    Numbered(told::take())
                )));
                FAILED
            }
        }
    }
}

fn outcome_of_sending(sent: isize) -> Outcome {
    match sent {
        1.. => Outcome::Sent(sent as u64),
        _ => Outcome::Nothing,
    }
}

/// A refusal as the engine shows the system's errors of streams.
struct Numbered(Told);

impl fmt::Display for Numbered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "errno={} {}", self.0.errno(), &*self.0.text)
    }
}

/// Gives the descriptor out, for a select or for good.
unsafe extern "C" fn cast(
    stream: *mut sys::php_stream,
    form: c_int,
    result: *mut *mut c_void,
) -> c_int {
    // SAFETY: the engine calls this with a live stream of ours, and a place for the result or null;
    // nothing in this frame has a destructor.
    unsafe {
        let socket = sys::descriptor(stream);
        let Some(cast) = (*operations(stream).original).cast else {
            return sys::FAILURE;
        };
        let begun = if form == sys::PHP_STREAM_AS_FD_FOR_SELECT as c_int {
            operation::watch(socket)
        } else {
            if !result.is_null() {
                receive::leave_to_the_engine(socket);
                leases::expect_unseen(socket);
            }
            operation::begin(socket, Operation::Other).map(drop)
        };
        if begun.is_err() {
            return sys::FAILURE;
        }
        cast(stream, form, result)
    }
}

/// Decides on a persistent stream again where a request has started or settings have changed since.
unsafe fn is_decided(stream: *mut sys::php_stream) -> bool {
    // SAFETY: the caller's stream is ours and live; no engine call happens meanwhile.
    unsafe {
        let Some(own) = own(stream) else {
            return true;
        };
        let now = state::epoch();
        if own.decided != now {
            if is_refused_now(stream) {
                return false;
            }
            own.decided = now;
        }
    }
    true
}

unsafe extern "C" fn set_option(
    stream: *mut sys::php_stream,
    option: c_int,
    value: c_int,
    parameter: *mut c_void,
) -> c_int {
    // SAFETY: the engine calls this with a live stream of ours and with the parameter that belongs
    // to the option; nothing in this frame has a destructor.
    unsafe {
        if operations(stream).kind == Kind::Foreign {
            return perform(stream, option, value, parameter);
        }
        match operation::begin(sys::descriptor(stream), operation_of(option, parameter)) {
            Ok(using) => {
                let result = perform(stream, option, value, parameter);
                using.finish(outcome_of(option, parameter));
                result
            }
            Err(Refused) => fail_option(option, parameter, &told::take()),
        }
    }
}

unsafe fn perform(
    stream: *mut sys::php_stream,
    option: c_int,
    value: c_int,
    parameter: *mut c_void,
) -> c_int {
    // SAFETY: as in `set_option`.
    unsafe {
        match option {
            TRANSPORT => transport(stream, value, parameter.cast()),
            CRYPTO => crypto(stream, value, parameter.cast()),
            LIVENESS if is_refused_now(stream) => sys::PHP_STREAM_OPTION_RETURN_ERR,
            _ => native(stream, option, value, parameter),
        }
    }
}

/// What an option does with the socket.
unsafe fn operation_of(option: c_int, parameter: *mut c_void) -> Operation {
    // SAFETY: as in `set_option`.
    match unsafe { transport_operation(option, parameter) } {
        Some(sys::OP_SEND) => Operation::Send,
        Some(sys::OP_RECV) => Operation::Receive,
        _ => Operation::Other,
    }
}

/// What became of it.
unsafe fn outcome_of(option: c_int, parameter: *mut c_void) -> Outcome {
    // SAFETY: as in `set_option`; the engine reads the parameter after this, too.
    unsafe {
        let operation = transport_operation(option, parameter);
        let parameter = parameter.cast::<sys::php_stream_xport_param>();
        match operation {
            Some(sys::OP_SEND) => outcome_of_sending((*parameter).outputs.returncode as isize),
            Some(sys::OP_RECV) if (*parameter).inputs.flags & sys::STREAM_PEEK == 0 => {
                match (*parameter).outputs.returncode {
                    received @ 0.. => Outcome::Received(received as u64),
                    _ => Outcome::Nothing,
                }
            }
            _ => Outcome::Nothing,
        }
    }
}

unsafe fn transport_operation(option: c_int, parameter: *mut c_void) -> Option<u32> {
    (option == TRANSPORT).then(|| {
        // SAFETY: as in `set_option`.
        unsafe { (*parameter.cast::<sys::php_stream_xport_param>()).op }
    })
}

/// Fails an option of a stream whose socket may not be used.
unsafe fn fail_option(option: c_int, parameter: *mut c_void, told: &Told) -> c_int {
    // SAFETY: as in `set_option`.
    unsafe {
        match option {
            TRANSPORT => {
                let parameter = parameter.cast::<sys::php_stream_xport_param>();
                (*parameter).outputs.returncode = -1;
                if matches!((*parameter).op, sys::OP_SEND | sys::OP_RECV) {
                    sys::warn(&told.text);
                }
                OK
            }
            CRYPTO => {
                (*parameter.cast::<sys::php_stream_xport_crypto_param>())
                    .outputs
                    .returncode = -1;
                sys::warn(&told.text);
                OK
            }
            _ => sys::PHP_STREAM_OPTION_RETURN_ERR,
        }
    }
}

/// The engine's own operation on the stream itself.
unsafe fn native(
    stream: *mut sys::php_stream,
    option: c_int,
    value: c_int,
    parameter: *mut c_void,
) -> c_int {
    // SAFETY: the caller passes on what the engine passed.
    unsafe {
        call(
            (*operations(stream).original).set_option,
            stream,
            option,
            value,
            parameter,
        )
    }
}

type SetOption = unsafe extern "C" fn(*mut sys::php_stream, c_int, c_int, *mut c_void) -> c_int;

unsafe fn call(
    operation: Option<SetOption>,
    stream: *mut sys::php_stream,
    option: c_int,
    value: c_int,
    parameter: *mut c_void,
) -> c_int {
    match operation {
        // SAFETY: the caller passes on what the engine passed.
        Some(operation) => unsafe { operation(stream, option, value, parameter) },
        None => sys::PHP_STREAM_OPTION_RETURN_NOTIMPL,
    }
}

/// A copy of a stream with the engine's own operations, for the calls that compare them and keep no
/// pointer to the stream.
struct Shadow(sys::php_stream);

impl Shadow {
    /// # Safety
    /// `stream` is a live stream.
    unsafe fn of(stream: *mut sys::php_stream) -> Self {
        // SAFETY: the caller's contract. The copy is plain data, which nothing frees.
        unsafe {
            let mut shadow = ptr::read(stream);
            if is_ours(stream) {
                shadow.ops = operations(stream).original;
            }
            Self(shadow)
        }
    }

    /// The engine's own transport operation, which sees the engine's own table.
    unsafe fn transport(
        &mut self,
        value: c_int,
        parameter: *mut sys::php_stream_xport_param,
    ) -> c_int {
        // SAFETY: the caller passes on what the engine passed.
        unsafe {
            call(
                (*self.0.ops).set_option,
                &raw mut self.0,
                TRANSPORT,
                value,
                parameter.cast(),
            )
        }
    }
}

/// Whether `stream` has operations of ours: the engine makes some streams without a factory.
///
/// # Safety
/// `stream` is a live stream.
unsafe fn is_ours(stream: *const sys::php_stream) -> bool {
    // SAFETY: the caller's contract; a live stream has operations.
    let operation = unsafe { (*(*stream).ops).set_option };
    operation.is_some_and(|operation| ptr::fn_addr_eq(operation, set_option as SetOption))
}

/// The session stream of `stream_socket_enable_crypto` is recognised by its table; the engine only
/// reads it.
unsafe fn crypto(
    stream: *mut sys::php_stream,
    value: c_int,
    parameter: *mut sys::php_stream_xport_crypto_param,
) -> c_int {
    // SAFETY: the parameter is the engine's for this option; its session stream is null or live.
    unsafe {
        let socket = sys::descriptor(stream);
        receive::leave_to_the_engine(socket);
        leases::expect_unseen(socket);
        let session = (*parameter).inputs.session;
        if session.is_null() {
            return native(stream, CRYPTO, value, parameter.cast());
        }
        let mut shadow = Shadow::of(session);
        (*parameter).inputs.session = &raw mut shadow.0;
        let result = native(stream, CRYPTO, value, parameter.cast());
        (*parameter).inputs.session = session;
        result
    }
}

/// Whether a persistent stream from an earlier request leads where the present policy does not. One
/// that was connected without the policy, in another mode, may lead anywhere.
unsafe fn is_refused_now(stream: *mut sys::php_stream) -> bool {
    // SAFETY: the caller's stream is ours and live; no engine call happens meanwhile.
    let connected = unsafe {
        if (*stream).is_persistent() == 0 {
            return false;
        }
        own(stream).and_then(|own| own.connected.as_ref())
    };
    let refused = state::with(|state| match state.mode() {
        Mode::Audit | Mode::Passthrough => false,
        Mode::Enforce | Mode::Disabled => {
            let allows = |gate| connected.is_some_and(|connected| connected.is_allowed_by(gate));
            !state.gate().is_ok_and(allows)
        }
    });
    refused.unwrap_or(true)
}

unsafe fn transport(
    stream: *mut sys::php_stream,
    value: c_int,
    parameter: *mut sys::php_stream_xport_param,
) -> c_int {
    // SAFETY: the stream is ours, the parameter the engine's for this option.
    unsafe {
        match (*parameter).op {
            sys::OP_CONNECT | sys::OP_CONNECT_ASYNC => connect::connect(stream, value, parameter),
            sys::OP_BIND => bind(stream, value, parameter),
            sys::OP_ACCEPT => accept(stream, value, parameter),
            sys::OP_SEND if !(*parameter).inputs.addr.is_null() => {
                datagram::send_to(stream, value, parameter)
            }
            _ => native(stream, TRANSPORT, value, parameter.cast()),
        }
    }
}

/// A server socket.
unsafe fn bind(
    stream: *mut sys::php_stream,
    value: c_int,
    parameter: *mut sys::php_stream_xport_param,
) -> c_int {
    // SAFETY: the stream is ours, the parameter the engine's; nothing in this frame has a
    // destructor.
    unsafe {
        let kind = operations(stream).kind;
        let place = sys::bytes((*parameter).inputs.name, (*parameter).inputs.namelen);
        let refused = decide(|state| judge::judge_listening(state, kind, place));
        match refused {
            Some(told) => give(&told, &mut *parameter),
            None => {
                let result = Shadow::of(stream).transport(value, parameter);
                if kind.transport() == Some(Transport::Udp) && (*parameter).outputs.returncode == 0
                {
                    lease_out(stream, kind, None);
                }
                return result;
            }
        }
    }
    OK
}

/// Grants the lease of the socket that a stream just got.
unsafe fn lease_out(stream: *mut sys::php_stream, kind: Kind, peer: Option<SocketAddr>) {
    // SAFETY: the caller's stream is ours and live.
    let socket = unsafe { sys::descriptor(stream) };
    operation::grant(socket, kind.transport(), peer, Traffic::Seen);
}

/// The engine gives the accepted stream the table of the listener; here the original one, and then
/// operations of its own.
unsafe fn accept(
    stream: *mut sys::php_stream,
    value: c_int,
    parameter: *mut sys::php_stream_xport_param,
) -> c_int {
    // SAFETY: as in `bind`; the accepted stream is null or new.
    unsafe {
        let kind = operations(stream).kind;
        let result = Shadow::of(stream).transport(value, parameter);
        let client = (*parameter).outputs.client;
        adopt(client, kind);
        if !client.is_null() {
            lease_out(client, kind, None);
        }
        result
    }
}

/// Gives a refusal to the engine as a failed operation.
unsafe fn give(told: &Told, parameter: &mut sys::php_stream_xport_param) {
    // SAFETY: this is a request, and nothing in this frame has a destructor.
    unsafe {
        if told.reason.is_of_resolver() {
            sys::warn(&told.text);
        }
        fail(parameter, told.errno(), || sys::string(&told.text));
    }
}

/// Makes the operation a failed one; `text` is made only where somebody takes it.
unsafe fn fail(
    parameter: &mut sys::php_stream_xport_param,
    errno: Errno,
    text: impl FnOnce() -> *mut sys::zend_string,
) {
    parameter.outputs.returncode = -1;
    parameter.outputs.error_code = errno;
    if parameter.want_errortext() != 0 {
        parameter.outputs.error_text = text();
    }
}
