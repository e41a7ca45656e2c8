//! Where this process counts what applications use, and the number that each application has in a
//! thread. When something is counted is decided by the doors and the leases.

use super::log;
use crate::{
    core::{
        escape::Escaped,
        lease::ApplicationId,
        usage::{Account, FileIdentity, Ledger, OTHERS, ROOM, UsageFile},
    },
    php::sys,
};
use std::{
    cell::RefCell,
    path::{Path, PathBuf},
    sync::{PoisonError, RwLock},
};

/// In the log and as an application, what is not known where the settings mean nothing.
pub(in crate::php) const NOBODY: &str = "-";

sys::per_thread! {
    /// The names of all applications that there were, each at the index that its id tells.
    static APPLICATIONS: RefCell<Vec<String>> = RefCell::new(Vec::new());
}

/// Where this process counts, from module start on.
static COUNTING: RwLock<Option<Counting>> = RwLock::new(None);

struct Counting {
    /// The file, as php.ini names it.
    path: Option<PathBuf>,
    identity: Option<FileIdentity>,
    ledger: &'static Ledger,
}

/// Opens `file`, or makes counters without one, while the process still is the administrator's: at
/// module start. A start in a process that counts already goes on with the same counters.
///
/// # Errors
/// The sentence that tells what is wrong with the file.
pub(in crate::php) fn start(file: Option<&Path>) -> Result<(), String> {
    let sentence = |error| format!("aesock.usage_file: {error}");
    let opened = file.map(UsageFile::open).transpose().map_err(sentence)?;
    let identity = opened.as_ref().map(UsageFile::identity);
    let mut counting = COUNTING.write().unwrap_or_else(PoisonError::into_inner);
    let kept = counting
        .as_ref()
        .filter(|before| before.identity == identity);
    let ledger = match (kept, &opened) {
        (Some(before), _) => before.ledger,
        (None, Some(file)) => file.map().map_err(sentence)?,
        (None, None) => Ledger::anonymous().map_err(|error| error.to_string())?,
    };
    APPLICATIONS.take();
    *counting = Some(Counting {
        path: file.map(Path::to_owned),
        identity,
        ledger,
    });
    Ok(())
}

/// Whether `file` is the one that is open: a pool or virtual host cannot have one of its own.
///
/// # Errors
/// The sentence that tells so.
pub(in crate::php) fn verify(file: Option<&Path>) -> Result<(), String> {
    if counting(|counting| counting.path.as_deref() == file) {
        Ok(())
    } else {
        Err(
            "aesock.usage_file: only php.ini can set it, since all workers share the file"
                .to_owned(),
        )
    }
}

/// The account of `application`.
pub(in crate::php) fn account(application: &str) -> Account {
    ledger().account(application)
}

/// The number of the application of this name. Where that one has no account of its own, the log says
/// so, once.
pub(in crate::php) fn application(name: &str) -> ApplicationId {
    APPLICATIONS.with_borrow_mut(|applications| {
        let known = applications.iter().position(|known| known == name);
        let index = known.unwrap_or_else(|| {
            if let Some(line) = shared(name) {
                log::note(line);
            }
            applications.push(name.to_owned());
            applications.len() - 1
        });
        ApplicationId(index as u32)
    })
}

/// A line for the log where `application` has no account of its own.
fn shared(application: &str) -> Option<String> {
    let ledger = ledger();
    let name = Escaped(application.as_bytes());
    ledger.is_shared(ledger.account(application)).then(|| {
        format!(
            "aesock counts `{name}` as {OTHERS}: {ROOM} applications have counters of their own"
        )
    })
}

/// The account of an application that was counted; looking for it makes none.
pub(in crate::php) fn find(application: &[u8]) -> Option<Account> {
    ledger()
        .accounts()
        .find_map(|(name, account)| (name.as_bytes() == application).then_some(account))
}

/// All accounts with the names of their applications.
pub(in crate::php) fn all() -> Vec<(String, Account)> {
    ledger().accounts().collect()
}

fn ledger() -> &'static Ledger {
    counting(|counting| counting.ledger)
}

fn counting<T>(read: impl FnOnce(&Counting) -> T) -> T {
    let counting = COUNTING.read().unwrap_or_else(PoisonError::into_inner);
    read(
        counting
            .as_ref()
            .expect("nothing is counted before module start"),
    )
}
