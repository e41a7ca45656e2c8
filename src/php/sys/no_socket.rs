//! The objects of ext/sockets in a build without its headers: none is known, and what has one is
//! refused.

use super::zval;
use std::{convert::Infallible, ffi::c_int, os::fd::RawFd};

/// A `Socket`, of which there is none.
#[derive(Clone, Copy)]
pub(in crate::php) struct Socket(Infallible);

impl Socket {
    pub(in crate::php) const NOWHERE: RawFd = RawFd::MAX;

    /// `None`, whatever the value.
    pub(in crate::php) unsafe fn of(_: &zval) -> Option<Self> {
        None
    }

    /// `None`, whatever the value.
    pub(in crate::php) unsafe fn adopted(_: &zval) -> Option<Self> {
        None
    }

    pub(in crate::php) fn adopt(self, _: fn(RawFd)) {
        match self.0 {}
    }

    pub(in crate::php) fn is_streams(self) -> bool {
        match self.0 {}
    }

    /// Makes nothing.
    pub(in crate::php) unsafe fn make(_: *mut zval, _: i64) -> Option<Self> {
        None
    }

    pub(in crate::php) fn descriptor(self) -> RawFd {
        match self.0 {}
    }

    pub(in crate::php) fn set_descriptor(self, _: RawFd) {
        match self.0 {}
    }

    pub(in crate::php) fn domain(self) -> i64 {
        match self.0 {}
    }

    pub(in crate::php) fn error(self) -> c_int {
        match self.0 {}
    }

    pub(in crate::php) fn put_error(self, _: c_int) {
        match self.0 {}
    }

    pub(in crate::php) fn set_error(self, _: c_int) {
        match self.0 {}
    }
}

/// None.
pub(in crate::php) fn last_error() -> c_int {
    0
}

/// Sets nothing.
pub(in crate::php) fn set_last_error(_: c_int) {}
