//! What is kept about a socket while it is open: whose it is, when it was used last, and what was
//! counted. It opens and closes nothing.
//!
//! # Design
//! A lease stands in the slot of its descriptor, so that it is found at once from whatever a door
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
    host::{clock, fork},
    socket::tcp_info::{End, TcpInfo},
    target::Transport,
    usage::{
        Account, Counter,
        quota::{Exhausted, Meter, Quotas},
    },
};
use nix::sys::socket::{Shutdown, shutdown};
use std::{
    collections::BTreeSet,
    net::{IpAddr, SocketAddr},
    num::NonZeroI64,
    os::fd::RawFd,
    time::Duration,
};

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

/// How a socket receives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Receiving {
    /// As its owner does by itself.
    Native,
    /// With one system call: the socket itself waits, for the time that was put in it last. That is
    /// in whatever unit the owner has; `None` where none was.
    Single(Option<NonZeroI64>),
}

impl Receiving {
    /// Of a socket that no time was put in yet.
    pub const SINGLE: Self = Self::Single(None);
}

/// What a new lease is about.
#[derive(Debug, Clone, Copy)]
pub struct Terms {
    /// Whose the socket is.
    pub owner: Owner,
    /// What the socket carries over the network, and is counted for; `None` for Unix sockets.
    pub transport: Option<Transport>,
    /// What it is connected to over the network.
    pub peer: Option<SocketAddr>,
    /// Where its bytes pass.
    pub traffic: Traffic,
    /// After how much time without an operation it is reclaimed; `None` for never.
    pub idle: Option<Duration>,
}

/// What an operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OperationKind {
    /// It sends.
    Send,
    /// It receives.
    Receive,
    /// It does neither.
    Other,
}

/// Why a socket may not be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeaseError {
    /// It belongs to another application.
    Foreign,
    /// It was reclaimed.
    Reclaimed,
    /// A quota of the application is used up.
    Exhausted(Exhausted),
}

/// A lease of which an operation is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub struct LeaseHandle {
    socket: RawFd,
    serial: u32,
    receiving: Receiving,
}

impl LeaseHandle {
    /// How the socket receives: natively where another process may have it too.
    #[must_use]
    pub fn receiving(self) -> Receiving {
        self.receiving
    }
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

/// An address in less room than `SocketAddr` takes, which has IPv6's flow and scope too.
#[derive(Debug, Clone, Copy)]
struct Peer {
    address: IpAddr,
    port: u16,
}

impl From<SocketAddr> for Peer {
    fn from(peer: SocketAddr) -> Self {
        Self {
            address: peer.ip(),
            port: peer.port(),
        }
    }
}

#[derive(Debug)]
struct Lease {
    serial: u32,
    /// The generation of the process that made it.
    generation: u32,
    sharings: u32,
    receiving: Receiving,
    owner: Owner,
    transport: Option<Transport>,
    peer: Option<Peer>,
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

/// The quotas of bytes.
const BYTES: [Meter; 2] = [Meter::BytesSent, Meter::BytesReceived];

/// Counts bytes, beyond their quota too.
#[inline]
fn add(account: Account, meter: Meter, bytes: u64, quotas: &Quotas) {
    account.add(meter.counter(), bytes);
    if !quotas.is_empty() {
        quotas.count(account, meter, bytes, clock::utc());
    }
}

/// The turn of a lease that is never due.
const NEVER: Moment = Moment::MAX;

/// The leases of a thread.
#[derive(Debug)]
pub struct Leases {
    /// By descriptor.
    slots: Slots,
    /// The turns of leases, the next one first.
    turns: BTreeSet<(Moment, RawFd)>,
    /// When the next turn is, at the earliest.
    next: Moment,
    /// What operations may use.
    quotas: Quotas,
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
            slots: Slots::new(),
            turns: BTreeSet::new(),
            next: NEVER,
            quotas: Quotas::NONE,
            open: 0,
            serial: 0,
            reconciled: Duration::ZERO,
        }
    }

    /// Puts other quotas in force.
    pub fn limit(&mut self, quotas: Quotas) {
        self.quotas = quotas;
    }

    /// Whether a quota of bytes is in force.
    #[must_use]
    pub fn limits_bytes(&self) -> bool {
        BYTES.iter().any(|meter| self.quotas.limits(*meter))
    }

    /// Whether any bytes are left to `account`, of both ways.
    ///
    /// # Errors
    /// [`Exhausted`] where none are.
    pub fn check_bytes(&self, account: Account) -> Result<(), Exhausted> {
        let now = clock::utc();
        BYTES
            .iter()
            .try_for_each(|meter| self.quotas.check(account, *meter, now))
    }

    /// Counts what makes or changes a socket, if the quotas leave that.
    ///
    /// # Errors
    /// [`Exhausted`] where they do not.
    pub fn charge(&self, account: Account, meters: &[Meter]) -> Result<(), Exhausted> {
        if meters.contains(&Meter::Creates) {
            self.quotas.check_open(self.open)?;
        }
        let now = clock::utc();
        for meter in meters {
            self.quotas.take(account, *meter, 1, now)?;
        }
        for meter in meters {
            account.add(meter.counter(), 1);
        }
        Ok(())
    }

    /// Grants a lease of `socket`, which was just made. What stood in its slot is over.
    pub fn grant(&mut self, socket: RawFd, terms: Terms, now: Duration) {
        self.forget(socket);
        let Some(slot) = self.slots.make(socket) else {
            return;
        };
        let now = moment(now);
        let idle = terms.idle.map_or(NEVER, moment);
        self.serial = self.serial.wrapping_add(1);
        let turn = now.saturating_add(idle);
        *slot = Some(Lease {
            serial: self.serial,
            generation: fork::generation(),
            sharings: fork::sharings(),
            receiving: Receiving::Native,
            owner: terms.owner,
            transport: terms.transport,
            peer: terms.peer.map(Peer::from),
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
    /// [`LeaseError`], where `application` may not use the socket.
    #[inline]
    pub fn begin(
        &mut self,
        socket: RawFd,
        kind: OperationKind,
        application: ApplicationId,
        now: Duration,
    ) -> Result<Option<LeaseHandle>, LeaseError> {
        self.sweep(now);
        let lease = self.check(socket, application, now)?;
        if !self.quotas.is_empty() && lease.is_some() {
            self.take(socket, kind).map_err(LeaseError::Exhausted)?;
        }
        Ok(lease)
    }

    /// Takes an operation from the quotas, if they leave it and some bytes for it.
    #[cold]
    fn take(&mut self, socket: RawFd, kind: OperationKind) -> Result<(), Exhausted> {
        let metered = self.lease(socket).filter(|lease| lease.transport.is_some());
        let Some(account) = metered.map(|lease| lease.owner.account) else {
            return Ok(());
        };
        let (calls, bytes) = match kind {
            OperationKind::Send => (Meter::Sends, Meter::BytesSent),
            OperationKind::Receive => (Meter::Receives, Meter::BytesReceived),
            OperationKind::Other => return Ok(()),
        };
        let now = clock::utc();
        self.quotas.check(account, bytes, now)?;
        self.quotas.take(account, calls, 1, now)
    }

    /// The same without a sweep.
    ///
    /// # Errors
    /// As [`Leases::begin`].
    #[inline]
    pub fn check(
        &mut self,
        socket: RawFd,
        application: ApplicationId,
        now: Duration,
    ) -> Result<Option<LeaseHandle>, LeaseError> {
        let Some(lease) = self.lease(socket) else {
            return Ok(None);
        };
        if application != lease.owner.application {
            return Err(LeaseError::Foreign);
        }
        if lease.state == State::Reclaimed {
            return Err(LeaseError::Reclaimed);
        }
        lease.used = moment(now);
        Ok(Some(LeaseHandle {
            socket,
            serial: lease.serial,
            receiving: lease.receiving(),
        }))
    }

    /// Ends an operation: the lease is renewed, and what was done is counted.
    #[inline]
    pub fn finish(
        &mut self,
        handle: LeaseHandle,
        kind: OperationKind,
        outcome: Outcome,
        now: Duration,
    ) {
        let lease = self.slots.lease(handle.socket);
        let Some(lease) = lease.filter(|lease| lease.serial == handle.serial) else {
            return;
        };
        lease.used = moment(now);
        lease.count(kind, outcome, &self.quotas);
        if lease.traffic == Traffic::Unseen
            && lease.used - lease.reconciled >= moment(RECONCILE_EVERY)
        {
            lease.reconcile(handle.socket, &self.quotas);
        }
    }

    /// Says that traffic of `socket` may pass outside of operations from now on.
    pub fn expect_unseen(&mut self, socket: RawFd) {
        if let Some(lease) = self.lease(socket) {
            lease.traffic = Traffic::Unseen;
        }
    }

    /// Says how `socket` receives from now on, and tells how it did.
    pub fn set_receiving(&mut self, socket: RawFd, receiving: Receiving) -> Receiving {
        self.lease(socket).map_or(Receiving::Native, |lease| {
            std::mem::replace(&mut lease.receiving, receiving)
        })
    }

    /// Says what `socket` is connected to from now on.
    pub fn connected(&mut self, socket: RawFd, peer: SocketAddr) {
        if let Some(lease) = self.lease(socket) {
            lease.peer = Some(peer.into());
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
        let peer = lease.peer?;
        Some((lease.transport?, SocketAddr::new(peer.address, peer.port)))
    }

    /// What `socket` carries, if it has a lease.
    pub fn transport(&mut self, socket: RawFd) -> Option<Option<Transport>> {
        self.lease(socket).map(|lease| lease.transport)
    }

    /// Ends the lease of `socket`, which is about to be closed.
    pub fn release(&mut self, socket: RawFd) {
        if let Some(lease) = self.slots.lease(socket) {
            lease.reconcile(socket, &self.quotas);
        }
        self.forget(socket);
    }

    /// Counts what passed outside of operations.
    pub fn reconcile(&mut self) {
        for (socket, lease) in self.slots.leases() {
            lease.reconcile(socket, &self.quotas);
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
        if self.next <= now {
            self.take_turns(now);
        }
    }

    #[cold]
    fn take_turns(&mut self, now: Moment) {
        while let Some(&(turn, socket)) = self.turns.first()
            && turn <= now
        {
            self.turns.pop_first();
            self.take_turn(socket, now);
        }
        self.next = self.turns.first().map_or(NEVER, |(turn, _)| *turn);
    }

    /// Reclaims a lease whose turn it is, or gives it another turn.
    fn take_turn(&mut self, socket: RawFd, now: Moment) {
        let Some(lease) = self.slots.lease(socket) else {
            return;
        };
        lease.turn = NEVER;
        if lease.generation != fork::generation() {
            return;
        }
        let due = lease.due(socket, now);
        if due > now {
            lease.turn = due;
            self.schedule(socket, due);
        } else {
            lease.reclaim(socket, &self.quotas);
        }
    }

    fn schedule(&mut self, socket: RawFd, turn: Moment) {
        if turn != NEVER {
            self.turns.insert((turn, socket));
            self.next = self.next.min(turn);
        }
    }

    /// Ends the lease of a socket that is gone, whose descriptor may be another's by now.
    pub fn forget(&mut self, socket: RawFd) {
        if let Some(lease) = self.slots.slot(socket).and_then(Option::take) {
            self.turns.remove(&(lease.turn, socket));
            self.open -= 1;
        }
    }

    #[inline]
    fn lease(&mut self, socket: RawFd) -> Option<&mut Lease> {
        self.slots.lease(socket)
    }
}

/// How many slots are made at once.
const BLOCK: usize = 32;

/// Slots for leases by descriptor, made in blocks as far as descriptors go: nothing is moved when
/// there are more, nor room kept for twice as many.
#[derive(Debug)]
#[expect(
    clippy::vec_box,
    reason = "blocks would be moved, and room kept for twice as many"
)]
struct Slots(Vec<Box<[Option<Lease>; BLOCK]>>);

impl Slots {
    const fn new() -> Self {
        Self(Vec::new())
    }

    /// The slot of a descriptor, made if need be. `None` for what is no descriptor.
    fn make(&mut self, socket: RawFd) -> Option<&mut Option<Lease>> {
        let block = usize::try_from(socket).ok()? / BLOCK;
        while self.0.len() <= block {
            self.0.push(Box::new([const { None }; BLOCK]));
        }
        self.slot(socket)
    }

    #[inline]
    fn slot(&mut self, socket: RawFd) -> Option<&mut Option<Lease>> {
        let index = usize::try_from(socket).ok()?;
        self.0.get_mut(index / BLOCK)?.get_mut(index % BLOCK)
    }

    #[inline]
    fn lease(&mut self, socket: RawFd) -> Option<&mut Lease> {
        self.slot(socket)?.as_mut()
    }

    fn leases(&mut self) -> impl Iterator<Item = (RawFd, &mut Lease)> {
        let slots = self.0.iter_mut().flat_map(|block| block.iter_mut());
        slots
            .enumerate()
            .filter_map(|(socket, slot)| Some((socket as RawFd, slot.as_mut()?)))
    }
}

impl Lease {
    #[inline]
    fn receiving(&self) -> Receiving {
        if self.sharings == fork::sharings() {
            self.receiving
        } else {
            Receiving::Native
        }
    }

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

    fn reclaim(&mut self, socket: RawFd, quotas: &Quotas) {
        self.reconcile(socket, quotas);
        // Of what is not connected the kernel says so, and shuts it down all the same.
        let _ = shutdown(socket, Shutdown::Both);
        self.state = State::Reclaimed;
        self.owner.account.add(Counter::Reclaims, 1);
    }

    #[inline]
    fn count(&mut self, kind: OperationKind, outcome: Outcome, quotas: &Quotas) {
        let Some(transport) = self.transport else {
            return;
        };
        let account = self.owner.account;
        match kind {
            OperationKind::Send => account.add(Counter::Sends, 1),
            OperationKind::Receive => account.add(Counter::Receives, 1),
            OperationKind::Other => {}
        }
        let is_datagram = transport == Transport::Udp;
        match outcome {
            Outcome::Nothing => {}
            Outcome::Sent(bytes) => {
                self.sent += bytes;
                add(account, Meter::BytesSent, bytes, quotas);
                if is_datagram {
                    account.add(Counter::DatagramsSent, 1);
                }
            }
            Outcome::Received(bytes) => {
                self.received += bytes;
                add(account, Meter::BytesReceived, bytes, quotas);
                if is_datagram {
                    account.add(Counter::DatagramsReceived, 1);
                } else if bytes == 0 {
                    self.end = End::Read;
                }
            }
        }
    }

    /// Counts what the kernel knows and no operation told. What a process inherited its parent
    /// counts.
    fn reconcile(&mut self, socket: RawFd, quotas: &Quotas) {
        self.reconciled = self.used;
        if self.traffic == Traffic::Seen || self.generation != fork::generation() {
            return;
        }
        let Some(info) = self.info(socket) else {
            return;
        };
        let account = self.owner.account;
        let ways = [
            (Meter::BytesSent, info.sent, &mut self.sent),
            (Meter::BytesReceived, info.received, &mut self.received),
        ];
        for (meter, known, counted) in ways {
            add(account, meter, known.saturating_sub(*counted), quotas);
            *counted = known.max(*counted);
        }
    }

    fn info(&self, socket: RawFd) -> Option<TcpInfo> {
        (self.transport == Some(Transport::Tcp))
            .then(|| TcpInfo::of(socket, self.end))
            .flatten()
    }
}

#[cfg(test)]
mod tests;
