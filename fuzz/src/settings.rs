//! The settings' texts. Not those that name files: what is in the files is for targets of their own, and
//! a name could be that of any file here.

use crate::assert_printable;
use aesock::core::settings::{Process, RawSettings, Sapi, Settings};

/// Input: the texts in the order below, with NUL bytes between them.
pub fn check(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else {
        return;
    };
    let mut texts = text.split('\0');
    let mut next = || texts.next().unwrap_or_default();
    let texts = RawSettings {
        mode: next(),
        application: next(),
        allow: next(),
        deny: next(),
        default: next(),
        development: next(),
        nameservers: next(),
        log: next(),
        strict: next(),
        idle_timeout: next(),
        usage_all: next(),
        quota: next(),
        dumpable: next(),
        native: next(),
        // Nothing is opened by parsing.
        log_file: "",
        log_format: next(),
        ..RawSettings::default()
    };
    for sapi in [Sapi::Development, Sapi::Workers, Sapi::Production] {
        let process = Process {
            sapi,
            ..Process::default()
        };
        match Settings::parse(&texts, &process) {
            Ok(settings) => {
                assert!(!settings.application.is_empty());
                assert!(settings.nameservers.iter().all(|server| server.port() > 0));
            }
            Err(error) => {
                assert!(error.setting.starts_with("aesock."));
                assert_printable(&error.to_string());
            }
        }
    }
}
