//! Socket options as App Engine had them: eight with simulated values, all others refused. It
//! neither reads nor sets an option of a socket.
//!
//! # Design
//! One table, matched on level and number. The values are those of the sockets stub of Google's
//! Python SDK for App Engine (`_MOCK_SOCKET_OPTIONS` of `google/appengine/api/remote_socket`, the
//! same bytes from SDK 1.8.1 to 1.9.91), read as C does on the little-endian machines that PHP ran
//! on; that these eight are supported is from the documentation page of the Sockets API for PHP.
//! The names are the constants of ext/sockets
//! (<https://www.php.net/manual/en/sockets.constants.php>).

use libc::{IPPROTO_IP, IPPROTO_IPV6, IPPROTO_TCP, IPPROTO_UDP, SOL_SOCKET, c_int};
use std::fmt;

/// An option of a socket: `SOL_SOCKET` and `SO_KEEPALIVE`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SocketOption {
    /// Level, as setsockopt(2) takes it.
    pub level: i64,
    /// The option's number within the level.
    pub number: i64,
}

/// What a script does with an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// It reads the option.
    Get,
    /// It sets the option.
    Set,
}

/// The value that a supported option seems to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Simulated {
    /// A number.
    Number(i32),
    /// `SO_LINGER`, off and without a time.
    NoLinger,
}

/// How an option is treated where no rule names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Treatment {
    /// A get returns the value, a set does nothing.
    Simulated(Simulated),
    /// A get returns the real value, which scripts need after a connect without waiting; a set is
    /// refused.
    RealOnGet,
    Refused,
}

/// What becomes of one access to an option where no rule names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The kernel is asked.
    Real,
    /// The value stands in for the kernel's.
    Simulated(Simulated),
    /// It is refused.
    Refused,
}

struct Known {
    name: &'static str,
    level: c_int,
    number: c_int,
    treatment: Treatment,
}

macro_rules! known {
    ($($level:ident { $($name:ident $(= $number:literal)? $(: $treatment:expr)?;)* })*) => {
        /// The options that have names, the supported ones first.
        const KNOWN: &[Known] = &[$($(Known {
            name: stringify!($name),
            level: $level,
            number: known!(@number $name $(= $number)?),
            treatment: known!(@treatment $($treatment)?),
        },)*)*];
    };
    (@number $name:ident) => { libc::$name };
    (@number $name:ident = $number:literal) => { $number };
    (@treatment) => { Treatment::Refused };
    (@treatment $treatment:expr) => { $treatment };
}

const fn number(value: i32) -> Treatment {
    Treatment::Simulated(Simulated::Number(value))
}

known! {
    SOL_SOCKET {
        SO_KEEPALIVE: number(0);
        SO_OOBINLINE: number(0);
        SO_DEBUG: number(128);
        SO_LINGER: Treatment::Simulated(Simulated::NoLinger);
        SO_SNDBUF: number(0x0020_0000);
        SO_RCVBUF: number(0x0020_0000);
        SO_REUSEADDR: number(1);
        SO_ERROR: Treatment::RealOnGet;
    }
    IPPROTO_TCP {
        TCP_NODELAY: number(0);
    }
    SOL_SOCKET {
        SO_ATTACH_REUSEPORT_CBPF;
        SO_BINDTODEVICE;
        SO_BINDTOIFINDEX;
        SO_BPF_EXTENSIONS = 48;
        SO_BROADCAST;
        SO_BUSY_POLL;
        SO_DETACH_FILTER;
        SO_DETACH_REUSEPORT_BPF = 68;
        SO_DOMAIN;
        SO_DONTROUTE;
        SO_INCOMING_CPU;
        SO_MARK;
        SO_MEMINFO;
        SO_PASSCRED;
        SO_PRIORITY;
        SO_PROTOCOL;
        SO_RCVLOWAT;
        SO_RCVTIMEO;
        SO_REUSEPORT;
        SO_SNDLOWAT;
        SO_SNDTIMEO;
        SO_TIMESTAMP;
        SO_TYPE;
        SO_ZEROCOPY;
    }
    IPPROTO_TCP {
        TCP_CONGESTION;
        TCP_CORK;
        TCP_DEFER_ACCEPT;
        TCP_FASTOPEN;
        TCP_INFO;
        TCP_KEEPCNT;
        TCP_KEEPIDLE;
        TCP_KEEPINTVL;
        TCP_LINGER2;
        TCP_MAXSEG;
        TCP_NOTSENT_LOWAT;
        TCP_QUICKACK;
        TCP_REPAIR;
        TCP_SYNCNT;
        TCP_USER_TIMEOUT;
        TCP_WINDOW_CLAMP;
    }
    IPPROTO_UDP {
        UDP_GRO;
        UDP_SEGMENT;
    }
    IPPROTO_IP {
        IP_BIND_ADDRESS_NO_PORT;
        IP_FREEBIND;
        IP_HDRINCL;
        IP_MTU;
        IP_MTU_DISCOVER;
        IP_MULTICAST_IF;
        IP_MULTICAST_LOOP;
        IP_MULTICAST_TTL;
        IP_OPTIONS;
        IP_PKTINFO;
        IP_RECVERR;
        IP_TOS;
        IP_TRANSPARENT;
        IP_TTL;
        MCAST_BLOCK_SOURCE = 43;
        MCAST_JOIN_GROUP = 42;
        MCAST_JOIN_SOURCE_GROUP = 46;
        MCAST_LEAVE_GROUP = 45;
        MCAST_LEAVE_SOURCE_GROUP = 47;
        MCAST_UNBLOCK_SOURCE = 44;
    }
    IPPROTO_IPV6 {
        IPV6_HOPLIMIT;
        IPV6_MTU;
        IPV6_MTU_DISCOVER;
        IPV6_MULTICAST_HOPS;
        IPV6_MULTICAST_IF;
        IPV6_MULTICAST_LOOP;
        IPV6_PKTINFO;
        IPV6_RECVHOPLIMIT;
        IPV6_RECVPKTINFO;
        IPV6_RECVTCLASS;
        IPV6_TCLASS;
        IPV6_UNICAST_HOPS;
        IPV6_V6ONLY;
        MCAST_BLOCK_SOURCE = 43;
        MCAST_JOIN_GROUP = 42;
        MCAST_JOIN_SOURCE_GROUP = 46;
        MCAST_LEAVE_GROUP = 45;
        MCAST_LEAVE_SOURCE_GROUP = 47;
        MCAST_UNBLOCK_SOURCE = 44;
    }
}

impl SocketOption {
    /// An option by its numbers in C.
    #[must_use]
    pub const fn new(level: c_int, number: c_int) -> Self {
        Self {
            level: level as i64,
            number: number as i64,
        }
    }

    /// The option whose constant has this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let known = KNOWN.iter().find(|known| known.name == name)?;
        Some(Self::new(known.level, known.number))
    }

    /// Whether the kernel would see these numbers: it takes 32 bits of each, and would see another
    /// option in larger ones.
    #[must_use]
    pub fn is_whole(self) -> bool {
        [self.level, self.number]
            .into_iter()
            .all(|number| c_int::try_from(number).is_ok())
    }

    fn known(self) -> Option<&'static Known> {
        KNOWN.iter().find(|known| {
            (i64::from(known.level), i64::from(known.number)) == (self.level, self.number)
        })
    }

    /// The name of the option's constant, by which rules know it.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        self.known().map(|known| known.name)
    }

    /// The place of the option among the times of keep-alive, which libraries set one after the other.
    #[must_use]
    pub fn keep_alive_time(self) -> Option<usize> {
        let times = [libc::TCP_KEEPIDLE, libc::TCP_KEEPINTVL, libc::TCP_KEEPCNT];
        times
            .iter()
            .position(|&number| Self::new(IPPROTO_TCP, number) == self)
    }

    /// What becomes of `access` where no rule names the option.
    #[must_use]
    pub fn outcome(self, access: Access) -> Outcome {
        let treatment = self
            .known()
            .map_or(Treatment::Refused, |known| known.treatment);
        match (treatment, access) {
            (Treatment::Simulated(value), _) => Outcome::Simulated(value),
            (Treatment::RealOnGet, Access::Get) => Outcome::Real,
            (Treatment::RealOnGet, Access::Set) | (Treatment::Refused, _) => Outcome::Refused,
        }
    }
}

impl fmt::Display for SocketOption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None => write!(f, "{} of level {}", self.number, self.level),
        }
    }
}

/// Whether an option has this name.
#[must_use]
pub fn is_name(name: &str) -> bool {
    KNOWN.iter().any(|known| known.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn eight_options_are_simulated_with_app_engines_values() {
        use Simulated::{NoLinger, Number};
        let simulated: Vec<_> = KNOWN
            .iter()
            .filter_map(|known| match known.treatment {
                Treatment::Simulated(value) => Some((known.level, known.number, value)),
                _ => None,
            })
            .collect();
        assert_eq!(
            simulated,
            [
                (SOL_SOCKET, libc::SO_KEEPALIVE, Number(0)),
                (SOL_SOCKET, libc::SO_OOBINLINE, Number(0)),
                (SOL_SOCKET, libc::SO_DEBUG, Number(128)),
                (SOL_SOCKET, libc::SO_LINGER, NoLinger),
                (SOL_SOCKET, libc::SO_SNDBUF, Number(2_097_152)),
                (SOL_SOCKET, libc::SO_RCVBUF, Number(2_097_152)),
                (SOL_SOCKET, libc::SO_REUSEADDR, Number(1)),
                (IPPROTO_TCP, libc::TCP_NODELAY, Number(0)),
            ]
        );
    }

    #[test]
    fn a_simulated_option_is_so_for_get_and_set_on_its_own_level_only() {
        let keepalive = SocketOption::new(SOL_SOCKET, libc::SO_KEEPALIVE);
        for access in [Access::Get, Access::Set] {
            assert_eq!(
                keepalive.outcome(access),
                Outcome::Simulated(Simulated::Number(0))
            );
        }
        // 9 is TCP_DEFER_ACCEPT there.
        let namesake = SocketOption::new(IPPROTO_TCP, libc::SO_KEEPALIVE);
        assert_eq!(namesake.outcome(Access::Get), Outcome::Refused);
        assert_eq!(namesake.to_string(), "TCP_DEFER_ACCEPT");
    }

    #[test]
    fn the_error_is_real_on_get_and_refused_on_set() {
        let error = SocketOption::new(SOL_SOCKET, libc::SO_ERROR);
        assert_eq!(error.outcome(Access::Get), Outcome::Real);
        assert_eq!(error.outcome(Access::Set), Outcome::Refused);
    }

    #[test]
    fn all_else_is_refused_the_unknown_too() {
        for option in [
            SocketOption::new(SOL_SOCKET, libc::SO_TYPE),
            SocketOption::new(SOL_SOCKET, libc::SO_RCVTIMEO),
            SocketOption::new(SOL_SOCKET, 4711),
            SocketOption {
                level: i64::MAX,
                number: i64::MIN,
            },
            // What 32 bits would take for SO_KEEPALIVE.
            SocketOption {
                level: (1 << 32) + 1,
                number: 9,
            },
        ] {
            for access in [Access::Get, Access::Set] {
                assert_eq!(option.outcome(access), Outcome::Refused, "{option}");
            }
        }
        assert_eq!(
            SocketOption::new(SOL_SOCKET, 4711).to_string(),
            "4711 of level 1"
        );
    }

    #[test]
    fn three_options_are_times_of_keep_alive() {
        let places = |level, numbers: [c_int; 4]| {
            numbers.map(|number| SocketOption::new(level, number).keep_alive_time())
        };
        let numbers = [
            libc::TCP_KEEPIDLE,
            libc::TCP_KEEPINTVL,
            libc::TCP_KEEPCNT,
            libc::TCP_SYNCNT,
        ];
        assert_eq!(
            places(IPPROTO_TCP, numbers),
            [Some(0), Some(1), Some(2), None]
        );
        assert_eq!(places(SOL_SOCKET, numbers), [None; 4]);
    }

    #[test]
    fn an_option_has_one_name() {
        let numbers: HashSet<_> = KNOWN
            .iter()
            .map(|known| (known.level, known.number))
            .collect();
        assert_eq!(numbers.len(), KNOWN.len());
        assert!(is_name("SO_RCVTIMEO") && is_name("MCAST_JOIN_GROUP") && !is_name("SO_NOTHING"));
    }
}
