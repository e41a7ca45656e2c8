//! Manual pages and completions, made of the command line's own description.

use crate::{
    cli::{self, CompletionsArguments, ManArguments},
    report::{Failure, Report},
};
use aesock::core::escape::Escaped;
use clap_mangen::Man;

/// The completions of a shell.
pub fn completions(arguments: &CompletionsArguments) -> Report {
    let mut text = Vec::new();
    clap_complete::generate(arguments.shell, &mut cli::command(), "aesock", &mut text);
    Report::of(String::from_utf8_lossy(&text).into_owned())
}

/// The manual page of the program or of a command.
pub fn page(arguments: &ManArguments) -> Result<Report, Failure> {
    let mut program = cli::command();
    program.build();
    let command = match &arguments.command {
        None => program,
        Some(name) => {
            let found = program.find_subcommand(name).ok_or_else(|| {
                let names: Vec<_> = program
                    .get_subcommands()
                    .map(clap::Command::get_name)
                    .collect();
                let (shown, names) = (Escaped(name.as_bytes()), names.join(", "));
                Failure(format!("`{shown}` is no command, but {names} are"))
            });
            found?.clone()
        }
    };
    let mut text = Vec::new();
    let rendered = Man::new(command).render(&mut text);
    rendered.map_err(|error| Failure(error.to_string()))?;
    Ok(Report::of(String::from_utf8_lossy(&text).into_owned()))
}
