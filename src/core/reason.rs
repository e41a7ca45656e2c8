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
        f.write_str(match self {
            Self::Allow => "allow",
            Self::Deny => "deny",
        })
    }
}

/// Linux's number of an error, as PHP's `$errno` shows it.
pub type Errno = i32;

macro_rules! reasons {
    ($($(#[$doc:meta])* $variant:ident = $verdict:ident, $slug:literal, $errno:expr, $sentence:literal;)*) => {
        /// The reason of a decision.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Reason { $($(#[$doc])* $variant,)* }

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
    Public = Allow, "public", NONE, "{} is a public address";
    /// An allow rule names it.
    Rule = Allow, "rule", NONE, "{} is allowed by a rule";
    /// One of App Engine's exceptions: Google Public DNS, Gmail.
    Exception = Allow, "exception", NONE, "{} is one of App Engine's exceptions";
    /// Loopback in the development server (`aesock.development`).
    Development = Allow, "development", NONE, "{} is a loopback address, allowed in development";
    /// A socket option with a value of aesock's own.
    Simulated = Allow, "simulated", NONE, "socket option {} is simulated";
    /// Something that needs no permission, such as a socket pair.
    Harmless = Allow, "harmless", NONE, "{} reaches no network";

    /// A deny rule names it.
    Denied = Deny, "denied", EACCES, "{} is denied by a rule";
    /// [`Class::Private`](super::address::Class::Private).
    Private = Deny, "private", EACCES, "{} is a private address";
    /// [`Class::Loopback`](super::address::Class::Loopback).
    Loopback = Deny, "loopback", EACCES, "{} is a loopback address or one of this host";
    /// [`Class::LinkLocal`](super::address::Class::LinkLocal).
    LinkLocal = Deny, "link-local", EACCES, "{} is a link-local address";
    /// [`Class::Multicast`](super::address::Class::Multicast).
    Multicast = Deny, "multicast", EACCES, "{} is a multicast address";
    /// [`Class::Broadcast`](super::address::Class::Broadcast).
    Broadcast = Deny, "broadcast", EACCES, "{} is a broadcast address";
    /// [`Class::Reserved`](super::address::Class::Reserved).
    Reserved = Deny, "reserved", EACCES, "{} is a reserved address, not reachable on the Internet";
    /// [`Class::Google`](super::address::Class::Google).
    Google = Deny, "google", EACCES, "{} belongs to Google's own services";
    /// Port 25, to every destination.
    Port25 = Deny, "port-25", EACCES, "port 25 of {} is blocked, use 587 or 465";
    /// Port 21: FTP is not supported.
    Ftp = Deny, "ftp", EACCES, "FTP to {} is not supported";
    /// `aesock.default=deny`, and no rule allows it.
    Unlisted = Deny, "unlisted", EACCES, "no rule allows {}";
    /// A server socket.
    Listen = Deny, "listen", EACCES, "listening on {} is not allowed, sockets are outbound only";
    /// A local address or port of the script's choice.
    Bind = Deny, "bind", EACCES, "binding to {} is not allowed";
    /// A Unix-domain socket.
    Unix = Deny, "unix", EACCES, "Unix socket {} is not allowed";
    /// Neither TCP nor UDP.
    Transport = Deny, "transport", EACCES, "{} is neither TCP nor UDP";
    /// A family of sockets other than IPv4 and IPv6.
    Family = Deny, "family", EAFNOSUPPORT, "{} is neither IPv4 nor IPv6";
    /// A type or protocol of sockets other than TCP and UDP.
    Protocol = Deny, "protocol", EPROTONOSUPPORT, "{} is neither TCP nor UDP";
    /// A socket option that is not supported.
    Option = Deny, "option", EACCES, "socket option {} is not supported";
    /// Control data of a message, which could choose a source or pass a descriptor.
    Control = Deny, "control", EACCES, "control data of {} is not allowed";
    /// Authentication by a library that connects by itself, or by a program.
    Gss = Deny, "gss", EACCES, "{} lets a library connect by itself, which is not allowed";
    /// Something that would reach the network unseen.
    Unseen = Deny, "unseen", EACCES, "{} could connect past the policy";
    /// An extension with sockets of its own, where `aesock.strict` is set.
    NotCovered = Deny, "not-covered", EACCES, "{} is not covered, and aesock.strict is set";
    /// The socket of another application.
    Foreign = Deny, "foreign", EPIPE, "{} is another application's";
    /// A socket that aesock did not make, and that may only be read and written.
    Inherited = Deny, "inherited", EPIPE, "{} was not made here, and may only be read and written";
    /// A socket that was idle for too long.
    Reclaimed = Deny, "reclaimed", EPIPE, "{} was idle for longer than aesock.idle_timeout, and was reclaimed";
    /// `aesock.quota`: so much was used that nothing is left for now.
    Quota = Deny, "quota", EDQUOT, "{}";
    /// `aesock.mode=disabled`.
    Disabled = Deny, "disabled", EACCES, "sockets are disabled for your application";
    /// A setting that was changed at run time is invalid.
    Misconfigured = Deny, "misconfigured", EACCES, "aesock is misconfigured: {}";
    /// The check itself failed.
    Internal = Deny, "internal", EACCES, "aesock failed to decide on {}";
    /// What stock PHP would take for a target, but is none.
    InvalidTarget = Deny, "invalid-target", EINVAL, "{}";

    /// The name does not exist.
    NameNotFound = Deny, "name-not-found", NONE, "{} does not exist";
    /// The name has no address.
    NameWithoutAddress = Deny, "name-without-address", NONE, "{} has no address";
    /// No name server gave an answer.
    NameUnresolved = Deny, "name-unresolved", NONE, "{} could not be resolved";
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
            "sockets are disabled for your application"
        );
    }
}
