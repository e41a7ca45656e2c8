//! Values of options as scripts write them: arrays, names, numbers within bounds. What is none is thrown for.

use super::words;
use crate::php::sys::{self, arguments};
use ext_php_rs::ffi::zend_array;

/// The members of a value of an option of this name, which `must` be an array or an object; otherwise one is made of
/// whatever it is. None after an exception.
///
/// # Safety
/// The value is the fourth argument of the call under way. It may run user code and bail out.
pub(super) unsafe fn members(
    value: &mut sys::zval,
    must: bool,
    option: &str,
) -> Option<*const zend_array> {
    // SAFETY: the caller's contract. The array is the argument's own then, whatever code of the script does with an
    // object meanwhile.
    unsafe {
        if must && !value.is_array() && !value.is_object() {
            throw_for_option(value, "array", option);
            return None;
        }
        Some(arguments::make_array(value))
    }
}

/// A number, if it is within bounds; none after an exception in words that begin with these.
///
/// # Safety
/// In a call of a function that has the value as its fourth argument.
pub(super) unsafe fn within(number: i64, least: i64, most: i64, words: &str) -> Option<i64> {
    if (least..=most).contains(&number) {
        return Some(number);
    }
    // SAFETY: the caller's contract.
    unsafe { throw_for_bounds(words, least, most) };
    None
}

/// Throws for a value of an option that is of another type.
///
/// # Safety
/// The value is the fourth argument of the call under way.
pub(super) unsafe fn throw_for_option(value: &sys::zval, kind: &str, option: &str) {
    let given = sys::type_name(value);
    let text = format_args!(
        "must be of type {kind} when argument #3 ($option) is {option}, {given} given"
    );
    // SAFETY: the caller's contract.
    unsafe { words::type_error(4, text) };
}

/// Throws for a value of an option that is not within bounds.
unsafe fn throw_for_bounds(words: &str, least: i64, most: i64) {
    let text = format_args!("{words} between {least} and {most}");
    // SAFETY: as in `within`.
    unsafe { words::value_error(4, text) };
}
