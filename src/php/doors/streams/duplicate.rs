//! Streams that the engine makes from a duplicate of a descriptor (`php://fd`): one of a socket with a
//! lease gets operations and a lease of its own. Not those of inherited sockets, which have no lease.
//!
//! The wrapper of ours is a copy of the engine's with another opener. It stands in the engine's table of
//! all requests, from which `stream_wrapper_restore()` takes it again, too.

use super::{kind::Kind, operations::OURS, stream::adopt};
use crate::{
    core::{lease::Receiving, socket::descriptor, target::Transport},
    php::{hook::HookState, state::leases, sys},
};
use std::{
    ffi::{CStr, c_char, c_int},
    os::fd::{FromRawFd, IntoRawFd, OwnedFd},
    ptr,
    sync::{Mutex, PoisonError},
};

const SCHEME: &CStr = c"php";

/// A wrapper of ours: the engine's structure first, as the engine's table points here.
#[repr(C)]
struct Wrapped {
    wrapper: sys::php_stream_wrapper,
    operations: sys::php_stream_wrapper_ops,
    original: *mut sys::php_stream_wrapper,
}

/// The wrapper that was made, which stays for the life of the process: streams point to it.
#[derive(Clone, Copy)]
struct Made(&'static Wrapped);

// SAFETY: what it points to never changes.
unsafe impl Send for Made {}

static MADE: Mutex<Option<Made>> = Mutex::new(None);

/// Puts our wrapper in place of one that is not. The name of what was replaced.
pub(super) fn install() -> Option<String> {
    let slot = sys::wrapper_of_all_requests(SCHEME)?;
    // SAFETY: the table's entries hold wrappers.
    unsafe {
        let current = (*slot).value.ptr.cast::<sys::php_stream_wrapper>();
        if is_ours(current) {
            return None;
        }
        (*slot).value.ptr = ptr::from_ref(wrapped(current)).cast_mut().cast();
    }
    Some("php".to_owned())
}

/// Puts the engine's wrapper back where ours is still in place.
pub(super) fn uninstall() {
    if let Some(slot) = sys::wrapper_of_all_requests(SCHEME) {
        // SAFETY: the table's entries hold wrappers.
        unsafe {
            let current = (*slot).value.ptr.cast::<sys::php_stream_wrapper>();
            if is_ours(current) {
                (*slot).value.ptr = (*current.cast::<Wrapped>()).original.cast();
            }
        }
    }
}

/// The state of the hook.
pub(super) fn state() -> HookState {
    match sys::wrapper_of_all_requests(SCHEME) {
        None => HookState::NotPresent,
        // SAFETY: the table's entries hold wrappers.
        Some(slot) if unsafe { is_ours((*slot).value.ptr.cast()) } => HookState::Enforced,
        Some(_) => HookState::Lost,
    }
}

/// Whether a wrapper is ours.
///
/// # Safety
/// `wrapper` is a live wrapper.
unsafe fn is_ours(wrapper: *const sys::php_stream_wrapper) -> bool {
    let made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    made.is_some_and(|made| ptr::eq(&made.0.wrapper, wrapper))
}

/// The wrapper of ours that stands for `original`.
///
/// # Safety
/// `original` is a wrapper that lives as long as the process.
unsafe fn wrapped(original: *mut sys::php_stream_wrapper) -> &'static Wrapped {
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = made.filter(|made| made.0.original == original) {
        return known.0;
    }
    // SAFETY: the caller's contract; a wrapper has operations.
    let (wrapper, native) = unsafe { (ptr::read(original), ptr::read((*original).wops)) };
    let new = Box::leak(Box::new(Wrapped {
        wrapper,
        operations: sys::php_stream_wrapper_ops {
            stream_opener: native.stream_opener.and(Some(open)),
            ..native
        },
        original,
    }));
    new.wrapper.wops = &raw const new.operations;
    *made = Some(Made(new));
    new
}

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
            let native = (*(*wrapper.cast::<Wrapped>()).original).wops;
            let Some(open) = (*native).stream_opener else {
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
        // The time-out is the socket's, whichever descriptor it was put in by.
        if let Receiving::Single(Some(_)) = duplicate.received {
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
