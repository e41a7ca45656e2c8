//! The settings of aesock as texts: their names, their defaults, and what is in force in a thread.
//! What they mean is in [`crate::core::settings`].

use super::request;
use crate::{
    core::{
        escape::Escaped,
        resolver::SystemFiles,
        settings::{Native, Process, RawSettings, Sapi, Settings},
        spelling::distance,
    },
    php::sys,
};
use std::{
    cell::RefCell,
    ffi::CStr,
    sync::{
        PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
};

/// What native code is held by.
const NATIVE: &CStr = c"aesock.native";

/// The names of the settings, with their defaults.
pub(in crate::php) const SETTINGS: [(&CStr, &CStr); 20] = [
    (c"aesock.mode", c"enforce"),
    (c"aesock.application", c""),
    (c"aesock.allow", c""),
    (c"aesock.deny", c""),
    (c"aesock.rules", c""),
    (c"aesock.default", c"allow"),
    (c"aesock.development", c"auto"),
    (c"aesock.nameservers", c""),
    (c"aesock.log", c"denied"),
    (c"aesock.google_ranges", c""),
    (c"aesock.strict", c"0"),
    (c"aesock.idle_timeout", c"600"),
    (c"aesock.usage_file", c""),
    (c"aesock.usage_all", c"0"),
    (c"aesock.quota", c""),
    (c"aesock.dumpable", c"1"),
    (NATIVE, c"libraries"),
    (c"aesock.log_file", c""),
    (c"aesock.log_format", c"text"),
    (c"aesock.sockets", c"1"),
];

/// What was read of the process at module start; a script's putenv and FastCGI's parameters come
/// later.
static PROCESS: RwLock<Option<Process>> = RwLock::new(None);

sys::per_thread! {
    /// The texts that were read last before a request.
    static KEPT: RefCell<Option<Snapshot>> = RefCell::new(None);
}

/// Whether the module has started.
static IS_STARTED: AtomicBool = AtomicBool::new(false);

/// Remembers what `process` is, at module start.
pub(in crate::php) fn start(process: Process) {
    // A poisoned lock holds a whole value all the same: it is only ever replaced.
    *PROCESS.write().unwrap_or_else(PoisonError::into_inner) = Some(process);
    IS_STARTED.store(true, Ordering::Release);
}

/// Whether the module has started: a refused `dl()` leaves one that has not, and its requests end.
pub(in crate::php) fn is_started() -> bool {
    IS_STARTED.load(Ordering::Acquire)
}

/// The files that the C library resolves names by, with the resolver's environment at module start.
pub(in crate::php) fn system() -> SystemFiles {
    SystemFiles {
        environment: process().resolver,
        ..SystemFiles::default()
    }
}

/// The process as it was at module start.
fn process() -> Process {
    PROCESS
        .read()
        .unwrap_or_else(PoisonError::into_inner)
        .clone()
        .unwrap_or_default()
}

/// Looks for what php.ini and the command line call a setting of aesock and is none: what it was to close would
/// stay open.
///
/// # Errors
/// The sentence that names one.
pub(in crate::php) fn verify_names() -> Result<(), String> {
    let mut names = sys::configured_names().into_iter();
    match names.find(|name| is_misnamed(name)) {
        Some(name) => Err(no_setting(&name)),
        None => Ok(()),
    }
}

/// Whether a name is one that only aesock would have.
pub(in crate::php) fn is_meant(name: &[u8]) -> bool {
    const PREFIX: &[u8] = b"aesock.";
    let prefix = name.get(..PREFIX.len());
    prefix.is_some_and(|prefix| prefix.eq_ignore_ascii_case(PREFIX))
}

/// Whether a name is meant as that of a setting, and is none.
pub(in crate::php) fn is_misnamed(name: &[u8]) -> bool {
    let is_known = || SETTINGS.iter().any(|(known, _)| known.to_bytes() == name);
    is_meant(name) && !is_known()
}

/// The names of settings that pools or virtual hosts give values to, and that are none. PHP has entries for
/// them, so that who gives them a value is refused everything.
static MISNAMED: RwLock<Vec<&'static CStr>> = RwLock::new(Vec::new());

/// Remembers them.
pub(in crate::php) fn set_misnamed(names: Vec<&'static CStr>) {
    *MISNAMED.write().unwrap_or_else(PoisonError::into_inner) = names;
}

/// The sentence for a name that no setting has.
pub(in crate::php) fn no_setting(name: &[u8]) -> String {
    let meant = meant(name).map_or_else(String::new, |known| {
        format!(", did you mean {}?", Escaped(known))
    });
    format!("{} is no setting of aesock{meant}", Escaped(name))
}

/// The setting whose name a few wrong letters make of another.
fn meant(name: &[u8]) -> Option<&'static [u8]> {
    const NEAR: usize = 2;
    let lower = name.to_ascii_lowercase();
    let known = SETTINGS.iter().map(|(known, _)| known.to_bytes());
    let distances = known.map(|known| (distance(&lower, known), known));
    let near = distances.min().filter(|(distance, _)| *distance <= NEAR);
    near.map(|(_, known)| known)
}

/// The texts of all settings, in the order of [`SETTINGS`], and what has a value and is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::php) struct Snapshot(Vec<Vec<u8>>, Option<&'static CStr>);

impl Snapshot {
    /// The texts that are in force in this thread: while a request runs, those that it began with.
    pub(in crate::php) fn in_force() -> Self {
        let kept = || KEPT.with_borrow(Clone::clone);
        if let Some(kept) = request::runs().then(kept).flatten() {
            return kept;
        }
        let taken = Self::take();
        KEPT.set(Some(taken.clone()));
        taken
    }

    /// The texts as PHP has them now.
    pub(in crate::php) fn take() -> Self {
        // SAFETY: this is a thread of PHP, and the text is copied at once.
        let text = |name: &CStr| unsafe { sys::ini(name) }.to_vec();
        let misnamed = MISNAMED.read().unwrap_or_else(PoisonError::into_inner);
        let mut misnamed = misnamed.iter().copied();
        Self(
            SETTINGS.iter().map(|(name, _)| text(name)).collect(),
            misnamed.find(|name| !text(name).is_empty()),
        )
    }

    /// Puts another text in place of one. Whether there is such a setting.
    pub(in crate::php) fn set(&mut self, name: &[u8], text: Vec<u8>) -> bool {
        let named = SETTINGS.iter().zip(&mut self.0);
        let mut named = named.filter(|((known, _), _)| known.to_bytes() == name);
        named.next().map(|(_, kept)| *kept = text).is_some()
    }

    /// That of one setting.
    fn text(&self, name: &CStr) -> Option<&[u8]> {
        let mut named = SETTINGS.iter().zip(&self.0);
        let found = named.find(|((known, _), _)| *known == name);
        found.map(|(_, text)| text.as_slice())
    }

    /// `aesock.application` as it is written, where it is: also where another setting means nothing.
    pub(in crate::php) fn application(&self) -> Option<&str> {
        let text = str::from_utf8(self.text(c"aesock.application")?).ok()?;
        Some(text).filter(|text| !text.is_empty())
    }

    /// What decides, as texts: where they are the same in two processes, so is the policy.
    pub(in crate::php) fn of_policy(&self) -> Vec<Vec<u8>> {
        /// What is told and kept, and what else decides on nothing.
        const NOT_OF_POLICY: &[&CStr] = &[
            c"aesock.log",
            c"aesock.strict",
            c"aesock.idle_timeout",
            c"aesock.usage_all",
            c"aesock.dumpable",
            c"aesock.log_file",
            c"aesock.log_format",
            c"aesock.sockets",
        ];
        let named = SETTINGS.iter().zip(&self.0);
        let named = named.filter(|((name, _), _)| !NOT_OF_POLICY.contains(name));
        let process = process();
        let is_development = process.sapi == Sapi::Development;
        let besides = (
            process.application,
            process.resolver,
            is_development,
            self.1,
        );
        let besides = format!("{besides:?}").into_bytes();
        named
            .map(|(_, text)| text.clone())
            .chain([besides])
            .collect()
    }

    /// What native code is held by where the texts mean nothing: all, unless `aesock.native` is clear.
    pub(in crate::php) fn native(&self) -> Native {
        let text = self.text(NATIVE).and_then(|text| str::from_utf8(text).ok());
        let is_misnamed = self.1.and_then(|name| meant(name.to_bytes())) == Some(NATIVE.to_bytes());
        text.filter(|_| !is_misnamed)
            .map_or(Native::All, Native::at_least)
    }

    /// What the texts mean.
    ///
    /// # Errors
    /// The sentence of the first setting that means nothing.
    pub(in crate::php) fn parse(&self) -> Result<Settings, String> {
        if let Some(name) = self.1 {
            return Err(no_setting(name.to_bytes()));
        }
        let text = |name: &CStr| {
            let text = self.text(name).ok_or("it is not registered");
            text.and_then(|text| str::from_utf8(text).map_err(|_| "not UTF-8"))
                .map_err(|error| format!("{}: {error}", name.to_string_lossy()))
        };
        let texts = RawSettings {
            mode: text(c"aesock.mode")?,
            application: text(c"aesock.application")?,
            allow: text(c"aesock.allow")?,
            deny: text(c"aesock.deny")?,
            rules: text(c"aesock.rules")?,
            default: text(c"aesock.default")?,
            development: text(c"aesock.development")?,
            nameservers: text(c"aesock.nameservers")?,
            log: text(c"aesock.log")?,
            google_ranges: text(c"aesock.google_ranges")?,
            strict: text(c"aesock.strict")?,
            idle_timeout: text(c"aesock.idle_timeout")?,
            usage_file: text(c"aesock.usage_file")?,
            usage_all: text(c"aesock.usage_all")?,
            quota: text(c"aesock.quota")?,
            dumpable: text(c"aesock.dumpable")?,
            native: text(NATIVE)?,
            log_file: text(c"aesock.log_file")?,
            log_format: text(c"aesock.log_format")?,
            sockets: text(c"aesock.sockets")?,
        };
        Settings::parse(&texts, &process()).map_err(|error| error.to_string())
    }
}
