//! Connecting a stream: from the engine's parameter to the core and back.
//!
//! The core's part runs inside [`told::ask`] and leaves a [`Plan`], plain data. Only then the
//! engine is told, since any call into it may leave by `longjmp`.

use super::{
    Connected, Kind, OK, Shadow, TRANSPORT, Tls, fail, give, judge::parse, lease_out, native,
    operations, own, release,
};
use crate::{
    core::{
        bindto::{self, Bindto},
        connect::{Dialled, Options, Progress, Tuning, Wait, dial},
        escape::{Escaped, Token},
        gate::{Gate, Lookups, Peers, Refusal, UnixPlace},
        lease::Receiving,
        quota::Meter,
        reason::{Errno, Reason},
        rule::LONGEST_PATH,
        settings::Mode,
        target::{Host, Target, TargetError, Transport},
    },
    php::{
        leases, log, operation,
        state::{self, State},
        sys,
        text::Text,
        told::{self, Failed, Failure},
    },
};
use std::{
    convert::Infallible,
    ffi::c_int,
    net::SocketAddr,
    os::{fd::IntoRawFd, unix::ffi::OsStrExt},
    path::Path,
    time::Duration,
};

/// What is to be done about a connect, as plain data.
enum Plan {
    /// The engine's own code connects.
    Native,
    /// The same, and the address it gets is judged afterwards (audit mode, where the engine
    /// resolves).
    NativeThenJudge,
    /// The same for a Unix socket, at its real path.
    NativeAt(UnixName),
    /// The engine would reject the target by itself; these are its words.
    Rejected(Rejection),
    /// Nobody answered.
    Unanswered(Errno),
    /// The stream has its socket; and the error of the context's local address, if it could not be
    /// taken.
    Connected(Progress, Option<Errno>),
}

/// The forms of a target that the engine rejects by itself (`parse_ip_address_ex` in
/// main/streams/xp_socket.c).
#[derive(Clone, Copy)]
enum Rejection {
    Nul,
    NoPort,
    Brackets,
}

/// The address of a Unix socket, with a NUL behind it.
#[derive(Clone, Copy)]
struct UnixName {
    bytes: [u8; LONGEST_PATH + 1],
    length: usize,
}

/// What a script asks for.
struct Request<'a> {
    kind: Kind,
    /// What stands behind `scheme://`.
    name: &'a [u8],
    wait: Wait,
    timeout: Option<Duration>,
    context: Context,
}

/// What the stream's context says about the socket.
#[derive(Clone, Copy)]
struct Context {
    tuning: Tuning,
    bindto: Bindto,
}

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
                sys::string(&Text::of("local_addr context option is not a string."))
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
        match told::ask(|state| request.plan(state, stream)) {
            Ok(plan) => return carry_out(plan, &request, stream, value, parameter),
            Err(Failed::Refused) => give(&told::take(), &mut *parameter),
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
            Plan::NativeThenJudge => {
                let result = native_connect(request.kind, stream, value, parameter);
                let peer = sys::peer(sys::descriptor(stream));
                state::with(|state| request.judge_afterwards(state, peer));
                log::flush();
                return result;
            }
            Plan::NativeAt(mut name) => {
                let given = ((*parameter).inputs.name, (*parameter).inputs.namelen);
                ((*parameter).inputs.name, (*parameter).inputs.namelen) =
                    (name.bytes.as_mut_ptr().cast(), name.length);
                let result = native_connect(request.kind, stream, value, parameter);
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
                super::call(
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
unsafe fn warn_of_bindto(stream: *mut sys::php_stream, bindto: Bindto, unbound: Option<Errno>) {
    let text = match (bindto, unbound) {
        (Bindto::Local(local), Some(errno)) => {
            let error = nix::errno::Errno::from_raw(errno).desc();
            Text::of(format_args!(
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

unsafe fn reject(parameter: &mut sys::php_stream_xport_param, rejection: Rejection) {
    let name = parameter.inputs.name;
    // SAFETY: as in `connect`; the engine ends the name with a NUL, and the first form is the only
    // one with another inside.
    unsafe {
        fail(parameter, 0, || match rejection {
            Rejection::Nul => sys::string(&Text::of("The hostname must not contain null bytes")),
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
            sys::warn(&Text::of("Failed to enable crypto"));
            parameter.outputs.returncode = -1;
        }
    }
}

impl Request<'_> {
    /// Decides, and dials where the core does that.
    fn plan(&self, state: &mut State, stream: *mut sys::php_stream) -> Result<Plan, Failure> {
        match (state.mode(), self.kind.transport()) {
            (Mode::Passthrough, _) => Ok(Plan::Native),
            (Mode::Audit, Some(transport)) => Ok(self.audit(state, transport)),
            (_, Some(transport)) => self.dial(state, transport, stream),
            (mode, None) => self.plan_other(state, mode, stream),
        }
    }

    fn dial(
        &self,
        state: &mut State,
        transport: Transport,
        stream: *mut sys::php_stream,
    ) -> Result<Plan, Failure> {
        let target = match parse(state, transport, self.name) {
            Ok(target) => target,
            Err(error) => return self.reject(state, transport, error).map(Plan::Rejected),
        };
        let peers = self.admit(state, &target)?;
        let Context { tuning, bindto } = self.context;
        let options = Options {
            wait: self.wait,
            timeout: self.timeout,
            bind: bindto.local(),
            tuning,
        };
        let dialled = match &peers {
            Peers::One(peer) if bindto.admits(*peer) => dial(transport, &[*peer], &options),
            peers => {
                let peers: Vec<_> = peers
                    .as_slice()
                    .iter()
                    .copied()
                    .filter(|peer| bindto.admits(*peer))
                    .collect();
                dial(transport, &peers, &options)
            }
        };
        match dialled {
            Err(errno) if peers.as_slice().iter().any(|peer| bindto.admits(*peer)) => {
                Ok(Plan::Unanswered(errno))
            }
            Err(errno) => Err(Failure::System(errno)),
            Ok(dialled) => {
                remember(stream, Connected::Address(target, dialled.peer));
                Ok(self.hand_over(dialled, stream))
            }
        }
    }

    /// Gives the stream its socket, which the engine closes from now on.
    fn hand_over(&self, dialled: Dialled, stream: *mut sys::php_stream) -> Plan {
        let Dialled {
            socket,
            peer,
            progress,
            unbound,
        } = dialled;
        let socket = socket.into_raw_fd();
        // SAFETY: the stream is ours and live; this is plain memory, no engine call.
        unsafe {
            (*sys::socket(stream)).socket = socket;
            lease_out(stream, self.kind, Some(peer));
        }
        if progress == Progress::Connected {
            leases::set_receiving(socket, Receiving::SINGLE);
        }
        Plan::Connected(progress, unbound)
    }

    /// The peers that may be dialled, from the local address that the context asks for.
    fn admit(&self, state: &mut State, target: &Target) -> Result<Peers, Refusal> {
        state.judge(target, |gate| {
            let admission = gate.admit(target)?;
            self.admit_local(gate)?;
            operation::charge(&[Meter::Creates, Meter::Connects])?;
            Ok((admission.peers, admission.grounds))
        })
    }

    /// Decides on what is known before the engine resolves.
    fn audit(&self, state: &mut State, transport: Transport) -> Plan {
        match parse(state, transport, self.name) {
            Err(error) => {
                // The engine's own code says so.
                let _ = self.reject(state, transport, error);
                Plan::Native
            }
            Ok(Target {
                host: Host::Name(_),
                ..
            }) => Plan::NativeThenJudge,
            Ok(Target {
                host: Host::Address(address),
                port,
                ..
            }) => {
                self.judge_afterwards(state, Some(SocketAddr::new(address, port)));
                Plan::Native
            }
        }
    }

    /// Decides on the address that the engine connects to, in audit mode.
    fn judge_afterwards(&self, state: &mut State, peer: Option<SocketAddr>) {
        let transport = self.kind.transport();
        let target = transport.and_then(|transport| parse(state, transport, self.name).ok());
        let (Some(target), Some(peer)) = (target, peer) else {
            return;
        };
        // The engine's own code connects whatever the outcome, which is in the log.
        let _ = state.judge(&target, |gate| {
            let grounds = gate.judge(&target, peer.ip(), Lookups::Avoided)?;
            self.admit_local(gate)?;
            Ok(((), grounds))
        });
    }

    /// Decides on the local address that the context asks for.
    fn admit_local(&self, gate: &Gate) -> Result<(), Refusal> {
        self.context
            .bindto
            .local()
            .map_or(Ok(()), |local| gate.admit_bind(local).map(drop))
    }

    /// A target that is none: the engine would reject it by itself, or it is refused.
    fn reject(
        &self,
        state: &mut State,
        transport: Transport,
        error: TargetError,
    ) -> Result<Rejection, Failure> {
        let shown = format!("{transport}://{}", Token(self.name));
        let rejection = match error {
            TargetError::Nul => Some(Rejection::Nul),
            TargetError::NoPort => Some(Rejection::NoPort),
            TargetError::Brackets => Some(Rejection::Brackets),
            _ => None,
        };
        let Err(refusal) = state.judge::<Infallible>(&shown, |_| Err(error.into()));
        match rejection {
            Some(rejection) if refusal.grounds.reason == Reason::InvalidTarget => Ok(rejection),
            _ => Err(refusal.into()),
        }
    }

    /// Unix sockets, and transports of other extensions.
    fn plan_other(
        &self,
        state: &mut State,
        mode: Mode,
        stream: *mut sys::php_stream,
    ) -> Result<Plan, Failure> {
        let scheme = if self.kind == Kind::Unix {
            "unix"
        } else {
            "foreign"
        };
        let shown = format!("{scheme}://{}", Token(self.name));
        let judged = state.judge(&shown, |gate| match self.kind {
            Kind::Unix => gate.admit_unix(self.name),
            _ => gate
                .admit_raw(b"this transport")
                .map(|grounds| (UnixPlace::Unnamed, grounds)),
        });
        match (judged, mode) {
            (_, Mode::Audit) => Ok(Plan::Native),
            (Ok(UnixPlace::Unnamed), _) => {
                remember(stream, Connected::Unix(None));
                Ok(Plan::Native)
            }
            (Ok(UnixPlace::Missing(errno)), _) => Err(Failure::System(errno)),
            (Ok(UnixPlace::At(path)), _) => {
                let name = UnixName::new(&path);
                remember(stream, Connected::Unix(Some(path)));
                name.map(Plan::NativeAt)
                    .ok_or(Failure::System(libc::ENAMETOOLONG))
            }
            (Err(refusal), _) => Err(refusal.into()),
        }
    }
}

/// Keeps what a persistent stream is about to be connected to.
fn remember(stream: *mut sys::php_stream, connected: Connected) {
    // SAFETY: the stream is ours and live; this is plain memory, no engine call.
    unsafe {
        if let Some(own) = own(stream) {
            own.connected = Some(connected);
        }
    }
}

impl UnixName {
    fn new(path: &Path) -> Option<Self> {
        let path = path.as_os_str().as_bytes();
        let mut bytes = [0; LONGEST_PATH + 1];
        bytes
            .get_mut(..path.len())
            .filter(|room| room.len() <= LONGEST_PATH)?
            .copy_from_slice(path);
        Some(Self {
            bytes,
            length: path.len(),
        })
    }
}
