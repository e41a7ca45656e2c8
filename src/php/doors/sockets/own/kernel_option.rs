//! An option of a socket as the kernel has it: asked for and set. Not what its value means.

use super::{
    error::{self, errno},
    invocation::Invocation,
};
use crate::php::sys::socket::Socket;
use std::ffi::c_int;

/// The functions' words for a failure.
pub(super) const GET: &str = "Unable to retrieve socket option";
const SET: &str = "Unable to set socket option";

/// An option of a socket.
#[derive(Clone, Copy)]
pub(super) struct SocketOption {
    pub(super) socket: Socket,
    pub(super) level: c_int,
    pub(super) number: c_int,
}

impl SocketOption {
    /// The one that a call has as its second and third argument.
    pub(super) fn of(call: &Invocation, socket: Socket) -> Self {
        // SAFETY: the call is a live one of a function with these arguments.
        let number = |index| unsafe { call.number(index) } as c_int;
        Self {
            socket,
            level: number(1),
            number: number(2),
        }
    }

    /// Asks the kernel for a value; how many bytes it wrote. A failure is told in these words.
    ///
    /// # Safety
    /// The socket lives; the kernel may write any bytes into a `T`. It may run user code and bail out.
    pub(super) unsafe fn get<T>(self, value: &mut T, words: &str) -> Option<usize> {
        let mut length = size_of::<T>() as libc::socklen_t;
        // SAFETY: the caller's contract; the kernel writes no more than there is room for.
        unsafe {
            let status = libc::getsockopt(
                self.socket.descriptor(),
                self.level,
                self.number,
                std::ptr::from_mut(value).cast(),
                &raw mut length,
            );
            if status != 0 {
                error::tell(self.socket, words, errno());
                return None;
            }
        }
        Some(length as usize)
    }

    /// Gives the kernel a value. Whether it takes it; otherwise that is told.
    ///
    /// # Safety
    /// The socket lives. It may run user code and bail out.
    pub(super) unsafe fn set<T>(self, value: &T) -> bool {
        // SAFETY: the caller's contract; the value is plain data.
        unsafe { self.set_bytes(std::ptr::from_ref(value).cast(), size_of::<T>()) }
    }

    /// The same with bytes.
    ///
    /// # Safety
    /// As [`SocketOption::set`]; so many are there.
    pub(super) unsafe fn set_bytes(self, value: *const u8, length: usize) -> bool {
        // SAFETY: the caller's contract.
        unsafe {
            let status = libc::setsockopt(
                self.socket.descriptor(),
                self.level,
                self.number,
                value.cast(),
                length as libc::socklen_t,
            );
            if status != 0 {
                error::tell(self.socket, SET, errno());
            }
            status == 0
        }
    }
}
