//! What is kept about a socket while it is open: whose it is, when it was used last, and what was
//! counted. It opens and closes nothing.
//!
//! # Design
//! A lease stands in the slot of its descriptor, so that it is found at once from whatever a door
//! has: a stream, an object of ext/sockets, a descriptor of libcurl's, or two of them for one
//! socket. Every operation begins with [`Leases::begin`] and ends with [`Leases::finish`], of which
//! neither makes a system call: the clock is the coarse one.
//!
//! When something is due next at the earliest is known. An operation only notes the time in the lease,
//! which is due later then. So the sweep looks at one number where nothing is due, and at all leases
//! when one may be. No list has an order to keep: a connection costs no more for that many others are
//! open.
//!
//! A reclaimed socket is shut down, not closed: its descriptor stays a socket's until PHP closes
//! it, and cannot become another's meanwhile.
//!
//! A number is no identity: libcurl closes some sockets without a word, and what has the number then
//! is another's. Where that can be, the lease knows its socket by more ([`Closing::Untold`]), and asks
//! whether it is still there before it is shut down, counted or used, and before a quota of open
//! sockets refuses another one. A socket of a stream or an object of PHP's is not asked for: only they
//! close it, which ends the lease, so its operations need no system call.
//!
//! Leases of duplicates are twins: each counts its own operations, what passed unseen is counted once,
//! and the use of one renews both.

mod handle;
mod idle;
mod record;
mod slots;
mod terms;
mod waits;

pub use handle::LeaseHandle;
pub use idle::Idle;
pub use terms::{
    ApplicationId, Closing, Duplicate, LeaseError, OperationKind, Outcome, Owner, Receiving, Terms,
    Traffic,
};

use super::{
    host::clock,
    socket::identity::Found,
    target::Transport,
    usage::{
        Account,
        quota::{Exhausted, Meter, Quotas},
    },
};
use record::{Holder, Lease, Moment, Moved, NEVER, State, moment};
use slots::Slots;
use std::{net::SocketAddr, os::fd::RawFd, time::Duration};
use waits::Waits;

/// How long traffic that passed outside of operations may wait to be counted.
const RECONCILE_EVERY: Duration = Duration::from_secs(1);

/// The quotas of bytes.
const BYTES: [Meter; 2] = [Meter::BytesSent, Meter::BytesReceived];

/// The quotas of an operation: of its calls, and of its bytes.
fn meters(kind: OperationKind) -> Option<(Meter, Meter)> {
    match kind {
        OperationKind::Send => Some((Meter::Sends, Meter::BytesSent)),
        OperationKind::Receive => Some((Meter::Receives, Meter::BytesReceived)),
        OperationKind::Other => None,
    }
}

/// The leases of a thread.
#[derive(Debug)]
pub struct Leases {
    /// By descriptor.
    slots: Slots<Lease>,
    /// When a lease is due, at the earliest.
    next: Moment,
    /// Until when operations are plain: nothing is due, none is limited, and nobody has a socket who closes it
    /// without a word. Zero where they are not.
    plain_until: Moment,
    /// What operations may use.
    quotas: Quotas,
    /// How many are of libraries: mostly none, and then nobody is asked about for that.
    of_libraries: u32,
    /// How many there are of each application.
    open: Vec<u32>,
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
            next: NEVER,
            plain_until: NEVER,
            quotas: Quotas::NONE,
            of_libraries: 0,
            open: Vec::new(),
            serial: 0,
            reconciled: Duration::ZERO,
        }
    }

    /// Puts other quotas in force.
    pub fn limit(&mut self, quotas: Quotas) {
        self.quotas = quotas;
        self.look_ahead();
    }

    /// To be called where something changes that makes operations plain or not.
    fn look_ahead(&mut self) {
        let is_plain = self.of_libraries == 0 && self.quotas.is_empty();
        self.plain_until = if is_plain { self.next } else { 0 };
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
    pub fn charge(&mut self, owner: Owner, meters: &[Meter]) -> Result<(), Exhausted> {
        let account = owner.account;
        if meters.contains(&Meter::Creates) {
            self.check_open(owner.application)?;
        }
        if !self.quotas.is_empty() {
            let now = clock::utc();
            for meter in meters {
                self.quotas.take(account, *meter, 1, now)?;
            }
        }
        for meter in meters {
            account.add(meter.counter(), 1);
        }
        Ok(())
    }

    /// Whether an application may open another socket, when those are forgotten that were closed
    /// without a word.
    fn check_open(&mut self, application: ApplicationId) -> Result<(), Exhausted> {
        self.quotas.check_open(self.open(application)).or_else(|_| {
            self.forget_displaced();
            self.quotas.check_open(self.open(application))
        })
    }

    /// How many leases an application has, when those are forgotten that were closed without a word.
    pub fn open_for_sure(&mut self, application: ApplicationId) -> u32 {
        self.forget_displaced();
        self.open(application)
    }

    #[cold]
    fn forget_displaced(&mut self) {
        self.each(Self::forget_if_displaced);
    }

    /// Grants a lease of `socket`, which was just made. What stood in its slot is over.
    pub fn grant(&mut self, socket: RawFd, terms: Terms, now: Duration) {
        self.forget(socket);
        let Some(slot) = self.slots.make(socket) else {
            return;
        };
        self.serial = self.serial.wrapping_add(1);
        let lease = Lease::new(self.serial, &terms, now);
        let due = lease.due();
        self.of_libraries += u32::from(lease.holder == Holder::Library);
        *slot = Some(lease);
        self.schedule(due);
        *self.open_mut(terms.owner.application) += 1;
    }

    /// Grants a lease of `duplicate`, a new descriptor, where it is one of a socket that has a lease:
    /// of the same application, in the same state.
    pub fn grant_duplicate(&mut self, duplicate: RawFd) -> Option<Duplicate> {
        self.forget(duplicate);
        let found = Found::at(duplicate);
        let identity = found.socket()?;
        let mut leases = self.slots.iter_mut();
        let (_, original) = leases.find(|(socket, _)| Found::at(*socket) == found)?;
        original.has_twins = true;
        original.identity = Some(identity);
        let received = std::mem::replace(&mut original.receiving, Receiving::Native);
        let original = *original;
        drop(leases);
        self.serial = self.serial.wrapping_add(1);
        let twin = original.twin(self.serial);
        *self.slots.make(duplicate)? = Some(twin);
        self.schedule(twin.due());
        *self.open_mut(twin.application) += 1;
        Some(Duplicate {
            transport: twin.transport,
            received,
        })
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

    /// Begins an operation as most do: nothing is due, no quota is in force, no library has a socket, and
    /// the lease is live and the application's, or there is none. `None` where it may be otherwise, which
    /// [`Leases::begin`] knows. There is nothing here that panics.
    #[inline(always)]
    pub fn begin_plainly(
        &mut self,
        socket: RawFd,
        application: ApplicationId,
        now: Moment,
    ) -> Option<Option<LeaseHandle>> {
        if self.plain_until <= now {
            return None;
        }
        let Some(lease) = self.slots.get(socket) else {
            return Some(None);
        };
        if application != lease.application || lease.state == State::Reclaimed {
            return None;
        }
        lease.used = now;
        Some(Some(LeaseHandle::of(socket, lease)))
    }

    /// Renews the lease of a socket that is waited for, as [`Leases::check`] does for most, and tells where its
    /// traffic passes. `None` where it may be otherwise: a library has it, which may have closed it. There is
    /// nothing here that panics.
    #[inline(always)]
    pub fn check_plainly(
        &mut self,
        socket: RawFd,
        application: ApplicationId,
        now: Moment,
    ) -> Option<Traffic> {
        let lease = self.slots.get(socket)?;
        if application != lease.application
            || lease.state == State::Reclaimed
            || lease.holder == Holder::Library
        {
            return None;
        }
        lease.used = now;
        Some(lease.traffic)
    }

    /// Takes an operation from the quotas, if they leave it and some bytes for it.
    #[cold]
    fn take(&mut self, socket: RawFd, kind: OperationKind) -> Result<(), Exhausted> {
        let metered = self.lease(socket).filter(|lease| lease.transport.is_some());
        let Some(account) = metered.map(|lease| lease.account) else {
            return Ok(());
        };
        let Some((calls, bytes)) = meters(kind) else {
            return Ok(());
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
        if application != lease.application {
            return Err(LeaseError::Foreign);
        }
        if lease.state == State::Reclaimed {
            return Err(LeaseError::Reclaimed);
        }
        lease.used = moment(now);
        Ok(Some(LeaseHandle::of(socket, lease)))
    }

    /// Ends an operation: the lease is renewed, and what was done is counted. When it ended is asked for
    /// only where the kernel does not know it as well.
    #[inline]
    pub fn finish(
        &mut self,
        handle: LeaseHandle,
        kind: OperationKind,
        outcome: Outcome,
        now: impl FnOnce() -> Duration,
    ) {
        let lease = self.slots.get(handle.socket);
        let Some(lease) = lease.filter(|lease| lease.serial == handle.serial) else {
            return;
        };
        if !lease.is_dated_by(outcome) {
            lease.used = moment(now());
        }
        if outcome == Outcome::Rejected {
            let account = lease.account;
            return self.give_back(account, kind);
        }
        lease.count(kind, outcome, &self.quotas);
        if lease.traffic == Traffic::Unseen && lease.unreconciled() >= moment(RECONCILE_EVERY) {
            self.reconcile_one(handle.socket);
        }
    }

    /// Ends an operation as most do: the kernel knows when it ended, and no quota is in force. Whether it
    /// was one; where not, nothing is done, and [`Leases::finish`] knows. There is nothing here that panics.
    #[inline(always)]
    pub fn finish_plainly(
        &mut self,
        handle: LeaseHandle,
        kind: OperationKind,
        outcome: Outcome,
    ) -> bool {
        if self.plain_until == 0 {
            return false;
        }
        let Some(lease) = self.slots.get(handle.socket) else {
            return false;
        };
        let is_plain = lease.serial == handle.serial && lease.is_dated_by(outcome);
        if is_plain {
            lease.count(kind, outcome, &Quotas::NONE);
        }
        is_plain
    }

    /// Ends an operation that was neither to send nor to receive, of a socket whose traffic operations see.
    /// Whether it was one, as with [`Leases::finish_plainly`].
    #[inline(always)]
    pub fn finish_asking_plainly(&mut self, handle: LeaseHandle, now: Moment) -> bool {
        let lease = self
            .slots
            .get(handle.socket)
            .filter(|lease| lease.serial == handle.serial && lease.traffic == Traffic::Seen);
        lease.is_some_and(|lease| {
            lease.used = now;
            true
        })
    }

    /// Gives back what [`Leases::take`] took.
    #[cold]
    fn give_back(&self, account: Account, kind: OperationKind) {
        if let Some((calls, _)) = meters(kind) {
            self.quotas.give_back(account, calls, 1, clock::utc());
        }
    }

    /// Says that traffic of `socket` may pass outside of operations from now on.
    pub fn expect_unseen(&mut self, socket: RawFd) {
        if let Some(lease) = self.lease(socket) {
            lease.traffic = Traffic::Unseen;
        }
    }

    /// Says that others have the descriptor of `socket` from now on, who may use and close it too.
    pub fn give_out(&mut self, socket: RawFd) {
        if let Some(lease) = self.lease(socket) {
            lease.traffic = Traffic::Unseen;
            lease.identity = lease.identity.or_else(|| Found::at(socket).socket());
        }
    }

    /// Says that the owner of `socket` ends without closing it: others have it from now on.
    pub fn leave(&mut self, socket: RawFd) {
        self.give_out(socket);
        if let Some(lease) = self.lease(socket)
            && lease.holder == Holder::Php
        {
            lease.holder = Holder::Library;
            self.of_libraries += 1;
            self.look_ahead();
        }
    }

    /// Says how `socket` receives from now on, and tells how it did.
    pub fn set_receiving(&mut self, socket: RawFd, receiving: Receiving) -> Receiving {
        self.lease(socket).map_or(Receiving::Native, |lease| {
            std::mem::replace(&mut lease.receiving, receiving)
        })
    }

    /// Says how long each wait for `socket` may take, which the kernel does not know. Whether a lease keeps it.
    pub fn limit_later(&mut self, socket: RawFd, limit: Duration) -> bool {
        let lease = self.lease(socket);
        lease
            .map(|lease| lease.waits = Waits::limited_later(limit))
            .is_some()
    }

    /// How long a wait of this kind may take, where the caller is to tell the kernel.
    pub fn take_limit(&mut self, socket: RawFd, kind: OperationKind) -> Option<Duration> {
        self.lease(socket)?.waits.take_limit(kind)
    }

    /// Whether a send is to be tried without a wait: the first datagram of a socket.
    pub fn tries_at_once(&mut self, socket: RawFd) -> bool {
        let udp = |lease: &&mut Lease| lease.transport == Some(Transport::Udp);
        let lease = self.lease(socket).filter(udp);
        lease.is_some_and(|lease| lease.waits.try_at_once())
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
        Some((lease.transport?, lease.peer?.into()))
    }

    /// What `socket` carries, if it has a lease.
    pub fn transport(&mut self, socket: RawFd) -> Option<Option<Transport>> {
        self.lease(socket).map(|lease| lease.transport)
    }

    /// Ends the lease of `socket`, which is about to be closed.
    pub fn release(&mut self, socket: RawFd) {
        self.settle(socket);
        self.forget(socket);
    }

    /// Counts what only the end of a lease tells.
    fn settle(&mut self, socket: RawFd) {
        if let Some(lease) = self.slots.get(socket) {
            lease.settle(&self.quotas);
            self.reconcile_one(socket);
        }
    }

    /// Counts what passed outside of operations.
    pub fn reconcile(&mut self) {
        self.each(Self::reconcile_one);
    }

    /// Gives the room back of leases that are over.
    pub fn trim(&mut self) {
        self.slots.trim();
    }

    /// Does something with each socket that has a lease; it may end the lease.
    fn each(&mut self, mut action: impl FnMut(&mut Self, RawFd)) {
        let mut from = 0;
        while let Some(socket) = self.slots.next(from) {
            action(self, socket);
            from = socket.saturating_add(1);
        }
    }

    /// Counts what passed outside of the operations of one lease, which ends where its socket is
    /// gone.
    fn reconcile_one(&mut self, socket: RawFd) {
        let Some(lease) = self.slots.get(socket) else {
            return;
        };
        if !lease.may_have_unseen() {
            return;
        }
        match lease.displaced(socket) {
            None => {}
            Some(Found::Unknown) => return,
            Some(Found::Nothing | Found::Socket(_)) => return self.forget(socket),
        }
        let of_twins = self.moved_by_twins(socket);
        if let Some(lease) = self.slots.get(socket) {
            lease.reconcile(socket, of_twins, &self.quotas);
        }
    }

    /// Counts what passed outside of operations, once a second at most.
    pub fn reconcile_sometimes(&mut self, now: Duration) {
        if now.saturating_sub(self.reconciled) >= RECONCILE_EVERY {
            self.reconciled = now;
            self.reconcile();
        }
    }

    /// How many leases an application has.
    #[must_use]
    pub fn open(&self, application: ApplicationId) -> u32 {
        let open = self.open.get(application.0 as usize);
        open.copied().unwrap_or_default()
    }

    fn open_mut(&mut self, application: ApplicationId) -> &mut u32 {
        let index = application.0 as usize;
        if self.open.len() <= index {
            self.open.resize(index + 1, 0);
        }
        &mut self.open[index]
    }

    /// Whether there is no lease, and no room for one either.
    #[inline]
    #[must_use]
    pub fn is_unused(&self) -> bool {
        self.slots.is_unused()
    }

    /// Whether anything may become due.
    #[must_use]
    pub fn has_due(&self) -> bool {
        self.next != NEVER
    }

    /// Reclaims what is due.
    #[inline]
    pub fn sweep(&mut self, now: Duration) {
        let now = moment(now);
        if self.next <= now {
            self.take_due(now);
        }
    }

    #[cold]
    fn take_due(&mut self, now: Moment) {
        let (mut next, mut due) = (NEVER, Vec::new());
        for (socket, lease) in self.slots.iter_mut() {
            match lease.due() {
                at if at <= now => due.push((at, socket)),
                later => next = next.min(later),
            }
        }
        self.next = next;
        self.look_ahead();
        due.sort_unstable();
        for (_, socket) in due {
            self.end_idle(socket, now);
        }
    }

    /// Reclaims a lease that is due, unless it was used in another way than by operations.
    fn end_idle(&mut self, socket: RawFd, now: Moment) {
        let used = self.used_by_twins(socket);
        let Some(lease) = self.slots.get(socket) else {
            return;
        };
        lease.used = lease.used.max(used);
        let due = match lease.displaced(socket) {
            None => lease.due_for_sure(socket, now),
            // What cannot be looked at is not shut down, but looked at again.
            Some(Found::Unknown) => now + moment(RECONCILE_EVERY),
            Some(Found::Nothing | Found::Socket(_)) => return self.forget(socket),
        };
        if due > now {
            self.schedule(due);
        } else {
            self.settle(socket);
            if let Some(lease) = self.slots.get(socket) {
                lease.reclaim(socket);
            }
        }
    }

    fn schedule(&mut self, due: Moment) {
        self.next = self.next.min(due);
        self.look_ahead();
    }

    /// Ends the lease of a socket that is gone, whose descriptor may be another's by now.
    pub fn forget(&mut self, socket: RawFd) {
        if let Some(lease) = self.slots.slot(socket).and_then(Option::take) {
            *self.open_mut(lease.application) -= 1;
            self.of_libraries -= u32::from(lease.holder == Holder::Library);
            self.look_ahead();
            // What it counted is not unseen for those that stay.
            if let Some(twin) = self.twins(&lease).next() {
                twin.moved += lease.moved;
            }
        }
    }

    /// The lease of `socket`, unless another one has its descriptor by now, unseen.
    #[inline]
    fn lease(&mut self, socket: RawFd) -> Option<&mut Lease> {
        if self.of_libraries != 0 {
            self.look_for_displaced(socket);
        }
        self.slots.get(socket)
    }

    #[cold]
    fn look_for_displaced(&mut self, socket: RawFd) {
        let lease = self.slots.get(socket);
        if lease.is_some_and(|lease| lease.holder == Holder::Library) {
            self.forget_if_displaced(socket);
        }
    }

    #[cold]
    fn forget_if_displaced(&mut self, socket: RawFd) {
        let lease = self.slots.get(socket);
        let displaced = lease.and_then(|lease| lease.displaced(socket));
        if let Some(Found::Nothing | Found::Socket(_)) = displaced {
            self.forget(socket);
        }
    }

    /// The leases of duplicates of the socket of one.
    fn twins(&mut self, of: &Lease) -> impl Iterator<Item = &mut Lease> {
        let identity = of.identity.filter(|_| of.has_twins);
        let serial = of.serial;
        let leases = identity.map(|_| self.slots.iter_mut());
        leases
            .into_iter()
            .flatten()
            .map(|(_, lease)| lease)
            .filter(move |lease| lease.serial != serial && lease.identity == identity)
    }

    fn moved_by_twins(&mut self, socket: RawFd) -> Moved {
        let mut moved = Moved::default();
        if let Some(lease) = self.slots.get(socket).copied() {
            self.twins(&lease).for_each(|twin| moved += twin.moved);
        }
        moved
    }

    fn used_by_twins(&mut self, socket: RawFd) -> Moment {
        let lease = self.slots.get(socket).copied();
        lease.map_or(0, |lease| {
            let used = self.twins(&lease).map(|twin| twin.used);
            used.max().unwrap_or_default()
        })
    }
}

#[cfg(test)]
mod tests;
