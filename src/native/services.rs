//! Who opens which Unix sockets by itself, whatever a script does: modules of NSS, journald's library and
//! others. A path that a script can choose is not here; it needs a rule.
//!
//! syslog(3) and nscd are libc's own, whose calls nobody looks at.

/// The beginning of the name of a library's file, the paths that it opens, and where that is written. A
/// path with a slash at its end is a folder.
const SERVICES: &[(&str, &[&str])] = &[
    // sssd: src/sss_client/sss_cli.h, SSS_NSS_SOCKET_NAME and its like.
    ("libnss_sss.so", &["/var/lib/sss/pipes/"]),
    // nss-pam-ldapd: configure.ac, NSLCD_SOCKET.
    (
        "libnss_ldap.so",
        &["/var/run/nslcd/socket", "/run/nslcd/socket"],
    ),
    // Samba: nsswitch/winbind_struct_protocol.h, WINBINDD_SOCKET_NAME in WINBINDD_SOCKET_DIR.
    (
        "libnss_win",
        &["/run/samba/winbindd/", "/var/run/samba/winbindd/"],
    ),
    // nss-mdns: src/avahi.c, AVAHI_SOCKET.
    (
        "libnss_mdns",
        &["/run/avahi-daemon/socket", "/var/run/avahi-daemon/socket"],
    ),
    // systemd: src/nss-resolve/nss-resolve.c (varlink).
    (
        "libnss_resolve.so",
        &["/run/systemd/resolve/io.systemd.Resolve"],
    ),
    // systemd: src/shared/userdb.c, which asks every service there (varlink).
    ("libnss_systemd.so", &["/run/systemd/userdb/"]),
    // systemd: src/nss-mymachines/nss-mymachines.c, by varlink, and by D-Bus before 257.
    (
        "libnss_mymachines.so",
        &[
            "/run/dbus/system_bus_socket",
            "/run/systemd/machine/",
            "/run/systemd/userdb/",
        ],
    ),
    // systemd: src/libsystemd/sd-journal/journal-send.c; sd-bus has the system's bus.
    (
        "libsystemd.so",
        &["/run/systemd/journal/socket", "/run/dbus/system_bus_socket"],
    ),
    // D-Bus: configure.ac, DBUS_SYSTEM_SOCKET.
    (
        "libdbus-1.so",
        &[
            "/run/dbus/system_bus_socket",
            "/var/run/dbus/system_bus_socket",
        ],
    ),
    // util-linux: libuuid/src/uuidd.h, UUIDD_SOCKET_PATH.
    ("libuuid.so", &["/run/uuidd/request"]),
];

/// Whether the library in the file `object` opens the socket at `path` by itself.
pub(super) fn is_asked_by(object: &str, path: &[u8]) -> bool {
    let is_it = |service: &&str| match service.strip_suffix('/') {
        Some(_) => {
            let rest = path.strip_prefix(service.as_bytes());
            rest.is_some_and(|rest| !rest.is_empty() && !leads_up(rest))
        }
        None => path == service.as_bytes(),
    };
    SERVICES
        .iter()
        .any(|(library, paths)| object.starts_with(library) && paths.iter().any(is_it))
}

/// Whether a path has `..` in it.
fn leads_up(path: &[u8]) -> bool {
    path.split(|&byte| byte == b'/').any(|part| part == b"..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_is_for_its_library_alone_and_only_where_it_is() {
        let asks = |object, path: &str| is_asked_by(object, path.as_bytes());
        assert!(asks("libnss_sss.so.2", "/var/lib/sss/pipes/nss"));
        assert!(asks("libnss_sss.so.2", "/var/lib/sss/pipes/private/pam"));
        assert!(asks(
            "libnss_mdns4_minimal.so.2",
            "/var/run/avahi-daemon/socket"
        ));
        assert!(asks(
            "libnss_systemd.so.2",
            "/run/systemd/userdb/io.systemd.DynamicUser"
        ));
        assert!(asks("libuuid.so.1.3.0", "/run/uuidd/request"));
        for (object, path) in [
            ("libpq.so.5", "/run/uuidd/request"),
            ("libuuid.so.1", "/run/uuidd/request2"),
            ("libuuid.so.1", "/run/mysqld/mysqld.sock"),
            ("libnss_sss.so.2", "/var/lib/sss/pipes/"),
            (
                "libnss_sss.so.2",
                "/var/lib/sss/pipes/../../../run/docker.sock",
            ),
            (
                "libnss_sss.so.2",
                "/var/lib/sss/pipes/a/../../../../run/docker.sock",
            ),
            ("", "/run/uuidd/request"),
        ] {
            assert!(!asks(object, path), "{object} {path}");
        }
    }
}
