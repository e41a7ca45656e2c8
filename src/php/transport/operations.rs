//! Our operations tables, and the streams that have one.
//!
//! A table is the engine's with some operations of ours, and is the same for all streams of a
//! transport, as the engine's is. Only a persistent stream has one of its own, beside what a later
//! request must know of it.

use super::{Connected, Kind, cast, close, read, set_option, write};
use crate::php::{
    state::{self, Epoch},
    sys,
};
use std::sync::OnceLock;

/// An operations table that `stream->ops` points to, and what stood there before.
#[repr(C)]
pub(super) struct Operations {
    table: sys::php_stream_ops,
    pub(super) original: *const sys::php_stream_ops,
    pub(super) kind: Kind,
    held: Held,
}

/// Who has a table.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Held {
    /// Many streams, for as long as the process lives.
    ByMany,
    /// One stream; the table is the start of an [`Own`].
    ByOne,
}

// SAFETY: a table is never written after it was made, and what it points to lives as long as a
// stream that has it.
unsafe impl Sync for Operations {}
// SAFETY: as above.
unsafe impl Send for Operations {}

/// The table of one stream.
#[repr(C)]
pub(super) struct Own {
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
    unsafe fn new(original: *const sys::php_stream_ops, kind: Kind, held: Held) -> Self {
        // SAFETY: the caller's contract.
        let mut table = unsafe { *original };
        table.close = Some(close);
        table.set_option = Some(set_option);
        // Nothing is known of the private data of other extensions' streams.
        if kind != Kind::Foreign {
            table.read = Some(read);
            table.write = Some(write);
            table.cast = Some(cast);
        }
        Self {
            table,
            original,
            kind,
            held,
        }
    }

    /// The table for all streams of `kind` that had `original`.
    ///
    /// # Safety
    /// As [`Self::new`]; the engine's own tables live as long as the process.
    unsafe fn shared(original: *const sys::php_stream_ops, kind: Kind) -> Option<&'static Self> {
        SHARED
            .iter()
            // SAFETY: the caller's contract.
            .map(|place| place.get_or_init(|| unsafe { Self::new(original, kind, Held::ByMany) }))
            .find(|shared| shared.original == original && shared.kind == kind)
    }
}

/// Gives `stream` operations of ours, if there is a stream.
///
/// # Safety
/// `stream` is null or a live stream with the engine's operations.
pub(super) unsafe fn adopt(stream: *mut sys::php_stream, kind: Kind) {
    // SAFETY: the caller's contract; a live stream has operations.
    unsafe {
        let Some(stream) = stream.as_mut() else {
            return;
        };
        let original = stream.ops;
        let shares = kind != Kind::Foreign && stream.is_persistent() == 0;
        let shared = shares.then(|| Operations::shared(original, kind)).flatten();
        stream.ops = match shared {
            Some(shared) => (&raw const *shared).cast(),
            None => Box::into_raw(Box::new(Own {
                operations: Operations::new(original, kind, Held::ByOne),
                connected: None,
                decided: state::epoch(),
            }))
            .cast(),
        };
    }
}

/// Gives `stream` its original operations back, and returns them.
///
/// # Safety
/// `stream` was adopted and is live.
pub(super) unsafe fn release(stream: *mut sys::php_stream) -> *const sys::php_stream_ops {
    // SAFETY: `adopt` put a box there, unless others share it; nothing refers to it afterwards.
    unsafe {
        let Operations { original, held, .. } = *operations(stream);
        let ours = (*stream).ops;
        (*stream).ops = original;
        if held == Held::ByOne {
            drop(Box::from_raw(ours.cast_mut().cast::<Own>()));
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
pub(super) unsafe fn own<'a>(stream: *mut sys::php_stream) -> Option<&'a mut Own> {
    // SAFETY: the caller's contract; such a table is the first member.
    unsafe {
        (operations(stream).held == Held::ByOne)
            .then(|| &mut *(*stream).ops.cast_mut().cast::<Own>())
    }
}
