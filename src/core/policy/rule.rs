//! One rule of `aesock.allow` or `aesock.deny`, parsed. How rules are weighed is [`policy`](super).

use super::misspelt::Meant;
use crate::core::{
    address::{
        self, Class,
        ranges::{self, Range},
    },
    escape::Escaped,
    host::secure_path,
    socket::options,
    target::{Name, Transport},
};
use ipnet::{IpNet, Ipv4Net};
use std::{borrow::Cow, fmt, net::IpAddr, ops::RangeInclusive, path::Path, sync::Arc};

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The rule as it was written. Shared, as decisions hand it on.
    pub text: Arc<str>,
    /// What it names.
    pub subject: Subject,
}

/// What a rule names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// Peers.
    Peers(Peers),
    /// Something else than a peer that a script may do.
    Capability(Capability),
}

/// Peers that a rule names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peers {
    /// `None`: each.
    pub transport: Option<Transport>,
    /// Where they are.
    pub hosts: Hosts,
    /// `None`: all but those that need to be named (see [`Peers::names_port`]).
    pub ports: Option<RangeInclusive<u16>>,
}

/// Where the peers of a rule are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hosts {
    /// The addresses of a network, as [`ranges::number`] counts them.
    Network(Vec<Range>),
    /// The addresses of a class.
    Class(Class),
    /// All addresses.
    All,
    /// The addresses that a name has.
    Name(String),
    /// The addresses of all names below one.
    Subdomains(String),
}

impl Hosts {
    /// The name, where it is an exact one.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Name(name) => Some(name),
            Self::Network(_) | Self::Class(_) | Self::All | Self::Subdomains(_) => None,
        }
    }
}

impl Peers {
    /// Whether the rule covers `port` of `transport`.
    #[must_use]
    pub fn covers(&self, transport: Transport, port: u16) -> bool {
        self.transport.is_none_or(|only| only == transport)
            && self
                .ports
                .as_ref()
                .is_none_or(|ports| ports.contains(&port))
    }

    /// Whether the rule names ports: only such a rule lifts the block of a port.
    #[must_use]
    pub fn names_port(&self) -> bool {
        self.ports.is_some()
    }
}

/// What a script may do besides reaching peers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Capability {
    /// Everything.
    Any,
    /// Server sockets.
    Listen,
    /// A local address or port of the script's choice.
    Bind,
    /// Unix-domain sockets, all or those of a path.
    Unix(Option<PathPattern>),
    /// Socket pairs.
    SocketPair,
    /// FTP.
    Ftp,
    /// GSS and Negotiate authentication, whose library dials by itself.
    Gss,
    /// Real socket options, all or one by its constant's name.
    Options(Option<String>),
    /// Other transports, families and protocols.
    Raw,
}

/// The capabilities that are one word, with their words.
pub(super) static CAPABILITIES: [(&str, Capability); 9] = [
    ("any", Capability::Any),
    ("listen", Capability::Listen),
    ("bind", Capability::Bind),
    ("unix", Capability::Unix(None)),
    ("socketpair", Capability::SocketPair),
    ("ftp", Capability::Ftp),
    ("gss", Capability::Gss),
    ("options", Capability::Options(None)),
    ("raw", Capability::Raw),
];

/// An absolute path in which `*` stands for any text without a slash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathPattern(String);

/// The most bytes of a path that `sockaddr_un` holds with its NUL (unix(7)).
pub const LONGEST_PATH: usize = 107;

impl PathPattern {
    /// Whether `path` fits the pattern.
    #[must_use]
    pub fn matches(&self, path: &Path) -> bool {
        matches(self.0.as_bytes(), path.as_os_str().as_encoded_bytes())
    }
}

/// Segment by segment, so that `*` stops at a slash.
fn matches(pattern: &[u8], path: &[u8]) -> bool {
    let (patterns, segments) = (
        pattern.split(|&byte| byte == b'/'),
        path.split(|&byte| byte == b'/'),
    );
    patterns.clone().count() == segments.clone().count()
        && patterns
            .zip(segments)
            .all(|(pattern, segment)| matches_segment(pattern, segment))
}

/// Greedy with one step back to the last star: linear in practice and never exponential.
fn matches_segment(pattern: &[u8], text: &[u8]) -> bool {
    let (mut at, mut from, mut star) = (0, 0, None);
    while from < text.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at + 1, from));
                at += 1;
            }
            Some(byte) if *byte == text[from] => (at, from) = (at + 1, from + 1),
            _ => match star {
                Some((after, taken)) => {
                    (at, from) = (after, taken + 1);
                    star = Some((after, taken + 1));
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|&byte| byte == b'*')
}

/// Why a text is no rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("rule `{}`: {flaw}", Escaped(.text.as_bytes()))]
pub struct RuleError {
    text: String,
    flaw: Flaw,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Flaw {
    Transport,
    Ports,
    Hosts,
    PrefixLength { longest: u8 },
    Zone,
    HostBits(IpNet),
    Option,
    Path,
    Parent,
    Misspelt { text: String, meant: Meant },
    Number,
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport => f.write_str("the transport is neither tcp nor udp"),
            Self::Ports => f.write_str("the port is not one from 1 to 65535 or a range of them"),
            Self::Hosts => {
                f.write_str("neither an address, a network, a name, a class nor a capability")
            }
            Self::PrefixLength { longest } => {
                write!(f, "what follows `/` is not a number from 0 to {longest}")
            }
            Self::Zone => {
                f.write_str("a rule has no zone and counts for all, leave out `%` and what follows")
            }
            Self::HostBits(network) => write!(
                f,
                "the address has bits outside its network, write {network}"
            ),
            Self::Option => {
                f.write_str("no socket option has this name, write one such as SO_RCVTIMEO")
            }
            Self::Misspelt { text, meant } => write!(
                f,
                "{meant}? A host of that name is written with a port or as `{text}.`"
            ),
            Self::Number => f.write_str(
                "a number is none; PHP makes one of `|`, `&` and `~` outside of quotes, put rules in quotes",
            ),
            Self::Parent => f.write_str("the path holds `..`, write the real path"),
            Self::Path => write!(
                f,
                "the path is not absolute or has more than {LONGEST_PATH} bytes"
            ),
        }
    }
}

impl Rule {
    /// Reads one rule.
    ///
    /// # Errors
    /// [`RuleError`], which names `text` and what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, RuleError> {
        let subject = match parse_capability(text) {
            Some(capability) => capability.map(Subject::Capability),
            None => parse_peers(text).map(Subject::Peers),
        };
        subject
            .map(|subject| Self {
                text: text.into(),
                subject,
            })
            .map_err(|flaw| RuleError {
                text: text.into(),
                flaw,
            })
    }

    /// Reads rules separated by commas or spaces.
    ///
    /// # Errors
    /// The [`RuleError`] of the first bad one.
    pub fn parse_list(text: &str) -> Result<Vec<Self>, RuleError> {
        let is_separator = |character: char| character == ',' || character.is_ascii_whitespace();
        text.split(is_separator)
            .filter(|rule| !rule.is_empty())
            .map(Self::parse)
            .collect()
    }
}

/// A name as a rule has it: one that is a class's too ends with a dot, since without it the class is meant.
#[must_use]
pub fn written_name(name: &str) -> Cow<'_, str> {
    match parse_hosts(name) {
        Ok(Hosts::Name(_)) => name.into(),
        _ => format!("{name}.").into(),
    }
}

fn parse_capability(text: &str) -> Option<Result<Capability, Flaw>> {
    if let Some(path) = text.strip_prefix("unix:") {
        return Some(parse_path(path).map(|path| Capability::Unix(Some(path))));
    }
    if let Some(option) = text.strip_prefix("option:") {
        return Some(if options::is_name(option) {
            Ok(Capability::Options(Some(option.to_owned())))
        } else {
            Err(Flaw::Option)
        });
    }
    let mut words = CAPABILITIES.iter();
    let (_, capability) = words.find(|(word, _)| *word == text)?;
    Some(Ok(capability.clone()))
}

/// Reads the path of a Unix socket, with `//` before it or not, as the log writes it.
fn parse_path(text: &str) -> Result<PathPattern, Flaw> {
    if !text.starts_with('/') {
        return Err(Flaw::Path);
    }
    let names: Vec<_> = text
        .split('/')
        .filter(|name| !matches!(*name, "" | "."))
        .collect();
    if names.contains(&"..") {
        return Err(Flaw::Parent);
    }
    let written = format!("/{}", names.join("/"));
    let literal = names.iter().position(|name| name.contains('*'));
    let (literal, rest) = names.split_at(literal.unwrap_or(names.len()));
    let mut path = secure_path::behind_links_of_root(literal);
    path.extend(rest);
    let path = path.into_os_string().into_string().unwrap_or(written);
    if path.len() <= LONGEST_PATH && text.len() <= LONGEST_PATH + "//".len() {
        Ok(PathPattern(path))
    } else {
        Err(Flaw::Path)
    }
}

fn parse_peers(text: &str) -> Result<Peers, Flaw> {
    if text.parse::<i64>().is_ok() {
        return Err(Flaw::Number);
    }
    if let Some(meant) = Meant::by(text, CAPABILITIES.iter().map(|(word, _)| *word)) {
        let text = text.to_owned();
        return Err(Flaw::Misspelt { text, meant });
    }
    let (transport, rest) = match text.split_once("://") {
        None => (None, text),
        Some(("tcp", rest)) => (Some(Transport::Tcp), rest),
        Some(("udp", rest)) => (Some(Transport::Udp), rest),
        Some(_) => return Err(Flaw::Transport),
    };
    let (hosts, ports) = split_ports(rest)?;
    Ok(Peers {
        transport,
        hosts: parse_hosts(hosts)?,
        ports: ports.map(parse_ports).transpose()?,
    })
}

/// Splits `hosts:ports`; an IPv6 network has ports only behind brackets.
fn split_ports(text: &str) -> Result<(&str, Option<&str>), Flaw> {
    if let Some(rest) = text.strip_prefix('[') {
        let (inside, after) = rest.split_once(']').ok_or(Flaw::Hosts)?;
        return match after.strip_prefix(':') {
            Some(ports) => Ok((inside, Some(ports))),
            None if after.is_empty() => Ok((inside, None)),
            None => Err(Flaw::Ports),
        };
    }
    match text.split_once(':') {
        Some((hosts, ports)) if !ports.contains(':') => Ok((hosts, Some(ports))),
        _ => Ok((text, None)),
    }
}

fn parse_ports(text: &str) -> Result<RangeInclusive<u16>, Flaw> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let port = |text: &str| {
        crate::core::target::parse_port(text.as_bytes())
            .ok()
            .filter(|&port| port > 0)
            .ok_or(Flaw::Ports)
    };
    let (first, last) = (port(first)?, port(last)?);
    if first <= last {
        Ok(first..=last)
    } else {
        Err(Flaw::Ports)
    }
}

fn parse_hosts(text: &str) -> Result<Hosts, Flaw> {
    if text == "*" {
        return Ok(Hosts::All);
    }
    if let Some(class) = Class::ALL.into_iter().find(|class| class.slug() == text) {
        return Ok(Hosts::Class(class));
    }
    let network = text
        .parse::<IpNet>()
        .ok()
        .or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from));
    if let Some(network) = network {
        let trunc = network.trunc();
        return if trunc == network {
            Ok(Hosts::Network(judged_ranges(network)))
        } else {
            Err(Flaw::HostBits(trunc))
        };
    }
    let name = |text: &str| {
        Name::parse(text.as_bytes())
            .map(|name| name.as_str().to_owned())
            .map_err(|_| flaw_of_hosts(text))
    };
    match text.strip_prefix("*.") {
        Some(parent) => name(parent).map(Hosts::Subdomains),
        None => name(text).map(Hosts::Name),
    }
}

/// What is wrong with a text that is neither an address nor a name: most say what they were meant to be.
fn flaw_of_hosts(text: &str) -> Flaw {
    let before = |separator| {
        let (address, _) = text.split_once(separator)?;
        address.parse::<IpAddr>().ok()
    };
    if let Some(address) = before('/') {
        let longest = IpNet::from(address).max_prefix_len();
        return Flaw::PrefixLength { longest };
    }
    before('%').map_or(Flaw::Hosts, |_| Flaw::Zone)
}

/// Where peers of `network` are judged: an IPv6 network holds no IPv4 address unless it lies within
/// a carrier of them.
fn judged_ranges(network: IpNet) -> Vec<Range> {
    let mapped: IpNet = IpNet::V6(ipnet::Ipv6Net::new_assert(
        std::net::Ipv4Addr::UNSPECIFIED.to_ipv6_mapped(),
        96,
    ));
    if let IpNet::V6(v6) = network
        && v6.prefix_len() >= 96
        && let IpAddr::V4(carried) = address::judged(IpAddr::V6(v6.network()))
    {
        return vec![ranges::range(IpNet::V4(Ipv4Net::new_assert(
            carried,
            v6.prefix_len() - 96,
        )))];
    }
    match network {
        IpNet::V4(_) => vec![ranges::range(network)],
        IpNet::V6(_) => ranges::subtract(&[ranges::range(network)], &[ranges::range(mapped)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn peers(text: &str) -> Peers {
        match Rule::parse(text).expect(text).subject {
            Subject::Peers(peers) => peers,
            Subject::Capability(capability) => panic!("{text}: {capability:?}"),
        }
    }

    fn covers(text: &str, address: &str) -> bool {
        let Hosts::Network(ranges) = peers(text).hosts else {
            panic!("{text} is no network")
        };
        ranges::contains(&ranges, ranges::number(address.parse().unwrap()))
    }

    #[test]
    fn a_written_name_is_a_name_and_never_a_class() {
        for class in Class::ALL {
            let text = format!("tcp://{}:80", written_name(class.slug()));
            assert!(matches!(peers(&text).hosts, Hosts::Name(_)), "{text}");
        }
        assert_eq!(written_name("db.internal"), "db.internal");
        assert_eq!(written_name("privates"), "privates");
    }

    #[test]
    fn a_path_is_taken_as_the_log_writes_it() {
        for text in [
            "unix:/cloudsql/a",
            "unix:///cloudsql/a",
            "unix://cloudsql//a",
            "unix:/cloudsql/./a/",
        ] {
            let Ok(Rule {
                subject: Subject::Capability(Capability::Unix(Some(pattern))),
                ..
            }) = Rule::parse(text)
            else {
                panic!("{text}");
            };
            assert!(pattern.matches(Path::new("/cloudsql/a")), "{text}");
        }
        let error = Rule::parse("unix:/cloudsql/../a").unwrap_err().to_string();
        assert!(error.contains("holds `..`"), "{error}");
    }

    #[test]
    fn every_form_of_the_documentation_is_read() {
        assert!(covers("10.8.0.0/16", "10.8.255.255") && !covers("10.8.0.0/16", "10.9.0.0"));
        let one = peers("tcp://10.8.0.7:3306");
        assert_eq!(
            (one.transport, one.ports),
            (Some(Transport::Tcp), Some(3306..=3306))
        );
        assert_eq!(peers("[fd00:8::/32]:5432").ports, Some(5432..=5432));
        assert!(covers("fd00:8::/32", "fd00:8::1") && covers("[fd00:8::1]", "fd00:8::1"));
        assert_eq!(peers("udp://192.0.2.9:5000-5010").ports, Some(5000..=5010));
        assert_eq!(
            peers("db.internal:5432").hosts,
            Hosts::Name("db.internal".to_owned())
        );
        assert_eq!(
            peers("*.Example.com:443").hosts,
            Hosts::Subdomains("example.com".to_owned())
        );
        assert_eq!(
            peers("tcp://private:6379").hosts,
            Hosts::Class(Class::Private)
        );
        assert_eq!(peers("*:443").hosts, Hosts::All);
        for (text, capability) in [
            ("any", Capability::Any),
            ("listen", Capability::Listen),
            ("bind", Capability::Bind),
            ("unix", Capability::Unix(None)),
            ("socketpair", Capability::SocketPair),
            ("ftp", Capability::Ftp),
            ("gss", Capability::Gss),
            ("options", Capability::Options(None)),
            (
                "option:SO_RCVTIMEO",
                Capability::Options(Some("SO_RCVTIMEO".to_owned())),
            ),
            ("raw", Capability::Raw),
        ] {
            assert_eq!(
                Rule::parse(text).unwrap().subject,
                Subject::Capability(capability)
            );
        }
    }

    #[test]
    fn an_ipv6_network_holds_ipv4_only_as_their_carrier() {
        assert!(!covers("::/0", "10.0.0.1"), "all of IPv6 is not IPv4");
        assert!(covers("::/0", "::1") && covers("::/0", "ffff::1"));
        assert!(covers("::ffff:10.0.0.0/104", "10.255.255.255"));
        assert!(covers("64:ff9b::a00:0/104", "10.0.0.1"));
        assert!(!covers("0.0.0.0/0", "::1"));
    }

    #[test]
    fn bad_rules_are_told_with_their_flaw() {
        for (text, flaw) in [
            ("ssl://h:1", "neither tcp nor udp"),
            ("h:0", "from 1 to 65535"),
            ("h:65536", "from 1 to 65535"),
            ("h:10-9", "from 1 to 65535"),
            ("h:", "from 1 to 65535"),
            ("10.0.0.1/33", "not a number from 0 to 32"),
            ("10.0.0.0/255.0.0.0", "not a number from 0 to 32"),
            ("[fd00::/129]:80", "not a number from 0 to 128"),
            ("10.0/8", "neither an address"),
            ("fe80::1%eth0", "no zone"),
            ("tcp://[fe80::1%eth0]:80", "no zone"),
            ("db.internal%eth0", "neither an address"),
            ("10.8.0.7/16", "write 10.8.0.0/16"),
            ("256.1.1.1", "neither an address"),
            ("0", "put rules in quotes"),
            ("-1", "put rules in quotes"),
            ("1.1", "neither an address"),
            ("[fd00::1", "neither an address"),
            ("[fd00::1]5", "from 1 to 65535"),
            ("a b", "ends here"),
            ("*a.test", "neither an address"),
            ("unix:run/x", "not absolute"),
            ("option:SO_NOTHING", "no socket option"),
            ("option:", "no socket option"),
        ]
        .into_iter()
        .filter(|(text, _)| !text.contains(' '))
        {
            let error = Rule::parse(text).unwrap_err().to_string();
            assert!(error.contains(flaw) && error.contains(text), "{error}");
        }
    }

    #[test]
    fn a_name_that_is_nearly_a_word_is_none_unless_it_is_written_as_a_name_only() {
        let error = Rule::parse("linklocal").unwrap_err().to_string();
        assert_eq!(
            error,
            "rule `linklocal`: is the class `link-local` meant? A host of that name is written with a port or as `linklocal.`"
        );
        for text in ["linklocal:80", "tcp://linklocal", "linklocal."] {
            assert_eq!(peers(text).hosts, Hosts::Name("linklocal".to_owned()));
        }
        assert_eq!(peers("fpt.").hosts.name(), Some("fpt"));
        assert_eq!(peers("localhost").hosts.name(), Some("localhost"));
        for word in ["link-local", "ftp"] {
            assert!(Rule::parse(word).is_ok(), "{word}");
        }
    }

    #[test]
    fn lists_are_separated_by_commas_and_spaces() {
        let rules = Rule::parse_list(" 10.0.0.0/8,, listen\tudp://public ").unwrap();
        assert_eq!(
            rules.iter().map(|rule| &*rule.text).collect::<Vec<_>>(),
            ["10.0.0.0/8", "listen", "udp://public"]
        );
        assert!(Rule::parse_list("listen h:99999").is_err());
    }

    #[test]
    fn a_star_in_a_path_stops_at_the_slash() {
        let Subject::Capability(Capability::Unix(Some(pattern))) =
            Rule::parse("unix:/cloudsql/*/s*k").unwrap().subject
        else {
            panic!("a path")
        };
        for (path, fits) in [
            ("/cloudsql/a:b:c/sock", true),
            ("/cloudsql/a/sk", true),
            ("/cloudsql/a/b/sock", false),
            ("/cloudsql/sock", false),
            ("/cloudsql/a/socket", false),
        ] {
            assert_eq!(pattern.matches(Path::new(path)), fits, "{path}");
        }
        assert!(Rule::parse(&format!("unix:/{}", "a".repeat(106))).is_ok());
        assert!(Rule::parse(&format!("unix:/{}", "a".repeat(107))).is_err());
    }
}
