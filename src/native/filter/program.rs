//! Which system calls the kernel answers by itself, and which it hands to the supervisor, as the program
//! of a filter. What the supervisor decides is not here.
//!
//! Calls that are not in the table are allowed. The kernel remembers for each number whether it is always
//! allowed, so reading and writing cost nothing more.

use super::{code::Code, pass::Secret, refusals::Refusals};
use libc::{
    AF_INET, AF_INET6, AF_NETLINK, AF_UNIX, EOPNOTSUPP, EPERM, IPPROTO_IP, IPPROTO_IPV6,
    IPPROTO_TCP, IPPROTO_UDP, NETLINK_ROUTE, SECCOMP_RET_ALLOW, SECCOMP_RET_ERRNO,
    SECCOMP_RET_USER_NOTIF, SOCK_DGRAM, SOCK_STREAM, SOL_SOCKET, c_int, c_long,
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

/// The relative's number of seccomp(2), and the flag that asks for a listener (linux/seccomp.h).
#[cfg(target_arch = "x86_64")]
const SECCOMP_OF_RELATIVE: u32 = 354;
#[cfg(target_arch = "aarch64")]
const SECCOMP_OF_RELATIVE: u32 = 383;
const NEW_LISTENER: u32 = 1 << 3;

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
    let mut code = Code::new();
    code.load(ARCHITECTURE);
    match refusals {
        Refusals::Made => {
            code.when_equal(HERE.relative, of_relative);
            code.unless_equal(HERE.own, |code| refuse(code, libc::ENOSYS));
            own(&mut code, secret);
        }
        Refusals::LeftOut => {
            code.unless_equal(HERE.own, allow);
            of_audit(&mut code, secret);
        }
    }
    code
}

/// Calls of this architecture.
fn own(code: &mut Code, secret: Secret) {
    code.load(NUMBER);
    by_second_numbers(code);
    supervised(code, secret);
    code.when_equal(libc::SYS_sendto as u32, |code| {
        code.load(low(3));
        code.when_any_bit(libc::MSG_FASTOPEN as u32, |code| refuse(code, EOPNOTSUPP));
        with_address(code);
    });
    // Descriptors of others: the listener is in the table of the supervisor's threads, which the kernel opens one by
    // one (`PIDFD_THREAD`, Linux 6.9).
    code.when_equal(libc::SYS_pidfd_getfd as u32, |code| {
        unless_secret(code, secret, SECCOMP_RET_ERRNO | EPERM as u32);
    });
    code.when_equal(libc::SYS_ioctl as u32, ioctl);
    code.when_equal(libc::SYS_seccomp as u32, seccomp);
    kinds(code);
    let uring = [libc::SYS_io_uring_enter, libc::SYS_io_uring_register];
    code.when_one_of(numbers(&uring), |code| refuse(code, libc::ENOSYS));
    allow(code);
}

/// The same without refusals: the supervisor sees what is decided on, and what it would refuse, and lets it pass.
/// Calls of other numbers, which it would not know, are not touched.
fn of_audit(code: &mut Code, secret: Secret) {
    code.load(NUMBER);
    supervised(code, secret);
    code.when_equal(libc::SYS_sendto as u32, with_address);
    kinds(code);
    allow(code);
}

/// Calls of the 32-bit relative: they have other registers, which the kernel describes as this one's, and
/// nobody needs them for the network.
fn of_relative(code: &mut Code) {
    code.load(NUMBER);
    code.when_one_of(HERE.of_relative.iter().copied(), |code| {
        refuse(code, libc::EACCES)
    });
    code.when_equal(IOCTL_OF_RELATIVE, ioctl);
    code.when_equal(SECCOMP_OF_RELATIVE, seccomp);
    allow(code);
}

/// Calls by a second set of numbers.
fn by_second_numbers(code: &mut Code) {
    if let Some(first) = HERE.second_numbers {
        code.when_at_least(first, |code| {
            code.when_equal(TAKEN_BACK, allow);
            refuse(code, libc::ENOSYS);
        });
    }
}

/// Calls that name a peer or a local address, in registers that are pointers to it.
fn supervised(code: &mut Code, secret: Secret) {
    let supervised = [
        libc::SYS_connect,
        libc::SYS_bind,
        libc::SYS_listen,
        libc::SYS_sendmsg,
        libc::SYS_sendmmsg,
    ];
    code.when_one_of(numbers(&supervised), |code| {
        unless_secret(code, secret, SECCOMP_RET_USER_NOTIF);
    });
}

/// `answer`, for calls that use neither of their last two arguments.
fn unless_secret(code: &mut Code, Secret([first, second]): Secret, answer: u32) {
    let halves = [
        (low(4), first as u32),
        (high(4), (first >> 32) as u32),
        (low(5), second as u32),
        (high(5), (second >> 32) as u32),
    ];
    pass_with(code, &halves);
    code.answer(answer);
}

fn pass_with(code: &mut Code, halves: &[(u32, u32)]) {
    match halves {
        [] => allow(code),
        [(offset, value), others @ ..] => {
            code.load(*offset);
            code.when_equal(*value, |code| pass_with(code, others));
        }
    }
}

/// sendto(2) is the supervisor's with an address.
fn with_address(code: &mut Code) {
    code.load(low(4));
    code.when_equal(0, |code| {
        code.load(high(4));
        code.when_equal(0, allow);
    });
    supervise(code);
}

/// Calls that make something, where no address is to be looked at. Of those that nobody could decide on the supervisor
/// tells, and refuses them or lets them pass.
fn kinds(code: &mut Code) {
    code.when_equal(libc::SYS_socket as u32, socket);
    code.when_equal(libc::SYS_socketpair as u32, |code| {
        code.load(low(0));
        code.when_equal(AF_UNIX as u32, allow);
        supervise(code);
    });
    code.when_equal(libc::SYS_setsockopt as u32, setsockopt);
    code.when_equal(libc::SYS_io_uring_setup as u32, supervise);
}

fn socket(code: &mut Code) {
    let protocol = |code: &mut Code, allowed: &[c_int]| {
        code.load(low(2));
        code.when_one_of(values(allowed), allow);
        supervise(code);
    };
    code.load(low(0));
    code.when_equal(AF_UNIX as u32, allow);
    code.when_equal(AF_NETLINK as u32, |code| protocol(code, &[NETLINK_ROUTE]));
    code.when_one_of(values(&[AF_INET, AF_INET6]), |code| {
        code.load(low(1));
        code.mask(TYPE);
        code.when_equal(SOCK_STREAM as u32, |code| protocol(code, &[0, IPPROTO_TCP]));
        code.when_equal(SOCK_DGRAM as u32, |code| protocol(code, &[0, IPPROTO_UDP]));
        supervise(code);
    });
    supervise(code);
}

fn setsockopt(code: &mut Code) {
    code.load(low(1));
    for (level, allowed) in [(IPPROTO_IP, IP_OPTIONS), (IPPROTO_IPV6, IPV6_OPTIONS)] {
        code.when_equal(level as u32, |code| {
            code.load(low(2));
            code.when_one_of(values(allowed), allow);
            supervise(code);
        });
    }
    for (level, refused) in [
        (SOL_SOCKET, SOCKET_OPTIONS_REFUSED),
        (IPPROTO_TCP, TCP_OPTIONS_REFUSED),
        (IPPROTO_UDP, UDP_OPTIONS_REFUSED),
    ] {
        code.when_equal(level as u32, |code| {
            code.load(low(2));
            code.when_one_of(values(refused), supervise);
            allow(code);
        });
    }
    allow(code);
}

/// Of filters that ask a supervisor the kernel asks the newest one's, which may let a call go on. It has room for one
/// listener, but only while that is open: a program that outlives PHP would have one of its own.
fn seccomp(code: &mut Code) {
    code.load(low(1));
    code.when_any_bit(NEW_LISTENER, |code| refuse(code, libc::EBUSY));
    allow(code);
}

fn ioctl(code: &mut Code) {
    code.load(low(1));
    code.when_one_of(TERMINAL_INPUT.iter().copied(), |code| refuse(code, EPERM));
    allow(code);
}

fn values(values: &[c_int]) -> impl Iterator<Item = u32> {
    values.iter().map(|value| *value as u32)
}

fn numbers(numbers: &[c_long]) -> impl Iterator<Item = u32> {
    numbers.iter().map(|number| *number as u32)
}

fn allow(code: &mut Code) {
    code.answer(SECCOMP_RET_ALLOW);
}

fn refuse(code: &mut Code, errno: c_int) {
    code.answer(SECCOMP_RET_ERRNO | errno as u32);
}

fn supervise(code: &mut Code) {
    code.answer(SECCOMP_RET_USER_NOTIF);
}

/// Where the description has the lower half of an argument; an `int` is this half, and the kernel looks
/// at nothing else.
const fn low(argument: u32) -> u32 {
    16 + 8 * argument
}

const fn high(argument: u32) -> u32 {
    low(argument) + 4
}

#[cfg(test)]
mod tests;
