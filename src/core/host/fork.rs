//! The forks that led to this process and those that it made, without a system call.

use std::sync::atomic::{AtomicU32, Ordering};

/// How many forks led to this process.
static GENERATION: AtomicU32 = AtomicU32::new(0);

/// How many forks this process took part in, as parent or as child.
static SHARINGS: AtomicU32 = AtomicU32::new(0);

/// Says that this process has forked. To be called in the parent of each fork(2).
pub fn in_the_parent() {
    SHARINGS.fetch_add(1, Ordering::Relaxed);
}

/// Says that this process is a new one. To be called in the child of each fork(2).
pub fn in_the_child() {
    GENERATION.fetch_add(1, Ordering::Relaxed);
    SHARINGS.fetch_add(1, Ordering::Relaxed);
}

/// What tells a process from those that it descends from: what has another number was made by one
/// of them.
#[inline]
#[must_use]
pub fn generation() -> u32 {
    GENERATION.load(Ordering::Relaxed)
}

/// Of what is made now: a descriptor that was made under another number may be another process's
/// too.
#[inline]
#[must_use]
pub fn sharings() -> u32 {
    SHARINGS.load(Ordering::Relaxed)
}
