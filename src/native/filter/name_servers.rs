//! The name servers of the host, which the C library and programs ask by themselves. aesock asks them,
//! or others, by itself as well; that is not here.

use std::{
    fs,
    net::{IpAddr, Ipv4Addr, SocketAddr},
};

const PORT: u16 = 53;

/// Whether `peer` is one that resolv.conf(5) names. It is read each time, since it changes.
pub(super) fn has(peer: SocketAddr) -> bool {
    let is_named = || {
        let file = fs::read_to_string("/etc/resolv.conf").unwrap_or_default();
        are_in(&file, peer.ip())
    };
    peer.port() == PORT && is_named()
}

fn are_in(file: &str, address: IpAddr) -> bool {
    let server = |line: &str| {
        let mut words = line.split_ascii_whitespace();
        let is_server = words.next() == Some("nameserver");
        // An address may have a zone behind it.
        let address = words.next()?.split('%').next()?;
        address.parse::<IpAddr>().ok().filter(|_| is_server)
    };
    let mut servers = file.lines().filter_map(server).peekable();
    // Without one, the C library asks this host.
    let none_is_named = servers.peek().is_none();
    let local = IpAddr::from(Ipv4Addr::LOCALHOST);
    none_is_named && address == local || servers.any(|server| server == address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_are_those_of_the_file_or_this_host() {
        let file = "# nameserver 10.0.0.9\nnameserver 10.0.0.2 # x\n\tnameserver fe80::1%eth0\nsearch nameserver 10.0.0.3";
        let has = |file, address: &str| are_in(file, address.parse().unwrap());
        assert!(has(file, "10.0.0.2") && has(file, "fe80::1"));
        assert!(!has(file, "10.0.0.9") && !has(file, "10.0.0.3") && !has(file, "127.0.0.1"));
        assert!(has("", "127.0.0.1") && !has("", "10.0.0.2"));
    }

    #[test]
    fn only_their_port_is_meant() {
        assert!(!has("127.0.0.1:54".parse().unwrap()));
    }
}
