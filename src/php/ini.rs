//! The settings as PHP keeps them: `aesock.*`, each changeable by the administrator only. Their
//! meaning is [`crate::core::settings`].

use super::{log, state, sys};
use crate::core::settings::{Settings, Texts};
use ext_php_rs::{
    flags::IniEntryPermission,
    zend::{IniEntryDef, IniEntryDefs},
};
use std::ffi::{CStr, c_int, c_void};

/// The settings with their defaults.
static ENTRIES: IniEntryDefs<16> = IniEntryDefs::new([
    entry(c"aesock.mode", c"enforce"),
    entry(c"aesock.application", c""),
    entry(c"aesock.allow", c""),
    entry(c"aesock.deny", c""),
    entry(c"aesock.rules", c""),
    entry(c"aesock.default", c"allow"),
    entry(c"aesock.development", c"auto"),
    entry(c"aesock.nameservers", c""),
    entry(c"aesock.log", c"denied"),
    entry(c"aesock.google_ranges", c""),
    entry(c"aesock.strict", c"0"),
    entry(c"aesock.idle_timeout", c"600"),
    entry(c"aesock.usage_file", c""),
    entry(c"aesock.usage_all", c"0"),
    entry(c"aesock.quota", c""),
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

fn names() -> impl Iterator<Item = &'static CStr> {
    let named = ENTRIES
        .as_slice()
        .iter()
        .filter(|entry| !entry.name.is_null());
    // SAFETY: the table's names are C strings that live as long as it.
    named.map(|entry| unsafe { CStr::from_ptr(entry.name) })
}

/// The texts of all settings, in the order of [`ENTRIES`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Snapshot(Vec<Vec<u8>>);

impl Snapshot {
    /// The texts that are in force in this thread.
    pub(super) fn take() -> Self {
        // SAFETY: this is a thread of PHP, and the text is copied at once.
        let text = |name: &CStr| unsafe { sys::ini(name) }.to_vec();
        Self(names().map(text).collect())
    }

    /// What the texts mean.
    ///
    /// # Errors
    /// The sentence of the first setting that means nothing.
    pub(super) fn parse(&self) -> Result<Settings, String> {
        let text = |(text, name): (&Vec<u8>, &CStr)| {
            let name = name.to_string_lossy();
            String::from_utf8(text.clone()).map_err(|_| format!("{name}: not UTF-8"))
        };
        let texts: Vec<_> = self
            .0
            .iter()
            .zip(names())
            .map(text)
            .collect::<Result<_, _>>()?;
        let texts: Vec<_> = texts.iter().map(String::as_str).collect();
        let [
            mode,
            application,
            allow,
            deny,
            rules,
            default,
            development,
            nameservers,
            log,
            google_ranges,
            strict,
            idle_timeout,
            usage_file,
            usage_all,
            quota,
        ] = texts[..]
        else {
            return Err("the settings are not registered".to_owned());
        };
        let texts = Texts {
            mode,
            application,
            allow,
            deny,
            rules,
            default,
            development,
            nameservers,
            log,
            google_ranges,
            strict,
            idle_timeout,
            usage_file,
            usage_all,
            quota,
        };
        Settings::parse(&texts, &state::process()).map_err(|error| error.to_string())
    }
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
    state::settings_changed();
    sys::SUCCESS
}
