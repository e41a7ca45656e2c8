//! The leases of a thread, and the owner of its operations. Not the settings behind them, nor the
//! refusals, which are above ([`crate::php::state::operation`]); what a lease is, is in
//! [`crate::core::lease`].

use crate::{
    core::{
        guarded_cell::GuardedCell,
        host::clock,
        lease::{
            ApplicationId, Duplicate, Idle, LeaseError, LeaseHandle, Leases, OperationKind,
            Outcome, Owner, Receiving, Terms, Traffic,
        },
        target::Transport,
        usage::{
            Account,
            quota::{Exhausted, Meter, Quotas},
        },
    },
    php::sys,
};
use std::{cell::Cell, mem::ManuallyDrop, net::SocketAddr, os::fd::RawFd, time::Duration};

sys::per_thread! {
    static HERE: Here = Here {
        owner: Cell::new(CurrentOwner::Stale),
        lease_terms: Cell::new(None),
        selected: Cell::new(None),
        leases: GuardedCell::new(ManuallyDrop::new(Leases::new())),
        idle: GuardedCell::new(ManuallyDrop::new(Idle::new())),
    };
}

sys::per_thread! {
    static END: End = End;
}

/// What a thread keeps, in one place: each operation asks for it twice. It has no destructor, of which
/// each would have to ask whether it has run.
struct Here {
    owner: Cell<CurrentOwner>,
    lease_terms: Cell<Option<LeaseTerms>>,
    selected: Cell<Option<Select>>,
    leases: GuardedCell<ManuallyDrop<Leases>>,
    /// What audit mode would have reclaimed.
    idle: GuardedCell<ManuallyDrop<Idle>>,
}

impl Here {
    fn change_owner(&self, owner: CurrentOwner) {
        self.owner.set(owner);
        self.selected.set(None);
    }
}

/// Ends what a thread keeps with it.
struct End;

impl Drop for End {
    fn drop(&mut self) {
        with(std::mem::take);
        with_idle(std::mem::take);
    }
}

/// Who operations are done for now.
#[derive(Clone, Copy)]
pub(in crate::php) enum CurrentOwner {
    /// Settings changed, and are not in force yet.
    Stale,
    /// Nothing is enforced, and sockets are nobody's.
    Nobodys,
    /// The same, but it is told what was not used for so long (audit mode).
    Watched(Duration),
    Of(ApplicationId),
}

/// The select under way. It is known no longer when the owner of operations changes.
#[derive(Clone, Copy)]
struct Select {
    /// When it began, by [`clock::milliseconds`].
    began: u64,
    /// Who selects.
    application: ApplicationId,
}

/// What the settings in force say about sockets that are made now.
#[derive(Debug, Clone, Copy)]
pub(in crate::php) struct LeaseTerms {
    /// Whose they are.
    pub(in crate::php) owner: Owner,
    /// After how much time they are reclaimed.
    pub(in crate::php) idle: Option<Duration>,
}

/// Says that settings changed: the next operation asks for those in force.
pub(in crate::php) fn invalidate() {
    HERE.with(|here| here.change_owner(CurrentOwner::Stale));
}

/// Puts other settings in force, and their quotas; `None` where sockets are nobody's.
pub(in crate::php) fn set_lease_terms(lease_terms: Option<LeaseTerms>, quotas: Quotas) {
    let set = |here: &Here| {
        here.lease_terms.set(lease_terms);
        here.change_owner(lease_terms.map_or(CurrentOwner::Nobodys, |lease_terms| {
            CurrentOwner::Of(lease_terms.owner.application)
        }));
    };
    HERE.with(set);
    with(|leases| leases.limit(quotas));
}

/// Has what was not used for `limit` told from now on, where sockets are nobody's.
pub(in crate::php) fn watch_idle(limit: Duration) {
    HERE.with(|here| here.change_owner(CurrentOwner::Watched(limit)));
}

/// Notes that a socket that is watched is used. Whether it would have been reclaimed before that.
#[cold]
pub(in crate::php) fn use_watched(socket: RawFd) -> bool {
    let CurrentOwner::Watched(limit) = owner() else {
        return false;
    };
    end_with_the_thread();
    with_idle(|idle| idle.use_again(socket, limit, clock::now())) == Some(true)
}

/// What became of the beginning of an operation.
pub(in crate::php) enum Begun {
    /// Its lease, where the socket has one.
    Ready(Option<LeaseHandle>),
    Lapsed(LeaseError),
    /// Settings changed, which must come into force first.
    Stale,
    /// It is nobody's, and watched.
    Watched,
    /// Something panicked.
    Failed,
}

/// Begins an operation that is as most are ([`Leases::begin_plainly`]): its lease, where the socket has one.
/// `None` where [`begin`] has to.
#[inline(always)]
pub(in crate::php) fn begin_plainly(socket: RawFd) -> Option<Option<LeaseHandle>> {
    HERE.with(|here| {
        let CurrentOwner::Of(application) = here.owner.get() else {
            return None;
        };
        let now = clock::milliseconds();
        let begin =
            |leases: &mut ManuallyDrop<Leases>| leases.begin_plainly(socket, application, now);
        here.leases.with_plainly(begin).flatten()
    })
}

/// Begins an operation on `socket`: its lease is renewed. What is due by now is reclaimed.
pub(in crate::php) fn begin(socket: RawFd, operation: OperationKind) -> Begun {
    for_owner(|here, application| {
        here.leases
            .with(|leases| leases.begin(socket, operation, application, clock::now()))
    })
}

/// Ends an operation that is as most are ([`Leases::finish_plainly`]). Whether it was; where not, [`finish`]
/// has to.
#[inline(always)]
pub(in crate::php) fn finish_plainly(
    lease: LeaseHandle,
    operation: OperationKind,
    outcome: Outcome,
) -> bool {
    HERE.with(|here| {
        let finish =
            |leases: &mut ManuallyDrop<Leases>| leases.finish_plainly(lease, operation, outcome);
        here.leases.with_plainly(finish) == Some(true)
    })
}

/// Ends an operation that moved nothing and is as most are ([`Leases::finish_asking_plainly`]). Whether it was.
#[inline(always)]
pub(in crate::php) fn finish_asking_plainly(lease: LeaseHandle) -> bool {
    HERE.with(|here| {
        let now = clock::milliseconds();
        let finish = |leases: &mut ManuallyDrop<Leases>| leases.finish_asking_plainly(lease, now);
        here.leases.with_plainly(finish) == Some(true)
    })
}

/// Ends an operation.
pub(in crate::php) fn finish(lease: LeaseHandle, operation: OperationKind, outcome: Outcome) {
    with(|leases| leases.finish(lease, operation, outcome, clock::now));
}

/// Renews the lease of a socket that a select waits for, as most are, and tells where its traffic passes
/// ([`Leases::check_plainly`]). `None` where [`check`] has to.
#[inline(always)]
pub(in crate::php) fn check_plainly(socket: RawFd) -> Option<Traffic> {
    HERE.with(|here| {
        let Select { began, application } = here.selected.get()?;
        let check =
            |leases: &mut ManuallyDrop<Leases>| leases.check_plainly(socket, application, began);
        here.leases.with_plainly(check).flatten()
    })
}

/// Renews the lease of a socket that is waited for, at the time of the select under way. What is due
/// is not reclaimed here, as it may be what was waited for.
pub(in crate::php) fn check(socket: RawFd) -> Begun {
    for_owner(|here, application| {
        let selected = here.selected.get();
        let now = selected.map_or_else(clock::now, |select| Duration::from_millis(select.began));
        here.leases
            .with(|leases| leases.check(socket, application, now))
    })
}

/// Does what an operation of the present owner begins with.
#[inline(always)]
fn for_owner(
    begin: impl FnOnce(&Here, ApplicationId) -> Option<Result<Option<LeaseHandle>, LeaseError>>,
) -> Begun {
    HERE.with(|here| {
        let application = match here.owner.get() {
            CurrentOwner::Of(application) => application,
            CurrentOwner::Nobodys => return Begun::Ready(None),
            CurrentOwner::Watched(_) => return Begun::Watched,
            CurrentOwner::Stale => return Begun::Stale,
        };
        match begin(here, application) {
            Some(Ok(lease)) => Begun::Ready(lease),
            Some(Err(lapse)) => Begun::Lapsed(lapse),
            None => Begun::Failed,
        }
    })
}

/// Who operations are done for now.
pub(in crate::php) fn owner() -> CurrentOwner {
    HERE.with(|here| here.owner.get())
}

/// What the settings in force say; `None` where sockets are nobody's.
pub(in crate::php) fn lease_terms() -> Option<LeaseTerms> {
    HERE.with(|here| here.lease_terms.get())
}

/// Counts what makes or changes a socket, if the quotas of `owner` leave that. `None` as in `with`.
pub(in crate::php) fn charge(owner: Owner, meters: &[Meter]) -> Option<Result<(), Exhausted>> {
    with(|leases| leases.charge(owner, meters))
}

/// Whether a quota of bytes is in force.
pub(in crate::php) fn limits_bytes() -> bool {
    with(|leases| leases.limits_bytes()).unwrap_or(true)
}

/// Counts what passed unseen by now, and tells whether the quotas of `account` leave more. `None` as
/// in `with`.
pub(in crate::php) fn check_bytes(account: Account) -> Option<Result<(), Exhausted>> {
    with(|leases| {
        leases.reconcile();
        leases.check_bytes(account)
    })
}

/// Grants the lease of a socket that was just made.
pub(in crate::php) fn grant(socket: RawFd, terms: Terms) {
    end_with_the_thread();
    with(|leases| leases.grant(socket, terms, clock::now()));
}

/// Forgets a lease without counting anything: the descriptor may have been a leased socket's that
/// something else closed.
pub(in crate::php) fn forget(socket: RawFd) {
    with(|leases| leases.forget(socket));
}

/// What the socket of a lease carries, and where it is connected to.
pub(in crate::php) fn peer(socket: RawFd) -> Option<(Transport, SocketAddr)> {
    with(|leases| leases.peer(socket)).flatten()
}

/// Says when a select began, which is the time for all that it watches: the clock is not asked for each.
pub(in crate::php) fn begin_select(began: Duration) {
    if let CurrentOwner::Of(application) = owner() {
        let began = began.as_millis() as u64;
        HERE.with(|here| here.selected.set(Some(Select { began, application })));
    }
}

/// Says that no select is under way.
pub(in crate::php) fn end_select() {
    HERE.with(|here| here.selected.set(None));
}

/// Ends the lease of a socket that is about to be closed.
pub(in crate::php) fn release(socket: RawFd) {
    with(|leases| leases.release(socket));
}

/// Says that traffic of a socket may pass unseen by operations from now on.
pub(in crate::php) fn expect_unseen(socket: RawFd) {
    with(|leases| leases.expect_unseen(socket));
}

/// Says that others have the descriptor of a socket from now on.
pub(in crate::php) fn give_out(socket: RawFd) {
    with(|leases| leases.give_out(socket));
}

/// Says that the owner of a socket ends without closing it.
pub(in crate::php) fn leave(socket: RawFd) {
    with(|leases| leases.leave(socket));
}

/// Grants the lease of a duplicate of a socket that has one.
pub(in crate::php) fn grant_duplicate(duplicate: RawFd) -> Option<Duplicate> {
    end_with_the_thread();
    with(|leases| leases.grant_duplicate(duplicate)).flatten()
}

/// Says how a socket receives from now on, and tells how it did.
pub(in crate::php) fn set_receiving(socket: RawFd, receiving: Receiving) -> Receiving {
    with(|leases| leases.set_receiving(socket, receiving)).unwrap_or(Receiving::Native)
}

/// Says how long each wait for a socket may take, which the kernel does not know yet. Whether there is a lease that
/// keeps it.
pub(in crate::php) fn limit_later(socket: RawFd, limit: Duration) -> bool {
    with(|leases| leases.limit_later(socket, limit)).unwrap_or(false)
}

/// How long a wait of this kind may take, where the kernel is to be told now.
pub(in crate::php) fn take_limit(socket: RawFd, kind: OperationKind) -> Option<Duration> {
    with(|leases| leases.take_limit(socket, kind)).flatten()
}

/// Whether the first send of a socket is to be tried without a wait.
pub(in crate::php) fn tries_at_once(socket: RawFd) -> bool {
    with(|leases| leases.tries_at_once(socket)).unwrap_or(false)
}

/// Says what a socket is connected to from now on.
pub(in crate::php) fn connected(socket: RawFd, peer: SocketAddr) {
    with(|leases| leases.connected(socket, peer));
}

/// Renews the lease of a socket at the end of a wait for it.
pub(in crate::php) fn renew(socket: RawFd) {
    with(|leases| leases.renew(socket, clock::now()));
    if let CurrentOwner::Watched(_) = owner() {
        with_idle(|idle| idle.renew(socket, clock::now()));
    }
}

/// Ends a select that a bailout left, and reclaims what is due. Most requests have nothing, and ask no clock.
pub(in crate::php) fn start_request() {
    end_select();
    if is_used() {
        sweep();
    }
}

/// Reclaims what is due.
pub(in crate::php) fn sweep() {
    with(sweep_what_is_due);
}

/// Whether there may be a lease.
fn is_used() -> bool {
    let is_used = |leases: &mut ManuallyDrop<Leases>| !leases.is_unused();
    HERE.with(|here| here.leases.with_plainly(is_used)) != Some(false)
}

fn sweep_what_is_due(leases: &mut Leases) {
    if leases.has_due() {
        leases.sweep(clock::now());
    }
}

/// Counts what passed unseen.
pub(in crate::php) fn reconcile() {
    with(Leases::reconcile);
}

/// Reclaims what is due, and counts what passed unseen, at the end of a request.
pub(in crate::php) fn end_request() {
    if is_used() {
        with(|leases| {
            sweep_what_is_due(leases);
            leases.reconcile();
        });
    }
}

/// Gives the room back of leases that are over, when a request's sockets are closed.
pub(in crate::php) fn trim() {
    if is_used() {
        with(Leases::trim);
    }
}

/// Counts what passed unseen, once a second at most.
pub(in crate::php) fn reconcile_sometimes() {
    with(|leases| leases.reconcile_sometimes(clock::now()));
}

/// What a socket carries over the network: from its lease, or from the kernel.
pub(in crate::php) fn transport(socket: RawFd) -> Option<Transport> {
    match with(|leases| leases.transport(socket)).flatten() {
        Some(transport) => transport,
        None => sys::transport(socket),
    }
}

/// How many sockets the present owner has open in this thread.
pub(in crate::php) fn open() -> u32 {
    let CurrentOwner::Of(application) = owner() else {
        return 0;
    };
    with(|leases| leases.open(application)).unwrap_or_default()
}

/// The same, without those that were closed without a word.
pub(in crate::php) fn open_for_sure() -> u32 {
    let CurrentOwner::Of(application) = owner() else {
        return 0;
    };
    with(|leases| leases.open_for_sure(application)).unwrap_or_default()
}

/// Has what is kept end with this thread, of which the first may be kept now.
fn end_with_the_thread() {
    // A thread that is ending already keeps what it is granted.
    let _ = END.try_with(|_| ());
}

/// Lends the leases. `None` where something panicked.
#[inline]
fn with<R>(action: impl FnOnce(&mut Leases) -> R) -> Option<R> {
    HERE.with(|here| here.leases.with(|leases| action(leases)))
}

/// Lends what is watched. `None` as in [`with`].
fn with_idle<R>(action: impl FnOnce(&mut Idle) -> R) -> Option<R> {
    HERE.with(|here| here.idle.with(|idle| action(idle)))
}
