//! Settings of PHP, as they are now or as the administrator set them. Not what those of aesock
//! mean.

use super::{
    SUCCESS,
    generated::{cfg_get_string, zend_ini_string_ex},
    table, zend_ini_entry,
};
use ext_php_rs::ffi::{PHP_INI_USER, ext_php_rs_executor_globals};
use std::{
    ffi::{CStr, c_char, c_int},
    ptr,
    time::Duration,
};

/// The value of a setting, empty where it has none.
///
/// # Safety
/// On a thread of PHP. The text is valid until the setting changes.
pub(in crate::php) unsafe fn ini<'a>(name: &CStr) -> &'a [u8] {
    // SAFETY: the engine's values are C strings, or null.
    unsafe { text(in_force(name).unwrap_or(ptr::null_mut())) }
}

/// The value that a setting has now, which may be null; none where there is no such setting.
fn in_force(name: &CStr) -> Option<*mut c_char> {
    const CURRENT: c_int = 0;
    let mut exists = false;
    // SAFETY: the length is that of the name without its NUL.
    let value =
        unsafe { zend_ini_string_ex(name.as_ptr(), name.count_bytes(), CURRENT, &raw mut exists) };
    exists.then_some(value)
}

/// A value as the engine keeps it.
///
/// # Safety
/// `value` is a C string that is valid as long as the result is used, or null.
unsafe fn text<'a>(value: *const c_char) -> &'a [u8] {
    if value.is_null() {
        return b"";
    }
    // SAFETY: the caller's contract.
    unsafe { CStr::from_ptr(value) }.to_bytes()
}

/// The value of a setting that is not the script's, nor of a file in the script's reach: the one
/// that the administrator forced, or the one from before it was changed. Null where there is none.
pub(in crate::php) fn administrators_setting(name: &CStr) -> *mut c_char {
    // SAFETY: the globals of this thread live as long as it; the table holds pointers to entries.
    unsafe {
        let table = (*ext_php_rs_executor_globals()).ini_directives;
        let Some(found) = table::find(table, name) else {
            return ptr::null_mut();
        };
        let entry = found.value.ptr.cast::<zend_ini_entry>();
        let forced = u32::from((*entry).modifiable) & PHP_INI_USER == 0;
        let value = if (*entry).modified != 0 && !forced {
            (*entry).orig_value
        } else {
            (*entry).value
        };
        if value.is_null() {
            ptr::null_mut()
        } else {
            (*value).val.as_mut_ptr()
        }
    }
}

/// The value of a setting of any extension: in force, or, where the extension has not started, as
/// php.ini and the command line have it.
pub(in crate::php) fn setting_or_configured<'a>(name: &CStr) -> Option<&'a [u8]> {
    let configured = || {
        let mut value = ptr::null_mut();
        // SAFETY: the name is a C string; the engine writes a pointer or null.
        let found = unsafe { cfg_get_string(name.as_ptr(), &raw mut value) } == SUCCESS;
        found.then_some(value)
    };
    // SAFETY: the engine's values are C strings, or null for an empty one.
    in_force(name)
        .or_else(configured)
        .map(|value| unsafe { text(value) })
}

/// `default_socket_timeout` as it is now; none where a script set it to no limit.
pub(in crate::php) fn default_socket_timeout() -> Option<Duration> {
    // SAFETY: this is a thread of PHP, and the text is read at once.
    let text = unsafe { ini(c"default_socket_timeout") };
    let seconds = str::from_utf8(text).ok()?.trim().parse::<u64>().ok()?;
    Some(Duration::from_secs(seconds)).filter(|timeout| !timeout.is_zero())
}
