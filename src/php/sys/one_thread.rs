//! What is kept for each thread of PHP, in a PHP that has one: at a place of its own, which needs no
//! look-up, and has no end. Of other threads of the process there is nothing here.

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

    /// Lends the value, which is always there.
    #[inline(always)]
    pub(in crate::php) fn try_with<R>(&self, action: impl FnOnce(&T) -> R) -> Option<R> {
        Some(action(&self.0))
    }
}

/// Makes such a value of what it is at first.
macro_rules! kept {
    ($type:ty, $value:expr) => {
        $crate::php::sys::PerThread::new($value)
    };
}

pub(in crate::php) use kept;
