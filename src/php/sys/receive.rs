//! Receiving from a socket that has its timeout in the kernel, by one system call. When that may be
//! done is not decided here.

use super::timeval;
use crate::core::{host::clock, socket::connect::wait_for};
use nix::errno::Errno;
use nix::poll::PollFlags;
use std::{
    ffi::{c_char, c_int},
    num::NonZeroI64,
    os::fd::{BorrowedFd, RawFd},
    time::{Duration, Instant},
};

/// A time-out of a stream, in microseconds; the longest one is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::php) struct Timeout(NonZeroI64);

impl Timeout {
    pub(in crate::php) const NONE: Self = Self(NonZeroI64::MAX);
    const SECOND: i64 = 1_000_000;

    /// The time-out of a stream, unless it is so short that nothing would be left for the kernel.
    #[inline]
    pub(in crate::php) fn of(time: &timeval) -> Option<Self> {
        const SHORTEST: i64 = 25_000;
        if time.tv_sec == -1 {
            return Some(Self::NONE);
        }
        let whole = time.tv_sec.checked_mul(Self::SECOND)?;
        let time = whole.checked_add(time.tv_usec)?;
        NonZeroI64::new(time)
            .filter(|time| time.get() >= SHORTEST)
            .map(Self)
    }

    /// The time as one number.
    pub(in crate::php) const fn get(self) -> NonZeroI64 {
        self.0
    }

    /// When it is over that began at `began`, a time of [`clock::now`]; never for none.
    fn since(self, began: Duration) -> Option<Instant> {
        let time = Duration::from_micros(u64::try_from(self.0.get()).ok()?);
        let left = time.saturating_sub(clock::since_at_least(began));
        Instant::now()
            .checked_add(left)
            .filter(|_| self != Self::NONE)
    }

    /// What of it the kernel waits: it counts in ticks, and takes up to a seventh of a time more than
    /// that, as it puts timers into coarser slots the later they are (kernel/time/timer.c).
    fn of_the_kernel(self) -> i64 {
        const TWO_TICKS: i64 = 20_000;
        self.0.get() - self.0.get() / 8 - TWO_TICKS
    }

    /// Gives a socket what the kernel waits (`SO_RCVTIMEO`, socket(7)). Whether that took.
    pub(in crate::php) fn put_in(self, socket: RawFd) -> bool {
        // The kernel takes zero for none.
        let time = if self == Self::NONE {
            0
        } else {
            self.of_the_kernel()
        };
        let time = libc::timeval {
            tv_sec: time / Self::SECOND,
            tv_usec: time % Self::SECOND,
        };
        // SAFETY: the kernel reads the structure, and refuses a descriptor that is none.
        unsafe {
            libc::setsockopt(
                socket,
                libc::SOL_SOCKET,
                libc::SO_RCVTIMEO,
                (&raw const time).cast(),
                size_of_val(&time) as libc::socklen_t,
            ) == 0
        }
    }
}

/// recv(2) of a socket that has this time-out, which began at `began`. What the kernel has left of it is
/// waited for, too: also where a signal came, or somebody with the same open file has set it not to block.
///
/// # Safety
/// The descriptor is open, and the buffer has room for `count` bytes.
pub(in crate::php) unsafe fn receive(
    socket: RawFd,
    buffer: *mut c_char,
    count: usize,
    timeout: Timeout,
    began: Duration,
) -> Result<isize, c_int> {
    // SAFETY: the caller's contract.
    unsafe {
        match receive_once(socket, buffer, count, 0) {
            Err(libc::EAGAIN | libc::EINTR) => {
                receive_before(socket, buffer, count, timeout.since(began))
            }
            received => received,
        }
    }
}

/// Waits on, however many signals come: recv(2) would begin a whole time-out after each.
#[cold]
unsafe fn receive_before(
    socket: RawFd,
    buffer: *mut c_char,
    count: usize,
    deadline: Option<Instant>,
) -> Result<isize, c_int> {
    loop {
        // SAFETY: as in `receive`.
        let received = unsafe {
            wait_for(BorrowedFd::borrow_raw(socket), PollFlags::POLLIN, deadline)
                .and_then(|()| receive_once(socket, buffer, count, libc::MSG_DONTWAIT))
        };
        match received {
            Err(libc::EAGAIN) => {}
            Err(libc::ETIMEDOUT) => return Err(libc::EAGAIN),
            received => return received,
        }
    }
}

unsafe fn receive_once(
    socket: RawFd,
    buffer: *mut c_char,
    count: usize,
    flags: c_int,
) -> Result<isize, c_int> {
    // SAFETY: as in `receive`.
    match unsafe { libc::recv(socket, buffer.cast(), count, flags) } {
        received if received >= 0 => Ok(received),
        _ => Err(Errno::last_raw()),
    }
}
