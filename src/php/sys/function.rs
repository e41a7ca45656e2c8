//! Functions of the engine's table: found, hooked, called. Not what a hook does.

use super::{
    generated::{
        get_active_class_name, get_active_function_name, zend_get_executed_filename,
        zend_get_executed_lineno,
    },
    table,
    text::FunctionName,
    zend_execute_data, zend_function, zval,
};
use ext_php_rs::ffi::{
    ZEND_INTERNAL_FUNCTION, ext_php_rs_compiler_globals, ext_php_rs_executor_globals,
    zend_call_known_function, zval_ptr_dtor,
};
use std::{borrow::Cow, ffi::CStr, mem::ManuallyDrop, ptr};

/// The engine's handler of an internal function.
pub(in crate::php) type Handler = unsafe extern "C" fn(*mut zend_execute_data, *mut zval);

/// What of the function that runs is shown as `via` in the log: `fsockopen`,
/// `SoapClient::__doRequest`, or `include`, the only way in which code of the script itself
/// connects.
pub(in crate::php) fn active_function() -> FunctionName {
    // SAFETY: the globals of this thread live as long as it; a frame of the engine has a function.
    let frame = unsafe { (*ext_php_rs_executor_globals()).current_execute_data };
    if frame.is_null() {
        return FunctionName::of("engine");
    }
    // SAFETY: as above; the type is the first member of every kind of function.
    let is_internal = unsafe { (*frame).func.as_ref() }
        .is_some_and(|function| u32::from(unsafe { function.type_ }) == ZEND_INTERNAL_FUNCTION);
    if !is_internal {
        return FunctionName::of("include");
    }
    let mut space = ptr::null();
    // SAFETY: there is an active function; both names are C strings of the engine.
    let (class, function) = unsafe {
        let class = CStr::from_ptr(get_active_class_name(&raw mut space));
        (
            class.to_string_lossy(),
            CStr::from_ptr(get_active_function_name()).to_string_lossy(),
        )
    };
    let separator = if class.is_empty() { "" } else { "::" };
    FunctionName::of(format_args!("{class}{separator}{function}"))
}

/// File and line of the script's code that runs, or called what runs.
pub(in crate::php) fn executed_line<'a>() -> Option<(Cow<'a, str>, u32)> {
    // SAFETY: the globals of this thread live as long as it; the engine's own functions look through its
    // frames, and the name of a file lives as long as its code.
    unsafe {
        let mut frame = (*ext_php_rs_executor_globals()).current_execute_data;
        while let Some(this) = frame.as_ref() {
            let is_code = this
                .func
                .as_ref()
                .is_some_and(|function| u32::from(function.type_) != ZEND_INTERNAL_FUNCTION);
            if is_code {
                let file = CStr::from_ptr(zend_get_executed_filename()).to_string_lossy();
                return Some((file, zend_get_executed_lineno()));
            }
            frame = this.prev_execute_data;
        }
    }
    None
}

/// The entry of an internal function in the engine's table.
pub(in crate::php) fn function(name: &CStr) -> Option<*mut zend_function> {
    // SAFETY: the table lives as long as the thread, and so do the internal functions in it.
    unsafe {
        let table = (*ext_php_rs_compiler_globals()).function_table;
        internal(table::find(table, name)?)
    }
}

/// The entry of an internal method in the table of its class; both names are in lower case.
pub(in crate::php) fn method(class: &CStr, name: &CStr) -> Option<*mut zend_function> {
    // SAFETY: the class lives as long as the thread, and so do its internal methods.
    unsafe {
        let class = super::arguments::class(class).as_ref()?;
        internal(table::find(&raw const class.function_table, name)?)
    }
}

/// The function that an entry of the engine's table is, if it is an internal one.
///
/// # Safety
/// `entry` is a live one of that table.
unsafe fn internal(entry: &zval) -> Option<*mut zend_function> {
    // SAFETY: the caller's contract.
    unsafe {
        let function = entry.value.func;
        (u32::from((*function).type_) == ZEND_INTERNAL_FUNCTION).then_some(function)
    }
}

/// The names of the functions of an extension.
pub(in crate::php) fn functions_of(extension: &'static CStr) -> impl Iterator<Item = String> {
    // SAFETY: the table lives as long as the process.
    let table = unsafe { &*(*ext_php_rs_compiler_globals()).function_table };
    table::entries(table).filter_map(move |(name, value)| {
        // SAFETY: the table holds functions; an internal one of an extension has its module, whose
        // name is a C string.
        let module = unsafe {
            let module = (*internal(value)?).internal_function.module.as_ref()?;
            CStr::from_ptr(module.name)
        };
        (module == extension).then(|| String::from_utf8_lossy(name).into_owned())
    })
}

/// The handler of an internal function.
pub(in crate::php) fn handler(function: *mut zend_function) -> Option<Handler> {
    // SAFETY: `function` came from the table.
    unsafe { (*function).internal_function.handler }
}

/// Puts `handler` in place of an internal function's own.
pub(in crate::php) fn set_handler(function: *mut zend_function, handler: Handler) {
    // SAFETY: `function` came from the table, and no other thread runs by it: PHP starts in one
    // thread, and each thread that comes later has a copy of every internal function
    // (`compiler_globals_ctor`).
    unsafe { (*function).internal_function.handler = Some(handler) };
}

/// Calls a function with `N` arguments. The result is the caller's to release.
///
/// # Safety
/// On a thread of PHP, within a request. It may run user code and bail out.
pub(super) unsafe fn call<const N: usize>(
    function: *mut zend_function,
    arguments: [&zval; N],
) -> ManuallyDrop<zval> {
    // SAFETY: the engine copies the arguments and counts them; these copies count nothing. The
    // result is written by the engine.
    unsafe {
        let mut arguments = arguments.map(|argument| ManuallyDrop::new(ptr::read(argument)));
        let mut result = ManuallyDrop::new(zval::new());
        zend_call_known_function(
            function,
            ptr::null_mut(),
            ptr::null_mut(),
            &raw mut *result,
            N as u32,
            arguments.as_mut_ptr().cast(),
            ptr::null_mut(),
        );
        result
    }
}

/// Calls a function of an extension; whether it is there and returned `true`.
///
/// # Safety
/// As [`call`].
pub(in crate::php) unsafe fn call_is_true<const N: usize>(
    name: &CStr,
    arguments: [&zval; N],
) -> bool {
    let Some(function) = function(name) else {
        return false;
    };
    // SAFETY: the caller's contract; the result is ours.
    unsafe {
        let mut result = call(function, arguments);
        let returned = result.is_true();
        zval_ptr_dtor(&raw mut *result);
        returned
    }
}

/// Declares that an argument of one of our functions is an int, a string or null.
pub(in crate::php) fn declare_int_string_or_null(name: &CStr, index: usize) {
    const TYPES: u32 = 1 << ext_php_rs::ffi::IS_LONG
        | 1 << ext_php_rs::ffi::IS_STRING
        | 1 << ext_php_rs::ffi::IS_NULL;
    let Some(function) = function(name) else {
        return;
    };
    // SAFETY: the function is ours; its argument information was allocated by ext-php-rs and is not
    // shared.
    unsafe {
        let argument = (*function).internal_function.arg_info.add(index);
        (*argument).type_.type_mask = TYPES;
    }
}

/// What a function of the engine that takes a value and gives a number says of `value`; `None` where
/// there is no such function, or it gives something else.
///
/// # Safety
/// As [`call`].
pub(in crate::php) unsafe fn number_of(name: &CStr, value: &zval) -> Option<i64> {
    // SAFETY: the caller's contract; a number in the result needs no release.
    unsafe { call(function(name)?, [value]) }.long()
}
