//! A ruleset for nft(8): the decision of the core, in its order, for new connections and datagrams.

use super::{
    addresses::{self, Addresses},
    exported::Policy,
};
use crate::cli::Otherwise;
use aesock::core::{
    address::{Class, ranges::Range},
    policy::{
        EXCEPTIONS, ExceptedHosts, Exception,
        rule::{Capability, Hosts, Peers, Rule, Subject},
    },
    target::Transport,
};
use std::{
    collections::BTreeMap,
    fmt::{self, Display, Write as _},
    net::IpAddr,
    ops::RangeInclusive,
};

/// What becomes of a packet.
#[derive(Debug, Clone, Copy)]
enum Verdict {
    Accept,
    Reject,
}

impl Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Accept => "accept",
            Self::Reject => "reject with icmpx admin-prohibited",
        })
    }
}

/// What this host delivers to itself, which no list of addresses has.
const OWN: &str = "fib daddr type { local, broadcast, anycast }";
const NOT_OWN: &str = "fib daddr type != { local, broadcast, anycast }";
/// Interface identifiers of ISATAP.
const ISATAP: &str = "ip6 daddr & ::ffff:ffff:0:0 == { ::5efe:0:0, ::200:5efe:0:0 }";

/// The ruleset.
pub fn ruleset(policy: &Policy) -> String {
    let mut chain = Chain {
        policy,
        lines: Vec::new(),
        sets: BTreeMap::new(),
    };
    chain.fill();
    let mut text = String::new();
    // A string takes all.
    let _ = chain.write(&mut text);
    text
}

struct Chain<'a> {
    policy: &'a Policy,
    lines: Vec<String>,
    /// Classes that lines name, by the names of their sets.
    sets: BTreeMap<String, Class>,
}

impl Chain<'_> {
    fn write(&self, f: &mut String) -> fmt::Result {
        let version = env!("CARGO_PKG_VERSION");
        writeln!(f, "#!/usr/sbin/nft -f")?;
        writeln!(
            f,
            "# Made by aesock {version} (aesock export nftables). A second net under the extension: it knows addresses and ports."
        )?;
        writeln!(
            f,
            "# It cannot express names, applications, Unix sockets, socket options, FTP and listening, quotas and counters."
        )?;
        writeln!(
            f,
            "table inet aesock\ndelete table inet aesock\ntable inet aesock {{"
        )?;
        for (name, class) in &self.sets {
            self.write_set(f, name, *class)?;
        }
        writeln!(f, "    chain egress {{")?;
        for line in &self.lines {
            writeln!(f, "        {line}")?;
        }
        writeln!(f, "    }}\n    chain output {{")?;
        writeln!(
            f,
            "        type filter hook output priority filter; policy accept;"
        )?;
        let users = self.policy.users.join(", ");
        writeln!(
            f,
            "        meta skuid {{ {users} }} jump egress\n    }}\n}}"
        )
    }

    fn write_set(&self, f: &mut String, name: &str, class: Class) -> fmt::Result {
        let addresses = Addresses::of(&addresses::of_class(class, &self.policy.google));
        let v4: Vec<_> = addresses.v4.iter().map(ToString::to_string).collect();
        let v6: Vec<_> = addresses.v6.iter().map(ToString::to_string).collect();
        for (family, kind, networks) in [("4", "ipv4_addr", v4), ("6", "ipv6_addr", v6)] {
            writeln!(
                f,
                "    set {name}{family} {{\n        type {kind}\n        flags interval\n        auto-merge"
            )?;
            if !networks.is_empty() {
                writeln!(f, "        elements = {{ {} }}", networks.join(", "))?;
            }
            writeln!(f, "    }}")?;
        }
        Ok(())
    }

    fn fill(&mut self) {
        self.say("ct state established,related accept");
        for server in &self.policy.nameservers.clone() {
            let daddr = daddr(&[*server]);
            self.say(&format!(
                "{daddr} meta l4proto {{ tcp, udp }} th dport 53 accept comment \"name server\""
            ));
        }
        self.say("meta l4proto != { tcp, udp } reject with icmpx admin-prohibited");
        for rule in &self.policy.rules.deny {
            self.add_rule(rule, Verdict::Reject, &[]);
        }
        let is_ftp = |rule: &Rule| {
            matches!(
                rule.subject,
                Subject::Capability(Capability::Ftp | Capability::Any)
            )
        };
        let blocked: &[u16] = match self.policy.rules.allow.iter().any(is_ftp) {
            true => &[25],
            false => &[21, 25],
        };
        for rule in &self.policy.rules.allow {
            self.add_rule(rule, Verdict::Accept, blocked);
        }
        for exception in EXCEPTIONS {
            self.add_exception(exception);
        }
        self.say("# ports that are blocked everywhere");
        let ports: Vec<_> = blocked.iter().map(u16::to_string).collect();
        self.say(&format!(
            "th dport {{ {} }} {}",
            ports.join(", "),
            Verdict::Reject
        ));
        self.say("# classes of addresses");
        for class in Class::ALL
            .into_iter()
            .filter(|class| *class != Class::Public)
        {
            for line in self.of_class(class) {
                self.say(&format!("{line} {}", Verdict::Reject));
            }
        }
        self.say(&format!("{ISATAP} {}", Verdict::Reject));
        if self.policy.otherwise == Otherwise::Deny {
            self.say("# aesock.default=deny");
            self.say(&Verdict::Reject.to_string());
        }
    }

    fn say(&mut self, line: &str) {
        self.lines.push(line.to_owned());
    }

    fn add_rule(&mut self, rule: &Rule, verdict: Verdict, blocked: &[u16]) {
        let verb = match verdict {
            Verdict::Accept => "allow",
            Verdict::Reject => "deny",
        };
        match (&rule.subject, verdict) {
            (Subject::Peers(peers), _) => match self.hosts(&peers.hosts) {
                Some(hosts) => {
                    self.say(&format!("# {verb} {}", rule.text));
                    for host in hosts {
                        let line = [host, ports(peers, blocked), verdict.to_string()];
                        let words: Vec<_> =
                            line.into_iter().filter(|word| !word.is_empty()).collect();
                        self.say(&words.join(" "));
                    }
                }
                None => self.say(&format!(
                    "# not expressed, since it is a name: {verb} {}",
                    rule.text
                )),
            },
            (Subject::Capability(Capability::Any), Verdict::Accept) => {
                self.say("# allow any");
                self.say("accept");
            }
            (Subject::Capability(Capability::Ftp), Verdict::Reject) => {
                self.say("# deny ftp, as far as it is port 21");
                self.say(&format!("tcp dport 21 {verdict}"));
            }
            (Subject::Capability(Capability::Ftp), Verdict::Accept) => {
                self.say("# allow ftp: port 21 is like any other");
            }
            (Subject::Capability(_), _) => {
                self.say(&format!("# not expressed: {verb} {}", rule.text));
            }
        }
    }

    fn add_exception(&mut self, exception: &Exception) {
        let ports: Vec<_> = exception.ports.iter().map(u16::to_string).collect();
        let dport = format!("{} {{ {} }}", header(exception.transport), ports.join(", "));
        match exception.hosts {
            ExceptedHosts::Addresses(addresses) => {
                self.say("# App Engine's exceptions");
                for of_family in [IpAddr::is_ipv4, IpAddr::is_ipv6] {
                    let addresses: Vec<_> = addresses.iter().copied().filter(of_family).collect();
                    self.say(&format!("{} {dport} accept", daddr(&addresses)));
                }
            }
            ExceptedHosts::Name(name) => {
                self.say(&format!("# not expressed, since it is a name: {name}; these ports are open to all addresses of Google's"));
                for line in self.of_class(Class::Google) {
                    self.say(&format!("{line} {dport} accept"));
                }
            }
        }
    }

    /// A match for each family; `None` for names.
    fn hosts(&mut self, hosts: &Hosts) -> Option<Vec<String>> {
        Some(match hosts {
            Hosts::Network(ranges) => networks(ranges),
            Hosts::Class(class) => self.of_class(*class),
            Hosts::All => vec![String::new()],
            Hosts::Name(_) | Hosts::Subdomains(_) => return None,
        })
    }

    fn of_class(&mut self, class: Class) -> Vec<String> {
        let set = class.slug().replace('-', "_");
        self.sets.insert(set.clone(), class);
        let families = [format!("ip daddr @{set}4"), format!("ip6 daddr @{set}6")];
        match class {
            Class::Loopback => [vec![OWN.to_owned()], families.to_vec()].concat(),
            // Its address is one of those above, too.
            Class::Broadcast => families.to_vec(),
            _ => families
                .iter()
                .map(|family| format!("{NOT_OWN} {family}"))
                .collect(),
        }
    }
}

fn networks(ranges: &[Range]) -> Vec<String> {
    let addresses = Addresses::of(ranges);
    let list = |networks: Vec<String>| networks.join(", ");
    let v4 = list(addresses.v4.iter().map(ToString::to_string).collect());
    let v6 = list(addresses.v6.iter().map(ToString::to_string).collect());
    let families = [("ip", v4), ("ip6", v6)];
    let some = families.into_iter().filter(|(_, list)| !list.is_empty());
    some.map(|(family, list)| format!("{family} daddr {{ {list} }}"))
        .collect()
}

/// Addresses of one family.
fn daddr(addresses: &[IpAddr]) -> String {
    let family = if addresses.iter().any(IpAddr::is_ipv6) {
        "ip6"
    } else {
        "ip"
    };
    let addresses: Vec<_> = addresses.iter().map(ToString::to_string).collect();
    format!("{family} daddr {{ {} }}", addresses.join(", "))
}

/// Where the port is, by what carries it.
fn header(transport: Option<Transport>) -> &'static str {
    match transport {
        Some(Transport::Tcp) => "tcp dport",
        Some(Transport::Udp) => "udp dport",
        None => "th dport",
    }
}

/// Transport and ports of a rule; one without a port lifts none of those that are `blocked`.
fn ports(peers: &Peers, blocked: &[u16]) -> String {
    let header = header(peers.transport);
    match (&peers.ports, peers.transport) {
        (Some(ports), _) => format!("{header} {}", range(ports)),
        (None, _) if !blocked.is_empty() => {
            let blocked: Vec<_> = blocked.iter().map(u16::to_string).collect();
            format!("{header} != {{ {} }}", blocked.join(", "))
        }
        (None, Some(transport)) => format!("meta l4proto {transport}"),
        (None, None) => String::new(),
    }
}

fn range(ports: &RangeInclusive<u16>) -> String {
    match (ports.start(), ports.end()) {
        (first, last) if first == last => first.to_string(),
        (first, last) => format!("{first}-{last}"),
    }
}
