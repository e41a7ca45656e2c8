//! One call of native code: judged, counted, put down for the log. It changes nothing about the call.

use super::{
    address::{Address, Unspecified},
    in_force::InForce,
    journal::{self, Entry},
    names, services, thread,
};
use crate::core::{
    escape::Token,
    gate::{self, Gate, Grounds, Lookups, Refusal, UnixPath},
    host::clock,
    log::{self, Format, Line},
    reason::{Errno, Reason, Verdict},
    settings::{LogLevel, Mode, Native, Settings},
    socket::{family, found::FoundSocket},
    target::Transport,
    usage::{
        Counter,
        quota::{Meter, Quotas},
    },
};
use socket2::SockRef;
use std::{
    fmt, io,
    net::SocketAddr,
    os::fd::{BorrowedFd, RawFd},
    panic::{AssertUnwindSafe, catch_unwind},
};

/// What a call does with a socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// connect(2)
    Connect,
    /// The same for a socket that is connecting already: it asks how that stands, and is counted no more.
    GoOn,
    /// The same over UDP, by which the C library finds out which addresses of a name it could reach
    /// (getaddrinfo(3)). Nothing is sent, so it is neither counted nor told.
    Compare,
    /// sendto(2), sendmsg(2): with an address; one without goes where the socket is connected.
    Send,
    /// bind(2)
    Bind,
    /// listen(2)
    Listen,
    /// Without an address: a kind of socket, of option or of call that nobody decides on. It is refused, but in audit
    /// mode.
    Make(Kind),
}

/// What no rule opens to programs, with the numbers of the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Family, type and protocol of a socket.
    Socket([i32; 3]),
    /// The same of a pair.
    Pair([i32; 3]),
    /// Level and name of a socket's option.
    Option([i32; 2]),
    /// A ring, by which calls are made that no filter sees.
    Ring,
    /// A call by its name, whose socket the kernel gives nobody, or whose path cannot be looked at.
    Unheld(&'static str),
}

impl Kind {
    const fn reason(self) -> Reason {
        match self {
            Self::Socket([libc::AF_INET | libc::AF_INET6 | libc::AF_NETLINK, ..]) => {
                Reason::Protocol
            }
            Self::Socket(_) | Self::Pair(_) => Reason::Family,
            Self::Option(_) => Reason::Option,
            Self::Ring => Reason::Unseen,
            Self::Unheld(_) => Reason::Undecided,
        }
    }

    /// What it fails with, as in a kernel that does not have it.
    #[must_use]
    pub const fn errno(self) -> Errno {
        match self {
            Self::Socket([libc::AF_INET | libc::AF_INET6 | libc::AF_NETLINK, ..]) => {
                libc::EPROTONOSUPPORT
            }
            Self::Socket(_) => libc::EAFNOSUPPORT,
            Self::Pair(_) => libc::EOPNOTSUPP,
            Self::Option(_) => libc::EPERM,
            Self::Ring => libc::ENOSYS,
            Self::Unheld(_) => libc::EACCES,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Socket([family, kind, protocol]) => {
                write!(f, "socket({family},{kind},{protocol})")
            }
            Self::Pair([family, kind, protocol]) => {
                write!(f, "socketpair({family},{kind},{protocol})")
            }
            Self::Option([level, name]) => write!(f, "setsockopt({level},{name})"),
            Self::Ring => f.write_str("io_uring_setup"),
            Self::Unheld(call) => f.write_str(call),
        }
    }
}

/// Who calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caller<'a> {
    /// The engine or an extension with a door, which tells of its calls itself.
    Door,
    /// A library, by the name of its file; empty for what is not known.
    Object(&'a str),
    /// A program that PHP started.
    Program,
    /// The same, where it asks a name server or another service of the host, which needs no rule.
    ProgramAtService,
}

/// A call of native code.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    /// What it does.
    pub operation: Operation,
    /// With which socket.
    pub socket: RawFd,
    /// The address as the kernel will read it: a copy, where another thread could change it. Empty for
    /// none.
    pub address: &'a [u8],
    /// Who calls.
    pub caller: Caller<'a>,
    /// The same for the log: the library and the function of PHP, or the program.
    pub via: &'a dyn fmt::Display,
}

/// What becomes of it.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    /// It may be made.
    Allow,
    /// It may be made to this Unix socket.
    AllowAt(FoundSocket),
    /// It fails with this error.
    Refuse(Errno),
}

/// Decides on a call, on any thread. It makes no call of PHP's engine, and waits for no lock. What
/// cannot be decided is refused.
#[must_use]
pub fn decide(question: &Question<'_>) -> Answer {
    let decided = catch_unwind(AssertUnwindSafe(|| {
        let in_force = InForce::current()?;
        Some(in_force.lend(|gate| judge(question, in_force, gate)))
    }));
    let decided = decided.ok().flatten();
    decided.unwrap_or(Answer::Refuse(Reason::Internal.errno()))
}

fn judge(question: &Question<'_>, in_force: &InForce, gate: Result<&mut Gate, &str>) -> Answer {
    let call = match Call::of(question) {
        Ok(call) => call,
        Err(errno) => return Answer::Refuse(errno),
    };
    let gate = match gate {
        Ok(gate) => gate,
        Err(error) => {
            let refusal = Refusal::new(Reason::Misconfigured, error);
            let told = Told::default();
            record(question, in_force, told, &call, &refusal.grounds);
            return Answer::Refuse(errno(&refusal));
        }
    };
    if gate.settings().native == Native::Nothing {
        return Answer::Allow;
    }
    let told = Told::by(gate.settings());
    if let Some(line) = gate.refresh() {
        journal::write(log::note(line, told.format).into());
    }
    let mode = told.mode;
    let judged = match mode {
        Mode::Passthrough => return Answer::Allow,
        Mode::Audit if question.caller == Caller::Door => return Answer::Allow,
        Mode::Disabled => Err(Refusal::new(Reason::Disabled, "")),
        Mode::Enforce | Mode::Audit => call.ask(gate, mode, question.caller),
    };
    let judged = judged.and_then(|(answer, grounds)| {
        if mode == Mode::Enforce {
            charge(&call, in_force, &gate.settings().quotas)?;
        }
        Ok((answer, grounds))
    });
    let grounds = match &judged {
        Ok((_, grounds)) => grounds,
        Err(refusal) => &refusal.grounds,
    };
    record(question, in_force, told, &call, grounds);
    match judged {
        _ if mode == Mode::Audit => Answer::Allow,
        Ok((answer, _)) => answer,
        Err(refusal) => Answer::Refuse(errno(&refusal)),
    }
}

/// What a call sees of a refusal: libraries know what these numbers mean. Those for a family or a
/// protocol belong to socket(2), which is over.
fn errno(refusal: &Refusal) -> Errno {
    match refusal.grounds.reason {
        Reason::Quota | Reason::InvalidTarget => refusal.errno(),
        _ => libc::EACCES,
    }
}

/// A call by what it means.
enum Call<'a> {
    /// It reaches nothing.
    Harmless,
    /// To an address of the Internet, over a socket that connects to it or sends there.
    Peer(Operation, Option<Transport>, SocketAddr),
    /// To a Unix socket.
    Unix(&'a [u8]),
    /// A local address.
    Local(SocketAddr),
    /// A local path or name of a Unix socket.
    LocalUnix(&'a [u8]),
    /// A listener.
    Listener,
    /// Another family.
    Family(i32),
    /// Without an address.
    Make(Kind),
}

impl<'a> Call<'a> {
    /// Reads a call.
    ///
    /// # Errors
    /// The error that the kernel has for it.
    fn of(question: &Question<'a>) -> Result<Self, Errno> {
        let operation = question.operation;
        if operation == Operation::Listen {
            return Ok(Self::Listener);
        }
        if let Operation::Make(kind) = operation {
            return Ok(Self::Make(kind));
        }
        let unspecified = match operation {
            Operation::Connect | Operation::GoOn | Operation::Compare => Unspecified::Nothing,
            _ => Unspecified::Ipv4,
        };
        let is_bind = operation == Operation::Bind;
        Ok(match Address::read(question.address, unspecified) {
            Address::None => Self::Harmless,
            Address::Internet(local) if is_bind => Self::Local(local),
            Address::Internet(peer) => Self::Peer(operation, transport(question.socket)?, peer),
            // The kernel chooses a name.
            Address::Unix([]) if is_bind => Self::Harmless,
            Address::Unix(name) if is_bind => Self::LocalUnix(name),
            Address::Unix(name) => Self::Unix(name),
            Address::Netlink if is_of_routes(question.socket)? => Self::Harmless,
            Address::Netlink => Self::Family(libc::AF_NETLINK),
            Address::Other(family) => Self::Family(family),
            Address::Short => return Err(libc::EINVAL),
        })
    }

    /// Asks the gate.
    fn ask(
        &self,
        gate: &mut Gate,
        mode: Mode,
        caller: Caller<'_>,
    ) -> Result<(Answer, Grounds), Refusal> {
        let lookups = match mode {
            Mode::Audit => Lookups::Avoided,
            _ => Lookups::SENT,
        };
        let grounds = match *self {
            Self::Harmless => Reason::Harmless.into(),
            Self::Peer(_, Some(transport), server) if caller == Caller::ProgramAtService => {
                gate.admit_name_server(transport, server, lookups)?
            }
            Self::Peer(_, Some(transport), peer) => {
                gate.admit_resolved(transport, peer, &names::of(peer.ip()), lookups)?
            }
            Self::Peer(_, None, _) => gate.admit_raw(b"this socket")?,
            Self::Unix(name) => return unix(gate, name, caller),
            Self::Local(local) => gate.admit_bind(local)?,
            Self::LocalUnix(name) => {
                gate.admit_bind_to(name)?;
                gate.admit_unix(name)?.1
            }
            Self::Listener => gate.admit_listen(b"this socket")?,
            Self::Family(family) => gate.admit_family(family.into())?,
            Self::Make(kind) => return Err(Refusal::new(kind.reason(), "")),
        };
        Ok((Answer::Allow, grounds))
    }

    /// What is counted of it.
    const fn meters(&self) -> &'static [Meter] {
        match self {
            Self::Peer(Operation::GoOn | Operation::Compare, ..) => &[],
            Self::Peer(Operation::Connect, ..) | Self::Peer(_, Some(Transport::Tcp), _) => {
                &[Meter::Creates, Meter::Connects]
            }
            Self::Peer(..) => &[Meter::Sends],
            Self::Local(_) => &[Meter::Binds],
            _ => &[],
        }
    }
}

impl fmt::Display for Call<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Peer(_, Some(transport), peer) => gate::numeric(transport, peer).fmt(f),
            Self::Unix(name) | Self::LocalUnix(name) => write!(f, "unix://{}", Token(name)),
            Self::Local(local) => write!(f, "bind://{local}"),
            Self::Listener => f.write_str("listen"),
            Self::Make(kind) => kind.fmt(f),
            Self::Harmless | Self::Peer(_, None, _) | Self::Family(_) => f.write_str("raw"),
        }
    }
}

/// A path is dialled as what it really is; a service of the host needs no rule, but one may deny it.
fn unix(gate: &Gate, name: &[u8], caller: Caller<'_>) -> Result<(Answer, Grounds), Refusal> {
    let is_service = || match caller {
        Caller::Object(object) => services::is_asked_by(object, name),
        Caller::ProgramAtService => true,
        Caller::Door | Caller::Program => false,
    };
    let (place, grounds) = match gate.admit_unix(name) {
        Err(refusal) if refusal.grounds.reason == Reason::Unix && is_service() => {
            return Ok((Answer::Allow, Reason::HostService.into()));
        }
        admitted => admitted?,
    };
    let answer = match place {
        UnixPath::Unnamed => Answer::Allow,
        UnixPath::Missing(errno) => Answer::Refuse(errno),
        UnixPath::At(found) => Answer::AllowAt(found),
    };
    Ok((answer, grounds))
}

/// Counts a call, if the quotas leave it.
fn charge(call: &Call<'_>, in_force: &InForce, quotas: &Quotas) -> Result<(), Refusal> {
    let (account, now) = (in_force.account(), clock::utc());
    let opens = matches!(call, Call::Peer(Operation::Connect, ..)) && quotas.max_open().is_some();
    if opens {
        quotas.check_open(thread::open())?;
    }
    for meter in call.meters() {
        quotas.take(account, *meter, 1, now)?;
    }
    for meter in call.meters() {
        account.add(meter.counter(), 1);
        if *meter == Meter::Sends {
            account.add(Counter::DatagramsSent, 1);
        }
    }
    Ok(())
}

/// What is told of decisions, and how.
#[derive(Clone, Copy)]
struct Told {
    mode: Mode,
    level: LogLevel,
    format: Format,
}

impl Default for Told {
    /// Where the settings say nothing that could be read.
    fn default() -> Self {
        Self {
            mode: Mode::Enforce,
            level: LogLevel::Denied,
            format: Format::Text,
        }
    }
}

impl Told {
    fn by(settings: &Settings) -> Self {
        Self {
            mode: settings.mode,
            level: settings.log,
            format: settings.log_format,
        }
    }
}

/// Counts a decision that refuses, and puts it down for the log, if decisions of its kind are logged.
fn record(
    question: &Question<'_>,
    in_force: &InForce,
    told: Told,
    call: &Call<'_>,
    grounds: &Grounds,
) {
    if question.operation == Operation::Compare {
        return;
    }
    in_force.account().deny(grounds.reason);
    let logged = match told.level {
        LogLevel::All => !matches!(call, Call::Harmless),
        LogLevel::Denied => grounds.reason.verdict() == Verdict::Deny,
        LogLevel::Nothing => false,
    };
    if logged {
        let place = thread::place();
        let line = Line {
            target: call,
            reason: grounds.reason,
            rule: grounds.rule.as_deref(),
            application: in_force.application(),
            via: &question.via.to_string(),
            named: None,
            at: place.at.as_ref().map(|(file, line)| (&**file, *line)),
            page: place
                .page
                .as_ref()
                .map(|(method, path)| (&**method, &**path)),
            counts: told.mode != Mode::Audit,
        };
        journal::write(Entry {
            common: line.repeated(),
            line: line.in_format(told.format),
        });
        thread::wake();
    }
}

/// What a socket carries; `None` for neither TCP nor UDP.
fn transport(socket: RawFd) -> Result<Option<Transport>, Errno> {
    let kind = ask(socket, |socket| socket.r#type())?;
    let protocol = ask(socket, |socket| socket.protocol())?.map_or(0, i32::from);
    Ok(family::transport(i32::from(kind).into(), protocol.into()))
}

/// Whether a socket asks the kernel about its routes and addresses, as libc does.
fn is_of_routes(socket: RawFd) -> Result<bool, Errno> {
    let protocol = ask(socket, |socket| socket.protocol())?;
    Ok(protocol.map_or(libc::NETLINK_ROUTE, i32::from) == libc::NETLINK_ROUTE)
}

fn ask<T>(socket: RawFd, ask: impl FnOnce(&SockRef<'_>) -> io::Result<T>) -> Result<T, Errno> {
    if socket < 0 {
        return Err(libc::EBADF);
    }
    // SAFETY: the descriptor is only asked about, in this one call, which takes any number.
    let socket = unsafe { BorrowedFd::borrow_raw(socket) };
    ask(&SockRef::from(&socket)).map_err(|error| error.raw_os_error().unwrap_or(libc::EACCES))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        core::{
            settings::{Process, RawSettings, Settings},
            usage::{Account, Ledger},
        },
        native::Mark,
    };
    use nix::sys::socket::{AddressFamily, SockFlag, SockProtocol, SockType, socket};
    use socket2::SockAddr;
    use std::os::fd::{AsRawFd, OwnedFd};

    /// Puts settings in force for this test's thread.
    fn put_in_force(texts: RawSettings<'static>) -> Account {
        let account = Ledger::anonymous().unwrap().account("shop");
        let settings = move || {
            let texts = RawSettings {
                default: "allow",
                development: "0",
                dumpable: "1",
                sockets: "1",
                native: "libraries",
                ..texts
            };
            Settings::parse(&texts, &Process::default()).map_err(|error| error.to_string())
        };
        Box::leak(Box::new(InForce::new(
            settings,
            Mark::of(&[]),
            "shop",
            account,
        )))
        .take_effect();
        account
    }

    fn enforce(allow: &'static str) -> Account {
        put_in_force(RawSettings {
            mode: "enforce",
            log: "denied",
            allow,
            ..RawSettings::default()
        })
    }

    fn of_kind(family: AddressFamily, kind: SockType) -> OwnedFd {
        socket(family, kind, SockFlag::SOCK_CLOEXEC, None).unwrap()
    }

    fn bytes(address: &SockAddr) -> &[u8] {
        // SAFETY: an address has as many bytes as it says.
        unsafe { std::slice::from_raw_parts(address.as_ptr().cast(), address.len() as usize) }
    }

    fn ask(operation: Operation, socket: &OwnedFd, address: &[u8]) -> Answer {
        decide(&Question {
            operation,
            socket: socket.as_raw_fd(),
            address,
            caller: Caller::Object("libpq.so.5"),
            via: &"libpq.so.5",
        })
    }

    fn ask_at(operation: Operation, socket: &OwnedFd, address: &str) -> Answer {
        let address = SockAddr::from(address.parse::<SocketAddr>().unwrap());
        ask(operation, socket, bytes(&address))
    }

    const REFUSED: Answer = Answer::Refuse(libc::EACCES);

    #[test]
    fn peers_are_judged_by_the_rules_counted_and_put_down() {
        let account = enforce("tcp://10.0.0.5:5432");
        let (tcp, udp) = (
            of_kind(AddressFamily::Inet, SockType::Stream),
            of_kind(AddressFamily::Inet, SockType::Datagram),
        );
        let connect = |address| ask_at(Operation::Connect, &tcp, address);
        assert_eq!(connect("10.0.0.5:5432"), Answer::Allow);
        assert_eq!(connect("10.0.0.5:5433"), REFUSED);
        assert_eq!(connect("10.0.0.6:5432"), REFUSED);
        assert_eq!(connect("[::ffff:10.0.0.6]:5432"), REFUSED);
        assert_eq!(connect("[::ffff:10.0.0.5]:5432"), Answer::Allow);
        assert_eq!(
            ask_at(Operation::Connect, &udp, "10.0.0.5:5432"),
            REFUSED,
            "the rule is for TCP"
        );
        assert_eq!(account.get(Counter::Connects), 2);
        assert_eq!(account.denials(Reason::Private), 4);
        let lines = journal::take();
        assert!(
            lines.iter().any(|entry| entry.line
                == "aesock deny tcp://10.0.0.6:5432 reason=private rule=- app=shop via=libpq.so.5"),
            "{lines:?}"
        );
    }

    #[test]
    fn no_family_means_ipv4_where_a_datagram_goes_and_nothing_where_a_connection_is_dissolved() {
        enforce("");
        let udp = of_kind(AddressFamily::Inet, SockType::Datagram);
        let address = SockAddr::from("10.0.0.5:53".parse::<SocketAddr>().unwrap());
        let mut unspecified = bytes(&address).to_vec();
        unspecified[..2].fill(0);
        assert_eq!(ask(Operation::Send, &udp, &unspecified), REFUSED);
        assert_eq!(ask(Operation::Connect, &udp, &unspecified), Answer::Allow);
        assert_eq!(ask(Operation::Send, &udp, &[]), Answer::Allow);
        let short = Answer::Refuse(libc::EINVAL);
        assert_eq!(ask(Operation::Send, &udp, &unspecified[..15]), short);
    }

    #[test]
    fn listening_and_binding_want_their_rules_but_the_wildcard_is_harmless() {
        let tcp = of_kind(AddressFamily::Inet, SockType::Stream);
        enforce("");
        assert_eq!(ask(Operation::Listen, &tcp, &[]), REFUSED);
        assert_eq!(ask_at(Operation::Bind, &tcp, "0.0.0.0:0"), Answer::Allow);
        assert_eq!(ask_at(Operation::Bind, &tcp, "0.0.0.0:80"), REFUSED);
        assert_eq!(ask_at(Operation::Bind, &tcp, "127.0.0.1:0"), REFUSED);
        enforce("listen bind");
        assert_eq!(ask(Operation::Listen, &tcp, &[]), Answer::Allow);
        assert_eq!(ask_at(Operation::Bind, &tcp, "0.0.0.0:80"), Answer::Allow);
    }

    #[test]
    fn a_unix_socket_wants_its_rule_and_is_dialled_at_its_real_path() {
        let folder = std::env::temp_dir().join(format!("aesock-native-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let folder = folder.canonicalize().unwrap();
        let (real, link) = (folder.join("real"), folder.join("link"));
        let _listener = std::os::unix::net::UnixListener::bind(&real).unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        let unix = of_kind(AddressFamily::Unix, SockType::Stream);
        let connect = |path| {
            let address = SockAddr::unix(path).unwrap();
            ask(Operation::Connect, &unix, bytes(&address))
        };
        enforce("");
        assert_eq!(connect(&real), REFUSED);
        enforce("unix");
        assert_eq!(
            connect(&link),
            Answer::AllowAt(FoundSocket::at(&real).unwrap())
        );
        let missing = Answer::Refuse(libc::ENOENT);
        assert_eq!(connect(&folder.join("missing")), missing);
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_service_of_the_host_is_open_to_its_library_unless_a_rule_denies_it() {
        let unix = of_kind(AddressFamily::Unix, SockType::Stream);
        let address = SockAddr::unix("/run/uuidd/request").unwrap();
        let connect = |object| {
            decide(&Question {
                operation: Operation::Connect,
                socket: unix.as_raw_fd(),
                address: bytes(&address),
                caller: Caller::Object(object),
                via: &object,
            })
        };
        enforce("");
        assert_eq!(connect("libuuid.so.1"), Answer::Allow);
        assert_eq!(connect("libpq.so.5"), REFUSED);
        assert_eq!(connect(""), REFUSED);
        put_in_force(RawSettings {
            mode: "enforce",
            deny: "unix:/run/uuidd/*",
            ..RawSettings::default()
        });
        assert_eq!(connect("libuuid.so.1"), REFUSED);
    }

    #[test]
    fn what_a_program_asks_of_the_host_is_open_to_it_unless_it_is_denied_there() {
        let (udp, unix) = (
            of_kind(AddressFamily::Inet, SockType::Datagram),
            of_kind(AddressFamily::Unix, SockType::Stream),
        );
        let server = SockAddr::from("10.0.0.2:53".parse::<SocketAddr>().unwrap());
        let service = SockAddr::unix("/run/uuidd/request").unwrap();
        let connect = |caller, socket: &OwnedFd, address| {
            decide(&Question {
                operation: Operation::Connect,
                socket: socket.as_raw_fd(),
                address: bytes(address),
                caller,
                via: &"program:curl",
            })
        };
        let both = |caller| {
            [
                connect(caller, &udp, &server),
                connect(caller, &unix, &service),
            ]
        };
        enforce("");
        assert_eq!(both(Caller::Program), [REFUSED; 2]);
        assert_eq!(both(Caller::ProgramAtService), [const { Answer::Allow }; 2]);
        let account = put_in_force(RawSettings {
            mode: "enforce",
            deny: "10.0.0.2, unix:/run/uuidd/*",
            ..RawSettings::default()
        });
        assert_eq!(both(Caller::ProgramAtService), [REFUSED; 2]);
        assert_eq!(account.denials(Reason::Denied), 2);
        put_in_force(RawSettings {
            mode: "disabled",
            ..RawSettings::default()
        });
        assert_eq!(both(Caller::ProgramAtService), [REFUSED; 2]);
        put_in_force(RawSettings {
            mode: "enforce",
            quota: "connects:1/day",
            ..RawSettings::default()
        });
        let asks = || connect(Caller::ProgramAtService, &udp, &server);
        assert_eq!(asks(), Answer::Allow);
        assert_eq!(asks(), Answer::Refuse(libc::EDQUOT));
    }

    #[test]
    fn the_kernels_routes_may_be_asked_for_and_nothing_else_that_is_no_internet() {
        enforce("");
        let routes = of_kind(AddressFamily::Netlink, SockType::Raw);
        let kernel = nix::sys::socket::NetlinkAddr::new(0, 0);
        let kernel = raw_bytes(&kernel);
        assert_eq!(ask(Operation::Bind, &routes, &kernel), Answer::Allow);
        let (flags, events) = (SockFlag::empty(), SockProtocol::NetlinkKObjectUEvent);
        let events = socket(AddressFamily::Netlink, SockType::Raw, flags, events).unwrap();
        assert_eq!(ask(Operation::Bind, &events, &kernel), REFUSED);
        let vsock = [(libc::AF_VSOCK as u16).to_ne_bytes(), [0; 2]].concat();
        assert_eq!(ask(Operation::Connect, &routes, &vsock), REFUSED);
    }

    fn raw_bytes(address: &impl nix::sys::socket::SockaddrLike) -> Vec<u8> {
        // SAFETY: an address has as many bytes as it says.
        unsafe {
            std::slice::from_raw_parts(address.as_ptr().cast(), address.len() as usize).to_vec()
        }
    }

    #[test]
    fn audit_logs_and_lets_through_and_passthrough_does_nothing() {
        let tcp = of_kind(AddressFamily::Inet, SockType::Stream);
        let connect = || ask_at(Operation::Connect, &tcp, "10.0.0.7:1");
        let mode = |mode| {
            put_in_force(RawSettings {
                mode,
                log: "denied",
                ..RawSettings::default()
            })
        };
        let denials = |account: Account| account.denials(Reason::Private);
        let account = mode("audit");
        assert_eq!((connect(), denials(account)), (Answer::Allow, 1));
        let account = mode("passthrough");
        assert_eq!((connect(), denials(account)), (Answer::Allow, 0));
        mode("disabled");
        assert_eq!(connect(), REFUSED);
        mode("no-mode");
        assert_eq!(connect(), REFUSED, "settings that mean nothing");
    }

    #[test]
    fn a_quota_that_is_used_up_refuses() {
        put_in_force(RawSettings {
            mode: "enforce",
            quota: "connects:1/day",
            ..RawSettings::default()
        });
        let tcp = of_kind(AddressFamily::Inet, SockType::Stream);
        let connect = || ask_at(Operation::Connect, &tcp, "192.0.1.1:80");
        assert_eq!(connect(), Answer::Allow);
        assert_eq!(connect(), Answer::Refuse(libc::EDQUOT));
    }
}
