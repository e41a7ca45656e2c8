//! Whether a library may load a file as code: not one that a script could have put there, such as a plugin
//! that a variable of the environment or an option names. Where the system keeps its libraries no script
//! writes. Not the engine's own `dl()`, nor FFI.

use super::{in_force::InForce, journal, thread};
use crate::core::{
    curl::Feature,
    escape::Token,
    gate::Gate,
    host::secure_path,
    log,
    reason::Reason,
    settings::{LogLevel, Mode, Native},
};
use std::{
    ffi::OsStr,
    os::unix::ffi::OsStrExt,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{self, Path},
};

/// Whether `object` may load the file at `path`; what cannot be decided may not be loaded. A name without a
/// slash is looked for where the system has its libraries.
pub(super) fn may_load(path: &[u8], object: &str) -> bool {
    if !path.contains(&b'/') {
        return true;
    }
    let decided = catch_unwind(AssertUnwindSafe(|| {
        let in_force = InForce::current()?;
        Some(in_force.lend(|gate| judge(path, object, in_force, gate)))
    }));
    decided.ok().flatten().unwrap_or(false)
}

fn judge(path: &[u8], object: &str, in_force: &InForce, gate: Result<&mut Gate, &str>) -> bool {
    let Ok(gate) = gate else { return false };
    let settings = gate.settings();
    if settings.native == Native::Nothing || settings.mode == Mode::Passthrough {
        return true;
    }
    let is_audit = settings.mode == Mode::Audit;
    let file = path::absolute(Path::new(OsStr::from_bytes(path)));
    let by = file.and_then(|file| secure_path::writable_by_us(&file));
    let is_open = || gate.admit_feature(Feature::Unseen, "").is_ok();
    match by {
        Ok(None) => true,
        Ok(Some(_)) if is_open() => true,
        Ok(Some(by)) => {
            in_force.account().deny(Reason::Unseen);
            if settings.log != LogLevel::Nothing {
                let verb = match is_audit {
                    true => "would not let",
                    false => "does not let",
                };
                let line = format!(
                    "aesock {verb} {object} load {} as code: this process's user can change {}",
                    Token(path),
                    Token(by.as_os_str().as_bytes())
                );
                journal::write(log::note(line, settings.log_format).into());
                thread::wake();
            }
            is_audit
        }
        // There is nothing to load.
        Err(_) => is_audit,
    }
}
