//! `aesock check`: what a policy decides on targets, and what it would change of what logs have seen.

mod corpus;
mod target;

use crate::{
    cli::CheckArguments,
    log::files::Log,
    policy,
    report::{Failure, Finding, Report},
};

/// Decides on targets or on logs.
pub fn run(arguments: &CheckArguments) -> Result<Report, Failure> {
    let mut gate = policy::gate(&policy::in_force(&arguments.policy)?)?;
    let mut text = String::new();
    let mut is_any = false;
    for target in &arguments.targets {
        let (verdict, finding) = target::check(&mut gate, target);
        text += &verdict;
        is_any |= finding == Finding::Something;
    }
    if !arguments.corpus.is_empty() {
        let report = corpus::compare(&mut gate, &Log::read(&arguments.corpus)?);
        text += &report.text;
        is_any |= report.finding == Finding::Something;
    }
    Ok(Report {
        text,
        finding: Finding::from_any(is_any),
    })
}
