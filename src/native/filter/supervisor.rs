//! The supervisor's threads: each takes a call that waits, has it decided, and makes it in the caller's
//! place, with copies of the socket and of the address. A call is never sent on to the kernel as it is:
//! the caller could change it after the decision.
//!
//! A thread that is busy leaves another one waiting for calls ([`turns`](super::turns)), so what takes long, a
//! name server or a connection, holds up nobody else. The listener is theirs alone, and is closed with the last
//! of them: what is called then fails (`ENOSYS`), and nobody waits for ever.

use super::{
    address::{RawAddress, errno, place_to_make},
    caller::{Caller, Whose},
    descriptors::Descriptors,
    kernel::{self, Notification},
    message::{MMSGHDR, MSGHDR, Message},
    name_servers,
    pass::{self, Held},
    patience::{LOOK_EVERY, Patience},
    refusals::{Policy, Refusals},
    services, socket,
    stack::Stack,
    turns::{Next, Turn, Turns},
};
use crate::{
    core::socket::{found::FoundSocket, tcp_info},
    native::{
        asking,
        decide::{self, Answer, Kind, Operation, Question},
        in_force::InForce,
    },
};
use libc::c_long;
use nix::{
    errno::Errno,
    poll::{PollFd, PollFlags, PollTimeout, poll},
};
use socket2::{Domain, SockRef, Type};
use std::{
    fmt, io,
    net::Shutdown,
    os::fd::{AsFd, AsRawFd, OwnedFd, RawFd},
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

/// Decides on a call.
pub(super) type Decide = dyn Fn(&Question<'_>) -> Answer + Send + Sync;

/// The memory a thread may use as its stack; what it does not touch is not there.
const STACK: usize = 512 * 1024;

/// What a call is answered with that a signal interrupts: the kernel starts it again, or ends it with
/// `EINTR`, as the caller has it (`ERESTARTSYS`).
const INTERRUPTED: Errno = Errno::ERESTART;
const RESTART: i32 = 512;

/// What says that the kernel is to make the call by itself, which it may in audit mode only; no call of a socket
/// returns it.
const LEFT: Errno = Errno::EDOTDOT;

/// The bits of a socket's type without flags (`SOCK_TYPE_MASK`).
const TYPE: i32 = 0xf;

/// The most messages of one sendmmsg(2), as in the kernel.
const MOST_MESSAGES: u32 = 1024;

/// What all threads share.
pub(super) struct Supervisor {
    pub(super) listener: OwnedFd,
    pub(super) descriptors: Descriptors,
    pub(super) decide: Box<Decide>,
    pub(super) refusals: Refusals,
    turns: Turns,
}

impl Supervisor {
    pub(super) fn new(
        listener: OwnedFd,
        descriptors: Descriptors,
        decide: Box<Decide>,
        refusals: Refusals,
    ) -> Self {
        Self {
            listener,
            descriptors,
            decide,
            refusals,
            turns: Turns::new(),
        }
    }

    /// Serves calls on this thread, which counts as waiting, until enough others wait.
    pub(super) fn serve(self: Arc<Self>) {
        let stack = Stack::of_this_thread();
        stack.release_unused();
        while let Some(mut notification) = self.receive() {
            match self.turn_of(&notification) {
                Turn::Now => {}
                Turn::Later => continue,
                Turn::Never => {
                    self.answer(&notification, Err(Errno::EAGAIN));
                    continue;
                }
            }
            loop {
                self.make(&notification);
                match self.turns.made() {
                    Next::Make(next) => notification = next,
                    Next::Wait => break,
                    Next::End => return,
                }
            }
            // A worker may wait for a long time, and a program's call takes longer than this.
            stack.release_unused();
        }
    }

    fn receive(&self) -> Option<Notification> {
        loop {
            self.look_at_queue();
            if !self.is_called() {
                continue;
            }
            match kernel::receive(self.listener.as_fd()) {
                Ok(notification) => return Some(notification),
                Err(error) => match errno(&error) {
                    // The caller was killed, or something interrupts.
                    Errno::ENOENT | Errno::EINTR => {}
                    _ => return None,
                },
            }
        }
    }

    /// Whether to wait for the next call: where calls wait for their turn, not before it has come.
    fn is_called(&self) -> bool {
        if !self.turns.has_queue() {
            return true;
        }
        let mut called = [PollFd::new(self.listener.as_fd(), PollFlags::POLLIN)];
        poll(&mut called, look_every()) != Ok(0)
    }

    /// Ends the calls that wait for their turn and that a signal interrupts, or whose callers are gone.
    fn look_at_queue(&self) {
        for call in self.turns.to_look_at() {
            let is_over = Caller::of(call.thread).is_signalled()
                || !kernel::is_waiting(self.listener.as_fd(), call.id);
            if is_over && self.turns.take_out(call.id) {
                self.answer(&call, Err(INTERRUPTED));
            }
        }
    }

    fn turn_of(self: &Arc<Self>, notification: &Notification) -> Turn {
        let whose = Caller::of(notification.thread).whose;
        self.turns.received(notification, whose, || {
            let next = self.clone();
            spawn(move || next.serve()).is_ok()
        })
    }

    fn make(&self, notification: &Notification) {
        let outcome = catch_unwind(AssertUnwindSafe(|| self.call(notification)));
        // What could not be looked at is refused.
        self.answer(notification, outcome.unwrap_or(Err(Errno::EACCES)));
    }

    fn answer(&self, notification: &Notification, outcome: Result<i64, Errno>) {
        let (listener, id) = (self.listener.as_fd(), notification.id);
        match outcome {
            Err(LEFT) if self.refusals == Refusals::LeftOut => kernel::leave(listener, id),
            outcome => kernel::answer(listener, id, outcome.map_err(number)),
        }
    }

    #[inline(never)]
    fn call(&self, notification: &Notification) -> Result<i64, Errno> {
        let call = Call {
            supervisor: self,
            id: notification.id,
            number: notification.number,
            caller: Caller::of(notification.thread),
            arguments: notification.arguments,
        };
        match notification.number {
            libc::SYS_connect => call.connect(),
            libc::SYS_bind => call.bind(),
            libc::SYS_listen => call.listen(),
            libc::SYS_sendto => call.sendto(),
            libc::SYS_sendmsg => call.sendmsg(),
            libc::SYS_sendmmsg => call.sendmmsg(),
            _ => call.tell(),
        }
    }
}

/// Starts a thread of the supervisor.
///
/// # Errors
/// That of `pthread_create(3)`.
pub(super) fn spawn(serve: impl FnOnce() + Send + 'static) -> io::Result<thread::JoinHandle<()>> {
    let builder = thread::Builder::new().name("aesock".into());
    builder.stack_size(STACK).spawn(serve)
}

fn look_every() -> PollTimeout {
    PollTimeout::try_from(LOOK_EVERY).unwrap_or(PollTimeout::MAX)
}

fn number(errno: Errno) -> i32 {
    match errno {
        INTERRUPTED => RESTART,
        errno => errno as i32,
    }
}

/// A call that waits.
struct Call<'a> {
    supervisor: &'a Supervisor,
    id: u64,
    number: c_long,
    caller: Caller,
    arguments: [u64; 6],
}

/// What opens a call.
#[derive(Clone, Copy)]
enum Opened {
    /// A rule, or the kind of what it leads to.
    ByPolicy,
    /// That it asks a service of the host.
    AsService,
}

/// An address that was decided on, as the kernel is to read it.
struct Reached {
    address: RawAddress,
    /// The Unix socket that the address leads to, while it is held.
    _found: Option<FoundSocket>,
}

impl Call<'_> {
    fn connect(&self) -> Result<i64, Errno> {
        let [socket, address, length, ..] = self.arguments;
        if socket as i32 == -1 {
            return self.greeted(RawAddress::read(self.caller, address, length)?);
        }
        let (socket, domain) = self.socket()?;
        let address = RawAddress::read(self.caller, address, length)?;
        if names_no_port(&address) && socket::is_udp(&socket)? {
            return self.tell_source(&socket, &address);
        }
        let operation = match tcp_info::is_under_way(socket.as_raw_fd()) {
            true => Operation::GoOn,
            false if self.compares_addresses(&socket)? => Operation::Compare,
            false => Operation::Connect,
        };
        let reached = self.decide(operation, &socket, domain, address)?;
        let connect = || done(pass::connect(socket.as_fd(), reached.address.as_bytes()));
        if socket::is_nonblocking(&socket)? || !socket::is_stream(&socket)? {
            return connect();
        }
        self.wait_for(&socket, connect)
    }

    /// Connects where no port is named, which asks the kernel for a socket's own address towards there and sends
    /// nothing: so C libraries put the addresses of a name in order (RFC 6724). What the socket would send
    /// to port 0 later is not let out.
    fn tell_source(&self, socket: &OwnedFd, address: &RawAddress) -> Result<i64, Errno> {
        if !self.is_waiting() {
            return Err(Errno::EINTR);
        }
        if self.supervisor.refusals == Refusals::Made {
            // Before it has a peer, too: its other descriptors could send at once. It is shut all the same then.
            match done(SockRef::from(socket).shutdown(Shutdown::Write)) {
                Ok(_) | Err(Errno::ENOTCONN) => {}
                error => return error,
            }
        }
        done(pass::connect(socket.as_fd(), address.as_bytes()))
    }

    /// Has `connect` called again and again, each time for a while, until it is done or the caller waits
    /// no longer.
    fn wait_for(
        &self,
        socket: &OwnedFd,
        connect: impl Fn() -> Result<i64, Errno>,
    ) -> Result<i64, Errno> {
        let limit = SockRef::from(socket).write_timeout().ok().flatten();
        let deadline = limit.map(|limit| Instant::now() + limit);
        let _patience = Patience::limit(socket, limit)?;
        let mut first = None;
        loop {
            let error = match connect() {
                Err(error @ (Errno::EINPROGRESS | Errno::EALREADY | Errno::EAGAIN)) => error,
                outcome => return outcome,
            };
            let first = *first.get_or_insert(error);
            if deadline.is_some_and(|deadline| Instant::now() >= deadline) {
                return Err(first);
            }
            if !self.is_waiting() || self.caller.is_signalled() {
                return Err(INTERRUPTED);
            }
        }
    }

    /// Whether the C library only finds out which addresses it could reach.
    fn compares_addresses(&self, socket: &OwnedFd) -> Result<bool, Errno> {
        let resolves = self.caller.whose == Whose::Ours && asking::is_asking(self.caller.thread);
        Ok(resolves && socket::kind(socket)? == Type::DGRAM)
    }

    /// Tells of what no rule opens, whatever else is decided on.
    fn tell(&self) -> Result<i64, Errno> {
        let [first, second, third, ..] = self.arguments.map(|argument| argument as i32);
        let kind = match self.number {
            libc::SYS_socket => Kind::Socket([first, second & TYPE, third]),
            libc::SYS_socketpair => Kind::Pair([first, second & TYPE, third]),
            libc::SYS_setsockopt => Kind::Option([second, third]),
            libc::SYS_io_uring_setup => Kind::Ring,
            _ => return Err(Errno::ENOSYS),
        };
        // It has no socket yet, or none that matters.
        self.question(
            Operation::Make(kind),
            -1,
            &RawAddress::default(),
            self.who(),
        );
        Err(match self.supervisor.refusals {
            Refusals::Made => Errno::from_raw(kind.errno()),
            Refusals::LeftOut => LEFT,
        })
    }

    /// Another PHP asks whether aesock holds it, and by which policy.
    fn greeted(&self, address: RawAddress) -> Result<i64, Errno> {
        let mark = address.as_bytes().strip_prefix(pass::GREETING);
        let mark = mark.ok_or(Errno::EBADF)?;
        let own = InForce::current().map(InForce::mark);
        let policy = match own {
            Some(own) if own.as_bytes() == mark => Policy::Same,
            _ => Policy::Other,
        };
        let refusals = self.supervisor.refusals;
        pass::answer(Held { refusals, policy }).ok_or(Errno::EBADF)
    }

    fn bind(&self) -> Result<i64, Errno> {
        let (socket, domain) = self.socket()?;
        let [_, address, length, ..] = self.arguments;
        let mut address = RawAddress::read(self.caller, address, length)?;
        if domain == Domain::IPV4 && address.family() == Some(libc::AF_UNSPEC) {
            address = address.into_ipv4();
        }
        if let Some(path) = address.path() {
            let place = place_to_make(&self.caller.path(path)?)?;
            address = RawAddress::of_path(&place)?;
        }
        self.ask(Operation::Bind, &socket, &address, None, Opened::ByPolicy)?;
        if address.path().is_some() {
            self.caller.leave_out_of_mode(&socket)?;
        }
        done(pass::bind(socket.as_fd(), address.as_bytes()))
    }

    fn listen(&self) -> Result<i64, Errno> {
        let (socket, _) = self.socket()?;
        let nowhere = RawAddress::default();
        self.ask(Operation::Listen, &socket, &nowhere, None, Opened::ByPolicy)?;
        done(pass::listen(socket.as_fd(), self.arguments[1] as i32))
    }

    fn sendto(&self) -> Result<i64, Errno> {
        let (socket, domain) = self.socket()?;
        let message = Message::of_sendto(self.caller, self.arguments)?;
        self.send(&socket, domain, message, self.arguments[3])
    }

    fn sendmsg(&self) -> Result<i64, Errno> {
        let (socket, domain) = self.socket()?;
        let [_, message, flags, ..] = self.arguments;
        let message = self.message(message)?;
        self.send(&socket, domain, message, flags)
    }

    fn sendmmsg(&self) -> Result<i64, Errno> {
        let (socket, domain) = self.socket()?;
        let [_, messages, count, flags, ..] = self.arguments;
        let mut sent = 0;
        for index in 0..u64::from((count as u32).min(MOST_MESSAGES)) {
            let at = messages.wrapping_add(index * MMSGHDR as u64);
            let outcome = self
                .message(at)
                .and_then(|message| self.send(&socket, domain, message, flags))
                .and_then(|length| {
                    if !self.is_waiting() {
                        return Err(Errno::EINTR);
                    }
                    let length = (length as u32).to_ne_bytes();
                    self.caller.write(at.wrapping_add(MSGHDR as u64), &length)
                });
            match outcome {
                Ok(()) => sent += 1,
                Err(error) if sent == 0 => return Err(error),
                Err(_) => break,
            }
        }
        Ok(sent)
    }

    fn message(&self, at: u64) -> Result<Message, Errno> {
        let Supervisor {
            descriptors,
            refusals,
            ..
        } = self.supervisor;
        Message::read(self.caller, at, descriptors, *refusals)
    }

    fn send(
        &self,
        socket: &OwnedFd,
        domain: Domain,
        mut message: Message,
        flags: u64,
    ) -> Result<i64, Errno> {
        let flags = flags as i32;
        let refusals = self.supervisor.refusals;
        if flags & libc::MSG_FASTOPEN != 0 && refusals == Refusals::Made {
            return Err(Errno::EOPNOTSUPP);
        }
        // The kernel would send from our copy, later: senders know that it may have no room for that.
        if flags & libc::MSG_ZEROCOPY != 0 && self.caller.whose == Whose::Program {
            return Err(Errno::ENOBUFS);
        }
        if message.is_cut() && socket::kind(socket)? != Type::STREAM {
            return Err(Errno::EMSGSIZE);
        }
        let name = match message.name.take() {
            // What UDP makes of an address without a family: IPv4, or over IPv6 none at all.
            Some(name) if name.family() == Some(libc::AF_UNSPEC) => match domain {
                Domain::IPV4 => Some(name.into_ipv4()),
                Domain::IPV6 => None,
                _ => Some(name),
            },
            name => name.filter(|name| !name.as_bytes().is_empty()),
        };
        let reached = match name {
            Some(name) => Some(self.decide(Operation::Send, socket, domain, name)?),
            None if self.is_waiting() => None,
            None => return Err(Errno::EINTR),
        };
        // A connection that is begun so is waited for in the kernel.
        if flags & libc::MSG_FASTOPEN != 0 {
            return Err(LEFT);
        }
        let sent = self.send_all(socket, &mut message, reached.as_ref(), flags);
        if sent == Err(Errno::EPIPE)
            && flags & libc::MSG_NOSIGNAL == 0
            && socket::is_stream(socket)?
        {
            kernel::break_pipe(self.caller.thread);
        }
        sent
    }

    /// Sends in the caller's place, which waits where its socket has no room.
    fn send_all(
        &self,
        socket: &OwnedFd,
        message: &mut Message,
        reached: Option<&Reached>,
        flags: i32,
    ) -> Result<i64, Errno> {
        let at_once = libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL;
        let waits = flags & libc::MSG_DONTWAIT == 0 && !socket::is_nonblocking(socket)?;
        let limit = SockRef::from(socket).write_timeout().ok().flatten();
        let deadline = limit.map(|limit| Instant::now() + limit);
        let (mut sent, length) = (0, message.length());
        let mut pause = Duration::ZERO;
        let so_far = |sent, error| {
            if sent > 0 {
                Ok(sent as i64)
            } else {
                Err(error)
            }
        };
        loop {
            let name = reached.map(|reached| &reached.address);
            match message.send(socket.as_fd(), name, flags | at_once) {
                Ok(more) => {
                    sent += more;
                    pause = Duration::ZERO;
                    if !waits || sent >= length {
                        return Ok(sent as i64);
                    }
                    message.skip(more);
                }
                Err(Errno::EAGAIN) if waits => {
                    let mut room = [PollFd::new(socket.as_fd(), PollFlags::POLLOUT)];
                    let _ = poll(&mut room, look_every());
                    // Of a full queue elsewhere the kernel tells only who is connected to it: there is room here.
                    thread::sleep(pause);
                    pause = (2 * pause).clamp(Duration::from_millis(1), LOOK_EVERY);
                    if deadline.is_some_and(|deadline| Instant::now() >= deadline) {
                        return so_far(sent, Errno::EAGAIN);
                    }
                    if !self.is_waiting() || self.caller.is_signalled() {
                        return so_far(sent, INTERRUPTED);
                    }
                }
                Err(error) => return so_far(sent, error),
            }
        }
    }

    /// The socket of the call.
    fn socket(&self) -> Result<(OwnedFd, Domain), Errno> {
        let socket = self
            .caller
            .descriptor(&self.supervisor.descriptors, self.arguments[0])
            .map_err(|error| match error {
                Errno::EACCES => self.undecided(),
                error => error,
            })?;
        let domain = SockRef::from(&socket)
            .domain()
            .map_err(|error| errno(&error))?;
        Ok((socket, domain))
    }

    /// How a call ends whose socket, or whose path, cannot be looked at: as the kernel makes it, where nothing is
    /// refused.
    fn undecided(&self) -> Errno {
        let call = match self.number {
            libc::SYS_connect => "connect",
            libc::SYS_bind => "bind",
            libc::SYS_listen => "listen",
            libc::SYS_sendto => "sendto",
            libc::SYS_sendmsg => "sendmsg",
            _ => "sendmmsg",
        };
        let unheld = Operation::Make(Kind::Unheld(call));
        match self.question(unheld, -1, &RawAddress::default(), self.who()) {
            Answer::Refuse(errno) => Errno::from_raw(errno),
            _ if self.supervisor.refusals == Refusals::LeftOut => LEFT,
            _ => Errno::EACCES,
        }
    }

    /// Decides on where `address` leads.
    fn decide(
        &self,
        operation: Operation,
        socket: &OwnedFd,
        domain: Domain,
        address: RawAddress,
    ) -> Result<Reached, Errno> {
        let Some(path) = address.path().filter(|_| domain == Domain::UNIX) else {
            if domain == Domain::UNIX {
                self.caller.is_of_our_user().map_err(|_| self.undecided())?;
            }
            let opened = opened_if(address.internet().is_some_and(name_servers::has));
            self.ask(operation, socket, &address, None, opened)?;
            let _found = None;
            return Ok(Reached { address, _found });
        };
        let found = self.caller.path(path).and_then(|path| {
            let found = FoundSocket::at(&path);
            found.map_err(|error| errno(&error))
        });
        let found = found.map_err(|error| match error {
            Errno::EACCES => self.undecided(),
            error => error,
        })?;
        let real = RawAddress::of_path(found.real())?;
        let opened = opened_if(services::is_open_to(self.caller.whose, found.real()));
        self.ask(operation, socket, &real, Some(found.real()), opened)?;
        Ok(Reached {
            address: RawAddress::of_path(&found.address())?,
            _found: Some(found),
        })
    }

    /// Asks about a call, which is still to be made then.
    fn ask(
        &self,
        operation: Operation,
        socket: &OwnedFd,
        address: &RawAddress,
        found: Option<&Path>,
        opened: Opened,
    ) -> Result<(), Errno> {
        if !self.is_waiting() {
            return Err(Errno::EINTR);
        }
        let caller = match (self.caller.whose, opened) {
            // The C library's own: without a filter nobody sees it.
            (Whose::Ours, Opened::AsService) => return Ok(()),
            (Whose::Program, Opened::AsService) => decide::Caller::ProgramAtService,
            (_, Opened::ByPolicy) => self.who(),
        };
        match self.question(operation, socket.as_raw_fd(), address, caller) {
            Answer::Allow => Ok(()),
            Answer::AllowAt(at) if found.is_none_or(|found| found == at.real()) => Ok(()),
            Answer::AllowAt(_) => Err(Errno::EACCES),
            Answer::Refuse(errno) => Err(Errno::from_raw(errno)),
        }
    }

    /// Who calls, as a decision has it.
    fn who(&self) -> decide::Caller<'static> {
        match self.caller.whose {
            Whose::Ours => decide::Caller::Object(""),
            Whose::Program => decide::Caller::Program,
        }
    }

    fn question(
        &self,
        operation: Operation,
        socket: RawFd,
        address: &RawAddress,
        caller: decide::Caller<'_>,
    ) -> Answer {
        (self.supervisor.decide)(&Question {
            operation,
            socket,
            address: address.as_bytes(),
            caller,
            via: &Via(self.caller),
        })
    }

    fn is_waiting(&self) -> bool {
        kernel::is_waiting(self.supervisor.listener.as_fd(), self.id)
    }
}

fn opened_if(is_service: bool) -> Opened {
    match is_service {
        true => Opened::AsService,
        false => Opened::ByPolicy,
    }
}

fn names_no_port(address: &RawAddress) -> bool {
    address.internet().is_some_and(|peer| peer.port() == 0)
}

fn done(called: io::Result<()>) -> Result<i64, Errno> {
    called.map(|()| 0).map_err(|error| errno(&error))
}

/// Who calls, for the log.
struct Via(Caller);

impl fmt::Display for Via {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.whose {
            Whose::Ours => f.write_str("direct-call"),
            Whose::Program => write!(f, "program:{}", self.0.name()),
        }
    }
}
