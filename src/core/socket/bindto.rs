//! The local address of a connection, as PHP's `bindto` context option has it
//! (<https://www.php.net/manual/en/context.socket.php>). Not whether a script may choose it.

use std::net::{IpAddr, SocketAddr};

/// A parsed `bindto`. Stock PHP connects without binding where it can make nothing of the text, and
/// so does this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bindto {
    /// There is none, or one that stock PHP passes over.
    Unset,
    /// `0:0`, the documented way to say "over IPv4".
    Ipv4,
    /// A host that is no address: stock PHP warns of it, and connects over IPv4.
    Invalid,
    /// An address with a port, which may be 0.
    Local(SocketAddr),
}

impl Bindto {
    /// Reads `host:port` or `[IPv6]:port`; the port as `atoi(3)` and 16 bits have it.
    #[must_use]
    pub fn parse(text: &[u8]) -> Self {
        let Some((host, port)) = split(text) else {
            return Self::Unset;
        };
        match str::from_utf8(host)
            .ok()
            .and_then(|host| host.parse::<IpAddr>().ok())
        {
            Some(address) => Self::Local(SocketAddr::new(address, atoi(port))),
            None if host == b"0" => Self::Ipv4,
            None => Self::Invalid,
        }
    }

    /// Whether stock PHP tries `peer` with this local address: one of IPv4 leaves IPv6 out, one of
    /// IPv6 is not used for IPv4.
    #[must_use]
    pub fn admits(self, peer: SocketAddr) -> bool {
        match self {
            Self::Unset | Self::Local(SocketAddr::V6(_)) => true,
            Self::Ipv4 | Self::Invalid | Self::Local(SocketAddr::V4(_)) => peer.is_ipv4(),
        }
    }

    /// The address to bind.
    #[must_use]
    pub fn local(self) -> Option<SocketAddr> {
        match self {
            Self::Local(local) => Some(local),
            Self::Unset | Self::Ipv4 | Self::Invalid => None,
        }
    }
}

/// The host of a `bindto`, without brackets, and its port; none where stock PHP sees no host.
#[must_use]
pub fn split(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let (host, port) = match text {
        _ if text.contains(&0) => return None,
        [b'[', rest @ ..] => {
            let (host, after) = rest.split_at(rest.iter().position(|&byte| byte == b']')?);
            (host, after.strip_prefix(b"]:")?)
        }
        _ => {
            let (host, after) = text.split_at(text.iter().position(|&byte| byte == b':')?);
            (host, after.get(1..).filter(|port| !port.is_empty())?)
        }
    };
    Some((host, port))
}

/// The number at the beginning of `text`, cut to 16 bits.
fn atoi(text: &[u8]) -> u16 {
    let text = text.trim_ascii_start();
    let (negative, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] => (false, digits),
        digits => (false, digits),
    };
    let digits = digits.iter().take_while(|byte| byte.is_ascii_digit());
    let value = digits.fold(0_u16, |value, digit| {
        value.wrapping_mul(10).wrapping_add(u16::from(digit - b'0'))
    });
    if negative {
        value.wrapping_neg()
    } else {
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_with_their_port() {
        for (text, local) in [
            ("0.0.0.0:0", "0.0.0.0:0"),
            ("[::]:0", "[::]:0"),
            ("192.0.2.2:7000", "192.0.2.2:7000"),
            ("192.0.2.2:65561", "192.0.2.2:25"),
            ("192.0.2.2:-1", "192.0.2.2:65535"),
            ("192.0.2.2: 7x", "192.0.2.2:7"),
            ("192.0.2.2:x", "192.0.2.2:0"),
        ] {
            assert_eq!(
                Bindto::parse(text.as_bytes()),
                Bindto::Local(local.parse().unwrap()),
                "{text}"
            );
        }
    }

    #[test]
    fn what_stock_php_passes_over_binds_nothing() {
        for text in ["", "0", "192.0.2.2", "192.0.2.2:", "[::]", "[::", "0:0\0"] {
            assert_eq!(Bindto::parse(text.as_bytes()), Bindto::Unset, "{text}");
        }
        assert_eq!(Bindto::parse(b"0:0"), Bindto::Ipv4);
        assert_eq!(Bindto::parse(b"host:0"), Bindto::Invalid);
        assert_eq!(
            Bindto::parse(b"127.1:0"),
            Bindto::Invalid,
            "not in inet_pton's notation"
        );
    }

    #[test]
    fn the_host_is_what_stands_before_the_port_or_in_brackets() {
        for (text, host) in [
            ("host:0", Some("host")),
            ("[host]:0", Some("host")),
            ("[a:b]:1", Some("a:b")),
            ("a:b:1", Some("a")),
            (":1", Some("")),
            ("host", None),
            ("host:", None),
            ("[host]1", None),
        ] {
            let split = split(text.as_bytes()).map(|(host, _)| host);
            assert_eq!(split, host.map(str::as_bytes), "{text}");
        }
    }

    #[test]
    fn a_local_address_of_ipv4_leaves_ipv6_out() {
        let (v4, v6): (SocketAddr, SocketAddr) = (
            "93.184.216.34:80".parse().unwrap(),
            "[2606:4700::1]:80".parse().unwrap(),
        );
        for (text, takes_v6) in [
            ("0:0", false),
            ("0.0.0.0:0", false),
            ("host:0", false),
            ("[::]:0", true),
            ("", true),
        ] {
            let bindto = Bindto::parse(text.as_bytes());
            assert!(bindto.admits(v4));
            assert_eq!(bindto.admits(v6), takes_v6, "{text}");
        }
    }
}
