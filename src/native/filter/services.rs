//! Unix sockets of the host's own services that the C library and programs open by themselves: for
//! users, names of hosts, and the log. They reach no network of the caller's choice.

use std::path::Path;

/// Their paths, and folders of such; as they really are, since `/var/run` is a link to `/run`.
const OPEN: &[&str] = &[
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
    // syslog(3), sd_journal_print(3).
    "/dev/log",
    "/run/systemd/journal/dev-log",
    "/run/systemd/journal/socket",
    "/run/systemd/journal/stdout",
    // libuuid.
    "/run/uuidd/request",
];

/// Whether a call may go there without a rule.
pub(super) fn is_open_to_all(real: &Path) -> bool {
    OPEN.iter().any(|open| Path::new(open) == real)
}
