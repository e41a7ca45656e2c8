//! A value as an integer, in a PHP whose conversion tells whether it failed. Not what is done where it did.

use super::{generated::zval_try_get_long, zval};

/// A value as an integer; none for what stands for none.
///
/// # Safety
/// The value is live. It may run user code and bail out.
pub(in crate::php) unsafe fn tried_integer(value: &zval) -> Option<i64> {
    let mut failed = false;
    // SAFETY: the caller's contract.
    let number = unsafe { zval_try_get_long(value, &raw mut failed) };
    (!failed).then_some(number)
}
