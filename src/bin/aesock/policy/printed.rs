//! Settings as PHP prints them: `json_encode(ini_get_all('aesock', false))`. They are those in force, of whatever
//! php.ini, pool, virtual host or `-d` they come.

use crate::{
    cli::{Otherwise, PolicyArguments},
    report::Failure,
};
use aesock::core::escape::Escaped;
use clap::ValueEnum as _;
use std::{collections::BTreeMap, fs, io, path::Path};

/// What allows what `aesock.development=1` does.
const LOOPBACK: &str = "loopback";

/// The settings' texts by their names, and null for what is not set.
type Texts = BTreeMap<String, Option<String>>;

/// What a policy is made of in a file; `nameservers` come before those of the file.
///
/// # Errors
/// A sentence with the file, where it has no settings, or settings without a policy.
pub fn read(file: &Path, nameservers: &str) -> Result<PolicyArguments, Failure> {
    let shown = Escaped(file.as_os_str().as_encoded_bytes());
    let text = match file == Path::new("-") {
        true => io::read_to_string(io::stdin()),
        false => fs::read_to_string(file),
    };
    let text = text.map_err(|error| Failure(format!("`{shown}` cannot be read: {error}")))?;
    let texts: Texts = serde_json::from_str(&text).map_err(|error| {
        Failure(format!(
            "`{shown}` is not what json_encode(ini_get_all('aesock', false)) prints: {error}"
        ))
    })?;
    policy(&texts, nameservers).map_err(|flaw| Failure(format!("`{shown}`: {flaw}")))
}

fn policy(texts: &Texts, nameservers: &str) -> Result<PolicyArguments, String> {
    let text = |name: &str| {
        texts
            .get(name)
            .and_then(Option::as_deref)
            .unwrap_or_default()
    };
    match text("aesock.mode") {
        "enforce" | "audit" => {}
        "" => {
            return Err(
                "it has no aesock.mode, so these are not the settings of aesock".to_owned(),
            );
        }
        mode => {
            return Err(format!(
                "aesock.mode={} has no policy",
                Escaped(mode.as_bytes())
            ));
        }
    }
    let allow = match text("aesock.development") {
        "1" => [text("aesock.allow"), LOOPBACK].join(" "),
        _ => text("aesock.allow").to_owned(),
    };
    let otherwise = match text("aesock.default") {
        "" => Ok(Otherwise::Allow),
        written => Otherwise::from_str(written, false),
    };
    Ok(PolicyArguments {
        settings: None,
        rules: Some(text("aesock.rules"))
            .filter(|rules| !rules.is_empty())
            .map(Into::into),
        allow,
        deny: text("aesock.deny").to_owned(),
        default: otherwise.map_err(|_| "aesock.default is neither allow nor deny".to_owned())?,
        google_ranges: text("aesock.google_ranges").to_owned(),
        nameservers: match nameservers {
            "" => text("aesock.nameservers").to_owned(),
            given => given.to_owned(),
        },
    })
}
