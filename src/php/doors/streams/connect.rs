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
        reason::Errno,
        socket::{
            bindto::{self, Bindto},
            connect::{Progress, Tuning, Wait},
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
use std::ffi::c_int;

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
        let Some(context) = context(stream) else {
            fail(&mut *parameter, 0, || {
                sys::format(
                    c"%s",
                    c"local_addr context option is not a string.".as_ptr(),
                )
            });
            return OK;
        };
        let request = Request {
            kind: operations(stream).kind,
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
                    lease_out(stream, kind, None);
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

/// The context's options; none where `bindto` is no text, which stock PHP takes for an error.
/// Others it takes as true or false.
unsafe fn context(stream: *mut sys::php_stream) -> Option<Context> {
    // SAFETY: as in `connect`; the value is used before the engine is called again.
    unsafe {
        let bindto = match sys::context_option(stream, c"socket", c"bindto") {
            None => Bindto::Unset,
            Some(value) => Bindto::parse(value.zend_str()?.as_bytes()),
        };
        let tuning = Tuning {
            no_delay: sys::socket_flag(stream, c"tcp_nodelay"),
            broadcast: sys::socket_flag(stream, c"so_broadcast"),
        };
        Some(Context { tuning, bindto })
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
            sys::warn_in_words(c"Failed to enable crypto");
            parameter.outputs.returncode = -1;
        }
    }
}
