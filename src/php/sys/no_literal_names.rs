//! How a declared type says that it is the name of a class, in a PHP that has one way.

use super::{generated::zend_zval_type_name, zval};
use std::ffi::c_char;

/// The bit of a type that is such a name.
pub(super) const CLASS_NAME_BIT: u32 = ext_php_rs::ffi::_ZEND_TYPE_NAME_BIT;

/// The engine's name for the type of a value, which newer versions tell for `true`, `false` and objects' classes.
///
/// # Safety
/// The value is live.
pub(super) unsafe fn named_type(value: &zval) -> *const c_char {
    // SAFETY: the caller's contract.
    unsafe { zend_zval_type_name(value) }
}
