//! An argument that becomes a string, in a PHP whose conversions tell whether they succeeded. Not what
//! is done where they did not.

use super::{generated::zend_parse_arg_str_slow, zval};
use std::ptr;

/// Makes an argument a string in place, where the engine would. Whether it did.
///
/// # Safety
/// As [`super::to_string`].
pub(super) unsafe fn make_string(value: &mut zval, number: u32) -> bool {
    let mut string = ptr::null_mut();
    // SAFETY: the caller's contract; the string stays the argument's.
    unsafe { zend_parse_arg_str_slow(value, &raw mut string, number) }
}
