//! The entries of `aesock.*` in PHP's table of settings, which only the administrator can change.
//! Their texts are kept in [`crate::php::state::settings`].

use super::{
    state::{gates, log, settings::SETTINGS},
    sys,
};
use ext_php_rs::{
    flags::IniEntryPermission,
    zend::{IniEntryDef, IniEntryDefs},
};
use std::ffi::{c_int, c_void};

/// The engine's entries of [`SETTINGS`], with one behind them that ends the list.
static ENTRIES: IniEntryDefs<{ SETTINGS.len() + 1 }> = IniEntryDefs::new(entries());

const fn entries() -> [IniEntryDef; SETTINGS.len() + 1] {
    let mut entries = [const { IniEntryDef::end() }; SETTINGS.len() + 1];
    let mut index = 0;
    while index < SETTINGS.len() {
        let (name, default) = SETTINGS[index];
        entries[index] = IniEntryDef::new(name, default, IniEntryPermission::System);
        entries[index].on_modify = Some(on_modify);
        index += 1;
    }
    entries
}

/// Registers the settings, which gives them the values of php.ini and the command line.
pub(super) fn register(module_number: c_int) {
    IniEntryDef::register(ENTRIES.as_slice(), module_number);
}

/// Takes note of a change, or refuses it.
///
/// php-fpm lets whoever speaks FastCGI to a pool change even the administrator's settings, and the
/// change stays in the worker. The pool's own `php_admin_value` comes when the child starts, before
/// a request; what comes with a request is refused.
unsafe extern "C" fn on_modify(
    entry: *mut sys::zend_ini_entry,
    _value: *mut sys::zend_string,
    _: *mut c_void,
    _: *mut c_void,
    _: *mut c_void,
    stage: c_int,
) -> c_int {
    let ends = matches!(stage, sys::INI_STAGE_DEACTIVATE | sys::INI_STAGE_SHUTDOWN);
    if sys::sapi_name() == b"fpm-fcgi"
        && sys::serves_a_request()
        && stage != sys::INI_STAGE_STARTUP
        && !ends
    {
        // SAFETY: the engine passes a live entry, whose name is its string.
        let name = unsafe { &*(*entry).name };
        let name = name.as_str().unwrap_or("a setting").to_owned();
        log::note(format!(
            "aesock ignores a change of {name} that came with a request"
        ));
        return sys::FAILURE;
    }
    gates::settings_changed();
    sys::SUCCESS
}
