//! The floor under the doors, as PHP has it: the settings in force are handed to it, and what it needs
//! to know of PHP. It decides nothing.

use super::{accounts, settings::Snapshot};
use crate::{
    native::{
        InForce, Mark,
        interpose::{self, Php},
    },
    php::sys,
};
use std::sync::{Mutex, PoisonError};

/// All that were in force since module start: a thread that is not PHP's may still be deciding by any.
static KNOWN: Mutex<Vec<Known>> = Mutex::new(Vec::new());

struct Known {
    settings: Snapshot,
    /// Why the settings make no gate.
    error: Option<String>,
    in_force: &'static InForce,
}

/// Forgets what was before, at module start: it is counted elsewhere now.
pub(super) fn start() {
    KNOWN.lock().unwrap_or_else(PoisonError::into_inner).clear();
}

/// The extensions that have a door of their own, and call libc by themselves.
const WITH_DOORS: &[&str] = &["ftp", "sockets"];

/// Has the calls of libraries looked at from now on; again, where extensions came since.
pub(in crate::php) fn install() {
    let mut php = Php {
        engine: sys::address_of_engine(),
        ..Php::default()
    };
    for (name, address) in sys::addresses_of_modules() {
        let has_door = WITH_DOORS.iter().any(|door| door.as_bytes() == name);
        if has_door {
            php.doors.push(address);
        }
        php.extensions.push(address);
    }
    interpose::install(php);
}

/// Looks for what libraries came, with extensions or without.
pub(in crate::php) fn look_again() {
    if interpose::is_on() {
        install();
    }
}

/// Puts `settings` in force for native code: those of an application, or with the `error` for which they
/// refuse everything.
pub(super) fn put_in_force(settings: &Snapshot, error: Option<&str>, application: &str) {
    let mut all = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let is_known = |known: &&Known| known.settings == *settings && known.error.as_deref() == error;
    let in_force = match all.iter().find(is_known) {
        Some(known) => known.in_force,
        None => {
            let made = make(settings, error, application);
            let in_force: &'static InForce = Box::leak(Box::new(made));
            all.push(Known {
                settings: settings.clone(),
                error: error.map(str::to_owned),
                in_force,
            });
            in_force
        }
    };
    in_force.take_effect();
}

/// What tells the policy of `settings` from another one.
pub(super) fn mark(settings: &Snapshot) -> Mark {
    let texts = settings.of_policy();
    let texts: Vec<_> = texts.iter().map(Vec::as_slice).collect();
    Mark::of(&texts)
}

fn make(settings: &Snapshot, error: Option<&str>, application: &str) -> InForce {
    let mark = mark(settings);
    match error {
        None => {
            let account = accounts::account(application);
            let settings = settings.clone();
            InForce::new(move || settings.parse(), mark, application, account)
        }
        Some(error) => {
            let account = accounts::account(accounts::NOBODY);
            let error = error.to_owned();
            InForce::new(move || Err(error.clone()), mark, application, account)
        }
    }
}
