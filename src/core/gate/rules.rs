//! Which rules are in force, and since when, as people are told it. What they decide is not here.

use crate::core::{
    escape::Escaped,
    host::clock,
    policy::{Policy, rules_file::RulesFile},
};
use std::{os::unix::ffi::OsStrExt, time::Duration};

/// The rules that decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulesInForce {
    /// How many there are, those of the settings and those of the file.
    pub count: usize,
    /// How long ago they were read.
    pub age: Duration,
    /// The file, escaped, where there is one.
    pub path: Option<String>,
    /// Why a newer version of the file is held off, if one is.
    pub held_off: Option<String>,
}

impl RulesInForce {
    /// Those of `policy`, which were `read` then.
    pub(super) fn of(policy: &Policy, file: Option<&RulesFile>, read: Duration) -> Self {
        Self {
            count: policy.rules(),
            age: clock::now().saturating_sub(read),
            path: file.map(shown),
            held_off: file.and_then(RulesFile::held_off).map(str::to_owned),
        }
    }

    /// The line of the log for a version of `file` that was taken.
    pub(super) fn read(policy: &Policy, file: &RulesFile) -> String {
        let path = shown(file);
        let rules = match policy.rules() {
            1 => "1 rule is".to_owned(),
            count => format!("{count} rules are"),
        };
        format!("aesock has read `{path}`: {rules} in force")
    }
}

/// The path of a file as people see it.
fn shown(file: &RulesFile) -> String {
    Escaped(file.path().as_os_str().as_bytes()).to_string()
}
