//! An argument that becomes a string, in a PHP whose conversions return it. Not what is done where
//! they did not.

use super::{generated::zend_parse_arg_str_slow, zval};

/// Makes an argument a string in place, where the engine would. Whether it did.
///
/// # Safety
/// As [`super::to_string`].
pub(super) unsafe fn make_string(value: &mut zval, number: u32) -> bool {
    // SAFETY: the caller's contract; the string stays the argument's.
    !unsafe { zend_parse_arg_str_slow(value, number) }.is_null()
}
