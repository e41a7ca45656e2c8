//! One lease: what it says of its socket, and what is counted. Not which others there are.

use super::{
    terms::{ApplicationId, Closing, OperationKind, Outcome, Receiving, Terms, Traffic},
    waits::Waits,
};
use crate::core::{
    host::{clock, fork},
    socket::{
        identity::{Found, Identity},
        tcp_info::{End, TcpInfo},
    },
    target::Transport,
    usage::{
        Account, Counter,
        quota::{Meter, Quotas},
    },
};
use nix::sys::socket::{Shutdown, shutdown};
use std::{
    net::{IpAddr, SocketAddr},
    os::fd::RawFd,
    time::Duration,
};

/// Milliseconds of the coarse clock.
pub(super) type Moment = u64;

pub(super) fn moment(now: Duration) -> Moment {
    now.as_millis() as Moment
}

/// When a lease is due that never is.
pub(super) const NEVER: Moment = Moment::MAX;

/// For how long a socket may be idle, in milliseconds: 49 days and more are for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct IdleTime(u32);

impl IdleTime {
    const FOR_EVER: Self = Self(u32::MAX);

    fn of(time: Option<Duration>) -> Self {
        let whole = time.and_then(|time| u32::try_from(time.as_millis()).ok());
        whole.map_or(Self::FOR_EVER, Self)
    }

    fn since(self, used: Moment) -> Moment {
        match self {
            Self::FOR_EVER => NEVER,
            Self(milliseconds) => used.saturating_add(milliseconds.into()),
        }
    }
}

/// An address in less room than `SocketAddr` takes, which has IPv6's flow and scope too.
#[derive(Debug, Clone, Copy)]
pub(super) struct Peer {
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

impl From<Peer> for SocketAddr {
    fn from(peer: Peer) -> Self {
        Self::new(peer.address, peer.port)
    }
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Lease {
    pub(super) serial: u32,
    /// The generation of the process that made it.
    generation: u32,
    sharings: u32,
    /// How many bytes the script was shown that wait to be read.
    peeked: u32,
    pub(super) receiving: Receiving,
    pub(super) application: ApplicationId,
    pub(super) account: Account,
    pub(super) transport: Option<Transport>,
    pub(super) peer: Option<Peer>,
    pub(super) traffic: Traffic,
    pub(super) state: State,
    pub(super) holder: Holder,
    pub(super) waits: Waits,
    /// Whether other leases may be about duplicates.
    pub(super) has_twins: bool,
    end: End,
    /// The socket, where its descriptor may be closed or duplicated unseen.
    pub(super) identity: Option<Identity>,
    /// When the last operation began or ended.
    pub(super) used: Moment,
    idle: IdleTime,
    /// The lower half of a moment.
    reconciled: u32,
    pub(super) moved: Moved,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Live,
    Reclaimed,
}

/// Who has the descriptor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holder {
    /// A stream or an object of PHP's, which ends the lease when it closes it.
    Php,
    /// A library, which may close it without a word.
    Library,
}

/// Bytes that were counted.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Moved {
    sent: u64,
    received: u64,
}

impl std::ops::AddAssign for Moved {
    fn add_assign(&mut self, more: Self) {
        self.sent += more.sent;
        self.received += more.received;
    }
}

/// Counts bytes, beyond their quota too.
#[inline(always)]
fn add(account: Account, meter: Meter, bytes: u64, quotas: &Quotas) {
    account.add(meter.counter(), bytes);
    if !quotas.is_empty() {
        quotas.count(account, meter, bytes, clock::utc());
    }
}

impl Lease {
    pub(super) fn new(serial: u32, terms: &Terms, now: Duration) -> Self {
        let now = moment(now);
        let (holder, identity) = match terms.closing {
            Closing::Told => (Holder::Php, None),
            Closing::Untold(identity) => (Holder::Library, Some(identity)),
        };
        Self {
            serial,
            generation: fork::generation(),
            sharings: fork::sharings(),
            peeked: 0,
            receiving: terms.receiving,
            application: terms.owner.application,
            account: terms.owner.account,
            transport: terms.transport,
            peer: terms.peer.map(Peer::from),
            traffic: terms.traffic,
            state: State::Live,
            holder,
            waits: Waits::NATIVE,
            has_twins: false,
            end: End::Unread,
            identity,
            used: now,
            idle: IdleTime::of(terms.idle),
            reconciled: now as u32,
            moved: Moved::default(),
        }
    }

    /// The lease of a duplicate of its socket.
    pub(super) fn twin(self, serial: u32) -> Self {
        Self {
            serial,
            peeked: 0,
            receiving: Receiving::Native,
            holder: Holder::Php,
            has_twins: true,
            moved: Moved::default(),
            ..self
        }
    }

    /// Whether this process made it.
    pub(super) fn is_of_this_process(&self) -> bool {
        self.generation == fork::generation()
    }

    #[inline]
    pub(super) fn receiving(&self) -> Receiving {
        if self.sharings == fork::sharings() {
            self.receiving
        } else {
            Receiving::Native
        }
    }

    /// What stands at `descriptor`, the lease's, in place of its socket; `None` where that is the
    /// socket itself, which is not asked for where nobody closes it unseen.
    pub(super) fn displaced(&self, descriptor: RawFd) -> Option<Found> {
        let identity = self.identity?;
        Some(Found::at(descriptor)).filter(|found| *found != Found::Socket(identity))
    }

    /// When the lease is due, as far as operations tell. What is over, and what another process made, never is.
    pub(super) fn due(&self) -> Moment {
        if self.state == State::Live && self.is_of_this_process() {
            self.idle.since(self.used)
        } else {
            NEVER
        }
    }

    /// The same, where it was due `now`: a TCP connection may have been used below PHP's streams, which the
    /// kernel knows.
    pub(super) fn due_for_sure(&mut self, socket: RawFd, now: Moment) -> Moment {
        if self.due() <= now
            && let Some(info) = self.info(socket)
        {
            self.used = self.used.max(now.saturating_sub(moment(info.quiet)));
        }
        self.due()
    }

    /// Whether the kernel knows the time of an operation with this outcome, which [`Lease::due_for_sure`] asks
    /// for when the lease is due.
    #[inline]
    pub(super) fn is_dated_by(&self, outcome: Outcome) -> bool {
        self.transport == Some(Transport::Tcp)
            && self.traffic == Traffic::Seen
            && matches!(outcome, Outcome::Sent(1..) | Outcome::Received(1..))
    }

    pub(super) fn reclaim(&mut self, socket: RawFd) {
        // Of what is not connected the kernel says so, and shuts it down all the same.
        let _ = shutdown(socket, Shutdown::Both);
        self.state = State::Reclaimed;
        self.account.add(Counter::Reclaims, 1);
    }

    /// Counts what an operation did.
    #[inline(always)]
    pub(super) fn count(&mut self, kind: OperationKind, outcome: Outcome, quotas: &Quotas) {
        let Some(transport) = self.transport else {
            return;
        };
        let account = self.account;
        match kind {
            OperationKind::Send => account.add(Counter::Sends, 1),
            OperationKind::Receive => account.add(Counter::Receives, 1),
            OperationKind::Other => {}
        }
        match outcome {
            Outcome::Nothing | Outcome::Rejected => {}
            Outcome::Sent(bytes) => {
                self.moved.sent += bytes;
                add(account, Meter::BytesSent, bytes, quotas);
                if transport == Transport::Udp {
                    account.add(Counter::DatagramsSent, 1);
                }
            }
            Outcome::Received(bytes) => self.receive(transport, bytes, quotas),
            Outcome::Peeked(bytes) => {
                let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
                self.peeked = self.peeked.max(bytes);
            }
        }
    }

    #[inline(always)]
    fn receive(&mut self, transport: Transport, bytes: u64, quotas: &Quotas) {
        let account = self.account;
        self.moved.received += bytes;
        add(account, Meter::BytesReceived, bytes, quotas);
        if transport == Transport::Udp {
            self.peeked = 0;
            account.add(Counter::DatagramsReceived, 1);
        } else {
            self.peeked = u64::from(self.peeked).saturating_sub(bytes) as u32;
            if bytes == 0 {
                self.end = End::Read;
            }
        }
    }

    /// Counts what the script was shown and never read, at the end of its lease.
    pub(super) fn settle(&mut self, quotas: &Quotas) {
        let peeked = u64::from(std::mem::take(&mut self.peeked));
        if peeked > 0
            && let Some(transport) = self.transport
        {
            self.receive(transport, peeked, quotas);
        }
    }

    /// For how many milliseconds nothing was looked for that passed unseen.
    pub(super) fn unreconciled(&self) -> Moment {
        (self.used as u32).wrapping_sub(self.reconciled).into()
    }

    /// Whether something may have passed outside of operations. What a process inherited its parent
    /// counts.
    pub(super) fn may_have_unseen(&mut self) -> bool {
        self.reconciled = self.used as u32;
        self.traffic == Traffic::Unseen && self.is_of_this_process()
    }

    /// Counts what the kernel knows and no operation told, here or at a duplicate.
    pub(super) fn reconcile(&mut self, socket: RawFd, of_twins: Moved, quotas: &Quotas) {
        let Some(info) = self.info(socket) else {
            return;
        };
        let account = self.account;
        let ways = [
            (
                Meter::BytesSent,
                info.sent,
                of_twins.sent,
                &mut self.moved.sent,
            ),
            (
                Meter::BytesReceived,
                info.received,
                of_twins.received,
                &mut self.moved.received,
            ),
        ];
        for (meter, known, elsewhere, counted) in ways {
            let unseen = known.saturating_sub(*counted + elsewhere);
            add(account, meter, unseen, quotas);
            *counted += unseen;
        }
    }

    fn info(&self, socket: RawFd) -> Option<TcpInfo> {
        (self.transport == Some(Transport::Tcp))
            .then(|| TcpInfo::of(socket, self.end))
            .flatten()
    }
}
