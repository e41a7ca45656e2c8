//! Settings of PHP, as they are now or as the administrator set them, and constants. Not what those of aesock
//! mean.

use super::{
    SUCCESS,
    generated::{
        cfg_get_string, php_ini_get_configuration_hash, zend_get_constant_str, zend_ini_string_ex,
    },
    is_on, switch, table, zend_ini_entry, zend_string,
};
use ext_php_rs::{
    ffi::{PHP_INI_USER, ext_php_rs_executor_globals, ext_php_rs_file_globals},
    types::ZendStr,
};
use std::{
    ffi::{CStr, OsString, c_char, c_int, c_void},
    os::unix::ffi::OsStringExt,
    ptr,
    time::Duration,
};

/// The value of a setting, empty where it has none.
///
/// # Safety
/// On a thread of PHP. The text is valid until the setting changes.
pub(in crate::php) unsafe fn ini<'a>(name: &CStr) -> &'a [u8] {
    // SAFETY: the engine's values are C strings, or null.
    unsafe { text(in_force(name).unwrap_or(ptr::null())) }
}

/// The value that a setting has now, which may be null; none where there is no such setting.
pub(super) fn in_force(name: &CStr) -> Option<*const c_char> {
    const ORIGINAL: bool = false;
    let mut exists = false;
    // SAFETY: the length is that of the name without its NUL.
    let value: *const c_char = unsafe {
        zend_ini_string_ex(
            name.as_ptr(),
            name.count_bytes(),
            switch(ORIGINAL),
            &raw mut exists,
        )
    };
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

/// What the owner of a setting does about a change: it takes it, or refuses.
pub(in crate::php) type OnModify = unsafe extern "C" fn(
    *mut zend_ini_entry,
    *mut zend_string,
    *mut c_void,
    *mut c_void,
    *mut c_void,
    c_int,
) -> c_int;

/// Puts `handler` in place of what the owner of a setting does about a change, which is returned. None
/// where there is no such setting, or it is there already.
pub(in crate::php) fn replace_on_modify(
    name: &CStr,
    handler: OnModify,
) -> Option<Option<OnModify>> {
    let entry = entry(name)?;
    // SAFETY: the entry is live, and this thread's.
    unsafe {
        let current = (*entry).on_modify;
        if current.is_some_and(|current| ptr::fn_addr_eq(current, handler)) {
            return None;
        }
        (*entry).on_modify = Some(handler);
        Some(current)
    }
}

/// The value that a setting has now, as the engine keeps it; null where it has none.
pub(super) fn string_in_force(name: &CStr) -> *mut zend_string {
    // SAFETY: the entry is live, and this thread's.
    entry(name).map_or(ptr::null_mut(), |entry| unsafe { (*entry).value })
}

/// The entry of a setting in this thread's table.
fn entry(name: &CStr) -> Option<*mut zend_ini_entry> {
    // SAFETY: the globals of this thread live as long as it; the table holds pointers to entries.
    unsafe {
        let table = (*ext_php_rs_executor_globals()).ini_directives;
        table::find(table, name).map(|found| found.value.ptr.cast())
    }
}

/// The bytes of a value as the engine passes it, which may be null.
///
/// # Safety
/// `value` is live as long as the result is used, or null.
pub(in crate::php) unsafe fn value<'a>(value: *const zend_string) -> &'a [u8] {
    // SAFETY: the caller's contract; both are one type.
    unsafe { value.cast::<ZendStr>().as_ref() }.map_or(b"", ZendStr::as_bytes)
}

/// Whether `new` is what a setting has.
///
/// # Safety
/// `entry` is live, and so is the value, or null.
pub(in crate::php) unsafe fn is_value(
    entry: *const zend_ini_entry,
    new: *const zend_string,
) -> bool {
    // SAFETY: the caller's contract.
    unsafe { value((*entry).value) == value(new) }
}

/// The value of a setting that is not the script's, nor of a file in the script's reach: the one
/// that the administrator forced, or the one from before it was changed. Null where there is none.
pub(super) fn administrators_setting(name: &CStr) -> *mut c_char {
    let Some(entry) = entry(name) else {
        return ptr::null_mut();
    };
    // SAFETY: the entry is live, and this thread's.
    unsafe {
        let forced = u32::from((*entry).modifiable) & PHP_INI_USER == 0;
        let value = if is_on((*entry).modified) && !forced {
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
        found.then_some(value.cast_const())
    };
    let value = in_force(name).or_else(configured)?;
    // SAFETY: the engine's values are C strings, or null for an empty one.
    Some(unsafe { text(value) })
}

/// The names that php.ini and the command line give values to, also where no extension has such a setting, and
/// those in sections for a host or a path.
pub(in crate::php) fn configured_names() -> Vec<Vec<u8>> {
    // SAFETY: the engine has the table from before modules start until they have ended, and here nothing adds to it.
    let configured = unsafe { php_ini_get_configuration_hash().as_ref() };
    let mut names = Vec::new();
    for (name, value) in configured.into_iter().flat_map(table::entries) {
        names.push(name.to_vec());
        let section = value.array().into_iter();
        names.extend(
            section
                .flat_map(table::entries)
                .map(|(name, _)| name.to_vec()),
        );
    }
    names
}

/// `default_socket_timeout` as it is now; none where a script set it to no limit.
pub(in crate::php) fn default_socket_timeout() -> Option<Duration> {
    // SAFETY: this is a thread of PHP, and the text is read at once.
    let text = unsafe { ini(c"default_socket_timeout") };
    let seconds = str::from_utf8(text).ok()?.trim().parse::<u64>().ok()?;
    Some(Duration::from_secs(seconds)).filter(|timeout| !timeout.is_zero())
}

/// The same as the engine has it in a number.
pub(in crate::php) fn default_socket_seconds() -> i64 {
    // SAFETY: the globals of this thread live as long as it.
    unsafe { (*ext_php_rs_file_globals()).default_socket_timeout }
}

/// A constant of the engine that is a text.
pub(in crate::php) fn constant(name: &CStr) -> Option<OsString> {
    // SAFETY: the length is that of the name without its NUL; a constant lives as long as the engine.
    let value = unsafe { zend_get_constant_str(name.as_ptr(), name.count_bytes()).as_ref() }?;
    let text = value.zend_str()?.as_bytes();
    Some(OsString::from_vec(text.to_vec()))
}

/// The branch of PHP: `8.2`.
pub(in crate::php) fn branch() -> String {
    let version = constant(c"PHP_VERSION").unwrap_or_default();
    let version = version.to_string_lossy();
    version.split('.').take(2).collect::<Vec<_>>().join(".")
}
