//! Lines of the engine's INI format, read by its own parser: quotes, constants, variables of the
//! environment. What they set is not its matter.

use super::{SUCCESS, generated::zend_parse_ini_string, zval};
use ext_php_rs::types::ZendStr;
use std::ffi::{CStr, c_int, c_void};

/// How php.ini is read, and the configuration of php-fpm (`ZEND_INI_SCANNER_NORMAL`), and what the parser
/// finds (`ZEND_INI_PARSER_*`): macros that bindgen does not resolve.
const SCANNER_NORMAL: c_int = 0;
const ENTRY: c_int = 1;
const SECTION: c_int = 2;
const POP_ENTRY: c_int = 3;

/// What a line says.
pub(in crate::php) enum IniLine<'a> {
    /// `[name]`
    Section(&'a [u8]),
    /// `name = value`
    Value(&'a [u8], &'a [u8]),
    /// `name[key] = value`
    Item(&'a [u8], &'a [u8], &'a [u8]),
}

type Take<'a> = &'a mut dyn FnMut(IniLine<'_>);

/// Tells what a line says. Whether the parser understood it; if it did not, it has said so on the standard
/// error.
///
/// # Safety
/// While PHP has one thread, outside a request. `take` makes no engine call.
pub(in crate::php) unsafe fn parse_ini_line(line: &CStr, mut take: Take<'_>) -> bool {
    // SAFETY: the text ends with a NUL; the parser calls back before it returns.
    unsafe {
        zend_parse_ini_string(
            line.as_ptr().cast_mut(),
            true,
            SCANNER_NORMAL,
            Some(found),
            (&raw mut take).cast(),
        ) == SUCCESS
    }
}

unsafe extern "C" fn found(
    name: *mut zval,
    value: *mut zval,
    key: *mut zval,
    kind: c_int,
    take: *mut c_void,
) {
    // SAFETY: the parser passes live values or null, and what it was given for us.
    unsafe {
        let take = &mut *take.cast::<Take<'_>>();
        let line = match (kind, text(name)) {
            (SECTION, Some(name)) => IniLine::Section(name),
            (ENTRY, Some(name)) => IniLine::Value(name, text(value).unwrap_or_default()),
            (POP_ENTRY, Some(name)) => {
                let (key, value) = (text(key), text(value));
                IniLine::Item(name, key.unwrap_or_default(), value.unwrap_or_default())
            }
            _ => return,
        };
        take(line);
    }
}

/// # Safety
/// `value` is null, or live as long as the result is used.
unsafe fn text<'a>(value: *const zval) -> Option<&'a [u8]> {
    // SAFETY: the caller's contract.
    let value = unsafe { value.as_ref() }?;
    value.zend_str().map(ZendStr::as_bytes)
}
