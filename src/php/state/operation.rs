//! Operations on sockets, as the doors use them: each begins and ends here, and so does a new
//! socket. Settings that changed come into force first, and a refusal waits for its door. What a
//! thread keeps about sockets is in [`crate::php::state::leases`].
//!
//! [`begin`] and [`Operation::finish`] stand around the engine's own operation, which may run user code
//! and leave by `longjmp`: between them nothing is held but plain data.

use super::{
    gates::{self, Gates},
    leases::{self, Begun, CurrentOwner, LeaseTerms},
    refusal::{self, Failure},
};
use crate::{
    core::{
        gate::{self, Refusal},
        host::clock,
        lease::{
            ApplicationId, Closing, LeaseError, LeaseHandle, OperationKind, Outcome, Receiving,
            Terms, Traffic,
        },
        reason::Reason,
        socket::{connect, identity::Found},
        target::Transport,
        usage::quota::Meter,
    },
    php::sys,
};
use std::{
    fmt,
    net::SocketAddr,
    os::fd::{BorrowedFd, RawFd},
    time::Duration,
};

/// An operation that has begun.
#[derive(Clone, Copy)]
#[must_use]
pub(in crate::php) struct Operation {
    lease: Option<LeaseHandle>,
    operation: OperationKind,
}

impl Operation {
    /// Whether the socket has a lease.
    pub(in crate::php) fn is_leased(self) -> bool {
        self.lease.is_some()
    }

    /// How the socket receives.
    pub(in crate::php) fn receiving(self) -> Receiving {
        self.lease.map_or(Receiving::Native, LeaseHandle::receiving)
    }

    /// Whether it may wait for longer than it should, unless the kernel is told of a limit before ([`limit`]).
    #[inline(always)]
    pub(in crate::php) fn is_unlimited(self) -> bool {
        self.lease
            .is_some_and(|lease| lease.is_unlimited(self.operation))
    }

    /// When it began, where the socket has a lease: not later than it did, and a tick earlier at most.
    pub(in crate::php) fn began(self) -> Option<Duration> {
        self.lease.map(LeaseHandle::began)
    }

    /// Ends the operation.
    #[inline(never)]
    pub(in crate::php) fn finish(self, outcome: Outcome) {
        if let Some(lease) = self.lease {
            leases::finish(lease, self.operation, outcome);
        }
    }

    /// Ends an operation that was neither to send nor to receive.
    #[inline(always)]
    pub(in crate::php) fn finish_asking(self) {
        if !self.lease.is_some_and(leases::finish_asking_plainly) {
            self.finish(Outcome::Nothing);
        }
    }

    /// Ends an operation that moved bytes, as most do.
    #[inline(always)]
    pub(in crate::php) fn finish_moving(self, outcome: Outcome) {
        let finished = self
            .lease
            .is_some_and(|lease| leases::finish_plainly(lease, self.operation, outcome));
        if !finished {
            self.finish(outcome);
        }
    }
}

/// Bounds each wait for a socket that has just got its lease: from the first wait of each kind on, which many sockets
/// never come to.
pub(in crate::php) fn limit_later(socket: RawFd, limit: Duration) {
    if !leases::limit_later(socket, limit) {
        tell(socket, OperationKind::Send, limit);
        tell(socket, OperationKind::Receive, limit);
    }
}

/// Has the kernel know how long operations of this kind may wait, where it does not.
#[cold]
#[inline(never)]
pub(in crate::php) fn limit(socket: RawFd, kind: OperationKind) {
    if let Some(limit) = leases::take_limit(socket, kind) {
        tell(socket, kind, limit);
    }
}

/// The same of all operations: others may have the socket from now on, who do not ask.
pub(in crate::php) fn limit_all(socket: RawFd) {
    limit(socket, OperationKind::Send);
    limit(socket, OperationKind::Receive);
}

fn tell(socket: RawFd, kind: OperationKind, limit: Duration) {
    if socket < 0 {
        return;
    }
    // SAFETY: the descriptor is that of a live socket, which stays open meanwhile.
    let socket = unsafe { BorrowedFd::borrow_raw(socket) };
    match kind {
        OperationKind::Send => connect::limit_sending(socket, limit),
        OperationKind::Receive => connect::limit_receiving(socket, limit),
        OperationKind::Other => {}
    }
}

/// That an operation is refused; [`refusal::take`] tells why.
pub(in crate::php) struct Refused;

/// Begins an operation on `socket`: its lease is renewed. What is due by now is reclaimed.
///
/// # Safety
/// On a thread of PHP, within a request, outside [`gates::with`]. A refusal is logged, which may
/// bail out.
#[inline(always)]
pub(in crate::php) unsafe fn begin(
    socket: RawFd,
    operation: OperationKind,
) -> Result<Operation, Refused> {
    match leases::begin_plainly(socket) {
        Some(lease) => Ok(Operation { lease, operation }),
        // SAFETY: the caller's contract.
        None => unsafe { begin_with_care(socket, operation) },
    }
}

/// Begins an operation on a socket that has a lease and is as most are. `None` where [`begin`] has to.
#[inline(always)]
pub(in crate::php) fn begin_plainly(socket: RawFd, operation: OperationKind) -> Option<Operation> {
    let lease = leases::begin_plainly(socket)?;
    lease.is_some().then_some(Operation { lease, operation })
}

/// As [`begin`], for what is not as most are.
#[cold]
#[inline(never)]
unsafe fn begin_with_care(socket: RawFd, operation: OperationKind) -> Result<Operation, Refused> {
    match leases::begin(socket, operation) {
        Begun::Ready(lease) => Ok(Operation { lease, operation }),
        // SAFETY: the caller's contract.
        begun => unsafe { begin_anew(begun, socket, operation) },
    }
}

#[cold]
unsafe fn begin_anew(
    begun: Begun,
    socket: RawFd,
    operation: OperationKind,
) -> Result<Operation, Refused> {
    // SAFETY: as in `begin`.
    unsafe {
        match begun {
            Begun::Stale if refreshes() => begin_with_care(socket, operation),
            Begun::Lapsed(error) => lapsed(socket, error).map(|()| Operation {
                lease: None,
                operation,
            }),
            Begun::Watched => use_watched(socket).map(|()| Operation {
                lease: None,
                operation,
            }),
            _ => refuse(|_| Err(Refusal::new(Reason::Internal, "this socket").into())),
        }
    }
}

/// Renews the lease of a socket that a select waits for, where it is as most are, and tells where its traffic
/// passes. `None` where [`watch`] has to.
#[inline(always)]
pub(in crate::php) fn watch_plainly(socket: RawFd) -> Option<Traffic> {
    leases::check_plainly(socket)
}

/// Renews the lease of a socket that is waited for, unless it is another application's. A reclaimed
/// one may be waited for: it is at its end. What is due is not reclaimed here, as it may be what was
/// waited for.
///
/// # Safety
/// As [`begin`].
pub(in crate::php) unsafe fn watch(socket: RawFd) -> Result<(), Refused> {
    match leases::check(socket) {
        // SAFETY: the caller's contract.
        Begun::Lapsed(error @ LeaseError::Foreign) => unsafe { lapsed(socket, error) },
        // SAFETY: as above.
        Begun::Stale if refreshes() => unsafe { watch(socket) },
        // SAFETY: as above.
        Begun::Watched => unsafe { use_watched(socket) },
        _ => Ok(()),
    }
}

/// Puts settings in force that changed. Whether they are then.
fn refreshes() -> bool {
    gates::refresh();
    !matches!(leases::owner(), CurrentOwner::Stale)
}

/// Refuses an operation on a socket whose lease is over, where the mode wants that.
#[cold]
unsafe fn lapsed(socket: RawFd, error: LeaseError) -> Result<(), Refused> {
    let peer = leases::peer(socket).or_else(|| sys::transport(socket).zip(sys::peer(socket)));
    // SAFETY: as in `begin`.
    unsafe { refuse(|gates| check_lapsed(gates, error, peer)) }
}

/// Tells of a socket that would have been reclaimed before it is used (audit mode).
unsafe fn use_watched(socket: RawFd) -> Result<(), Refused> {
    if leases::use_watched(socket) {
        // SAFETY: as in `begin`.
        unsafe { lapsed(socket, LeaseError::Reclaimed) }
    } else {
        Ok(())
    }
}

unsafe fn refuse<T>(ask: impl FnOnce(&mut Gates) -> Result<T, Failure>) -> Result<T, Refused> {
    // SAFETY: as in `begin`.
    unsafe { refusal::ask(ask) }.map_err(|_| Refused)
}

fn check_lapsed(
    gates: &mut Gates,
    error: LeaseError,
    peer: Option<(Transport, SocketAddr)>,
) -> Result<(), Failure> {
    let mut check = |target: &dyn fmt::Display, subject: &dyn fmt::Display| {
        let refusal = match error {
            LeaseError::Foreign => Refusal::new(Reason::Foreign, subject),
            LeaseError::Reclaimed => Refusal::new(Reason::Reclaimed, subject),
            LeaseError::Exhausted(exhausted) => exhausted.into(),
        };
        refusal::enforce(gates, target, |_| Err(refusal))
    };
    match peer {
        Some((transport, peer)) => check(&gate::numeric(transport, peer), &peer)?,
        None => check(&"socket", &"the socket")?,
    }
    Ok(())
}

/// The application that operations are done for now; `None` where sockets have no owner.
pub(in crate::php) fn application() -> Option<ApplicationId> {
    lease_terms().map(|terms| terms.owner.application)
}

/// Whether sockets are somebody's in the mode in force.
pub(in crate::php) fn are_in_force() -> bool {
    match leases::owner() {
        CurrentOwner::Of(_) => true,
        CurrentOwner::Nobodys | CurrentOwner::Watched(_) => false,
        CurrentOwner::Stale => application().is_some(),
    }
}

/// Whether it is told what would have been reclaimed where sockets are nobody's.
pub(in crate::php) fn are_watched() -> bool {
    matches!(leases::owner(), CurrentOwner::Watched(_))
}

/// What the settings in force say.
fn lease_terms() -> Option<LeaseTerms> {
    gates::refresh();
    leases::lease_terms()
}

/// Counts what makes or changes a socket of the network, if the quotas leave that: attempts, once the
/// engine has accepted the call, whatever the kernel makes of them, as App Engine counted calls.
///
/// # Errors
/// The [`Refusal`] where they do not.
pub(in crate::php) fn charge(meters: &[Meter]) -> Result<(), Refusal> {
    let Some(LeaseTerms { owner, .. }) = lease_terms() else {
        return Ok(());
    };
    match leases::charge(owner, meters) {
        Some(charged) => Ok(charged?),
        None => Err(Refusal::new(Reason::Internal, "this socket")),
    }
}

/// The same, and puts a refusal down for the log.
///
/// # Errors
/// As [`charge`].
pub(in crate::php) fn charge_for(
    gates: &mut Gates,
    meters: &[Meter],
    target: &dyn fmt::Display,
) -> Result<(), Refusal> {
    charge(meters).or_else(|refusal| refusal::enforce(gates, target, |_| Err(refusal)))
}

/// Whether the quotas in force leave what makes a socket, which is not counted.
///
/// # Errors
/// As [`charge`].
pub(in crate::php) fn foresee(gates: &Gates, meters: &[Meter]) -> Result<(), Refusal> {
    let Some(quotas) = gates.quotas() else {
        return Ok(());
    };
    let (account, now) = (gates.account(), clock::utc());
    quotas.check_open(leases::open())?;
    let mut meters = meters.iter();
    Ok(meters.try_for_each(|meter| quotas.check(account, *meter, now))?)
}

/// Whether a quota of bytes is in force.
pub(in crate::php) fn limits_bytes() -> bool {
    lease_terms().is_some() && leases::limits_bytes()
}

/// Counts what passed unseen by now, and tells whether the quotas leave more.
///
/// # Errors
/// As [`charge`].
pub(in crate::php) fn check_bytes() -> Result<(), Refusal> {
    let Some(LeaseTerms { owner, .. }) = lease_terms() else {
        return Ok(());
    };
    match leases::check_bytes(owner.account) {
        Some(checked) => Ok(checked?),
        None => Err(Refusal::new(Reason::Internal, "this transfer")),
    }
}

/// Grants the lease of a socket that a library connects to `peer`, which closes it without a word.
pub(in crate::php) fn grant_to_library(socket: RawFd, peer: SocketAddr) {
    let transport = sys::transport(socket);
    if let (Some(identity), Some(_)) = (Found::at(socket).socket(), transport) {
        let closing = Closing::Untold(identity);
        let receiving = Receiving::Native;
        grant(
            socket,
            transport,
            Some(peer),
            Traffic::Unseen,
            receiving,
            closing,
        );
    }
}

/// Grants the lease of a socket that was just made.
pub(in crate::php) fn grant(
    socket: RawFd,
    transport: Option<Transport>,
    peer: Option<SocketAddr>,
    traffic: Traffic,
    receiving: Receiving,
    closing: Closing,
) {
    let Some(LeaseTerms { owner, idle }) = lease_terms() else {
        leases::forget(socket);
        // In audit mode it is idle from now on.
        leases::use_watched(socket);
        return;
    };
    let terms = Terms {
        owner,
        transport,
        peer,
        traffic,
        receiving,
        closing,
        idle,
    };
    leases::grant(socket, terms);
}
