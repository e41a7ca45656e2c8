//! The host's own configuration of name resolution: its hosts file, resolv.conf(5), the line `hosts` of
//! nsswitch.conf(5), gai.conf(5), and the resolver's environment.
//! It knows what a name is to be asked as and of whom, but asks nobody.

use super::{hosts::Hosts, order::Order, query::WireName, sources::Sources};
use crate::core::{
    host::{
        file_version::{self, FileVersion},
        origin, spare,
    },
    target::Zone,
};
use hickory_proto::rr::Name;
use nix::{
    errno::Errno,
    unistd::{AccessFlags, access},
};
use resolv_conf::{Config, ScopedIp};
use std::{
    collections::BTreeSet,
    fs, io,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

/// How long the files may go unlooked at.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// What glibc asks when resolv.conf names no server.
const LOCAL_SERVER: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// Where name servers listen.
const PORT: u16 = 53;

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
    /// A file as nsswitch.conf(5) describes it, likewise.
    pub nsswitch: PathBuf,
    /// A file as gai.conf(5) describes it, likewise.
    pub gai_conf: PathBuf,
    /// What stands in for lines of resolv.conf.
    pub environment: Environment,
}

/// The resolver's environment (resolv.conf(5)), as it was when the module started: a script that sets it
/// later would choose what a short name in a rule means.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Environment {
    /// `LOCALDOMAIN`: the search list.
    pub search: Option<String>,
    /// `RES_OPTIONS`: more options.
    pub options: Option<String>,
}

impl Environment {
    /// That of the process.
    #[must_use]
    pub fn of_process() -> Self {
        let text = |name| std::env::var(name).ok();
        Self {
            search: text("LOCALDOMAIN"),
            options: text("RES_OPTIONS"),
        }
    }

    /// The text of a resolv.conf with what it says, which comes last and so counts.
    fn added_to(&self, text: &str) -> String {
        let line = |keyword: &str, words: &Option<String>| {
            let words = words.as_ref().map(|words| words.replace('\n', " "));
            words.map_or_else(String::new, |words| format!("\n{keyword} {words}"))
        };
        let search = line("search", &self.search);
        format!("{text}{search}{}", line("options", &self.options))
    }
}

impl Default for SystemFiles {
    fn default() -> Self {
        Self {
            hosts: "/etc/hosts".into(),
            resolv_conf: "/etc/resolv.conf".into(),
            nsswitch: "/etc/nsswitch.conf".into(),
            gai_conf: "/etc/gai.conf".into(),
            environment: Environment::default(),
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
    versions: Option<[Option<FileVersion>; 4]>,
    /// What the hosts file says.
    pub(super) hosts: Hosts,
    /// What resolv.conf says.
    pub(super) settings: Settings,
    /// What nsswitch.conf says.
    pub(super) sources: Sources,
    /// What gai.conf says.
    pub(super) order: Order,
    /// The servers that were found not to bear EDNS.
    pub(super) plain: Plain,
    /// Room for messages, which each lookup uses again.
    pub(super) room: Vec<u8>,
}

impl System {
    /// Of `nameservers`, if there are any, instead of those of resolv.conf.
    pub(super) fn new(files: SystemFiles, nameservers: Vec<SocketAddr>) -> Self {
        Self {
            settings: Settings::parse("", &nameservers),
            hosts: Hosts::new(String::new()),
            sources: Sources::parse(""),
            order: Order::parse(""),
            plain: Plain::default(),
            room: Vec::new(),
            versions: None,
            looked: None,
            files,
            nameservers,
        }
    }

    /// Reads the files anew if one of them changed, but looks no more than once a second. Where a look
    /// fails (no descriptor, no memory, another root directory) what they said stays in force, and the next one tries again.
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
        origin::check()?;
        let SystemFiles {
            hosts,
            resolv_conf,
            nsswitch,
            gai_conf,
            environment,
        } = &self.files;
        // Taken before they are read: a change in between is seen at the next look.
        let versions = [
            version(hosts)?,
            version(resolv_conf)?,
            version(nsswitch)?,
            version(gai_conf)?,
        ];
        if self.versions == Some(versions) {
            return Ok(Refreshed::Same);
        }
        let (hosts, resolv_conf) = (read(hosts)?, read(resolv_conf)?);
        let (nsswitch, gai_conf) = (read(nsswitch)?, read(gai_conf)?);
        self.versions = Some(versions);
        self.hosts = Hosts::new(hosts);
        self.settings = Settings::parse(&environment.added_to(&resolv_conf), &self.nameservers);
        self.sources = Sources::parse(&nsswitch);
        self.order = Order::parse(&gai_conf);
        self.plain.clear();
        Ok(Refreshed::Changed)
    }
}

/// The sources of names in `files` that only the C library can ask, which are passed over.
#[must_use]
pub fn foreign_sources(files: &SystemFiles) -> Vec<String> {
    let text = read(&files.nsswitch).unwrap_or_default();
    Sources::parse(&text).foreign().to_vec()
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
    let is_denied = || access(path, AccessFlags::R_OK) == Err(Errno::EACCES);
    file_version::is_missing(error)
        || error.kind() == io::ErrorKind::PermissionDenied && is_denied()
}

/// The servers that were found not to answer what has EDNS, until the configuration changes.
pub(super) type Plain = BTreeSet<SocketAddr>;

/// Which server is asked first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ServerOrder {
    /// Always the first one listed.
    Listed,
    /// Another one every time (`options rotate`).
    Rotating,
}

impl ServerOrder {
    /// The number of the server that is asked first.
    pub(super) fn first(self, turn: usize) -> usize {
        match self {
            Self::Listed => 0,
            Self::Rotating => turn,
        }
    }
}

/// What carries a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Carrier {
    /// UDP, and TCP for what does not fit.
    Udp,
    /// TCP alone (`options use-vc`).
    Tcp,
}

/// When the question for the second family is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pacing {
    /// With that for the first one.
    AtOnce,
    /// When that one is answered (`options single-request`).
    InTurn,
    /// The same, and from another port (`options single-request-reopen`).
    Reopening,
}

/// How to ask: the part of resolv.conf that matters here, with the limits glibc sets.
#[derive(Debug)]
pub(super) struct Settings {
    /// The servers to ask, best first.
    pub(super) servers: Vec<SocketAddr>,
    /// Which of them comes first.
    pub(super) order: ServerOrder,
    /// What carries the questions.
    pub(super) carrier: Carrier,
    /// When the second one is put.
    pub(super) pacing: Pacing,
    /// Whether AAAA records are asked for (not with `options no-aaaa`).
    pub(super) asks_for_ipv6: bool,
    /// The time that one server has for one question.
    pub(super) share: Duration,
    /// How often all of them are asked.
    pub(super) attempts: usize,
    /// The time everything together may take: glibc's timeout for each of its attempts.
    pub(super) bound: Duration,
    ndots: usize,
    /// Whether a name without a dot is asked as it is (not with `options no-tld-query`).
    asks_as_it_is: bool,
    search: Vec<WireName>,
}

impl Settings {
    /// Reads the text of a resolv.conf, of which each line counts that says something; `nameservers`,
    /// if there are any, stand in for its own.
    fn parse(text: &str, nameservers: &[SocketAddr]) -> Self {
        let (config, _errors) = Config::parse_with_errors(text.as_bytes());
        let servers = match nameservers {
            [] => listed_servers(&config),
            given => given.to_vec(),
        };
        let timeout = Duration::from_secs(config.timeout.clamp(1, 30).into());
        let attempts = config.attempts.clamp(1, 5);
        Self {
            order: match config.rotate {
                true => ServerOrder::Rotating,
                false => ServerOrder::Listed,
            },
            carrier: match config.use_vc {
                true => Carrier::Tcp,
                false => Carrier::Udp,
            },
            pacing: match (config.single_request_reopen, config.single_request) {
                (true, _) => Pacing::Reopening,
                (_, true) => Pacing::InTurn,
                _ => Pacing::AtOnce,
            },
            asks_for_ipv6: !config.no_aaaa,
            bound: timeout * attempts,
            // A silent server leaves its share of the time to the next ones.
            share: timeout / servers.len().max(1) as u32,
            attempts: attempts as usize,
            ndots: config.ndots.min(15) as usize,
            asks_as_it_is: !config.no_tld_query,
            search: search_list(&config),
            servers,
        }
    }

    /// Whether `name` is a name that can be asked for.
    pub(super) fn asks_for(name: &str) -> bool {
        WireName::parse(name).is_some()
    }

    /// The names `name` is to be asked as, in turn: as it is and below each domain of the search
    /// list, as it is first if it has `ndots` dots, and only as it is if it ends in one.
    ///
    /// No names for the root, and none for what is not a domain name (RFC 1035, section 2.3.4: 63
    /// bytes a label, 255 all together).
    pub(super) fn candidates(&self, name: &str) -> Vec<WireName> {
        let Some(absolute) = WireName::parse(name) else {
            return Vec::new();
        };
        if name.ends_with('.') {
            return vec![absolute];
        }
        let below = |domain| WireName::in_domain(name, domain);
        let mut candidates: Vec<WireName> = self.search.iter().filter_map(below).collect();
        candidates.retain(|candidate| *candidate != absolute);
        let dots = name.matches('.').count();
        if dots == 0 && !self.asks_as_it_is && !self.search.is_empty() {
            return candidates;
        }
        let index = if dots >= self.ndots {
            0
        } else {
            candidates.len()
        };
        candidates.insert(index, absolute);
        candidates
    }
}

/// The domains to search: those of the last line that names some or else, as in glibc, that of the host.
/// What is no domain is passed over.
fn search_list(config: &Config) -> Vec<WireName> {
    let domain = |text: &str| {
        let name = Name::from_str_relaxed(text).ok()?;
        Some(WireName::from(&name))
    };
    let given = config.get_last_search_or_domain();
    let mut given = given.map(String::as_str).peekable();
    if given.peek().is_some() {
        return given.filter_map(domain).collect();
    }
    let host = config.get_system_domain();
    host.as_deref().and_then(domain).into_iter().collect()
}

/// The servers that resolv.conf lists, as many as glibc asks, or the local one.
fn listed_servers(config: &Config) -> Vec<SocketAddr> {
    let listed = config.nameservers.iter().take(SERVERS);
    let mut servers: Vec<_> = listed.filter_map(server).collect();
    if servers.is_empty() {
        servers.push(SocketAddr::new(LOCAL_SERVER, PORT));
    }
    servers
}

/// The address of a server, with its zone.
fn server(listed: &ScopedIp) -> Option<SocketAddr> {
    let ScopedIp::V6(address, Some(zone)) = listed else {
        return Some(SocketAddr::new(listed.into(), PORT));
    };
    let zone = Zone::parse(zone, *address)?;
    Some(zone.peer((*address).into(), PORT))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(text: &str) -> Settings {
        Settings::parse(text, &[])
    }

    fn candidates(text: &str, name: &str) -> Vec<String> {
        let names = settings(text).candidates(name);
        names.iter().map(WireName::to_string).collect()
    }

    fn server_addresses(text: &str) -> Vec<String> {
        let servers = settings(text).servers;
        servers
            .iter()
            .map(|server| server.ip().to_string())
            .collect()
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
        assert_eq!(settings(text).ndots, 3);
        assert_eq!(server_addresses(""), ["127.0.0.1"]);
        assert_eq!(settings("").servers[0].port(), 53);
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

        assert_eq!(settings.servers, given);
        assert_eq!(settings.share, Duration::from_secs(3));
    }

    #[test]
    fn the_bound_is_the_timeout_for_each_attempt_whatever_the_number_of_servers() {
        let three = "nameserver 192.0.2.1\nnameserver 192.0.2.2\nnameserver 192.0.2.3\n";
        let settings = settings(&format!("{three}options timeout:6 attempts:3"));

        assert_eq!(settings.bound, Duration::from_secs(18));
        assert_eq!(settings.share, Duration::from_secs(2));
        assert_eq!(
            super::Settings::parse("", &[]).bound,
            Duration::from_secs(10)
        );
    }

    #[test]
    fn options_are_held_within_the_limits_of_glibc() {
        let low = settings("options timeout:0 attempts:0");
        let high = settings("options timeout:99 attempts:99 ndots:99");

        assert_eq!((low.bound, low.attempts), (Duration::from_secs(1), 1));
        assert_eq!((high.bound, high.attempts), (Duration::from_secs(150), 5));
        assert_eq!(high.ndots, 15);
    }

    #[test]
    fn each_option_is_understood_and_what_is_none_costs_nothing_else() {
        let plain =
            settings("options edns0 trust-ad inet6 of-tomorrow:7\nsortlist 1.2.3.4\n\u{fffd}");
        assert_eq!(plain.order, ServerOrder::Listed);
        assert_eq!(
            (plain.carrier, plain.pacing),
            (Carrier::Udp, Pacing::AtOnce)
        );
        assert!(plain.asks_for_ipv6);
        let both = settings("options rotate use-vc");
        assert_eq!(
            (both.order, both.carrier),
            (ServerOrder::Rotating, Carrier::Tcp)
        );
        for (option, pacing) in [
            ("single-request", Pacing::InTurn),
            ("single-request-reopen", Pacing::Reopening),
        ] {
            assert_eq!(settings(&format!("options {option}")).pacing, pacing);
        }
        assert!(!settings("options no-aaaa").asks_for_ipv6);
        let searched = "search a.test\noptions no-tld-query";
        assert_eq!(candidates(searched, "www"), ["www.a.test."]);
        assert_eq!(candidates("search\noptions no-tld-query", "www"), ["www."]);
    }

    #[test]
    fn the_last_line_that_names_domains_counts_and_others_are_not_domains() {
        let text = "search a.test b.test\ndomain c.test\nsearch d.test -- e.test";
        assert_eq!(
            candidates(text, "www"),
            ["www.d.test.", "www.e.test.", "www."]
        );
        assert_eq!(
            candidates("search a.test\ndomain c.test", "www"),
            ["www.c.test.", "www."]
        );
    }

    #[test]
    fn the_environment_comes_after_the_file() {
        let environment = Environment {
            search: Some("x.test y.test".to_owned()),
            options: Some("ndots:3 attempts:1".to_owned()),
        };
        let text = environment.added_to("search a.test\noptions ndots:2 timeout:3");
        let settings = settings(&text);

        assert_eq!((settings.ndots, settings.attempts), (3, 1));
        assert_eq!(settings.bound, Duration::from_secs(3));
        assert_eq!(
            candidates(&text, "www"),
            ["www.x.test.", "www.y.test.", "www."]
        );
        assert_eq!(Environment::default().added_to("options"), "options");
    }

    #[test]
    fn a_zone_of_a_server_is_an_interface() {
        let servers = settings("nameserver fe80::1%lo\nnameserver fe80::2%7").servers;

        assert_eq!(
            servers,
            ["[fe80::1%1]:53", "[fe80::2%7]:53"].map(|text| text.parse().unwrap())
        );
        assert_eq!(
            server_addresses("nameserver fe80::1%nothing"),
            ["127.0.0.1"]
        );
    }
}
