//! The calls by which aesock itself, after a decision, connects, binds and sends, and takes the sockets of
//! those that it supervises: the filter lets them pass, since they carry a secret in registers that they do not use. They decide nothing.
//!
//! The secret is in this process's memory, and in that of its forks: native code with the intent to find
//! it is not held by the filter. A program that is executed does not have it. Where no filter is
//! installed, the kernel ignores these registers.

use super::{
    kernel,
    refusals::{Policy, Refusals},
};
use crate::{core::socket::own_call::OwnCalls, native::in_force::Mark};
use nix::errno::Errno;
use socket2::SockAddr;
use std::{
    io,
    os::fd::{AsRawFd, BorrowedFd, FromRawFd, OwnedFd},
    slice,
    sync::OnceLock,
};

/// What the last two registers of a call hold that passes.
#[derive(Clone, Copy)]
pub(super) struct Secret(pub(super) [u64; 2]);

/// The process's own; none before a filter is about to be installed.
static SECRET: OnceLock<Secret> = OnceLock::new();

/// The secret of this process, drawn when first asked for.
///
/// # Errors
/// Those of getrandom(2).
pub(super) fn secret() -> io::Result<Secret> {
    if let Some(secret) = SECRET.get() {
        return Ok(*secret);
    }
    let drawn = Secret(kernel::random()?);
    Ok(*SECRET.get_or_init(|| drawn))
}

fn registers() -> [u64; 2] {
    SECRET.get().map_or([0; 2], |Secret(registers)| *registers)
}

/// How the core calls.
pub(super) const OWN_CALLS: OwnCalls = OwnCalls {
    connect: |socket, address| connect(socket, bytes(address)),
    bind: |socket, address| bind(socket, bytes(address)),
};

fn bytes(address: &SockAddr) -> &[u8] {
    // SAFETY: an address has as many bytes as it says.
    unsafe { slice::from_raw_parts(address.as_ptr().cast(), address.len() as usize) }
}

/// What asks whether a supervisor of aesock's is there already: a connect of nothing to an address that is
/// none, with an answer that the kernel has for no connect. The [`Mark`] of the asker's policy follows.
pub(super) const GREETING: &[u8] = b"\xff\xffaesock: who is there?";

/// The first of the answers, which are in the order of [`HELD`].
const ANSWER: i64 = 0x6165_7360;

/// How a process is held by the supervisor of another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) refusals: Refusals,
    pub(super) policy: Policy,
}

const HELD: [Held; 4] = {
    const fn held(refusals: Refusals, policy: Policy) -> Held {
        Held { refusals, policy }
    }
    [
        held(Refusals::Made, Policy::Other),
        held(Refusals::LeftOut, Policy::Other),
        held(Refusals::Made, Policy::Same),
        held(Refusals::LeftOut, Policy::Same),
    ]
};

/// How the answer to a greeting tells it.
pub(super) fn answer(held: Held) -> Option<i64> {
    let index = HELD.iter().position(|known| *known == held)?;
    Some(ANSWER + index as i64)
}

/// Who answered a greeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Met {
    /// No supervisor of aesock's.
    Nobody,
    /// That of the process that started this one.
    Supervisor(Held),
    /// One that may not look at this process's memory, and so refuses each of its calls.
    Blind,
}

/// Whether and how this process, whose policy has `mark`, is held by a supervisor of aesock's: that of the
/// process that started it.
pub(super) fn greet(mark: Mark) -> Met {
    let greeting = [GREETING, mark.as_bytes()].concat();
    let (address, length) = (greeting.as_ptr(), greeting.len());
    // SAFETY: the supervisor reads as many bytes as there are; the kernel finds no descriptor.
    let answer = unsafe { libc::syscall(libc::SYS_connect, -1, address, length) };
    if answer == -1 && Errno::last() == Errno::EACCES {
        return Met::Blind;
    }
    let index = answer.checked_sub(ANSWER).map(usize::try_from);
    let held = index.and_then(|index| HELD.get(index.ok()?));
    held.map_or(Met::Nobody, |held| Met::Supervisor(*held))
}

/// connect(2).
///
/// # Errors
/// Those of the call.
pub fn connect(socket: BorrowedFd<'_>, address: &[u8]) -> io::Result<()> {
    // SAFETY: the kernel reads as many bytes as there are.
    unsafe { with_address(libc::SYS_connect, socket, address) }
}

/// bind(2).
///
/// # Errors
/// Those of the call.
pub fn bind(socket: BorrowedFd<'_>, address: &[u8]) -> io::Result<()> {
    // SAFETY: as above.
    unsafe { with_address(libc::SYS_bind, socket, address) }
}

/// listen(2).
///
/// # Errors
/// Those of the call.
pub fn listen(socket: BorrowedFd<'_>, backlog: i32) -> io::Result<()> {
    let arguments = [socket.as_raw_fd() as u64, backlog as u64, 0, 0];
    // SAFETY: no memory is named.
    unsafe { passing(libc::SYS_listen, arguments) }.map(drop)
}

/// pidfd_getfd(2).
///
/// # Errors
/// Those of the call.
pub(super) fn take_descriptor(process: BorrowedFd<'_>, number: i32) -> io::Result<OwnedFd> {
    let arguments = [process.as_raw_fd() as u64, number as u64, 0, 0];
    // SAFETY: no memory is named.
    let taken = unsafe { passing(libc::SYS_pidfd_getfd, arguments) }?;
    // SAFETY: the descriptor was made for us.
    Ok(unsafe { OwnedFd::from_raw_fd(taken as i32) })
}

/// sendmsg(2).
///
/// # Errors
/// Those of the call.
///
/// # Safety
/// As of sendmsg(2): what `message` names is there.
pub unsafe fn send_message(
    socket: BorrowedFd<'_>,
    message: &libc::msghdr,
    flags: i32,
) -> io::Result<usize> {
    let arguments = [
        socket.as_raw_fd() as u64,
        std::ptr::from_ref(message) as u64,
        flags as u64,
        0,
    ];
    // SAFETY: the caller's contract.
    unsafe { passing(libc::SYS_sendmsg, arguments) }
}

/// What stands for functions of libc that were decided on: each makes its call so that it passes.
pub mod instead {
    use super::passing;
    use std::ffi::{c_int, c_uint, c_void};

    /// What libc's function returns; the number of an error is in errno already.
    fn returned(called: std::io::Result<usize>) -> isize {
        called.map_or(-1, usize::cast_signed)
    }

    /// connect(2)
    ///
    /// # Safety
    /// As of the call.
    pub unsafe extern "C" fn connect(
        socket: c_int,
        address: *const c_void,
        length: c_uint,
    ) -> c_int {
        let arguments = [socket as u64, address as u64, length.into(), 0];
        // SAFETY: the caller's contract, here and below.
        returned(unsafe { passing(libc::SYS_connect, arguments) }) as c_int
    }

    /// bind(2)
    ///
    /// # Safety
    /// As of the call.
    pub unsafe extern "C" fn bind(socket: c_int, address: *const c_void, length: c_uint) -> c_int {
        let arguments = [socket as u64, address as u64, length.into(), 0];
        // SAFETY: as above.
        returned(unsafe { passing(libc::SYS_bind, arguments) }) as c_int
    }

    /// listen(2)
    ///
    /// # Safety
    /// As of the call.
    pub unsafe extern "C" fn listen(socket: c_int, backlog: c_int) -> c_int {
        // SAFETY: as above.
        returned(unsafe { passing(libc::SYS_listen, [socket as u64, backlog as u64, 0, 0]) })
            as c_int
    }

    /// sendmsg(2)
    ///
    /// # Safety
    /// As of the call.
    pub unsafe extern "C" fn sendmsg(
        socket: c_int,
        message: *const libc::msghdr,
        flags: c_int,
    ) -> isize {
        let arguments = [socket as u64, message as u64, flags as u64, 0];
        // SAFETY: as above.
        returned(unsafe { passing(libc::SYS_sendmsg, arguments) })
    }

    /// sendmmsg(2)
    ///
    /// # Safety
    /// As of the call.
    pub unsafe extern "C" fn sendmmsg(
        socket: c_int,
        messages: *mut libc::mmsghdr,
        count: c_uint,
        flags: c_int,
    ) -> c_int {
        let arguments = [socket as u64, messages as u64, count.into(), flags as u64];
        // SAFETY: as above.
        returned(unsafe { passing(libc::SYS_sendmmsg, arguments) }) as c_int
    }

    /// sendto(2), with an address.
    ///
    /// # Safety
    /// As of the call.
    pub unsafe extern "C" fn sendto(
        socket: c_int,
        bytes: *const c_void,
        length: usize,
        flags: c_int,
        address: *const c_void,
        address_length: c_uint,
    ) -> isize {
        let mut part = libc::iovec {
            iov_base: bytes.cast_mut(),
            iov_len: length,
        };
        // SAFETY: all zero is an empty message.
        let mut message: libc::msghdr = unsafe { std::mem::zeroed() };
        message.msg_name = address.cast_mut();
        message.msg_namelen = address_length;
        message.msg_iov = &raw mut part;
        message.msg_iovlen = 1;
        // SAFETY: as above.
        unsafe { sendmsg(socket, &raw const message, flags) }
    }
}

/// # Safety
/// `number` is a call that reads its third argument's number of bytes at its second.
unsafe fn with_address(number: i64, socket: BorrowedFd<'_>, address: &[u8]) -> io::Result<()> {
    let arguments = [
        socket.as_raw_fd() as u64,
        address.as_ptr() as u64,
        address.len() as u64,
        0,
    ];
    // SAFETY: the caller's contract.
    unsafe { passing(number, arguments) }.map(drop)
}

/// # Safety
/// As of the call.
pub(super) unsafe fn passing(number: i64, arguments: [u64; 4]) -> io::Result<usize> {
    let [first, second, third, fourth] = arguments;
    let [fifth, sixth] = registers();
    // SAFETY: the caller's contract; registers that a call does not use are ignored.
    let result = unsafe { libc::syscall(number, first, second, third, fourth, fifth, sixth) };
    usize::try_from(result).map_err(|_| io::Error::last_os_error())
}
