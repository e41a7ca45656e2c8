//! Descriptors of others, duplicated into the supervisor's own table. It does not look at what they are.
//!
//! The supervisor shares this process's memory, not its table of descriptors. So nothing that a script
//! can do with numbers reaches the listener, a fork does not inherit it, and it is closed with the thread.
//! What takes descriptors out of another's table is the supervisor's alone, by the filter.
//!
//! Where the kernel gives no descriptors (`pidfd_getfd(2)` is closed in Docker's usual profile), a second
//! thread, which has the process's table, lends them over a socket; those of programs cannot be had then.

use super::{kernel, pass};
use nix::{
    errno::Errno,
    fcntl::{FcntlArg, fcntl},
    sys::eventfd::{EfdFlags, EventFd},
    sys::socket::{ControlMessageOwned, MsgFlags, UnixAddr, recvmsg},
};
use rustix::process::{PidfdFlags, pidfd_open};
use std::{
    fs,
    io::{self, IoSliceMut, Read, Write},
    mem,
    net::Shutdown,
    os::{
        fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, OwnedFd, RawFd},
        unix::net::UnixStream,
    },
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// The highest descriptor of a standard stream (`STDERR_FILENO`).
const LAST_STANDARD_STREAM: RawFd = 2;

/// How long the lender may take; its end of the socket is in a table that scripts reach.
const PATIENCE: Duration = Duration::from_secs(5);

/// Where descriptors come from.
#[derive(Debug)]
pub(super) enum Descriptors {
    /// The kernel gives them; this is our own process.
    Given(OwnedFd),
    /// A thread of ours lends them.
    Lent(Mutex<UnixStream>),
}

impl Descriptors {
    /// From the kernel, or from the thread that lends them over the socket of this number.
    ///
    /// # Errors
    /// Those of pidfd_open(2).
    ///
    /// # Safety
    /// `lender` is this thread's own, in its table.
    pub(super) unsafe fn from(lender: Option<RawFd>) -> io::Result<Self> {
        let Some(lender) = lender else {
            let own = pidfd_open(rustix::process::getpid(), PidfdFlags::empty())?;
            return Ok(Self::Given(own));
        };
        // SAFETY: the caller's contract.
        let lender = unsafe { UnixStream::from_raw_fd(lender) };
        lender.set_read_timeout(Some(PATIENCE))?;
        Ok(Self::Lent(Mutex::new(lender)))
    }

    /// What this process has at `number`.
    ///
    /// # Errors
    /// `EBADF` where nothing is, `EACCES` where it cannot be had.
    pub(super) fn ours(&self, number: i32) -> Result<OwnedFd, Errno> {
        match self {
            Self::Given(process) => take(process.as_fd(), number),
            Self::Lent(lender) => {
                let lender = lender.lock().unwrap_or_else(PoisonError::into_inner);
                let borrowed = borrow(&lender, number).map_err(|_| {
                    // An answer that comes later would be taken for the next one.
                    let _ = lender.shutdown(Shutdown::Both);
                    Errno::EACCES
                });
                borrowed?.ok_or(Errno::EBADF)
            }
        }
    }

    /// What the program of `thread` has at `number`.
    ///
    /// # Errors
    /// As [`Self::ours`].
    pub(super) fn of_program(&self, thread: i32, number: i32) -> Result<OwnedFd, Errno> {
        match self {
            Self::Given(_) => take(process_of(thread)?.as_fd(), number),
            Self::Lent(_) => Err(Errno::EACCES),
        }
    }
}

/// Whether the kernel gives this process descriptors, its own at least.
pub(super) fn are_given() -> bool {
    let own = pidfd_open(rustix::process::getpid(), PidfdFlags::empty());
    own.is_ok_and(|own| take(own.as_fd(), own.as_raw_fd()).is_ok())
}

/// Leaves this process's table of descriptors to its other threads: the calling one gets a table of its
/// own, with `kept` only. Where a message of the last resort would be written to, it has nothing.
///
/// # Errors
/// Those of close_range(2) and eventfd(2).
pub(super) fn leave(kept: Option<RawFd>) -> io::Result<()> {
    kernel::leave_descriptors(kept)?;
    loop {
        // Full, it would hold up whoever writes to it.
        let flags = EfdFlags::EFD_CLOEXEC | EfdFlags::EFD_NONBLOCK;
        let nothing = EventFd::from_value_and_flags(0, flags)?;
        if nothing.as_fd().as_raw_fd() > LAST_STANDARD_STREAM {
            return Ok(());
        }
        mem::forget(nothing);
    }
}

fn take(process: BorrowedFd<'_>, number: i32) -> Result<OwnedFd, Errno> {
    pass::take_descriptor(process, number).map_err(|error| match error.raw_os_error() {
        Some(libc::EBADF) => Errno::EBADF,
        _ => Errno::EACCES,
    })
}

/// The process of `thread`: the kernel opens it by its first thread only.
fn process_of(thread: i32) -> Result<OwnedFd, Errno> {
    let open = |number| {
        let pid = rustix::process::Pid::from_raw(number)?;
        pidfd_open(pid, PidfdFlags::empty()).ok()
    };
    open(thread)
        .or_else(|| open(first_thread(thread)?))
        .ok_or(Errno::EACCES)
}

fn first_thread(thread: i32) -> Option<i32> {
    let status = fs::read_to_string(format!("/proc/{thread}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("Tgid:"))?;
    line.trim().parse().ok()
}

/// What the lender answers with beside a descriptor, or instead.
const LENT: u8 = 1;
const NOTHING_THERE: u8 = 0;

/// Asks the lender for what is at `number`. `None`: nothing.
fn borrow(mut lender: &UnixStream, number: i32) -> io::Result<Option<OwnedFd>> {
    lender.write_all(&number.to_ne_bytes())?;
    let mut answer = [NOTHING_THERE];
    let mut parts = [IoSliceMut::new(&mut answer)];
    let mut space = nix::cmsg_space!([RawFd; 1]);
    let flags = MsgFlags::MSG_CMSG_CLOEXEC;
    let message = recvmsg::<UnixAddr>(lender.as_raw_fd(), &mut parts, Some(&mut space), flags)?;
    if message.bytes == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let lent = message.cmsgs()?.find_map(|control| match control {
        ControlMessageOwned::ScmRights(numbers) => numbers.first().copied(),
        _ => None,
    });
    // SAFETY: the kernel made it for us.
    Ok(lent.map(|number| unsafe { OwnedFd::from_raw_fd(number) }))
}

/// Lends descriptors of this thread's table, one after the other, until nobody asks any more.
pub(super) fn lend(mut asked: UnixStream) {
    let mut number = [0; 4];
    while asked.read_exact(&mut number).is_ok() {
        let number = i32::from_ne_bytes(number);
        // A descriptor that is none cannot be sent; it may be closed at any time, too.
        if lend_one(&asked, number).is_err() && asked.write_all(&[NOTHING_THERE]).is_err() {
            return;
        }
    }
}

fn lend_one(asked: &UnixStream, number: i32) -> io::Result<()> {
    // SAFETY: it is used for this call only, which fails where nothing is there.
    let borrowed = unsafe { BorrowedFd::borrow_raw(number.max(0)) };
    fcntl(borrowed, FcntlArg::F_GETFD)?;
    let mut byte = [LENT];
    let mut part = libc::iovec {
        iov_base: byte.as_mut_ptr().cast(),
        iov_len: 1,
    };
    let mut control = [0_u64; 3];
    let header = control.as_mut_ptr().cast::<libc::cmsghdr>();
    // SAFETY: there is room for a header and a number, which `control` has aligned.
    unsafe {
        (*header).cmsg_len = libc::CMSG_LEN(4) as _;
        (*header).cmsg_level = libc::SOL_SOCKET;
        (*header).cmsg_type = libc::SCM_RIGHTS;
        libc::CMSG_DATA(header)
            .cast::<i32>()
            .write_unaligned(number);
    }
    // SAFETY: all zero is an empty message.
    let mut message: libc::msghdr = unsafe { std::mem::zeroed() };
    message.msg_iov = &raw mut part;
    message.msg_iovlen = 1;
    message.msg_control = control.as_mut_ptr().cast();
    message.msg_controllen = size_of_val(&control) as _;
    // SAFETY: the message names what lives here.
    unsafe { pass::send_message(asked.as_fd(), &message, libc::MSG_NOSIGNAL) }.map(drop)
}
