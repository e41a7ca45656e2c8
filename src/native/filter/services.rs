//! Unix sockets of the host's own services that the C library and programs open by themselves: for
//! users, names of hosts, and the log. They reach no network of the caller's choice.
//!
//! What a library of the PHP process opens by itself is in the table of the floor below the doors: its calls
//! are seen there, and do not come here.

use super::caller::Whose;
use crate::core::host::origin;
use std::{fs, path::Path};

/// What the C library opens, or a module of its that is loaded with the first question. Each may be a link,
/// as `/dev/log` is where a log daemon has its socket elsewhere: only root can change what they lead to.
const OF_LIBC: &[&str] = &[
    // nscd(8), which glibc asks before anything else (nscd/nscd-client.h).
    "/run/nscd/socket",
    "/var/run/nscd/socket",
    // sssd's and winbind's modules of nsswitch.
    "/var/lib/sss/pipes/nss",
    "/run/samba/winbindd/pipe",
    // systemd: nss-resolve, nss-systemd.
    "/run/systemd/resolve/io.systemd.Resolve",
    "/run/systemd/userdb/io.systemd.DynamicUser",
    "/run/systemd/userdb/io.systemd.Multiplexer",
    "/run/systemd/userdb/io.systemd.NameServiceSwitch",
    // mdns of nsswitch.
    "/run/avahi-daemon/socket",
    // syslog(3).
    "/dev/log",
    "/run/systemd/journal/dev-log",
];

/// What libraries of programs open besides.
const OF_PROGRAMS: &[&str] = &[
    // sd_journal_print(3), systemd-cat(1).
    "/run/systemd/journal/socket",
    "/run/systemd/journal/stdout",
    // libuuid.
    "/run/uuidd/request",
];

/// Whether a call of this process's, or of a program, may go there without a rule. Below another root directory
/// a path says nothing.
pub(super) fn is_open_to(whose: Whose, real: &Path) -> bool {
    let leads_there = |path: &&str| {
        Path::new(path) == real || fs::canonicalize(path).is_ok_and(|path| path == real)
    };
    let is_in = |paths: &[&str]| paths.iter().any(leads_there);
    let is_service = is_in(OF_LIBC) || whose == Whose::Program && is_in(OF_PROGRAMS);
    is_service && origin::check().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_libc_opens_is_open_to_all_and_what_libraries_open_to_programs() {
        let open = |whose, path| is_open_to(whose, Path::new(path));
        for whose in [Whose::Ours, Whose::Program] {
            assert!(open(whose, "/run/nscd/socket") && open(whose, "/dev/log"));
            assert!(!open(whose, "/run/dbus/system_bus_socket"));
        }
        assert!(open(Whose::Program, "/run/uuidd/request"));
        assert!(!open(Whose::Ours, "/run/uuidd/request"));
        assert!(!open(Whose::Ours, "/run/systemd/journal/stdout"));
    }
}
