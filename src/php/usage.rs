//! Where applications are counted.

use crate::core::usage::{Account, Ledger};

/// The account of `application`.
pub(super) fn account(application: &str) -> Account {
    let ledger = Ledger::anonymous().expect("memory");
    ledger.account(application)
}
