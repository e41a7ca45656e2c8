use super::*;
use libc::{
    BPF_ABS, BPF_ALU, BPF_AND, BPF_JEQ, BPF_JGE, BPF_JMP, BPF_JSET, BPF_K, BPF_LD, BPF_RET, BPF_W,
    sock_filter,
};

const SECRET: Secret = Secret([0x0123_4567_89ab_cdef, 0xfedc_ba98_7654_3210]);

/// A call as the kernel describes it.
#[derive(Clone, Copy)]
struct Call {
    number: u32,
    architecture: u32,
    arguments: [u64; 6],
}

impl Call {
    fn of(number: c_long, arguments: &[u64]) -> Self {
        let mut all = [0; 6];
        all[..arguments.len()].copy_from_slice(arguments);
        Self {
            number: number as u32,
            architecture: HERE.own,
            arguments: all,
        }
    }

    fn word(&self, offset: u32) -> u32 {
        match offset {
            NUMBER => self.number,
            ARCHITECTURE => self.architecture,
            _ => {
                let argument = self.arguments[(offset as usize - 16) / 8];
                (argument >> (8 * (offset % 8))) as u32
            }
        }
    }
}

/// What the kernel makes of the program: the answer, and whether it looked at arguments for it.
fn run(call: Call) -> (u32, bool) {
    run_by(Refusals::Made, call)
}

fn run_by(refusals: Refusals, call: Call) -> (u32, bool) {
    let program = program(SECRET, refusals).into_instructions();
    let (mut at, mut taken, mut looked) = (0, 0, false);
    loop {
        let sock_filter { code, jt, jf, k } = program[at];
        at += 1;
        let mut jump = |holds| at += usize::from(if holds { jt } else { jf });
        match u32::from(code) {
            c if c == BPF_LD | BPF_W | BPF_ABS => {
                looked |= k >= 16;
                taken = call.word(k);
            }
            c if c == BPF_ALU | BPF_AND | BPF_K => taken &= k,
            c if c == BPF_JMP | BPF_JEQ | BPF_K => jump(taken == k),
            c if c == BPF_JMP | BPF_JGE | BPF_K => jump(taken >= k),
            c if c == BPF_JMP | BPF_JSET | BPF_K => jump(taken & k != 0),
            c if c == BPF_RET | BPF_K => return (k, looked),
            other => panic!("instruction {other}"),
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Answer {
    Allowed,
    Supervised,
    Refused(c_int),
}
use Answer::{Allowed, Refused, Supervised};

fn answer(call: Call) -> Answer {
    match run(call).0 {
        SECCOMP_RET_ALLOW => Allowed,
        SECCOMP_RET_USER_NOTIF => Supervised,
        other => Refused((other ^ SECCOMP_RET_ERRNO) as c_int),
    }
}

fn to(number: c_long, arguments: &[u64]) -> Answer {
    answer(Call::of(number, arguments))
}

/// What becomes of a call in audit mode.
fn in_audit(call: Call) -> Answer {
    match run_by(Refusals::LeftOut, call).0 {
        SECCOMP_RET_ALLOW => Allowed,
        SECCOMP_RET_USER_NOTIF => Supervised,
        other => Refused((other ^ SECCOMP_RET_ERRNO) as c_int),
    }
}

#[test]
fn what_no_rule_opens_is_the_supervisors_and_audit_refuses_nothing_itself() {
    let packet = [libc::AF_PACKET as u64, libc::SOCK_RAW as u64, 3];
    let device = [3, SOL_SOCKET as u64, libc::SO_BINDTODEVICE as u64];
    for (number, arguments) in [
        (libc::SYS_socket, packet),
        (libc::SYS_socket, [INET, SOCK_STREAM as u64, 262]),
        (libc::SYS_socketpair, packet),
        (libc::SYS_setsockopt, device),
        (libc::SYS_io_uring_setup, [4, 0, 0]),
    ] {
        let call = Call::of(number, &arguments);
        assert_eq!(answer(call), Supervised, "{number}");
        assert_eq!(in_audit(call), Supervised, "{number}");
    }
    for (number, arguments) in [
        (libc::SYS_socket, [INET, SOCK_STREAM as u64, 0]),
        (libc::SYS_setsockopt, [3, SOL_SOCKET as u64, 2]),
        // A ring that is there was told of when it was made.
        (libc::SYS_io_uring_enter, [3, 1, 0]),
        (libc::SYS_read, [3, 0, 0]),
    ] {
        assert_eq!(in_audit(Call::of(number, &arguments)), Allowed, "{number}");
    }
}

const INET: u64 = AF_INET as u64;
const INET6: u64 = AF_INET6 as u64;

#[test]
fn reading_and_writing_are_allowed_whatever_their_arguments() {
    for number in [
        libc::SYS_read,
        libc::SYS_write,
        libc::SYS_recvfrom,
        libc::SYS_recvmsg,
        libc::SYS_accept4,
        libc::SYS_close,
        libc::SYS_execve,
        libc::SYS_ppoll,
    ] {
        let (answer, looked_at_arguments) = run(Call::of(number, &[]));
        assert_eq!((answer, looked_at_arguments), (SECCOMP_RET_ALLOW, false));
    }
}

#[test]
fn calls_that_name_a_peer_or_a_local_address_are_the_supervisors() {
    for number in [
        libc::SYS_connect,
        libc::SYS_bind,
        libc::SYS_listen,
        libc::SYS_sendmsg,
        libc::SYS_sendmmsg,
    ] {
        assert_eq!(to(number, &[3, 0x7fff_0000_1000, 16]), Supervised);
    }
}

#[test]
fn the_whole_secret_passes_and_nothing_less() {
    let Secret([first, second]) = SECRET;
    let with = |number, first, second| to(number, &[3, 4096, 16, 0, first, second]);
    for number in [libc::SYS_connect, libc::SYS_bind, libc::SYS_sendmsg] {
        assert_eq!(with(number, first, second), Allowed);
        for bit in [0, 31, 32, 63] {
            assert_eq!(with(number, first ^ (1 << bit), second), Supervised);
            assert_eq!(with(number, first, second ^ (1 << bit)), Supervised);
        }
        assert_eq!(with(number, second, first), Supervised);
    }
    let sendto = to(libc::SYS_sendto, &[3, 4096, 16, 0, first, second]);
    assert_eq!(sendto, Supervised, "sendto has no register to spare");
}

#[test]
fn descriptors_of_others_are_had_with_the_secret_and_nothing_less() {
    let Secret([first, second]) = SECRET;
    let with = |first, second| to(libc::SYS_pidfd_getfd, &[3, 4, 0, 0, first, second]);
    assert_eq!(with(first, second), Allowed);
    assert_eq!(with(0, 0), Refused(EPERM));
    assert_eq!(with(first, second ^ 1), Refused(EPERM));
    assert_eq!(with(first ^ (1 << 63), second), Refused(EPERM));
}

#[test]
fn nobody_has_a_listener_of_its_own_and_other_filters_are_added() {
    let seccomp = |flags| to(libc::SYS_seccomp, &[1, flags, 0x7fff_0000_1000]);
    for flags in [1 << 3, 1 << 3 | 1 << 4, u64::MAX] {
        assert_eq!(seccomp(flags), Refused(libc::EBUSY));
    }
    for flags in [0, 1, 1 << 2, 1 << 4, 1 << 5] {
        assert_eq!(seccomp(flags), Allowed);
    }
    let mut of_relative = Call::of(SECCOMP_OF_RELATIVE.into(), &[1, 1 << 3, 0x1000]);
    of_relative.architecture = HERE.relative;
    assert_eq!(answer(of_relative), Refused(libc::EBUSY));
}

#[test]
fn sendto_without_an_address_is_allowed_and_fast_open_never() {
    let sendto =
        |flags: c_int, address| to(libc::SYS_sendto, &[3, 4096, 5, flags as u64, address, 16]);
    assert_eq!(sendto(libc::MSG_NOSIGNAL, 0), Allowed);
    assert_eq!(sendto(0, 0x1000), Supervised);
    assert_eq!(
        sendto(0, 0x1_0000_0000),
        Supervised,
        "its lower half is zero"
    );
    assert_eq!(sendto(libc::MSG_FASTOPEN, 0), Refused(EOPNOTSUPP));
    assert_eq!(sendto(libc::MSG_FASTOPEN, 0x1000), Refused(EOPNOTSUPP));
}

#[test]
fn sockets_are_tcp_udp_unix_and_for_routes() {
    const FLAGS: u64 = (libc::SOCK_CLOEXEC | libc::SOCK_NONBLOCK) as u64;
    let socket = |domain, kind, protocol| to(libc::SYS_socket, &[domain, kind, protocol]);
    for domain in [INET, INET6] {
        for (kind, protocol) in [(1, 0), (1, 6), (1 | FLAGS, 6), (2, 0), (2, 17)] {
            assert_eq!(socket(domain, kind, protocol), Allowed);
        }
        for (kind, protocol) in [
            (1, 262),
            (1, 132),
            (1, 17),
            (2, 1),
            (2, 58),
            (2, 136),
            (2, 6),
            (3, 0),
            (3, 255),
            (5, 132),
            (10, 0),
        ] {
            assert_eq!(socket(domain, kind, protocol), Supervised);
        }
    }
    assert_eq!(socket(1, 5, 0), Allowed);
    assert_eq!(socket(16, 3, 0), Allowed);
    assert_eq!(socket(16, 3, 4), Supervised);
    // AF_AX25, AF_PACKET, AF_TIPC, AF_BLUETOOTH, AF_ALG, AF_VSOCK, AF_SMC, AF_XDP
    for domain in [3, 17, 30, 31, 38, 40, 43, 44] {
        assert_eq!(socket(domain, 1, 0), Supervised);
    }
}

#[test]
fn only_the_lower_half_of_an_int_counts_as_in_the_kernel() {
    let high = 0xdead_beef_0000_0000;
    assert_eq!(to(libc::SYS_socket, &[high | 17, 3, 0]), Supervised);
    assert_eq!(
        to(libc::SYS_socket, &[high | INET, high | 3, 0]),
        Supervised
    );
    assert_eq!(to(libc::SYS_setsockopt, &[3, high, high | 4]), Supervised);
}

#[test]
fn options_that_change_the_way_of_a_packet_are_the_supervisors() {
    let option =
        |level: c_int, name: c_int| to(libc::SYS_setsockopt, &[3, level as u64, name as u64]);
    for (level, name) in [
        (IPPROTO_IP, libc::IP_OPTIONS),
        (IPPROTO_IP, libc::IP_HDRINCL),
        (IPPROTO_IP, libc::IP_ADD_MEMBERSHIP),
        (IPPROTO_IP, libc::IP_ADD_SOURCE_MEMBERSHIP),
        (IPPROTO_IP, libc::IP_TRANSPARENT),
        (IPPROTO_IP, 42),
        (IPPROTO_IPV6, libc::IPV6_RTHDR),
        (IPPROTO_IPV6, libc::IPV6_PKTINFO),
        (IPPROTO_IPV6, libc::IPV6_NEXTHOP),
        (IPPROTO_IPV6, libc::IPV6_ADD_MEMBERSHIP),
        (SOL_SOCKET, libc::SO_BINDTODEVICE),
        (SOL_SOCKET, libc::SO_MARK),
        (SOL_SOCKET, 62),
        (IPPROTO_TCP, libc::TCP_REPAIR),
        (IPPROTO_UDP, libc::UDP_ENCAP),
    ] {
        assert_eq!(option(level, name), Supervised, "{level} {name}");
    }
    for (level, name) in [
        (IPPROTO_IP, libc::IP_TOS),
        (IPPROTO_IP, libc::IP_RECVERR),
        (IPPROTO_IP, libc::IP_PKTINFO),
        (IPPROTO_IPV6, libc::IPV6_V6ONLY),
        (IPPROTO_IPV6, libc::IPV6_RECVPKTINFO),
        (SOL_SOCKET, libc::SO_REUSEADDR),
        (SOL_SOCKET, libc::SO_RCVTIMEO),
        (IPPROTO_TCP, libc::TCP_NODELAY),
        (IPPROTO_UDP, libc::UDP_SEGMENT),
        (libc::SOL_NETLINK, 12),
        (libc::SOL_TLS, 1),
    ] {
        assert_eq!(option(level, name), Allowed, "{level} {name}");
    }
}

#[test]
fn pairs_are_unix_and_no_ring_is_there() {
    assert_eq!(to(libc::SYS_socketpair, &[1, 1, 0]), Allowed);
    assert_eq!(to(libc::SYS_socketpair, &[30, 1, 0]), Supervised);
    assert_eq!(to(libc::SYS_io_uring_setup, &[]), Supervised);
    for number in [libc::SYS_io_uring_enter, libc::SYS_io_uring_register] {
        assert_eq!(to(number, &[]), Refused(libc::ENOSYS));
    }
}

#[test]
fn nobody_types_into_a_terminal() {
    let ioctl = |request| to(libc::SYS_ioctl, &[0, request, 0x1000]);
    let mut of_relative = Call::of(IOCTL_OF_RELATIVE.into(), &[0, 0, 0x1000]);
    of_relative.architecture = HERE.relative;
    for request in [0x5412, 0x541c, 0xdead_beef_0000_5412] {
        assert_eq!(ioctl(request), Refused(EPERM), "{request:x}");
        of_relative.arguments[1] = request;
        assert_eq!(answer(of_relative), Refused(EPERM), "{request:x}");
    }
    // TCGETS, TIOCGWINSZ, FIONBIO
    for request in [0x5401, 0x5413, 0x5421] {
        assert_eq!(ioctl(request), Allowed, "{request:x}");
        of_relative.arguments[1] = request;
        assert_eq!(answer(of_relative), Allowed, "{request:x}");
    }
}

#[test]
fn calls_of_the_32_bit_relative_reach_no_network_and_others_nothing() {
    let mut call = Call::of(3, &[]);
    call.architecture = HERE.relative;
    assert_eq!(answer(call), Allowed, "reading");
    for number in HERE.of_relative {
        call.number = *number;
        assert_eq!(answer(call), Refused(libc::EACCES), "{number}");
    }
    call.architecture = 0x8000_0016;
    assert_eq!(answer(call), Refused(libc::ENOSYS));
}

#[cfg(target_arch = "x86_64")]
#[test]
fn x32_is_not_there() {
    let call = |number: u32| to(c_long::from(number), &[]);
    let first = HERE.second_numbers.unwrap();
    assert_eq!(call(first + 42), Refused(libc::ENOSYS));
    assert_eq!(call(first), Refused(libc::ENOSYS));
    assert_eq!(call(first - 1), Allowed, "a number that is none");
    assert_eq!(call(TAKEN_BACK), Allowed, "a tracer took the call back");
}
