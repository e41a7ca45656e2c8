//! The addresses of the host's own interfaces, read again at most once a second. Not their names or
//! states.

use super::embedded::judged;
use crate::core::host::clock;
use std::{net::IpAddr, time::Duration};

/// How long an answer of the kernel is taken for the present.
const FRESH: Duration = Duration::from_secs(1);

/// The host's own addresses.
#[derive(Debug, Default)]
pub struct OwnAddresses {
    addresses: Vec<IpAddr>,
    read: Option<Duration>,
}

impl OwnAddresses {
    /// The addresses, as [`judged`] gives them. Where the kernel does not tell them, those
    /// it told last.
    pub fn get(&mut self) -> &[IpAddr] {
        let now = clock::now();
        if self
            .read
            .is_none_or(|read| now.saturating_sub(read) >= FRESH)
        {
            self.read = Some(now);
            if let Ok(interfaces) = nix::ifaddrs::getifaddrs() {
                self.addresses = interfaces
                    .filter_map(|interface| ip(interface.address.as_ref()?))
                    .collect();
                self.addresses.sort_unstable();
                self.addresses.dedup();
            }
        }
        &self.addresses
    }
}

fn ip(address: &nix::sys::socket::SockaddrStorage) -> Option<IpAddr> {
    let v4 = address.as_sockaddr_in().map(|v4| IpAddr::V4(v4.ip()));
    v4.or_else(|| address.as_sockaddr_in6().map(|v6| IpAddr::V6(v6.ip())))
        .map(judged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loopback_interface_is_one_of_the_hosts_own() {
        assert!(
            OwnAddresses::default()
                .get()
                .iter()
                .any(IpAddr::is_loopback)
        );
    }
}
