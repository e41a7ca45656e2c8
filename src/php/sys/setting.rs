//! Settings of PHP, as they are now or as the administrator made them.

use super::{
    SUCCESS, bytes,
    generated::{cfg_get_string, zend_ini_string_ex},
    zend_ini_entry,
};
use ext_php_rs::ffi::{PHP_INI_USER, ext_php_rs_executor_globals, zend_hash_str_find};
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
    const CURRENT: c_int = 0;
    // SAFETY: the length is that of the name without its NUL; `exists` may be null.
    let value =
        unsafe { zend_ini_string_ex(name.as_ptr(), name.count_bytes(), CURRENT, ptr::null_mut()) };
    if value.is_null() {
        return b"";
    }
    // SAFETY: the engine's values are C strings.
    unsafe { CStr::from_ptr(value) }.to_bytes()
}

/// The value of a setting that is not the script's, nor of a file in the script's reach: the one
/// that the administrator forced, or the one from before it was changed. Null where there is none.
pub(in crate::php) fn administrators_setting(name: &CStr) -> *mut c_char {
    // SAFETY: the globals of this thread live as long as it; the table holds pointers to entries.
    unsafe {
        let table = (*ext_php_rs_executor_globals()).ini_directives;
        let Some(found) = zend_hash_str_find(table, name.as_ptr(), name.count_bytes()).as_ref()
        else {
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
    const CURRENT: c_int = 0;
    let mut exists = false;
    // SAFETY: the length is that of the name without its NUL.
    let value =
        unsafe { zend_ini_string_ex(name.as_ptr(), name.count_bytes(), CURRENT, &raw mut exists) };
    let mut configured = ptr::null_mut();
    // SAFETY: the name is a C string; the engine writes a pointer or null.
    let mut is_configured =
        || unsafe { cfg_get_string(name.as_ptr(), &raw mut configured) } == SUCCESS;
    let value = match exists {
        true => value,
        false if is_configured() => configured,
        false => return None,
    };
    // SAFETY: the engine's values are C strings, or null for an empty one.
    Some(unsafe {
        bytes(
            value,
            if value.is_null() {
                0
            } else {
                libc::strlen(value)
            },
        )
    })
}

/// `default_socket_timeout` as it is now; none where a script set it to no limit.
pub(in crate::php) fn default_socket_timeout() -> Option<Duration> {
    // SAFETY: this is a thread of PHP, and the text is read at once.
    let text = unsafe { ini(c"default_socket_timeout") };
    let seconds = str::from_utf8(text).ok()?.trim().parse::<u64>().ok()?;
    Some(Duration::from_secs(seconds)).filter(|timeout| !timeout.is_zero())
}
