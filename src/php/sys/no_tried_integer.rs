//! A value as an integer, in a PHP whose conversion always succeeds.

use super::{arguments::number, zval};

/// A value as an integer.
///
/// # Safety
/// The value is live. It may run user code and bail out.
pub(in crate::php) unsafe fn tried_integer(value: &zval) -> Option<i64> {
    // SAFETY: the caller's contract.
    Some(unsafe { number(value) })
}
