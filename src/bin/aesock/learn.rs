//! `aesock learn`: a rules file that lets pass what logs have seen. It asks nobody, and resolves no name.

mod caution;
mod print;
mod seen;
mod suggestion;

use crate::{
    cli::{LearnArguments, Otherwise},
    log::files::Log,
    report::{Failure, Report},
};
use aesock::core::escape::Escaped;
use seen::Learned;
use std::collections::BTreeSet;

pub use suggestion::opening;

/// Reads the logs and prints what was learned.
pub fn run(arguments: &LearnArguments) -> Result<Report, Failure> {
    let log = Log::read(&arguments.logs)?;
    if let Some(application) = &arguments.app {
        find(&log, application)?;
    }
    Ok(Report::of(learn(
        &log,
        arguments.default,
        arguments.app.as_deref(),
    )))
}

/// Whether the log has decisions of an application: a misspelt one needs no rules, which would look like an answer.
fn find(log: &Log, application: &str) -> Result<(), Failure> {
    let applications = log.entries.iter().map(|entry| entry.application.as_str());
    let applications: BTreeSet<&str> = applications.collect();
    if applications.contains(application) {
        return Ok(());
    }
    let shown = applications
        .iter()
        .map(|name| Escaped(name.as_bytes()).to_string());
    Err(Failure(format!(
        "no decision of application `{}`; the log has: {}",
        Escaped(application.as_bytes()),
        shown.collect::<Vec<_>>().join(", ")
    )))
}

/// The rules file.
fn learn(log: &Log, otherwise: Otherwise, application: Option<&str>) -> String {
    let mut learned = Learned::default();
    for entry in &log.entries {
        if application.is_none_or(|application| application == entry.application) {
            learned.add(entry, suggestion::advise(entry, otherwise));
            if let Some(advice) = suggestion::besides(entry) {
                learned.add(entry, advice);
            }
        }
    }
    print::file(log, &learned, otherwise)
}

#[cfg(test)]
mod tests;
