//! What is kept for each thread of PHP, in a PHP that has many.

/// Declares a value that each thread has for itself; it has no destructor.
macro_rules! per_thread {
    ($(#[$attribute:meta])* $visibility:vis static $name:ident: $type:ty = $value:expr) => {
        thread_local! {
            $(#[$attribute])* $visibility static $name: $type = const { $value };
        }
    };
}

pub(in crate::php) use per_thread;
