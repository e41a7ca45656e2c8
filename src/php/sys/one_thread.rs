//! What is kept for each thread of PHP, in a PHP that has one: at a place of its own, which needs no
//! look-up. Of other threads of the process there is nothing here.

/// A value of the thread of PHP.
pub(in crate::php) struct PerThread<T>(T);

// SAFETY: a PHP without thread safety runs in one thread, and the code of the boundary that keeps
// something in this way is called by it alone: by the engine, or by libraries within a call of the engine's.
unsafe impl<T> Sync for PerThread<T> {}

impl<T> PerThread<T> {
    pub(in crate::php) const fn new(value: T) -> Self {
        Self(value)
    }

    /// Lends the value.
    #[inline(always)]
    pub(in crate::php) fn with<R>(&self, action: impl FnOnce(&T) -> R) -> R {
        action(&self.0)
    }
}

/// Declares such a value, as `thread_local!` does.
macro_rules! per_thread {
    ($(#[$attribute:meta])* $visibility:vis static $name:ident: $type:ty = $value:expr) => {
        $(#[$attribute])* $visibility static $name: $crate::php::sys::PerThread<$type> =
            $crate::php::sys::PerThread::new($value);
    };
}

pub(in crate::php) use per_thread;
