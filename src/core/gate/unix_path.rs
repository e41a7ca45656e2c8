//! Paths of Unix sockets as rules and refusals write them. Not what is found there.

use crate::core::policy::rule::LONGEST_PATH;
use std::path::{Path, PathBuf};

/// The rule that names a path, where it can be written in one.
pub(super) fn rule_of(path: &Path) -> Option<String> {
    let is_written =
        |character: char| !matches!(character, ',' | '*' | '#') && !character.is_whitespace();
    let path = path.to_str()?;
    let is_rule = path.chars().all(is_written) && path.len() <= LONGEST_PATH;
    is_rule.then(|| format!("unix:{path}"))
}

/// Where a path that is not there would be.
pub(super) fn of_missing(path: &Path) -> PathBuf {
    match (path.parent().map(Path::canonicalize), path.file_name()) {
        (Some(Ok(parent)), Some(name)) => parent.join(name),
        _ => path.to_path_buf(),
    }
}
