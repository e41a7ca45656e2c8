//! `aesock`, the companion of the extension: it reads logs, rules files and files of counters, and
//! changes nothing. What it decides, the core decides.

mod check;
mod cli;
mod counters;
mod explain;
mod export;
mod learn;
mod log;
mod manual;
mod policy;
mod question;
mod report;

use clap::Parser as _;
use cli::{Arguments, Command};
use report::{FAILED, Failure, Report};
use std::{
    io::{self, Write as _},
    process::ExitCode,
};

fn main() -> ExitCode {
    let ended = run(&Arguments::parse().command).and_then(|report| {
        print(&report.text)?;
        Ok(report.status())
    });
    ended.unwrap_or_else(|failure| {
        eprintln!("aesock: {failure}");
        ExitCode::from(FAILED)
    })
}

fn run(command: &Command) -> Result<Report, Failure> {
    match command {
        Command::Learn(arguments) => learn::run(arguments),
        Command::Check(arguments) => check::run(arguments),
        Command::Top(arguments) => counters::top::run(arguments),
        Command::Metrics(arguments) => counters::metrics::run(arguments),
        Command::Explain(arguments) => explain::run(arguments),
        Command::Export(arguments) => export::run(arguments),
        Command::Completions(arguments) => Ok(manual::completions(arguments)),
        Command::Man(arguments) => manual::page(arguments),
    }
}

/// Whoever reads no further, as head(1) does, has what it wants.
fn print(text: &str) -> Result<(), Failure> {
    let mut output = io::stdout().lock();
    match output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush())
    {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure(format!("the output cannot be written: {error}")))
        }
        _ => Ok(()),
    }
}
