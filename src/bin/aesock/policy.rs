//! The policy that a command is to use: the core's own settings, from options or from what PHP prints.

mod printed;

use crate::{cli::PolicyArguments, report::Failure};
use aesock::core::{
    address::GoogleRanges,
    escape::Escaped,
    gate::Gate,
    policy::{rule::Rule, rules_file::Rules},
    resolver::SystemFiles,
    settings::{Process, RawSettings, Settings},
};
use std::{fs, net::SocketAddr, path};

/// What a command is to use: the settings of `--settings`, or those of the other options.
///
/// # Errors
/// Where the settings cannot be read, or have no policy.
pub fn in_force(given: &PolicyArguments) -> Result<PolicyArguments, Failure> {
    match &given.settings {
        None => Ok(given.clone()),
        Some(file) => printed::read(file, &given.nameservers),
    }
}

/// The gate of these settings, on this host.
pub fn gate(policy: &PolicyArguments) -> Result<Gate, Failure> {
    let rules = match &policy.rules {
        None => String::new(),
        Some(file) => absolute(file)?,
    };
    let texts = RawSettings {
        mode: "enforce",
        allow: &policy.allow,
        deny: &policy.deny,
        rules: &rules,
        default: policy.default.slug(),
        google_ranges: &policy.google_ranges,
        nameservers: &policy.nameservers,
        ..RawSettings::default()
    };
    let settings = Settings::parse(&texts, &Process::default())?;
    Ok(Gate::new(settings, SystemFiles::default()))
}

/// The rules of these settings, in the order of the core.
pub fn rules(policy: &PolicyArguments) -> Result<Rules, Failure> {
    let list = |setting, text| {
        Rule::parse_list(text).map_err(|error| Failure(format!("{setting}: {error}")))
    };
    let mut rules = Rules {
        allow: list("aesock.allow", &policy.allow)?,
        deny: list("aesock.deny", &policy.deny)?,
    };
    if let Some(file) = &policy.rules {
        let shown = Escaped(file.as_os_str().as_encoded_bytes()).to_string();
        let text = fs::read(file)
            .map_err(|error| Failure(format!("aesock.rules: cannot read `{shown}`: {error}")))?;
        let of_file = Rules::parse(&text)
            .map_err(|error| Failure(format!("aesock.rules: `{shown}` {error}")))?;
        rules.allow.extend(of_file.allow);
        rules.deny.extend(of_file.deny);
    }
    Ok(rules)
}

/// Google's addresses by `aesock.google_ranges`, and the servers of `aesock.nameservers`.
pub fn google_and_nameservers(
    policy: &PolicyArguments,
) -> Result<(GoogleRanges, Vec<SocketAddr>), Failure> {
    let texts = RawSettings {
        mode: "enforce",
        google_ranges: &policy.google_ranges,
        nameservers: &policy.nameservers,
        ..RawSettings::default()
    };
    let settings = Settings::parse(&texts, &Process::default())?;
    Ok((settings.policy.google().clone(), settings.nameservers))
}

/// The core takes absolute paths alone; people write others.
fn absolute(file: &path::Path) -> Result<String, Failure> {
    let whole = path::absolute(file).ok();
    let whole = whole.and_then(|path| path.into_os_string().into_string().ok());
    whole.ok_or_else(|| {
        Failure(format!(
            "the path of the rules file is not UTF-8: {}",
            file.display()
        ))
    })
}
