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
    lease::{
        ApplicationId, Lapse, Leases, Operation, Outcome, Owner, Receiving, Terms, Traffic, Use,
    },
    lend::Lent,
    quota::{Meter, Quotas},
    reason::Reason,
    target::Transport,
};
use std::{cell::Cell, fmt, net::SocketAddr, os::fd::RawFd, time::Duration};

thread_local! {
    static HERE: Here = const {
        Here {
            whose: Cell::new(Whose::Unsettled),
            tenancy: Cell::new(None),
            selected: Cell::new(None),
            leases: Lent::new(Leases::new()),
        }
    };
}

/// What a thread keeps, in one place: each operation asks for it twice.
struct Here {
    whose: Cell<Whose>,
    tenancy: Cell<Option<Tenancy>>,
    /// When the select under way began.
    selected: Cell<Option<Duration>>,
    leases: Lent<Leases>,
}

/// Whose operations are done now.
#[derive(Clone, Copy)]
enum Whose {
    /// Settings changed.
    Unsettled,
    /// Nothing is enforced, and sockets are nobody's.
    Nobodys,
    Of(ApplicationId),
}

/// What the settings in force say about sockets that are made now.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tenancy {
    /// Whose they are.
    pub(super) owner: Owner,
    /// After how much time they are reclaimed.
    pub(super) idle: Option<Duration>,
}

/// Says that settings changed: the next operation asks for those in force.
pub(super) fn unsettle() {
    // A thread that is ending has no more operations.
    let _ = HERE.try_with(|here| here.whose.set(Whose::Unsettled));
}

/// Puts other settings in force, and their quotas; `None` where sockets are nobody's.
pub(super) fn set_tenancy(tenancy: Option<Tenancy>, quotas: Quotas) {
    let set = |here: &Here| {
        here.tenancy.set(tenancy);
        here.whose.set(tenancy.map_or(Whose::Nobodys, |tenancy| {
            Whose::Of(tenancy.owner.application)
        }));
    };
    let _ = HERE.try_with(set);
    with(|leases| leases.limit(quotas));
}

/// Whether sockets are somebody's in the mode in force.
pub(super) fn are_in_force() -> bool {
    application().is_some()
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

    /// How the socket receives.
    pub(super) fn receiving(self) -> Receiving {
        self.lease.map_or(Receiving::Native, Use::receiving)
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
    let begin = |here: &Here| {
        let application = here.application()?;
        Some(
            here.leases
                .with(|leases| leases.begin(socket, operation, application, clock::now())),
        )
    };
    let unleased = Using {
        lease: None,
        operation,
    };
    match HERE.try_with(begin) {
        Ok(None) => Ok(unleased),
        Ok(Some(Some(Ok(lease)))) => Ok(Using { lease, operation }),
        // SAFETY: the caller's contract.
        Ok(Some(Some(Err(lapse)))) => unsafe { lapsed(socket, lapse) }.map(|()| unleased),
        // SAFETY: as above.
        Ok(Some(None)) | Err(_) => unsafe {
            refuse(|_| Err(Refusal::new(Reason::Internal, "this socket").into()))
        },
    }
}

/// Renews the lease of a socket that is waited for, unless it is another application's. A reclaimed
/// one may be waited for: it is at its end. What is due is not reclaimed here, as it may be what was
/// waited for.
///
/// # Safety
/// As [`begin`].
pub(super) unsafe fn watch(socket: RawFd) -> Result<(), Refused> {
    let watch = |here: &Here| {
        let application = here.application()?;
        let now = here.selected.get().unwrap_or_else(clock::now);
        here.leases
            .with(|leases| leases.check(socket, application, now))
    };
    match HERE.try_with(watch) {
        // SAFETY: the caller's contract.
        Ok(Some(Err(lapse @ Lapse::Foreign))) => unsafe { lapsed(socket, lapse) },
        _ => Ok(()),
    }
}

/// Says when the select under way began, which is the time for all that it watches: the clock is not
/// asked for each.
pub(super) fn select_since(began: Option<Duration>) {
    let _ = HERE.try_with(|here| here.selected.set(began));
}

/// Refuses an operation on a socket whose lease is over, where the mode wants that.
#[cold]
unsafe fn lapsed(socket: RawFd, lapse: Lapse) -> Result<(), Refused> {
    let known = with(|leases| leases.peer(socket)).flatten();
    let peer = known.or_else(|| sys::carrier(socket).zip(sys::peer(socket)));
    // SAFETY: as in `begin`.
    unsafe { refuse(|state| told_of(state, lapse, peer)) }
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
    let mut judge = |target: &dyn fmt::Display, subject: &dyn fmt::Display| {
        let refusal = match lapse {
            Lapse::Foreign => Refusal::new(Reason::Foreign, subject),
            Lapse::Reclaimed => Refusal::new(Reason::Reclaimed, subject),
            Lapse::Exhausted(exhausted) => exhausted.into(),
        };
        told::consider(state, target, |_| Err(refusal))
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
) -> Result<(), Refusal> {
    charge(meters).or_else(|refusal| told::consider(state, target, |_| Err(refusal)))
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
        with(|leases| leases.forget(socket));
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

/// Says how a socket receives from now on, and tells how it did.
pub(super) fn set_receiving(socket: RawFd, receiving: Receiving) -> Receiving {
    with(|leases| leases.set_receiving(socket, receiving)).unwrap_or(Receiving::Native)
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
    HERE.try_with(Here::application).ok().flatten()
}

/// What the settings in force say.
fn tenancy() -> Option<Tenancy> {
    let tenancy = |here: &Here| {
        here.application()?;
        here.tenancy.get()
    };
    HERE.try_with(tenancy).ok().flatten()
}

impl Here {
    #[inline]
    fn application(&self) -> Option<ApplicationId> {
        match self.whose.get() {
            Whose::Of(application) => Some(application),
            Whose::Nobodys => None,
            Whose::Unsettled => self.settle(),
        }
    }

    #[cold]
    fn settle(&self) -> Option<ApplicationId> {
        state::settle_settings();
        match self.whose.get() {
            Whose::Of(application) => Some(application),
            Whose::Nobodys | Whose::Unsettled => None,
        }
    }
}

/// Lends the leases. `None` where something panicked, or the thread is ending.
#[inline]
fn with<R>(action: impl FnOnce(&mut Leases) -> R) -> Option<R> {
    HERE.try_with(|here| here.leases.with(action))
        .ok()
        .flatten()
}
