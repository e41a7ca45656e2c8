//! The filter under native code and programs (`aesock.native=all`): whether this process can have it, and
//! its start with the first request. What it decides by is handed to the floor below PHP.

use super::{gates, native, settings::Snapshot};
use crate::{
    core::settings::{Mode, Native, Settings},
    native::{
        decide,
        filter::{self, Coverage, Policy, Refusals},
    },
    php::sys,
};
use std::sync::OnceLock;

/// What the filter of this process covers, once it has one.
static COVERAGE: OnceLock<Coverage> = OnceLock::new();

/// Servers that run PHP in their own process: their own connections would be decided on too.
const SERVERS: &[&str] = &["apache2handler", "frankenphp", "litespeed"];

/// Whether `settings`, which are those of `texts`, ask for a filter that this process cannot have.
///
/// # Errors
/// The sentence, as one about the setting `aesock.native`.
pub(in crate::php) fn verify(settings: &Settings, texts: &Snapshot) -> Result<(), String> {
    if settings.native != Native::All || settings.mode == Mode::Passthrough {
        return Ok(());
    }
    own_process()?;
    let mark = native::mark(texts);
    filter::verify(refusals(settings.mode), mark).map_err(sentence)?;
    verify_policy(settings.strict, filter::inherited(mark))
}

/// Whether another policy decides where nothing may be that this one does not cover.
fn verify_policy(is_strict: bool, inherited: Option<Policy>) -> Result<(), String> {
    if is_strict && inherited == Some(Policy::Other) {
        return Err(
            "aesock.strict: programs, FFI and system calls are held by the policy of the PHP process that \
             started this one, which is another; give both the same settings, or set aesock.strict=0"
                .to_owned(),
        );
    }
    Ok(())
}

/// Whether this process is PHP's alone.
fn own_process() -> Result<(), String> {
    let name = sys::sapi_name();
    if let Some(server) = SERVERS.iter().find(|server| server.as_bytes() == name) {
        return Err(format!(
            "aesock.native: all would hold the connections of the server too, whose process PHP shares \
             ({server}); use php-fpm, or set aesock.native=libraries"
        ));
    }
    Ok(())
}

/// Starts the filter, if the settings in force ask for it, or mean nothing and may be meant to. Only with a request: what forks before, such
/// as the master of php-fpm, would leave its forks to its own supervisor.
///
/// # Errors
/// As [`verify`].
pub(in crate::php) fn start() -> Result<(), String> {
    started().map_err(|error| match gates::flaw() {
        Some(flaw) => {
            format!("{flaw}; nothing is served, since programs and FFI cannot be held here")
        }
        None => error,
    })
}

fn started() -> Result<(), String> {
    let mode = gates::mode();
    if gates::native() != Native::All || mode == Mode::Passthrough || kept().is_some() {
        return Ok(());
    }
    own_process()?;
    let mark = native::mark(&Snapshot::in_force());
    let started = filter::start(refusals(mode), mark, decide).map_err(sentence)?;
    match started {
        // Another process decides, which must look at this one.
        Coverage::Inherited(policy) => verify_policy(gates::is_strict(), Some(policy))?,
        // A program could trace the process that decides about it.
        Coverage::All | Coverage::NotPrograms => sys::close_memory(),
    }
    let _ = COVERAGE.set(started);
    Ok(())
}

fn refusals(mode: Mode) -> Refusals {
    match mode {
        Mode::Audit => Refusals::LeftOut,
        _ => Refusals::Made,
    }
}

/// What the filter of this process covers, if it has one. The policy of another process may have become
/// another one meanwhile.
pub(in crate::php) fn coverage() -> Option<Coverage> {
    match kept()? {
        Coverage::Inherited(_) => {
            let policy = filter::inherited(native::mark(&Snapshot::in_force()));
            Some(Coverage::Inherited(policy.unwrap_or(Policy::Other)))
        }
        covered => Some(covered),
    }
}

/// What it covers, or will from the first request on.
pub(in crate::php) fn coverage_or_coming() -> Option<Coverage> {
    let is_asked_for = gates::native() == Native::All && gates::mode() != Mode::Passthrough;
    let coming = || filter::coming(native::mark(&Snapshot::in_force()));
    coverage().or_else(|| is_asked_for.then(coming).flatten())
}

/// Whether the process that started this one refuses it everything, since it cannot look at it.
pub(in crate::php) fn is_held_blindly() -> bool {
    filter::is_held_blindly(native::mark(&Snapshot::in_force()))
}

/// What native code is held by this process's own policy. That of another process holds it besides, where
/// that has the filter.
pub(in crate::php) fn own() -> Native {
    if gates::mode() == Mode::Passthrough {
        return Native::Nothing;
    }
    match coverage_or_coming() {
        Some(Coverage::Inherited(Policy::Other)) => Native::Libraries,
        _ => gates::native(),
    }
}

/// What it covered when it started.
pub(super) fn kept() -> Option<Coverage> {
    COVERAGE.get().copied()
}

fn sentence(error: filter::FilterError) -> String {
    let remedy = error.remedy();
    format!("aesock.native: all is not possible: {error}; {remedy}")
}
