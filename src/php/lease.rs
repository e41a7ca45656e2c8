//! The leases of a thread, as the doors use them: each operation on a socket begins and ends here.
//! What a lease is, [`crate::core::lease`] says.
//!
//! [`begin`] and [`Using::finish`] stand around the engine's own operation, which may run user code
//! and leave by `longjmp`: between them nothing is held but plain data.

use super::{
    state::{self, State},
    sys,
    told::{self, Failure},
};
use crate::core::{
    clock,
    gate::{self, Refusal},
    lease::{ApplicationId, Lapse, Leases, Operation, Outcome, Owner, Terms, Traffic, Use},
    lend::Lent,
    quota::{Meter, Quotas},
    reason::Reason,
    target::Transport,
};
use std::{cell::Cell, fmt, net::SocketAddr, os::fd::RawFd, time::Duration};

thread_local! {
    static LEASES: Lent<Leases> = const { Lent::new(Leases::new()) };
    static TENANCY: Cell<Option<Tenancy>> = const { Cell::new(None) };
}

/// What the settings in force say about sockets that are made now.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tenancy {
    /// Whose they are.
    pub(super) owner: Owner,
    /// After how much time they are reclaimed.
    pub(super) idle: Option<Duration>,
}

/// Puts other settings in force, and their quotas; `None` where sockets are nobody's.
pub(super) fn set_tenancy(tenancy: Option<Tenancy>, quotas: Quotas) {
    TENANCY.set(tenancy);
    with(|leases| leases.limit(quotas));
}

/// Whether sockets are somebody's in the mode in force.
pub(super) fn are_in_force() -> bool {
    tenancy().is_some()
}

/// An operation that has begun.
#[derive(Clone, Copy)]
#[must_use]
pub(super) struct Using {
    lease: Option<Use>,
    operation: Operation,
}

impl Using {
    /// Whether the socket has a lease.
    pub(super) fn is_leased(self) -> bool {
        self.lease.is_some()
    }

    /// Ends the operation.
    pub(super) fn finish(self, outcome: Outcome) {
        if let Some(lease) = self.lease {
            with(|leases| leases.finish(lease, self.operation, outcome, clock::now()));
        }
    }
}

/// That an operation is refused; [`told::take`] tells why.
pub(super) struct Refused;

/// Begins an operation on `socket`: its lease is renewed. What is due by now is reclaimed.
///
/// # Safety
/// On a thread of PHP, within a request, outside [`state::with`]. A refusal is logged, which may
/// bail out.
#[inline]
pub(super) unsafe fn begin(socket: RawFd, operation: Operation) -> Result<Using, Refused> {
    let application = application();
    match with(|leases| leases.begin(socket, operation, application, clock::now())) {
        Some(Ok(lease)) => Ok(Using { lease, operation }),
        // SAFETY: the caller's contract.
        Some(Err(lapse)) => unsafe { lapsed(socket, lapse, operation) },
        // SAFETY: as above.
        None => unsafe { refuse(|_| Err(Refusal::new(Reason::Internal, "this socket").into())) },
    }
}

/// Renews the lease of a socket that is waited for, unless it is another application's. A reclaimed
/// one may be waited for: it is at its end. What is due is not reclaimed here, as it may be what was
/// waited for.
///
/// # Safety
/// As [`begin`].
pub(super) unsafe fn watch(socket: RawFd) -> Result<(), Refused> {
    let application = application();
    match with(|leases| leases.check(socket, application, clock::now())) {
        // SAFETY: the caller's contract.
        Some(Err(Lapse::Foreign)) => unsafe {
            lapsed(socket, Lapse::Foreign, Operation::Other).map(drop)
        },
        _ => Ok(()),
    }
}

/// Refuses an operation on a socket whose lease is over, where the mode wants that.
#[cold]
unsafe fn lapsed(socket: RawFd, lapse: Lapse, operation: Operation) -> Result<Using, Refused> {
    let known = with(|leases| leases.peer(socket)).flatten();
    let peer = known.or_else(|| sys::carrier(socket).zip(sys::peer(socket)));
    // SAFETY: as in `begin`.
    let refused = unsafe { refuse(|state| told_of(state, lapse, peer)) };
    refused.map(|()| Using {
        lease: None,
        operation,
    })
}

unsafe fn refuse<T>(ask: impl FnOnce(&mut State) -> Result<T, Failure>) -> Result<T, Refused> {
    // SAFETY: as in `begin`.
    unsafe { told::ask(ask) }.map_err(|_| Refused)
}

fn told_of(
    state: &mut State,
    lapse: Lapse,
    peer: Option<(Transport, SocketAddr)>,
) -> Result<(), Failure> {
    let via = sys::active_function();
    let mut judge = |target: &dyn fmt::Display, subject: &dyn fmt::Display| {
        let refusal = match lapse {
            Lapse::Foreign => Refusal::new(Reason::Foreign, subject),
            Lapse::Reclaimed => Refusal::new(Reason::Reclaimed, subject),
            Lapse::Exhausted(exhausted) => exhausted.into(),
        };
        told::consider(state, target, &via, |_| Err(refusal))
    };
    match peer {
        Some((carrier, peer)) => judge(&gate::numeric(carrier, peer), &peer)?,
        None => judge(&"socket", &"the socket")?,
    }
    Ok(())
}

/// Counts what makes or changes a socket of the network, if the quotas leave that.
///
/// # Errors
/// The [`Refusal`] where they do not.
pub(super) fn charge(meters: &[Meter]) -> Result<(), Refusal> {
    let Some(Tenancy { owner, .. }) = tenancy() else {
        return Ok(());
    };
    match with(|leases| leases.charge(owner.account, meters)) {
        Some(charged) => Ok(charged?),
        None => Err(Refusal::new(Reason::Internal, "this socket")),
    }
}

/// The same, and puts a refusal down for the log.
///
/// # Errors
/// As [`charge`].
pub(super) fn charge_for(
    state: &mut State,
    meters: &[Meter],
    target: &dyn fmt::Display,
    via: &str,
) -> Result<(), Refusal> {
    charge(meters).or_else(|refusal| told::consider(state, target, via, |_| Err(refusal)))
}

/// Whether a quota of bytes is in force.
pub(super) fn limits_bytes() -> bool {
    tenancy().is_some() && with(|leases| leases.limits_bytes()).unwrap_or(true)
}

/// Counts what passed unseen by now, and tells whether the quotas leave more.
///
/// # Errors
/// As [`charge`].
pub(super) fn check_bytes() -> Result<(), Refusal> {
    let Some(Tenancy { owner, .. }) = tenancy() else {
        return Ok(());
    };
    let check = |leases: &mut Leases| {
        leases.reconcile();
        leases.check_bytes(owner.account)
    };
    match with(check) {
        Some(checked) => Ok(checked?),
        None => Err(Refusal::new(Reason::Internal, "this transfer")),
    }
}

/// Grants the lease of a socket that was just made.
pub(super) fn grant(
    socket: RawFd,
    carrier: Option<Transport>,
    peer: Option<SocketAddr>,
    traffic: Traffic,
) {
    let Some(Tenancy { owner, idle }) = tenancy() else {
        // The descriptor may have been a leased socket's that something else closed.
        with(|leases| leases.release(socket));
        return;
    };
    let terms = Terms {
        owner,
        carrier,
        peer,
        traffic,
        idle,
    };
    with(|leases| leases.grant(socket, terms, clock::now()));
}

/// Ends the lease of a socket that is about to be closed.
pub(super) fn release(socket: RawFd) {
    with(|leases| leases.release(socket));
}

/// Says that traffic of a socket may pass unseen by operations from now on.
pub(super) fn expect_unseen(socket: RawFd) {
    with(|leases| leases.expect_unseen(socket));
}

/// Says what a socket is connected to from now on.
pub(super) fn connected(socket: RawFd, peer: SocketAddr) {
    with(|leases| leases.connected(socket, peer));
}

/// Renews the lease of a socket at the end of a wait for it.
pub(super) fn renew(socket: RawFd) {
    with(|leases| leases.renew(socket, clock::now()));
}

/// Reclaims what is due.
pub(super) fn sweep() {
    with(|leases| leases.sweep(clock::now()));
}

/// Counts what passed unseen, at the end of a request.
pub(super) fn reconcile() {
    with(Leases::reconcile);
}

/// Counts what passed unseen, once a second at most.
pub(super) fn reconcile_sometimes() {
    with(|leases| leases.reconcile_sometimes(clock::now()));
}

/// What a socket carries over the network: from its lease, or from the kernel.
pub(super) fn carrier(socket: RawFd) -> Option<Transport> {
    match with(|leases| leases.carrier(socket)).flatten() {
        Some(carrier) => carrier,
        None => sys::carrier(socket),
    }
}

/// How many sockets this thread has open.
pub(super) fn open() -> u32 {
    with(|leases| leases.open()).unwrap_or_default()
}

/// Whose operations are done now; `None` where sockets are nobody's.
pub(super) fn application() -> Option<ApplicationId> {
    tenancy().map(|tenancy| tenancy.owner.application)
}

/// What the settings in force say.
#[inline]
fn tenancy() -> Option<Tenancy> {
    state::settle_settings();
    TENANCY.get()
}

/// Lends the leases. `None` where something panicked, or the thread is ending.
#[inline]
fn with<R>(action: impl FnOnce(&mut Leases) -> R) -> Option<R> {
    LEASES.try_with(|leases| leases.with(action)).ok().flatten()
}
