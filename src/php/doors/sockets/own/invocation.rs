//! A call of a function of ours: its arguments, which are converted, and its result.

use super::words;
use crate::php::sys::{
    self,
    arguments::{self, Loose, Parameters},
    own_socket,
    socket::Socket,
};

/// A call whose arguments are converted.
pub(super) struct Invocation {
    pub(super) frame: *mut sys::zend_execute_data,
    /// The place for the result, which holds null.
    pub(super) result: *mut sys::zval,
}

/// What a function of ours does.
pub(super) type Body = unsafe fn(&Invocation);

/// The class of the objects that a function takes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    Sockets,
    AddressInfo,
}

impl Takes {
    fn class(self) -> *mut ext_php_rs::ffi::zend_class_entry {
        match self {
            Self::Sockets => own_socket::socket_class(),
            Self::AddressInfo => own_socket::address_info_class(),
        }
    }
}

/// Handles a call of a function with these parameters.
///
/// # Safety
/// The engine calls it.
#[inline]
pub(super) unsafe fn handle(
    frame: *mut sys::zend_execute_data,
    result: *mut sys::zval,
    parameters: &Parameters,
    takes: Takes,
    body: Body,
) {
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        let class = takes.class();
        let fits = parameters.fit_exactly(frame, class);
        if fits || arguments::parse(frame, parameters.format, class) {
            body(&Invocation { frame, result });
        }
    }
}

impl Invocation {
    /// The open socket that is the first argument; none after an exception.
    ///
    /// # Safety
    /// The call is a live one of a function that takes a socket first.
    #[inline]
    pub(super) unsafe fn socket(&self) -> Option<Socket> {
        // SAFETY: the caller's contract.
        unsafe {
            let socket = sys::argument(self.frame, 0).and_then(|value| Socket::own(value))?;
            if socket.descriptor() < 0 {
                words::argument_error(1, "has already been closed");
                return None;
            }
            Some(socket)
        }
    }

    /// The argument at `index`, if it is passed.
    ///
    /// # Safety
    /// The call is a live one.
    pub(super) unsafe fn value<'a>(&self, index: u32) -> Option<&'a mut sys::zval> {
        // SAFETY: the caller's contract.
        unsafe { sys::argument(self.frame, index) }
    }

    /// The integer at `index`; none where it is missing or null.
    ///
    /// # Safety
    /// As [`Invocation::value`].
    #[inline]
    pub(super) unsafe fn integer(&self, index: u32) -> Option<i64> {
        // SAFETY: the caller's contract.
        unsafe { self.value(index) }.and_then(|value| value.long())
    }

    /// The integer at `index`, which is required.
    ///
    /// # Safety
    /// As [`Invocation::value`].
    #[inline]
    pub(super) unsafe fn number(&self, index: u32) -> i64 {
        // SAFETY: the caller's contract.
        unsafe { self.integer(index) }.unwrap_or_default()
    }

    /// The text at `index`.
    ///
    /// # Safety
    /// As [`Invocation::value`]; it is the argument's.
    #[inline]
    pub(super) unsafe fn text<'a>(&self, index: u32) -> Option<&'a [u8]> {
        // SAFETY: the caller's contract.
        unsafe { Some(self.value(index)?.zend_str()?.as_bytes()) }
    }

    /// Returns `false`.
    ///
    /// # Safety
    /// The result holds nothing.
    pub(super) unsafe fn fail(&self) {
        // SAFETY: the caller's contract.
        unsafe { sys::return_false(self.result) };
    }

    /// Returns `true`.
    ///
    /// # Safety
    /// As [`Invocation::fail`].
    pub(super) unsafe fn succeed(&self) {
        // SAFETY: the caller's contract.
        unsafe { sys::return_true(self.result) };
    }

    /// Returns a number.
    ///
    /// # Safety
    /// As [`Invocation::fail`].
    pub(super) unsafe fn give(&self, number: i64) {
        // SAFETY: the caller's contract.
        unsafe { sys::return_long(self.result, number) };
    }

    /// Returns a value.
    ///
    /// # Safety
    /// As [`Invocation::fail`].
    pub(super) unsafe fn give_value(&self, value: Loose) {
        // SAFETY: the caller's contract; the value is the result's then.
        unsafe { self.result.write(std::mem::ManuallyDrop::into_inner(value)) };
    }
}
