//! The host's own configuration of name resolution: its hosts file and its resolv.conf(5).
//! It knows what a name is to be asked as and of whom, but asks nobody.

use super::hosts::Hosts;
use crate::core::host::{file_version::FileVersion, spare};
use hickory_resolver::config::{
    ConnectionConfig, NameServerConfig, ProtocolConfig, ResolverConfig, ResolverOpts,
};
use hickory_resolver::proto::rr::Name;
use hickory_resolver::system_conf::parse_resolv_conf;
use nix::errno::Errno;
use nix::unistd::{AccessFlags, access};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{fs, io};

/// How long the files may go unlooked at.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// What glibc asks when resolv.conf names no server.
const LOCAL_SERVER: &str = "nameserver 127.0.0.1";

/// `MAXNS` of glibc: how many servers of resolv.conf are asked.
const SERVERS: usize = 3;

/// The files to read. [`Default`] is what the C library reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemFiles {
    /// A file as hosts(5) describes it. A missing one is as good as an empty one, and so is one that
    /// this user may not read; one that cannot be read for another reason is not.
    pub hosts: PathBuf,
    /// A file as resolv.conf(5) describes it, likewise.
    pub resolv_conf: PathBuf,
}

impl Default for SystemFiles {
    fn default() -> Self {
        Self {
            hosts: "/etc/hosts".into(),
            resolv_conf: "/etc/resolv.conf".into(),
        }
    }
}

/// What a look at the files found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refreshed {
    /// They are as they were, or it was too soon to look again.
    Same,
    /// One of them changed, or this was the first look. Both were read anew.
    Changed,
    /// They cannot be read now, and never were.
    Unknown,
}

/// The files and what was last read from them. Nothing is read before the first look.
#[derive(Debug)]
pub(super) struct System {
    files: SystemFiles,
    nameservers: Vec<SocketAddr>,
    looked: Option<Instant>,
    /// The versions that were read; `None` before.
    versions: Option<[Option<FileVersion>; 2]>,
    /// What the hosts file says.
    pub(super) hosts: Hosts,
    /// What resolv.conf says.
    pub(super) settings: Settings,
}

impl System {
    /// Of `nameservers`, if there are any, instead of those of resolv.conf.
    pub(super) fn new(files: SystemFiles, nameservers: Vec<SocketAddr>) -> Self {
        Self {
            settings: Settings::parse("", &nameservers),
            hosts: Hosts::new(String::new()),
            versions: None,
            looked: None,
            files,
            nameservers,
        }
    }

    /// Reads the files anew if one of them changed, but looks no more than once a second. Where a look
    /// fails (no descriptor, no memory) what they said stays in force, and the next one tries again.
    pub(super) fn refresh(&mut self, now: Instant) -> Refreshed {
        if self.looked.is_some_and(|then| now < then + LOOK_EVERY) {
            return Refreshed::Same;
        }
        match self.look() {
            Ok(refreshed) => {
                self.looked = Some(now);
                refreshed
            }
            Err(_) if self.versions.is_none() => Refreshed::Unknown,
            Err(_) => Refreshed::Same,
        }
    }

    fn look(&mut self) -> io::Result<Refreshed> {
        let SystemFiles { hosts, resolv_conf } = &self.files;
        // Taken before they are read: a change in between is seen at the next look.
        let versions = [version(hosts)?, version(resolv_conf)?];
        if self.versions == Some(versions) {
            return Ok(Refreshed::Same);
        }
        let (hosts, resolv_conf) = (read(hosts)?, read(resolv_conf)?);
        self.versions = Some(versions);
        self.hosts = Hosts::new(hosts);
        self.settings = Settings::parse(&resolv_conf, &self.nameservers);
        Ok(Refreshed::Changed)
    }
}

/// The version of the file at `path`, if there is one.
fn version(path: &Path) -> io::Result<Option<FileVersion>> {
    FileVersion::of(path)
        .map(Some)
        .or_else(|error| is_missing(path, &error).then_some(None).ok_or(error))
}

/// The text of the file at `path`, empty where there is none.
fn read(path: &Path) -> io::Result<String> {
    match spare::look(|| fs::read(path)) {
        Ok(content) => Ok(text(content)),
        Err(error) if is_missing(path, &error) => Ok(String::new()),
        Err(error) => Err(error),
    }
}

/// `content` as text; a long file is not copied for it.
fn text(content: Vec<u8>) -> String {
    String::from_utf8(content)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// Whether `error` says that there is no file for this user, as for the C library. What a file's
/// permissions forbid, access(2) forbids too.
fn is_missing(path: &Path, error: &io::Error) -> bool {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => true,
        io::ErrorKind::PermissionDenied => access(path, AccessFlags::R_OK) == Err(Errno::EACCES),
        _ => false,
    }
}

/// Which server is asked first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ServerOrder {
    /// Always the first one listed.
    Listed,
    /// Another one every time (`options rotate`).
    Rotating,
}

/// How to ask: the part of resolv.conf that matters here, with the limits glibc sets.
#[derive(Debug)]
pub(super) struct Settings {
    /// The servers to ask, best first.
    pub(super) servers: Vec<NameServerConfig>,
    /// Which of them comes first.
    pub(super) order: ServerOrder,
    /// The time one server has for one question is `options.timeout`, and how often all of them
    /// are asked is `options.attempts`.
    pub(super) options: ResolverOpts,
    /// The time everything together may take: glibc's timeout for each of its attempts.
    pub(super) bound: Duration,
    search: Vec<Name>,
}

impl Settings {
    /// Reads the text of a resolv.conf; `nameservers`, if there are any, stand in for its own.
    fn parse(text: &str, nameservers: &[SocketAddr]) -> Self {
        let (config, mut options) = parse_leniently(text);
        let connections = connections(text);
        let servers = servers(&config, nameservers, &connections);
        let timeout = options
            .timeout
            .clamp(Duration::from_secs(1), Duration::from_secs(30));
        options.attempts = options.attempts.clamp(1, 5);
        options.ndots = options.ndots.min(15);
        // A child of fork has the same random numbers ahead as its parent; the kernel's ports
        // differ.
        options.os_port_selection = true;
        let bound = timeout * options.attempts as u32;
        // A silent server leaves its share of the time to the next ones.
        options.timeout = timeout / servers.len().max(1) as u32;
        Self {
            order: server_order(text),
            search: search_list(config),
            servers,
            options,
            bound,
        }
    }

    /// The names `name` is to be asked as, in turn: as it is and below each domain of the search
    /// list, as it is first if it has `ndots` dots, and only as it is if it ends in one.
    ///
    /// No names for the root, and none for what is not a domain name (RFC 1035, section 2.3.4: 63
    /// bytes a label, 255 all together).
    pub(super) fn candidates(&self, name: &str) -> Vec<Name> {
        let relative = match Name::from_ascii(name) {
            Ok(relative) if relative.num_labels() > 0 => relative,
            _ => return Vec::new(),
        };
        let mut absolute = relative.clone();
        absolute.set_fqdn(true);
        if relative.is_fqdn() {
            return vec![absolute];
        }
        let below = |domain| relative.clone().append_domain(domain).ok();
        let mut candidates: Vec<Name> = self.search.iter().filter_map(below).collect();
        candidates.retain(|candidate| *candidate != absolute);
        let dots = name.matches('.').count();
        let index = if dots >= self.options.ndots {
            0
        } else {
            candidates.len()
        };
        candidates.insert(index, absolute);
        candidates
    }
}

/// Has hickory parse `text`, helping it over what it refuses to accept and glibc does not mind:
/// that there is no server, and that something is no domain to search.
fn parse_leniently(text: &str) -> (ResolverConfig, ResolverOpts) {
    let searchless = without_search_list(text);
    let served = |text| format!("{text}\n{LOCAL_SERVER}");
    let variants = [text, &served(text), &searchless, &served(&searchless)];
    let mut parsed = variants.iter().map(parse_resolv_conf);
    parsed.find_map(Result::ok).unwrap_or_default()
}

/// The lines of `text` other than those that make its search list.
fn without_search_list(text: &str) -> String {
    let others = text.lines().filter(|line| {
        let keyword = line.split_ascii_whitespace().next();
        !matches!(keyword, Some("search" | "domain"))
    });
    others.collect::<Vec<_>>().join("\n")
}

/// The domains to search: those given or else, as in glibc, that of the host.
fn search_list(config: ResolverConfig) -> Vec<Name> {
    let (domain, search, _) = config.into_parts();
    if search.is_empty() {
        return domain.into_iter().collect();
    }
    search
}

/// `nameservers` or, without any, the servers of `config`, each reached by `connections`.
fn servers(
    config: &ResolverConfig,
    nameservers: &[SocketAddr],
    connections: &[ConnectionConfig],
) -> Vec<NameServerConfig> {
    if nameservers.is_empty() {
        let listed = config.name_servers().iter().take(SERVERS);
        return listed
            .map(|server| NameServerConfig::new(server.ip, true, connections.to_vec()))
            .collect();
    }
    let given = nameservers.iter();
    given
        .map(|address| server_at(*address, connections))
        .collect()
}

/// The server at `address`, reached by `connections` but at its own port.
fn server_at(address: SocketAddr, connections: &[ConnectionConfig]) -> NameServerConfig {
    let mut connections = connections.to_vec();
    for connection in &mut connections {
        connection.port = address.port();
    }
    NameServerConfig::new(address.ip(), true, connections)
}

/// By UDP, then TCP for what does not fit, or by TCP alone (`options use-vc`).
fn connections(text: &str) -> Vec<ConnectionConfig> {
    let udp = ConnectionConfig::new(ProtocolConfig::Udp);
    let tcp = ConnectionConfig::new(ProtocolConfig::Tcp);
    match option_words(text).any(|word| word == "use-vc") {
        true => vec![tcp],
        false => vec![udp, tcp],
    }
}

/// Which server comes first by the options of `text`.
fn server_order(text: &str) -> ServerOrder {
    match option_words(text).any(|word| word == "rotate") {
        true => ServerOrder::Rotating,
        false => ServerOrder::Listed,
    }
}

/// The words of the options lines of `text`: hickory's parser keeps those with a number only.
fn option_words(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| {
        let mut words = line.split_ascii_whitespace();
        let matching = words.next().filter(|keyword| *keyword == "options");
        matching.into_iter().flat_map(move |_| words.clone())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(text: &str) -> Settings {
        Settings::parse(text, &[])
    }

    fn candidates(text: &str, name: &str) -> Vec<String> {
        let names = settings(text).candidates(name);
        names.iter().map(Name::to_string).collect()
    }

    fn server_addresses(text: &str) -> Vec<String> {
        let servers = settings(text).servers;
        servers.iter().map(|server| server.ip.to_string()).collect()
    }

    #[test]
    fn a_name_with_enough_dots_is_first_asked_as_it_is() {
        let text = "search a.test b.test";

        assert_eq!(
            candidates(text, "www.x"),
            ["www.x.", "www.x.a.test.", "www.x.b.test."]
        );
        assert_eq!(
            candidates(text, "www"),
            ["www.a.test.", "www.b.test.", "www."]
        );
    }

    #[test]
    fn ndots_says_how_many_dots_are_enough() {
        let text = "search a.test\noptions ndots:2";

        assert_eq!(candidates(text, "www.x"), ["www.x.a.test.", "www.x."]);
        assert_eq!(candidates(text, "www.x.y"), ["www.x.y.", "www.x.y.a.test."]);
    }

    #[test]
    fn a_trailing_dot_leaves_the_search_list_out() {
        assert_eq!(candidates("search a.test", "www."), ["www."]);
    }

    #[test]
    fn a_search_list_of_the_root_alone_adds_nothing() {
        assert_eq!(candidates("search .", "www"), ["www."]);
    }

    #[test]
    fn a_given_search_list_displaces_the_domain() {
        assert_eq!(
            candidates("domain a.test\nsearch b.test", "www"),
            ["www.b.test.", "www."]
        );
    }

    #[test]
    fn what_is_no_domain_name_is_not_asked_at_all() {
        let long_label = "a".repeat(64);

        assert!(candidates("", &long_label).is_empty());
        assert!(candidates("", "a..b").is_empty());
        assert!(candidates("", &"a.".repeat(128)).is_empty());
    }

    #[test]
    fn without_a_server_the_local_one_is_asked_and_the_rest_of_the_file_still_counts() {
        let text = "search a.test\noptions ndots:3";

        assert_eq!(server_addresses(text), ["127.0.0.1"]);
        assert_eq!(settings(text).options.ndots, 3);
        assert_eq!(server_addresses(""), ["127.0.0.1"]);
        assert_eq!(settings("").servers[0].connections[0].port, 53);
    }

    #[test]
    fn a_search_list_that_is_none_does_not_cost_the_servers() {
        assert_eq!(
            server_addresses("domain (none)\nnameserver 192.0.2.1"),
            ["192.0.2.1"]
        );
    }

    #[test]
    fn nameservers_given_replace_those_of_the_file_and_nothing_else() {
        let given = ["192.0.2.9:5353".parse().unwrap()];
        let settings = Settings::parse("nameserver 192.0.2.1\noptions timeout:3", &given);

        assert_eq!(settings.servers.len(), 1);
        assert_eq!(settings.servers[0].ip.to_string(), "192.0.2.9");
        assert_eq!(settings.servers[0].connections[1].port, 5353);
        assert_eq!(settings.options.timeout, Duration::from_secs(3));
    }

    #[test]
    fn the_bound_is_the_timeout_for_each_attempt_whatever_the_number_of_servers() {
        let three = "nameserver 192.0.2.1\nnameserver 192.0.2.2\nnameserver 192.0.2.3\n";
        let settings = settings(&format!("{three}options timeout:6 attempts:3"));

        assert_eq!(settings.bound, Duration::from_secs(18));
        assert_eq!(settings.options.timeout, Duration::from_secs(2));
        assert_eq!(
            super::Settings::parse("", &[]).bound,
            Duration::from_secs(10)
        );
    }

    #[test]
    fn options_are_held_within_the_limits_of_glibc() {
        let low = settings("options timeout:0 attempts:0");
        let high = settings("options timeout:99 attempts:99 ndots:99");

        assert_eq!(
            (low.bound, low.options.attempts),
            (Duration::from_secs(1), 1)
        );
        assert_eq!(
            (high.bound, high.options.attempts),
            (Duration::from_secs(150), 5)
        );
        assert_eq!(high.options.ndots, 15);
    }

    #[test]
    fn rotate_and_use_vc_are_understood() {
        let plain = settings("options edns0");
        let both = settings("options rotate use-vc");

        assert_eq!(plain.order, ServerOrder::Listed);
        assert_eq!(plain.servers[0].connections.len(), 2);
        assert_eq!(both.order, ServerOrder::Rotating);
        assert_eq!(both.servers[0].connections[0].protocol, ProtocolConfig::Tcp);
    }
}
