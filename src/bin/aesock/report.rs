//! What a command ends with: a text and an exit status, or a sentence about what is wrong.

use aesock::core::{settings::SettingError, usage::UsageError};
use std::process::ExitCode;

/// A command that did its work.
#[derive(Debug)]
pub struct Report {
    /// For the standard output.
    pub text: String,
    /// What it found.
    pub finding: Finding,
}

/// What a command that did its work found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// Nothing to look at: exit status 0.
    Nothing,
    /// A refusal or a change: exit status 1.
    Something,
}

/// The exit status of a command that could not do its work; clap's, too, of what is no command.
pub const FAILED: u8 = 2;

impl Report {
    /// A text that is all there is to say.
    pub fn of(text: String) -> Self {
        Self {
            text,
            finding: Finding::Nothing,
        }
    }

    /// The exit status.
    pub fn status(&self) -> ExitCode {
        ExitCode::from(match self.finding {
            Finding::Nothing => 0,
            Finding::Something => 1,
        })
    }
}

impl Finding {
    /// Whether there was something.
    pub fn from_any(is_any: bool) -> Self {
        if is_any {
            Self::Something
        } else {
            Self::Nothing
        }
    }
}

/// Why a command could not do its work, in a sentence.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Failure(pub String);

impl From<UsageError> for Failure {
    fn from(error: UsageError) -> Self {
        Self(error.to_string())
    }
}

impl From<SettingError> for Failure {
    fn from(error: SettingError) -> Self {
        Self(error.to_string())
    }
}
