//! What is kept for each thread of PHP, in a PHP that has many.

use std::thread::LocalKey;

/// A value that each thread has for itself.
pub(in crate::php) struct PerThread<T: 'static>(&'static LocalKey<T>);

impl<T> PerThread<T> {
    pub(in crate::php) const fn new(key: &'static LocalKey<T>) -> Self {
        Self(key)
    }

    /// Lends the value, where it has no destructor, or the thread is not ending.
    #[inline(always)]
    pub(in crate::php) fn with<R>(&self, action: impl FnOnce(&T) -> R) -> R {
        self.0.with(action)
    }

    /// Lends the value. `None` where it is no longer there, since the thread is ending.
    #[inline(always)]
    pub(in crate::php) fn try_with<R>(&self, action: impl FnOnce(&T) -> R) -> Option<R> {
        self.0.try_with(action).ok()
    }
}

/// Makes such a value of what it is at first.
macro_rules! kept {
    ($type:ty, $value:expr) => {{
        thread_local! {
            static KEPT: $type = const { $value };
        }
        $crate::php::sys::PerThread::new(&KEPT)
    }};
}

pub(in crate::php) use kept;
