//! Why a destination is allowed or refused: one list that feeds warning, log line, metric label and
//! `aesock_check()`. It holds no decision.

use std::fmt;

/// Whether something may happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// It may.
    Allow,
    /// It may not.
    Deny,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Allow => "allow",
            Self::Deny => "deny",
        })
    }
}

/// Linux's number of an error, as PHP's `$errno` shows it.
pub type Errno = i32;

macro_rules! reasons {
    ($(
        $(#[doc = $meaning:literal])+
        $variant:ident = $verdict:ident, $slug:literal, $errno:expr, $sentence:literal, $remedy:literal;
    )*) => {
        /// The reason of a decision.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Reason { $($(#[doc = $meaning])+ $variant,)* }

        impl Reason {
            /// All reasons, in the order of their documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name that log, metrics and `aesock_check()` use.
            #[must_use]
            pub const fn slug(self) -> &'static str {
                match self { $(Self::$variant => $slug,)* }
            }

            /// Whether the reason allows or refuses.
            #[must_use]
            pub const fn verdict(self) -> Verdict {
                match self { $(Self::$variant => Verdict::$verdict,)* }
            }

            /// The error number that a script sees; 0 for what is allowed and for names, as in
            /// stock PHP.
            #[must_use]
            pub const fn errno(self) -> Errno {
                match self { $(Self::$variant => $errno,)* }
            }

            /// The sentence, in which `{}` stands for the subject: an address, a name with its
            /// address, a path, a rule.
            const fn sentence(self) -> &'static str {
                match self { $(Self::$variant => $sentence,)* }
            }

            /// What the reason means, as its documentation here says.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => concat!($($meaning),+).trim_ascii_start(),)* }
            }

            /// What an operator can do who wants it otherwise.
            #[must_use]
            pub const fn remedy(self) -> &'static str {
                match self { $(Self::$variant => $remedy,)* }
            }
        }
    };
}

const NONE: Errno = 0;
const EACCES: Errno = libc::EACCES;
const EAFNOSUPPORT: Errno = libc::EAFNOSUPPORT;
const EDQUOT: Errno = libc::EDQUOT;
const EINVAL: Errno = libc::EINVAL;
const EPIPE: Errno = libc::EPIPE;
const EPROTONOSUPPORT: Errno = libc::EPROTONOSUPPORT;

reasons! {
    /// A public destination that no rule names.
    Public = Allow, "public", NONE, "{} is a public address",
        "To refuse it, name it in `aesock.deny`; `aesock.default=deny` refuses all that no rule allows.";
    /// An allow rule names it.
    Rule = Allow, "rule", NONE, "{} is allowed by a rule",
        "To refuse it, take the rule away, or name it in `aesock.deny`, which comes first.";
    /// One of App Engine's exceptions: Google Public DNS, Gmail.
    Exception = Allow, "exception", NONE, "{} is one of App Engine's exceptions",
        "To refuse it, name it in `aesock.deny`.";
    /// Loopback in the development server, or wherever `aesock.development` is 1.
    Development = Allow, "development", NONE, "{} is a loopback address, allowed in development",
        "To refuse it there too, set `aesock.development=0`.";
    /// An option that is taken and does nothing: a socket option with a value of aesock's own, which is read instead
    /// of the kernel's, or libcurl's function for pages that a server pushes.
    Simulated = Allow, "simulated", NONE, "socket option {} is simulated",
        "For the kernel's own value, add the rule `option:NAME` to `aesock.allow`.";
    /// Something that needs no permission, such as a socket pair.
    Harmless = Allow, "harmless", NONE, "{} reaches no network",
        "To refuse socket pairs, add the rule `socketpair` to `aesock.deny`.";
    /// A service of the host that a library asks by itself, whatever a script does: the Unix sockets of sssd, avahi,
    /// systemd-resolved, journald and uuidd. Of programs, a name server of resolv.conf too.
    HostService = Allow, "host-service", NONE, "{} is a service of the host that is asked without a rule",
        "To refuse it, name it in `aesock.deny`: `unix:/run/uuidd/request`, `10.0.0.2:53`.";

    /// A deny rule names it.
    Denied = Deny, "denied", EACCES, "{} is denied by a rule",
        "Change the rule that stands behind the sentence, in `aesock.deny` or the file of `aesock.rules`; an allow rule does not outweigh it.";
    /// An address of a private network: RFC 1918, or unique local in IPv6.
    Private = Deny, "private", EACCES, "{} is a private address",
        "Allow it in `aesock.allow` by address, network, exact name or class `private`, best with transport and port.";
    /// What this host delivers to itself: loopback addresses, those of its interfaces, their networks' broadcast
    /// and anycast addresses, and local routes.
    Loopback = Deny, "loopback", EACCES, "{} is a loopback address or one of this host",
        "Allow it in `aesock.allow` by address, network or class `loopback` (a name does not do); in development `aesock.development`.";
    /// An address of the host's own link. The metadata service of clouds, with its credentials, is here.
    LinkLocal = Deny, "link-local", EACCES, "{} is a link-local address",
        "Think twice; allow it in `aesock.allow` by address, network or class `link-local` (a name does not do).";
    /// An address of a group of hosts.
    Multicast = Deny, "multicast", EACCES, "{} is a multicast address",
        "Allow it in `aesock.allow` by address, network or class `multicast` (a name does not do).";
    /// The address of all hosts of a network.
    Broadcast = Deny, "broadcast", EACCES, "{} is a broadcast address",
        "Allow it in `aesock.allow` by address or class `broadcast` (a name does not do).";
    /// An address that the IANA registries do not call globally reachable, or one that carries another address within it.
    /// Carrier-grade NAT (100.64.0.0/10) is here.
    Reserved = Deny, "reserved", EACCES, "{} is a reserved address, not reachable on the Internet",
        "Allow it in `aesock.allow` by address, network or class `reserved` (a name does not do).";
    /// An address of Google's own services. Those of Google Cloud's customers are public ones.
    Google = Deny, "google", EACCES, "{} belongs to Google's own services",
        "Allow it in `aesock.allow` by exact name, address, network or class `google`; if Google has given it to a customer since, update `aesock.google_ranges`.";
    /// Port 25, to every destination.
    Port25 = Deny, "port-25", EACCES, "port 25 of {} is blocked, use 587 or 465",
        "Send mail by authenticated submission on port 587 or 465, or allow the relay in `aesock.allow` with its port, `10.8.0.25:25`.";
    /// FTP, on any port, or port 21.
    Ftp = Deny, "ftp", EACCES, "FTP to {} is not supported",
        "Use HTTP or SFTP, or add the rule `ftp` to `aesock.allow`; for sockets to port 21 allow the server with its port.";
    /// `aesock.default` is `deny`, and no rule allows it.
    Unlisted = Deny, "unlisted", EACCES, "no rule allows {}",
        "Name it in `aesock.allow`, or set `aesock.default=allow`.";
    /// A server socket, or accepting a connection.
    Listen = Deny, "listen", EACCES, "listening on {} is not allowed, sockets are outbound only",
        "Put a web server before PHP, or add the rule `listen` to `aesock.allow`.";
    /// A local address or port of the script's choice.
    Bind = Deny, "bind", EACCES, "binding to {} is not allowed, the system chooses the local address",
        "Leave out `bindto`, `socket_bind()` or libcurl's option, or add the rule `bind` to `aesock.allow`; a Unix socket needs its rule `unix:/path` besides.";
    /// A Unix-domain socket.
    Unix = Deny, "unix", EACCES, "Unix socket {} is not allowed, no rule opens it",
        "Allow its real path in `aesock.allow`: `unix:/run/mysqld/mysqld.sock`; one without a path (abstract) has the rule `unix` alone.";
    /// A transport other than TCP and UDP.
    Transport = Deny, "transport", EACCES, "{} is neither TCP nor UDP",
        "Use `tcp`, `tls` or `udp`; the rule `raw` in `aesock.allow` opens transports of other extensions. Under `aesock.native=all` it opens none to programs and direct calls.";
    /// A family of sockets other than IPv4 and IPv6.
    Family = Deny, "family", EAFNOSUPPORT, "{} is neither IPv4 nor IPv6",
        "In `aesock.allow` the rule `unix` or `unix:/path` opens `AF_UNIX`, `socketpair` opens `socket_create_pair()`, and `raw` other families, of which ext/sockets has none before PHP 8.5. To programs and direct calls (`aesock.native=all`) no rule opens others.";
    /// A type or protocol of sockets other than TCP and UDP.
    Protocol = Deny, "protocol", EPROTONOSUPPORT, "{} is neither TCP nor UDP",
        "Use TCP or UDP, or add the rule `raw` to `aesock.allow`. To programs and direct calls (`aesock.native=all`) no rule opens others.";
    /// A socket option that is neither simulated nor opened.
    Option = Deny, "option", EACCES, "socket option {} is not supported",
        "Do without it, or add the rule `option:NAME` to `aesock.allow`; `options` opens all.";
    /// Control data of a message, which could choose a source address or pass a descriptor.
    Control = Deny, "control", EACCES, "control data of {} is not allowed, it could choose a source or pass a descriptor",
        "Add the rule `options` to `aesock.allow`, and over a Unix socket `unix` besides.";
    /// Authentication by a library that connects where it wants, or by a program; Kerberos does.
    Gss = Deny, "gss", EACCES, "{} lets a library connect by itself, which is not allowed",
        "Authenticate otherwise, or add the rule `gss` to `aesock.allow`.";
    /// Something that would reach the network unseen.
    Unseen = Deny, "unseen", EACCES, "{} could connect past the policy",
        "Do without it; only the rule `any`, which lifts the whole policy, allows it.";
    /// `dl()` of an extension that may have sockets of its own, where `aesock.strict` is set.
    NotCovered = Deny, "not-covered", EACCES, "{} is not covered, and aesock.strict is set",
        "Do without the extension, or set `aesock.strict=0`.";
    /// What would decide cannot be looked at: what this host delivers to itself, or the addresses of a name
    /// that a rule denies. Nothing was known of it before either.
    Undecided = Deny, "undecided", EACCES, "cannot decide on {}",
        "Where nobody answers, see that the name servers do, or name others in `aesock.nameservers`; else let PHP read what the sentence names (`AF_NETLINK` or `/proc` for the host's addresses; more descriptors, `ulimit -n`, where too many files are open), or deny by address instead of by name. Of a program under `aesock.native=all`: let PHP look at it, which containers (`pidfd_getfd`) and a program that closes its memory or whose file cannot be read may not.";
    /// The socket of another application.
    Foreign = Deny, "foreign", EPIPE, "{} is another application's",
        "Connect anew in the application that uses it; `aesock.application` tells whose a socket is.";
    /// A socket that aesock did not make, used for more than reading and writing.
    Inherited = Deny, "inherited", EPIPE, "{} was not made here, and may only be read and written",
        "Connect in the script, or add the rule `any` to `aesock.allow`.";
    /// A socket that was idle for too long.
    Reclaimed = Deny, "reclaimed", EPIPE, "{} was idle for longer than aesock.idle_timeout, and was reclaimed",
        "Connect anew, or raise `aesock.idle_timeout`.";
    /// So much of a quota was used that nothing is left for now. The sentence names the quota and tells when it refills.
    Quota = Deny, "quota", EDQUOT, "{}",
        "Wait until it refills, or raise `aesock.quota`.";
    /// `aesock.mode` is `disabled`.
    Disabled = Deny, "disabled", EACCES, "sockets are disabled for your application by aesock.mode",
        "Set `aesock.mode=enforce`.";
    /// A setting of this pool or virtual host, or the file of rules that it names, means nothing. Everything is refused. Or ext/sockets
    /// is another than aesock knows, and its functions are refused.
    Misconfigured = Deny, "misconfigured", EACCES, "aesock is misconfigured: {}",
        "Correct what the sentence names; `aesock_status()` and the log tell it too.";
    /// The check itself failed.
    Internal = Deny, "internal", EACCES, "aesock failed to decide on {}, please report it",
        "This is a fault of aesock: please report it, with the log.";
    /// What stock PHP would take for a target, but is none. The sentence names the flaw.
    InvalidTarget = Deny, "invalid-target", EINVAL, "{}",
        "Correct the target in the script; no rule allows it, but for port 0, which `any` does.";

    /// The name does not exist.
    NameNotFound = Deny, "name-not-found", NONE, "{} does not exist",
        "Correct the name; a name of this host's own can stand in the hosts file.";
    /// The name exists and has no address.
    NameWithoutAddress = Deny, "name-without-address", NONE, "{} has no address",
        "Correct the name, or give it an A or AAAA record.";
    /// No name server gave an answer: they failed, or are silent.
    NameUnresolved = Deny, "name-unresolved", NONE, "{} could not be resolved",
        "See that the servers of resolv.conf answer, or name others in `aesock.nameservers`; where a script holds all descriptors, nobody can be asked.";
}

impl Reason {
    /// Whether a name did not resolve: stock PHP has words of its own for that.
    #[must_use]
    pub const fn is_of_resolver(self) -> bool {
        matches!(
            self,
            Self::NameNotFound | Self::NameWithoutAddress | Self::NameUnresolved
        )
    }

    /// What an operator can do who wants it otherwise for a destination that `rule` names: in the settings, or
    /// in the file that has rules, whose name is escaped.
    #[must_use]
    pub fn remedy_by(self, rule: Option<&str>, file: Option<&str>) -> String {
        let Some(rule) = rule else {
            return self.remedy().to_owned();
        };
        let (before, verb, behind) = match self {
            Self::Public | Self::Exception => ("To refuse it, add", "deny", "."),
            Self::Port25 => (
                "Send mail by authenticated submission on port 587 or 465, or add",
                "allow",
                ".",
            ),
            Self::LinkLocal => (
                "Think twice: the metadata service of clouds is here. To allow it, add",
                "allow",
                ".",
            ),
            Self::Google => (
                "To allow it, add",
                "allow",
                "; if Google has given it to a customer since, update `aesock.google_ranges`.",
            ),
            Self::Private
            | Self::Loopback
            | Self::Multicast
            | Self::Broadcast
            | Self::Reserved
            | Self::Ftp
            | Self::Unlisted
            | Self::Unix => ("To allow it, add", "allow", "."),
            _ => return self.remedy().to_owned(),
        };
        match file {
            Some(file) => format!("{before} the line `{verb} {rule}` to `{file}`{behind}"),
            None => format!("{before} `{rule}` to `aesock.{verb}`{behind}"),
        }
    }

    /// Whether a rule by name lifts this for the addresses of the name.
    #[must_use]
    pub const fn is_lifted_by_name(self) -> bool {
        matches!(
            self,
            Self::Private
                | Self::Google
                | Self::Port25
                | Self::Ftp
                | Self::Unlisted
                | Self::Public
                | Self::Exception
        )
    }

    /// The sentence about `subject`, which must be escaped where a script chose it.
    pub fn about(self, subject: impl fmt::Display) -> impl fmt::Display {
        fmt::from_fn(move |f| match self.sentence().split_once("{}") {
            Some((before, after)) => write!(f, "{before}{subject}{after}"),
            None => f.write_str(self.sentence()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn slugs_are_unique_and_only_refusals_have_an_error_number() {
        let slugs: HashSet<_> = Reason::ALL.iter().map(|reason| reason.slug()).collect();
        assert_eq!(slugs.len(), Reason::ALL.len());
        assert!(
            Reason::ALL
                .iter()
                .all(|reason| reason.verdict() == Verdict::Deny || reason.errno() == NONE)
        );
    }

    #[test]
    fn every_reason_tells_what_it_means_and_what_to_do() {
        let is_sentence = |text: &str| {
            text.starts_with(|first: char| first.is_ascii_uppercase() || first == '`')
                && text.ends_with('.')
        };
        for reason in Reason::ALL {
            for text in [reason.meaning(), reason.remedy()] {
                assert!(is_sentence(text), "{}: {text}", reason.slug());
            }
        }
    }

    #[test]
    fn a_sentence_names_its_subject() {
        assert_eq!(
            Reason::Private.about("10.0.0.5").to_string(),
            "10.0.0.5 is a private address"
        );
        assert_eq!(
            Reason::Port25.about("h").to_string(),
            "port 25 of h is blocked, use 587 or 465"
        );
        assert_eq!(
            Reason::Disabled.about("h").to_string(),
            "sockets are disabled for your application by aesock.mode"
        );
    }
}
