//! What deny rules by name mean for a name as it is written, and for what the search list of resolv.conf
//! makes of it. What they mean for addresses is decided elsewhere.

use super::{
    Refusal,
    by_name::{Lookups, Names},
};
use crate::core::{
    escape::Escaped,
    policy::Policy,
    reason::Reason,
    resolver::LookupError,
    target::{Name, Target},
};

/// Refuses `name` where a deny rule names it, before anything is asked about it.
///
/// # Errors
/// That [`Refusal`].
pub(super) fn as_written(policy: &Policy, target: &Target, name: &Name) -> Result<(), Refusal> {
    refuse(policy, target, name, Some(name.as_str()))
}

/// Refuses `name` where the search list has made it one that a deny rule names.
///
/// # Errors
/// That [`Refusal`].
pub(super) fn completed(
    policy: &Policy,
    target: &Target,
    name: &Name,
    completed: Option<&str>,
) -> Result<(), Refusal> {
    refuse(policy, target, name, completed)
}

/// The same for a name that other code resolves, as it is written and completed. It is looked up only where
/// the search list may make it one that a deny rule names.
///
/// # Errors
/// That [`Refusal`], and that of what cannot be decided, since nobody answers.
pub(super) fn resolved_elsewhere(
    policy: &Policy,
    target: &Target,
    name: &Name,
    mut names: Names<'_>,
) -> Result<(), Refusal> {
    if !policy.denies_names() {
        return Ok(());
    }
    as_written(policy, target, name)?;
    let completions = names.resolver.completions(name.as_query());
    let is_denied = |whole: &String| refuse(policy, target, name, Some(whole)).is_err();
    if !completions.iter().any(is_denied) {
        return Ok(());
    }
    match names.of(name.as_query()) {
        Ok(addresses) => completed(policy, target, name, addresses.completed()),
        Err(LookupError::NotFound | LookupError::NoAddress) => Ok(()),
        Err(_) if names.lookups == Lookups::Avoided => Ok(()),
        Err(LookupError::Exhausted(exhausted)) => Err(exhausted.into()),
        Err(LookupError::Temporary) => Err(Refusal::new(
            Reason::Undecided,
            format_args!(
                "{}: nobody answers for the names that the search list makes of it, which a rule denies",
                Escaped(name.as_query().as_bytes())
            ),
        )),
    }
}

fn refuse(
    policy: &Policy,
    target: &Target,
    name: &Name,
    whole: Option<&str>,
) -> Result<(), Refusal> {
    let denied = |whole| policy.denied_name(whole, target.transport, target.port);
    match whole.and_then(denied) {
        Some(decision) => Err(Refusal::new(decision, name.as_query())),
        None => Ok(()),
    }
}
