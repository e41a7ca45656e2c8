//! What a script wants to reach, parsed once. Not whether it may, and not where a name points to.

mod url;
mod zone;

pub use url::{Protocol, Url};
pub use zone::Zone;

use super::escape::Escaped;
use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

/// The transports that leave the host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Transport {
    /// TCP, with or without TLS on top.
    Tcp,
    /// UDP.
    Udp,
}

impl fmt::Display for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Tcp => "tcp",
            Self::Udp => "udp",
        })
    }
}

/// A host name: ASCII letters, digits, `_` and `-` in labels of 1 to 63, 253 bytes in all; kept in
/// lower case.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Name {
    text: String,
    root_dot: bool,
}

impl Name {
    /// The name without a root dot, as rules compare it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.text
            .strip_suffix('.')
            .filter(|_| self.root_dot)
            .unwrap_or(&self.text)
    }

    /// The name with its root dot if it was written with one, as the resolver takes it: such a name
    /// is not searched for.
    #[must_use]
    pub fn as_query(&self) -> &str {
        &self.text
    }

    /// Reads a name.
    ///
    /// # Errors
    /// [`TargetError::NoName`] where `text` cannot be a host name.
    pub fn parse(text: &[u8]) -> Result<Self, TargetError> {
        let root_dot = text.last() == Some(&b'.');
        let labels = if root_dot {
            &text[..text.len() - 1]
        } else {
            text
        };
        let valid = labels.len() <= 253
            && labels.split(|&byte| byte == b'.').all(is_label)
            && !ends_in_a_number(labels);
        match str::from_utf8(text) {
            Ok(text) if valid => Ok(Self {
                text: text.to_ascii_lowercase(),
                root_dot,
            }),
            _ => Err(TargetError::NoName(text.to_vec())),
        }
    }
}

fn is_label(label: &[u8]) -> bool {
    matches!(label.len(), 1..=63)
        && label
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// Whether the last label is a number in C notation: what ends so is an address or nothing, never a
/// name (WHATWG URL, "ends in a number").
fn ends_in_a_number(labels: &[u8]) -> bool {
    let last = labels
        .rsplit(|&byte| byte == b'.')
        .next()
        .unwrap_or_default();
    match last {
        [b'0', b'x' | b'X', hex @ ..] => hex.iter().all(u8::is_ascii_hexdigit),
        digits => !digits.is_empty() && digits.iter().all(u8::is_ascii_digit),
    }
}

/// The host of a target.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Host {
    /// A numeric destination, in the zone that it was written with.
    Address(IpAddr, Zone),
    /// A name to resolve.
    Name(Name),
}

impl Host {
    /// Reads a host in every notation that stock PHP takes: `inet_aton(3)`'s forms of IPv4, IPv6
    /// without brackets and with a zone or without, names.
    ///
    /// # Errors
    /// [`TargetError::Nul`], [`TargetError::Host`] or [`TargetError::NoName`].
    pub fn parse(text: &[u8]) -> Result<Self, TargetError> {
        // What is written in full needs no closer look.
        if let Some((v4, [])) = leading_ipv4(text) {
            return Ok(IpAddr::V4(v4).into());
        }
        if text.contains(&0) {
            return Err(TargetError::Nul);
        }
        if let Some(host) = parse_ipv6(text) {
            return host;
        }
        if let Some(flaw) = flaw(text) {
            return Err(TargetError::Host(text.to_vec(), flaw));
        }
        if let Some(v4) = parse_ipv4(text) {
            return Ok(IpAddr::V4(v4).into());
        }
        Name::parse(text).map(Self::Name)
    }
}

impl From<IpAddr> for Host {
    fn from(address: IpAddr) -> Self {
        Self::Address(address, Zone::NONE)
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(IpAddr::V4(v4), _) => v4.fmt(f),
            Self::Address(IpAddr::V6(v6), Zone::NONE) => write!(f, "[{v6}]"),
            Self::Address(IpAddr::V6(v6), zone) => write!(f, "[{v6}%{}]", zone.number()),
            Self::Name(name) => f.write_str(name.as_query()),
        }
    }
}

/// What in `text` makes it something else than a host.
fn flaw(text: &[u8]) -> Option<&'static str> {
    text.iter().find_map(|byte| match byte {
        b'%' => Some("holds `%`: link-local addresses have zones, others none, and nothing is percent-encoded"),
        b'@' => Some("holds user information"),
        b'/' | b'\\' => Some("holds a path"),
        0x80.. => Some("is not ASCII: write its xn-- form"),
        _ => None,
    })
}

/// IPv4 as it is mostly written, four decimal numbers without leading zeros, which mean the same to everybody;
/// and what is behind it.
fn leading_ipv4(text: &[u8]) -> Option<(Ipv4Addr, &[u8])> {
    let (first, mut rest) = leading_octet(text)?;
    let mut octets = [first, 0, 0, 0];
    for octet in &mut octets[1..] {
        (*octet, rest) = leading_octet(rest.strip_prefix(b".")?)?;
    }
    Some((octets.into(), rest))
}

/// A number of at most 255 without leading zeros, and what is behind it.
fn leading_octet(text: &[u8]) -> Option<(u8, &[u8])> {
    const DIGITS: usize = 3;
    let digit = |at| {
        let byte: u8 = *text.get(at)?;
        Some(byte.wrapping_sub(b'0')).filter(|digit| *digit <= 9)
    };
    let (mut value, mut length) = (u32::from(digit(0)?), 1);
    while value != 0
        && length < DIGITS
        && let Some(digit) = digit(length)
    {
        value = value * 10 + u32::from(digit);
        length += 1;
    }
    Some((u8::try_from(value).ok()?, &text[length..]))
}

/// A target as it is mostly written, `IPv4:port`, in which nothing else can stand.
fn parse_plain(text: &[u8]) -> Option<(IpAddr, u16)> {
    let (address, rest) = leading_ipv4(text)?;
    let [b':', port @ ..] = rest else {
        return None;
    };
    Some((address.into(), plain_port(port)?))
}

/// IPv4 as `inet_aton(3)` reads it: one to four parts, decimal, octal (`0...`) or hexadecimal
/// (`0x...`), the last one filling up.
fn parse_ipv4(text: &[u8]) -> Option<Ipv4Addr> {
    let mut address = 0_u32;
    let mut parts = text.split(|&byte| byte == b'.');
    let mut part = parts.next()?;
    for index in 0..4 {
        let value = parse_part(part)?;
        let Some(next) = parts.next() else {
            let room = 32 - 8 * index;
            return (value >> room == 0).then(|| Ipv4Addr::from_bits(address | value as u32));
        };
        address |= u32::from(u8::try_from(value).ok()?) << (24 - 8 * index);
        part = next;
    }
    None
}

fn parse_part(text: &[u8]) -> Option<u64> {
    let (digits, radix) = match text {
        [b'0', b'x' | b'X', hex @ ..] => (hex, 16),
        [b'0', octal @ ..] if !octal.is_empty() => (octal, 8),
        decimal => (decimal, 10),
    };
    // `from_str_radix` also takes a sign.
    let all_digits = digits.iter().all(|&byte| char::from(byte).is_digit(radix));
    let text = str::from_utf8(digits).ok().filter(|_| all_digits)?;
    u64::from_str_radix(text, radix)
        .ok()
        .filter(|&value| u32::try_from(value).is_ok())
}

/// IPv6, and behind a `%` the zone of a link-local address. `None` where there is no such address; with a zone that is none, nothing is found.
fn parse_ipv6(text: &[u8]) -> Option<Result<Host, TargetError>> {
    if !text.contains(&b':') {
        return None;
    }
    let (address, zone) = match text.iter().position(|&byte| byte == b'%') {
        Some(end) => (&text[..end], Some(&text[end + 1..])),
        None => (text, None),
    };
    let address: Ipv6Addr = str::from_utf8(address).ok()?.parse().ok()?;
    if zone.is_some() && !zone::is_of_one_link(address) {
        return None;
    }
    let zone = match zone {
        Some(zone) => str::from_utf8(zone)
            .ok()
            .and_then(|zone| Zone::parse(zone, address)),
        None => Some(Zone::NONE),
    };
    let host = zone.map(|zone| Host::Address(address.into(), zone));
    Some(host.ok_or_else(|| TargetError::NoName(text.to_vec())))
}

/// How a port is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ports {
    /// As [`parse_port`] does.
    Strict,
    /// Any plain number, cut to 16 bits, which is what stock PHP makes of it.
    Wrapped,
}

impl Ports {
    /// Reads a port that is a number already.
    ///
    /// # Errors
    /// [`TargetError::Port`] for what is none.
    pub fn of(self, number: i64) -> Result<u16, TargetError> {
        match (u16::try_from(number), self) {
            (Ok(port), _) => Ok(port),
            (Err(_), Self::Wrapped) => Ok(number as u16),
            (Err(_), Self::Strict) => Err(TargetError::Port(number.to_string().into())),
        }
    }

    /// Reads a port.
    ///
    /// # Errors
    /// [`TargetError::Port`] for what is none.
    pub fn parse(self, text: &[u8]) -> Result<u16, TargetError> {
        match (parse_port(text), self) {
            (Err(error), Self::Wrapped) => {
                parse_decimal(text).map(|number| number as u16).ok_or(error)
            }
            (port, _) => port,
        }
    }
}

/// Where a script wants to go.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Target {
    /// What carries it.
    pub transport: Transport,
    /// Address or name.
    pub host: Host,
    /// 0 to 65535; 0 is an invalid target unless the rule `any` stands.
    pub port: u16,
}

impl Target {
    /// Reads `host:port` or `[IPv6]:port`, with `/persistent-id` behind it or not, as PHP's stream
    /// transports get it. The port may stand twice, as functions that take host and port leave it where
    /// the host has one already (`fsockopen('host:80', 80)`, `new mysqli('db:3306')`).
    ///
    /// # Errors
    /// Any [`TargetError`].
    pub fn parse(transport: Transport, text: &[u8], ports: Ports) -> Result<Self, TargetError> {
        if let Some((address, port)) = parse_plain(text) {
            return Ok(Self {
                transport,
                host: address.into(),
                port,
            });
        }
        if text.contains(&0) {
            return Err(TargetError::Nul);
        }
        let (host, port) = match text {
            [b'[', rest @ ..] if !rest.is_empty() => split_brackets(rest)?,
            _ => split_colon(text)?,
        };
        let port = port.split(|&byte| byte == b'/').next().unwrap_or_default();
        Ok(Self {
            transport,
            host,
            port: parse_ports(port, ports)?,
        })
    }
}

/// As a rule: without a zone, which none has.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://", self.transport)?;
        match &self.host {
            Host::Address(address, _) => Host::from(*address).fmt(f)?,
            name @ Host::Name(_) => name.fmt(f)?,
        }
        write!(f, ":{}", self.port)
    }
}

fn split_brackets(rest: &[u8]) -> Result<(Host, &[u8]), TargetError> {
    let close = rest
        .iter()
        .position(|&byte| byte == b']')
        .ok_or(TargetError::Brackets)?;
    let [b':', port @ ..] = &rest[close + 1..] else {
        return Err(TargetError::Brackets);
    };
    let inside = &rest[..close];
    let host = parse_ipv6(inside).unwrap_or_else(|| {
        let flaw = flaw(inside).unwrap_or("is not IPv6, yet stands in brackets");
        Err(TargetError::Host(inside.to_vec(), flaw))
    });
    Ok((host?, port))
}

/// Splits at the first colon, as the engine does; a colon at the very end is none.
fn split_colon(text: &[u8]) -> Result<(Host, &[u8]), TargetError> {
    match text.iter().position(|&byte| byte == b':') {
        Some(colon) if colon + 1 < text.len() => {
            Ok((Host::parse(&text[..colon])?, &text[colon + 1..]))
        }
        _ => Err(TargetError::NoPort),
    }
}

/// Reads a port, or the same one twice.
fn parse_ports(text: &[u8], ports: Ports) -> Result<u16, TargetError> {
    let Some(colon) = text.iter().position(|&byte| byte == b':') else {
        return ports.parse(text);
    };
    match (ports.parse(&text[..colon]), ports.parse(&text[colon + 1..])) {
        (Ok(first), Ok(second)) if first == second => Ok(first),
        (Ok(first), Ok(second)) => Err(TargetError::TwoPorts(first, second)),
        _ => Err(TargetError::Port(text.to_vec())),
    }
}

/// Reads a port: decimal digits without leading zeros, 0 to 65535.
///
/// # Errors
/// [`TargetError::Port`] for every other text.
pub fn parse_port(text: &[u8]) -> Result<u16, TargetError> {
    plain_port(text).ok_or_else(|| TargetError::Port(text.to_vec()))
}

fn plain_port(text: &[u8]) -> Option<u16> {
    let is_plain = matches!(text, [b'0'] | [b'1'..=b'9', ..]);
    let number = is_plain.then(|| parse_decimal(text)).flatten()?;
    u16::try_from(number).ok()
}

/// Reads digits, at least one and nothing else.
fn parse_decimal(text: &[u8]) -> Option<u64> {
    let add = |number: u64, digit: &u8| {
        let digit = char::from(*digit).to_digit(10)?;
        number.checked_mul(10)?.checked_add(digit.into())
    };
    text.iter().try_fold(0, add).filter(|_| !text.is_empty())
}

/// Why a text is no target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TargetError {
    /// A NUL byte; rejected by the engine too.
    Nul,
    /// No port; rejected by the engine too.
    NoPort,
    /// `[` without its `]:`; rejected by the engine too.
    Brackets,
    /// A port that is no number from 1 to 65535.
    Port(Vec<u8>),
    /// Two ports, where stock PHP takes the first.
    TwoPorts(u16, u16),
    /// A host that is none, and why.
    Host(Vec<u8>, &'static str),
    /// Neither an address nor a possible name: stock PHP's resolver finds nothing for it.
    NoName(Vec<u8>),
}

impl std::error::Error for TargetError {}

impl fmt::Display for TargetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nul => f.write_str("the host holds a NUL byte"),
            Self::NoPort => f.write_str("there is no port, write host:port"),
            Self::Brackets => f.write_str("the brackets are not closed before the port"),
            Self::Port(text) => write!(
                f,
                "port `{}` is not a number from 1 to 65535",
                Escaped(text)
            ),
            Self::TwoPorts(first, second) => {
                write!(
                    f,
                    "there are two ports, {first} and {second}: leave one out"
                )
            }
            Self::Host(text, flaw) => write!(f, "host `{}` {flaw}", Escaped(text)),
            Self::NoName(text) => write!(
                f,
                "`{}` is neither an address nor a host name",
                Escaped(text)
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tcp(text: &str) -> Result<String, TargetError> {
        Target::parse(Transport::Tcp, text.as_bytes(), Ports::Strict)
            .map(|target| target.to_string())
    }

    fn address(text: &str) -> Option<IpAddr> {
        match Host::parse(text.as_bytes()) {
            Ok(Host::Address(address, Zone::NONE)) => Some(address),
            _ => None,
        }
    }

    #[test]
    fn a_port_that_is_a_number_is_one_of_16_bits_or_cut_to_them() {
        for (number, wrapped) in [(0, 0), (80, 80), (65_535, 65_535)] {
            assert_eq!(Ports::Strict.of(number), Ok(number as u16));
            assert_eq!(Ports::Wrapped.of(number), Ok(wrapped));
        }
        for (number, wrapped) in [(-1, 65_535), (65_536, 0), (65_561, 25)] {
            let refused = TargetError::Port(number.to_string().into());
            assert_eq!(Ports::Strict.of(number), Err(refused));
            assert_eq!(Ports::Wrapped.of(number), Ok(wrapped));
        }
    }

    #[test]
    fn every_inet_aton_spelling_is_the_address_it_means() {
        for spelling in [
            "127.0.0.1",
            "2130706433",
            "0x7f000001",
            "0x7F.1",
            "127.1",
            "127.0.1",
            "0177.0.0.01",
            "017700000001",
        ] {
            assert_eq!(
                address(spelling),
                Some(IpAddr::V4(Ipv4Addr::LOCALHOST)),
                "{spelling}"
            );
        }
        assert_eq!(address("0"), Some(IpAddr::V4(Ipv4Addr::UNSPECIFIED)));
        assert_eq!(address("4294967295"), Some(IpAddr::V4(Ipv4Addr::BROADCAST)));
    }

    #[test]
    fn a_port_that_stands_twice_is_one_and_two_different_ones_are_none() {
        for (text, target) in [
            ("db:3306:3306", "tcp://db:3306"),
            ("db:3306:3306/id", "tcp://db:3306"),
            ("db:3306/id:3307", "tcp://db:3306"),
            ("[::1]:80:80", "tcp://[::1]:80"),
            ("127.1:80:80", "tcp://127.0.0.1:80"),
        ] {
            assert_eq!(tcp(text).as_deref(), Ok(target), "{text}");
        }
        assert_eq!(tcp("db:25:587"), Err(TargetError::TwoPorts(25, 587)));
        for port in [
            "80:80:80", "80:", ":80", "80:080", "80: 80", "80:80x", "65561:25",
        ] {
            let error = TargetError::Port(port.into());
            assert_eq!(tcp(&format!("db:{port}")), Err(error), "{port}");
        }
    }

    #[test]
    fn what_only_looks_like_an_address_is_neither_address_nor_name() {
        for text in [
            "256.0.0.1",
            "1.2.3.256",
            "4294967296",
            "1.2.65536",
            "1.16777216",
            "1.2.3.08",
            "1.2.3.4.5",
            "1.2.3.4.",
            "0x",
            "foo.0x4",
            "+1.2.3.4",
            "1..2",
            "",
            ".",
            "..",
            "a..b",
            ".a",
            "a b",
            "a*b",
            "a\tb",
            "[::1]",
            "::1::",
            "127.0.0.1\n",
        ] {
            assert_eq!(
                Host::parse(text.as_bytes()),
                Err(TargetError::NoName(text.into())),
                "{text:?}"
            );
        }
    }

    #[test]
    fn labels_have_1_to_63_bytes_and_names_253() {
        let label = "a".repeat(63);
        assert!(Name::parse(label.as_bytes()).is_ok());
        assert!(Name::parse(format!("{label}a").as_bytes()).is_err());
        let name = [label.as_str(); 4].join(".");
        assert!(Name::parse(&name.as_bytes()[..253]).is_ok());
        assert!(Name::parse(&name.as_bytes()[..254]).is_err());
    }

    #[test]
    fn names_compare_in_lower_case_and_without_the_root_dot() {
        let name = Name::parse(b"SMTP.Gmail.com.").unwrap();
        assert_eq!(
            (name.as_str(), name.as_query()),
            ("smtp.gmail.com", "smtp.gmail.com.")
        );
        assert_eq!(
            Name::parse(b"_dmarc.1and1.test").unwrap().as_str(),
            "_dmarc.1and1.test"
        );
    }

    #[test]
    fn a_link_local_address_has_a_zone_and_one_that_is_no_interface_is_not_found() {
        let host = |text: &str| Host::parse(text.as_bytes()).unwrap().to_string();
        assert_eq!(host("fe80::1%lo"), "[fe80::1%1]");
        assert_eq!(host("fe80::1%1"), "[fe80::1%1]");
        assert_eq!(host("fe80::1"), "[fe80::1]");
        assert_eq!(host("ff02::1%7"), "[ff02::1%7]");
        assert_eq!(tcp("[fe80::1%lo]:80").unwrap(), "tcp://[fe80::1]:80");
        for zone in ["nothing", "", "4294967296", "-1", "25lo"] {
            let text = format!("fe80::1%{zone}");
            let error = TargetError::NoName(text.clone().into());
            assert_eq!(Host::parse(text.as_bytes()), Err(error.clone()));
            assert_eq!(tcp(&format!("[{text}]:80")), Err(error));
        }
    }

    #[test]
    fn user_information_paths_and_non_ascii_are_told_by_name() {
        for (text, why) in [
            ("a%20b", "percent"),
            ("127.0.0.1%lo", "zones"),
            ("::1%1", "zones"),
            ("2001:db8::1%1", "zones"),
            ("u@h", "user"),
            ("h/x", "path"),
            ("h\\x", "path"),
            ("bücher.test", "xn--"),
        ] {
            let error = Host::parse(text.as_bytes()).unwrap_err();
            assert!(
                matches!(error, TargetError::Host(..)) && error.to_string().contains(why),
                "{error}"
            );
        }
    }

    #[test]
    fn ports_are_plain_decimal_numbers_up_to_65535() {
        for (text, port) in [
            ("0", Some(0)),
            ("1", Some(1)),
            ("65535", Some(65535)),
            ("65536", None),
            ("65561", None),
        ] {
            assert_eq!(parse_port(text.as_bytes()).ok(), port, "{text}");
        }
        for text in [
            "",
            " 80",
            "80 ",
            "+80",
            "-1",
            "0x50",
            "8e1",
            "00443",
            "80a",
            "25:587",
            "４４３",
        ] {
            assert_eq!(
                parse_port(text.as_bytes()),
                Err(TargetError::Port(text.into())),
                "{text}"
            );
        }
    }

    #[test]
    fn ports_that_are_left_to_the_kernel_are_cut_to_16_bits() {
        for (text, port) in [
            ("65535", Some(65535)),
            ("65536", Some(0)),
            ("65561", Some(25)),
            ("007", Some(7)),
            ("+7", None),
            ("7x", None),
        ] {
            assert_eq!(Ports::Wrapped.parse(text.as_bytes()).ok(), port, "{text}");
        }
    }

    #[test]
    fn targets_are_split_where_the_engine_splits_them() {
        assert_eq!(tcp("example.test:80").unwrap(), "tcp://example.test:80");
        assert_eq!(
            tcp("example.test:80/persistent-id").unwrap(),
            "tcp://example.test:80"
        );
        assert_eq!(
            tcp("[2606:4700::1]:443").unwrap(),
            "tcp://[2606:4700::1]:443"
        );
        assert_eq!(
            tcp("93.184.216.34:25:587"),
            Err(TargetError::TwoPorts(25, 587))
        );
        assert_eq!(tcp("::1:80"), Err(TargetError::NoName(Vec::new())));
        assert_eq!(
            tcp("[localhost]:80").unwrap_err().to_string(),
            "host `localhost` is not IPv6, yet stands in brackets"
        );
    }

    #[test]
    fn what_the_engine_rejects_is_told_apart() {
        assert_eq!(tcp("127.0.0.1\0.example.com:80"), Err(TargetError::Nul));
        for text in ["", "host", "host:", "["] {
            assert_eq!(tcp(text), Err(TargetError::NoPort), "{text}");
        }
        for text in ["[::1]", "[::1]80", "[::1", "[[::1"] {
            assert_eq!(tcp(text), Err(TargetError::Brackets), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_panic_and_what_is_taken_reads_back_the_same(
            text in proptest::collection::vec(any::<u8>(), 0..40),
        ) {
            let parse = |text| Target::parse(Transport::Udp, text, Ports::Strict);
            if let Ok(target) = parse(&text) {
                let printed = target.to_string();
                let printed = printed.strip_prefix("udp://").unwrap();
                prop_assert_eq!(parse(printed.as_bytes()), Ok(target));
            }
        }

        #[test]
        fn four_numbers_are_read_as_the_standard_library_reads_them(
            text in "[0-3]{0,3}([.][0-9]{0,3}){2,4}[.]?[0-9]?|[0-9]{1,3}([.][0-9]{1,3}){3}|[0-9.x ]{0,15}",
        ) {
            let whole = leading_ipv4(text.as_bytes()).filter(|(_, rest)| rest.is_empty());
            prop_assert_eq!(whole.map(|(v4, _)| v4), text.parse().ok());
        }

        #[test]
        fn four_numbers_and_a_port_are_read_as_any_host_and_port(
            host in "[0-9]{1,3}([.][0-9]{1,3}){3}",
            port in "0|[0-9]{1,6}|[0-9]{1,5}[/:x]?[0-9]?",
        ) {
            let (whole, wrapped) = (format!("{host}:{port}"), Ports::Wrapped);
            let apart = Host::parse(host.as_bytes()).and_then(|host| {
                let number = port.split('/').next().unwrap_or_default();
                Ok((host, parse_ports(number.as_bytes(), wrapped)?))
            });
            let target = Target::parse(Transport::Tcp, whole.as_bytes(), wrapped);
            prop_assert_eq!(target.map(|target| (target.host, target.port)), apart);
        }

        #[test]
        fn every_number_is_the_address_of_its_bits(bits: u32) {
            let v4 = Some(IpAddr::V4(Ipv4Addr::from_bits(bits)));
            prop_assert_eq!(address(&bits.to_string()), v4);
            prop_assert_eq!(address(&format!("0x{bits:x}")), v4);
            prop_assert_eq!(address(&format!("0{bits:o}")), v4);
        }
    }
}
