//! The policy that a command is to use: the core's own settings, from options instead of php.ini.

use crate::{cli::PolicyArguments, report::Failure};
use aesock::core::{
    gate::Gate,
    resolver::SystemFiles,
    settings::{Process, RawSettings, Settings},
};
use std::path;

/// The gate of these settings, on this host.
pub fn gate(policy: &PolicyArguments, nameservers: &str) -> Result<Gate, Failure> {
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
        nameservers,
        ..RawSettings::default()
    };
    let settings = Settings::parse(&texts, &Process::default())?;
    Ok(Gate::new(settings, SystemFiles::default()))
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
