//! A call of an internal function, and its arguments one by one. All arguments at once are in
//! [`super::arguments`].

use super::{
    SUCCESS, bytes,
    generated::{
        zend_parse_arg_str_or_long_slow, zend_parse_parameters, zend_wrong_parameter_error,
    },
    string_argument::make_string,
    zend_execute_data, zend_string, zval,
};
use ext_php_rs::ffi::ext_php_rs_executor_globals;
use std::{ffi::c_char, ptr};

/// The argument at `index` of a call, from 0; none where it was not passed.
///
/// # Safety
/// `frame` is a live frame of an internal function. The value is borrowed from it.
pub(in crate::php) unsafe fn argument<'a>(
    frame: *mut zend_execute_data,
    index: u32,
) -> Option<&'a mut zval> {
    // SAFETY: the caller's contract; arguments follow the frame, in units of values
    // (ZEND_CALL_ARG).
    unsafe {
        if index >= (*frame).This.u2.num_args {
            return None;
        }
        let slots = size_of::<zend_execute_data>().div_ceil(size_of::<zval>());
        frame.cast::<zval>().add(slots + index as usize).as_mut()
    }
}

/// The arguments of `aesock_check()`: two strings, and between them an integer, a string or null.
pub(in crate::php) struct CheckArguments<'a> {
    pub(in crate::php) host: &'a [u8],
    pub(in crate::php) port: Option<IntOrString<'a>>,
    pub(in crate::php) transport: Option<&'a [u8]>,
}

/// A value of one of two types.
pub(in crate::php) enum IntOrString<'a> {
    Int(i64),
    String(&'a [u8]),
}

/// Reads the arguments of `aesock_check()`, with the engine's own conversions and errors. `None`
/// after an error.
///
/// # Safety
/// `frame` is a live call of that function. It may run user code and bail out; the texts are
/// borrowed from the call.
pub(in crate::php) unsafe fn check_arguments<'a>(
    frame: *mut zend_execute_data,
) -> Option<CheckArguments<'a>> {
    let (mut host, mut host_length) = (ptr::null::<c_char>(), 0_usize);
    let (mut transport, mut transport_length) = (ptr::null::<c_char>(), 0_usize);
    let mut port = ptr::null_mut::<zval>();
    // SAFETY: the format takes these pointers, two a string and one a value.
    let parsed = unsafe {
        let count = (*frame).This.u2.num_args;
        let (host, host_length) = (&raw mut host, &raw mut host_length);
        zend_parse_parameters(
            count,
            c"s|zs".as_ptr(),
            host,
            host_length,
            &raw mut port,
            &raw mut transport,
            &raw mut transport_length,
        )
    };
    if parsed != SUCCESS {
        return None;
    }
    // SAFETY: the engine filled in what was passed.
    unsafe {
        Some(CheckArguments {
            port: match port.as_mut().filter(|port| !port.is_null()) {
                None => None,
                Some(port) => Some(int_or_string(port, 2)?),
            },
            host: bytes(host, host_length),
            transport: (!transport.is_null()).then(|| bytes(transport, transport_length)),
        })
    }
}

/// What became of an argument that should be a string.
pub(in crate::php) enum Converted<'a> {
    To(&'a [u8]),
    /// The engine would not take it either, and says so itself.
    NotAString,
    /// The conversion threw.
    Threw,
}

/// Makes an argument a string in place, once, where the engine would do that for this call.
///
/// # Safety
/// `value` is the argument `number`, from 1, of the call under way. It may run user code and bail
/// out.
pub(in crate::php) unsafe fn to_string<'a>(value: &'a mut zval, number: u32) -> Converted<'a> {
    // SAFETY: the caller's contract; the string stays the argument's.
    let converted = value.is_string() || unsafe { make_string(value, number) };
    match value.zend_str() {
        Some(text) if converted => Converted::To(text.as_bytes()),
        _ if has_thrown() => Converted::Threw,
        _ => Converted::NotAString,
    }
}

/// Whether an exception is on its way.
pub(in crate::php) fn has_thrown() -> bool {
    // SAFETY: the globals of this thread live as long as it.
    unsafe { !(*ext_php_rs_executor_globals()).exception.is_null() }
}

/// Whether a call has no arguments; otherwise the engine has reported its error.
///
/// # Safety
/// As [`check_arguments`].
pub(in crate::php) unsafe fn takes_no_arguments(frame: *mut zend_execute_data) -> bool {
    // SAFETY: the caller's contract.
    unsafe { zend_parse_parameters((*frame).This.u2.num_args, c"".as_ptr()) == SUCCESS }
}

/// An argument that is an integer or a string, or can be made one; `None` after the engine's error.
unsafe fn int_or_string<'a>(value: &'a mut zval, number: u32) -> Option<IntOrString<'a>> {
    const WRONG_ARGUMENT: u8 = 9; // ZPP_ERROR_WRONG_ARG
    let (mut string, mut int) = (ptr::null_mut::<zend_string>(), 0);
    // SAFETY: as in `check_arguments`; a string stays the argument's.
    unsafe {
        if let Some(int) = value.long() {
            return Some(IntOrString::Int(int));
        }
        if !value.is_string()
            && !zend_parse_arg_str_or_long_slow(value, &raw mut string, &raw mut int, number)
        {
            let expected = ext_php_rs::ffi::_zend_expected_type_Z_EXPECTED_STRING_OR_LONG_OR_NULL;
            let error = as_wide(WRONG_ARGUMENT);
            zend_wrong_parameter_error(error, number, ptr::null_mut(), expected, value);
            return None;
        }
        match value.zend_str() {
            Some(text) => Some(IntOrString::String(text.as_bytes())),
            None => Some(IntOrString::Int(int)),
        }
    }
}

/// A small number in the width that the engine takes it.
fn as_wide<T: From<u8>>(number: u8) -> T {
    T::from(number)
}
