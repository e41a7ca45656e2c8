//! Values: what a call returns, and what it returned. Not its arguments.

use super::{
    arguments,
    generated::{add_assoc_long_ex, zend_empty_array, zend_empty_string, zend_zval_type_name},
    literal_names::named_type,
    zval,
};
use ext_php_rs::ffi::{zend_class_entry, zval_ptr_dtor};
use std::ffi::CStr;

/// Returns `false` from a function.
///
/// # Safety
/// `result` is the place for the result of a call.
pub(in crate::php) unsafe fn return_false(result: *mut zval) {
    // SAFETY: the caller's contract; the place holds nothing yet.
    unsafe { (*result).u1.type_info = ext_php_rs::ffi::IS_FALSE };
}

/// Returns `true` from a function.
///
/// # Safety
/// As [`return_false`].
pub(in crate::php) unsafe fn return_true(result: *mut zval) {
    // SAFETY: as in `return_false`.
    unsafe { (*result).u1.type_info = ext_php_rs::ffi::IS_TRUE };
}

/// Returns `null` from a function.
///
/// # Safety
/// As [`return_false`].
pub(in crate::php) unsafe fn return_null(result: *mut zval) {
    // SAFETY: as in `return_false`.
    unsafe { (*result).u1.type_info = ext_php_rs::ffi::IS_NULL };
}

/// Returns an empty string from a function.
///
/// # Safety
/// As [`return_false`].
pub(in crate::php) unsafe fn return_empty_string(result: *mut zval) {
    // SAFETY: as in `return_false`; the engine's own empty string is interned and needs no count.
    unsafe {
        (*result).value.str_ = zend_empty_string;
        (*result).u1.type_info = ext_php_rs::ffi::IS_STRING;
    }
}

/// Returns numbers by their names from a function.
///
/// # Safety
/// As [`return_false`]. It may bail out.
pub(in crate::php) unsafe fn return_numbers(result: *mut zval, numbers: &[(&CStr, i64)]) {
    // SAFETY: as in `return_false`; the array is the result's own.
    unsafe {
        (*result).value.arr = arguments::new_array();
        (*result).u1.type_info = ext_php_rs::ffi::IS_ARRAY_EX;
        for (name, number) in numbers {
            add_assoc_long_ex(result, name.as_ptr(), name.count_bytes(), *number);
        }
    }
}

/// Whether a function returned `false`.
///
/// # Safety
/// `result` is the result of a call that has ended.
pub(in crate::php) unsafe fn is_false(result: *const zval) -> bool {
    // SAFETY: the caller's contract.
    unsafe { (*result).is_false() }
}

/// Whether a function returned `true`.
///
/// # Safety
/// As [`is_false`].
pub(in crate::php) unsafe fn is_true(result: *const zval) -> bool {
    // SAFETY: the caller's contract.
    unsafe { (*result).is_true() }
}

/// Whether a function returned an object.
///
/// # Safety
/// As [`is_false`].
pub(in crate::php) unsafe fn is_object(result: *const zval) -> bool {
    // SAFETY: the caller's contract.
    unsafe { (*result).is_object() }
}

/// The object that a function returned.
///
/// # Safety
/// As [`is_false`]; it is borrowed from the result.
pub(in crate::php) unsafe fn result_object<'a>(result: *const zval) -> Option<&'a zval> {
    // SAFETY: the caller's contract.
    unsafe { result.as_ref() }.filter(|value| value.is_object())
}

/// The text that a function returned.
///
/// # Safety
/// As [`result_object`].
pub(in crate::php) unsafe fn result_string<'a>(result: *const zval) -> Option<&'a [u8]> {
    // SAFETY: the caller's contract.
    unsafe { Some(result.as_ref()?.zend_str()?.as_bytes()) }
}

/// Whether a value is an object of just this class.
pub(in crate::php) fn is_instance(value: &zval, class: *const zend_class_entry) -> bool {
    // SAFETY: an object value holds an object.
    value.is_object() && unsafe { (*value.value.obj).ce.cast_const() } == class
}

/// The number that an object has in this request as long as it lives.
pub(in crate::php) fn object_number(value: &zval) -> Option<u32> {
    // SAFETY: an object value holds an object.
    let handle = || unsafe { (*value.value.obj).handle };
    value.is_object().then(handle)
}

/// Releases the result of a call, which holds nothing then.
///
/// # Safety
/// As [`is_false`]. It may run user code and bail out.
pub(in crate::php) unsafe fn release(result: *mut zval) {
    // SAFETY: the caller's contract.
    unsafe {
        zval_ptr_dtor(result);
        return_null(result);
    }
}

/// Returns a number from a function.
///
/// # Safety
/// As [`return_false`].
pub(in crate::php) unsafe fn return_long(result: *mut zval, number: i64) {
    // SAFETY: as in `return_false`.
    unsafe {
        (*result).value.lval = number;
        (*result).u1.type_info = ext_php_rs::ffi::IS_LONG;
    }
}

/// Returns an empty array from a function.
///
/// # Safety
/// As [`return_false`].
pub(in crate::php) unsafe fn return_empty_array(result: *mut zval) {
    // SAFETY: as in `return_false`; the engine's own empty array is immutable and needs no count.
    unsafe {
        (*result).value.arr = (&raw const zend_empty_array).cast_mut();
        (*result).u1.type_info = ext_php_rs::ffi::IS_ARRAY;
    }
}

/// The name of a value's type, as messages have it.
pub(in crate::php) fn type_name(value: &zval) -> &'static str {
    // SAFETY: the engine names the type of each value by a C string; a class's name lives as long as its objects' users here.
    let name = unsafe { CStr::from_ptr(named_type(value)) };
    name.to_str().unwrap_or_default()
}

/// The same without a difference between `true` and `false`.
pub(in crate::php) fn plain_type_name(value: &zval) -> &'static str {
    // SAFETY: as in `type_name`.
    let name = unsafe { CStr::from_ptr(zend_zval_type_name(value)) };
    name.to_str().unwrap_or_default()
}
