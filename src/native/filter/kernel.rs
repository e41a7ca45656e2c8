//! The kernel's interface to filters and their listeners, and what is asked of it besides: each call in
//! one place. It decides nothing.

use libc::{
    c_int, c_long, c_ulong, c_void, seccomp_data, seccomp_notif, seccomp_notif_resp, sock_filter,
};
use rustix::fs::{Mode, OFlags};
use std::{
    io,
    os::fd::{AsRawFd, BorrowedFd, FromRawFd, OwnedFd, RawFd},
    ptr,
};

/// What a filter is installed with: a listener, for all threads, an error where one cannot have it; and
/// a call that the supervisor has received ends by its answer, since another one would send twice
/// (Linux 5.19).
const FLAGS: c_ulong = libc::SECCOMP_FILTER_FLAG_NEW_LISTENER
    | libc::SECCOMP_FILTER_FLAG_TSYNC
    | libc::SECCOMP_FILTER_FLAG_TSYNC_ESRCH
    | libc::SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV;

/// Has the supervisor and the caller take turns on one CPU (Linux 6.6).
const SYNC_WAKE_UP: u64 = 1;

/// A call that waits for an answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Notification {
    pub(super) id: u64,
    /// The thread that calls.
    pub(super) thread: i32,
    pub(super) number: c_long,
    pub(super) arguments: [u64; 6],
}

/// Whether this kernel has what [`install`] asks for; nothing is installed.
///
/// # Errors
/// What the kernel says instead.
pub(super) fn probe() -> io::Result<()> {
    let operation = libc::SECCOMP_SET_MODE_FILTER;
    // SAFETY: without a program the kernel gets no further than the flags.
    let result =
        unsafe { libc::syscall(libc::SYS_seccomp, operation, FLAGS, ptr::null::<c_void>()) };
    let error = io::Error::last_os_error();
    match (result, error.raw_os_error()) {
        // A filter of ours refuses another one with a listener before the kernel looks at it.
        (-1, Some(libc::EFAULT | libc::EBUSY)) => Ok(()),
        _ => Err(error),
    }
}

/// Gives up privileges of programs that are executed (`no_new_privs`), as a filter requires.
///
/// # Errors
/// Those of prctl(2).
pub(super) fn forbid_new_privileges() -> io::Result<()> {
    // SAFETY: no memory is named.
    succeeded(unsafe { libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) }.into()).map(drop)
}

/// Installs `program` in all threads of this process. The listener stands in the calling thread's table.
///
/// # Errors
/// Those of seccomp(2): `EBUSY` where a listener is there already, `ESRCH` where a thread has a filter of
/// its own.
pub(super) fn install(program: &mut [sock_filter]) -> io::Result<OwnedFd> {
    let program = libc::sock_fprog {
        len: u16::try_from(program.len()).map_err(|_| io::ErrorKind::InvalidInput)?,
        filter: program.as_mut_ptr(),
    };
    let operation = libc::SECCOMP_SET_MODE_FILTER;
    // SAFETY: the kernel copies the program.
    let listener = succeeded(unsafe {
        libc::syscall(libc::SYS_seccomp, operation, FLAGS, &raw const program)
    })?;
    // SAFETY: the descriptor was made for us.
    let listener = unsafe { OwnedFd::from_raw_fd(listener as c_int) };
    let flags: c_ulong = SYNC_WAKE_UP;
    // SAFETY: the argument is the value itself. A kernel that cannot do it is slower, nothing else.
    unsafe {
        libc::ioctl(
            listener.as_raw_fd(),
            libc::SECCOMP_IOCTL_NOTIF_SET_FLAGS,
            flags,
        )
    };
    Ok(listener)
}

/// Waits for the next call.
///
/// # Errors
/// `ENOENT` where the caller is gone meanwhile, `EINTR`; others mean that the listener serves no more.
pub(super) fn receive(listener: BorrowedFd<'_>) -> io::Result<Notification> {
    let mut notification = seccomp_notif {
        id: 0,
        pid: 0,
        flags: 0,
        data: seccomp_data {
            nr: 0,
            arch: 0,
            instruction_pointer: 0,
            args: [0; 6],
        },
    };
    let descriptor = listener.as_raw_fd();
    // SAFETY: the kernel writes one of these, whose size is part of the request's number.
    let result = unsafe {
        libc::ioctl(
            descriptor,
            libc::SECCOMP_IOCTL_NOTIF_RECV,
            &raw mut notification,
        )
    };
    succeeded(result.into())?;
    Ok(Notification {
        id: notification.id,
        thread: notification.pid as i32,
        number: notification.data.nr.into(),
        arguments: notification.data.args,
    })
}

/// Whether the caller still waits: what was read of it and taken from it was its own.
pub(super) fn is_waiting(listener: BorrowedFd<'_>, id: u64) -> bool {
    // SAFETY: the kernel reads a number.
    let result = unsafe {
        libc::ioctl(
            listener.as_raw_fd(),
            libc::SECCOMP_IOCTL_NOTIF_ID_VALID,
            &raw const id,
        )
    };
    result == 0
}

/// Ends the call with what it returns, or its error number. A caller that is gone needs none.
pub(super) fn answer(listener: BorrowedFd<'_>, id: u64, outcome: Result<i64, c_int>) {
    send(
        listener,
        seccomp_notif_resp {
            id,
            val: outcome.unwrap_or(0),
            error: -outcome.err().unwrap_or(0),
            flags: 0,
        },
    );
}

/// Has the kernel make the call as it is by now, which the caller may have changed: for what is refused to nobody.
pub(super) fn leave(listener: BorrowedFd<'_>, id: u64) {
    send(
        listener,
        seccomp_notif_resp {
            id,
            val: 0,
            error: 0,
            flags: libc::SECCOMP_USER_NOTIF_FLAG_CONTINUE as u32,
        },
    );
}

fn send(listener: BorrowedFd<'_>, response: seccomp_notif_resp) {
    // SAFETY: the kernel reads one of these.
    unsafe {
        libc::ioctl(
            listener.as_raw_fd(),
            libc::SECCOMP_IOCTL_NOTIF_SEND,
            &raw const response,
        )
    };
}

/// Gives the calling thread a table of descriptors of its own, with `kept` only.
///
/// # Errors
/// Those of close_range(2).
pub(super) fn leave_descriptors(kept: Option<RawFd>) -> io::Result<()> {
    let close = |first: u32, last: u32, flags: u32| {
        // SAFETY: descriptors of this thread alone are closed, and it has used none of them.
        succeeded(unsafe { libc::syscall(libc::SYS_close_range, first, last, flags) })
    };
    match kept.and_then(|kept| u32::try_from(kept).ok()) {
        None => close(0, u32::MAX, libc::CLOSE_RANGE_UNSHARE),
        Some(kept) => {
            close(kept + 1, u32::MAX, libc::CLOSE_RANGE_UNSHARE)?;
            close(0, kept.saturating_sub(1), 0)
        }
    }
    .map(drop)
}

/// Whether this kernel has what [`keep_from_neighbours`] asks for.
pub(super) fn has_landlock() -> bool {
    const CREATE_RULESET_VERSION: c_ulong = 1;
    /// Of Linux 5.19.
    const WITH_REFER: c_long = 2;
    // SAFETY: no memory is named.
    let version = unsafe {
        libc::syscall(
            SYS_LANDLOCK_CREATE_RULESET,
            ptr::null::<c_void>(),
            0,
            CREATE_RULESET_VERSION,
        )
    };
    version >= WITH_REFER
}

/// Keeps the calling thread, and what it starts, from using processes outside as its deputies: ptrace(2)
/// and their memory are closed to it (Landlock, Linux 5.19). Files are as they were, but what is mounted
/// where can no longer be changed. A kernel without Landlock keeps nobody from it.
///
/// # Errors
/// Those of Landlock's calls.
pub(super) fn keep_from_neighbours() -> io::Result<()> {
    /// Renaming from folder to folder, the only right that is denied where it is not handled.
    const ACCESS_REFER: u64 = 1 << 13;
    const RULE_PATH_BENEATH: c_int = 1;
    /// `struct landlock_path_beneath_attr`, which is packed.
    #[repr(C, packed)]
    struct PathBeneath {
        allowed: u64,
        parent: c_int,
    }
    let handled = ACCESS_REFER;
    // SAFETY: the kernel reads a word.
    let ruleset = succeeded(unsafe {
        libc::syscall(
            SYS_LANDLOCK_CREATE_RULESET,
            &raw const handled,
            size_of_val(&handled),
            0,
        )
    })?;
    // SAFETY: the descriptor was made for us.
    let ruleset = unsafe { OwnedFd::from_raw_fd(ruleset as c_int) };
    let root = rustix::fs::open("/", OFlags::PATH | OFlags::CLOEXEC, Mode::empty())?;
    let everywhere = PathBeneath {
        allowed: ACCESS_REFER,
        parent: root.as_raw_fd(),
    };
    // SAFETY: the kernel reads the rule.
    succeeded(unsafe {
        libc::syscall(
            SYS_LANDLOCK_ADD_RULE,
            ruleset.as_raw_fd(),
            RULE_PATH_BENEATH,
            &raw const everywhere,
            0,
        )
    })?;
    forbid_new_privileges()?;
    // SAFETY: no memory is named.
    succeeded(unsafe { libc::syscall(SYS_LANDLOCK_RESTRICT_SELF, ruleset.as_raw_fd(), 0) })
        .map(drop)
}

/// The same numbers on every architecture, which libc has for some.
const SYS_LANDLOCK_CREATE_RULESET: c_long = 444;
const SYS_LANDLOCK_ADD_RULE: c_long = 445;
const SYS_LANDLOCK_RESTRICT_SELF: c_long = 446;

/// Whether `thread` is one of this process.
pub(super) fn is_own_thread(thread: i32) -> bool {
    // SAFETY: no signal is sent.
    let result = unsafe { libc::syscall(libc::SYS_tgkill, libc::getpid(), thread, 0) };
    result == 0
}

/// Sends `thread` the signal of a write that nobody reads (`SIGPIPE`).
pub(super) fn break_pipe(thread: i32) {
    // SAFETY: no memory is named; the thread waits for us, so its number is its own.
    unsafe { libc::syscall(libc::SYS_tkill, thread, libc::SIGPIPE) };
}

/// Random numbers.
///
/// # Errors
/// Those of getrandom(2).
pub(super) fn random() -> io::Result<[u64; 2]> {
    let mut numbers = [0_u64; 2];
    let length = size_of_val(&numbers);
    // SAFETY: the kernel writes as many bytes as there are; so few come at once.
    let result = unsafe { libc::getrandom(numbers.as_mut_ptr().cast(), length, 0) };
    match succeeded(result as c_long)? as usize == length {
        true => Ok(numbers),
        false => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

fn succeeded(result: c_long) -> io::Result<c_long> {
    match result {
        -1 => Err(io::Error::last_os_error()),
        result => Ok(result),
    }
}
