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
use seen::Learned;

pub use suggestion::opening;

/// Reads the logs and prints what was learned.
pub fn run(arguments: &LearnArguments) -> Result<Report, Failure> {
    let log = Log::read(&arguments.logs)?;
    Ok(Report::of(learn(
        &log,
        arguments.default,
        arguments.app.as_deref(),
    )))
}

/// The rules file.
fn learn(log: &Log, otherwise: Otherwise, application: Option<&str>) -> String {
    let mut learned = Learned::default();
    for entry in &log.entries {
        if application.is_none_or(|application| application == entry.application) {
            learned.add(entry, suggestion::advise(entry, otherwise));
        }
    }
    print::file(log, &learned, otherwise)
}

#[cfg(test)]
mod tests;
