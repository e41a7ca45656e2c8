//! The filter under native code and programs (`aesock.native=all`): whether this process can have it, and
//! its start with the first request. What it decides by is handed to the floor below PHP.

use super::gates;
use crate::{
    core::settings::{Mode, Native, Settings},
    native::{
        decide,
        filter::{self, Coverage, Refusals},
    },
    php::sys,
};
use std::sync::{Mutex, PoisonError};

/// What the filter of this process covers, once it has one.
static COVERAGE: Mutex<Option<Coverage>> = Mutex::new(None);

/// Servers that run PHP in their own process: their own connections would be decided on too.
const SERVERS: &[&str] = &["apache2handler", "frankenphp", "litespeed"];

/// Whether `settings` ask for a filter that this process cannot have.
///
/// # Errors
/// The sentence, as one about the setting `aesock.native`.
pub(in crate::php) fn verify(settings: &Settings) -> Result<(), String> {
    if settings.native != Native::All || settings.mode == Mode::Passthrough {
        return Ok(());
    }
    own_process()?;
    filter::verify(refusals(settings.mode)).map_err(sentence)
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
    if gates::native() != Native::All || mode == Mode::Passthrough || coverage().is_some() {
        return Ok(());
    }
    own_process()?;
    let started = filter::start(refusals(mode), decide).map_err(sentence)?;
    // A program could trace the process that decides about it.
    sys::close_memory();
    *COVERAGE.lock().unwrap_or_else(PoisonError::into_inner) = Some(started);
    Ok(())
}

fn refusals(mode: Mode) -> Refusals {
    match mode {
        Mode::Audit => Refusals::LeftOut,
        _ => Refusals::Made,
    }
}

/// What the filter of this process covers, if it has one.
pub(in crate::php) fn coverage() -> Option<Coverage> {
    *COVERAGE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn sentence(error: filter::FilterError) -> String {
    let remedy = error.remedy();
    format!("aesock.native: all is not possible: {error}; {remedy}")
}
