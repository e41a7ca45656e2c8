//! A filter of system calls under everything that this process does and the programs that it starts, with
//! a supervisor in the process (seccomp user notification). It makes no rule: whom to ask it is told.
//!
//! # Design
//! The kernel's part (`program`) answers at once what needs no look at memory: reading and writing are
//! allowed. Kinds of sockets that nobody polices go to the `supervisor`, which tells of them and refuses
//! them. So does what names a peer: it copies the address and duplicates the socket, decides, and makes the call itself
//! with these copies. So nothing that the caller changes meanwhile is used. aesock's own calls, which
//! were decided on before, [`pass`].
//!
//! # Limitations
//! * Native code with the intent to find the [`pass`]'s secret, or to overwrite this process's memory, is
//!   not held.
//! * A program that outlives this process has no supervisor: its calls fail (`ENOSYS`).
//! * A peer sees this process's number where it asks for the one of a Unix socket's other end.

mod address;
mod caller;
mod code;
mod descriptors;
mod kernel;
mod message;
mod name_servers;
pub mod pass;
mod patience;
mod program;
mod refusals;
mod services;
mod socket;
mod stack;
mod supervisor;
mod turns;

pub use refusals::{Policy, Refusals};

use super::{
    decide::{Answer, Question},
    in_force::Mark,
};
use crate::core::socket::own_call;
use descriptors::Descriptors;
use libc::sock_filter;
use nix::sys::signal::{SigSet, SigmaskHow};
use pass::Met;
use std::{
    io,
    os::{
        fd::{AsRawFd, RawFd},
        unix::net::UnixStream,
    },
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, SyncSender},
    },
};
use supervisor::{Decide, Supervisor, spawn};

/// Whether this process has a filter. A fork has its filter too, and is served by its parent.
static INSTALLED: AtomicBool = AtomicBool::new(false);

/// Whether what this process starts is kept from its neighbours.
static NEIGHBOURS_ARE_KEPT: AtomicBool = AtomicBool::new(false);

/// What a filter in force covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coverage {
    /// This process and the programs that it starts.
    All,
    /// This process and its programs, by the supervisor of the PHP that started it, and by that one's policy.
    Inherited(Policy),
    /// This process. What programs call is refused, since the kernel gives nobody their sockets
    /// (`pidfd_getfd(2)` is closed here).
    NotPrograms,
}

/// Whether programs are kept from using processes outside as their deputies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Neighbours {
    /// By Landlock.
    Kept,
    /// Programs can trace what their user can.
    LeftAlone,
}

/// Why there is no filter.
#[derive(Debug, thiserror::Error)]
pub enum FilterError {
    /// An old kernel, or something between it and us.
    #[error(
        "the kernel has no seccomp filters with a supervisor (Linux 5.19 has, valgrind and some containers have not): {0}"
    )]
    NotSupported(io::Error),
    /// Another supervisor is there already.
    #[error(
        "another program supervises this process's system calls already (a container's seccomp agent?)"
    )]
    Supervised,
    /// The PHP process that started this one has a filter for another mode.
    #[error(
        "the PHP process that started this one has it too, and {0}, and its filter holds this process as well"
    )]
    HeldOtherwise(Refusals),
    /// The PHP process that started this one has a filter, and must not look at this one.
    #[error(
        "the PHP process that started this one has it too, and refuses this process everything, since it cannot look into \
         memory that is closed to its user (aesock.dumpable=0)"
    )]
    HeldBlindly,
    /// A thread has a filter that the others do not have.
    #[error("a thread of this process has a seccomp filter of its own")]
    ThreadApart,
    /// The kernel refuses a step.
    #[error("{0}: {1}")]
    Failed(&'static str, io::Error),
}

impl FilterError {
    /// What an operator can do.
    #[must_use]
    pub const fn remedy(&self) -> &'static str {
        match self {
            Self::HeldOtherwise(_) => {
                "give both the same aesock.mode, or set aesock.native=libraries here"
            }
            Self::HeldBlindly => "set aesock.dumpable=1 here",
            _ => "set aesock.native=libraries",
        }
    }
}

/// Whether [`start`] can succeed with this kernel, and beside the filter of the process that started this
/// one. Nothing is installed.
///
/// # Errors
/// [`FilterError::NotSupported`], [`FilterError::HeldOtherwise`]
pub fn verify(refusals: Refusals, mark: Mark) -> Result<(), FilterError> {
    probe()?;
    match met(mark) {
        Met::Nobody => Ok(()),
        met => beside(met, refusals).map(drop),
    }
}

/// By whose policy the process that started this one holds it, if it does; this one's has `mark`.
#[must_use]
pub fn inherited(mark: Mark) -> Option<Policy> {
    match met(mark) {
        Met::Supervisor(held) => Some(held.policy),
        Met::Nobody | Met::Blind => None,
    }
}

/// Whether the process that started this one holds it, and refuses it everything since it cannot look at it.
#[must_use]
pub fn is_held_blindly(mark: Mark) -> bool {
    met(mark) == Met::Blind
}

/// A process with a filter of its own is held by no other one.
fn met(mark: Mark) -> Met {
    match is_installed() {
        true => Met::Nobody,
        false => pass::greet(mark),
    }
}

/// What is covered beside another supervisor, which was `met`.
fn beside(met: Met, refusals: Refusals) -> Result<Coverage, FilterError> {
    match met {
        Met::Supervisor(held) if held.refusals == refusals => Ok(Coverage::Inherited(held.policy)),
        Met::Supervisor(held) => Err(FilterError::HeldOtherwise(held.refusals)),
        Met::Blind => Err(FilterError::HeldBlindly),
        Met::Nobody => Err(FilterError::Supervised),
    }
}

/// Whether this kernel has what [`start`] needs.
///
/// # Errors
/// [`FilterError::NotSupported`]
pub fn probe() -> Result<Coverage, FilterError> {
    kernel::probe().map_err(FilterError::NotSupported)?;
    Ok(match descriptors::are_given() {
        true => Coverage::All,
        false => Coverage::NotPrograms,
    })
}

/// What the filter will cover that [`start`] has not started yet, if it can.
#[must_use]
pub fn coming(mark: Mark) -> Option<Coverage> {
    let coverage = probe().ok()?;
    Some(inherited(mark).map_or(coverage, Coverage::Inherited))
}

/// Whether programs are kept from processes outside, or will be where the filter has not started yet.
#[must_use]
pub fn neighbours() -> Neighbours {
    let are_kept = match is_installed() {
        true => NEIGHBOURS_ARE_KEPT.load(Ordering::Relaxed),
        false => kernel::has_landlock(),
    };
    match are_kept {
        true => Neighbours::Kept,
        false => Neighbours::LeftAlone,
    }
}

/// Whether this process is under a filter.
#[inline]
#[must_use]
pub fn is_installed() -> bool {
    INSTALLED.load(Ordering::Relaxed)
}

/// Puts this process, all of its threads and the programs that it starts from now on under a filter, for
/// as long as it lives. In a process that has one, nothing happens. Its policy has `mark`.
///
/// It must be a process that forks no more processes of its kind: they would be served by this one only.
///
/// # Errors
/// [`FilterError`]; there is no filter then.
pub fn start(
    refusals: Refusals,
    mark: Mark,
    decide: impl Fn(&Question<'_>) -> Answer + Send + Sync + 'static,
) -> Result<Coverage, FilterError> {
    let coverage = probe()?;
    if INSTALLED.swap(true, Ordering::Relaxed) {
        return Ok(coverage);
    }
    let failed = |step| move |error: io::Error| FilterError::Failed(step, error);
    let blocked = SigSet::all().thread_swap_mask(SigmaskHow::SIG_BLOCK);
    let blocked = blocked.map_err(|error| failed("sigprocmask")(error.into()))?;
    let started = start_threads(coverage, refusals, Box::new(decide));
    let _ = blocked.thread_set_mask();
    if let Err(error) = started {
        INSTALLED.store(false, Ordering::Relaxed);
        return match error {
            FilterError::Supervised => beside(pass::greet(mark), refusals),
            error => Err(error),
        };
    }
    // The supervisor's threads were there before, and may look at programs.
    let are_kept = refusals == Refusals::Made && kernel::keep_from_neighbours().is_ok();
    NEIGHBOURS_ARE_KEPT.store(are_kept, Ordering::Relaxed);
    Ok(coverage)
}

/// Starts the threads, with all signals blocked: they are for PHP's.
fn start_threads(
    coverage: Coverage,
    refusals: Refusals,
    decide: Box<Decide>,
) -> Result<(), FilterError> {
    let (tell, told) = mpsc::sync_channel(1);
    // It is put together here, where there is memory for it: a thread would get memory of its own, and keep it.
    let secret = pass::secret().map_err(|error| FilterError::Failed("getrandom", error))?;
    let program = program::program(secret, refusals).into_instructions();
    let no_thread = |error| FilterError::Failed("a thread for the supervisor", error);
    let ended = |_| no_thread(io::Error::other("it ended"));
    match coverage {
        Coverage::All | Coverage::Inherited(_) => {
            spawn(move || supervise(None, refusals, program, decide, &tell)).map_err(no_thread)?;
        }
        Coverage::NotPrograms => {
            let failed = |error| FilterError::Failed("socketpair", error);
            let (asking, asked) = UnixStream::pair().map_err(failed)?;
            let number = asking.as_raw_fd();
            spawn(move || descriptors::lend(asked)).map_err(no_thread)?;
            spawn(move || supervise(Some(number), refusals, program, decide, &tell))
                .map_err(no_thread)?;
            let started = told.recv().map_err(ended)?;
            // The supervisor has its own by now.
            drop(asking);
            return started;
        }
    }
    told.recv().map_err(ended)?
}

/// The life of the supervisor's first thread.
fn supervise(
    lender: Option<RawFd>,
    refusals: Refusals,
    program: Vec<sock_filter>,
    decide: Box<Decide>,
    tell: &SyncSender<Result<(), FilterError>>,
) {
    match install(lender, refusals, program, decide) {
        Ok(supervisor) => {
            let _ = tell.send(Ok(()));
            Arc::new(supervisor).serve();
        }
        Err(error) => {
            let _ = tell.send(Err(error));
        }
    }
}

fn install(
    lender: Option<RawFd>,
    refusals: Refusals,
    mut program: Vec<sock_filter>,
    decide: Box<Decide>,
) -> Result<Supervisor, FilterError> {
    let failed = |step| move |error: io::Error| FilterError::Failed(step, error);
    descriptors::leave(lender).map_err(failed("close_range"))?;
    // SAFETY: that number is this thread's own since it left the others' table.
    let descriptors = unsafe { Descriptors::from(lender) }.map_err(failed("pidfd_open"))?;
    own_call::make_by(pass::OWN_CALLS);
    kernel::forbid_new_privileges().map_err(failed("no_new_privs"))?;
    let listener = kernel::install(&mut program).map_err(|error| match error.raw_os_error() {
        Some(libc::EBUSY) => FilterError::Supervised,
        Some(libc::ESRCH) => FilterError::ThreadApart,
        _ => FilterError::NotSupported(error),
    })?;
    Ok(Supervisor::new(listener, descriptors, decide, refusals))
}
