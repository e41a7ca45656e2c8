//! The name servers of the host, which the C library and programs ask by themselves. aesock asks them,
//! or others, by itself as well; that is not here.

use crate::core::host::{file_version::is_missing, origin};
use std::{
    fs, io,
    net::{IpAddr, Ipv4Addr, SocketAddr},
};

const PORT: u16 = 53;

/// Whether `peer` is one that resolv.conf(5) names. It is read each time, since it changes; what cannot be
/// read, or is another root directory's, names nobody.
pub(super) fn has(peer: SocketAddr) -> bool {
    let is_named = || -> io::Result<bool> {
        origin::check()?;
        Ok(are_in(&said(fs::read("/etc/resolv.conf"))?, peer.ip()))
    };
    peer.port() == PORT && is_named().unwrap_or(false)
}

/// What the file says: nothing where there is none, which an error of another kind does not tell.
fn said(read: io::Result<Vec<u8>>) -> io::Result<String> {
    match read {
        Ok(file) => Ok(String::from_utf8_lossy(&file).into_owned()),
        Err(error) if is_missing(&error) => Ok(String::new()),
        Err(error) => Err(error),
    }
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
    fn a_file_that_cannot_be_read_is_not_taken_for_a_missing_one() {
        let failed = |errno| said(Err(io::Error::from_raw_os_error(errno)));
        for errno in [libc::EMFILE, libc::ENFILE, libc::ENOMEM, libc::EACCES] {
            assert!(failed(errno).is_err(), "{errno}");
        }
        for errno in [libc::ENOENT, libc::ENOTDIR] {
            assert_eq!(failed(errno).unwrap(), "", "{errno}");
        }
        let other = said(Ok(b"# \xff\nnameserver 10.0.0.2".to_vec()));
        assert!(!are_in(&other.unwrap(), "127.0.0.1".parse().unwrap()));
    }

    #[test]
    fn only_their_port_is_meant() {
        assert!(!has("127.0.0.1:54".parse().unwrap()));
    }
}
