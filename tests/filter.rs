//! The filter of system calls, in a process of its own: it cannot be taken off again. Everything happens
//! on loopback, where one address may be reached and another one may not; what arrives at the latter is
//! what must not be.

use aesock::native::{Answer, Mark, Operation, Question, filter};
use libc::{c_int, c_void};
use nix::sys::signal::{SaFlags, SigAction, SigHandler, SigSet, Signal, sigaction};
use socket2::{Domain, SockAddr, Socket, Type};
use std::{
    env, fs,
    io::{self, ErrorKind, Read},
    mem,
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream, UdpSocket},
    os::{fd::AsRawFd, unix::thread::JoinHandleExt},
    process::{ChildStdout, Command, Stdio},
    ptr, slice,
    sync::{
        Mutex, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

const ALLOWED: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);
const REFUSED: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 3);
/// Which a decision takes a second for, panics for, or is not made for.
const SLOW: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 4);
const PANICS: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 5);
const PASSED: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 6);
/// A server that accepts nothing: connecting takes its time.
const FULL: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 7);

/// Set for a process that this test starts of itself.
const PART: &str = "AESOCK_TEST_PART";

/// The servers, which were there before the filter.
struct World {
    port: u16,
    allowed: (TcpListener, UdpSocket),
    refused: (TcpListener, UdpSocket),
    passed: TcpListener,
    outlived: Option<Mutex<ChildStdout>>,
    /// What a program says that tries to trace a process from before, and to write its memory.
    tracing: String,
    _full: (Socket, Vec<TcpStream>),
}

/// The servers, and this process under the filter; `None` where the kernel cannot do it.
fn world() -> Option<&'static World> {
    static WORLD: OnceLock<Option<World>> = OnceLock::new();
    WORLD
        .get_or_init(|| {
            if let Err(error) = filter::probe() {
                eprintln!("skipped: {error}");
                return None;
            }
            let passed = TcpListener::bind((PASSED, 0)).unwrap();
            let port = passed.local_addr().unwrap().port();
            let servers = |address| {
                let tcp = TcpListener::bind((address, port)).unwrap();
                let udp = UdpSocket::bind((address, port)).unwrap();
                tcp.set_nonblocking(true).unwrap();
                udp.set_nonblocking(true).unwrap();
                (tcp, udp)
            };
            let world = World {
                port,
                allowed: servers(ALLOWED),
                refused: servers(REFUSED),
                passed,
                outlived: outlived(),
                tracing: String::new(),
                _full: full(port),
            };
            let mut neighbour = Command::new("sleep").arg("60").spawn().unwrap();
            filter::start(filter::Refusals::Made, Mark::of(&[]), decide).unwrap();
            // Of this very thread's programs only.
            let tracing = trace(neighbour.id());
            neighbour.kill().unwrap();
            neighbour.wait().unwrap();
            Some(World { tracing, ..world })
        })
        .as_ref()
}

/// Has a program trace `process`; it tells the numbers of the errors.
fn trace(process: u32) -> String {
    let script = format!(
        "import ctypes\n\
        libc = ctypes.CDLL(None, use_errno=True)\n\
        print(libc.ptrace(16, {process}, 0, 0) and ctypes.get_errno())\n\
        try: open('/proc/{process}/mem', 'r+b')\n\
        except OSError as error: print(error.errno)\n"
    );
    let run = Command::new("python3")
        .args(["-c", &script])
        .output()
        .unwrap();
    String::from_utf8(run.stdout).unwrap()
}

/// A listener whose queue has no room left.
fn full(port: u16) -> (Socket, Vec<TcpStream>) {
    let listener = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    let address = SocketAddr::from((FULL, port));
    listener.bind(&address.into()).unwrap();
    listener.listen(0).unwrap();
    let client = || TcpStream::connect_timeout(&address, Duration::from_millis(300)).ok();
    let clients = std::iter::from_fn(client).collect();
    (listener, clients)
}

fn decide(question: &Question<'_>) -> Answer {
    let refuse = Answer::Refuse(libc::EACCES);
    let address = match (question.operation, address(question.address)) {
        (Operation::Listen, _) | (_, None) => return refuse,
        (_, Some(address)) => address,
    };
    let ip = match address.ip() {
        std::net::IpAddr::V4(ip) => ip,
        std::net::IpAddr::V6(ip) => ip.to_ipv4_mapped().unwrap_or(REFUSED),
    };
    match ip {
        ALLOWED | FULL => Answer::Allow,
        PANICS => panic!("on purpose"),
        SLOW => {
            thread::sleep(Duration::from_secs(1));
            refuse
        }
        Ipv4Addr::UNSPECIFIED if question.operation == Operation::Bind && address.port() == 0 => {
            Answer::Allow
        }
        _ => refuse,
    }
}

fn address(bytes: &[u8]) -> Option<SocketAddr> {
    // SAFETY: storage has room for every address that was copied.
    let storage = unsafe {
        let mut storage: libc::sockaddr_storage = mem::zeroed();
        ptr::copy_nonoverlapping(bytes.as_ptr(), (&raw mut storage).cast(), bytes.len());
        SockAddr::new(
            mem::transmute::<libc::sockaddr_storage, socket2::SockAddrStorage>(storage),
            bytes.len() as _,
        )
    };
    storage.as_socket()
}

impl World {
    fn at(&self, address: Ipv4Addr) -> SocketAddr {
        SocketAddr::from((address, self.port))
    }

    fn mapped(&self, address: Ipv4Addr) -> SocketAddr {
        SocketAddr::from((address.to_ipv6_mapped(), self.port))
    }

    /// Nothing ever arrives at the refused address.
    fn assert_nothing_arrived(&self) {
        let connection = self.refused.0.accept();
        assert_eq!(connection.unwrap_err().kind(), ErrorKind::WouldBlock);
        let datagram = self.refused.1.recv_from(&mut [0; 1]);
        assert_eq!(datagram.unwrap_err().kind(), ErrorKind::WouldBlock);
    }
}

fn socket(domain: Domain, kind: Type) -> Socket {
    Socket::new(domain, kind, None).unwrap()
}

fn bytes(address: &SockAddr) -> &[u8] {
    // SAFETY: an address has as many bytes as it says.
    unsafe { slice::from_raw_parts(address.as_ptr().cast(), address.len() as usize) }
}

/// The error number of a call that fails.
fn error(result: isize) -> c_int {
    assert_eq!(result, -1, "it succeeded");
    io::Error::last_os_error().raw_os_error().unwrap()
}

fn send_to(socket: &Socket, address: &[u8], flags: c_int) -> isize {
    // SAFETY: the kernel reads what is borrowed.
    unsafe {
        libc::sendto(
            socket.as_raw_fd(),
            b"hello".as_ptr().cast(),
            5,
            flags,
            address.as_ptr().cast(),
            address.len() as _,
        )
    }
}

/// A message to `address`, sent by `send`.
fn with_message<R>(address: &[u8], send: impl FnOnce(&mut libc::msghdr) -> R) -> R {
    let mut part = libc::iovec {
        iov_base: b"hello".as_ptr().cast_mut().cast::<c_void>(),
        iov_len: 5,
    };
    // SAFETY: all zero is an empty message.
    let mut message: libc::msghdr = unsafe { mem::zeroed() };
    message.msg_name = address.as_ptr().cast_mut().cast();
    message.msg_namelen = address.len() as _;
    message.msg_iov = &raw mut part;
    message.msg_iovlen = 1;
    send(&mut message)
}

fn send_message(socket: &Socket, address: &[u8], flags: c_int) -> isize {
    // SAFETY: the kernel reads what is borrowed.
    with_message(address, |message| unsafe {
        libc::sendmsg(socket.as_raw_fd(), message, flags)
    })
}

#[test]
fn connecting_is_decided_by_address_whatever_the_socket() {
    let Some(world) = world() else { return };
    for nonblocking in [false, true] {
        for (domain, allowed, refused) in [
            (Domain::IPV4, world.at(ALLOWED), world.at(REFUSED)),
            (Domain::IPV6, world.mapped(ALLOWED), world.mapped(REFUSED)),
        ] {
            for kind in [Type::STREAM, Type::DGRAM] {
                let connect = |address: SocketAddr| {
                    let socket = socket(domain, kind);
                    socket.set_nonblocking(nonblocking).unwrap();
                    match socket.connect(&address.into()) {
                        Err(error) if error.raw_os_error() == Some(libc::EINPROGRESS) => Ok(()),
                        connected => connected,
                    }
                };
                connect(allowed).unwrap();
                let error = connect(refused).unwrap_err().raw_os_error();
                assert_eq!(
                    error,
                    Some(libc::EACCES),
                    "{domain:?} {kind:?} {nonblocking}"
                );
            }
        }
    }
    let v6 = socket(Domain::IPV6, Type::DGRAM);
    let error = v6.connect(&world.at(REFUSED).into()).unwrap_err();
    assert_eq!(
        error.raw_os_error(),
        Some(libc::EACCES),
        "IPv4 on an IPv6 socket"
    );
    world.assert_nothing_arrived();
}

#[test]
fn datagrams_are_decided_by_address_and_no_family_means_ipv4() {
    let Some(world) = world() else { return };
    let udp = socket(Domain::IPV4, Type::DGRAM);
    let (allowed, refused) = (world.at(ALLOWED).into(), SockAddr::from(world.at(REFUSED)));
    let mut unspecified = bytes(&refused).to_vec();
    unspecified[..2].fill(0);
    for send in [send_to, send_message] {
        assert_eq!(send(&udp, bytes(&allowed), 0), 5);
        assert_eq!(error(send(&udp, bytes(&refused), 0)), libc::EACCES);
        assert_eq!(error(send(&udp, &unspecified, 0)), libc::EACCES);
        let v6 = socket(Domain::IPV6, Type::DGRAM);
        assert_eq!(error(send(&v6, bytes(&refused), 0)), libc::EACCES);
        assert_eq!(
            error(send(&v6, bytes(&world.mapped(REFUSED).into()), 0)),
            libc::EACCES
        );
        assert_eq!(
            error(send(&v6, &unspecified, 0)),
            libc::EDESTADDRREQ,
            "no address at all"
        );
        assert_eq!(send(&v6, bytes(&world.mapped(ALLOWED).into()), 0), 5);
    }
    let connected = UdpSocket::bind("0.0.0.0:0").unwrap();
    connected.connect(world.at(ALLOWED)).unwrap();
    assert_eq!(connected.send(b"hello").unwrap(), 5);
    let connected = Socket::from(connected);
    assert_eq!(send_message(&connected, &[], 0), 5);
    assert_eq!(
        error(send_message(&connected, bytes(&refused), 0)),
        libc::EACCES
    );
    world.assert_nothing_arrived();
}

#[test]
fn of_many_messages_those_before_a_refused_one_are_sent() {
    let Some(world) = world() else { return };
    let udp = socket(Domain::IPV4, Type::DGRAM);
    let (allowed, refused) = (SockAddr::from(world.at(ALLOWED)), world.at(REFUSED).into());
    let send = |first: &[u8], second: &[u8]| {
        with_message(first, |first| {
            with_message(second, |second| {
                let of = |message: &libc::msghdr| libc::mmsghdr {
                    msg_hdr: *message,
                    msg_len: 0,
                };
                let mut both = [of(first), of(second)];
                // SAFETY: the kernel reads and writes what is borrowed.
                let sent = unsafe { libc::sendmmsg(udp.as_raw_fd(), both.as_mut_ptr(), 2, 0) };
                (sent, both.map(|message| message.msg_len))
            })
        })
    };
    assert_eq!(send(bytes(&allowed), bytes(&allowed)), (2, [5, 5]));
    assert_eq!(send(bytes(&allowed), bytes(&refused)), (1, [5, 0]));
    assert_eq!(send(bytes(&refused), bytes(&allowed)), (-1, [0, 0]));
    world.assert_nothing_arrived();
}

#[test]
fn binding_and_listening_are_decided_and_kinds_of_sockets_are_few() {
    let Some(world) = world() else { return };
    let tcp = socket(Domain::IPV4, Type::STREAM);
    let bound = tcp.bind(&SocketAddr::from((REFUSED, 0)).into());
    assert_eq!(bound.unwrap_err().raw_os_error(), Some(libc::EACCES));
    tcp.bind(&SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0)).into())
        .unwrap();
    assert_eq!(
        tcp.listen(1).unwrap_err().raw_os_error(),
        Some(libc::EACCES)
    );

    let made = |domain: c_int, kind: c_int, protocol: c_int| {
        let made = Socket::new(domain.into(), kind.into(), Some(protocol.into()));
        made.map_err(|error| error.raw_os_error().unwrap())
            .map(drop)
    };
    let (family, protocol) = (Err(libc::EAFNOSUPPORT), Err(libc::EPROTONOSUPPORT));
    for (domain, kind, number, expected) in [
        (libc::AF_INET, libc::SOCK_RAW, libc::IPPROTO_RAW, protocol),
        (
            libc::AF_INET,
            libc::SOCK_DGRAM,
            libc::IPPROTO_ICMP,
            protocol,
        ),
        (
            libc::AF_INET,
            libc::SOCK_STREAM,
            libc::IPPROTO_MPTCP,
            protocol,
        ),
        (
            libc::AF_INET,
            libc::SOCK_STREAM,
            libc::IPPROTO_SCTP,
            protocol,
        ),
        (libc::AF_PACKET, libc::SOCK_RAW, 0, family),
        (libc::AF_VSOCK, libc::SOCK_STREAM, 0, family),
        (libc::AF_ALG, libc::SOCK_SEQPACKET, 0, family),
        (libc::AF_XDP, libc::SOCK_RAW, 0, family),
        (
            libc::AF_NETLINK,
            libc::SOCK_RAW,
            libc::NETLINK_ROUTE,
            Ok(()),
        ),
        (libc::AF_UNIX, libc::SOCK_SEQPACKET, 0, Ok(())),
    ] {
        assert_eq!(
            made(domain, kind, number),
            expected,
            "{domain} {kind} {number}"
        );
    }
    world.assert_nothing_arrived();
}

#[test]
fn ways_around_an_address_are_closed() {
    let Some(world) = world() else { return };
    let (tcp, refused) = (
        socket(Domain::IPV4, Type::STREAM),
        SockAddr::from(world.at(REFUSED)),
    );
    for send in [send_to, send_message] {
        assert_eq!(
            error(send(&tcp, bytes(&refused), libc::MSG_FASTOPEN)),
            libc::EOPNOTSUPP
        );
    }
    assert_eq!(
        tcp.bind_device(Some(b"lo")).unwrap_err().raw_os_error(),
        Some(libc::EPERM)
    );
    let route = [131_u8, 7, 4, 127, 0, 0, 3, 0];
    // SAFETY: the kernel reads what is borrowed.
    let options = unsafe {
        libc::setsockopt(
            tcp.as_raw_fd(),
            libc::IPPROTO_IP,
            libc::IP_OPTIONS,
            route.as_ptr().cast(),
            8,
        )
    };
    assert_eq!(error(options as isize), libc::EPERM);
    let udp = UdpSocket::from(socket(Domain::IPV4, Type::DGRAM));
    let joined = udp.join_multicast_v4(&Ipv4Addr::new(224, 0, 0, 251), &Ipv4Addr::LOCALHOST);
    assert_eq!(joined.unwrap_err().raw_os_error(), Some(libc::EPERM));
    // SAFETY: the kernel refuses before it looks.
    let uring = unsafe { libc::syscall(libc::SYS_io_uring_setup, 1, ptr::null::<c_void>()) };
    assert_eq!(error(uring as isize), libc::ENOSYS);
    #[cfg(target_arch = "x86_64")]
    assert_eq!(
        other_doors_to_connect(&tcp, bytes(&refused)),
        [-libc::ENOSYS, -libc::EACCES]
    );
    world.assert_nothing_arrived();
}

/// What connect(2) answers by the numbers of x32, and by those of 32-bit programs.
#[cfg(target_arch = "x86_64")]
fn other_doors_to_connect(socket: &Socket, address: &[u8]) -> [c_int; 2] {
    use std::arch::asm;
    let (x32, mut i386): (i64, i64);
    // SAFETY: neither call is made, and if one was it would only read the address.
    unsafe {
        asm!("syscall", inlateout("rax") 0x4000_0000_i64 + libc::SYS_connect => x32,
            in("rdi") socket.as_raw_fd(), in("rsi") address.as_ptr(), in("rdx") address.len(),
            lateout("rcx") _, lateout("r11") _);
        asm!("xchg rbx, {fd}", "int 0x80", "xchg rbx, {fd}", fd = inout(reg) socket.as_raw_fd() as i64 => _,
            inlateout("rax") 362_i64 => i386, in("rcx") address.as_ptr(), in("rdx") address.len());
    }
    i386 = i64::from(i386 as c_int);
    [x32 as c_int, i386 as c_int]
}

#[test]
fn programs_are_held_too() {
    let Some(world) = world() else { return };
    for (program, arguments) in [
        ("bash", "exec 3<>/dev/tcp/ADDRESS/PORT"),
        ("bash", "exec 3<>/dev/udp/ADDRESS/PORT && echo hello >&3"),
        (
            "python3",
            "import socket; socket.create_connection(('ADDRESS', PORT))",
        ),
        (
            "python3",
            "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('ADDRESS', PORT))",
        ),
        (
            "python3",
            "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendmsg([b'x'], [], 0, ('ADDRESS', PORT))",
        ),
    ] {
        let run = |address: Ipv4Addr| {
            let script = arguments.replace("ADDRESS", &address.to_string());
            let script = script.replace("PORT", &world.port.to_string());
            let run = Command::new(program)
                .arg("-c")
                .arg(script)
                .output()
                .unwrap();
            (
                run.status.success(),
                String::from_utf8_lossy(&run.stderr).into_owned(),
            )
        };
        let (succeeded, text) = run(ALLOWED);
        assert!(succeeded, "{program} {arguments}: {text}");
        let (succeeded, text) = run(REFUSED);
        assert!(
            !succeeded && text.contains("Permission denied"),
            "{arguments}: {text}"
        );
    }
    world.assert_nothing_arrived();
}

#[test]
fn a_programs_stream_of_messages_arrives_whole_and_descriptors_are_passed() {
    if world().is_none() {
        return;
    }
    let script = "import socket, os, array, threading\n\
        a, b = socket.socketpair()\n\
        data = os.urandom(3 << 20)\n\
        def send():\n\
        \x20   rest = memoryview(data)\n\
        \x20   while rest: rest = rest[a.sendmsg([rest[:7], rest[7:]]):]\n\
        \x20   a.shutdown(socket.SHUT_WR)\n\
        thread = threading.Thread(target=send)\n\
        thread.start()\n\
        got = b''.join(iter(lambda: b.recv(1 << 16), b''))\n\
        thread.join()\n\
        assert got == data\n\
        a, b = socket.socketpair()\n\
        read, write = os.pipe()\n\
        socket.send_fds(a, [b'x'], [write])\n\
        message, numbers, flags, _ = socket.recv_fds(b, 1, 1)\n\
        os.write(numbers[0], b'through')\n\
        assert os.read(read, 7) == b'through'\n";
    let run = Command::new("python3")
        .args(["-c", script])
        .output()
        .unwrap();
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
}

#[test]
fn what_changes_while_a_call_is_decided_is_not_used() {
    const TURNS: usize = 3000;
    let Some(world) = world() else { return };
    let (allowed, refused) = (SockAddr::from(world.at(ALLOWED)), world.at(REFUSED).into());
    let flipped: &mut [u8] = Box::leak(bytes(&allowed).to_vec().into_boxed_slice());
    let place = flipped.as_mut_ptr() as usize;
    let length = flipped.len() as libc::socklen_t;
    let udp = socket(Domain::IPV4, Type::DGRAM);
    let (message, number) = with_message(&[], |message| {
        message.msg_namelen = length;
        let message: &mut libc::msghdr = Box::leak(Box::new(*message));
        (message as *mut libc::msghdr as usize, udp.as_raw_fd())
    });
    let part = Box::leak(Box::new(libc::iovec {
        iov_base: b"hello".as_ptr().cast_mut().cast(),
        iov_len: 5,
    }));
    let (to_allowed, to_refused) = (
        bytes(&allowed).to_vec().leak(),
        bytes(&refused).to_vec().leak(),
    );
    // SAFETY: what was leaked lives on; threads write to it by single bytes and words.
    unsafe {
        (*(message as *mut libc::msghdr)).msg_iov = part;
        (*(message as *mut libc::msghdr)).msg_name = to_allowed.as_mut_ptr().cast();
    }
    // A number that is a socket connected to nowhere, and a pipe, in turns.
    let one = socket(Domain::IPV4, Type::DGRAM);
    let other = socket(Domain::IPV6, Type::DGRAM);
    let turned = one.try_clone().unwrap();
    let (one, other, turned_number) = (one.as_raw_fd(), other.as_raw_fd(), turned.as_raw_fd());
    let done = AtomicBool::new(false);
    let (refused_name, allowed_name) = (to_refused.as_ptr() as usize, to_allowed.as_ptr() as usize);
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut turn = 0_u8;
            while !done.load(Ordering::Relaxed) {
                turn = turn.wrapping_add(1);
                let is_even = turn.is_multiple_of(2);
                // SAFETY: as above; dup2 replaces what this test made.
                unsafe {
                    ((place + 7) as *mut u8).write_volatile(if is_even { 2 } else { 3 });
                    let name = if is_even { allowed_name } else { refused_name };
                    let message = message as *mut libc::msghdr;
                    (&raw mut (*message).msg_name).write_volatile(name as *mut c_void);
                    libc::dup2(if is_even { one } else { other }, turned_number);
                }
            }
        });
        let mut refusals = 0;
        for _ in 0..TURNS {
            // SAFETY: as above.
            unsafe {
                for socket in [number, turned_number] {
                    let sent = libc::sendto(
                        socket,
                        b"hello".as_ptr().cast(),
                        5,
                        0,
                        place as *const _,
                        length,
                    );
                    refusals += usize::from(sent == -1);
                }
                libc::sendmsg(number, message as *const libc::msghdr, 0);
                let tcp = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
                libc::connect(tcp.as_raw_fd(), place as *const _, length);
            }
            while world.allowed.0.accept().is_ok() {}
        }
        done.store(true, Ordering::Relaxed);
        assert!(
            refusals > 0 && refusals < 2 * TURNS,
            "nothing flipped: {refusals}"
        );
    });
    drop(turned);
    world.assert_nothing_arrived();
}

#[test]
fn a_slow_decision_and_a_panic_hold_up_nobody_else() {
    let Some(world) = world() else { return };
    let connect = |address| {
        let begun = Instant::now();
        let connected = socket(Domain::IPV4, Type::DGRAM).connect(&world.at(address).into());
        (
            connected.map_err(|error| error.raw_os_error().unwrap()),
            begun.elapsed(),
        )
    };
    let slow: Vec<_> = (0..3)
        .map(|_| thread::spawn(move || connect(SLOW)))
        .collect();
    for _ in 0..20 {
        let (connected, took) = connect(ALLOWED);
        assert!(
            connected.is_ok() && took < Duration::from_millis(500),
            "{took:?}"
        );
    }
    assert_eq!(connect(PANICS).0, Err(libc::EACCES));
    assert_eq!(connect(ALLOWED).0, Ok(()));
    for slow in slow {
        let (connected, took) = slow.join().unwrap();
        assert_eq!(connected, Err(libc::EACCES));
        assert!(took >= Duration::from_secs(1));
    }
}

extern "C" fn nothing(_: c_int) {}

#[test]
fn a_signal_ends_a_connect_that_takes_its_time() {
    let Some(world) = world() else { return };
    let action = SigAction::new(
        SigHandler::Handler(nothing),
        SaFlags::empty(),
        SigSet::empty(),
    );
    // SAFETY: the handler does nothing.
    unsafe { sigaction(Signal::SIGUSR1, &action) }.unwrap();
    let address = world.at(FULL);
    let begun = Instant::now();
    let connecting = thread::spawn(move || {
        let tcp = socket(Domain::IPV4, Type::STREAM);
        tcp.connect(&address.into())
            .map_err(|error| error.raw_os_error())
    });
    while !connecting.is_finished() && begun.elapsed() < Duration::from_secs(5) {
        thread::sleep(Duration::from_millis(100));
        // SAFETY: the thread was not joined yet.
        unsafe { libc::pthread_kill(connecting.as_pthread_t(), libc::SIGUSR1) };
    }
    assert_eq!(connecting.join().unwrap(), Err(Some(libc::EINTR)));
    assert!(begun.elapsed() < Duration::from_secs(2));
}

#[test]
fn what_aesock_decided_on_before_passes() {
    use std::os::fd::AsFd;
    let Some(world) = world() else { return };
    let tcp = socket(Domain::IPV4, Type::STREAM);
    let address = SockAddr::from(world.at(PASSED));
    assert_eq!(
        tcp.connect(&address).unwrap_err().raw_os_error(),
        Some(libc::EACCES)
    );
    filter::pass::connect(tcp.as_fd(), bytes(&address)).unwrap();
    world.passed.accept().unwrap();
}

#[test]
fn the_listener_is_in_no_table_that_this_process_reaches() {
    if world().is_none() {
        return;
    }
    let links = fs::read_dir("/proc/self/fd").unwrap();
    let links = links.filter_map(|link| fs::read_link(link.unwrap().path()).ok());
    let listeners = links.filter(|link| link.to_string_lossy().contains("seccomp"));
    assert_eq!(listeners.count(), 0);
}

#[test]
fn a_second_filter_loosens_nothing_and_gets_no_listener() {
    let Some(world) = world() else { return };
    let own_filter = move || {
        let mut allow = [libc::sock_filter {
            code: (libc::BPF_RET | libc::BPF_K) as u16,
            jt: 0,
            jf: 0,
            k: libc::SECCOMP_RET_ALLOW,
        }];
        let program = libc::sock_fprog {
            len: 1,
            filter: allow.as_mut_ptr(),
        };
        let install = |flags: libc::c_ulong| {
            let operation = libc::SECCOMP_SET_MODE_FILTER;
            // SAFETY: the kernel copies the program, for this thread.
            unsafe { libc::syscall(libc::SYS_seccomp, operation, flags, &raw const program) }
        };
        let listener = install(libc::SECCOMP_FILTER_FLAG_NEW_LISTENER);
        assert_eq!(error(listener as isize), libc::EBUSY);
        assert_eq!(install(0), 0);
        let connected = socket(Domain::IPV4, Type::STREAM).connect(&world.at(REFUSED).into());
        connected.unwrap_err().raw_os_error()
    };
    let refused = thread::spawn(own_filter).join().unwrap();
    assert_eq!(refused, Some(libc::EACCES));
    world.assert_nothing_arrived();
}

#[test]
fn a_process_from_before_is_no_deputy() {
    let Some(world) = world() else { return };
    // SAFETY: no memory is named; the kernel tells its version (landlock_create_ruleset).
    let version = unsafe { libc::syscall(444, ptr::null::<c_void>(), 0, 1) };
    if version < 2 {
        eprintln!("skipped: no Landlock here");
        return;
    }
    assert_eq!(
        world.tracing,
        format!("{}\n{}\n", libc::EPERM, libc::EACCES)
    );
}

#[test]
fn a_fork_is_served_like_a_program() {
    let Some(world) = world() else { return };
    let (allowed, refused) = (SockAddr::from(world.at(ALLOWED)), world.at(REFUSED).into());
    let sockets = [(); 2].map(|()| socket(Domain::IPV4, Type::DGRAM));
    let connect = |socket: &Socket, address: &SockAddr| {
        let address = bytes(address);
        // SAFETY: the kernel reads what is borrowed.
        unsafe {
            libc::connect(
                socket.as_raw_fd(),
                address.as_ptr().cast(),
                address.len() as _,
            )
        }
    };
    // SAFETY: the child makes system calls only.
    let child = unsafe { libc::fork() };
    if child == 0 {
        let outcome = (
            connect(&sockets[0], &allowed),
            connect(&sockets[1], &refused),
        );
        // SAFETY: it ends without running anything of its parent's.
        unsafe { libc::_exit(c_int::from(outcome != (0, -1))) };
    }
    let mut status = 0;
    // SAFETY: the kernel writes a number.
    unsafe { libc::waitpid(child, &raw mut status, 0) };
    assert_eq!(status, 0);
    world.assert_nothing_arrived();
}

#[test]
fn a_program_that_outlives_its_supervisor_fails_and_does_not_hang() {
    let Some(world) = world() else { return };
    let Some(part) = &world.outlived else {
        outlive();
    };
    let mut told = String::new();
    part.lock().unwrap().read_to_string(&mut told).unwrap();
    assert!(told.ends_with(&format!("{}\n", libc::ENOSYS)), "{told}");
}

/// Ends this process, which leaves a program behind that connects after that.
fn outlive() -> ! {
    let script = "import os, socket, sys\n\
        sys.stdin.read()\n\
        try: socket.create_connection(('127.0.0.2', 9))\n\
        except OSError as error: print(error.errno, flush=True)\n";
    let (input, held) = io::pipe().unwrap();
    let mut program = Command::new("python3");
    program.args(["-c", script]).stdin(input).spawn().unwrap();
    drop(program);
    mem::forget(held);
    std::process::exit(0);
}

/// A process of this test that leaves a program behind; what that says.
fn outlived() -> Option<Mutex<ChildStdout>> {
    if env::var(PART).is_ok() {
        return None;
    }
    let name = "a_program_that_outlives_its_supervisor_fails_and_does_not_hang";
    let mut part = Command::new(env::current_exe().unwrap())
        .args(["--exact", name, "--nocapture"])
        .env(PART, "1")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    part.wait().unwrap();
    part.stdout.take().map(Mutex::new)
}
