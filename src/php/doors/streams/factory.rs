//! Our factory in the engine's table of transports: installed, removed, and what it does. It
//! refuses nothing.

use super::{kind::Kind, operations::OURS, stream::adopt};
use crate::php::{
    hook::{Chain, HookState},
    sys::{self, Factory, Fiber},
};
use std::{
    cell::RefCell,
    ffi::{CString, c_char, c_int, c_void},
    ptr,
    sync::{PoisonError, RwLock, RwLockWriteGuard},
};

sys::makes_stream! {
    /// Lets the engine's factory make the stream, and gives it our operations. It refuses nothing: a
    /// factory cannot tell why, and a stream without a connection is harmless.
    fn factory(
        scheme: *const c_char,
        scheme_length: usize,
        name: *const c_char,
        name_length: usize,
        persistent_id: *const c_char,
        options: c_int,
        flags: c_int,
        timeout: *mut sys::timeval,
        context: *mut sys::php_stream_context,
    ) -> *mut sys::php_stream, site {
        // SAFETY: the engine passes the scheme with its length; the arguments go on as they came, and
        // the result is null or a stream that the engine's factory just made.
        unsafe {
            let name_of_scheme = sys::bytes(scheme, scheme_length);
            let make = |original: Factory| {
                sys::make_stream!(
                    original,
                    site,
                    scheme,
                    scheme_length,
                    name,
                    name_length,
                    persistent_id,
                    options,
                    flags,
                    timeout,
                    context,
                )
            };
            let stream = with_original(name_of_scheme, make).unwrap_or(ptr::null_mut());
            adopt(stream, Kind::of(name_of_scheme), &OURS);
            stream
        }
    }
}

#[derive(Clone, Copy)]
struct Entry<'a> {
    name: &'a [u8],
    factory: Factory,
}

/// The engine's factories that ours stands in for.
static ORIGINALS: RwLock<Vec<(Vec<u8>, Chain<Pointer>)>> = RwLock::new(Vec::new());

/// A factory that can be compared with others.
#[derive(Debug, Clone, Copy)]
struct Pointer(Factory);

impl PartialEq for Pointer {
    fn eq(&self, other: &Self) -> bool {
        ptr::fn_addr_eq(self.0, other.0)
    }
}

sys::per_thread! {
    /// The fibers within our factories, once for each factory that is under way, one calling the next:
    /// each fiber is in factories of its own, as one may be suspended there.
    static UNDER_WAY: RefCell<Vec<Fiber>> = RefCell::new(Vec::new());
}

/// Puts our factory in place of every one that is not ours. The names of those that were replaced.
pub(super) fn install() -> Vec<String> {
    // Collected, as the table changes.
    let foreign: Vec<_> = entries().filter(|entry| !is_ours(entry.factory)).collect();
    let replace = |entry: Entry<'_>| {
        let mut originals = originals_mut();
        match originals.iter_mut().find(|(known, _)| known == entry.name) {
            Some((_, chain)) => chain.put(Pointer(entry.factory)),
            None => originals.push((entry.name.to_owned(), Chain::new(Pointer(entry.factory)))),
        }
        register(entry.name, factory);
        text(entry.name)
    };
    foreign.into_iter().map(replace).collect()
}

/// Puts the engine's factories back where ours are still in place.
pub(super) fn uninstall() {
    let ours: Vec<_> = entries().filter(|entry| is_ours(entry.factory)).collect();
    for entry in ours {
        if let Some((_, chain)) = originals_mut().iter().find(|(name, _)| name == entry.name) {
            register(entry.name, chain.first().0);
        }
    }
    originals_mut().clear();
}

/// The names of all transports, and whether each has our factory.
pub(super) fn states() -> Vec<(String, HookState)> {
    let state = |entry: Entry<'_>| {
        if is_ours(entry.factory) {
            HookState::Enforced
        } else {
            HookState::Lost
        }
    };
    entries()
        .map(|entry| (text(entry.name), state(entry)))
        .collect()
}

/// Forgets factories that a bailout kept from returning.
pub(super) fn start_request() {
    UNDER_WAY.with_borrow_mut(|under_way| under_way.clear());
}

/// Makes a stream by the engine's factory of the transport `name`.
fn with_original<R>(name: &[u8], make: impl FnOnce(Factory) -> R) -> Option<R> {
    let fiber = sys::fiber();
    let depth = UNDER_WAY.with_borrow(|under_way| {
        let own = under_way.iter().filter(|known| **known == fiber);
        own.count()
    });
    let original = {
        let originals = ORIGINALS.read().unwrap_or_else(PoisonError::into_inner);
        let (_, chain) = originals.iter().find(|(known, _)| known == name)?;
        // Deeper than the chain is only what a bailout left.
        chain.at_depth(depth).unwrap_or_else(|| chain.first())
    };
    UNDER_WAY.with_borrow_mut(|under_way| under_way.push(fiber));
    let made = make(original.0);
    UNDER_WAY.with_borrow_mut(|under_way| {
        let ended = under_way.iter().rposition(|known| *known == fiber);
        ended.map(|ended| under_way.swap_remove(ended))
    });
    Some(made)
}

fn originals_mut() -> RwLockWriteGuard<'static, Vec<(Vec<u8>, Chain<Pointer>)>> {
    // A poisoned lock holds a whole value all the same.
    ORIGINALS.write().unwrap_or_else(PoisonError::into_inner)
}

fn entries() -> impl Iterator<Item = Entry<'static>> {
    // SAFETY: the table lives as long as the process.
    let table = unsafe { &*sys::php_stream_xport_get_hash() };
    sys::table::entries(table).filter_map(|(name, value)| {
        // SAFETY: what the table holds was registered as a factory, and is not null.
        let factory = unsafe { std::mem::transmute::<*mut c_void, Factory>(value.ptr()?) };
        Some(Entry { name, factory })
    })
}

fn is_ours(candidate: Factory) -> bool {
    ptr::fn_addr_eq(candidate, factory as Factory)
}

fn text(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}

fn register(name: &[u8], factory: Factory) {
    let Ok(name) = CString::new(name) else { return };
    // SAFETY: factories live as long as the process (this library is never unmapped); the engine
    // copies the name.
    unsafe { sys::php_stream_xport_register(name.as_ptr(), Some(factory)) };
}
