//! Paths of Unix sockets as rules and refusals write them, and whether what is found there can be used. Not
//! whether it may be.

use crate::core::{
    host::origin, policy::rule::LONGEST_PATH, reason::Errno, socket::found::FoundSocket,
};
use std::path::{Path, PathBuf};

/// Where a Unix-domain socket is.
#[derive(Debug)]
pub enum UnixPath {
    /// There, and held.
    At(FoundSocket),
    /// Not there: the error of looking for it.
    Missing(Errno),
    /// Without a path (the abstract namespace).
    Unnamed,
}

/// What a path that may be used leads to. Under a root directory or with mounts of a script's choice it says
/// nothing.
pub(super) fn reached(found: FoundSocket) -> UnixPath {
    match origin::check() {
        Ok(()) => UnixPath::At(found),
        Err(_) => UnixPath::Missing(libc::EACCES),
    }
}

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
