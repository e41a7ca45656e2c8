//! Which system calls the kernel answers by itself, and which it hands to the supervisor, as the program
//! of a filter. What the supervisor decides is not here.
//!
//! Calls that are not in the table are allowed. The kernel remembers for each number whether it is always
//! allowed, so reading and writing cost nothing more.

use super::{code::Code, pass::Secret, refusals::Refusals};
use libc::{
    AF_INET, AF_INET6, AF_NETLINK, AF_UNIX, EAFNOSUPPORT, EOPNOTSUPP, EPERM, EPROTONOSUPPORT,
    IPPROTO_IP, IPPROTO_IPV6, IPPROTO_TCP, IPPROTO_UDP, NETLINK_ROUTE, SECCOMP_RET_ALLOW,
    SECCOMP_RET_ERRNO, SECCOMP_RET_USER_NOTIF, SOCK_DGRAM, SOCK_STREAM, SOL_SOCKET, c_int, c_long,
};

/// Where the kernel's description has the number of a call and its architecture.
const NUMBER: u32 = 0;
const ARCHITECTURE: u32 = 4;

/// The bits of a socket's type without flags (`SOCK_TYPE_MASK`).
const TYPE: u32 = 0xf;

/// What tells this architecture's calls from those of its 32-bit relative (`AUDIT_ARCH_*`), and the
/// relative's calls that reach the network.
struct Architecture {
    own: u32,
    /// The first of a second set of numbers for the same calls.
    second_numbers: Option<u32>,
    relative: u32,
    of_relative: &'static [u32],
}

/// x32; and by `int 0x80` socketcall, sendmmsg, the calls from socket on, io_uring's, and pidfd_getfd.
#[cfg(target_arch = "x86_64")]
const HERE: Architecture = Architecture {
    own: 0xc000_003e,
    second_numbers: Some(0x4000_0000),
    relative: 0x4000_0003,
    of_relative: &[
        102, 345, 359, 361, 362, 363, 366, 369, 370, 425, 426, 427, 438,
    ],
};

/// Programs for 32-bit ARM: the calls from socket on, socketcall, sendmmsg, io_uring's, and
/// pidfd_getfd.
#[cfg(target_arch = "aarch64")]
const HERE: Architecture = Architecture {
    own: 0xc000_00b7,
    second_numbers: None,
    relative: 0x4000_0028,
    of_relative: &[
        102, 281, 282, 283, 284, 290, 294, 296, 374, 425, 426, 427, 438,
    ],
};

/// The relatives' number of ioctl(2), which is the same here and there.
const IOCTL_OF_RELATIVE: u32 = 54;

/// The number of a call that a tracer takes back.
const TAKEN_BACK: u32 = u32::MAX;

/// Options of a level that may be set; all others are refused.
const IP_OPTIONS: &[c_int] = &[
    1,  // IP_TOS
    2,  // IP_TTL
    6,  // IP_RECVOPTS
    7,  // IP_RETOPTS
    8,  // IP_PKTINFO, which asks to be told
    10, // IP_MTU_DISCOVER
    11, // IP_RECVERR
    12, // IP_RECVTTL
    13, // IP_RECVTOS
    20, // IP_RECVORIGDSTADDR
    21, // IP_MINTTL
    24, // IP_BIND_ADDRESS_NO_PORT
    25, // IP_RECVFRAGSIZE
    26, // IP_RECVERR_RFC4884
    33, // IP_MULTICAST_TTL
    34, // IP_MULTICAST_LOOP
    49, // IP_MULTICAST_ALL
    51, // IP_LOCAL_PORT_RANGE
];

/// As [`IP_OPTIONS`], of IPv6.
const IPV6_OPTIONS: &[c_int] = &[
    1,  // IPV6_ADDRFORM
    16, // IPV6_UNICAST_HOPS
    18, // IPV6_MULTICAST_HOPS
    19, // IPV6_MULTICAST_LOOP
    23, // IPV6_MTU_DISCOVER
    24, // IPV6_MTU
    25, // IPV6_RECVERR
    26, // IPV6_V6ONLY
    29, // IPV6_MULTICAST_ALL
    31, // IPV6_RECVERR_RFC4884
    33, // IPV6_FLOWINFO_SEND
    49, // IPV6_RECVPKTINFO
    51, // IPV6_RECVHOPLIMIT
    60, // IPV6_RECVPATHMTU
    62, // IPV6_DONTFRAG
    66, // IPV6_RECVTCLASS
    67, // IPV6_TCLASS
    70, // IPV6_AUTOFLOWLABEL
    72, // IPV6_ADDR_PREFERENCES
    73, // IPV6_MINHOPCOUNT
    74, // IPV6_RECVORIGDSTADDR
];

/// Options that may not be set: the interface, the mark that routes go by.
const SOCKET_OPTIONS_REFUSED: &[c_int] = &[
    libc::SO_BINDTODEVICE,
    libc::SO_MARK,
    62, // SO_BINDTOIFINDEX
];

/// Options of TCP and UDP that may not be set: another state of the connection, packets in packets.
const TCP_OPTIONS_REFUSED: &[c_int] = &[libc::TCP_REPAIR];
const UDP_OPTIONS_REFUSED: &[c_int] = &[libc::UDP_ENCAP];

/// Requests of ioctl(2) that write into a terminal as if somebody typed there. The shell that started PHP
/// reads it.
const TERMINAL_INPUT: &[u32] = &[
    0x5412, // TIOCSTI
    0x541c, // TIOCLINUX, which pastes
];

/// The program of the filter; calls with `secret` in their last two registers pass.
pub(super) fn program(secret: Secret, refusals: Refusals) -> Code {
    if refusals == Refusals::LeftOut {
        return of_audit(secret);
    }
    Code::all([
        Code::load(ARCHITECTURE),
        Code::when_equal(HERE.relative, of_relative()),
        Code::unless_equal(HERE.own, refuse(libc::ENOSYS)),
        own(secret, refuse),
    ])
}

/// The same without refusals: the supervisor sees what is decided on, and what would be refused, and lets it pass.
/// Calls of other numbers, which it would not know, are not touched.
fn of_audit(secret: Secret) -> Code {
    Code::all([
        Code::load(ARCHITECTURE),
        Code::unless_equal(HERE.own, allow()),
        Code::load(NUMBER),
        supervised(secret),
        Code::when_equal(
            libc::SYS_sendto as u32,
            Code::all([
                Code::load(low(4)),
                Code::when_equal(0, without_address()),
                Code::answer(SECCOMP_RET_USER_NOTIF),
            ]),
        ),
        kinds(tell),
        allow(),
    ])
}

/// What becomes of a call that nobody could decide on.
type Refuse = fn(c_int) -> Code;

/// Calls that name a peer or a local address, in registers that are pointers to it.
fn supervised(secret: Secret) -> Code {
    let supervised = [
        libc::SYS_connect,
        libc::SYS_bind,
        libc::SYS_listen,
        libc::SYS_sendmsg,
        libc::SYS_sendmmsg,
    ];
    Code::when_one_of(
        &supervised.map(|number| number as u32),
        &unless_secret(secret, SECCOMP_RET_USER_NOTIF),
    )
}

/// Descriptors of others: the listener is in the table of the supervisor's threads, which the kernel opens
/// one by one (`PIDFD_THREAD`, Linux 6.9).
fn pidfd_getfd(secret: Secret) -> Code {
    unless_secret(secret, SECCOMP_RET_ERRNO | EPERM as u32)
}

/// Calls of the 32-bit relative: they have other registers, which the kernel describes as this one's, and
/// nobody needs them for the network.
fn of_relative() -> Code {
    Code::all([
        Code::load(NUMBER),
        Code::when_one_of(HERE.of_relative, &refuse(libc::EACCES)),
        Code::when_equal(IOCTL_OF_RELATIVE, ioctl()),
        allow(),
    ])
}

fn own(secret: Secret, refuse: Refuse) -> Code {
    let uring = [libc::SYS_io_uring_enter, libc::SYS_io_uring_register];
    Code::all([
        Code::load(NUMBER),
        by_second_numbers(),
        supervised(secret),
        Code::when_equal(libc::SYS_sendto as u32, sendto()),
        Code::when_equal(libc::SYS_pidfd_getfd as u32, pidfd_getfd(secret)),
        Code::when_equal(libc::SYS_ioctl as u32, ioctl()),
        kinds(refuse),
        Code::when_one_of(&uring.map(|number| number as u32), &refuse(libc::ENOSYS)),
        allow(),
    ])
}

/// Calls that make something, where no address is to be looked at.
fn kinds(refuse: Refuse) -> Code {
    let call = |number: c_long, body| Code::when_equal(number as u32, body);
    Code::all([
        call(libc::SYS_socket, socket(refuse)),
        call(libc::SYS_socketpair, socketpair(refuse)),
        call(libc::SYS_setsockopt, setsockopt(refuse)),
        call(libc::SYS_io_uring_setup, refuse(libc::ENOSYS)),
    ])
}

/// Calls by a second set of numbers.
fn by_second_numbers() -> Code {
    let Some(first) = HERE.second_numbers else {
        return Code::default();
    };
    let refused = Code::all([Code::when_equal(TAKEN_BACK, allow()), refuse(libc::ENOSYS)]);
    Code::when_at_least(first, refused)
}

/// `answer`, for calls that use neither of their last two arguments.
fn unless_secret(Secret([first, second]): Secret, answer: u32) -> Code {
    let with = |argument, half: fn(u32) -> u32, value: u32, body| {
        Code::all([Code::load(half(argument)), Code::when_equal(value, body)])
    };
    let passes = with(5, high, (second >> 32) as u32, allow());
    let passes = with(5, low, second as u32, passes);
    let passes = with(4, high, (first >> 32) as u32, passes);
    let passes = with(4, low, first as u32, passes);
    Code::all([passes, Code::answer(answer)])
}

/// With an address it is the supervisor's.
fn sendto() -> Code {
    Code::all([
        Code::load(low(3)),
        Code::when_any_bit(libc::MSG_FASTOPEN as u32, refuse(EOPNOTSUPP)),
        Code::load(low(4)),
        Code::when_equal(0, without_address()),
        Code::answer(SECCOMP_RET_USER_NOTIF),
    ])
}

fn without_address() -> Code {
    Code::all([Code::load(high(4)), Code::when_equal(0, allow())])
}

fn socket(refuse: Refuse) -> Code {
    let protocol = |allowed: &[c_int]| {
        Code::all([
            Code::load(low(2)),
            one_of(allowed, &allow()),
            refuse(EPROTONOSUPPORT),
        ])
    };
    let internet = Code::all([
        Code::load(low(1)),
        Code::mask(TYPE),
        Code::when_equal(SOCK_STREAM as u32, protocol(&[0, IPPROTO_TCP])),
        Code::when_equal(SOCK_DGRAM as u32, protocol(&[0, IPPROTO_UDP])),
        refuse(EPROTONOSUPPORT),
    ]);
    Code::all([
        Code::load(low(0)),
        Code::when_equal(AF_UNIX as u32, allow()),
        Code::when_equal(AF_NETLINK as u32, protocol(&[NETLINK_ROUTE])),
        one_of(&[AF_INET, AF_INET6], &internet),
        refuse(EAFNOSUPPORT),
    ])
}

fn socketpair(refuse: Refuse) -> Code {
    Code::all([
        Code::load(low(0)),
        Code::when_equal(AF_UNIX as u32, allow()),
        refuse(EOPNOTSUPP),
    ])
}

fn setsockopt(refuse: Refuse) -> Code {
    let level = |level: c_int, body| {
        let body = Code::all([Code::load(low(2)), body]);
        Code::when_equal(level as u32, body)
    };
    let only = |options| Code::all([one_of(options, &allow()), refuse(EPERM)]);
    let but = |options| Code::all([one_of(options, &refuse(EPERM)), allow()]);
    Code::all([
        Code::load(low(1)),
        level(IPPROTO_IP, only(IP_OPTIONS)),
        level(IPPROTO_IPV6, only(IPV6_OPTIONS)),
        level(SOL_SOCKET, but(SOCKET_OPTIONS_REFUSED)),
        level(IPPROTO_TCP, but(TCP_OPTIONS_REFUSED)),
        level(IPPROTO_UDP, but(UDP_OPTIONS_REFUSED)),
        allow(),
    ])
}

fn ioctl() -> Code {
    Code::all([
        Code::load(low(1)),
        Code::when_one_of(TERMINAL_INPUT, &refuse(EPERM)),
        allow(),
    ])
}

fn one_of(values: &[c_int], body: &Code) -> Code {
    let values: Vec<_> = values.iter().map(|value| *value as u32).collect();
    Code::when_one_of(&values, body)
}

/// Where the description has the lower half of an argument; an `int` is this half, and the kernel looks
/// at nothing else.
const fn low(argument: u32) -> u32 {
    16 + 8 * argument
}

const fn high(argument: u32) -> u32 {
    low(argument) + 4
}

fn allow() -> Code {
    Code::answer(SECCOMP_RET_ALLOW)
}

fn refuse(errno: c_int) -> Code {
    Code::answer(SECCOMP_RET_ERRNO | errno as u32)
}

/// In place of a refusal: the supervisor is told, and lets it pass.
fn tell(_: c_int) -> Code {
    Code::answer(SECCOMP_RET_USER_NOTIF)
}

#[cfg(test)]
mod tests;
