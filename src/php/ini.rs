//! PHP's table of settings: the entries of `aesock.*`, each changeable by the administrator only, and
//! those of others that decide what aesock holds. Texts of ours, [`crate::php::state::settings`] keeps.

use super::{
    state::{
        coverage, gates, log, request,
        settings::{self, SETTINGS},
    },
    sys::{self, OnModify},
};
use crate::core::escape::Escaped;
use ext_php_rs::{
    flags::IniEntryPermission,
    zend::{IniEntryDef, IniEntryDefs},
};
use std::{
    ffi::{CStr, CString, c_int, c_void},
    ptr,
    sync::atomic::{AtomicI32, AtomicPtr, Ordering},
};

/// The engine's entries of [`SETTINGS`], with one behind them that ends the list.
static ENTRIES: IniEntryDefs<{ SETTINGS.len() + 1 }> = IniEntryDefs::new(entries());

/// The number under which the engine knows whose entries they are.
static MODULE_NUMBER: AtomicI32 = AtomicI32::new(0);

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

/// Settings of others, and what they decide.
static WATCHED: [Watched; 5] = [
    Watched::new(c"ffi.enable", Decides::Coverage, on_modify_of::<0>),
    Watched::new(c"error_log", Decides::Log, on_modify_of::<1>),
    Watched::new(c"error_log_mode", Decides::Log, on_modify_of::<2>),
    Watched::new(c"syslog.ident", Decides::Log, on_modify_of::<3>),
    Watched::new(c"syslog.facility", Decides::Log, on_modify_of::<4>),
];

/// A setting of another extension, or of the engine.
struct Watched {
    name: &'static CStr,
    decides: Decides,
    handler: OnModify,
    /// What its owner does about a change.
    original: AtomicPtr<()>,
}

#[derive(Clone, Copy)]
enum Decides {
    /// Whether native code is open to scripts.
    Coverage,
    /// Where lines of the log go.
    Log,
}

/// Where a change comes from.
#[derive(Clone, Copy)]
enum Origin {
    /// php.ini, a pool, a directory of Apache, before a request runs.
    Administrator,
    /// php-fpm lets whoever speaks FastCGI to a pool change even the administrator's settings, and the
    /// change stays in the worker. The pool's own `php_admin_value` comes when the child starts, before
    /// a request.
    Client,
    /// What comes while a request runs: another directory's settings, which `virtual()` of Apache
    /// brings and then takes back to php.ini's; a script, where the setting lets it.
    Meanwhile,
    /// The value from before comes back.
    Restored,
}

impl Origin {
    fn of(stage: c_int) -> Self {
        match stage {
            sys::INI_STAGE_STARTUP => Self::Administrator,
            sys::INI_STAGE_DEACTIVATE | sys::INI_STAGE_SHUTDOWN => Self::Restored,
            _ if request::runs() => Self::Meanwhile,
            _ if serves_by_fpm() => Self::Client,
            _ => Self::Administrator,
        }
    }

    /// When a change from there is one that is not the request's own.
    const fn when(self) -> Option<&'static str> {
        match self {
            Self::Client => Some("that came with a request"),
            Self::Meanwhile => Some("while a request runs"),
            Self::Administrator | Self::Restored => None,
        }
    }
}

/// Whether a worker of php-fpm has a request: what it changes may stay in the worker.
fn serves_by_fpm() -> bool {
    sys::sapi_name() == b"fpm-fcgi" && sys::serves_a_request()
}

/// Registers the settings, which gives them the values of php.ini and the command line.
pub(super) fn register(module_number: c_int) {
    MODULE_NUMBER.store(module_number, Ordering::Relaxed);
    IniEntryDef::register(ENTRIES.as_slice(), module_number);
}

/// Registers entries under names that are no settings, but that a pool or a virtual host gives values to: PHP
/// would pass over them in silence, and what they were to close would stay open.
pub(super) fn register_misnamed(names: Vec<Vec<u8>>) {
    let mut names: Vec<_> = names.into_iter().flat_map(CString::new).collect();
    names.sort();
    names.dedup();
    // The engine keeps the names as long as the entries, and those of a start before may still be there.
    let names: Vec<&CStr> = names
        .into_iter()
        .map(|name| &*Box::leak(name.into_boxed_c_str()))
        .collect();
    if !names.is_empty() {
        let entry = |name: &&'static CStr| {
            let mut entry = IniEntryDef::new(name, c"", IniEntryPermission::System);
            entry.on_modify = Some(on_modify);
            entry
        };
        let entries: Vec<_> = names
            .iter()
            .map(entry)
            .chain([IniEntryDef::end()])
            .collect();
        IniEntryDef::register(entries.leak(), MODULE_NUMBER.load(Ordering::Relaxed));
    }
    settings::set_misnamed(names);
}

/// Has changes of others' settings noticed, of those that there are.
pub(super) fn watch() {
    for watched in &WATCHED {
        let Some(original) = sys::replace_on_modify(watched.name, watched.handler) else {
            continue;
        };
        let original = original.map_or(ptr::null_mut(), |original| original as *mut ());
        watched.original.store(original, Ordering::Release);
    }
}

/// Takes note of a change of ours, or refuses it: settings are fixed for a request, and in php-fpm for
/// a worker.
unsafe extern "C" fn on_modify(
    entry: *mut sys::zend_ini_entry,
    value: *mut sys::zend_string,
    _: *mut c_void,
    _: *mut c_void,
    _: *mut c_void,
    stage: c_int,
) -> c_int {
    let Some(when) = Origin::of(stage).when() else {
        gates::settings_changed();
        return sys::SUCCESS;
    };
    // SAFETY: the engine passes a live entry, and a value or null.
    unsafe {
        if !sys::is_value(entry, value) {
            note_ignored(entry, when);
        }
    }
    sys::FAILURE
}

/// Says in the log that a change is ignored.
///
/// # Safety
/// `entry` is a live one.
unsafe fn note_ignored(entry: *const sys::zend_ini_entry, when: &str) {
    // SAFETY: the caller's contract; its name is a string of the engine.
    let name = unsafe { (*(*entry).name).as_bytes() };
    log::note(format!(
        "aesock ignores a change of {} {when}",
        Escaped(name)
    ));
}

/// The same for another's setting: the one at `INDEX` of [`WATCHED`].
unsafe extern "C" fn on_modify_of<const INDEX: usize>(
    entry: *mut sys::zend_ini_entry,
    value: *mut sys::zend_string,
    first: *mut c_void,
    second: *mut c_void,
    third: *mut c_void,
    stage: c_int,
) -> c_int {
    let watched = &WATCHED[INDEX];
    // SAFETY: the engine passes a live entry, a value or null, and the arguments of the owner's
    // function; nothing here has a destructor then.
    unsafe {
        match (watched.decides, Origin::of(stage).when()) {
            (Decides::Coverage, Some(when))
                if gates::is_strict() && !coverage::is_no(sys::value(value)) =>
            {
                note_ignored(entry, when);
                return sys::FAILURE;
            }
            (Decides::Coverage, _) => gates::settings_changed(),
            (Decides::Log, _) if serves_by_fpm() => log::keep_destination(),
            (Decides::Log, _) => log::destination_changed(),
        }
        match watched.original() {
            Some(original) => original(entry, value, first, second, third, stage),
            None => sys::SUCCESS,
        }
    }
}

impl Watched {
    const fn new(name: &'static CStr, decides: Decides, handler: OnModify) -> Self {
        Self {
            name,
            decides,
            handler,
            original: AtomicPtr::new(ptr::null_mut()),
        }
    }

    fn original(&self) -> Option<OnModify> {
        let kept = self.original.load(Ordering::Acquire);
        // SAFETY: what is not null was such a function when `watch` kept it.
        (!kept.is_null()).then(|| unsafe { std::mem::transmute::<*mut (), OnModify>(kept) })
    }
}
