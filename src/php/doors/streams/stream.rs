//! A stream of ours: its operations table, what stood there before, and its closing. Not what the
//! other operations do.
//!
//! A table is the engine's with some operations of ours, and is the same for all streams of a
//! transport, as the engine's is. Only a persistent stream has one of its persistent, beside what a later
//! request must know of it.

use super::{kind::Kind, receive::leave_to_the_engine};
use crate::{
    core::{
        gate::{self, Gate, Lookups},
        lease::{Closing, Receiving},
        target::Target,
    },
    php::{
        state::{
            gates::{self, Epoch},
            leases, operation,
        },
        sys,
    },
};
use std::{
    ffi::{c_char, c_int, c_void},
    net::SocketAddr,
    os::fd::RawFd,
    path::PathBuf,
    ptr,
    sync::OnceLock,
};

/// The answer that an option was handled, and the options that are of interest.
pub(super) const OK: c_int = sys::PHP_STREAM_OPTION_RETURN_OK as c_int;
pub(super) const CRYPTO: c_int = sys::PHP_STREAM_OPTION_CRYPTO_API as c_int;
pub(super) const TRANSPORT: c_int = sys::PHP_STREAM_OPTION_XPORT_API as c_int;

/// An operations table that `stream->ops` points to, and what stood there before.
#[repr(C)]
pub(super) struct Operations {
    table: sys::php_stream_ops,
    pub(super) original: *const sys::php_stream_ops,
    pub(super) kind: Kind,
    holders: Holders,
    ours: &'static Ours,
}

/// The operations that are ours but for closing, which [`close`] does.
pub(super) struct Ours {
    pub(super) read: Read,
    pub(super) write: Write,
    pub(super) cast: Cast,
    pub(super) set_option: SetOption,
}

type Read = unsafe extern "C" fn(*mut sys::php_stream, *mut c_char, usize) -> isize;
type Write = unsafe extern "C" fn(*mut sys::php_stream, *const c_char, usize) -> isize;
type Cast = unsafe extern "C" fn(*mut sys::php_stream, c_int, *mut *mut c_void) -> c_int;

type Close = unsafe extern "C" fn(*mut sys::php_stream, c_int) -> c_int;

/// Who has a table.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holders {
    /// Many streams, for as long as the process lives.
    Many,
    /// One stream; the table is the start of an [`PersistentOperations`].
    One,
}

// SAFETY: a table is never written after it was made, and what it points to lives as long as a
// stream that has it.
unsafe impl Sync for Operations {}

// SAFETY: as above.
unsafe impl Send for Operations {}

/// The table of one stream.
#[repr(C)]
pub(super) struct PersistentOperations {
    operations: Operations,
    /// What a persistent stream is connected to: a later request decides on it again. Nothing where
    /// the policy was not asked.
    pub(super) connected: Option<Connected>,
    /// When a persistent stream was decided on last: pools of other extensions hand theirs out in
    /// later requests without asking.
    pub(super) decided: Epoch,
}

/// The tables of the engine's transports, more than it has. A stream for which there is no place
/// gets a table of its own.
static SHARED: [OnceLock<Operations>; 16] = [const { OnceLock::new() }; 16];

impl Operations {
    /// # Safety
    /// `original` are operations of the engine's.
    unsafe fn new(
        original: *const sys::php_stream_ops,
        kind: Kind,
        holders: Holders,
        ours: &'static Ours,
    ) -> Self {
        // SAFETY: the caller's contract.
        let mut table = unsafe { *original };
        table.close = Some(close);
        table.set_option = Some(ours.set_option);
        // Nothing is known of the private data of other extensions' streams.
        if kind != Kind::Foreign {
            table.read = Some(ours.read);
            table.write = Some(ours.write);
            table.cast = Some(ours.cast);
        }
        Self {
            table,
            original,
            kind,
            holders,
            ours,
        }
    }

    /// The table for all streams of `kind` that had `original`.
    ///
    /// # Safety
    /// As [`Self::new`]; the engine's own tables live as long as the process.
    unsafe fn shared(
        original: *const sys::php_stream_ops,
        kind: Kind,
        ours: &'static Ours,
    ) -> Option<&'static Self> {
        // SAFETY: the caller's contract.
        let new = || unsafe { Self::new(original, kind, Holders::Many, ours) };
        SHARED
            .iter()
            .map(|slot| slot.get_or_init(new))
            .find(|shared| shared.original == original && shared.kind == kind)
    }
}

/// Gives `stream` operations of ours, if there is a stream.
///
/// # Safety
/// `stream` is null or a live stream with the engine's operations.
pub(super) unsafe fn adopt(stream: *mut sys::php_stream, kind: Kind, ours: &'static Ours) {
    // SAFETY: the caller's contract; a live stream has operations.
    unsafe {
        let Some(stream) = stream.as_mut() else {
            return;
        };
        let original = stream.ops;
        let shares = kind != Kind::Foreign && stream.is_persistent() == 0;
        let shared = shares
            .then(|| Operations::shared(original, kind, ours))
            .flatten();
        stream.ops = match shared {
            Some(shared) => (&raw const *shared).cast(),
            None => Box::into_raw(Box::new(PersistentOperations {
                operations: Operations::new(original, kind, Holders::One, ours),
                connected: None,
                decided: gates::epoch(),
            }))
            .cast(),
        };
    }
}

/// Gives an accepted stream the operations of its listener, if there is a stream.
///
/// # Safety
/// As [`adopt`]; `listener` was adopted and is live.
pub(super) unsafe fn adopt_accepted(stream: *mut sys::php_stream, listener: *mut sys::php_stream) {
    // SAFETY: the caller's contract.
    unsafe {
        let Operations { kind, ours, .. } = *operations(listener);
        adopt(stream, kind, ours);
    }
}

/// Gives `stream` its original operations back, and returns them.
///
/// # Safety
/// `stream` was adopted and is live.
pub(super) unsafe fn release(stream: *mut sys::php_stream) -> *const sys::php_stream_ops {
    // SAFETY: `adopt` put a box there, unless others share it; nothing refers to it afterwards.
    unsafe {
        let Operations {
            original, holders, ..
        } = *operations(stream);
        let ours = (*stream).ops;
        (*stream).ops = original;
        if holders == Holders::One {
            drop(Box::from_raw(
                ours.cast_mut().cast::<PersistentOperations>(),
            ));
        }
        original
    }
}

/// Our operations of `stream`.
///
/// # Safety
/// `stream` was adopted and is live. The reference must not be used after a call into the engine,
/// which may close the stream.
pub(super) unsafe fn operations<'a>(stream: *mut sys::php_stream) -> &'a Operations {
    // SAFETY: the caller's contract; the table is the first member.
    unsafe { &*(*stream).ops.cast::<Operations>() }
}

/// What `stream` has for itself, if it is persistent.
///
/// # Safety
/// As [`operations`].
pub(super) unsafe fn persistent<'a>(
    stream: *mut sys::php_stream,
) -> Option<&'a mut PersistentOperations> {
    // SAFETY: the caller's contract; such a table is the first member.
    unsafe {
        (operations(stream).holders == Holders::One)
            .then(|| &mut *(*stream).ops.cast_mut().cast::<PersistentOperations>())
    }
}

/// What the policy let a stream be connected to.
pub(super) enum Connected {
    Address(Target, SocketAddr),
    /// The real path of a Unix socket; none in the abstract namespace.
    Unix(Option<PathBuf>),
}

impl Connected {
    /// Whether the policy of `gate` lets a script have this connection, which is one to what the
    /// kernel says of `socket`: somebody may have connected it anew. A deny rule by name holds for
    /// what was connected before, too.
    pub(super) fn is_allowed_by(&self, gate: &mut Gate, socket: RawFd) -> bool {
        match self {
            Self::Address(target, address) => {
                let peer = sys::peer(socket).unwrap_or(*address);
                let anew;
                let target = if peer == *address {
                    target
                } else {
                    anew = gate::numeric(target.transport, peer);
                    &anew
                };
                gate.admit_address(target, peer.ip(), Lookups::BRIEF)
                    .is_ok()
            }
            Self::Unix(path) => {
                let anew = sys::unix_peer_of_datagrams(socket);
                let path = anew.as_deref().or(path.as_deref());
                gate.policy().decide_unix(path).allows()
            }
        }
    }
}

/// Keeps what a persistent stream is about to be connected to.
pub(super) fn remember(stream: *mut sys::php_stream, connected: Connected) {
    // SAFETY: the stream is ours and live; this is plain memory, no engine call.
    unsafe {
        if let Some(kept) = persistent(stream) {
            kept.connected = Some(connected);
        }
    }
}

unsafe extern "C" fn close(stream: *mut sys::php_stream, close_handle: c_int) -> c_int {
    const LEFT_OPEN: c_int = 0;
    // SAFETY: the engine closes a live stream once, through the operations that `adopt` gave it.
    unsafe {
        if operations(stream).kind != Kind::Foreign {
            let socket = sys::descriptor(stream);
            if close_handle == LEFT_OPEN {
                leave_to_the_engine(socket);
                leases::leave(socket);
            } else {
                leases::release(socket);
            }
        }
        let original = release(stream);
        (*original)
            .close
            .map_or(0, |close| close(stream, close_handle))
    }
}

/// The engine's own operation on the stream itself.
pub(super) unsafe fn native(
    stream: *mut sys::php_stream,
    option: c_int,
    value: c_int,
    parameter: *mut c_void,
) -> c_int {
    // SAFETY: the caller passes on what the engine passed.
    unsafe {
        call(
            (*operations(stream).original).set_option,
            stream,
            option,
            value,
            parameter,
        )
    }
}

type SetOption = unsafe extern "C" fn(*mut sys::php_stream, c_int, c_int, *mut c_void) -> c_int;

pub(super) unsafe fn call(
    operation: Option<SetOption>,
    stream: *mut sys::php_stream,
    option: c_int,
    value: c_int,
    parameter: *mut c_void,
) -> c_int {
    match operation {
        // SAFETY: the caller passes on what the engine passed.
        Some(operation) => unsafe { operation(stream, option, value, parameter) },
        None => sys::PHP_STREAM_OPTION_RETURN_NOTIMPL,
    }
}

/// A copy of a stream with the engine's own operations, for the calls that compare them and keep no
/// pointer to the stream.
pub(super) struct Shadow(pub(super) sys::php_stream);

impl Shadow {
    /// # Safety
    /// `stream` is a live stream.
    pub(super) unsafe fn of(stream: *mut sys::php_stream) -> Self {
        // SAFETY: the caller's contract. The copy is plain data, which nothing frees.
        unsafe {
            let mut shadow = ptr::read(stream);
            if is_ours(stream) {
                shadow.ops = operations(stream).original;
            }
            Self(shadow)
        }
    }

    /// The engine's own transport operation, which sees the engine's own table.
    pub(super) unsafe fn transport(
        &mut self,
        value: c_int,
        parameter: *mut sys::php_stream_xport_param,
    ) -> c_int {
        // SAFETY: the caller passes on what the engine passed.
        unsafe {
            call(
                (*self.0.ops).set_option,
                &raw mut self.0,
                TRANSPORT,
                value,
                parameter.cast(),
            )
        }
    }
}

/// Whether `stream` has operations of ours: the engine makes some streams without a factory.
///
/// # Safety
/// `stream` is a live stream.
pub(super) unsafe fn is_ours(stream: *const sys::php_stream) -> bool {
    // SAFETY: the caller's contract; a live stream has operations.
    let operation = unsafe { (*(*stream).ops).close };
    operation.is_some_and(|operation| ptr::fn_addr_eq(operation, close as Close))
}

/// Grants the lease of the socket that a stream just got.
pub(super) unsafe fn lease_out(
    stream: *mut sys::php_stream,
    kind: Kind,
    peer: Option<SocketAddr>,
    receiving: Receiving,
) {
    // SAFETY: the caller's stream is ours and live.
    let socket = unsafe { sys::descriptor(stream) };
    operation::grant(
        socket,
        kind.transport(),
        peer,
        kind.traffic(),
        receiving,
        Closing::Told,
    );
}
