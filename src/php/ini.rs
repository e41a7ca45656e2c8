//! The settings as PHP keeps them: `aesock.*`, each changeable by the administrator only. Their meaning is [`crate::core::settings`].

use super::{state, sys};
use crate::core::settings::{Settings, Texts};
use ext_php_rs::{
    flags::IniEntryPermission,
    zend::{IniEntryDef, IniEntryDefs},
};
use std::ffi::{CStr, c_int, c_void};

/// The settings with their defaults.
static ENTRIES: IniEntryDefs<10> = IniEntryDefs::new([
    entry(c"aesock.mode", c"enforce"),
    entry(c"aesock.application", c""),
    entry(c"aesock.allow", c""),
    entry(c"aesock.deny", c""),
    entry(c"aesock.default", c"allow"),
    entry(c"aesock.development", c"auto"),
    entry(c"aesock.nameservers", c""),
    entry(c"aesock.log", c"denied"),
    entry(c"aesock.google_ranges", c""),
    IniEntryDef::end(),
]);

const fn entry(name: &'static CStr, default: &'static CStr) -> IniEntryDef {
    let mut entry = IniEntryDef::new(name, default, IniEntryPermission::System);
    entry.on_modify = Some(on_modify);
    entry
}

/// Registers the settings, which gives them the values of php.ini and the command line.
pub(super) fn register(module_number: c_int) {
    IniEntryDef::register(ENTRIES.as_slice(), module_number);
}

/// What the settings of this thread mean.
///
/// # Errors
/// The sentence of the first setting that means nothing.
pub(super) fn settings() -> Result<Settings, String> {
    let text = |name| {
        // SAFETY: this is a thread of PHP, and nothing changes a setting before the text is parsed below.
        str::from_utf8(unsafe { sys::ini(name) })
            .map_err(|_| format!("{}: not UTF-8", name.to_string_lossy()))
    };
    let texts = Texts {
        mode: text(c"aesock.mode")?,
        application: text(c"aesock.application")?,
        allow: text(c"aesock.allow")?,
        deny: text(c"aesock.deny")?,
        default: text(c"aesock.default")?,
        development: text(c"aesock.development")?,
        nameservers: text(c"aesock.nameservers")?,
        log: text(c"aesock.log")?,
        google_ranges: text(c"aesock.google_ranges")?,
    };
    Settings::parse(&texts, &state::process()).map_err(|error| error.to_string())
}

/// Takes note of a change, or refuses it.
///
/// php-fpm lets whoever speaks FastCGI to a pool change even the administrator's settings, and the change stays in the worker. The
/// pool's own `php_admin_value` comes when the child starts, before a request; what comes with a request is refused.
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
        state::with(|state| {
            state.note(format!(
                "aesock ignores a change of {name} that came with a request"
            ))
        });
        return sys::FAILURE;
    }
    state::settings_changed();
    sys::SUCCESS
}
