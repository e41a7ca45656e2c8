//! What is kept about a socket while it is open: whose it is, when it was used last, and what was
//! counted. It opens and closes nothing.
//!
//! # Design
//! A lease stands at the place of its descriptor, so that it is found at once from whatever a door
//! has: a stream, an object of ext/sockets, a descriptor of libcurl's, or two of them for one
//! socket. Every operation begins with [`Leases::begin`] and ends with [`Leases::finish`], of which
//! neither makes a system call: the clock is the coarse one.
//!
//! What is due next stands first in an ordered set. An operation only notes the time in the lease;
//! a lease whose turn comes, and that was used meanwhile, takes another turn. So the sweep looks at
//! one entry where nothing is due, and at a lease that is in use once in its idle time.
//!
//! A reclaimed socket is shut down, not closed: its descriptor stays a socket's until PHP closes
//! it, and cannot become another's meanwhile.

use super::{
    target::Transport,
    tcp_info::{End, TcpInfo},
    usage::{Account, Counter},
};
use nix::sys::socket::{Shutdown, shutdown};
use std::{
    collections::BTreeSet,
    net::SocketAddr,
    os::fd::RawFd,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

/// How many forks led to this process.
static FORKS: AtomicU32 = AtomicU32::new(0);

/// Says that this process is a new one: it never reclaims what it inherited, nor counts what went
/// past its own operations. To be called in the child of each fork(2).
pub fn forked() {
    FORKS.fetch_add(1, Ordering::Relaxed);
}

fn forks() -> u32 {
    FORKS.load(Ordering::Relaxed)
}

/// How long traffic that passed outside of operations may wait to be counted.
const RECONCILE_EVERY: Duration = Duration::from_secs(1);

/// An application among those of a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ApplicationId(pub u32);

/// An application, and where it is counted.
#[derive(Debug, Clone, Copy)]
pub struct Owner {
    /// Which.
    pub application: ApplicationId,
    /// Its counters.
    pub account: Account,
}

/// Whether all traffic of a socket passes the operations that count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Traffic {
    /// It does.
    Seen,
    /// Some may not: TLS adds to it, or something below PHP's streams reads and writes. The kernel
    /// is asked for it.
    Unseen,
}

/// What a new lease is about.
#[derive(Debug, Clone, Copy)]
pub struct Terms {
    /// Whose the socket is.
    pub owner: Owner,
    /// What the socket carries over the network, and is counted for; `None` for Unix sockets.
    pub carrier: Option<Transport>,
    /// What it is connected to over the network.
    pub peer: Option<SocketAddr>,
    /// Where its bytes pass.
    pub traffic: Traffic,
    /// After how much time without an operation it is reclaimed; `None` for never.
    pub idle: Option<Duration>,
}

/// What an operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// It sends.
    Send,
    /// It receives.
    Receive,
    /// It does neither.
    Other,
}

/// Why a socket may not be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lapse {
    /// It belongs to another application.
    Foreign,
    /// It was reclaimed.
    Reclaimed,
}

/// A lease of which an operation is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub struct Use {
    socket: RawFd,
    serial: u32,
}

/// Bytes of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It failed, or moved no bytes of the peer's or the script's.
    Nothing,
    /// The kernel took this many.
    Sent(u64),
    /// The kernel gave this many. None are the end of a stream.
    Received(u64),
}

/// Milliseconds of the coarse clock.
type Moment = u64;

fn moment(now: Duration) -> Moment {
    now.as_millis() as Moment
}

#[derive(Debug)]
struct Lease {
    serial: u32,
    /// The number of forks when it was made.
    forks: u32,
    owner: Owner,
    carrier: Option<Transport>,
    peer: Option<SocketAddr>,
    traffic: Traffic,
    state: State,
    end: End,
    /// When the last operation began or ended.
    used: Moment,
    idle: Moment,
    /// Its turn in the schedule.
    turn: Moment,
    reconciled: Moment,
    sent: u64,
    received: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Live,
    Reclaimed,
}

/// The turn of a lease that is never due.
const NEVER: Moment = Moment::MAX;

/// The leases of a thread.
#[derive(Debug)]
pub struct Leases {
    /// By descriptor.
    places: Vec<Option<Lease>>,
    /// The turns of leases, the next one first.
    turns: BTreeSet<(Moment, RawFd)>,
    open: u32,
    serial: u32,
    /// When [`Leases::reconcile_sometimes`] did so last.
    reconciled: Duration,
}

impl Default for Leases {
    fn default() -> Self {
        Self::new()
    }
}

impl Leases {
    /// No leases.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            places: Vec::new(),
            turns: BTreeSet::new(),
            open: 0,
            serial: 0,
            reconciled: Duration::ZERO,
        }
    }

    /// Grants a lease of `socket`, which was just made. What stood in its place is over.
    pub fn grant(&mut self, socket: RawFd, terms: Terms, now: Duration) {
        let Ok(place) = usize::try_from(socket) else {
            return;
        };
        self.forget(socket);
        if place >= self.places.len() {
            self.places.resize_with(place + 1, || None);
        }
        let now = moment(now);
        let idle = terms.idle.map_or(NEVER, moment);
        self.serial = self.serial.wrapping_add(1);
        let turn = now.saturating_add(idle);
        self.places[place] = Some(Lease {
            serial: self.serial,
            forks: forks(),
            owner: terms.owner,
            carrier: terms.carrier,
            peer: terms.peer,
            traffic: terms.traffic,
            state: State::Live,
            end: End::Unread,
            used: now,
            idle,
            turn,
            reconciled: now,
            sent: 0,
            received: 0,
        });
        self.schedule(socket, turn);
        self.open += 1;
    }

    /// Begins an operation: the lease is renewed. `Ok(None)` for a socket without one.
    ///
    /// # Errors
    /// [`Lapse`], where `application` may not use the socket; with none given, everybody may.
    #[inline]
    pub fn begin(
        &mut self,
        socket: RawFd,
        application: Option<ApplicationId>,
        now: Duration,
    ) -> Result<Option<Use>, Lapse> {
        self.sweep(now);
        self.check(socket, application, now)
    }

    /// The same without a sweep.
    ///
    /// # Errors
    /// As [`Leases::begin`].
    #[inline]
    pub fn check(
        &mut self,
        socket: RawFd,
        application: Option<ApplicationId>,
        now: Duration,
    ) -> Result<Option<Use>, Lapse> {
        let Some(lease) = self.lease(socket) else {
            return Ok(None);
        };
        if application.is_some_and(|application| application != lease.owner.application) {
            return Err(Lapse::Foreign);
        }
        if lease.state == State::Reclaimed {
            return Err(Lapse::Reclaimed);
        }
        lease.used = moment(now);
        let serial = lease.serial;
        Ok(Some(Use { socket, serial }))
    }

    /// Ends an operation: the lease is renewed, and what was done is counted.
    #[inline]
    pub fn finish(&mut self, operation: Use, what: Operation, outcome: Outcome, now: Duration) {
        let lease = self.lease(operation.socket);
        let Some(lease) = lease.filter(|lease| lease.serial == operation.serial) else {
            return;
        };
        lease.used = moment(now);
        lease.count(what, outcome);
        if lease.traffic == Traffic::Unseen
            && lease.used - lease.reconciled >= moment(RECONCILE_EVERY)
        {
            lease.reconcile(operation.socket);
        }
    }

    /// Says that traffic of `socket` may pass outside of operations from now on.
    pub fn expect_unseen(&mut self, socket: RawFd) {
        if let Some(lease) = self.lease(socket) {
            lease.traffic = Traffic::Unseen;
        }
    }

    /// Says what `socket` is connected to from now on.
    pub fn connected(&mut self, socket: RawFd, peer: SocketAddr) {
        if let Some(lease) = self.lease(socket) {
            lease.peer = Some(peer);
        }
    }

    /// Renews the lease of `socket` at the end of a wait that began when it was whole.
    pub fn renew(&mut self, socket: RawFd, now: Duration) {
        if let Some(lease) = self.lease(socket) {
            lease.used = moment(now);
        }
    }

    /// What `socket` is connected to, as far as that is known.
    pub fn peer(&mut self, socket: RawFd) -> Option<(Transport, SocketAddr)> {
        let lease = self.lease(socket)?;
        lease.carrier.zip(lease.peer)
    }

    /// What `socket` carries, if it has a lease.
    pub fn carrier(&mut self, socket: RawFd) -> Option<Option<Transport>> {
        self.lease(socket).map(|lease| lease.carrier)
    }

    /// Ends the lease of `socket`, which is about to be closed.
    pub fn release(&mut self, socket: RawFd) {
        if let Some(lease) = self.lease(socket) {
            lease.reconcile(socket);
        }
        self.forget(socket);
    }

    /// Counts what passed outside of operations.
    pub fn reconcile(&mut self) {
        for (socket, lease) in self.places.iter_mut().enumerate() {
            if let Some(lease) = lease {
                lease.reconcile(socket as RawFd);
            }
        }
    }

    /// Counts what passed outside of operations, once a second at most.
    pub fn reconcile_sometimes(&mut self, now: Duration) {
        if now.saturating_sub(self.reconciled) >= RECONCILE_EVERY {
            self.reconciled = now;
            self.reconcile();
        }
    }

    /// How many leases there are.
    #[must_use]
    pub fn open(&self) -> u32 {
        self.open
    }

    /// Reclaims what is due.
    #[inline]
    pub fn sweep(&mut self, now: Duration) {
        let now = moment(now);
        while let Some(&(turn, socket)) = self.turns.first()
            && turn <= now
        {
            self.turns.pop_first();
            self.take_turn(socket, now);
        }
    }

    /// Reclaims a lease whose turn it is, or gives it another turn.
    fn take_turn(&mut self, socket: RawFd, now: Moment) {
        let Some(lease) = self.lease(socket) else {
            return;
        };
        lease.turn = NEVER;
        if lease.forks != forks() {
            return;
        }
        let due = lease.due(socket, now);
        if due > now {
            lease.turn = due;
            self.schedule(socket, due);
        } else {
            lease.reclaim(socket);
        }
    }

    fn schedule(&mut self, socket: RawFd, turn: Moment) {
        if turn != NEVER {
            self.turns.insert((turn, socket));
        }
    }

    fn forget(&mut self, socket: RawFd) {
        let place = usize::try_from(socket).ok();
        let lease = place.and_then(|place| self.places.get_mut(place)?.take());
        if let Some(lease) = lease {
            self.turns.remove(&(lease.turn, socket));
            self.open -= 1;
        }
    }

    #[inline]
    fn lease(&mut self, socket: RawFd) -> Option<&mut Lease> {
        let place = usize::try_from(socket).ok()?;
        self.places.get_mut(place)?.as_mut()
    }
}

impl Lease {
    /// When the lease ends, if nothing happens any more. A TCP connection may have been used below
    /// PHP's streams, which the kernel knows.
    fn due(&mut self, socket: RawFd, now: Moment) -> Moment {
        if self.used.saturating_add(self.idle) <= now
            && let Some(info) = self.info(socket)
        {
            self.used = self.used.max(now.saturating_sub(moment(info.quiet)));
        }
        self.used.saturating_add(self.idle)
    }

    fn reclaim(&mut self, socket: RawFd) {
        self.reconcile(socket);
        // Of what is not connected the kernel says so, and shuts it down all the same.
        let _ = shutdown(socket, Shutdown::Both);
        self.state = State::Reclaimed;
        self.owner.account.add(Counter::Reclaims, 1);
    }

    #[inline]
    fn count(&mut self, what: Operation, outcome: Outcome) {
        let Some(carrier) = self.carrier else { return };
        let account = self.owner.account;
        match what {
            Operation::Send => account.add(Counter::Sends, 1),
            Operation::Receive => account.add(Counter::Receives, 1),
            Operation::Other => {}
        }
        let datagrams = u64::from(carrier == Transport::Udp);
        match outcome {
            Outcome::Nothing => {}
            Outcome::Sent(bytes) => {
                self.sent += bytes;
                account.add(Counter::BytesSent, bytes);
                if datagrams > 0 {
                    account.add(Counter::DatagramsSent, datagrams);
                }
            }
            Outcome::Received(bytes) => {
                self.received += bytes;
                account.add(Counter::BytesReceived, bytes);
                if datagrams > 0 {
                    account.add(Counter::DatagramsReceived, datagrams);
                } else if bytes == 0 {
                    self.end = End::Read;
                }
            }
        }
    }

    /// Counts what the kernel knows and no operation told. What a process inherited its parent
    /// counts.
    fn reconcile(&mut self, socket: RawFd) {
        self.reconciled = self.used;
        if self.traffic == Traffic::Seen || self.forks != forks() {
            return;
        }
        let Some(info) = self.info(socket) else {
            return;
        };
        let account = self.owner.account;
        account.add(Counter::BytesSent, info.sent.saturating_sub(self.sent));
        account.add(
            Counter::BytesReceived,
            info.received.saturating_sub(self.received),
        );
        self.sent = self.sent.max(info.sent);
        self.received = self.received.max(info.received);
    }

    fn info(&self, socket: RawFd) -> Option<TcpInfo> {
        (self.carrier == Some(Transport::Tcp))
            .then(|| TcpInfo::of(socket, self.end))
            .flatten()
    }
}
