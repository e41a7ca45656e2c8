//! What is not opened without a second look: where credentials are, the host itself, mail. Which
//! rule would do it is not decided here.

use crate::question::Destination;
use aesock::core::{
    address::{
        self, Class, GoogleRanges,
        ranges::{self, Range},
    },
    reason::Reason,
};
use std::net::IpAddr;

/// Where clouds keep credentials and settings of a machine, beside the link-local addresses: the IPv6
/// services of EC2 and of Google, Alibaba's, Oracle's first one, and Azure's host service.
const METADATA: [&str; 5] = [
    "fd00:ec2::254",
    "fd20:ce::254",
    "100.100.100.200",
    "192.0.0.192",
    "168.63.129.16",
];
const METADATA_NAMES: [&str; 5] = [
    "metadata",
    "metadata.google.internal",
    "metadata.goog",
    "instance-data",
    "instance-data.ec2.internal",
];
const OWN_NAMES: [&str; 4] = [
    "localhost",
    "localhost.localdomain",
    "ip6-localhost",
    "ip6-loopback",
];

const TELLS_CREDENTIALS: &str = "a metadata service of the cloud, which tells credentials";
const LINK_LOCAL: &str = "link-local, where the metadata service of the cloud tells credentials";
const OWN_HOST: &str = "this host itself, whose services may trust whatever comes from it";
const MAIL: &str = "port 25, where servers take mail for others; prefer submission on 587 or 465";

/// Why nobody should open `peer` unseen. `reason` is what the log says of it.
pub fn of_peer(peer: &Destination, reason: Option<Reason>) -> Option<&'static str> {
    let name = peer.name.as_ref().map(|name| name.as_str());
    let class = peer
        .address
        .map(|ip| address::class(ip, &GoogleRanges::default()));
    let is = |of_class, of_reason| class == Some(of_class) || reason == Some(of_reason);
    let is_own_name = |name: &str| OWN_NAMES.contains(&name) || name.ends_with(".localhost");
    if peer.address.is_some_and(is_metadata)
        || name.is_some_and(|name| METADATA_NAMES.contains(&name))
    {
        return Some(TELLS_CREDENTIALS);
    }
    if is(Class::LinkLocal, Reason::LinkLocal) {
        return Some(LINK_LOCAL);
    }
    if is(Class::Loopback, Reason::Loopback)
        || reason == Some(Reason::Development)
        || name.is_some_and(is_own_name)
    {
        return Some(OWN_HOST);
    }
    (peer.port == 25).then_some(MAIL)
}

/// Whether the addresses of a network are this host's or a metadata service's, too.
pub fn opens_dangers(network: &[Range]) -> bool {
    const OTHERS: [&str; 3] = ["127.0.0.1", "::1", "169.254.169.254"];
    let mut dangers = METADATA.iter().chain(&OTHERS);
    dangers.any(|text| {
        let address = text.parse::<IpAddr>();
        address.is_ok_and(|address| ranges::contains(network, ranges::number(address)))
    })
}

fn is_metadata(address: IpAddr) -> bool {
    METADATA.iter().any(|text| text.parse() == Ok(address))
}

/// Sockets behind which programs take orders, by the beginning of their paths.
const ORDERS: [(&str, &str); 9] = [
    ("/run/docker", "Docker: whoever reaches it is root"),
    ("/run/containerd/", "containerd: whoever reaches it is root"),
    ("/run/podman/", "Podman, which starts programs"),
    ("/run/crio/", "CRI-O: whoever reaches it is root"),
    ("/run/systemd/", "systemd, which starts programs"),
    (
        "/run/dbus/",
        "D-Bus, where services of the host take orders",
    ),
    ("/run/libvirt/", "libvirt: whoever reaches it is root"),
    (
        "/run/php",
        "php-fpm, which runs code for whoever reaches it",
    ),
    ("/run/supervisor", "supervisord, which starts programs"),
];

/// Why nobody should open the Unix socket at `path` unseen.
pub fn of_path(path: &str) -> Option<&'static str> {
    let path = path
        .strip_prefix("/var")
        .filter(|rest| rest.starts_with("/run/"))
        .unwrap_or(path);
    let known = ORDERS.iter().find(|(start, _)| path.starts_with(start));
    known.map(|(_, why)| *why)
}

/// What a rule opens that names neither a destination nor one thing.
pub fn of_capability(rule: &str) -> Option<&'static str> {
    Some(match rule {
        "listen" => "it opens every server socket, not only this one",
        "bind" => "it opens every local address and port, not only this one",
        "ftp" => {
            "it opens FTP to every server; a socket alone to port 21 needs a rule with that port"
        }
        "gss" => "it lets libraries connect where they want",
        "options" => "it opens every socket option and all control data",
        "raw" => {
            "it opens other transports, types, protocols and families; AF_UNIX needs a rule `unix:/path`"
        }
        "unix" => "it opens every Unix socket",
        "any" => "it opens everything",
        "option:SO_BINDTODEVICE" | "option:SO_BINDTOIFINDEX" | "option:SO_MARK" => {
            "it chooses a way past what routes and filters of this host say"
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use aesock::core::target::{Name, Transport};

    fn peer(name: Option<&str>, address: Option<&str>, port: u16) -> Destination {
        Destination {
            transport: Transport::Tcp,
            name: name.map(|name| Name::parse(name.as_bytes()).unwrap()),
            address: address.map(|address| address.parse().unwrap()),
            port,
        }
    }

    #[test]
    fn credentials_the_host_itself_and_mail_are_not_opened_unseen() {
        for (name, address, port, why) in [
            (None, Some("169.254.169.254"), 80, LINK_LOCAL),
            (None, Some("fd00:ec2::254"), 80, TELLS_CREDENTIALS),
            (None, Some("168.63.129.16"), 80, TELLS_CREDENTIALS),
            (
                Some("metadata.google.internal"),
                None,
                80,
                TELLS_CREDENTIALS,
            ),
            (Some("rebound.example.com"), Some("127.0.0.1"), 80, OWN_HOST),
            (Some("localhost"), None, 6379, OWN_HOST),
            (Some("redis.localhost"), None, 6379, OWN_HOST),
            (None, Some("::1"), 6379, OWN_HOST),
            (None, Some("0.0.0.0"), 6379, OWN_HOST),
            (Some("mail.internal"), Some("10.8.0.25"), 25, MAIL),
        ] {
            assert_eq!(
                of_peer(&peer(name, address, port), None),
                Some(why),
                "{name:?} {address:?}"
            );
        }
        for (reason, why) in [
            (Reason::Loopback, OWN_HOST),
            (Reason::LinkLocal, LINK_LOCAL),
        ] {
            assert_eq!(
                of_peer(&peer(Some("x.test"), None, 80), Some(reason)),
                Some(why)
            );
        }
        for (name, address, port) in [
            (None, Some("10.8.0.7"), 3306),
            (None, Some("168.63.129.17"), 80),
            (Some("db.internal"), None, 26),
            (Some("localhost.example.com"), None, 80),
        ] {
            assert_eq!(of_peer(&peer(name, address, port), None), None);
        }
    }

    #[test]
    fn sockets_that_take_orders_are_not_opened_unseen() {
        for path in [
            "/run/docker.sock",
            "/var/run/docker.sock",
            "/run/php/php8.2-fpm.sock",
            "/run/php-fpm.sock",
        ] {
            assert!(of_path(path).is_some(), "{path}");
        }
        for path in [
            "/run/mysqld/mysqld.sock",
            "/var/lib/docker.sock",
            "/cloudsql/a:b:c",
        ] {
            assert_eq!(of_path(path), None, "{path}");
        }
    }
}
