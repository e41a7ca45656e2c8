//! The engine's exceptions for arguments that a function does not take. Not which ones it takes.

use super::{
    arguments::class,
    generated::{
        zend_argument_error, zend_argument_type_error, zend_argument_value_error, zend_value_error,
        zend_wrong_param_count,
    },
    text::Text,
};
use ext_php_rs::ffi::zend_throw_error;
use std::ptr;

/// `zend_argument_value_error()`: a `ValueError` that names the argument, from 1.
///
/// # Safety
/// In a call of an internal function that has this argument.
pub(in crate::php) unsafe fn value_error(argument: u32, text: &Text<256>) {
    // SAFETY: the caller's contract; the format takes one C string.
    unsafe { zend_argument_value_error(argument, c"%s".as_ptr(), text.as_ptr()) };
}

/// `zend_argument_type_error()`: the same as a `TypeError`.
///
/// # Safety
/// As [`value_error`].
pub(in crate::php) unsafe fn type_error(argument: u32, text: &Text<256>) {
    // SAFETY: as above.
    unsafe { zend_argument_type_error(argument, c"%s".as_ptr(), text.as_ptr()) };
}

/// `zend_argument_error()`: the same as an `Error`.
///
/// # Safety
/// As [`value_error`].
pub(in crate::php) unsafe fn argument_error(argument: u32, text: &Text<256>) {
    // SAFETY: as above; null stands for the class `Error`.
    unsafe {
        zend_argument_error(ptr::null_mut(), argument, c"%s".as_ptr(), text.as_ptr());
    }
}

/// `zend_value_error()`: a `ValueError` that names no argument.
///
/// # Safety
/// On a thread of PHP, within a request.
pub(in crate::php) unsafe fn plain_value_error(text: &Text<256>) {
    // SAFETY: as above.
    unsafe { zend_value_error(c"%s".as_ptr(), text.as_ptr()) };
}

/// `WRONG_PARAM_COUNT`: an `ArgumentCountError`.
///
/// # Safety
/// In a call of an internal function.
pub(in crate::php) unsafe fn wrong_parameter_count() {
    // SAFETY: the caller's contract.
    unsafe { zend_wrong_param_count() };
}

/// The same in words of one's own.
///
/// # Safety
/// On a thread of PHP, within a request.
pub(in crate::php) unsafe fn argument_count_error(text: &Text<256>) {
    // SAFETY: the format takes one C string; the engine has the class.
    unsafe {
        zend_throw_error(class(c"argumentcounterror"), c"%s".as_ptr(), text.as_ptr());
    }
}
