//! Streams that the engine makes from a duplicate of a descriptor (`php://fd`): one of a socket with a
//! lease gets operations and a lease of its own. Not those of inherited sockets, which have no lease.

use super::{kind::Kind, operations::OURS, stream::adopt};
use crate::{
    core::{socket::descriptor, target::Transport},
    php::{
        hook::wrapper::{Wrappers, native},
        state::{leases, operation},
        sys,
    },
};
use std::{
    ffi::{c_char, c_int},
    os::fd::{FromRawFd, IntoRawFd, OwnedFd},
    ptr,
};

/// The wrapper of `php://`.
pub(super) static WRAPPERS: Wrappers =
    Wrappers::new(&[c"php"], |native| sys::php_stream_wrapper_ops {
        stream_opener: native.stream_opener.and(Some(open)),
        ..native
    });

sys::makes_stream! {
    /// Lets the engine open the stream, and takes over one of a socket that has a lease.
    fn open(
        wrapper: *mut sys::php_stream_wrapper,
        url: *const c_char,
        mode: *const c_char,
        options: c_int,
        opened: *mut *mut sys::zend_string,
        context: *mut sys::php_stream_context,
    ) -> *mut sys::php_stream, site {
        // SAFETY: the engine calls our wrapper with what belongs to the operation; its own wrapper and
        // operations live as long as the process.
        unsafe {
            let Some(open) = native(wrapper).stream_opener else {
                return ptr::null_mut();
            };
            let stream =
                sys::make_stream!(open, site, wrapper, url, mode, options, opened, context);
            take_over(stream)
        }
    }
}

/// Takes a stream over whose socket has a lease by another descriptor. Null where that fails.
///
/// # Safety
/// `stream` is null or a live stream that the engine has just made.
unsafe fn take_over(stream: *mut sys::php_stream) -> *mut sys::php_stream {
    // SAFETY: the caller's contract; sockets have the engine's operations for them.
    unsafe {
        if stream.is_null() || !ptr::eq((*stream).ops, &raw const sys::php_stream_socket_ops) {
            return stream;
        }
        let descriptor = sys::descriptor(stream);
        let Some(duplicate) = leases::grant_duplicate(descriptor) else {
            return stream;
        };
        // Streams do not ask for the limit of a socket's waits.
        operation::limit_all(descriptor);
        // The time-out is the socket's, whichever descriptor it was put in by.
        if duplicate.received.has_time() {
            sys::Timeout::NONE.put_in(descriptor);
        }
        let kind = match duplicate.transport {
            Some(Transport::Tcp) => Kind::Tcp,
            Some(Transport::Udp) => Kind::Udp,
            None => Kind::Unix,
        };
        let is_kept = keep(stream);
        adopt(stream, kind, &OURS);
        // What failed has no descriptor, and ends with the request.
        if is_kept { stream } else { ptr::null_mut() }
    }
}

/// Makes the duplicate of a socket what its original is: closed on exec, and above the standard streams.
/// Whether that was done: the stream has no descriptor else.
///
/// # Safety
/// `stream` is a live stream of a socket with a lease.
unsafe fn keep(stream: *mut sys::php_stream) -> bool {
    // SAFETY: the caller's contract; the descriptor is taken from the stream and given back.
    unsafe {
        let socket = sys::socket(stream);
        let duplicate = (*socket).socket;
        // A lease knows its socket by the descriptor, which may move.
        leases::release(duplicate);
        (*socket).socket = -1;
        let Ok(kept) = descriptor::keep(OwnedFd::from_raw_fd(duplicate)) else {
            return false;
        };
        (*socket).socket = kept.into_raw_fd();
        leases::grant_duplicate((*socket).socket).is_some()
    }
}
