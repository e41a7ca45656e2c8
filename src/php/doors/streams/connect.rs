//! A connect of a stream, from the engine's parameter to the core and back. What is asked and
//! dialled is in [`super::plan`].
//!
//! The core's part runs inside [`refusal::ask`] and leaves a [`Plan`], plain data. Only then is the
//! engine called, since any call into it may leave by `longjmp`.

use super::{
    failure::{fail, give},
    kind::{Kind, Tls},
    plan::{Context, Plan, Rejection, Request},
    stream::{self, OK, Shadow, TRANSPORT, lease_out, native, operations, release},
};
use crate::{
    core::{
        escape::Escaped,
        lease::Receiving,
        reason::Errno,
        socket::{
            bindto::{self, Bindto},
            connect::{NewerTuning, Progress, Tuning, Wait},
            found,
        },
    },
    native::grant::{self, Grant},
    php::{
        state::{
            gates, log,
            refusal::{self, Failed},
        },
        sys::{self, text::Text},
    },
};
use std::{
    ffi::{CStr, c_int},
    time::Duration,
};

/// Connects `stream`, or tells the engine why not.
///
/// # Safety
/// `stream` is ours and live, and the parameter is the engine's for a connect. It may run user code
/// and bail out.
pub(super) unsafe fn connect(
    stream: *mut sys::php_stream,
    value: c_int,
    parameter: *mut sys::php_stream_xport_param,
) -> c_int {
    // SAFETY: the caller's contract. Nothing in this frame has a destructor while the engine is
    // called.
    unsafe {
        let kind = operations(stream).kind;
        let context = match context(kind, stream) {
            Ok(context) => context,
            Err(words) => {
                fail(&mut *parameter, 0, || sys::format(c"%s", words.as_ptr()));
                return OK;
            }
        };
        let request = Request {
            kind,
            name: sys::bytes((*parameter).inputs.name, (*parameter).inputs.namelen),
            wait: if (*parameter).op == sys::OP_CONNECT_ASYNC {
                Wait::Never
            } else {
                Wait::UntilConnected
            },
            timeout: sys::duration((*parameter).inputs.timeout),
            context,
        };
        match refusal::ask(|gates| request.plan(gates, stream)) {
            Ok(plan) => return carry_out(plan, &request, stream, value, parameter),
            Err(Failed::Refused) => give(&mut *parameter),
            Err(Failed::System(errno)) => fail_with(errno, &mut *parameter),
        }
    }
    OK
}

/// Fails as the engine does for `errno`.
unsafe fn fail_with(errno: Errno, parameter: &mut sys::php_stream_xport_param) {
    // SAFETY: as in `connect`.
    unsafe { fail(parameter, errno, || sys::error_string(errno)) };
}

/// Tells the engine, or lets it connect.
unsafe fn carry_out(
    plan: Plan,
    request: &Request<'_>,
    stream: *mut sys::php_stream,
    value: c_int,
    parameter: *mut sys::php_stream_xport_param,
) -> c_int {
    // SAFETY: as in `connect`.
    unsafe {
        match plan {
            Plan::Native => return native_connect(request.kind, stream, value, parameter),
            Plan::NativeThenCheck => {
                let result = native_connect(request.kind, stream, value, parameter);
                let peer = sys::peer(sys::descriptor(stream));
                gates::with(|gates| request.check_afterwards(gates, peer));
                log::flush();
                return result;
            }
            Plan::NativeAt(mut name) => {
                let given = ((*parameter).inputs.name, (*parameter).inputs.namelen);
                ((*parameter).inputs.name, (*parameter).inputs.namelen) =
                    (name.bytes.as_mut_ptr().cast(), name.length);
                grant::give(Grant::Unix);
                let result = native_connect(request.kind, stream, value, parameter);
                grant::withdraw();
                found::release();
                ((*parameter).inputs.name, (*parameter).inputs.namelen) = given;
                return result;
            }
            Plan::Rejected(rejection) => reject(&mut *parameter, rejection),
            Plan::Unanswered(errno) => {
                warn_of_bindto(stream, request.context.bindto, None);
                fail_with(errno, &mut *parameter);
            }
            Plan::Connected(progress, unbound) => {
                (
                    (*parameter).outputs.returncode,
                    (*parameter).outputs.error_code,
                ) = match progress {
                    Progress::Connected => (0, 0),
                    Progress::Connecting => (1, libc::EINPROGRESS),
                };
                warn_of_bindto(stream, request.context.bindto, unbound);
                start_tls(request.kind, stream, &mut *parameter);
            }
        }
    }
    OK
}

/// The engine's own connect. It recognises UDP and Unix streams by their table; a foreign transport
/// gets its stream back whole.
unsafe fn native_connect(
    kind: Kind,
    stream: *mut sys::php_stream,
    value: c_int,
    parameter: *mut sys::php_stream_xport_param,
) -> c_int {
    // SAFETY: as in `connect`.
    unsafe {
        match kind {
            Kind::Tcp | Kind::Tls(_) => native(stream, TRANSPORT, value, parameter.cast()),
            Kind::Udp => Shadow::of(stream).transport(value, parameter),
            Kind::Unix => {
                let result = Shadow::of(stream).transport(value, parameter);
                if (*parameter).outputs.returncode == 0 {
                    lease_out(stream, kind, None, Receiving::Native);
                }
                result
            }
            Kind::Foreign => {
                let original = release(stream);
                stream::call(
                    (*original).set_option,
                    stream,
                    TRANSPORT,
                    value,
                    parameter.cast(),
                )
            }
        }
    }
}

/// The context's options; the engine's words where it takes one for an error.
unsafe fn context(kind: Kind, stream: *mut sys::php_stream) -> Result<Context, &'static CStr> {
    const NO_TEXT: &CStr = c"local_addr context option is not a string.";
    // SAFETY: as in `connect`; the value is used before the engine is called again.
    unsafe {
        let bindto = match sys::context_option(stream, c"socket", c"bindto") {
            None => Bindto::Unset,
            Some(value) => Bindto::parse(value.zend_str().ok_or(NO_TEXT)?.as_bytes()),
        };
        let tuning = Tuning {
            no_delay: sys::socket_flag(stream, c"tcp_nodelay"),
            broadcast: sys::socket_flag(stream, c"so_broadcast"),
            newer: match kind {
                Kind::Unix | Kind::Foreign => NewerTuning::default(),
                _ if sys::HAS_NEWER_SOCKET_OPTIONS => newer_tuning(stream)?,
                _ => NewerTuning::default(),
            },
        };
        Ok(Context { tuning, bindto })
    }
}

/// The context's options that PHP 8.6 brought, as it takes them: what the kernel does not take is ignored, but
/// for the size of a buffer.
unsafe fn newer_tuning(stream: *mut sys::php_stream) -> Result<NewerTuning, &'static CStr> {
    const NO_RECEIVE_BUFFER: &CStr = c"so_rcvbuf context option must be between 1 and 2147483647";
    const NO_SEND_BUFFER: &CStr = c"so_sndbuf context option must be between 1 and 2147483647";
    const LONGEST_LINGER: u64 = 65535;
    let size = |bytes: Option<i64>, words: &'static CStr| match bytes {
        Some(1..=0x7fff_ffff) => Ok(bytes.and_then(|bytes| usize::try_from(bytes).ok())),
        Some(_) => Err(words),
        None => Ok(None),
    };
    // SAFETY: as in `connect`.
    unsafe {
        let number = |name| sys::context_number(stream, name);
        let times = [c"tcp_keepidle", c"tcp_keepintvl", c"tcp_keepcnt"];
        let linger = number(c"so_linger").and_then(|seconds| u64::try_from(seconds).ok());
        Ok(NewerTuning {
            keep_alive: sys::socket_flag(stream, c"so_keepalive"),
            keep_alive_by: times.map(|name| number(name).and_then(|time| u32::try_from(time).ok())),
            linger: linger
                .filter(|seconds| *seconds > 0)
                .map(|seconds| Duration::from_secs(seconds.min(LONGEST_LINGER))),
            receive_buffer: size(number(c"so_rcvbuf"), NO_RECEIVE_BUFFER)?,
            send_buffer: size(number(c"so_sndbuf"), NO_SEND_BUFFER)?,
        })
    }
}

/// The warnings of stock PHP about a local address that could not be taken.
#[inline]
unsafe fn warn_of_bindto(stream: *mut sys::php_stream, bindto: Bindto, unbound: Option<Errno>) {
    if matches!(
        (bindto, unbound),
        (Bindto::Local(_), Some(_)) | (Bindto::Invalid, _)
    ) {
        // SAFETY: as in `connect`.
        unsafe { warn_of_local(stream, bindto, unbound) };
    }
}

#[cold]
#[inline(never)]
unsafe fn warn_of_local(stream: *mut sys::php_stream, bindto: Bindto, unbound: Option<Errno>) {
    let text = match (bindto, unbound) {
        (Bindto::Local(local), Some(errno)) => {
            let error = nix::errno::Errno::from_raw(errno).desc();
            Text::<2048>::of(format_args!(
                "Failed to bind to '{}:{}', system said: {error}",
                local.ip(),
                local.port()
            ))
        }
        (Bindto::Invalid, _) => {
            // SAFETY: as in `connect`; the value is used before the engine is called again.
            let value = unsafe { sys::context_option(stream, c"socket", c"bindto") };
            let host = value
                .and_then(|value| bindto::split(value.zend_str()?.as_bytes()))
                .map_or(&b""[..], |(host, _)| host);
            Text::of(format_args!("Invalid IP Address: {}", Escaped(host)))
        }
        _ => return,
    };
    // SAFETY: as in `connect`.
    unsafe { sys::warn(&text) };
}

#[cold]
#[inline(never)]
unsafe fn reject(parameter: &mut sys::php_stream_xport_param, rejection: Rejection) {
    let name = parameter.inputs.name;
    // SAFETY: as in `connect`; the engine ends the name with a NUL, and the first form is the only
    // one with another inside.
    unsafe {
        fail(parameter, 0, || match rejection {
            Rejection::Nul => {
                sys::format(c"%s", c"The hostname must not contain null bytes".as_ptr())
            }
            Rejection::NoPort => sys::format(c"Failed to parse address \"%s\"", name),
            Rejection::Brackets => sys::format(c"Failed to parse IPv6 address \"%s\"", name),
        });
    }
}

/// Starts the TLS of the scheme, as ext/openssl does after its own connect, an asynchronous one
/// included.
unsafe fn start_tls(
    kind: Kind,
    stream: *mut sys::php_stream,
    parameter: &mut sys::php_stream_xport_param,
) {
    let Kind::Tls(tls) = kind else { return };
    // SAFETY: as in `connect`.
    unsafe {
        let method = match tls {
            Tls::Only(method) => method,
            Tls::ByContext => {
                sys::context_crypto_method(stream).unwrap_or(sys::CryptoMethod::TLS_ANY_CLIENT)
            }
        };
        if !sys::start_tls(stream, method) {
            let words = c"Failed to enable crypto";
            sys::warn_of_stream_in_words(stream, sys::StreamFailure::Protocol, words);
            parameter.outputs.returncode = -1;
        }
    }
}
